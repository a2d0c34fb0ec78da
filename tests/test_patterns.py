"""The store of compiled patterns is current, and gives what `re` gives."""

import subprocess
import sys
import zlib

import pytest

from bizenv_extract import patterns
from bizenv_extract.patterns import Stored, compiled, key
from bizenv_extract.storing import engine_parts

SOURCE = "(?P<year>(?:19|20)[0-9]{2})年(?:(?P<month>1[0-2]|[1-9])月)?"


@pytest.mark.skipif(patterns.ENGINE[:2] != (3, 11), reason="the store is written by Python 3.11")
def test_the_store_is_current() -> None:
    """Each pattern asked for stands in the store as `re` makes it; else run `python -m bizenv_extract.storing`."""
    command = [sys.executable, "-m", "bizenv_extract.storing", "--check"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_stored_pattern_is_what_re_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken from the store it matches and names its groups as if it had been compiled."""
    plain = compiled(SOURCE)
    monkeypatch.setattr(patterns, "_store", lambda: {key(SOURCE, 0): engine_parts(SOURCE, 0)})
    stored = compiled(SOURCE)
    assert stored == plain
    assert stored is not plain
    found = stored.search("到2025年12月")
    assert found is not None
    assert found.groupdict() == {"year": "2025", "month": "12"}


def test_a_damaged_pattern_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine looks at each list before it takes it."""
    parts = engine_parts(SOURCE, 0)
    damaged = Stored(parts.flags, zlib.compress(zlib.decompress(parts.code)[:-8]), *parts[2:])
    monkeypatch.setattr(patterns, "_store", lambda: {key(SOURCE, 0): damaged})
    with pytest.raises(RuntimeError, match="invalid SRE code"):
        compiled(SOURCE)
