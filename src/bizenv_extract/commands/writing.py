"""Files that commands write: one for each input or one for all, never half of one, never over an input."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import click

from bizenv_extract.commands.console import STDIN, Paths, print_bytes, stopping
from bizenv_extract.durable import replacing
from bizenv_extract.schema import Report

ALL_REPORTS: Final = "reports.jsonl"

Write = Callable[[Path, Report], object]


def _target(path: Path, folder: Path) -> Path:
    return folder / f"{'stdin' if path == STDIN else path.stem}.json"


def obstacles(paths: Paths, folder: Path | None) -> Iterator[str | None]:
    """Give for each path what forbids it: another that came first, or an input that its report would overwrite."""
    inputs = frozenset(os.path.realpath(path) for path in paths)
    first: dict[Path, Path] = {}
    for path in paths:
        target = _target(path, folder) if folder else path
        yield _obstacle(path, first.get(target), inputs, target if folder else None)
        first.setdefault(target, path)


def _obstacle(path: Path, twin: Path | None, inputs: frozenset[str], target: Path | None) -> str | None:
    if path == twin == STDIN:
        return "standard input can be read only once"
    if target and twin:
        return f"{target} comes from {twin} already"
    if target and os.path.realpath(target) in inputs:
        return f"its report would overwrite {target}, which is an input"
    return None


def line(report: Report) -> bytes:
    """Give a report as a line of JSON."""
    return report.to_json() + b"\n"


@contextlib.contextmanager
def output(paths: Paths, out: Path | None, folder: Path | None) -> Iterator[Write]:
    """Give what writes a report: to standard output, to a file of its own, or to the one file for all."""
    if out is None:
        yield lambda _path, report: print_bytes(line(report))
    elif folder:
        make(folder)
        yield lambda path, report: replace_file(_target(path, folder), line(report))
    else:
        make(out)
        if os.path.realpath(out / ALL_REPORTS) in map(os.path.realpath, paths):
            raise click.UsageError(f"{out / ALL_REPORTS} is an input, and would be overwritten")
        with stopping(), replacing(out / ALL_REPORTS) as file:
            yield lambda _path, report: file.write(line(report))


def make(folder: Path) -> None:
    """Make the folder that -o names, where there is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.BadParameter(f"{folder}: {error.strerror or error}", param_hint="-o") from error


def replace_file(target: Path, data: bytes) -> None:
    """Write a file whole, in place of one that may be there."""
    with replacing(target) as file:
        file.write(data)
