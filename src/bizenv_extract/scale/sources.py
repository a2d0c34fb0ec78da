"""Sources: files become items, one for a text file, one for each line of JSONL, one for each row of Parquet."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, takewhile
from typing import IO, Any, Final

import orjson

from bizenv_extract.columnar import EXTRA
from bizenv_extract.extras import needed
from bizenv_extract.loading.limits import MAX_BYTES
from bizenv_extract.scale.item import Item, of_text, shown, unread
from bizenv_extract.scale.walking import Found, Spared, nothing, walk

LINES: Final = (".jsonl", ".ndjson")
ROWS: Final = (".parquet",)
LINE_BYTES: Final = 2 * MAX_BYTES
"""The longest line of JSONL that is read: a text of the largest size, each of its characters escaped."""
ROWS_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read: the fields that hold text and id, whether links are followed, what is no input."""

    text_field: str = "text"
    id_field: str = "id"
    follow: bool = False
    spared: Spared = nothing


def items(inputs: Iterable[str], reading: Reading) -> Iterator[Item]:
    """Give the documents of all inputs, in the order of the inputs and of the names below them."""
    for found in walk(inputs, follow=reading.follow, spared=reading.spared):
        yield from _within(found, reading)


def _within(found: Found, reading: Reading) -> Iterator[Item]:
    """Give the documents of a file; where it breaks off, what came before stands."""
    if found.status is None or not found.path.endswith(LINES + ROWS):
        yield found.item
        return
    try:
        with open(found.path, "rb", opener=_at_once) as file:
            read = _lines if found.path.endswith(LINES) else _rows
            yield from read(file, shown(found.path), reading)
    except OSError as error:
        yield unread(found.path, f"cannot be read: {error.strerror or error}")


def _at_once(name: str, flags: int) -> int:
    # Had a pipe taken the file's place since it was looked at, opening it would block for ever.
    opened = os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(f"{name} is no regular file any more")
    return opened


def _lines(file: IO[bytes], path: str, reading: Reading) -> Iterator[Item]:
    for number in count(1):
        line = file.readline(LINE_BYTES)
        if not line:
            return
        if line.strip():
            yield _line(_whole(line, file), f"{path}:{number}", reading)


def _whole(line: bytes, file: IO[bytes]) -> bytes | None:
    """Give a line, or None for one that is too long, and is read past."""
    if line.endswith(b"\n") or len(line) < LINE_BYTES:
        return line
    for _ in takewhile(lambda more: more and not more.endswith(b"\n"), iter(lambda: file.readline(LINE_BYTES), b"")):
        pass
    return None


def _line(line: bytes | None, place: str, reading: Reading) -> Item:
    if line is None:
        return unread(place, f"a line of more than {LINE_BYTES} bytes")
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return unread(place, f"no JSON: {error}")
    if not isinstance(found, dict):
        return unread(place, "no JSON object")
    return row(found.get(reading.id_field), found.get(reading.text_field), place, reading.text_field)


def row(name: Any, text: Any, place: str, text_field: str) -> Item:
    """Give a row as a document; one without an id is called after where it stands.

    >>> row(None, "优化", "a.jsonl:1", "text").name, row(7, None, "a.jsonl:1", "body").problem
    ('a.jsonl:1', "no text in 'body'")
    """
    known = place if name is None else _named(name)
    if not isinstance(text, str):
        return unread(known, f"no text in {text_field!r}")
    return of_text(known, text)


def _named(name: Any) -> str:
    return name.encode("utf-8", "backslashreplace").decode() if isinstance(name, str) else str(name)


def _rows(file: IO[bytes], path: str, reading: Reading) -> Iterator[Item]:
    lib, parquet = needed("pyarrow.lib", EXTRA), needed("pyarrow.parquet", EXTRA)
    try:
        yield from _columns(parquet.ParquetFile(file), path, reading)
    except (lib.ArrowException, KeyError) as error:
        yield unread(path, f"damaged Parquet: {' '.join(str(error).split())}")


def _columns(opened: Any, path: str, reading: Reading) -> Iterator[Item]:
    names = [name for name in (reading.text_field, reading.id_field) if name in opened.schema_arrow.names]
    if reading.text_field not in names:
        yield unread(path, f"no column {reading.text_field!r}")
        return
    number = count(1)
    for batch in opened.iter_batches(batch_size=ROWS_AT_ONCE, columns=names):
        for each in batch.to_pylist():
            place = f"{path}:{next(number)}"
            yield row(each.get(reading.id_field), each[reading.text_field], place, reading.text_field)


def number(inputs: Iterable[str], reading: Reading) -> int | None:
    """Count the documents without reading them; None where that would take long."""
    total = 0
    for found in walk(inputs, follow=reading.follow, spared=reading.spared):
        if found.status is not None and found.path.endswith(LINES + ROWS):
            return None
        total += 1
    return total
