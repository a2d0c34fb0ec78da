"""`view`: reports as one page to look at."""

import datetime as dt
import functools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import click

from bizenv_extract.commands.console import (
    DAY,
    ENCODING,
    INPUT,
    Paths,
    bytes_of,
    each,
    print_bytes,
    source_of,
    stopping,
)
from bizenv_extract.commands.writing import replace_file
from bizenv_extract.errors import InputError
from bizenv_extract.pipeline import Extractor
from bizenv_extract.schema import Report
from bizenv_extract.validating import validate
from bizenv_extract.viewer.page import page

LINES: Final = ".jsonl"
REPORTS: Final = (".json", LINES)

Read = Callable[[Path | bytes], Report]


@click.command()
@click.argument("reports", nargs=-1, required=True, type=INPUT, metavar="REPORT...")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the page here."
)
@ENCODING
@click.option("--published", metavar="DATE", type=DAY, help="The day of publication of texts, YYYY-MM-DD.")
@click.option("--place", metavar="NAME", help="The place the texts are about.")
def view(
    *, reports: Paths, out: Path | None, encoding: str | None, published: dt.datetime | None, place: str | None
) -> None:
    """Make one HTML page of reports, to look at and to compare.

    A report is a .json or .jsonl file made with `extract --text`, or a text, which is extracted; the path - is standard
    input. The page needs no network and no other file. Without -o it goes to standard output.
    """
    if out and os.path.realpath(out) in map(os.path.realpath, reports):
        raise click.UsageError(f"{out} is an input, and would be overwritten")
    day = published.date().isoformat() if published else None
    found: list[dict[str, Any]] = []
    with stopping():
        extractor = Extractor()
        extracted = functools.partial(extractor.extract, published=day, place=place, encoding=encoding, text=True)
        code = each((path, functools.partial(_collect, found, path, extracted)) for path in reports)
        if found:
            _write(out, page(found))
    sys.exit(code)


def _collect(found: list[dict[str, Any]], path: Path, extracted: Read) -> None:
    found.extend(report.to_dict() for report in _reports(path, extracted))


def _reports(path: Path, extracted: Read) -> Iterator[Report]:
    """Give the reports that a path stands for: those it holds, or the one made of its text."""
    source = source_of(path)
    piped = isinstance(source, bytes) and source.lstrip().startswith(b"{")
    if not piped and path.suffix not in REPORTS:
        yield extracted(source)
        return
    data = source if isinstance(source, bytes) else bytes_of(path)
    for line in data.strip().split(b"\n") if piped or path.suffix == LINES else (data,):
        yield _checked(line)


def _checked(json: bytes) -> Report:
    """Give the report that the JSON holds; it must carry its text."""
    try:
        report = validate(json)
    except InputError as error:
        raise InputError(f"no report: {error}") from error
    if report.text is None:
        raise InputError("carries no text: extract it with --text")
    return report


def _write(out: Path | None, data: bytes) -> None:
    if out:
        replace_file(out, data)
    else:
        print_bytes(data)
