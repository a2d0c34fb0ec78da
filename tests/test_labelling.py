"""Correcting by hand: tasks that the tools accept, and annotations that come back as gold, with what was corrected."""

import copy
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from label_studio_sdk.label_interface import LabelInterface

from bizenv_extract import cli
from bizenv_extract.gold import SUFFIX, locate, read_gold
from bizenv_extract.judging import KINDS
from bizenv_extract.labelling.label_studio import config
from bizenv_extract.labelling.marks import CHOICES, fields
from bizenv_extract.labelling.offsets import place_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
PATHS = sorted(FIXTURES.glob("*.txt"))
TEXT = "😀濮阳市企业开办由4个工作日压缩为24小时以内，全市实有市场主体23.2万户，新增企业8千家。"
TOOLS = ("label-studio", "doccano")
each_tool = pytest.mark.parametrize("tool", TOOLS)


def run(*args):
    """Run the command line within this process."""
    return CliRunner().invoke(cli.main, [str(arg) for arg in args], catch_exceptions=False)


@pytest.fixture(scope="module")
def pred(tmp_path_factory):
    """Extract the fixtures."""
    folder = tmp_path_factory.mktemp("pred")
    assert run("extract", *PATHS, "-o", folder).exit_code == 0
    return folder


@pytest.fixture
def corpus(tmp_path):
    """Make a text with a report, in a folder each."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes(TEXT.encode())
    assert run("extract", tmp_path / "texts" / "a.txt", "-o", tmp_path / "pred").exit_code == 0
    return tmp_path / "texts"


def exported(tool, folder, *more):
    """Export all reports of a folder, and read the tasks."""
    result = run("label", "export", *sorted(folder.glob("*.json")), "--to", tool, *more)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout) if tool == "label-studio" else list(map(json.loads, result.stdout.splitlines()))


def imported(tasks, corpus, name="tasks.json"):
    """Import tasks as they would come from a tool, and read the gold of a.txt if it is there."""
    file, out = corpus.parent / name, corpus.parent / "gold"
    file.write_text(json.dumps(tasks) if name.endswith("json") else "\n".join(map(json.dumps, tasks)), encoding="utf-8")
    result = run("label", "import", file, "--corpus", corpus, "-o", out)
    gold = out / f"a{SUFFIX}"
    return result, read_gold(gold) if gold.exists() else None


def annotated(task, change):
    """Give a task as Label Studio exports it after somebody corrected it."""
    result = copy.deepcopy(task["predictions"][0]["result"])
    annotations = [{"id": 1, "was_cancelled": False, "result": change(result)}]
    return {"id": 7, "data": task["data"], "annotations": annotations, "predictions": []}


def part(result, field, words=None):
    """Find the part of a result that has a field, of the region whose anchor has some words."""
    name = next((p["id"] for p in result if p["from_name"] == "kind" and p["value"]["text"] == words), None)
    return next(p for p in result if p["from_name"] == field and (words is None or p["id"] == name))


@each_tool
def test_the_way_out_and_back_loses_nothing(pred, tmp_path, tool):
    """Without corrections the reports are their own gold: every record, every field, all metadata."""
    tasks, gold = tmp_path / "tasks", tmp_path / "gold"
    assert run("label", "export", *sorted(pred.iterdir()), "--to", tool, "-o", tasks).exit_code == 0
    assert run("label", "import", tasks, "--corpus", FIXTURES, "-o", gold).output == ""
    found = json.loads(run("evaluate", "--pred", pred, "--gold", gold, "--corpus", FIXTURES, "--json").stdout)
    assert (found["documents"], found["missing"], found["metadata"]) == (len(PATHS), 0, 1.0)
    for kind in KINDS:
        assert found[kind]["found"] == found[kind]["right"] == [1.0, 1.0, 1.0]
        assert set(found[kind]["fields"].values()) == {1.0}


@each_tool
def test_the_same_bytes_each_time(pred, tool):
    """No clock, no chance in the tasks."""
    once, again = (run("label", "export", *sorted(pred.iterdir()), "--to", tool).stdout_bytes for _ in range(2))
    assert once == again


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_label_studio_accepts_config_and_predictions(pred, lang):
    """Its own library finds no fault with the project, nor with any prediction."""
    project = LabelInterface(config(lang))
    project.validate()
    for task in exported("label-studio", pred):
        assert project.validate_prediction(task["predictions"][0], return_errors=True) == []
        assert project.validate_annotation(task["predictions"][0])


def test_the_config_has_a_control_for_each_field():
    """A field shows for the kinds that have it, and gives out the values of the schema whatever the language."""
    root = ET.fromstring(run("label", "config").stdout)  # noqa: S314 - our own output
    for kind in KINDS:
        for field in fields(kind):
            (room,) = [view for view in root.iter("View") if view.find(f"*[@name='{field.name}']") is not None]
            assert kind in room.get("whenLabelValue").split(",")
            assert room.find("Header").get("value") == field.zh
            values = tuple(choice.get("alias") for choice in room.iter("Choice"))
            assert values == CHOICES.get(field.name, ())
    assert run("label", "config", "--lang", "en").stdout.isascii() is False  # the indicators are Chinese in both


def test_corrections_come_back_from_label_studio(corpus):
    """A value, a choice, another reading, a deleted record, a moved one, a new one, the metadata."""

    def change(result):
        part(result, "value", "23.2万户")["value"]["text"] = ["240000"]
        part(result, "status", "23.2万户")["value"]["choices"] = ["target"]
        part(result, "metric", "23.2万户")["value"]["text"] = ["市场主体", "实有市场主体"]
        part(result, "kind", "24小时")["value"].update(start=18, end=24, text=TEXT[18:24])
        gone = part(result, "kind", "8千家")["id"]
        at, new = {"start": 1, "end": 4}, {"id": "new", "to_name": "text"}
        own = [
            {**new, "from_name": "kind", "type": "labels", "value": {**at, "text": "濮阳市", "labels": ["measure"]}},
            {**new, "from_name": "object", "type": "textarea", "value": {**at, "text": ["办法"]}},
            {**new, "from_name": "action", "type": "choices", "value": {**at, "choices": ["issue"]}},
            {**new, "from_name": "status", "type": "choices", "value": {**at, "choices": ["achieved"]}},
            {**new, "from_name": "optional", "type": "choices", "value": {**at, "choices": ["yes"]}},
            {"id": "x", "to_name": "text", "from_name": "meta_title", "type": "textarea", "value": {"text": ["题目"]}},
            {"from_id": "x", "to_id": "new", "type": "relation"},
        ]
        return [p for p in result if p["id"] != gone] + own

    (task,) = exported("label-studio", corpus.parent / "pred")
    result, gold = imported([annotated(task, change)], corpus)
    assert (result.exit_code, result.stderr) == (0, "")
    measure, limit, outcome = gold.records
    assert (outcome.value, outcome.status, outcome.metric) == (240000, "target", ("市场主体", "实有市场主体"))
    assert (limit.at, limit.after.value, limit.after.unit) == (TEXT[18:24], 24, "hour")
    assert (measure.object, measure.optional, measure.at) == (("办法",), True, "濮阳市")
    assert gold.metadata.title == "题目"


def test_offsets_in_units_of_utf_16_are_understood(corpus):
    """Some versions of Label Studio count that way: the words tell."""

    def change(result):
        for p in result:
            if "start" in p["value"]:
                p["value"]["start"] += 1
                p["value"]["end"] += 1
        return result

    (task,) = exported("label-studio", corpus.parent / "pred")
    _, gold = imported([annotated(task, change)], corpus)
    assert gold == imported([task], corpus)[1]


@pytest.mark.parametrize(
    ("annotations", "words"),
    [
        ([], "nobody has annotated it"),
        ([{"was_cancelled": True, "result": []}], "nobody has annotated it"),
    ],
)
def test_a_task_without_annotation_is_no_gold(corpus, annotations, words):
    """What nobody looked at is not called gold."""
    (task,) = exported("label-studio", corpus.parent / "pred")
    result, gold = imported([{**task, "annotations": annotations}], corpus)
    assert (result.exit_code, gold) == (1, None)
    assert words in result.stderr


def test_the_last_annotation_counts(corpus):
    """Of two the later one; a cancelled one never."""
    (task,) = exported("label-studio", corpus.parent / "pred")
    full = task["predictions"][0]["result"]
    made = [{"result": full}, {"result": full[:0]}, {"result": full, "was_cancelled": True}]
    _, gold = imported([{**task, "annotations": made}], corpus)
    assert gold.records == ()


def test_corrections_come_back_from_doccano(corpus):
    """Deleted, moved, renamed and new spans; fields travel along, those of a new record are read from its words."""
    (line,) = exported("doccano", corpus.parent / "pred")
    spans = {(TEXT[start:end], label): [start, end, label] for start, end, label in line["label"]}
    del spans["8千家", "outcome"]
    spans["24小时", "time_limit"][1] += 2
    del spans["😀濮阳市企业开办", "service"]
    spans["new name"] = [1, 8, "service"]
    line["label"] = list(spans.values())
    result, gold = imported([line], corpus, "tasks.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    limit, outcome = gold.records
    assert (limit.at, limit.service, limit.after.value) == ("24小时以内", ("濮阳市企业开办",), 24)
    assert (outcome.at, outcome.value) == ("23.2万户", 232000)
    new = [*line["label"], [TEXT.index("8千家"), TEXT.index("8千家") + 3, "outcome"]]
    line["marks"] = [mark for mark in line["marks"] if TEXT[mark["start"] : mark["end"]] != "8千家"]
    new.append([TEXT.index("新增企业"), TEXT.index("8千家"), "metric"])
    _, gold = imported([{**line, "label": new}], corpus, "tasks.jsonl")
    assert (gold.records[2].metric, gold.records[2].value) == (("新增企业",), 8000)
    entities = [{"id": n, "label": label, "start_offset": s, "end_offset": e} for n, (s, e, label) in enumerate(new)]
    relations = {**{name: line[name] for name in line if name != "label"}, "entities": entities, "relations": []}
    assert imported([relations], corpus, "tasks.jsonl")[1] == gold


def test_a_record_that_cannot_be_read_is_said(corpus):
    """It is left out, all else comes, and the exit code tells."""
    (line,) = exported("doccano", corpus.parent / "pred")
    before = len(imported([line], corpus, "tasks.jsonl")[1].records)
    line["label"].append([1, 4, "outcome"])
    result, gold = imported([line], corpus, "tasks.jsonl")
    assert (result.exit_code, len(gold.records)) == (1, before)
    assert "a.txt: outcome '濮阳市'@1 left out: outcome." in result.stderr


def broken(task):
    """Give what is no task, each with a word of the complaint."""
    data, result = task["data"], task["predictions"][0]["result"]
    kind = result[0]["value"]
    yield {**task, "data": {**data, "doc": "../a.txt"}}, "is no name of a file"
    yield {**task, "data": {**data, "doc": "b.txt"}}, "no such file"
    yield {**task, "data": {**data, "text": "别的"}}, "is not that of"
    yield {"data": data}, "no task of label export"
    yield {"data": {"text": TEXT}}, "no task of label export"
    yield 7, "no task of label export"
    yield {**task, "predictions": [{"result": result[1:]}]}, "has no label"
    for change in ({"labels": ["x"]}, {"start": 0, "text": "不在"}, {"end": 10**9, "text": None}):
        yield {**task, "predictions": [{"result": [{**result[0], "value": kind | change}]}]}, "a.txt: "
    yield {**task, "predictions": [{"result": [{**result[0], "value": {**kind, "start": "x"}}]}]}, ""


def test_what_is_no_task_is_said(corpus):
    """One line each, no traceback, no file outside the folder; the good one comes out."""
    (task,) = exported("label-studio", corpus.parent / "pred")
    for bad, words in broken(task):
        result, gold = imported([bad, task], corpus)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert words in result.stderr
        assert gold is not None
        (corpus.parent / "gold" / f"a{SUFFIX}").unlink()
    result, _ = imported([task, task], corpus)
    assert "comes twice" in result.stderr


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"[", b"\xff\xfe", b"nonsense"])
def test_what_is_no_file_of_tasks_is_said(corpus, data):
    """Nothing comes out, and one line says why."""
    (corpus.parent / "x").write_bytes(data)
    result = run("label", "import", corpus.parent / "x", "--corpus", corpus, "-o", corpus.parent / "gold")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)


def test_texts_are_found_again(corpus, tmp_path):
    """In the report, at the source, or in a folder; a text that has changed or is gone fails."""
    pred = tmp_path / "pred"
    plain = exported("label-studio", pred)
    run("extract", corpus / "a.txt", "-o", tmp_path / "carried", "--text")
    (corpus / "a.txt").rename(tmp_path / "a.txt")
    assert exported("label-studio", tmp_path / "carried") == plain
    assert exported("label-studio", pred, "--corpus", tmp_path) == plain
    result = run("label", "export", pred / "a.json", "--to", "doccano")
    assert (result.exit_code, result.stdout) == (1, "")
    (corpus / "a.txt").write_bytes(TEXT.encode() + b"!")
    assert "is not the text it was read from" in run("label", "export", pred / "a.json", "--to", "doccano").stderr


def test_a_report_without_a_source_needs_its_text(tmp_path):
    """From standard input: with `--text` it goes out under the name of the report."""
    for options, code in (([], 1), (["--text"], 0)):
        made = CliRunner().invoke(cli.main, ["extract", "-", *options], input=TEXT.encode())
        (tmp_path / "b.json").write_bytes(made.stdout_bytes)
        result = run("label", "export", tmp_path / "b.json", "--to", "doccano")
        assert result.exit_code == code
    assert json.loads(result.stdout)["doc"] == "b.txt"


@pytest.mark.parametrize(
    "args", [["label"], ["label", "export"], ["label", "export", "x"], ["label", "import", "x"], ["label", "nonsense"]]
)
def test_wrong_calls_exit_with_2(args):
    """The usage, and nothing on standard output."""
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")


chars = st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\\")


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(chars), st.text(chars, min_size=1), st.text(chars))
def test_any_words_are_placed(before, words, after):
    """In code points, as they are."""
    start = len(before)
    assert place_of(before + words + after, start, start + len(words), words) == (start, start + len(words))


def test_the_nth_occurrence_is_told(corpus):
    """Gold finds each anchor again, the same words twice included."""
    (task,) = exported("label-studio", corpus.parent / "pred")
    for record in imported([task], corpus)[1].records:
        assert TEXT[locate(TEXT, record.at, record.nth) :].startswith(record.at)
