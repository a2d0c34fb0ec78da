"""Money: which currency a unit word means, and sums of several units (123元1角1分).

>>> book = Currencies(lexicon.load("currencies"))
>>> book.of("美金"), book.of("个")
(Money(code='USD', unit='美元', share=None), None)
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from bizenv_extract import lexicon

_SHARE = re.compile(r"[0-9.]+")
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Money:
    """A currency: ISO 4217 code, the unit to give out, and the share of the main unit (角 0.1) for small change."""

    code: str
    unit: str
    share: Decimal | None = None


class Currencies:
    """The currency lexicon, read."""

    __slots__ = ("_before", "_by_name")

    def __init__(self, words: lexicon.Lexicon) -> None:
        self._by_name = {surface: _money(entry) for surface, entry in words.items() if not entry.note.endswith("sign")}
        signs = {surface: _money(entry) for surface, entry in words.items() if entry.note.endswith("sign")}
        self._before = self._by_name | signs

    def of(self, unit: str) -> Money | None:
        """Give the currency that a unit word names, or None."""
        return self._by_name.get(unit)

    def before(self, text: str, start: int) -> Money | None:
        """Give the currency named right before a number: 人民币50元, 港币两千元, $20.

        >>> Currencies(lexicon.load("currencies")).before("约$20", 2)
        Money(code='USD', unit='美元', share=None)
        """
        names = (text[max(0, start - size) : start] for size in range(_LONGEST_NAME, 0, -1))
        return next((self._before[name] for name in names if name in self._before), None)

    def names(self) -> tuple[str, ...]:
        """Give the unit words, small change among them, in file order."""
        return tuple(self._by_name)


def _money(entry: lexicon.Entry) -> Money:
    note = entry.note.removesuffix("sign").strip()
    share = Decimal(note) if _SHARE.fullmatch(note) else None
    return Money(entry.canonical, note if note and share is None else entry.surface, share)
