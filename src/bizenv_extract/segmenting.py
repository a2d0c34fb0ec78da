"""Find word borders in a short window, with a private dictionary made of our own lexicons.

A word that is in no lexicon comes out as single characters, which is what the callers want: they look for the words
they know. Runs of Latin letters and digits stay whole.

Most windows can be cut in one way only: no known word begins within another and goes on behind it. One pass of one
pattern cuts those. Where two words cross, all ways of cutting are weighed as jieba weighs them, a word of n characters
counting as n⁴ occurrences. jieba itself is not needed: its import takes longer than reading a report.

>>> Segmenter(("投资完成率", "完成", "投资")).cut("项目投资完成率")
('项', '目', '投资完成率')
>>> Segmenter(("成立", "立案", "案件", "新成")).cut("新成立案件")
('新成', '立案', '件')
"""

import functools
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

from bizenv_extract.lexicon import alternation
from bizenv_extract.patterns import compiled

_MEMORY = 256
# What jieba weighs together; all other characters part words, even known ones.
_BLOCK = re.compile("([\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)")
_LATIN = re.compile("[A-Za-z0-9]+")


class WordCutter(Protocol):
    """What the rest of the package needs of a segmenter."""

    def cut(self, text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """Cut a stretch of a text into words; joined they give the stretch."""
        ...


class Segmenter:
    """Cuts by the given words and nothing else; built once, never changed."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = frozenset(words)
        self._pattern = compiled(f"{_any_of(self._words)}|[A-Za-z0-9]+|.", re.DOTALL)
        self._beyond = _beyond(self._words)
        self._lengths = _lengths(self._words)
        self._weights = _weights(self._words)
        # The words around an anchor are asked for several times in a row; a small memory spares cutting them again.
        self._cut = functools.lru_cache(maxsize=_MEMORY)(self._cut_anew)

    def cut(self, text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """Cut a stretch of a text into words; joined they give the stretch."""
        return self._cut(text, start, len(text) if end is None else end)

    def _cut_anew(self, text: str, start: int, end: int) -> tuple[str, ...]:
        words = tuple(self._pattern.findall(text, start, end))
        if self._beyond.keys().isdisjoint(words) or not self._crossed(text, start, end, words):
            return words
        return tuple(self._weighed(text[start:end]))

    def _crossed(self, text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
        """Whether another word begins within one of these and goes on behind it."""
        for word in words:
            start += len(word)
            if word in self._beyond and text.startswith(self._beyond[word], start, end):
                return True
        return False

    def _weighed(self, text: str) -> Iterator[str]:
        """Cut a text in the way that weighs most."""
        for number, piece in enumerate(_BLOCK.split(text)):
            yield from _joined(self._best(piece)) if number % 2 else piece

    def _best(self, text: str) -> Iterator[str]:
        """Give the words of the heaviest way through a text, found from its end."""
        size = len(text)
        ways: list[tuple[float, int]] = [(0, 0)] * (size + 1)
        for start in range(size - 1, -1, -1):
            steps = self._steps(text, start)
            ways[start] = max((self._weights[step] + ways[start + step][0], step) for step in steps)
        start = 0
        while start < size:
            step = ways[start][1]
            yield text[start : start + step]
            start += step

    def _steps(self, text: str, start: int) -> tuple[int, ...]:
        """Give the lengths of the words that begin at a place; one where none does."""
        most = len(text) - start
        known = self._lengths.get(text[start : start + 2], ())
        longer = tuple(n for n in known if n <= most and text[start : start + n] in self._words)
        return (1, *longer) if text[start] in self._words or not longer else longer


def _any_of(words: Iterable[str]) -> str:
    """Give a pattern of the words of two characters and more; two looks refuse most places at once."""
    longer = sorted(word for word in words if len(word) > 1)
    heads, seconds = (re.escape("".join(sorted({word[n] for word in longer}))) for n in (0, 1))
    return f"(?=[{heads}][{seconds}]){alternation(longer)}" if longer else "(?!)"


def _beyond(words: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Give for a word how words that begin within it go on behind it: 立案 within 成立 goes on with 案.

    >>> dict(_beyond(frozenset(("成立", "立案"))))
    {'成立': ('案',)}
    """
    known = sorted(words)
    by_head = {head: tuple(group) for head, group in itertools.groupby(known, key=lambda word: word[:1])}
    found = {word: tuple(sorted(set(_rests(word, by_head)))) for word in known}
    return MappingProxyType({word: rests for word, rests in found.items() if rests})


def _rests(word: str, by_head: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for start in range(1, len(word)):
        tail = word[start:]
        others = by_head.get(tail[0], ())
        yield from (other[len(tail) :] for other in others if len(other) > len(tail) and other.startswith(tail))


def _lengths(words: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Give the lengths of the words of two characters and more, by their first two."""
    found: dict[str, set[int]] = {}
    for word in words:
        if len(word) > 1:
            found.setdefault(word[:2], set()).add(len(word))
    return MappingProxyType({head: tuple(sorted(lengths)) for head, lengths in found.items()})


def _weights(words: frozenset[str]) -> tuple[float, ...]:
    """Give the weight of a word by its length: the logarithm of its share of all occurrences."""
    whole = math.log(max(1, sum(len(word) ** 4 for word in words)))
    return tuple(math.log(max(1, length) ** 4) - whole for length in range(max(map(len, words), default=1) + 1))


def _joined(words: Iterable[str]) -> Iterator[str]:
    """Join the single Latin letters and digits that stand in a row."""
    for latin, group in itertools.groupby(words, key=lambda word: len(word) == 1 and _LATIN.match(word) is not None):
        if latin:
            yield "".join(group)
        else:
            yield from group
