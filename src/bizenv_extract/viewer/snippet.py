"""The snippet: a report in a notebook, a few rows of each kind with the words that carry them; no script, no text.

>>> report = {"metadata": {"title": "<通报>", "published": None, "place": None}}
>>> empty = report | {kind: [] for kind in PLURAL.values()}
>>> print(snippet(empty).partition("</style>")[2])
<p><strong>&#60;通报&#62;</strong></p><p>没有数据。 · No rows.</p></div>
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from bizenv_extract.viewer.hidden import safe
from bizenv_extract.viewer.strings import strings

ROWS: Final = 8
"""How many rows of each kind are shown."""

AROUND: Final = 28
"""How many characters of the sentence are shown on each side of the words that carry a row."""

PLURAL: Final = MappingProxyType(
    {"time_limit": "time_limits", "ranking": "rankings", "outcome": "outcomes", "measure": "measures"}
)
NAME: Final = MappingProxyType(
    {"time_limit": "service", "ranking": "subject", "outcome": "metric", "measure": "object"}
)
# Kept to the snippet by its class. Where a host strips the style, the table is plain and nothing is lost.
STYLE: Final = (
    ".bizenv table{border-collapse:collapse;font-size:13px;margin:0 0 .8em}"
    ".bizenv td,.bizenv th{text-align:left;vertical-align:top;padding:2px 14px 2px 0;white-space:normal}"
    ".bizenv mark{background:none;color:inherit;font-weight:600;text-decoration:underline;text-underline-offset:.2em}"
)


class Shown:
    """What a notebook asks of a report."""

    def to_dict(self) -> dict[str, Any]:
        """Give the report in its JSON form."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return snippet(self.to_dict())


def snippet(report: Mapping[str, Any]) -> str:
    """Give a report in its JSON form as a piece of HTML."""
    tables = "".join(_table(kind, report[plural]) for kind, plural in PLURAL.items() if report[plural])
    none = f"<p>{' · '.join(strings()['snippet.none'])}</p>"
    return f'<div class="bizenv" lang="zh-CN"><style>{STYLE}</style>{_head(report["metadata"])}{tables or none}</div>'


def _head(metadata: Mapping[str, Any]) -> str:
    place = metadata["place"]["name"] if metadata["place"] else None
    about = " · ".join(safe(words) for words in (place, metadata["published"]) if words)
    title = safe(metadata["title"] or strings()["page.untitled"][0])
    return f"<p><strong>{title}</strong>{f'<br>{about}' if about else ''}</p>"


def _table(kind: str, records: Sequence[Mapping[str, Any]]) -> str:
    caption = f"{' '.join(strings()[f'kind.{kind}'])} ({len(records)})"
    rows = "".join(_row(kind, record) for record in records[:ROWS])
    more = strings()["snippet.more"][0].replace("{0}", str(len(records) - ROWS)) if len(records) > ROWS else ""
    foot = f'<tr><td></td><td colspan="3">{more}</td></tr>' if more else ""
    return f'<table><tr><th></th><th colspan="3">{caption}</th></tr>{rows}{foot}</table>'


def _row(kind: str, record: Mapping[str, Any]) -> str:
    cells = (safe(record["id"]), safe(record[NAME[kind]]), _quoted(record), " · ".join(_about(record)))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _quoted(record: Mapping[str, Any]) -> str:
    """Give the words that carry a record, within some words of their sentence."""
    anchor, evidence = record["anchor"], record["evidence"]
    start, end = anchor["start"] - evidence["start"], anchor["end"] - evidence["start"]
    before, after = evidence["text"][: max(start, 0)], evidence["text"][max(end, 0) :]
    left = f"…{before[-AROUND:]}" if len(before) > AROUND else before
    right = f"{after[:AROUND]}…" if len(after) > AROUND else after
    return f"{safe(left)}<mark>{safe(anchor['text'])}</mark>{safe(right)}"


def _about(record: Mapping[str, Any]) -> Iterator[str]:
    if record["status"] == "target":
        yield strings()["status.target"][0]
    if record["indicator"]:
        yield safe(record["indicator"])
    if record["period"]:
        yield safe(record["period"]["text"])
