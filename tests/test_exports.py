"""Files with tables: what independent readers find in them, and that nothing in a text becomes more than text."""

import csv
import datetime as dt
import hashlib
import io
import os
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bizenv_extract import Table, cli, extract_many
from bizenv_extract.columnar import schema
from bizenv_extract.columns import KINDS, columns
from bizenv_extract.render import delimited, parquet, workbook
from bizenv_extract.render.labels import headers, word, worded
from made import report

PATHS = sorted((Path(__file__).parent.parent / "fixtures").glob("*.txt"))
FILES = {
    "csv": [f"{kind}.csv" for kind in KINDS],
    "parquet": [f"{kind}.parquet" for kind in KINDS],
    "xlsx": ["reports.xlsx"],
}
PAYLOADS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.com","x")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "'=1",
    "''",
    "http://example.com",
    "mailto:a@example.com",
    "12345",
    "1e5",
    "TRUE",
    '"a", "b"\r\nc',
    "_x0041_",
    "\x00\x01\x1b[31m\x7f\ufffe",
    "<a>&amp;]]>",
    "😀𠮷",
    " 前后 ",
)
each_form = pytest.mark.parametrize("form", FILES)
each_lang = pytest.mark.parametrize("lang", ["zh", "en"])


def run(*args, **options):
    """Run the command line within this process."""
    return CliRunner().invoke(cli.main, [str(arg) for arg in args], catch_exceptions=False, **options)


def written(module, lang, *reports):
    """Give what a format makes of reports, by the name of the file."""
    files = {name: io.BytesIO() for name in module.names(lang)}
    with module.writing(files, lang) as add:
        for one in reports:
            add(one)
    return {name: file.getvalue() for name, file in files.items()}


def read_csv(data):
    """Read CSV as any program does, without our code."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_of(*reports, lang="en", kind="outcomes"):
    """Write a workbook and read one sheet of it back."""
    (data,) = written(workbook, lang, *reports).values()
    return openpyxl.load_workbook(io.BytesIO(data))[word(kind, lang)]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """Write the fixtures in each format and language."""
    folder = tmp_path_factory.mktemp("exports")
    for form in FILES:
        for lang in ("zh", "en"):
            result = run("extract", *PATHS, "--format", form, "--lang", lang, "-o", folder / form / lang)
            assert (result.exit_code, result.output) == (0, "")
    return folder


@pytest.fixture(scope="module")
def reports():
    """Read the fixtures."""
    return list(extract_many(PATHS))


@each_form
@each_lang
def test_the_files_are_there(out, form, lang):
    """One for each kind, or one workbook; nothing else is left behind."""
    assert sorted(path.name for path in (out / form / lang).iterdir()) == sorted(FILES[form])


@each_form
def test_the_same_bytes_each_time(out, tmp_path, form):
    """Another process, another hash seed, another day: the same bytes."""
    environment = {"PYTHONHASHSEED": "7"}
    run("extract", *PATHS, "--format", form, "-o", tmp_path, env=environment)
    for name in FILES[form]:
        once, again = ((folder / name).read_bytes() for folder in (out / form / "zh", tmp_path))
        assert hashlib.sha256(once).digest() == hashlib.sha256(again).digest()


@each_lang
def test_csv_holds_all_values(out, reports, lang):
    """The csv module gives the rows back: headers, every value, the same number of cells in each line."""
    for kind in KINDS:
        head, *rows = read_csv((out / "csv" / lang / f"{kind}.csv").read_bytes())
        assert head == list(headers(kind, lang))
        expected = [row for found in reports for row in worded(found, kind, lang)]
        assert rows == [[delimited.cell(value) for value in row] for row in expected]
        assert len(rows) == len(Table.of(kind, reports))


def test_csv_is_what_rfc_4180_asks_for(out):
    """A byte-order mark, CR LF, and no bare line feed outside of quotes."""
    for kind in KINDS:
        data = (out / "csv" / "zh" / f"{kind}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        outside = b"".join(data.split(b'"')[::2])
        assert outside.count(b"\n") == outside.count(b"\r\n") == outside.count(b"\r")


def test_pandas_reads_the_csv(out, reports):
    """Numbers are numbers, and add up; dates parse; the Chinese headers are names of columns."""
    frame = pd.read_csv(out / "csv" / "zh" / "outcomes.csv", parse_dates=["起始日期"], dtype={"区划代码": str})
    values = [float(row["value"]) for row in Table.of("outcomes", reports).to_records()]
    assert frame["数值"].tolist() == values
    assert frame["起始日期"].dtype.kind == "M"
    assert set(frame["状态"]) <= {"已实现", "目标"}
    assert frame["区划代码"].dropna().str.fullmatch("[0-9]{6}").all()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stays_text_in_csv(payload):
    """What a spreadsheet would take for a formula has an apostrophe in front; without it, it is the text again."""
    data = written(delimited, "en", report(outcomes=[{"metric": payload, "value": "-1.50"}]))["outcomes"]
    row = dict(zip(*read_csv(data), strict=True))
    risky = payload.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "'"))
    assert row["metric"] == ("'" + payload if risky else payload)
    assert row["value"] == "-1.50"


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=3), max_size=3))
def test_any_text_comes_back_from_csv(rows):
    """Whatever stands in a text, a reader of CSV and one apostrophe less give it back; no cell begins a formula."""
    found = read_csv(delimited.BOM + delimited.lines(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in found] == rows
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in found for cell in row)


@each_lang
def test_openpyxl_reads_the_workbook(out, reports, lang):
    """A sheet for each kind, headers in bold that stay in sight, and every value in its type."""
    book = openpyxl.load_workbook(out / "xlsx" / lang / "reports.xlsx")
    assert book.sheetnames == [word(kind, lang) for kind in KINDS]
    for kind in KINDS:
        sheet = book[word(kind, lang)]
        rows = list(sheet.iter_rows(values_only=True))
        assert (rows[0], sheet.freeze_panes) == (headers(kind, lang), "A2")
        assert all(cell.font.b for cell in sheet[1])
        expected = [row for found in reports for row in worded(found, kind, lang)]
        assert [tuple(map(comparable, row)) for row in rows[1:]] == [tuple(map(comparable, row)) for row in expected]


def comparable(value):
    """Bring a cell and a value to one type."""
    if isinstance(value, dt.datetime):
        return value.date()
    return Decimal(str(value)).normalize() if isinstance(value, int | float | Decimal) else value


def test_a_workbook_has_text_and_numbers_alone(out):
    """No formulas, no links, no macros, nothing outside; no clock in the file."""
    with zipfile.ZipFile(out / "xlsx" / "zh" / "reports.xlsx") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/")]
    assert len(sheets) == len(KINDS)
    assert not any(mark in text for text in sheets for mark in ("<f>", "<f ", "hyperlink"))
    assert not any('TargetMode="External"' in text for text in parts.values())
    assert "2000-01-01" in parts["docProps/core.xml"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stays_text_in_a_workbook(payload):
    """A cell of text, character for character, without a link."""
    cell = sheet_of(report(outcomes=[{"metric": payload}]))["C2"]
    # Openpyxl gives escapes as they stand in the file; Excel reads them back.
    shown = openpyxl.utils.escape.unescape(cell.value)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert shown.replace("\r\n", "\n") == payload.replace("\r\n", "\n") or payload == "_x0041_"


def test_numbers_and_days_of_a_workbook():
    """Numbers as numbers, days as days that look so; what a spreadsheet would round or cannot count is text."""
    period = {"start": "1899-01-01", "end": "2023-06-30", "text": "至今"}
    big = "1234567890123456"
    sheet = sheet_of(
        report(
            outcomes=[
                {"value": "-90.10", "value_max": big, "period": period, "place": {"name": "濮阳市", "adcode": "410900"}}
            ]
        )
    )
    cells = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (cells["value"].value, cells["value"].data_type) == (-90.1, "n")
    assert (cells["value_max"].value, cells["value_max"].data_type) == (big, "s")
    assert (cells["adcode"].value, cells["adcode"].data_type) == ("410900", "s")
    assert (cells["period_start"].value, cells["period_start"].data_type) == ("1899-01-01", "s")
    assert cells["period_end"].is_date
    assert (cells["period_end"].value, cells["period_end"].number_format) == (dt.datetime(2023, 6, 30), "yyyy-mm-dd")  # noqa: DTZ001


@pytest.mark.parametrize(("char", "kept"), [("企", 32_766), ("😀", 16_383)])
def test_a_very_long_text(char, kept):
    """Whole in CSV and Parquet; in a workbook as much as a cell holds, and a sign that there was more."""
    found = report(outcomes=[{"metric": char * 40_000}])
    assert sheet_of(found)["C2"].value == char * kept + "…"
    assert read_csv(written(delimited, "en", found)["outcomes"])[1][2] == char * 40_000
    table = pq.read_table(io.BytesIO(written(parquet, "en", found)["outcomes"]))
    assert table["metric"].to_pylist() == [char * 40_000]


def test_more_rows_than_a_sheet_holds(monkeypatch):
    """Another sheet begins, with headers of its own."""
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    (data,) = written(workbook, "zh", *[report(outcomes=[{"id": f"o{n}"}]) for n in range(5)]).values()
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = [name for name in book.sheetnames if name.startswith("量化成效")]
    assert sheets == ["量化成效", "量化成效 (2)", "量化成效 (3)"]
    assert [[cell.value for cell in book[name]["B"]] for name in sheets] == [
        ["编号", "o0", "o1"],
        ["编号", "o2", "o3"],
        ["编号", "o4"],
    ]


def test_parquet_readers_agree(out, reports):
    """pyarrow, Polars, DuckDB and pandas read the rows with the schema, whatever the language."""
    for kind in KINDS:
        path = out / "parquet" / "zh" / f"{kind}.parquet"
        assert path.read_bytes() == (out / "parquet" / "en" / f"{kind}.parquet").read_bytes()
        rows = Table.of(kind, reports).to_arrow().to_pylist()
        table = pq.read_table(path)
        assert table.schema == schema(kind)
        assert [field.metadata[b"zh"].decode() for field in table.schema] == [c.zh for c in columns(kind, "arrow")]
        assert table.to_pylist() == rows
        assert pl.read_parquet(path)["evidence"].struct.field("text").to_list() == [r["evidence"]["text"] for r in rows]
        assert duckdb.sql(f"select id from '{path}'").fetchall() == [(row["id"],) for row in rows]  # noqa: S608
        assert pd.read_parquet(path)["rule"].tolist() == [row["rule"] for row in rows]


def test_row_groups_of_parquet(monkeypatch):
    """Rows are written group by group, all of them."""
    monkeypatch.setattr(parquet, "GROUP", 2)
    made = [report(f"{n}.txt", outcomes=[{"id": f"o{i}"} for i in range(n)]) for n in (3, 0, 2)]
    file = pq.ParquetFile(io.BytesIO(written(parquet, "en", *made)["outcomes"]))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [2, 2, 1]
    assert file.read()["id"].to_pylist() == ["o0", "o1", "o2", "o0", "o1"]


@each_form
def test_an_empty_text_gives_headers(tmp_path, form):
    """All files, all columns, no rows."""
    (tmp_path / "empty.txt").touch()
    assert run("extract", tmp_path / "empty.txt", "--format", form, "-o", tmp_path / "out").exit_code == 0
    for kind in KINDS:
        if form == "csv":
            assert read_csv((tmp_path / "out" / f"{kind}.csv").read_bytes()) == [list(headers(kind, "zh"))]
        elif form == "parquet":
            assert pq.read_table(tmp_path / "out" / f"{kind}.parquet").shape == (0, len(columns(kind, "arrow")))
        else:
            sheet = openpyxl.load_workbook(tmp_path / "out" / "reports.xlsx")[word(kind, "zh")]
            assert list(sheet.iter_rows(values_only=True)) == [headers(kind, "zh")]


@each_form
def test_what_fails_is_left_out(tmp_path, form):
    """The others come out, the exit code is 1."""
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.7\n\xff\xfe\x00")
    result = run("extract", PATHS[0], tmp_path / "bad.txt", "--format", form, "-o", tmp_path / "two")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    run("extract", PATHS[0], "--format", form, "-o", tmp_path / "one")
    for name in FILES[form]:
        assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


@each_form
def test_a_write_that_fails_leaves_the_old_files(tmp_path, monkeypatch, form):
    """No half file, no temporary one, one line that names a target."""

    def full(*_args):
        raise OSError(28, "No space left on device")

    for name in FILES[form]:
        (tmp_path / name).write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    result = run("extract", PATHS[0], "--format", form, "-o", tmp_path)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "cannot write" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES[form])
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}


@pytest.mark.parametrize(("form", "module"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow.parquet")])
def test_an_extra_that_is_missing_is_named(tmp_path, monkeypatch, form, module):
    """One line that says what to install, and no file."""
    monkeypatch.setitem(sys.modules, module, None)
    result = run("extract", PATHS[0], "--format", form, "-o", tmp_path)
    extra = {"xlsx": "xlsx", "parquet": "arrow"}[form]
    name = module.partition(".")[0]
    assert result.stderr == f"bizenv-extract: {name} is not installed: pip install 'bizenv-extract[{extra}]'\n"
    assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])


@each_form
def test_files_need_a_folder(form):
    """Without -o there is nowhere to put them."""
    result = run("extract", PATHS[0], "--format", form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "-o DIR" in result.stderr


@each_form
def test_an_input_is_not_overwritten(tmp_path, form):
    """A target that is an input makes the call a wrong one."""
    taken = tmp_path / FILES[form][0]
    taken.write_bytes("企业3家。".encode())
    result = run("extract", taken, "--format", form, "-o", tmp_path)
    assert (result.exit_code, taken.read_bytes()) == (2, "企业3家。".encode())
