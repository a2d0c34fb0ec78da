"""PDF: the text layer of a file in reading order, with the offsets at which its pages begin.

What a file says of itself in its properties is not believed: it is the name of a draft as often as the title.
"""

import ctypes
import re
import threading
from collections.abc import Iterator
from typing import Any, Final

from bizenv_extract.errors import ReaderError
from bizenv_extract.loading.decoding import is_text
from bizenv_extract.loading.glyphs import Glyph, lines
from bizenv_extract.loading.limits import (
    MAX_CHARACTERS,
    MAX_PAGE_CHARACTERS,
    MAX_PAGES,
    in_time,
    within,
)
from bizenv_extract.loading.paragraphs import Sheaf, bind, words_of
from bizenv_extract.loading.sheet import Note, Sheet, needed

MEDIA_TYPE: Final = "application/pdf"
OCR: Final = "run OCR over it, and give the PDF that has a text layer then"

# PDFium may be used by one thread at a time in a process.
_ALONE: Final = threading.Lock()
_SIGNS: Final = str.maketrans("\r\x02\ufffe\xad\x00", "\n---\ufffd")
_LARGEST: Final = 0x10FFFF
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_PASSWORD: Final = 4
_UNKNOWN_LOCK: Final = 5


def read(data: bytes) -> Sheet:
    """Read a file; raises ReaderError for one that is damaged, encrypted, or has no text layer."""
    library = needed("pypdfium2", "pdf", "a PDF file")
    with _ALONE:
        pages = _pages(library, data)
    if not any(word.strip() for word in words_of(pages)):
        raise ReaderError(f"a PDF file without a text layer, of {len(pages)} scanned or empty pages: {OCR}")
    bound = bind(pages)
    text = _SURROGATES.sub("\ufffd", bound.text)
    if not is_text(text):
        raise ReaderError(f"a PDF file whose fonts do not say which characters they draw: {OCR}")
    return Sheet(text, MEDIA_TYPE, "binary", "pdf", pages=bound.pages, notes=tuple(_notes(pages)))


def _pages(library: Any, data: bytes) -> tuple[Sheaf, ...]:
    try:
        document = library.PdfDocument(data)
    except library.PdfiumError as error:
        raise _refusal(error) from error
    try:
        within(len(document), MAX_PAGES, "pages")
        return _sheaves(library, document)
    finally:
        document.close()


def _refusal(error: Any) -> ReaderError:
    if getattr(error, "err_code", None) in {_PASSWORD, _UNKNOWN_LOCK} or "assword" in str(error):
        return ReaderError("an encrypted PDF file: save it without a password")
    return ReaderError("a PDF file that is cut short or damaged: get it again, or print it to a new PDF")


def _sheaves(library: Any, document: Any) -> tuple[Sheaf, ...]:
    sheaves: list[Sheaf] = []
    characters = 0
    for number in in_time(range(len(document))):
        sheaf = _sheaf(library, document, number)
        characters += sum(len(line.text) for line in sheaf.lines)
        within(characters, MAX_CHARACTERS, "characters of text")
        sheaves.append(sheaf)
    if not sheaves:
        raise ReaderError("a PDF file without pages: get it again")
    return tuple(sheaves)


def _sheaf(library: Any, document: Any, number: int) -> Sheaf:
    """Read a page; one that is damaged has no lines."""
    try:
        page = document[number]
        layer = page.get_textpage()
    except library.PdfiumError:
        return Sheaf((), 0)
    try:
        height = page.get_height()
        return Sheaf(tuple(lines(_glyphs(library.raw, layer), height)), height)
    finally:
        layer.close()
        page.close()


def _glyphs(raw: Any, layer: Any) -> Iterator[Glyph]:
    """Give the characters of a page with their boxes."""
    count = max(raw.FPDFText_CountChars(layer), 0)
    within(count, MAX_PAGE_CHARACTERS, "characters on one page")
    box = raw.FS_RECTF()
    for index in range(count):
        code = raw.FPDFText_GetUnicode(layer, index)
        sign = chr(code).translate(_SIGNS) if code <= _LARGEST else "\ufffd"
        raw.FPDFText_GetLooseCharBox(layer, index, ctypes.byref(box))
        yield Glyph(sign, box.left, box.bottom, box.right, box.top)


def _notes(pages: tuple[Sheaf, ...]) -> Iterator[Note]:
    """Say which pages hold no text."""
    for number, page in enumerate(pages):
        if not page.lines:
            yield Note("page_without_text", f"page {number + 1} has no text layer: {OCR}")
