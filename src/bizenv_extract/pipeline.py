"""The whole way of a text, in one place: read, fold, split, match, interpret, settle, report."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import localcontext
from pathlib import Path

from bizenv_extract import metadata as about
from bizenv_extract.clock import Clock
from bizenv_extract.document import read
from bizenv_extract.errors import InputError
from bizenv_extract.facts.fact import Fact
from bizenv_extract.interpreting import interpret
from bizenv_extract.matching import Hit, match
from bizenv_extract.readers.number import WIDE
from bizenv_extract.readers.placing import placer
from bizenv_extract.reporting import Options, report
from bizenv_extract.rulebook import RuleBook, default_book
from bizenv_extract.schema import Metadata, Place, Report
from bizenv_extract.sentences import Layout, Sentence, split
from bizenv_extract.settling import Settled, scene, settle
from bizenv_extract.skeleton import Line, read_line
from bizenv_extract.view import fold

Source = str | bytes | Path
# Percentages of the time that is left before a deadline: what was found has to be settled and told in the rest.
_TO_FIND, _TO_ELECT, _TO_PLACE = 50, 8, 8


class Extractor:
    """Reads reports with one rule book; holds no state, so threads may share it."""

    def __init__(self, rules: RuleBook | None = None) -> None:
        self._book = rules

    @property
    def book(self) -> RuleBook:
        """Give the rule book, loaded on first use."""
        return self._book or default_book()

    def extract(  # noqa: PLR0913 - the options of the one main call
        self,
        source: Source,
        *,
        published: dt.date | str | None = None,
        place: str | None = None,
        encoding: str | None = None,
        deadline: float | None = None,
        text: bool = False,
    ) -> Report:
        """Read a report: `str` is the text itself, `Path` a file, `bytes` its contents.

        `published` and `place` stand in for what the text does not say of itself. When `deadline` seconds have passed,
        what was read so far is given, with a diagnostic that says so. Raises BizenvError.

        >>> found = Extractor().extract("濮阳市企业开办由4个工作日压缩为24小时。")
        >>> found.time_limits[0].service, found.time_limits[0].after.value
        ('企业开办', Decimal('24'))
        """
        clock = Clock.until(deadline)
        with localcontext(WIDE):  # what the caller's context rounds or traps is no business of ours
            layout, told, settled = self._settled(clock, source, encoding, published, place)
            return report(layout, told, settled, self.book.fingerprint, options=Options(text, clock))

    def _settled(
        self, clock: Clock, source: Source, encoding: str | None, published: dt.date | str | None, place: str | None
    ) -> tuple[Layout, Metadata, Iterator[Settled]]:
        """Take a text through all stages up to settled facts.

        The lines are let go on return and each fact once it is a record: of a long text they outweigh the report.
        """
        layout = split(fold(read(source, encoding=encoding), clock), clock)
        lines: list[Line] = []
        facts = list(interpret(self._hits(clock.while_left(layout.sentences, _TO_FIND), lines), self.book))
        if clock.over:
            layout = layout.until(lines[-1].sentence.end if lines else 0)
        places = self.book.places
        told = _given(about.of(layout, places.hurried(clock, _TO_ELECT)), self.book, published, place)
        by_fact = placer(places.hurried(clock, _TO_PLACE), layout.view.text, told.place)
        return layout, told, settle(facts, scene(layout, tuple(lines), told, by_fact))

    def _hits(self, sentences: Iterable[Sentence], lines: list[Line]) -> Iterator[tuple[Hit, ...]]:
        """Give what rules find in each sentence, and keep its line: all that is found in one, before the next."""
        for sentence in sentences:
            lines.append(read_line(sentence, self.book.quantities))
            yield match(lines[-1], self.book)

    def explain(self, source: Source, *, encoding: str | None = None) -> Iterator[str]:
        r"""Give, line by line, each sentence, the rules that fired in it, what their slots hold, and what was read.

        >>> print(*Extractor().explain("企业开办压缩至1天。"), sep="\n")
        企业开办压缩至1天。
            time_limit.to: after=1天 -> service=企业开办 after=1 day statistic=limit bound=exact
        """
        sentences = split(fold(read(source, encoding=encoding))).sentences
        hits = [match(read_line(sentence, self.book.quantities), self.book) for sentence in sentences]
        with localcontext(WIDE):
            facts = {id(fact.hit): fact for fact in interpret(hits, self.book)}
        for sentence, fired in zip(sentences, hits, strict=True):
            yield sentence.text
            yield from (f"    {_told(hit, facts.get(id(hit)))}" for hit in fired)


def _told(hit: Hit, fact: Fact | None) -> str:
    """Say in one line what a rule found and what became of it."""
    slots = ", ".join(f"{name}={hit.words(name)}" for name in sorted(hit.slots))
    fields = fact.fields.items() if fact else ()
    read_as = " ".join(f"{name}={_plain(value)}" for name, value in fields if value is not None)
    return f"{hit.rule.id}: {slots} -> {read_as or 'no record'}"


def _plain(value: object) -> str:
    """Write a value for a reader: a duration as its number and unit."""
    return " ".join(str(part) for part in value.values() if part) if isinstance(value, dict) else str(value)


def _given(told: Metadata, book: RuleBook, published: dt.date | str | None, place: str | None) -> Metadata:
    """Let what the caller knows replace what the text says."""
    known: dict[str, str | Place | None] = {}
    if published is not None:
        known["published"] = _day(published)
    if place:
        known["place"] = book.places.full(place) or Place(name=read(place).text)
    return told.model_copy(update=known)


def _day(published: dt.date | str) -> str:
    """Write a date as the schema does; raises InputError for a text that is none."""
    try:
        written = f"{published:%Y-%m-%d}" if isinstance(published, dt.date) else published
        return dt.date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise InputError(f"the date of publication is {published!r}, not like 2024-03-31") from error


def extract(
    source: Source,
    *,
    published: dt.date | str | None = None,
    place: str | None = None,
    rules: RuleBook | None = None,
    deadline: float | None = None,
) -> Report:
    """Read one report with the rules of the package, or those given; see `Extractor.extract`.

    >>> extract("全市实有市场主体23.2万户。").outcomes[0].metric
    '实有市场主体'
    """
    return Extractor(rules).extract(source, published=published, place=place, deadline=deadline)


def extract_many(sources: Iterable[Source], *, rules: RuleBook | None = None) -> Iterator[Report]:
    """Read several reports one after another with one extractor.

    >>> [len(r.outcomes) for r in extract_many(["企业3家。", "无"])]
    [1, 0]
    """
    extractor = Extractor(rules)
    return (extractor.extract(source) for source in sources)
