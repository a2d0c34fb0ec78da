"""Words for a time (2019年, 截至9月底, 今年前7个月, 近三年): found in one pass, resolved to days later.

Finding and resolving are two steps, since what 8月9日 means hangs on the words before it.

>>> import datetime as dt
>>> when, = scan("今年前7个月，全市企业增长11.7%")
>>> when.text, when.kind
('今年前7个月', 'during')
>>> resolve(when, Reference(dt.date(2022, 8, 20), None))
Period(start='2022-01-01', end='2022-07-31', text='今年前7个月')
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bizenv_extract.lexicon import load
from bizenv_extract.readers import date, reckoning
from bizenv_extract.readers.date import Point, words
from bizenv_extract.readers.reckoning import Days, Reference
from bizenv_extract.schema import Period

__all__ = ["SILENT", "Kind", "Reference", "When", "resolve", "scan"]

Kind = Literal["during", "since", "until", "by", "name", "basis", "frequency", "vague"]
SILENT = frozenset({"name", "basis", "frequency", "vague"})

_MARKS = '《〔[(（每头元前第十“"0123456789一二三四五六七八九两'
_SIGNS = "-年月日号季至到、和及上下第./—–―－~～"  # what may follow the digits of a date
_SECOND = " 年月季周天日半个〇零○-—–到至"
_TAILS = frozenset(
    "since before stop veto record years-tail pair-end plan-during edge-end edge-start tenday".split()  # noqa: SIM905
)
_NEW_YEAR = Point("running", months=(1, 1), mark="start")
_PLAIN: dict[str, Kind] = {
    "file": "name",
    "plan": "name",
    "frequency": "frequency",
    "vague": "vague",
    "compared": "basis",
}


@dataclass(frozen=True, slots=True)
class When:
    """Words for a time: where they stand, their kind, and the points of time they name.

    Kinds: `during` a stretch, `since` it (open end), `until` it (截至: open start), `by` it (a deadline: open start).
    These four name the time of a fact. The others claim their digits and name none: `name` (in a title or a file
    number), `basis` (较2019年, 同比), `frequency` (每年), `vague` (目前, 近年来, 日前).
    `count` is the number of years of 近3年.
    """

    start: int
    end: int
    text: str
    kind: Kind
    points: tuple[Point, ...] = ()
    count: int = 0

    @property
    def year(self) -> int | None:
        """The first year that is written in the words, or None."""
        return next((point.years[0] for point in self.points if point.years), None)


def scan(text: str) -> tuple[When, ...]:
    """Give all words for a time, in order, none overlapping another.

    >>> [(when.text, when.kind) for when in scan("截至2019年底，较上年增长3%；《2020年要点》")]
    [('截至2019年底', 'until'), ('较上年', 'basis'), ('2020年', 'name')]
    """
    return tuple(when for match in _matches(text) for when in _read(match))


def resolve(when: When, reference: Reference, context: Period | None = None) -> Period | None:
    """Give the days that are meant, or None where the words name none or the year is not known.

    `context` is the period in force before the words: it gives the year of 8月9日 when it lies in one year.

    >>> when, = scan("截至12月底")
    >>> resolve(when, Reference(None, None), Period(start="2019-05-01", end="2019-05-31", text="2019年5月"))
    Period(start=None, end='2019-12-31', text='截至12月底')
    """
    days = None if when.kind in SILENT else _days(when, reference, context)
    if days is None:
        return None
    first = None if when.kind in {"until", "by"} else days[0].isoformat()
    last = None if when.kind == "since" else days[1].isoformat()
    return Period(start=first, end=last, text=when.text)


def _days(when: When, reference: Reference, context: Period | None) -> Days | None:
    if when.count:
        return reckoning.last_years(when.count, reference)
    first = reckoning.days_of(when.points[0], reference, context, ahead=when.kind == "by")
    if first is None or len(when.points) == 1:
        return first
    last = _last_days(when.points[1], first, reference, context)
    return (first[0], last[1]) if last and first[0] <= last[1] else None


def _last_days(point: Point, first: Days, reference: Reference, context: Period | None) -> Days | None:
    if point.anchor != "running":
        return reckoning.days_of(point, reference, context)
    last = reckoning.days_in(point, first[0].year)
    return reckoning.days_in(point, first[0].year + 1) if last and last[0] < first[0] else last


def _matches(text: str) -> Iterator[re.Match[str]]:
    # The pattern consumes one character that can begin a time and holds the words in a look-around: in that shape
    # the engine jumps from one such character to the next, which is several times as fast.
    find = _combined().search
    match = find(text)
    while match:
        yield match
        match = find(text, match.end("all"))


@functools.cache
def _combined() -> re.Pattern[str]:
    plan = f'(?P<plan>[“"]?{words("plan")}[”"]?)'
    choices = (_titles(), _frequency(), _years(), f"(?P<vague>{words('vague')})", _dates(), _comparison(), plan)
    return re.compile(f"{_gate()}(?<=(?=(?P<all>{'|'.join(choices)})).)")


def _gate() -> str:
    # Two characters decide most places: a number goes on to a sign of time, a word to its second character.
    heads = tuple(word for word, entry in load("periods").items() if entry.note not in _TAILS)
    first = _MARKS + "".join(word[0] for word in heads)
    second = first + _SECOND + "".join(word[1] for word in heads if len(word) > 1)
    digits = f"(?<=[0-9])(?<![0-9.][0-9])(?=[0-9]{{0,3}} ?[{_SIGNS}])"
    return f"{_one_of(first)}(?:(?<=《)|{digits}|(?<=[^0-9《])(?={_one_of(second)}))"


def _one_of(characters: str) -> str:
    return "[" + "".join(re.escape(c) for c in sorted(set(characters))) + "]"


def _titles() -> str:
    number = "[〔\\[(（](?:19|20)[0-9]{2}[〕\\])）] ?第? ?[0-9]{1,5} ?号"
    return f"(?P<title>《[^《》]{{1,120}}》)|(?P<file>{number})"


def _frequency() -> str:
    day = "(?:(?:1[0-2]|[1-9])月(?:(?:[12][0-9]|3[01]|[1-9])日)?)?"
    return f"(?P<frequency>每(?:[一两二三半0-9]{{0,2}}个?)(?:年度?|季度|月|周|天|日|半年){day})"


def _years() -> str:
    lead = f"(?:{words('years-lead')}|(?P<later>{words('years-ahead')}))"
    near = f"{lead}(?P<many>{date.FEW}) ?个?年(?:以来|{words('years-tail')})?"
    return f"{near}|(?<![0-9.年第一二三四五六七八九十百])(?P<gone>{date.FEW}) ?年(?:以来|来(?!自))"


def _dates() -> str:
    other = f"(?:{date.pattern('_b')}|(?P<lastday>{date.DAY})[日号])"
    body = f"(?P<body>{date.pattern('_a')}(?P<join> ?(?:{date.DASH}|(?<=[0-9])[、和及]) ?{other})?)"
    return f"{_lead()}{body}{_tail()}"


def _lead() -> str:
    by = f"(?<![达高低少升降增减直及甚乃送])(?P<by>{words('by')})"
    against = f"(?<!占)(?P<against>{words('basis')})"
    pair = f"(?P<pair>{words('basis-pair')})(?=[^,，。;；]{{2,14}}?{words('pair-end')})"
    return f"(?:(?:(?P<until>{words('until')})|{by}|(?P<from>{words('from')})|{against}|{pair}) ?)?"


def _tail() -> str:
    since = f"(?P<since>{words('since')})(?P<record>的?{words('record')})?"
    before = f"(?P<before>{words('before')})(?![0-9一二三四五六七八九十两几百])"
    near = f"(?!{words('veto')})(?:{since}|{before}|(?P<same>{words('same')})|{words('stop')})"
    # 去年5月份，平台开通运行以来: the closing word may stand one clause on, with no other time between.
    far = "(?=(?P<far>[,，]?[^,，。;；!！?？0-9年月近]{2,40}以来))"
    return f"(?:{near}|{far})?"


def _comparison() -> str:
    return f"(?P<compared>同比|环比|[较比与]?{words('same')})"


def _read(match: re.Match[str]) -> Iterator[When]:
    if match["title"] is not None:
        yield from _in_title(match)
    elif match["body"] is not None:
        yield _dated(match)
    elif match["many"] is not None or match["gone"] is not None:
        yield _counted(match)
    else:
        kind = next(kind for name, kind in _PLAIN.items() if match[name] is not None)
        yield When(match.start("all"), match.end("all"), match["all"], kind)


def _in_title(match: re.Match[str]) -> Iterator[When]:
    # What a title says belongs to the title: 《三年行动方案（2019—2021年）》.
    before = match.start("title") + 1
    for when in scan(match["title"][1:-1]):
        yield replace(when, start=before + when.start, end=before + when.end, kind="name")


def _counted(match: re.Match[str]) -> When:
    count = date.number(match["many"] or match["gone"])
    kind: Kind = "vague" if match["later"] is not None else "during"
    return When(match.start("all"), match.end("all"), match["all"], kind, count=count)


def _dated(match: re.Match[str]) -> When:
    points = _points(match)
    kind = _kind(match, points)
    # 从 without 起 or 以来 tells a step (从2019年的第五名升到…) or opens a range, and is no part of the time.
    start = match.start("body" if match["from"] is not None and kind == "during" else "all")
    return When(start, match.end("all"), match.string[start : match.end("all")], kind, points)


def _points(match: re.Match[str]) -> tuple[Point, ...]:
    first = date.read(match, "_a")
    if match["join"] is None:
        return (first,)
    if match["lastday"] is not None:
        day = date.number(match["lastday"])
        return (first, first._replace(days=(day, day)))
    return (first, date.read(match, "_b"))


def _kind(match: re.Match[str], points: tuple[Point, ...]) -> Kind:
    if any(match[name] is not None for name in ("against", "pair", "same", "record")):
        return "basis"
    if match["since"] is not None or (match["far"] is not None and match["join"] is None):
        return "since"
    if match["until"] is not None:
        return "until"
    if match["by"] is not None or match["before"] is not None:
        return "by"
    return _bare_kind(points)


def _bare_kind(points: tuple[Point, ...]) -> Kind:
    if points == (_NEW_YEAR,):
        return "vague"  # 年初 alone: early in the year, no one can say until when
    return "until" if len(points) == 1 and points[0].mark == "end" else "during"
