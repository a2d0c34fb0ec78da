"""The same bytes out for the same bytes in: for any hash seed, for any number of threads, on a cold start too."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bizenv_extract import extract_many

PATHS = sorted((Path(__file__).parent.parent / "fixtures").glob("*.txt"))

ONE_BY_ONE = """
import hashlib, sys
from pathlib import Path
from bizenv_extract import extract_many
reports = extract_many(map(Path, sys.argv[1:]))
print(*(hashlib.sha256(report.to_json()).hexdigest() for report in reports), sep="\\n")
"""

# All threads wait at the barrier, so that the first reports are read while tables and patterns are being built.
THREADED = """
import hashlib, sys, threading
from pathlib import Path
import bizenv_extract
barrier, extractor, paths = threading.Barrier(8), bizenv_extract.Extractor(), sys.argv[1:]
found = [None] * 8
def work(number):
    barrier.wait()
    turned = paths[number % len(paths):] + paths[:number % len(paths)]
    found[number] = {path: extractor.extract(Path(path)).to_json() for path in turned}
sys.setswitchinterval(5e-3)
threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert all(one == found[0] for one in found), "threads disagree"
print(*(hashlib.sha256(found[0][path]).hexdigest() for path in paths), sep="\\n")
"""


@pytest.fixture(scope="module")
def expected() -> list[str]:
    """Give the hashes of the reports as this process reads them."""
    assert PATHS
    return [hashlib.sha256(report.to_json()).hexdigest() for report in extract_many(PATHS)]


def hashes(code: str, seed: str) -> list[str]:
    """Give the hashes of the reports as a fresh process reads them."""
    command = [sys.executable, "-c", code, *map(str, PATHS)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_any_hash_seed_gives_the_same_bytes(expected: list[str], seed: str) -> None:
    """No order comes from a set or from the address of an object."""
    assert hashes(ONE_BY_ONE, seed) == expected


def test_eight_threads_on_a_cold_start_give_the_same_bytes(expected: list[str]) -> None:
    """Threads that share an extractor from its first moment read what one thread reads."""
    assert hashes(THREADED, "0") == expected


COLD = """
import threading
import bizenv_extract
from bizenv_extract import rulebook
built, original, barrier = [], rulebook.fingerprint, threading.Barrier(8)
def counting():
    built.append(1)
    return original()
rulebook.fingerprint = counting
extractor = bizenv_extract.Extractor()
def work():
    barrier.wait()
    extractor.extract("企业3家。")
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(built))
"""


def test_the_rule_book_is_built_once() -> None:
    """Threads that come together on a cold start wait for one rule book, and build no more."""
    assert hashes(COLD, "0") == ["1"]
