"""`schema`, `validate` and `evaluate`: what a report must be, and how good it is."""

import functools
import sys
from pathlib import Path

import click

from bizenv_extract.commands.console import (
    FOLDER,
    INPUT,
    Paths,
    bytes_of,
    each,
    print_bytes,
    print_lines,
    source_of,
    stopping,
)
from bizenv_extract.errors import InputError
from bizenv_extract.evaluating import compare
from bizenv_extract.evaluating import evaluate as judged
from bizenv_extract.publishing import canonical, json_schema
from bizenv_extract.validating import validate as check


@click.command()
def schema() -> None:
    """Print the JSON Schema of a report."""
    print_bytes(canonical(json_schema()))


@click.command()
@click.argument("files", nargs=-1, required=True, type=INPUT, metavar="FILE...")
def validate(files: Paths) -> None:
    """Check reports in JSON: their form, and that each span quotes the text it points to."""
    sys.exit(each((path, functools.partial(_validate, path)) for path in files))


@click.command()
@click.option("--pred", required=True, type=FOLDER, help="Folder of reports, NAME.json.")
@click.option("--gold", required=True, type=FOLDER, help="Folder of gold, NAME.gold.json.")
@click.option("--corpus", required=True, type=FOLDER, help="Folder of the texts the gold names.")
@click.option("--errors", is_flag=True, help="List every error.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON, and nothing else.")
@click.option("--against", type=FOLDER, help="Folder of other reports: show gains and losses against them.")
def evaluate(  # noqa: PLR0913 - one argument for each option
    *, pred: Path, gold: Path, corpus: Path, errors: bool, as_json: bool, against: Path | None
) -> None:
    """Score reports by gold: precision, recall, F1, field by field."""
    if as_json and (errors or against):
        raise click.UsageError("--json prints the figures alone: not together with --errors or --against")
    with stopping():
        run = judged(pred, gold, corpus)
        gains = compare(run, judged(against, gold, corpus)) if against else ""
    if as_json:
        print_bytes(run.to_json() + b"\n")
    else:
        print_lines(run.table(), *(run.errors if errors else ()), gains)


def _validate(path: Path) -> None:
    source = source_of(path)
    try:
        check(source if isinstance(source, bytes) else bytes_of(source))
    except InputError as error:
        raise InputError(f"not valid: {error}") from error
    print_lines(f"{path}: valid")
