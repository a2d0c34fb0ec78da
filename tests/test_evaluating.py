"""Evaluation: hand-counted figures on a small text, and the same figures as the project's own score sheet."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bizenv_extract.errors import EvaluationError
from bizenv_extract.evaluating import Evaluation, compare, evaluate
from bizenv_extract.gold import Gold, GoldRecord, locate, read_gold
from bizenv_extract.judging import KINDS, similar
from bizenv_extract.schema import Report

ROOT = Path(__file__).parent.parent
SCORE = ROOT.parent / "shared" / "gold" / "score.py"
TEXT = (
    "濮阳市营商环境报告\n实有市场主体854613户，同比增长11.2%。"
    "登记指标居全省第2位。由4个工作日压缩至2个小时。出台《办法》。"
)


def outcome(at: str, metric: str, value: str, unit: str, **more: Any) -> dict[str, Any]:
    """Give one gold outcome, a level told as a fact."""
    base = {"type": "outcome", "at": at, "metric": [metric], "value": value, "unit": unit}
    return base | {"change": None, "bound": "exact", "status": "achieved"} | more


GOLD = {
    "doc": "small.txt",
    "metadata": {
        "title": "濮阳市营商环境报告",
        "published": None,
        "issuer": None,
        "place": "濮阳市",
        "adcode": "410900",
    },
    "records": [
        outcome("854613户", "实有市场主体", "854613", "户"),
        outcome("11.2%", "实有市场主体", "11.2", "%", change="increase", basis="yoy"),
        {
            "type": "ranking",
            "at": "第2位",
            "subject": ["登记指标"],
            "scope": "全省",
            "position": 2,
            "tier": None,
            "status": "achieved",
        },
        {
            "type": "time_limit",
            "at": "2个小时",
            "service": ["登记"],
            "before": {"value": "4", "unit": "workday"},
            "after": {"value": "2", "unit": "hour"},
            "reduction": None,
            "immediacy": None,
            "statistic": "limit",
            "bound": "exact",
            "status": "achieved",
        },
        {
            "type": "measure",
            "at": "出台",
            "object": ["《办法》"],
            "action": "issue",
            "status": "achieved",
            "optional": True,
        },
    ],
}


def answer(record: GoldRecord, text: str, number: int) -> dict[str, Any]:
    """Give the record a perfect reader would give for a gold record, as written in a report."""
    kept = record.model_dump(mode="json", exclude={"type", "at", "nth", "optional", "note", "place", "period"})
    start = locate(text, record.at, record.nth)
    anchor = {"start": start, "end": start + len(record.at), "text": record.at}
    period = record.period and {"start": record.period[0], "end": record.period[1], "text": ""}
    own = {"kind": record.type, "id": f"x{number}", "anchor": anchor, "evidence": anchor, "spans": {}, "rule": "none"}
    first = {name: kept[name][0] for name in ("metric", "subject", "service", "object") if name in kept}
    dimension = {"dimension": "other"} if record.type == "outcome" else {}
    stripped = {k: v for k, v in kept.items() if not (record.type == "time_limit" and k == "basis")}
    if stripped.get("reduction"):
        stripped["reduction"].pop("value_max")
    return own | stripped | first | dimension | {"place": record.place and {"name": record.place}, "period": period}


def perfect(gold: Gold, text: str) -> dict[str, Any]:
    """Give the report a perfect reader would give."""
    said = gold.metadata
    place = {"name": said.place, "adcode": said.adcode} if said.place else None
    report: dict[str, Any] = {
        "generator": {"name": "test", "version": "0", "rules": "0"},
        "source": {"media_type": "text/plain", "encoding": "utf-8", "sha256": "0" * 64, "length": len(text)},
        "metadata": said.model_dump(include={"title", "published", "issuer", "document_number"}) | {"place": place},
    }
    records = [answer(record, text, number) for number, record in enumerate(gold.records)]
    return report | {f"{kind}s": [r for r in records if r["kind"] == kind] for kind in KINDS}


SLIPS: dict[str, Any] = {
    "status": "target",
    "bound": "about",
    "metric": "完全不同的说法",
    "subject": "完全不同的说法",
    "object": "完全不同的说法",
    "value": "7",
    "unit": "％",
    "change": "decrease",
    "from_value": "3",
    "basis": "mom",
    "position": 9,
    "scope": "全国",
    "tier": "前",
    "streak": 3,
    "after": {"value": "3", "unit": "day"},
    "immediacy": "immediate",
    "statistic": "average",
    "action": "issue",
    "novelty": {"claim": "only"},
    "place": {"name": "中原"},
    "period": {"start": "2019-01-01", "end": None, "text": ""},
    "indicator": "纳税",
}


def spoiled(record: dict[str, Any], dice: random.Random) -> Iterator[dict[str, Any]]:
    """Give a record as a careless reader does: not at all, moved, doubled, misquoted, or with slips in its fields."""
    if dice.random() < 0.15:
        return
    names = [name for name in SLIPS if name in record and dice.random() < 0.1]
    slipped = record | {name: SLIPS[name] for name in names}
    moved = dict(record["anchor"])
    moved["end"] += dice.choice((0, 0, 0, 2))
    moved["text"] = moved["text"] if dice.random() < 0.9 else "?"
    yield slipped | {"anchor": moved}
    if dice.random() < 0.2:
        yield record | {"id": record["id"] + "b", "anchor": moved | {"start": max(0, moved["start"] - 1)}}
    if dice.random() < 0.1:
        yield record | {"id": record["id"] + "c", "anchor": {"start": 0, "end": 1, "text": "?"}}


def careless(gold: Gold, text: str, seed: int) -> dict[str, Any]:
    """Give the report a careless reader would give; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311  # made-up errors, no secrets
    report = perfect(gold, text)
    if dice.random() < 0.3:
        report["metadata"] |= {"title": None, "issuer": "某局", "place": None}
    lists = {f"{kind}s": [s for r in report[f"{kind}s"] for s in spoiled(r, dice)] for kind in KINDS}
    return report | lists


def write(folder: Path, name: str, report: dict[str, Any]) -> None:
    """Put a report where a run would put it, validated on the way."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_bytes(Report.model_validate_json(json.dumps(report)).to_json())


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Make a folder with the small text, its gold and a perfect prediction."""
    (tmp_path / "small.txt").write_bytes(TEXT.encode())
    (tmp_path / "small.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    write(tmp_path / "pred", "small", perfect(read_gold(tmp_path / "small.gold.json"), TEXT))
    return tmp_path


def run(small: Path, pred: str = "pred") -> Evaluation:
    """Judge the small text."""
    return evaluate(small / pred, small, small)


def altered(small: Path, kind: str, index: int, **fields: Any) -> Path:
    """Write the perfect prediction with some fields of one record changed into a folder of its own."""
    report = json.loads((small / "pred" / "small.json").read_bytes())
    report[kind][index] |= fields
    write(small / "other", "small", report)
    return small


def test_perfect_report_has_nothing_wrong(small: Path) -> None:
    """What agrees with gold everywhere scores 1 everywhere, and lists no error."""
    judged = run(small)
    assert judged.errors == ()
    assert all(judged.figures(kind).right == (1, 1, 1) for kind in KINDS)
    assert all(judged.metadata)
    assert (judged.missing, judged.ungrounded, judged.left_out) == (0, 0, ())


def test_wrong_key_field_is_found_but_not_right(small: Path) -> None:
    """A wrong value leaves the row found and makes it no row for a table."""
    figures = run(altered(small, "outcomes", 0, value="1"), "other").figures("outcome")
    assert figures.wanted == 2
    assert figures.found == (1, 1, 1)
    assert figures.right == (0.5, 0.5, 0.5)
    assert dict(figures.fields)["value"] == 0.5


def test_each_wrong_field_is_one_line(small: Path) -> None:
    """The list of errors names document, kind, anchor, field, what was wanted and what came."""
    judged = run(altered(small, "outcomes", 0, value="1", basis="mom"), "other")
    assert judged.errors == (
        "small.txt outcome '854613户'@16: value want 854613 got 1",
        "small.txt outcome '854613户'@16: basis want None got mom",
    )


def test_wrong_extra_field_leaves_the_row_right(small: Path) -> None:
    """Fields that are no key are counted by themselves."""
    figures = run(altered(small, "outcomes", 1, basis=None), "other").figures("outcome")
    assert figures.right.f1 == 1
    assert dict(figures.fields)["basis"] == 0.5


def test_missed_and_spurious(small: Path) -> None:
    """A record at the wrong place misses one and is one too many."""
    anchor = {"start": 0, "end": 2, "text": "濮阳"}
    judged = run(altered(small, "rankings", 0, anchor=anchor), "other")
    assert judged.figures("ranking").found == (0, 0, 0)
    assert judged.errors == (
        "small.txt ranking '第2位'@41: missed 登记指标",
        "small.txt ranking '濮阳'@0: spurious",
    )


def test_optional_gold_counts_neither_way(small: Path) -> None:
    """An optional record is neither wanted when missed nor spurious when found."""
    assert run(small).figures("measure").wanted == 0
    report = json.loads((small / "pred" / "small.json").read_bytes())
    write(small / "other", "small", report | {"measures": []})
    assert run(small, "other").figures("measure").found == (1, 1, 1)


def test_anchor_that_misquotes_the_text_is_ungrounded(small: Path) -> None:
    """A span whose text is not the text's is counted and listed."""
    anchor = {"start": 16, "end": 23, "text": "854614户"}
    judged = run(altered(small, "outcomes", 0, anchor=anchor), "other")
    assert judged.ungrounded == 1
    assert "small.txt outcome anchor text differs from text[16:23]" in judged.errors


def test_missing_report_misses_everything(small: Path) -> None:
    """No report is a report with nothing right."""
    (small / "empty").mkdir()
    judged = run(small, "empty")
    assert judged.missing == 1
    assert judged.figures("outcome").found == (1, 0, 0)
    assert "small.txt: no report" in judged.table()


def test_gold_for_some_kinds_scores_those_alone(small: Path) -> None:
    """With `types` other kinds and metadata are passed over."""
    (small / "small.gold.json").write_text(json.dumps(GOLD | {"types": ["ranking"]}), encoding="utf-8")
    judged = run(altered(small, "outcomes", 0, value="1"), "other")
    assert judged.errors == ()
    assert judged.metadata == ()


def test_text_that_is_not_there_is_left_out(small: Path) -> None:
    """Gold without its text is named, not scored."""
    (small / "small.txt").rename(small / "gone.txt")
    judged = run(small)
    assert judged.left_out == ("small.gold.json",)
    assert "small.gold.json: no text, left out" in judged.table()


def test_json_has_overall_and_per_document_figures(small: Path) -> None:
    """The JSON holds each figure twice: over all, and for each document."""
    figures = json.loads(run(small).to_json())
    assert figures["documents"] == 1
    assert figures["outcome"]["found"] == [1, 1, 1]
    assert figures["per_document"]["small.txt"]["outcome"] == figures["outcome"]


def test_table_shows_each_kind_and_document(small: Path) -> None:
    """The table is for reading: kinds, fields, metadata, documents."""
    table = run(small).table()
    assert "outcome    gold    2  found P 1.000 R 1.000 F1 1.000   right P 1.000 R 1.000 F1 1.000" in table
    assert "metadata   6/6 right" in table
    assert "\nsmall.txt\n" in table


def test_compare_lists_gains_and_losses(small: Path) -> None:
    """Between two runs each row that changed is told, with its sign, then the figures."""
    worse, better = run(altered(small, "outcomes", 0, value="1"), "other"), run(small)
    assert compare(better, worse).splitlines()[:2] == ["small.txt outcome +1 -0", "  + '854613户'@16 wrong → right"]
    assert "  - '854613户'@16 right → wrong" in compare(worse, better)
    assert "right F1 0.500 → 1.000" in compare(better, worse)


def test_compare_counts_spurious_rows_as_losses(small: Path) -> None:
    """A spurious row that comes is a loss, one that goes a gain."""
    anchor = {"start": 0, "end": 2, "text": "濮阳"}
    new = run(altered(small, "rankings", 0, anchor=anchor), "other")
    assert "small.txt ranking +0 -2" in compare(new, run(small))
    assert "  + '濮阳'@0 spurious → absent" in compare(run(small), new)


def test_compare_of_equal_runs_has_no_rows(small: Path) -> None:
    """Nothing changed, nothing told but the figures."""
    assert len(compare(run(small), run(small)).splitlines()) == len(KINDS)


@pytest.mark.parametrize(
    "change",
    [
        {"records": [outcome("不在文中", "企业", "1", "户")]},
        {"records": [outcome("854613户", "企业", "1", "户", status="planned")]},
        {"records": [outcome("854613户", "企业", "1", "户", valeu="2")]},
        {"records": [outcome("854613户", "企业", "many", "户")]},
        {"metadata": None},
    ],
)
def test_malformed_gold_is_an_evaluation_error(small: Path, change: dict[str, Any]) -> None:
    """A slip in a gold file is told with the file's name, not scored as a miss."""
    (small / "small.gold.json").write_text(json.dumps(GOLD | change), encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"small\.gold\.json"):
        run(small)


def test_broken_report_is_an_evaluation_error(small: Path) -> None:
    """A prediction that is no report is told with its name."""
    (small / "pred" / "small.json").write_bytes(b"{")
    with pytest.raises(EvaluationError, match=r"small\.json is no report"):
        run(small)


def test_text_in_another_encoding_is_an_evaluation_error(small: Path) -> None:
    """Offsets of gold are about UTF-8 texts."""
    (small / "small.txt").write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(EvaluationError, match=r"small\.gold\.json"):
        run(small)


def test_missing_folders_are_evaluation_errors(small: Path) -> None:
    """Each of the three folders must be there, and one must hold gold."""
    for pred, gold, corpus in (("no", ".", "."), ("pred", "no", "."), ("pred", ".", "no")):
        with pytest.raises(EvaluationError, match="is no folder"):
            evaluate(small / pred, small / gold, small / corpus)
    with pytest.raises(EvaluationError, match="has no"):
        evaluate(small / "pred", small / "pred", small)


def test_readings_may_differ_in_fillers() -> None:
    """Quotes, commas, white space and 的 do not tell readings apart; other words do."""
    assert similar("“一网通办” 的平台", ("一网通办平台",))
    assert similar("甲乙丙丁戊", ("甲乙丙己庚",))
    assert not similar("甲乙丙丁戊", ("甲乙庚己辛",))
    assert not similar("", ("平台",))
    assert not similar(None, ("平台",))


def sheet(pred: Path, gold: Path, corpus: Path) -> dict[str, Any]:
    """Give the figures of the score sheet."""
    command = [sys.executable, str(SCORE), "--pred", str(pred), "--gold", str(gold), "--corpus", str(corpus), "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.mark.skipif(not SCORE.exists(), reason="the score sheet is kept outside the project")
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("place", ["fixtures", "shared"])
def test_figures_equal_the_score_sheet(tmp_path: Path, place: str, seed: int) -> None:
    """On made-up predictions of a careless reader every figure is the sheet's own."""
    gold, corpus = (ROOT / "fixtures",) * 2 if place == "fixtures" else (SCORE.parent, SCORE.parent.parent / "corpus")
    for number, path in enumerate(sorted(gold.glob("*.gold.json"))):
        one = read_gold(path)
        text = (corpus / one.doc).read_bytes().decode("utf-8")
        if (seed + number) % 5:
            write(tmp_path, path.name.removesuffix(".gold.json"), careless(one, text, 100 * seed + number))
    mine, theirs = json.loads(evaluate(tmp_path, gold, corpus).to_json()), sheet(tmp_path, gold, corpus)
    assert {name: mine[name] for name in theirs} == theirs
    assert theirs["missing"] > 0
    assert theirs["ungrounded"] > 0
