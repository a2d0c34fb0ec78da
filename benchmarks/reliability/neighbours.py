"""Neighbours: fresh processes in which something is set against us, one thing each, and the bytes they give."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

FIXTURES: Final = Path(__file__).parent.parent.parent / "fixtures"
CHILD: Final = """
{habit}
import hashlib, sys
from pathlib import Path
from bizenv_extract import Extractor
extractor = Extractor()
def told():
    return [hashlib.sha256(extractor.extract(Path(path)).to_json()).hexdigest() for path in sys.argv[1:]]
{how}
print(*found)
"""
ONCE: Final = "found = told()"
TWICE: Final = "told(); found = told()"
THREADS: Final = """
import concurrent.futures, threading
barrier = threading.Barrier(8)
def work(_):
    barrier.wait()
    return told()
sys.setswitchinterval(1e-4)
with concurrent.futures.ThreadPoolExecutor(8) as pool: all_found = list(pool.map(work, range(8)))
found = all_found[0] if all(one == all_found[0] for one in all_found) else ["threads", "disagree"]
"""
FORK: Final = """
import multiprocessing
told()
with multiprocessing.get_context("fork").Pool(2) as pool: found = pool.apply(told)
"""
ENVIRONMENTS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        **{f"hash seed {seed}": {"PYTHONHASHSEED": seed} for seed in ("1", "2", "3", "random")},
        "west of Greenwich": {"TZ": "America/New_York"},
        "Kathmandu": {"TZ": "Asia/Kathmandu"},
        "C locale": {"LC_ALL": "C", "LANG": "C"},
        "C locale without UTF-8": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        "Turkish": {"LC_ALL": "tr_TR.UTF-8"},
        "no assertions": {"PYTHONOPTIMIZE": "1"},
        "no docstrings": {"PYTHONOPTIMIZE": "2"},
        "development mode": {"PYTHONDEVMODE": "1"},
        "no home": {"HOME": "/nonexistent"},
        "no temporary folder": {"TMPDIR": "/nonexistent"},
    }
)
HABITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "three digits": "import decimal; decimal.DefaultContext.prec = decimal.getcontext().prec = 3",
        "inexact is an error": "import decimal; decimal.getcontext().traps[decimal.Inexact] = True",
        "words of others": "import jieba; jieba.setLogLevel(60); jieba.add_word('登记各类市场', 10**8)",
        "1970": "import time; time.time = lambda: 0.0",
        "warnings are errors": "import warnings; warnings.simplefilter('error')",
        "shallow stack": "import sys; sys.setrecursionlimit(250)",
        "short integers": "import sys; sys.set_int_max_str_digits(640)",
        "busy collector": "import gc; gc.set_threshold(1, 1, 1)",
        "no collector": "import gc; gc.disable()",
        "regex of version 1": "import regex; regex.DEFAULT_VERSION = regex.VERSION1",
        "another folder": "import os; os.chdir('/')",
        "a planted cache of jieba": (
            "import marshal, os, tempfile; path = os.path.join(tempfile.gettempdir(), 'jieba.cache'); "
            "file = open(path, 'wb'); marshal.dump(({'登记各类市场主体': 10**9}, 10**9), file); file.close()"
        ),
    }
)


def differing() -> Iterator[tuple[str, bool]]:
    """Give the name of each neighbour, and whether the bytes differ from those of a plain process."""
    plain = _told({}, "", ONCE)
    for name, environment in ENVIRONMENTS.items():
        yield name, _told(environment, "", ONCE) != plain
    for name, habit in HABITS.items():
        yield name, _told({}, habit, ONCE) != plain
    for name, how in (("second call", TWICE), ("eight threads, cold", THREADS), ("fork", FORK)):
        yield name, _told({}, "", how) != plain


def _told(environment: Mapping[str, str], habit: str, how: str) -> str:
    """Give what a process says: hashes, or the end of its complaint."""
    code = CHILD.format(habit=habit, how=how)
    paths = [str(path) for path in sorted(FIXTURES.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        around = {**os.environ, "PYTHONHASHSEED": "0", "TMPDIR": folder, **environment}
        command = [sys.executable, "-c", code, *paths]
        done = subprocess.run(command, env=around, capture_output=True, check=False, timeout=600)  # noqa: S603
    return json.dumps([done.returncode, done.stdout.decode(), hashlib.sha256(done.stderr).hexdigest()])
