"""Cases: texts that no report looks like, always the same for the same seed and number.

Named ones are single ideas carried to excess; random ones are made of pieces of reports, spoilt, and of any characters.

>>> case(1, 5) == case(1, 5), len(NAMED) > 60
(True, True)
"""

import random
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from benchmarks.reliability.growth import PATTERNS, reports

LINE: Final = "到2023年6月末，全县实有经营主体71,204户，同比增长3.08%，列全市第2位。"
LIMIT: Final = "不动产登记由6个工作日压缩至8小时以内，连续2年全市第一。"
DIGITS: Final = "0123456789"
NUMERALS: Final = "零〇一二两三五八十百千万亿兆廿壹贰拾佰仟萬億半几数余多"
OTHER_DIGITS: Final = "０１７９①⑨⒉❸㈣㉕Ⅳⅸ²⁷₃½⅔٢۶५๕᠓𝟕𝟢〡"
SEPARATORS: Final = ",，.．。、 \u00a0\u2009\u202f\u3000'’_·;:٫٬"
HIDDEN: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u200e\u200f\u061c"
TURNING: Final = "\u202a\u202d\u202e\u202c\u2066\u2068\u2069"
MARKS: Final = "\u0301\u0307\u20dd\u3099\ufe0f\U000e0102"
CONTROLS: Final = "\x00\x01\x07\x08\x1b\x7f\x9b\ufffd\ufffe\uffff"
BREAKS: Final = ("\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\n\n")
SURROGATES: Final = "\ud801\udc02\udfff\ud8ff"
BRACKETS: Final = "（）()《》〈〉“”‘’「」【】〔〕[]{}"
UNITS: Final = (
    "户",
    "家",
    "件",
    "亿元",
    "万元",
    "%",
    "‰",
    "个百分点",
    "倍",
    "个工作日",
    "小时",
    "天",
    "年",
    "月",
    "季度",
    "分之",
    "第",
    "位",
    "名",
    "约",
    "近",
    "超",
    "以内",
    "左右",
    "多",
    "余",
    "至",
    "到",
    "—",
    "-",
    "～",
    "由",
    "从",
    "压缩至",
    "同比增长",
    "下降",
    "美元",
    "￥",
    "元/吨",
    "年底",
    "上半年",
    "去年",
    "点",
    "分",
    "半",
    "成",
    "折",
)
RANGES: Final = (
    (0x00, 0x20),
    (0x20, 0x7F),
    (0x80, 0x250),
    (0x600, 0x700),
    (0x2000, 0x2070),
    (0x2150, 0x2190),
    (0x2460, 0x2500),
    (0x3000, 0x3100),
    (0x3200, 0x3400),
    (0x4E00, 0x9FFF),
    (0xD800, 0xE000),
    (0xE000, 0xE020),
    (0xF900, 0xFB00),
    (0xFE00, 0x10000),
    (0x1D7C0, 0x1D800),
    (0x1F300, 0x1F700),
    (0x20000, 0x20100),
    (0x10FF00, 0x110000),
)
SPOILERS: Final[Sequence[str]] = (
    *HIDDEN,
    *TURNING,
    *MARKS,
    *CONTROLS,
    *BREAKS,
    *SURROGATES,
    *BRACKETS,
    *OTHER_DIGITS,
    *SEPARATORS,
    *UNITS,
)


def _beside_digits(sign: str) -> str:
    return "".join(char + sign if char in DIGITS else char for char in LINE + LIMIT)


def _excesses() -> Mapping[str, Callable[[], str]]:
    """Give the named cases: each sign beside each digit and each sign alone, each pattern of growth at length."""
    signs = (*HIDDEN, *TURNING, *MARKS, *CONTROLS, *BREAKS, *SURROGATES, *SEPARATORS)
    beside = {f"{ord(s[-1]):04x} beside digits": (lambda s=s: _beside_digits(s)) for s in signs}  # type: ignore[misc]
    grown = {f"{name}, 9,000": (lambda make=make: make(9_000)) for name, make in PATTERNS.items()}
    more = {
        "nothing": lambda: "",
        "one blank": lambda: " ",
        "5,000 digits and a unit": lambda: "经营主体" + "8" * 5_000 + "户",
        "5,000 decimals": lambda: "增长0." + "4" * 5_000 + "%",
        "5,000 zeros": lambda: "0" * 5_000 + "2亿元",
        "groups without end": lambda: "2" + ",000" * 2_000 + "户",
        "days that are none": lambda: "2023年2月31日，2023年15月9日，0000年0月0日，99999年1月1日，二〇二三年十四月",
        "years without end": lambda: "8" * 300 + "年前" + "7" * 300 + "个工作日内",
        "nothing over nothing": lambda: "零分之零，0分之3，五分之零，0/0",
        "formulas and tags": lambda: '=1+1,@SUM(2)<script>alert("3户")</script>{{4*4}}%s%n' + LINE,
        "capitals that grow": lambda: "İıẞﬁŉ" * 50 + LINE,
    }
    return MappingProxyType({**more, **beside, **grown})


NAMED: Final = _excesses()


def spoilt(text: str, chance: random.Random) -> str:
    """Give a text with some of its characters repeated, left out, replaced or beside what does not belong there."""
    for _ in range(chance.randint(1, 6)):
        at, what = chance.randrange(len(text) + 1), chance.randrange(5)
        piece = chance.choice(SPOILERS)
        if what == 0:
            text = text[:at] + piece + text[at:]
        elif what == 1:
            text = text[:at] + text[at + chance.randint(1, 9) :]
        elif what == 2:
            text = text[:at] + text[at : at + chance.randint(1, 15)] * chance.randint(2, 6) + text[at:]
        elif what == 3:
            text = "".join(piece if char in DIGITS and chance.random() < 0.3 else char for char in text)
        else:
            text = text.replace(chance.choice("，。、年%\n"), piece)
    return text


def figures(chance: random.Random) -> str:
    """Give numerals, separators and units in any order."""
    pools: tuple[Sequence[str], ...] = (DIGITS, DIGITS, NUMERALS, OTHER_DIGITS, SEPARATORS, UNITS, UNITS)
    parts = []
    for _ in range(chance.randint(1, 16)):
        pool = chance.choice(pools)
        parts += [chance.choice(pool) for _ in range(1 if pool is UNITS else chance.choice((1, 2, 4, 9, 24)))]
    return "".join(parts)


def anything(chance: random.Random) -> str:
    """Give characters from all over."""
    return "".join(chr(chance.randrange(*chance.choice(RANGES))) for _ in range(chance.choice((1, 3, 9, 40, 160))))


def case(seed: int, number: int) -> str:
    """Give the so-manieth random case."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - repeatable, not secret
    whole = reports(30_000)
    at = chance.randrange(len(whole))
    piece = whole[at : at + chance.choice((3, 9, 30, 90, 300))]
    makers: tuple[Callable[[], str], ...] = (
        lambda: piece,
        lambda: spoilt(piece, chance),
        lambda: figures(chance),
        lambda: spoilt(figures(chance) + LINE, chance),
        lambda: anything(chance),
        lambda: anything(chance) + chance.choice((LINE, LIMIT)) + figures(chance),
    )
    return makers[number % len(makers)]()
