"""Files that survive: written under a temporary name, synced, and renamed, so that nobody ever sees half of one.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     with replacing(Path(folder) / "a.txt") as file:
...         _ = file.write(b"whole")
...     (Path(folder) / "a.txt").read_bytes()
b'whole'
"""

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from bizenv_extract.errors import BizenvError

PART: Final = re.compile(r"\.[0-9a-f]{16}\.part")
"""How a temporary file is called; one that is left over was never finished."""


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """Give a file that takes the place of `target` when all is written."""
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise BizenvError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut too; only POSIX knows how."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
