"""Count: which figures of gold a recogniser finds, with which value and unit, and what else it gives."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.accuracy.items import Class, Item, Wanted

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """One figure of gold, and what a recogniser has of it; `unit` is None where gold has no unit."""

    sort: Class
    found: bool
    value: bool
    unit: bool | None


@dataclass(frozen=True, slots=True)
class Count:
    """Figures of gold with what was found of them; how many were given that gold has, has in a field, has not."""

    figures: tuple[Found, ...]
    anchors: int
    fields: int
    strays: int

    @property
    def given(self) -> int:
        """How many figures were given, neutral ones left out."""
        return self.anchors + self.fields + self.strays

    def of(self, sort: Class) -> tuple[Found, ...]:
        """Give the figures of one class."""
        return tuple(one for one in self.figures if one.sort == sort)


def total(counts: Iterable[Count]) -> Count:
    """Add up counts."""
    every = tuple(counts)
    figures = tuple(one for count in every for one in count.figures)
    return Count(figures, *(sum(getattr(count, name) for count in every) for name in ("anchors", "fields", "strays")))


def count(gold: Sequence[Wanted], parts: Sequence[Stretch], items: Sequence[Item]) -> Count:
    """Count the figures of one text.

    A figure is found when one that was given overlaps it. Its value is right when each of its numbers (two for a range)
    is given there, its unit when one given there has it. What overlaps only neutral gold counts neither way.
    """
    mine = tuple(_found(one, items) for one in gold if one.counted)
    states = tuple(_states(gold, parts, items))
    return Count(mine, *(states.count(state) for state in ("anchor", "field", "stray")))


def _found(one: Wanted, items: Sequence[Item]) -> Found:
    there = tuple(item for item in items if _meet((one.start, one.end), (item.start, item.end)))
    values = frozenset(value for item in there for value in item.values)
    unit = any(item.unit == one.unit for item in there) if one.unit else None
    return Found(one.sort, bool(there), bool(there) and values.issuperset(one.values), unit)


def _states(gold: Sequence[Wanted], parts: Sequence[Stretch], items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        place = (item.start, item.end)
        hits = tuple(one.counted for one in gold if _meet((one.start, one.end), place))
        if hits:
            yield "anchor" if any(hits) else "neutral"
        else:
            yield "field" if any(_meet(part, place) for part in parts) else "stray"


def _meet(one: Stretch, other: Stretch) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])
