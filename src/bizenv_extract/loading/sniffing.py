r"""Sniff: what the bytes of a file are, told by their content; a name may lie.

>>> sniff(b"%PDF-1.7"), sniff("企业".encode())
('pdf', 'text')
>>> sniff(b"{\\rtf1")
Traceback (most recent call last):
bizenv_extract.errors.ReaderError: an RTF file, which is not read: save it as DOCX
"""

import io
import re
import zipfile
from typing import Literal

from bizenv_extract.errors import ReaderError

Kind = Literal["pdf", "docx", "text"]

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Readers of PDF look for the mark this far.
PDF_WITHIN = 1024

PICTURE = "run OCR over it, and give the text"
ARCHIVE = "unpack it, and give the files"
WORD = "save it as DOCX"
SHEETS = "save what is to be read as DOCX, PDF or text"
SIGNATURES = (
    (b"{\\rtf", "an RTF file", WORD),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", PICTURE),
    (b"\xff\xd8\xff", "a JPEG image", PICTURE),
    (b"GIF8", "a GIF image", PICTURE),
    (b"II*\x00", "a TIFF image", PICTURE),
    (b"MM\x00*", "a TIFF image", PICTURE),
    (b"Rar!\x1a\x07", "a RAR archive", ARCHIVE),
    (b"7z\xbc\xaf'\x1c", "a 7z archive", ARCHIVE),
    (b"\x1f\x8b\x08", "a gzip file", ARCHIVE),
    (b"AT&TFORM", "a DjVu file", "convert it to PDF with a text layer"),
    (b"From: <Saved by", "a web archive (MHT)", "save the page as HTML"),
)
# The names of streams in an OLE file, in UTF-16 as its directory has them.
OLE_KINDS = (
    ("EncryptedPackage", "an encrypted Office file", "save it without a password"),
    ("WordDocument", "a Word 97-2003 file (DOC) or WPS file", WORD),
    ("Workbook", "an Excel 97-2003 file (XLS)", SHEETS),
    ("Book", "an Excel 95 file (XLS)", SHEETS),
    ("PowerPoint Document", "a PowerPoint 97-2003 file (PPT)", SHEETS),
)
ZIP_KINDS = (
    ("xl/workbook.xml", "an Excel file (XLSX)", SHEETS),
    ("ppt/presentation.xml", "a PowerPoint file (PPTX)", SHEETS),
    ("OFD.xml", "an OFD file", "convert it to PDF"),
    ("content.xml", "an OpenDocument file (ODT)", WORD),
    ("META-INF/container.xml", "an EPUB file", "convert it to HTML or DOCX"),
)
WORD_PART = "word/document.xml"

_FLAT_WORD = re.compile(rb"<\?mso-application[^>]{0,40}Word|<w:wordDocument|<pkg:package")


def sniff(data: bytes) -> Kind:
    """Say what to read bytes as; raises ReaderError for what is not read, with what to do about it."""
    if data.startswith((ZIP, EMPTY_ZIP)):
        return _zipped(data)
    if data.startswith(OLE):
        raise _refusal(*_ole(data))
    for signature, name, advice in SIGNATURES:
        if data.startswith(signature):
            raise _refusal(name, advice)
    if _FLAT_WORD.search(data, 0, PDF_WITHIN):
        raise _refusal("a Word file in one piece of XML", WORD)
    return "pdf" if b"%PDF-" in data[:PDF_WITHIN] else "text"


def _zipped(data: bytes) -> Kind:
    names = _names(data)
    if WORD_PART in names:
        return "docx"
    found = next((what for what in ZIP_KINDS if what[0] in names), ("", "a ZIP archive", ARCHIVE))
    raise _refusal(*found[1:])


def _names(data: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        reason = "a ZIP archive, as DOCX, XLSX and OFD files are, cut short or damaged: get it again"
        raise ReaderError(reason) from error


def _ole(data: bytes) -> tuple[str, str]:
    kinds = (what[1:] for what in OLE_KINDS if what[0].encode("utf-16-le") in data)
    return next(kinds, ("an OLE file, as DOC, XLS and WPS files are", WORD))


def _refusal(name: str, advice: str) -> ReaderError:
    return ReaderError(f"{name}, which is not read: {advice}")
