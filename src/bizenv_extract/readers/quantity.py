"""Quantities: a number with its unit, from 11.2% and 730余条 to 3至5个工作日, 三分之一 and 翻一番.

One pass looks for numerals; at each, one combined pattern says what begins there. Names, codes, dates and ordinals are
matched too, so as to be stepped over. The spans of periods are handed in as `taken`.

>>> [(q.value, q.unit, q.bound) for q in reader().scan("新增23.2万户，同比增长约11.2%，减材料730余条")]
[(Decimal('232000'), '户', 'exact'), (Decimal('11.2'), '%', 'about'), (Decimal('730'), '条', 'at_least')]
>>> [(q.value, q.unit) for q in reader().scan("12345热线5G覆盖，降低0.7和0.1元/立方米")]
[(Decimal('0.7'), '元/立方米'), (Decimal('0.1'), '元/立方米')]
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bizenv_extract import lexicon
from bizenv_extract.lexicon import alternation
from bizenv_extract.readers import number
from bizenv_extract.readers.amount import (
    REFUSED,
    Quantity,
    Unit,
    join,
    make,
    read_fraction,
    read_per,
    read_tenths,
    scaled_like,
    with_unit,
)
from bizenv_extract.readers.currency import Currencies
from bizenv_extract.readers.lasting import lasts
from bizenv_extract.readers.mangling import unmangled
from bizenv_extract.readers.number import PATTERN, STARTS, WORD_FRACTION, Number
from bizenv_extract.readers.qualifier import Qualifiers, to_bound

MOST_SHARING = 6
_LONGEST_PHRASE = 8
# 由12个至3个 is a change, not a range.
_FROM = ("由", "从")
# 近3年 is a stretch of time, not "at most 3 years".
_RECENT = ("duration:year", "duration:month", "duration:week")
_HAN = re.compile("[一-鿿]")
_RANGE = r"(?:[-—–―－~～]{1,2}|[至到])"
# 前10位 is a place in an order; 目前10家 is not.
_AMONG = r"(?<=[前后])(?<![目之以提今最然][前后])"
# Names and codes: ordinals, vague numbers, model numbers, dates, clocks and ratios, telephones, 1+N, 〔2021〕12号,
# list numbers.
_CODES = (
    rf"(?<=第){PATTERN}(?:[、至到—-]{PATTERN}){{0,4}}",
    rf"{_AMONG}{PATTERN}[位名强]",
    r"(?<=[数几])[十百千万亿]{1,4}[余多]?",
    r"(?<=[A-Za-z_=&#@%])[0-9][0-9.,-]{0,40}",
    r"(?<=[A-Za-z][-—.])[0-9]{1,40}",
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])",
    r"[0-9.]{1,8}(?:[:：][0-9.]{1,8}){1,4}(?![0-9])",
    rf"(?<=[0-9一二三四五六七八九十][点时])(?:{PATTERN})分(?!之|钟)",
    r"(?<=[\[［])[0-9]{1,3}(?=[\]］])",
    r"[0-9]{3,4}-[0-9]{7,8}(?![0-9])|1[3-9][0-9]{9}(?![0-9])",
    r"[0-9一二三四五六七八九]\+[0-9A-Za-z一二三四五六七八九][0-9A-Za-z一二三四五六七八九+]{0,8}",
    rf"(?<=\+){PATTERN}(?!%)",
    rf"(?<=[0-9][：∶]){PATTERN}",
    r"(?<=[〔\[【(（])(?:19|20)[0-9]{2}[〕\]】)）](?:第?[0-9]{1,6}号)?",
    r"(?<=[。；])[0-9]{1,3}[.、](?![0-9])",
    r"(?<![^\n])[0-9]{1,2}(?:[.、．)）](?![0-9])|[.．](?=[0-9]\.))",
    r"(?<=[(（])[0-9]{1,2}[)）]",
)
_AMONG_PEERS = re.compile(_AMONG)
_AMID = re.compile(
    "[一-龥](?<![达为至到是约近超升增降共有仅过余占得和与等])[0-9]+(?=[一-龥])(?![和与及至到多余以左同元升降增减分])"
)
_LATIN = re.compile(r"[A-Za-z]")
_NUMERAL = re.compile(f"[{STARTS}半番]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_VERSION = re.compile(r"[0-9]\.0")


class QuantityReader:
    """Reads quantities with given lexicons; frozen after building, safe to share between threads."""

    __slots__ = ("_currencies", "_pattern", "_phrases", "_qualifiers", "_readers", "_units")

    def __init__(
        self,
        units: lexicon.Lexicon,
        currencies: lexicon.Lexicon,
        qualifiers: lexicon.Lexicon,
        phrases: lexicon.Lexicon,
    ) -> None:
        self._currencies = Currencies(currencies)
        self._qualifiers = Qualifiers(qualifiers)
        self._phrases = dict(phrases)
        self._units = {surface: self._unit_of(surface, units) for surface in (*self._currencies.names(), *units)}
        self._readers: Mapping[str, Callable[[re.Match[str]], Quantity | None]] = {
            "phrase": self._phrase,
            "per": read_per,
            "fraction": read_fraction,
            "tenths": read_tenths,
            "half": self._half,
            "plain": self._plain,
        }
        self._pattern = re.compile(_pattern((*units, *self._currencies.names()), tuple(phrases)))

    def scan(self, text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
        """Give the quantities of a text in order, none of them overlapping, none inside the taken spans.

        >>> [(q.value, q.value_max, q.unit) for q in reader().scan("3至5个工作日，10万—20万元")]
        [(Decimal('3'), Decimal('5'), '个工作日'), (Decimal('100000'), Decimal('200000'), '元')]
        """
        gaps = number.gaps(len(text), taken)
        found = [quantity for start, end in gaps for quantity in self._walk(text, start, end)]
        shared = self._share_units(text, list(join(text, tuple(unmangled(text, found)))))
        return tuple(quantity for quantity in shared if quantity.dimension != REFUSED)

    def _walk(self, text: str, start: int, end: int) -> Iterator[Quantity]:
        position = start
        while begin := _NUMERAL.search(text, position, end):
            match = self._pattern.match(text, begin.start(), end)
            if match is None:
                position = begin.end()
                continue
            quantity = self._read(match)
            position = quantity.end if quantity else match.end()
            if quantity:
                yield self._bounded(text, quantity)

    def _read(self, match: re.Match[str]) -> Quantity | None:
        read = self._readers.get(match.lastgroup or "")
        return read(match) if read else None

    def _phrase(self, match: re.Match[str]) -> Quantity | None:
        end, text = match.end(), match.string
        starts = range(match.start(), max(-1, match.start() - _LONGEST_PHRASE), -1)
        entries = (self._phrases.get(text[start:end]) for start in starts)
        entry = next((entry for entry in entries if entry and entry.note == "quantity"), None)
        if entry is None:
            return None
        value, unit, dimension, bound = entry.canonical.split()
        span = (end - len(entry.surface), end)
        return make(text, span, Number(Decimal(value), None, to_bound(bound)), Unit(unit, dimension), span)

    def _half(self, match: re.Match[str]) -> Quantity | None:
        unit = self._unit(match["half_unit"])
        if not unit.dimension.startswith("duration"):
            return None
        start = match.start()
        return make(match.string, match.span(), Number(Decimal("0.5")), unit, (start, start + 1))

    def _plain(self, match: re.Match[str]) -> Quantity | None:
        low = number.read(match["low"])
        if low is None:
            return None
        whole = self._range(match, low) if match["high"] else None
        return whole or self._single(match, low)

    def _range(self, match: re.Match[str], low: Number) -> Quantity | None:
        text, start = match.string, match.start()
        high, unit = number.read(match["high"]), self._unit(match["high_unit"])
        from_to = match["low_unit"] and text[max(0, start - 1) : start] in _FROM
        other_unit = match["low_unit"] and self._unit(match["low_unit"]).name != unit.name
        if high is None or from_to or other_unit or unit.dimension == "word":
            return None
        low = low if match["low_unit"] else scaled_like(low, match["low"], high, match["high"])
        if high.value <= low.value:
            return None
        both = low._replace(value_max=high.value_max or high.value, bound=high.bound)
        quantity = make(text, match.span(), both, _dated(unit, match["high"]), (start, match.end("high")))
        return self._money(text, quantity)

    def _single(self, match: re.Match[str], low: Number) -> Quantity | None:
        unit = self._unit(match["low_unit"]) if match["low_unit"] else None
        if unit is None or unit.dimension == "word":
            return self._bare(match, low)
        if match["low_unit"] == "日" and lasts(match.string, *match.span()):
            unit = self._unit("天")
        span = (match.start(), match.end("low_unit"))
        return self._money(match.string, make(match.string, span, low, _dated(unit, match["low"]), match.span("low")))

    def _bare(self, match: re.Match[str], low: Number) -> Quantity | None:
        text, (start, end), written = match.string, match.span("low"), match["low"]
        if _HAN.match(written) and low.value_max is None:
            return None
        name = _YEAR.fullmatch(written) or _VERSION.fullmatch(written) or _LATIN.match(text, end)
        # 昇腾384超节点集群: digits between two words are part of a name.
        name = name or (_AMID.match(text, start - 1) if written.isdigit() and start else None)
        refused = name or _AMONG_PEERS.match(text, start)
        unit = Unit("", REFUSED if refused else "other")
        return self._money(text, make(text, (start, end), low, unit, (start, end)))

    def _money(self, text: str, quantity: Quantity) -> Quantity:
        if quantity.unit not in ("", "元") or quantity.dimension == REFUSED:
            return quantity
        money = self._currencies.before(text, quantity.start)
        if money is None or money.share is not None:
            return quantity
        return quantity._replace(unit=money.unit, dimension="currency", currency=money.code)

    def _unit(self, surface: str) -> Unit:
        return self._units.get(surface) or self._ratio_of(surface)

    def _unit_of(self, surface: str, units: lexicon.Lexicon) -> Unit:
        money, entry = self._currencies.of(surface), units.get(surface)
        if money and not entry:
            return Unit(money.unit, "currency", money.code, money.share)
        note = entry.note if entry else REFUSED
        # Tenths (九成) have a reader of their own; what it leaves is no share.
        dimension = REFUSED if note in ("reject", "tenth") else note
        time = dimension.startswith("duration")
        name, share = (entry.canonical if entry else ""), (money.share if money else None)
        rest = surface.removeprefix(name)
        trim = len(rest) if time and self._qualifiers.after(rest, 0, duration=True) else 0
        return Unit(name, dimension, None, share, time and "半" in surface, time and "多" in surface, trim)

    def _ratio_of(self, surface: str) -> Unit:
        above, below = (self._unit(part) for part in surface.split("/"))
        if REFUSED in (above.dimension, below.dimension) or "word" in (above.dimension, below.dimension):
            return Unit("", "word")
        pair = "price" if above.currency else f"{above.dimension}/{below.dimension}"
        known = {"price": "price", "mass/volume": "concentration"}
        return Unit(f"{above.name}/{below.name}", known.get(pair, "other"), above.currency)

    def _bounded(self, text: str, quantity: Quantity) -> Quantity:
        if quantity.dimension == REFUSED:
            return quantity
        found = self._qualifiers.before(text, quantity.start)
        if found and found.word == "近" and quantity.dimension in _RECENT:
            found = None
        if found is None or found.bound == "exact":
            found = self._qualifiers.after(text, quantity.end, duration=quantity.dimension.startswith("duration"))
        return quantity._replace(bound=found.bound, bound_span=found.span) if found else quantity

    def _share_units(self, text: str, found: Sequence[Quantity]) -> Iterable[Quantity]:
        shared: list[Quantity] = []
        run = 0
        for quantity in reversed(found):
            giver = shared[-1] if shared else None
            takes = giver is not None and run < MOST_SHARING and self._shares(text, quantity, giver)
            run = run + 1 if takes else 0
            shared.append(with_unit(quantity, giver) if takes and giver else quantity)
        return reversed(shared)

    def _shares(self, text: str, quantity: Quantity, giver: Quantity) -> bool:
        nothing_of_its_own = not quantity.unit and quantity.dimension in ("other", REFUSED)
        # 1.7个和5.4个百分点: the first unit was cut short.
        cut_short = quantity.unit == "个" and giver.unit.startswith("个") and giver.unit != "个"
        return bool((nothing_of_its_own and giver.unit) or cut_short) and self._qualifiers.joins(
            text[quantity.end : giver.start]
        )


def _dated(unit: Unit, written: str) -> Unit:
    """Refuse 2019年: four digits from 1900 on are a date, never a length of time."""
    is_year = unit.dimension == "duration:year" and _YEAR.fullmatch(written)
    return replace(unit, dimension=REFUSED) if is_year else unit


@functools.cache
def reader() -> QuantityReader:
    """Give the reader with the lexicons of the package, built once."""
    return QuantityReader(*map(lexicon.load, ("units", "currencies", "qualifiers", "phrases")))


def _pattern(units: Sequence[str], phrases: Sequence[str]) -> str:
    unit = rf"(?:{alternation(units)}(?:/{alternation(units)})?)"
    low = rf"(?P<low>{PATTERN})(?P<low_unit>{unit})?"
    parts = {
        "phrase": _from_numeral([word for word in phrases if not word.isdigit()]),
        "hotline": rf"{alternation([word for word in phrases if word.isdigit()])}(?![0-9.]|{unit})",
        "code": "|".join(_CODES),
        "per": rf"(?<![百佰千仟万萬])(?P<base>[百佰千仟万萬])分之(?P<per_low>{PATTERN}|百)"
        rf"(?:{_RANGE}(?:百分之)?(?P<per_high>{PATTERN}))?",
        "fraction": rf"{WORD_FRACTION}|[0-9]{{1,2}}/[0-9]{{1,2}}(?![/0-9])",
        "tenths": rf"(?=[{STARTS}点點.]{{1,6}}[成折])(?P<tenth>{PATTERN})(?P<tenth_unit>{unit})(?<=[成折])"
        r"(?P<rest>[一二三四五六七八九半](?![个年天]))?",
        "half": rf"(?<![上下前后一])半(?P<half_unit>{unit})",
        "plain": rf"{low}(?:(?:[(（]含[)）])?{_RANGE}(?P<high>{PATTERN})(?P<high_unit>{unit}))?",
    }
    return "|".join(f"(?P<{name}>{source})" for name, source in parts.items())


def _from_numeral(phrases: Sequence[str]) -> str:
    """Give a pattern that matches each phrase from its first numeral on, what stands before it as a look-behind."""
    begins = [(phrase, found.start()) for phrase in phrases if (found := _NUMERAL.search(phrase))]
    plain = alternation([phrase for phrase, start in begins if not start])
    behind: dict[str, list[str]] = {}
    for phrase, start in sorted(begins, key=lambda item: (-len(item[0]), item[0])):
        if start:
            rest = f"(?<={re.escape(phrase[: start + 1])}){re.escape(phrase[start + 1 :])}"
            behind.setdefault(phrase[start], []).append(rest)
    with_prefix = "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in behind.items())
    return f"{with_prefix}|{plain}"
