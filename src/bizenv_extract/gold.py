"""Gold files: what a careful reader found in a text, as frozen models.

A gold file `NAME.gold.json` names its text (`doc`), what the text says of itself (`metadata`) and its records. A record
is found again by its anchor: `at`, the words as they stand in the text, and `nth`, which of their occurrences. Unknown
fields and values are refused, so that a slip of the pen is no silent zero in a score.

>>> locate("一项、二项、三项", "项", 2)
4
"""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bizenv_extract.errors import EvaluationError
from bizenv_extract.schema import (
    Action,
    Basis,
    Bound,
    Change,
    Indicator,
    IsoDate,
    Novelty,
    Status,
    TimeUnit,
)

SUFFIX = ".gold.json"

Kind = Literal["outcome", "ranking", "time_limit", "measure"]
Words = Annotated[str, Field(min_length=1)]
Readings = Annotated[tuple[Words, ...], Field(min_length=1)]


class Part(BaseModel):
    """Base of the models of a gold file: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Amount(Part):
    """A duration, or a percentage of one."""

    value: Annotated[Decimal, Field(ge=0)]
    value_max: Decimal | None = None
    unit: TimeUnit | Literal["%"]


class Facts(Part):
    """What the text says of itself; `place` is a name, `adcode` its code."""

    title: str | None = None
    published: IsoDate | None = None
    issuer: str | None = None
    document_number: str | None = None
    place: str | None = None
    adcode: str | None = None


class Common(Part):
    """What every gold record has; `optional` ones count neither when found nor when missed."""

    at: Words
    nth: Annotated[int, Field(ge=1)] = 1
    status: Status
    place: str | None = None
    period: tuple[IsoDate | None, IsoDate | None] | None = None
    indicator: Indicator | None = None
    optional: bool = False
    note: str | None = None


class GoldOutcome(Common):
    """An outcome, with all accepted readings of its metric."""

    type: Literal["outcome"]
    metric: Readings
    value: Decimal
    value_max: Decimal | None = None
    unit: str
    change: Change | None
    from_value: Annotated[Decimal | None, Field(alias="from")] = None
    basis: Basis | None = None
    bound: Bound


class GoldRanking(Common):
    """A ranking, with all accepted readings of its subject."""

    type: Literal["ranking"]
    subject: Readings
    scope: str | None
    scope_size: int | None = None
    position: int | None
    position_max: int | None = None
    tier: str | None
    previous: int | None = None
    moved: int | None = None
    streak: int | None = None


class GoldTimeLimit(Common):
    """A time limit, with all accepted readings of its service."""

    type: Literal["time_limit"]
    service: Readings
    before: Amount | None
    after: Amount | None
    reduction: Amount | None
    immediacy: Literal["immediate", "same_day"] | None
    statistic: Literal["limit", "average"]
    bound: Bound
    basis: Basis | None = None


class GoldMeasure(Common):
    """A measure, with all accepted readings of its object."""

    type: Literal["measure"]
    object: Readings
    action: Action
    novelty: Novelty | None = None


class Ignored(Part):
    """A number that is no record, and why."""

    at: Words
    nth: Annotated[int, Field(ge=1)] = 1
    why: str
    note: str | None = None


GoldRecord = Annotated[GoldOutcome | GoldRanking | GoldTimeLimit | GoldMeasure, Field(discriminator="type")]


class Gold(Part):
    """One gold file. With `types`, only those kinds are annotated, and metadata is not scored."""

    doc: Words
    metadata: Facts
    records: tuple[GoldRecord, ...]
    ignored: tuple[Ignored, ...] = ()
    types: tuple[Kind, ...] | None = None
    note: str | None = None


def read_gold(path: Path) -> Gold:
    """Read a gold file; raises EvaluationError with the file's name and the reason."""
    try:
        return Gold.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise EvaluationError(f"{path.name}: {error}") from error


def locate(text: str, at: str, nth: int) -> int:
    """Give the start of the nth occurrence of `at`, overlapping ones included; raises EvaluationError if there is none.

    >>> locate("哈哈哈", "哈哈", 2)
    1
    """
    start = -1
    for _ in range(nth):
        start = text.find(at, start + 1)
        if start < 0:
            raise EvaluationError(f"{at!r} does not stand {nth} times in the text")
    return start
