"""Our value readers against the test cases of other recognisers, where these lie beside the project.

The cases are other people's and are not part of the project; `peer_exceptions.tsv` names those that follow another
convention, by source and with a one-word class of reason.
"""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from bizenv_extract import lexicon
from bizenv_extract.readers import number, ordinal, quantity

HERE = Path(__file__).parent
SPECS = HERE.parent.parent / "shared" / "peer_specs"
pytestmark = pytest.mark.skipif(not SPECS.is_dir(), reason="the peer cases do not lie beside the project")

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
NUMERALS = "一二两三四五六七八九十"
NEAR = Decimal("1e-9")
SECONDS = {"year": 31536000, "month": 2592000, "week": 604800, "day": 86400, "hour": 3600, "minute": 60, "second": 1}
LEAST_RIGHT, MOST_EXCEPTIONS = 0.97, 0.08


def folded(text: str) -> str:
    """Full width to half, spaces inside numbers out: what the fold stage does before a reader sees a text."""
    half = text.translate(WIDE)
    return re.sub(r"(?<=[^,，0-9])\s+|(?<=[0-9])\s+(?=[^0-9])", "", half).strip()


def phrase_spans(text: str) -> list[tuple[int, int]]:
    """Give the spans of idioms and place names that begin with a numeral."""
    phrases = lexicon.load("phrases")
    words = [word for word, entry in phrases.items() if entry.note in {"place", "idiom"} and word[0] in NUMERALS]
    return [match.span() for match in re.finditer(lexicon.alternation(tuple(words)), text)]


def near(got: list[Decimal], wanted: list[Decimal]) -> bool:
    """Tell whether two lists of values agree, but for the last digits of a quotient."""
    pairs = zip(got, wanted, strict=True) if len(got) == len(wanted) else ()
    return len(got) == len(wanted) and all(abs(a - b) <= NEAR * max(abs(b), 1) for a, b in pairs)


def number_right(case: dict) -> bool:
    """Tell whether all numbers of a case are read."""
    text = folded(case["input"])
    got = [found.number.value for found in number.scan(text, phrase_spans(text))]
    return near(got, [Decimal(entry["resolution"]["value"]) for entry in case["expected"]])


def percent_right(case: dict) -> bool:
    """Tell whether all percentages of a case are read; our points are their percent."""
    found = quantity.reader().scan(folded(case["input"]))
    got = [q.value for q in found if q.dimension in {"ratio", "percentage_point"} and not q.value_max]
    return near(got, [Decimal(entry["resolution"]["value"].rstrip("%")) for entry in case["expected"]])


def ordinal_right(case: dict) -> bool:
    """Tell whether all ordinals of a case are read."""
    got = [Decimal(found.value) for found in ordinal.scan(folded(case["input"]))]
    return near(got, [Decimal(entry["resolution"]["value"]) for entry in case["expected"]])


def money(case: dict) -> list[quantity.Quantity]:
    """Give the amounts of money of a case."""
    return [q for q in quantity.reader().scan(folded(case["input"])) if q.dimension == "currency"]


def currency_right(case: dict) -> bool:
    """Tell whether values and currencies of a case are read."""
    found = money(case)
    if isinstance(case["expected"], dict):
        return jio_right(case["expected"], found or list(quantity.reader().scan(folded(case["input"]))))
    wanted = [entry["resolution"] for entry in case["expected"] if entry["resolution"]["value"]]
    codes = [entry.get("isoCurrency") for entry in wanted]
    right_codes = len(codes) == len(found) and all(c in (None, q.currency) for c, q in zip(codes, found, strict=True))
    return right_codes and near([q.value for q in found], [Decimal(entry["value"]) for entry in wanted])


def jio_right(expected: dict, found: list[quantity.Quantity]) -> bool:
    """Tell whether values and currency are as expected; yuan is assumed there where none is written."""
    wanted = expected["num"] if isinstance(expected["num"], list) else [expected["num"]]
    got = [value for q in found for value in (q.value, q.value_max) if value is not None]
    codes = lexicon.load("currencies")
    rounded = [round(value, 2) for value in got]
    at_least = found and found[0].bound in {"at_least", "about"} and len(wanted) > len(got)
    right = rounded == [Decimal(num) for num in (wanted[:1] if at_least else wanted)]
    return right and all(q.currency == codes[expected["case"]].canonical for q in found if q.unit)


def money_words_right(case: dict) -> bool:
    """Tell whether the words of each amount are found."""
    got = [q for q in money(case) if q.number_span[0] is not None]
    text = folded(case["input"])
    return [text[q.start : q.end] for q in got] == [folded(entry["text"]) for entry in case["expected"]]


def duration_right(case: dict) -> bool:
    """Tell whether the durations of a case are as long as expected."""
    text = folded(case["input"])
    found = [q for q in quantity.reader().scan(text) if q.dimension.startswith("duration")]
    if case["expected"][0]["resolution"] is None:
        return bool(found) and text[found[0].start : found[-1].end] == folded(case["expected"][0]["text"])
    seconds = [q.value * SECONDS[q.dimension.removeprefix("duration:")] for q in found]
    wanted = [Decimal(entry["resolution"]["FutureResolution"]["duration"]) for entry in case["expected"]]
    # A year told in months is 360 days long there, 365 here.
    return abs(sum(seconds) - sum(wanted)) <= sum(wanted) * Decimal("0.02")


CHECKS: dict[str, Callable[[dict], bool]] = {
    "number": number_right,
    "percent": percent_right,
    "ordinal": ordinal_right,
    "currency": currency_right,
    "currency_extract": money_words_right,
    "duration": duration_right,
}


def cases(kind: str) -> Iterator[dict]:
    """Give the cases of one kind."""
    lines = (SPECS / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return map(json.loads, lines)


def exceptions() -> dict[str, str]:
    """Give the excepted sources with their reasons."""
    lines = (HERE / "peer_exceptions.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("kind", CHECKS)
def test_at_least_97_percent_of_peer_cases_are_read_as_expected(kind):
    """Of the cases within our conventions, all but three in a hundred give the same values."""
    excepted = exceptions()
    within = [case for case in cases(kind) if case["source"] not in excepted]
    wrong = [case["source"] for case in within if not CHECKS[kind](case)]
    assert 1 - len(wrong) / len(within) >= LEAST_RIGHT, wrong


@pytest.mark.parametrize("kind", CHECKS)
def test_exceptions_are_few_and_still_needed(kind):
    """At most 8 % of a file are excepted, each by a source that exists, none that is read as expected by now."""
    excepted = [case for case in cases(kind) if case["source"] in exceptions()]
    assert len(excepted) <= MOST_EXCEPTIONS * len(list(cases(kind)))
    assert [case["source"] for case in excepted if CHECKS[kind](case)] == []


def test_exceptions_are_sorted_and_give_a_reason_each():
    """The list of exceptions is sorted by source, and each has a one-word class."""
    entries = exceptions()
    assert list(entries) == sorted(entries)
    assert all(re.fullmatch("[a-z]+", reason) for reason in entries.values())
