"""An item: one document to be read, known by its name and by what tells it from a changed one."""

import hashlib
import os
from collections.abc import Iterable
from typing import NamedTuple


class Item(NamedTuple):
    """A document: a file, or a text that stood in one; or something that is none, and why.

    `name` is what the rows of the document carry; `size` is in bytes, as far as it is known; `identity` changes when
    the document does.
    """

    name: str
    size: int
    identity: str
    path: str | None = None
    text: str | None = None
    problem: str | None = None


def of_file(path: str, status: os.stat_result) -> Item:
    """Give a file as an item: known by size and time, so that a resumed run need not read what is done."""
    return Item(shown(path), status.st_size, f"{status.st_size}:{status.st_mtime_ns}", path=path)


def of_text(name: str, text: str) -> Item:
    """Give a text as an item, known by its hash.

    >>> of_text("a", "优化").size
    6
    """
    data = text.encode("utf-8", "surrogatepass")
    return Item(name, len(data), hashlib.sha256(data).hexdigest(), text=text)


def unread(name: str, reason: str) -> Item:
    """Give what cannot be read as an item: it becomes an error record in its place."""
    return Item(shown(name), 0, reason, problem=reason)


def shown(path: str) -> str:
    r"""Give a path as it stands in a report: valid Unicode, also where the name is not UTF-8.

    >>> shown("a\udcff.txt")
    'a\\xff.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def digest(items: Iterable[Item], start: str) -> str:
    """Hash the names and identities of items, in their order, after a first word.

    >>> digest([of_text("a", "x")], "v1") == digest([of_text("a", "y")], "v1")
    False
    """
    hashed = hashlib.sha256(start.encode())
    for item in items:
        # Lengths first: no name can be mistaken for another with part of its identity.
        hashed.update(f"\n{len(item.name)} {item.name} {item.identity}".encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()
