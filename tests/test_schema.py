"""The published schema: it is what the models say, downstream tools accept it, and it takes just what is a report."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bizenv_extract import Report, extract, json_schema
from bizenv_extract.publishing import canonical
from bizenv_extract.schema import SCHEMA_VERSION, Duration, Model, plain

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "schemas" / "report" / f"{SCHEMA_VERSION}.json"
SCHEMA: dict[str, Any] = json.loads(PUBLISHED.read_bytes())
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)
TEXT = (
    "濮阳市优化营商环境\n2020年，企业开办由4个工作日压缩至1个工作日以内，登记财产指标居全省第2位，"
    "全市实有市场主体23.2万户，同比增长11.20%。出台《优化营商环境办法》。\n"
)
KINDS = {"Measure": "measure", "Outcome": "outcome", "Ranking": "ranking", "TimeLimit": "time_limit"}
Break = Callable[[dict[str, Any]], object]


def report() -> Report:
    """Give a report with a record of each kind."""
    found = extract(TEXT)
    assert found.measures
    assert found.outcomes
    assert found.rankings
    assert found.time_limits
    return found


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Give all JSON objects within a JSON value."""
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(part)


def test_the_published_file_is_generated() -> None:
    """`schemas/report/1.1.0.json` is what the models give, byte for byte."""
    assert PUBLISHED.read_bytes() == canonical(json_schema())


def test_the_schema_says_what_it_is() -> None:
    """It names its dialect and itself, and tells what offsets count."""
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"].endswith(f"/report/{SCHEMA_VERSION}.json")
    assert "Unicode code points" in SCHEMA["description"]
    jsonschema_rs.meta.validate(SCHEMA)


def test_every_field_that_is_written_is_required() -> None:
    """Each object requires all its properties, and allows no others."""
    closed = [SCHEMA, *SCHEMA["$defs"].values()]
    assert [one["title"] for one in closed if one["required"] != list(one["properties"])] == []
    assert [one["title"] for one in closed if one["additionalProperties"] is not False] == []


def test_every_record_has_a_constant_kind() -> None:
    """`kind` tells records apart, without the keyword `discriminator`."""
    assert {name: SCHEMA["$defs"][name]["properties"]["kind"]["const"] for name in KINDS} == KINDS
    assert not [one for one in objects(SCHEMA) if "discriminator" in one]


def test_every_field_is_described() -> None:
    """No property without a description, but for `kind`, which is its own."""
    fields = [pair for one in (SCHEMA, *SCHEMA["$defs"].values()) for pair in one["properties"].items()]
    assert {name for name, field in fields if "description" not in field} == {"kind"}


def test_a_report_is_valid_and_loads_back() -> None:
    """What the extractor writes fits the schema and gives back an equal report."""
    found = report()
    VALIDATOR.validate(json.loads(found.to_json()))
    assert Report.model_validate_json(found.to_json()) == found
    assert Report.model_validate_json(found.to_json()).to_json() == found.to_json()


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures").glob("*.txt")), ids=lambda path: path.stem)
def test_the_fixtures_are_valid_and_load_back(path: Path) -> None:
    """So do whole reports."""
    found = extract(path)
    VALIDATOR.validate(json.loads(found.to_json()))
    assert Report.model_validate_json(found.to_json()) == found


def test_models_are_frozen_and_closed() -> None:
    """No field can be set, and none can be added."""
    with pytest.raises(ValueError, match="frozen"):
        report().text = "?"
    with pytest.raises(ValueError, match="Extra inputs"):
        Duration.model_validate({"value": "1", "unit": "day", "values": "2"})
    assert all(model.model_config["frozen"] for model in Model.__subclasses__())


BREAKS: dict[str, Break] = {
    "no kind": lambda r: r["outcomes"][0].pop("kind"),
    "another kind": lambda r: r["outcomes"][0].update(kind="ranking"),
    "a field too many": lambda r: r.update(more=1),
    "a field too many in a record": lambda r: r["measures"][0].update(more=1),
    "a field missing": lambda r: r.pop("text"),
    "a nullable field missing": lambda r: r["outcomes"][0].pop("value_max"),
    "a value as number": lambda r: r["outcomes"][0].update(value=232000),
    "a value with exponent": lambda r: r["outcomes"][0].update(value="2.32E+5"),
    "a value with separators": lambda r: r["outcomes"][0].update(value="232,000"),
    "a value that is none": lambda r: r["outcomes"][0].update(value="NaN"),
    "a value in Chinese": lambda r: r["outcomes"][0].update(value="二十"),
    "a value with full-width digits": lambda r: r["outcomes"][0].update(value="２３"),
    "a unit of time that is none": lambda r: r["time_limits"][0]["after"].update(unit="fortnight"),
    "a negative offset": lambda r: r["rankings"][0]["anchor"].update(start=-1),
    "a place without code": lambda r: r["metadata"]["place"].pop("adcode"),
    "a code of five digits": lambda r: r["metadata"]["place"].update(adcode="41090"),
    "position 0": lambda r: r["rankings"][0].update(position=0),
    "an indicator that is none": lambda r: r["rankings"][0].update(indicator="营商环境"),
    "a status that is none": lambda r: r["measures"][0].update(status="planned"),
    "a date of another form": lambda r: r["metadata"].update(published="2020/1/1"),
    "a span of three": lambda r: r["rankings"][0]["spans"].update(scope=[1, 2, 3]),
    "another version": lambda r: r.update(schema_version="1.2.0"),
    "a hash of another length": lambda r: r["source"].update(sha256="0"),
    "a basis that is none": lambda r: r["outcomes"][1].update(basis="year"),
}


@pytest.mark.parametrize("change", BREAKS.values(), ids=BREAKS)
def test_what_is_no_report_is_refused(change: Break) -> None:
    """A broken report does not fit the schema."""
    broken = copy.deepcopy(report().to_dict())
    change(broken)
    assert not VALIDATOR.is_valid(broken)


decimals = st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=-(10**30), max_value=10**30)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(decimals)
def test_decimals_are_plain_strings(value: Decimal) -> None:
    """No exponent, no float, and the value and its written digits come back."""
    written = json.loads(Duration(value=value, unit="day").model_dump_json())["value"]
    assert isinstance(written, str)
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", written)
    assert Decimal(written) == value
    assert plain(Decimal(written)) == written
    assert Duration.model_validate_json(f'{{"value":"{written}","unit":"day"}}').value == value
