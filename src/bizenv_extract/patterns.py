"""Regular expressions that take long to compile, taken from a store where it has them.

`re` compiles in Python: the great patterns of the package take longer than reading a report. What it makes of a source
is a list of numbers, the same each time for one version of its engine. `data/patterns.bin` holds these lists under
the hash of their sources. What is not in the store is compiled as always, and all is by another version of Python: the
store can make nothing wrong, only faster. `python -m bizenv_extract.storing` writes it; a test says when to.

>>> compiled("[0-9]{4}年").search("到2025年底").span()
(1, 6)
"""

import _sre  # type: ignore[import-not-found]
import functools
import hashlib
import marshal
import re
import sys
import zlib
from array import array
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

STORE: Final = Path(__file__).with_name("data") / "patterns.bin"
ENGINE: Final = (*sys.version_info[:2], sys.implementation.name, sys.byteorder, _sre.MAGIC, _sre.CODESIZE)
"""What a stored pattern hangs on besides its source."""


class Stored(NamedTuple):
    """What `re` makes of a source: flags, code, number of groups, their numbers by name, their names by number.

    Each code is compressed by itself: the store stays in memory, and codes unpacked would take ten times as much.
    """

    flags: int
    code: bytes
    groups: int
    numbers: dict[str, int]
    names: tuple[str | None, ...]


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern, or take it from the store."""
    stored = _store().get(key(source, flags))
    if stored is None:
        return re.compile(source, flags)
    code = array("I", zlib.decompress(stored.code)).tolist()
    found: re.Pattern[str] = _sre.compile(source, stored.flags, code, stored.groups, stored.numbers, stored.names)
    return found


def key(source: str, flags: int) -> str:
    """Give the name under which a pattern is stored."""
    return hashlib.sha256(f"{int(flags)} {source}".encode()).hexdigest()[:24]


@functools.cache
def _store() -> Mapping[str, Stored]:
    """Read the store; empty where there is none, or one of another engine."""
    if not STORE.is_file():
        return MappingProxyType({})
    # A file of the package, trusted as its code is; the engine checks each list before it takes it.
    engine, patterns = marshal.loads(STORE.read_bytes())  # noqa: S302
    known = patterns if engine == ENGINE else {}
    return MappingProxyType({name: Stored(*parts) for name, parts in known.items()})
