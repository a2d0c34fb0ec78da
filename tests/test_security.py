"""SECURITY.md says what holds: its limits are those of the code."""

import re
from pathlib import Path

from bizenv_extract.loading import limits

PAGE = Path(__file__).parent.parent / "SECURITY.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([0-9,]+) \|", re.MULTILINE)


def test_the_page_tells_the_limits_of_the_code() -> None:
    """Each limit stands in the table with its value, and no other does."""
    told = {name: int(value.replace(",", "")) for name, value in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert told == {name: value for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)}


def test_the_page_names_tests_that_exist() -> None:
    """What the page says is tested by a file is tested by a file that is there."""
    named = re.findall(r"`(tests/[a-z_]+\.(?:py|tsv))`", PAGE.read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not (PAGE.parent / name).exists()] == []
