"""Work grows with the length of a text, not faster: counted in steps, which no clock disturbs."""

import math
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bizenv_extract import Extractor

TraceFunction = Callable[[FrameType, str, Any], Any]
FIXTURES = Path(__file__).parent.parent / "fixtures"
SMALL, LARGE = 10_000, 80_000
MOST = 1.05
MOST_OF_A_RUN = 1.15
COPIES = 31
RARE = 0x9F60
"""A pair of rare hanzi, different in each copy, after each comma: a passage printed twice would be counted once."""


def document(length: int) -> str:
    """Give a text of just so many characters: the fixtures again and again, no two copies alike."""
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.txt")))
    pairs = (chr(RARE + n // COPIES) + chr(RARE + n % COPIES) for n in range(length // len(whole) + 1))
    return "\n".join(whole.replace("，", f"，{pair}") for pair in pairs)[:length]


def steps(extractor: Extractor, text: str) -> int:
    """Count the lines run and the turns of loops, comprehensions too, that reading a text takes."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal counted
        counted += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        extractor.extract(text)
    finally:
        sys.settrace(before)
    return counted


def test_steps_grow_with_the_length() -> None:
    """The slope of the logarithm of steps over that of the length is one."""
    extractor = Extractor()
    extractor.extract(document(SMALL))
    small, large = (steps(extractor, document(length)) for length in (SMALL, LARGE))
    assert math.log(large / small) / math.log(LARGE / SMALL) <= MOST


# What a long run of one thing once cost: the square of its length, where each figure looked at all places before it.
RUNS = {
    "places in one paragraph": "淇县{}市场主体{}户。全市{}企业{}家。",
    "places in one sentence": "濮阳市{}企业{}家，",
    "one line without a stop": "{}企业{}家",
    "short lines": "{}企业{}家\n",
}


def run(pattern: str, length: int) -> str:
    """Give a pattern again and again, no two alike: rare hanzi and numbers of their own in each."""
    parts = ((chr(RARE + n // COPIES % COPIES) + chr(RARE + n % COPIES), n % 9000 + 1) for n in range(length))
    return "".join(pattern.format(*pair, *pair) for pair in parts)[:length]


@pytest.mark.parametrize("name", RUNS)
def test_steps_grow_with_a_run(name: str) -> None:
    """A text that is one thing again and again costs no more than its length."""
    extractor = Extractor()
    extractor.extract(run(RUNS[name], 2_000))
    small, large = (steps(extractor, run(RUNS[name], length)) for length in (2_000, 8_000))
    assert math.log(large / small) / math.log(4) <= MOST_OF_A_RUN
