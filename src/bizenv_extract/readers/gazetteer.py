r"""The gazetteer: divisions of China by code and by name, with the guards that keep a name from being misread.

Codes follow GB/T 2260: two digits for the province, two for the prefecture, two for the county.

>>> from bizenv_extract import lexicon
>>> build(lexicon.parse("410900\t濮阳市\t濮阳\n", "demo"), lexicon.parse("", "demo")).safe["濮阳"]
('410900',)
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bizenv_extract.lexicon import Lexicon

Level = Literal["national", "provincial", "municipal", "county"]

NATION = "100000"
ADCODE = re.compile(r"[0-9]{6}")
_UNTIL = "until="
_ORDER: tuple[Level, ...] = ("provincial", "municipal", "county")


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the table: key (a code, or a stand-in where none is known), full name, short names."""

    key: str
    name: str
    safe: tuple[str, ...]
    guarded: tuple[str, ...]

    @property
    def adcode(self) -> str | None:
        """Give the six-digit code, or None where it is not established."""
        return self.key if ADCODE.fullmatch(self.key) else None


@dataclass(frozen=True, slots=True)
class Tables:
    """What a scan looks up, built once: names to keys by how far they can be trusted, and the guards around them."""

    divisions: Mapping[str, Division]
    safe: Mapping[str, tuple[str, ...]]
    guarded: Mapping[str, tuple[str, ...]]
    full: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[int, ...]]
    traps: Mapping[str, tuple[tuple[int, str], ...]]
    head: re.Pattern[str]
    organisation: re.Pattern[str]
    government: re.Pattern[str]
    cut: frozenset[str]
    words: frozenset[str]
    aside: tuple[str, ...]


def level(key: str) -> Level:
    """Give the level of a code: 110000 is provincial, 410100 municipal, 419001 county.

    >>> level("100000"), level("110000"), level("410100"), level("419001")
    ('national', 'provincial', 'municipal', 'county')
    """
    if key == NATION:
        return "national"
    return "provincial" if key[2:] == "0000" else "municipal" if key[4:] == "00" else "county"


def topmost(keys: tuple[str, ...], region: str) -> tuple[str, ...]:
    """Give, of several keys inside a region, the region itself, else those of the highest level.

    >>> topmost(("410900", "410928"), "410000")
    ('410900',)
    """
    if region in keys:
        return (region,)
    top = min(_ORDER.index(level(k)) for k in keys)
    return tuple(k for k in keys if _ORDER.index(level(k)) == top)


def below(key: str, region: str) -> bool:
    """Tell whether a division lies in another one.

    >>> below("410102", "410100"), below("410100", "410100")
    (True, False)
    """
    return key != region and level(region) != "county" and key.startswith(region[: 2 if region[2:] == "0000" else 4])


def grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Give for each name the keys it is paired with, in order.

    >>> grouped([("城区", "140302"), ("城区", "140502")])["城区"]
    ('140302', '140502')
    """
    groups: dict[str, tuple[str, ...]] = {}
    for name, key in pairs:
        if key not in groups.get(name, ()):
            groups[name] = (*groups.get(name, ()), key)
    return MappingProxyType(groups)


def _division(key: str, name: str, note: str) -> Division:
    shorts = tuple(s for s in note.split() if not s.startswith(_UNTIL))
    guarded = tuple(s[1:] for s in shorts if s.startswith("?"))
    return Division(key, name, tuple(s for s in shorts if not s.startswith("?")), guarded)


def _safe_names(divisions: Iterable[Division]) -> Iterator[tuple[str, str]]:
    """Give the names that count anywhere, and what they name."""
    for division in divisions:
        names = (*division.safe, *(() if "" in division.guarded else (division.name,)))
        yield from ((name, division.key) for name in names)


def _guarded_names(divisions: Iterable[Division]) -> Iterator[tuple[str, str]]:
    for division in divisions:
        yield from ((name or division.name, division.key) for name in division.guarded)


def _ranked(names: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Keep, of the divisions a name stands for, those of the highest level: 吉林 is the province."""
    return MappingProxyType({name: topmost(keys, "") for name, keys in names.items()})


def _heads(names: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:2], set()).add(len(name))
    return MappingProxyType({h: tuple(sorted(n, reverse=True)) for h, n in lengths.items()})


def _traps(words: Lexicon) -> Mapping[str, tuple[tuple[int, str], ...]]:
    entries = (words[w] for w in words.where("trap"))
    traps: dict[str, tuple[tuple[int, str], ...]] = {}
    for e in entries:
        traps[e.canonical] = (*traps.get(e.canonical, ()), (e.surface.index(e.canonical), e.surface))
    return MappingProxyType(traps)


def build(table: Lexicon, words: Lexicon) -> Tables:
    """Give the look-up tables for a table of divisions and a list of the words around their names."""
    divisions = {e.surface: _division(e.surface, e.canonical, e.note) for e in table.values()}
    places = tuple(d for d in divisions.values() if d.key != NATION)
    safe, guarded = _ranked(grouped(_safe_names(places))), grouped(_guarded_names(places))
    heads = _heads((*safe, *guarded))
    first, second = ("".join(sorted({h[i] for h in heads})) for i in (0, 1))
    return Tables(
        divisions=MappingProxyType(divisions),
        safe=safe,
        guarded=guarded,
        full=grouped((d.name, d.key) for d in divisions.values()),
        heads=heads,
        traps=_traps(words),
        head=re.compile(f"[{first}](?=[{second}])"),
        organisation=re.compile(words.pattern("organisation")),
        government=re.compile(words.pattern("government")),
        cut=frozenset(words.where("cut")),
        words=frozenset(words.where("word")),
        aside=words.where("aside"),
    )
