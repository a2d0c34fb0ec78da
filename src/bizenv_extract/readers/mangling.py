"""Mangling: numbers that are written so that no reader can be sure of them give no value, rather than a wrong one.

What spoils a number: an exponent, a fraction or a ring around a digit beside it (10², 1½, 2①), digits of another
script, signs that turn the direction of writing, groups of digits that are no thousands (1,23,4567), two points
(1.2.3), a second number without anything between (1万2户).

>>> from bizenv_extract.readers.quantity import reader
>>> texts = ("10²户", "1½户", "1,23,4567户", "1.2.3亿元", "1万2户", "1万2千户")
>>> [q.value for text in texts for q in reader().scan(text)]
[Decimal('12000')]
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from bizenv_extract.readers.amount import Quantity

MOST_DIGITS = 40
"""A number with more digits is a code, whatever stands behind it."""

# Spelled out, so that no Unicode version decides: control characters, powers and indices, fractions, digits of other
# scripts, rings and brackets around numbers, accents and keycaps, selectors of variants, marks that turn the direction
# of writing.
_BESIDE = (
    "\x01-\x08\x0e-\x1f\x7f-\x9f\ufffd²³¹¼-¾\u0300-\u036f\u0660-\u0669\u066b\u066c\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59"
    "\u1810-\u1819\u202a-\u202e\u2044\u2066-\u2069\u2070-\u209f\u20d0-\u20ff\u2150-\u218b\u2460-\u24ff\u2776-\u2793"
    "\u3099\u309a\u3220-\u3229\u3248-\u325f\u3280-\u3289\u32b1-\u32bf\ufe00-\ufe0f"
    "\U0001d7ce-\U0001d7ff\U000e0100-\U000e01ef"
)
_BEFORE = re.compile(f"[{_BESIDE}0-9±<>≤≥^_.'’`·•][-−－]?$|[-−－][-−－]$")
_AFTER = re.compile(f"[{_BESIDE}0-9±+^_`‱٪]|[.][十百千万亿%]|['’·•][0-9]|[点點][0-9]")
_CLOCK = re.compile("[0-9][点點]$")
# 1/2户 · 一倍半: neither the share nor the whole is what was meant.
_COUNTED = re.compile("[户家个件项人次天名位元]")
_SLASH = re.compile("[0-9]/[0-9]")
# 半亿元, 上亿元: no amount of one.
_SCALE_ALONE = re.compile(f"(?<=[半上{_BESIDE}])[百千万亿兆萬億]")
_UNORDERED = re.compile("[亿億兆][十百千]{0,2}[万萬]")
_BETWEEN = re.compile("[,，.'’ ]{0,2}")
_DIGIT = re.compile("[-−－]?[0-9]")
_GROUPS = re.compile("0[,，]")


def unmangled(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Give the quantities that nothing beside them spoils."""
    beside = {n for n, pair in enumerate(itertools.pairwise(found)) if _collide(text, *pair)}
    for number, quantity in enumerate(found):
        if number not in beside and number - 1 not in beside and not _mangled(text, quantity):
            yield quantity


def _collide(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether a number without a unit runs into the next: 12,34 · 3..5 · 1万2."""
    start, end = first.number_span[1], second.number_span[0]
    bare = not first.unit and first.dimension == "other" and first.end == start and second.start == end
    return bare and bool(start == end or (_BETWEEN.fullmatch(text, start, end) and _DIGIT.match(text, end)))


def _mangled(text: str, quantity: Quantity) -> bool:
    """Whether what stands right beside a number, or in it, makes another number of it."""
    start, end = quantity.number_span
    if _SCALE_ALONE.match(text, start) or _UNORDERED.search(text, start, end):
        return True
    if quantity.dimension == "multiple" and text.startswith("半", quantity.end):
        return True
    return _DIGIT.match(text, start) is not None and (_spoilt(text, start, end) or _over_a_unit(text, start, end))


def _spoilt(text: str, start: int, end: int) -> bool:
    beside = _BEFORE.search(text, max(0, start - 2), start + (text[start] in "-−－")) or _AFTER.match(text, end)
    long = sum(char in "0123456789" for char in text[start:end]) > MOST_DIGITS
    return bool(beside or long or _GROUPS.match(text, start) or _CLOCK.search(text, max(0, start - 2), start))


def _over_a_unit(text: str, start: int, end: int) -> bool:
    return bool(_SLASH.search(text, start, end) and _COUNTED.match(text, end))
