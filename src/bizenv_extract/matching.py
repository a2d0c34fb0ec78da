"""Match: which rule fires where in a sentence, and what its slots hold.

Rules are tried in the order of the rule book. A rule that wants words the sentence lacks is not tried. What an earlier
rule has claimed, no later rule takes: the order of the rules is the order of judgement.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bizenv_extract.readers.amount import Quantity
from bizenv_extract.rulebook import CompiledRule, RuleBook
from bizenv_extract.rules import Rule
from bizenv_extract.skeleton import Line

ANCHORS = frozenset(("value", "position", "tier", "after", "reduction", "immediacy", "verb"))
_TIMES = ("when", "basis", "frequency")
_STOP = "[，。；：！？…\n]"
_STOPS = re.compile(_STOP)
_TO_STOP = re.compile(f"(?s:.*){_STOP}")


class Hit(NamedTuple):
    """A rule, the line it fired in, the stretch of the skeleton it matched, and its named slots."""

    rule: Rule
    line: Line
    start: int
    end: int
    slots: Mapping[str, tuple[int, int]]

    def words(self, slot: str) -> str | None:
        """Give the folded text of a slot."""
        return self.line.words(*self.slots[slot]) if slot in self.slots else None


def match(line: Line, book: RuleBook) -> tuple[Hit, ...]:
    """Give all hits of a line, in order of their start."""
    claimed: set[int] = set()
    hits: list[Hit] = []
    for compiled in book.alarm.woken(line.text):
        for hit in _hits(compiled, line):
            places = _claims(hit)
            if claimed.isdisjoint(places):
                claimed.update(places)
                hits.append(hit)
    return tuple(sorted(hits, key=_place))


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _hits(compiled: CompiledRule, line: Line) -> Iterator[Hit]:
    for found in compiled.pattern.finditer(line.text):
        spans = found.regs
        slots = {name: spans[number] for name, number in compiled.groups if spans[number][0] < spans[number][1]}
        hit = Hit(compiled.rule, line, *spans[0], slots)
        if not _vetoed(hit):
            yield hit


def _vetoed(hit: Hit) -> bool:
    """Whether a figure has another unit than the rule is about, or the clause holds a word that it refuses."""
    if hit.rule.units and not _has_units(hit):
        return True
    if not hit.rule.unless:
        return False
    clause = hit.line.text[clause_start(hit.line.text, hit.start) : clause_end(hit.line.text, hit.end)]
    return any(word in clause for word in hit.rule.unless)


def _has_units(hit: Hit) -> bool:
    figures = (t.value for t in hit.line.inside(hit.start, hit.end) if isinstance(t.value, Quantity))
    return all(figure.unit in hit.rule.units or figure.dimension.startswith("duration") for figure in figures)


def _claims(hit: Hit) -> list[int]:
    """Give what a hit takes: the tokens in its slots (all, where it has none), an anchor that is a word."""
    places: list[int] = []
    for start, end in hit.slots.values() or ((hit.start, hit.end),):
        places.extend(t.at for t in hit.line.inside(start, end) if t.kind not in _TIMES)
    for name, span in hit.slots.items():
        if name in ANCHORS:
            places.extend(range(*span))
    return places


def clause_start(text: str, position: int) -> int:
    """Give the start of the clause that holds a position."""
    found = _TO_STOP.match(text, max(0, position - 512), position)
    return found.end() if found else 0


def clause_end(text: str, position: int) -> int:
    """Give the end of the clause that holds a position."""
    stop = _STOPS.search(text, position)
    return stop.start() if stop else len(text)
