r"""Fold: the text as a reader sees it, with the way back to every character of the source.

Full-width forms become half-width, punctuation of Chinese sentences becomes full-width, spaces inside Chinese text and
hard line wraps go, page footers and the second print of a doubled heading go. What stays keeps its source offset.

>>> from bizenv_extract.document import read
>>> source = "近年来，全市持续优化营商环境，开办企业由 ４ 个工\n作日压缩为２４小时，登记压缩至２个小时，其他登记\n即办"
>>> view = fold(read(source))
>>> view.text[15:32]
'开办企业由4个工作日压缩为24小时'
>>> view.source_span(20, 26)
(21, 29)
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bizenv_extract.clock import Clock
from bizenv_extract.document import Document

_FULL: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_ODD: dict[int, int | str] = {0x00: " ", 0x0B: " ", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0x0D: "\n"}
_SPACES: dict[int, int | str] = dict.fromkeys((0x09, 0xA0, 0x3000, 0x202F, 0x205F, *range(0x2000, 0x200B)), " ")
# What shows as nothing: joiners, marks of direction that turn nothing, soft hyphens. Numbers are read through it.
_HIDDEN: dict[int, int | str] = dict.fromkeys(
    (0xAD, 0x61C, 0x180E, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF), "\u200b"
)
_SIGNS = {
    "％": "%",
    "℅": "%",
    "﹪": "%",
    "．": ".",
    "／": "/",
    "＋": "+",
    "－": "-",
    "–": "—",
    "~": "～",
    "﹣": "-",
    "∶": "：",
}
_WIDE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_TABLE = str.maketrans({**_FULL, **_ODD, **_SPACES, **_HIDDEN, **{ord(k): v for k, v in (_SIGNS | _WIDE).items()}})
# Few characters are written another way: finding those is several times as fast as translating all.
_WRITTEN = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\ud800-\udfff]")
_THOUSANDS = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?:，[0-9]{3}){0,5}+(?![0-9]))(?<![0-9]{4}，)")
_CLOCK = re.compile(r"(?<=[0-9])：(?=[0-9]{2}(?![0-9]))")
_BLANKS = re.compile("[ \u200b]+")
_NOTHING = " \u200b"
_DIGITS = "0123456789"
# 1 234 and 2 0 2 0: what a space between digits only groups, or sets apart for show.
_GROUP_ENDS, _GROUP = re.compile("(?<![0-9])[0-9]{1,3}$"), re.compile("[0-9]{3}(?![0-9])")
_ONE_ENDS, _ONE = re.compile("(?<![0-9])[0-9]$"), re.compile("[0-9](?![0-9])")
_WORD = re.compile(r"[A-Za-z]")

_FOOTER = re.compile(r"(?:[-—－·•]{1,3} ?[0-9]{1,4} ?[-—－·•]{1,3}|第 ?[0-9]{1,4} ?页(?:[，/ ]?共 ?[0-9]{1,4} ?页)?)")
_RULE = re.compile(r"[-—=_*─━]{3,}")
_END = re.compile(r"[。！？；：…][”’」』）]?$|[”」』]$")
_HEADING = re.compile(
    r"#{1,6} |[一二三四五六七八九十]{1,3}[、.]|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章节条部]"
    r"|[0-9]{1,2}[、.](?![0-9])|（[0-9]{1,2}）|——|[●■◆▲★]|[①-⑳]|[-*] "
)
_TELLS = re.compile("[^者为改变解]了|^[0-9]{4}年[^，。]{0,6}，")
_FIRST_CLAUSE = re.compile("[^，。、；：]{1,12}[，、；]")
_OPENER = re.compile(
    "[“——0-9一二三四五六七八九十今去近当目如首据自从在为以此其同另会日本我该一这那新各]|截至|截止|随着|围绕|聚焦|针对|由于|通过|根据|按照|实践|营商|优化"
)
_BYLINE = re.compile("^—|会议上|来源：|日期：|时间：|记者|通讯员|〔")
# 2023-04-20 20:48: the day ends before the hour.
_DAY, _DAY_LENGTH = re.compile("(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}$"), 10
_REST_MAX = 8
_CUT_MIN = 10
_WIDTH_SLACK = 5
_WRAP_MIN = 18
_LONG_LINE = 40
_FRAGMENT_MAX = 40
_FRAGMENT_MIN = 3
_WRAPPED_SHARE = 0.4
_LOOK_BACK = 3
# Percentages of the time that is left before a deadline.
_FOR_LINES, _FOR_JOINING = 15, 15


@dataclass(frozen=True, slots=True)
class View:
    """Folded text and, for each of its characters, the offset in the source."""

    document: Document
    text: str
    origin: "array[int]"

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty stretch of the folded text to source offsets."""
        return self.origin[start], self.origin[end - 1] + 1


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def fold(document: Document, clock: Clock | None = None) -> View:
    """Fold a document, or as much of it as there is time for; see the module."""
    clock = clock or Clock(None)
    same_length = _signs(clock.within_reach(document.text))
    lines = tuple(clock.while_left(_lines(same_length), _FOR_LINES))
    kept = _without_doubles(tuple(line for line in lines if not _furniture(line.text)))
    width = _wrap_width(kept)
    text, origin = _join(same_length, kept, width, clock)
    return View(document, text, origin)


def _signs(text: str) -> str:
    """Translate sign by sign, one character each, so that offsets stay."""
    wide = _PRIVATE.sub("\ufffd", _WRITTEN.sub(lambda run: run.group().translate(_TABLE), text))
    return _CLOCK.sub(":", _THOUSANDS.sub(",", wide))


def _lines(text: str) -> Iterator[_Line]:
    """Give the lines that hold more than space, without the space around them."""
    for match in re.finditer(r"[^\n]++", text):
        stripped = match.group().strip(_NOTHING)
        if stripped:
            start = match.start() + match.group().index(stripped)
            yield _Line(start, start + len(stripped), stripped)


def _furniture(line: str) -> bool:
    """Whether a line is a page number or a ruler and says nothing."""
    return bool(_FOOTER.fullmatch(line) or _RULE.fullmatch(line))


def _without_doubles(lines: tuple[_Line, ...]) -> tuple[_Line, ...]:
    """Leave out the pieces of a heading that a bold face printed twice: 甲，乙“丙 / 丙” / 甲，乙."""
    kept: list[_Line] = []
    for line in lines:
        if not any(_piece_of(line.text, before.text) for before in kept[-1:]):
            kept.append(line)
    return tuple(kept)


def _piece_of(line: str, heading: str) -> bool:
    bare, whole = line.rstrip("”"), heading.rstrip("”")
    small = _FRAGMENT_MIN <= len(bare) <= _FRAGMENT_MAX >= len(whole) and not _END.search(whole.rstrip("”"))
    return small and (whole.startswith(bare) or whole.endswith(bare))


def _wrap_width(lines: tuple[_Line, ...]) -> int:
    """Give the width at which lines were broken by hand, or 0 where each line is a paragraph."""
    lengths = sorted(_display(line.text) for line in lines)
    if len(lengths) < _LOOK_BACK:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(1 for length in lengths if abs(length - width) <= _WIDTH_SLACK * 2)
    return (
        width if full >= _WRAPPED_SHARE * len(lengths) and width >= _WRAP_MIN * 2 and lengths[-1] <= width * 1.5 else 0
    )


def _display(text: str) -> int:
    return len(text.encode("gb18030", "replace"))


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether `following` goes on with the sentence of `line` instead of opening a paragraph."""
    if _HEADING.match(following) or line.startswith("#"):
        return False
    if width:
        return _display(line) >= width - _WIDTH_SLACK * 2
    if _END.search(line) or line.endswith(("，", "：", ":")):
        return False
    return len(line) >= _LONG_LINE or _broken_off(line, following)


def _broken_off(line: str, following: str) -> bool:
    """Whether a short line is no heading but was cut in mid-sentence: it tells, or the next one only ends a phrase."""
    rest = _FIRST_CLAUSE.match(following)
    if _BYLINE.search(line) or _HEADING.match(line):
        return False
    cut = rest is not None and len(rest.group()) - 1 <= _REST_MAX and not _OPENER.match(following)
    return bool(_TELLS.search(line)) or (cut and len(line) >= _CUT_MIN)


def _join(text: str, lines: tuple[_Line, ...], width: int, clock: Clock) -> "tuple[str, array[int]]":
    """Put the lines together again, without the spaces that only typesetting needs."""
    parts: list[str] = []
    origin, every = array("i"), array("i", range(len(text)))
    # Piece by piece: a line may be the whole text.
    pieces = ((number, line, piece) for number, line in enumerate(lines) for piece in _pieces(line))
    for number, line, (start, end) in clock.while_left(pieces, _FOR_JOINING):
        if number and start == line.start:
            before = lines[number - 1]
            if (number == 1 and not width) or not _runs_on(before.text, line.text, width):
                parts.append("\n")
                origin.append(before.end)
            elif _needs_space(before.text[-1], line.text[0]):
                parts.append(" ")
                origin.append(before.end)
        parts.append(text[start:end])
        origin.extend(every[start:end])
    return "".join(parts), origin


def _pieces(line: _Line) -> Iterator[tuple[int, int]]:
    """Give the stretches of a line between the spaces to leave out; a space between Latin words stays."""
    start = line.start
    for blank in _BLANKS.finditer(line.text):
        before, after = line.text[blank.start() - 1], line.text[blank.end()]
        apart = _DAY.search(line.text, max(0, blank.start() - _DAY_LENGTH), blank.start()) and after.isdigit()
        keep = (
            line.start + blank.start() + bool(apart or _needs_space(before, after) or _parts_numbers(line.text, blank))
        )
        yield start, keep
        start = line.start + blank.end()
    yield start, line.end


def _parts_numbers(text: str, blank: re.Match[str]) -> bool:
    """Whether a blank stands between two numbers: 12 34, but not 1 234 or 2 0 2 0."""
    start, end = blank.span()
    if not (text[start - 1] in _DIGITS and text[end] in _DIGITS and " " in blank.group()):
        return False
    near = max(0, start - 4)
    grouped = _GROUP_ENDS.search(text, near, start) and _GROUP.match(text, end)
    return not (grouped or (_ONE_ENDS.search(text, near, start) and _ONE.match(text, end)))


def _needs_space(before: str, after: str) -> bool:
    return bool(_WORD.match(before) and _WORD.match(after)) or before == "#"
