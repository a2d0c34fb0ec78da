"""DOCX: paragraphs and rows of tables in their order, with the standard library alone.

The one part with the text is read as it is unpacked, piece by piece, and never as a whole: a hostile file costs no
more than the limits allow. A document type declaration is refused where it begins, and with it every entity. What was
deleted under change control, hidden text, phonetic guides and the second form of a drawing are not part of the text;
what was inserted, content controls and text boxes are.
"""

import functools
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Final
from xml.parsers import expat

from bizenv_extract.errors import ReaderError
from bizenv_extract.loading.limits import (
    FREE_PART,
    MAX_CELLS,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_ENTRIES,
    MAX_PARAGRAPHS,
    MAX_PART,
    MAX_RATIO,
    in_time,
    within,
)
from bizenv_extract.loading.rows import row
from bizenv_extract.loading.sheet import Sheet, Told
from bizenv_extract.loading.sniffing import ARCHIVE, SHEETS, WORD, refusal

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD_PART: Final = "word/document.xml"
STYLES_PART: Final = "word/styles.xml"
DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    expat.ExpatError,
)
PIECE: Final = 64 * 1024

ZIP_KINDS: Final = (
    ("xl/workbook.xml", "an Excel file (XLSX)", SHEETS),
    ("ppt/presentation.xml", "a PowerPoint file (PPTX)", SHEETS),
    ("OFD.xml", "an OFD file", "convert it to PDF"),
    ("content.xml", "an OpenDocument file (ODT)", WORD),
    ("META-INF/container.xml", "an EPUB file", "convert it to HTML or DOCX"),
)

# The names of the elements of WordprocessingML, transitional and strict; others are looked through.
_WORDS = re.compile(r"(?:.*/wordprocessingml/(?:2006/)?main) ([A-Za-z]+)$")
_FALLBACK: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_SKIPPED: Final = frozenset({"del", "moveFrom", "rt", "instrText", "delText", _FALLBACK})
_SIGNS: Final = frozenset({"tab", "br", "cr", "noBreakHyphen"})
_OFF: Final = frozenset({"0", "false", "off"})
_EDGES: Final = " \t\r\n\xa0\u3000"
_TITLE = re.compile("^(?:title|标题)$", re.IGNORECASE)
_ENCRYPTED: Final = 0x1


class _Words:
    """Collects the lines of a document while its XML is read."""

    def __init__(self, titles: frozenset[str]) -> None:
        self.lines: list[str] = []
        self.title: list[str] = []
        self._titles = titles
        self._depth = self._skip = self._paragraphs = self._cells = self._characters = 0
        self._open: list[list[str]] = []
        self._rows: list[list[list[str]]] = []
        self._into: list[list[str]] = [self.lines]
        self._in_words = self._hidden = self._is_title = self._merged = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        within(self._depth, MAX_DEPTH, "elements within elements")
        local = _local(name)
        if self._skip or local in _SKIPPED:
            self._skip += 1
        elif local in _SIGNS:
            self._sign(local)
        elif local in {"p", "tr", "tc"}:
            self._open_block(local)
        else:
            self._property(local, _value(attributes))

    def end(self, name: str) -> None:
        self._depth -= 1
        local = _local(name)
        if self._skip:
            self._skip -= 1
        elif local == "t":
            self._in_words = False
        elif local == "r":
            self._hidden = False
        elif local in {"p", "tr", "tc"}:
            self._close_block(local)

    def words(self, text: str) -> None:
        if self._in_words and not self._hidden and not self._skip and self._open:
            self._open[-1].append(text)
            self._characters += len(text)
            within(self._characters, MAX_CHARACTERS, "characters of text")

    def _property(self, local: str, value: str) -> None:
        if local == "t":
            self._in_words = True
        elif local == "vanish":
            self._hidden = value not in _OFF
        elif local == "pStyle":
            self._is_title = value in self._titles
        elif local == "vMerge":
            self._merged = value != "restart"

    def _sign(self, local: str) -> None:
        if self._open and not self._hidden:
            self._open[-1].append({"tab": "\t", "noBreakHyphen": "-"}.get(local, "\n"))

    def _open_block(self, local: str) -> None:
        if local == "p":
            self._open.append([])
            self._is_title = False
            self._paragraphs += 1
            within(self._paragraphs, MAX_PARAGRAPHS, "paragraphs")
        elif local == "tr":
            self._rows.append([])
        else:
            self._into.append([])
            self._merged = False
            self._cells += 1
            within(self._cells, MAX_CELLS, "cells of tables")

    def _close_block(self, local: str) -> None:
        if local == "p":
            self._paragraph("".join(self._open.pop()))
        elif local == "tc":
            # A cell that goes on with the one above holds no text of its own.
            cell = self._into.pop()
            if self._rows and not self._merged:
                self._rows[-1].append(cell)
            self._merged = False
        else:
            self._into[-1].extend(row(self._rows.pop()))

    def _paragraph(self, text: str) -> None:
        lines = [line.strip(_EDGES) for line in text.split("\n")]
        self._into[-1].extend(line for line in lines if line)
        if self._is_title:
            self.title.extend(line for line in lines if line)
        self._is_title = False


class _Styles:
    """Collects the ids of the styles that are called a title."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "style":
            self._style = next((value for key, value in attributes.items() if key.endswith(" styleId")), "")
        elif local == "name" and _TITLE.match(_value(attributes)):
            self.titles.append(self._style)


def read(data: bytes) -> Sheet:
    """Read an archive; raises ReaderError for one that is no document, damaged, encrypted, hostile or empty."""
    with _opened(data) as archive:
        _refuse_others(archive)
        try:
            found = _words(archive)
        except DAMAGE as error:
            raise ReaderError(f"a damaged Word file ({error}): get it again, or save it once more") from error
    if not found.lines:
        raise ReaderError("a Word file without text: what it shows are pictures, run OCR over them")
    return Sheet("\n".join(found.lines), MEDIA_TYPE, "binary", "docx", Told(title="".join(found.title) or None))


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        reason = "a ZIP archive, as DOCX, XLSX and OFD files are, cut short or damaged: get it again"
        raise ReaderError(reason) from error


def _refuse_others(archive: zipfile.ZipFile) -> None:
    names = frozenset(archive.namelist())
    if WORD_PART not in names:
        found = next((what for what in ZIP_KINDS if what[0] in names), ("", "a ZIP archive", ARCHIVE))
        raise refusal(*found[1:])
    within(len(archive.infolist()), MAX_ENTRIES, "files in the archive")
    if any(info.flag_bits & _ENCRYPTED for info in archive.infolist()):
        raise ReaderError("an encrypted Word file: save it without a password")


def _words(archive: zipfile.ZipFile) -> _Words:
    """Read the part with the text, after the names of styles where there are any."""
    styles = _Styles()
    if STYLES_PART in archive.namelist():
        _parse(archive, STYLES_PART, _parser(styles.start))
    found = _Words(frozenset(styles.titles) or frozenset({"Title"}))
    parser = _parser(found.start)
    parser.EndElementHandler, parser.CharacterDataHandler = found.end, found.words
    _parse(archive, WORD_PART, parser)
    return found


def _parser(start: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    return parser


def _refuse_doctype(*_parts: object) -> None:
    raise ReaderError("a Word file with a document type declaration, which none needs: it may be hostile")


def _parse(archive: zipfile.ZipFile, name: str, parser: expat.XMLParserType) -> None:
    info = archive.getinfo(name)
    _refuse_bomb(info.file_size, info.compress_size)
    with archive.open(info) as part:
        for piece in in_time(_pieces(part, info.compress_size)):
            parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by position
    parser.Parse(b"", True)  # noqa: FBT003


def _pieces(part: IO[bytes], packed: int) -> Iterator[bytes]:
    """Give the pieces of a part, counting what really comes out."""
    read = 0
    while piece := part.read(PIECE):
        read += len(piece)
        _refuse_bomb(read, packed)
        yield piece


def _refuse_bomb(size: int, packed: int) -> None:
    if size > MAX_PART:
        raise ReaderError(f"a part of the Word file unpacks to more than {MAX_PART} bytes, the limit")
    if size > FREE_PART and size > packed * MAX_RATIO:
        raise ReaderError(f"a part of the Word file unpacks to more than {MAX_RATIO} times its size, the limit")


@functools.lru_cache(maxsize=1024)
def _local(name: str) -> str:
    """Give the bare name of an element of WordprocessingML, and any other as it is."""
    found = _WORDS.match(name)
    return found.group(1) if found else name


def _value(attributes: dict[str, str]) -> str:
    """Give the attribute `w:val`; none at all says yes."""
    return next((value for key, value in attributes.items() if key.endswith(" val")), "")
