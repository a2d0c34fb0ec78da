"""Interpret: hits become facts, in the order of the text, each able to lean on the fact before it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
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
_NAMES: Mapping[str, str] = MappingProxyType({"outcome": "metric", "time_limit": "service"})
_GOES_ON = "其中"
_CUTS = ("time_limit.next_share", "time_limit.next_cut_alone")


def interpret(lines: Iterable[tuple[Hit, ...]], book: RuleBook) -> Iterator[Fact]:
    """Give the facts of all lines."""
    before: Fact | None = None
    for hits in lines:
        facts = _with_cuts(_line_facts(hits, book, before))
        yield from _distributed(facts)
        before = next((f for f in reversed(facts) if f.kind != "measure"), before)


def _line_facts(hits: tuple[Hit, ...], book: RuleBook, before: Fact | None) -> list[Fact]:
    facts: list[Fact] = []
    for hit in hits:
        if hit.rule.kind in _READERS:
            context = Context(book.vocabulary, _leaned_on(hit, before), book.places)
            facts.extend(_fixed(fact) for fact in _READERS[hit.rule.kind](hit, context))
            before = next((f for f in reversed(facts) if f.kind != "measure"), before)
    return facts


def _with_cuts(facts: list[Fact]) -> list[Fact]:
    """Give a limit the cut that the next clause tells of it: 控制在60天以内，较法定时限压减68%; 均 gives it to all."""
    merged: list[Fact] = []
    told = [fact for fact in facts if fact.hit.rule.id in _CUTS]
    for fact in facts:
        cuts = [f for f in told if f.hit is fact.hit]
        if fact in cuts:
            merged = _cut_into(merged, cuts) if fact is cuts[0] else merged
        else:
            merged.append(fact)
    return merged


def _cut_into(facts: list[Fact], cuts: list[Fact]) -> list[Fact]:
    """Set the reductions of the last limits, one each, or one for all of a row."""
    limits = [n for n, fact in enumerate(facts) if fact.kind == "time_limit"]
    shared = len(cuts) == 1 and cuts[0].hit.line.text[cuts[0].hit.start :][:4].strip("以之内左右，").startswith(
        ("均", "都")
    )
    chosen = limits[-2:] if shared else limits[-len(cuts) :]
    values = [cuts[0]] * len(chosen) if shared else cuts
    for number, cut in zip(chosen, values, strict=False):
        spans = {**facts[number].spans, "reduction": cut.anchor}
        facts[number] = facts[number]._replace(
            fields={**facts[number].fields, "reduction": cut.fields["reduction"]}, spans=spans
        )
    return facts


def _fixed(fact: Fact) -> Fact:
    """Set the fields that the rule fixes."""
    fixed = fact.hit.rule.fixed
    return fact._replace(fields={**fact.fields, **fixed}) if fixed else fact


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
    done: list[Fact] = []
    for fact in facts:
        if row and not (fact.kind == row[0].kind and fact.shares):
            done.extend(_row(row, done))
            row = []
        row.append(fact)
    return iter((*done, *_row(row, done)))


def _row(row: list[Fact], earlier: list[Fact]) -> Iterator[Fact]:
    name = _NAMES.get(row[0].kind) if len(row) > 1 else None
    if name is None:
        yield from row
        return
    parts = _parts(row, earlier, name)
    for fact, part in zip(row, parts, strict=True):
        yield fact._replace(fields={**fact.fields, name: part, "bound": _bound(row, fact)})


def _parts(row: list[Fact], earlier: list[Fact], name: str) -> tuple[str, ...]:
    """Split the subject; where the row has none of its own, take the subjects of as many levels before it."""
    levels = [f.fields[name] for f in earlier if f.kind == row[0].kind and not f.fields.get("change")]
    if name not in row[0].spans and len(levels) >= len(row):
        return tuple(levels[-len(row) :])
    parts = distribute(row[0].whole or row[0].fields[name], len(row))
    return parts if len(set(parts)) > 1 else (row[0].fields[name],) * len(row)


def _bound(row: list[Fact], fact: Fact) -> str:
    """分别不低于85%、99%: the bound of the first holds for all, where they show none."""
    own, first = str(fact.fields["bound"]), str(row[0].fields["bound"])
    return first if own == "exact" and first in ("at_least", "at_most") else own
