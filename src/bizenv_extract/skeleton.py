"""The skeleton of a sentence: each number with its unit, each rank and each date becomes one sign.

Rules are written over skeletons. A rule that says `{:down}{reduction:ratio}` need not know how a percentage is
written, and a sentence is a fifth shorter. Each sign stands for one class of tokens; the tokens lead back to the text.

    由4个工作日压缩为24小时以内      由␟压缩为␟        two tokens of class duration
"""

import re
from array import array
from bisect import bisect_left
from types import MappingProxyType
from typing import NamedTuple

from bizenv_extract.readers.amount import Quantity
from bizenv_extract.readers.ordinal import Ordinal
from bizenv_extract.readers.ordinal import scan as scan_ordinals
from bizenv_extract.readers.period import When
from bizenv_extract.readers.period import scan as scan_periods
from bizenv_extract.readers.quantity import QuantityReader
from bizenv_extract.sentences import Sentence

SIGNS = MappingProxyType(
    {
        "count": "\ue000",
        "spelled": "\ue001",
        "bare": "\ue002",
        "ratio": "\ue003",
        "point": "\ue004",
        "money": "\ue005",
        "multiple": "\ue006",
        "duration": "\ue007",
        "ordinal": "\ue008",
        "when": "\ue009",
        "basis": "\ue00a",
        "name": "\ue00b",
        "frequency": "\ue00c",
    }
)
FIGURES = "".join(SIGNS[k] for k in ("count", "spelled", "bare", "ratio", "point", "money", "multiple"))
_CLASS = MappingProxyType(
    {"ratio": "ratio", "percentage_point": "point", "currency": "money", "multiple": "multiple", "other": "bare"}
)
_SMALL = 20
_CLASS_OF = re.compile("级(?!市|以上|湿)|(?<=[元户家人])(?:及以上|及以下|以上|以下)的?(?=[一-龥“])(?!的?(?:，|。))")
_LED = re.compile("(?:超|超过|逾|过|达到?|不足|低于|高于)$")
_OF = re.compile("(?:以上|以下)?(?:的(?=[一-龥“])|(?=项目|企业|工程|产业|订单|大项目|(?:新)?签约))")
# 超130人的专员队伍 counts them, 超10亿元的企业 says which.
_CREW = re.compile("(?<=人)的[一-龥“”]{0,14}(?:队伍|专班|团队|服务队)")
_NAME = re.compile("“[^“”，。；]{2,14}”")
_ALONE = re.compile("“(?![0-9]{2,6}”)[0-9.一二三四五六七八九十百千万亿两半]+(?!条)[一-龥%]{0,3}”")
_TITLE = re.compile("《[^《》]{1,80}》")


class Token(NamedTuple):
    """A value in a sentence: its class, where it stands in the sentence and in the skeleton, and what was read."""

    kind: str
    start: int
    end: int
    at: int
    value: Quantity | Ordinal | When


class Line(NamedTuple):
    """A sentence with its skeleton.

    `text` holds one sign for each token, `back` the offset of each character, `places` where each token's sign stands.
    """

    sentence: Sentence
    text: str
    tokens: tuple[Token, ...]
    back: "array[int]"
    places: tuple[int, ...]

    def token_at(self, position: int) -> Token | None:
        """Give the token whose sign stands at a position of the skeleton."""
        return self.tokens[self.places.index(position)] if position in self.places else None

    def inside(self, start: int, end: int) -> tuple[Token, ...]:
        """Give the tokens within a stretch of the skeleton."""
        return self.tokens[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def words(self, start: int, end: int) -> str:
        """Give the folded text of a stretch of the skeleton."""
        return self.sentence.text[self.back[start] : self.back[end - 1 + 1]] if end > start else ""

    def in_view(self, start: int, end: int) -> tuple[int, int]:
        """Give a stretch of the skeleton as a stretch of the view."""
        return self.sentence.start + self.back[start], self.sentence.start + self.back[end]


def read_line(sentence: Sentence, quantities: QuantityReader) -> Line:
    """Find the values of a sentence and make its skeleton."""
    text = sentence.text
    whens = scan_periods(text)
    taken = [(w.start, w.end) for w in whens]
    ordinals = scan_ordinals(text, taken)
    titles = [m.span() for m in _TITLE.finditer(text)]
    titles += [m.span() for m in _NAME.finditer(text) if not _ALONE.fullmatch(m.group())]
    taken = _merged(taken + [(o.start, o.end) for o in ordinals] + titles)
    found: list[tuple[str, Quantity | Ordinal | When]] = [(_when_kind(w), w) for w in whens]
    found += [("ordinal" if o.peer else "name", o) for o in ordinals]
    found += [(_kind(q), q) for q in quantities.scan(text, taken) if not _modifies(text, q)]
    return _assemble(sentence, sorted(found, key=lambda pair: pair[1].start))


def _modifies(text: str, quantity: Quantity) -> bool:
    """Whether an amount only says which ones are meant: 亿元以上项目, 30万吨级航道, 收入超10亿元的企业."""
    if quantity.dimension == "ratio" or quantity.dimension.startswith("duration"):
        return False
    if _CREW.match(text, quantity.end):
        return False
    led = _LED.search(text, max(0, quantity.start - 3), quantity.start)
    return bool(_CLASS_OF.match(text, quantity.end) or (led and _OF.match(text, quantity.end)))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans and join those that overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _when_kind(when: When) -> str:
    return {"basis": "basis", "name": "name", "frequency": "frequency"}.get(when.kind, "when")


def _kind(quantity: Quantity) -> str:
    if quantity.dimension.startswith("duration"):
        return "duration"
    kind = _CLASS.get(quantity.dimension, "count")
    small = quantity.chinese and kind == "count" and quantity.value < _SMALL
    return "spelled" if small else ("count" if kind == "bare" and quantity.unit else kind)


def _assemble(sentence: Sentence, found: list[tuple[str, Quantity | Ordinal | When]]) -> Line:
    parts: list[str] = []
    back = array("I")
    tokens: list[Token] = []
    position = 0
    for kind, value in found:
        if value.start < position or kind == "name":
            continue
        parts.append(sentence.text[position : value.start])
        back.extend(range(position, value.start))
        tokens.append(Token(kind, value.start, value.end, len(back), value))
        parts.append(SIGNS[kind])
        back.append(value.start)
        position = value.end
    parts.append(sentence.text[position:])
    back.extend(range(position, len(sentence.text) + 1))
    return Line(sentence, "".join(parts), tuple(tokens), back, tuple(t.at for t in tokens))
