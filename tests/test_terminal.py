"""Tables for the terminal: columns that fit and stand in line, and nothing in a text that could move the cursor."""

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bizenv_extract import cli, extract_many
from bizenv_extract.render.terminal import Screen
from bizenv_extract.render.widths import folded, padded, pieces, shown, width
from made import report

PATHS = sorted((Path(__file__).parent.parent / "fixtures").glob("*.txt"))
any_text = st.text(st.characters(exclude_categories=["Cs"]))
mixed = st.text(st.sampled_from("企业a1 “”。，e\u0301\u0300한ｱ\u1112\u1161\u11ab😀👨\u200d👩\x1b\n\u202e\ufe0f"))


def lines(*reports, room=100, lang="zh"):
    """Give the lines for some reports."""
    screen = Screen(lang)
    for one in reports:
        screen.add(one)
    return list(screen.lines(room))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("企业", 4),
        ("，。《》", 8),
        ("“”…·", 4),
        ("ＡＢ１", 6),
        ("ｱｲｳ", 3),
        ("e\u0301", 1),
        ("か\u3099", 2),
        ("한글", 4),
        ("\u1112\u1161\u11ab", 2),
        ("𠮷😀", 4),
        ("➀①", 2),
    ],
)
def test_widths(text, columns):
    """Wide and full-width characters take two columns, marks none, ambiguous ones one."""
    assert width(text) == columns


@settings(derandomize=True, max_examples=300, deadline=None)
@given(any_text | mixed)
def test_nothing_hidden_is_shown(text):
    """After writing out, each character is a visible one, and a text without hidden ones is as it was."""
    safe = shown(text)
    assert not {"Cc", "Cf", "Cs", "Zl", "Zp"} & {unicodedata.category(char) for char in safe}
    assert shown(safe) == safe


@settings(derandomize=True, max_examples=300, deadline=None)
@given(any_text | mixed, st.integers(2, 20), st.integers(1, 4))
def test_texts_are_cut_to_fit(text, columns, most):
    """No piece is too wide, none begins with a mark but the first, together they are the text; a fold has its limit."""
    safe = shown(text)
    found = list(pieces(safe, columns))
    assert "".join(found) == safe
    assert all(width(piece) <= columns for piece in found)
    assert not any(unicodedata.category(piece[0]) in {"Mn", "Me"} for piece in found[1:])
    cut = folded(safe, columns, most)
    assert len(cut) <= most
    assert all(width(piece) <= columns for piece in cut)
    assert all(width(padded(piece, columns)) == columns for piece in cut)


@pytest.mark.parametrize("room", [20, 40, 60, 80, 100, 160, 400])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_fixtures_fit(room, lang):
    """No line is wider than the terminal, in either language, for one report or several."""
    reports = list(extract_many(PATHS))
    for line in (*lines(*reports, room=room, lang=lang), *lines(reports[1], room=room, lang=lang)):
        assert width(line) <= room
        assert line.isprintable()


def test_columns_stand_in_line():
    """A heading, its rule and its cells begin at the same column, Chinese or not."""
    found = lines(report(outcomes=[{"metric": "企业abc"}, {"metric": "y", "unit": "万户"}, {"metric": "“一网通办”"}]))
    head = next(n for n, line in enumerate(found) if line.startswith("编号"))
    at = width(found[head].partition("指标")[0])
    for line, words in zip(found[head + 2 :], ("企业abc", "y", "“一网通办”"), strict=True):
        assert width(line.partition(words)[0]) == at
    ends = {width(line[: line.index("户") + 1]) for line in found[head + 2 :]}
    assert len(ends) == 1


def test_what_a_cell_says():
    """Bounds, ranges, changes, ranks and limits, each in one cell; columns without any cell are left out."""
    zh = "\n".join(
        lines(
            report(
                outcomes=[
                    {"value": "1234567.80", "bound": "at_least"},
                    {"value": "3", "value_max": "5", "from_value": "12", "change": "decrease", "basis": "2019"},
                ],
                rankings=[{"position": 2, "scope_size": 12, "previous": 6, "moved": 4}, {"tier": "前列", "moved": -1}],
                time_limits=[
                    {
                        "before": {"value": "4", "unit": "workday"},
                        "after": {"value": "1", "value_max": "2", "unit": "hour"},
                        "reduction": {"value": "66.67", "unit": "%"},
                        "statistic": "average",
                        "bound": "at_most",
                    },
                    {"immediacy": "immediate"},
                ],
            )
        )
    )
    for words in (">=1,234,567.80户", "12 -> 3-5户", "2019减少", "6 -> 2/12", "+4", "-1", "前列"):
        assert words in zh
    for words in ("4个工作日", "平均 <=1-2小时", "66.67%", "即时办结"):
        assert words in zh
    assert "地区" not in zh
    assert "改革举措 0" in zh


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2020-01-01", "2020-12-31", "2020"),
        ("2016-01-01", "2020-12-31", "2016..2020"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2023-04-01", "2023-06-30", "2023-04..06"),
        ("2022-11-01", "2023-02-28", "2022-11..2023-02"),
        ("2023-01-02", "2023-01-05", "2023-01-02..2023-01-05"),
        ("2023-01-02", "2023-01-02", "2023-01-02"),
        (None, "2023-12-31", "..2023-12-31"),
        ("2023-01-01", None, "2023-01-01.."),
    ],
)
def test_periods_are_short(start, end, words):
    """Years, months, quarters, days, open ends."""
    found = lines(report(measures=[{"period": {"start": start, "end": end, "text": ""}}]))
    assert found[-1].split()[-1] == words


def test_escapes_do_not_reach_the_terminal():
    """Controls, bidi and zero-width characters of any field are written out; the file's name too."""
    evil = "\x1b]0;x\x07\x1b[2J\u202e\u200b\r\n\t"
    made = report(f"{evil}.txt", {"title": evil}, measures=[{"object": evil, "place": {"name": evil}}])
    found = lines(made, made, room=400)
    assert all(line.isprintable() for line in found)
    assert "\\x1b]0;x\\x07\\x1b[2J\\u202e\\u200b\\r\\n\\t" in "".join(found)


def test_a_very_long_text_is_folded_and_cut():
    """Three lines at most, the last with an ellipsis; no time is lost on what is not shown."""
    found = lines(report(measures=[{"object": "企" * 100_000}]), room=40)
    assert len(found) < 16
    assert found[-1].rstrip().endswith("…") or "…" in found[-1]


def test_several_reports_share_a_table():
    """Each row names its document; one report alone needs no such column."""
    one, other = report("a.txt", outcomes=[{}]), report("b.txt", outcomes=[{}])
    both = lines(one, other)
    assert sum(line.startswith("文件") for line in both) == 1
    assert [line.split()[0] for line in both[-2:]] == ["a.txt", "b.txt"]
    assert not any(line.startswith("文件") for line in lines(one))


def test_the_command(monkeypatch):
    """`--format table` goes to standard output, as wide as the terminal says, and takes no folder."""
    monkeypatch.setenv("COLUMNS", "60")
    runner = CliRunner()
    result = runner.invoke(cli.main, ["extract", str(PATHS[1]), "--format", "table", "--lang", "en"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "outcomes 28" in result.stdout
    assert max(map(width, result.stdout.splitlines())) <= 60
    assert runner.invoke(cli.main, ["extract", str(PATHS[1]), "--format", "table", "-o", "x"]).exit_code == 2
    nothing = runner.invoke(cli.main, ["extract", "no such file", "--format", "table"])
    assert (nothing.exit_code, nothing.stdout) == (1, "")
