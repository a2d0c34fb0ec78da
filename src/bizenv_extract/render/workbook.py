"""Excel: one workbook with a sheet for each kind. Needs the extra `xlsx`.

Text is written as text and numbers as numbers, never as what a spreadsheet might make of them: no formulas, no links.
Days are numbers that show as days. A number with more digits than a spreadsheet keeps (15) is written as text, and a
text longer than a cell holds is cut. The same reports give the same bytes.
"""

import contextlib
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any, Final

from bizenv_extract.columns import KINDS
from bizenv_extract.extras import needed
from bizenv_extract.render.labels import Lang, headers, word, worded
from bizenv_extract.render.widths import MORE, width
from bizenv_extract.schema import Report

DIGITS: Final = 15
LONGEST: Final = 32_767
MOST_ROWS: Final = 1_048_576
# The first day that a spreadsheet counts right, and the day before its first.
FIRST, EPOCH = dt.date(1900, 3, 1), dt.date(1899, 12, 30)
CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day, the same in all files
NARROW, BROAD = 8, 48
OPTIONS: Final = ("in_memory", "use_zip64")


def units(text: str) -> int:
    """Give the length of a text as a spreadsheet counts it, in units of UTF-16."""
    return len(text) + sum(char > "\uffff" for char in text)


def fitting(text: str) -> str:
    """Cut a text to what a cell holds; a cut one ends with an ellipsis."""
    if units(text) <= LONGEST:
        return text
    return text[:LONGEST].encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + MORE


def exact(value: Decimal) -> bool:
    """Tell whether a spreadsheet keeps all digits of a number.

    >>> exact(Decimal("90.10")), exact(Decimal("1234567890123456"))
    (True, False)
    """
    return len(value.as_tuple().digits) <= DIGITS


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook, with the formats of its cells."""

    book: Any
    bold: Any
    day: Any
    lang: Lang


@dataclass(slots=True)
class _Sheets:
    """The sheets of a kind: one, and another for each million rows."""

    kind: str
    of: _Book
    made: list[Any] = field(default_factory=list)
    row: int = 0
    widest: list[int] = field(default_factory=list)

    def turn(self) -> None:
        """Begin a sheet: its headers, which stay in sight."""
        self.close()
        name = word(self.kind, self.of.lang)
        sheet = self.of.book.add_worksheet(f"{name} ({len(self.made) + 1})" if self.made else name)
        told = headers(self.kind, self.of.lang)
        self.made.append(sheet)
        self.row, self.widest = 1, [max(NARROW, width(header)) for header in told]
        for place, header in enumerate(told):
            sheet.write_string(0, place, header, self.of.bold)
        sheet.freeze_panes(1, 0)
        # Codes of places are text on purpose; no green corners for them.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})

    def add(self, row: tuple[Any, ...]) -> None:
        if self.row == MOST_ROWS:
            self.turn()
        for place, value in enumerate(row):
            if value is not None:
                _write(self.of, self.made[-1], (self.row, place), value)
                self.widest[place] = max(self.widest[place], min(BROAD, width(str(value)[:BROAD])))
        self.row += 1

    def close(self) -> None:
        """Set what depends on all rows: widths, and filters in the headers."""
        for sheet in self.made[-1:]:
            for place, size in enumerate(self.widest):
                sheet.set_column(place, place, size + 2)
            sheet.autofilter(0, 0, self.row - 1, len(self.widest) - 1)


def _write(of: _Book, sheet: Any, at: tuple[int, int], value: str | int | Decimal | dt.date) -> None:
    if isinstance(value, dt.date) and value >= FIRST:
        sheet.write_number(*at, (value - EPOCH).days, of.day)
    elif isinstance(value, str | dt.date):
        sheet.write_string(*at, fitting(str(value)))
    elif exact(Decimal(value)):
        sheet.write_number(*at, value)
    else:
        sheet.write_string(*at, format(Decimal(value), "f"))


def names(_lang: Lang) -> Mapping[str, str]:
    """Give the name of the file."""
    return {"reports": "reports.xlsx"}


@contextlib.contextmanager
def writing(files: Mapping[str, IO[bytes]], lang: Lang) -> Iterator[Any]:
    """Give what adds a report to the workbook, whose file must be open."""
    data = io.BytesIO()
    book = needed("xlsxwriter", "xlsx").Workbook(data, dict.fromkeys(OPTIONS, True))
    book.set_properties({"created": CREATED})
    of = _Book(book, book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"}), lang)
    sheets = tuple(_Sheets(kind, of) for kind in KINDS)
    for each in sheets:
        each.turn()

    def add(report: Report) -> None:
        for each in sheets:
            for row in worded(report, each.kind, lang):
                each.add(row)

    yield add
    for each in sheets:
        each.close()
    book.close()
    files["reports"].write(data.getbuffer())
