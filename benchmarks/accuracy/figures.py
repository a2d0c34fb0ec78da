"""Figures of each set of annotated texts: `python -m benchmarks.accuracy.figures`. Prints Markdown.

Sets: the texts seen while rules were written, those set aside, the newly annotated ones, the fixtures. A set whose
texts do not lie beside the project is named as such and left out.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy.markdown import put, share, table
from benchmarks.accuracy.texts import Annotated, annotated
from bizenv_extract.evaluating import Evaluation, Figures
from bizenv_extract.judging import EXTRA, KEYS, KINDS, judge

ROOT = Path(__file__).parents[2]
HEAD = ("texts", "kind", "records", "found P", "found R", "found F1", "right F1")


@dataclass(frozen=True, slots=True)
class Marked:
    """A set of texts with its name, judged."""

    name: str
    run: Evaluation


def judged(name: str, texts: Iterable[Annotated]) -> Iterator[Marked]:
    """Judge a set, if there is any text in it."""
    documents = tuple(judge(one.gold, one.text, one.report) for one in texts)
    if documents:
        yield Marked(name, Evaluation(documents))
    else:
        sys.stderr.write(f"{name}: no texts, left out\n")


def sets(beside: Path, aside: Sequence[str]) -> Iterator[Marked]:
    """Give all sets that are there; texts named in `aside` were not looked at while rules were written."""
    reports = tuple(annotated(beside / "gold", beside / "corpus"))
    yield from judged("seen", (one for one in reports if one.name not in aside))
    yield from judged("set aside", (one for one in reports if one.name in aside))
    yield from judged("newly annotated", annotated(ROOT / "tests" / "gold_more", beside / "corpus" / "more"))
    yield from judged("fixtures", annotated(ROOT / "fixtures", ROOT / "fixtures"))


def lines(one: Marked) -> Iterator[tuple[str, ...]]:
    """Give the lines of a set: one for each kind, then metadata."""
    name = f"{one.name} ({len(one.run.documents)})"
    for kind in KINDS:
        mine = one.run.figures(kind)
        found = tuple(f"{figure:.3f}" for figure in mine.found)
        yield (
            name,
            kind,
            str(mine.wanted),
            *(found if mine.wanted else "–––"),
            f"{mine.right.f1:.3f}" if mine.wanted else "–",
        )
    right = share(sum(one.run.metadata), len(one.run.metadata))
    yield name, "metadata", str(len(one.run.metadata)), "", "", "", right


def fields(marked: Sequence[Marked]) -> Iterator[str]:
    """Give a table for each kind: the share of matched records with each field right, set by set."""
    for kind in KINDS:
        figures = tuple(one.run.figures(kind) for one in marked)
        names = tuple(name for name in KEYS[kind] + EXTRA[kind] if any(name in dict(f.fields) for f in figures))
        rows = ((one.name, *_shares(mine, names)) for one, mine in zip(marked, figures, strict=True))
        yield f"{kind}:\n\n" + table(("", *names), rows)


def _shares(figures: Figures, names: Sequence[str]) -> Iterator[str]:
    told = dict(figures.fields)
    return (f"{told[name]:.3f}" if name in told else "–" for name in names)


def page(marked: Sequence[Marked]) -> str:
    """Give the figures as Markdown."""
    rows = table(HEAD, (line for one in marked for line in lines(one)))
    return "\n\n".join((rows, "Of the matched records, the share with each field right:", *fields(marked)))


def main() -> int:
    """Judge all sets, print, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.figures", description=__doc__)
    parser.add_argument("--beside", type=Path, default=ROOT.parent / "shared", help="folder with gold/ and corpus/")
    parser.add_argument("--aside", default="014,036", help="names of the texts set aside")
    parser.add_argument("--write", type=Path, help="page to put the figures into")
    args = parser.parse_args()
    words = page(tuple(sets(args.beside, args.aside.split(","))))
    print(words)
    if args.write:
        put(args.write, "figures", words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
