"""The service a time limit is about: left of the limit, within its own words, or told in the clause before.

企业开办4小时办结                     left of the limit
低压小微企业用电报装，有外线工程的8天   the clause before, the limit's own words are a condition
供电方案答复时限：低压居民客户1天       own words, and what they are a kind of
"""

import re

from bizenv_extract.facts.fact import Context
from bizenv_extract.facts.metric import CLAUSES, LONGEST, Metric, clause_before, from_left
from bizenv_extract.matching import Hit, clause_start
from bizenv_extract.skeleton import FIGURES, SIGNS
from bizenv_extract.wording import left_start, right_end

NEXT = (
    "time_limit.next",
    "time_limit.next_cut",
    "time_limit.next_share",
    "time_limit.next_cut_alone",
    "time_limit.next_named",
    "time_limit.next_listed",
)
_NOUN_TAIL = re.compile(
    "(?:的|较法定|较国家标准|由|平均|承诺|法定|整体|全流程|总体)*(?:办理|办结|审批|所需|流转)?(?:总)?(?:时限|时间|用时|时长|耗时|期限|工期)?"
    "(?:较法定要求|较法定|较国家标准|平均|均|由法定)?$"
)
_SAYS_NOTHING = re.compile(
    f"(?:[{FIGURES}一二三四五六七八九十两几]{{1,2}}个?|这些|上述|以上|所有|全部|各类|其他|实际)?"
    "(?:实行|实现|做到|确保|达到|事项|业务|手续|流程|用时|时间|全程|整个过程|一单|实际|最快.*|.*办下来|必须有人.*|.*足不出户)"
    "|(?:一些|部分|有的|有些|多数|各)(?:县区|县市区|地方|地区|县|区|市|窗口|乡镇)"
)
# What a limit hangs on, and not what takes the time: 有外线工程的8天, 接到投诉后1小时.
_CONDITION = re.compile(
    "(?:有|没有|无(?:需|须)|不涉及|涉及|碰上|遇到|凡是?|如|若)[^，]{1,12}|(?:接到|收到|受理)(?P<event>[^，]{2,8}?)(?:之|以)?后"
    "|(?:提交|递交|签约|申请|交件|审核|受理|材料|资料|手续)[^，]{0,12}(?:后|情况下|前提下|的话)|[^，]{0,16}(?:情况下|前提下|的话)|原来|过去|以前|之前|原先|如今|现在|最快|最慢|一般|上午.*|下午.*"
)
_COMPLETES = re.compile("(?:即可|就能|就可|可)?(?:完成|办理|办好)(?:了)?([一-龥]{2,10})(?=[，。；]|$)")
_MERELY_DONE = re.compile("(?:完成|予以|全部|一次)+(?:办结|办理|办好|审批|受理|答复|反馈|送达|审核)")
_MEANS = re.compile("通过|依托|借助|利用|采取|运用|在[^，]{2,20}(?:前提|情况|基础)下")
_OF_ITS_OWN = re.compile("审批|审核|核准")
_OF_SERVICE = re.compile(
    "(?:全程)?(?:网上|网办|线上|在线)?(?:可办|办理|办结|通办)?率$|(?:全部|办理)?(?:环节|申请材料|申报材料|材料|费用|次数)$"
)
_OWN = ("time_limit.to_each", "time_limit.headed", "time_limit.then_now")
_AT_SERVICE = 60
_AFTER_MIN = 4
_GENERIC = 2
_BASE = 14


def service_of(hit: Hit, context: Context) -> Metric:
    """Read the service left of the limit, else what is done within it, else the clause or the fact before."""
    if hit.rule.id in NEXT:
        return _next_service(hit, context)
    if hit.rule.id in _OWN and len(hit.words("own") or "") > _GENERIC:
        return _own_service(hit, context)
    own = from_left(hit.line, _left_of_figure(hit), context.alone())
    bare = _NOUN_TAIL.sub("", own.text)
    condition = _CONDITION.fullmatch(_left_words(hit)) or _CONDITION.fullmatch(bare)
    if len(bare) > 1 and own.span and not condition and not _SAYS_NOTHING.fullmatch(bare):
        return _owned(bare, own, context)
    event = condition and condition.group("event")
    return _done(hit, context) or _told_before(hit, own, context, event)


def _left_words(hit: Hit) -> str:
    return hit.line.words(left_start(hit.line, hit.start), hit.start).rstrip("的均都可就由")


def _done(hit: Hit, context: Context) -> Metric | None:
    """Give what is done within the limit; where that says little, the clause before."""
    after = _after(hit)
    if after and _MERELY_DONE.fullmatch(after.text):
        return None
    if after and len(after.text) < _AFTER_MIN:
        return clause_before(hit.line, hit.start, context, reach=1) or after
    return after


def _told_before(hit: Hit, own: Metric, context: Context, event: str | None) -> Metric:
    """Give what the clause or the fact before is about, for a limit that says nothing of its own."""
    found = _clause_told(hit, own, context) or _fact_told(own, context)
    if found:
        return found
    if event:
        return Metric(event, own.span, event)
    if _OF_ITS_OWN.match(own.text):
        return Metric(own.text, own.span, own.text)
    return clause_before(hit.line, hit.start, context) or _clause(hit, own)


def _clause_told(hit: Hit, own: Metric, context: Context) -> Metric | None:
    """Give the subject of the clause before; not where it tells a figure of its own, or only a means."""
    leans = context.before is not None and context.before.line is hit.line
    here = context.before is not None and context.before.anchor[0] >= clause_start(hit.line.text, hit.start)
    if leans and (here or not _without_figures(hit)):
        return None
    clause = clause_before(hit.line, hit.start, context, reach=1 if leans else CLAUSES)
    other = clause and _OF_ITS_OWN.match(own.text) and own.text[:2] not in clause.text
    return None if other or _MEANS.match(_clause_text(hit)) else clause


def _fact_told(own: Metric, context: Context) -> Metric | None:
    """Give what the fact before is about; 审批 of its own where that is about something else."""
    stated = _OF_SERVICE.sub("", context.standing)
    counts = context.before is not None and context.before.kind == "outcome"
    if counts and _GENERIC < len(stated) < len(context.standing):
        return Metric(stated, None, stated)
    apart = not stated or (_OF_ITS_OWN.match(own.text) and own.text[:2] not in context.standing)
    if counts and own.text and apart:
        return Metric(own.text, own.span, own.text)
    return Metric(context.inherited + own.text, None, context.inherited) if context.inherited else None


def _clause_text(hit: Hit) -> str:
    """Give the clause before the one of the limit."""
    end = clause_start(hit.line.text, hit.start) - 1
    return hit.line.text[clause_start(hit.line.text, max(0, end)) : max(0, end)]


def _without_figures(hit: Hit) -> bool:
    """Whether the clause before tells no figure: then the limit is about it, not about the fact before."""
    text, end = hit.line.text, clause_start(hit.line.text, hit.start) - 1
    start = clause_start(text, max(0, end))
    return end > 0 and text[end] == "，" and not any(char in FIGURES + SIGNS["duration"] for char in text[start:end])


def _clause(hit: Hit, own: Metric) -> Metric:
    """Give the words before the limit up to the last full stop but one comma, where nothing better is told."""
    text, end = hit.line.text, hit.start
    while end and text[end - 1] in "，、最快仅只需要平均":
        end -= 1
    start = max(text.rfind(stop, 0, end) for stop in "，。；") + 1
    words = hit.line.words(start, end)
    whole = _GENERIC < end - start <= LONGEST and not any(char in SIGNS.values() for char in text[start:end])
    return Metric(words, (start, end), words) if whole and not own.text else Metric(own.text, own.span, own.text)


def _own_service(hit: Hit, context: Context) -> Metric:
    """压减至高压单电源35天: the limit's own words, and before them what they are a kind of."""
    owner = from_left(hit.line, hit.start, context.alone())
    own, head = hit.words("own") or "", _NOUN_TAIL.sub("", owner.text)
    if hit.rule.id == "time_limit.then_now":
        return Metric(own, hit.slots["own"], own)
    return Metric(own + head, hit.slots["own"], head)


def _next_service(hit: Hit, context: Context) -> Metric:
    """Give the service of a limit in a row: its own words, else those of the limit before."""
    slot = "after" if "after" in hit.slots else "reduction"
    if hit.rule.id in ("time_limit.next_share", "time_limit.next_cut_alone"):
        return Metric(context.standing, None, context.inherited)
    kind = _kind_of_row(context)
    if "own" in hit.slots:
        return Metric((hit.words("own") or "") + kind, hit.slots["own"], context.inherited)
    own = from_left(hit.line, hit.slots[slot][0], context.alone())
    if len(own.text) > 1:
        return own._replace(text=own.text + kind)
    return Metric(context.standing, None, context.inherited)


def _kind_of_row(context: Context) -> str:
    """Give what all limits of a row are limits of: 低压居民客户 and 高压客户 of 供电方案答复."""
    before = context.before
    if before is None:
        return ""
    of_kind = str(before.fields["service"]).endswith(before.core) and before.fields["service"] != before.core
    return before.core if before.hit.rule.id in _OWN or (before.hit.rule.id in NEXT and of_kind) else ""


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
    done = _COMPLETES.match(hit.line.text, hit.end) if hit.rule.id == "time_limit.average" else None
    if done:
        return Metric(hit.line.words(*done.span(1)), done.span(1), hit.line.words(*done.span(1)))
    if not hit.rule.id.endswith(("done_within", "same_day", "next_day")):
        return None
    slot = next(name for name in ("after", "next", "immediacy") if name in hit.slots)
    start = hit.slots[slot][1]
    end = min(right_end(hit.line, start), start + _AT_SERVICE)
    text = hit.line.words(start, end).lstrip("内可即就能便全部").split("、")[0]
    if not hit.rule.id.endswith(("same_day", "next_day")) and len(text) < _AFTER_MIN:
        return None
    return Metric(text, (start, end), text) if text else None
