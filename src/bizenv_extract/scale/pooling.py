"""Pooling: slices go to worker processes and come back in order, whatever becomes of a process.

Where one dies, what was under way is read again document by document in a process of its own, so that the document at
fault is known by name and the others come out.
"""

import contextlib
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Final, NamedTuple, Self

from bizenv_extract.scale.attempting import Asked, Attempt
from bizenv_extract.scale.item import Item
from bizenv_extract.scale.slicing import Shard
from bizenv_extract.scale.working import Done, begin, encode, hard_limit, work

AHEAD: Final = 4
"""How many slices for each worker are under way or done and waiting for their turn."""

DIED: Final = "WorkerError: its process died (out of memory, or a crash)"
STOPPED: Final = "DeadlineError: it did not end, and was stopped with its process"


class Task(NamedTuple):
    """A slice of a shard."""

    shard: Shard
    items: tuple[Item, ...]
    last: bool


class Pool:
    """Worker processes, started when there is work, ended with the block."""

    def __init__(self, workers: int, asked: Asked) -> None:
        self._workers = workers
        self._asked = asked
        self._others = frozenset(multiprocessing.active_children())
        self._many = self._started(workers)
        self._lone = self._started(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for executor in (self._many, self._lone):
            executor.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children() if kind else ():
            if child not in self._others:
                child.kill()
        for executor in (self._many, self._lone):
            executor.shutdown()

    def ordered(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, list[Done]]]:
        """Give each task with what it gave, in the order of the tasks; only a few are taken ahead."""
        waiting: deque[tuple[Task, Future[Done]]] = deque()
        for task in tasks:
            waiting.append((task, self._submit(task.items)))
            if len(waiting) >= self._workers * AHEAD:
                yield self._settled(*waiting.popleft())
        while waiting:
            yield self._settled(*waiting.popleft())

    def _started(self, workers: int) -> ProcessPoolExecutor:
        # Spawned: a fork would take along whatever locks and threads there are.
        return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), begin)

    def _submit(self, items: tuple[Item, ...]) -> "Future[Done]":
        with _undisturbed():
            try:
                return self._many.submit(work, items, self._asked)
            except BrokenProcessPool:
                self._many = self._started(self._workers)
                return self._many.submit(work, items, self._asked)

    def _settled(self, task: Task, future: "Future[Done]") -> tuple[Task, list[Done]]:
        try:
            return task, [future.result()]
        except BrokenProcessPool:
            return task, [self._alone(item) for item in task.items]

    def _alone(self, item: Item) -> Done:
        """Read one document in a process of its own; where that dies too, say so."""
        start = time.monotonic()
        try:
            with _undisturbed():
                future = self._lone.submit(work, (item,), self._asked)
            return future.result()
        except BrokenProcessPool:
            self._lone = self._started(1)
            over = self._asked.deadline is not None and time.monotonic() - start >= hard_limit(self._asked.deadline)
            return encode([Attempt(item.name, None, STOPPED if over else DIED)], self._asked.form)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: it is for the one that started them to end them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
