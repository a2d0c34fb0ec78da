r"""The data of a page: what is shown of each report, as plain lists and dicts, and its JSON, safe within HTML.

>>> print(embedded({"text": "</script>\u202e"}))
{"text":"\u003c/script\u003e\u202e"}
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, get_args

from bizenv_extract.schema import Indicator
from bizenv_extract.viewer.hidden import ECMASCRIPT, PYTHON
from bizenv_extract.viewer.lines import lines
from bizenv_extract.viewer.segments import Mark
from bizenv_extract.viewer.strings import strings

KINDS: Final = ("measures", "outcomes", "rankings", "time_limits")
COMMON: Final = frozenset(
    {"kind", "id", "anchor", "evidence", "spans", "section", "place", "period", "status", "indicator", "rule"}
)
# What could end the element or begin a comment in it, and what is not seen, also not by who reads the file's source.
_UNSAFE: Final = re.compile(f"[<>&]|{PYTHON}")


def payload(reports: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the data of a page about some reports, each in its JSON form with its text."""
    return {
        "strings": {key: list(words) for key, words in strings().items()},
        "hidden": ECMASCRIPT,
        "indicators": get_args(Indicator),
        "reports": [_shown(report) for report in reports],
    }


def embedded(data: Mapping[str, Any]) -> str:
    """Write data as JSON that no HTML parser takes for markup, and that hides nothing."""
    return _UNSAFE.sub(_escaped, json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _escaped(found: re.Match[str]) -> str:
    """Write a character as the escapes of its UTF-16 units."""
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def records_of(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the records of all kinds in the order of the text."""
    records = chain.from_iterable(report[kind] for kind in KINDS)
    return sorted(records, key=lambda record: (record["anchor"]["start"], record["anchor"]["end"]))


def marks_of(records: Sequence[Mapping[str, Any]]) -> Iterator[Mark]:
    """Give the marks of records: the anchor of each, and each place where a field was read.

    >>> list(marks_of([{"anchor": {"start": 4, "end": 6}, "spans": {"metric": [1, 3]}}]))
    [Mark(start=4, end=6, record=0, field='anchor'), Mark(start=1, end=3, record=0, field='metric')]
    """
    for number, record in enumerate(records):
        yield Mark(record["anchor"]["start"], record["anchor"]["end"], number, "anchor")
        for field, (start, end) in record["spans"].items():
            yield Mark(start, end, number, field)


def _shown(report: Mapping[str, Any]) -> dict[str, Any]:
    records = records_of(report)
    breaks = [record["evidence"][edge] for record in records for edge in ("start", "end")]
    kept = {key: report[key] for key in ("generator", "source", "metadata", "checks", "diagnostics")}
    return kept | {
        "sections": [{"title": s["title"], "level": s["level"]} for s in report["sections"]],
        "records": [_record(record) for record in records],
        "lines": list(lines(report, list(marks_of(records)), breaks)),
    }


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record with its own fields apart, and of its sentence the place alone: the text has the words."""
    evidence = record["evidence"]
    common = {key: value for key, value in record.items() if key in COMMON}
    own = {key: value for key, value in record.items() if key not in COMMON}
    place = {"evidence": [evidence["start"], evidence["end"]], "page": evidence.get("page")}
    return common | place | {"fields": own}
