"""A deadline: a part in time, and marked as a part. The clock of these tests goes by how often it is looked at."""

import itertools
import math
from datetime import date

import pytest

from bizenv_extract import Extractor, InputError, Report, clock, extract
from bizenv_extract.document import read
from bizenv_extract.view import fold
from test_properties import sound

EXTRACTOR = Extractor()
LINE = "濮阳市企业{}家，同比增长{}%，出台《办法》{}件。"
ONE_LINE = "".join(LINE.format(n, n % 97, n) for n in range(1, 400))
MANY_LINES = "".join(f"{LINE.format(n, n % 97, n)}\n" for n in range(1, 400))
HEADINGS = "".join(f"一、优化服务{n}\n" for n in range(1, 400))
PLACES = "濮阳市郑州市、" * 500
BLANKS = "6 " * 3_000
texts = pytest.mark.parametrize("text", [ONE_LINE, MANY_LINES, HEADINGS, PLACES, BLANKS])


def codes(report: Report) -> list[str]:
    """Give the codes of the diagnostics."""
    return [diagnostic.code for diagnostic in report.diagnostics]


@texts
@pytest.mark.parametrize("ticks", [2, 10, 50, 100, 200, 500])
def test_a_part_is_sound_and_marked(monkeypatch: pytest.MonkeyPatch, text: str, ticks: int) -> None:
    """Whichever stage the time runs out in, the report quotes the text and says that it is partial."""
    counted = itertools.count()
    monkeypatch.setattr(clock.time, "monotonic", lambda: next(counted))
    report = EXTRACTOR.extract(text, deadline=ticks)
    assert codes(report).count("deadline") == 1
    assert "no_records" not in codes(report)
    assert "empty_text" not in codes(report)
    assert report.source.length == len(text)
    sound(report, text)


@texts
def test_no_stage_goes_on_for_long(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """The clock is looked at no more often than the time allows, and a little: no stage begins what it cannot end."""
    counted = itertools.count()
    monkeypatch.setattr(clock.time, "monotonic", lambda: next(counted))
    EXTRACTOR.extract(text, deadline=100)
    assert next(counted) <= 130


@texts
def test_time_enough_changes_nothing(text: str) -> None:
    """A deadline that is not reached leaves no trace."""
    assert EXTRACTOR.extract(text, deadline=math.inf) == EXTRACTOR.extract(text)
    assert EXTRACTOR.extract(text, deadline=10_000) == EXTRACTOR.extract(text)


def test_what_cannot_be_reached_is_not_looked_at() -> None:
    """Of a text longer than any machine could read in the time, only so much is folded."""
    assert codes(extract("优" * 3_000, deadline=0.001)) == ["deadline"]


@pytest.mark.parametrize("deadline", [-1, -0.5, math.nan])
def test_a_deadline_is_a_number_of_seconds(deadline: float) -> None:
    """What is no length of time is refused with an error of ours."""
    with pytest.raises(InputError, match="deadline"):
        extract("企业3家。", deadline=deadline)


@pytest.mark.parametrize("published", ["nonsense", "2020-13-01", "2021-02-29", "", "二〇二〇年"])
def test_a_date_that_is_none_is_refused(published: str) -> None:
    """A caller's date is a date, or an error of ours says that it is not."""
    with pytest.raises(InputError, match="date of publication"):
        extract("企业3家。", published=published)


def test_a_date_is_told_as_the_schema_does() -> None:
    """A date, a time of day with it, and both ways to write one in ISO 8601 come out alike."""
    for published in ("2020-01-15", "20200115", date(2020, 1, 15)):
        assert extract("企业3家。", published=published).metadata.published == "2020-01-15"


def test_a_place_is_text() -> None:
    """A caller's place holds no lone surrogate, and an empty one is none."""
    assert extract("企业3家。", place="\ud800").metadata.place == extract("企业3家。", place="\ufffd").metadata.place
    assert extract("企业3家。", place="").metadata.place is None
    extract("企业3家。", place="\udfff").to_json()


def test_one_line_is_folded_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is the whole text, all figures and blanks, once was put together whatever the clock said."""
    counted = itertools.count()
    monkeypatch.setattr(clock.time, "monotonic", lambda: next(counted))
    assert len(fold(read(BLANKS), clock.Clock.until(100)).text) < len(BLANKS) / 10
