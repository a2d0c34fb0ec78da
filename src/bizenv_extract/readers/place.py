"""Places: names of administrative divisions in running text, and what their codes say.

`PlaceReader` is built once from two tables and never changes. It finds full names (濮阳市, 中原区), short names that
are safe (濮阳, 北京), and other short names where the text gives them a context (江苏昆山; 中牟 where 中牟县 stands
too).
Codes and names are those of GB/T 2260, see `data/lexicons/divisions.tsv`.

>>> reader = load()
>>> [reader.resolve(m).name for m in reader.scan("河南濮阳：打造一流营商环境")]
['河南省', '濮阳市']
>>> reader.resolve(reader.scan("鼓楼区")[0], within="410200")
Place(name='鼓楼区', adcode='410204')
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from bizenv_extract import lexicon
from bizenv_extract.clock import Clock
from bizenv_extract.readers.gazetteer import ADCODE, NATION, Level, Tables, below, build, grouped, level, topmost
from bizenv_extract.schema import Place

_COMPANY = re.compile("[一-龥]{2,16}?(?:有限公司|股份公司|集团公司|有限责任公司)")
Role = Literal["plain", "prefix", "government", "organisation", "aside"]


class PlaceMention(NamedTuple):
    """A name in a text: where it stands, what it may mean (keys of divisions), and the part it plays.

    Roles: plain; prefix (河南 in 河南濮阳); government (河南省 in 河南省政府); organisation (郑州 in 郑州晚报);
    aside (上海 in 对标上海). Only one key is left in `keys` where the name is not ambiguous. `lead` is where
    the chain of names begins that it ends (河南濮阳), else its own start.
    """

    start: int
    end: int
    name: str
    keys: tuple[str, ...]
    role: Role
    lead: int

    @property
    def adcode(self) -> str | None:
        """Give the code where the name means one division only, else None."""
        return self.keys[0] if len(self.keys) == 1 and ADCODE.fullmatch(self.keys[0]) else None


@dataclass(frozen=True, slots=True)
class PlaceReader:
    """Reads places; immutable, so threads may share one. One that is `hurried` stops when its time is over."""

    tables: Tables
    clock: Clock | None = None
    percent: int = 100

    def hurried(self, clock: Clock, percent: int) -> "PlaceReader":
        """Give a reader that finds no more names once a percentage of the time that is left is over.

        >>> [m.name for m in load().hurried(Clock.until(0), 50).scan("河南濮阳：江苏昆山")]
        ['河南']
        """
        return replace(self, clock=clock, percent=percent)

    def scan(self, text: str) -> tuple[PlaceMention, ...]:
        """Give the names in a text, in order, none overlapping another.

        >>> [(m.name, m.role) for m in load().scan("郑州晚报：中牟县出新招，中牟再学习上海")]
        [('郑州', 'organisation'), ('中牟县', 'plain'), ('中牟', 'plain'), ('上海', 'aside')]
        """
        heads = self.tables.heads
        found = (at for m in self.tables.head.finditer(text) if text[(at := m.start()) : at + 2] in heads)
        starts = tuple(self._in_time(found))
        plain = tuple(self._mentions(text, self._in_time(starts), {}))
        local = self._local(plain)
        return tuple(_chained(self._mentions(text, self._in_time(starts), local) if local else plain))

    def _in_time(self, starts: Iterable[int]) -> Iterable[int]:
        return self.clock.while_left(starts, self.percent) if self.clock else starts

    def resolve(self, mention: PlaceMention, within: str | None = None) -> Place:
        """Give the division a mention means: one in `within`, else in what lies around it, else the bare name.

        >>> load().resolve(load().scan("朝阳区")[0])
        Place(name='朝阳区', adcode=None)
        """
        keys = self.narrowed(mention.keys, within)
        if len(keys) == 1:
            return self.place(keys[0])
        return Place(name=self.tables.divisions[keys[0]].name if mention.name in self.tables.safe else mention.name)

    def narrowed(self, keys: tuple[str, ...], within: str | None) -> tuple[str, ...]:
        """Give the keys that lie in a division, else in the nearest one around it, else all of them.

        >>> load().narrowed(("110105", "220104"), "110101")
        ('110105',)
        """
        region = within
        while region and region != NATION and len(keys) > 1:
            inside = tuple(k for k in keys if self.lies_in(k, region))
            if inside:
                return inside if len(inside) == 1 else topmost(inside, region)
            region = self.parent(region)
        return keys

    def place(self, key: str) -> Place:
        """Give the division with this key as it goes into a report.

        >>> load().place("100000")
        Place(name='全国', adcode='100000')
        """
        division = self.tables.divisions[key]
        return Place(name=division.name, adcode=division.adcode)

    def full(self, name: str, within: str | None = None) -> Place | None:
        """Give the division a full or short name stands for, or None.

        >>> load().full("新疆"), load().full("火星")
        (Place(name='新疆维吾尔自治区', adcode='650000'), None)
        """
        tables = self.tables
        keys = tables.safe.get(name) or tables.guarded.get(name) or tables.full.get(name)
        return self.resolve(PlaceMention(0, len(name), name, keys, "plain", 0), within) if keys else None

    def parent(self, key: str) -> str | None:
        """Give the key of the division above, or None for the nation.

        >>> load().parent("410102"), load().parent("110101"), load().parent("419001"), load().parent("110000")
        ('410100', '110000', '410000', '100000')
        """
        above = (key[:4] + "00", key[:2] + "0000", NATION)
        return next((k for k in above if k != key and k in self.tables.divisions and key != NATION), None)

    def level(self, key: str) -> Level:
        """Give the level of a code.

        >>> load().level("410900")
        'municipal'
        """
        return level(key)

    def lies_in(self, key: str, region: str) -> bool:
        """Tell whether a division is another one, or lies in it.

        >>> load().lies_in("410102", "410000"), load().lies_in("410102", "410200")
        (True, False)
        """
        return region in (NATION, key) or below(key, region)

    def _local(self, mentions: tuple[PlaceMention, ...]) -> Mapping[str, tuple[str, ...]]:
        """Give the guarded short names whose full names the text has: 中牟 where 中牟县 stands."""
        found = {k for m in mentions if m.name in self.tables.full for k in m.keys}
        names = ((s, k) for k in sorted(found) for s in self.tables.divisions[k].guarded)
        return grouped((s, k) for s, k in names if s and s not in self.tables.words)

    def _mentions(
        self, text: str, starts: Iterable[int], local: Mapping[str, tuple[str, ...]]
    ) -> Iterator[PlaceMention]:
        last: PlaceMention | None = None
        for start in starts:
            if last is None or start >= last.end:
                found = self._at(text, start, local, last)
                if found:
                    yield found
                    last = found

    def _at(
        self, text: str, start: int, local: Mapping[str, tuple[str, ...]], last: PlaceMention | None
    ) -> PlaceMention | None:
        """Give the longest name that begins here and stands up to its guards."""
        for length in self.tables.heads.get(text[start : start + 2], ()):
            name = text[start : start + length]
            keys = self._keys(name, local, last if last and last.end == start else None)
            if keys and not self._trapped(text, start, name):
                return PlaceMention(start, end := start + length, name, keys, self._role(text, start, end), start)
        return None

    def _keys(self, name: str, local: Mapping[str, tuple[str, ...]], before: PlaceMention | None) -> tuple[str, ...]:
        """Give what a name may mean here; directly after a division's name, those that lie in it come first."""
        safe, guarded = self.tables.safe.get(name, ()), self.tables.guarded.get(name, ())
        outer = before.keys if before else ()
        inside = (tuple(k for k in keys if any(below(k, o) for o in outer)) for keys in (safe, guarded))
        return next(filter(None, inside), safe or local.get(name, ()))

    def _trapped(self, text: str, start: int, name: str) -> bool:
        tables, end = self.tables, start + len(name)
        if name in tables.full and text[end - 1 : end + 1] in tables.cut:
            return True
        return any(text.startswith(word, start - at) for at, word in tables.traps.get(name, ()) if start >= at)

    def _role(self, text: str, start: int, end: int) -> Role:
        if text.endswith(self.tables.aside, max(0, start - 4), start):
            return "aside"
        if self.tables.organisation.match(text, end) or _COMPANY.match(text, end):
            return "organisation"
        return "government" if self.tables.government.match(text, end) else "plain"


def _chained(mentions: Iterable[PlaceMention]) -> Iterator[PlaceMention]:
    """Let what stands directly before another name be a part of it: 河南濮阳, 西安咸阳国际机场."""
    held: PlaceMention | None = None
    for mention in mentions:
        if held:
            yield _before(held, mention)
        held = mention._replace(lead=held.lead) if held and held.end == mention.start else mention
    if held:
        yield held


def _before(held: PlaceMention, mention: PlaceMention) -> PlaceMention:
    if held.end != mention.start:
        return held
    if _narrower(held, mention):
        return held._replace(role="prefix")
    return held._replace(role="organisation") if mention.role == "organisation" else held


def _narrower(outer: PlaceMention, inner: PlaceMention) -> bool:
    return any(below(i, o) for o in outer.keys for i in inner.keys)


@functools.cache
def load() -> PlaceReader:
    """Give the reader over the package's own tables, built once.

    >>> load().full("濮阳").adcode
    '410900'
    """
    return PlaceReader(build(lexicon.load("divisions"), lexicon.load("place_words")))
