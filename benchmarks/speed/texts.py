"""The texts that are measured on: a folder of reports, and the fixtures of the project."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FIXTURES: Final = ROOT / "fixtures"
CORPUS: Final = ROOT.parent / "shared" / "corpus"

FIRST_RARE: Final = 0x9F60
RARE: Final = 31
"""Rare hanzi, so many from 齠 on, that no lexicon has: pairs of them tell copies of a text apart."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A named set of texts, as strings."""

    name: str
    texts: tuple[str, ...]

    @property
    def length(self) -> int:
        """Give the number of characters of all texts."""
        return sum(map(len, self.texts))

    @property
    def data(self) -> tuple[bytes, ...]:
        """Give the texts as UTF-8."""
        return tuple(text.encode() for text in self.texts)


def folder(name: str, path: Path) -> Texts | None:
    """Read the texts of a folder, in order of their names; None where there are none."""
    files = sorted(path.glob("*.txt")) if path.is_dir() else []
    return Texts(name, tuple(file.read_bytes().decode("utf-8") for file in files)) if files else None


def varied(texts: Texts, length: int) -> str:
    r"""Give one document of just so many characters: the texts one after another, again and again.

    Each copy has a pair of rare characters of its own after every comma: a passage that is printed twice would be
    counted once, and words that were met before may be remembered.

    >>> varied(Texts("demo", ("甲，乙。", "丙")), 16)
    '甲，齠齠乙。\n丙\n甲，齠齡乙。\n'
    """
    parts: list[str] = []
    left = length
    for number in count():
        for text in texts.texts:
            if left <= 0:
                return "".join(parts)
            parts.append(f"{marked(text, number)}\n"[:left])
            left -= len(parts[-1])
    raise AssertionError("count() never ends")


def marked(text: str, number: int) -> str:
    """Give the so-manieth copy of a text, unlike all others."""
    first, second = divmod(number, RARE)
    return text.replace("，", f"，{chr(FIRST_RARE + first % RARE)}{chr(FIRST_RARE + second)}")
