"""Every rule proves its examples and its counter-examples, and rules and slots are well formed."""

from dataclasses import replace

import pytest

from bizenv_extract import Extractor
from bizenv_extract.document import read
from bizenv_extract.errors import RuleError
from bizenv_extract.matching import Hit, match
from bizenv_extract.rulebook import default_book
from bizenv_extract.rules import Rule, expand, parse_rules
from bizenv_extract.sentences import split
from bizenv_extract.skeleton import read_line
from bizenv_extract.view import fold

RULES = tuple(compiled.rule for compiled in default_book().rules)
ACCEPTS = [
    pytest.param(rule, dict(example), id=f"{rule.id}-{i}") for rule in RULES for i, example in enumerate(rule.accepts)
]
REFUSES = [pytest.param(rule, text, id=f"{rule.id}-{text}") for rule in RULES for text in rule.refuses]


def hits(text: str) -> list[Hit]:
    """All hits of all sentences of a text."""
    book = default_book()
    lines = (read_line(sentence, book.quantities) for sentence in split(fold(read(text))).sentences)
    return [hit for line in lines for hit in match(line, book)]


@pytest.mark.parametrize(("rule", "example"), ACCEPTS)
def test_a_rule_finds_its_example(rule: Rule, example: dict[str, str]) -> None:
    """An example fires its rule, and each slot it names holds the words it says."""
    text = example.pop("text")
    found = [{name: hit.words(name) for name in example} for hit in hits(text) if hit.rule.id == rule.id]
    assert example in found


@pytest.mark.parametrize(("rule", "text"), REFUSES)
def test_a_rule_refuses_its_counter_example(rule: Rule, text: str) -> None:
    """A counter-example does not fire its rule."""
    assert rule.id not in [hit.rule.id for hit in hits(text)]


def test_every_rule_has_both_kinds_of_examples() -> None:
    """No rule stands without an example and a counter-example, and ids are unique."""
    assert [rule.id for rule in RULES if not rule.accepts or not rule.refuses] == []
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_an_unknown_slot_is_named() -> None:
    """A pattern with a slot that nobody defined is refused, and the message names the slot."""
    with pytest.raises(RuleError, match="nonsense"):
        expand("由{nonsense}", {})


@pytest.mark.parametrize(
    "text",
    ['[[rule]]\nid = "x"\n', '[[rule]]\nid = "a.b"\nkind = "outcome"\nfind = "x"\naccepts = []\n', "not toml ["],
)
def test_a_malformed_rule_file_is_a_rule_error(text: str) -> None:
    """A file that is no TOML, lacks fields or has a rule without examples gives a RuleError that names the file."""
    with pytest.raises(RuleError, match=r"demo\.toml"):
        parse_rules(text, "demo.toml")


def test_a_rule_can_fix_fields() -> None:
    """What a rule sets stands in its records, whatever was read."""
    book = default_book()
    rules = tuple(
        c._replace(rule=c.rule.model_copy(update={"fixed": {"basis": "standard"}}))
        if c.rule.id == "outcome.change"
        else c
        for c in book.rules
    )
    report = Extractor(replace(book, rules=rules)).extract("企业数量增长5%，材料减少3项。")
    assert [o.basis for o in report.outcomes] == ["standard", "standard"]


def test_a_rule_keeps_to_its_units() -> None:
    """每年新增50家 is no frequency, though 每年召开2次 is one."""
    assert "none.frequency" not in [hit.rule.id for hit in hits("每年培训企业50家")]
    assert "none.frequency" in [hit.rule.id for hit in hits("每年召开会议2次")]
