"""Lexicons: each file of the package is in its canonical form, says where it comes from, and is used."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bizenv_extract
from bizenv_extract.errors import RuleError
from bizenv_extract.lexicon import Entry, dump, load, parse

PACKAGE = Path(bizenv_extract.__file__).parent
FILES = sorted((PACKAGE / "data" / "lexicons").iterdir())
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@each_file
def test_a_lexicon_is_in_canonical_form(path: Path) -> None:
    """What is read and written again is the file, byte for byte: header, entries sorted and unique, one newline."""
    assert path.suffix == ".tsv"
    assert dump(parse(path.read_bytes().decode("utf-8"), path.stem)).encode() == path.read_bytes()


@each_file
def test_a_lexicon_says_where_it_comes_from(path: Path) -> None:
    """The header tells what the words are, their source, and of when they are."""
    header = "\n".join(load(path.stem).header)
    assert len(header.splitlines()) > 1
    assert re.search("source|compilation", header, re.IGNORECASE)
    assert re.search("20[0-9]{2}", header)


@each_file
def test_a_lexicon_has_clean_entries(path: Path) -> None:
    """No entry begins or ends with white space, and none holds a character that is not seen."""
    for entry in load(path.stem).values():
        for cell in (entry.surface, entry.canonical, entry.note):
            assert cell == cell.strip()
            assert cell.isprintable()


@each_file
def test_a_lexicon_is_named_by_a_module_or_a_slot(path: Path) -> None:
    """A word list that nothing reads goes."""
    readers = (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.toml"))
    assert any(re.search(rf"\b{path.stem}\b", file.read_text(encoding="utf-8")) for file in readers)


@pytest.mark.parametrize("text", ["a\tb\tc\td\n", "\tb\n", "a\tb\na\tc\n"])
def test_a_malformed_lexicon_is_refused(text: str) -> None:
    """Too many columns, no surface, a surface twice: the error names the file and the line."""
    with pytest.raises(RuleError, match=r"demo:[12]: "):
        parse(text, "demo")


def test_a_short_line_stands_for_itself() -> None:
    """Without a second column a word is its own canonical form; notes may be empty."""
    assert parse("b\na\tc\n", "demo")["b"] == Entry("b", "b", "")
    assert dump(parse("# of\nb\na\tc\n", "demo")) == "# of\na\tc\nb\tb\n"


cells = st.text(string.ascii_letters + "企业个户", min_size=1, max_size=4)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), unique_by=lambda row: row[0]))
def test_the_canonical_form_is_a_fixed_point(rows: list[tuple[str, str, str]]) -> None:
    """Writing what was written changes nothing, and no entry is lost."""
    read = parse("# of\n" + "\n".join(map("\t".join, rows)) + "\n", "demo")
    assert {tuple(row) for row in rows} == {(e.surface, e.canonical, e.note) for e in read.values()}
    assert dump(parse(dump(read), "demo")) == dump(read)
