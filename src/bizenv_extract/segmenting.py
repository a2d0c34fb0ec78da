"""Find word borders in a short window, with a private dictionary made of our own lexicons.

A word that is in no lexicon comes out as single characters, which is what the callers want: they look for the words
they know. Runs of Latin letters and digits stay whole.

Most windows can be cut in one way only: no known word begins within another and goes on behind it. One pass of one
pattern cuts those. Only where two words cross is jieba asked, which weighs all ways of cutting, a word of n characters
counting as n⁴ occurrences. Its own dictionary costs a second and 90 MB, and its cache file is read unchecked: neither
is used.

>>> Segmenter(("投资完成率", "完成", "投资")).cut("项目投资完成率")
('项', '目', '投资完成率')
>>> Segmenter(("成立", "立案", "案件", "新成")).cut("新成立案件")
('新成', '立案', '件')
"""

import functools
import importlib
import itertools
import re
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Protocol

from bizenv_extract.lexicon import alternation

_MEMORY = 256


class WordCutter(Protocol):
    """What the rest of the package needs of a segmenter."""

    def cut(self, text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """Cut a stretch of a text into words; joined they give the stretch."""
        ...


class Segmenter:
    """Cuts by the given words and nothing else; jieba's tables are built when first needed, then never changed."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = frozenset(words)
        self._pattern = re.compile(f"{_any_of(self._words)}|[A-Za-z0-9]+|.", re.DOTALL)
        self._beyond = _beyond(self._words)
        self._lock = threading.Lock()
        self._tokenizer: Any = None
        # The words around an anchor are asked for several times in a row; a small memory spares cutting them again.
        self._cut = functools.lru_cache(maxsize=_MEMORY)(self._cut_anew)

    def cut(self, text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """Cut a stretch of a text into words; joined they give the stretch."""
        return self._cut(text, start, len(text) if end is None else end)

    def _cut_anew(self, text: str, start: int, end: int) -> tuple[str, ...]:
        words = tuple(self._pattern.findall(text, start, end))
        if self._beyond.keys().isdisjoint(words) or not self._crossed(text, start, end, words):
            return words
        return self._weighed(text[start:end])

    def _crossed(self, text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
        """Whether another word begins within one of these and goes on behind it."""
        for word in words:
            start += len(word)
            if word in self._beyond and text.startswith(self._beyond[word], start, end):
                return True
        return False

    def _weighed(self, text: str) -> tuple[str, ...]:
        """Cut a text in the way that weighs most."""
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _private(self._words)
        return tuple(self._tokenizer.cut(text, HMM=False))


def _private(words: Iterable[str]) -> Any:
    """Fill a tokenizer by hand: prefixes with frequency 0, words by length, no file read or written."""
    with warnings.catch_warnings():
        # Loading jieba takes longer than reading a report, and many reports never need it.
        warnings.simplefilter("ignore")
        jieba = importlib.import_module("jieba")
    tokenizer = jieba.Tokenizer()
    frequencies = {word: len(word) ** 4 for word in words}
    parts = {word[:end] for word in words for end in range(1, len(word))}
    tokenizer.FREQ = dict.fromkeys(parts, 0) | frequencies
    tokenizer.total, tokenizer.initialized = max(1, sum(frequencies.values())), True
    return tokenizer


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
