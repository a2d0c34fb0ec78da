"""Ordinals: 第2位, 第一, 第十五名, 前三, 前10位, 首位, 第二至第四; and the names that only look like one.

>>> [(o.value, o.value_max, o.peer) for o in scan("居全省第2位，进入前三。")]
[(2, None, True), (1, 3, True)]
>>> [(o.classifier, o.peer) for o in scan("第一批示范市、第三方评价")]
[('批', False), ('方', False)]
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bizenv_extract import lexicon
from bizenv_extract.readers import number

PATTERN = (
    rf"(?:第{number.PATTERN}(?:(?:[至到、~～]|[-—–]{{1,2}})第{number.PATTERN}|[至到~～—–-]{number.PATTERN})?"
    rf"|(?<![目之以提今最然])[前后]{number.PATTERN}|首位(?!度)|榜首|(?<=居)首(?![位批次家届轮席要府都倡])|之首(?![都府]))"
)
_ONE = re.compile(PATTERN)
# 受理后3个工作日 is a time after, no place from the end.
_START = re.compile(r"[第前首之榜]|(?<!先)后(?![0-9.一二三四五六七八九十两半]+个?(?:小时|工作日|天|日|月|周|分钟|年))")
# 居全国第1、3、6位: one word for the first, one classifier for all.
_ROW = re.compile(rf"第({number.PATTERN})((?:、{number.PATTERN}){{1,4}})([位名])")
_NUMBER = re.compile(number.PATTERN)
# 第一、二、三产业 is no first place, 第一、第二 is.
_BOUNDARY = re.compile(r"(?!、[0-9一二三四五六七八九十])[^0-9A-Za-z一-鿿〇]|\Z")
_LONGEST = 4


class Ordinal(NamedTuple):
    """A place in an order; `peer` only where it is a place among peers. 前三 is 1 to 3, `last` tells 后三."""

    start: int
    end: int
    value: int
    value_max: int | None
    classifier: str
    peer: bool
    last: bool = False


def scan(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[Ordinal, ...]:
    """Give the ordinals of a text in order; a list (第一、第二) gives one each.

    >>> [(o.value, o.value_max) for o in scan("分居第一、第二，列第二至第四位，居首位")]
    [(1, None), (2, None), (2, 4), (1, None)]
    """
    gaps = number.gaps(len(text), taken)
    return tuple(ordinal for start, end in gaps for ordinal in _walk(text, start, end))


def _walk(text: str, start: int, end: int) -> Iterator[Ordinal]:
    position = start
    while begin := _START.search(text, position, end):
        row = _ROW.match(text, begin.start(), end)
        if row:
            yield from _in_row(row)
            position = row.end()
            continue
        match = _ONE.match(text, begin.start(), end)
        found = tuple(_read(match, end)) if match else ()
        yield from found
        position = found[-1].end if found else begin.end()


def _in_row(row: re.Match[str]) -> Iterator[Ordinal]:
    """Give each place of a row that shares its 第 and its 位."""
    for found in _NUMBER.finditer(row.string, row.start(1), row.end(2)):
        value, last = _whole(found[0]), found.end() == row.end(2)
        start = row.start() if found.start() == row.start(1) else found.start()
        if value is not None:
            yield Ordinal(start, row.end() if last else found.end(), value, None, row[3], peer=True)


def _read(match: re.Match[str], last: int) -> Iterator[Ordinal]:
    values = [_whole(found[0]) for found in _NUMBER.finditer(match[0])]
    if not values:  # 首位, 榜首, 之首
        yield Ordinal(match.start(), match.end(), 1, None, "位", peer=True)
    elif None not in values:
        yield from _placed(match, [value for value in values if value is not None], last)


def _placed(match: re.Match[str], values: Sequence[int], last: int) -> Iterator[Ordinal]:
    text, (start, end) = match.string, match.span()
    if "、" in match[0] and len(values) > 1:
        # 分居第一、第二: two places, not a range; the second is read on its own.
        end, values = start + match[0].index("、"), values[:1]
    classifier, peer = _follows(text, end, last)
    front = match[0][0] in "前后"
    low, high = (1, values[0]) if front else (values[0], values[1] if len(values) > 1 else None)
    yield Ordinal(start, end + len(classifier) * peer, low, high, classifier, peer, last=match[0][0] == "后")


def _whole(text: str) -> int | None:
    found = number.read(text)
    whole = found is not None and found.value == found.value.to_integral_value() and found.bound == "exact"
    return int(found.value) if found and whole and found.value >= 1 else None


def _follows(text: str, end: int, last: int) -> tuple[str, bool]:
    """Give the classifier after an ordinal and whether the whole is a place among peers."""
    words = _words()
    for size in range(min(_LONGEST, last - end), 0, -1):
        word = text[end : end + size]
        if word in words:
            return _judged(words[word])
    return "", bool(_BOUNDARY.match(text, end, last))


def _judged(entry: lexicon.Entry) -> tuple[str, bool]:
    if entry.note == "next":
        return "", True
    return entry.surface, entry.note == "rank"


@functools.cache
def _words() -> lexicon.Lexicon:
    return lexicon.load("ordinals")
