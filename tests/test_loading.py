"""Files: the same records from a page, a PDF and a Word file as from plain text, a reason for what cannot be read."""

import codecs
import hashlib
import importlib
import io
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import jsonschema_rs
import pytest
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import making
from bizenv_extract import ReaderError, Report, extract, json_schema
from bizenv_extract.document import read
from bizenv_extract.loading import limits
from bizenv_extract.schema import Record
from bizenv_extract.validating import faults

ROOT = Path(__file__).parent.parent
NAMES = ("bulletin", "county", "court", "permits", "plan", "tax")
VALIDATOR = jsonschema_rs.Draft202012Validator(json_schema())
SENTENCE = "濮阳市企业开办由4个工作日压缩为24小时，登记财产指标居全省第2位。"


def paragraphs(name: str) -> list[str]:
    """Give the lines of a fixture that hold text."""
    lines = (ROOT / "fixtures" / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return [line.strip() for line in lines if line.strip()]


def records(report: Report) -> list[Record]:
    """Give all records of a report."""
    return [*report.measures, *report.outcomes, *report.rankings, *report.time_limits]


def told(report: Report) -> list[dict[str, object]]:
    """Give what records say, without where they stand."""
    where = {"anchor", "evidence", "spans"}
    found = []
    for record in records(report):
        fields = {key: value for key, value in record.model_dump(mode="json").items() if key not in where}
        words = {name: squeezed(text(report)[start:end]) for name, (start, end) in record.spans.items()}
        found.append(fields | {"anchor": squeezed(record.anchor.text), "words": words})
    return found


def text(report: Report) -> str:
    """Give the text that the offsets of a report point into."""
    assert report.text is not None
    return report.text


def squeezed(words: str) -> str:
    """Leave out the white space that only typesetting needs."""
    return re.sub(r"\s", "", words)


FORMS: dict[str, Callable[[list[str]], bytes]] = {
    "html, utf-8": lambda lines: making.page(lines).encode(),
    "html, utf-8 with mark": lambda lines: codecs.BOM_UTF8 + making.page(lines).encode(),
    "html, gb18030": lambda lines: making.page(lines, charset="gb2312").encode("gb18030"),
    "html, gbk that says utf-8": lambda lines: making.page(lines, charset="utf-8").encode("gbk"),
    "html, utf-8 that says gbk": lambda lines: making.page(lines, charset="gbk").encode(),
    "html, utf-16": lambda lines: making.page(lines, charset="utf-16").encode("utf-16"),
    "html, utf-16 without mark": lambda lines: making.page(lines, charset="utf-16").encode("utf-16-le"),
    "docx": making.word,
    "pdf": making.printed,
    "pdf, paragraphs without indent": lambda lines: making.printed(lines, indent=False),
    "pdf, narrow": lambda lines: making.printed(lines, size=10.5, width=300),
    "pdf, two columns": making.columns,
    "pdf, two columns line by line": lambda lines: making.columns(lines, across=True),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_gives_the_records_of_its_text(name: str, form: str) -> None:
    """Kinds, fields, periods, places, the words of anchors and fields: as from plain text, at the file's offsets."""
    lines = paragraphs(name)
    plain, found = extract("\n".join(lines)), extract(FORMS[form](lines))
    expected = told(extract_with_text("\n".join(lines)))
    assert told(found) == expected
    assert len(records(plain)) == len(expected) > 40
    assert found.metadata.model_dump() == plain.metadata.model_dump()
    assert list(faults(found)) == []
    VALIDATOR.validate(json.loads(found.to_json()))
    assert Report.model_validate_json(found.to_json()) == found


def extract_with_text(source: str) -> Report:
    """Give the report of a text with the text in it."""
    return importlib.import_module("bizenv_extract").Extractor().extract(source, text=True)


@pytest.mark.parametrize(
    ("form", "reader", "media_type", "encoding"),
    [
        ("html, gb18030", "html", "text/html", "gb18030"),
        ("html, utf-8", "html", "text/html", "utf-8"),
        ("docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "binary"),
        ("pdf", "pdf", "application/pdf", "binary"),
    ],
)
def test_the_source_says_how_it_was_read(
    tmp_path: Path, form: str, reader: str, media_type: str, encoding: str
) -> None:
    """Reader, media type and encoding; the hash is that of the file, the length that of the text, which is carried."""
    data = FORMS[form](paragraphs("brief"))
    path = tmp_path / "no-name-that-tells"
    path.write_bytes(data)
    report = extract(path)
    source = report.source
    assert (source.reader, source.media_type, source.encoding) == (reader, media_type, encoding)
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.length == len(text(report))


def test_plain_text_and_markdown_are_read_as_they_stand() -> None:
    """Nothing is taken out of them, and the report carries the text only where it is asked for."""
    assert (read(SENTENCE.encode()).reader, read(SENTENCE.encode()).media_type) == ("text", "text/plain")
    marked = f"# 标题\n\n{SENTENCE}\n<p>x</p>"
    assert (read(marked.encode()).media_type, read(marked.encode()).text) == ("text/markdown", marked)
    assert extract(SENTENCE.encode()).text is None
    assert extract(f"<p>{SENTENCE}</p>").source.reader == "text"  # a str is the text itself


METAS = """<meta name="ArticleTitle" content="濮阳市&amp;周口市优化营商环境">
<META NAME="PubDate" CONTENT="2020-01-15 10:22"><meta name="ContentSource" content="濮阳市发展和改革委员会">
<meta name="SiteName" content="濮阳市人民政府">"""


def test_meta_tags_tell_title_date_and_source() -> None:
    """They count before all that the page shows, dates of side lists and footers above all."""
    found = extract(making.page(["另一个标题", SENTENCE], metas=METAS).encode()).metadata
    assert (found.title, found.published) == ("濮阳市&周口市优化营商环境", "2020-01-15")
    assert found.issuer == "濮阳市发展和改革委员会"


@pytest.mark.parametrize(
    "info",
    [
        "<div><span>发布时间：2021-03-04 09:08</span><span>来源：濮阳日报</span> <b>点击：9</b></div>",
        "<ul><li>来源：濮阳日报</li><li>发布日期：2021年3月4日</li></ul>",
        "<p>2021-03-04&nbsp;&nbsp;来源：濮阳日报&nbsp;&nbsp;【字号：大 中 小】</p>",
        "<table><tr><td>发布时间：2021-03-04</td><td>来源：濮阳日报</td></tr></table>",
    ],
)
def test_the_visible_line_tells_date_and_source(info: str) -> None:
    """Where no meta tag does."""
    found = extract(making.page(["濮阳市优化营商环境", SENTENCE, SENTENCE], info=info).encode()).metadata
    assert (found.title, found.published, found.issuer) == ("濮阳市优化营商环境", "2021-03-04", "濮阳日报")


def test_other_dates_of_a_page_are_not_its_date() -> None:
    """A side list, a footer and a script have dates; a page that does not say its own has none."""
    report = extract(making.page(["濮阳市优化营商环境", SENTENCE, SENTENCE]).encode())
    assert report.metadata.published is None
    assert text(report) == f"濮阳市优化营商环境\n{SENTENCE}\n{SENTENCE}"


def test_an_empty_or_impossible_meta_tag_says_nothing() -> None:
    """What stands in the page counts then."""
    tags = {"PubDate": "2020-13-45", "ContentSource": "本站", "ArticleTitle": " "}
    metas = "".join(f"<meta name={name} content='{words}'>" for name, words in tags.items())
    info = "<p>发布时间：2021-03-04 来源：濮阳日报</p>"
    found = extract(making.page(["濮阳市优化营商环境", SENTENCE], metas=metas, info=info).encode()).metadata
    assert (found.title, found.published, found.issuer) == ("濮阳市优化营商环境", "2021-03-04", "濮阳日报")


def shown(body: str) -> list[str]:
    """Give the lines that are read of a page with this body."""
    return read(f"<html><body><div>{body}</div></body></html>".encode()).text.split("\n")


def test_a_row_of_a_table_is_a_line() -> None:
    """Cells in order, a merged cell once, a hidden one never, a row that ends a sentence."""
    rows = """<table><tr><th>事项</th><th colspan=2>办理时限</th></tr>
    <tr><td rowspan=2>企业开办</td><td>4个<br>工作日</td><td>1个工作日</td></tr>
    <tr><td style="display: none">隐藏</td><td><p>5天；</p></td><td hidden>9</td><td>3天</td></tr></table>"""
    assert shown(rows) == ["事项，办理时限。", "企业开办，4个工作日，1个工作日。", "5天；3天。"]


def test_a_table_for_the_layout_is_no_table() -> None:
    """Old pages stand in one: its cells keep their lines."""
    inner = "<table><tr><td>甲</td><td>乙</td></tr></table>"
    page = f"<table><tr><td><a href=1>首页</a></td><td><p>{SENTENCE}</p><p>{SENTENCE}</p>{inner}</td></tr></table>"
    assert shown(page) == [SENTENCE, SENTENCE, "甲，乙。"]


def test_what_a_page_does_not_show_is_not_read() -> None:
    """Scripts, styles, templates, hidden parts, phonetic guides; white space is what a browser makes of it."""
    page = f"""<script>全省第1位。</script><template>全省第3位。</template><div style="DISPLAY:none">全省第4位。</div>
    <p hidden>全省第5位。</p><p>{SENTENCE[:10]}
    {SENTENCE[10:]}</p><p>市<ruby>县<rt>xian</rt></ruby> &nbsp; A
    B</p><br><p>&#x20;</p>"""
    assert shown(page) == [SENTENCE, "市县 A B"]


def test_a_name_alone_makes_no_side_list() -> None:
    """The box with the report may be called `side`; a short one with that name is left out."""
    page = f"<div class='side'><p>{SENTENCE * 6}</p></div><div class='hot'><p>{SENTENCE[:-1]}！</p></div>"
    assert shown(page) == [SENTENCE * 6]


def test_headings_that_look_like_furniture_stay() -> None:
    """关闭 and 分享 begin headings too."""
    assert shown(f"<p>关闭落后产能</p><p>分享发展机遇</p><p>{SENTENCE}</p>")[:2] == ["关闭落后产能", "分享发展机遇"]


def test_big5_pages_are_read_by_their_own_word() -> None:
    """What a page declares helps where the bytes alone do not tell."""
    page = "<html><head><meta charset=big5></head><body><p>臺北市優化營商環境，市場主體五十戶。</p></body></html>"
    found = read(page.encode("big5"))
    assert (found.text, found.encoding) == ("臺北市優化營商環境，市場主體五十戶。", "big5")


def test_pages_of_a_pdf_are_told() -> None:
    """Each record knows its page; numbers of pages and running heads are no text; paragraphs go on over both."""
    lines = ["标题", *(f"{SENTENCE[:-6]}全市{n}个区第{1000 - n}位。" for n in range(1, 121))]
    report = extract(making.printed(lines, head="内部资料 注意保存"))
    document = read(making.printed(lines, head="内部资料 注意保存"))
    assert text(report).split("\n") == lines
    assert len(document.pages) > 3
    pages = [limit.evidence.page for limit in report.time_limits]
    assert pages == sorted(pages, key=int)
    assert set(pages) == set(range(1, len(document.pages) + 1))
    assert extract(SENTENCE).time_limits[0].evidence.page is None


def test_hard_wraps_that_a_pdf_kept_are_rejoined() -> None:
    """Lines drawn as an old page broke them, headings doubled in pieces, page numbers between: the same records."""
    lines = paragraphs("hardwrapped")
    found = extract(making.printed(lines, size=9, width=600, indent=False))
    plain = extract_with_text("\n".join(lines))
    assert [(r.kind, squeezed(r.anchor.text)) for r in records(found)] == [
        (r.kind, squeezed(r.anchor.text)) for r in records(plain)
    ]


def test_a_digit_next_to_its_like_is_no_second_print() -> None:
    """A heading drawn twice comes once, 11555 and 88.9 keep all their digits."""
    words = "实有企业11555户，占88.99%，热线12366，共1111111户。"
    drawn = making.canvas(lambda made: [making.put(made, 75 + bold, 700, words) for bold in (0, 0.3, 0.6)])
    assert read(drawn).text == words


def test_rows_of_a_table_in_a_pdf_are_lines() -> None:
    """Cells that stand wide apart read as a row; a paragraph below is one of its own."""

    def draw(made: Canvas) -> None:
        rows = (("事项", "改革前", "改革后"), ("企业开办", "4个工作日", "1个工作日"), ("登记", "5天", "3天"))
        for y, cells in enumerate(rows):
            for x, cell in enumerate(cells):
                making.put(made, 75 + 150 * x, 700 - 25 * y, cell)
        making.put(made, 75, 600, SENTENCE)

    expected = ["事项，改革前，改革后。", "企业开办，4个工作日，1个工作日。", "登记，5天，3天。", SENTENCE]
    assert read(making.canvas(draw)).text.split("\n") == expected


def test_threads_may_read_pdfs_together() -> None:
    """PDFium may not, so readers wait for each other."""
    data, found = making.printed(paragraphs("brief")), []
    threads = [threading.Thread(target=lambda: found.append(read(data).text)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [read(data).text] * 8


def test_word_files_are_read_in_order() -> None:
    """Paragraphs and tables as they stand, a merged cell once, line breaks, the title by its style."""
    document = docx.Document()
    document.add_paragraph("濮阳市优化营商环境", style="Title")
    table = document.add_table(rows=3, cols=3)
    for row, words in enumerate((("事项", "改革前", "改革后"), ("开办", "4天", "1天"), ("", "5天", "3天"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    document.add_paragraph(SENTENCE).add_run().add_break()
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    report = extract(making.saved(document))
    assert report.metadata.title == "濮阳市优化营商环境"
    lines = ["濮阳市优化营商环境", "事项，改革前改革后。", "开办，4天，1天。", "5天，3天。", SENTENCE]
    assert text(report).split("\n") == lines


def word_of(inner: str, head: str = "") -> bytes:
    """Give a Word file with this XML in its body."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return zipped({"word/document.xml": f"{head}<w:document {space}><w:body>{inner}</w:body></w:document>".encode()})


def zipped(parts: dict[str, bytes]) -> bytes:
    """Give an archive with these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def run(words: str, more: str = "") -> str:
    """Give a run of a Word file."""
    return f"<w:r>{more}<w:t>{words}</w:t></w:r>"


def test_what_a_word_file_shows_is_read() -> None:
    """Insertions, content controls and hyperlinks are; deletions, hidden runs, field codes are not."""
    hidden, shown_again = "<w:rPr><w:vanish/></w:rPr>", "<w:rPr><w:vanish w:val='0'/></w:rPr>"
    runs = (
        run("甲"),
        f"<w:ins>{run('乙')}</w:ins>",
        "<w:del><w:r><w:delText>丙</w:delText></w:r></w:del>",
        f"<w:hyperlink>{run('丁')}</w:hyperlink>",
        run("戊", hidden),
        f"<w:moveFrom>{run('己')}</w:moveFrom>",
        run("庚", shown_again),
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
    )
    assert read(word_of(f"<w:sdt><w:sdtContent><w:p>{''.join(runs)}</w:p></w:sdtContent></w:sdt>")).text == "甲乙丁庚"


def encrypted() -> bytes:
    """Give a PDF file that wants a password."""
    file = io.BytesIO()
    made = Canvas(file, encrypt=pdfencrypt.StandardEncryption("secret"))
    made.drawString(10, 10, "x")
    made.save()
    return file.getvalue()


def ole(stream: str) -> bytes:
    """Give the beginning of an OLE file that names a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + stream.encode("utf-16-le")


def flagged() -> bytes:
    """Give a Word file whose parts are flagged as encrypted."""
    data = bytearray(word_of(f"<w:p>{run(SENTENCE)}</w:p>"))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def bomb(size: int) -> bytes:
    """Give a Word file that unpacks to so many bytes."""
    return word_of("<w:p/>" * (size // 6))


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REFUSED: dict[str, tuple[bytes, str]] = {
    "pdf cut short": (making.printed([SENTENCE])[:400], "cut short or damaged: get it again"),
    "pdf with a password": (encrypted(), "an encrypted PDF file: save it without a password"),
    "pdf of pictures": (making.canvas(lambda made: made.rect(9, 9, 99, 99)), "without a text layer.*OCR"),
    "docx cut short": (making.word([SENTENCE])[:2000], "cut short or damaged"),
    "docx encrypted": (ole("EncryptedPackage"), "an encrypted Office file.*save it without a password"),
    "docx with encrypted parts": (flagged(), "an encrypted Word file"),
    "docx with a bad part": (word_of("<w:p>"), "a damaged Word file"),
    "docx of nothing": (word_of("<w:p/>"), "a Word file without text"),
    "docx with an entity": (word_of(f"<w:p>{run('&x;')}</w:p>", ENTITY), "document type declaration"),
    "docx with an entity in UTF-16": (
        zipped({"word/document.xml": f"{ENTITY}<d>&x;</d>".encode("utf-16")}),
        "document type declaration",
    ),
    "docx bomb by ratio": (bomb(8 << 20), "times its size"),
    "docx bomb by size": (bomb(limits.MAX_PART + 60), f"more than {limits.MAX_PART} bytes"),
    "docx too deep": (word_of("<w:sdt>" * 300 + "</w:sdt>" * 300), "elements within elements"),
    "docx with many files": (
        zipped({f"x{n}": b"" for n in range(limits.MAX_ENTRIES)} | {"word/document.xml": b"<d/>"}),
        "files in the archive",
    ),
    "html of nothing": (b"<html><body><script>x</script></body></html>", "without text of its own"),
    "html too deep": (b"<html>" + b"<div>" * 100_000, "elements within elements"),
    "html with many attributes": (
        b"<html><p " + b" ".join(b"a%d=1" % n for n in range(100_000)),
        "attributes of one tag",
    ),
    "html with many tags": (b"<html>" + b"<p>" * 600_000, "tags in the page"),
    "doc": (ole("WordDocument"), r"a Word 97-2003 file \(DOC\).*save it as DOCX"),
    "xls": (ole("Workbook"), r"an Excel 97-2003 file \(XLS\)"),
    "ppt": (ole("PowerPoint Document"), r"a PowerPoint 97-2003 file \(PPT\)"),
    "rtf": (b"{\\rtf1\\ansi}", "an RTF file.*save it as DOCX"),
    "xlsx": (zipped({"xl/workbook.xml": b""}), r"an Excel file \(XLSX\)"),
    "ofd": (zipped({"OFD.xml": b""}), "an OFD file.*PDF"),
    "zip": (zipped({"a.txt": b"a"}), "a ZIP archive.*unpack it"),
    "empty zip": (zipped({}), "a ZIP archive"),
    "jpeg": (b"\xff\xd8\xff\xe0", "a JPEG image.*OCR"),
    "rar": (b"Rar!\x1a\x07\0", "a RAR archive.*unpack it"),
    "word in one xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "DOCX"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_advice(name: str) -> None:
    """Damaged, encrypted, hostile, empty, of another kind: a ReaderError that says what it is and what to do."""
    data, message = REFUSED[name]
    with pytest.raises(ReaderError, match=message):
        extract(data)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"", "an empty file"),
        ("a.docx", b"", "an empty file"),
        ("a.html", b"", "an empty file"),
        ("a.pdf", SENTENCE.encode(), r"named \.pdf, but it is plain text"),
        ("a.DOCX", b"not found", r"named \.DOCX, but it is plain text"),
        ("a.pdf", bytes(range(256)), r"named \.pdf, but no such file: binary data"),
    ],
)
def test_a_name_that_promises_more_than_the_file_holds(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    """An empty download, text under the name of a PDF: an error that names the file."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReaderError, match=rf"{re.escape(name)}: {message}"):
        extract(tmp_path / name)


def test_a_name_does_not_say_what_a_file_is(tmp_path: Path) -> None:
    """A page called .doc is read as a page, a PDF called .txt as a PDF."""
    (tmp_path / "a.doc").write_text(making.page(["标题", SENTENCE]), encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(making.printed(["标题", SENTENCE]))
    assert [extract(tmp_path / name).source.reader for name in ("a.doc", "a.txt")] == ["html", "pdf"]


def test_other_files_of_the_call_come_out(tmp_path: Path) -> None:
    """One bad file among good ones: its reason on stderr, all others in the folder, exit code 1."""
    good = {"a.html": making.page(["标题", SENTENCE]).encode(), "b.pdf": making.printed(["标题", SENTENCE])}
    bad = {"c.pdf": encrypted(), "d.docx": bomb(8 << 20)}
    for name, data in (good | bad | {"e.docx": making.word(["标题", SENTENCE])}).items():
        (tmp_path / name).write_bytes(data)
    paths = [str(path) for path in sorted(tmp_path.iterdir())]
    command = [sys.executable, "-m", "bizenv_extract", "extract", *paths, "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", timeout=120)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 2)
    assert "c.pdf: an encrypted PDF file" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "b.json", "e.json"]


@pytest.mark.parametrize(
    ("form", "library", "extra"), [("html, utf-8", "selectolax", "html"), ("pdf", "pypdfium2", "pdf")]
)
def test_a_missing_library_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, form: str, library: str, extra: str
) -> None:
    """The error says what to install; text and Word files are read without any."""
    for name in [library, *(name for name in sys.modules if name.startswith(f"{library}."))]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ReaderError, match=rf'which {library} reads: pip install "bizenv-extract\[{extra}\]"'):
        extract(FORMS[form](["标题", SENTENCE]))
    assert extract(making.word(["标题", SENTENCE])).time_limits


def test_a_page_without_text_among_others_is_told() -> None:
    """What is there is read, and a diagnostic names the page that is a picture."""

    def draw(made: Canvas) -> None:
        making.put(made, 75, 700, SENTENCE)
        made.showPage()
        made.rect(0, 0, *A4)

    report = extract(making.canvas(draw))
    assert [(d.code, d.severity) for d in report.diagnostics] == [("page_without_text", "warning")]
    assert "page 2" in report.diagnostics[0].message


def test_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes too long is refused with the limit."""
    monkeypatch.setattr(limits, "MAX_SECONDS", 0)
    for form in ("html, utf-8", "docx", "pdf"):
        with pytest.raises(ReaderError, match="not loaded in 0 seconds"):
            extract(FORMS[form](["标题", SENTENCE]))


def test_reports_of_the_first_schema_still_load() -> None:
    """A report of version 1.0.0 lacks pages and readers, and is one of 1.1.0 without them."""
    report = extract(SENTENCE)
    old = report.to_dict()
    old["schema_version"] = "1.0.0"
    del old["source"]["reader"]
    for kind in ("measures", "outcomes", "rankings", "time_limits"):
        for record in old[kind]:
            del record["evidence"]["page"]
    jsonschema_rs.validate(json.loads((ROOT / "schemas" / "report" / "1.0.0.json").read_bytes()), old)
    assert Report.model_validate_json(json.dumps(old)) == report


def test_the_first_schema_is_as_it_was_published() -> None:
    """A released file never changes."""
    data = (ROOT / "schemas" / "report" / "1.0.0.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == FIRST


FIRST = "a275294a5806493964a43849894cffe8cf13d620b9f11c65aebd97ef567f9901"
