"""Find word borders in a short window, with a private dictionary made of our own lexicons.

jieba's own dictionary costs a second and 90 MB, and its cache file is read unchecked; neither is used. A word that is
in no lexicon comes out as single characters, which is what the callers want: they look for the words they know.

Most windows can be cut in one way only: no known word begins within another and goes on behind it. Only where one
does is jieba asked, which weighs all ways of cutting.

>>> Segmenter(("投资完成率", "完成", "投资")).cut("项目投资完成率")
('项', '目', '投资完成率')
>>> Segmenter(("成立", "立案", "案件", "新成")).cut("新成立案件")
('新成', '立案', '件')
"""

import functools
import importlib
import re
import threading
import warnings
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

_MEMORY = 256
_LATIN = re.compile("[A-Za-z0-9]+")


class WordCutter(Protocol):
    """What the rest of the package needs of a segmenter."""

    def cut(self, text: str) -> tuple[str, ...]:
        """Cut a text into words; joined they give the text."""
        ...


class Segmenter:
    """Cuts by the given words and nothing else; jieba's tables are built when first needed, then never changed."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._known = _by_head(words)
        self._lock = threading.Lock()
        self._tokenizer: Any = None
        # The words around an anchor are asked for several times in a row; a small memory spares cutting them again.
        self.cut = functools.lru_cache(maxsize=_MEMORY)(self._cut)

    def _cut(self, text: str) -> tuple[str, ...]:
        """Cut a text into words; joined they give the text."""
        words: list[str] = []
        position, end = 0, len(text)
        while position < end:
            word = _longest(text, position, self._known)
            if len(word) > 1 and self._crossed(text, position, len(word)):
                return tuple(self._ready().cut(text, HMM=False))
            words.append(word)
            position += len(word)
        return tuple(words)

    def _crossed(self, text: str, start: int, length: int) -> bool:
        """Whether another word begins within a word and goes on behind it."""
        stop = start + length
        inside = (p for p in range(start + 1, stop) if text[p] in self._known)
        return any(p + len(_longest(text, p, self._known)) > stop for p in inside)

    def _ready(self) -> Any:
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _private(self._words)
        return self._tokenizer


def _by_head(words: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Sort words of two characters and more under their first character, longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 1:
            found.setdefault(word[0], []).append(word)
    return MappingProxyType({char: tuple(known) for char, known in found.items()})


def _longest(text: str, position: int, known: Mapping[str, tuple[str, ...]]) -> str:
    """Give the longest word at a position: a known one, a run of Latin letters and digits, or one character."""
    char = text[position]
    for word in known.get(char, ()):
        if text.startswith(word, position):
            return word
    if char.isascii() and char.isalnum() and (latin := _LATIN.match(text, position)):
        return latin.group()
    return char


def _private(words: tuple[str, ...]) -> Any:
    """Fill a tokenizer by hand: prefixes with frequency 0, words by length, no file read or written."""
    with warnings.catch_warnings():
        # Loading jieba takes longer than reading a report, and most windows never need it.
        warnings.simplefilter("ignore")
        jieba = importlib.import_module("jieba")
    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int] = {}
    for word in words:
        frequencies[word] = len(word) ** 4
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    tokenizer.FREQ, tokenizer.total = frequencies, max(1, sum(frequencies.values()))
    tokenizer.initialized = True
    return tokenizer
