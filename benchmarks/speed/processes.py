"""What needs processes of its own: start-up, the command line, memory, two processes side by side."""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.speed.rows import PROJECT, Reach, Row
from benchmarks.speed.texts import Texts, marked, varied
from benchmarks.speed.throughput import report_of
from benchmarks.speed.timing import Spread, spread

HERE: Final = Path(__file__).parent
MIB: Final = 1024 * 1024
MEGABYTE: Final = 1_000_000
DOCUMENTS: Final = 500
FEWEST: Final = 15
"""Rounds of what starts a process: cheap, and noisy."""
LIBRARIES: Final = "import pydantic, regex, orjson"
PIECE_SECONDS: Final = 1
NO_ACCOUNT: Final = "needs /proc"
NO_WAIT: Final = "needs os.wait4"


def cpu_of(command: Sequence[str]) -> float:
    """Run a command and give the CPU seconds of its process, user's and system's."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir()) as process:  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


def starts(commands: Mapping[str, Sequence[str]], rounds: int) -> list[dict[str, float]]:
    """Give the CPU seconds of each command in each round; the first, which may write byte code, does not count."""
    return [{name: cpu_of(command) for name, command in commands.items()} for _ in range(rounds + 1)][1:]


def start_up(texts: Texts, rounds: int) -> Iterator[Row]:
    """Measure the import and the command line against the import of the libraries, all in fresh processes."""
    names = (
        ("import", "`import bizenv_extract`, over an empty Python, against the import of its libraries", 1.3),
        ("cold", "command line, one report of 3,600 characters, cold, against the import of the libraries", 2.5),
    )
    if not hasattr(os, "wait4"):
        yield from (Row(name, what, Reach(bound, least=False), why=NO_WAIT) for name, what, bound in names)
        return
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        report.write_bytes(report_of(texts).encode())
        python = (sys.executable, "-c")
        samples = starts(
            {
                "empty": (*python, "pass"),
                "libraries": (*python, LIBRARIES),
                "package": (*python, "import bizenv_extract"),
                "command": (sys.executable, "-m", "bizenv_extract", "extract", str(report)),
            },
            max(rounds, FEWEST),
        )
    found = {
        "import": spread([(s["package"] - s["empty"]) / (s["libraries"] - s["empty"]) for s in samples]),
        "cold": spread([s["command"] / s["libraries"] for s in samples]),
    }
    told = {"cpu_ms": {name: statistics.median(s[name] for s in samples) * 1000 for name in samples[0]}}
    for name, what, bound in names:
        yield Row(name, what, Reach(bound, least=False), {PROJECT: found[name]}, detail=told)


def _child(script: str, task: Mapping[str, Any]) -> Any:
    command = [sys.executable, str(HERE / script)]
    done = subprocess.run(command, input=json.dumps(task), capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout)


def memory(texts: Texts, rounds: int) -> Iterator[Row]:
    """Measure the peak for a document of a megabyte, and what 500 documents leave behind."""
    whats = (
        ("memory", "memory: one document of 1 MB to JSON, peak over the import", Reach(60, least=False, unit="MB")),
        ("drift", f"memory: drift over {DOCUMENTS} documents", Reach(4, least=False, unit="MiB")),
    )
    if not Path("/proc/self/status").exists():
        yield from (Row(name, what, reach, why=NO_ACCOUNT) for name, what, reach in whats)
        return
    times = min(rounds, 3)
    peaks = [_child("child_memory.py", {"one": megabyte(texts)}) for _ in range(times)]
    drifts = [_child("child_memory.py", documents(texts)) for _ in range(times)]
    found = (
        spread([(one["peak"] - one["imported"]) / 1e6 for one in peaks]),
        spread([(one["after"] - one["before"]) / MIB for one in drifts]),
    )
    for (name, what, reach), one, told in zip(whats, found, (peaks, drifts), strict=True):
        yield Row(name, what, reach, {texts.name: one}, detail={"bytes": told})


def first_sight(warm: Texts, fresh: Texts, rounds: int) -> Row:
    """Measure what texts cost that a warm process has never seen, against the same texts seen once before."""
    task = {"warm": warm.texts, "fresh": fresh.texts}
    samples = [_child("child_first.py", task) for _ in range(min(rounds, 5))]
    found = {PROJECT: spread([first / again for first, again in samples])}
    what = "texts met for the first time, against the same texts met again (both warm)"
    return Row("first", what, None, found, detail={"cpu_s": samples, "characters": fresh.length})


def megabyte(texts: Texts) -> str:
    """Give a text of a megabyte in UTF-8."""
    return varied(texts, MEGABYTE).encode()[:MEGABYTE].decode("utf-8", "ignore")


def documents(texts: Texts) -> dict[str, list[str]]:
    """Give 500 documents, no two alike, and as many as there are texts to read before them."""
    copies = (marked(text, number) for number in range(DOCUMENTS + 2) for text in texts.texts)
    warm = [next(copies) for _ in range(max(len(texts.texts), DOCUMENTS // 10))]
    return {"warm": warm, "many": [next(copies) for _ in range(DOCUMENTS)]}


class Worker:
    """A process that works when told to."""

    def __init__(self, texts: Texts, out: Path) -> None:
        command = [sys.executable, str(HERE / "child_worker.py")]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        self.send(json.dumps({"texts": texts.texts, "out": str(out)}))

    def send(self, line: str) -> None:
        """Tell it what to do, and go on."""
        if self._process.stdin is None:
            raise RuntimeError("the worker has no input")
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def seconds(self) -> float:
        """Wait for the end of its work, and give its wall seconds."""
        if self._process.stdout is None:
            raise RuntimeError("the worker has no output")
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def two_processes(texts: Texts, rounds: int) -> Row:
    """Measure what a second process gains when each writes its shard, as a share of what it gains when both spin."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as ends:
        pair = (Worker(texts, Path(folder) / "0.jsonl"), Worker(texts, Path(folder) / "1.jsonl"))
        for worker in pair:
            ends.callback(worker.close)
        times = {kind: _times(pair, kind) for kind in ("shard", "spin")}
        gains = [{kind: _gain(pair, kind, times[kind]) for kind in times} for _ in range(rounds)]
    share = spread([one["shard"] / one["spin"] for one in gains])
    told = {kind: _plain(spread([one[kind] for one in gains])) for kind in times}
    what = "two processes, each writing its shard, against one, as a share of what two spinning ones gain"
    return Row("two", what, Reach(0.9, least=True, unit=""), {PROJECT: share}, detail={"gain": told})


def _plain(one: Spread) -> tuple[float, float, float]:
    return one.median, one.low, one.high


def _times(pair: tuple[Worker, Worker], kind: str) -> int:
    """Say how often work must be done to last about a second; both do it, so both are warm then."""
    some = 1 if kind == "shard" else 1_000
    return max(1, round(some * PIECE_SECONDS / _slowest(pair, kind, some)))


def _gain(pair: tuple[Worker, Worker], kind: str, times: int) -> float:
    """Give how much more two get done than one in the same time."""
    alone = statistics.mean(_slowest((worker,), kind, times) for worker in pair)
    return 2 * alone / _slowest(pair, kind, times)


def _slowest(workers: Sequence[Worker], kind: str, times: int) -> float:
    for worker in workers:
        worker.send(f"{kind} {times}")
    return max(worker.seconds() for worker in workers)
