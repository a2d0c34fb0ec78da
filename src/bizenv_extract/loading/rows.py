"""Rows of tables as lines that read like sentences, for every format alike.

>>> row((("企业开办",), ("4个工作日",), (), ("1个工作日",)))
('企业开办，4个工作日，1个工作日。',)

A row whose cells hold whole passages is no row but layout, and its lines stay as they are.

>>> row((("一",) * 9, ("二",)))[-1]
'二'
"""

import re
from collections.abc import Sequence

MAX_LINES = 6
MAX_LENGTH = 1000

_CLOSED = re.compile("[，。；：、！？,;:!?]$")
_ENDED = re.compile("[。；！？;!?][”’」』）]?$")


def row(cells: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Give the lines of a row: one, where its cells are short and there are several, else those of its cells."""
    filled = [lines for lines in cells if lines]
    length = sum(len(line) for lines in filled for line in lines)
    if len(filled) <= 1 or length > MAX_LENGTH or max(map(len, filled)) > MAX_LINES:
        return tuple(line for lines in filled for line in lines)
    return (_sentence(["".join(lines) for lines in filled]),)


def _sentence(cells: Sequence[str]) -> str:
    """Join cells by commas; what has a sign at its end keeps that one."""
    joined = "".join(cell if _CLOSED.search(cell) else f"{cell}，" for cell in cells[:-1]) + cells[-1]
    return joined if _ENDED.search(joined) else f"{_CLOSED.sub('', joined)}。"
