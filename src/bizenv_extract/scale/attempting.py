"""Attempting: a document becomes a report, or an error that says why not; whatever befalls one, the others go on.

>>> found = attempt(of_text("a", "企业3家。"), Asked())
>>> found.report.source.uri, len(found.report.outcomes), found.error
('a', 1, None)
>>> attempt(unread("b", "no such file"), Asked())
Attempt(name='b', report=None, error='InputError: no such file')
"""

from pathlib import Path
from typing import Final, NamedTuple

from bizenv_extract.errors import BizenvError, InputError
from bizenv_extract.pipeline import Extractor
from bizenv_extract.scale.item import Item, of_text, shown, unread
from bizenv_extract.scale.walking import LINK
from bizenv_extract.schema import Report

__all__ = ["EXTRACTOR", "Asked", "Attempt", "attempt", "of_text", "unread"]

EXTRACTOR: Final = Extractor()
LATE: Final = "DeadlineError: the deadline passed, the report is partial"


class Asked(NamedTuple):
    """What is asked of each document; all of it decides what comes out."""

    form: str = "jsonl"
    text: bool = False
    encoding: str | None = None
    deadline: float | None = None
    follow: bool = False


class Attempt(NamedTuple):
    """What became of a document: a report, an error, or both where the deadline cut the report short."""

    name: str
    report: Report | None
    error: str | None


def attempt(item: Item, asked: Asked) -> Attempt:
    """Read one document."""
    try:
        report = _read(item, asked)
    except BizenvError as error:
        return Attempt(item.name, None, f"{type(error).__name__}: {_reason(item, error)}")
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document is told with it, and no end for the others
        return Attempt(item.name, None, f"internal error: {type(error).__name__}: {' '.join(str(error).split())}")
    late = any(each.code == "deadline" for each in report.diagnostics)
    return Attempt(item.name, report, LATE if late else None)


def _read(item: Item, asked: Asked) -> Report:
    if item.problem is not None:
        raise InputError(item.problem)
    if item.path is None:
        report = EXTRACTOR.extract(item.text or "", deadline=asked.deadline, text=asked.text)
        return report.model_copy(update={"source": report.source.model_copy(update={"uri": item.name})})
    if not asked.follow and Path(item.path).is_symlink():
        raise InputError(LINK)  # since it was looked at, a link has taken its place
    path = Path(item.path)
    return EXTRACTOR.extract(path, encoding=asked.encoding, deadline=asked.deadline, text=asked.text)


def _reason(item: Item, error: BizenvError) -> str:
    return shown(str(error).removeprefix(f"{item.path}: "))
