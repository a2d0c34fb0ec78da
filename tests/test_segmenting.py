"""Words are cut as jieba cuts them with the same dictionary."""

import itertools
import warnings
from pathlib import Path
from typing import Any

import pytest

from bizenv_extract.document import read
from bizenv_extract.segmenting import Segmenter
from bizenv_extract.view import fold
from bizenv_extract.wording import vocabulary

FIXTURES = Path(__file__).parent.parent / "fixtures"
WORDS = tuple(sorted(vocabulary().cutter._words))  # type: ignore[attr-defined]
WINDOW = 23


@pytest.fixture(scope="module")
def peer() -> Any:
    """Give a tokenizer of jieba with the project's words: a word of n characters counts n⁴ times."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        jieba = pytest.importorskip("jieba")
    tokenizer = jieba.Tokenizer()
    frequencies = {word: len(word) ** 4 for word in WORDS}
    parts = {word[:end] for word in WORDS for end in range(1, len(word))}
    tokenizer.FREQ = dict.fromkeys(sorted(parts), 0) | frequencies
    tokenizer.total, tokenizer.initialized = sum(frequencies.values()), True
    return tokenizer


def windows(text: str) -> list[str]:
    """Give all stretches of a text that begin at each third character."""
    return [text[start : start + WINDOW] for start in range(0, len(text), 3)]


def test_weighing_agrees_with_jieba(peer: Any) -> None:
    """All ways of cutting are weighed alike, ties included."""
    cutter = Segmenter(WORDS)
    texts = [fold(read(path)).text for path in sorted(FIXTURES.glob("*.txt"))]
    for window in itertools.chain.from_iterable(map(windows, texts)):
        assert tuple(cutter._weighed(window)) == tuple(peer.cut(window, HMM=False)), window


def test_a_window_is_cut_as_if_it_stood_alone() -> None:
    """What stands around a window does not change its words."""
    cutter = Segmenter(WORDS)
    text = fold(read(FIXTURES / "brief.txt")).text
    for start in range(0, len(text) - WINDOW, 7):
        assert cutter.cut(text, start, start + WINDOW) == cutter.cut(text[start : start + WINDOW])
