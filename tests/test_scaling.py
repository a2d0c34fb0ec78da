"""Work grows with the length of a text, not faster: counted in calls of functions, which no clock disturbs."""

import gc
import math
import sys
from pathlib import Path
from types import FrameType

import pytest

from bizenv_extract import Extractor

FIXTURES = Path(__file__).parent.parent / "fixtures"
SMALL, LARGE = 10_000, 80_000
MOST = 1.05
COPIES = 31
RARE = 0x9F60
"""A pair of rare hanzi, different in each copy, after each comma: a passage printed twice would be counted once."""


def document(length: int) -> str:
    """Give a text of just so many characters: the fixtures again and again, no two copies alike."""
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.txt")))
    pairs = (chr(RARE + n // COPIES) + chr(RARE + n % COPIES) for n in range(length // len(whole) + 1))
    return "\n".join(whole.replace("，", f"，{pair}") for pair in pairs)[:length]


def calls(extractor: Extractor, text: str) -> int:
    """Count the calls, of Python and of C, that reading a text takes."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    gc.disable()
    sys.setprofile(count)
    try:
        extractor.extract(text)
    finally:
        sys.setprofile(None)
        gc.enable()
    return counted


@pytest.mark.skipif(sys.getprofile() is not None, reason="another profiler counts already")
def test_calls_grow_with_the_length() -> None:
    """The slope of the logarithm of calls over that of the length is one."""
    extractor = Extractor()
    extractor.extract(document(SMALL))
    small, large = (calls(extractor, document(length)) for length in (SMALL, LARGE))
    assert math.log(large / small) / math.log(LARGE / SMALL) <= MOST
