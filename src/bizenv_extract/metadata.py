r"""What a report says of itself: title, date, issuer, document number, place.

What a file says of itself (meta tags, a title style) counts first. Then the head of a report is read (the lines before
its first full paragraph), then its end, where bulletins put date and issuer. Nothing is guessed: what no line says is
null, except the place, which the body tells.

>>> from bizenv_extract.document import read
>>> from bizenv_extract.readers.place import load
>>> from bizenv_extract.sentences import split
>>> from bizenv_extract.view import fold
>>> told = of(split(fold(read("河南濮阳：创新机制\n发布日期: 2020-01-15  来源：人民网\n濮阳市优化环境。"))), load())
>>> told.title, told.published, told.issuer, told.place.adcode
('河南濮阳：创新机制', '2020-01-15', '人民网', '410900')
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from bizenv_extract.readers.electing import document_place
from bizenv_extract.readers.place import PlaceReader
from bizenv_extract.schema import Metadata
from bizenv_extract.sentences import Layout

_HEAD_LINES = 14
_TAIL_LINES = 8
_SHORT = 60
_LEAST = 7
_NEAR = 20
# So much of a line: what a text says of itself stands in short lines, or opens a long one.
_LOOKED_AT = 2048
_DATE = r"(?:19|20)[0-9]{2}(?:年|-|/|\.)[0-9]{1,2}(?:月|-|/|\.)[0-9]{1,2}日?"
_DATED = re.compile(rf"(?:发布日期|发布时间|成文日期|发文日期|印发日期|时间|日期|发布)：?({_DATE})")
# 《人民日报》（2026年05月07日第 01 版）, as papers print it under a title.
_PAPER = re.compile(rf"《([一-龥·]{{2,12}}(?:报|周刊|杂志|月刊))》（?({_DATE})(?=[ 　]*(?:第|）|$))")
_ISSUES = re.compile("《([^《》]{4,80})》[^。]{0,40}现(?:予以)?印发")
_DATE_ALONE = re.compile(rf"(?:（)?({_DATE})(?:印发)?(?:）)?$")
_STAMPED = re.compile(rf"^(?:（|—{{0,2}})({_DATE}) ?(?:[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?(?:来源|在|$)")
_OFFICE_DATED = re.compile(rf"^([一-龥]{{4,30}}(?:法院|检察院|办公室|人民政府|办公厅|委员会|局|厅)){_DATE}$")
_NUMBERS = re.compile(r"[0-9]+")
_SOURCE = re.compile(
    r"(?:信息来源|稿件来源|文章来源|来源|发布机构|发文机关|供稿)：([^，。；：\s]{2,30}?)(?=发布|时间|日期|作者|编辑|责任|字体|字号|浏览|点击|$|[\s，；|])"
)
# 开新局 and the like are slogans, no offices.
_OFFICE = re.compile(
    r"[^，。；：]{2,40}(?:法院|检察院|办公室|人民政府|办公厅|领导小组|委员会|管委会|(?<![新大全格布开破变定])局|厅|政府)$"
)
_ISSUED_BY = re.compile(rf"([^，。；：]{{4,40}}?(?:办公室|人民政府|办公厅|领导小组|委员会|管委会)){_DATE}印发")
_NEWS = re.compile(r"([一-龥·A-Za-z]{2,12}(?:网|社|报|新闻|在线|客户端|电视台))(?:消息|讯|电)")
_PRESS = re.compile(
    r"((?:[一-龥·]{2,14}(?:报|网|社|新闻|在线|电视台|晚报|日报)[ ·]?){1,3})[^，。；]{0,12}?(?:记者|讯|通讯员)"
)
_REPORTER = re.compile("记者|讯")
_ISSUE = r"(?:20[0-9]{2}年)?第[0-9]{1,5}期(?:（总第[0-9]{1,5}期）)?"
_NUMBER = re.compile(rf"[一-龥]{{1,10}}(?:〔(?:19|20)[0-9]{{2}}〕|\[(?:19|20)[0-9]{{2}}\])第?[0-9]{{1,5}}号|{_ISSUE}")
_NO_TITLE = re.compile(
    rf"{_DATE}|^当前位置|〔|第[0-9]{{1,4}}期|来源：|发布(?:日期|时间|机构)|^摘要|文件$|字号|字体|记者|^(?:下载|打印|全屏|收藏|加大|还原|减小|分享|】|【字号)|：$|[。；]$|^（[一二三四五]）|^[一二三四五六]、|^[0-9]{{1,2}}[、.]"
)
_DOC_KIND = re.compile(
    r"(?:通知|通报|意见|方案|报告|办法|计划|规划|要点|决定|公告|措施|细则|条例|批复|函)(?:（[^（）]{1,12}）)?$"
)
_TODAY = re.compile(r"今天（([0-9]{1,2})月([0-9]{1,2})日）")
_ENDED, _WHOLE, _WITHIN = frozenset("底末"), frozenset("，全度"), frozenset("0123456789上下前一二三四第")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?=年(?![0-9]))")
_NATIONAL_OFFICE = re.compile("国家税务总局(?=[一-龥]{2,8}[市县区省州])|中华人民共和国(?=[一-龥]{2,6}海关)")


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def of(layout: Layout, places: PlaceReader) -> Metadata:
    """Read the metadata of a report."""
    text = layout.view.text
    lines = tuple(_Line(s, e, text[s : min(e, s + _LOOKED_AT)]) for s, e in layout.paragraphs)
    head = tuple(_head(lines))
    said = layout.view.document.told
    title = _said_title(said.title, head) or _title(layout, head) or _issued_title(lines)
    before = "\n".join(line.text for line in head)
    return Metadata(
        title=title,
        published=said.published or _published(head, (*lines[len(head) : _NEAR], *lines[-_TAIL_LINES:]), text),
        issuer=said.issuer or _issuer(head, lines),
        document_number=_first(_NUMBER, head, 0),
        place=document_place(places, f"{title or ''}{_subtitle(head)}", _NATIONAL_OFFICE.sub("", before), text),
    )


def _head(lines: tuple[_Line, ...]) -> Iterator[_Line]:
    """Give the lines before the first full paragraph."""
    for line in lines[:_HEAD_LINES]:
        if len(line.text) > _LEAST and line.text.endswith(("。", "；")):
            return
        yield line


def _title(layout: Layout, head: tuple[_Line, ...]) -> str | None:
    """Give the first line of the head that is a title, with the lines it runs on to; behind a masthead, the next."""
    if len(head) == 0 or len(head) == len(layout.paragraphs):
        return None
    masthead = any(re.fullmatch(_ISSUE, line.text) for line in head)
    found = [
        i for i, line in enumerate(head) if not _NO_TITLE.search(line.text) and not (i and _OFFICE.search(line.text))
    ]
    if not found:
        return None
    first = found[1] if len(found) > 1 and (masthead or _heads_office(head, found)) else found[0]
    last = _last_title_line(head, first)
    start, end = layout.view.source_span(head[first].start, head[last].end)
    title = re.sub(r"\s+", "" if last > first else " ", layout.view.document.text[start:end]).lstrip("# ")
    return title + _subtitle(head[last + 1 : last + 2])


def _said_title(title: str | None, head: tuple[_Line, ...]) -> str | None:
    """Give the title that the file itself says, with the line under it."""
    return title + _subtitle(head) if title else None


def _issued_title(lines: tuple[_Line, ...]) -> str | None:
    """Give the title that a notice without a heading issues: 《改革方案》已经市政府同意，现印发给你们."""
    return _first(_ISSUES, lines[:_NEAR])


def _heads_office(head: tuple[_Line, ...], found: list[int]) -> bool:
    """Whether the first line only names the office, and the title is the next: no 关于 joins the two."""
    first, second = head[found[0]].text, head[found[1]].text
    return bool(_OFFICE.fullmatch(first)) and not second.startswith(("关于", "印发", "转发"))


def _last_title_line(head: tuple[_Line, ...], first: int) -> int:
    """A title of an official document goes on until the kind of document is named."""
    last = first
    office = _OFFICE.search(head[first].text) is not None
    while (
        last + 1 < len(head)
        and ("关于" in head[first].text or office)
        and not _DOC_KIND.search(head[last].text)
        and not _NO_TITLE.search(head[last + 1].text)
    ):
        last += 1
    return last if _DOC_KIND.search(head[last].text) else first


def _subtitle(head: tuple[_Line, ...]) -> str:
    """Give the line under the title that says what the text is about: ——我市优化营商环境综述."""
    return next((line.text for line in head if line.text.startswith("——")), "")


def _first(pattern: re.Pattern[str], lines: tuple[_Line, ...], group: int = 1) -> str | None:
    return next((found.group(group) for line in lines if (found := pattern.search(line.text))), None)


def _iso(text: str | None) -> str | None:
    """Write a date as ISO, None where there is no such day."""
    numbers = [int(n) for n in _NUMBERS.findall(text or "")]
    try:
        return dt.date(*numbers).isoformat() if len(numbers) == 3 else None  # noqa: PLR2004 - year, month, day
    except ValueError:
        return None


def _published(head: tuple[_Line, ...], tail: tuple[_Line, ...], body: str) -> str | None:
    dated = (
        _first(_DATED, head)
        or _first(_PAPER, (*head, *tail), 2)
        or _first(_STAMPED, head)
        or _first(_DATE_ALONE, tuple(line for line in head if len(line.text) < _SHORT // 2))
    )
    short = tuple(line for line in tail if len(line.text) < _SHORT // 2)
    return _iso(dated or _first(_DATE_ALONE, short)) or _today(body)


def _today(body: str) -> str | None:
    """Date a news item by its 今天（1月23日）: in the year it reports on, or in the next where that one is over."""
    found, years = _TODAY.search(body), [int(y) for y in _YEAR.findall(body)]
    if not found or not years:
        return None
    month, day, year = int(found.group(1)), int(found.group(2)), max(years)
    told = set(re.findall(rf"(?<!到)(?<![^截]至){year}年(.)", body))
    # A year told whole beside 今年 is the last one: 2023年达到1.84亿户，今年以来增长33.7%.
    over = bool(told & _ENDED) or ("今年" in body and bool(told & _WHOLE) and told.isdisjoint(_WITHIN))
    return _iso(f"{year + over}-{month}-{day}")


def _issuer(head: tuple[_Line, ...], lines: tuple[_Line, ...]) -> str | None:
    office = tuple(line for line in head if _OFFICE.fullmatch(line.text))
    news = lines[:6] + lines[-2:]
    signed = _signed(lines)
    found = (
        _first(_SOURCE, head)
        or _first(_PAPER, lines[:_NEAR])
        or (office[0].text if office else None)
        or _first(_ISSUED_BY, lines[-3:])
        or signed
    )
    return found or _first(_NEWS, news) or _press(news)


def _signed(lines: tuple[_Line, ...]) -> str | None:
    """Give the office that signs above the date at the end."""
    together = _first(_OFFICE_DATED, lines[:_NEAR])
    if together:
        return together
    ends = (*lines[:_NEAR], *lines[-4:])
    for office, date in itertools.pairwise(ends):
        if _OFFICE.fullmatch(office.text) and _DATE_ALONE.match(date.text):
            return office.text
    return None


def _press(lines: tuple[_Line, ...]) -> str | None:
    # Looked for first: the pattern is dear, and few lines name a reporter.
    found = _first(_PRESS, tuple(line for line in lines if _REPORTER.search(line.text)))
    return found.strip() if found else None
