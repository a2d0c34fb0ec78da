"""`check`: figures of a text that are tied together, and whether they agree."""

import functools
import sys
from pathlib import Path

import click

from bizenv_extract.commands.console import ENCODING, INPUT, Paths, each, print_lines, source_of, stopping
from bizenv_extract.pipeline import Extractor
from bizenv_extract.schema import Check, Report


@click.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@ENCODING
def check(*, paths: Paths, encoding: str | None) -> None:
    """Say which figures of texts are tied together, and whether they agree."""
    with stopping():
        extractor = Extractor()

    def work(path: Path) -> None:
        report = extractor.extract(source_of(path), encoding=encoding)
        print_lines(*(f"{path}: {_told(found, report)}" for found in report.checks))

    sys.exit(each((path, functools.partial(work, path)) for path in paths))


def _told(found: Check, report: Report) -> str:
    """Say in one line what was compared, what came out, and the sentence it stands in."""
    records = (*report.outcomes, *report.time_limits)
    sentence = next(one.evidence.text for one in records if one.id == found.records[0]).strip()
    verdict = "agrees" if found.consistent else f"DIFFERS: {found.computed} by the other figures"
    return f"{found.kind} {found.stated} {verdict} ({found.note}): {' '.join(sentence.split())}"
