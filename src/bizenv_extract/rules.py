"""Rules as data: the models that a rule file must fit, and the language of its patterns.

A rule file is TOML with one `[[rule]]` after another; see `docs/rules.md`. In `find`, `{slot}` stands for a pattern of
`slots.toml` and names what it matched; `{name:slot}` gives it another name; `{:slot}` gives it none.

>>> expand("由{before:number}", {"number": "[0-9]+"})
'由(?P<before>[0-9]+)'
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bizenv_extract.errors import RuleError

_SLOT = re.compile(r"\{([a-z_]*)(:?)([a-z_]*)\}")
Kind = Literal["measure", "outcome", "ranking", "time_limit", "none"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Data):
    """One rule: what to find, what wakes it, what vetoes it, its units, fixed fields, and examples both ways."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
    kind: Kind
    find: str
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    fixed: Mapping[str, str] = Field(default_factory=dict, alias="set")
    accepts: tuple[Mapping[str, Any], ...] = Field(min_length=1)
    refuses: tuple[str, ...] = ()
    about: str = ""


class RuleFile(_Data):
    """A rule file."""

    rule: tuple[Rule, ...]


class SlotFile(_Data):
    """The file of slots: name to pattern, or `@lexicon` or `@lexicon/note` for the words of a lexicon."""

    slots: Mapping[str, str]


def parse_rules(text: str, name: str) -> tuple[Rule, ...]:
    """Read a rule file; raises RuleError that names the file, the rule and the reason."""
    try:
        return RuleFile.model_validate(tomllib.loads(text)).rule
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise RuleError(f"{name}: {error}") from error


def parse_slots(text: str, name: str) -> Mapping[str, str]:
    """Read the file of slots."""
    try:
        return SlotFile.model_validate(tomllib.loads(text)).slots
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise RuleError(f"{name}: {error}") from error


def expand(find: str, slots: Mapping[str, str], depth: int = 0) -> str:
    """Replace the slots of a pattern by their patterns, slots within slots included."""

    def one(match: re.Match[str]) -> str:
        label, colon, slot = match.groups()
        name = slot if colon else label
        if name not in slots or depth > 8:  # noqa: PLR2004 - deeper than any sane slot
            raise RuleError(f"no slot {name!r} for {find!r}")
        inner = expand(slots[name], slots, depth + 1)
        return f"(?P<{label}>{inner})" if label else f"(?:{inner})"

    return _SLOT.sub(one, find)
