"""A deadline: work goes on while there is time, and whoever asks can see whether it ran out.

>>> clock = Clock.until(None)
>>> list(clock.while_left("ab")), clock.over
(['a', 'b'], False)
"""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


class Clock:
    """Gives items while there is time left; `over` says whether it stopped before the last."""

    def __init__(self, end: float | None) -> None:
        self._end = end
        self.over = False

    @classmethod
    def until(cls, seconds: float | None) -> "Clock":
        """Start a clock that runs for so many seconds, for ever with None."""
        return cls(None if seconds is None else time.monotonic() + seconds)

    def while_left(self, items: Iterable[Item]) -> Iterator[Item]:
        """Give the items until the time is over."""
        for item in items:
            if self._end is not None and time.monotonic() >= self._end:
                self.over = True
                return
            yield item
