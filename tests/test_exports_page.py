"""The page on exports keeps its word: its columns are those of the tables, its Python lines and commands run."""

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bizenv_extract.cli import main
from bizenv_extract.columns import KINDS, columns

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "exports.md"
TEXT = PAGE.read_text(encoding="utf-8")


def told(head):
    """Give the rows of the table under a heading."""
    section = TEXT.partition(f"\n### {head}\n")[2].partition("\n#")[0]
    return [tuple(cell.strip("` ") for cell in row.split("|")[1:-1]) for row in section.splitlines() if "| `" in row]


@pytest.mark.parametrize("kind", KINDS)
def test_all_columns_are_told(kind):
    """Name, Chinese header and type, in their order; those of every kind in a table of their own."""
    rows = [(c.name, c.zh, c.type, ".".join(c.path).removeprefix("record.")) for c in columns(kind)]
    every = told("Every kind")
    assert [row for row in rows if row in every] == every
    assert [row for row in rows if row not in every] == told(kind)


def test_the_python_lines_are_true():
    """What the page types at the prompt gives what it shows."""
    assert doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8").failed == 0


def test_the_commands_run(tmp_path, monkeypatch):
    """Each line that the page gives for a shell, one after another."""
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    monkeypatch.chdir(tmp_path)
    lines = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
    for line in lines:
        command, _, target = line.partition(" > ")
        words = [found for word in shlex.split(command)[1:] for found in sorted(map(str, Path().glob(word))) or [word]]
        result = CliRunner().invoke(main, words, catch_exceptions=False)
        assert (result.exit_code, result.stderr) == (0, ""), line
        if target:
            Path(target).write_bytes(result.stdout_bytes)
    assert "right P 1.000 R 1.000 F1 1.000" in result.stdout
    made = {path.name for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {"outcomes.csv", "reports.xlsx", "outcomes.parquet", "config.xml", "tasks.json"} <= made
