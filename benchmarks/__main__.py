"""Measure how fast it is: `python -m benchmarks`.

Prints a table in Markdown, a line for each thing measured: ratios inside one run, the median of some rounds with the
lowest and the highest. What cannot be measured here is named, and the others go on.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from benchmarks.accuracy.markdown import put, table
from benchmarks.speed import processes, rows, stages, throughput
from benchmarks.speed.rows import Row
from benchmarks.speed.texts import CORPUS, FIXTURES, Texts, folder

LIBRARIES: Final = ("pydantic", "pydantic_core", "regex", "orjson", "jieba", "click")
RULE_HEAD: Final = ("rule", "matching", "reading its hits", "both", "hits")
STAGE_HEAD: Final = ("stage", "CPU ms for 10,000 characters", "range", "share")

Part = Callable[[Sequence[Texts], argparse.Namespace], Iterator[Row]]


def _speed(sets: Sequence[Texts], args: argparse.Namespace) -> Iterator[Row]:
    return throughput.in_process(sets, args.rounds)


def _peers(sets: Sequence[Texts], args: argparse.Namespace) -> Iterator[Row]:
    return throughput.against_peers(sets, args.rounds, args.peers_python)


def _growth(sets: Sequence[Texts], args: argparse.Namespace) -> Iterator[Row]:
    yield throughput.growth(sets[0], args.rounds, largest=args.ten_million)


def _memory(sets: Sequence[Texts], args: argparse.Namespace) -> Iterator[Row]:
    return processes.memory(sets[0], args.rounds)


def _start(sets: Sequence[Texts], args: argparse.Namespace) -> Iterator[Row]:
    return processes.start_up(sets[0], args.rounds)


def _two(sets: Sequence[Texts], args: argparse.Namespace) -> Iterator[Row]:
    yield processes.two_processes(sets[0], args.rounds)


def _first(sets: Sequence[Texts], args: argparse.Namespace) -> Iterator[Row]:
    """The fresh texts are those below the corpus, where there are any; else the fixtures, warmed by the corpus."""
    fresh = folder("more", args.corpus / "more") or sets[-1]
    if len(sets) > 1:
        yield processes.first_sight(sets[0], fresh, args.rounds)


def _latency(sets: Sequence[Texts], _args: argparse.Namespace) -> Iterator[Row]:
    yield throughput.latency(sets[0])


PARTS: Final[tuple[tuple[str, Part], ...]] = (
    ("speed", _speed),
    ("peers", _peers),
    ("growth", _growth),
    ("memory", _memory),
    ("start", _start),
    ("two", _two),
    ("latency", _latency),
    ("first", _first),
)


def measured(sets: Sequence[Texts], args: argparse.Namespace) -> Iterator[Row]:
    """Measure the parts asked for, and tell on standard error how far it is."""
    for name, part in PARTS:
        if args.only is None or name in args.only:
            sys.stderr.write(f"{name} ...\n")
            yield from part(sets, args)


def machine() -> dict[str, Any]:
    """Give the public facts of the machine: what a reader needs to judge the figures."""
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
    }


def described(facts: dict[str, Any]) -> str:
    """Give the facts of the machine as a sentence."""
    libraries = ", ".join(f"{name} {version}" for name, version in facts["libraries"].items())
    return f"{facts['cores']} cores ({facts['architecture']}, {facts['system']}), {facts['python']}; {libraries}."


def profile(sets: Sequence[Texts], rounds: int, most: int) -> tuple[str, dict[str, Any]]:
    """Give the profile by stage and by rule, as Markdown and as data."""
    words: list[str] = []
    told: dict[str, Any] = {}
    for texts in sets:
        found, timed = stages.stages(texts, rounds), stages.rules(texts, min(rounds, 3))
        told[texts.name] = stages.as_json(found, timed)
        words += [_title(texts), table(STAGE_HEAD, stages.stage_rows(found))]
        words += [table(RULE_HEAD, stages.rule_rows(timed, texts.length, most))]
    return "\n\n".join(words), told


def _title(texts: Texts) -> str:
    return f"**{texts.name}**: {texts.length:,} characters in {len(texts.texts)} texts"


def figures(found: Sequence[Row], sets: Sequence[str], facts: dict[str, Any], runs: int) -> str:
    """Give the table and what it was measured on."""
    head = ("what", "reach", *sets, "met")
    counted = f"{runs} separate runs" if runs > 1 else "one run"
    below = f"Medians and ranges of {counted}, on {described(facts)}"
    return f"{table(head, rows.lines(found, sets))}\n\n{below}"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, default=CORPUS, help="folder of texts to measure on, besides the fixtures"
    )
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each measurement")
    parser.add_argument("--only", nargs="+", choices=[name for name, _ in PARTS], help="measure these alone")
    parser.add_argument("--peers-python", default=sys.executable, help="interpreter that has the other recognisers")
    parser.add_argument("--ten-million", action="store_true", help="growth up to ten million characters")
    parser.add_argument(
        "--profile", action="store_true", help="where the time goes, by stage and by rule, nothing else"
    )
    parser.add_argument("--most", type=int, default=20, help="rules that the profile names")
    parser.add_argument(
        "--runs", nargs="+", type=Path, metavar="FILE", help="measure nothing: sum up these runs (--json)"
    )
    parser.add_argument("--json", type=Path, help="file to write the figures into")
    parser.add_argument("--write", type=Path, help="page to put the table into, between its marks")
    return parser.parse_args()


def _sets(corpus: Path) -> tuple[Texts, ...]:
    told = (folder("corpus", corpus), folder("fixtures", FIXTURES))
    if told[0] is None:
        sys.stderr.write(f"{corpus}: no texts there, measured on the fixtures alone\n")
    return tuple(one for one in told if one)


def _summed(files: Sequence[Path]) -> tuple[str, dict[str, Any]]:
    runs = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    found = tuple(rows.merged([[rows.from_json(row) for row in run["rows"]] for run in runs]))
    words = figures(found, list(runs[0]["texts"]), runs[0]["machine"], len(runs))
    return words, {**runs[0], "rows": [rows.as_json(row) for row in found]}


def _run(args: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    sets, facts = _sets(args.corpus), machine()
    told = {"machine": facts, "texts": {one.name: one.length for one in sets}, "rounds": args.rounds}
    if args.profile:
        words, told["profile"] = profile(sets, args.rounds, args.most)
        return words, told
    found = tuple(measured(sets, args))
    told["rows"] = [rows.as_json(row) for row in found]
    return figures(found, [one.name for one in sets], facts, 1), told


def main() -> int:
    """Measure, print, and write where asked."""
    args = arguments()
    words, told = _summed(args.runs) if args.runs else _run(args)
    print(words)
    if args.json:
        args.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if args.write:
        put(args.write, "profile" if args.profile else "figures", words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
