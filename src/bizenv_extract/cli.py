"""The command line: `bizenv-extract`, the same as `python -m bizenv_extract`.

Exit codes: 0 all went well, 1 some inputs failed and the others came out, 2 the call itself was wrong. What fails is
one line on stderr, `bizenv-extract: PATH: reason`. All output is UTF-8, whatever the locale says.

>>> sorted(main.commands)
['evaluate', 'explain', 'extract', 'schema', 'validate']
"""

import contextlib
import datetime as dt
import functools
import importlib
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import click

from bizenv_extract._version import __version__
from bizenv_extract.document import MAX_BYTES, codecs_for, read
from bizenv_extract.errors import BizenvError, EncodingError, InputError
from bizenv_extract.pipeline import Extractor
from bizenv_extract.publishing import canonical, json_schema
from bizenv_extract.validating import validate as check

NAME: Final = "bizenv-extract"
STDIN: Final = Path("-")
ALL_REPORTS: Final = "reports.jsonl"

# What would move a terminal's cursor, break the line or turn its reading direction, and lone surrogates.
UNSAFE: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

Paths = tuple[Path, ...]
Write = Callable[[Path, bytes], object]
Work = Callable[[], None]


class _Stop(click.ClickException):
    """The run cannot go on: one line on stderr, exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        del file
        _complain(self.message)


@contextlib.contextmanager
def _stopping() -> Iterator[None]:
    try:
        yield
    except BizenvError as error:
        raise _Stop(str(error)) from error


def _encoding(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    try:
        if value is not None:
            codecs_for(value)
    except EncodingError as error:
        raise click.BadParameter(str(error)) from error
    return value


# `readable=False`: a file that may not be read is an input that fails (1), not a wrong call (2).
INPUT: Final = click.Path(path_type=Path, readable=False)
FOLDER: Final = click.Path(path_type=Path, exists=True, file_okay=False)
OUT: Final = click.Path(path_type=Path, file_okay=False, writable=True)
DAY: Final = click.DateTime(["%Y-%m-%d"])
ENCODING: Final = click.option("--encoding", metavar="E", callback=_encoding, help="How the inputs are encoded.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name=NAME)
def main() -> None:
    """Read reports on the business environment into validated JSON."""


@main.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@click.option("-o", "--out", type=OUT, metavar="DIR", help="Write files into this folder.")
@click.option("--format", "form", type=click.Choice(["json", "jsonl"]), default="json", show_default=True)
@click.option("--text", is_flag=True, help="Put the text itself into the JSON.")
@ENCODING
@click.option("--published", metavar="DATE", type=DAY, help="The day of publication, YYYY-MM-DD.")
@click.option("--place", metavar="NAME", help="The place the texts are about.")
def extract(  # noqa: PLR0913 - one argument for each option
    *,
    paths: Paths,
    out: Path | None,
    form: str,
    text: bool,
    encoding: str | None,
    published: dt.datetime | None,
    place: str | None,
) -> None:
    """Extract a report from each text; the path - is standard input.

    Without -o each report is a line of JSON on standard output. With -o each NAME.ext gives DIR/NAME.json, or all
    together DIR/reports.jsonl with --format jsonl.
    """
    with _stopping():
        extractor = Extractor()
    day = published.date().isoformat() if published else None
    folder = out if form == "json" else None
    with _output(paths, out, folder) as write:

        def work(path: Path, obstacle: str | None) -> None:
            if obstacle:
                raise InputError(obstacle)
            source = _source(path)
            report = extractor.extract(source, published=day, place=place, encoding=encoding, text=text)
            write(path, report.to_json() + b"\n")

        jobs = tuple(zip(paths, _obstacles(paths, folder), strict=True))
        code = _each((path, functools.partial(work, path, obstacle)) for path, obstacle in jobs)
    sys.exit(code)


@main.command()
def schema() -> None:
    """Print the JSON Schema of a report."""
    _print(canonical(json_schema()))


@main.command()
@click.argument("files", nargs=-1, required=True, type=INPUT, metavar="FILE...")
def validate(files: Paths) -> None:
    """Check reports in JSON: their form, and that each span quotes the text it points to."""
    sys.exit(_each((path, functools.partial(_validate, path)) for path in files))


@main.command()
@click.argument("path", type=INPUT)
@ENCODING
def explain(path: Path, encoding: str | None) -> None:
    """Tell for each sentence of a text which rules fired and what they read."""
    with _stopping():
        extractor = Extractor()

    def work() -> None:
        for line in extractor.explain(_source(path), encoding=encoding):
            _print_lines(line)

    sys.exit(_each([(path, work)]))


@main.command()
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
    judge = importlib.import_module("bizenv_extract.evaluating")  # a fifth of the start, and no other command needs it
    with _stopping():
        run = judge.evaluate(pred, gold, corpus)
        gains = judge.compare(run, judge.evaluate(against, gold, corpus)) if against else ""
    if as_json:
        _print(run.to_json() + b"\n")
    else:
        _print_lines(run.table(), *(run.errors if errors else ()), gains)


def _each(jobs: Iterable[tuple[Path, Work]]) -> int:
    """Do the work for each path, whatever becomes of the others, and give the exit code."""
    return 1 if sum(not _done(path, work) for path, work in jobs) else 0


def _done(path: Path, work: Work) -> bool:
    try:
        work()
    except BizenvError as error:
        _complain(f"{path}: {str(error).removeprefix(f'{path}: ')}")
        return False
    return True


def _source(path: Path) -> Path | bytes:
    if path != STDIN:
        return path
    if sys.stdin is None:
        raise InputError("standard input is closed")
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"standard input cannot be read: {error.strerror or error}") from error


def _target(path: Path, folder: Path) -> Path:
    return folder / f"{'stdin' if path == STDIN else path.stem}.json"


def _obstacles(paths: Paths, folder: Path | None) -> Iterator[str | None]:
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


@contextlib.contextmanager
def _output(paths: Paths, out: Path | None, folder: Path | None) -> Iterator[Write]:
    """Give what writes a report: to standard output, to a file of its own, or to the one file for all."""
    if out is None:
        yield lambda _path, data: _print(data)
    elif folder:
        _make(folder)
        yield lambda path, data: _replace(_target(path, folder), data)
    else:
        _make(out)
        if os.path.realpath(out / ALL_REPORTS) in map(os.path.realpath, paths):
            raise click.UsageError(f"{out / ALL_REPORTS} is an input, and would be overwritten")
        with _stopping(), _replacing(out / ALL_REPORTS) as file:
            yield lambda _path, data: file.write(data)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.BadParameter(f"{folder}: {error.strerror or error}", param_hint="-o") from error


def _replace(target: Path, data: bytes) -> None:
    with _replacing(target) as file:
        file.write(data)


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    """Give a file that takes the place of `target` when all is written, so that nobody ever sees half of one."""
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise BizenvError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _validate(path: Path) -> None:
    text = read(_source(path), encoding="utf-8").text
    try:
        check(text)
    except InputError as error:
        raise InputError(f"not valid: {error}") from error
    _print_lines(f"{path}: valid")


def _print_lines(*texts: str) -> None:
    lines = (line for text in texts for line in text.removesuffix("\n").split("\n") if text)
    _print("".join(f"{_safe(line)}\n" for line in lines).encode())


def _print(data: bytes) -> None:
    try:
        click.echo(data, nl=False)
    except BrokenPipeError:
        raise  # click ends the run without a word: nobody reads on
    except OSError as error:
        # What is still in the buffer would be tried once more at exit, and fail with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise _Stop(f"cannot write to standard output: {error.strerror or error}") from error


def _complain(message: str) -> None:
    click.echo(f"{NAME}: {_safe(message)}\n".encode(), nl=False, err=True)


def _safe(line: str) -> str:
    return UNSAFE.sub(lambda match: ascii(match[0])[1:-1], line)
