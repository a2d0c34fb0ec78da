"""Report: settled facts become records with ids, spans and links, each validated as it is built."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bizenv_extract._version import __version__
from bizenv_extract.clock import Clock
from bizenv_extract.document import Document
from bizenv_extract.reconciling import reconcile
from bizenv_extract.schema import Check, Evidence, Measure, Metadata, Outcome, Ranking, Record, Report, TimeLimit
from bizenv_extract.sentences import Layout
from bizenv_extract.settling import Settled

_LETTER = {"measure": "m", "outcome": "o", "ranking": "r", "time_limit": "t"}
_PLURAL = {"measure": "measures", "outcome": "outcomes", "ranking": "rankings", "time_limit": "time_limits"}
_MODEL: Mapping[str, type[Record]] = MappingProxyType(
    {"measure": Measure, "outcome": Outcome, "ranking": Ranking, "time_limit": TimeLimit}
)
_NAME = {"measure": "object", "outcome": "metric", "ranking": "subject", "time_limit": "service"}
_CLAUSE = re.compile("[，；。,;]")
_NEAR = 16
_FOR_SETTLING = 65


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asked for: the text in the report, and the clock that says whether a deadline passed."""

    text: bool = False
    clock: Clock = field(default_factory=lambda: Clock(None))


def report(layout: Layout, metadata: Metadata, facts: Iterable[Settled], rules: str, *, options: Options) -> Report:
    """Build the report, record by record: neither the facts nor plain dicts of all records are kept meanwhile."""
    document = layout.view.document
    records: dict[str, list[Record]] = {plural: [] for plural in _PLURAL.values()}
    left_out: list[dict[str, Any]] = []
    evidence = functools.lru_cache(maxsize=_NEAR)(functools.partial(_evidence, layout))
    for settled in options.clock.while_left(facts, _FOR_SETTLING):
        kind = settled.fact.kind
        kept = records[_PLURAL[kind]]
        if not _counted(settled):
            left_out.append(_left_out(layout, settled))
            continue
        fields = _record(settled, layout, f"{_LETTER[kind]}{len(kept) + 1}", evidence)
        if kind == "outcome":
            fields |= _link(fields, records["measures"][-1:], document.text)
        kept.append(_MODEL[kind].model_validate(fields))
    return Report.model_validate(
        {
            "generator": {"name": "bizenv-extract", "version": __version__, "rules": rules},
            "source": _source(document),
            "text": document.text if options.text or document.extracted else None,
            "metadata": metadata,
            "sections": tuple(_sections(layout)),
            "checks": _checks(records),
            "diagnostics": (*_diagnostics(layout, records, late=options.clock.over), *left_out),
            **{plural: tuple(kept) for plural, kept in records.items()},
        }
    )


def _checks(records: Mapping[str, list[Record]]) -> tuple[Check, ...]:
    outcomes = tuple(one for one in records["outcomes"] if isinstance(one, Outcome))
    return reconcile(outcomes, (one for one in records["time_limits"] if isinstance(one, TimeLimit)))


def _diagnostics(layout: Layout, records: Mapping[str, list[Record]], *, late: bool) -> Iterator[dict[str, Any]]:
    """Say what a reader of the report should know: nothing there, nothing found, time over."""
    if late:
        yield {"code": "deadline", "severity": "error", "message": "the deadline passed: the report is partial"}
    elif not layout.sentences:
        yield {"code": "empty_text", "severity": "warning", "message": "the text holds nothing but white space"}
    elif not any(records.values()):
        yield {
            "code": "no_records",
            "severity": "info",
            "message": "no measure, outcome, ranking or time limit was found",
        }
    for note in layout.view.document.notes:
        yield {"code": note.code, "severity": "warning", "message": note.message}


def _counted(settled: Settled) -> bool:
    """Whether a record has words that say what it is about, and is not the second print of one before."""
    return bool(settled.fact.fields.get(_NAME[settled.fact.kind])) and not settled.repeat


def _left_out(layout: Layout, settled: Settled) -> dict[str, Any]:
    """Say what was found and is no record of its own, and why."""
    kind = settled.fact.kind
    code = "repeat" if settled.repeat else "no_name"
    why = "printed before, counted once" if settled.repeat else f"no {_NAME[kind]} found for it"
    span = _span(layout, *settled.fact.line.in_view(*settled.fact.anchor))
    return {"code": code, "severity": "info", "message": f"{kind} left out: {why}", "span": span}


def _source(document: Document) -> dict[str, Any]:
    return {
        "uri": document.uri,
        "media_type": document.media_type,
        "encoding": document.encoding,
        "sha256": document.sha256,
        "length": document.length,
        "reader": document.reader,
    }


def _sections(layout: Layout) -> Iterator[dict[str, Any]]:
    for heading in layout.headings:
        yield {"title": heading.title, "level": heading.level, "span": _span(layout, heading.start, heading.end)}


def _span(layout: Layout, start: int, end: int) -> dict[str, Any]:
    first, last = layout.view.source_span(start, end)
    return {"start": first, "end": last, "text": layout.view.document.text[first:last]}


def _evidence(layout: Layout, start: int, end: int) -> Evidence:
    """Give a sentence as a span; the records that stand in it share it."""
    span = _span(layout, start, end)
    return Evidence.model_validate(span | {"page": layout.view.document.page(span["start"])})


def _record(settled: Settled, layout: Layout, name: str, evidence: Callable[[int, int], Evidence]) -> dict[str, Any]:
    """Give the fields of a record; those that are null are left to their default."""
    fact, line = settled.fact, settled.fact.line
    fields = {
        "kind": fact.kind,
        "id": name,
        "anchor": _span(layout, *line.in_view(*fact.anchor)),
        "evidence": evidence(line.sentence.start, line.sentence.end),
        "spans": {key: layout.view.source_span(*line.in_view(*span)) for key, span in fact.spans.items()},
        "section": settled.section,
        "place": settled.place,
        "period": settled.period,
        "status": settled.status,
        "indicator": settled.indicator,
        "rule": fact.hit.rule.id,
        **fact.fields,
    }
    return {field: value for field, value in fields.items() if value is not None}


def _link(outcome: Mapping[str, Any], before: Sequence[Record], text: str) -> dict[str, str]:
    """Tie an outcome to the measure of its own clause: the last verb before the figure with no comma between."""
    start = outcome["anchor"]["start"]
    near = [last.id for last in before if not _CLAUSE.search(text, last.anchor.end, start)]
    return {"measure_id": near[0]} if near else {}
