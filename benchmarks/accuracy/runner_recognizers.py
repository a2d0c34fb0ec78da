"""Run Recognizers-Text over pieces of text: JSON in on standard input, JSON out.

Stands alone: it is run by the interpreter that has the peer, which need not have this project. In: `{"pieces": [...],
"units": {...}}`. Out: `{"items": [[piece, start, end, [values], unit, kind], ...], "version": ...}`, ends exclusive, or
`{"missing": reason}`. `kind` is `number`, or `date` for a date or a time, which is no figure.
"""

import contextlib
import importlib
import json
import re
import sys
import warnings
from collections.abc import Iterator
from importlib import metadata
from typing import Any

PACKAGE = "recognizers-text-suite"
MODELS = ("number", "percentage", "ordinal", "currency", "dimension", "temperature", "age")
TIMEX = re.compile("P(T?)([0-9]+(?:[.][0-9]+)?)(BD|[YMWDHS])")
SPANS = {
    "Y": "year",
    "M": "month",
    "W": "week",
    "D": "day",
    "BD": "workday",
    "TH": "hour",
    "TM": "minute",
    "TS": "second",
}


def figures(suite: Any, piece: str, units: dict[str, str]) -> Iterator[list[Any]]:
    """Give the figures of a piece. The end of a span of this peer is its last character."""
    for model in MODELS:
        for found in getattr(suite, f"recognize_{model}")(piece, suite.Culture.Chinese):
            told = found.resolution or {}
            value, unit = told.get("value") or "", told.get("unit")
            mine = "%" if model == "percentage" else units.get(unit or "", unit)
            yield [found.start, found.end + 1, [value.rstrip("%")] if value else [], mine, "number"]


def times(suite: Any, piece: str) -> Iterator[list[Any]]:
    """Give the durations of a piece, and its dates as such."""
    for found in suite.recognize_datetime(piece, suite.Culture.Chinese):
        told = ((found.resolution or {}).get("values") or [{}])[0]
        length = TIMEX.fullmatch(told.get("timex") or "")
        if not found.type_name.endswith("duration"):
            yield [found.start, found.end + 1, [], None, "date"]
        elif length:
            yield [found.start, found.end + 1, [length[2]], SPANS.get(length[1] + length[3]), "number"]
        else:
            yield [found.start, found.end + 1, [], None, "number"]


def run(task: dict[str, Any]) -> dict[str, Any]:
    """Read all pieces."""
    try:
        suite, version = importlib.import_module("recognizers_suite"), metadata.version(PACKAGE)
    except (ImportError, AttributeError) as error:  # an AttributeError: a newer emoji than it can use
        return {"missing": f"{PACKAGE}: {error}"}
    items = []
    for at, piece in enumerate(task["pieces"]):
        items += [[at, *item] for item in (*figures(suite, piece, task["units"]), *times(suite, piece))]
    return {"items": items, "version": version}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        answer = run(json.load(sys.stdin))
    json.dump(answer, sys.stdout)
