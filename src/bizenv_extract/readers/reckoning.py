"""From a point of time to days: years and months that are not written are counted from a reference or a context.

>>> august = Point("running", months=(8, 8))
>>> days_of(august, Reference(dt.date(2022, 10, 1), None))
(datetime.date(2022, 8, 1), datetime.date(2022, 8, 31))
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from bizenv_extract.readers.date import Point
from bizenv_extract.schema import Period

Days = tuple[dt.date, dt.date]

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Reference:
    """What relative words count from: the day of publication, and the year the text reports on.

    今年 and 去年 count from the day of publication, without one from the year. 12月底 and 近三年 take the year of
    the report first: a review of 2019 that is printed in January 2020 means December 2019.
    """

    published: dt.date | None
    year: int | None


def days_of(point: Point, reference: Reference, context: Period | None = None, *, ahead: bool = False) -> Days | None:
    """Give the first and the last day, or None where the year is not known or there is no such day.

    `ahead` tells a deadline, which may lie after the day of publication.
    """
    if point.anchor == "day":
        return _one_day(point, reference)
    if point.anchor in {"month", "month-end"}:
        return _near_month(point, reference, context)
    year = _year(point, reference, context, ahead=ahead)
    return None if year is None else days_in(point, year)


def days_in(point: Point, year: int) -> Days | None:
    """Give the days of a point whose year, where none is written, is `year`.

    >>> days_in(Point("running", months=(2, 2), days=(30, 30)), 2024) is None
    True
    """
    (first_year, last_year), (first, last) = point.years or (year, year), point.months or (1, _MONTHS)
    if last > _MONTHS:
        return None
    first_day, last_day = point.days or (1, _last_day(last_year, last))
    if first_day > _last_day(first_year, first):
        return None
    end = dt.date(last_year, last, min(last_day, _last_day(last_year, last)))
    start = dt.date(first_year, first, first_day)
    return (start, end) if start <= end else None


def last_years(count: int, reference: Reference) -> Days | None:
    """Give `count` years up to the year of the report (近三年)."""
    year = reference.year or (reference.published.year if reference.published else None)
    if year is None:
        return None
    return dt.date(year - count + 1, 1, 1), dt.date(year, _MONTHS, 31)


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _one_day(point: Point, reference: Reference) -> Days | None:
    if reference.published is None:
        return None
    day = reference.published + dt.timedelta(days=point.shift)
    return day, day


def _near_month(point: Point, reference: Reference, context: Period | None) -> Days | None:
    # 月底 after 2019年5月 ends that month; 上月 counts from the day of publication.
    known = _context_month(context) if point.anchor == "month-end" else None
    known = known or reference.published
    if known is None:
        return None
    years, month = divmod(known.month - 1 + point.shift, _MONTHS)
    return days_in(Point("written", months=(month + 1, month + 1), days=point.days), known.year + years)


def _context_month(context: Period | None) -> dt.date | None:
    if context is None or context.start is None or context.end is None:
        return None
    same = context.start[:7] == context.end[:7]
    return dt.date.fromisoformat(context.start) if same else None


def _year(point: Point, reference: Reference, context: Period | None, *, ahead: bool) -> int | None:
    if point.years:
        return point.years[0]
    base = _now(reference) if point.anchor == "now" else _running(point, reference, context, ahead=ahead)
    return None if base is None else base + point.shift


def _now(reference: Reference) -> int | None:
    return reference.published.year if reference.published else reference.year


def _running(point: Point, reference: Reference, context: Period | None, *, ahead: bool) -> int | None:
    known = _context_year(context) or reference.year
    if known or reference.published is None:
        return known
    days = days_in(point, reference.published.year)
    # The last such day before publication is meant; 上年 counts from the year of publication itself.
    later = days is not None and days[0] > reference.published and not point.shift and not ahead
    return reference.published.year - 1 if later else reference.published.year


def _context_year(context: Period | None) -> int | None:
    """Give the year of a period that lies in one year; 2023年以来 and 近三年 fix no year for 8月9日."""
    if context is None or context.end is None:
        return None
    year = context.end[:4]
    return int(year) if context.start is None or context.start[:4] == year else None
