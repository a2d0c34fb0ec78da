"""Other recognisers, each pass between two of ours: they run in an interpreter of their own and time themselves.

Both read sentence by sentence, which favours them: they take more than linear time in the length of a text.
"""

import contextlib
import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from benchmarks.accuracy.peers import PIECE
from benchmarks.speed.timing import Work, cpu

SERVER: Final = Path(__file__).with_name("peer_server.py")


class PeerError(Exception):
    """The peers cannot be run; the message says why."""


class Peers:
    """A process that holds the peers; a context manager."""

    def __init__(self, python: str, texts: Sequence[str]) -> None:
        command = [python, str(SERVER)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the user names the interpreter
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
        except OSError as error:
            raise PeerError(f"cannot be run: {error}") from error
        self.missing: dict[str, str | None] = self._ask([p for text in texts for p in PIECE.findall(text)])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def _ask(self, question: object) -> Any:
        sent = question if isinstance(question, str) else json.dumps(question)
        if self._process.stdin is None or self._process.stdout is None:
            raise PeerError("has no pipes")
        with contextlib.suppress(BrokenPipeError):  # it ended: there is no answer then either
            self._process.stdin.write(f"{sent}\n")
            self._process.stdin.flush()
        told = self._process.stdout.readline()
        if not told:
            raise PeerError("gave nothing")
        return json.loads(told)

    def seconds(self, name: str) -> float:
        """Give the CPU seconds of one pass of a peer over all texts."""
        return float(self._ask(name))

    def against(self, name: str, ours: Work, rounds: int) -> Iterator[tuple[float, float]]:
        """Give in each round the CPU seconds of the peer, and the mean of two of our passes around it."""
        cpu(ours)
        for _ in range(rounds):
            before = cpu(ours)
            theirs = self.seconds(name)
            yield theirs, (before + cpu(ours)) / 2
