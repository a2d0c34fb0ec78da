"""Spark: a data frame with texts becomes a data frame of records, by `mapInArrow`. Needs the extra `spark`.

The rows are those of `bizenv_extract.arrow.extract_batches` over the same texts, which is what each task runs.

>>> ddl("rankings").split(", ")[:3]
['`document` STRING', '`id` STRING', '`subject` STRING']
"""

import functools
from types import MappingProxyType
from typing import Any, Final

from bizenv_extract.arrow import extract_batches, schema
from bizenv_extract.columnar import arrow
from bizenv_extract.columns import REPORTS
from bizenv_extract.extras import needed

_SQL: Final = MappingProxyType({"string": "STRING", "int64": "BIGINT", "date32[day]": "DATE"})


def extract(
    df: Any, text_col: str = "text", *, kind: str = REPORTS, id_col: str = "id", deadline: float | None = None
) -> Any:
    """Read the texts of a `pyspark.sql.DataFrame` and give the records of a kind, or whole reports, as another.

    The columns are those of `bizenv_extract.arrow.schema(kind)`. Nothing is done before the result is asked for. Raises
    InputError for a kind that does not exist, and what Spark raises for a column that does not.
    """
    needed("pyspark", "spark")
    work = functools.partial(extract_batches, text_column=text_col, kind=kind, id_column=id_col, deadline=deadline)
    return df.select(*map(_quoted, dict.fromkeys((id_col, text_col)))).mapInArrow(work, schema=ddl(kind))


def ddl(kind: str = REPORTS) -> str:
    """Give the schema of a kind as Spark writes it."""
    return ", ".join(f"{_quoted(field.name)} {_type(field.type)}" for field in schema(kind))


def _type(found: Any) -> str:
    types = arrow().types
    if types.is_struct(found):
        return f"STRUCT<{', '.join(f'{_quoted(field.name)}: {_type(field.type)}' for field in found)}>"
    if types.is_list(found):
        return f"ARRAY<{_type(found.value_type)}>"
    return f"DECIMAL({found.precision},{found.scale})" if types.is_decimal(found) else _SQL[str(found)]


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"
