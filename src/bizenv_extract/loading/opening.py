"""Open: bytes become a `Sheet` by the reader for what they hold.

>>> open_bytes("# 优化营商环境".encode()).media_type
'text/markdown'
"""

import re
from typing import Final

from bizenv_extract.loading import docx, html, pdf
from bizenv_extract.loading.decoding import decode
from bizenv_extract.loading.sheet import Sheet
from bizenv_extract.loading.sniffing import sniff

PLAIN: Final = "text"
"""The reader of text that needs none: it is decoded, and that is all."""

_MARKDOWN = re.compile(r"\ufeff?[ \t\r\n]*+#{1,6} [^\r\n]")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^<>]{0,200}?(?:charset|encoding)\s{0,3}=\s{0,3}["']?([A-Za-z0-9_-]{2,20})""", re.IGNORECASE
)
_CHARSET_WITHIN = 4096


def open_bytes(data: bytes, encoding: str | None = None) -> Sheet:
    """Read bytes as what they are; raises ReaderError or EncodingError."""
    kind = sniff(data)
    if kind == "pdf":
        return pdf.read(data)
    if kind == "docx":
        return docx.read(data)
    charset = _CHARSET.search(data, 0, _CHARSET_WITHIN)
    text, codec = decode(data, encoding, charset.group(1).decode("ascii") if charset else None)
    if html.is_html(text):
        return html.read(text, codec)
    return Sheet(text, "text/markdown" if _MARKDOWN.match(text) else "text/plain", codec, PLAIN)
