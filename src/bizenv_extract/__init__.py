"""Rows from Chinese government reports on the business environment.

>>> extract("企业开办由4个工作日压缩为24小时以内。").time_limits[0].bound
'at_most'
"""

from bizenv_extract._version import __version__
from bizenv_extract.errors import (
    BizenvError,
    EmptyInputError,
    EncodingError,
    EvaluationError,
    InputError,
    ReaderError,
    RuleError,
)
from bizenv_extract.pipeline import Extractor, extract, extract_many
from bizenv_extract.publishing import json_schema
from bizenv_extract.schema import (
    Duration,
    Measure,
    Metadata,
    Outcome,
    Period,
    Place,
    Ranking,
    Report,
    Section,
    Span,
    TimeLimit,
)

__all__ = [
    "BizenvError",
    "Duration",
    "EmptyInputError",
    "EncodingError",
    "EvaluationError",
    "Extractor",
    "InputError",
    "Measure",
    "Metadata",
    "Outcome",
    "Period",
    "Place",
    "Ranking",
    "ReaderError",
    "Report",
    "RuleError",
    "Section",
    "Span",
    "TimeLimit",
    "__version__",
    "extract",
    "extract_many",
    "json_schema",
]
