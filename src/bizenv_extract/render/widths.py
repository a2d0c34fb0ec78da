r"""How many columns of a terminal a text takes, and texts cut to what fits.

Chinese characters take two columns, marks that combine with the character before none. What would move the cursor,
turn the direction or not be seen is written out first.

>>> width("营商a"), width("e\u0301")
(5, 1)
>>> shown("a\x1b[31m\u202e")
'a\\x1b[31m\\u202e'
"""

import functools
import unicodedata
from collections.abc import Iterator
from typing import Final

MORE: Final = "…"
# Controls, formats (bidi, zero width), surrogates, unassigned and private ones, separators of lines and paragraphs.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_MARKS: Final = frozenset({"Mn", "Me"})
_WIDE: Final = frozenset({"W", "F"})
# Vowels and final consonants of Hangul that join the letter before.
_JAMO: Final = range(0x1160, 0x1200)


@functools.lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    return ascii(char)[1:-1] if unicodedata.category(char) in _HIDDEN else char


def shown(text: str) -> str:
    """Give a text with all that is no visible character written out, such as line breaks and escapes."""
    return "".join(map(_shown, text))


@functools.lru_cache(maxsize=4096)
def _width(char: str) -> int:
    if unicodedata.category(char) in _MARKS or ord(char) in _JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def width(text: str) -> int:
    """Give the number of columns a shown text takes; characters whose width is ambiguous (“ ” … ·) take one."""
    return sum(map(_width, text))


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Fill up a text with spaces to a number of columns.

    >>> padded("企业", 6), padded("12", 4, right=True)
    ('企业  ', '  12')
    """
    room = " " * (columns - width(text))
    return room + text if right else text + room


def pieces(text: str, columns: int) -> Iterator[str]:
    """Cut a text into pieces that fit a number of columns, two at least; marks stay with their character.

    >>> list(pieces("新登记经营主体a", 6))
    ['新登记', '经营主', '体a']
    """
    piece, taken = "", 0
    for char in text:
        size = _width(char)
        if taken + size > columns:
            yield piece
            piece, taken = "", 0
        piece, taken = piece + char, taken + size
    yield piece


def folded(text: str, columns: int, lines: int) -> list[str]:
    """Cut a text into at most some lines; the last one of a longer text ends with an ellipsis.

    >>> folded("新登记经营主体", 6, 2)
    ['新登记', '经营…']
    """
    found = list(pieces(text[: columns * (lines + 1) * 2], columns))
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], next(pieces(found[lines - 1], columns - width(MORE))) + MORE]
