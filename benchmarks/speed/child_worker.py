"""Work when told to: read a shard of texts and write it as JSON lines, or only spin.

Stands alone but for the package. One line of JSON in: `{"texts": [...], "out": path}`; then `shard N` or `spin N` a
line, answered by the wall seconds it took: times the texts are read, or thousands of turns.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bizenv_extract import Extractor

TURN = 1_000


def shard(extractor: Extractor, texts: Sequence[str], out: Path, times: int) -> None:
    """Read the texts so often, a line of JSON each."""
    with out.open("wb") as file:
        for _ in range(times):
            for text in texts:
                file.write(extractor.extract(text).to_json() + b"\n")


def spin(times: int) -> int:
    """Count, and do nothing else."""
    total = 0
    for _ in range(times):
        for number in range(TURN):
            total += number & 7
    return total


def main() -> None:
    """Answer line by line."""
    task = json.loads(sys.stdin.readline())
    extractor, texts, out = Extractor(), task["texts"], Path(task["out"])
    shard(extractor, texts, out, 1)
    for line in sys.stdin:
        kind, times = line.split()
        start = time.perf_counter()
        if kind == "shard":
            shard(extractor, texts, out, int(times))
        else:
            spin(int(times))
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
