"""Other recognisers, each run by an interpreter of its own: their packages change what this process computes.

Recognizers-Text sets the precision of decimals when it is imported; JioNLP prints. A peer that is not installed, fails
or takes too long is reported by name and left out.
"""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from benchmarks.accuracy.items import Item

HERE: Final = Path(__file__).parent
RUNNERS: Final[Mapping[str, Path]] = MappingProxyType(
    {"Recognizers-Text": HERE / "runner_recognizers.py", "JioNLP": HERE / "runner_jionlp.py"}
)
# Both peers read a sentence at a time: they are slow, and worse than linear, in the length of a text.
PIECE: Final = re.compile("[^。；！？\n]+[。；！？\n]?")


class PeerError(Exception):
    """A peer gave nothing; the message says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """What a peer found in each text, and its version."""

    version: str
    texts: tuple[tuple[Item, ...], ...]


def run(python: str, name: str, texts: Sequence[str], limit: int) -> Peer:
    """Run a peer over texts; raises PeerError when it is not installed, fails or takes more than `limit` seconds."""
    pieces = tuple((at, m.start(), m[0]) for at, text in enumerate(texts) for m in PIECE.finditer(text))
    answer = _answer(python, RUNNERS[name], {"pieces": [piece for _, _, piece in pieces], "units": units()}, limit)
    if "missing" in answer:
        raise PeerError(f"not installed ({answer['missing']})")
    found: tuple[list[Item], ...] = tuple([] for _ in texts)
    for piece, *item in answer["items"]:
        text, offset, _ = pieces[piece]
        found[text].append(_item(offset, item))
    return Peer(answer["version"], tuple(map(tuple, found)))


def _answer(python: str, runner: Path, task: Mapping[str, Any], limit: int) -> dict[str, Any]:
    try:
        command = [python, str(runner)]
        sent = json.dumps(task)
        done = subprocess.run(command, input=sent, capture_output=True, text=True, timeout=limit, check=True)  # noqa: S603
    except subprocess.CalledProcessError as error:
        raise PeerError(f"failed: {error.stderr.strip().splitlines()[-1:]}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerError(f"gave nothing: {error}") from error
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _item(offset: int, told: Sequence[Any]) -> Item:
    start, end, values, unit, kind = told
    return Item(offset + start, offset + end, tuple(_decimals(values)), unit, date=kind == "date")


def _decimals(values: Sequence[str]) -> Iterator[Decimal]:
    for value in values:
        try:
            yield Decimal(value)
        except InvalidOperation as error:
            raise PeerError(f"gave {value!r} for a number") from error


def units() -> dict[str, str]:
    """Give the units of Recognizers-Text as gold writes them.

    >>> units()["Chinese yuan"]
    '元'
    """
    lines = (HERE / "units.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))
