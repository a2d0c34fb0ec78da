"""Words for people: headers of columns, names of tables and fixed values, in Chinese or in English.

In English all are as in the JSON; in Chinese they come from `data/tables/`.

>>> word("at_least", "zh"), word("at_least", "en"), word("2019", "zh")
('不少于', 'at_least', '2019')
"""

import functools
from pathlib import Path
from typing import Any, Final, Literal

from bizenv_extract.columns import Column, columns, rows
from bizenv_extract.lexicon import Lexicon, parse

Lang = Literal["zh", "en"]

LANGS: Final = ("zh", "en")


@functools.cache
def _labels() -> Lexicon:
    path = Path(__file__).parent.parent / "data" / "tables" / "labels.tsv"
    return parse(path.read_text(encoding="utf-8"), path.stem)


def word(code: str, lang: Lang) -> str:
    """Give a fixed value or the name of a table; what has no Chinese word (a year, %) stays as it is."""
    entry = _labels().get(code) if lang == "zh" else None
    return entry.canonical if entry else code


def header(column: Column, lang: Lang) -> str:
    """Give the header of a column."""
    return column.zh if lang == "zh" else column.name


def headers(kind: str, lang: Lang) -> tuple[str, ...]:
    """Give the headers of a flat table.

    >>> headers("rankings", "zh")[:4]
    ('文件', '编号', '评比对象', '评比范围')
    """
    return tuple(header(column, lang) for column in columns(kind))


def worded(report: Any, kind: str, lang: Lang) -> list[tuple[Any, ...]]:
    """Give the rows of a flat table with their fixed values in words."""
    codes = tuple(column.type == "code" for column in columns(kind))
    return [
        tuple(word(value, lang) if code and value else value for value, code in zip(row, codes, strict=True))
        for row in rows(report, kind)
    ]
