"""Open: bytes become a `Sheet` by the reader for what they hold.

>>> open_bytes("# 优化营商环境".encode()).media_type
'text/markdown'
"""

import importlib
import re
from types import MappingProxyType, ModuleType
from typing import Final

from bizenv_extract.loading.decoding import decode
from bizenv_extract.loading.sheet import Sheet
from bizenv_extract.loading.sniffing import is_html, sniff

PLAIN: Final = "text"
"""The reader of text that needs none: it is decoded, and that is all."""

_HOMES = MappingProxyType({"pdf": "pdf", "zip": "docx", "html": "html"})
"""The modules of readers, each loaded when it is first needed: most texts need none."""

_MARKDOWN = re.compile(r"\ufeff?[ \t\r\n]*+#{1,6} [^\r\n]")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^<>]{0,200}?(?:charset|encoding)\s{0,3}=\s{0,3}["']?([A-Za-z0-9_-]{2,20})""", re.IGNORECASE
)
_CHARSET_WITHIN = 4096


def open_bytes(data: bytes, encoding: str | None = None) -> Sheet:
    """Read bytes as what they are; raises ReaderError or EncodingError."""
    kind = sniff(data)
    if kind != "text":
        sheet: Sheet = _reader(kind).read(data)
        return sheet
    charset = _CHARSET.search(data, 0, _CHARSET_WITHIN)
    text, codec = decode(data, encoding, charset.group(1).decode("ascii") if charset else None)
    if is_html(text):
        page: Sheet = _reader("html").read(text, codec)
        return page
    return Sheet(text, "text/markdown" if _MARKDOWN.match(text) else "text/plain", codec, PLAIN)


def _reader(kind: str) -> ModuleType:
    return importlib.import_module(f"bizenv_extract.loading.{_HOMES[kind]}")
