"""Columns in, columns out: texts that stand in Arrow batches become records in Arrow batches. Needs the extra `arrow`.

>>> import pyarrow as pa
>>> texts = pa.record_batch({"id": ["a", "b"], "text": ["全市实有市场主体23.2万户。", None]})
>>> found = pa.Table.from_batches(extract_batches([texts], kind="outcomes"), schema("outcomes"))
>>> found.select(["document", "metric", "value_text", "error"]).to_pylist()[0]
{'document': 'a', 'metric': '实有市场主体', 'value_text': '232000', 'error': None}
>>> found.column("error").to_pylist()
[None, "InputError: no text in 'text'"]
"""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from bizenv_extract.columns import KINDS, REPORTS
from bizenv_extract.errors import InputError
from bizenv_extract.scale import tables
from bizenv_extract.scale.attempting import Asked, attempt
from bizenv_extract.scale.item import Item
from bizenv_extract.scale.slicing import SLICE_BYTES, SLICE_ITEMS, cut
from bizenv_extract.scale.sources import row
from bizenv_extract.scale.tables import DOCUMENTS

__all__ = ["extract_batches", "schema"]


def schema(kind: str = REPORTS) -> Any:
    """Give the `pyarrow.Schema` of what `extract_batches` gives.

    A kind of record has a row for each record, `reports` one for each document with its records as lists of structures,
    `documents` the same without the records. The first column is the id of the document, the last one, `error`, says
    why a document could not be read, and is null where it could.
    """
    if kind not in {*KINDS, REPORTS, DOCUMENTS}:
        raise InputError(f"no kind of table: {kind!r}; kinds are {', '.join((*KINDS, REPORTS, DOCUMENTS))}")
    return tables.schema(kind)


def extract_batches(
    batches: Iterable[Any],
    text_column: str = "text",
    *,
    kind: str = REPORTS,
    id_column: str | None = "id",
    deadline: float | None = None,
) -> Iterator[Any]:
    """Read the texts of record batches, in their order; gives record batches of `schema(kind)`.

    A document that cannot be read has a row with its id and its error, and the others go on. Without `id_column` the
    documents are numbered from 0. What is held at a time is what a few texts give, however large the batches are. Any
    iterable of batches will do: a `pyarrow.RecordBatchReader`, `Table.to_batches()`, the iterator of `mapInArrow`.
    Raises InputError for a kind or a column that does not exist.
    """
    schema(kind)
    return _extracted(batches, (text_column, id_column), kind, Asked(deadline=deadline))


def _extracted(batches: Iterable[Any], names: tuple[str, str | None], kind: str, asked: Asked) -> Iterator[Any]:
    numbers = count()
    for batch in batches:
        for items in cut(_items(batch, *names, numbers), SLICE_ITEMS, SLICE_BYTES):
            found = tables.table(kind, [attempt(item, asked) for item in items])
            if found.num_rows:
                yield found


def _items(batch: Any, text: str, name: str | None, numbers: Iterator[int]) -> Iterator[Item]:
    texts = _column(batch, text)
    ids = texts if name is None else _column(batch, name)
    for at, number in zip(range(batch.num_rows), numbers, strict=False):
        # One by one: as lists, all texts of a batch would stand in memory twice.
        known = None if name is None else ids[at].as_py()
        yield row(known, texts[at].as_py(), str(number), text)


def _column(batch: Any, name: str) -> Any:
    if name not in batch.schema.names:
        raise InputError(f"no column {name!r}; columns are {', '.join(batch.schema.names)}")
    return batch.column(name)
