"""The viewer without a browser: segments, escaping, the same bytes each time, the command, the assets, the snippet."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bizenv_extract import cli
from bizenv_extract.lexicon import dump, parse
from bizenv_extract.pipeline import Extractor
from bizenv_extract.schema import Report
from bizenv_extract.viewer.hidden import PYTHON, safe
from bizenv_extract.viewer.lines import lines
from bizenv_extract.viewer.page import SCRIPTS, page
from bizenv_extract.viewer.payload import embedded, payload, records_of
from bizenv_extract.viewer.segments import Mark, cut
from bizenv_extract.viewer.strings import asset, strings

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*.txt"))
HIDDEN = re.compile(PYTHON)
TEXT = "濮阳市优化营商环境。企业开办由4个工作日压缩为24小时以内。"
HOSTILE = (
    "</script><script>hit()</script><!--<script>&lt;img src=x onerror=hit()>]]>\u202e\u200b\u2028\x07\U000e0041'\""
)


def marks_within(length):
    """Give a strategy for marks in a text of some length; they cross, nest, meet and may be empty."""
    ends = st.lists(st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted), max_size=12)
    return ends.map(lambda pairs: [Mark(*pair, number, f"f{number % 3}") for number, pair in enumerate(pairs)])


texts_with_marks = st.text("企业4天\n\r\u2028<&\U00020000", max_size=40).flatmap(
    lambda text: st.tuples(st.just(text), marks_within(len(text)))
)


@given(texts_with_marks)
def test_segments_make_the_text_and_cover_each_mark(case):
    """Joined they are the text; those of a mark are its span; within one nothing begins or ends."""
    text, marks = case
    segments = list(cut(len(text), marks))
    assert "".join(text[s.start : s.end] for s in segments) == text
    for mark in marks:
        covered = [s for s in segments if mark in s.marks]
        assert "".join(text[s.start : s.end] for s in covered) == text[mark.start : mark.end]
    for segment in segments:
        assert all(m.start <= segment.start and segment.end <= m.end for m in segment.marks)


@given(texts_with_marks)
def test_lines_make_the_text(case):
    """No character is lost between the lines, and each segment says where it begins."""
    text, marks = case
    report = {"text": text, "sections": [{"title": "企", "level": 1, "span": {"start": 0, "end": len(text)}}]}
    segments = [segment for line in lines(report, marks) for segment in line["segments"]]
    assert "".join(words for _, words, *_ in segments) == text
    assert all(text[start:].startswith(words) for start, words, *_ in segments)


@given(st.text(), st.text("<>&/script!-\u2028\u202e\ud800\U000e0041\x00\x7f"))
def test_embedded_data_is_no_markup_and_hides_nothing(plain, odd):
    """The JSON says what was said, without a character that HTML or a reader of its source could mistake."""
    written = embedded({"text": plain + odd})
    assert json.loads(written) == {"text": plain + odd}
    assert not re.search("[<>&]", written)
    assert not HIDDEN.search(written)


@given(st.text())
def test_a_safe_text_is_no_markup(text):
    """What HTML could read as markup is escaped, and what is not seen is named."""
    assert not re.search("[<>\"']|&(?!#[0-9]+;)", safe(text))
    assert not HIDDEN.search(safe(text))


def reports(*sources):
    """Give reports with their texts as plain data."""
    return [Extractor().extract(source, text=True).to_dict() for source in sources]


def data_of(html):
    """Give the data that a page carries."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)[1])


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_the_data_holds_the_whole_report(path):
    """Every record and the whole text, once."""
    (report,) = reports(path)
    (shown,) = data_of(page([report]).decode())["reports"]
    assert "".join(s[1] for line in shown["lines"] for s in line["segments"]) == report["text"]
    assert [record["id"] for record in shown["records"]] == [record["id"] for record in records_of(report)]
    assert all(record["fields"] for record in shown["records"])


def test_a_page_holds_no_markup_of_a_text():
    """A hostile text and title appear as data alone: one style, two scripts, and no address to load."""
    (report,) = reports(TEXT + HOSTILE)
    report["metadata"]["title"] = HOSTILE
    html = page([report]).decode()
    assert (html.count("<script"), html.count("</script"), html.count("<style")) == (2, 2, 1)
    assert "<img" not in html
    assert not re.search("<[a-z]+[^>]*(?:src|href)=", html)
    assert not HIDDEN.search(html)


def test_the_policy_allows_our_script_and_style_alone():
    """No source of any sort but the two hashes; a page is the same bytes each time."""
    html = page(reports(TEXT)).decode()
    policy = re.search('Content-Security-Policy" content="(.*?)"', html)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert not re.search(r"unsafe|https?:|data:|\*", policy)
    assert html.encode() == page(reports(TEXT))


def run(*args, stdin=None):
    """Run the command line within this process."""
    return CliRunner().invoke(cli.main, ["view", *map(str, args)], input=stdin, catch_exceptions=False)


@pytest.fixture
def text_file(tmp_path):
    """Write a text."""
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode())
    return path


def written(path, *sources, text=True):
    """Write reports as lines of JSON."""
    found = [Extractor().extract(source, text=text).to_json() for source in sources]
    path.write_bytes(b"\n".join(found) + b"\n")
    return path


def test_texts_and_reports_go_into_one_page(text_file, tmp_path):
    """A text, a report and a file of several, in the order of the call."""
    one, many = written(tmp_path / "a.json", "企业3家。"), written(tmp_path / "b.jsonl", "个体5户。", "居全省第2位。")
    result = run(text_file, one, many, "-o", tmp_path / "page.html", "--place", "濮阳市", "--published", "2021-01-02")
    shown = data_of((tmp_path / "page.html").read_text(encoding="utf-8"))["reports"]
    assert (result.exit_code, result.output, len(shown)) == (0, "", 4)
    assert [shown[0]["metadata"]["published"], shown[1]["metadata"]["published"]] == ["2021-01-02", None]


def test_standard_input_and_output():
    """A text or lines of reports in, the page out."""
    for source in (TEXT.encode(), Extractor().extract(TEXT, text=True).to_json() + b"\n"):
        result = run("-", stdin=source)
        assert (result.exit_code, result.stderr) == (0, "")
        assert len(data_of(result.stdout)["reports"][0]["records"]) == 1


def test_what_fails_is_told_and_the_others_come_out(text_file, tmp_path):
    """A report without text, one that is none, a missing file: one line each, exit code 1."""
    bare, broken = written(tmp_path / "bare.json", TEXT, text=False), tmp_path / "broken.json"
    broken.write_text("{}")
    result = run(bare, broken, tmp_path / "none.txt", text_file, "-o", tmp_path / "page.html")
    assert result.exit_code == 1
    assert [line.split(": ")[2] for line in result.stderr.splitlines()] == [
        "carries no text",
        "no report",
        "no such file",
    ]
    assert len(data_of((tmp_path / "page.html").read_text(encoding="utf-8"))["reports"]) == 1


def test_a_report_may_quote_anything(tmp_path):
    """JSON is read as JSON, with a byte order mark too, whatever stands in the text of the report."""
    path = written(tmp_path / "a.json", f"<html>%PDF-1.7 {HOSTILE}企业3家。")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    result = run(path, tmp_path, tmp_path / "none.json")
    assert len(data_of(result.stdout)["reports"]) == 1
    assert result.stderr.splitlines() == [
        f"bizenv-extract: {tmp_path}: a folder, not a file",
        f"bizenv-extract: {tmp_path / 'none.json'}: no such file",
    ]


def test_no_report_no_page(tmp_path):
    """Where nothing could be read nothing is written."""
    assert run(tmp_path / "none.txt", "-o", tmp_path / "page.html").exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_an_input_is_not_overwritten(text_file):
    """The page must not take the place of what it is made of."""
    assert run(text_file, "-o", text_file).exit_code == 2
    assert text_file.read_bytes() == TEXT.encode()


@pytest.mark.parametrize("seed", ["0", "1"])
def test_a_page_is_the_same_in_any_process(seed):
    """Whatever the hash seed: the bytes of this process."""
    command = [sys.executable, "-m", "bizenv_extract", "view", "-"]
    done = subprocess.run(
        command,
        input=TEXT.encode(),
        capture_output=True,
        check=True,
        timeout=60,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )
    assert done.stdout == page([Extractor().extract(TEXT.encode(), text=True).to_dict()])


def test_the_table_of_strings_is_canonical():
    """Sorted and unique, written as a tool would write it."""
    assert dump(parse(asset("strings.tsv"), "strings")) == asset("strings.tsv")


def test_every_string_is_in_the_table():
    """Each key the script names is there; each value of the schema has its words; placeholders agree."""
    script = "\n".join(map(asset, SCRIPTS))
    assert set(re.findall(r'\bt\("([^"]+)"', script)) <= set(strings())
    schema = json.dumps(Report.model_json_schema()["$defs"], ensure_ascii=False)
    names = ("action", "dimension", "scope_level", "immediacy", "statistic", "bound", "change", "status")
    enums = {n: re.search(rf'"{n}": {{[^{{}}]*(?:{{[^{{}}]*)?"enum": \[(.*?)\]', schema)[1] for n in names}
    wanted = {f"{name}.{value}" for name, found in enums.items() for value in re.findall(r'"(\w+)"', found)}
    assert wanted <= set(strings())
    for chinese, english in strings().values():
        assert re.findall(r"\{\d\}", chinese) == re.findall(r"\{\d\}", english)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_script_is_in_small_files_without_sinks(name):
    """At most 300 lines a file, and nothing that makes markup or code of a text."""
    source = asset(name)
    assert len(source.splitlines()) <= 300
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.src\b", source
    )


def luminance(colour):
    """Give the relative luminance of a colour as WCAG 2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Give the contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_can_be_read(theme):
    """Words on their grounds have a contrast of at least 4.5 (WCAG AA)."""
    blocks = re.findall(r":root \{(.*?)\}", asset("viewer.css"), re.DOTALL)[:2]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[theme]))
    kinds = ("time_limit", "ranking", "outcome", "measure")
    grounds = {"paper": ("ink", "soft", "accent", *kinds), "sheet": ("ink", "soft", "accent", *kinds)}
    grounds |= {f"{kind}-tint": ("ink", kind) for kind in kinds} | {"evidence": ("ink", "soft"), "rule": ("ink",)}
    low = [(g, w) for g, words in grounds.items() for w in words if contrast(colours[g], colours[w]) < 4.5]
    assert low == []


def test_a_notebook_shows_rows_without_script():
    """The snippet has the rows of each kind, says how many more there are, and runs nothing."""
    html = Extractor().extract(FIXTURES[1])._repr_html_()
    assert html.startswith('<div class="bizenv"')
    assert "<script" not in html
    assert len(html) < 20_000
    assert re.search("另有 [0-9]+ 条", html)
    assert "<mark>5.83万户</mark>" in html


def test_a_notebook_is_safe_from_a_text():
    """Markup in a sentence or a title stays words."""
    report = Extractor().extract(f"企业开办{HOSTILE[:36]}由4个工作日压缩为24小时以内{HOSTILE}。")
    report = report.model_copy(update={"metadata": report.metadata.model_copy(update={"title": HOSTILE})})
    html = report._repr_html_()
    tags = {"div", "style", "p", "strong", "br", "table", "tr", "td", "th", "mark"}
    assert set(re.findall("</?([a-z!]+)", html)) <= tags
    assert not HIDDEN.search(html)


def test_payload_of_nothing():
    """No reports give no rows, and a page that says so."""
    assert payload([])["reports"] == []
