"""Dating: which period each place of a text is in.

A time named before a figure in its sentence holds for it. One that opens a sentence holds for what follows in the
paragraph, until another is named, a new item begins (二是), or the text turns to something else (我市…, 此外…).
目前 and 近年来 end it and name none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bizenv_extract.readers.period import Reference, When, resolve
from bizenv_extract.schema import Period
from bizenv_extract.skeleton import FIGURES, SIGNS, Line

_OPENS_WITHIN = 20
_LOOSE = ("当前", "如今", "现在", "年初", "当下")
_TURN = re.compile(
    "(?:一|二|三|四|五|六|七|八|九|十)是|第[一二三四五六七八九十]|（[一二三四五六七八九十]）|我[市县区省国州]|该[市县区省]|全球|此外|另外|为[^，。]{2}|在[^，。]{2,12}方面|年内|——"
)
_EVERY = re.compile("每[年月周季日天]")
_FIVE = 5
_LEAD_IN = re.compile("(?:[^，。]{0,40}(?:获悉|显示|介绍|了解到|表明|表示|公布|发布|统计|称|说)，|[^：]{0,16}：){1,2}")
_MULTIPLE_OF = re.compile(f"(?:时期|期间)?的{SIGNS['multiple']}|最")
_FROM = re.compile("[由从较比是]$")
_OLD = re.compile(
    f"(?:年?底|末|同期)?(?:的|全[省市国])?[^，。；]{{0,8}}?[{FIGURES}{SIGNS['duration']}{SIGNS['ordinal']}]"
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """For each line by its start: the period carried into it, and those named in it by position in the skeleton."""

    carried: Mapping[int, Period | None]
    named: Mapping[int, tuple[tuple[int, Period | None], ...]]

    def at(self, line: Line, position: int, *, carried: bool = True) -> Period | None:
        """Give the period in force at a position of a line's skeleton."""
        start = line.sentence.start
        before = [period for place, period in self.named.get(start, ()) if place < position]
        if before:
            return before[-1]
        return self.carried.get(start) if carried else None


def read_calendar(lines: Iterable[Line], reference: Reference) -> Calendar:
    """Resolve all times of a text, each leaning on the one before it in its paragraph."""
    carried: dict[int, Period | None] = {}
    named: dict[int, tuple[tuple[int, Period | None], ...]] = {}
    force: Period | None = None
    last: Period | None = None
    paragraph = -1
    for line in lines:
        if line.sentence.paragraph != paragraph or line.sentence.heading:
            paragraph, force = line.sentence.paragraph, None
            last = None if reference.published else last
        if _turns(line):
            force = None
        own = tuple(_named(line, reference, last))
        carried[line.sentence.start], named[line.sentence.start] = force, own
        last = next((p for _, p in reversed(own) if p), last)
        force = _next_force(line, own, force)
    return Calendar(carried, named)


def _turns(line: Line) -> bool:
    return bool(_TURN.match(line.text) or _EVERY.search(line.text))


def _named(line: Line, reference: Reference, last: Period | None) -> Iterator[tuple[int, Period | None]]:
    for token in line.tokens:
        when = token.value
        if isinstance(when, When) and token.kind == "when" and when.text not in _LOOSE:
            if _of_old_value(line.text, token.at):
                continue
            period = _same_five(when, last) or resolve(when, reference, last)
            last = period or last
            if period or when.kind == "vague":
                yield token.at, period


def _of_old_value(text: str, position: int) -> bool:
    """Whether a time dates the old value or the base, not the fact: 由去年的412天…, 是2020年底的1.83倍, 近三年最短."""
    if _MULTIPLE_OF.match(text, position + 1):
        return True
    return bool(_FROM.search(text, max(0, position - 2), position) and _OLD.match(text, position + 1))


def _same_five(when: When, last: Period | None) -> Period | None:
    """Let 这五年 mean the five-year plan that was named before it."""
    if when.count != _FIVE or last is None or not last.start or not last.end:
        return None
    plan = int(last.end[:4]) - int(last.start[:4]) == _FIVE - 1 and last.start.endswith("01-01")
    return Period(start=last.start, end=last.end, text=when.text) if plan else None


def _next_force(line: Line, own: tuple[tuple[int, Period | None], ...], force: Period | None) -> Period | None:
    """A time that opens its sentence goes on; one that comes late ends what was in force."""
    if not own:
        return None if force and force.start == force.end else force
    lead = _LEAD_IN.match(line.text)
    begins = line.back[lead.end()] if lead else 0
    opening = [period for place, period in own if line.back[place] <= begins + _OPENS_WITHIN]
    return own[-1][1] if opening else None
