"""Segments: a text with marks that cross and nest, cut so that within a segment nothing begins and nothing ends.

    text   企业开办由4个工作日压缩至1个工作日
    m1            └────────────┘
    m2                     └──────────────┘
    cut    │ none │   m1   │m1, m2│  m2   │

Markup must nest and marks need not. Segments can be written one after another, each with all the marks that cover it.

>>> [(s.start, s.end, [m.field for m in s.marks]) for s in cut(9, [Mark(1, 5, 0, "a"), Mark(3, 7, 1, "b")])]
[(0, 1, []), (1, 3, ['a']), (3, 5, ['a', 'b']), (5, 7, ['b']), (7, 9, [])]
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple


class Mark(NamedTuple):
    """A stretch of the text that belongs to a field of a record, which is told by its number."""

    start: int
    end: int
    record: int
    field: str


class Segment(NamedTuple):
    """A stretch of the text with the marks that cover it, those that begin first before the others."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def cut(length: int, marks: Sequence[Mark], breaks: Iterable[int] = ()) -> Iterator[Segment]:
    """Cut a text of some length at both ends of all marks, and at the breaks; joined, the segments are the text.

    >>> list(cut(2, [], breaks=[1]))
    [Segment(start=0, end=1, marks=()), Segment(start=1, end=2, marks=())]
    """
    ends = chain.from_iterable(mark[:2] for mark in marks)
    edges = sorted({edge for edge in (0, length, *ends, *breaks) if 0 <= edge <= length})
    waiting = sorted(marks, key=_outer_first, reverse=True)
    covering: tuple[Mark, ...] = ()
    for start, end in pairwise(edges):
        covering = (*(mark for mark in covering if mark.end > start), *_beginning(waiting, start))
        yield Segment(start, end, covering)


def _outer_first(mark: Mark) -> tuple[int, int, int, str]:
    return mark.start, -mark.end, mark.record, mark.field


def _beginning(waiting: list[Mark], start: int) -> Iterator[Mark]:
    """Take the marks that begin by now; those that hold no character are let go."""
    while waiting and waiting[-1].start <= start:
        mark = waiting.pop()
        if mark.end > start:
            yield mark
