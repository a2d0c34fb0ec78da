"""Glyphs of a PDF page become lines in the order in which a person reads them.

A glyph drawn twice (bold faces are made so) counts once, the number of the page not at all. Lines come from top to
bottom; where a page has two columns, the left one first, between the lines that cross both.

     a title over both      1
     left      right        2  4
     left      right        3  5
     a line over both       6
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bizenv_extract.loading.rows import row as sentence

MARGIN: Final = 8
"""Page numbers and running heads stand in this part, one of so many, of the height of the page, at either end."""

COLUMN_LINES: Final = 4
"""A column has at least so many lines."""

COLUMN_FULL: Final = 50
"""The lines of a column fill so much of its width in the median, in per cent: cells of a table fill less."""

_WIDE_GAP: Final = 3  # halves of a character: a wider gap ends a stretch of words
_PAIR: Final = 2
_ALIKE: Final = 2  # points
_NUMBER = re.compile(
    r"[-—–－·•~～\s]{0,4}[0-9]{1,4}[-—–－·•~～\s]{0,4}"
    r"|第\s?[0-9]{1,4}\s?页(?:[，,/ ]{0,2}共\s?[0-9]{1,4}\s?页)?|[0-9]{1,4}\s?/\s?[0-9]{1,4}"
)
_SAME_PLACE: Final = 3  # a third of a character


class Glyph(NamedTuple):
    """A character and its box on the page, in points from the lower left corner."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float


class Stretch(NamedTuple):
    """Words on one line without a wide gap."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        """Give the height of the line."""
        return max(self.top - self.bottom, 1)


class Printed(NamedTuple):
    """A line of a page: its words and size, the edges of its column, and whether it is a row of a table."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    edges: tuple[float, float]
    column: int
    row: bool


def lines(glyphs: Iterable[Glyph], height: float) -> Iterator[Printed]:
    """Give the lines of a page in reading order; a glyph that is a line feed breaks a line."""
    stretches = (stretch for stretch in _stretches(_once(glyphs)) if stretch.text.strip())
    found = [stretch for stretch in stretches if not (in_margin(stretch, height) and _NUMBER.fullmatch(stretch.text))]
    gutter = _gutter(found)
    for column, region in enumerate(_regions(found, gutter)):
        rows = list(_rows(region))
        tabular = [_tabular(rows, number) for number in range(len(rows))]
        merged = [_merged(row, tabular=table) for row, table in zip(rows, tabular, strict=True)]
        if merged:
            edges = (_left(merged), _right(merged))
            told = zip(merged, tabular, strict=True)
            yield from (Printed(*one, edges, column, table) for one, table in told)


def in_margin(line: Stretch | Printed, height: float) -> bool:
    """Whether a line stands where pages have their numbers and running heads."""
    return line.top < height / MARGIN or line.bottom > height - height / MARGIN


def _left(stretches: Sequence[Stretch]) -> float:
    """Give the edge at which lines begin: one line alone may begin further out."""
    lefts = sorted(one.left for one in stretches)
    shared = (left for left, following in itertools.pairwise(lefts) if following - left < _ALIKE)
    return next(shared, lefts[0])


def _right(stretches: Sequence[Stretch]) -> float:
    """Give the edge that full lines reach; a few go over it, with a sign that may not begin a line."""
    rights = sorted(one.right for one in stretches)
    long = [right for right in rights if right - rights[0] >= (rights[-1] - rights[0]) / 2]
    return long[(len(long) - 1) * 17 // 20]


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Leave out a glyph that is drawn once more in its place.

    >>> ones = [Glyph("1", left, 0, left + 5, 10) for left in (0, 0.5, 5, 10)]
    >>> "".join(glyph.sign for glyph in _once(ones))
    '111'
    """
    seen: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        x, y = _cell(glyph)
        near = (seen.get((glyph.sign, x + dx, y + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if glyph.sign.strip() and any(other and _cover(glyph, other) for other in near):
            continue
        seen[glyph.sign, x, y] = glyph
        yield glyph


def _cell(glyph: Glyph) -> tuple[int, int]:
    return round(glyph.left / _shift(glyph)), round(glyph.bottom / max(glyph.top - glyph.bottom, 1))


def _shift(glyph: Glyph) -> float:
    """Give how far a second print may be moved: two signs of a word stand a whole width apart."""
    return max(glyph.right - glyph.left, 1) / _SAME_PLACE


def _cover(one: Glyph, other: Glyph) -> bool:
    high = max(one.top - one.bottom, 1)
    return abs(one.left - other.left) < _shift(one) and _SAME_PLACE * abs(one.bottom - other.bottom) < high


def _stretches(glyphs: Iterable[Glyph]) -> Iterator[Stretch]:
    """Cut the stream of glyphs where the line ends, the gap is wide, or the pen goes back."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.sign == "\n" or (run and glyph.sign != " " and _breaks(run, glyph)):
            yield from _stretch(run)
            run = []
        if glyph.sign != "\n" and (run or glyph.sign != " "):
            run.append(glyph)
    yield from _stretch(run)


def _breaks(run: Sequence[Glyph], glyph: Glyph) -> bool:
    last = run[-1] if run[-1].sign != " " or len(run) == 1 else run[-2]
    size = max(last.top - last.bottom, glyph.top - glyph.bottom, 1)
    middle = (glyph.top + glyph.bottom) / 2
    apart = glyph.left - last.right
    return not last.bottom - size / 2 <= middle <= last.top + size / 2 or 2 * apart > _WIDE_GAP * size or apart < -size


def _stretch(run: Sequence[Glyph]) -> Iterator[Stretch]:
    while run and run[-1].sign == " ":
        run = run[:-1]
    if run:
        boxes = [glyph for glyph in run if glyph.sign != " "] or run
        yield Stretch(
            "".join(glyph.sign for glyph in run),
            min(glyph.left for glyph in boxes),
            min(glyph.bottom for glyph in boxes),
            max(glyph.right for glyph in boxes),
            max(glyph.top for glyph in boxes),
        )


def _rows(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Give the stretches that stand side by side, row by row from the top."""
    current: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda one: (-(one.top + one.bottom), one.left)):
        middle = (stretch.top + stretch.bottom) / 2
        if current and not current[0].bottom <= middle <= current[0].top:
            yield current
            current = []
        current.append(stretch)
    if current:
        yield current


def _tabular(rows: Sequence[Sequence[Stretch]], number: int) -> bool:
    """Whether a row is one of a table: three cells, or two like the row above or below; single signs are no cells."""
    row = rows[number]
    beside = (len(rows[n]) for n in (number - 1, number + 1) if 0 <= n < len(rows))
    wordy = sum(len(one.text) for one in row) >= len(row) * 2
    return wordy and (len(row) > _PAIR or (len(row) == _PAIR and len(row) in beside))


def _merged(row: Sequence[Stretch], *, tabular: bool) -> Stretch:
    """Put a row together: cells as a sentence, other words with a space between them."""
    ordered = sorted(row, key=lambda one: one.left)
    words = [one.text.strip() for one in ordered]
    return Stretch(
        "".join(sentence([[word] for word in words])) if tabular else " ".join(words),
        ordered[0].left,
        min(one.bottom for one in ordered),
        max(one.right for one in ordered),
        max(one.top for one in ordered),
    )


def _gutter(stretches: Sequence[Stretch]) -> tuple[float, float] | None:
    """Give the empty stripe between two columns, None on a page that has one column."""
    if len(stretches) < 2 * COLUMN_LINES:
        return None
    left, right = min(one.left for one in stretches), max(one.right for one in stretches)
    width = right - left
    starts = sorted({one.left for one in stretches if left + width * 2 / 5 < one.left < left + width * 2 / 3})
    candidates = ((_stripe(stretches, start), start) for start in starts)
    found = [(stripe, start) for stripe, start in candidates if stripe is not None]
    best = max(found, key=lambda pair: _beside(stretches, pair[0], pair[1]), default=None)
    return (best[0], best[1]) if best else None


def _beside(stretches: Sequence[Stretch], end: float, start: float) -> int:
    return min(sum(one.right <= end for one in stretches), sum(one.left >= start for one in stretches))


def _stripe(stretches: Sequence[Stretch], start: float) -> float | None:
    """Give where the left column ends, if one stands left of `start`, a second behind it, and both are full."""
    before = [one for one in stretches if one.right < start]
    behind = [one for one in stretches if one.left >= start - 1]
    crossing = len(stretches) - len(before) - len(behind)
    if min(len(before), len(behind)) < COLUMN_LINES or crossing > min(len(before), len(behind)):
        return None
    top, bottom = min(_top(before), _top(behind)), max(_bottom(before), _bottom(behind))
    beside = [one for one in before if bottom <= one.top and one.bottom <= top]
    if len(beside) < COLUMN_LINES or not (_full(beside) and _full(behind)):
        return None
    return max(one.right for one in before)


def _top(stretches: Iterable[Stretch]) -> float:
    return max(one.top for one in stretches)


def _bottom(stretches: Iterable[Stretch]) -> float:
    return min(one.bottom for one in stretches)


def _full(stretches: Sequence[Stretch]) -> bool:
    """Whether most lines of a column fill it, and hold more than a cell of a table would."""
    width = max(one.right for one in stretches) - min(one.left for one in stretches)
    median = _median(one.right - one.left for one in stretches)
    long = _median(len(one.text) for one in stretches)
    return median * 100 >= width * COLUMN_FULL and long >= COLUMN_LINES * 2


def _median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _regions(stretches: Sequence[Stretch], gutter: tuple[float, float] | None) -> Iterator[list[Stretch]]:
    """Give the parts of a page in reading order: what crosses the gutter, then the columns below it, and so on."""
    if gutter is None:
        yield list(stretches)
        return
    end, start = gutter
    crossing = [one for one in stretches if one.left < start - 1 and one.right > end + 1]
    columns = [one for one in stretches if one not in set(crossing)]
    across = sorted(crossing, key=lambda one: -one.top)
    for number, top in enumerate([None, *across]):
        upper = top.bottom if top else None
        lower = across[number].bottom if number < len(across) else None
        if top:
            yield [top]
        band = [one for one in columns if _within(one, upper, lower)]
        yield [one for one in band if one.right <= end + 1]
        yield [one for one in band if one.right > end + 1]


def _within(one: Stretch, upper: float | None, lower: float | None) -> bool:
    middle = (one.top + one.bottom) / 2
    return (upper is None or middle < upper) and (lower is None or middle >= lower)
