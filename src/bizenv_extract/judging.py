"""One report against its gold: which predicted record answers which gold record, and which fields agree.

A predicted record answers a gold record of its kind when their anchors overlap. One answers one: pairs with more equal
key fields go first, then those with more overlap.

>>> similar("实有市场主体数量", ("实有市场主体", "市场主体")), similar("企业", ("市场主体",))
(True, False)
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel

from bizenv_extract.gold import Facts, Gold, GoldRecord, Kind, locate
from bizenv_extract.schema import Measure, Metadata, Outcome, Place, Ranking, Report, TimeLimit, plain

Record = Outcome | Ranking | TimeLimit | Measure
State = Literal["right", "wrong", "missed", "spurious"]

KINDS: Final[tuple[Kind, ...]] = ("outcome", "ranking", "time_limit", "measure")
KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "outcome": ("metric", "value", "value_max", "unit", "change", "bound", "status"),
        "ranking": ("subject", "scope", "position", "position_max", "tier"),
        "time_limit": ("service", "before", "after", "reduction", "immediacy", "bound", "status"),
        "measure": ("object", "status"),
    }
)
EXTRA: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "outcome": ("from", "basis", "period", "place", "indicator"),
        "ranking": ("scope_size", "previous", "moved", "streak", "period", "place", "indicator"),
        "time_limit": ("statistic", "period", "place", "indicator"),
        "measure": ("action", "novelty"),
    }
)
SILENT: Final = "“”\"'‘’《》「」、，,。的"
UNIT_END: Final = re.compile("[市县区省]$")


@dataclass(frozen=True, slots=True)
class Row:
    """One record judged: a gold one (right, wrong, missed) or a predicted one nobody wanted (spurious).

    `fields` says of each field of a found record whether it is right; `faults` says in words what is not.
    """

    doc: str
    kind: Kind
    at: str
    start: int
    state: State
    fields: tuple[tuple[str, bool], ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[str, ...]:
        """One line for each fault."""
        return tuple(f"{self.doc} {self.kind} {self.at!r}@{self.start}: {fault}" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Judged:
    """One document judged: its rows, its metadata field by field, and its anchors that quote the text wrongly."""

    doc: str
    predicted: bool
    rows: tuple[Row, ...]
    metadata: tuple[tuple[str, bool], ...]
    faults: tuple[str, ...]
    ungrounded: tuple[str, ...]

    @property
    def errors(self) -> tuple[str, ...]:
        """One line for each fault."""
        own = (f"{self.doc} {fault}" for fault in (*self.faults, *self.ungrounded))
        return (*own, *(error for row in self.rows for error in row.errors))


class _Wanted(NamedTuple):
    start: int
    end: int
    record: GoldRecord


def squeeze(words: str | None) -> str:
    """Leave out white space, quotes, commas and 的: what readings may differ in.

    >>> squeeze("“一网通办”的 平台")
    '一网通办平台'
    """
    return "".join(char for char in words or "" if not char.isspace() and char not in SILENT)


def similar(got: str | None, readings: tuple[str, ...]) -> bool:
    """Tell whether words read like one of the readings: their longest common subsequence has an F1 of at least 0.6."""
    mine = squeeze(got)
    return any(_alike(mine, reading) for reading in map(squeeze, readings) if mine and reading)


def _alike(one: str, other: str) -> bool:
    return 10 * _common(one, other) >= 3 * (len(one) + len(other))


def _common(one: str, other: str) -> int:
    """Give the length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for a in one:
        above = 0
        for j, b in enumerate(other, 1):
            above, row[j] = row[j], above + 1 if a == b else max(row[j], row[j - 1])
    return row[-1]


def _equal(want: object, got: object) -> bool:
    return want == got


def _same_words(want: str | None, got: str | None) -> bool:
    return squeeze(want) == squeeze(got)


def _same_unit(want: str, got: str) -> bool:
    return want.replace("％", "%") == got.replace("％", "%")


def _same_tier(want: str | None, got: str | None) -> bool:
    return _same_words(want, got) or bool(want and got and (want in got or got in want))


def _same_amount(want: Any, got: Any) -> bool:
    return _amount(want) == _amount(got)


def _amount(part: Any) -> tuple[Any, ...] | None:
    return part and (part.value, getattr(part, "value_max", None), part.unit)


def _same_period(want: tuple[str | None, str | None] | None, got: Any) -> bool:
    return (want or (None, None)) == ((got.start, got.end) if got else (None, None))


def _same_claim(want: Any, got: Any) -> bool:
    return bool((want and want.claim) == (got and got.claim))


def _same_reading(want: tuple[str, ...], got: str) -> bool:
    return similar(got, want)


def _unless_open(want: str | None, got: str | None) -> bool:
    return want is None or want == got


JUDGES: Final[Mapping[str, Callable[[Any, Any], bool]]] = MappingProxyType(
    {
        **dict.fromkeys(("metric", "subject", "service", "object"), _same_reading),
        **dict.fromkeys(("before", "after", "reduction"), _same_amount),
        "unit": _same_unit,
        "scope": _same_words,
        "tier": _same_tier,
        "period": _same_period,
        "novelty": _same_claim,
        "indicator": _unless_open,
    }
)


def _town(name: str | None, home: str | None) -> str:
    """Give a place without the class of its unit, empty where it is the document's own."""
    short, own = _short(name or ""), _short(home or "")
    return "" if short == own else short


def _short(name: str) -> str:
    return UNIT_END.sub("", name)


def _value(record: Any, field: str) -> Any:
    return getattr(record, "from_value" if field == "from" else field)


def field_right(field: str, want: GoldRecord, got: Record, home: str | None) -> bool:
    """Tell whether a field of a predicted record agrees with gold; `home` is the document's own place."""
    if field == "place":
        return _town(want.place, home) == _town(got.place.name if got.place else None, home)
    return JUDGES.get(field, _equal)(_value(want, field), _value(got, field))


def judge(gold: Gold, text: str, report: Report | None) -> Judged:
    """Judge one report; None stands for a report that was not made, which has nothing right."""
    kinds = KINDS if gold.types is None else tuple(kind for kind in KINDS if kind in gold.types)
    rows = tuple(row for kind in kinds for row in _rows(kind, gold, text, _records(report, kind)))
    ungrounded = tuple(line for kind in kinds for line in _ungrounded(kind, text, _records(report, kind)))
    metadata = () if gold.types is not None else tuple(_metadata(gold.metadata, report.metadata if report else None))
    fields = tuple((name, right) for name, right, _ in metadata)
    faults = tuple(fault for _, right, fault in metadata if not right)
    return Judged(gold.doc, report is not None, rows, fields, faults, ungrounded)


def _records(report: Report | None, kind: Kind) -> tuple[Record, ...]:
    return getattr(report, f"{kind}s") if report else ()


def _ungrounded(kind: Kind, text: str, found: tuple[Record, ...]) -> Iterator[str]:
    for anchor in (record.anchor for record in found):
        if text[anchor.start : anchor.end] != anchor.text:
            yield f"{kind} anchor text differs from text[{anchor.start}:{anchor.end}]"


def _metadata(want: Facts, got: Metadata | None) -> Iterator[tuple[str, bool, str]]:
    place = (got and got.place) or Place(name="")
    mine = {"place": place.name, "adcode": place.adcode}
    for name, wish in want:
        found = mine[name] if name in mine else getattr(got, name, None)
        right = _same_title(wish, found) if name == "title" else _same_words(wish, found)
        yield name, right, f"metadata {name}: want {wish!r} got {found!r}"


def _same_title(want: str | None, got: str | None) -> bool:
    return similar(got, (want or "",)) or (want is None and not got)


def _rows(kind: Kind, gold: Gold, text: str, found: tuple[Record, ...]) -> Iterator[Row]:
    wanted = tuple(_wanted(kind, gold, text))
    answers = _answers(wanted, found, gold.metadata.place)
    for i, one in enumerate(wanted):
        if not one.record.optional:
            yield _row(gold, kind, one, found[answers[i]] if i in answers else None)
    answering = frozenset(answers.values())
    for anchor in (record.anchor for j, record in enumerate(found) if j not in answering):
        yield Row(gold.doc, kind, text[anchor.start : anchor.end], anchor.start, "spurious", (), ("spurious",))


def _wanted(kind: Kind, gold: Gold, text: str) -> Iterator[_Wanted]:
    for record in gold.records:
        if record.type == kind:
            start = locate(text, record.at, record.nth)
            yield _Wanted(start, start + len(record.at), record)


def _answers(wanted: tuple[_Wanted, ...], found: tuple[Record, ...], home: str | None) -> Mapping[int, int]:
    """Give for each gold record that has an answer the index of the predicted record that answers it."""
    answers: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(_pairs(wanted, found, home)):
        if i not in answers and j not in taken:
            answers[i] = j
            taken.add(j)
    return answers


def _pairs(
    wanted: tuple[_Wanted, ...], found: tuple[Record, ...], home: str | None
) -> Iterator[tuple[int, int, int, int]]:
    """Give the pairs that overlap, in a form that sorts the best to the front."""
    for i, one in enumerate(wanted):
        for j, record in enumerate(found):
            overlap = min(one.end, record.anchor.end) - max(one.start, record.anchor.start)
            if overlap > 0:
                equal = sum(field_right(name, one.record, record, home) for name in KEYS[record.kind])
                yield -equal, -overlap, i, j


def _row(gold: Gold, kind: Kind, one: _Wanted, answer: Record | None) -> Row:
    want = one.record
    if answer is None:
        return Row(gold.doc, kind, want.at, one.start, "missed", (), (f"missed {_subject(want)}",))
    judged = ((name, field_right(name, want, answer, gold.metadata.place)) for name in KEYS[kind] + EXTRA[kind])
    fields = tuple(judged)
    wrong = tuple(name for name, right in fields if not right)
    faults = tuple(f"{name} want {_show(_value(want, name))} got {_show(_value(answer, name))}" for name in wrong)
    state: State = "wrong" if any(name in KEYS[kind] for name in wrong) else "right"
    return Row(gold.doc, kind, want.at, one.start, state, fields, faults)


def _subject(want: GoldRecord) -> str:
    """Give what a gold record is about, in its best reading."""
    readings: tuple[str, ...] = _value(want, KEYS[want.type][0])
    return readings[0]


def _show(value: Any) -> str:
    """Write a field as one word or a few: models by their values, decimals with their digits."""
    if isinstance(value, BaseModel):
        return "/".join(_show(part) for _, part in value if part is not None)
    if isinstance(value, tuple):
        return "|".join(map(_show, value))
    return plain(value) if isinstance(value, Decimal) else str(value)
