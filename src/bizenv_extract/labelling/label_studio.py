"""Label Studio: tasks with predictions, the configuration of a project, and annotations read back.

A record is a region with the label of its kind; its fields are controls of the region, and what the text says of itself
are controls of the task. The names of the controls are those of the fields, so the export of a project tells all.
"""

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from bizenv_extract._version import __version__
from bizenv_extract.columns import Column
from bizenv_extract.errors import InputError
from bizenv_extract.judging import KINDS
from bizenv_extract.labelling.marks import CHOICES, FACTS, NAMES, NOTE, OPTIONAL, Mark, Marked, fields
from bizenv_extract.labelling.offsets import place_of
from bizenv_extract.render.labels import Lang, header, word

KIND, TEXT, META = "kind", "text", "meta_"
COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {"outcome": "#1f77b4", "ranking": "#ff7f0e", "time_limit": "#2ca02c", "measure": "#9467bd"}
)
# An annotator may say that a record counts neither when found nor when missed, and why a case is read as it is.
_MORE: Final = (Column(OPTIONAL, "可选", "code", ()), Column(NOTE, "备注", "text", ()))


def config(lang: Lang) -> str:
    """Give the labeling configuration of a project as XML."""
    view = ET.Element("View")
    labels = ET.SubElement(view, "Labels", name=KIND, toName=TEXT)
    for kind in KINDS:
        ET.SubElement(labels, "Label", value=kind, background=COLOURS[kind], hint=word(f"{kind}s", lang))
    ET.SubElement(view, "Text", name=TEXT, value="$text", granularity="symbol")
    for field, kinds in _controls().items():
        _control(view, field, kinds, lang)
    for fact in FACTS:
        ET.SubElement(view, "Header", value=fact, size="5")
        ET.SubElement(view, "TextArea", name=META + fact, toName=TEXT, maxSubmissions="1", editable="true", rows="1")
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _controls() -> dict[Column, list[str]]:
    """Give each field with the kinds that have it."""
    found: dict[str, tuple[Column, list[str]]] = {}
    for kind in KINDS:
        for field in (*fields(kind), *_MORE):
            found.setdefault(field.name, (field, []))[1].append(kind)
    return dict(found.values())


def _control(view: ET.Element, field: Column, kinds: list[str], lang: Lang) -> None:
    """Add the control of a field, which shows when a region of one of its kinds is selected."""
    shown = {"visibleWhen": "region-selected", "whenTagName": KIND, "whenLabelValue": ",".join(kinds)}
    room = ET.SubElement(view, "View", shown)
    ET.SubElement(room, "Header", value=header(field, lang), size="5")
    bound = {"name": field.name, "toName": TEXT, "perRegion": "true"}
    if field.name not in CHOICES:
        several = {} if field.name in NAMES.values() else {"maxSubmissions": "1"}
        ET.SubElement(room, "TextArea", {**bound, **several, "editable": "true", "rows": "1"})
        return
    choices = ET.SubElement(room, "Choices", {**bound, "choice": "single", "showInline": "true"})
    for value in CHOICES[field.name]:
        # Label Studio gives out the alias: the value of the schema, whatever the language of the screen.
        ET.SubElement(choices, "Choice", {"value": word(value, lang), "alias": value})


def task(found: Marked) -> dict[str, Any]:
    """Give a task with its marks as a prediction."""
    regions = (_region(mark, f"{mark.kind}{number}", found.text) for number, mark in enumerate(found.marks, 1))
    facts = ({"id": META + name, **_result(META + name, "textarea", text=[v])} for name, v in found.facts.items())
    result = [*itertools.chain.from_iterable(regions), *facts]
    data = {"text": found.text, "doc": found.doc}
    return {"data": data, "predictions": [{"model_version": f"bizenv-extract {__version__}", "result": result}]}


def _region(mark: Mark, name: str, text: str) -> Iterator[dict[str, Any]]:
    at = {"start": mark.start, "end": mark.end}
    words = text[mark.start : mark.end]
    yield {"id": name, **_result(KIND, "labels", **at, text=words, labels=[mark.kind])}
    for field, values in mark.fields.items():
        chosen = field in CHOICES
        value = {"choices": list(values)} if chosen else {"text": list(values)}
        yield {"id": name, **_result(field, "choices" if chosen else "textarea", **at, **value)}


def _result(name: str, sort: str, **value: Any) -> dict[str, Any]:
    return {"from_name": name, "to_name": TEXT, "type": sort, "value": value}


def read_task(written: Mapping[str, Any], text: str) -> Marked:
    """Read the annotation of a task: the last one that was not cancelled.

    A task that never was in Label Studio gives its prediction back. Raises InputError for a task without annotation.
    """
    doc = written["data"]["doc"]
    made = written.get("annotations")
    done = written["predictions"] if made is None else [one for one in made if not one.get("was_cancelled")]
    if not done:
        raise InputError("nobody has annotated it")
    results = [one for one in done[-1]["result"] if "value" in one]
    regions: dict[str, list[Mapping[str, Any]]] = {}
    for one in results:
        if not one["from_name"].startswith(META):
            regions.setdefault(one["id"], []).append(one)
    facts = {one["from_name"].removeprefix(META): _values(one) for one in results if one["from_name"].startswith(META)}
    marks = tuple(_mark(parts, text) for parts in regions.values())
    return Marked(doc, text, {name: values[0] for name, values in facts.items() if values}, marks)


def _mark(parts: Iterable[Mapping[str, Any]], text: str) -> Mark:
    """Put a region together from its label and its fields."""
    found = {part["from_name"]: part for part in parts}
    if KIND not in found:
        raise InputError(f"a region with {', '.join(found)} has no label")
    value = found.pop(KIND)["value"]
    start, end = place_of(text, value["start"], value["end"], value.get("text"))
    kind = value["labels"][0]
    if kind not in KINDS:
        raise InputError(f"no such label: {kind!r}")
    told = {name: _values(part) for name, part in found.items()}
    return Mark(kind, start, end, {name: values for name, values in told.items() if values})


def _values(part: Mapping[str, Any]) -> tuple[str, ...]:
    """Give what was typed in or chosen; a single text where a tool makes no list of it."""
    value = part["value"].get("choices", part["value"].get("text", ()))
    typed = (value,) if isinstance(value, str) else value
    return tuple(words.strip() for words in typed if words.strip())
