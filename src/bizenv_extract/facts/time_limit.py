"""Time limits: how long a procedure takes, before and after, or by how much that was cut."""

import re
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from bizenv_extract.facts.fact import Context, Fact
from bizenv_extract.facts.metric import Metric, clause_before, from_left
from bizenv_extract.lexicon import load
from bizenv_extract.matching import Hit
from bizenv_extract.readers.amount import Quantity
from bizenv_extract.skeleton import FIGURES
from bizenv_extract.wording import left_start, right_end

_NOUN_TAIL = re.compile(
    "(?:的|较法定|较国家标准|由|平均|承诺|法定|整体|全流程|总体)*(?:办理|办结|审批|所需|流转)?(?:总)?(?:时限|时间|用时|时长|耗时|期限|工期)?"
    "(?:较法定要求|较法定|较国家标准|平均|均|由法定)?$"
)
_AVERAGE = re.compile("平均|均")
_WITHIN = re.compile("以内|之内|内|不超过|以下|不多于")
_NEXT = ("time_limit.next", "time_limit.next_cut", "time_limit.next_share", "time_limit.next_named")
# 次日 has no numeral: it is after one day.
_NEXT_DAY = MappingProxyType({"value": Decimal(1), "value_max": None, "unit": "day"})
_ANCHORS = ("after", "next", "reduction", "second", "immediacy")
_AT_SERVICE = 60
_AFTER_MIN = 4
_GENERIC = 2
_BASE = 14


def time_limits(hit: Hit, context: Context) -> tuple[Fact, ...]:
    """Read a time limit from a hit, or two where it names two cuts (分别压缩86.4%和97.1%)."""
    if hit.rule.id in _NEXT and not _goes_on(hit, context):
        return ()
    service = _service(hit, context)
    slots = tuple(slot for slot in _ANCHORS if slot in hit.slots)
    if slots[0] == "after":
        slots = slots[:1]
    return tuple(_fact(hit, slot, service) for slot in slots)


def _fact(hit: Hit, slot: str, service: Metric) -> Fact:
    fields: dict[str, Any] = {
        "service": service.text,
        "before": _duration(hit, "before"),
        "after": dict(_NEXT_DAY) if slot == "next" else _duration(hit, "after"),
        "reduction": _reduction(hit, slot),
        "immediacy": _immediacy(hit),
        "statistic": "average" if _average(hit) else "limit",
        "bound": _bound(hit, slot),
    }
    spans = {"service": service.span} | {name: hit.slots[name] for name in ("before", slot) if name in hit.slots}
    known = {name: span for name, span in spans.items() if span}
    shares = slot == "second" or (hit.rule.id in _NEXT and not service.span)
    return Fact("time_limit", hit, hit.slots[slot], fields, known, service.core, shares=shares)


def _goes_on(hit: Hit, context: Context) -> bool:
    """Whether a limit that goes on with a row (25天、35天) stands right behind another limit."""
    before = context.before
    return before is not None and before.kind == "time_limit" and before.line is hit.line


def _quantity(hit: Hit, slot: str) -> Quantity | None:
    token = hit.line.token_at(hit.slots[slot][0]) if slot in hit.slots else None
    return token.value if token and isinstance(token.value, Quantity) else None


def _duration(hit: Hit, slot: str) -> dict[str, Any] | None:
    quantity = _quantity(hit, slot)
    if quantity is None:
        return None
    unit = quantity.dimension.removeprefix("duration:")
    return {"value": quantity.value, "value_max": quantity.value_max, "unit": unit}


def _reduction(hit: Hit, slot: str) -> dict[str, Any] | None:
    quantity = _quantity(hit, slot) if slot in ("reduction", "second") else None
    if quantity is None:
        return None
    unit = quantity.dimension.removeprefix("duration:") if quantity.dimension.startswith("duration") else "%"
    return {"value": quantity.value, "unit": unit}


def _immediacy(hit: Hit) -> str | None:
    words = hit.words("immediacy")
    if words is None:
        return None
    known = load("immediacies")
    return known[words].canonical if words in known else "same_day"


def _average(hit: Hit) -> bool:
    start = max(0, hit.slots.get("after", hit.slots.get("reduction", (hit.start, 0)))[0] - 16)
    text = hit.line.text[start : hit.end]
    own = re.split("[，。；]", text[: len(text)])
    return bool(_AVERAGE.search(own[-1].replace("均控制", "").replace("均压", "")))


def _bound(hit: Hit, slot: str) -> str:
    quantity = _quantity(hit, slot)
    if quantity is None:
        return "exact"
    if slot == "after" and quantity.bound == "exact":
        around = hit.line.text[hit.start : hit.slots[slot][0]][-6:] + hit.line.text[hit.slots[slot][1] :][:2]
        return "at_most" if _WITHIN.search(around) else "exact"
    return quantity.bound


def _service(hit: Hit, context: Context) -> Metric:
    """Read the service left of the limit, else what is done within it, else the clause or the fact before."""
    if hit.rule.id in _NEXT:
        return _next_service(hit, context)
    own = from_left(hit.line, _left_of_figure(hit), context.alone())
    bare = _NOUN_TAIL.sub("", own.text)
    if len(bare) > 1 and own.span:
        return _owned(bare, own, context)
    after = _after(hit)
    if after and len(after.text) < _AFTER_MIN:
        after = clause_before(hit.line, hit.start, context, reach=1) or after
    if after:
        return after
    if context.before is None or context.before.line is not hit.line:
        before = clause_before(hit.line, hit.start, context)
        if before:
            return before
    if context.inherited:
        return Metric(context.inherited + own.text, None, context.inherited)
    return Metric(own.text, own.span, own.text)


def _next_service(hit: Hit, context: Context) -> Metric:
    """Give the service of a limit in a row: its own words, else those of the limit before."""
    slot = "after" if "after" in hit.slots else "reduction"
    if hit.rule.id == "time_limit.next_share":
        return Metric(context.standing, None, context.inherited)
    if "own" in hit.slots:
        return Metric(hit.words("own") or "", hit.slots["own"], context.inherited)
    own = from_left(hit.line, hit.slots[slot][0], context.alone())
    if len(own.text) > 1:
        return own
    return Metric(context.standing, None, context.inherited)


def _left_of_figure(hit: Hit) -> int:
    """13项业务1小时办结: the figure belongs to the service, which begins before it."""
    start = left_start(hit.line, hit.start)
    counted = hit.start - start <= _GENERIC and start > 0 and hit.line.token_at(start - 1)
    return start - 1 if counted and hit.line.text[start - 1] in FIGURES else hit.start


def _owned(bare: str, own: Metric, context: Context) -> Metric:
    """Put what it belongs to before a service of few words: 结案 of 金融借贷纠纷."""
    text = bare
    weak = bare in context.vocabulary.verbs or bare in context.vocabulary.heads
    if len(bare) <= _GENERIC and weak and context.before and not bare.endswith(context.inherited[-2:]):
        text = (context.inherited if len(context.inherited) <= _BASE else "") + bare
    span = own.span or (0, 1)
    return Metric(text, (span[0], span[0] + max(1, span[1] - span[0] - len(own.text) + len(bare))), text)


def _after(hit: Hit) -> Metric | None:
    """办结 within a limit says what is done: 当天全部提交审核."""
    if not hit.rule.id.endswith(("done_within", "same_day", "next_day")):
        return None
    slot = next(name for name in ("after", "next", "immediacy") if name in hit.slots)
    start = hit.slots[slot][1]
    end = min(right_end(hit.line, start), start + _AT_SERVICE)
    text = hit.line.words(start, end).lstrip("内可即就能便全部")
    if not hit.rule.id.endswith(("same_day", "next_day")) and len(text) < _AFTER_MIN:
        return None
    return Metric(text, (start, end), text) if text else None
