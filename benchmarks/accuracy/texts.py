"""Annotated texts: gold, the text it is about, and our own report of it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bizenv_extract import Extractor, Report
from bizenv_extract.gold import SUFFIX, Gold, read_gold


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its gold and our report."""

    name: str
    gold: Gold
    text: str
    report: Report


def annotated(gold: Path, corpus: Path) -> Iterator[Annotated]:
    """Read each text of `corpus` that has gold; gold without its text is named on standard error and left out."""
    extractor = Extractor()
    for path in sorted(gold.glob(f"*{SUFFIX}")):
        one = read_gold(path)
        source = corpus / one.doc
        if source.exists():
            text = source.read_bytes().decode("utf-8")
            yield Annotated(path.name.removesuffix(SUFFIX), one, text, extractor.extract(source))
        else:
            sys.stderr.write(f"{path.name}: no text, left out\n")
