"""Keeping: shards in a folder, each written whole, with a note of what it was made from, so that a run can go on.

    OUT/part-000000.jsonl ...              or OUT/outcomes/part-000000.parquet ...
    OUT/_batch/manifest.json               what was asked for, and whether the run came to its end
    OUT/_batch/part-000000.json ...        for each shard: the key of its inputs, size and hash of its files, figures
    OUT/_batch/lock                        held while a run writes

A shard counts as done when its note is there, names the key that the inputs have now, and its files have the sizes it
says. The note is written last. There is a note for each shard and no list of all, so that neither memory nor what is
written for a shard grows with their number.
"""

import contextlib
import hashlib
import importlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import orjson

from bizenv_extract.durable import PART, replacing, sync_folder
from bizenv_extract.errors import BizenvError
from bizenv_extract.scale.slicing import Shard

STATE: Final = "_batch"
MANIFEST: Final = "manifest.json"
LOCK: Final = "lock"
OWN: Final = re.compile(r"part-([0-9]{6,})\.(?:jsonl|parquet|json)")

Writer = Callable[[IO[bytes]], object]


@dataclass(frozen=True, slots=True)
class Keeper:
    """The folder of a run that holds its lock."""

    folder: Path

    @property
    def state(self) -> Path:
        """Where the notes are."""
        return self.folder / STATE

    def kept(self, shard: Shard) -> Counter[str] | None:
        """Give the figures of a shard that is done already, or None."""
        note = _read(self._note(shard.number))
        if note is None or note.get("key") != shard.key:
            return None
        if any(_size(self.folder / name) != file["bytes"] for name, file in note["files"].items()):
            return None
        return Counter(note["counts"])

    def keep(self, shard: Shard, files: Mapping[str, Writer], counts: Counter[str]) -> None:
        """Write the files of a shard, then its note."""
        written = {}
        for name, write in files.items():
            target = self.folder / name
            _made(target.parent)
            with replacing(target) as file:
                write(file)
            sync_folder(target.parent)
            written[name] = _told(target)
        first, last = (shard.items[at].name for at in (0, -1))
        note = {
            "key": shard.key,
            "first": first,
            "last": last,
            "files": written,
            "counts": dict(sorted(counts.items())),
        }
        self._save(self._note(shard.number), note)

    def manifest(self, content: Mapping[str, Any]) -> None:
        """Put the manifest in place of the one before."""
        self._save(self.state / MANIFEST, content)

    def clear(self, used: Callable[[str], bool]) -> None:
        """Take away what earlier runs left: shards that no longer are, or were made in another format."""
        with _failing(self.folder):
            for path in tuple(self._files()):
                name = path.relative_to(self.folder).as_posix()
                if PART.fullmatch(path.name) or (OWN.fullmatch(path.name) and not used(name)):
                    path.unlink()

    def files(self, number: int) -> list[Path]:
        """Give the files of a shard that is done."""
        note = _read(self._note(number)) or {"files": {}}
        return [self.folder / name for name in note["files"]]

    def _files(self) -> Iterator[Path]:
        """Give the files in the folder and one level below: the run writes no deeper."""
        for path in sorted(self.folder.iterdir()):
            if path.is_dir() and not path.is_symlink():
                yield from sorted(inner for inner in path.iterdir() if not inner.is_dir())
            elif not path.is_dir():
                yield path

    def _note(self, number: int) -> Path:
        return self.state / f"part-{number:06}.json"

    def _save(self, path: Path, content: Mapping[str, Any]) -> None:
        with replacing(path) as file:
            file.write(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        sync_folder(path.parent)


@contextlib.contextmanager
def keeping(folder: Path, *, resume: bool) -> Iterator[Keeper]:
    """Give the keeper of a folder, for one run at a time; raises BizenvError where the folder is not for it."""
    with _failing(folder):
        known = (folder / STATE).is_dir() and not (folder / STATE).is_symlink()
        if known and not resume:
            raise BizenvError(f"{folder} holds an earlier run: go on with --resume, or name another folder")
        if not known and folder.exists() and any(folder.iterdir()):
            raise BizenvError(f"{folder} is not empty, and holds no earlier run")
        _made(folder / STATE)
    with contextlib.ExitStack() as stack:
        with _failing(folder):
            lock = stack.enter_context((folder / STATE / LOCK).open("ab"))
        _take(lock, folder)
        keeper = Keeper(folder)
        keeper.clear(lambda _name: True)  # what was never finished
        yield keeper


@contextlib.contextmanager
def _failing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BizenvError(f"cannot write into {folder}: {error.strerror or error}") from error


def _take(lock: IO[bytes], folder: Path) -> None:
    """Take the lock; it ends with the process, so none is ever left over. Windows has none of the kind."""
    try:
        fcntl = importlib.import_module("fcntl")
    except ModuleNotFoundError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BizenvError(f"another run is writing into {folder}") from error


def _made(folder: Path) -> None:
    with _failing(folder):
        folder.mkdir(parents=True, exist_ok=True)


def _read(path: Path) -> Any:
    """Give a note; None where there is none, or none that can be read."""
    try:
        found = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return found if isinstance(found, dict) else None


def _size(path: Path) -> int | None:
    try:
        return path.lstat().st_size
    except OSError:
        return None


def _told(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": _size(path), "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
