"""Run JioNLP over pieces of text: JSON in on standard input, JSON out.

Stands alone, as `runner_recognizers`; the same in and out. It has no recogniser of numbers: money and durations are
all.
"""

import contextlib
import importlib
import json
import sys
import warnings
from collections.abc import Iterator
from importlib import metadata
from typing import Any

PACKAGE = "jionlp"


def money(peer: Any, piece: str) -> Iterator[list[Any]]:
    """Give the amounts of money of a piece; a range has two values."""
    for found in peer.ner.extract_money(piece, with_parsing=True) or ():
        told = found["detail"]
        values = told["num"] if isinstance(told["num"], list) else [told["num"]]
        yield [*found["offset"], [str(value) for value in values], told.get("case"), "number"]


def times(peer: Any, piece: str) -> Iterator[list[Any]]:
    """Give the durations of a piece, and its dates as such; the base of relative dates is of no account."""
    for found in peer.ner.extract_time(piece, time_base=0, with_parsing=True) or ():
        told = found["detail"]
        length = told["time"] if told["type"] == "time_delta" else None
        if told["type"] != "time_delta":
            yield [*found["offset"], [], None, "date"]
        elif isinstance(length, dict) and len(length) == 1:
            unit, value = next(iter(length.items()))
            yield [*found["offset"], [str(value)], unit, "number"]
        else:
            yield [*found["offset"], [], None, "number"]


def run(task: dict[str, Any]) -> dict[str, Any]:
    """Read all pieces."""
    try:
        peer, version = importlib.import_module(PACKAGE), metadata.version(PACKAGE)
    except ImportError as error:
        return {"missing": f"{PACKAGE}: {error}"}
    items = []
    for at, piece in enumerate(task["pieces"]):
        items += [[at, *item] for item in (*money(peer, piece), *times(peer, piece))]
    return {"items": items, "version": version}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        answer = run(json.load(sys.stdin))
    json.dump(answer, sys.stdout)
