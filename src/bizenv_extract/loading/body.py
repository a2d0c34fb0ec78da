"""Which lines of a page are its report: the box that holds nearly all of its prose, without lists of links.

Navigation, side lists and footers have links, dates and short phrases, and hardly a sentence: prose tells them apart.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bizenv_extract.loading.walking import Line, Page

NEARLY_ALL: Final = 90
"""The percentage of the prose of a box that a box within it must hold to be the body in its place."""

MOSTLY: Final = 60
"""The same for a box with a name that systems of government sites give to the body."""

LITTLE: Final = 20
"""A box that is called a side list is one if it holds less of the prose than this, in per cent."""

LONG: Final = 30
"""A line so long is prose even without the end of a sentence."""

_KNOWN = re.compile(
    r"(?:^|[\s_-])(?:TRS_Editor|TRS_UEDITOR|UCAP-CONTENT|zoom|ivs_content|articleBody|article[-_]?content|pages_content"
    r"|Custom_UnionStyle)(?:$|\s)",
    re.IGNORECASE,
)
_ASIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|sidebar|side|footer|foot|copyright|share|related|recommend|hot"
    r"|rank|pagination|comments?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SENTENCE = re.compile("[。；！？]")
_DATE_ONLY = re.compile(r"[\s\[\]（）()·•|年月日:：0-9./-]*")
_FURNITURE = re.compile(
    r"[【\[（(]?(?:打印|关闭|收藏)(?:本页|此页|窗口|本文|页面|[】\]）)]|$)[^。；！？]{0,80}|返回顶部|(?:字号|字体)\s?[：:][^。；！？]{0,40}"
    r"|分享(?:到|至|[：:])[^。；！？]{0,40}|扫一扫[^。；！？]{0,40}|上一[篇条][：:][^。；！？]{0,80}|下一[篇条][：:][^。；！？]{0,80}"
    r"|(?:责任)?编辑[：:][^。；！？]{0,40}|(?:浏览|阅读|点击|访问)(?:次数|量|数|率)?\s?[：:][^。；！？]{0,40}"
    r"|(?:当前|您(?:现在)?(?:的|所在的?)?)位置[^。；！？]{0,80}|首页\s?[>›»|][^。；！？]{0,80}|相关(?:链接|文章|阅读|附件|新闻)[：:]?"
    r"|视力保护色?[^。；！？]{0,40}|无障碍(?:阅读|浏览)?|我要纠错|(?:版权所有|Copyright|技术支持[：:]|网站标识码|备案号|[一-龥]?ICP备)[^。；！？]{0,120}"
    r"|[一-龥]公网安备[^。；！？]{0,40}|(?:主办|承办)(?:单位)?[：:][^。；！？]{0,80}",
    re.IGNORECASE,
)


class Body(NamedTuple):
    """The lines of a report, and those of the page above them."""

    above: tuple[Line, ...]
    lines: tuple[Line, ...]


def body(page: Page) -> Body:
    """Give the lines of the report, and those above it that belong to it no less than to the page."""
    if not page.boxes:
        return Body((), ())
    ends, prose = _ends(page), _sums(page)[0]
    chosen, outside = _chosen(page), _outside(page, prose)
    kept = [line for line in page.lines if not outside[line.box] and not aside(line)]
    inside = [number for number, line in enumerate(kept) if chosen <= line.box < ends[chosen]]
    return Body(tuple(kept[: inside[0]] if inside else ()), tuple(kept[number] for number in inside))


def _outside(page: Page, prose: Sequence[int]) -> Sequence[bool]:
    """Say for each box whether it or one around it is called a side list or the like, and is one by its prose."""
    outside: list[bool] = []
    for number, box in enumerate(page.boxes):
        called = _ASIDE_NAME.search(box.names) is not None and prose[number] * 100 < prose[0] * LITTLE
        outside.append(number > 0 and (called or outside[box.parent]))
    return outside


def aside(line: Line) -> bool:
    """Whether a line is furniture of the page or an entry of a list of links.

    >>> aside(Line("【打印本页】【关闭窗口】", 0, 0, "p")), aside(Line("三部门发文 2024-05-01", 5, 0, "li"))
    (True, True)
    """
    entry = line.linked > 0 and not _SENTENCE.search(line.text) and line.linked * 5 >= len(line.text) * 4
    dated = 0 < line.linked < len(line.text) and _DATE_ONLY.fullmatch(line.text[line.linked :]) is not None
    return entry or dated or bool(_FURNITURE.fullmatch(line.text))


def _prose(line: Line) -> int:
    told = _SENTENCE.search(line.text) or len(line.text) >= LONG
    return len(line.text) if told and line.linked * 2 < len(line.text) and not _FURNITURE.fullmatch(line.text) else 0


def _ends(page: Page) -> list[int]:
    """Give for each box the number behind its last inner one: boxes are numbered as they open."""
    ends = [number + 1 for number in range(len(page.boxes))]
    for number in range(len(ends) - 1, 0, -1):
        parent = page.boxes[number].parent
        if parent >= 0:
            ends[parent] = max(ends[parent], ends[number])
    return ends


def _chosen(page: Page) -> int:
    """Go from the whole page inwards as long as one box holds nearly all of the prose."""
    prose, count = _sums(page)
    known = [n for n, box in enumerate(page.boxes) if _KNOWN.search(box.names) and prose[n] * 100 >= prose[0] * MOSTLY]
    chosen = known[-1] if known and prose[0] else 0
    inner = _inner(page)
    while True:
        fits = (n for n in inner[chosen] if prose[n] * 100 >= prose[chosen] * NEARLY_ALL and count[n] > 1)
        # Of a page without any prose all is kept.
        following = next(fits, None) if prose[chosen] else None
        if following is None:
            return chosen
        chosen = following


def _inner(page: Page) -> Sequence[Sequence[int]]:
    inner: list[list[int]] = [[] for _ in range(len(page.boxes) + 1)]
    for number, box in enumerate(page.boxes):
        if box.parent >= 0:
            inner[box.parent].append(number)
    return inner


def _sums(page: Page) -> tuple[Sequence[int], Sequence[int]]:
    """Give for each box the prose and the number of lines in it and in the boxes within."""
    prose, count = [0] * (len(page.boxes) + 1), [0] * (len(page.boxes) + 1)
    for line in page.lines:
        prose[line.box] += _prose(line)
        count[line.box] += 1
    for number in range(len(page.boxes) - 1, 0, -1):
        parent = page.boxes[number].parent
        prose[parent] += prose[number]
        count[parent] += count[number]
    return prose, count


def before(lines: Sequence[Line], most: int) -> Iterator[Line]:
    """Give the last lines of some, at most so many."""
    return itertools.islice(lines, max(len(lines) - most, 0), None)
