"""Which lines of a page are its report: the box that holds nearly all of its prose, without lists of links.

Navigation, side lists and footers have links, dates and short phrases, and hardly a sentence: prose tells them apart.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from bizenv_extract.loading.walking import Line, Page

NEARLY_ALL: Final = 90
"""The percentage of the prose of a box that a box within it must hold to be the body in its place."""

MOSTLY: Final = 60
"""The same for a box with a name that systems of government sites give to the body."""

LONG: Final = 30
"""A line so long is prose even without the end of a sentence."""

_KNOWN = re.compile(
    r"(?:^|[\s_-])(?:TRS_Editor|TRS_UEDITOR|UCAP-CONTENT|zoom|ivs_content|articleBody|article[-_]?content|pages_content"
    r"|Custom_UnionStyle)(?:$|\s)",
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


def body(page: Page) -> tuple[int, tuple[Line, ...]]:
    """Give the lines of the report, and the number of the first among all lines of the page."""
    ends = _ends(page)
    chosen = _chosen(page, ends)
    inside = [number for number, line in enumerate(page.lines) if chosen <= line.box < ends[chosen]] if ends else []
    kept = [number for number in inside if not aside(page.lines[number])]
    return (kept[0] if kept else 0), tuple(page.lines[number] for number in kept)


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


def _chosen(page: Page, ends: Sequence[int]) -> int:
    """Go from the whole page inwards as long as one box holds nearly all of the prose."""
    prose, count = _sums(page)
    known = [n for n, box in enumerate(page.boxes) if _KNOWN.search(box.names) and prose[n] * 100 >= prose[0] * MOSTLY]
    chosen = known[-1] if known and prose[0] else 0
    inner = _inner(page)
    while True:
        fits = (n for n in inner[chosen] if prose[n] * 100 >= prose[chosen] * NEARLY_ALL and count[n] > 1)
        # Of a page without any prose all is kept.
        following = next(fits, None) if ends and prose[chosen] else None
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
