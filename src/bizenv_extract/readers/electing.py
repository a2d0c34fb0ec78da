"""Electing: which division a report is about.

A report names its place in the title, or speaks for the whole country, or tells by what it mentions most and by the
words it uses for itself (我市, 全省).

>>> from bizenv_extract.readers.place import load
>>> document_place(load(), "河南濮阳：创新营商环境机制", "", "")
Place(name='濮阳市', adcode='410900')
"""

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bizenv_extract import lexicon
from bizenv_extract.lexicon import Lexicon
from bizenv_extract.readers.gazetteer import NATION, Level, level
from bizenv_extract.readers.place import PlaceMention, PlaceReader
from bizenv_extract.schema import Place

_LEVELS: tuple[Level, ...] = ("county", "municipal", "provincial")
CITY_PROVINCES = frozenset({"110000", "120000", "310000", "500000"})
_NATION_TITLE = re.compile(r"^(?:【[^】]{0,30}】)?(?:.{0,12}(?:我国|中国)|全国|国务院)")
_PART = re.compile(r"(?:^|[\s：:；;，,。！!？?】—、-])\Z")
_HEAD = 80
_TITLE_WEIGHT, _OWN, _HALF, _MANY = 5, 3, 2, 1


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words a report uses of itself, and those that stand for divisions."""

    level: Mapping[str, str]
    cue: re.Pattern[str]
    clue: re.Pattern[str]
    code: Mapping[str, str]
    region: re.Pattern[str]
    national: re.Pattern[str]


def document_place(reader: PlaceReader, title: str, head: str, body: str) -> Place | None:
    """Give the division a report is about, or None where nothing tells; `head` is what stands before the body.

    >>> from bizenv_extract.readers.place import load
    >>> document_place(load(), "", "", "我省推进改革，马鞍山、合肥等市全省领先。")
    Place(name='安徽省', adcode='340000')
    """
    opening = f"{head[:_HEAD]}\n{body[:_HEAD]}"
    return (
        _titled(reader, title)
        or (reader.place(NATION) if own_words().national.search(opening) else None)
        or _elected(reader, f"{title}\n" * _TITLE_WEIGHT + f"{head}\n{body}")
    )


def together(places: list[Place]) -> Place:
    """Give one place for several: their names joined."""
    return places[0] if len(places) == 1 else Place(name="、".join(dict.fromkeys(p.name for p in places)))


def _titled(reader: PlaceReader, title: str) -> Place | None:
    """Give the place the title names: the first one, or several that open its parts; a region; the nation."""
    named = tuple(m for m in reader.scan(title) if m.role in ("plain", "government"))
    region = own_words().region.search(title)
    if named and not (region and region.start() < named[0].start):
        return _joint_subjects(reader, title, named)
    if region:
        return Place(name=region.group())
    return reader.place(NATION) if _NATION_TITLE.match(title) else None


def _joint_subjects(reader: PlaceReader, title: str, named: tuple[PlaceMention, ...]) -> Place:
    """Give the first place of a title, and where it opens a part of it, the others of its level that open one."""
    first, *rest = named
    if not _PART.search(title, 0, first.lead):
        return reader.resolve(first)
    peers = (m for m in rest if _PART.search(title, 0, m.lead) and level(m.keys[0]) == level(first.keys[0]))
    return together(list(dict.fromkeys(map(reader.resolve, (first, *peers)))))


def _elected(reader: PlaceReader, text: str) -> Place | None:
    """Give the division most mentions speak for, at the level the report speaks for."""
    votes = _votes(reader, text)
    wanted = _spoken_level(text)
    most = votes.most_common(1)
    # A report on a county can say 全市 or 天津市 often, and still name its county in most of its mentions.
    if most and most[0][1] > _MANY and most[0][1] * _HALF > votes.total() and level(most[0][0]) == "county":
        return reader.place(most[0][0])
    if wanted == "national" or not votes:
        return reader.place(NATION) if wanted == "national" else None
    if wanted:
        return _best(reader, votes, wanted)
    return _smallest_majority(reader, votes)


def _votes(reader: PlaceReader, text: str) -> Counter[str]:
    """Count mentions by key, in order of first mention; 在川 counts for 四川."""
    mentions = (m for m in reader.scan(text) if m.role in ("plain", "government") and len(m.keys) == 1)
    clues = (own_words().code[c.group()] for c in own_words().clue.finditer(text))
    return Counter([*(m.keys[0] for m in mentions), *clues])


def _spoken_level(text: str) -> Level | None:
    """Give the level whose own words (我市, 全市) are used: the deepest that has at least half as many as any other."""
    counts = Counter(own_words().level[c.group()] for c in own_words().cue.finditer(text))
    most = max((counts[lv] for lv in _LEVELS), default=0)
    found = next((lv for lv in _LEVELS if counts[lv] and counts[lv] * _HALF >= most), None)
    return found or ("national" if counts["national"] else None)


def _best(reader: PlaceReader, votes: Counter[str], wanted: Level) -> Place | None:
    """Give the division of a level with the most votes; a mention of what lies in it counts a third of its own name."""
    scores: Counter[str] = Counter()
    for key, count in votes.items():
        for region in _upward(reader, key):
            if level(region) == wanted or (wanted == "municipal" and region in CITY_PROVINCES):
                scores[region] += count * (_OWN if region == key else 1)
        if wanted == "municipal" and level(key) == "county" and (reader.place(key).name or "").endswith("市"):
            scores[key] += count * _OWN  # 宁国市 is a county, and speaks of itself as 全市
    return reader.place(scores.most_common(1)[0][0]) if scores else None


def _smallest_majority(reader: PlaceReader, votes: Counter[str]) -> Place | None:
    """Give the smallest division that more than half of all mentions lie in, the nation left out."""
    sums: Counter[str] = Counter()
    for key, count in votes.items():
        for region in _upward(reader, key):
            sums[region] += count
    major = [k for k, n in sums.items() if n * _HALF > votes.total()]
    deep = sorted(major, key=lambda k: -len(tuple(_upward(reader, k))))
    return reader.place(deep[0]) if deep else None


def _upward(reader: PlaceReader, key: str) -> Iterator[str]:
    """Give a key and those of the divisions it lies in, the nation left out."""
    region: str | None = key
    while region and region != NATION:
        yield region
        region = reader.parent(region)


def _build(words: Lexicon) -> OwnWords:
    return OwnWords(
        level=MappingProxyType({w: words[w].canonical for w in words.where("cue")}),
        cue=re.compile(words.pattern("cue")),
        clue=re.compile(words.pattern("clue")),
        code=MappingProxyType({w: words[w].canonical for w in words.where("clue")}),
        region=re.compile(words.pattern("region")),
        national=re.compile(words.pattern("national")),
    )


@functools.cache
def own_words() -> OwnWords:
    """Give the words reports use of themselves, loaded once."""
    return _build(lexicon.load("place_words"))
