"""What a reader of files gives: the text of the file and what the file itself says of it.

>>> Sheet("优化", "text/plain", "utf-8", "text").told.title is None
True
"""

import importlib
from dataclasses import dataclass, field
from types import ModuleType
from typing import Final, NamedTuple

from bizenv_extract.errors import ReaderError


class Told(NamedTuple):
    """What a file says of itself outside its text: title, ISO date of publication, issuer."""

    title: str | None = None
    published: str | None = None
    issuer: str | None = None


UNTOLD: Final = Told()
"""What a file says that says nothing."""


class Note(NamedTuple):
    """What could not be read of a file that was read: a diagnostic of the report."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a file.

    `encoding` is a codec that gave the text, "binary" for a format that has none of its own; `reader` the name of what
    read it; `pages` the offsets at which pages begin, empty for a format without pages.
    """

    text: str = field(repr=False)
    media_type: str
    encoding: str
    reader: str
    told: Told = UNTOLD
    pages: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()


def needed(module: str, extra: str, what: str) -> ModuleType:
    """Give a library that only some formats need; raises ReaderError with what to install where it is missing.

    >>> needed("no_such_library", "html", "an HTML page")
    Traceback (most recent call last):
    bizenv_extract.errors.ReaderError: an HTML page, which no_such_library reads: pip install "bizenv-extract[html]"
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise ReaderError(f'{what}, which {library} reads: pip install "bizenv-extract[{extra}]"') from error
