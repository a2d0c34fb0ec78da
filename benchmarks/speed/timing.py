"""CPU time, interleaved: each round runs every contender once, so that what slows the machine slows them all.

>>> spread((3, 1, 2))
Spread(median=2, low=1, high=3)
>>> ratios({"ours": (2, 4, 9), "theirs": (1, 2, 3)}, "ours", "theirs")
Spread(median=2.0, low=2.0, high=3.0)
"""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Work = Callable[[], object]
LEAST = 0.05
"""A sample shorter than so many seconds of CPU is repeated: the clock of a process is coarse on some systems."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several samples, the lowest and the highest."""

    median: float
    low: float
    high: float


def spread(samples: Sequence[float]) -> Spread:
    """Sum up samples."""
    return Spread(statistics.median(samples), min(samples), max(samples))


def cpu(work: Work, times: int = 1) -> float:
    """Give the CPU seconds of one call, the mean of so many."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


def times_for(work: Work) -> int:
    """Say how often work must be done for a sample that the clock can tell; does it twice, so it is warm then."""
    cpu(work)
    return max(1, int(LEAST / max(cpu(work), 1e-9)) + 1)


def interleaved(contenders: Mapping[str, Work], rounds: int) -> dict[str, tuple[float, ...]]:
    """Give the CPU seconds of each contender in each round; every other round goes backwards."""
    times = {name: times_for(work) for name, work in contenders.items()}
    samples: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds):
        for name in list(contenders)[:: -1 if number % 2 else 1]:
            samples[name].append(cpu(contenders[name], times[name]))
    return {name: tuple(values) for name, values in samples.items()}


def ratios(samples: Mapping[str, Sequence[float]], over: str, under: str) -> Spread:
    """Give the ratio of two contenders, round by round."""
    return spread(tuple(a / b for a, b in zip(samples[over], samples[under], strict=True)))
