"""What a reader is told, in Chinese and English: one table, `data/viewer/strings.tsv`, beside the other assets.

>>> strings()["kind.ranking"]
('排名', 'Rankings')
"""

import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from bizenv_extract.lexicon import parse


def asset(name: str) -> str:
    """Give the text of a file of the viewer."""
    return (Path(__file__).parent.parent / "data" / "viewer" / name).read_text(encoding="utf-8")


@functools.cache
def strings() -> Mapping[str, tuple[str, str]]:
    """Give the table: a key and what it says in Chinese and in English, where nothing else is given the same."""
    table = parse(asset("strings.tsv"), "strings")
    return MappingProxyType({key: (e.canonical, e.note or e.canonical) for key, e in table.items()})
