"""Qualifiers: the words before and after a quantity that say whether it is exact, about, at least or at most.

>>> words = Qualifiers(lexicon.load("qualifiers"))
>>> words.before("共约30家", 2), words.after("30家以上", 3)
(Qualifier(word='约', bound='about', span=(1, 2)), Qualifier(word='以上', bound='at_least', span=(3, 5)))
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bizenv_extract import lexicon
from bizenv_extract.errors import RuleError
from bizenv_extract.readers.number import Bound

_BOUNDS: Mapping[str, Bound] = {"exact": "exact", "about": "about", "at_least": "at_least", "at_most": "at_most"}


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word that bounds a quantity, and where it stands; `exact` for a word that only looks like one (节约, 最近)."""

    word: str
    bound: Bound
    span: tuple[int, int]


def to_bound(word: str) -> Bound:
    """Give the bound of that name; a lexicon that asks for another one is not well formed.

    >>> to_bound("about")
    'about'
    """
    if word not in _BOUNDS:
        raise RuleError(f"no such bound: {word!r}")
    return _BOUNDS[word]


_WHOLE = "全国"  # 不到全国1%: the qualifier stands before what the share is of


class Qualifiers:
    """The qualifier lexicon, read: plain tables, because every quantity asks twice."""

    __slots__ = ("_after", "_after_duration", "_before", "_between", "_firsts", "_lasts", "_longest")

    def __init__(self, words: lexicon.Lexicon) -> None:
        self._before = _table(words, "before")
        self._after = _table(words, "after")
        self._after_duration = self._after | _table(words, "after_duration")
        self._between = _table(words, "between")
        self._lasts = frozenset(word[-1] for word in self._before)
        self._firsts = frozenset(word[0] for word in self._after_duration)
        self._longest = max(map(len, words), default=0)

    def before(self, text: str, start: int) -> Qualifier | None:
        """Give the longest qualifier that ends where the quantity begins."""
        if start > len(_WHOLE) and text[start - 1] in "国省市球" and text[start - len(_WHOLE)] == "全":
            start -= len(_WHOLE)
        if not start or text[start - 1] not in self._lasts:
            return None
        for begin in range(max(0, start - self._longest), start):
            bound = self._before.get(text[begin:start])
            if bound:
                return Qualifier(text[begin:start], bound, (begin, start))
        return None

    def after(self, text: str, end: int, *, duration: bool = False) -> Qualifier | None:
        """Give the longest qualifier that begins where the quantity ends; some follow durations only (3天内)."""
        if text[end : end + 1] not in self._firsts:
            return None
        table = self._after_duration if duration else self._after
        for last in range(end + self._longest, end, -1):
            bound = table.get(text[end:last])
            if bound and last <= len(text):
                return Qualifier(text[end:last], bound, (end, last))
        return None

    def joins(self, text: str) -> bool:
        """Tell whether these words join numbers that share a unit: 、 和 与.

        >>> Qualifiers(lexicon.load("qualifiers")).joins("和")
        True
        """
        return text in self._between


def _table(words: lexicon.Lexicon, note: str) -> dict[str, Bound]:
    return {surface: to_bound(entry.canonical) for surface, entry in words.items() if entry.note == note}
