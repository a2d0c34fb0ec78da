"""Placing: which division a single fact of a report is about.

A fact is about the place last named before it in its sentence, else at the opening of its paragraph, else in the
headings above it, else about the report's own place (see `electing`).
"""

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bizenv_extract.readers.electing import CITY_PROVINCES, own_words, together
from bizenv_extract.readers.gazetteer import Level, level
from bizenv_extract.readers.place import PlaceMention, PlaceReader
from bizenv_extract.schema import Place

_Topic = Callable[[str, PlaceMention, int, tuple[PlaceMention, ...]], bool]

_COMMA = re.compile(r"[，,：:]")
_STOPS = "。；！？\n"
_STOP = re.compile(f"[{_STOPS}]")
_OPENING = re.compile(
    r"(?:^|[\s：:；;，,。！!？?】—“])(?:[一二三四五六七八九十]{1,3}(?:、|是)|（[一二三四五六七八九十]{1,3}）)?(?:[在据自以向对为]|[0-9]{4}年(?:度|[0-9]{1,2}月)?|[0-9]{1,2}[.．、]?|这(?:仅仅)?是|其中)?\Z"
)
_ADVERBIAL = re.compile(
    r"\s*(?:[^，,：:]{0,4}|[在自据截为针围通近随按对除经以][^，,：:]{0,60}|[^，,：:]{0,40}(?:[中来后时下]|以来|方面|期间|介绍|表示|会上|工作))"
)
_JOINT = re.compile(r"[、和与及]|以及")
_SCOPE = tuple("在居列为获属")
_PART_OF_NAME = re.compile("(?:[、和]?[^，。；、]{0,6}){0,3}[两三四五六七]地|都市圈|实验|集群|—[^—]|·|”")
_REACH = 12


class Standing(NamedTuple):
    """Where a fact stands: its anchor, the starts of its sentence and paragraph, the titles above it, nearest first."""

    anchor: int
    sentence: int
    paragraph: int
    titles: tuple[tuple[int, int], ...] = ()


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
        found = together([self.reader.resolve(m, within) for m in _group(self.text, last, named)])
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
    for cue in own_words().cue.finditer(text):
        if own_words().level[cue.group()] == wanted and not text.endswith(_SCOPE, 0, cue.start()):
            yield cue.start()


def _level(document: Place | None) -> Level | None:
    if document is None or document.adcode is None:
        return None
    return "municipal" if document.adcode in CITY_PROVINCES else level(document.adcode)
