"""Measure the promises of SECURITY.md: `python -m benchmarks.reliability --minutes 30`.

Prints a table: what is promised, what was measured, and what was wrong. The exit code is 1 if a promise is broken.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from benchmarks.accuracy.markdown import table
from benchmarks.reliability import growth, neighbours, soundness
from bizenv_extract import Extractor

SLOPE: Final = 1.15
TIMES: Final = 10
LATEST: Final = 0.6


class Kept(NamedTuple):
    """A promise: what it is, what was measured, whether it is kept (None: told, not judged)."""

    promise: str
    measured: str
    kept: bool | None


def _soundness(args: argparse.Namespace) -> Iterator[Kept]:
    found = [soundness.judged(soundness.named())]
    found.append(soundness.judged(soundness.drawn(args.seed, args.minutes * 60 * 0.5)))
    for name, fault in [wrong for one in found for wrong in one.wrong][:20]:
        sys.stderr.write(f"  {name}: {fault}\n")
    texts, spans, wrong = (
        sum(values) for values in zip(*((f.texts, f.spans, len(f.wrong)) for f in found), strict=True)
    )
    measured = f"{wrong} wrong of {texts:,} texts with {spans:,} spans"
    yield Kept("any text: a report that quotes it, fits the schema and loads back, or our error", measured, wrong == 0)


def _growth(args: argparse.Namespace) -> Iterator[Kept]:
    lengths = [length for length in (16_000, 64_000, 256_000) if length <= args.longest]
    grown = []
    for one in growth.grown(lengths, args.minutes * 60):
        sys.stderr.write(f"  {one.name}: slope {one.slope}, {one.dearest:.1f} µs a character\n")
        grown.append(one)
    steep = max(grown, key=lambda one: one.slope or 0)
    dear = max(grown, key=lambda one: one.dearest)
    longest = f"{lengths[-1]:,} characters"
    said = f"{len(grown)} patterns to {longest}: at most {steep.slope:.2f} ({steep.name})"
    yield Kept(f"time grows with the length, slope at most {SLOPE}", said, (steep.slope or 0) <= SLOPE)
    times = dear.dearest / grown[0].dearest
    said = f"{times:.1f} times ({dear.name}, {dear.dearest:.0f} µs against {grown[0].dearest:.1f})"
    yield Kept(f"a character costs at most {TIMES} times one of a report", said, times <= TIMES)


def _deadline(args: argparse.Namespace) -> Iterator[Kept]:
    extractor, slow = Extractor(), []
    for name, make in growth.PATTERNS.items():
        text = make(args.deadline_length)
        begin, busy = time.monotonic(), time.process_time()
        report = extractor.extract(text, deadline=0.5)
        slow.append((time.process_time() - busy, time.monotonic() - begin, name))
        if [d.code for d in report.diagnostics].count("deadline") != 1:
            yield Kept("a report cut short says so", name, kept=False)
    (busy, _, dearest), (_, wall, longest) = max(slow), max(slow, key=lambda one: one[1])
    said = f"{len(slow)} patterns of {args.deadline_length:,} characters: at most {wall:.2f} s ({longest})"
    yield Kept("deadline of 0.5 s", f"{said}, {busy:.2f} s of CPU ({dearest})", None if busy <= LATEST else False)


def _neighbours(_args: argparse.Namespace) -> Iterator[Kept]:
    found = list(neighbours.differing())
    other = [name for name, differs in found if differs]
    yield Kept("the same bytes beside any neighbour", f"{len(other)} of {len(found)} differ {other or ''}", not other)


PARTS: Final[dict[str, Callable[[argparse.Namespace], Iterator[Kept]]]] = {
    "soundness": _soundness,
    "growth": _growth,
    "deadline": _deadline,
    "neighbours": _neighbours,
}


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reliability", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="about how long; half of it goes to random texts")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS), help="measure these alone")
    parser.add_argument("--seed", type=int, default=1, help="other random texts")
    parser.add_argument("--longest", type=int, default=256_000, help="characters of the longest text of a pattern")
    parser.add_argument("--deadline-length", type=int, default=5_000_000, help="characters to be read in half a second")
    return parser.parse_args()


def main() -> int:
    """Measure and print."""
    args, found = arguments(), list[Kept]()
    for name in args.only:
        sys.stderr.write(f"{name} ...\n")
        found += PARTS[name](args)
    words = {True: "yes", False: "no", None: "–"}
    print(table(("promise", "measured", "kept"), ((one.promise, one.measured, words[one.kept]) for one in found)))
    return int(any(one.kept is False for one in found))


if __name__ == "__main__":
    sys.exit(main())
