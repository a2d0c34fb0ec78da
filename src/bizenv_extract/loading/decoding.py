"""Decode: bytes become text by the first encoding that fits.

A byte order mark, the encoding asked for, strict UTF-8, the encoding that the bytes declare, UTF-16 without a mark,
GB18030. What fits none, or is no text, is refused with a reason: a doubtful guess would give wrong words with right
offsets.

>>> decode("企业开办 4 个工作日".encode("gbk"))
('企业开办 4 个工作日', 'gb18030')
"""

import codecs
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bizenv_extract.errors import EncodingError

MAX_ODD_SHARE = 50
"""A text may have one odd character in so many; more, and the bytes are no text."""

MOSTLY = 50
"""The percentage of UTF-8 shapes from which bytes that are not UTF-8 are called damaged UTF-8."""

# UTF-32 before UTF-16: the little-endian mark of the one begins with the mark of the other.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What may be asked for, by the name Python gives the codec. GB 2312 and GBK are subsets of GB 18030, and files that
# are labelled with them often hold more. "utf-16" and "utf-32" without a mark are tried in both byte orders.
SAME = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "big5", "big5hkscs", "cp950")
CODECS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: (name,) for name in SAME}
    | {
        "utf-8-sig": ("utf-8",),
        "ascii": ("utf-8",),
        "utf-16": ("utf-16-le", "utf-16-be"),
        "utf-32": ("utf-32-le", "utf-32-be"),
        "gbk": ("gb18030",),
        "gb2312": ("gb18030",),
    }
)

# Control characters that no text has, private use, noncharacters. Spelled out, so that no Unicode version decides.
ODD = re.compile(
    "[\x00-\x06\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]++"
)
# ASCII, punctuation, hanzi, full-width forms: what a report is made of.
ORDINARY = re.compile("[\t-\r -~\u2010-\u2027\u3000-\u301f\u4e00-\u9fff\uff00-\uffef]++")
# A hanzi or a full-width sign as UTF-8 writes it; in GBK text at most 4 % of a page has this shape by chance.
UTF8_SHAPE = re.compile(rb"(?:(?:\xe4[\xb8-\xbf]|[\xe5-\xe9][\x80-\xbf]|\xe3\x80|\xef\xbc)[\x80-\xbf])++")
ASCII = bytes(range(0x80))
CONTROLS = bytes((*range(0x07), *range(0x0E, 0x1A), *range(0x1C, 0x20), 0x7F))
# First bytes of GB 2312: punctuation, full-width forms, and the 3,755 hanzi of daily use.
GB_COMMON = bytes((0xA1, 0xA3, *range(0xB0, 0xD8)))


def decode(data: bytes, encoding: str | None = None, declared: str | None = None) -> tuple[str, str]:
    """Give the text of bytes and the codec that gave it; raises EncodingError.

    `encoding` is what the caller says, `declared` what the bytes say of themselves, which is believed less.
    """
    return _marked(data) or (_guessed(data, declared) if encoding is None else _asked(data, encoding))


def codecs_for(encoding: str) -> tuple[str, ...]:
    """Give the codecs that an encoding's name stands for; raises EncodingError for a name that is not known here.

    >>> codecs_for("GB2312"), codecs_for("Big5")
    (('gb18030',), ('big5',))
    """
    try:
        return CODECS[codecs.lookup(encoding).name]
    except (LookupError, ValueError) as error:
        raise EncodingError(f"unknown encoding {encoding!r}; known are {', '.join(CODECS)}") from error


def is_text(text: str) -> bool:
    r"""Whether a text has few control characters and few of private use.

    >>> is_text("企业开办"), is_text("\x01\x02\ue000")
    (True, False)
    """
    return _count(ODD, text) * MAX_ODD_SHARE <= len(text)


def _marked(data: bytes) -> tuple[str, str] | None:
    found = _first_text(data, names := [name for mark, name in MARKS if data.startswith(mark)])
    if names and found is None:
        raise EncodingError(f"begins with the byte order mark of {names[-1]}, but is no text in it")
    return found


def _asked(data: bytes, encoding: str) -> tuple[str, str]:
    found = _likeliest(data, codecs_for(encoding))
    if found is None:
        raise EncodingError(f"no text in {encoding}, the encoding asked for")
    return found


def _guessed(data: bytes, declared: str | None) -> tuple[str, str]:
    found = _first_text(data, ("utf-8",)) or _declared(data, declared) or _utf16(data) or _gb18030(data)
    if found is None:
        raise EncodingError(_complaint(data))
    return found


def _declared(data: bytes, name: str | None) -> tuple[str, str] | None:
    # GB18030 is found without a declaration, and one that lies about it is common.
    try:
        return _first_text(data, codecs_for(name)) if name and "gb18030" not in codecs_for(name) else None
    except EncodingError:
        return None


def _complaint(data: bytes) -> str:
    if (len(data) - len(data.translate(None, CONTROLS))) * MAX_ODD_SHARE > len(data):
        return "binary data, not text"
    if (end := _utf8_end(data)) is None:
        return f"UTF-8, but more than 1 in {MAX_ODD_SHARE} characters is a control or of private use"
    if _utf8_shaped(data) >= MOSTLY:
        return f"damaged or mixed text: UTF-8 up to byte {end}, not from there on"
    return "neither UTF-8, UTF-16 nor GB18030; name the encoding if you know it"


def _first_text(data: bytes, names: Iterable[str]) -> tuple[str, str] | None:
    decoded = ((_strict(data, name), name) for name in names)
    return next(((text, name) for text, name in decoded if text is not None and is_text(text)), None)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(text) - len(pattern.sub("", text))


def _utf16(data: bytes) -> tuple[str, str] | None:
    # Every line break, space and digit has a NUL in UTF-16, and no other encoding of the ladder has any.
    found = _likeliest(data, CODECS["utf-16"]) if b"\x00" in data else None
    return found if found and _ordinary(data, *found) * 2 > len(found[0]) else None


def _likeliest(data: bytes, names: Iterable[str]) -> tuple[str, str] | None:
    found = (_first_text(data, (name,)) for name in names)
    return max(filter(None, found), key=lambda pair: _ordinary(data, *pair), default=None)


def _ordinary(data: bytes, text: str, name: str) -> int:
    """Count ordinary characters; in UTF-16 those with a zero low byte are rare, and many in the wrong byte order."""
    low = {"utf-16-le": 0, "utf-16-be": 1}.get(name)
    return _count(ORDINARY, text) - (0 if low is None else data[low::2].count(0))


def _gb18030(data: bytes) -> tuple[str, str] | None:
    # Nearly any bytes decode as GB18030. Half of the characters must be common ones for it to be believed, and the
    # more of it has the shape of UTF-8, the more of them: damaged UTF-8 gives rare hanzi.
    found = _first_text(data, ("gb18030",)) if _utf8_end(data) is not None else None
    return found if found and _common(found[0]) >= min(95, 50 + 6 * _utf8_shaped(data)) else None


def _common(text: str) -> int:
    """Give the percentage of common characters of GB 2312 among those beyond ASCII."""
    firsts = text.encode("gb2312", "ignore").translate(None, ASCII)[0::2]
    others = len(text) - len(text.encode("ascii", "ignore"))
    return 100 * (len(firsts) - len(firsts.translate(None, GB_COMMON))) // max(others, 1)


def _utf8_shaped(data: bytes) -> int:
    """Give the percentage of bytes beyond ASCII that stand in a hanzi or a full-width sign as UTF-8 writes it."""
    shaped = len(data) - len(UTF8_SHAPE.sub(b"", data))
    return 100 * shaped // max(len(data.translate(None, ASCII)), 1)


def _utf8_end(data: bytes) -> int | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None
