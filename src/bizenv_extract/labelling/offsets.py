r"""Offsets of annotation tools: in which unit they count differs from tool to tool and from version to version.

The words that a tool gives along with its offsets tell which unit it meant.

>>> place_of("😀企业", 1, 3, "企业"), place_of("😀企业", 2, 4, "企业"), place_of("甲\r\n乙", 2, 3, "乙")
((1, 3), (1, 3), (3, 4))
"""

from bizenv_extract.errors import InputError


def place_of(text: str, start: int, end: int, words: str | None) -> tuple[int, int]:
    """Give the characters that a tool means, in code points; raises InputError where its words do not stand there.

    Some versions count units of UTF-16, and browsers take CR LF for one character. Without words, code points it is.
    """
    ways = (_points, _units, _breaks) if words else (_points,)
    for first, last in ((way(text, start), way(text, end)) for way in ways):
        if 0 <= first < last <= len(text) and (not words or _bare(text[first:last]) == _bare(words)):
            return first, last
    raise InputError(f"{words!r} does not stand at {start}-{end} of the text")


def _bare(words: str) -> str:
    """Leave out white space, which tools change, and line breaks written out."""
    return "".join(words.replace("\\n", "").split())


def _points(_text: str, offset: int) -> int:
    return offset


def _units(text: str, offset: int) -> int:
    """Give the offset that a number of units of UTF-16 makes."""
    return len(text.encode("utf-16-le")[: 2 * max(offset, 0)].decode("utf-16-le", "ignore"))


def _breaks(text: str, offset: int) -> int:
    """Give the offset in a text whose line breaks of two characters were counted as one."""
    at = 0
    for line in text.split("\r\n"):
        if offset <= len(line):
            break
        at, offset = at + len(line) + 2, offset - len(line) - 1
    return at + offset
