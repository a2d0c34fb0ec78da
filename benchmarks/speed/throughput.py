"""Speed over texts: against a plain pattern, a segmenter, other recognisers; bytes to JSON; growth; latency."""

import gc
import logging
import math
import statistics
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from benchmarks.speed.pattern import combined, plain, spans
from benchmarks.speed.peers import PeerError, Peers
from benchmarks.speed.rows import PROJECT, Reach, Row
from benchmarks.speed.texts import Texts, varied
from benchmarks.speed.timing import Spread, Work, cpu, interleaved, ratios, spread
from bizenv_extract import Extractor

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

PER: Final = 10_000
SLOW: Final = 3
"""A recogniser that takes seconds for a pass is given so many rounds at most."""
SIZES: Final = (10_000, 100_000, 1_000_000)
CALLS: Final = 400
REPORT: Final = 3_600

Samples = Mapping[str, tuple[float, ...]]


def _over(texts: Sequence[Any], read: Callable[[Any], object]) -> Work:
    """Give a pass over all texts, each result dropped before the next."""

    def work() -> None:
        for text in texts:
            read(text)

    return work


def contenders(texts: Texts) -> dict[str, Work]:
    """Give what runs in this process."""
    extractor, lean, first = Extractor(), combined(), plain()
    return {
        "report": _over(texts.texts, extractor.extract),
        "json": _over(texts.data, lambda data: extractor.extract(data).to_json()),
        "pattern": _over(texts.texts, lambda text: spans(lean, text)),
        "plain": _over(texts.texts, lambda text: spans(first, text)),
        "jieba": _over(texts.texts, jieba.lcut),
    }


def in_process(sets: Sequence[Texts], rounds: int) -> Iterator[Row]:
    """Measure what one process holds: text to report, bytes to JSON, the pattern, the segmenter."""
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    samples = {one.name: interleaved(contenders(one), rounds) for one in sets}
    speed = {one.name: _per(samples[one.name], one) for one in sets}
    yield _row(
        "absolute", "text → report, CPU ms for 10,000 characters", None, {n: s["report"] for n, s in speed.items()}
    )
    detail = {name: {k: v.median for k, v in one.items()} for name, one in speed.items()}
    pairs: tuple[tuple[str, str, Reach | None, str, str], ...] = (
        ("pattern", "text → report, against one pass of one `re` pattern", Reach(10, least=False), "report", "pattern"),
        ("plain", "the same, against that pattern as one writes it at first", None, "report", "plain"),
        ("jieba", "`jieba.lcut`, against text → report", Reach(4, least=True), "jieba", "report"),
        ("json", "bytes → JSON bytes, against text → report", Reach(1.3, least=False), "json", "report"),
    )
    for name, what, reach, over, under in pairs:
        yield _row(name, what, reach, {n: ratios(s, over, under) for n, s in samples.items()}, detail)


def _row(
    name: str, what: str, reach: Reach | None, found: Mapping[str, Spread], detail: Mapping[str, Any] | None = None
) -> Row:
    return Row(name, what, reach, found, detail={"ms_per_10k": detail} if detail else {})


def _per(samples: Samples, texts: Texts) -> dict[str, Spread]:
    scale = 1000 * PER / texts.length
    return {name: spread([value * scale for value in values]) for name, values in samples.items()}


PEER_ROWS: Final = (
    ("JioNLP", "JioNLP time and money, by sentence, against text → report", 10),
    ("Recognizers-Text, three", "Recognizers-Text number, percentage, ordinal, against text → report", 10),
    ("Recognizers-Text, six", "Recognizers-Text, six recognisers, against text → report", 300),
)


def against_peers(sets: Sequence[Texts], rounds: int, python: str) -> Iterator[Row]:
    """Measure the other recognisers, each pass between two of ours."""
    found: dict[str, dict[str, Spread]] = {name: {} for name, _, _ in PEER_ROWS}
    speeds: dict[str, dict[str, float]] = {name: {} for name, _, _ in PEER_ROWS}
    why: dict[str, str] = {}
    for texts in sets:
        for name, value in _peer_samples(texts, rounds, python):
            if isinstance(value, str):
                why[name] = value
            else:
                found[name][texts.name] = spread([theirs / ours for theirs, ours in value])
                speeds[name][texts.name] = statistics.median(t for t, _ in value) * 1000 * PER / texts.length
    for name, what, bound in PEER_ROWS:
        yield Row(name, what, Reach(bound, least=True), found[name], why.get(name, ""), {"ms_per_10k": speeds[name]})


def _peer_samples(texts: Texts, rounds: int, python: str) -> Iterator[tuple[str, str | list[tuple[float, float]]]]:
    ours = contenders(texts)["report"]
    try:
        with Peers(python, texts.texts) as peers:
            for name, _, _ in PEER_ROWS:
                lacking = peers.missing[name]
                yield name, lacking or list(peers.against(name, ours, min(rounds, SLOW)))
    except PeerError as error:
        yield from ((name, str(error)) for name, _, _ in PEER_ROWS)


def growth(texts: Texts, rounds: int, *, largest: bool) -> Row:
    """Measure how time grows with the length of one document: the slope of its logarithm over that of the length."""
    sizes = (*SIZES, 10 * SIZES[-1]) if largest else SIZES
    documents = {size: varied(texts, size) for size in sizes}
    extractor = Extractor()
    extractor.extract(documents[sizes[0]])
    samples = [{size: _single(extractor, documents[size]) for size in sizes} for _ in range(min(rounds, SLOW))]
    slopes = spread([_slope({size: s for size, s in one.items() if size >= SIZES[1]}) for one in samples])
    told = {"cpu_s": {str(size): statistics.median(one[size] for one in samples) for size in sizes}}
    told["ms_per_10k"] = {name: seconds * 1000 * PER / int(name) for name, seconds in told["cpu_s"].items()}
    what = f"growth of time from {SIZES[1]:,} to {sizes[-1]:,} characters in one document"
    return Row("growth", what, Reach(1.05, least=False, unit="(slope)"), {texts.name: slopes}, detail=told)


def _single(extractor: Extractor, text: str) -> float:
    """Give the CPU seconds of one document, a short one read several times; no rubbish before."""
    gc.collect()
    return cpu(lambda: extractor.extract(text), max(1, SIZES[1] // len(text)))


def _slope(seconds: Mapping[int, float]) -> float:
    """Give the slope of the line through the logarithms."""
    return statistics.linear_regression([math.log(n) for n in seconds], [math.log(s) for s in seconds.values()]).slope


def latency(texts: Texts, calls: int = CALLS) -> Row:
    """Measure one report again and again: how much slower the slowest hundredth is than the middle, in CPU time."""
    extractor, text = Extractor(), report_of(texts)
    for _ in range(20):
        extractor.extract(text)
    rounds = tuple(_tail(extractor, text, calls // 4) for _ in range(4))
    cpu_ratio = spread([one["cpu"][0] for one in rounds])
    told = {"rounds": rounds, "characters": len(text)}
    what = "latency of one report, p99 over p50"
    return Row("latency", what, Reach(2.5, least=False), {PROJECT: cpu_ratio}, detail=told)


def report_of(texts: Texts) -> str:
    """Give one report of about 3,600 characters: the first text of at least 3,500, else the texts one after another."""
    long = (text for text in texts.texts if REPORT - 100 <= len(text) <= REPORT + 100)
    return next(long, None) or varied(texts, REPORT)


def _tail(extractor: Extractor, text: str, calls: int) -> dict[str, tuple[float, float, float]]:
    """Give p99 over p50, p50 and p99 in ms, of CPU time and of wall time."""
    clocks = [_timed(extractor, text) for _ in range(calls)]
    return {name: _percentiles([one[at] for one in clocks]) for at, name in enumerate(("cpu", "wall"))}


def _timed(extractor: Extractor, text: str) -> tuple[float, float]:
    work, wall = time.process_time(), time.perf_counter()
    extractor.extract(text)
    return time.process_time() - work, time.perf_counter() - wall


def _percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return cuts[98] / cuts[49], cuts[49] * 1000, cuts[98] * 1000
