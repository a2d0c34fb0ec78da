"""Slices and shards: documents in their order, cut by number and size alone, so that no clock and no worker decides.

A slice is what a worker takes at a time, a shard what is written, kept and resumed at a time.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from bizenv_extract.scale.item import Item, digest

SLICE_ITEMS: Final = 32
SLICE_BYTES: Final = 128 * 1024
SHARD_ITEMS: Final = 256
SHARD_BYTES: Final = 2 * 1024 * 1024


class Shard(NamedTuple):
    """Documents that are written together; the key changes with any of them, and with what is asked for."""

    number: int
    key: str
    items: tuple[Item, ...]

    def slices(self) -> tuple[tuple[Item, ...], ...]:
        """Give the documents as workers take them."""
        return tuple(cut(self.items, SLICE_ITEMS, SLICE_BYTES))


def shards(items: Iterable[Item], settings: str, most: int = SHARD_ITEMS) -> Iterator[Shard]:
    """Cut documents into shards; `settings` is what their keys begin with."""
    for number, group in enumerate(cut(items, most, SHARD_BYTES)):
        yield Shard(number, digest(group, settings), group)


def cut(items: Iterable[Item], most: int, size: int) -> Iterator[tuple[Item, ...]]:
    """Cut items into groups of at most so many, and of one or at most so many bytes.

    >>> [len(group) for group in cut([Item("a", 3, ""), Item("b", 3, ""), Item("c", 9, ""), Item("d", 1, "")], 9, 6)]
    [2, 1, 1]
    """
    group: list[Item] = []
    left = size
    for item in items:
        if group and (len(group) >= most or item.size > left):
            yield tuple(group)
            group, left = [], size
        group.append(item)
        left -= item.size
    if group:
        yield tuple(group)
