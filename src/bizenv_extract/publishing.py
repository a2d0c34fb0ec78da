"""The published form of the schema: JSON Schema 2020-12, generated from the models.

`schemas/report/1.1.0.json` of the project is `canonical(json_schema())`, byte for byte. A released file never changes:
what breaks readers gets a new major version, a new file and a new `$id`.

>>> json_schema()["$id"]
'https://bizenv-extract.github.io/schemas/report/1.1.0.json'
"""

from typing import Any, Final

import orjson
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bizenv_extract.schema import SCHEMA_VERSION, Report

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
HOME: Final = "https://bizenv-extract.github.io/schemas/report"
DESCRIPTION: Final = (
    "What was read from one report on the business environment: measures, outcomes, rankings and time limits. "
    "All offsets and lengths count Unicode code points of the decoded text, from 0; the end of a span is exclusive. "
    "Decimals are strings in fixed-point notation that keep the digits as written."
)


class _Written(GenerateJsonSchema):
    """The shape of what is written, which is simpler than the shape of what may be read.

    Every field is always written, so all are required and a default would say nothing; titles of fields repeat their
    names, and give generated code a type for each of them.
    """

    schema_dialect = DIALECT

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        del field, total
        return True

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        # Releases of pydantic before 2.10 say a constant twice, as const and as enum.
        written = super().literal_schema(schema)
        return {key: value for key, value in written.items() if key != "enum" or "const" not in written}


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a report as written by `Report.to_json`.

    >>> schema = json_schema()
    >>> schema["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    >>> schema["$defs"]["Outcome"]["properties"]["kind"]["const"]
    'outcome'
    """
    generated = Report.model_json_schema(mode="serialization", schema_generator=_Written)
    head = {
        "$schema": DIALECT,
        "$id": f"{HOME}/{SCHEMA_VERSION}.json",
        "title": generated["title"],
        "description": DESCRIPTION,
    }
    return head | {key: value for key, value in generated.items() if key not in head}


def canonical(schema: dict[str, Any]) -> bytes:
    r"""Give a schema as the bytes of its file: UTF-8, indented by two, keys in their order, one newline at the end.

    >>> canonical({"type": "object"})
    b'{\n  "type": "object"\n}\n'
    """
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
