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
# As long as a sentence can be: farther back or ahead nothing is looked for, so that no text costs more than its length.
_FAR = 512


class _Topic(NamedTuple):
    """A name with what it can rule: `first` is the number of the name that its list begins with.

    `clause` says whether it, or its list, opens a clause, `sentence` whether only adverbials stand before it.
    """

    mention: PlaceMention
    first: int
    clause: bool
    sentence: bool


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
    named: tuple[_Topic, ...]
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
        for start, end, last in self._windows(stand):
            own = self._own_place(start, end)
            if last is not None and self.starts[last] > own:
                return self._joined(last, start)
            if own >= 0:
                return None
        return None

    def _windows(self, stand: Standing) -> Iterator[tuple[int, int, int | None]]:
        """Give the stretches of text to look in, nearest first, and the number of the last name that rules each."""
        start, end = stand.sentence, stand.anchor
        yield start, end, self._last(start, end, lambda topic: topic.sentence or self._near(topic, end))
        # Of the sentences before, only the one that opens the paragraph can name what the others are about.
        start, end = stand.paragraph, stand.sentence
        stop = _STOP.search(self.text, start, min(end, start + _FAR))
        first = stop.start() if stop else min(end, start + _FAR)
        yield start, end, self._last(start, first, lambda topic: topic.sentence)
        for start, end in stand.titles:
            yield start, end, self._last(start, end, lambda topic: topic.clause)

    def _near(self, topic: _Topic, end: int) -> bool:
        """Tell whether a name opens the clause that ends here."""
        return topic.clause and not _COMMA.search(self.text, topic.mention.end, end)

    def _last(self, start: int, end: int, rules: Callable[[_Topic], bool]) -> int | None:
        """Give the number of the last name within a stretch that rules it."""
        first, behind = bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)
        numbers = range(behind - 1, max(first, behind - _FAR) - 1, -1)
        return next((n for n in numbers if self.named[n].mention.end <= end and rules(self.named[n])), None)

    def _own_place(self, start: int, end: int) -> int:
        """Give where a stretch last speaks of the whole of the report's division, or -1."""
        last = bisect.bisect_left(self.own, end) - 1
        return self.own[last] if last >= 0 and self.own[last] >= start else -1

    def _joined(self, last: int, start: int) -> Place | None:
        """Give the place of a name, together with those joined to it from `start` on; None for the report's own."""
        within = self.document.adcode if self.document else None
        first = max(self.named[last].first, bisect.bisect_left(self.starts, start))
        found = together([self.reader.resolve(topic.mention, within) for topic in self.named[first : last + 1]])
        return None if found == self.document else found


def placer(reader: PlaceReader, text: str, document: Place | None) -> FactPlacer:
    """Give what tells the places of facts in a text, for a report about `document`."""
    named = tuple(m for m in reader.scan(text) if _counts(reader, m, document) and not _PART_OF_NAME.match(text, m.end))
    starts = tuple(mention.start for mention in named)
    return FactPlacer(reader, text, document, tuple(_topics(text, named)), starts, tuple(_own_places(text, document)))


def _topics(text: str, named: tuple[PlaceMention, ...]) -> Iterator[_Topic]:
    """Tell of each name what it can rule, by where the list that it is joined to (厦门、沈阳) begins."""
    first = 0
    for number, mention in enumerate(named):
        if not (number and _JOINT.fullmatch(text, named[number - 1].end, mention.lead)):
            first = number
        lead = named[first].lead
        clause = _OPENING.search(text[max(0, lead - _REACH) : lead]) is not None
        yield _Topic(mention, first, clause, clause and _rules_sentence(text, lead))


def _rules_sentence(text: str, lead: int) -> bool:
    """Tell whether nothing but adverbials stands between the start of the sentence and a name: 在评价中，淇县…."""
    far = max(0, lead - _FAR)
    start = max(far, *(text.rfind(stop, far, lead) + 1 for stop in _STOPS))
    return all(_ADVERBIAL.fullmatch(piece) for piece in _COMMA.split(text[start:lead]))


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
