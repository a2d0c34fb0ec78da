"""`extract` and `explain`: texts in, reports out, and why."""

import datetime as dt
import functools
import sys
from pathlib import Path
from typing import Final

import click

from bizenv_extract.commands.console import DAY, ENCODING, INPUT, OUT, Paths, each, print_lines, source_of, stopping
from bizenv_extract.commands.tabling import FILES, SCREEN, tables
from bizenv_extract.commands.writing import obstacles, output
from bizenv_extract.errors import InputError
from bizenv_extract.pipeline import Extractor
from bizenv_extract.render.labels import LANGS, Lang

FORMATS: Final = ("json", "jsonl", *FILES, SCREEN)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@click.option("-o", "--out", type=OUT, metavar="DIR", help="Write files into this folder.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option(
    "--lang",
    type=click.Choice(LANGS),
    default="zh",
    show_default=True,
    help="Headers and words of csv, xlsx and table.",
)
@click.option("--text", is_flag=True, help="Put the text itself into the JSON.")
@ENCODING
@click.option("--published", metavar="DATE", type=DAY, help="The day of publication, YYYY-MM-DD.")
@click.option("--place", metavar="NAME", help="The place the texts are about.")
def extract(  # noqa: PLR0913 - one argument for each option
    *,
    paths: Paths,
    out: Path | None,
    form: str,
    lang: Lang,
    text: bool,
    encoding: str | None,
    published: dt.datetime | None,
    place: str | None,
) -> None:
    """Extract a report from each text; the path - is standard input.

    Without -o each report is a line of JSON on standard output. With -o each NAME.ext gives DIR/NAME.json, or all
    together DIR/reports.jsonl with --format jsonl. csv and parquet are one file for each kind of record in DIR, xlsx
    is DIR/reports.xlsx with a sheet for each; table is for the terminal.
    """
    with stopping():
        extractor = Extractor()
    day = published.date().isoformat() if published else None
    folder = out if form == "json" else None
    to = tables(paths, out, form, lang) if form in {*FILES, SCREEN} else output(paths, out, folder)
    with to as write:

        def work(path: Path, obstacle: str | None) -> None:
            if obstacle:
                raise InputError(obstacle)
            source = source_of(path)
            report = extractor.extract(source, published=day, place=place, encoding=encoding, text=text)
            write(path, report)

        jobs = tuple(zip(paths, obstacles(paths, folder), strict=True))
        code = each((path, functools.partial(work, path, obstacle)) for path, obstacle in jobs)
    sys.exit(code)


@click.command()
@click.argument("path", type=INPUT)
@ENCODING
def explain(path: Path, encoding: str | None) -> None:
    """Tell for each sentence of a text which rules fired and what they read."""
    with stopping():
        extractor = Extractor()

    def work() -> None:
        for line in extractor.explain(source_of(path), encoding=encoding):
            print_lines(line)

    sys.exit(each([(path, work)]))
