"""What is found and right in annotated reports: no figure falls below its floor, and what is missed is known.

The fixtures are always scored. The other sets need texts that are other people's; where these do not lie beside the
project, their tests are skipped.
"""

import functools
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest

from bizenv_extract import Extractor, extract
from bizenv_extract.evaluating import Evaluation, evaluate
from bizenv_extract.gold import SUFFIX, Kind, read_gold
from bizenv_extract.judging import KINDS
from bizenv_extract.schema import SCHEMA_VERSION

HERE = Path(__file__).parent
ROOT = HERE.parent
BESIDE = ROOT.parent / "shared"
SETS = {
    "fixtures": (ROOT / "fixtures", ROOT / "fixtures"),
    "reports": (BESIDE / "gold", BESIDE / "corpus"),
    "more": (HERE / "gold_more", BESIDE / "corpus" / "more"),
}
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))


def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the rows of a table of sentences."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if not line.startswith("#"))


MISSES = table("known_misses.tsv")
SCHEMA = json.loads((ROOT / "schemas" / "report" / f"{SCHEMA_VERSION}.json").read_bytes())
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)
each_set = pytest.mark.parametrize("name", SETS)


def texts(name: str) -> Iterator[tuple[str, Path]]:
    """Give the texts of a set with the names of their reports."""
    gold, corpus = SETS[name]
    if not corpus.is_dir() or not gold.is_dir():
        pytest.skip(f"the texts of the set {name!r} are other people's and do not lie beside the project")
    for path in sorted(gold.glob(f"*{SUFFIX}")):
        yield path.name.removesuffix(SUFFIX), corpus / read_gold(path).doc


@functools.cache
def reports(name: str) -> dict[str, bytes]:
    """Read a set, once for all tests."""
    extractor = Extractor()
    return {report: extractor.extract(path).to_json() for report, path in texts(name)}


@functools.cache
def judged(name: str, folder: Path) -> Evaluation:
    """Judge a set, once for all tests."""
    for report, data in reports(name).items():
        (folder / f"{report}.json").write_bytes(data)
    return evaluate(folder, *SETS[name])


@pytest.fixture
def run(name: str, tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """Judge the set of the test."""
    tuple(texts(name))
    folder = tmp_path_factory.getbasetemp() / f"reports-{name}"
    folder.mkdir(exist_ok=True)
    return judged(name, folder)


@each_set
@pytest.mark.parametrize("kind", KINDS)
def test_no_figure_falls_below_its_floor(run: Evaluation, name: str, kind: Kind) -> None:
    """F1 of what is found and of what is right: a fall is a loss somebody must have seen; raise floors with gains."""
    figures, floor = run.figures(kind), FLOORS[name][kind]
    assert figures.found.f1 >= floor["found"]
    assert figures.right.f1 >= floor["right"], "\n".join(e for e in run.errors if f" {kind} " in e)


@each_set
def test_every_document_is_scored(run: Evaluation, name: str) -> None:
    """No gold without its text, no text without its report, and metadata above its floor."""
    assert (run.missing, run.left_out) == (0, ())
    assert sum(run.metadata) / len(run.metadata) >= FLOORS[name]["metadata"]


@each_set
def test_every_anchor_stands_in_the_text(run: Evaluation, name: str) -> None:
    """Each span of a record quotes the text, exactly."""
    assert run.ungrounded == 0
    for report, path in texts(name):
        text, found = path.read_bytes().decode("utf-8"), json.loads(reports(name)[report])
        for record in (r for kind in KINDS for r in found[f"{kind}s"]):
            for span in (record["anchor"], record["evidence"]):
                assert text[span["start"] : span["end"]] == span["text"]


@each_set
def test_every_report_is_valid(name: str) -> None:
    """Each report fits the published schema."""
    tuple(texts(name))
    faults = {report: VALIDATOR.is_valid(json.loads(data)) for report, data in reports(name).items()}
    assert [report for report, valid in faults.items() if not valid] == []


@pytest.mark.parametrize("row", table("readings.tsv"))
def test_readings(row: tuple[str, ...]) -> None:
    """Each phenomenon that was mended stays mended: the values of a field, in the order of the text."""
    text, rows, field, *wanted = row
    assert [str(found[field]) for found in extract(text).to_dict()[rows]] == wanted


@pytest.mark.parametrize(("text", "rows", "field", "wanted"), MISSES)
@pytest.mark.xfail(strict=True, raises=AssertionError, reason="known to be missed")
def test_known_misses(text: str, rows: str, field: str, wanted: str) -> None:
    """What is known to be missed: one that is mended must leave the list."""
    assert wanted in [str(row[field]) for row in extract(text).to_dict()[rows]]
