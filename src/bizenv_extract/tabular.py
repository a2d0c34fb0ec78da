"""Reports as flat tables: plain records, data frames, and the Arrow stream that other libraries read as it is.

`Tabular` is what a `Report` can do with itself; a `Table` holds the records of one kind of one report or of many.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bizenv_extract.columnar import arrow, batch
from bizenv_extract.columns import KINDS, REPORTS, Where, columns, rows
from bizenv_extract.extras import needed


@dataclass(frozen=True, slots=True)
class Table:
    """The records of one kind of some reports: `outcomes`, `rankings`, `time_limits` or `measures`.

    Any library that reads Arrow streams takes it as it is: `pyarrow.table(t)`, `polars.DataFrame(t)`, or its name in a
    query of DuckDB. The kind `reports` has a row for each report, with its records as lists of structures.
    """

    kind: str
    reports: tuple[Any, ...]

    @classmethod
    def of(cls, kind: str, reports: Iterable[Any]) -> "Table":
        """Make a table from any number of reports; raises InputError for a kind that does not exist."""
        columns(kind)
        return cls(kind, tuple(reports))

    def __len__(self) -> int:
        return sum(1 if self.kind == REPORTS else len(getattr(report, self.kind)) for report in self.reports)

    def to_records(self) -> list[dict[str, Any]]:
        """Give plain dicts, column to value: str, int, Decimal, date or None; for `reports`, lists of records too."""
        where: Where = "arrow" if self.kind == REPORTS else "flat"
        names = [column.name for column in columns(self.kind, where)]
        return [dict(zip(names, row, strict=True)) for report in self.reports for row in rows(report, self.kind, where)]

    def to_arrow(self) -> Any:
        """Give a `pyarrow.Table`. Needs the extra `arrow`."""
        found = chain.from_iterable(rows(report, self.kind, "arrow") for report in self.reports)
        return arrow().Table.from_batches([batch(self.kind, found)])

    def to_pandas(self) -> Any:
        """Give a `pandas.DataFrame` with Arrow types: exact decimals, days as days. Needs the extra `pandas`."""
        return self.to_arrow().to_pandas(types_mapper=needed("pandas", "pandas").ArrowDtype)

    def to_polars(self) -> Any:
        """Give a `polars.DataFrame`. Needs the extra `polars`."""
        return needed("polars", "polars").DataFrame(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)


class Tabular:
    """What a report can do with its records, kind by kind."""

    __slots__ = ()

    def table(self, kind: str) -> Table:
        """Give the records of one kind as a table."""
        return Table.of(kind, (self,))

    def to_records(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Give the records of one kind as plain dicts; without a kind those of all, each with its `kind` first."""
        if kind is not None:
            return self.table(kind).to_records()
        return [{"kind": each.removesuffix("s"), **row} for each in KINDS for row in self.to_records(each)]

    def to_pandas(self, kind: str) -> Any:
        """Give the records of one kind as a `pandas.DataFrame`. Needs the extra `pandas`."""
        return self.table(kind).to_pandas()

    def to_polars(self, kind: str) -> Any:
        """Give the records of one kind as a `polars.DataFrame`. Needs the extra `polars`."""
        return self.table(kind).to_polars()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the whole report as an Arrow stream of one row."""
        return self.table(REPORTS).__arrow_c_stream__(requested_schema)
