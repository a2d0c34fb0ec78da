"""Tables for the terminal: what an analyst wants to see of each record, in columns that fit the width.

Several fields make one cell: a value with its unit and bound, a rank with the number of peers. Columns without any cell
are left out, wide ones are folded, and those for which there is no room at all go from the right.
"""

import calendar
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from bizenv_extract.columns import KINDS
from bizenv_extract.render.labels import Lang, word
from bizenv_extract.render.widths import folded, padded, shown, width
from bizenv_extract.schema import Report

GAP: Final = "  "
LEAST, TALLEST = 4, 3
BOUNDS: Final[Mapping[str, str]] = MappingProxyType({"at_least": ">=", "at_most": "<=", "about": "~"})
# The columns of each table, what is left out first at the end.
SCREEN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "outcomes": ("id", "metric", "amount", "change", "status", "period", "place", "indicator"),
        "rankings": ("id", "subject", "scope", "rank", "moved", "streak", "status", "period", "place", "indicator"),
        "time_limits": ("id", "service", "before", "after", "cut", "status", "period", "place", "indicator"),
        "measures": ("id", "action", "object", "actor", "novelty", "status", "period", "place", "indicator"),
    }
)
RIGHT: Final = frozenset({"amount", "rank", "moved", "streak", "before", "after", "cut"})

Row = Mapping[str, Any]


def number(value: Decimal, most: Decimal | None = None) -> str:
    """Write a number, or a range, with its thousands apart.

    >>> number(Decimal("232000")), number(Decimal("3"), Decimal("5"))
    ('232,000', '3-5')
    """
    return format(value, ",f") + (f"-{most:,f}" if most is not None else "")


def amount(row: Row, lang: Lang) -> str:
    """Write the value of an outcome: the level before, the bound, the value, the unit."""
    del lang
    before = f"{number(row['from_value'])} -> " if row["from_value"] is not None else ""
    return f"{before}{BOUNDS.get(row['bound'], '')}{number(row['value'], row['value_max'])}{row['unit']}"


def change(row: Row, lang: Lang) -> str:
    """Write what a change is measured against, and its direction."""
    words = (word(row[name], lang) for name in ("basis", "change") if row[name])
    return ("" if lang == "zh" else " ").join(words)


def rank(row: Row, lang: Lang) -> str:
    """Write a place: the one before, the one reached or the range, the number of peers, the tier."""
    del lang
    place = "-".join(str(row[name]) for name in ("position", "position_max") if row[name] is not None)
    before = f"{row['previous']} -> " if row["previous"] else ""
    size = f"/{row['scope_size']}" if place and row["scope_size"] else ""
    return " ".join(part for part in (f"{before}{place}{size}", row["tier"]) if part)


def moved(row: Row, lang: Lang) -> str:
    """Write the places gained or lost, with a sign."""
    del lang
    return "" if row["moved"] is None else f"{row['moved']:+d}"


def before(row: Row, lang: Lang) -> str:
    """Write the limit before."""
    return _limit(row, "before", lang)


def after(row: Row, lang: Lang) -> str:
    """Write the limit now: average or not, bound, duration, at once or on the same day."""
    average = word("average", lang) if row["statistic"] == "average" else ""
    limit = _limit(row, "after", lang)
    bound = BOUNDS.get(row["bound"], "") if limit else ""
    at_once = word(row["immediacy"], lang) if row["immediacy"] else ""
    return " ".join(part for part in (average, bound + limit, at_once) if part)


def cut(row: Row, lang: Lang) -> str:
    """Write by how much a limit was cut."""
    return _limit(row, "reduction", lang)


def _limit(row: Row, name: str, lang: Lang) -> str:
    if row[name] is None:
        return ""
    unit = word(row[f"{name}_unit"], lang)
    return number(row[name], row.get(f"{name}_max")) + (unit if lang == "zh" or unit == "%" else f" {unit}")


def period(row: Row, lang: Lang) -> str:
    """Write a period as short as it can be.

    >>> period({"period_start": dt.date(2020, 1, 1), "period_end": dt.date(2020, 12, 31)}, "zh")
    '2020'
    >>> period({"period_start": dt.date(2023, 4, 1), "period_end": dt.date(2023, 6, 30)}, "zh")
    '2023-04..06'
    """
    del lang
    start, end = row["period_start"], row["period_end"]
    if start and end and start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        return _months(start, end)
    return "..".join("" if day is None else str(day) for day in (start, end)) if start != end else str(start or "")


def _months(start: dt.date, end: dt.date) -> str:
    """Write a period of whole months."""
    if (start.month, end.month) == (1, 12):
        return f"{start:%Y}" if start.year == end.year else f"{start:%Y}..{end:%Y}"
    if start.year == end.year:
        return f"{start:%Y-%m}" + (f"..{end:%m}" if start.month != end.month else "")
    return f"{start:%Y-%m}..{end:%Y-%m}"


def _word(name: str) -> Callable[[Row, Lang], str]:
    return lambda row, lang: word(row[name], lang) if row[name] else ""


COMPOSED: Final[Mapping[str, Callable[[Row, Lang], str]]] = MappingProxyType(
    {
        **{each.__name__: each for each in (amount, change, rank, moved, before, after, cut, period)},
        **{name: _word(name) for name in ("status", "action", "novelty")},
    }
)


def cells(row: Row, kind: str, lang: Lang) -> tuple[str, ...]:
    """Give what stands in the columns of a record, safe to show, with the document in front."""
    plain = ("document", *SCREEN[kind])
    return tuple(shown(COMPOSED[n](row, lang) if n in COMPOSED else str(row[n] or "")) for n in plain)


def sizes(natural: Sequence[int], room: int) -> list[int]:
    """Give the widths of columns within some room: the widest are cut first, and those that find none go.

    >>> sizes([3, 30, 12], 60), sizes([3, 30, 12], 29), sizes([3, 30, 12], 9)
    ([3, 30, 12], [3, 11, 11], [3, 4])
    """
    gap = len(GAP)
    kept = list(natural)
    while len(kept) > 1 and sum(min(size, LEAST) + gap for size in kept) - gap > room:
        kept.pop()
    most = room - gap * (len(kept) - 1)
    cap = next((cap for cap in range(max(kept), LEAST, -1) if sum(min(size, cap) for size in kept) <= most), LEAST)
    return [min(size, cap) for size in kept]


def grid(names: Sequence[str], rows: Sequence[Sequence[str]], room: int, lang: Lang) -> Iterator[str]:
    """Give the lines of a table: headings, a rule, the rows."""
    used = [at for at in range(len(names)) if any(row[at] for row in rows)]
    heads = [word(name, lang) for name in names]
    fit = sizes([max(width(heads[at]), *(width(row[at]) for row in rows)) for at in used], room)
    used = used[: len(fit)]
    rights = [names[at] in RIGHT for at in used]
    yield from _lines([heads[at] for at in used], fit, rights)
    yield GAP.join("-" * size for size in fit)
    for row in rows:
        yield from _lines([row[at] for at in used], fit, rights)


def _lines(texts: Sequence[str], fit: Sequence[int], rights: Sequence[bool]) -> Iterator[str]:
    """Give the lines of a row, as many as its tallest cell has."""
    parts = [folded(text, size, TALLEST) for text, size in zip(texts, fit, strict=True)]
    for line in range(max(map(len, parts))):
        there = (part[line] if line < len(part) else "" for part in parts)
        yield GAP.join(padded(t, size, right=r) for t, size, r in zip(there, fit, rights, strict=True)).rstrip()


@dataclass(frozen=True, slots=True)
class Screen:
    """What was added so far: a head for each report, cells for each record."""

    lang: Lang
    heads: list[str] = field(default_factory=list)
    rows: Mapping[str, list[tuple[str, ...]]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def add(self, report: Report) -> None:
        """Add a report; several come in the same tables, each row with its document."""
        told = report.metadata
        place = told.place.name if told.place else None
        self.heads.append(shown("  ".join(filter(None, (report.source.uri, told.title, told.published, place)))))
        for kind, rows in self.rows.items():
            rows.extend(cells(row, kind, self.lang) for row in report.to_records(kind))

    def lines(self, room: int) -> Iterator[str]:
        """Give all lines: the reports, how many records of which kind, and a table for each kind that has some."""
        for head in self.heads:
            yield from folded(head, room, TALLEST)
        counts = [f"{word(kind, self.lang)} {len(rows)}" for kind, rows in self.rows.items()]
        yield from [GAP.join(counts)] if width(GAP.join(counts)) <= room else counts
        first = 0 if len(self.heads) > 1 else 1
        for kind, rows in self.rows.items():
            if rows:
                yield from ("", word(kind, self.lang))
                yield from grid(("document", *SCREEN[kind])[first:], [row[first:] for row in rows], room, self.lang)
