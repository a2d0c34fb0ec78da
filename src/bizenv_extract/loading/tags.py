"""Tags of HTML, looked at before the page is parsed: the parser takes time with the square of depth and attributes.

>>> look_through("<p class='a > b'>企业</p>")
>>> look_through("<div>" * 1000)
Traceback (most recent call last):
bizenv_extract.errors.ReaderError: more than 512 elements within elements, the limit: split the file
"""

import re
from collections.abc import Iterator
from typing import Final

from bizenv_extract.loading.limits import MAX_ATTRIBUTES, MAX_NESTED, MAX_NODES, in_time, within

_ATTRIBUTE: Final = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?"""
_TOKEN = re.compile(rf"<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)", re.DOTALL)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_RAW_END = re.compile("</(?:script|style|textarea|title|xmp)", re.IGNORECASE)
_RAW = re.compile("script|style|textarea|title|xmp", re.IGNORECASE)
# What holds nothing, is closed by its like, or goes on over the end of what it stands in: no depth comes of it.
_FLAT = re.compile(
    "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|tr|td|th|tbody|thead|tfoot|option|optgroup"
    "|colgroup|caption|html|head|body|a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u",
    re.IGNORECASE,
)


def look_through(text: str) -> None:
    """Raise ReaderError for a page with too many tags, too deep, or with too many attributes in one."""
    depth = 0
    for number, token in enumerate(in_time(_tokens(text))):
        closing, name, attributes = token.groups()
        within(number, MAX_NODES, "tags in the page")
        if len(attributes) > MAX_ATTRIBUTES:
            within(sum(1 for _ in _ATTRIBUTES.finditer(attributes)), MAX_ATTRIBUTES, "attributes of one tag")
        if not _FLAT.fullmatch(name):
            depth = max(depth - 1, 0) if closing else depth + 1
            within(depth, MAX_NESTED, "elements within elements")


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Give the tags, but for those within scripts and the like, which are text."""
    position = 0
    while token := _TOKEN.search(text, position):
        position = token.end()
        if token[2] is None:
            continue
        yield token
        if not token[1] and _RAW.fullmatch(token[2]):
            end = _RAW_END.search(text, position)
            position = end.start() if end else len(text)
