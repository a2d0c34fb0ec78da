"""Parquet: one file for each kind, with the Arrow schema of `columnar`. Needs the extra `arrow`."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final

from bizenv_extract.columnar import EXTRA, batch, schema
from bizenv_extract.columns import KINDS, rows
from bizenv_extract.extras import needed
from bizenv_extract.render.labels import Lang
from bizenv_extract.schema import Report

GROUP: Final = 50_000
"""How many rows make a row group; they are held in memory until it is full."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The rows of a kind that no row group holds yet."""

    kind: str
    writer: Any
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, report: Report) -> None:
        self.rows.extend(rows(report, self.kind, "arrow"))
        while len(self.rows) >= GROUP:
            self.flush()

    def flush(self) -> None:
        self.writer.write_batch(batch(self.kind, self.rows[:GROUP]))
        del self.rows[:GROUP]


def names(_lang: Lang) -> Mapping[str, str]:
    """Give the names of the files, by kind."""
    return {kind: f"{kind}.parquet" for kind in KINDS}


@contextlib.contextmanager
def writing(files: Mapping[str, IO[bytes]], _lang: Lang) -> Iterator[Any]:
    """Give what adds a report to the files, which must be open; names and values are those of the JSON."""
    parquet = needed("pyarrow.parquet", EXTRA)
    with contextlib.ExitStack() as stack:
        opened = {kind: parquet.ParquetWriter(file, schema(kind), compression="zstd") for kind, file in files.items()}
        waiting = tuple(_Waiting(kind, stack.enter_context(writer)) for kind, writer in opened.items())

        def add(report: Report) -> None:
            for each in waiting:
                each.add(report)

        yield add
        for each in waiting:
            if each.rows:
                each.flush()
