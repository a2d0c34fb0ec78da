"""The report: models and nothing else. Names are the contract, see `docs/schema.md` and `schemas/`.

All models are frozen and forbid unknown fields. Offsets count Unicode code points into the decoded source text.

>>> Duration(value="2", unit="hour").value
Decimal('2')
"""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import to_json

from bizenv_extract.tabular import Tabular

SCHEMA_VERSION: Final = "1.0.0"

Indicator = Literal[
    "开办企业", "劳动力市场监管", "办理建筑许可", "政府采购", "招标投标", "获得电力", "获得用水用气", "登记财产",
    "获得信贷", "保护中小投资者", "知识产权创造保护和运用", "跨境贸易", "纳税", "执行合同", "办理破产", "市场监管",
    "政务服务", "包容普惠创新",
]  # fmt: skip
Status = Literal["achieved", "target"]
Bound = Literal["exact", "about", "at_least", "at_most"]
Change = Literal["increase", "decrease"]
TimeUnit = Literal["second", "minute", "hour", "workday", "day", "week", "month", "year"]
Dimension = Literal[
    "count", "currency", "ratio", "percentage_point", "multiple", "area", "length", "volume", "mass", "energy", "power",
    "concentration", "price", "other",
]  # fmt: skip
Action = Literal["establish", "issue", "implement", "reduce", "supervise", "serve", "convene", "publicise"]
ScopeLevel = Literal["national", "provincial", "municipal", "county", "other"]


def plain(value: Decimal) -> str:
    """Write a decimal with its digits and no exponent.

    >>> plain(Decimal("90.10")), plain(Decimal("1E+3"))
    ('90.10', '1000')
    """
    return format(value, "f")


Number = Annotated[
    Decimal,
    PlainSerializer(plain, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}),
]
IsoDate = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Offset = Annotated[int, Field(ge=0)]
Cardinal = Annotated[int, Field(ge=1)]
Adcode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Basis = Annotated[str, Field(pattern=r"^(yoy|mom|year_start|standard|other|[0-9]{4})$")]


class Model(BaseModel):
    """Base of all models: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Model):
    """A stretch of the source text: `text == source[start:end]`, in code points."""

    start: Offset = Field(description="Offset of the first character")
    end: Offset = Field(description="Offset after the last character")
    text: str = Field(description="The characters between, verbatim")


class Place(Model):
    """An administrative division: full name and its six-digit GB/T 2260 code, where there is one."""

    name: str = Field(description="Full name, such as 濮阳市")
    adcode: Adcode | None = Field(default=None, description="GB/T 2260 code, such as 410900")


class Period(Model):
    """A stretch of days, both ends included; an open end is null. `text` holds the words it was read from."""

    start: IsoDate | None = Field(description="First day, ISO 8601")
    end: IsoDate | None = Field(description="Last day, ISO 8601")
    text: str = Field(description="The words it was read from")


class Duration(Model):
    """A length of time as written: working days stay working days, 24 hours stay 24 hours."""

    value: Number = Field(description="How many, or the lower end of a range")
    value_max: Number | None = Field(default=None, description="Upper end of a range")
    unit: TimeUnit = Field(description="Unit as written; workday is 工作日")


class Reduction(Model):
    """By how much a time limit was cut: a duration, or a percentage with unit `%`."""

    value: Number = Field(description="How many units, or how many per cent")
    unit: TimeUnit | Literal["%"] = Field(description="A unit of time, or %")


class Novelty(Model):
    """A claim to be the first or the only one, and among whom."""

    claim: Literal["first", "only"] = Field(description="first: 率先, 首创, 首家; only: 唯一")
    scope: str | None = Field(default=None, description="Among whom, as written: 全省, 全国")


class Record(Model):
    """What every record has: where it was read, and what time and place it is about."""

    kind: str = Field(description="Kind of the record")
    id: str = Field(description="Kind and ordinal: m1, o1, r1, t1")
    anchor: Span = Field(description="The words that carry the record")
    evidence: Span = Field(description="The sentence it stands in")
    spans: dict[str, tuple[Offset, Offset]] = Field(
        description="Where each field was read: [start, end]; an inherited field has none"
    )
    section: Offset | None = Field(default=None, description="Index into sections")
    place: Place | None = Field(default=None, description="The place the fact is about")
    period: Period | None = Field(default=None, description="When it holds or held")
    status: Status = Field(default="achieved", description="Reached, or aimed at")
    indicator: Indicator | None = Field(default=None, description="First-level indicator of the national evaluation")
    rule: str = Field(description="Public id of the rule that made it")


class Outcome(Record):
    """A quantity of something: a level, or a change with its basis."""

    kind: Literal["outcome"] = "outcome"
    metric: str = Field(description="What is measured, in the words of the text")
    value: Number = Field(description="The figure with scale words multiplied out")
    value_max: Number | None = Field(default=None, description="Upper end of a range")
    unit: str = Field(description="As written, without scale words")
    dimension: Dimension = Field(description="What the unit measures")
    currency: Currency | None = Field(default=None, description="ISO 4217 code of an amount of money")
    change: Change | None = Field(default=None, description="Direction of a change; null for a level")
    from_value: Number | None = Field(default=None, description="The level before")
    basis: Basis | None = Field(default=None, description="What a change is measured against; four digits are a year")
    bound: Bound = Field(default="exact", description="How the value bounds the fact")
    measure_id: str | None = Field(default=None, description="Id of the measure in whose clause it stands")


class Ranking(Record):
    """A place in an order among peers, or a named tier."""

    kind: Literal["ranking"] = "ranking"
    subject: str = Field(description="What is ranked")
    scope: str | None = Field(default=None, description="The peers as written: 全省, 全国")
    scope_level: ScopeLevel | None = Field(default=None, description="Level of the peers")
    scope_size: Cardinal | None = Field(default=None, description="How many peers")
    position: Cardinal | None = Field(default=None, description="Place reached; null for a tier")
    position_max: Cardinal | None = Field(default=None, description="Last place of a range, 3 in 前三")
    tier: str | None = Field(default=None, description="A named tier or grade: 第一方阵, 前列")
    previous: Cardinal | None = Field(default=None, description="Place before")
    moved: int | None = Field(default=None, description="Places gained, negative when lost")
    streak: Cardinal | None = Field(default=None, description="Periods in a row")


class TimeLimit(Record):
    """How long a procedure takes or may take."""

    kind: Literal["time_limit"] = "time_limit"
    service: str = Field(description="The procedure")
    before: Duration | None = Field(default=None, description="The limit before")
    after: Duration | None = Field(default=None, description="The limit now")
    reduction: Reduction | None = Field(default=None, description="By how much it was cut")
    immediacy: Literal["immediate", "same_day"] | None = Field(
        default=None, description="immediate: 即时办结; same_day: 当日"
    )
    statistic: Literal["limit", "average"] = Field(default="limit", description="A limit, or an average")
    bound: Bound = Field(default="exact", description="How the duration bounds the fact")


class Measure(Record):
    """What an authority did, does or will do about something."""

    kind: Literal["measure"] = "measure"
    action: Action = Field(description="What sort of act")
    object: str = Field(description="What it is done to or about")
    actor: str | None = Field(default=None, description="Who acts, where named")
    novelty: Novelty | None = Field(default=None, description="A claim to be the first or only one")


class Generator(Model):
    """What made the report: name and version of the package, fingerprint of its rules and lexicons."""

    name: str = Field(description="Name of the package")
    version: str = Field(description="Its version")
    rules: str = Field(description="Fingerprint of rules and lexicons")


class Source(Model):
    """The input: where it came from, how it was decoded, the hash of its bytes, its length in code points."""

    uri: str | None = Field(default=None, description="Where the input came from")
    media_type: str = Field(description="Its media type")
    encoding: str = Field(description="How it was decoded")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(description="Hash of the bytes")
    length: Offset = Field(description="Length of the decoded text in code points")


class Metadata(Model):
    """What the report says of itself."""

    title: str | None = Field(default=None, description="Title of the report")
    published: IsoDate | None = Field(default=None, description="Day of publication, ISO 8601")
    issuer: str | None = Field(default=None, description="Who issued it")
    document_number: str | None = Field(default=None, description="Such as 豫政〔2020〕1号")
    place: Place | None = Field(default=None, description="The place the report is about")


class Section(Model):
    """A heading and the span of all that stands under it."""

    title: str = Field(description="The heading")
    level: Cardinal = Field(description="Depth of the heading, from 1")
    span: Span = Field(description="The whole section, heading included")


class Check(Model):
    """Figures of the text that ought to agree, and whether they do."""

    kind: str = Field(description="What was compared")
    records: tuple[str, ...] = Field(description="Ids of the records compared")
    stated: str = Field(description="The figure as stated")
    computed: str = Field(description="The figure as computed")
    consistent: bool = Field(description="Whether they agree")
    note: str | None = Field(default=None, description="What a reader should know")


class Diagnostic(Model):
    """What could not be read, or deserves a look."""

    code: str = Field(description="Stable name of the case")
    severity: Literal["info", "warning", "error"] = Field(description="How grave it is")
    message: str = Field(description="What happened, for a reader")
    span: Span | None = Field(default=None, description="Where in the text")


def _listed(models: tuple[Model, ...]) -> Iterator[bytes]:
    """Give models as the JSON of the items of a list."""
    for number, model in enumerate(models):
        if number:
            yield b","
        yield to_json(model)


class Report(Tabular, Model):
    """One report, read."""

    schema_version: Literal["1.0.0"] = Field(default=SCHEMA_VERSION, description="Version of this schema")
    generator: Generator = Field(description="What made the report")
    source: Source = Field(description="What was read")
    text: str | None = Field(default=None, description="The decoded text, or null")
    metadata: Metadata = Field(description="What the report says of itself")
    sections: tuple[Section, ...] = Field(default=(), description="Headings in document order")
    measures: tuple[Measure, ...] = Field(default=(), description="In order of anchor.start")
    outcomes: tuple[Outcome, ...] = Field(default=(), description="In order of anchor.start")
    rankings: tuple[Ranking, ...] = Field(default=(), description="In order of anchor.start")
    time_limits: tuple[TimeLimit, ...] = Field(default=(), description="In order of anchor.start")
    checks: tuple[Check, ...] = Field(default=(), description="Figures that ought to agree")
    diagnostics: tuple[Diagnostic, ...] = Field(default=(), description="What could not be read")

    def to_json(self) -> bytes:
        """Give the report as UTF-8 JSON: keys in the order of the schema, no white space, the same bytes each time."""
        written = io.BytesIO()
        # Piece by piece: written in one go, a long report would stand in memory twice.
        for number, (name, value) in enumerate(self):
            written.write(b'%c"%s":' % (b"," if number else b"{", name.encode()))
            if isinstance(value, tuple):
                written.write(b"[")
                written.writelines(_listed(value))
                written.write(b"]")
            else:
                written.write(to_json(value))
        written.write(b"}")
        return written.getvalue()

    def to_dict(self) -> dict[str, Any]:
        """Give the report as plain dicts and lists, decimals written as strings."""
        return self.model_dump(mode="json")
