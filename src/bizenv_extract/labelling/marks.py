"""Marks: the records of a text as an annotator sees them, between a report and a gold file.

A mark is a stretch of the text with a kind, and with fields whose values are words: `value` is `58300`, `status` is
`achieved`, `metric` may have several readings, best first. Field names are those of the flat tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import Any, Final, get_args

from pydantic import TypeAdapter, ValidationError

from bizenv_extract.columns import KINDS, Column, columns
from bizenv_extract.errors import InputError
from bizenv_extract.gold import Facts, GoldRecord
from bizenv_extract.schema import Action, Bound, Change, Indicator, Report, Status, TimeUnit, plain

Words = tuple[str, ...]

FACTS: Final = tuple(Facts.model_fields)
YES: Final = "yes"
OPTIONAL, NOTE = "optional", "note"
NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"outcome": "metric", "ranking": "subject", "time_limit": "service", "measure": "object"}
)
# Columns that gold does not have: where a record stands, and what follows from its other fields.
_NOT_JUDGED: Final = frozenset(
    {
        *("document", "id", "dimension", "currency", "measure_id", "scope_level", "actor", "adcode", "period_text"),
        *("section", "anchor", "anchor_start", "anchor_end", "evidence", "rule", "title", "published"),
    }
)
# The fields that have a fixed choice of values.
CHOICES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "action": get_args(Action),
        "after_unit": get_args(TimeUnit),
        "before_unit": get_args(TimeUnit),
        "bound": get_args(Bound),
        "change": get_args(Change),
        "immediacy": ("immediate", "same_day"),
        "indicator": get_args(Indicator),
        "novelty": ("first", "only"),
        OPTIONAL: (YES,),
        "reduction_unit": (*get_args(TimeUnit), "%"),
        "statistic": ("limit", "average"),
        "status": get_args(Status),
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A record as marked in the text: kind, first and last character, fields."""

    kind: str
    start: int
    end: int
    fields: Mapping[str, Words]
    name: tuple[int, int] | None = None
    """Where the words of its name stand: of a metric, subject, service or object."""

    def first(self, field: str) -> str | None:
        """Give the value of a field, the best one of several."""
        return next(iter(self.fields.get(field, ())), None)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its marks and with what it says of itself; `doc` is the name of its file."""

    doc: str
    text: str
    facts: Mapping[str, str]
    marks: tuple[Mark, ...]


def fields(kind: str) -> tuple[Column, ...]:
    """Give the fields an annotator can correct in a record of a kind, `outcome` or `outcomes`.

    >>> [field.name for field in fields("measure")][:4]
    ['action', 'object', 'novelty', 'novelty_scope']
    """
    plural = kind if kind in KINDS else f"{kind}s"
    return tuple(column for column in columns(plural) if column.name not in _NOT_JUDGED)


def marked(report: Report, doc: str, text: str) -> Marked:
    """Give the marks of a report, in the order of the text."""
    told, place = report.metadata, report.metadata.place
    facts = {name: getattr(told, name, None) for name in FACTS} | {
        "place": place.name if place else None,
        "adcode": place.adcode if place else None,
    }
    marks = sorted((mark for kind in KINDS for mark in _marks(report, kind)), key=lambda mark: (mark.start, mark.end))
    return Marked(doc, text, {name: fact for name, fact in facts.items() if fact is not None}, tuple(marks))


def _marks(report: Report, kind: str) -> Iterator[Mark]:
    names = tuple(column.name for column in fields(kind))
    for record, row in zip(getattr(report, kind), report.to_records(kind), strict=True):
        told = {name: (_text(row[name]),) for name in names if row[name] is not None}
        yield Mark(record.kind, record.anchor.start, record.anchor.end, told, record.spans.get(NAMES[record.kind]))


def _text(value: Any) -> str:
    return plain(value) if hasattr(value, "as_tuple") else str(value)


def gold(found: Marked) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Give a gold file as plain data, and one complaint for each mark that is no gold record yet."""
    complaints: list[str] = []
    records: list[dict[str, Any]] = []
    for mark in sorted(found.marks, key=lambda mark: (mark.start, mark.end)):
        record = _record(mark, found.text)
        try:
            TypeAdapter(GoldRecord).validate_python(record)
            records.append(record)
        except ValidationError as error:
            complaints.append(f"{mark.kind} {record['at']!r}@{mark.start} left out: {_first(error)}")
    facts = {name: found.facts.get(name) for name in FACTS}
    try:
        Facts.model_validate(facts)
    except ValidationError as error:
        raise InputError(f"{found.doc}: {_first(error)}") from error
    return {"doc": found.doc, "metadata": facts, "records": records, "ignored": []}, tuple(complaints)


def _first(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def _record(mark: Mark, text: str) -> dict[str, Any]:
    at = text[mark.start : mark.end]
    period = [mark.first("period_start"), mark.first("period_end")]
    record = {
        "type": mark.kind,
        "at": at,
        "nth": _nth(text, at, mark.start),
        **_OWN[mark.kind](mark),
        "status": mark.first("status"),
        "period": period if any(period) else None,
        "place": mark.first("place"),
        "indicator": mark.first("indicator"),
    }
    extra = {OPTIONAL: mark.first(OPTIONAL) == YES or None, NOTE: mark.first(NOTE)}
    return record | {name: value for name, value in extra.items() if value is not None}


def _nth(text: str, at: str, start: int) -> int:
    """Tell which occurrence of some words stands at a place, overlapping ones counted; 1 for no words at all."""
    if not at:
        return 1
    before = -1
    return next(n for n in count(1) if (before := text.find(at, before + 1)) >= start)


def _outcome(mark: Mark) -> dict[str, Any]:
    plain_ones = ("value", "value_max", "unit", "change", "basis", "bound")
    own = {"metric": mark.fields.get("metric"), **{name: mark.first(name) for name in plain_ones}}
    return own | {"from": mark.first("from_value")}


def _ranking(mark: Mark) -> dict[str, Any]:
    plain_ones = ("scope", "scope_size", "position", "position_max", "tier", "previous", "moved", "streak")
    return {"subject": mark.fields.get("subject"), **{name: mark.first(name) for name in plain_ones}}


def _time_limit(mark: Mark) -> dict[str, Any]:
    amounts = {name: _amount(mark, name) for name in ("before", "after", "reduction")}
    plain_ones = ("immediacy", "statistic", "bound")
    return {"service": mark.fields.get("service"), **amounts, **{name: mark.first(name) for name in plain_ones}}


def _amount(mark: Mark, name: str) -> dict[str, Any] | None:
    parts = {"value": mark.first(name), "value_max": mark.first(f"{name}_max"), "unit": mark.first(f"{name}_unit")}
    return {part: value for part, value in parts.items() if value is not None} or None


def _measure(mark: Mark) -> dict[str, Any]:
    claim = mark.first("novelty")
    novelty = {"claim": claim, "scope": mark.first("novelty_scope")} if claim else None
    return {"object": mark.fields.get("object"), "action": mark.first("action"), "novelty": novelty}


_OWN: Final = MappingProxyType(
    {"outcome": _outcome, "ranking": _ranking, "time_limit": _time_limit, "measure": _measure}
)
