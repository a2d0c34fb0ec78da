"""One point of time in words: a year, half, quarter, month or day, written out or told from another day.

`pattern(tag)` gives the regular-expression source of one point, its groups named with `tag`; `read` gives the point.

>>> read(re.match(pattern("_a"), "去年8月"), "_a")
Point(anchor='now', years=None, shift=-1, months=(8, 8), days=None, mark='')
"""

import functools
import re
from typing import Literal, NamedTuple

from bizenv_extract.lexicon import Entry, load

Anchor = Literal["written", "now", "running", "month", "month-end", "day"]
Mark = Literal["", "start", "end"]
Pair = tuple[int, int]

DASH = "[-—–―－~～]{1,2}|[至到]"
FEW = "[0-9]{1,2}|[一二两三四五六七八九十]{1,2}"
_YEAR = "(?:19|20)[0-9]{2}|(?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}"
_MONTH = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元]"
DAY = "3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_DIGITS = "〇一二三四五六七八九"
_PLAIN = str.maketrans("两元零○", "二一〇〇")
_FREE = "(?<![0-9./])(?<![0-9]-)"  # not the tail of another number
_ALONE = "(?<![0-9./十百千万个第每几两多、期周])"  # a month without its year
_TEN = 10


class Point(NamedTuple):
    """One point of time as written: what it is counted from, and the months and days it names.

    `anchor` says where the year comes from: `written` in `years`, `now` (今年) from the day of publication,
    `running` (当年, 8月9日) from the text before it; `month` and `day` (上月, 昨天) from the day of publication.
    `mark` tells 年底 (end) and 年初 (start) from a whole stretch.
    """

    anchor: Anchor
    years: Pair | None = None
    shift: int = 0
    months: Pair | None = None
    days: Pair | None = None
    mark: Mark = ""


def number(text: str) -> int:
    """Give the value of a small number or of a year, in either kind of digits.

    >>> number("12"), number("十二"), number("二十"), number("两"), number("二〇一九")
    (12, 12, 20, 2, 2019)
    """
    if text.isascii():
        return int(text)
    tens, ten, ones = text.translate(_PLAIN).rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS.index(digit)) for digit in ones))
    return (_DIGITS.index(tens) if tens else 1) * _TEN + (_DIGITS.index(ones) if ones else 0)


def words(*notes: str) -> str:
    """Give an alternation of all words for a time with one of these notes, as regular-expression source."""
    return "(?:" + "|".join(load("periods").pattern(note) for note in notes) + ")"


@functools.cache
def pattern(tag: str) -> str:
    """Give the source of one point of time; its groups end in `tag`."""
    free = _FREE if tag == "_a" else ""  # the other end of a range stands right behind its dash
    inside = f"(?: ?(?:{_part(tag, 'edge-end', 'edge-start')}|{_months(tag)}))?"
    bare = f"{_part(tag + 'x')}(?!龄)|{_ALONE}{_months(tag + 'x')}"
    told = f"(?P<told{tag}>{words('now', 'running')})度?"
    day = f"(?P<dayword{tag}>{words('day')})"
    choices = (free + _iso(tag), f"(?:{free}{_year(tag)}|{told}){inside}", _plan(tag), _month_words(tag), day, bare)
    return "(?:" + "|".join(choices) + ")"


def _iso(tag: str) -> str:
    month, day = f"(?P<isomonth{tag}>1[0-2]|0?[1-9])", f"(?P<isoday{tag}>3[01]|[12][0-9]|0?[1-9])"
    sign = "(?:-(?=[0-9]{1,2}-)|/(?=[0-9]{1,2}/)|[.](?=[0-9]{1,2}[.]))"
    return f"(?P<isoyear{tag}>(?:19|20)[0-9]{{2}}){sign}{month}[-./]{day}(?![0-9]|[./][0-9])"


def _year(tag: str) -> str:
    # The sign 年 may be left out before the other end of a range and before a half: 2016—2020年, 2023上半年.
    half = "(?:[上下]半年|第?[一二三四]季度)"
    bare = f"(?= ?(?:{DASH}|[、和及]) ?(?:{_YEAR}) ?(?:年|{half})| ?{half})"
    return f"(?P<year{tag}>{_YEAR})(?: ?年(?:度|份)?|{bare})"


def _part(tag: str, *edges: str) -> str:
    whole = f"(?P<part{tag}>{words('part', 'end', 'start', *edges)})(?P<partend{tag}>[末底])?"
    return f"(?:{whole}|[前头](?P<ahead{tag}>{FEW}) ?个?月)"


def _months(tag: str) -> str:
    till = f"(?: ?月?(?:{DASH}) ?(?P<till{tag}>{_MONTH}))?"
    day = f"(?P<day{tag}>{DAY})(?: ?(?:{DASH}) ?(?P<today{tag}>{DAY}))? ?[日号]"
    rest = f"(?: ?{day}|份?(?P<tenday{tag}>{words('tenday', 'edge-end', 'edge-start')})?|份)"
    return f"(?P<month{tag}>{_MONTH}){till} ?月(?![均薪供息租嫂龄]){rest}"


def _plan(tag: str) -> str:
    # “十四五” by itself is part of a name (规划, 收官之年); with 期间, 末 or a comma it is a time.
    edge = f"(?P<planedge{tag}>{words('edge-end', 'edge-start')})"
    sign = f"(?:{words('plan-during')}?{edge}|{words('plan-during')}|(?={words('since')}|[,，]))"
    return f'[“"]?(?P<plan{tag}>{words("plan")})[”"]?{sign}'


def _month_words(tag: str) -> str:
    day = f"(?:(?P<wordday{tag}>{DAY})[日号]|(?P<wordend{tag}>底|末))?"
    end = f"(?<![0-9一二三四五六七八九十])(?P<monthend{tag}>{words('month-end')})"
    return f"(?:(?P<monthword{tag}>{words('month')}){day}|{end})"


def read(match: re.Match[str], tag: str) -> Point:
    """Give the point of time that the groups with `tag` hold."""
    names = _names(tag)
    got = {name: text for (_, name), text in zip(names, match.group(*(g for g, _ in names)), strict=True) if text}
    if "isoyear" in got:
        return _read_iso(got)
    if "plan" in got:
        return _read_plan(got)
    if "monthword" in got or "monthend" in got:
        return _read_month_word(got)
    if "dayword" in got:
        return Point("day", shift=int(_entry(got["dayword"]).canonical))
    return _inside(_read_year(got), got)


@functools.cache
def _names(tag: str) -> tuple[tuple[str, str], ...]:
    """Give the groups of one point with their bare names; groups of a part without a year end in x."""
    groups = re.compile(pattern(tag)).groupindex
    return tuple((name, name.removesuffix("x").removesuffix(tag)) for name in groups)


def _entry(word: str) -> Entry:
    return load("periods")[word]


def _pair(text: str) -> Pair:
    first, _, last = text.partition("-")
    return int(first), int(last)


def _read_iso(got: dict[str, str]) -> Point:
    year, month, day = (int(got[name]) for name in ("isoyear", "isomonth", "isoday"))
    return Point("written", (year, year), months=(month, month), days=(day, day))


def _read_plan(got: dict[str, str]) -> Point:
    first, last = _pair(_entry(got["plan"]).canonical)
    if "planedge" not in got:
        return Point("written", (first, last))
    year = last if _mark(_entry(got["planedge"])) == "end" else first
    return _inside(Point("written", (year, year)), {"part": got["planedge"]})


def _read_month_word(got: dict[str, str]) -> Point:
    if "monthend" in got:
        return Point("month-end", mark="end")
    day = number(got["wordday"]) if "wordday" in got else None
    shift = int(_entry(got["monthword"]).canonical)
    mark: Mark = "end" if "wordend" in got else ""
    return Point("month", shift=shift, days=None if day is None else (day, day), mark=mark)


def _read_year(got: dict[str, str]) -> Point:
    if "year" in got:
        year = number(got["year"])
        return Point("written", (year, year))
    if "told" in got:
        entry = _entry(got["told"])
        return Point("now" if entry.note == "now" else "running", shift=int(entry.canonical))
    return Point("running")


def _inside(point: Point, got: dict[str, str]) -> Point:
    if "part" in got:
        entry = _entry(got["part"])
        return point._replace(months=_pair(entry.canonical), mark="end" if "partend" in got else _mark(entry))
    if "ahead" in got:
        return point._replace(months=(1, number(got["ahead"])))
    return _with_month(point, got) if "month" in got else point


def _mark(entry: Entry) -> Mark:
    if entry.note.endswith("end"):
        return "end"
    return "start" if entry.note.endswith("start") else ""


def _with_month(point: Point, got: dict[str, str]) -> Point:
    first = number(got["month"])
    dated = point._replace(months=(first, number(got.get("till", got["month"]))))
    if "day" in got:
        return dated._replace(days=(number(got["day"]), number(got.get("today", got["day"]))))
    return _with_edge(dated, _entry(got["tenday"])) if "tenday" in got else dated


def _with_edge(point: Point, entry: Entry) -> Point:
    """Give the third of a month (上旬; 月初 counts as its first ten days), or its end (9月底)."""
    if entry.note == "edge-end":
        return point._replace(mark="end")
    return point._replace(days=_pair(entry.canonical) if entry.note == "tenday" else (1, _TEN))
