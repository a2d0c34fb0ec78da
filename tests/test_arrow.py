"""Texts in columns: the rows of each kind are those of the reports, whatever the batches, errors in a column."""

import pytest

from bizenv_extract import InputError, Table, extract
from bizenv_extract.columns import KINDS

pa = pytest.importorskip("pyarrow")
arrow = pytest.importorskip("bizenv_extract.arrow")

TEXTS = {
    "a": "濮阳市实有市场主体23.2万户，同比增长8.9%，居全省第2位。企业开办由4个工作日压缩为24小时以内。",
    "b": "无",
    "c": None,
    "d": "出台《濮阳市优化营商环境条例》，涉税事项办理时间压减30%。",
}
SOURCE = pa.record_batch({"id": list(TEXTS), "text": list(TEXTS.values())})


def read(kind, batches=(SOURCE,), **options):
    """Give a kind as a table."""
    return pa.Table.from_batches(arrow.extract_batches(batches, kind=kind, **options), arrow.schema(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_those_of_the_reports(kind):
    """Read one by one; the document that has no text has a row of its own, with the error."""
    found = read(kind)
    reports = [extract(text) for text in TEXTS.values() if text]
    names = Table.of(kind, reports).to_arrow().column_names
    good = found.filter(pa.compute.is_null(found.column("error"))).drop_columns(["error", "document"])
    assert [*names, "error"] == found.column_names
    assert good.to_pylist() == Table.of(kind, reports).to_arrow().drop_columns(["document"]).to_pylist()
    bad = [row for row in found.to_pylist() if row["error"]]
    assert [(row.pop("document"), row.pop("error"), set(row.values())) for row in bad] == [
        ("c", "InputError: no text in 'text'", {None})
    ]


def test_whole_reports_are_rows_with_lists():
    """One for each document, in order, records as lists of structures."""
    rows = read("reports").to_pylist()
    assert [(row["document"], row["error"] is None) for row in rows] == [(name, name != "c") for name in TEXTS]
    assert ([len(rows[0][kind]) for kind in ("rankings", "time_limits")], rows[2]["outcomes"]) == ([1, 1], [])
    assert [row["document"] for row in read("documents").to_pylist()] == list(TEXTS)


@pytest.mark.parametrize("size", [1, 3])
def test_batches_make_no_difference(size):
    """The same rows, however the texts are cut; other types of string columns are read too."""
    cut = pa.Table.from_batches([SOURCE]).to_batches(max_chunksize=size)
    assert read("outcomes", cut).equals(read("outcomes"))
    large = SOURCE.set_column(1, "text", SOURCE.column("text").cast(pa.large_string()))
    assert read("outcomes", [large]).equals(read("outcomes"))


def test_documents_can_be_numbered():
    """Where no column names them, from 0, over all batches."""
    assert read("documents", [SOURCE, SOURCE], id_column=None).column("document").to_pylist() == [
        str(number) for number in range(8)
    ]


def test_a_deadline_is_told_in_each_row():
    """What was read of the text stands, and says that it is not all."""
    long = pa.record_batch({"id": ["x"], "text": ["企业开办由4个工作日压缩为24小时以内。\n" * 20_000]})
    found = read("documents", [long], deadline=0.001).to_pylist()
    assert [row["error"] for row in found] == ["DeadlineError: the deadline passed, the report is partial"]


def test_what_does_not_exist_is_told():
    """A kind before anything is read, a column when it is looked for."""
    with pytest.raises(InputError, match="no kind of table: 'x'"):
        arrow.extract_batches([SOURCE], kind="x")
    with pytest.raises(InputError, match="no column 'body'; columns are id, text"):
        list(arrow.extract_batches([SOURCE], "body"))
