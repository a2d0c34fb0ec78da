"""`batch`: any number of documents into shards, by several processes, so that a run can be ended and gone on with."""

import contextlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import orjson

from bizenv_extract.commands.console import ENCODING, complain, print_bytes, stopping
from bizenv_extract.commands.progress import Progress
from bizenv_extract.durable import replacing
from bizenv_extract.errors import BizenvError
from bizenv_extract.scale.attempting import Asked
from bizenv_extract.scale.item import Item
from bizenv_extract.scale.keeping import Keeper, keeping
from bizenv_extract.scale.running import Plan, Tally, fill, flow, join
from bizenv_extract.scale.slicing import SHARD_ITEMS
from bizenv_extract.scale.sources import Reading, items, number

STDIN: Final = "-"
STDOUT: Final = frozenset({"-", "/dev/stdout"})
ONE_FILE: Final = ".jsonl"
INTERRUPTED: Final = 130


@dataclass(frozen=True, slots=True)
class Target:
    """Where the output goes: to standard output, into one file, or into a folder of shards."""

    given: str

    @property
    def streams(self) -> bool:
        """Whether all goes to standard output."""
        return self.given in STDOUT

    @property
    def file(self) -> Path | None:
        """The one file, where one is asked for."""
        return Path(self.given) if self.given.endswith(ONE_FILE) and not Path(self.given).is_dir() else None

    @property
    def folder(self) -> Path:
        """The folder of shards; that of one file stands beside it."""
        return Path(f"{self.given}.batch" if self.file else self.given)

    def check(self) -> None:
        """Raise BizenvError where there is a file that no earlier run has made."""
        if self.file and self.file.exists() and not self.folder.exists():
            raise BizenvError(f"{self.file} is there, and {self.folder}, which it would be made from, is not")

    def spared(self) -> frozenset[tuple[int, int]]:
        """Give what is no input, because it is output."""
        there = (path for path in (self.folder, Path(self.given)) if not self.streams and path.exists())
        return frozenset((status.st_dev, status.st_ino) for status in map(Path.stat, there))


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", required=True, metavar="OUT", help="A folder, NAME.jsonl, or - for standard output.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; else one a core.")
@click.option("--format", "form", type=click.Choice(("jsonl", "parquet")), default="jsonl", show_default=True)
@click.option("--resume", is_flag=True, help="Do what is missing in OUT or has changed.")
@click.option("--summary", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write figures here.")
@click.option("--deadline", type=click.FloatRange(0, min_open=True), metavar="S", help="Seconds for a document.")
@click.option("--text-field", default="text", show_default=True, help="Field or column of JSONL and Parquet.")
@click.option("--id-field", default="id", show_default=True, help="Field or column that names a document.")
@click.option(
    "--shard-size", type=click.IntRange(1), default=SHARD_ITEMS, show_default=True, help="Documents, at most."
)
@click.option("--text", is_flag=True, help="Put the texts themselves into the JSON.")
@click.option("--follow-links", is_flag=True, help="Read files that links lead to.")
@ENCODING
def batch(  # noqa: PLR0913 - one argument for each option
    *,
    inputs: tuple[str, ...],
    out: str,
    workers: int | None,
    form: str,
    resume: bool,
    summary: Path | None,
    deadline: float | None,
    text_field: str,
    id_field: str,
    shard_size: int,
    text: bool,
    follow_links: bool,
    encoding: str | None,
) -> None:
    """Read many documents: files, folders, globs, *.jsonl, *.parquet; the path - is a list of paths on standard input.

    OUT gets a line {"document", "error", "report"} for each document, in shards, or with --format parquet a table for
    each kind of record and one of the documents. One that cannot be read is told on stderr and in its place in OUT; the
    others go on. Exit code 0 if all were read, 1 if some were not, 2 if nothing could be done, 130 after Ctrl-C.
    """
    target = Target(out)
    if form == "parquet" and (target.streams or target.file):
        raise click.UsageError("--format parquet writes several files: name a folder with -o")
    reading = Reading(text_field, id_field, follow_links, target.spared)
    asked = Asked(form, text=text, encoding=encoding, deadline=deadline, follow=follow_links)
    plan = Plan(asked, workers or _cores(), shard_size)
    progress = Progress.of(lambda: None if STDIN in inputs else number(inputs, reading))
    tally = Tally(told=progress.told, failed=progress.failed)
    with stopping(), _interruptible(progress, target):
        run(items(_paths(inputs), reading), plan, tally, target, resume=resume)
        if summary:
            write_summary(summary, tally, plan, progress)
    sys.exit(1 if tally.counts["failed"] else 0)


def run(found: Iterable[Item], plan: Plan, tally: Tally, target: Target, *, resume: bool) -> None:
    """Read documents to where they shall go."""
    if target.streams:
        flow(found, plan, tally, print_bytes)
        return
    with contextlib.ExitStack() as stack:
        try:
            target.check()
            keeper = stack.enter_context(keeping(target.folder, resume=resume))
        except BizenvError as error:
            raise click.BadParameter(str(error), param_hint="-o") from error
        fill(found, plan, tally, keeper)
        if target.file and not (target.file.exists() and joined(keeper, tally, target.file)):
            join(keeper, tally.counts["shards"], target.file)


def joined(keeper: Keeper, tally: Tally, file: Path) -> bool:
    """Whether one file is as the shards are: none was made anew, and it has their size."""
    sizes = (path.stat().st_size for at in range(tally.counts["shards"]) for path in keeper.files(at))
    return not tally.made["shards"] and sum(sizes) == file.stat().st_size


def write_summary(target: Path, tally: Tally, plan: Plan, progress: Progress) -> None:
    """Write what a run did as JSON: all that is in OUT, and what of it this run made."""
    figures = {
        **plan.settings(),
        "workers": plan.workers,
        "seconds": round(time.monotonic() - progress.start, 3),
        "counts": dict(sorted(tally.counts.items())),
        "made": dict(sorted(tally.made.items())),
    }
    with replacing(target) as file:
        file.write(orjson.dumps(figures, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


@contextlib.contextmanager
def _interruptible(progress: Progress, target: Target) -> Iterator[None]:
    """Let Ctrl-C end the run with a word on how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        progress.end()
        complain("interrupted" if target.streams else "interrupted; --resume goes on")
        sys.exit(INTERRUPTED)
    finally:
        progress.end()


def _paths(inputs: Iterable[str]) -> Iterator[str]:
    """Give the inputs, and for - the lines of standard input."""
    for given in inputs:
        if given != STDIN:
            yield given
        elif sys.stdin is not None:
            yield from (os.fsdecode(path) for line in sys.stdin.buffer if (path := line.rstrip(b"\r\n")))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
