"""The console: what all commands share. Inputs one by one, output as bytes, complaints on stderr.

Exit codes: 0 all went well, 1 some inputs failed and the others came out, 2 the call itself was wrong. What fails is
one line on stderr, `bizenv-extract: PATH: reason`. All output is UTF-8, whatever the locale says.
"""

import codecs
import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import click

from bizenv_extract.errors import BizenvError, EncodingError, InputError
from bizenv_extract.loading.decoding import codecs_for
from bizenv_extract.loading.limits import MAX_BYTES

NAME: Final = "bizenv-extract"
STDIN: Final = Path("-")

# What would move a terminal's cursor, break the line or turn its reading direction, and lone surrogates.
UNSAFE: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

Paths = tuple[Path, ...]
Work = Callable[[], None]


class Stop(click.ClickException):
    """The run cannot go on: one line on stderr, exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason."""
        del file
        complain(self.message)


@contextlib.contextmanager
def stopping() -> Iterator[None]:
    """Turn an error of the package into the end of the run."""
    try:
        yield
    except BizenvError as error:
        raise Stop(str(error)) from error


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


def each(jobs: Iterable[tuple[Path, Work]]) -> int:
    """Do the work for each path, whatever becomes of the others, and give the exit code."""
    return 1 if sum(not _done(path, work) for path, work in jobs) else 0


def _done(path: Path, work: Work) -> bool:
    try:
        work()
    except BizenvError as error:
        complain(f"{path}: {str(error).removeprefix(f'{path}: ')}")
        return False
    return True


def source_of(path: Path) -> Path | bytes:
    """Give what to read for a path: the path, or what stands on standard input."""
    if path != STDIN:
        return path
    if sys.stdin is None:
        raise InputError("standard input is closed")
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"standard input cannot be read: {error.strerror or error}") from error


def bytes_of(path: Path) -> bytes:
    """Give the bytes of a file of JSON, without a byte order mark; what it quotes is no reason to take it for a PDF."""
    try:
        return path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except FileNotFoundError as error:
        raise InputError("no such file") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}") from error


def print_lines(*texts: str) -> None:
    """Print lines of text, with what would disturb a terminal written out."""
    lines = (line for text in texts for line in text.removesuffix("\n").split("\n") if text)
    print_bytes("".join(f"{_safe(line)}\n" for line in lines).encode())


def print_bytes(data: bytes) -> None:
    """Print bytes as they are."""
    try:
        click.echo(data, nl=False)
    except BrokenPipeError:
        raise  # click ends the run without a word: nobody reads on
    except OSError as error:
        # What is still in the buffer would be tried once more at exit, and fail with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Stop(f"cannot write to standard output: {error.strerror or error}") from error


def complain(message: str) -> None:
    """Say on stderr, in one line, what went wrong."""
    click.echo(f"{NAME}: {_safe(message)}\n".encode(), nl=False, err=True)


def _safe(line: str) -> str:
    return UNSAFE.sub(lambda match: ascii(match[0])[1:-1], line)
