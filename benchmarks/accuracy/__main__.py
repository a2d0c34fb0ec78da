"""Compare with other recognisers on the same texts: `python -m benchmarks.accuracy --gold DIR --corpus DIR`.

Prints Markdown. A peer that is not installed is named as such, and the others go on.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.accuracy.counting import Count, Found, count, total
from benchmarks.accuracy.items import CLASSES, Item, longest, ours, parts, wanted
from benchmarks.accuracy.markdown import put, share, table
from benchmarks.accuracy.peers import RUNNERS, PeerError, run
from benchmarks.accuracy.texts import Annotated, annotated
from bizenv_extract.gold import Kind
from bizenv_extract.judging import Row, judge

HEAD = (
    "",
    "numbers found",
    "given",
    "precision",
    "precision, parts too",
    "value right",
    "unit right",
    "value and unit",
)
ROW_HEAD = ("of the rows whose number is found", "what is told right", "change", "status", "whole row")
TOLD: dict[Kind, str] = {"outcome": "metric", "ranking": "subject", "time_limit": "service"}


def without_dates(items: Sequence[Item]) -> tuple[Item, ...]:
    """Leave out dates, and the numbers in them."""
    return tuple(item for item in longest(items) if not item.date)


def numbers(items: Sequence[Item]) -> tuple[Item, ...]:
    """Leave out dates, and keep the numbers in them."""
    return longest(item for item in items if not item.date)


def counted(texts: Sequence[Annotated], found: Iterable[Sequence[Item]]) -> Count:
    """Count what a recogniser found in all texts."""
    pairs = zip(texts, found, strict=True)
    return total(count(tuple(wanted(t.gold, t.text)), parts(t.gold, t.text), items) for t, items in pairs)


def compared(texts: Sequence[Annotated], python: str, limit: int) -> Iterator[tuple[str, Count]]:
    """Give the count of each recogniser that is there, ours first."""
    yield "bizenv-extract", counted(texts, (ours(one.report) for one in texts))
    for name in RUNNERS:
        try:
            peer = run(python, name, [one.text for one in texts], limit)
        except PeerError as error:
            sys.stderr.write(f"{name} left out: {error}\n")
            continue
        every, dateless = (counted(texts, map(view, peer.texts)) for view in (numbers, without_dates))
        yield f"{name} {peer.version}", every
        if dateless != every:
            yield f"{name}, less its dates", dateless


def line(name: str, mine: Count) -> tuple[str, ...]:
    """Give one line of the table of figures."""
    found = tuple(one for one in mine.figures if one.found)
    units = tuple(one for one in found if one.unit is not None)
    both = sum(map(_both, mine.figures))
    return (
        name,
        f"{len(found)} of {len(mine.figures)}",
        str(mine.given),
        share(mine.anchors, mine.given),
        share(mine.anchors + mine.fields, mine.given),
        share(sum(one.value for one in found), len(found)),
        share(sum(bool(one.unit) for one in units), len(units)),
        f"{share(both, len(mine.figures))} of all",
    )


def by_class(counts: Sequence[tuple[str, Count]]) -> Iterator[tuple[str, ...]]:
    """Give for each recogniser and class of figures the share with the right value, and with its unit right too."""
    for name, mine in counts:
        classes = tuple(mine.of(sort) for sort in CLASSES)
        yield name, *(f"{_right(figures, _value)} / {_right(figures, _both)}" for figures in classes)


def _right(figures: Sequence[Found], told: Callable[[Found], bool]) -> str:
    return share(sum(map(told, figures)), len(figures))


def _value(one: Found) -> bool:
    return one.value


def _both(one: Found) -> bool:
    return one.value and one.unit is not False


def rows(texts: Sequence[Annotated]) -> Iterator[tuple[str, ...]]:
    """Give what only a row has: what the number is about, whether it is a change, whether it is reached."""
    judged = tuple(row for one in texts for row in _numbered(one) if row.state in {"right", "wrong"})
    for kind, told in TOLD.items():
        mine = tuple(row for row in judged if row.kind == kind)
        shares = (_share(mine, field) for field in (told, "change", "status"))
        right = sum(row.state == "right" for row in mine)
        yield f"{kind} ({len(mine)})", *shares, share(right, len(mine))


def _numbered(one: Annotated) -> Iterator[Row]:
    """Give our rows judged, of the gold records that the comparison counts."""
    places = frozenset((w.kind, w.start) for w in wanted(one.gold, one.text) if w.counted)
    rows = judge(one.gold, one.text, one.report).rows
    return (row for row in rows if row.state != "spurious" and (row.kind, row.start) in places)


def _share(judged: Sequence[Row], field: str) -> str:
    verdicts = tuple(right for row in judged for name, right in row.fields if name == field)
    return share(sum(verdicts), len(verdicts))


def page(texts: Sequence[Annotated], python: str, limit: int) -> str:
    """Give the comparison as Markdown."""
    counts = tuple(compared(texts, python, limit))
    sizes = tuple(f"{sort} ({len(counts[0][1].of(sort))})" for sort in CLASSES)
    blocks = (
        table(HEAD, (line(name, mine) for name, mine in counts)),
        "By what the number is: share found with the right value / with the right value and unit",
        table(("", *sizes), by_class(counts)),
        "What the others do not give, ours only:",
        table(ROW_HEAD, rows(texts)),
    )
    return "\n\n".join(blocks)


def main() -> int:
    """Compare, print, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument(
        "--peers-python", default=sys.executable, help="interpreter that has the peers; default: this one"
    )
    parser.add_argument("--limit", type=int, default=900, help="seconds a peer may take")
    parser.add_argument("--write", type=Path, help="page to put the comparison into")
    parser.add_argument("--mark", default="comparison", help="name of its place in the page")
    args = parser.parse_args()
    texts = tuple(annotated(args.gold, args.corpus))
    words = page(texts, args.peers_python, args.limit)
    print(words)
    if args.write:
        put(args.write, args.mark, words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
