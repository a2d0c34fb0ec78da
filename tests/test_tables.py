"""Flat tables in Python: the same columns everywhere, exact numbers, and Arrow that others read as it is."""

import datetime as dt
import itertools
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bizenv_extract
from bizenv_extract import InputError, MissingExtraError, Table, extract_many
from bizenv_extract.columnar import fitted, schema
from bizenv_extract.columns import KINDS, REPORTS, columns
from bizenv_extract.lexicon import dump, parse
from bizenv_extract.render.labels import word
from bizenv_extract.schema import Report
from made import report

TABLES = Path(bizenv_extract.__file__).parent / "data" / "tables"
PATHS = sorted((Path(__file__).parent.parent / "fixtures").glob("*.txt"))
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """Read the fixtures."""
    return list(extract_many(PATHS))


@each_kind
def test_no_field_is_left_out(kind):
    """Each field of each record is in a column of Arrow; `kind` is the table's, and of the section it is the title."""
    row = report(**{kind: [{}]}).to_dict()[kind][0]
    told = {column.path[1] for column in columns(kind, "arrow") if column.path[0] == "record"}
    assert set(row) - told == {"kind", "section"}


@each_kind
def test_names_are_unique_in_both_languages(kind):
    """No two columns of a table share a name or a header."""
    for where in ("flat", "arrow"):
        for names in ([c.name for c in columns(kind, where)], [c.zh for c in columns(kind, where)]):
            assert len(set(names)) == len(names)


@each_kind
def test_each_number_has_its_digits_beside_it(kind):
    """In Arrow, `x_text` follows each decimal `x`; in flat tables the number is exact itself."""
    names = [(c.name, c.type) for c in columns(kind, "arrow")]
    for (name, sort), (after, _) in itertools.pairwise(names):
        assert sort != "number" or after == f"{name}_text"


def test_the_labels_are_in_canonical_form():
    """As the lexicons are: a header that says the source, entries sorted and unique; and no English in Chinese."""
    written = (TABLES / "labels.tsv").read_text(encoding="utf-8")
    assert dump(parse(written, "labels")) == written
    assert all(word(code, "zh") != code == word(code, "en") for code in parse(written, "labels"))


def test_all_fixed_values_have_a_word(reports):
    """What a code of the fixtures says is said in Chinese too, but for years and per cent."""
    for kind in KINDS:
        at = [(number, c) for number, c in enumerate(columns(kind)) if c.type == "code"]
        for row in Table.of(kind, reports).to_records():
            for value in (row[c.name] for _, c in at):
                assert value is None or word(value, "zh") != value or value == "%" or value.isdigit()


def test_records_are_plain(reports):
    """Numbers are decimals, days are dates, null is None; without a kind all come, with their kind first."""
    for found in reports:
        rows = found.to_records()
        assert len(rows) == sum(len(getattr(found, kind)) for kind in KINDS)
        assert {type(v) for row in rows for v in row.values()} <= {str, int, Decimal, dt.date, type(None)}
        assert all(next(iter(row)) == "kind" for row in rows)
    row = reports[1].to_records("outcomes")[0]
    assert (row["metric"], row["value"], row["unit"]) == ("新登记经营主体", Decimal(58300), "户")
    assert (row["period_start"], row["section"], row["document"]) == (dt.date(2023, 1, 1), "总体情况", str(PATHS[1]))


def test_a_kind_that_does_not_exist_is_an_error(reports):
    """With the names of those that do."""
    for call in (reports[0].to_records, reports[0].to_pandas, reports[0].to_polars, reports[0].table):
        with pytest.raises(InputError, match="outcomes, rankings, time_limits, measures"):
            call("outcome")


@each_kind
def test_arrow_readers_agree(reports, kind):
    """pyarrow, pandas, Polars and DuckDB see the same rows in the same types."""
    table = Table.of(kind, reports)
    arrow, rows = pa.table(table), table.to_records()
    assert arrow.schema == schema(kind)
    assert arrow.num_rows == len(rows) == len(table)
    ids = [(row["document"], row["id"]) for row in rows]
    assert list(zip(arrow["document"].to_pylist(), arrow["id"].to_pylist(), strict=True)) == ids
    assert (
        pl.DataFrame(table).select("document", "id").rows() == ids == table.to_polars().select("document", "id").rows()
    )
    assert duckdb.from_arrow(arrow).select("document, id").fetchall() == ids
    frame = table.to_pandas()
    assert list(zip(frame["document"], frame["id"], strict=True)) == ids
    assert list(frame.columns) == arrow.column_names


def test_values_are_the_same_in_arrow(reports):
    """Decimal for decimal, day for day; spans as structures."""
    table = Table.of("outcomes", reports)
    for flat, row in zip(table.to_records(), pa.table(table).to_pylist(), strict=True):
        assert row["value"] == flat["value"]
        assert row["value_text"] == format(flat["value"], "f")
        assert (row["period_start"], row["place"]) == (flat["period_start"], flat["place"])
        assert row["anchor"] == {"start": flat["anchor_start"], "end": flat["anchor_end"], "text": flat["anchor"]}
        assert all(span.keys() == {"field", "start", "end"} for span in row["spans"])


def test_a_report_is_a_row_with_lists(reports):
    """The whole report in one row; many of them in a table of reports."""
    for found in reports:
        (row,) = pa.table(found).to_pylist()
        assert row["sha256"] == found.source.sha256
        for kind in KINDS:
            assert [one["id"] for one in row[kind]] == [one.id for one in getattr(found, kind)]
    table = pa.table(Table.of(REPORTS, reports))
    assert table.num_rows == len(reports)
    exploded = pl.DataFrame(table).select("document", "outcomes").explode("outcomes").unnest("outcomes")
    assert exploded["value"].to_list() == pa.table(Table.of("outcomes", reports))["value"].to_pylist()


@each_kind
def test_an_empty_report_is_an_empty_table(kind):
    """With all columns and their types."""
    empty = report()
    assert empty.to_records() == []
    assert pa.table(empty.table(kind)).schema == schema(kind)
    assert empty.to_pandas(kind).shape == empty.to_polars(kind).shape == (0, len(schema(kind)))
    assert pa.table(empty)[kind].to_pylist() == [[]]
    assert pa.table(Table.of(REPORTS, [])).num_rows == 0


def test_what_others_make_does_no_harm():
    """A section that does not exist, a day that no calendar has: null."""
    (row,) = report(outcomes=[{"section": 7, "period": {"start": "2023-02-30", "end": None, "text": ""}}]).to_records()
    assert (row["section"], row["period_start"]) == (None, None)


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("90.10", "90.1"),
        ("-0.00000000005", "0"),
        ("0.33333333333", "0.3333333333"),
        ("9999999999999999999999999999.5", "9999999999999999999999999999.5"),
        ("10000000000000000000000000000", None),
        ("1" * 60, None),
    ],
)
def test_numbers_that_do_not_fit(value, held):
    """Rounded or null as a decimal, whole in the text beside it, in records of reports too."""
    found = report(outcomes=[{"value": value}])
    (row,) = pa.table(found.table("outcomes")).to_pylist()
    (inner,) = pa.table(found).to_pylist()[0]["outcomes"]
    assert row["value"] == inner["value"] == (Decimal(held) if held else None)
    assert row["value_text"] == inner["value_text"] == value
    assert found.to_records("outcomes")[0]["value"] == Decimal(value)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=None))
def test_any_number_is_held_or_null(value):
    """Arrow takes whatever `fitted` gives, and no error comes of it."""
    held = fitted(value)
    assert pa.array([held], pa.decimal128(38, 10)).to_pylist() == [held]
    assert held is None or abs(held - value) <= Decimal("5e-11")


@pytest.mark.parametrize(("module", "extra"), [("pyarrow", "arrow"), ("pandas", "pandas"), ("polars", "polars")])
def test_an_extra_that_is_missing_is_named(monkeypatch, module, extra):
    """The error says what to install; plain records need nothing."""
    monkeypatch.setitem(sys.modules, module, None)
    schema.cache_clear()
    found, call = report(outcomes=[{}]), {"arrow": "to_polars"}.get(extra, f"to_{extra}")
    with pytest.raises(MissingExtraError, match=rf"{module} is not installed: pip install 'bizenv-extract\[{extra}\]'"):
        getattr(found, call)("outcomes")
    assert len(found.to_records()) == 1
