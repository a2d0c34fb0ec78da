r"""Split: a view into paragraphs, sections and sentences, each sentence knowing where it stands.

A sentence ends at 。；！？ or with its paragraph. A heading is a line with a number (一、 （一） 1. #), or a short line
without an end of sentence before a longer one; its level follows from the form of the number.

>>> from bizenv_extract.document import read
>>> from bizenv_extract.view import fold
>>> layout = split(fold(read("一、优化服务\n企业开办压缩至1天。成本下降；效率提高。")))
>>> [(s.text, s.section) for s in layout.sentences]
[('一、优化服务', 0), ('企业开办压缩至1天。', 0), ('成本下降；', 0), ('效率提高。', 0)]
>>> [(h.title, h.level) for h in layout.headings]
[('优化服务', 1)]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from bizenv_extract.clock import Clock
from bizenv_extract.view import View

_SENTENCE = re.compile(r"[^。；！？\n]*+(?:[。；！？]++[”’」』）]*+|$)")
_CLOSED = re.compile(r"[。；！？……，、]$")
_NUMBERED = (
    (1, re.compile(r"(?:第[一二三四五六七八九十]{1,3}[章部分编]{1,2}|[一二三四五六七八九十]{1,3}[、.．]) ?")),
    (2, re.compile(r"（[一二三四五六七八九十]{1,3}）[、.]?|第[一二三四五六七八九十]{1,3}[节条] ?")),
    (3, re.compile(r"[0-9]{1,2}[、.．](?![0-9])|[①-⑳]")),
    (4, re.compile(r"（[0-9]{1,2}）")),
)
_MARKDOWN = re.compile(r"(#{1,6}) ?")
_GLUED_NUMBER = re.compile(r"[0-9]{1,2}(?=[一-龥])")
_FIRST_SENTENCE = re.compile(r"[^。；！？：]{2,60}")
_BYLINE = re.compile(
    r"记者|通讯员|摄$|^(?:资料图片|图为)|来源：|发布日期|^第[0-9]{1,4}期$|^(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日$|^(?:报送|抄送|主送)|^——"
)
_HEADING_MAX = 36
_BARE_LEVEL = 1
_LONGEST = 512
_FOR_SPLITTING = 15


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: bare title, level (1 is the highest), the stretch of its section, and of the title (`words`)."""

    title: str
    level: int
    start: int
    end: int
    words: tuple[int, int]


class Sentence(NamedTuple):
    """A sentence of the view: text, start in the view, number of its paragraph, section, whether it is a heading."""

    text: str
    start: int
    paragraph: int
    section: int | None
    heading: bool

    @property
    def end(self) -> int:
        """Give the end in the view."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole text, split: the view, its paragraphs as (start, end), headings and sentences in order."""

    view: View
    paragraphs: tuple[tuple[int, int], ...]
    headings: tuple[Heading, ...]
    sentences: tuple[Sentence, ...]

    def until(self, end: int) -> "Layout":
        """Give the part of the text before a position of the view, which must be the end of a sentence."""
        return Layout(
            replace(self.view, text=self.view.text[:end]),
            tuple((start, min(last, end)) for start, last in self.paragraphs if start < end),
            tuple(replace(h, end=min(h.end, end)) for h in self.headings if h.start < end),
            tuple(sentence for sentence in self.sentences if sentence.start < end),
        )


class _Mark(NamedTuple):
    """The number or shape that makes a heading of a paragraph; `run_in` where the text goes on in the same line."""

    level: int
    start: int
    end: int
    run_in: bool


def split(view: View, clock: Clock | None = None) -> Layout:
    """Split a view, or as much of it as there is time for, into paragraphs, headings and sentences."""
    found = ((m.start(), m.end()) for m in re.finditer(r"[^\n]++", view.text))
    paragraphs = tuple((clock or Clock(None)).while_left(found, _FOR_SPLITTING))
    marks = tuple(_mark(view.text, paragraphs, i) for i in range(len(paragraphs)))
    headings = tuple(_headings(view.text, marks))
    return Layout(view, paragraphs, headings, tuple(_sentences(view.text, paragraphs, marks)))


def _mark(text: str, paragraphs: tuple[tuple[int, int], ...], number: int) -> _Mark | None:
    """Say whether a paragraph is, or opens with, a heading."""
    start, end = paragraphs[number]
    marked = _MARKDOWN.match(text, start, end)
    begin = marked.end() if marked else start
    for level, pattern in _NUMBERED:
        found = pattern.match(text, begin, end)
        if found:
            return _numbered(text, level, found.end(), end)
    if marked:
        return _Mark(len(marked.group(1)), begin, end, run_in=False)
    return _bare(text, paragraphs, number)


def _numbered(text: str, level: int, start: int, end: int) -> _Mark | None:
    """A numbered line is a heading; of a numbered paragraph, its first sentence is, where it is short."""
    if not _CLOSED.search(text[start:end]) and end - start <= _HEADING_MAX * 2:
        return _Mark(level, start, end, run_in=False)
    first = _FIRST_SENTENCE.match(text, start, end)
    if (
        first
        and first.end() - start <= _HEADING_MAX
        and text[first.end() : first.end() + 1] == "。"
        and first.end() + 1 < end
    ):
        return _Mark(level, start, first.end(), run_in=True)
    return None


def _bare(text: str, paragraphs: tuple[tuple[int, int], ...], number: int) -> _Mark | None:
    """A short line without an end of sentence, with more text below, is a heading too."""
    start, end = paragraphs[number]
    line = text[start:end]
    last = number + 1 == len(paragraphs)
    if (
        last
        or _BYLINE.search(line)
        or end - start > _HEADING_MAX
        or _CLOSED.search(line)
        or line.endswith(("：", "”。"))
    ):
        return None
    glued = _GLUED_NUMBER.match(line)
    return _Mark(_BARE_LEVEL, start + (glued.end() if glued else 0), end, run_in=False)


def _headings(text: str, marks: tuple[_Mark | None, ...]) -> Iterator[Heading]:
    """Give the headings in order; a section ends before the next heading of its level or a higher one."""
    found = [mark for mark in marks if mark]
    ends: list[int] = []
    above: dict[int, int] = {}
    for mark in reversed(found):
        starts = [start for level, start in above.items() if level <= mark.level]
        ends.append(_line_start(text, min(starts)) - 1 if starts else len(text))
        above = {level: start for level, start in above.items() if level < mark.level} | {mark.level: mark.start}
    for mark, end in zip(found, reversed(ends), strict=True):
        title = text[mark.start : mark.end].strip(" ")
        yield Heading(title, mark.level, _line_start(text, mark.start), max(end, mark.end), (mark.start, mark.end))


def _line_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _sentences(
    text: str, paragraphs: tuple[tuple[int, int], ...], marks: tuple[_Mark | None, ...]
) -> Iterator[Sentence]:
    section: int | None = None
    for number, (start, end) in enumerate(paragraphs):
        mark = marks[number]
        if mark:
            section = 0 if section is None else section + 1
        whole = mark is not None and not mark.run_in
        for first, last in [(start, end)] if whole else _spans(text, start, end):
            heading = mark is not None and first < mark.end
            yield Sentence(text[first:last], first, number, section, heading)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text, start, end):
        yield from _capped(text, match.start(), match.end())


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run without an end into stretches that can be read in bounded time, behind a comma where there is one."""
    while end - start > _LONGEST:
        comma = max(text.rfind(mark, start + 1, start + _LONGEST) for mark in "，、") + 1
        cut = comma if comma > start + 1 else start + _LONGEST
        yield start, cut
        start = cut
    if end > start:
        yield start, end
