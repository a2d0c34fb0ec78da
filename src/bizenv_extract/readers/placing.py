"""Placing: which division a report is about, and which one a single fact in it.

A report names its place in the title, or speaks for the whole country, or tells by what it mentions most and by the
words it uses for itself (我市, 全省). A fact is about the place last named before it in its sentence, else at the
opening of its paragraph, else in the headings above it, else about the report's own place.

>>> from bizenv_extract.readers.place import load
>>> document_place(load(), "河南濮阳：创新营商环境机制", "", "")
Place(name='濮阳市', adcode='410900')
"""

import bisect
import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from bizenv_extract import lexicon
from bizenv_extract.lexicon import Lexicon
from bizenv_extract.patterns import compiled
from bizenv_extract.readers.gazetteer import NATION, Level, level
from bizenv_extract.readers.place import PlaceMention, PlaceReader
from bizenv_extract.schema import Place

_Topic = Callable[[str, PlaceMention, int, tuple[PlaceMention, ...]], bool]

_LEVELS: tuple[Level, ...] = ("county", "municipal", "provincial")
_CITY_PROVINCES = frozenset({"110000", "120000", "310000", "500000"})
_COMMA = re.compile(r"[，,：:]")
_STOPS = "。；！？\n"
_STOP = re.compile(f"[{_STOPS}]")
_OPENING = re.compile(
    r"(?:^|[\s：:；;，,。！!？?】—“])(?:[一二三四五六七八九十]{1,3}(?:、|是)|（[一二三四五六七八九十]{1,3}）)?(?:[在据自以向对为]|[0-9]{4}年(?:度|[0-9]{1,2}月)?|[0-9]{1,2}[.．、]?|这(?:仅仅)?是|其中)?\Z"
)
_ADVERBIAL = re.compile(
    r"\s*(?:[^，,：:]{0,4}|[在自据截为针围通近随按对除经以][^，,：:]{0,60}|[^，,：:]{0,40}(?:[中来后时下]|以来|方面|期间|介绍|表示|会上|工作))"
)
_NATION_TITLE = re.compile(r"^(?:【[^】]{0,30}】)?(?:.{0,12}(?:我国|中国)|全国|国务院)")
_PART = re.compile(r"(?:^|[\s：:；;，,。！!？?】—、-])\Z")
_JOINT = re.compile(r"[、和与及]|以及")
_SCOPE = tuple("在居列为获属")
_PART_OF_NAME = re.compile("(?:[、和]?[^，。；、]{0,6}){0,3}[两三四五六七]地|都市圈|实验|集群|—[^—]|·|”")
_REACH, _HEAD = 12, 80
_TITLE_WEIGHT, _OWN, _HALF, _MANY = 5, 3, 2, 2


class Standing(NamedTuple):
    """Where a fact stands: its anchor, the starts of its sentence and paragraph, the titles above it, nearest first."""

    anchor: int
    sentence: int
    paragraph: int
    titles: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
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
        or (reader.place(NATION) if _words().national.search(opening) else None)
        or _elected(reader, f"{title}\n" * _TITLE_WEIGHT + f"{head}\n{body}")
    )


@dataclass(frozen=True, slots=True)
class FactPlacer:
    """Tells what place a fact of one report is about; made by `placer`."""

    reader: PlaceReader
    text: str
    document: Place | None
    named: tuple[PlaceMention, ...]
    starts: tuple[int, ...]
    own: tuple[int, ...]

    def at(self, stand: Standing) -> Place | None:
        """Give the place of a fact where it is not the report's own, else None.

        The nearest place that is a topic decides: in the clause of the fact; as the topic of its sentence; of an
        sentence that opens the paragraph; in the titles above. 我市, 全市 bring back the report's own place.

        >>> from bizenv_extract.readers.place import load
        >>> found = placer(load(), "淇县办件1天。全市2天", Place(name="鹤壁市", adcode="410600"))
        >>> found.at(Standing(4, 0, 0)), found.at(Standing(9, 7, 0))
        (Place(name='淇县', adcode='410622'), None)
        """
        for start, end, topic in _windows(stand):
            named = self._inside(start, end)
            last = next((m for m in reversed(named) if topic(self.text, m, end, named)), None)
            own = self._own_place(start, end)
            if last and last.start > own:
                return self._joined(named, last)
            if own >= 0:
                return None
        return None

    def _inside(self, start: int, end: int) -> tuple[PlaceMention, ...]:
        first, last = bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)
        return tuple(m for m in self.named[first:last] if m.end <= end) if first < last else ()

    def _own_place(self, start: int, end: int) -> int:
        """Give where a stretch last speaks of the whole of the report's division, or -1."""
        last = bisect.bisect_left(self.own, end) - 1
        return self.own[last] if last >= 0 and self.own[last] >= start else -1

    def _joined(self, named: tuple[PlaceMention, ...], last: PlaceMention) -> Place | None:
        """Give the place of a mention, together with those joined to it; None for the report's own."""
        within = self.document.adcode if self.document else None
        found = _together([self.reader.resolve(m, within) for m in _group(self.text, last, named)])
        return None if found == self.document else found


def placer(reader: PlaceReader, text: str, document: Place | None) -> FactPlacer:
    """Give what tells the places of facts in a text, for a report about `document`."""
    named = tuple(m for m in reader.scan(text) if _counts(reader, m, document) and not _PART_OF_NAME.match(text, m.end))
    starts = tuple(mention.start for mention in named)
    return FactPlacer(reader, text, document, named, starts, tuple(_own_places(text, document)))


def _windows(stand: Standing) -> Iterator[tuple[int, int, _Topic]]:
    """Give the stretches of text to look in, nearest first, and what makes a name the topic there."""
    yield stand.sentence, stand.anchor, _rules_clause
    yield stand.paragraph, stand.sentence, _rules_paragraph
    yield from ((start, end, _opens_clause) for start, end in stand.titles)


def _rules_clause(text: str, mention: PlaceMention, end: int, named: tuple[PlaceMention, ...]) -> bool:
    """Tell whether a name is the topic of the clause that ends here, or of the whole sentence."""
    near = _opens_clause(text, mention, end, named) and not _COMMA.search(text, mention.end, end)
    return near or _rules_sentence(text, mention, end, named)


def _rules_sentence(text: str, mention: PlaceMention, end: int, named: tuple[PlaceMention, ...]) -> bool:
    """Tell whether nothing but adverbials stands between the start of the sentence and a name: 在评价中，淇县…."""
    if not _opens_clause(text, mention, end, named):
        return False
    lead = _group(text, mention, named)[0].lead
    start = max(text.rfind(stop, 0, lead) for stop in _STOPS) + 1
    return all(_ADVERBIAL.fullmatch(piece) for piece in _COMMA.split(text[start:lead]))


def _rules_paragraph(text: str, mention: PlaceMention, end: int, named: tuple[PlaceMention, ...]) -> bool:
    """Tell whether a name rules the sentences after its own: where it opens the paragraph."""
    if not _rules_sentence(text, mention, end, named):
        return False
    return not _STOP.search(text, text.rfind("\n", 0, mention.start) + 1, mention.start)


def _opens_clause(text: str, mention: PlaceMention, _end: int, named: tuple[PlaceMention, ...]) -> bool:
    """Tell whether a name, or the list it is joined to, opens a clause; 在, 据 and a year may stand before it."""
    lead = _group(text, mention, named)[0].lead
    return _OPENING.search(text[max(0, lead - _REACH) : lead]) is not None


def _group(text: str, last: PlaceMention, named: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """Give a mention and those before it that are joined to it: 厦门、沈阳."""
    group = [last]
    for mention in reversed(tuple(m for m in named if m.end <= last.start)):
        if not _JOINT.fullmatch(text, mention.end, group[0].lead):
            break
        group.insert(0, mention)
    return tuple(group)


def _counts(reader: PlaceReader, mention: PlaceMention, document: Place | None) -> bool:
    """Tell whether a mention can be the place of a fact: in the report's own division, and no mere part of a name."""
    if mention.role in ("organisation", "aside", "prefix"):
        return False
    within = document.adcode if document else None
    keys = reader.narrowed(mention.keys, within)
    return within is None or any(reader.lies_in(k, within) for k in keys)


def _own_places(text: str, document: Place | None) -> Iterator[int]:
    """Give where a text speaks of the whole of the report's division (我市, 全市); 在全市 is a scope."""
    wanted = _level(document)
    for cue in _words().cue.finditer(text):
        if _words().level[cue.group()] == wanted and not text.endswith(_SCOPE, 0, cue.start()):
            yield cue.start()


def _level(document: Place | None) -> Level | None:
    if document is None or document.adcode is None:
        return None
    return "municipal" if document.adcode in _CITY_PROVINCES else level(document.adcode)


def _together(places: list[Place]) -> Place:
    return places[0] if len(places) == 1 else Place(name="、".join(dict.fromkeys(p.name for p in places)))


def _titled(reader: PlaceReader, title: str) -> Place | None:
    """Give the place the title names: the first one, or several that open its parts; a region; the nation."""
    named = tuple(m for m in reader.scan(title) if m.role in ("plain", "government"))
    region = _words().region.search(title)
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
    return _together(list(dict.fromkeys(map(reader.resolve, (first, *peers)))))


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
    clues = (_words().code[c.group()] for c in _words().clue.finditer(text))
    return Counter([*(m.keys[0] for m in mentions), *clues])


def _spoken_level(text: str) -> Level | None:
    """Give the level whose own words (我市, 全市) are used: the deepest that has at least half as many as any other."""
    counts = Counter(_words().level[c.group()] for c in _words().cue.finditer(text))
    most = max((counts[lv] for lv in _LEVELS), default=0)
    found = next((lv for lv in _LEVELS if counts[lv] and counts[lv] * _HALF >= most), None)
    return found or ("national" if counts["national"] else None)


def _best(reader: PlaceReader, votes: Counter[str], wanted: Level) -> Place | None:
    """Give the division of a level with the most votes; a mention of what lies in it counts a third of its own name."""
    scores: Counter[str] = Counter()
    for key, count in votes.items():
        for region in _upward(reader, key):
            if level(region) == wanted or (wanted == "municipal" and region in _CITY_PROVINCES):
                scores[region] += count * (_OWN if region == key else 1)
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


def _build(words: Lexicon) -> _Words:
    return _Words(
        level=MappingProxyType({w: words[w].canonical for w in words.where("cue")}),
        cue=compiled(words.pattern("cue")),
        clue=compiled(words.pattern("clue")),
        code=MappingProxyType({w: words[w].canonical for w in words.where("clue")}),
        region=compiled(words.pattern("region")),
        national=compiled(words.pattern("national")),
    )


@functools.cache
def _words() -> _Words:
    return _build(lexicon.load("place_words"))
