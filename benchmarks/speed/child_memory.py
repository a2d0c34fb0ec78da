"""Tell the memory of one process: over its import for one document, or its drift over many documents.

Stands alone but for the package. One line of JSON in: `{"one": text}` or `{"warm": [...], "many": [...]}`; one out, in
bytes. Peaks are those of the kernel's account of this process alone, not of the one that started it.
"""

import gc
import json
import sys
from pathlib import Path

from bizenv_extract import Extractor

STATUS = Path("/proc/self/status")


def account(name: str) -> int:
    """Give a figure of the kernel's account: VmRSS, or VmHWM for its peak, in bytes."""
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


def over_import(text: str) -> dict[str, int]:
    """Read one document to JSON, and give the peak over what stands after the import."""
    # After the task was read as well: its memory must not count for the package.
    imported = account("VmRSS")
    size = len(Extractor().extract(text).to_json())
    return {"imported": imported, "peak": account("VmHWM"), "json": size}


def drift(warm: list[str], many: list[str]) -> dict[str, int]:
    """Read documents one after another, and give what stands after the first ones and after the last."""
    extractor = Extractor()
    for text in warm:
        extractor.extract(text).to_json()
    gc.collect()
    before = account("VmRSS")
    for text in many:
        extractor.extract(text).to_json()
    gc.collect()
    return {"before": before, "after": account("VmRSS")}


if __name__ == "__main__":
    task = json.load(sys.stdin)
    told = over_import(task["one"]) if "one" in task else drift(task["warm"], task["many"])
    print(json.dumps(told))
