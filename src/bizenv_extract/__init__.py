"""Rows from Chinese government reports on the business environment.

>>> from bizenv_extract import extract
>>> extract("企业开办由4个工作日压缩为24小时以内。").time_limits[0].bound
'at_most'

Importing the package costs next to nothing: each public name is loaded from its module when it is first asked for.
"""

import importlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bizenv_extract._version import __version__

if TYPE_CHECKING:
    from bizenv_extract.errors import (
        BizenvError,
        EmptyInputError,
        EncodingError,
        EvaluationError,
        InputError,
        MissingExtraError,
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
    from bizenv_extract.tabular import Table

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
    "MissingExtraError",
    "Outcome",
    "Period",
    "Place",
    "Ranking",
    "ReaderError",
    "Report",
    "RuleError",
    "Section",
    "Span",
    "Table",
    "TimeLimit",
    "__version__",
    "extract",
    "extract_many",
    "json_schema",
]

_HOMES = MappingProxyType(
    {
        "Extractor": "pipeline",
        "Table": "tabular",
        "extract": "pipeline",
        "extract_many": "pipeline",
        "json_schema": "publishing",
    }
)
"""The modules of names that are neither errors nor models."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "errors" if name.endswith("Error") else _HOMES.get(name, "schema")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return __all__
