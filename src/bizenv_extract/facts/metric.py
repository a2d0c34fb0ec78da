"""What a figure measures: the words left of it, right of it, or carried over from the figure before.

    登记市场主体854613户        left of the figure
    选派2521名服务管家          verb left, noun right
    12个项目获国家科学技术奖    noun and verb right, the figure is the subject
    项目359个，总投资2205亿元   a weak head leans on the figure before
"""

from dataclasses import dataclass

from bizenv_extract.facts.fact import Context, text_of
from bizenv_extract.skeleton import Line, Token
from bizenv_extract.wording import Phrase, Vocabulary, left_start, right_end

LONGEST = 40
_AFTER = ("（", "的", "”")
_TAIL = "、，和与及等的“—-（"


@dataclass(frozen=True, slots=True)
class Metric:
    """Words for what is measured, where they stand if they stand together, and what a next figure may lean on."""

    text: str
    span: tuple[int, int] | None
    core: str


def left_phrase(line: Line, position: int, vocabulary: Vocabulary) -> Phrase:
    """Give the trimmed words between the last stop and a position."""
    return vocabulary.trim(vocabulary.cut(line, left_start(line, position), position))


def from_left(line: Line, position: int, context: Context) -> Metric:
    """Read the metric from the words before a position, leaning on the figure before where they are weak or missing."""
    phrase = left_phrase(line, position, context.vocabulary)
    if not phrase:
        return Metric(context.inherited, None, context.inherited)
    text = text_of(line, phrase)
    if context.inherited and context.vocabulary.weak(phrase):
        return _leaning(text, phrase, context)
    return Metric(text, (phrase.start, phrase.end), core_of(phrase, line, context.vocabulary))


def _leaning(text: str, phrase: Phrase, context: Context) -> Metric:
    """Join a weak phrase and what it belongs to: 审结 + 案件, but 项目 + 总投资."""
    verb = phrase.words[-1] in context.vocabulary.verbs and phrase.words[-1] not in context.vocabulary.heads
    joined = text + context.inherited if verb else _joined(context.inherited, text)
    return Metric(joined[-LONGEST:], (phrase.start, phrase.end), context.inherited)


def _joined(base: str, text: str) -> str:
    return text if base and text.startswith(base) else base + text


def core_of(phrase: Phrase, line: Line, vocabulary: Vocabulary) -> str:
    """Give the phrase without the verb that heads it: 受理投诉案件 is about 投诉案件."""
    start, words = phrase.start, list(phrase.words)
    while len(words) > 1 and words[0] in vocabulary.verbs:
        start += len(words.pop(0))
    return line.words(start, phrase.end)


def right_phrase(line: Line, token: Token, vocabulary: Vocabulary) -> tuple[Phrase, Phrase]:
    """Give the noun phrase right after a figure, and the words after it up to the next stop or figure."""
    start, end = token.at + 1, right_end(line, token.at + 1)
    if line.text[start : start + 1] == "的":
        start += 1
    phrase = vocabulary.cut(line, start, end)
    noun: list[str] = []
    position = start
    for word in phrase.words:
        if _ends_noun(word, vocabulary, first=not noun):
            break
        noun.append(word)
        position += len(word)
    rest = phrase.words[len(noun) :]
    while noun and (noun[-1] in _TAIL or noun[-1] == "等"):
        position -= len(noun.pop())
    return Phrase(start, position, tuple(noun)), Phrase(start, end, rest)


def _ends_noun(word: str, vocabulary: Vocabulary, *, first: bool) -> bool:
    if word in vocabulary.verbs or word in vocabulary.bases:
        return True
    stops = word in vocabulary.closers or word in vocabulary.openers
    return (stops and word not in ("的", "和", "与", "及", "、", "中", "上", "“", "”")) or (first and word in "、，和与及）")


def level_metric(line: Line, start: int, token: Token, context: Context) -> Metric:
    """Read the metric of a level whose predicate begins at `start`."""
    noun, rest = right_phrase(line, token, context.vocabulary)
    if not noun:
        return from_left(line, start, context)
    left = left_phrase(line, start, context.vocabulary)
    if not left:
        return _subject(line, noun, rest)
    verb = _verb_of(left, context.vocabulary)
    text = verb + text_of(line, noun)
    return Metric(text, (noun.start, noun.end), text_of(line, noun))


def _subject(line: Line, noun: Phrase, rest: Phrase) -> Metric:
    """The figure opens its clause: what its noun does says which ones are counted."""
    core = line.words(noun.start, noun.end)
    stops_at_figure = rest.end < len(line.text) and line.text[rest.end] not in "，。；：！？\n"
    if not rest.words or stops_at_figure or rest.end - noun.start > LONGEST:
        return Metric(core, (noun.start, noun.end), core)
    return Metric(line.words(noun.start, rest.end).strip("、，"), (noun.start, rest.end), core)


def _verb_of(left: Phrase, vocabulary: Vocabulary) -> str:
    """Give the verb that heads the figure's noun: the word before it, or the first verb before 等."""
    words = [w for w in left.words if w != "了"]
    if words and words[-1] in vocabulary.verbs:
        return words[-1]
    return next((w for w in words if w in vocabulary.verbs), "")
