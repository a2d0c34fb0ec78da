"""The page about many documents keeps its word: its lines run."""

import doctest
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "scale.md"


def test_the_lines_of_the_page_are_true():
    """What the page types at the prompt gives what it shows."""
    for name in ("duckdb", "pandas", "polars", "pyarrow"):
        pytest.importorskip(name)
    found = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert (found.failed, found.attempted > 10) == (0, True)
