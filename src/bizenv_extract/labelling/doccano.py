"""doccano: a line of JSON for each text, with spans for records and for the words of their names.

doccano knows spans and no fields, so those go along as metadata, which it gives back as it got them. A span that stayed
in place or was moved a little keeps the fields of its record; a new one takes its name from the nearest new span of a
name, and the values that its own words say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bizenv_extract.errors import InputError
from bizenv_extract.labelling.marks import NAMES, Mark, Marked

Span = tuple[int, int]
Read = Callable[[str, str], Mapping[str, tuple[str, ...]]]
"""What reads the fields of a new record: its kind, and the text from its name to its anchor."""


def line(found: Marked) -> dict[str, Any]:
    """Give a text with its spans, and the fields of its records as metadata."""
    spans = [(mark.start, mark.end, mark.kind) for mark in found.marks]
    names = [(*mark.name, NAMES[mark.kind]) for mark in found.marks if mark.name]
    marks = [_kept(mark) for mark in found.marks]
    label = [list(span) for span in sorted({*spans, *names})]
    return {"text": found.text, "label": label, "doc": found.doc, "facts": dict(found.facts), "marks": marks}


def _kept(mark: Mark) -> dict[str, Any]:
    told = {name: list(values) for name, values in mark.fields.items()}
    at = {"kind": mark.kind, "start": mark.start, "end": mark.end, "name": mark.name and list(mark.name)}
    return {**at, "fields": told}


def read_line(written: Mapping[str, Any], text: str, read: Read) -> Marked:
    """Read the spans of a text back; `read` reads the values of records that are new."""
    spans = tuple(sorted(set(_spans(written, len(text)))))
    old = tuple(_mark(kept) for kept in written["marks"])
    places = {(mark.start, mark.end, mark.kind) for mark in old}
    known = {(*mark.name, NAMES[mark.kind]) for mark in old if mark.name}
    names = tuple(span for span in spans if span[2] in NAMES.values() and span not in known)
    marks = [_named(mark, spans, names, text) for mark in old if (mark.start, mark.end, mark.kind) in spans]
    left = [mark for mark in old if (mark.start, mark.end, mark.kind) not in spans]
    for start, end, kind in (span for span in spans if span[2] in NAMES and span not in places):
        near = next((mark for mark in left if mark.kind == kind and start < mark.end and mark.start < end), None)
        if near:
            left.remove(near)
            marks.append(_named(Mark(kind, start, end, near.fields, near.name), spans, names, text))
        else:
            marks.append(_new((start, end), kind, names, text, read))
    return Marked(written["doc"], text, written["facts"], tuple(marks))


def _spans(written: Mapping[str, Any], length: int) -> Iterator[tuple[int, int, str]]:
    """Give the spans of a line, in either of the two forms that doccano exports."""
    listed = (tuple(one) for one in written.get("label") or written.get("labels") or ())
    named = ((one["start_offset"], one["end_offset"], one["label"]) for one in written.get("entities") or ())
    for start, end, label in (*listed, *named):
        if label not in {*NAMES, *NAMES.values()}:
            raise InputError(f"no such label: {label!r}")
        if not 0 <= start < end <= length:
            raise InputError(f"{label} at {start}-{end} lies outside the text")
        yield start, end, label


def _mark(kept: Mapping[str, Any]) -> Mark:
    told = {name: tuple(values) for name, values in kept["fields"].items()}
    return Mark(kept["kind"], kept["start"], kept["end"], told, kept["name"] and tuple(kept["name"]))


def _named(mark: Mark, spans: Iterable[tuple[int, int, str]], names: Iterable[tuple[int, int, str]], text: str) -> Mark:
    """Give a record its name anew where the span of its old one is gone and a new one is there."""
    if mark.name is None or (*mark.name, NAMES[mark.kind]) in spans:
        return mark
    near = _nearest(names, mark.kind, mark.start)
    if near is None:
        return mark
    told = {**mark.fields, NAMES[mark.kind]: (text[slice(*near)],)}
    return Mark(mark.kind, mark.start, mark.end, told, near)


def _nearest(names: Iterable[tuple[int, int, str]], kind: str, start: int) -> Span | None:
    mine = ((abs(span[0] - start), span[:2]) for span in names if span[2] == NAMES[kind])
    return min(mine, default=(0, None))[1]


def _new(at: Span, kind: str, names: Iterable[tuple[int, int, str]], text: str, read: Read) -> Mark:
    """Give a new record: its name where one is marked, its values as its words say."""
    near = _nearest(names, kind, at[0])
    first, last = (min(near[0], at[0]), max(near[1], at[1])) if near else at
    told = dict(read(kind, text[first:last]))
    if near:
        told[NAMES[kind]] = (text[slice(*near)],)
    return Mark(kind, *at, told, near)
