"""The texts that are measured on: a folder of reports, and the fixtures of the project."""

from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FIXTURES: Final = ROOT / "fixtures"
CORPUS: Final = ROOT.parent / "shared" / "corpus"


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


def joined(texts: Texts, length: int) -> str:
    """Give one document of just so many characters: the texts one after another, again and again.

    >>> joined(Texts("demo", ("ab", "c")), 7)
    'ab\\nc\\nab'
    """
    parts: list[str] = []
    left = length
    for text in cycle(texts.texts):
        if left <= 0:
            return "".join(parts)
        parts.append(f"{text}\n"[:left])
        left -= len(parts[-1])
    raise ValueError("no texts")
