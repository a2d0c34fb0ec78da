"""Reports made by hand, for tests of what goes out: any words in any field."""

from typing import Any

from bizenv_extract import Report

TEXT = "实有市场主体23.2万户"
SPAN = {"start": 0, "end": 4, "text": "实有市场"}
COMMON = {"id": "x1", "anchor": SPAN, "evidence": SPAN, "spans": {"metric": (0, 6)}, "rule": "made.by_hand"}
OWN = {
    "outcomes": {"metric": "企业", "value": "1", "unit": "户", "dimension": "count"},
    "rankings": {"subject": "企业"},
    "time_limits": {"service": "企业开办"},
    "measures": {"action": "issue", "object": "办法"},
}


def record(kind: str, **fields: Any) -> dict[str, Any]:
    """Give a record with some fields of one's own."""
    return COMMON | OWN[kind] | {"kind": kind.removesuffix("s")} | fields


def report(uri: str | None = "a.txt", metadata: dict[str, Any] | None = None, **kinds: list[dict[str, Any]]) -> Report:
    """Give a report of records given by their fields."""
    made = {kind: [record(kind, **fields) for fields in rows] for kind, rows in kinds.items()}
    source = {"uri": uri, "media_type": "text/plain", "encoding": "utf-8", "sha256": "0" * 64, "length": 9}
    generator = {"name": "bizenv-extract", "version": "0", "rules": "0"}
    return Report.model_validate({"generator": generator, "source": source, "metadata": metadata or {}, **made})
