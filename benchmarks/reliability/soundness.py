"""Soundness: whatever the text, a report that quotes it and fits the published schema, or an error of ours, in silence.

The judge of the schema is a validator that has nothing to do with how the models are built.
"""

import contextlib
import io
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import jsonschema_rs

from benchmarks.reliability.cases import NAMED, case
from bizenv_extract import BizenvError, Extractor, Report, json_schema
from bizenv_extract.document import read

SLOWEST = 2e-4
"""Seconds for a character, over a second in all, from which a reading counts as hanging."""


class Found(NamedTuple):
    """How many texts were read, how many spans they had, and what was wrong with which."""

    texts: int
    spans: int
    wrong: tuple[tuple[str, str], ...]


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Give all spans of the JSON of a report: what has a start, an end and a text."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and isinstance(value["start"], int):
            yield value
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


class Judge:
    """Reads texts and collects what is wrong."""

    def __init__(self) -> None:
        self._extractor = Extractor()
        self._schema = jsonschema_rs.validator_for(json_schema())
        self._counted: Counter[str] = Counter()
        self._wrong: list[tuple[str, str]] = []

    def found(self) -> Found:
        """Give the result up to now."""
        return Found(self._counted["texts"], self._counted["spans"], tuple(self._wrong))

    def judge(self, name: str, text: str) -> None:
        """Read one text and note all that is wrong."""
        self._counted["texts"] += 1
        said = io.StringIO()
        begin = time.process_time()
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                report = self._extractor.extract(text, text=True)
        except BizenvError:
            report = None
        except BaseException as error:  # noqa: BLE001 - that is the question
            self._wrong.append((name, f"{type(error).__name__}: {error}"))
            return
        seconds = time.process_time() - begin
        if seconds > max(1, SLOWEST * len(text)):
            self._wrong.append((name, f"{seconds:.1f} s for {len(text)} characters"))
        if said.getvalue():
            self._wrong.append((name, f"printed {said.getvalue()[:80]!r}"))
        if report:
            self._wrong += [(name, what) for what in self._faults(report, read(text).text)]

    def _faults(self, report: Report, text: str) -> Iterator[str]:
        data = report.to_json()
        plain = json.loads(data)
        if plain["text"] != text:
            yield "another text"
        for span in spans({key: part for key, part in plain.items() if key != "source"}):
            self._counted["spans"] += 1
            if text[span["start"] : span["end"]] != span["text"]:
                yield f"span {span}"
        if not self._schema.is_valid(plain):
            yield "does not fit the schema"
        if Report.model_validate_json(data) != report:
            yield "loads back as another"


def named() -> Iterator[tuple[str, str]]:
    """Give the named cases."""
    return ((name, make()) for name, make in NAMED.items())


def drawn(seed: int, seconds: float) -> Iterator[tuple[str, str]]:
    """Give random cases for so long."""
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        yield f"case({seed}, {number})", case(seed, number)
        number += 1


def judged(cases: Iterable[tuple[str, str]]) -> Found:
    """Judge some cases."""
    judge = Judge()
    for name, text in cases:
        judge.judge(name, text)
    return judge.found()
