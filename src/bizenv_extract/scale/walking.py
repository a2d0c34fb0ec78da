"""Walking: paths, folders and globs become the files below them, in the order of their names; links are not followed.

A folder is read one level at a time, so that what is held is the names of the folders on the way. Hidden files and
folders are passed over. What is neither a file nor a folder is told, never opened.
"""

import glob
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from bizenv_extract.scale.item import Item, of_file, unread

LINK: Final = "a link, and links are not followed"
SPECIAL: Final = "not a regular file (a pipe, a socket or a device)"
FOLDER: Final = "a folder, not a file"
TEXT_ENDING: Final = ".txt"
MAGIC: Final = frozenset("*?[")


Spared = Callable[[], frozenset[tuple[int, int]]]


class Found(NamedTuple):
    """A path that stands for one or more documents, or an item that says why it does not."""

    path: str
    status: os.stat_result | None
    item: Item


def nothing() -> frozenset[tuple[int, int]]:
    """Spare nothing."""
    return frozenset()


def walk(inputs: Iterable[str], *, follow: bool = False, spared: Spared = nothing) -> Iterator[Found]:
    """Give the files that inputs stand for: each a path, a folder or a glob.

    `spared` gives, when walking begins, the folders and files, by device and number, that are no input: what the run
    itself writes.
    """
    left_out = spared()
    for given in inputs:
        for path, behind in _matching(given):
            if behind and not follow:
                yield _refused(path, LINK)
            else:
                yield from _below(path, follow=follow, spared=left_out)


def _matching(given: str) -> Iterator[tuple[str, bool]]:
    """Give the paths that a glob matches, or the path itself; and whether the glob went through a link."""
    if os.path.lexists(given) or MAGIC.isdisjoint(given):
        yield given, False
        return
    root = Path(given[: min(given.index(sign) for sign in MAGIC if sign in given)] + "x").parent
    # As strings: a pattern may begin with a root or hold "..", which the globs of paths do not take.
    found = sorted(glob.glob(given, recursive=True), key=os.fsencode)  # noqa: PTH207
    for path in found or [given]:
        # What a glob goes into and what lies below it would otherwise come twice.
        if "**" not in given or Path(path).is_symlink() or not Path(path).is_dir():
            yield path, _linked(Path(path).parent, root)


def _linked(folder: Path, root: Path) -> bool:
    """Whether a folder that a glob went into lies behind a link."""
    below = (step for step in (folder, *folder.parents) if step != root and root in step.parents)
    return any(step.is_symlink() for step in below)


def _below(path: str, *, follow: bool, spared: frozenset[tuple[int, int]]) -> Iterator[Found]:
    """Give a file, or all files below a folder, depth first."""
    # By way of a path, as reports name their source: `./a` is `a`.
    stack: list[Iterator[str]] = [iter([str(Path(path)) if path else path])]
    while stack:
        name = next(stack[-1], None)
        if name is None:
            stack.pop()
            continue
        found = _look(name, follow=follow)
        if found.status and (found.status.st_dev, found.status.st_ino) in spared:
            continue
        if found.status is None or not stat.S_ISDIR(found.status.st_mode):
            yield found
            continue
        try:
            stack.append(iter(_names(name)))
        except OSError as error:
            yield _refused(name, f"the folder cannot be read: {error.strerror or error}")


def _names(folder: str) -> list[str]:
    """Give the paths in a folder, sorted by their bytes: the same in any locale."""
    # Names alone: a path or an entry for each would take several times the memory in a folder of a million.
    names = (name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208
    return [str(Path(folder, name)) for name in sorted(names, key=os.fsencode)]


def _look(path: str, *, follow: bool) -> Found:
    """Say what a path is, without opening it."""
    try:
        status = os.lstat(path)
        linked = stat.S_ISLNK(status.st_mode)
        if linked and not follow:
            return _refused(path, LINK)
        return _judged(path, Path(path).stat() if linked else status, linked=linked)
    except (OSError, ValueError) as error:
        return _refused(path, _reason(error))


def _judged(path: str, status: os.stat_result, *, linked: bool) -> Found:
    if stat.S_ISDIR(status.st_mode):
        # A folder that is called like a text is told, and a link to a folder may lead in a circle.
        named = path.endswith(TEXT_ENDING)
        return _refused(path, FOLDER) if named or linked else Found(path, status, unread(path, FOLDER))
    if not stat.S_ISREG(status.st_mode):
        return _refused(path, SPECIAL)
    return Found(path, status, of_file(path, status))


def _refused(path: str, reason: str) -> Found:
    return Found(path, None, unread(path, reason))


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return f"cannot be read: {error.strerror or error}" if isinstance(error, OSError) else f"no file name: {error}"
