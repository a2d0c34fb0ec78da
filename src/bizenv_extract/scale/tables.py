"""Tables of many documents: those of `columnar` with a place for errors, as batches, streams and files.

`documents` has a row for each document: what `reports` tells without the records, and the error. The tables of records
and `reports`, as `schema` gives them, have a column `error` at the end; a document of which nothing came has a row that
holds its name and the error alone.

>>> schema("documents").names[-3:], schema("outcomes").names[-1]
(['generator', 'rules', 'error'], 'error')
"""

import functools
import io
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

from bizenv_extract.columnar import EXTRA, arrow, batch
from bizenv_extract.columnar import schema as plain_schema
from bizenv_extract.columns import KINDS, REPORTS, Column, Seen, columns, rows
from bizenv_extract.extras import needed
from bizenv_extract.scale.attempting import Attempt

DOCUMENTS: Final = "documents"
TABLES: Final = (*KINDS, DOCUMENTS)
ERROR: Final = "error"


@functools.cache
def schema(kind: str) -> Any:
    """Give the `pyarrow.Schema` of a table with its column of errors."""
    pa = arrow()
    names = {column.name for column in _columns(kind)}
    fields = [field for field in plain_schema(_table(kind)) if field.name in names]
    return pa.schema([*fields, pa.field(ERROR, pa.string(), metadata={"zh": "错误"})])


def table(kind: str, attempts: Iterable[Attempt]) -> Any:
    """Give what became of documents as a `pyarrow.RecordBatch` of a table with its column of errors."""
    pa = arrow()
    found = [(row, attempt.error) for attempt in attempts for row in _rows(kind, attempt)]
    made = batch(_table(kind), (row for row, _ in found))
    kept = [made.column(column.name) for column in _columns(kind)]
    errors = pa.array([error for _, error in found], pa.string())
    return pa.RecordBatch.from_arrays([*kept, errors], schema=schema(kind))


def stream(kind: str, attempts: Iterable[Attempt]) -> bytes:
    """Give a table as an Arrow stream: that of `schema` for documents, without errors for records."""
    pa = arrow()
    made = table(kind, attempts) if kind == DOCUMENTS else _records(kind, attempts)
    written = io.BytesIO()
    with pa.ipc.new_stream(written, made.schema) as writer:
        writer.write_batch(made)
    return written.getvalue()


def write(streams: Iterable[bytes], file: IO[bytes]) -> None:
    """Write Arrow streams as one Parquet file; how the rows were spread over them makes no difference."""
    pa, parquet = arrow(), needed("pyarrow.parquet", EXTRA)
    joined = pa.concat_tables(pa.ipc.open_stream(each).read_all() for each in streams).combine_chunks()
    parquet.write_table(joined, file, compression="zstd")


def _records(kind: str, attempts: Iterable[Attempt]) -> Any:
    reports = (attempt.report for attempt in attempts if attempt.report is not None)
    return batch(kind, (row for report in reports for row in rows(report, kind, "arrow")))


def _table(kind: str) -> str:
    return REPORTS if kind == DOCUMENTS else kind


def _columns(kind: str) -> tuple[Column, ...]:
    found = columns(_table(kind), "arrow")
    return tuple(column for column in found if column.type != "rows") if kind == DOCUMENTS else found


def _rows(kind: str, attempt: Attempt) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a document; one of nothing but its name where there is an error and no row to carry it."""
    empty = True
    if attempt.report is not None:
        for row in _read(kind, attempt.report):
            empty = False
            yield row
    if empty and attempt.error is not None:
        yield tuple(_blank(column, attempt.name) for column in columns(_table(kind), "arrow"))


def _read(kind: str, report: Any) -> Iterator[tuple[Any, ...]]:
    if kind != DOCUMENTS:
        return rows(report, kind, "arrow")
    # The records are not read for a table that does not tell them.
    return iter([tuple([] if c.type == "rows" else c.of(Seen(report)) for c in columns(REPORTS, "arrow"))])


def _blank(column: Column, name: str) -> Any:
    if column.path == ("report", "source", "uri"):
        return name
    return [] if column.type == "rows" else None
