"""What must hold between two texts: more text around a paragraph moves what is read in it, and changes nothing.

What a paragraph takes from the whole text (place, time, status, indicator, section) is apart from this law.
"""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bizenv_extract import Extractor, Report
from test_properties import quick

FIXTURES = Path(__file__).parent.parent / "fixtures"
LEAST = 40
PARAGRAPHS = sorted(
    {
        line.strip()
        for path in FIXTURES.glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > LEAST and line.strip().endswith("。")
    }
)
PAD = "这里只有几句说明，没有可读的内容，放在前面而已，读过就算。\n"
OF_THE_WHOLE = frozenset({"id", "measure_id", "section", "place", "period", "status", "indicator"})
EXTRACTOR = Extractor()
paragraphs = st.sampled_from(PARAGRAPHS)


def moved(value: Any, by: int) -> Any:
    """Give a record as plain data, its offsets moved back, without what it takes from the whole text."""
    if isinstance(value, dict):
        kept = {key: part for key, part in value.items() if key not in OF_THE_WHOLE}
        return {key: part - by if key in ("start", "end") else moved(part, by) for key, part in kept.items()}
    if isinstance(value, list | tuple):
        return [part - by if isinstance(part, int) else moved(part, by) for part in value]
    return value


def read(*parts: str) -> list[list[Any]]:
    """Give the records of each paragraph of a text, with the offsets they have in it."""
    text = "\n".join(parts) + "\n"
    found: list[list[Any]] = []
    start = 0
    report = EXTRACTOR.extract(text)
    for part in parts:
        found.append(within(report, start, start + len(part)))
        start += len(part) + 1
    return found


def within(report: Report, start: int, end: int) -> list[Any]:
    """Give the records of a stretch of a text, their offsets counted from its start."""
    records = (*report.measures, *report.outcomes, *report.rankings, *report.time_limits)
    return [moved(one.model_dump(mode="json"), start) for one in records if start <= one.anchor.start < end]


def alone(part: str) -> list[Any]:
    """Give the records of a paragraph that stands alone."""
    return read(part)[0]


@quick
@given(paragraphs)
def test_padding_moves_and_changes_nothing(part: str) -> None:
    """Text without a fact before a paragraph only moves its records."""
    assert within(EXTRACTOR.extract(f"{PAD}{part}\n"), len(PAD), len(PAD) + len(part)) == alone(part)


@quick
@given(st.lists(paragraphs, min_size=2, max_size=4, unique=True))
def test_paragraphs_together_give_what_each_gives(parts: list[str]) -> None:
    """A text of some paragraphs has the records of all, and no other."""
    assert read(*parts) == [alone(part) for part in parts]


@quick
@given(st.lists(paragraphs, min_size=3, max_size=3, unique=True))
def test_changing_one_paragraph_changes_no_other(parts: list[str]) -> None:
    """Another paragraph in the place of the first leaves the records of the second as they are."""
    first, second, other = parts
    assert read(first, second)[1] == read(other, second)[1]
