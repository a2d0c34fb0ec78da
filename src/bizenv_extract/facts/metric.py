"""What a figure measures: the words left of it, right of it, or carried over from the figure before.

登记市场主体854613户        left of the figure
选派2521名服务管家          verb left, noun right
12个项目获国家科学技术奖    noun and verb right, the figure is the subject
项目359个，总投资2205亿元   a weak head leans on the figure before
"""

import itertools
import re
from typing import NamedTuple

from bizenv_extract.facts.fact import Context, text_of
from bizenv_extract.facts.noun import BASE, OBJECT, SHORTEST, joint, right_phrase
from bizenv_extract.readers.amount import Quantity
from bizenv_extract.skeleton import Line, Token
from bizenv_extract.wording import Phrase, Vocabulary, left_start

LONGEST = 40
_LONG = 2
CLAUSES = 2
_PERSON = "人"
_TO_WHOM = tuple("为给向对")
_COPULA = re.compile("则?(?:是|成为|均为)|则")
_OF_PLAN = ("完成年度", "完成目标", "完成计划", "完成全年", "完成年")
_RATE = re.compile("(?:率|占比|比重|比例|得分|指数|次数|周期|满意度)$")
_SHARE = ("占", "约占", "拉动", "带动", "贡献")
_ROW = ("和", "、", "并", "及", "了")
_COUNTED = ("共", "累计", "已", "先后", "共计")


class Metric(NamedTuple):
    """Words for what is measured, where they stand if they stand together, and what a next figure may lean on."""

    text: str
    span: tuple[int, int] | None
    core: str
    whole: str = ""


def left_phrase(line: Line, position: int, vocabulary: Vocabulary) -> Phrase:
    """Give the trimmed words between the last stop and a position."""
    return vocabulary.trim(vocabulary.cut(line, left_start(line, position), position))


def from_left(line: Line, position: int, context: Context) -> Metric:
    """Read the metric from the words before a position, leaning on the figure before where they are weak or missing."""
    full = left_phrase(line, _outside(line, position), context.vocabulary)
    phrase = _unplaced(_summed(full), line, context)
    if not phrase:
        return Metric(context.standing, None, context.inherited)
    text = text_of(line, phrase)
    if "“" in text and "”" not in text:
        opened = text.index("“") + 1
        phrase = context.vocabulary.cut(line, phrase.start + opened, phrase.end)
        text = text[opened:]
    given = _given(phrase, line, context.vocabulary)
    if given:
        phrase, text = given, text_of(line, given)
    if joint(text) == "equals" and context.standing:
        return Metric(context.standing, None, context.inherited)
    near = context.before is not None and context.before.line is line
    if (
        near
        and context.inherited
        and (
            len(text) == 1 or phrase.words[0] in _SHARE or text.startswith(_OF_PLAN) or context.vocabulary.weak(phrase)
        )
    ):
        return _leaning(text, phrase, context, people=_counts_people(line, position))
    if all(word in context.vocabulary.heads for word in phrase.words):
        owner = clause_before(line, phrase.start, context, reach=1)
        if owner and len(owner.text) <= BASE:
            return Metric(owner.text + text, (phrase.start, phrase.end), owner.text)
    whole = text_of(line, full) if full.start != phrase.start else ""
    return Metric(text, (phrase.start, phrase.end), core_of(phrase, line, context.vocabulary), whole)


def _given(phrase: Phrase, line: Line, vocabulary: Vocabulary) -> Phrase | None:
    """为吸纳毕业生就业的企业发放补助资金: what is given, not to whom."""
    if line.text[phrase.start - 1 : phrase.start] not in _TO_WHOM:
        return None
    verbs = [
        (at, word) for at, word in phrase.starts() if at > phrase.start and word in vocabulary.verbs and len(word) > 1
    ]
    last = next((at for at, _ in reversed(verbs) if phrase.end - at > SHORTEST), None)
    whom = line.text[phrase.start : last] if last else ""
    return vocabulary.cut(line, last, phrase.end) if last and len(whom) > BASE else None


def _unplaced(phrase: Phrase, line: Line, context: Context) -> Phrase:
    """Leave out the full name of a place that opens a phrase: a record has its place beside it."""
    length = context.opening_place(text_of(line, phrase))
    if not length or phrase.end - phrase.start - length < SHORTEST:
        return phrase
    return context.vocabulary.trim(context.vocabulary.cut(line, phrase.start + length, phrase.end))


def _outside(line: Line, position: int) -> int:
    """新能源材料（281.4亿元）, 企业开办：1天: a figure alone behind a sign is about what stands before it."""
    return position - 1 if line.text[position - 1 : position] in ("（", "：") else position


def _summed(phrase: Phrase) -> Phrase:
    """Of A、B等C take C, which names them all."""
    words = phrase.words
    last = max((i for i, word in enumerate(words) if word == "等"), default=-1)
    rest = words[last + 1 :]
    titled = last > 0 and words[last - 1][-1] in "》”"
    if last < 0 or sum(map(len, rest)) < SHORTEST - titled:
        return phrase
    return Phrase(phrase.end - sum(map(len, rest)), phrase.end, rest)


def _counts_people(line: Line, position: int) -> bool:
    token = line.token_at(position)
    return token is not None and isinstance(token.value, Quantity) and token.value.unit == _PERSON


def _leaning(text: str, phrase: Phrase, context: Context, *, people: bool) -> Metric:
    """Join a weak phrase and what it belongs to: 审结 + 案件, but 项目 + 总投资; 查处16起，处理23人 apart."""
    verb = phrase.words[-1] in context.vocabulary.verbs and phrase.words[-1] not in context.vocabulary.heads
    if verb and people and context.before is not None and context.before.fields.get("unit") != _PERSON:
        return Metric(text, (phrase.start, phrase.end), "")
    joined = text + context.inherited if verb or len(text) == 1 else _joined(context.inherited, text)
    return Metric(joined[-LONGEST:], (phrase.start, phrase.end), context.inherited)


def _joined(base: str, text: str) -> str:
    """Put a base before its head; of a long base its last words."""
    short = base if len(base) <= BASE else base[max(base.rfind("的"), base.rfind("、")) + 1 :]
    return text if text.startswith(short) or len(short) > BASE else short + text


def core_of(phrase: Phrase, line: Line, vocabulary: Vocabulary) -> str:
    """Give the phrase without its verb: 法院共受理投诉案件 is about 投诉案件. A rate is no base for other figures."""
    start, words = phrase.start, list(phrase.words)
    counted = next((i + 1 for i, w in enumerate(words[:-1]) if w in _COUNTED), 0)
    start, words = start + sum(map(len, words[:counted])), words[counted:]
    while len(words) > 1 and (words[0] in vocabulary.verbs or words[0] in _ROW):
        start += len(words.pop(0))
    core = line.words(start, phrase.end)
    return "" if _RATE.search(core) else core


def level_metric(line: Line, start: int, token: Token, context: Context) -> Metric:
    """Read the metric of a level whose predicate begins at `start`."""
    left = left_phrase(line, start, context.vocabulary)
    if left.words[1:] and joint(left.words[-1]) == "whole":
        left = Phrase(left.start, left.end - len(left.words[-1]), left.words[:-1])
    verb = _verb_of(left, context.vocabulary)
    noun, rest = right_phrase(line, token, context.vocabulary, governed=bool(verb))
    done = left and isinstance(token.value, Quantity) and token.value.unit == "%" and rest.words[:1] == ("实现",)
    if done and rest.end - rest.start > SHORTEST:
        text = text_of(line, left) + text_of(line, rest)[len("实现") :]
        return Metric(text, (left.start, left.end), text)
    if noun and not left:
        return _subject(line, noun, rest)
    if noun and left.words[-1:] == ("等",) and not verb:
        return _subject(line, noun, rest)
    if noun:
        text = text_of(line, noun)
        owner = text_of(line, left) if not verb and len(text) < SHORTEST and left.end - left.start < OBJECT else verb
        return Metric(owner + text, (noun.start, noun.end), text)
    if not left and rest and not _runs_into_figure(line, rest):
        return _predicate(line, rest, context)
    return from_left(line, start, context)


def clause_before(line: Line, position: int, context: Context, *, reach: int = CLAUSES) -> Metric | None:
    """Give the subject of a clause before, where a figure has none of its own: 进出口总值创新高，达到5379亿元."""
    stop = position
    for _ in range(reach):
        stop = line.text.rfind("，", 0, stop)
        found = _subject_of(line, stop, context) if stop > 0 else None
        if found:
            return found
    return None


def _subject_of(line: Line, stop: int, context: Context) -> Metric | None:
    """Give the noun phrase that opens the clause ending at `stop`, if it is long enough to name something."""
    phrase = left_phrase(line, stop, context.vocabulary)
    verbs = context.vocabulary.verbs
    lead = tuple(itertools.takewhile(lambda word: word in verbs or word == "的", phrase.words))
    noun = tuple(itertools.takewhile(lambda word: word not in verbs, phrase.words[len(lead) :]))
    end = phrase.start + sum(map(len, (*lead, *noun)))
    if noun and end - phrase.start > SHORTEST:
        return _named(line, phrase.start, end)
    # 为企业出具信用修复证明: the subject is too short to tell, the object tells.
    rest = phrase.words[len(lead) + len(noun) :]
    start = end + sum(map(len, itertools.takewhile(lambda word: word in verbs, rest)))
    return _named(line, start, phrase.end) if rest and phrase.end - start > SHORTEST else None


def _named(line: Line, start: int, end: int) -> Metric:
    text = line.words(start, end)
    return Metric(text, (start, end), text)


def _predicate(line: Line, rest: Phrase, context: Context) -> Metric:
    """其中9项获得中国专利奖: what is said of them tells which are counted."""
    text = text_of(line, rest).strip("、，的")
    known = rest.words[0] in context.vocabulary.verbs and len(text) > SHORTEST
    return Metric(text, (rest.start, rest.end), context.inherited) if known else from_left(line, rest.start, context)


def _runs_into_figure(line: Line, rest: Phrase) -> bool:
    return rest.end < len(line.text) and line.text[rest.end] not in "，。；：！？\n"


def _subject(line: Line, noun: Phrase, rest: Phrase) -> Metric:
    """The figure opens its clause: what its noun does says which ones are counted."""
    core = text_of(line, noun)
    if noun.end - noun.start >= SHORTEST and rest.end - noun.end > _LONG * (noun.end - noun.start):
        return Metric(core, (noun.start, noun.end), core)
    if _COPULA.match(line.text, noun.end):
        return Metric(core, (noun.start, noun.end), core)
    if _runs_into_figure(line, rest) or rest.end - noun.start > LONGEST:
        return Metric(core, (noun.start, noun.end), core)
    return Metric(text_of(line, rest).strip("、，"), (noun.start, rest.end), core)


def _verb_of(left: Phrase, vocabulary: Vocabulary) -> str:
    """Give the verb that heads the figure's noun: the word before it, or the first verb before 等."""
    words = [w for w in left.words if w not in ("了", "起", "出")]
    if words and words[-1] in vocabulary.verbs:
        return words[-1]
    return words[0] if words and words[-1] == "等" and words[0] in vocabulary.verbs else ""
