"""The columns of the flat tables: one list for all of them, in `data/tables/columns.tsv`.

A table holds the records of one kind, one a row. A column says its name, its Chinese header, the type of its values,
and where they are read: a path from a record, its section or its report. Tables for people and `to_records` are `flat`,
columns in the sense of Arrow are `arrow`: they have spans as structures, and decimals also as text.

>>> [column.name for column in columns("measures")][:4]
['document', 'id', 'action', 'object']
>>> next(column.zh for column in columns("outcomes") if column.name == "metric")
'指标'
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from bizenv_extract.errors import InputError

Where = Literal["flat", "arrow"]

KINDS: Final = ("outcomes", "rankings", "time_limits", "measures")
REPORTS: Final = "reports"
"""The table with a row for each report, which holds its records as lists; for Arrow alone."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its names in English and Chinese, the type of its values, the way to a value."""

    name: str
    zh: str
    type: str
    path: tuple[str, ...]

    def of(self, seen: "Seen") -> Any:
        """Give the value for a record; None where any step of the way is null."""
        found: Any = seen
        for step in self.path:
            found = getattr(found, step)
            if found is None:
                return None
        return READERS[self.type](self, seen, found)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a path starts from: a record with its section, and the report they stand in."""

    report: Any
    record: Any = None
    section: Any = None


def _as_it_is(_column: Column, _seen: Seen, found: Any) -> Any:
    return found


def _text(_column: Column, _seen: Seen, found: Any) -> str:
    return format(found, "f") if isinstance(found, Decimal) else str(found)


def _day(_column: Column, _seen: Seen, found: str) -> dt.date | None:
    """Give a date; None for one that no calendar has, which only a report made by others can hold."""
    try:
        return dt.date.fromisoformat(found)
    except ValueError:
        return None


def _span(_column: Column, _seen: Seen, found: Any) -> dict[str, Any]:
    return {"start": found.start, "end": found.end, "text": found.text}


def _spans(_column: Column, _seen: Seen, found: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    return [{"field": name, "start": start, "end": end} for name, (start, end) in found.items()]


def _rows(column: Column, seen: Seen, _found: Any) -> list[dict[str, Any]]:
    """Give the records of a kind as they stand within the row of their report."""
    inner = nested(column.name)
    return [{each.name: each.of(one) for each in inner} for one in sights(seen.report, column.name)]


READERS: Final[Mapping[str, Callable[[Column, Seen, Any], Any]]] = MappingProxyType(
    {
        "text": _text,
        "code": _as_it_is,
        "number": _as_it_is,
        "integer": _as_it_is,
        "date": _day,
        "span": _span,
        "spans": _spans,
        "rows": _rows,
    }
)


@functools.cache
def _lines() -> tuple[tuple[str, ...], ...]:
    path = Path(__file__).parent / "data" / "tables" / "columns.tsv"
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(tuple(line.split("\t")) for line in lines)[1:]


@functools.cache
def columns(kind: str, where: Where = "flat") -> tuple[Column, ...]:
    """Give the columns of a table; raises InputError for a kind that does not exist."""
    if kind not in {*KINDS, REPORTS}:
        raise InputError(f"no kind of record: {kind!r}; kinds are {', '.join(KINDS)}")
    kinds = {kind} if kind == REPORTS else {kind, "*"}
    rows = (row for row in _lines() if row[0] in kinds and where in row[5].split("+"))
    return tuple(Column(name, zh, sort, tuple(path.split("."))) for _, name, zh, sort, path, _ in rows)


@functools.cache
def nested(kind: str) -> tuple[Column, ...]:
    """Give the columns of records within their report: what the report tells is not told again."""
    return tuple(column for column in columns(kind, "arrow") if column.path[0] != "report")


def sights(report: Any, kind: str) -> Iterator[Seen]:
    """Give what the rows of a table are read from, in the order of the text."""
    if kind == REPORTS:
        yield Seen(report)
        return
    for record in getattr(report, kind):
        # A report made by others may name a section it does not have.
        known = record.section is not None and record.section < len(report.sections)
        yield Seen(report, record, report.sections[record.section] if known else None)


def rows(report: Any, kind: str, where: Where = "flat") -> Iterator[tuple[Any, ...]]:
    """Give the rows of a report, a value for each column: str, int, Decimal, date or None; for Arrow, spans too."""
    wanted = columns(kind, where)
    return (tuple(column.of(seen) for column in wanted) for seen in sights(report, kind))
