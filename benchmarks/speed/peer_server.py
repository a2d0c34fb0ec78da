"""Run another recogniser's pass over pieces of text whenever asked, and tell the CPU seconds it took.

Stands alone: it is run by the interpreter that has the peers, which need not have this project. One line of JSON in,
the list of pieces; one out, `{contender: null, or why it is not there}`. Then the name of a contender a line, and its
CPU seconds a line. Every recogniser is built, and has read the first pieces, before it is timed.
"""

import contextlib
import importlib
import json
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

Read = Callable[[str], object]
FIRST = 20


def jionlp() -> tuple[Read, ...]:
    """Give what JioNLP reads of time and money."""
    peer: Any = importlib.import_module("jionlp")
    return peer.ner.extract_time, peer.ner.extract_money


def recognizers(*names: str) -> tuple[Read, ...]:
    """Give recognisers of Recognizers-Text."""
    suite: Any = importlib.import_module("recognizers_suite")

    def one(name: str) -> Read:
        recognise = getattr(suite, f"recognize_{name}")
        return lambda text: recognise(text, suite.Culture.Chinese)

    return tuple(map(one, names))


NUMBERS = ("number", "percentage", "ordinal")
CONTENDERS: dict[str, Callable[[], tuple[Read, ...]]] = {
    "JioNLP": jionlp,
    "Recognizers-Text, three": lambda: recognizers(*NUMBERS),
    "Recognizers-Text, six": lambda: recognizers(*NUMBERS, "dimension", "currency", "datetime"),
}


def passed(reads: tuple[Read, ...], pieces: Sequence[str]) -> float:
    """Read all pieces, and give the CPU seconds."""
    start = time.process_time()
    for piece in pieces:
        for read in reads:
            read(piece)
    return time.process_time() - start


def built(name: str, pieces: Sequence[str]) -> tuple[Read, ...] | str:
    """Build a contender and warm it up; give the reason where it is not there."""
    try:
        reads = CONTENDERS[name]()
    except (ImportError, AttributeError) as error:  # an AttributeError: a newer emoji than it can use
        return f"not installed ({error})"
    passed(reads, pieces[:FIRST])
    return reads


def serve(answer: Callable[[Any], None]) -> None:
    """Answer line by line."""
    pieces = json.loads(sys.stdin.readline())
    ready = {name: built(name, pieces) for name in CONTENDERS}
    answer({name: one if isinstance(one, str) else None for name, one in ready.items()})
    for line in sys.stdin:
        reads = ready[line.strip()]
        answer(passed(reads, pieces) if not isinstance(reads, str) else None)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # JioNLP prints
        serve(lambda told: print(json.dumps(told), file=out, flush=True))
