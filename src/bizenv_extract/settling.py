"""Settle: which time, place, status, indicator and section each fact has, what repeats, what belongs together.

The policies stand here, one function each, and nowhere else.
"""

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from bizenv_extract.aiming import in_spring_of, named_plan, read_aims, status_of
from bizenv_extract.dating import Calendar, read_calendar
from bizenv_extract.facts.fact import Fact
from bizenv_extract.lexicon import load
from bizenv_extract.matching import clause_start
from bizenv_extract.readers.period import Reference, When
from bizenv_extract.readers.placing import FactPlacer, Standing
from bizenv_extract.schema import Metadata, Period
from bizenv_extract.sentences import Heading, Layout, Sentence
from bizenv_extract.skeleton import Line

_OFTEN = 3
_CLAUSES = 8
_PASSAGE = 45
_REMEMBERED = 256
_PLAN = re.compile("的?(?:全年)?(?:计划|目标|预期|预算)")
_YEAR_OF_WORK = re.compile(
    "^[^，。]{0,8}?(20[0-9]{2})年度?[^，。0-9]{0,12}(?:工作|举措|成效|回顾|总结|情况|进展|完成|任务|目标|重点)"
)
_TIMELESS = re.compile("累计|目前|现有|截至|近年|历年|至今")
_WHOLE_YEAR = re.compile(r"(?:19|20)[0-9]{2}年(?:度|全年)?")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?=年)")


class Settled(NamedTuple):
    """A fact with all it inherits from where it stands."""

    fact: Fact
    period: Period | None
    place: Any
    status: str
    indicator: str | None
    section: int | None
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole text as settling needs it."""

    layout: Layout
    lines: tuple[Line, ...]
    metadata: Metadata
    placer: FactPlacer
    reference: Reference
    aims: frozenset[int]
    titles: tuple[tuple[tuple[int, int], ...], ...]


def scene(layout: Layout, lines: tuple[Line, ...], metadata: Metadata, placer: FactPlacer) -> Scene:
    """Collect what settling looks at."""
    reference = _reference(lines, metadata)
    aims = read_aims(layout, lines, metadata, reference)
    return Scene(layout, lines, metadata, placer, reference, aims, tuple(_titles(layout.headings)))


def _reference(lines: tuple[Line, ...], metadata: Metadata) -> Reference:
    """Say what relative words count from: the date of publication, and the year the text reports on."""
    published = dt.date.fromisoformat(metadata.published) if metadata.published else None
    titled = _YEAR.search(metadata.title or "")
    if titled:
        year = int(titled.group(1))
        spring = in_spring_of(year, published)
        return Reference(published, year - 1 if spring and not named_plan(metadata.title or "") else year)
    return Reference(published, _told_year(lines))


def _told_year(lines: tuple[Line, ...]) -> int | None:
    """Give the year a text without a date reports on: the latest it often names; with 今年 besides, the next.

    A text that names only years of comparison (比2016年全年) reports on the one after them.
    """
    times = [w for line in lines for w in _times(line, ("during", "until"))]
    years = [w.year for w in times if w.year and str(w.year) in w.text]
    counted = Counter(years)
    often = max(counted.values(), default=0)
    latest = max((year for year, times_told in counted.items() if times_told * _OFTEN >= often), default=None)
    whole = all(_WHOLE_YEAR.fullmatch(w.text) for w in times if w.year == latest)
    if latest and whole and any(w.text.startswith("今年") for w in times):
        return latest + 1
    compared = [(w.year, _planned(line, w)) for line in lines for w in _times(line, ("basis",)) if w.year]
    after = max((year + (not planned) for year, planned in compared), default=None)
    return after if after and (latest is None or latest < after) else latest


def _planned(line: Line, when: When) -> bool:
    """Whether a figure is compared with the plan of a year, which is the year of the report: 比2017年计划目标高."""
    return bool(_PLAN.match(line.sentence.text, when.end))


def _times(line: Line, kinds: tuple[str, ...]) -> Iterator[When]:
    """Give the words for a time of some kinds in a line."""
    for token in line.tokens:
        if isinstance(token.value, When) and token.value.kind in kinds:
            yield token.value


def settle(facts: Iterable[Fact], told: Scene) -> Iterator[Settled]:
    """Settle all facts, in order of their place in the text; each is let go when the next is asked for."""
    calendar = read_calendar(told.lines, told.reference)
    ordered = sorted(facts, key=lambda f: (f.line.in_view(*f.anchor), f.kind))
    stage = replace(told, lines=())
    settled = _led(_settled(fact, stage, calendar) for fact in _taken_from(ordered))
    return _marked(settled, told.layout.view.text)


def _taken_from(facts: list[Fact]) -> Iterator[Fact]:
    """Give the facts in their order and keep none: all those of a long text would outweigh its report."""
    facts.reverse()
    while facts:
        yield facts.pop()


def _marked(settled: Iterator[Settled], text: str) -> Iterator[Settled]:
    """Mark what stands in a passage that was printed before: the same long stretch of words up to it, or from it on."""
    seen: set[tuple[str, int, str]] = set()
    for one in settled:
        start, end = one.fact.line.in_view(*one.fact.anchor)
        sides = (text[max(0, start - _PASSAGE) : end], text[start : end + _PASSAGE])
        whole = _PASSAGE + end - start
        passages = {(one.fact.kind, n, side) for n, side in enumerate(sides) if len(side) >= whole}
        yield one if passages.isdisjoint(seen) else one._replace(repeat=True)
        seen |= passages


def _led(settled: Iterator[Settled]) -> Iterator[Settled]:
    """Give a figure that leans on the one before it (同比增长…) that one's place too."""
    before: Settled | None = None
    for one in settled:
        leans = one.fact.kind == "outcome" and "metric" not in one.fact.spans
        if leans and before and before.fact.line is one.fact.line:
            one = one._replace(place=before.place)  # noqa: PLW2901 - the same fact, placed
        yield one
        before = one if one.fact.kind != "measure" else before


def _settled(fact: Fact, told: Scene, calendar: Calendar) -> Settled:
    start, _ = fact.line.in_view(*fact.anchor)
    period = calendar.at(fact.line, fact.anchor[0], carried=fact.kind != "measure") or _of_heading(fact, told)
    return Settled(
        fact,
        period,
        told.placer.at(_standing(fact.line.sentence, start, told)) or told.metadata.place,
        status_of(fact, period, told.aims, told.reference),
        _indicator(fact, told),
        fact.line.sentence.section,
    )


def _of_heading(fact: Fact, told: Scene) -> Period | None:
    """Give the year that a heading above names for all it holds (2024年主要工作举措); 累计 and 目前 are of no year."""
    section = fact.line.sentence.section
    if section is None or fact.kind == "measure" or _TIMELESS.search(_clause_of(fact)):
        return None
    titles = (told.layout.view.text[start:end] for start, end in told.titles[section])
    year = next((found.group(1) for title in titles if (found := _YEAR_OF_WORK.search(title))), None)
    return Period(start=f"{year}-01-01", end=f"{year}-12-31", text=f"{year}年") if year else None


def _clause_of(fact: Fact) -> str:
    return fact.line.words(clause_start(fact.line.text, fact.hit.start), fact.anchor[1])


def _standing(sentence: Sentence, anchor: int, told: Scene) -> Standing:
    titles = told.titles[sentence.section] if sentence.section is not None else ()
    return Standing(anchor, sentence.start, told.layout.paragraphs[sentence.paragraph][0], titles)


def _titles(headings: tuple[Heading, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Give, for each heading, the stretches of its own title and of those above it, nearest first."""
    above: tuple[Heading, ...] = ()
    for heading in headings:
        above = (heading, *(h for h in above if h.level < heading.level))
        yield tuple(h.words for h in above)


def _indicator(fact: Fact, told: Scene) -> str | None:
    """Give the indicator that the own words of a fact point to, else the clauses before it, else its heading."""
    fields: Mapping[str, Any] = fact.fields
    own = "".join(str(fields.get(n) or "") for n in ("metric", "subject", "service", "object"))
    section = fact.line.sentence.section
    title = told.layout.headings[section].title if section is not None else ""
    for text in (own, *_clauses_of(fact), title):
        found = _pointed(text)
        if found:
            return found
    return None


def _clauses_of(fact: Fact) -> Iterator[str]:
    """Give the clause of the fact up to its anchor, then those before it in the sentence, nearest first."""
    text, end = fact.line.text, fact.anchor[1]
    start = clause_start(text, fact.hit.start)
    for _ in range(_CLAUSES):
        yield fact.line.words(start, end)
        if not start:
            return
        end = start - 1
        start = clause_start(text, end)


@functools.lru_cache(maxsize=_REMEMBERED)
def _pointed(text: str) -> str | None:
    """Give the indicator with the greatest weight of words in a text.

    >>> _pointed("不动产登记一般业务"), _pointed("市场主体")
    ('登记财产', None)
    """
    scores: dict[str, int] = {}
    words = load("indicators")
    for word in dict.fromkeys(_indicator_words().findall(text)):
        entry = words[word]
        scores[entry.canonical] = scores.get(entry.canonical, 0) + int(entry.note) * len(word)
    return max(scores, key=lambda name: scores[name], default=None)


@functools.cache
def _indicator_words() -> re.Pattern[str]:
    return re.compile(load("indicators").pattern())
