"""Walk: the tree of an HTML page becomes lines, each knowing in which box of the page it stands.

What a reader of the page does not see (scripts, hidden parts, navigation) is left out; a row of a table is one line.
The walk keeps its own stack: a page may nest as deep as it likes.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from bizenv_extract.loading.limits import MAX_CELLS, MAX_CHARACTERS, MAX_NODES, in_time, within
from bizenv_extract.loading.rows import row

UNSEEN: Final = re.compile(
    "script|style|noscript|template|iframe|object|embed|svg|math|canvas|audio|video|head|nav|aside|footer|form|button"
    "|select|textarea|input|rt|rp|dialog|menu"
)
BOXES: Final = frozenset({"body", "div", "section", "article", "main", "td"})
BLOCKS: Final = re.compile(
    "body|div|section|article|main|td|p|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|th|caption|header|blockquote"
    "|pre|figure|figcaption|center|address|fieldset|hr|br"
)
CELLS: Final = frozenset({"td", "th"})

# A page made by a form around everything (ASP.NET) is seen: the form of such a page holds its body.
WHOLE_FORM: Final = "aspnetForm"

_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_ASIDE_ROLE = re.compile("^(?:navigation|banner|contentinfo|complementary|search|menu|dialog)$")
_BREAK = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")
_BLANKS = re.compile("[ \t\r\n\f\xa0]+")
_EDGES = " \t\r\n\f\xa0\u3000\ufeff\u200b"
_LETTER = re.compile("[!-~]")


class Line(NamedTuple):
    """A line of a page: its text, how many of its characters are links, its box, and the tag of its block."""

    text: str
    linked: int
    box: int
    tag: str


class Box(NamedTuple):
    """A part of the page that can hold the body: the box around it, its id and classes."""

    parent: int
    names: str


class Page(NamedTuple):
    """All lines of a page in order, and its boxes, each after the one around it."""

    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]


class _Row:
    """A row that is being read: where its lines begin, and those of each cell."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.cells: list[list[str]] = []
        self.nested = False


class _Walk:
    """Collects lines while the tree is walked."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.boxes: list[Box] = []
        self._open: list[int] = []
        self._tags: list[str] = []
        self._rows: list[_Row] = []
        self._cells: list[int] = []
        self._parts: list[str] = []
        self._linked = self._links = self._counted = self._characters = 0

    def text(self, words: str) -> None:
        self._parts.append(words)
        self._characters += len(words)
        self._linked += len(words.strip()) if self._links else 0
        within(self._characters, MAX_CHARACTERS, "characters of text in the page")

    def enter(self, tag: str, names: str) -> None:
        if BLOCKS.fullmatch(tag):
            self._flush()
            self._tags.append(tag)
        if tag in BOXES:
            self.boxes.append(Box(self._open[-1] if self._open else -1, names))
            self._open.append(len(self.boxes) - 1)
        if tag == "table" and self._rows:
            self._rows[-1].nested = True
        elif tag == "tr":
            self._rows.append(_Row(len(self.lines)))
        elif tag in CELLS:
            self._cells.append(len(self.lines))
        self._links += tag == "a"

    def leave(self, tag: str) -> None:
        if BLOCKS.fullmatch(tag):
            self._flush()
            self._tags.pop()
        if tag in CELLS:
            self._cell(self._cells.pop())
        if tag in BOXES:
            self._open.pop()
        if tag == "tr":
            self._row(self._rows.pop())
        self._links -= tag == "a"

    def _cell(self, start: int) -> None:
        self._counted += 1
        within(self._counted, MAX_CELLS, "cells of tables")
        if self._rows:
            self._rows[-1].cells.append([line.text for line in self.lines[start:]])

    def _row(self, read: _Row) -> None:
        """Put the lines of a row together, unless it is there for the layout of the page alone."""
        joined = () if read.nested else row(read.cells)
        if len(joined) == 1 and len(self.lines) > read.start:
            linked = sum(line.linked for line in self.lines[read.start :])
            self.lines[read.start :] = [Line(joined[0], linked, self._box(), "tr")]

    def _box(self) -> int:
        return self._open[-1] if self._open else 0

    def _flush(self) -> None:
        words = _tidy("".join(self._parts), kept="pre" in self._tags[-1:])
        for text in words.split("\n"):
            if text.strip(_EDGES):
                self.lines.append(Line(text.strip(_EDGES), self._linked, self._box(), self._tag()))
        self._parts.clear()
        self._linked = 0

    def _tag(self) -> str:
        return self._tags[-1] if self._tags else "body"


def walk(root: Any) -> Page:
    """Give the lines and boxes below a node of the parser."""
    found = _Walk()
    for number, (node, tag, entering) in enumerate(in_time(_steps(root))):
        within(number, MAX_NODES * 2, "elements and texts in the page")
        if tag == "-text":
            found.text(node.text_content or "")
        elif entering:
            found.enter(tag, _names(node.attributes))
        else:
            found.leave(tag)
    return Page(tuple(found.lines), tuple(found.boxes))


def _steps(root: Any) -> Iterator[tuple[Any, str, bool]]:
    """Give each node that is seen when it is entered, and each element when it is left."""
    above: list[tuple[Any, str]] = []
    node = root
    while node is not None:
        tag = node.tag
        if tag == "-text":
            yield node, tag, True
        elif _seen(node, tag):
            yield node, tag, True
            above.append((node, tag))
            if (child := node.child) is not None:
                node = child
                continue
            above.pop()
            yield node, tag, False
        node = node.next if above else None
        while node is None and above:
            left, tag = above.pop()
            yield left, tag, False
            node = left.next if above else None


def _seen(node: Any, tag: str) -> bool:
    """Whether a reader of the page sees an element as part of what the page tells."""
    if tag.startswith(("-", "!")) or (tag != "form" and UNSEEN.fullmatch(tag)):
        return False
    attributes = node.attributes
    if not attributes:
        return tag != "form"
    aside = tag != "body" and _ASIDE_ROLE.match(attributes.get("role") or "") is not None
    hidden = "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))
    return not (aside or hidden or (tag == "form" and WHOLE_FORM not in _names(attributes)))


def _names(attributes: dict[str, str | None]) -> str:
    return f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip() if attributes else ""


def _tidy(words: str, *, kept: bool) -> str:
    """Write white space as a browser shows it; a line break of the file between two hanzi is none in the text."""
    return words if kept else _BLANKS.sub(" ", _BREAK.sub(_space, words))


def _space(found: re.Match[str]) -> str:
    before, after = found.string[max(found.start() - 1, 0) : found.start()], found.string[found.end() : found.end() + 1]
    return " " if _LETTER.match(before) or _LETTER.match(after) else ""
