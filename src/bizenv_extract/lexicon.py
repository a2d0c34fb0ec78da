r"""Lexicons: word lists as TSV files, `surface<TAB>canonical<TAB>note`, in `data/lexicons/`.

The first lines begin with `#` and give the source and the date. Entries are sorted by surface and unique, so that a
diff shows just what changed. `parse` reads one, `dump` writes its canonical form.

>>> words = parse("# units\nkm\t公里\tlength\n", "demo")
>>> words["km"].canonical, words["km"].note
('公里', 'length')
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, overload

from bizenv_extract.errors import RuleError

COLUMNS = 3
Default = TypeVar("Default")
_MANY, _GROUP = 80, 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the surface form, what it stands for, and a note (a class, a unit's dimension)."""

    surface: str
    canonical: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon(Mapping[str, Entry]):
    """A frozen word list: surface form to entry."""

    name: str
    header: tuple[str, ...]
    entries: Mapping[str, Entry]
    groups: Mapping[str, tuple[str, ...]]

    def __getitem__(self, surface: str) -> Entry:
        return self.entries[surface]

    # What Mapping would give raises and catches an error for each word that is not there.
    def __contains__(self, surface: object) -> bool:
        return surface in self.entries

    @overload
    def get(self, surface: str, default: None = None, /) -> Entry | None: ...
    @overload
    def get(self, surface: str, default: Default, /) -> Entry | Default: ...
    def get(self, surface: str, default: object = None, /) -> object:
        """Give the entry of a surface form, or the default."""
        return self.entries.get(surface, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def where(self, note: str) -> tuple[str, ...]:
        """Give the surface forms whose note is `note`, or holds it in a sum like `plan+turn`, in file order."""
        return self.groups.get(note, ())

    def pattern(self, note: str | None = None) -> str:
        """Give an alternation of the surface forms, longest first, as regular-expression source."""
        surfaces = tuple(self) if note is None else self.where(note)
        return alternation(surfaces)


def alternation(words: Iterable[str]) -> str:
    r"""Join words into an alternation that prefers the longest, as a tree of their first characters.

    At each place a flat alternation tries all its words, a tree only those that begin with the right character.

    >>> alternation(("ab", "a.c", "abc", "d"))
    '(?:a(?:\\.c|b(?:c)?)|d)'
    """
    tails: dict[str, list[str]] = {}
    for word in sorted(set(words) - {""}):
        tails.setdefault(word[0], []).append(word[1:])
    return _branches([(first, re.escape(first) + _rest(rests)) for first, rests in tails.items()])


def _rest(rests: list[str]) -> str:
    """Give what may follow a character; optional where a word ends with it."""
    if len(rests) == 1:
        return re.escape(rests[0])
    return alternation(rests) + ("?" if "" in rests else "")


def _branches(branches: list[tuple[str, str]]) -> str:
    """Join branches by their first characters; many in groups, each behind a look at all its first characters.

    The engine tries branches one after another, but knows with one look whether a character is in a class.
    """
    if len(branches) <= _MANY:
        return f"(?:{'|'.join(source for _, source in branches)})" if branches else "(?!)"
    groups = [branches[at : at + _GROUP] for at in range(0, len(branches), _GROUP)]
    return f"{_one_of(branches)}(?:{'|'.join(_one_of(group) + _branches(group) for group in groups)})"


def _one_of(branches: list[tuple[str, str]]) -> str:
    return f"(?=[{re.escape(''.join(first for first, _ in branches))}])"


def parse(text: str, name: str) -> Lexicon:
    """Read a lexicon; raises RuleError with file and line on a malformed or repeated entry."""
    header = tuple(line for line in text.splitlines() if line.startswith("#"))
    entries: dict[str, Entry] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            entry = _entry(line, f"{name}:{number}")
            if entry.surface in entries:
                raise RuleError(f"{name}:{number}: {entry.surface!r} stands twice")
            entries[entry.surface] = entry
    return Lexicon(name, header, MappingProxyType(entries), MappingProxyType(_groups(entries)))


def _groups(entries: dict[str, Entry]) -> dict[str, tuple[str, ...]]:
    """Sort the surface forms under their notes; `plan+turn` counts for both."""
    found: dict[str, list[str]] = {}
    for entry in entries.values():
        for note in entry.note.split("+"):
            found.setdefault(note, []).append(entry.surface)
    return {note: tuple(surfaces) for note, surfaces in found.items()}


def _entry(line: str, where: str) -> Entry:
    fields = line.split("\t")
    if not fields[0] or len(fields) > COLUMNS:
        raise RuleError(f"{where}: wants surface, canonical, note, tab-separated: {line!r}")
    return Entry(fields[0], fields[1] if len(fields) > 1 and fields[1] else fields[0], *fields[2:3])


def dump(lexicon: Lexicon) -> str:
    """Write the canonical form: header, then the entries sorted by surface."""
    lines = (f"{e.surface}\t{e.canonical}\t{e.note}".rstrip("\t") for _, e in sorted(lexicon.items()))
    return "\n".join((*lexicon.header, *lines)) + "\n"


@functools.cache
def load(name: str) -> Lexicon:
    """Read a lexicon of the package by its name without suffix, once."""
    path = Path(__file__).parent / "data" / "lexicons" / f"{name}.tsv"
    return parse(path.read_text(encoding="utf-8"), name)
