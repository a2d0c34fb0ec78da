"""Where the time goes: the stages of the pipeline in their order, each run to its end before the next; then the rules.

The stages are the pipeline's own functions, called as `Extractor.extract` calls them.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from benchmarks.speed.texts import Texts
from benchmarks.speed.timing import Spread, cpu, spread
from bizenv_extract import Extractor, metadata
from bizenv_extract.document import read
from bizenv_extract.interpreting import interpret
from bizenv_extract.matching import Hit, match
from bizenv_extract.readers.placing import placer
from bizenv_extract.reporting import Options, report
from bizenv_extract.rulebook import CompiledRule, RuleBook
from bizenv_extract.sentences import split
from bizenv_extract.settling import scene, settle
from bizenv_extract.skeleton import Line, read_line
from bizenv_extract.view import fold

T = TypeVar("T")
PER = 10_000


class Watch:
    """Adds up CPU time by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], T]) -> T:
        """Do the work and put its time to a name."""
        start = time.process_time_ns()
        done = work()
        self.seconds[name] = self.seconds.get(name, 0) + (time.process_time_ns() - start) / 1e9
        return done


@dataclass(frozen=True, slots=True)
class RuleTime:
    """CPU seconds of a rule over all texts: the matching of it alone, the reading of its hits; and how many it has."""

    name: str
    matching: float
    reading: float
    hits: int

    @property
    def whole(self) -> float:
        """Give the time of both."""
        return self.matching + self.reading


def _one(data: bytes, book: RuleBook, watch: Watch) -> None:
    """Take one document through all stages."""
    document = watch.time("read", lambda: read(data))
    view = watch.time("fold", lambda: fold(document))
    layout = watch.time("split", lambda: split(view))
    lines = watch.time("tokens", lambda: tuple(read_line(s, book.quantities) for s in layout.sentences))
    told = watch.time("metadata", lambda: metadata.of(layout, book.places))
    hits = watch.time("match", lambda: tuple(match(line, book) for line in lines))
    facts = watch.time("interpret", lambda: tuple(interpret(hits, book)))
    places = watch.time("places", lambda: placer(book.places, layout.view.text, told.place))
    settled = watch.time("settle", lambda: tuple(settle(facts, scene(layout, lines, told, places))))
    options = Options()
    built = watch.time("report", lambda: report(layout, told, settled, book.fingerprint, options=options))
    watch.time("JSON", built.to_json)


def stages(texts: Texts, rounds: int) -> dict[str, Spread]:
    """Give the CPU milliseconds of each stage for 10,000 characters; `whole` is `extract` and JSON in one go."""
    extractor = Extractor()
    watches: list[Watch] = []
    for _ in range(rounds + 1):
        watches.append(Watch())
        for data in texts.data:
            _one(data, extractor.book, watches[-1])
            watches[-1].time("whole", lambda data=data: extractor.extract(data).to_json())  # type: ignore[misc]
    scale = 1000 * PER / texts.length
    warm = watches[1:]
    return {name: spread([w.seconds[name] * scale for w in warm]) for name in warm[0].seconds}


def _lines(texts: Texts, book: RuleBook) -> tuple[Line, ...]:
    layouts = (split(fold(read(text))) for text in texts.texts)
    return tuple(read_line(s, book.quantities) for layout in layouts for s in layout.sentences)


def rules(texts: Texts, rounds: int) -> tuple[RuleTime, ...]:
    """Give the time of each rule, dearest first: the medians of some rounds."""
    book = Extractor().book
    lines = _lines(texts, book)
    hits = tuple(match(line, book) for line in lines)
    bare = _matching(lines, replace(book, rules=()), rounds)
    found = (_rule(compiled, lines, hits, book, rounds, bare) for compiled in book.rules)
    return tuple(sorted(found, key=lambda rule: rule.whole, reverse=True))


def _rule(  # noqa: PLR0913, PLR0917 - what all rules are measured on
    compiled: CompiledRule,
    lines: tuple[Line, ...],
    hits: tuple[tuple[Hit, ...], ...],
    book: RuleBook,
    rounds: int,
    bare: float,
) -> RuleTime:
    mine = tuple(tuple(hit for hit in row if hit.rule is compiled.rule) for row in hits)
    kept = tuple(filter(None, mine))
    matching = _matching(lines, replace(book, rules=(compiled,)), rounds) - bare
    reading = spread([cpu(lambda: list(interpret(kept, book))) for _ in range(rounds)]).median
    return RuleTime(compiled.rule.id, matching, reading, sum(map(len, mine)))


def _matching(lines: tuple[Line, ...], book: RuleBook, rounds: int) -> float:
    """Give the CPU seconds of matching all lines with a rule book, which may hold one rule, or none."""
    return spread([cpu(lambda: [match(line, book) for line in lines]) for _ in range(rounds)]).median


def stage_rows(found: Mapping[str, Spread]) -> Iterator[tuple[str, ...]]:
    """Give the lines of the table of stages."""
    total = sum(one.median for name, one in found.items() if name != "whole")
    for name, one in found.items():
        share = "" if name == "whole" else f"{one.median / total:.0%}"
        yield name, f"{one.median:.2f}", f"{one.low:.2f} to {one.high:.2f}", share


def rule_rows(found: tuple[RuleTime, ...], length: int, most: int) -> Iterator[tuple[str, ...]]:
    """Give the lines of the table of rules, the dearest first, then all others and their sum."""
    scale = 1000 * PER / length
    for one in found[:most]:
        yield one.name, *_figures((one,), scale)
    yield f"{len(found[most:])} others", *_figures(found[most:], scale)
    yield "all", *_figures(found, scale)


def _figures(some: tuple[RuleTime, ...], scale: float) -> Iterator[str]:
    for name in ("matching", "reading", "whole"):
        yield f"{sum(getattr(one, name) for one in some) * scale:.3f}"
    yield f"{sum(one.hits for one in some)}"


def as_json(found: Mapping[str, Spread], timed: tuple[RuleTime, ...]) -> dict[str, Any]:
    """Give the profile as data."""
    return {
        "stages_ms_per_10k": {name: [one.median, one.low, one.high] for name, one in found.items()},
        "rules_cpu_s": {r.name: [r.matching, r.reading, r.hits] for r in timed},
    }
