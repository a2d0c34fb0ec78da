"""Words around an anchor: where a phrase begins and ends, and which of its words say nothing.

All positions are positions of a skeleton. Borders between words are those of the project's lexicons; a phrase is
found in a window of the clause, never in the whole text.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bizenv_extract.lexicon import load
from bizenv_extract.segmenting import Segmenter, WordCutter
from bizenv_extract.skeleton import FIGURES, SIGNS, Line

WINDOW = 120
_VALUES = FIGURES.replace(SIGNS["spelled"], "") + SIGNS["duration"] + SIGNS["ordinal"]
_STOP = re.compile(
    f"[，。；：！？…\n]|——(?![^“”，。；]{{0,30}}”)|（(?![^（）]*）)|(?<!连续)(?!{SIGNS['duration']}分别)[{_VALUES}](?:以上|以下|左右|以内|上下|之间)?(?:（[^（），。；]{{1,20}}）)?[、和与及以并]?(?:其中)?"
)
_END = re.compile(f"[，。；：！？…\n{_VALUES}]")
_TIMES = SIGNS["when"] + SIGNS["basis"] + SIGNS["frequency"]
_LASTING = _TIMES + SIGNS["duration"]
_QUOTED = re.compile("“[^“”]{1,40}”|《[^《》]{1,60}》|（[^（）]{1,40}）")
_NEW_ITEM = ("、", "、近", "、约", "、超")
_MARKS = ".、，“”·—-— "


class Phrase(NamedTuple):
    """A stretch of a skeleton, cut into words; `starts` has the start of each."""

    start: int
    end: int
    words: tuple[str, ...]

    def starts(self) -> Iterator[tuple[int, str]]:
        """Give each word with its start."""
        return zip(itertools.accumulate(map(len, self.words), initial=self.start), self.words, strict=False)

    def __bool__(self) -> bool:
        return self.end > self.start


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists that decide about phrases, and the cutter that knows all of them."""

    openers: frozenset[str]
    closers: frozenset[str]
    verbs: frozenset[str]
    heads: frozenset[str]
    bases: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    ends: frozenset[str]
    cutter: WordCutter

    def cut(self, line: Line, start: int, end: int) -> Phrase:
        """Cut a stretch into words; quoted names and titles stay whole."""
        words: list[str] = []
        position = start
        for quoted in _QUOTED.finditer(line.text, start, end):
            words.extend(self.cutter.cut(line.text, position, quoted.start()))
            words.append(quoted.group())
            position = quoted.end()
        rest = self.cutter.cut(line.text, position, end)
        whole = (*words, *rest) if words else rest
        return Phrase(start, end, whole if self.suffixes.isdisjoint(whole) else tuple(self._suffixed(whole)))

    def _suffixed(self, words: tuple[str, ...]) -> Iterator[str]:
        """Let a verb and the single character that makes a noun of it stay one word: 种植业."""
        held = ""
        for word in words:
            if held and word in self.suffixes:
                held += word
                continue
            if held:
                yield held
            held = word if word in self.verbs and len(word) > 1 else ""
            if not held:
                yield word
        if held:
            yield held

    def trim(self, phrase: Phrase) -> Phrase:
        """Leave out what opens and closes a phrase without saying what is measured."""
        words = list(phrase.words)
        start, end = phrase.start, phrase.end
        while words and (self._opens(words[0]) or _is_list_number(words)):
            start += len(words.pop(0))
        while words and self._closes(words[-1]):
            end -= len(words.pop())
        return Phrase(start, end, tuple(words))

    def _opens(self, word: str) -> bool:
        return word in self.openers or word in _TIMES or word in _MARKS or word in self.bases

    def _closes(self, word: str) -> bool:
        return word in self.closers or word in self.bases or word in _LASTING or word in "、，—-“"

    def weak(self, phrase: Phrase) -> bool:
        """Whether a phrase consists of words that need what they belong to: 金额, 总投资, 审结."""
        return all(w in self.heads or w in self.verbs or w in self.openers or w in self.closers for w in phrase.words)


def _is_list_number(words: list[str]) -> bool:
    """Whether a phrase opens with the number of a list item: ① or 1、."""
    numbered = len(words) > 1 and words[0].isdigit() and words[1] in "、.．）"
    return numbered or (len(words[0]) == 1 and words[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫")


def vocabulary() -> Vocabulary:
    """Build the vocabulary from the lexicons of the package."""
    named = {name: frozenset(load(name)) for name in ("openers", "closers", "verbs", "heads", "bases", "suffixes")}
    others = ("guards", "changes", "actions", "arrivals", "comparisons", "immediacies")
    words = frozenset().union(*named.values(), *(frozenset(load(name)) for name in others))
    named["verbs"] |= frozenset(load("immediacies")) | frozenset(load("arrivals"))
    named["ends"] = named["verbs"] | named["bases"]
    return Vocabulary(
        **named, particles=frozenset(load("verbs").where("particle")), cutter=Segmenter(tuple(sorted(words)))
    )


def left_start(line: Line, position: int) -> int:
    """Give where the words before a position begin: after the last stop or figure."""
    if line.text.endswith(_NEW_ITEM, 0, position):
        return position
    found = max(0, position - WINDOW)
    for stop in _STOP.finditer(line.text, found, position):
        found = stop.end()
    return min(found, position)


def right_end(line: Line, position: int) -> int:
    """Give where the words after a position end: before the next stop or figure."""
    stop = _END.search(line.text, position, position + WINDOW)
    return stop.start() if stop else min(len(line.text), position + WINDOW)
