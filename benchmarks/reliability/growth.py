"""Growth: what reading costs as a text gets longer, for patterns that lead readers of numbers and places astray.

Each pattern is one thing said again and again, or one thing opened and never closed. Time is CPU time of the call, the
least of some tries: a machine that does other work besides can only add to it.

>>> [len(make(1000)) for make in PATTERNS.values()] == [1000] * len(PATTERNS)
True
"""

import gc
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from bizenv_extract import Extractor

FIXTURES: Final = Path(__file__).parent.parent.parent / "fixtures"
FLOOR: Final = 0.05
"""Seconds below which a time says more about the clock than about the text."""
CHEAP: Final = 0.3
TRIES: Final = 3

Maker = Callable[[int], str]


class Growth(NamedTuple):
    """The times of one pattern at growing lengths."""

    name: str
    lengths: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def dearest(self) -> float:
        """Give the most that a character cost, in microseconds."""
        return max(s / n for n, s in zip(self.lengths, self.seconds, strict=True)) * 1e6

    @property
    def slope(self) -> float | None:
        """Give the slope of the logarithm of time over that of length; None where all is too short to tell.

        >>> Growth("", (100, 200, 400), (1.0, 2.0, 4.0)).slope
        1.0
        """
        points = [(math.log(n), math.log(s)) for n, s in zip(self.lengths, self.seconds, strict=True) if s > FLOOR]
        if len(points) < 2:
            return None
        middle = tuple(sum(values) / len(points) for values in zip(*points, strict=True))
        across = sum((x - middle[0]) ** 2 for x, _ in points)
        return round(sum((x - middle[0]) * (y - middle[1]) for x, y in points) / across, 6)


def _again(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def _pair(left: str, right: str, length: int) -> str:
    return left * (length // 2) + right * (length - length // 2)


def _between(left: str, filling: str, right: str, length: int) -> str:
    return left + filling * (length - 2) + right


def reports(length: int) -> str:
    """Give the fixtures again and again: the yardstick, and a pattern itself."""
    return _again("\n".join(path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.txt"))), length)


def _one_line(length: int) -> str:
    return _again("".join(reports(20_000).split()), length)


AGAIN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hanzi": "持续优化政务服务环境",
        "digits": "9081726354",
        "thousands": "7,650",
        "points": "4.",
        "spaced digits": "6 ",
        "hanzi digits": "九八七六五四三二一",
        "hanzi numbers": "三千零二十万",
        "scale words": "亿",
        "ten thousands": "万",
        "percent": "7%",
        "per hundred": "百分之",
        "half a fraction": "分之",
        "years": "2023年",
        "dates": "2023-",
        "money": "8万元",
        "ranges": "4-",
        "hanzi ranges": "四至",
        "growth": "同比增长",
        "cuts": "由5天压缩至3天",
        "ranks": "第3位、",
        "open brackets": "(",
        "book titles": "《",
        "tags": "<p ",
        "surrogates": "\ud801",
        "Latin": "b",
        "commas": "，",
        "stops": "。",
        "short lines": "项\n",
        "headings": "一、\n",
        "places": "濮阳市",
        "places and figures": "濮阳市企业3家，",
        "places joined": "郑州、洛阳、",
        "own place": "全市企业3家，",
        "measures": "出台《办法》，",
        "blanks": "5 \u3000",
        "sentences": "在濮阳市，企业3家。",
        "clocks": "8:30",
        "plus": "1+",
        "slashes": "3/4",
        "quotes": "“甲”",
        "and": "和",
        "lists": "一是二是",
    }
)
MADE: Final[Mapping[str, Maker]] = MappingProxyType(
    {
        "reports": reports,
        "reports in one line": _one_line,
        "ordinals": partial(_pair, "第", "一"),
        "nested brackets": partial(_pair, "（", "）"),
        "nested quotes": partial(_pair, "“", "”"),
        "gap of blanks": partial(_between, "6", " ", "户"),
        "gap of lines": partial(_between, "6", "\n", "户"),
        "gap of nothing": partial(_between, "6", "\u200d", "户"),
    }
)
PATTERNS: Final[Mapping[str, Maker]] = MappingProxyType(
    {**MADE, **{name: partial(_again, piece) for name, piece in AGAIN.items()}}
)


def cost(extractor: Extractor, text: str) -> float:
    """Give the CPU seconds that reading a text takes: one try where it is dear, else the best of some."""
    best = math.inf
    for _ in range(TRIES):
        gc.collect()
        begin = time.process_time()
        extractor.extract(text)
        best = min(best, time.process_time() - begin)
        if best > CHEAP:
            break
    return best


def grow(name: str, lengths: Sequence[int], most: float) -> Growth:
    """Measure one pattern, up to the length at which the next would take more than `most` seconds."""
    extractor, seconds = Extractor(), list[float]()
    for length in lengths:
        seconds.append(cost(extractor, PATTERNS[name](length)))
        if seconds[-1] * 4 > most:
            break
    return Growth(name, tuple(lengths[: len(seconds)]), tuple(seconds))


def grown(lengths: Sequence[int], most: float, names: Sequence[str] = ()) -> Iterator[Growth]:
    """Measure all patterns, the reports first."""
    Extractor().extract(reports(10_000))
    for name in names or PATTERNS:
        yield grow(name, lengths, most)
