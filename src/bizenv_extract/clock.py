"""A deadline: work goes on while there is time, and whoever asks can see whether it ran out.

Each stage has a share of the time that is left when it begins, told in percent: what is begun must be brought to its
end, and a report of a part is worth more than none. A stage with a share gives one item at least.

>>> clock = Clock.until(None)
>>> list(clock.while_left("ab")), clock.over
(['a', 'b'], False)
>>> clock = Clock.until(0)
>>> list(clock.while_left("ab", 50)), list(clock.while_left("ab")), clock.over
(['a'], [], True)
"""

import math
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from bizenv_extract.errors import InputError

Item = TypeVar("Item")

_ALL = 100
FASTEST = 1_000_000
"""No text is read at more characters a second: those that cannot be reached before the deadline are not looked at."""


class Clock:
    """Gives items while there is time left; `over` says whether it stopped before the last."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = None if seconds == math.inf else seconds
        self._end = time.monotonic() + (self._seconds or 0)
        self.over = False

    @classmethod
    def until(cls, seconds: float | None) -> "Clock":
        """Start a clock that runs for so many seconds, for ever with None; raises InputError for no such number.

        >>> Clock.until(-1)
        Traceback (most recent call last):
        bizenv_extract.errors.InputError: a deadline is a number of seconds from 0 on, not -1
        """
        if seconds is not None and not seconds >= 0:
            raise InputError(f"a deadline is a number of seconds from 0 on, not {seconds}")
        return cls(seconds)

    def while_left(self, items: Iterable[Item], percent: int = _ALL) -> Iterator[Item]:
        """Give the items until a percentage of the time that is left now is over; with a share, one in any case."""
        if self._seconds is None:
            yield from items
            return
        now = time.monotonic()
        end = now + max(0, self._end - now) * percent / _ALL
        for number, item in enumerate(items):
            if (number or percent == _ALL) and time.monotonic() >= end:
                self.over = True
                return
            yield item

    def within_reach(self, text: str) -> str:
        """Give as much of a text as can be read before the deadline on any machine.

        >>> Clock.until(0.001).within_reach("优" * 5000) == "优" * 1000
        True
        """
        reach = len(text) if self._seconds is None else int(self._seconds * FASTEST)
        self.over = self.over or reach < len(text)
        return text[:reach]
