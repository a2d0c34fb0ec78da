r"""Characters that are not seen, or turn the reading direction: a page shows them as marks and never obeys them.

Controls but for tab and line ends, zero-width and bidirectional ones, fillers, tags, private use, noncharacters, and
lone surrogates. Spelled out, so that no version of Unicode decides, and in a form that Python and ECMAScript share.

>>> name("\u202e"), name("\U000e0041")
('U+202E', 'U+E0041')
"""

import re
from typing import Final

CLASS: Final = (
    "[\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5"
    "\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ud800-\\udfff\\ue000-\\uf8ff"
    "\\ufdd0-\\ufdef\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff"
)
PYTHON: Final = CLASS + "\\U000e0000-\\U000e00ff\\U000f0000-\\U0010ffff]"
ECMASCRIPT: Final = CLASS + "\\u{e0000}-\\u{e00ff}\\u{f0000}-\\u{10ffff}]"

_ESCAPED: Final = re.compile(f"([&<>\"'])|{PYTHON}")


def name(character: str) -> str:
    """Give the code point of a character as Unicode writes it."""
    return f"U+{ord(character):04X}"


def safe(text: str) -> str:
    r"""Give a text as HTML that holds no markup, with what is not seen named.

    >>> safe('<b>"&\u202e')
    '&#60;b&#62;&#34;&#38;⟦U+202E⟧'
    """
    return _ESCAPED.sub(lambda found: f"&#{ord(found[0])};" if found[1] else f"⟦{name(found[0])}⟧", text)
