r"""HTML: the report of a page as text, with what its meta tags say.

Title, date and source come from the tags that government sites must carry (ArticleTitle, PubDate, ContentSource), else
from the lines between the title and the report (发布时间, 来源). No other date of the page counts.

>>> page = "<html><meta name=PubDate content='2020-01-15 10:22'><body><h1>标题</h1><p>企业开办压缩至1天。</p></html>"
>>> sheet = read(page, "utf-8")
>>> sheet.text, sheet.told.published
('标题\n企业开办压缩至1天。', '2020-01-15')
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bizenv_extract.errors import ReaderError
from bizenv_extract.loading.body import before, body
from bizenv_extract.loading.limits import MAX_CHARACTERS, within
from bizenv_extract.loading.sheet import Sheet, Told, needed
from bizenv_extract.loading.tags import look_through
from bizenv_extract.loading.walking import Line, Page, walk

MEDIA_TYPE: Final = "text/html"

TITLES: Final = ("articletitle", "og:title", "citation_title")
DATES: Final = ("pubdate", "publishdate", "publish_date", "article:published_time", "firstpublishedtime")
ISSUERS: Final = ("contentsource", "source", "article:author")
SITE: Final = "sitename"

INFO_LINES: Final = 12
"""So many lines above the report may say when it was published and by whom."""

SHORTEST: Final = 4
"""The name of a page is its title only if it has so many characters."""

HEAD_LINES: Final = 4
"""Within so many lines of the report its title is looked for, so that it does not stand there twice."""

_DAY = re.compile(r"((?:19|20)[0-9]{2})[-年/.]([0-9]{1,2})[-月/.]([0-9]{1,2})")
_TAG = re.compile("<[^<>]{0,80}>")
_BLANKS = re.compile(r"\s+")
_OWN_SITE = re.compile("(?:本站|本网|网站|原创|本站原创|本网站|互联网|其他|无)?")
_SITE_PART = re.compile(r"\s*[_|]\s*|\s+[-–—]+\s+|-{2,}")
_INFO = re.compile(
    r"(?:发布|发文|成文|印发)?(?:时间|日期)\s{0,3}[：:]|(?:信息|稿件|文章|内容)?来\s{0,3}源\s{0,3}[：:]|(?:发布|发文)(?:机构|机关|单位)\s{0,3}[：:]|^——|〔20[0-9]{2}〕"
    r"|^[（(]?20[0-9]{2}(?:-|年|/|\.)[0-9]{1,2}(?:-|月|/|\.)[0-9]{1,2}"
)

# Beside date and source stand the controls of the page: 【字号：大 中 小】.
_CONTROLS = re.compile(r"[\s，【\[(（|]*(?:字号|字体|打印|浏览|点击|阅读|访问|分享|收藏|关闭|视力).*", re.DOTALL)


def read(text: str, encoding: str) -> Sheet:
    """Read a decoded page; raises ReaderError for one that holds no text."""
    parser = needed("selectolax.lexbor", "html", "an HTML page")
    look_through(text)
    tree = parser.LexborHTMLParser(text)
    page = walk(tree.body) if tree.body is not None else Page((), ())
    above, lines = body(page)
    if not lines:
        raise ReaderError("an HTML page without text of its own: save the page after its scripts have run")
    metas = _metas(tree)
    told = _told(metas)
    title = told.title or _heading(page) or _name(tree)
    written = "\n".join((*_head(title, above, lines), *(line.text for line in lines)))
    within(len(written), MAX_CHARACTERS, "characters of text in the page")
    return Sheet(written.replace("\x00", "\ufffd"), MEDIA_TYPE, encoding, "html", told)


def _metas(tree: Any) -> Mapping[str, str]:
    """Give the contents of the meta tags by their names in lower case; the first that says something counts."""
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").strip().lower()
        words = _BLANKS.sub(" ", _TAG.sub("", node.attributes.get("content") or "")).strip()
        if name and words:
            found.setdefault(name, words)
    return found


def _told(metas: Mapping[str, str]) -> Told:
    issuer = _first(metas, ISSUERS)
    return Told(
        title=_bare(metas[TITLES[0]]) if TITLES[0] in metas else None,
        published=next(filter(None, (_iso(metas.get(name, "")) for name in DATES)), None),
        issuer=issuer if issuer and not _OWN_SITE.fullmatch(issuer) else None,
    )


def _first(metas: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _iso(words: str) -> str | None:
    """Give the first day that words name as ISO.

    >>> _iso("2020年1月5日 10:22"), _iso("2020-13-01")
    ('2020-01-05', None)
    """
    found = _DAY.search(words)
    try:
        return dt.date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _bare(title: str) -> str | None:
    return title.strip(" \u3000\xa0") or None


def _heading(page: Page) -> str | None:
    """Give the title as the page shows it."""
    return next((line.text for line in page.lines if line.tag == "h1" and not line.linked), None)


def _name(tree: Any) -> str | None:
    """Give the name of the page without that of its site: 标题_濮阳市人民政府."""
    node = tree.css_first("title")
    words = _BLANKS.sub(" ", node.text() or "").strip() if node is not None else ""
    name = max(_SITE_PART.split(words), key=len)
    return name if len(name) >= SHORTEST else None


def _head(title: str | None, above: Sequence[Line], lines: Sequence[Line]) -> Iterator[str]:
    """Give the title and the lines that tell date and source, where they stand above the report and not in it."""
    shown = {_BLANKS.sub("", line.text) for line in lines[:HEAD_LINES]}
    if title and _BLANKS.sub("", title) not in shown:
        yield title
    for line in before(above, INFO_LINES):
        if not line.linked and _INFO.search(line.text) and line.text != title:
            yield _CONTROLS.sub("", line.text).rstrip("。")
