"""The command line: `bizenv-extract`, the same as `python -m bizenv_extract`.

A command is loaded when it is called: what one needs costs the others nothing.

>>> main.list_commands(click.Context(main))
['batch', 'check', 'evaluate', 'explain', 'extract', 'label', 'schema', 'validate', 'view']
"""

import importlib
from types import MappingProxyType
from typing import Any

import click

from bizenv_extract._version import __version__

_HOMES = MappingProxyType(
    {
        "batch": "batching",
        "check": "reconciling",
        "evaluate": "checking",
        "explain": "extracting",
        "extract": "extracting",
        "label": "labelling",
        "schema": "checking",
        "validate": "checking",
        "view": "viewing",
    }
)
"""The modules of the commands, in `bizenv_extract.commands`."""


class _Commands(click.Group):
    """The commands by name, each loaded from its module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _HOMES:
            return None
        found: Any = importlib.import_module(f"bizenv_extract.commands.{_HOMES[cmd_name]}")
        command: click.Command = getattr(found, cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bizenv-extract")
def main() -> None:
    """Read reports on the business environment into validated JSON."""
