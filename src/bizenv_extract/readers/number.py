"""Numbers, Arabic, Chinese and mixed: 1,234.5 · 二十三万 · 三百一 · 3.2万 · 1亿2千万 · 四五十万 · 两千余.

`PATTERN` is the source of one number, without groups, for use inside larger patterns; `read` gives its value.
Written digits are kept, scale words are multiplied out.

>>> read("23.2万").value, read("90.10").value
(Decimal('232000'), Decimal('90.10'))
>>> read("两千余")
Number(value=Decimal('2000'), value_max=None, bound='at_least')
"""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Literal, NamedTuple

Bound = Literal["exact", "about", "at_least", "at_most"]


def own_context(digits: int) -> Context:
    """Give a context of so many digits that nothing another library sets can change."""
    traps = [InvalidOperation, DivisionByZero, Overflow]
    return Context(digits, ROUND_HALF_EVEN, -999_999, 999_999, 1, 0, [], traps)


# Enough digits that no product of a written number and its scale words is ever rounded.
EXACT = own_context(60)
# Quotients have no last digit: fifteen are kept.
QUOTIENT = own_context(15)
# For what is compared and checked: the ratio of the largest number that can be written to the least has fewer digits.
WIDE = own_context(200)

_D = "一二两三四五六七八九壹贰叁肆伍陆柒捌玖兩俩倆貳參陸"
_DECIMALS = "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸0-9"
_TEN, _HUNDRED, _THOUSAND = "十拾廿卅", "百佰", "千仟"
_BIG = "万亿兆萬億"
# 近百户, 超万人, 逾千家: a scale word alone is a number behind a bound and before what is counted.
_VAGUE_COUNT = (
    rf"(?:(?<=[近超逾足约])|(?<=超过))[{_HUNDRED}{_THOUSAND}万](?=[户家人名个件项场次辆座亩吨台套条余])"
    rf"|\A[{_HUNDRED}{_THOUSAND}万]\Z"
)
_VAGUE = "余多几餘幾"
_SIMPLE = str.maketrans(
    "壹贰叁肆伍陆柒捌玖兩俩倆貳參陸拾佰仟萬億〇餘幾點負，−－",
    "一二三四五六七八九两两两二三六十百千万亿零余几点负,--",
)
_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"两": "2"}
_SCALES = (("兆", 10**12), ("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))

SIGN = r"(?:[负負]|(?<![0-9A-Za-z%％万亿元个月日年])[-−－])"
ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3}){1,6}(?![0-9])|[0-9]{1,40})(?:\.[0-9]{1,20})?"
# 两个亿, said for 两亿: but not 两个亿元级园区.
_PIECES = r"(?:个(?=亿(?![元级])))?"
_SCALED = (
    rf"[{_VAGUE}]?(?:(?![千仟][瓦克米伏])[十百千佰仟](?![强城])[{_VAGUE}]?)?{_PIECES}[{_BIG}]{{0,3}}"
    rf"(?:(?<=[百千{_BIG}])[零〇]?(?:[0-9]{{1,4}}|[{_D}])[十百千佰仟{_BIG}]{{1,2}}){{0,3}}"
    rf"(?:(?<=[百千{_BIG}])零[0-9]{{1,3}}(?![0-9.])|(?<=[万萬])[0-9]{{4}}(?![0-9.年]))?"
    rf"(?:(?<=[0-9十百千佰仟{_BIG}])[{_VAGUE}])?"
)
_SECTION = (
    rf"(?>[零〇]?(?:[{_D}]{{0,2}}[{_THOUSAND}])?[零〇]?(?:[{_D}]{{0,2}}[{_HUNDRED}])?"
    rf"[零〇]?(?:[{_D}]{{0,2}}[{_TEN}])?(?:[零〇]?[{_D}]{{1,2}}|[零〇](?=[几幾])|[零〇](?=[点點]))?)"
)
_HAN = (
    rf"(?=[{_D}零〇{_TEN}]|[{_HUNDRED}{_THOUSAND}][{_D}{_BIG}]|万亿|亿(?:[元美]|\Z)|{_VAGUE_COUNT})"
    rf"(?:[{_D}零〇]{{3,12}}(?![{_TEN}{_HUNDRED}{_THOUSAND}{_BIG}])"
    rf"|(?:{_SECTION}[{_VAGUE}]?{_PIECES}[{_BIG}]{{1,3}}){{0,4}}{_SECTION}"
    rf"(?:(?<=[{_TEN}{_HUNDRED}{_THOUSAND}{_BIG}])[{_VAGUE}])?)"
    rf"(?<=[{_D}零〇{_TEN}{_HUNDRED}{_THOUSAND}{_BIG}{_VAGUE}])"
    rf"(?:[点點][{_DECIMALS}]{{1,20}}[{_BIG}]{{0,2}})?"
)
PATTERN = rf"(?:{SIGN}?(?:{ARABIC}{_SCALED}|{_HAN}))"
# What a number can begin with: searched for first, because a character class is what `re` finds fastest.
STARTS = rf"0-9{_D}零〇{_TEN}{_HUNDRED}{_THOUSAND}{_BIG}负負\-−－"
# The run of numerals is looked over first: most numbers are no fractions, and that is cheap to see.
WORD_FRACTION = rf"(?=[{STARTS}又点點.]{{1,24}}分之)(?:{PATTERN}又)?{PATTERN}分之{PATTERN}"
_SLASH_FRACTION = rf"{SIGN}?(?:[0-9]{{1,6}} )?[0-9]{{1,6}}/[0-9]{{1,6}}(?![/0-9])"

_PLAIN = re.compile(r"[0-9]{1,40}(?:\.[0-9]{1,20})?")
_WHOLE = re.compile(PATTERN)
_ANY = re.compile(rf"(?P<fraction>{WORD_FRACTION}|{_SLASH_FRACTION})|{PATTERN}")
_START = re.compile(f"[{STARTS}]")
# 四五十 · 两三: two digits in a row that count up are "about"; 三五 is the one pair that skips.
_PAIR = re.compile(
    r"(?<![零一二两三四五六七八九])([一二两三四五六七八])([二两三四五六七八九])(?![零一二两三四五六七八九])"
)
# Characters that are numerals on cheques and plain words alone: 陆地, 队伍, 收拾, 放肆.
_NOT_ALONE = re.compile(r"[零〇伍陆陸肆拾俩倆几兩两]{2}|[零〇伍陆陸肆拾]")


class Number(NamedTuple):
    """A value as written; `value_max` only where the words give a range (四五十万)."""

    value: Decimal
    value_max: Decimal | None = None
    bound: Bound = "exact"


class Found(NamedTuple):
    """A number and where it stands."""

    start: int
    end: int
    number: Number


def read(text: str) -> Number | None:
    """Read one whole number; None for what names no value (数十, 几十万) or is no number.

    >>> read("四五十万")
    Number(value=Decimal('400000'), value_max=Decimal('500000'), bound='about')
    >>> read("1亿2千万").value, read("三百一").value, read("二〇一九").value
    (Decimal('120000000'), Decimal('310'), Decimal('2019'))
    >>> read("数十")
    """
    if _PLAIN.fullmatch(text):
        return Number(Decimal(text))
    if not _WHOLE.fullmatch(text):
        return None
    plain = text.translate(_SIMPLE).replace("个", "").replace("廿", "二十").replace("卅", "三十")
    bare = re.sub(r"零?[余多几]", "", plain)
    pair = _PAIR.search(bare)
    if pair and _counts_up(pair):
        low, high = (bare[: pair.start()] + pair[i] + bare[pair.end() :] for i in (1, 2))
        return Number(_signed(low), _signed(high), "about")
    return Number(_signed(bare), None, "exact" if bare == plain else "at_least")


def read_fraction(text: str) -> tuple[Decimal, Decimal] | None:
    """Give numerator and denominator of 三分之一, 一又二分之一 or 3/5; None for anything else.

    >>> read_fraction("五分之四")
    (Decimal('4'), Decimal('5'))
    """
    parts = re.fullmatch(rf"(?:({PATTERN})(?:又))?({PATTERN})分之({PATTERN})", text)
    if parts:
        whole, below, above = (read(part) if part else None for part in parts.groups())
        return _over(whole, above, below)
    parts = re.fullmatch(rf"({SIGN}?)(?:([0-9]+) )?([0-9]+)/([0-9]+)", text)
    if not parts:
        return None
    whole, above, below = (read(part) if part else None for part in parts.groups()[1:])
    ratio = _over(whole, above, below)
    return (-ratio[0], ratio[1]) if ratio and parts[1] else ratio


def scan(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[Found, ...]:
    """Find the numbers of a text, fractions among them, outside the spans that are taken.

    >>> [(f.start, f.number.value) for f in scan("二百五，还有3.5万")]
    [(0, Decimal('250')), (6, Decimal('35000'))]
    """
    return tuple(found for start, end in gaps(len(text), taken) for found in _scan(text, start, end))


def gaps(length: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the stretches that no taken span covers, in order.

    >>> list(gaps(9, [(2, 4), (4, 6)]))
    [(0, 2), (6, 9)]
    """
    position = 0
    for start, end in sorted(taken):
        if position < start:
            yield position, start
        position = max(position, end)
    if position < length:
        yield position, length


def last_scale(text: str) -> Decimal:
    """Give the factor of the scale words a number ends in, big ones before small ones: 三百万 → 10000.

    >>> last_scale("20万"), last_scale("三仟"), last_scale("20")
    (Decimal('10000'), Decimal('1000'), Decimal('1'))
    """
    plain = re.sub(r"[余多几]", "", text.translate(_SIMPLE))
    tail = re.search(r"[万亿兆]+$|[十百千]$", plain)
    factors = dict(_SCALES)
    factor = Decimal(1)
    for scale in tail[0] if tail else "":
        factor = EXACT.multiply(factor, Decimal(factors[scale]))
    return factor


def scaled(number: Number, factor: Decimal) -> Number:
    """Multiply a number and its upper end, exactly.

    >>> scaled(Number(Decimal("8.5")), Decimal(10)).value
    Decimal('85')
    """
    high = None if number.value_max is None else tidy(EXACT.multiply(number.value_max, factor))
    return number._replace(value=tidy(EXACT.multiply(number.value, factor)), value_max=high)


def tidy(value: Decimal) -> Decimal:
    """Drop zeros after the point that arithmetic left, and any exponent.

    >>> tidy(Decimal("1876000000.00")), tidy(Decimal("1E+3"))
    (Decimal('1876000000'), Decimal('1000'))
    """
    plain = format(value, "f")
    return Decimal(plain.rstrip("0").rstrip(".") if "." in plain else plain)


def _scan(text: str, start: int, end: int) -> Iterator[Found]:
    position = start
    while begin := _START.search(text, position, end):
        match = _ANY.match(text, begin.start(), end)
        number = _found(match) if match else None
        if match and number:
            yield Found(match.start(), match.end(), number)
        position = match.end() if match else begin.end()


def _found(match: re.Match[str]) -> Number | None:
    if match["fraction"]:
        ratio = read_fraction(match[0])
        return Number(QUOTIENT.divide(*ratio)) if ratio else None
    vague = match.start() and match.string[match.start() - 1] in "数几"
    return None if vague or _NOT_ALONE.fullmatch(match[0]) else read(match[0])


def _over(whole: Number | None, above: Number | None, below: Number | None) -> tuple[Decimal, Decimal] | None:
    if above is None or below is None or not below.value:
        return None
    sign = -1 if whole and whole.value < 0 else 1
    added = EXACT.multiply(abs(whole.value), below.value) if whole else Decimal(0)
    return EXACT.multiply(EXACT.add(above.value, added), Decimal(sign)), below.value


def _counts_up(pair: re.Match[str]) -> bool:
    low, high = int(_DIGITS[pair[1]]), int(_DIGITS[pair[2]])
    return high == low + 1 or (low, high) == (3, 5)


def _signed(text: str) -> Decimal:
    value = _value(text.lstrip("-负").replace(",", ""))
    return -value if text[0] in "-负" else value


def _value(text: str) -> Decimal:
    if "点" in text:
        return _with_point(text)
    for scale, factor in _SCALES:
        left, found, right = text.rpartition(scale)
        if found:
            times = _value(left) if left.strip("零") else Decimal(1)
            return tidy(EXACT.add(EXACT.multiply(times, Decimal(factor)), _rest(right, factor)))
    return Decimal("".join(_DIGITS.get(digit, digit) for digit in text))


def _rest(text: str, factor: int) -> Decimal:
    # 三百一 is 310: a lone digit right after a scale word counts tenths of it; 三百零一 is 301.
    if text in _DIGITS:
        return EXACT.multiply(Decimal(_DIGITS[text]), Decimal(factor // 10))
    return _value(text.lstrip("零")) if text.strip("零") else Decimal(0)


def _with_point(text: str) -> Decimal:
    whole, _, rest = text.partition("点")
    digits = rest.rstrip("万亿兆")
    decimals = "".join(_DIGITS.get(digit, digit) for digit in digits)
    value = Decimal(f"{_value(whole)}.{decimals}")
    factor = last_scale(rest) if digits != rest else Decimal(1)
    return value if factor == 1 else tidy(EXACT.multiply(value, factor))
