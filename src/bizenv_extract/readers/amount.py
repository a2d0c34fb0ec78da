"""Amounts: the frozen record of one quantity, and the ways of writing one that need arithmetic.

百分之九十五 · 三分之一 · 九成五 · 1小时30分钟 · 123元1角1分: each becomes one value in one unit.

>>> tidy_share(Decimal(1), Decimal(3)), tidy_share(Decimal(4), Decimal(5))
(Decimal('33.33'), Decimal('80'))
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from bizenv_extract.readers import number
from bizenv_extract.readers.number import EXACT, Bound, Number

REFUSED = "refused"
_HAN = re.compile("[一-鿿]")
_HUNDRED = Decimal(100)
# The next smaller unit of time, and how many of it one holds.
_SMALLER = {
    "duration:year": ("duration:month", 12),
    "duration:week": ("duration:day", 7),
    "duration:day": ("duration:hour", 24),
    "duration:hour": ("duration:minute", 60),
    "duration:minute": ("duration:second", 60),
}
_HALF = Decimal("0.5")
_CENT = Decimal("0.01")


class Quantity(NamedTuple):
    """A number with its unit: `start, end` as short as can be, spans of number, unit and qualifier beside it."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str
    dimension: str
    currency: str | None
    bound: Bound
    number_span: tuple[int, int]
    unit_span: tuple[int, int] | None
    bound_span: tuple[int, int] | None = None
    chinese: bool = False
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the lexicons tell it: what to give out, its dimension, its currency, and what its word adds."""

    name: str
    dimension: str
    currency: str | None = None
    share: Decimal | None = None
    half: bool = False
    more: bool = False
    trim: int = 0


_PERCENT = Unit("%", "ratio")


def make(text: str, span: tuple[int, int], value: Number, unit: Unit, numbers: tuple[int, int]) -> Quantity:
    """Build a quantity; what the unit's own word adds (两年半, 两个多月) is added to the value.

    >>> make("两年半", (0, 3), Number(Decimal(2)), Unit("年", "duration:year", half=True), (0, 1)).value
    Decimal('2.5')
    """
    start, end = span[0], span[1] - unit.trim
    low = EXACT.add(value.value, _HALF) if unit.half else value.value
    return Quantity(
        start,
        end,
        low,
        value.value_max,
        unit.name,
        unit.dimension,
        unit.currency,
        "at_least" if unit.more and value.bound == "exact" else value.bound,
        numbers,
        _beside((start, end), numbers),
        chinese=_HAN.match(text, numbers[0]) is not None,
        share=unit.share,
    )


def _beside(span: tuple[int, int], numbers: tuple[int, int]) -> tuple[int, int] | None:
    """Give what is left of a span before (百分之) or after its number: the unit."""
    if span[0] < numbers[0]:
        return span[0], numbers[0]
    return (numbers[1], span[1]) if numbers[1] < span[1] else None


def tidy_share(above: Decimal, below: Decimal) -> Decimal:
    """Give a fraction as a percentage with at most two decimals, halves rounded up."""
    percent = number.QUOTIENT.divide(EXACT.multiply(above, _HUNDRED), below)
    # 百万分之五 would round to nothing: what is smaller than the last decimal is kept as it is.
    return number.tidy(percent if percent < _CENT else percent.quantize(_CENT, ROUND_HALF_UP, EXACT))


def read_per(match: re.Match[str]) -> Quantity | None:
    """Read 百分之九十五, 千分之二, 百分之五至百分之十 as a percentage."""
    low = number.read(match["per_low"]) or Number(Decimal(100))
    high = number.read(match["per_high"]) if match["per_high"] else None
    factor = EXACT.divide(_HUNDRED, number.last_scale(match["base"]))
    if high:
        low = low._replace(value_max=high.value)
    value = low if factor == 1 else number.scaled(low, factor)
    numbers = (match.start("per_low"), match.end())
    return make(match.string, match.span(), value, _PERCENT, numbers)


def read_fraction(match: re.Match[str]) -> Quantity | None:
    """Read 三分之一 as 33.33 %; None where a slash need not mean a fraction (5/20)."""
    ratio = number.read_fraction(match[0])
    if ratio is None or ("/" in match[0] and not 0 < ratio[0] < ratio[1] <= 10):  # noqa: PLR2004 - 3/4, not 24/7
        return None
    value = Number(tidy_share(*ratio))
    return make(match.string, match.span(), value, _PERCENT, match.span())


def read_tenths(match: re.Match[str]) -> Quantity | None:
    """Read 九成 as 90 %, 三成五 as 35 %, 七五折 as 75 %."""
    value = number.read(match["tenth"])
    if value is None:
        return None
    tens = value if value.value > 10 else number.scaled(value, Decimal(10))  # noqa: PLR2004 - 75折 is written in percent
    rest = Decimal(0)
    if match["rest"]:
        more = number.read(match["rest"])
        rest = more.value if more else Decimal(5)
    whole = tens._replace(value=EXACT.add(tens.value, rest))
    return make(match.string, match.span(), whole, _PERCENT, match.span("tenth"))


def scaled_like(low: Number, low_text: str, high: Number, high_text: str) -> Number:
    """Give the lower end of a range the scale words of the upper one: 10—20万元, but 8500到3万.

    >>> scaled_like(Number(Decimal(10)), "10", Number(Decimal(200000)), "20万").value
    Decimal('100000')
    """
    factor = number.last_scale(high_text)
    if number.last_scale(low_text) >= factor or low.value >= EXACT.divide(high.value, factor):
        return low
    return number.scaled(low, factor)


def with_unit(quantity: Quantity, giver: Quantity) -> Quantity:
    """Give a bare number the unit of the one it is joined to."""
    return quantity._replace(
        unit=giver.unit,
        dimension=giver.dimension,
        currency=giver.currency,
        unit_span=giver.unit_span,
    )


def join(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Join what is one amount in several units: 1小时30分钟 is 90 minutes, 123元1角1分 is 123.11 yuan."""
    waiting: Quantity | None = None
    for quantity in found:
        joined = _joined(text, waiting, quantity) if waiting else None
        if waiting and joined is None:
            yield waiting
        waiting = joined or quantity
    if waiting:
        yield waiting


def _joined(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    if text[first.end : second.start] not in ("", "又", "零") or first.value_max or second.value_max:
        return None
    if second.dimension.startswith("duration"):
        return _longer(first, second)
    if first.dimension == "currency" and second.share is not None and second.currency in (None, first.currency):
        change = EXACT.multiply(second.value, second.share)
        return first._replace(end=second.end, value=EXACT.add(first.value, change), unit_span=second.unit_span)
    return None


def _longer(first: Quantity, second: Quantity) -> Quantity | None:
    dimension, factor = first.dimension, 1
    while dimension in _SMALLER and dimension != second.dimension:
        dimension, times = _SMALLER[dimension]
        factor *= times
    if dimension != second.dimension or factor == 1:
        return None
    value = EXACT.add(EXACT.multiply(first.value, Decimal(factor)), second.value)
    numbers = (first.number_span[0], second.number_span[1])
    return second._replace(start=first.start, value=number.tidy(value), number_span=numbers)
