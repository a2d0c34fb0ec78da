r"""Lines: the text of a report as it stands on the page, each line cut into segments, headings known as such.

>>> report = {"text": "一、概况\n共3家。", "sections": [{"title": "概况", "level": 1, "span": {"start": 0, "end": 8}}]}
>>> for line in lines(report, [Mark(6, 8, 0, "anchor")]):
...     print(line["level"], line["head"], line["segments"])
1 4 [[0, '一、概况'], [4, '\n']]
0 5 [[5, '共'], [6, '3家', [[0, 'anchor']]], [8, '。']]
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any, Final, NamedTuple

from bizenv_extract.viewer.segments import Mark, Segment, cut

CLOSERS: Final = "。！？；：…”’」』）)!?;:."
"""What a paragraph ends with; a long line that ends otherwise was broken by hand."""

BROKEN_FROM: Final = 16


class _Head(NamedTuple):
    """Where a heading ends, and its depth."""

    end: int
    level: int


def lines(report: Mapping[str, Any], marks: Sequence[Mark], breaks: Sequence[int] = ()) -> Iterator[dict[str, Any]]:
    """Give the lines of the text of a report; their segments, joined, are the text."""
    text: str = report["text"]
    starts = tuple(accumulate((len(line) for line in text.splitlines(keepends=True)), initial=0))
    heads = dict(_heads(text, starts, report["sections"]))
    edges = (*starts, *breaks, *(head.end for head in heads.values()))
    for number, segments in groupby(cut(len(text), marks, edges), key=lambda s: bisect_right(starts, s.start)):
        first, end = starts[number - 1], starts[number]
        head = heads.get(first, _Head(first, 0))
        yield {
            "level": head.level,
            "head": head.end,
            "broken": not head.level and _is_broken(text[first:end]),
            "segments": [_written(text, segment) for segment in segments],
        }


def _heads(text: str, starts: Sequence[int], sections: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, _Head]]:
    """Give for the first line of each section where its heading ends: with the line, or within it."""
    for section in sections:
        number = bisect_right(starts, section["span"]["start"])
        if number < len(starts):
            first, end = starts[number - 1], starts[number]
            found = text.find(section["title"], first, end)
            last = found + len(section["title"]) if found >= 0 else first + len(text[first:end].rstrip())
            yield first, _Head(last, section["level"])


def _is_broken(line: str) -> bool:
    r"""Whether a line goes on in the next one.

    >>> _is_broken("为进一步优化营商环境，激发市场主体活\n"), _is_broken("为进一步优化营商环境，激发市场主体活力。\n")
    (True, False)
    """
    words = line.strip()
    return len(words) >= BROKEN_FROM and words[-1] not in CLOSERS


def _written(text: str, segment: Segment) -> list[Any]:
    """Write a segment: where it begins, its words, and who covers it, if anybody does."""
    covering = [[mark.record, mark.field] for mark in segment.marks]
    words = [segment.start, text[segment.start : segment.end]]
    return [*words, covering] if covering else words
