"""The limits of what is read: a hostile file costs so much and no more, and is refused with the limit by name.

>>> within(3, 5, "pages")
>>> within(6, 5, "pages")
Traceback (most recent call last):
bizenv_extract.errors.ReaderError: more than 5 pages, the limit: split the file
"""

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from bizenv_extract.clock import Clock
from bizenv_extract.errors import ReaderError

Item = TypeVar("Item")

MAX_BYTES: Final = 64 * 1024 * 1024
"""The largest input that is read, in bytes; a `str` counts as its UTF-8 bytes."""

MAX_SECONDS: Final = 20
"""How long one file may take to be loaded, asked between its pieces (nodes, pages, blocks)."""

MAX_CHARACTERS: Final = 5_000_000
"""The longest text that is taken out of an HTML, PDF or DOCX file."""

MAX_NODES: Final = 500_000
"""HTML: elements and texts of a page."""

MAX_NESTED: Final = 512
"""HTML: elements within elements."""

MAX_ATTRIBUTES: Final = 512
"""HTML: attributes of one tag."""

MAX_PAGES: Final = 2_000
"""PDF: pages."""

MAX_PAGE_CHARACTERS: Final = 200_000
"""PDF: characters of one page."""

MAX_ENTRIES: Final = 2_000
"""DOCX: files in the archive."""

MAX_PART: Final = 50 * 1024 * 1024
"""DOCX: bytes of one part, as declared and as they come out."""

MAX_RATIO: Final = 200
"""DOCX: how many times a part above `FREE_PART` may be larger than its compressed form."""

FREE_PART: Final = 1024 * 1024
"""DOCX: a part up to so many bytes may be compressed at will."""

MAX_PARAGRAPHS: Final = 200_000
"""DOCX: paragraphs, those in cells of tables too."""

MAX_CELLS: Final = 200_000
"""HTML and DOCX: cells of tables."""

MAX_DEPTH: Final = 256
"""DOCX: elements within elements."""


def within(count: int, limit: int, name: str) -> None:
    """Raise ReaderError where there is more of something than its limit."""
    if count > limit:
        raise ReaderError(f"more than {limit} {name}, the limit: split the file")


def in_time(items: Iterable[Item]) -> Iterator[Item]:
    """Give the items, and raise ReaderError when `MAX_SECONDS` have passed.

    >>> list(in_time("ab"))
    ['a', 'b']
    """
    clock = Clock.until(MAX_SECONDS)
    yield from clock.while_left(items)
    if clock.over:
        raise ReaderError(f"not loaded in {MAX_SECONDS} seconds, the limit: split the file, or give its text")
