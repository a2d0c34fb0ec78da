"""The read stage: which bytes become which text, and what is refused."""

import codecs
import errno
import hashlib
import os
import pathlib
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizenv_extract import document
from bizenv_extract.document import read
from bizenv_extract.errors import BizenvError, EncodingError, InputError, ReaderError

TEXT = "截至2024年9月底，全市共登记各类市场主体854613户，\r\n同比增长2.37%。\r企业开办由4个工作日压缩为24小时以内。\n"
TRADITIONAL = "臺北市優化營商環境，市場主體五十戶，企業開辦由4個工作日壓縮為24小時。"


def marked(mark: bytes, codec: str) -> bytes:
    """Give the text in `codec`, with `mark` before it."""
    return mark + TEXT.encode(codec)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (marked(codecs.BOM_UTF8, "utf-8"), "utf-8-sig"),
        (marked(codecs.BOM_UTF16_LE, "utf-16-le"), "utf-16"),
        (marked(codecs.BOM_UTF16_BE, "utf-16-be"), "utf-16"),
        (marked(codecs.BOM_UTF32_LE, "utf-32-le"), "utf-32"),
        (marked(codecs.BOM_UTF32_BE, "utf-32-be"), "utf-32"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("gb2312"), "gb18030"),
    ],
)
def test_an_encoding_is_found_and_gives_the_text_unaltered(data, encoding):
    """Line breaks of every kind stay, a byte order mark is no part of the text, and the codec named gives it again."""
    found = read(data)
    assert (found.text, found.encoding) == (TEXT, encoding)
    assert data.decode(found.encoding) == found.text
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert (found.uri, found.media_type, found.length) == (None, "text/plain", len(TEXT))


@pytest.mark.parametrize(
    "phrase",
    [
        "全省第2位",
        "第一",
        "企业开办",
        "跨境",
        "规范",
        "时间：2026-02-01",
        "24个工作日",
        "同比增长11.2%",
        "位居前列。\n",
    ],
)
def test_short_gbk_phrases_are_read(phrase):
    """A few characters are enough for GB18030, also those whose bytes look like UTF-8."""
    assert read(phrase.encode("gbk")).text == phrase


def test_four_byte_gb18030_is_read():
    """What GB 2312 and GBK have not is read too: the label says less than the file holds."""
    text = TEXT + "𠀀€"
    assert read(text.encode("gb18030")).text == text
    assert read(text.encode("gb18030"), encoding="gb2312").text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_plain_ascii_in_utf16_is_read(codec):
    """English without a mark: half of the bytes are NUL, and which half tells the byte order."""
    assert read("Doing Business 2020\n".encode(codec)).text == "Doing Business 2020\n"


@pytest.mark.parametrize(
    ("asked", "codec", "reported", "text"),
    [
        ("big5", "big5", "big5", TRADITIONAL),
        ("Big5-HKSCS", "big5hkscs", "big5hkscs", TRADITIONAL),
        ("cp950", "cp950", "cp950", TRADITIONAL),
        ("gbk", "gb18030", "gb18030", TRADITIONAL),
        ("GB2312", "gb18030", "gb18030", TEXT),
        ("UTF8", "utf-8", "utf-8", TEXT),
        ("ascii", "utf-8", "utf-8", TEXT),
        ("utf-16", "utf-16-be", "utf-16-be", TEXT),
        ("utf-16", "utf-16-le", "utf-16-le", TEXT),
        ("utf-32", "utf-32-be", "utf-32-be", TEXT),
        ("utf-32", "utf-32-le", "utf-32-le", TEXT),
    ],
)
def test_the_encoding_asked_for_is_used(asked, codec, reported, text):
    """Names are taken as Python knows them; byte orders are told apart without asking the machine."""
    found = read(text.encode(codec), encoding=asked)
    assert (found.text, found.encoding) == (text, reported)


def test_big5_is_not_guessed():
    """Big5 read as GB18030 would be wrong words: refused without its name."""
    with pytest.raises(EncodingError, match="name the encoding"):
        read(TRADITIONAL.encode("big5"))


def test_a_byte_order_mark_wins_over_the_encoding_asked_for():
    """A folder of mixed files can be read with one `encoding`: marked files say better themselves."""
    assert read(marked(codecs.BOM_UTF8, "utf-8"), encoding="gbk").text == TEXT


def test_only_the_first_mark_is_taken_off():
    """A second U+FEFF is text, as is one in a str: offsets into it must hold for the caller."""
    assert read(codecs.BOM_UTF8 * 2 + b"a").text == "\ufeffa"
    assert read("\ufeffa").text == "\ufeffa"


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE])
def test_nothing_is_an_empty_text(data):
    """No bytes, or a mark alone: an empty text, not an error."""
    assert read(data).text == ""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x00" * 1000 + TEXT.encode(), "binary data"),
        (bytes(range(256)) * 40, "binary data"),
        (b"\x01\x02\x03", "binary data"),
        ("一\ue000二\ue001".encode(), "of private use"),
        (b"caf\xe9, d\xe9j\xe0 vu", "neither UTF-8"),
        (TEXT.encode()[:-2], "UTF-8 up to byte"),
        (TEXT.encode() + TEXT.encode("gbk"), f"up to byte {len(TEXT.encode())}"),
        (b"\xed\xa0\x80\xed\xb0\x80" + TEXT.encode(), "up to byte 0"),
        (codecs.BOM_UTF16_LE + b"\xfa\x80" + TEXT.encode(), "byte order mark of utf-16"),
        (codecs.BOM_UTF16_LE + "企业".encode("utf-16-le")[:-1], "byte order mark of utf-16"),
        (codecs.BOM_UTF8 + TEXT.encode("gbk"), "byte order mark of utf-8-sig"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data, message):
    """Binary junk, damaged and mixed text: an EncodingError, never replacement characters or wrong words."""
    with pytest.raises(EncodingError, match=message):
        read(data)


def test_the_wrong_encoding_is_refused():
    """Strict in the encoding asked for too, and binary data stays refused under any name."""
    with pytest.raises(EncodingError, match="asked for"):
        read(TEXT.encode("gbk"), encoding="utf-8")
    with pytest.raises(EncodingError, match="asked for"):
        read(bytes(range(128)), encoding="utf-8")


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "idna", "unicode_escape", "a\0b", "\ud800", ""])
def test_unknown_encodings_are_refused(name):
    """Only encodings of text that are listed: no codec that does something else."""
    with pytest.raises(EncodingError, match="unknown encoding"):
        read(b"a", encoding=name)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n...", "a PDF file"),
        (b"PK\x03\x04\x14\x00", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n\0", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x1f\x8b\x08\0", "gzip"),
    ],
)
def test_files_of_other_formats_are_named(data, message):
    """What is often taken for a text by mistake is called by its name, also when an encoding is asked for."""
    for encoding in (None, "gbk"):
        with pytest.raises(ReaderError, match=message):
            read(data, encoding=encoding)


def test_a_few_control_characters_are_text():
    """A form feed, an end-of-file mark, one NUL in a page: kept."""
    text = "\f" + TEXT * 3 + "\0\x1a"
    assert read(text.encode()).text == text


def test_a_file_is_read_and_named(tmp_path):
    """A path gives the uri in its POSIX form, as it was given."""
    path = tmp_path / "报告 1.txt"
    path.write_bytes(TEXT.encode("gbk"))
    found = read(path)
    assert (found.text, found.uri) == (TEXT, path.as_posix())


def test_a_relative_path_stays_relative(tmp_path, monkeypatch):
    """The uri does not say where the caller stood."""
    monkeypatch.chdir(tmp_path)
    pathlib.Path("a.txt").write_bytes(b"a")
    assert read(pathlib.Path("a.txt")).uri == "a.txt"


@pytest.mark.skipif(os.name != "posix", reason="names that are not Unicode")
def test_a_name_that_is_not_utf8_gives_a_uri_that_is(tmp_path):
    """The uri can be written as JSON whatever the file is called."""
    path = tmp_path / os.fsdecode(b"bad-\xff.txt")
    path.write_bytes(b"a")
    uri = read(path).uri
    assert uri is not None
    assert uri.encode().endswith(rb"/bad-\xff.txt")


def test_what_cannot_be_opened_is_an_input_error(tmp_path):
    """Missing, a folder, under a file, a NUL in the name, too long a name: a reason that names the path."""
    (tmp_path / "file").write_bytes(b"a")
    for name, message in (
        ("missing", "missing: no such file"),
        (".", "a folder, not a file"),
        ("file/below", "file/below: cannot be read"),
        ("a\0b", "not a possible file name"),
        ("长" * 300, "cannot be read"),
    ):
        with pytest.raises(InputError, match=message):
            read(tmp_path / name)


def test_links_that_lead_nowhere_are_input_errors(tmp_path):
    """Broken links and loops."""
    (tmp_path / "broken").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("broken", "loop"):
        with pytest.raises(InputError, match=name):
            read(tmp_path / name)


@pytest.mark.skipif(os.name != "posix", reason="special files")
def test_special_files_are_refused_at_once(tmp_path, monkeypatch):
    """A pipe without a writer would block for ever, a device never end."""
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
    for path in (tmp_path / "pipe", tmp_path / "socket", pathlib.Path("/dev/zero"), pathlib.Path("/dev/null")):
        with pytest.raises(InputError, match="not a regular file"):
            read(path)


@pytest.mark.skipif(os.name != "posix", reason="special files")
def test_a_pipe_that_takes_the_name_meanwhile_is_refused(tmp_path, monkeypatch):
    """The open file is looked at again: between asking and opening, a name can be swapped."""
    (tmp_path / "file").write_bytes(b"a")
    regular = (tmp_path / "file").stat()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(pathlib.Path, "stat", lambda _self: regular)
    with pytest.raises(InputError, match="not a regular file"):
        read(tmp_path / "pipe")


def test_no_permission_is_an_input_error(tmp_path, monkeypatch):
    """As any user; the owner of the machine may read everything, so the refusal is played."""

    def refuse(*_args):
        raise PermissionError(errno.EACCES, "Permission denied")

    (tmp_path / "secret.txt").write_bytes(b"a")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(InputError, match=r"secret\.txt: no permission to read it"):
        read(tmp_path / "secret.txt")


def test_the_kind_of_error_stays_when_the_path_is_added(tmp_path):
    """A file with junk is an EncodingError that names the file."""
    (tmp_path / "junk.txt").write_bytes(bytes(range(256)))
    with pytest.raises(EncodingError, match=r"junk\.txt: binary data"):
        read(tmp_path / "junk.txt")


def test_the_size_limit(tmp_path, monkeypatch):
    """Inputs above MAX_BYTES are refused, whichever way they come; one of exactly that size is read."""
    monkeypatch.setattr(document, "MAX_BYTES", 6)
    for size, path in ((6, tmp_path / "fits"), (7, tmp_path / "large")):
        path.write_bytes(b"a" * size)
    assert read(tmp_path / "fits").length == read(b"a" * 6).length == read("a" * 6).length == 6
    for source in (tmp_path / "large", b"a" * 7, "企业开"):
        with pytest.raises(InputError, match="larger than the limit of 6 bytes"):
            read(source)


def test_a_str_is_the_text_itself():
    """Nothing is decoded, and nothing is taken for a path."""
    found = read(TEXT, encoding="gbk")
    assert (found.text, found.encoding, found.uri) == (TEXT, "utf-8", None)
    assert found.sha256 == read(TEXT.encode()).sha256


def test_lone_surrogates_become_replacement_characters_and_are_hashed():
    """No Unicode text, but a Python str: one character each, and hashed as the bytes UTF-8 would give."""
    found = read("企\ud800业")
    assert found.text == "企\ufffd业"
    assert found.sha256 == hashlib.sha256("企".encode() + b"\xed\xa0\x80" + "业".encode()).hexdigest()


@pytest.mark.parametrize("source", [None, 1, bytearray(b"a"), ["a"]])
def test_other_types_are_input_errors(source):
    """Not a TypeError from somewhere within."""
    with pytest.raises(InputError, match="wants a str"):
        read(source)


def test_a_document_is_frozen_and_its_repr_is_short():
    """A log line does not hold the whole report."""
    found = read(TEXT * 100)
    with pytest.raises(AttributeError):
        found.text = ""
    assert len(repr(found)) < 250


@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_a_typed_error(data):
    """Nothing else comes out, and the codec reported gives the text again."""
    try:
        found = read(data)
    except BizenvError:
        return
    assert data.decode(found.encoding) == found.text


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=100))
def test_utf8_is_always_read(text):
    """Strict UTF-8 comes before all guesses."""
    found = read(text.encode())
    assert found.text == text.removeprefix("\ufeff")
    assert found.encoding in {"utf-8", "utf-8-sig"}


@given(st.text(alphabet=st.characters(categories=["Cs", "Lo", "Nd", "Cc"]), max_size=100))
def test_any_str_is_kept(text):
    """Controls and all, each at its place; only a lone surrogate is replaced."""
    assert read(text).text == "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
