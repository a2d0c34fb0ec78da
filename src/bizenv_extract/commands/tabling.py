"""Tables that commands write: all reports of a call go into the same ones, as files or on the screen."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

from bizenv_extract.commands.console import Paths, print_bytes, stopping
from bizenv_extract.commands.writing import Write, make
from bizenv_extract.durable import replacing
from bizenv_extract.render import delimited, parquet, workbook
from bizenv_extract.render.labels import Lang
from bizenv_extract.render.terminal import Screen
from bizenv_extract.schema import Report

FILES: Final = MappingProxyType({"csv": delimited, "parquet": parquet, "xlsx": workbook})
SCREEN: Final = "table"
# Wide enough for most tables where no terminal says how wide it is.
NO_TERMINAL: Final = (100, 24)


def tables(paths: Paths, out: Path | None, form: str, lang: Lang) -> contextlib.AbstractContextManager[Write]:
    """Give what adds a report to the tables of a format."""
    if form == SCREEN:
        if out is not None:
            raise click.UsageError("--format table goes to standard output: not together with -o")
        return _screen(lang)
    if out is None:
        raise click.UsageError(f"--format {form} writes files: say where with -o DIR")
    return _files(paths, out, form, lang)


@contextlib.contextmanager
def _screen(lang: Lang) -> Iterator[Write]:
    screen = Screen(lang)
    yield lambda _path, report: screen.add(report)
    if screen.heads:
        room = shutil.get_terminal_size(NO_TERMINAL).columns
        print_bytes("".join(f"{line}\n" for line in screen.lines(room)).encode())


@contextlib.contextmanager
def _files(paths: Paths, out: Path, form: str, lang: Lang) -> Iterator[Write]:
    """Give what adds a report to files, each of which takes the place of an old one when all is written."""
    targets = {name: out / file for name, file in FILES[form].names(lang).items()}
    _spare_inputs(paths, targets)
    make(out)
    with stopping(), contextlib.ExitStack() as stack:
        opened = {name: stack.enter_context(replacing(target)) for name, target in targets.items()}
        add = stack.enter_context(FILES[form].writing(opened, lang))

        def write(_path: Path, report: Report) -> None:
            add(report)

        yield write


def _spare_inputs(paths: Paths, targets: Mapping[str, Path]) -> None:
    inputs = frozenset(map(os.path.realpath, paths))
    for target in targets.values():
        if os.path.realpath(target) in inputs:
            raise click.UsageError(f"{target} is an input, and would be overwritten")
