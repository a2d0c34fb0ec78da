"""A worker with documents that hang or kill their process, for tests; it stands in a module so that it can be found."""

import os

from bizenv_extract.scale import working
from bizenv_extract.scale.attempting import attempt


def work(items, asked):
    """Do what a worker does, with documents that misbehave, and stop those that hang soon."""
    working.attempt = _attempt
    working.GRACE = 0
    return working.work(items, asked)


def _attempt(item, asked):
    while item.text == "hangs":
        pass
    if item.text == "dies":
        os._exit(3)
    return attempt(item, asked)
