"""Arrow: the schema of each table, and rows turned into record batches. Needs the extra `arrow`.

Text is `string`, whole numbers `int64`, days `date32`. Numbers are `decimal128(38, 10)`: exact but for what has more
than ten decimals (rounded) or more than 28 digits before the point (null), and beside each stands the text with all
its digits. A span is a structure of start, end and text; the spans of fields are a list of structures.

>>> str(schema("outcomes").field("value").type), str(schema("outcomes").field("value_text").type)
('decimal128(38, 10)', 'string')
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import MappingProxyType
from typing import Any, Final

from bizenv_extract.columns import Column, columns, nested
from bizenv_extract.extras import needed

EXTRA: Final = "arrow"
DIGITS: Final = 38
SCALE: Final = 10
STEP: Final = Decimal(1).scaleb(-SCALE)
HEADER: Final = "zh"
"""The key under which the metadata of a field holds the Chinese header."""

# No traps: what does not fit gives NaN and no error.
_FIT: Final = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, traps=[])


def fitted(value: Decimal | None) -> Decimal | None:
    """Give a number as `decimal128(38, 10)` can hold it.

    >>> fitted(Decimal("90.10")), fitted(Decimal("0.12345678905")), fitted(Decimal("1e28"))
    (Decimal('90.1000000000'), Decimal('0.1234567890'), None)
    """
    held = None if value is None else value.quantize(STEP, context=_FIT)
    return None if held is None or held.is_nan() else held


def arrow() -> Any:
    """Give pyarrow; raises MissingExtraError where it is not installed."""
    return needed("pyarrow", EXTRA)


def _span(pa: Any, _column: Column) -> Any:
    return pa.struct([("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())])


def _spans(pa: Any, _column: Column) -> Any:
    return pa.list_(pa.struct([("field", pa.string()), ("start", pa.int64()), ("end", pa.int64())]))


def _rows(pa: Any, column: Column) -> Any:
    return pa.list_(pa.struct([_field(pa, inner) for inner in nested(column.name)]))


_TYPES: Final[Mapping[str, Callable[[Any, Column], Any]]] = MappingProxyType(
    {
        "text": lambda pa, _: pa.string(),
        "code": lambda pa, _: pa.string(),
        "number": lambda pa, _: pa.decimal128(DIGITS, SCALE),
        "integer": lambda pa, _: pa.int64(),
        "date": lambda pa, _: pa.date32(),
        "span": _span,
        "spans": _spans,
        "rows": _rows,
    }
)


def _field(pa: Any, column: Column) -> Any:
    return pa.field(column.name, _TYPES[column.type](pa, column), metadata={HEADER: column.zh})


@functools.cache
def schema(kind: str) -> Any:
    """Give the `pyarrow.Schema` of a table; its fields carry their Chinese headers as metadata."""
    pa = arrow()
    return pa.schema([_field(pa, column) for column in columns(kind, "arrow")])


def batch(kind: str, rows: Iterable[tuple[Any, ...]]) -> Any:
    """Give rows, as `columns.rows` reads them for Arrow, as a `pyarrow.RecordBatch`."""
    wanted, pa = columns(kind, "arrow"), arrow()
    by_column = tuple(zip(*rows, strict=True)) or ((),) * len(wanted)
    arrays = (_array(pa, column, values) for column, values in zip(wanted, by_column, strict=True))
    return pa.RecordBatch.from_arrays(list(arrays), schema=schema(kind))


def _array(pa: Any, column: Column, values: tuple[Any, ...]) -> Any:
    if column.type == "rows":
        values = tuple([_held(column.name, row) for row in rows] for rows in values)
    elif column.type == "number":
        values = tuple(map(fitted, values))
    return pa.array(values, _TYPES[column.type](pa, column))


def _held(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """Give a record within the row of its report with its numbers fitted."""
    return row | {column.name: fitted(row[column.name]) for column in nested(kind) if column.type == "number"}
