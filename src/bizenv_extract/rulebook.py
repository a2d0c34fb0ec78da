"""The rule book: all rules and lexicons, compiled once, frozen, safe to share between threads.

>>> book = default_book()
>>> len(book.fingerprint)
12
"""

import functools
import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from bizenv_extract.errors import RuleError
from bizenv_extract.lexicon import load
from bizenv_extract.readers.place import PlaceReader
from bizenv_extract.readers.place import load as load_places
from bizenv_extract.readers.quantity import QuantityReader
from bizenv_extract.readers.quantity import reader as quantity_reader
from bizenv_extract.rules import Rule, expand, parse_rules, parse_slots
from bizenv_extract.skeleton import SIGNS
from bizenv_extract.wording import Vocabulary, vocabulary

_ANCHOR = re.compile(r"\{(value|position|tier|after|reduction|immediacy):?([a-z_]*)\}")
SIGN_SET = frozenset(SIGNS.values())
_LOCK = threading.Lock()
_COMBINATIONS = 512
ORDER = ("rankings", "none", "time_limits", "outcomes", "measures")


class CompiledRule(NamedTuple):
    """A rule with its pattern compiled over skeletons, and what a skeleton must hold for the rule to be tried.

    `groups` are the names of its slots with their numbers in the pattern; `signs` those its anchor can be, else `words`
    finds a word its anchor can be; one of `heads` stands wherever one of the literals it needs does.
    """

    rule: Rule
    pattern: re.Pattern[str]
    groups: tuple[tuple[str, int], ...]
    signs: frozenset[str]
    words: re.Pattern[str] | None
    heads: frozenset[str]


class Alarm:
    """Says which rules a skeleton wakes; built once for some rules, remembers what it found for a set of signs."""

    def __init__(self, rules: tuple[CompiledRule, ...]) -> None:
        self._rules = rules
        self._signed = functools.lru_cache(maxsize=_COMBINATIONS)(self._with_signs)

    def woken(self, text: str) -> Iterator[CompiledRule]:
        """Give the rules that find something in a skeleton.

        Only those are tried of which it has a literal, and a sign or a word their anchor can be.
        """
        present = frozenset(text)
        asked: dict[str, bool] = {}
        for tried in self._signed(present & SIGN_SET):
            if tried.heads and (tried.heads.isdisjoint(present) or not _any_in(tried.rule.needs, text)):
                continue
            words = tried.words
            if words and words.pattern not in asked:
                asked[words.pattern] = words.search(text) is not None
            if (words is None or asked[words.pattern]) and tried.pattern.search(text):
                yield tried

    def _with_signs(self, present: frozenset[str]) -> tuple[CompiledRule, ...]:
        """Give the rules whose anchor can be one of these signs, or is none; lines show few combinations."""
        return tuple(c for c in self._rules if not (c.signs and c.signs.isdisjoint(present)))


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules in the order in which they are tried, what wakes them, the slots by name, and the readers."""

    rules: tuple[CompiledRule, ...]
    slots: Mapping[str, str]
    quantities: QuantityReader
    places: PlaceReader
    vocabulary: Vocabulary
    fingerprint: str
    alarm: Alarm = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "alarm", Alarm(self.rules))


def _any_in(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)


def _data(*parts: str) -> Path:
    return Path(__file__).parent.joinpath("data", *parts)


def _slots() -> Mapping[str, str]:
    """Give the slots of the package: its own patterns, one sign for each class of token, words of lexicons."""
    written = parse_slots(_data("rules", "slots.toml").read_text(encoding="utf-8"), "slots.toml")
    signs = {kind: re.escape(sign) for kind, sign in SIGNS.items()}
    return MappingProxyType(signs | {name: _words(source) for name, source in written.items()})


def _words(source: str) -> str:
    if not source.startswith("@"):
        return source
    name, _, note = source[1:].partition("/")
    return load(name).pattern(note or None)


def _compile(rule: Rule, slots: Mapping[str, str]) -> CompiledRule:
    try:
        anchor = _anchor(rule, slots)
        signs = frozenset(char for char in anchor if char in SIGN_SET)
        words = re.compile(anchor) if anchor and not signs else None
        pattern = re.compile(expand(rule.find, slots))
        heads = frozenset(word[0] for word in rule.needs)
        return CompiledRule(rule, pattern, tuple(pattern.groupindex.items()), signs, words, heads)
    except re.error as error:
        raise RuleError(f"{rule.id}: {error}") from error


def _anchor(rule: Rule, slots: Mapping[str, str]) -> str:
    """Give the pattern of the slot that a record hangs on, empty where the rule writes it out itself."""
    anchor = _ANCHOR.search(rule.find)
    return expand("{:" + (anchor.group(2) or anchor.group(1)) + "}", slots) if anchor else ""


def fingerprint() -> str:
    """Hash all rules and lexicons, in the order of their names."""
    digest = hashlib.sha256()
    for folder in ("lexicons", "rules"):
        for file in sorted(_data(folder).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".tsv", ".toml")):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def default_book() -> RuleBook:
    """Load the rules of the package, once, even where several threads ask at the same time."""
    with _LOCK:
        return _book()


@functools.cache
def _book() -> RuleBook:
    slots = _slots()
    texts = ((name, _data("rules", f"{name}.toml").read_text(encoding="utf-8")) for name in ORDER)
    rules = tuple(_compile(rule, slots) for name, text in texts for rule in parse_rules(text, name))
    return RuleBook(rules, slots, quantity_reader(), load_places(), vocabulary(), fingerprint())
