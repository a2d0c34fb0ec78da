"""Read: a text, a file or bytes become a `Document`, the source text with its facts.

Plain text and Markdown are decoded and never altered: no newline is translated, no character normalised; offsets count
code points, and `data.decode(document.encoding)` gives the text again. A byte order mark in bytes says how to decode
them and is not part of the text; a `str` is taken as it stands, even with one. Of HTML, PDF and DOCX, which are told by
their content whatever the name, the text is taken out first, and offsets point into that.

>>> document = read("企业开办 4 个工作日".encode("gbk"))
>>> document.text, document.encoding, document.length
('企业开办 4 个工作日', 'gb18030', 11)
"""

import bisect
import hashlib
import os
import pathlib
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bizenv_extract.errors import EncodingError, InputError, ReaderError
from bizenv_extract.loading.limits import MAX_BYTES
from bizenv_extract.loading.opening import PLAIN, open_bytes
from bizenv_extract.loading.sheet import UNTOLD, Note, Told

REASONS: Mapping[type[OSError], str] = MappingProxyType(
    {FileNotFoundError: "no such file", PermissionError: "no permission to read it"}
)

_SURROGATES = re.compile("[\ud800-\udfff]++")
# What is read as text under one of these names is no report but a failed download or a wrong name.
_NEVER_EMPTY = re.compile(r"\.(?:html?|pdf|docx?)$", re.IGNORECASE)
_NEVER_TEXT = re.compile(r"\.(?:pdf|docx)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """The source text and where it came from.

    `uri` is the path as it was given, or None; `encoding` a codec name that decodes the bytes to `text` where `reader`
    is "text"; `sha256` the hash of the bytes. `told` is what the file says of itself outside its text, `pages` holds
    the offsets at which pages begin.

    >>> Document("优化", None, "text/plain", "utf-8", "0" * 64).length
    2
    """

    text: str = field(repr=False)
    uri: str | None
    media_type: str
    encoding: str
    sha256: str
    reader: str = PLAIN
    told: Told = UNTOLD
    pages: tuple[int, ...] = field(default=(), repr=False)
    notes: tuple[Note, ...] = ()

    @property
    def length(self) -> int:
        """How many code points the text has."""
        return len(self.text)

    @property
    def extracted(self) -> bool:
        """Whether the text is not what the bytes decode to, but was taken out of them."""
        return self.reader != PLAIN

    def page(self, offset: int) -> int | None:
        """Give the page, from 1, on which a character stands; None for a text without pages.

        >>> Document("甲乙丙", None, "application/pdf", "binary", "0" * 64, "pdf", pages=(0, 2)).page(2)
        2
        """
        return bisect.bisect_right(self.pages, offset) or None


def read(source: str | bytes | pathlib.Path, *, encoding: str | None = None) -> Document:
    r"""Give the `Document` of a text (`str`), of bytes, or of a file (`Path`); raises InputError or a subclass of it.

    `encoding` says how bytes are encoded, where they carry no byte order mark; a `str` needs none. A `str` may hold
    lone surrogates, which no JSON can carry: each becomes U+FFFD in the text, so that offsets hold, and counts for the
    hash as the three bytes UTF-8 would give it.

    >>> read("企业开办").encoding, read("企业开办".encode("utf-16")).encoding
    ('utf-8', 'utf-16')
    >>> read(b"\x89PNG\r\n\x1a\n")
    Traceback (most recent call last):
    bizenv_extract.errors.ReaderError: a PNG image, which is not read: run OCR over it, and give the text
    """
    if isinstance(source, str):
        data = _within_limit(source.encode("utf-8", "surrogatepass"))
        return Document(_SURROGATES.sub(_replaced, source), None, "text/plain", "utf-8", _sha256(data))
    if isinstance(source, bytes):
        return _from_bytes(source, None, encoding)
    if isinstance(source, pathlib.Path):
        return _from_file(source, encoding)
    raise InputError(f"wants a str (a text), bytes or a Path, not {type(source).__name__}")


def _replaced(run: re.Match[str]) -> str:
    return "\ufffd" * len(run.group())


def _from_file(path: pathlib.Path, encoding: str | None) -> Document:
    try:
        data = _file_bytes(path)
        if not data and _NEVER_EMPTY.search(path.name):
            raise ReaderError("an empty file: get it again from where it came")
        return _true_to_name(path, data, encoding)
    except InputError as error:
        raise type(error)(f"{path}: {error}") from error


def _true_to_name(path: pathlib.Path, data: bytes, encoding: str | None) -> Document:
    """Read a file; its content says how, but plain text or no text at all under the name of a PDF is an error."""
    named = _NEVER_TEXT.search(path.name)
    try:
        document = _from_bytes(data, _uri(path), encoding)
    except EncodingError as error:
        if named:
            raise ReaderError(f"named {named.group()}, but no such file: {error}; get it again") from error
        raise
    if named and not document.extracted:
        raise ReaderError(f"named {named.group()}, but it is plain text: name it .txt, or get the file again")
    return document


def _uri(path: pathlib.Path) -> str:
    # By way of the bytes on disk: the same in any locale, and valid Unicode where a name is not UTF-8.
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _file_bytes(path: pathlib.Path) -> bytes:
    try:
        # Asked before opening, because opening a device can do something, and after, because a name can be swapped.
        _refuse_special(path.stat().st_mode)
        with open(path, "rb", opener=_at_once) as file:
            _refuse_special(os.fstat(file.fileno()).st_mode)
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name, or a name the file system cannot spell
        raise InputError(_reason(error)) from error


def _at_once(name: str, flags: int) -> int:
    # A pipe without a writer would otherwise block for ever.
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_special(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise InputError("a folder, not a file")
    if not stat.S_ISREG(mode):
        raise InputError("not a regular file (a pipe, a socket or a device)")


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return REASONS.get(type(error)) or f"cannot be read: {error.strerror or error}"
    return f"not a possible file name: {error}"


def _from_bytes(data: bytes, uri: str | None, encoding: str | None) -> Document:
    sheet = open_bytes(_within_limit(data), encoding)
    return Document(
        text=sheet.text,
        uri=uri,
        media_type=sheet.media_type,
        encoding=sheet.encoding,
        sha256=_sha256(data),
        reader=sheet.reader,
        told=sheet.told,
        pages=sheet.pages,
        notes=sheet.notes,
    )


def _within_limit(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise InputError(f"larger than the limit of {MAX_BYTES} bytes")
    return data


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
