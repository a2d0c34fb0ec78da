"""Lines of PDF pages become paragraphs again, with the page on which each stretch stands.

Where a line ends because the paper does, the paragraph goes on: the next line begins at the edge of the column, is of
the same size and stands no further below than others, and its first word would not have fitted. Geometry knows this
better than words do, so it is done here; `view.fold` does it for plain text, where only the words are left. Lines
that head or foot most pages are left out first: a paragraph may run over them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bizenv_extract.loading.glyphs import Printed, in_margin

RUNNING: Final = 3
"""A line that stands at the same end of so many pages, and of half of all, is no part of the text."""

_DIGITS = re.compile("[0-9]+")
_WORD = re.compile(r"(?:[0-9A-Za-z.%,，/-]{1,24}|.)[，。；：、！？）”’》」』％%]{0,2}", re.DOTALL)
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章节条部]|——|[●■◆▲★①-⑳]"
)
_ENDED = re.compile("[。！？；：，、][”’」』）]?$")
# Behind a sentence, a line that much shorter than the column and without an end is a heading.
_SHORT: Final = 5
_LATIN = re.compile("[A-Za-z]")


class Sheaf(NamedTuple):
    """The lines of a page, and its height."""

    lines: tuple[Printed, ...]
    height: float


class Bound(NamedTuple):
    """The text of all pages, and where each begins."""

    text: str
    pages: tuple[int, ...]


def bind(pages: Sequence[Sheaf]) -> Bound:
    """Put the lines of all pages together."""
    running = _running(pages)
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    before: Printed | None = None
    for number, page in enumerate(pages, 1):
        starts.append(length)
        for line in page.lines:
            if in_margin(line, page.height) and _masked(line.text, number) in running:
                continue
            joint = _joint(before, line)
            # The line break before a page belongs to the page that ends.
            starts[-1] += len(joint) if length == starts[-1] else 0
            parts += (joint, line.text)
            length += len(joint) + len(line.text)
            before = line
    return Bound("".join(parts), tuple(starts))


def _masked(text: str, number: int) -> str:
    """Write a line with a sign for the number of its page."""
    return _DIGITS.sub(lambda found: "#" if found.group() == str(number) else found.group(), text.strip())


def _running(pages: Sequence[Sheaf]) -> frozenset[str]:
    """Give the lines that stand at the top or the foot of most pages, but for the number of the page."""
    counted = Counter(words for number, page in enumerate(pages, 1) for words in _ends(page, number))
    return frozenset(words for words, count in counted.items() if count >= RUNNING and count * 2 >= len(pages))


def _ends(page: Sheaf, number: int) -> Iterable[str]:
    return {_masked(line.text, number) for line in (*page.lines[:2], *page.lines[-2:])}


def _joint(before: Printed | None, line: Printed) -> str:
    """Give what stands between two lines: nothing within a paragraph, a space between Latin words, a line break."""
    if before is None:
        return ""
    if not _runs_on(before, line):
        return "\n"
    return " " if _LATIN.match(before.text[-1]) and _LATIN.match(line.text[0]) else ""


def _runs_on(before: Printed, line: Printed) -> bool:
    size = _size(before)
    if before.row or line.row or _HEADING.match(line.text) or abs(size - _size(line)) * 5 > size:
        return False
    if line.left - line.edges[0] > size or (line.column == before.column and _apart(before, line)):
        return False
    if _ENDED.search(before.text) and not _ENDED.search(line.text) and line.edges[1] - line.right > _SHORT * size:
        return False
    return before.edges[1] - before.right < _first_word(line)


def _apart(before: Printed, line: Printed) -> bool:
    """Whether there is more room between two lines than a line needs."""
    return line.top < before.bottom and before.bottom - line.top > 2 * _size(before)


def _first_word(line: Printed) -> float:
    """Give the room that the first word of a line takes, with a third of a character for what rounding does."""
    word = _WORD.match(line.text)
    width = (line.right - line.left) / max(len(line.text), 1)
    return (len(word.group()) if word else 1) * max(width, _size(line) * 3 / 4) + _size(line) / 3


def _size(line: Printed) -> float:
    return max(line.top - line.bottom, 1)


def words_of(pages: Iterable[Sheaf]) -> Iterator[str]:
    """Give the words of all lines."""
    return (line.text for page in pages for line in page.lines)
