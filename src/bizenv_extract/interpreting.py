"""Interpret: hits become facts, in the order of the text, each able to lean on the fact before it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from bizenv_extract.facts.fact import Context, Fact
from bizenv_extract.facts.measure import measures
from bizenv_extract.facts.outcome import outcomes
from bizenv_extract.facts.ranking import distribute, rankings
from bizenv_extract.facts.time_limit import time_limits
from bizenv_extract.matching import Hit
from bizenv_extract.rulebook import RuleBook

Reader = Callable[[Hit, Context], tuple[Fact, ...]]
_READERS: Mapping[str, Reader] = MappingProxyType(
    {"outcome": outcomes, "ranking": rankings, "time_limit": time_limits, "measure": measures}
)
_GOES_ON = "其中"


def interpret(lines: Iterable[tuple[Hit, ...]], book: RuleBook) -> Iterator[Fact]:
    """Give the facts of all lines."""
    before: Fact | None = None
    for hits in lines:
        facts = _line_facts(hits, book, before)
        yield from _distributed(facts)
        before = next((f for f in reversed(facts) if f.kind != "measure"), before)


def _line_facts(hits: tuple[Hit, ...], book: RuleBook, before: Fact | None) -> list[Fact]:
    facts: list[Fact] = []
    for hit in hits:
        if hit.rule.kind in _READERS:
            context = Context(book.vocabulary, _leaned_on(hit, before), book.places)
            facts.extend(_READERS[hit.rule.kind](hit, context))
            before = next((f for f in reversed(facts) if f.kind != "measure"), before)
    return facts


def _leaned_on(hit: Hit, before: Fact | None) -> Fact | None:
    """Give the fact before if the hit may lean on it: same sentence, or 其中 opens this one."""
    if before is None or before.line is hit.line:
        return before
    last = before.line.sentence
    here = hit.line.sentence
    near = here.paragraph == last.paragraph and here.start == last.end
    return before if near and (last.text.endswith("；") or here.text.startswith(_GOES_ON)) else None


def _distributed(facts: list[Fact]) -> Iterator[Fact]:
    """Give each figure of a row (分别增长10%、6.4%) its own part of the shared subject."""
    row: list[Fact] = []
    for fact in facts:
        if row and not (fact.kind == "outcome" and fact.shares):
            yield from _row(row)
            row = []
        row.append(fact)
    yield from _row(row)


def _row(row: list[Fact]) -> Iterator[Fact]:
    if len(row) < 2 or row[0].kind != "outcome":  # noqa: PLR2004 - a row
        yield from row
        return
    parts = distribute(row[0].whole or row[0].fields["metric"], len(row))
    if len(set(parts)) == 1:
        parts = (row[0].fields["metric"],) * len(row)
    for fact, metric in zip(row, parts, strict=True):
        yield replace(fact, fields={**fact.fields, "metric": metric})
