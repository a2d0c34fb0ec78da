"""Aiming: which facts are reached and which are aimed at.

A whole text can be a plan (its title says so), or a section (下一步打算, 2026年工作安排), or a paragraph from where it
turns to the future. Within those, what is told as done, or dated before the report, is still reached. Elsewhere a fact
is aimed at only where its own sentence says so: 力争, 将, 到2025年, 年底前.
"""

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterator

from bizenv_extract.facts.fact import Fact
from bizenv_extract.lexicon import alternation, load
from bizenv_extract.matching import clause_end, clause_start
from bizenv_extract.readers.amount import Quantity
from bizenv_extract.readers.period import Reference, When
from bizenv_extract.schema import Metadata, Period
from bizenv_extract.sentences import Layout
from bizenv_extract.skeleton import Line

_YEAR = re.compile(r"(20[0-9]{2})年")
_DISPOSES = "列入|进行|予以|纳入|作为|整合|定为|转为|分解|合并为|移交|量化|压缩|搬进|提高到|下放"
_PERFECT = re.compile("[^者为改变解]了")
_EXPECTED = re.compile("预期(?!寿命)|预计(?:到|全年|可|超|达|将|突破|完成|实现)")
_SINCE = re.compile("[自从][^，。；]{1,10}$")
_NEAR = 12
_URGES = 2
_SPRING = 4
_SHORTEST, _TASKS, _FEW = 8, 5, 3


def read_aims(layout: Layout, lines: tuple[Line, ...], metadata: Metadata, reference: Reference) -> frozenset[int]:
    """Give the starts of the sentences that stand in a plan."""
    whole = named_plan(metadata.title or "") or _urges_throughout(lines)
    sections = frozenset(_plan_sections(layout, reference))
    return frozenset(_planned(lines, sections, whole=whole))


def named_plan(title: str) -> bool:
    """Whether a title names a plan.

    >>> named_plan("2024年优化营商环境工作要点"), named_plan("2024年工作情况的通报")
    (True, False)
    """
    return any(word in title for word in load("plans").where("plan"))


def _urges_throughout(lines: tuple[Line, ...]) -> bool:
    """Whether a text is a list of tasks: nothing told as done, few figures, sentences that open with what to do."""
    told = [line for line in lines if len(line.text) > _SHORTEST]
    done = (*load("targets").where("done"), *load("targets").where("achieved"))
    if len(told) < _TASKS or any(_PERFECT.search(line.text) or any(w in line.text for w in done) for line in told):
        return False
    plain = (line for line in told if not _looks_ahead(line))
    figures = [t.value for line in plain for t in line.tokens if isinstance(t.value, Quantity)]
    exact = sum(figure.bound == "exact" for figure in figures)
    if exact * _FEW > len(told) or any(figure.value != figure.value.to_integral_value() for figure in figures):
        return False
    return sum(bool(_task().match(line.text)) for line in told) * 2 > len(told)


@functools.cache
def _task() -> re.Pattern[str]:
    return re.compile(
        f"[一-龥、（）]{{0,4}}(?:{load('will').pattern()}|{load('actions').pattern()}|放宽|赋予|资助|激活|保障|健全|规范|鼓励|支持|允许)"
    )


def _plan_sections(layout: Layout, reference: Reference) -> Iterator[int]:
    """Give the sections that are plans, and those within them."""
    end, level = -1, 0
    for number, heading in enumerate(layout.headings):
        within = heading.start < end and heading.level > level
        if within or _plan_section(heading.title, reference):
            end, level = (end, level) if within else (heading.end, heading.level)
            yield number


def _plan_section(title: str, reference: Reference) -> bool:
    """Whether a heading opens a plan: it says so, or names a year that is not over when the report comes out."""
    if any(word in title for word in load("plans").where("section")):
        return True
    year = _YEAR.search(title)
    return bool(year and _ahead(int(year.group(1)), reference))


def _ahead(year: int, reference: Reference) -> bool:
    if reference.published is None:
        return reference.year is not None and year > reference.year
    return year > reference.published.year or in_spring_of(year, reference.published)


def in_spring_of(year: int, published: dt.date | None) -> bool:
    """Whether a text comes out so early in a year that what it tells of it is still to come.

    >>> in_spring_of(2024, dt.date(2024, 3, 1)), in_spring_of(2024, dt.date(2024, 9, 1)), in_spring_of(2024, None)
    (True, False, False)
    """
    return published is not None and published.month <= _SPRING and published.year == year


def _planned(lines: tuple[Line, ...], sections: frozenset[int], *, whole: bool) -> Iterator[int]:
    turned = running = -1
    urged = _urged(lines)
    for line in lines:
        sentence = line.sentence
        if _turn().match(line.text):
            turned = sentence.paragraph
        here = whole or sentence.section in sections or (sentence.paragraph == turned or sentence.paragraph in urged)
        if here or sentence.start == running:
            yield sentence.start
        running = sentence.end if line.text.endswith("；") and (sentence.start == running or _looks_ahead(line)) else -1


def _looks_ahead(line: Line) -> bool:
    """Whether a sentence says, before its first figure, that it is about the future."""
    first = next((t.at for t in line.tokens if isinstance(t.value, Quantity)), len(line.text))
    by = any(isinstance(t.value, When) and t.value.kind == "by" and t.at < first for t in line.tokens)
    aimed = any(w in line.text[:first] for w in load("targets").where("target"))
    return by or aimed or bool(_future().search(line.text, 0, first))


def _urged(lines: tuple[Line, ...]) -> frozenset[int]:
    """Give the paragraphs that urge (力争, 确保) and tell nothing as done."""
    urging, done = load("targets").where("target"), load("targets").where("done")
    telling = {n for n, text in _paragraphs(lines) if any(w in text for w in done) or _PERFECT.search(text)}
    return frozenset(n for n, text in _paragraphs(lines) if n not in telling and sum(map(text.count, urging)) >= _URGES)


def _paragraphs(lines: tuple[Line, ...]) -> Iterator[tuple[int, str]]:
    for number, group in itertools.groupby(lines, key=lambda line: line.sentence.paragraph):
        yield number, "".join(line.text for line in group)


@functools.cache
def _turn() -> re.Pattern[str]:
    return re.compile(f"[^，。]{{0,12}}?{load('plans').pattern('turn')}")


def status_of(fact: Fact, period: Period | None, aims: frozenset[int], reference: Reference) -> str:
    """Say whether a fact is achieved or a target."""
    clause = _clause(fact)
    if _says("done", clause):
        return "achieved"
    # 30部影片将在多家影院放映: the figure opens the clause that looks ahead.
    before = fact.line.text[: clause_end(fact.line.text, fact.anchor[1])]
    told = fact.kind == "measure" and _PERFECT.match(fact.line.text, fact.anchor[1] - 1)
    if _deadline(fact) or _future().search(before) or (_says("target", before) and not told):
        return "target"
    if _says("soft", clause) or _EXPECTED.search(clause) or _meant().search(clause):
        return "target"
    if _begins_later(period, reference):
        return "target"
    planned = fact.line.sentence.start in aims
    return "target" if planned and not _told_as_done(fact, clause, period, reference) else "achieved"


def _says(note: str, text: str) -> bool:
    """Whether a text has one of the words for an aim with this note: done, target, soft, still, achieved."""
    return _words(note).search(text) is not None


@functools.cache
def _words(note: str) -> re.Pattern[str]:
    return re.compile(load("targets").pattern(note))


def _clause(fact: Fact) -> str:
    text = fact.line.text
    return text[clause_start(text, fact.hit.start) : clause_end(text, fact.anchor[1])]


def _deadline(fact: Fact) -> bool:
    """Whether a time to reach something by stands before the fact; 自封关至今年2月底 is none, but a stretch of time."""
    by = (t for t in fact.line.inside(0, fact.anchor[0]) if isinstance(t.value, When) and t.value.kind == "by")
    return any(not _SINCE.search(fact.line.text, max(0, t.at - _NEAR), t.at) for t in by)


def _begins_later(period: Period | None, reference: Reference) -> bool:
    if period is None or period.start is None:
        return False
    if reference.published:
        return period.start > reference.published.isoformat()
    return reference.year is not None and period.start > f"{reference.year}-12-31"


def _told_as_done(fact: Fact, clause: str, period: Period | None, reference: Reference) -> bool:
    """In a plan: words of the past, or a time that is over."""
    still = _says("still", fact.line.text)
    if still or _says("achieved", clause) or _PERFECT.search(clause):
        return True
    today = reference.published.isoformat() if reference.published else None
    return bool(period and period.end and today and period.end < today and fact.kind != "measure")


@functools.cache
def _meant() -> re.Pattern[str]:
    """计划 as a verb: before what is to be done, not in 行动计划 or 超计划."""
    return re.compile(
        f"(?:(?<![年度行动人才占超为三培按])|(?<=季度)|(?<=月))计划(?!总|投资|单列)(?:{load('will').pattern()})"
    )


@functools.cache
def _future() -> re.Pattern[str]:
    """将 or 要 before the fact makes it the future; 将 before a noun only puts an object first."""
    verbs = alternation((*load("will"), *load("actions")))
    will = f"(?<![即必时现])将(?![^，。；]{{1,60}}(?:{_DISPOSES}))(?:{verbs})"
    return re.compile(f"{will}|(?:^|，)(?:还|也)?要(?!素|求|点|闻|件)")
