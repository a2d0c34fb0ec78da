"""A row of the table: what was measured, what is to be reached, and how it came out on each set of texts."""

import dataclasses
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.speed.timing import Spread

PROJECT: Final = "any"
"""The name of the set of texts for what does not depend on texts."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A bound, from below (`at least`) or above, and the unit it is told in."""

    bound: float
    least: bool
    unit: str = "times"

    def met(self, value: float) -> bool:
        """Tell whether a value keeps the bound."""
        return value >= self.bound if self.least else value <= self.bound

    def __str__(self) -> str:
        return f"at {'least' if self.least else 'most'} {figure(self.bound)} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured; `found` by the name of the set of texts; `why` says why nothing was; `detail` goes to JSON."""

    name: str
    what: str
    reach: Reach | None
    found: Mapping[str, Spread] = field(default_factory=dict)
    why: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def figure(value: float) -> str:
    """Give a figure with as many digits as tell something.

    >>> figure(10), figure(1.3), figure(0.904), figure(137.21), figure(-2.17)
    ('10', '1.3', '0.904', '137', '-2.17')
    """
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def cell(one: Spread) -> str:
    """Give the median with its range."""
    return f"{figure(one.median)} ({figure(one.low)} to {figure(one.high)})"


def lines(rows: Iterable[Row], sets: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give the lines of the table: a column for each set of texts; the first holds what depends on none."""
    for row in rows:
        everywhere = [cell(row.found[PROJECT])] + [""] * (len(sets) - 1) if PROJECT in row.found else []
        cells = everywhere or [cell(row.found[name]) if name in row.found else row.why or "–" for name in sets]
        yield row.what, str(row.reach or "–"), *cells, verdict(row)


def verdict(row: Row) -> str:
    """Say whether the medians keep the bound on every set of texts."""
    if row.reach is None or not row.found:
        return "–"
    return "yes" if all(row.reach.met(one.median) for one in row.found.values()) else "no"


def as_json(row: Row) -> dict[str, Any]:
    """Give a row as data."""
    return dataclasses.asdict(row) | {"met": verdict(row)}


def from_json(told: Mapping[str, Any]) -> Row:
    """Read a row that `as_json` gave."""
    found = {name: Spread(**one) for name, one in told["found"].items()}
    reach = Reach(**told["reach"]) if told["reach"] else None
    return Row(told["name"], told["what"], reach, found, told["why"], told["detail"])


def merged(runs: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """Give for several runs the median of their medians, with the lowest and highest sample of all."""
    for name in dict.fromkeys(row.name for run in runs for row in run):
        same = [row for run in runs for row in run if row.name == name]
        sets = dict.fromkeys(texts for row in same for texts in row.found)
        yield dataclasses.replace(
            same[0], found={one: _union([r.found[one] for r in same if one in r.found]) for one in sets}
        )


def _union(found: Sequence[Spread]) -> Spread:
    return Spread(statistics.median(f.median for f in found), min(f.low for f in found), max(f.high for f in found))
