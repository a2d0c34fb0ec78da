"""How figures can be spelled, case by case: the right value, or none, and never a wrong one."""

import re
from pathlib import Path

import pytest

from bizenv_extract import Report, extract
from test_properties import sound

TABLE = Path(__file__).with_name("number_spellings.tsv")
ROWS = [row.split("\t") for row in TABLE.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]


def shown(written: str) -> str:
    r"""Give the characters that a row writes as \uXXXX."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), written)


def figures(report: Report) -> str:
    """Write the figures of a report as the table does."""
    ends = ((o, f"–{o.value_max}" if o.value_max is not None else "") for o in report.outcomes)
    found = [f"{outcome.value}{most} {outcome.unit}".strip() for outcome, most in ends]
    durations = (d for limit in report.time_limits for d in (limit.before, limit.after) if d)
    return "; ".join((*found, *(f"{d.value} {d.unit}" for d in durations))) or "-"


@pytest.mark.parametrize(("written", "expected"), ROWS)
def test_a_spelling_gives_its_value_or_none(written: str, expected: str) -> None:
    """Each row of the table, in a sentence that asks for a figure."""
    text = shown(written)
    report = extract(text)
    assert figures(report) == expected
    sound(report, text.translate({0xD800: "\ufffd"}))


def test_the_table_is_long_and_has_no_row_twice() -> None:
    """Over two hundred spellings, each decided once."""
    assert len({written for written, _ in ROWS}) == len(ROWS) > 200
