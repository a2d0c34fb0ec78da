"""Reconcile: figures that a text ties together, and whether they agree.

Only figures of one sentence (or of one time limit) are compared, and only where its words tie them: a level, its change
and its growth; a level that replaced another and the growth between them; parts behind 其中; a rate and what it is the
share of; a time limit before and after, and its cut. A written figure stands for all values that would be written so:
23.2万 is anything from 23.15万 to 23.25万. Figures that are only about so much (余, 约, 近) are not compared.

>>> from bizenv_extract import extract
>>> found = extract("新登记市场主体23.2万户，比同期增加2.6万户，增长11.2%。").checks[0]
>>> found.kind, found.stated, found.computed, found.consistent
('growth', '11.2%', '12.62%', False)
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from bizenv_extract.readers.number import WIDE
from bizenv_extract.schema import Check, Duration, Outcome, Reduction, TimeLimit

_WRITTEN = re.compile(r"[0-9][0-9,]*(?:\.([0-9]+))?")
_NEAR = 8
_SHARE_NEAR = 10  # points: figures farther apart are not of one share
_PARTS = re.compile("其中|包括|分别是")
_REST = re.compile("(?:其余|剩余|另有|另外)[^，。；0-9]{0,6}$")
_DONE = re.compile("结|办|改|复|解|执|成|缴|兑|答")
_PERCENT, _HUNDRED, _CENT = "%", Decimal(100), Decimal("0.01")


class Range(NamedTuple):
    """The values that a written figure can stand for."""

    low: Decimal
    high: Decimal

    def holds(self, other: "Range") -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high


Outcomes = Sequence[Outcome]
Rule = Callable[[Outcomes], Iterator[Check]]


def reconcile(outcomes: Outcomes, limits: Iterable[TimeLimit]) -> tuple[Check, ...]:
    """Compare the figures of a report that its text ties together; in order of the sentences, time limits last."""
    sentences = (tuple(group) for _, group in itertools.groupby(outcomes, key=lambda one: one.evidence.start))
    # Whatever precision the caller has set: the same figures, and none too long to write.
    with localcontext(WIDE):
        tied = tuple(check for sentence in sentences for rule in RULES for check in rule(_exact(sentence)))
        return (*tied, *(check for limit in limits for check in _of_limit(limit)))


def _exact(sentence: Outcomes) -> Outcomes:
    return tuple(one for one in sentence if one.bound == "exact" and one.value_max is None)


def _growth(sentence: Outcomes) -> Iterator[Check]:
    """23.2万户，增加2.6万户，增长12.6%: the growth is the change, of the level before it."""
    for level, delta, rate in zip(sentence, sentence[1:], sentence[2:], strict=False):
        if not (_same_metric(level, delta, rate) and level.change is None and level.unit == delta.unit != _PERCENT):
            continue
        if delta.change and delta.change == rate.change and rate.unit == _PERCENT and _same_basis(delta, rate):
            whole, part = _range(level), _range(delta)
            fell = delta.change == "decrease"
            before = Range(whole.low + part.low, whole.high + part.high) if fell else _less(whole, part)
            if before.low > 0:
                yield _check(
                    "growth", (level, delta, rate), rate, _percent(part, before), "change over the level before"
                )


def _from_to(sentence: Outcomes) -> Iterator[Check]:
    """由12个减至3个，减少75%: the growth between the old level and the new."""
    for level, rate in itertools.pairwise(sentence):
        between = level.evidence.text[: rate.anchor.start - level.evidence.start][-_NEAR:]
        if (
            level.from_value
            and "均" not in between
            and rate.unit == _PERCENT
            and rate.change
            and _same_metric(level, rate)
        ):
            old, new = level.from_value, level.value
            fell = rate.change == "decrease"
            part = abs(old - new)
            if old > 0 and (new < old) == fell:
                ratio = part / old * _HUNDRED
                yield _check("from_to", (level, rate), rate, Range(ratio, ratio), "change over the old level")


def _sum(sentence: Outcomes) -> Iterator[Check]:
    """66起，其中结案59起、在办7起: parts that make up their whole, or exceed it."""
    for number, whole in enumerate(sentence):
        text, start = whole.evidence.text, whole.anchor.end - whole.evidence.start
        following = itertools.takewhile(lambda one, unit=whole.unit: one.unit == unit, sentence[number + 1 :])  # type: ignore[misc]
        parts = tuple(one for one in following if one.change is None)
        ends = [part.anchor.start - whole.evidence.start for part in parts]
        told = parts and (_PARTS.search(text, start, ends[0]) or _REST.search(text, start, ends[-1]))
        if whole.change or whole.unit in ("", _PERCENT) or len(parts) < 2 or not told:  # noqa: PLR2004 - two parts
            continue
        ranges = [_range(part) for part in parts]
        summed = Range(sum((r.low for r in ranges), Decimal(0)), sum((r.high for r in ranges), Decimal(0)))
        if summed.high >= _range(whole).low:
            yield _check("sum", (whole, *parts), whole, summed, "sum of the parts")


def _share(sentence: Outcomes) -> Iterator[Check]:
    """受理3992件，审结3597件，结案率90.10%: what was done, of all there was."""
    for whole, part, rate in zip(sentence, sentence[1:], sentence[2:], strict=False):
        levels = whole.change is None and part.change is None and whole.unit == part.unit != _PERCENT
        if not (levels and rate.unit == _PERCENT and rate.change is None and rate.metric.endswith("率")):
            continue
        stem = set(_DONE.findall(rate.metric[-4:-1])) & set(_DONE.findall(part.metric[:4] + part.metric[-4:]))
        ratio = _percent(_range(part), _range(whole)) if stem and 0 < part.value <= whole.value else None
        if ratio and abs(ratio.low - rate.value) <= _SHARE_NEAR:
            yield _check("share", (whole, part, rate), rate, ratio, "what was done of all there was")


RULES: tuple[Rule, ...] = (_growth, _from_to, _sum, _share)


def _of_limit(limit: TimeLimit) -> Iterator[Check]:
    """由30天压缩至5天，压缩83%: the cut of a time limit."""
    before, after, cut = limit.before, limit.after, limit.reduction
    if not (before and after and cut) or before.unit != after.unit or limit.bound != "exact" or not before.value:
        return
    if before.value_max or after.value_max:
        return
    saved = before.value - after.value
    computed = saved / before.value * _HUNDRED if cut.unit == _PERCENT else saved
    if cut.unit in (_PERCENT, before.unit):
        agree = _cut_range(limit, cut).holds(Range(computed, computed))
        note = f"{_said(before)} cut to {_said(after)}"
        yield Check(
            kind="time_limit",
            records=(limit.id,),
            stated=_figure(cut.value, cut.unit),
            computed=_figure(computed, cut.unit),
            consistent=agree,
            note=note,
        )


def _cut_range(limit: TimeLimit, cut: Reduction) -> Range:
    """Give the values a cut can stand for, by the digits it is written with."""
    half = Decimal(5) * Decimal(10) ** (_exponent(cut.value) - 1)
    return Range(cut.value - half, cut.value + half) if limit.id else Range(cut.value, cut.value)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _said(duration: Duration) -> str:
    return _figure(duration.value, f" {duration.unit}")


def _same_metric(*outcomes: Outcome) -> bool:
    return len({one.metric for one in outcomes}) == 1


def _same_basis(delta: Outcome, rate: Outcome) -> bool:
    return delta.basis == rate.basis or None in (delta.basis, rate.basis)


def _range(outcome: Outcome) -> Range:
    """Give the values that a figure can stand for: half of its last written digit up and down."""
    found = _WRITTEN.search(outcome.anchor.text)
    written = Decimal(found.group().replace(",", "")) if found else Decimal(0)
    if not found or not written:
        return Range(outcome.value, outcome.value)
    half = outcome.value / written * Decimal(10) ** -len(found.group(1) or "") / 2
    # A count written out is exact: 66起 is not 65.5.
    exact = half == Decimal("0.5") and outcome.unit != _PERCENT
    return Range(outcome.value, outcome.value) if exact else Range(outcome.value - half, outcome.value + half)


def _stated(outcome: Outcome) -> Range:
    """Give what a computed figure may be: some round, and some cut off, so a whole last digit up and down."""
    low, high = _range(outcome)
    middle = (low + high) / 2
    return Range(low + low - middle, high + high - middle)


def _less(whole: Range, part: Range) -> Range:
    return Range(whole.low - part.high, whole.high - part.low)


def _percent(part: Range, whole: Range) -> Range:
    return Range(part.low / whole.high * _HUNDRED, part.high / whole.low * _HUNDRED)


def _check(kind: str, records: Outcomes, stated: Outcome, computed: Range, note: str) -> Check:
    middle = (computed.low + computed.high) / 2
    return Check(
        kind=kind,
        records=tuple(one.id for one in records),
        stated=_figure(stated.value, stated.unit),
        computed=_figure(middle, stated.unit),
        consistent=_stated(stated).holds(computed),
        note=note,
    )


def _figure(value: Decimal, unit: str) -> str:
    """Write a figure with at most two decimals."""
    rounded = value.quantize(_CENT).normalize()
    return f"{rounded:f}{unit}"
