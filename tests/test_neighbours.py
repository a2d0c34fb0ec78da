"""Neighbours: whatever else runs in the process, or around it, the bytes are the same and nothing of theirs changes."""

import decimal
import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

from bizenv_extract import Extractor, Report, extract, json_schema

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in FIXTURES[:4]]
NINES, SPECK = "9" * 30, "0.00000000000000000001"

# Another program's habits, all at once: another language, another zone, no assertions, a small and strict decimal
# context, its own words in the shared dictionary of jieba, and a poisoned cache of that dictionary.
HOSTILE = """
import decimal, hashlib, io, json, logging, marshal, os, sys, tempfile, time, warnings
cache = os.path.join(tempfile.gettempdir(), "jieba.cache")
with open(cache, "wb") as file: marshal.dump(({"登记各类市场主体": 10**9, "企": 1}, 10**9 + 1), file)
warnings.simplefilter("ignore")
import jieba
jieba.setLogLevel(60)
jieba.add_word("登记各类市场", 10**8)
jieba.load_userdict(io.StringIO("同比增长2 99999999 n\\n"))
warnings.simplefilter("error")
decimal.DefaultContext.prec = decimal.getcontext().prec = 3
decimal.getcontext().traps[decimal.Inexact] = decimal.DefaultContext.traps[decimal.Inexact] = True
sys.setrecursionlimit(250)
sys.set_int_max_str_digits(640)
logging.basicConfig(level=logging.DEBUG)
time.time = lambda: 0.0
from bizenv_extract import Extractor
extractor = Extractor()
for text in json.loads(sys.stdin.buffer.read()):
    sys.stdout.write(hashlib.sha256(extractor.extract(text).to_json()).hexdigest() + "\\n")
assert decimal.getcontext().prec == 3, "changed"
"""


def hashed(texts: list[str]) -> list[str]:
    """Give the hashes of the reports of some texts."""
    return [hashlib.sha256(extract(text).to_json()).hexdigest() for text in texts]


def test_hostile_neighbours_change_nothing(tmp_path: Path) -> None:
    """The same bytes in a process where much is set against us."""
    away = {"LC_ALL": "C", "LANG": "C", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7", "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-O", "-c", HOSTILE]
    told = json.dumps(TEXTS).encode()
    done = subprocess.run(
        command, input=told, env={**os.environ, **away}, capture_output=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr.decode()[-300:]) == (0, "")
    assert done.stdout.decode().split() == hashed(TEXTS)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_fork_reads_the_same() -> None:
    """A child that is forked off after the first report gives the same bytes."""
    expected = hashed(TEXTS)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(hashed, (TEXTS,)) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"新登记市场主体{NINES}万亿亿户，比同期增加{SPECK}万户，增长11.2%。",
        f"由{NINES}亿个减至{SPECK}个，减少75%。",
        f"办理时限由{NINES[:-1]}天压缩至{SPECK}天，压缩83%。",
        f"办理时限由{SPECK}天压缩至{NINES}天，压缩83%。",
        f"受理{NINES}万亿亿件，审结{SPECK}件，结案率90.10%。",
    ],
)
@pytest.mark.parametrize("digits", [1, 28])
def test_figures_far_apart_are_compared(text: str, digits: int) -> None:
    """A check of the largest figure against the least once left the digits of the decimal context: an untyped error."""
    with decimal.localcontext(decimal.Context(digits, traps=[decimal.Inexact])):
        report = Extractor().extract(text)
        assert decimal.getcontext().prec == digits
    data = report.to_json()
    assert Report.model_validate_json(data) == report
    assert jsonschema_rs.validator_for(json_schema()).is_valid(json.loads(data))


def test_long_figures_keep_their_digits() -> None:
    """The sign of a figure once rounded it to the digits of the caller's context."""
    digits = "1234567890123456789012345678.25"
    assert str(extract(f"新增企业-{digits}户。").outcomes[0].value) == f"-{digits}"


EFFECTS = """
import decimal, locale, logging, os, random, signal, sys, threading, warnings
def state():
    return (
        decimal.getcontext().prec, locale.setlocale(locale.LC_ALL), len(logging.getLogger().handlers),
        logging.getLogger().level, list(warnings.filters), random.getstate(), signal.getsignal(signal.SIGINT),
        threading.active_count(), os.getcwd(), sys.getrecursionlimit(), list(sys.path), dict(os.environ),
        sys.excepthook, sys.getswitchinterval(), sys.stdout, sys.stderr,
    )
seen = []
def hook(event, args):
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.mkdir", "os.re", "shutil.")):
        seen.append((event, str(args[:1])))
before = state()
sys.addaudithook(hook)
import bizenv_extract
from bizenv_extract import *
bizenv_extract.Extractor().extract("濮阳市企业开办由4个工作日压缩为24小时，市场主体23.2万户。").to_json()
after = state()
sys.exit(repr((seen, [pair for pair in zip(before, after) if pair[0] != pair[1]])) if seen or before != after else 0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="counts opened files by the flags of POSIX")
def test_reading_touches_nothing_either(tmp_path: Path) -> None:
    """All names imported and a report read: no file written, no socket, no state of the process changed, no word."""
    command = [sys.executable, "-B", "-W", "error", "-c", EFFECTS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (0, b"", "")
    assert list(tmp_path.iterdir()) == []
