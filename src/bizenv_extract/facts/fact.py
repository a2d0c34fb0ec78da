"""What interpretation gives: one fact a record, its fields read, its place in the text kept as positions."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from bizenv_extract.matching import Hit
from bizenv_extract.readers.place import PlaceReader
from bizenv_extract.skeleton import Line
from bizenv_extract.wording import Phrase, Vocabulary

_LITTLE = 2
_FULL_NAME = re.compile("[一-龥]{2,8}?[市县区省州]")


class Fact(NamedTuple):
    """A record in the making: `anchor` and `spans` are stretches of the skeleton; what follows leans on `core`."""

    kind: str
    hit: Hit
    anchor: tuple[int, int]
    fields: Mapping[str, Any]
    spans: Mapping[str, tuple[int, int]] = MappingProxyType({})
    core: str = ""
    shares: bool = False
    basis: str | None = None
    whole: str = ""

    @property
    def line(self) -> Line:
        """Give the line the fact stands in."""
        return self.hit.line


class Context(NamedTuple):
    """What an interpreter may look at besides its hit: the vocabulary and the fact before, if it can be leant on."""

    vocabulary: Vocabulary
    before: Fact | None = None
    places: PlaceReader | None = None

    def alone(self) -> "Context":
        """Give the same without the fact before, for words that must tell by themselves what they are about."""
        return self._replace(before=None)

    def names_place(self, text: str) -> bool:
        """Whether a text is nothing but the name of a place."""
        found = self.places.scan(text) if self.places else ()
        whole = any(m.end - m.start == len(text) or (m.end == len(text) and m.lead == 0) for m in found)
        rest = text[self.opening_place(text) :]
        return (
            whole
            or len(rest) <= min(_LITTLE, len(text) - 1)
            or bool(self.places and any(self.places.full(text + level) for level in "市县区"))
        )

    def opening_place(self, text: str) -> int:
        """Give the length of the full name of a place at the start of a text (濮阳市企业开办: 3), else 0."""
        found = self.places.scan(text) if self.places and _FULL_NAME.match(text) else ()
        chain = [m.end for m in found if m.lead == 0 and text[m.end - 1] in "市县区省州"]
        return max(chain, default=0)

    @property
    def inherited(self) -> str:
        """Give what the fact before was about, for a figure that says nothing of its own."""
        return self.before.core if self.before else ""

    @property
    def standing(self) -> str:
        """Give all that the fact before says it is about, for a figure with no words of its own."""
        names = ("metric", "subject", "service")
        return next((str(self.before.fields[n]) for n in names if n in self.before.fields), "") if self.before else ""


def text_of(line: Line, phrase: Phrase) -> str:
    """Give the words of a phrase as they stand in the folded text."""
    return line.words(phrase.start, phrase.end)
