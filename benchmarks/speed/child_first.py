"""Tell what texts cost at first sight and at the second, in a process that other texts have warmed.

Stands alone but for the package. One line of JSON in: `{"warm": [...], "fresh": [...]}`; one out, CPU seconds. What is
measured again and again may be remembered; this shows how much of the speed that is.
"""

import gc
import json
import sys
import time
from collections.abc import Sequence

from bizenv_extract import Extractor


def passed(extractor: Extractor, texts: Sequence[str]) -> float:
    """Read all texts, and give the CPU seconds."""
    gc.collect()
    start = time.process_time()
    for text in texts:
        extractor.extract(text)
    return time.process_time() - start


if __name__ == "__main__":
    task = json.load(sys.stdin)
    extractor = Extractor()
    for _ in range(2):
        passed(extractor, task["warm"])
    print(json.dumps([passed(extractor, task["fresh"]) for _ in range(2)]))
