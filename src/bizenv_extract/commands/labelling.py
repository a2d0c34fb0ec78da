"""`label`: reports out to annotation tools, and back as gold."""

import functools
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import click
import orjson

from bizenv_extract.commands.console import FOLDER, INPUT, OUT, Paths, complain, each, print_bytes, source_of, stopping
from bizenv_extract.commands.writing import make, replace_file
from bizenv_extract.document import Document, read
from bizenv_extract.errors import InputError
from bizenv_extract.gold import SUFFIX
from bizenv_extract.labelling import doccano, label_studio
from bizenv_extract.labelling.marks import Marked, gold, marked
from bizenv_extract.pipeline import Extractor
from bizenv_extract.render.labels import LANGS, Lang
from bizenv_extract.schema import Report
from bizenv_extract.validating import validate

LABEL_STUDIO, DOCCANO = "label-studio", "doccano"
FILE: Final = click.Path(path_type=Path, dir_okay=False)


@click.group()
def label() -> None:
    """Correct reports by hand: out to Label Studio or doccano, and back as gold."""


@label.command("config")
@click.option("--lang", type=click.Choice(LANGS), default="zh", show_default=True, help="Language of the screen.")
def configure(lang: Lang) -> None:
    """Print the labeling configuration of a Label Studio project."""
    print_bytes(label_studio.config(lang).encode())


@label.command("export")
@click.argument("reports", nargs=-1, required=True, type=INPUT, metavar="REPORT.json...")
@click.option("--to", "tool", type=click.Choice([LABEL_STUDIO, DOCCANO]), required=True, help="The annotation tool.")
@click.option("-o", "--out", type=FILE, metavar="FILE", help="Write into this file; else to standard output.")
@click.option("--corpus", type=FOLDER, help="Folder of the texts, for reports that do not carry theirs.")
def export(*, reports: Paths, tool: str, out: Path | None, corpus: Path | None) -> None:
    """Write reports as tasks with predictions; texts are taken from the report, its source, or the folder."""
    found: list[Marked] = []

    def work(path: Path) -> None:
        report = validate(read(source_of(path), encoding="utf-8").text)
        text = report.text if report.text is not None else _text(report, corpus)
        doc = Path(report.source.uri).name if report.source.uri else f"{path.stem}.txt"
        found.append(marked(report, doc, text))

    code = each((path, functools.partial(work, path)) for path in reports)
    data = _written(found, tool)
    if out is None:
        print_bytes(data)
    else:
        make(out.parent)
        with stopping():
            replace_file(out, data)
    sys.exit(code)


def _text(report: Report, corpus: Path | None) -> str:
    """Read the text of a report again, and make sure it is the same."""
    if report.source.uri is None:
        raise InputError("the report has no text: extract it with --text")
    path = corpus / Path(report.source.uri).name if corpus else Path(report.source.uri)
    document: Document = read(path, encoding=report.source.encoding)
    if document.sha256 != report.source.sha256:
        raise InputError(f"{path} is not the text it was read from")
    return document.text


def _written(found: list[Marked], tool: str) -> bytes:
    if tool == DOCCANO:
        return b"".join(orjson.dumps(doccano.line(one)) + b"\n" for one in found)
    return orjson.dumps([label_studio.task(one) for one in found], option=orjson.OPT_INDENT_2) + b"\n"


@label.command("import")
@click.argument("file", type=INPUT, metavar="FILE")
@click.option("--corpus", type=FOLDER, required=True, help="Folder of the texts.")
@click.option("-o", "--out", type=OUT, required=True, metavar="GOLD_DIR", help="Write NAME.gold.json here.")
def bring(*, file: Path, corpus: Path, out: Path) -> None:
    """Turn the export of Label Studio (JSON) or doccano (JSONL) into gold files."""
    with stopping():
        written = tuple(_items(source_of(file)))
        if not written:
            raise InputError(f"{file} holds no tasks")
    make(out)
    docs: set[str] = set()
    codes = [each([(file, functools.partial(_gold, item, corpus, out, docs))]) for item in written]
    sys.exit(max(codes, default=0))


def _items(source: Path | bytes) -> Iterator[Any]:
    """Give the tasks of a file: a list of them, or one a line."""
    text = read(source, encoding="utf-8").text
    try:
        whole = text.lstrip().startswith("[")
        yield from orjson.loads(text) if whole else map(orjson.loads, filter(str.strip, text.split("\n")))
    except orjson.JSONDecodeError as error:
        raise InputError(f"{source if isinstance(source, Path) else '-'} is no JSON: {error}") from error


def _gold(item: Any, corpus: Path, out: Path, docs: set[str]) -> None:
    """Write the gold file of a task; what is left out of it is complained about, and the run fails."""
    found, (data, complaints) = _judged(item, corpus)
    if found.doc in docs:
        raise InputError(f"{found.doc} comes twice: the first one counts")
    docs.add(found.doc)
    replace_file(out / f"{Path(found.doc).stem}{SUFFIX}", _dumped(data))
    for complaint in complaints:
        complain(f"{found.doc}: {complaint}")
    if complaints:
        raise InputError(f"{found.doc}: {len(complaints)} of {len(found.marks)} records left out")


def _judged(item: Any, corpus: Path) -> tuple[Marked, tuple[dict[str, Any], tuple[str, ...]]]:
    """Read a task; what is none may break anywhere on the way."""
    try:
        found = _marked(item, corpus)
        return found, gold(found)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"no task of label export: {type(error).__name__}: {error}") from error


def _marked(item: Any, corpus: Path) -> Marked:
    inner = item.get("data", item)
    doc, told = inner["doc"], inner["text"]
    if Path(doc).name != doc or doc in {"", ".", ".."}:
        raise InputError(f"{doc!r} is no name of a file")
    text = read(corpus / doc, encoding="utf-8").text
    if text != told:
        raise InputError(f"{doc}: the text is not that of {corpus / doc}")
    try:
        return label_studio.read_task(item, text) if "data" in item else doccano.read_line(item, text, _reader())
    except InputError as error:
        raise InputError(f"{doc}: {error}") from error


def _reader() -> Callable[[str, str], Mapping[str, tuple[str, ...]]]:
    """Give what reads the fields of a record from its words."""
    extractor = Extractor()

    def fields(kind: str, words: str) -> Mapping[str, tuple[str, ...]]:
        found = marked(extractor.extract(words), "", words).marks
        return next((mark.fields for mark in found if mark.kind == kind), MappingProxyType({}))

    return fields


def _dumped(data: Mapping[str, Any]) -> bytes:
    """Write a gold file, a record a line: so a change shows as what it is."""
    rows = ",\n".join(f"  {json.dumps(record, ensure_ascii=False)}" for record in data["records"])
    doc, told = (json.dumps(data[name], ensure_ascii=False) for name in ("doc", "metadata"))
    lines = (f' "doc": {doc},', f' "metadata": {told},', ' "records": [', *([rows] if rows else ()), " ],")
    return "\n".join(("{", *lines, ' "ignored": []', "}", "")).encode()
