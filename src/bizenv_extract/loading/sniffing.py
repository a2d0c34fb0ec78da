r"""Sniff: what the bytes of a file are, told by their content; a name may lie.

>>> sniff(b"%PDF-1.7"), sniff("企业".encode())
('pdf', 'text')
>>> sniff(b"{\\rtf1")
Traceback (most recent call last):
bizenv_extract.errors.ReaderError: an RTF file, which is not read: save it as DOCX
"""

import re
from typing import Literal

from bizenv_extract.errors import ReaderError

Kind = Literal["pdf", "zip", "text"]

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
_FLAT_WORD = re.compile(rb"<\?mso-application[^>]{0,40}Word|<w:wordDocument|<pkg:package")

# What a page begins with; a fragment of one begins and ends with a tag.
_PAGE = re.compile(
    r"(?:\s|\ufeff|<!--(?:[^-]|-(?!->)){0,5000}+-->|<\?xml[^>]{0,200}>)*+"
    r"<(?:!doctype html|(?:html|head|body|meta|title|base)[\s>])",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"\s*+<(?:div|p|table|section|article|span|h[1-6]|ul|ol|font|center|style|script|link)[\s>]", re.IGNORECASE
)


def sniff(data: bytes) -> Kind:
    """Say what to read bytes as; raises ReaderError for what is not read, with what to do about it."""
    if data.startswith((ZIP, EMPTY_ZIP)):
        return "zip"
    if data.startswith(OLE):
        raise refusal(*_ole(data))
    for signature, name, advice in SIGNATURES:
        if data.startswith(signature):
            raise refusal(name, advice)
    if _FLAT_WORD.search(data, 0, PDF_WITHIN):
        raise refusal("a Word file in one piece of XML", WORD)
    return "pdf" if b"%PDF-" in data[:PDF_WITHIN] else "text"


def is_html(text: str) -> bool:
    r"""Whether a text is an HTML page, or a piece of one.

    >>> is_html("<!DOCTYPE html><p>"), is_html("<p>企业</p>"), is_html("# 报告\n<p>")
    (True, True, False)
    """
    return bool(_PAGE.match(text) or (_FRAGMENT.match(text) and text.rstrip(" \t\r\n\x00").endswith(">")))


def _ole(data: bytes) -> tuple[str, str]:
    kinds = (what[1:] for what in OLE_KINDS if what[0].encode("utf-16-le") in data)
    return next(kinds, ("an OLE file, as DOC, XLS and WPS files are", WORD))


def refusal(name: str, advice: str) -> ReaderError:
    """Give the error for a kind of file that is not read."""
    return ReaderError(f"{name}, which is not read: {advice}")
