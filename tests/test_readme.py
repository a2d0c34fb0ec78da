"""The README keeps its word: its example, its Python lines, its commands, its table of fields."""

import doctest
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bizenv_extract import Measure, Outcome, Ranking, TimeLimit, extract
from bizenv_extract.cli import main
from bizenv_extract.schema import Record

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "README.zh-CN.md")
each_page = pytest.mark.parametrize("page", PAGES)


def blocks(page: str, language: str) -> list[str]:
    """Give the fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)\n```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


@each_page
def test_the_example_is_what_comes_out(page: str) -> None:
    """The JSON of the README is the record that its text gives, field for field in this order."""
    (text,), (shown,) = blocks(page, "text"), blocks(page, "json")
    report = extract(text)
    (limit,) = report.to_dict()["time_limits"]
    assert list(json.loads(shown).items()) == list(limit.items())
    assert (len(report.rankings), len(report.outcomes), len(report.measures)) == (1, 2, 1)


@each_page
def test_the_python_lines_are_true(page: str) -> None:
    """What the README types at the prompt gives what it shows."""
    assert len(blocks(page, "pycon")) == 1
    assert doctest.testfile(str(ROOT / page), module_relative=False, encoding="utf-8").failed == 0


@each_page
def test_the_quick_start_has_two_commands(page: str) -> None:
    """One runs the extractor on the fixtures, one passes the tests, and CI runs the very same line."""
    first, second = blocks(page, "sh")
    assert "bizenv-extract extract fixtures/*.txt" in first
    assert second.endswith("pytest")
    assert second in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def commands() -> Iterator[tuple[str, click.Command]]:
    """Give all commands with their names, those of a group as well."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        inner = command.commands.items() if isinstance(command, click.Group) else ()
        yield from ((f"{name} {each}", one) for each, one in inner)
        if command is not None and not inner:
            yield name, command


@each_page
def test_all_commands_and_options_are_told(page: str) -> None:
    """The table of commands names each command and each of its options."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for name, command in commands():
        (row,) = re.findall(rf"^\| `bizenv-extract {name}\b.*$", text, re.MULTILINE)
        options = {option for each in command.params for option in each.opts if option.startswith("--")}
        assert set(re.findall("--[a-z-]+", row)) == options


@each_page
@pytest.mark.parametrize("model", [Outcome, Ranking, TimeLimit, Measure])
def test_all_fields_are_told(page: str, model: type[Record]) -> None:
    """The table of fields has a row for each kind, with its own fields in their order."""
    own = ", ".join(f"`{name}`" for name in model.model_fields if name not in Record.model_fields)
    assert f" | {own} |" in (ROOT / page).read_text(encoding="utf-8")


def test_the_schema_page_tells_every_field() -> None:
    """`docs/schema.md` has a line for each field of each kind of record."""
    told = set(re.findall(r"^\| `([a-z_]+)`", (ROOT / "docs" / "schema.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert {name for model in (Outcome, Ranking, TimeLimit, Measure) for name in model.model_fields} <= told
