"""Figures in a text, whoever names them: what gold wants, and what a recogniser gives.

>>> one, two = (Item(start, end, (Decimal(9),), "") for start, end in ((0, 1), (0, 2)))
>>> longest((one, two)) == (two,)
True
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bizenv_extract.gold import Gold, GoldOutcome, GoldRanking, GoldRecord, GoldTimeLimit, locate
from bizenv_extract.schema import Outcome, Ranking, Report, TimeLimit

Class = Literal["percentages", "money", "durations", "ranks", "other quantities"]
CLASSES: tuple[Class, ...] = ("other quantities", "percentages", "money", "durations", "ranks")
NUMERAL = re.compile("[0-9０-９〇零一二三四五六七八九十百千万亿两半]")


@dataclass(frozen=True, slots=True)
class Item:
    """A figure somebody gives: where it stands, its value (two for a range), its unit; a date is no figure."""

    start: int
    end: int
    values: tuple[Decimal, ...]
    unit: str | None
    date: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A gold record. One that is not `counted` is neutral: optional, or without a number in its anchor."""

    kind: str
    start: int
    end: int
    values: tuple[Decimal, ...]
    unit: str
    sort: Class
    counted: bool


def wanted(gold: Gold, text: str) -> Iterator[Wanted]:
    """Give the outcomes, rankings and time limits of gold, in the order of the file."""
    for record in gold.records:
        if record.type != "measure":
            start = locate(text, record.at, record.nth)
            values, unit = _gold_value(record)
            counted = not record.optional and bool(values) and NUMERAL.search(record.at) is not None
            yield Wanted(record.type, start, start + len(record.at), values, unit, _sort(record, unit), counted)


def _gold_value(record: GoldRecord) -> tuple[tuple[Decimal, ...], str]:
    match record:
        case GoldOutcome():
            return _told(record.value, record.value_max), record.unit.replace("％", "%")
        case GoldRanking():
            return _told(record.position_max or record.position), ""
        case GoldTimeLimit():
            length = record.after or record.reduction
            return (_told(length.value, length.value_max), length.unit) if length else ((), "")
        case _:
            return (), ""


def _sort(record: GoldRecord, unit: str) -> Class:
    if record.type == "ranking":
        return "ranks"
    if record.type == "time_limit" and unit != "%":
        return "durations"
    return "percentages" if unit == "%" else "money" if "元" in unit else "other quantities"


def _told(*values: Decimal | int | None) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values if value is not None)


def parts(gold: Gold, text: str) -> tuple[tuple[int, int], ...]:
    """Give the numbers that gold has as fields of records: the old value, the streak, the size of the scope."""
    mine = tuple(one for one in gold.ignored if one.why == "part")
    starts = tuple(locate(text, one.at, one.nth) for one in mine)
    return tuple((start, start + len(one.at)) for start, one in zip(starts, mine, strict=True))


def ours(report: Report) -> tuple[Item, ...]:
    """Give the figures of a report of our own: the anchors of its outcomes, rankings and time limits."""
    records: tuple[Outcome | Ranking | TimeLimit, ...] = (*report.outcomes, *report.rankings, *report.time_limits)
    return tuple(_own(record) for record in records)


def _own(record: Outcome | Ranking | TimeLimit) -> Item:
    values, unit = _own_value(record)
    return Item(record.anchor.start, record.anchor.end, values, unit)


def _own_value(record: Any) -> tuple[tuple[Decimal, ...], str | None]:
    match record:
        case Outcome():
            return _told(record.value, record.value_max), record.unit.replace("％", "%")
        case Ranking():
            return _told(record.position_max or record.position), None
        case _:
            length = record.after or record.reduction
            return (_told(length.value, getattr(length, "value_max", None)), length.unit) if length else ((), None)


def longest(items: Iterable[Item]) -> tuple[Item, ...]:
    """Let the longer of two figures that overlap stand for both, the first of two that are as long."""
    kept: list[Item] = []
    for item in sorted(items, key=lambda one: (one.start - one.end, one.start)):
        if all(item.end <= other.start or other.end <= item.start for other in kept):
            kept.append(item)
    return tuple(sorted(kept, key=lambda one: one.start))
