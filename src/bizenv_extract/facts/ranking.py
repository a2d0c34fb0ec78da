"""Rankings: who stands where among whom, with tier, streak and movement."""

import functools
import re
from collections.abc import Iterator
from typing import Any

from bizenv_extract.facts.fact import Context, Fact, text_of
from bizenv_extract.facts.metric import Metric, clause_before, from_left, left_phrase
from bizenv_extract.lexicon import load
from bizenv_extract.matching import Hit, clause_start
from bizenv_extract.readers.amount import Quantity
from bizenv_extract.readers.number import read as read_number
from bizenv_extract.readers.ordinal import Ordinal
from bizenv_extract.skeleton import FIGURES, SIGNS, Line
from bizenv_extract.wording import Phrase

_LEVELS = (
    ("national", re.compile("全国|全球|世界|国内|国际|国家")),
    ("provincial", re.compile("全省|省辖|全疆|省")),
    ("municipal", re.compile("全市|市内")),
    ("county", re.compile("全县|全区|县")),
)
_SIZE = re.compile("([一二三四五六七八九十两]{1,3}|[0-9]{1,4})(?:个|县|区|市|州)")
_YEARS = f"(?:{SIGNS['duration']}|{SIGNS['count']}|{SIGNS['spelled']}|[二两三四五六七八九十]{{1,2}})"
_NEAR = 120
_YEAR_SIGN = SIGNS["when"]
_STREAK = re.compile(f"连续({_YEARS})(?:年|届|次|个)?")
_RANKED = re.compile(f"{SIGNS['ordinal']}|前列|第一方阵")
_MOVED = re.compile(
    f"(上升|提升|前移|移|前进|进位|跃升|提高|进步|攀升|下降|下滑|后退)(?:了)?([{SIGNS['count']}{SIGNS['spelled']}])(?:次)?"
)
_EVALUATION = re.compile(
    f"([^，。；、—）{_YEAR_SIGN}在]{{0,30}}?(?:评价|测评|考核|评估|排名|榜单|监测|调查|评选|考评)(?:指标|体系|结果)?)[^，。；]{{0,6}}?(?:中|上|里|以来)(?:，|$)|([^，。；、—）{_YEAR_SIGN}在]{{0,30}}?(?:评价|测评|考核|评估|调查|评选|考评)(?:指标|体系|结果)?)，"
)
_SCOPE_BEHIND = re.compile("(?<=[一-龥]{2})(?:全[国省市区县])$")
_COUNTED = re.compile("(?:一级|二级)?(?:指标|领域|事项|工作|项目|方面)")
_PROVINCES_OWN = re.compile("省[^，。；]{0,8}评价")
_PARTS = re.compile("、|和|(?<!参)与|(?<![普涉以])及|(?<=”)(?=“)")
_TOGETHER = re.compile("(?:[一二两三四五六七八九十]{1,2}|[0-9]{1,2})[项个类](?=指标|率|工作|$)")
_PEERS = re.compile(
    f"(?:全[国省市区县])?[{SIGNS['count']}{SIGNS['spelled']}{SIGNS['bare']}](?:县市区|县（市、区）|市辖区|省辖市|地级市|城市|设区市|省份)(?=[^，。；]{{0,12}}(?:评价|考核|测评|排名|评比))"
)
_PLACES = ("位", "位次", "名", "个位次", "个")
_SLOTS = ("position", "second", "third")


def rankings(hit: Hit, context: Context) -> tuple[Fact, ...]:
    """Read one ranking from a hit, or several where it names several places (分居第一、第二)."""
    stated = Metric(hit.words("subject") or "", hit.slots["subject"], "") if "subject" in hit.slots else None
    metric = stated or _listed(hit, context) or _subject(hit, context)
    # 满意度全市排名第2: the peers are no part of what is ranked.
    metric = metric._replace(text=_SCOPE_BEHIND.sub("", metric.text))
    if "tier" in hit.slots:
        return (_fact(hit, context, metric, "tier", {"tier": hit.words("tier")}),)
    return tuple(
        _fact(hit, context, Metric(subject, metric.span, subject), slot, fields)
        for (slot, fields), subject in zip(_positions(hit), _subjects(hit, metric.text), strict=False)
    )


def _positions(hit: Hit) -> Iterator[tuple[str, dict[str, Any]]]:
    for slot in _SLOTS:
        token = hit.line.token_at(hit.slots[slot][0]) if slot in hit.slots else None
        if token and isinstance(token.value, Ordinal):
            yield slot, {"position": token.value.value, "position_max": token.value.value_max}


def _subjects(hit: Hit, subject: str) -> tuple[str, ...]:
    """Give each of several places its own subject."""
    several = sum(1 for slot in _SLOTS if slot in hit.slots)
    return distribute(subject, several)


def distribute(subject: str, number: int) -> tuple[str, ...]:
    """Split a coordinated subject over `number` figures; the head of the last part belongs to all.

    >>> distribute("省属企业营收和利润", 2)
    ('省属企业营收', '省属企业利润')
    >>> distribute("水、气、热普及率", 3)
    ('水普及率', '气普及率', '热普及率')
    """
    parts = [p for p in _PARTS.split(_TOGETHER.sub("", subject)) if p]
    if number < 2 or len(parts) != number:  # noqa: PLR2004 - nothing to split
        return (subject,) * number
    parts[0] = parts[0].rsplit("的", 1)[-1]
    if "等" in parts[-1]:
        parts[-1], _, head = parts[-1].partition("等")
        return tuple(p + head for p in parts)
    if parts[-1] in load("heads"):
        base = _base(parts[0])
        return (parts[0], *(base + p for p in parts[1:]))
    head = _shared_head(parts)
    return tuple(p if p.endswith(head) else _overlapped(p, head) for p in parts)


def _shared_head(parts: list[str]) -> str:
    """Give the head noun that only the last part shows.

    It is what follows its quotation, or the word with which the part before ends (审批事项、服务事项办结率), or what
    follows one character where the parts are of one (水、气、热普及率), or a known head noun.
    """
    last, before = parts[-1], parts[-2]
    if last.startswith("“") and before.endswith("”"):
        return last[last.rfind("”") + 1 :]
    if before[-1] == last[-1] or len(before) >= len(last):
        return ""
    same = max(last.find(before[-2:]) + 1, last.find(before[-1])) if len(before) > 1 else 0
    if same > 0 or len(before) == 1:
        return last[same + 1 :]
    return next((last[i:] for i in range(1, len(last)) if last[i:] in load("heads")), last[len(before) :])


def _base(part: str) -> str:
    """Give a part without its head noun: 省属企业 of 省属企业营收, nothing where it has none."""
    heads = [h for h in load("heads") if part.endswith(h) and len(h) < len(part)]
    return part[: -len(max(heads, key=len))] if heads else ""


def _overlapped(part: str, head: str) -> str:
    """Join a part and a head, sharing what ends the one and begins the other: 审批事项 + 事项办结率."""
    shared = next(n for n in range(min(len(part), len(head)), -1, -1) if part.endswith(head[:n]))
    return part + head[shared:]


def _subject(hit: Hit, context: Context) -> Metric:
    """Read the subject left of the rank; where only a place or nothing stands there, the evaluation named before."""
    led = _evaluation(hit.line, hit.start, context, just_before=True)
    if led:
        ranked = _before_evaluation(hit.line, led, context) or led
        return Metric(text_of(hit.line, ranked), (ranked.start, ranked.end), text_of(hit.line, ranked))
    own = from_left(hit.line, hit.start, context)
    bare = from_left(hit.line, hit.start, context.alone())
    if bare.text and not context.names_place(bare.text):
        return own
    named = _evaluation(hit.line, hit.start, context)
    if named:
        return Metric(text_of(hit.line, named), (named.start, named.end), text_of(hit.line, named))
    near = clause_before(hit.line, hit.start, context) if context.before is None else None
    if near and not bare.text:
        return near
    timed = _time_told(hit, context)
    if timed:
        return timed
    whole = context.standing.partition("占")[0]
    standing = whole if len(whole) > 1 else context.standing
    return Metric(standing or bare.text, None if standing else bare.span, context.inherited)


def _time_told(hit: Hit, context: Context) -> Metric | None:
    """平均办案天数46天，全省第5名: ranked is the time, by the words before it."""
    before = context.before
    if before is None or before.kind != "time_limit" or before.line is not hit.line:
        return None
    phrase = left_phrase(hit.line, before.anchor[0], context.vocabulary)
    text = text_of(hit.line, phrase) if phrase else ""
    return Metric(text, (phrase.start, phrase.end), "") if len(text) > len(context.standing) else None


def _listed(hit: Hit, context: Context) -> Metric | None:
    """纳税、招标投标等5个指标居全省第一: what is counted was named just before."""
    phrase = left_phrase(hit.line, hit.start, context.vocabulary)
    counted = phrase.start and hit.line.text[phrase.start - 1] in FIGURES
    if not counted or not _COUNTED.fullmatch(text_of(hit.line, phrase)):
        return None
    names = left_phrase(hit.line, phrase.start - 1, context.vocabulary)
    text = text_of(hit.line, names).removesuffix("等").rpartition("中的")[2]
    return Metric(text, (names.end - len(text), names.end), text) if "、" in text else None


def _before_evaluation(line: Line, led: Phrase, context: Context) -> Phrase | None:
    """办理破产指标在全区营商环境评价中列第4名: what is ranked stands before 在, where that is no place."""
    preposition = line.text.rfind("在", clause_start(line.text, led.start), led.start)
    if preposition < 0:
        return None
    phrase = left_phrase(line, preposition, context.vocabulary)
    text = text_of(line, phrase) if phrase else ""
    acts = (
        text.startswith("连续")
        or text in load("targets")
        or any(word in context.vocabulary.verbs for word in phrase.words)
    )
    return phrase if len(text) > 1 and not acts and not context.names_place(text) else None


def _evaluation(line: Line, position: int, context: Context, *, just_before: bool = False) -> Phrase | None:
    """Find the evaluation whose result is told: 在全省营商环境评价中，连续三年位居第一."""
    found = None
    for match in _EVALUATION.finditer(line.text, max(0, position - _NEAR), position):
        found = match.span(1 if match.group(1) else 2) if match.end() == position or not just_before else found
    phrase = context.vocabulary.trim(context.vocabulary.cut(line, *found)) if found else None
    return phrase or None


def _fact(hit: Hit, context: Context, metric: Metric, slot: str, fields: dict[str, Any]) -> Fact:
    scope = hit.words("scope") or hit.words("before_scope") or _named_scope(hit) or _scope_before(context)
    full = {"subject": metric.text, "scope": scope, "scope_level": scope_level(scope), "scope_size": _size(scope)}
    full |= {"position": None, "position_max": None, "tier": None} | fields | _movement(hit, slot, fields)
    spans = {"subject": metric.span, "scope": hit.slots.get("scope"), slot: hit.slots[slot]}
    return Fact("ranking", hit, hit.slots[slot], full, {k: v for k, v in spans.items() if v}, metric.core)


def scope_level(scope: str | None) -> str | None:
    """Say on which level the peers of a scope stand.

    >>> scope_level("全省54个市辖区"), scope_level("市内六区"), scope_level("中部")
    ('provincial', 'municipal', 'other')
    """
    if scope is None:
        return None
    return next((level for level, pattern in _LEVELS if pattern.search(scope)), "other")


def _size(scope: str | None) -> int | None:
    found = _SIZE.search(scope or "")
    number = read_number(found.group(1)) if found else None
    return int(number.value) or None if number else None


def _named_scope(hit: Hit) -> str | None:
    """Give the scope that only the name of the evaluation tells."""
    before = hit.line.text[max(0, hit.start - _NEAR) : hit.start]
    peers = tuple(_PEERS.finditer(before))
    if peers:
        offset = max(0, hit.start - _NEAR)
        return hit.line.words(offset + peers[-1].start(), offset + peers[-1].end())
    clause = before[max(before.rfind(mark) for mark in "，；") + 1 :]
    return next(filter(None, map(_scope_word, (clause, before))), None)


def _scope_word(text: str) -> str | None:
    """Give the scope that the last word for one stands for.

    >>> _scope_word("国家营商环境评价"), _scope_word("省发改委评价"), _scope_word("评价")
    ('全国', '全省', None)
    """
    words = load("scopes")
    found = _scope_words().findall(text)
    if found:
        return words[found[-1]].canonical
    return "全省" if _PROVINCES_OWN.search(text) else None


@functools.cache
def _scope_words() -> re.Pattern[str]:
    return re.compile(load("scopes").pattern())


def _scope_before(context: Context) -> str | None:
    """Give the scope of the ranking before, in one sentence: 全省第4位；…从第9位跃升至第2位."""
    before = context.before
    if before is None or before.kind != "ranking":
        return None
    scope: str | None = before.fields["scope"]
    return scope


def _movement(hit: Hit, slot: str, fields: dict[str, Any]) -> dict[str, int | None]:
    """Read streak, old position and places gained from the clause and the one before."""
    text = hit.line.text
    own = clause_start(text, hit.start)
    near = clause_start(text, max(0, own - 1))
    near = near if not _RANKED.search(text, near, own) else own
    streak = _STREAK.search(text, own, hit.end)
    moved = _moved(hit, near)
    previous = _previous(hit)
    position = fields.get("position")
    if previous and position and moved is None and slot == "position" and not fields.get("position_max"):
        moved = previous - position
    return {"streak": _count(hit.line, streak), "moved": moved, "previous": previous}


def _moved(hit: Hit, start: int) -> int | None:
    after = _RANKED.search(hit.line.text, hit.end)
    end = min(after.start() if after else len(hit.line.text), hit.end + 16)
    found = _MOVED.search(hit.line.text, start, end)
    token = hit.line.token_at(found.start(2)) if found else None
    if not found or not token or not isinstance(token.value, Quantity) or token.value.unit not in _PLACES:
        return None
    sign = -1 if found.group(1) in ("下降", "下滑", "后退") else 1
    return sign * int(token.value.value)


def _previous(hit: Hit) -> int | None:
    token = hit.line.token_at(hit.slots["previous"][0]) if "previous" in hit.slots else None
    return token.value.value if token and isinstance(token.value, Ordinal) else None


def _count(line: Line, found: re.Match[str] | None) -> int | None:
    if not found:
        return None
    token = line.token_at(found.start(1))
    if token and isinstance(token.value, Quantity):
        return int(token.value.value)
    number = read_number(found.group(1)) if not token else None
    return int(number.value) if number else None
