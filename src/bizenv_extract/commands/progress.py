"""Progress of a long run: one line on stderr that is written over, and nothing where stderr is no terminal."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import click

from bizenv_extract.columns import KINDS
from bizenv_extract.commands.console import complain
from bizenv_extract.scale.running import Tally

EVERY_MS: Final = 200
CLEAR: Final = "\r\x1b[K"


@dataclass(slots=True)
class Progress:
    """Shows how far a run is; `total` is how many documents there are, where that is known."""

    total: int | None = None
    shown: bool = field(default_factory=lambda: sys.stderr is not None and sys.stderr.isatty())
    start: float = field(default_factory=time.monotonic)
    last: float = 0

    @classmethod
    def of(cls, total: Callable[[], int | None]) -> "Progress":
        """Start; documents are counted beforehand where somebody looks on."""
        progress = cls()
        progress.total = total() if progress.shown else None
        return progress

    def told(self, tally: Tally) -> None:
        """Show figures, a few times a second at most."""
        now = time.monotonic()
        if self.shown and (now - self.last) * 1000 >= EVERY_MS:
            self.last = now
            click.echo((CLEAR + line(tally, self.total, now - self.start)).encode(), nl=False, err=True)

    def failed(self, name: str, reason: str) -> None:
        """Tell of a document that failed."""
        self.end()
        complain(f"{name}: {reason}")

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            click.echo(CLEAR.encode(), nl=False, err=True)


def line(tally: Tally, total: int | None, seconds: float) -> str:
    """Say how far a run is.

    >>> from collections import Counter
    >>> made = Counter(documents=50, characters=9000, outcomes=7, failed=1)
    >>> line(Tally(made, made), 200, 10)
    '50 of 200 documents · 900 characters/s · 7 records · 1 failed · 0:30 left'
    """
    counts, made = tally.counts, tally.made
    of_all = "" if total is None else f" of {total:,}"
    parts = (
        f"{counts['documents']:,}{of_all} documents",
        f"{int(made['characters'] / max(seconds, 1)):,} characters/s",
        f"{sum(counts[kind] for kind in KINDS):,} records",
        f"{counts['failed']:,} failed",
        *_left(made["documents"], None if total is None else total - counts["documents"], seconds),
    )
    return " · ".join(parts)


def _left(made: int, left: int | None, seconds: float) -> tuple[str, ...]:
    """Tell the time left by what this run took for a document so far."""
    if not made or left is None:
        return ()
    minutes, second = divmod(max(0, int(seconds * left / made)), 60)
    return (f"{minutes}:{second:02} left",)
