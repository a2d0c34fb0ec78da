r"""CSV: one file for each kind, for spreadsheets and programs alike.

UTF-8 with a byte-order mark, commas, lines that end in CR LF, quotes as RFC 4180 has them. A spreadsheet takes a cell
that begins with = + - @, a tab or a line break for a formula, so text that begins so gets an apostrophe in front, and
so does text that begins with an apostrophe: without its first apostrophe, such a cell is the text again. Numbers are
written as they are.

>>> cell("=1+1"), cell("'tis"), cell(Decimal("-90.10")), cell(None)
("'=1+1", "''tis", '-90.10', '')
"""

import contextlib
import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import IO, Any, Final

from bizenv_extract.columns import KINDS
from bizenv_extract.render.labels import Lang, headers, worded
from bizenv_extract.schema import Report

BOM: Final = "\ufeff".encode()
# The full-width ones are signs of a formula to spreadsheets in some East Asian settings.
RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def cell(value: str | int | Decimal | dt.date | None) -> str:
    """Give a value as the text of its cell."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(RISKY) else value
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def lines(rows: Iterable[Iterable[Any]]) -> bytes:
    r"""Give rows as lines of CSV.

    >>> lines([["a", "b, c", 1]])
    b'a,"b, c",1\r\n'
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(cell, row) for row in rows)
    return text.getvalue().encode()


def names(_lang: Lang) -> Mapping[str, str]:
    """Give the names of the files, by kind."""
    return {kind: f"{kind}.csv" for kind in KINDS}


@contextlib.contextmanager
def writing(files: Mapping[str, IO[bytes]], lang: Lang) -> Iterator[Any]:
    """Give what adds a report to the files, which must be open."""
    for kind, file in files.items():
        file.write(BOM + lines([headers(kind, lang)]))

    def add(report: Report) -> None:
        for kind, file in files.items():
            file.write(lines(worded(report, kind, lang)))

    yield add
