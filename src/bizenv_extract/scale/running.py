"""Running: documents go through the workers, shard by shard; what is done already is passed over.

What is asked for, the version and the fingerprint of the rules begin the key of each shard: where any of them or a
document changes, the shards it concerns are made again, and no others.
"""

import functools
import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from bizenv_extract._version import __version__
from bizenv_extract.durable import replacing, sync_folder
from bizenv_extract.rulebook import fingerprint
from bizenv_extract.scale.attempting import Asked
from bizenv_extract.scale.item import Item
from bizenv_extract.scale.keeping import Keeper, Writer
from bizenv_extract.scale.pooling import Pool, Task
from bizenv_extract.scale.slicing import SHARD_ITEMS, Shard, shards
from bizenv_extract.scale.tables import TABLES, write
from bizenv_extract.scale.working import Done
from bizenv_extract.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for, by how many workers, in shards of how many documents."""

    asked: Asked
    workers: int = 1
    most: int = SHARD_ITEMS

    def settings(self) -> dict[str, Any]:
        """Give all that decides what comes out, but for the documents; the number of workers is not of it."""
        made_by = {"version": __version__, "rules": fingerprint(), "schema": SCHEMA_VERSION}
        return made_by | {"options": self.asked._asdict() | {"shard_size": self.most}}

    def key(self) -> str:
        """Give the settings as a hash."""
        return hashlib.sha256(orjson.dumps(self.settings())).hexdigest()


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of a run as it goes on, and who is told of them and of failures."""

    counts: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    told: Callable[["Tally"], object] = lambda _tally: None
    failed: Callable[[str, str], object] = lambda _name, _reason: None

    def add(self, done: Sequence[Done]) -> None:
        """Count what workers gave, and tell of it."""
        for each in done:
            self.counts.update(each.counts)
            self.made.update(each.counts)
            for name, reason in each.failures:
                self.failed(name, reason)
        self.told(self)

    def add_kept(self, counts: Counter[str]) -> None:
        """Count a shard that was done before."""
        self.counts.update(counts)
        self.counts["shards"] += 1
        self.told(self)


def flow(items: Iterable[Item], plan: Plan, tally: Tally, out: Callable[[bytes], object]) -> None:
    """Read documents and give what comes, as lines of JSON, in their order."""
    with Pool(plan.workers, plan.asked) as pool:
        for _, done in pool.ordered(_tasks(shards(items, "", plan.most))):
            tally.add(done)
            for each in done:
                out(each.parts[0])


def fill(items: Iterable[Item], plan: Plan, tally: Tally, keeper: Keeper) -> None:
    """Read documents into a folder of shards, but for those that are there already."""
    settings = plan.settings()
    keeper.manifest(settings | {"complete": False})
    with Pool(plan.workers, plan.asked) as pool:
        group: list[Done] = []
        for task, done in pool.ordered(_tasks(_missing(items, plan, tally, keeper))):
            tally.add(done)
            group += done
            if task.last:
                _keep(task.shard, group, plan.asked.form, keeper)
                tally.made["shards"] += 1
                tally.counts["shards"] += 1
                group = []
    keeper.clear(functools.partial(_used, tally.counts["shards"], plan.asked.form))
    keeper.manifest(settings | {"complete": True, "counts": dict(sorted(tally.counts.items()))})


def join(keeper: Keeper, number: int, target: Path) -> None:
    """Put the shards of a folder together into one file."""
    with replacing(target) as file:
        for path in (path for at in range(number) for path in keeper.files(at)):
            with path.open("rb") as part:
                shutil.copyfileobj(part, file)
    sync_folder(target.parent)


def _missing(items: Iterable[Item], plan: Plan, tally: Tally, keeper: Keeper) -> Iterator[Shard]:
    for shard in shards(items, plan.key(), plan.most):
        kept = keeper.kept(shard)
        if kept is None:
            yield shard
        else:
            tally.add_kept(kept)


def _tasks(wanted: Iterable[Shard]) -> Iterator[Task]:
    for shard in wanted:
        slices = shard.slices()
        for number, items in enumerate(slices, 1):
            yield Task(shard, items, number == len(slices))


def _keep(shard: Shard, done: Sequence[Done], form: str, keeper: Keeper) -> None:
    counts: Counter[str] = Counter()
    for each in done:
        counts.update(each.counts)
    keeper.keep(shard, dict(_files(shard.number, done, form)), counts)


def _files(number: int, done: Sequence[Done], form: str) -> Iterator[tuple[str, Writer]]:
    for at, name in enumerate(names(number, form)):
        parts = [each.parts[at] for each in done]
        yield name, functools.partial(write, parts) if form == "parquet" else functools.partial(_write_lines, parts)


def _write_lines(parts: Sequence[bytes], file: IO[bytes]) -> None:
    file.writelines(parts)


def names(number: int, form: str) -> tuple[str, ...]:
    """Give the names of the files of a shard: made from its number, never from data.

    >>> names(7, "jsonl"), names(7, "parquet")[-1]
    (('part-000007.jsonl',), 'documents/part-000007.parquet')
    """
    if form == "parquet":
        return tuple(f"{table}/part-{number:06}.parquet" for table in TABLES)
    return (f"part-{number:06}.jsonl",)


def _used(shards: int, form: str, name: str) -> bool:
    """Whether a file of the run's own kind belongs to the run as it now is."""
    number = int(name.rpartition("-")[2].partition(".")[0])
    return number < shards and (name in names(number, form) or name == f"_batch/part-{number:06}.json")
