"""Time limits: how long a procedure takes, before and after, or by how much that was cut."""

import re
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from bizenv_extract.facts.fact import Context, Fact
from bizenv_extract.facts.metric import Metric
from bizenv_extract.facts.service import NEXT, service_of
from bizenv_extract.lexicon import load
from bizenv_extract.matching import Hit
from bizenv_extract.readers.amount import Quantity

_AVERAGE = re.compile("平均|均")
_WITHIN = re.compile("以内|之内|内|不超过|以下|不多于")
# 次日 has no numeral: it is after one day.
_NEXT_DAY = MappingProxyType({"value": Decimal(1), "value_max": None, "unit": "day"})
_ANCHORS = ("after", "next", "reduction", "second", "immediacy")


def time_limits(hit: Hit, context: Context) -> tuple[Fact, ...]:
    """Read a time limit from a hit, or two where it names two cuts (分别压缩86.4%和97.1%)."""
    if hit.rule.id in NEXT and not _goes_on(hit, context):
        return ()
    service = service_of(hit, context)
    slots = tuple(slot for slot in _ANCHORS if slot in hit.slots)
    if slots[0] == "after":
        slots = slots[:1]
    return tuple(_fact(hit, slot, service, context) for slot in slots)


def _fact(hit: Hit, slot: str, service: Metric, context: Context) -> Fact:
    fields: dict[str, Any] = {
        "service": service.text,
        "before": _duration(hit, "before") or _before_next(hit, context),
        "after": dict(_NEXT_DAY) if slot == "next" else _duration(hit, "after"),
        "reduction": _reduction(hit, slot),
        "immediacy": _immediacy(hit),
        "statistic": "average" if _average(hit) else "limit",
        "bound": _bound(hit, slot),
    }
    spans = {"service": service.span} | {name: hit.slots[name] for name in ("before", slot) if name in hit.slots}
    known = {name: span for name, span in spans.items() if span}
    shares = slot == "second" or (hit.rule.id in NEXT and not service.span)
    return Fact("time_limit", hit, hit.slots[slot], fields, known, service.core, shares=shares)


def _before_next(hit: Hit, context: Context) -> dict[str, Any] | None:
    """Give the old value of the second limit of 由15个、10个工作日压缩至4个、5个工作日."""
    if hit.rule.id != "time_limit.next" or context.before is None or "before_next" not in context.before.hit.slots:
        return None
    return _duration(context.before.hit, "before_next")


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
