"""Working: what a worker process does. It takes documents and gives bytes; models never cross between processes."""

import contextlib
import faulthandler
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from bizenv_extract.columns import KINDS
from bizenv_extract.scale.attempting import Asked, Attempt, attempt
from bizenv_extract.scale.item import Item, of_text
from bizenv_extract.scale.tables import TABLES, stream

GRACE: Final = 5
"""Seconds beyond twice the deadline after which a document that does not end is stopped with its process."""


class Done(NamedTuple):
    """What some documents gave: bytes for each file, figures, and names and reasons of those that failed."""

    parts: tuple[bytes, ...]
    counts: Counter[str]
    failures: tuple[tuple[str, str], ...]


def begin() -> None:
    """Make a worker end with the process that started it, however that one ends, and load the rules beforehand.

    What is loaded on first use would otherwise count for the deadline of the first document.
    """
    threading.Thread(target=_follow, daemon=True).start()
    attempt(of_text("", "濮阳市企业开办由4个工作日压缩为24小时，居全省第2位。"), Asked())


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(items: Sequence[Item], asked: Asked) -> Done:
    """Read documents, one after another."""
    return encode([_timed(item, asked) for item in items], asked.form)


def hard_limit(deadline: float) -> float:
    """Give the seconds after which a process is stopped."""
    return 2 * deadline + GRACE


def _timed(item: Item, asked: Asked) -> Attempt:
    with _watched(asked.deadline):
        return attempt(item, asked)


@contextlib.contextmanager
def _watched(deadline: float | None) -> Iterator[None]:
    """End this process where the work within does not end; whoever waits for it tells which document it was."""
    if deadline is None:
        yield
        return
    with Path(os.devnull).open("wb") as nowhere:
        # It counts in a thread that needs no turn of the interpreter, so nothing can keep it from ending.
        faulthandler.dump_traceback_later(hard_limit(deadline), exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def encode(attempts: Sequence[Attempt], form: str) -> Done:
    r"""Give what became of documents as bytes and figures.

    >>> encode([Attempt("a", None, "InputError: no such file")], "jsonl").parts
    (b'{"document":"a","error":"InputError: no such file","report":null}\n',)
    """
    counts: Counter[str] = Counter()
    for each in attempts:
        counts.update(_counted(each))
    failures = tuple((each.name, each.error) for each in attempts if each.error is not None)
    if form == "parquet":
        return Done(tuple(stream(kind, attempts) for kind in TABLES), counts, failures)
    return Done((b"".join(map(_line, attempts)),), counts, failures)


def _line(attempt: Attempt) -> bytes:
    report = b"null" if attempt.report is None else attempt.report.to_json()
    return b'{"document":%b,"error":%b,"report":%b}\n' % (
        orjson.dumps(attempt.name),
        orjson.dumps(attempt.error),
        report,
    )


def _counted(attempt: Attempt) -> dict[str, int]:
    found = {"documents": 1, "failed": int(attempt.error is not None)}
    if attempt.report is not None:
        found["characters"] = attempt.report.source.length
        found |= {kind: len(getattr(attempt.report, kind)) for kind in KINDS}
    return found
