"""Outcomes: quantities with what they measure, as a level or as a change.

One function a phenomenon: level, arrival (提高到), from-to, change (同比增长), gap (高于全国), figures that share one
predicate (分别增长10%、6.4%).
"""

import re
from collections.abc import Mapping
from typing import Any

from bizenv_extract.facts.fact import Context, Fact
from bizenv_extract.facts.metric import Metric, clause_before, from_left, level_metric
from bizenv_extract.facts.noun import right_phrase
from bizenv_extract.lexicon import load
from bizenv_extract.matching import Hit, clause_start
from bizenv_extract.readers.amount import Quantity
from bizenv_extract.readers.period import When
from bizenv_extract.skeleton import Line, Token

_JOINED = re.compile("(?:以上|以下|左右)?(?:、|和|与|及|，和)$")
_REACHES = re.compile("，(?:已|也|再次)?(?:达到?|突破|超过|超)(?:了|约|近)?$")
_GROWTH = "翻"
_ADVANCE = re.compile("[前后晋进升降退移]|提高|位次")
_AGAINST = ("outcome.gap", "outcome.gap_after", "outcome.multiple")
_LEAST = re.compile("(?:至少|不少于)[一-龥]{1,4}$")
_STEPS = ("位", "位次", "名", "个位次", "个名次")
_LEVELS = ("outcome.level", "outcome.spelled", "outcome.times", "outcome.days")
_NOUN_CHANGE = re.compile("(?:企业|群众|用户|个人)?(减少|减(?![免税排负少轻])|增加|降低|压减|缩减|精简|核减)了?")
_BASIS_REACH = 40


def outcomes(hit: Hit, context: Context) -> tuple[Fact, ...]:
    """Read an outcome from a hit; empty where the anchor is no quantity."""
    token = hit.line.token_at(hit.slots["value"][0])
    if token is None or not isinstance(token.value, Quantity) or _is_step(hit, token.value):
        return ()
    joined = _joined(hit, token, context)
    metric, change = _metric(hit, token, context, joined=joined)
    fields = _fields(
        token.value, metric, change or _change(hit, token, context, joined=joined), least=_at_least(hit, token)
    )
    fields |= {"basis": _basis(hit, token, fields, context, joined=joined), "from_value": _from(hit)}
    spans = {"metric": metric.span, "value": hit.slots["value"], "change": hit.slots.get("change")}
    known = {name: span for name, span in spans.items() if span}
    basis = "yoy" if fields["basis"] == "yoy" else _carried(hit, context)
    return (Fact("outcome", hit, hit.slots["value"], fields, known, metric.core, joined, basis, metric.whole),)


def _is_step(hit: Hit, quantity: Quantity) -> bool:
    """Whether 上升11位 tells a movement in a ranking, which is part of that ranking."""
    step = hit.line.text[max(0, hit.slots["value"][0] - 3) : hit.slots["value"][0]]
    return quantity.unit in _STEPS and (hit.rule.id == "outcome.change" or bool(_ADVANCE.search(step)))


def _joined(hit: Hit, token: Token, context: Context) -> bool:
    """Whether the figure only goes on with the one before: 、 or 和 between them and nothing else."""
    if context.before is None or context.before.kind != "outcome" or context.before.line is not hit.line:
        return False
    between = hit.line.text[context.before.anchor[1] : token.at]
    return hit.rule.id == "outcome.level" and bool(_JOINED.fullmatch(between))


def _metric(hit: Hit, token: Token, context: Context, *, joined: bool) -> tuple[Metric, str | None]:
    if joined and context.before and not _has_noun(hit, token, context):
        return Metric(context.before.fields["metric"], None, context.before.core), None
    if hit.rule.id in _LEVELS:
        return _level(hit, token, context)
    left = from_left(hit.line, hit.start, context)
    if left.span is None:
        return _between(hit, context) or _behind(hit, token, context) or left, None
    return left, None


def _behind(hit: Hit, token: Token, context: Context) -> Metric | None:
    """增加18个编制: the noun stands behind the change."""
    if not isinstance(token.value, Quantity) or token.value.dimension != "count":
        return None
    noun, _ = right_phrase(hit.line, token, context.vocabulary)
    text = hit.line.words(noun.start, noun.end) if noun else ""
    return Metric(text, (noun.start, noun.end), text) if text else None


def _between(hit: Hit, context: Context) -> Metric | None:
    """将312项事项压减至200项: the noun stands behind the old value."""
    token = hit.line.token_at(hit.slots["from"][0]) if "from" in hit.slots else None
    noun = right_phrase(hit.line, token, context.vocabulary)[0] if token else None
    if not noun:
        return None
    text = hit.line.words(noun.start, noun.end)
    return Metric(text, (noun.start, noun.end), text)


def _has_noun(hit: Hit, token: Token, context: Context) -> bool:
    after = hit.line.text[token.at + 1 : token.at + 2]
    return bool(after) and level_metric(hit.line, hit.start, token, context.alone()).text != ""


def _level(hit: Hit, token: Token, context: Context) -> tuple[Metric, str | None]:
    """A level; 减少用户电费支出1.3亿元 is a change whose verb stands before its noun."""
    start = hit.slots["value"][0]
    metric = level_metric(hit.line, start, token, context)
    if metric.span is None and _REACHES.search(hit.line.text, 0, start):
        metric = clause_before(hit.line, start, context) or metric
    verb = _NOUN_CHANGE.match(metric.text)
    if verb and len(metric.text) > verb.end() + 1 and metric.span and metric.span[1] <= start:
        span = (metric.span[0] + verb.end(), metric.span[1])
        return Metric(metric.text[verb.end() :], span, metric.core), load("changes")[verb.group(1)].canonical
    return metric, None


def _at_least(hit: Hit, token: Token) -> bool:
    """Whether 至少 stands before the verb of the figure: 至少出清30家."""
    return bool(_LEAST.search(hit.line.text, max(0, token.at - 7), token.at))


def _fields(quantity: Quantity, metric: Metric, change: str | None, *, least: bool) -> dict[str, Any]:
    bound = quantity.bound if quantity.bound != "exact" or not least else "at_least"
    fallen = change == "increase" and quantity.value < 0
    return {
        "metric": metric.text,
        "value": -quantity.value if fallen else quantity.value,
        "value_max": quantity.value_max,
        "unit": quantity.unit,
        "dimension": "other" if quantity.dimension.startswith("duration") else quantity.dimension,
        "currency": quantity.currency,
        "change": "decrease" if fallen else change,
        "bound": bound,
    }


def _change(hit: Hit, token: Token, context: Context, *, joined: bool) -> str | None:
    """Give the direction: of the rule's own word, of 翻番, or of the figure it goes on from."""
    if joined and context.before:
        before: str | None = context.before.fields["change"]
        return before
    if hit.line.words(token.at, token.at + 1).startswith(_GROWTH):
        return "increase"
    word = hit.words("change")
    return load("changes")[word].canonical if word else None


def _basis(hit: Hit, token: Token, fields: Mapping[str, Any], context: Context, *, joined: bool) -> str | None:
    """Give what a change is measured against: in its own clause, or 同比 carried over from the change before."""
    if joined and context.before:
        before: str | None = context.before.fields["basis"]
        return before
    if fields["change"] is None and hit.rule.id not in _AGAINST:
        return None
    found = _own_basis(hit.line, token)
    if found:
        return found
    return "other" if hit.rule.id in _AGAINST[:2] else _carried(hit, context)


def _own_basis(line: Line, token: Token) -> str | None:
    start = clause_start(line.text, token.at)
    for other in line.inside(start, token.at):
        if other.kind == "basis" and isinstance(other.value, When):
            return basis_of(other.value)
    window = line.text[start : token.at]
    words = load("bases")
    known = [w for w in words if w in window]
    return words[max(known, key=len)].canonical if known else None


def basis_of(when: When) -> str | None:
    """Give the basis that words like 较2019年 or 比上年 name."""
    words = load("bases")
    known = [w for w in words if when.text.startswith(w)]
    year = re.search(r"(?:19|20)[0-9]{2}", when.text)
    return words[max(known, key=len)].canonical if known else (year.group() if year else "other")


def _carried(hit: Hit, context: Context) -> str | None:
    """同比增长11.7%，…增长12.7%: the second is against the same time too, until the sentence ends."""
    before = context.before
    if before is None or not _same_sentence(before.line, hit.line):
        return None
    return before.basis


def _same_sentence(before: Line, here: Line) -> bool:
    return before is here or (before.sentence.end <= here.sentence.start and before.text.endswith("；"))


def _from(hit: Hit) -> Any:
    if "from" not in hit.slots:
        return None
    token = hit.line.token_at(hit.slots["from"][0])
    return token.value.value if token and isinstance(token.value, Quantity) else None


def shared(facts: tuple[Fact, ...], context: Context) -> tuple[Fact, ...]:
    """Give each figure of a group its own part of the shared subject; see `distribute`."""
    del context
    return facts
