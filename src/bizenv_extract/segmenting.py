"""Find word borders in a short window, with a private dictionary made of our own lexicons.

jieba's own dictionary costs a second and 90 MB, and its cache file is read unchecked; neither is used. A word that is
in no lexicon comes out as single characters, which is what the callers want: they look for the words they know.

>>> Segmenter(("投资完成率", "完成", "投资")).cut("项目投资完成率")
('项', '目', '投资完成率')
"""

import functools
import threading
import warnings
from typing import Protocol

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

_MEMORY = 256


class WordCutter(Protocol):
    """What the rest of the package needs of a segmenter."""

    def cut(self, text: str) -> tuple[str, ...]:
        """Cut a text into words; joined they give the text."""
        ...


class Segmenter:
    """A jieba tokenizer over the given words and nothing else, built on first use, then never changed."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._lock = threading.Lock()
        self._tokenizer: jieba.Tokenizer | None = None
        # The words around an anchor are asked for several times in a row; a small memory spares cutting them again.
        self.cut = functools.lru_cache(maxsize=_MEMORY)(self._cut)

    def _cut(self, text: str) -> tuple[str, ...]:
        """Cut a text into words; joined they give the text."""
        return tuple(self._ready().cut(text, HMM=False))

    def _ready(self) -> jieba.Tokenizer:
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _private(self._words)
        return self._tokenizer


def _private(words: tuple[str, ...]) -> jieba.Tokenizer:
    """Fill a tokenizer by hand: prefixes with frequency 0, words by length, no file read or written."""
    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int] = {}
    for word in words:
        frequencies[word] = len(word) ** 4
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    tokenizer.FREQ, tokenizer.total = frequencies, max(1, sum(frequencies.values()))
    tokenizer.initialized = True
    return tokenizer
