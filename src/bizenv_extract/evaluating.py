"""Gold against reports: which rows were found, which are right, which fields fail.

A predicted record answers a gold record of its kind when their anchors overlap; one answers one, more equal key fields
first, then more overlap. *Found* counts records at the right place, *right* those whose key fields are all right too: a
row that can go into a table. Gold marked optional counts neither way. A gold file `NAME.gold.json` is about the text
its `doc` names, and is answered by the report `NAME.json`.

>>> Score.of(hits=3, predicted=4, wanted=6)
Score(precision=0.75, recall=0.5, f1=0.6)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson
from pydantic import ValidationError

from bizenv_extract.errors import EvaluationError
from bizenv_extract.gold import SUFFIX, Gold, Kind, read_gold
from bizenv_extract.judging import EXTRA, KEYS, KINDS, Judged, Row, judge
from bizenv_extract.schema import Report

LADDER: Final = ("spurious", "absent", "missed", "wrong", "right")


class Score(NamedTuple):
    """Precision, recall and their harmonic mean; 1 where there was nothing to get wrong."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, hits: int, predicted: int, wanted: int) -> "Score":
        """Give the score of `hits` among what was predicted and what was wanted."""
        precision = hits / predicted if predicted else 1.0
        recall = hits / wanted if wanted else 1.0
        both = precision + recall
        return cls(precision, recall, 2 * precision * recall / both if both else 0.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one kind: how many were wanted, found and right, and the share of each field."""

    kind: Kind
    wanted: int
    found: Score
    right: Score
    fields: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, kind: Kind, rows: Iterable[Row]) -> "Figures":
        """Count the rows of one kind."""
        mine = tuple(row for row in rows if row.kind == kind)
        states = tuple(row.state for row in mine)
        matched, right = states.count("right") + states.count("wrong"), states.count("right")
        wanted, predicted = matched + states.count("missed"), matched + states.count("spurious")
        shares = tuple(_shares((field for row in mine for field in row.fields), KEYS[kind] + EXTRA[kind]))
        return cls(kind, wanted, Score.of(matched, predicted, wanted), Score.of(right, predicted, wanted), shares)

    def line(self) -> str:
        """Give one line of a table."""
        found, right = (f"P {s.precision:.3f} R {s.recall:.3f} F1 {s.f1:.3f}" for s in (self.found, self.right))
        return f"{self.kind:10} gold {self.wanted:4}  found {found}   right {right}"

    def to_dict(self) -> dict[str, Any]:
        """Give the figures rounded, for JSON."""
        return {
            "gold": self.wanted,
            "found": [round(figure, 4) for figure in self.found],
            "right": [round(figure, 4) for figure in self.right],
            "fields": {name: round(share, 3) for name, share in self.fields},
        }


def _shares(judged: Iterable[tuple[str, bool]], order: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    verdicts = tuple(judged)
    for name in order:
        mine = tuple(right for field, right in verdicts if field == name)
        if mine:
            yield name, sum(mine) / len(mine)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A run judged, document by document; `left_out` names gold files whose text is not there."""

    documents: tuple[Judged, ...]
    left_out: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[str, ...]:
        """One line for each record missed, each spurious one, each wrong field."""
        return tuple(error for document in self.documents for error in document.errors)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in order of documents."""
        return tuple(row for document in self.documents for row in document.rows)

    @property
    def metadata(self) -> tuple[bool, ...]:
        """Whether each field of metadata is right."""
        return tuple(right for document in self.documents for _, right in document.metadata)

    @property
    def missing(self) -> int:
        """How many documents have no report."""
        return sum(not document.predicted for document in self.documents)

    @property
    def ungrounded(self) -> int:
        """How many anchors quote the text wrongly."""
        return sum(len(document.ungrounded) for document in self.documents)

    def figures(self, kind: Kind) -> Figures:
        """Give the figures of one kind over all documents."""
        return Figures.of(kind, self.rows)

    def table(self) -> str:
        """Give the figures as text: each kind with its fields, metadata, then document by document."""
        return "\n".join((*_summary(self), *(line for one in self.documents for line in _lines(one)))) + "\n"

    def to_json(self) -> bytes:
        """Give the figures as JSON: overall as one object, and the same for each document under `per_document`."""
        each = {one.doc: _figures(Evaluation((one,))) for one in self.documents}
        return orjson.dumps({**_figures(self), "left_out": self.left_out, "per_document": each})


def _figures(run: Evaluation) -> dict[str, Any]:
    share = round(sum(run.metadata) / len(run.metadata), 4) if run.metadata else None
    return {
        "documents": len(run.documents),
        "missing": run.missing,
        "ungrounded": run.ungrounded,
        **{kind: run.figures(kind).to_dict() for kind in KINDS},
        "metadata": share,
    }


def _summary(run: Evaluation) -> Iterator[str]:
    yield f"{len(run.documents)} documents, {run.missing} without a report, {run.ungrounded} anchors not grounded"
    yield from (f"{name}: no text, left out" for name in run.left_out)
    for kind in KINDS:
        figures = run.figures(kind)
        yield figures.line()
        yield " ".join(("           fields", *(f"{name} {share:.2f}" for name, share in figures.fields)))
    yield f"metadata   {sum(run.metadata)}/{len(run.metadata)} right"


def _lines(document: Judged) -> Iterator[str]:
    yield f"\n{document.doc}" + ("" if document.predicted else ": no report")
    kinds = tuple(kind for kind in KINDS if any(row.kind == kind for row in document.rows))
    yield from (Figures.of(kind, document.rows).line() for kind in kinds)


def evaluate(pred: Path, gold: Path, corpus: Path) -> Evaluation:
    """Judge the reports `pred/NAME.json` by `gold/NAME.gold.json` on the texts of `corpus`.

    A text without a report counts as a report without records. Raises EvaluationError for a folder that is missing or
    has no gold, and for a gold file, text or report that cannot be read.
    """
    for folder in (pred, gold, corpus):
        if not folder.is_dir():
            raise EvaluationError(f"{folder} is no folder")
    paths = tuple(sorted(gold.glob(f"*{SUFFIX}")))
    if not paths:
        raise EvaluationError(f"{gold} has no *{SUFFIX}")
    golds = tuple((path.name, read_gold(path)) for path in paths)
    there = tuple((name, one) for name, one in golds if (corpus / one.doc).exists())
    left_out = tuple(name for name, one in golds if not (corpus / one.doc).exists())
    return Evaluation(tuple(_document(name, one, pred, corpus) for name, one in there), left_out)


def _document(name: str, gold: Gold, pred: Path, corpus: Path) -> Judged:
    try:
        text = (corpus / gold.doc).read_bytes().decode("utf-8")
        return judge(gold, text, _report(pred / f"{name.removesuffix(SUFFIX)}.json"))
    except (OSError, UnicodeDecodeError, EvaluationError) as error:
        raise EvaluationError(f"{name}: {error}") from error


def _report(path: Path) -> Report | None:
    try:
        return Report.model_validate_json(path.read_bytes()) if path.exists() else None
    except ValidationError as error:
        raise EvaluationError(f"{path.name} is no report: {error}") from error


def compare(new: Evaluation, old: Evaluation) -> str:
    """Give gains and losses between two runs as text: row by row for each document and kind, then the figures.

    A row gains on its way from missed over wrong to right; a spurious row that goes away is a gain as well.
    """
    moves = tuple(_moves(_states(new), _states(old)))
    heads = tuple(dict.fromkeys((move.doc, move.kind) for move in moves))
    blocks = (_block(doc, kind, tuple(m for m in moves if (m.doc, m.kind) == (doc, kind))) for doc, kind in heads)
    return "\n".join((*blocks, *_drift(new, old))) + "\n"


class _Key(NamedTuple):
    doc: str
    kind: Kind
    start: int
    at: str
    spurious: bool


class _Move(NamedTuple):
    doc: str
    kind: Kind
    sign: str
    words: str


def _states(run: Evaluation) -> Mapping[_Key, str]:
    return {_Key(row.doc, row.kind, row.start, row.at, row.state == "spurious"): row.state for row in run.rows}


def _moves(new: Mapping[_Key, str], old: Mapping[_Key, str]) -> Iterator[_Move]:
    """Give what changed; a gold row that only one run was judged by says nothing and is passed over."""
    for key in sorted(frozenset(new) | frozenset(old)):
        was, now = old.get(key, "absent"), new.get(key, "absent")
        if was != now and (key.spurious or "absent" not in {was, now}):
            sign = "+" if LADDER.index(now) > LADDER.index(was) else "-"
            yield _Move(key.doc, key.kind, sign, f"{key.at!r}@{key.start} {was} → {now}")


def _block(doc: str, kind: Kind, moves: tuple[_Move, ...]) -> str:
    signs = tuple(move.sign for move in moves)
    head = f"{doc} {kind} +{signs.count('+')} -{signs.count('-')}"
    return "\n".join((head, *(f"  {move.sign} {move.words}" for move in moves)))


def _drift(new: Evaluation, old: Evaluation) -> Iterator[str]:
    for kind in KINDS:
        was, now = old.figures(kind), new.figures(kind)
        found = f"found F1 {was.found.f1:.3f} → {now.found.f1:.3f}"
        yield f"{kind:10} {found}   right F1 {was.right.f1:.3f} → {now.right.f1:.3f}"
