"""Measures: what an authority did, and the object it did it to.

A verb that is the predicate of its clause (`predicate.refused`) gets its object, its action and its novelty.
"""

import re
from typing import Any

from bizenv_extract.facts.fact import Context, Fact
from bizenv_extract.facts.predicate import refused
from bizenv_extract.facts.target import object_after, object_before
from bizenv_extract.facts.verb import DISPOSED, JOINED, Verb, actor_of, known_verb, row_end, verb_of
from bizenv_extract.lexicon import load
from bizenv_extract.matching import Hit, clause_end, clause_start
from bizenv_extract.skeleton import Line

_NO_OBJECT = re.compile(
    "和|等|整治|与|及|数据显示|增至|.*(?:更加|支撑$|支持$|保障$|动力$|动能$|活力$|基础$|机遇$|便利$|借鉴$|参考$|遵循$|作出|贡献$|局面$|氛围$|合力$|新格局$)|(?:全[市县省区])?(?:优化)?营商环境(?:建设|工作|全面提升|工作第[^，。；]{1,10}会)?$"
)
_NOVELTY = re.compile(
    "(?:(全国|全省|全市|全区|国内|全球|全疆)[^，。；]{0,6}?)?(率先|首创|首推|首家|首个|首次|首批|唯一)"
)
_FIRST_BEHIND = re.compile("率先在(全国|全省|全市|国内|全球)")
_FIRST_IN = re.compile("在(全国|全省|全市|国内|全球)(?:[^，。；]{0,6}?)$")
_NAMED = re.compile("[“《]|(?:改革|行动|工程|试点|监管)$")
_GOVERNED = re.compile("(?:完成|加强|加快|促进|做好|抓好|实现|强化|重视|支撑|支持|推动)[^，。；《》“”]{2,60}$")
_VAGUE = re.compile("了?(?:有力|强有力|良好|坚实|强大|重要|便利|极大)")
_GIVEN = re.compile("给(?:你们|各)")
_TITLE = re.compile("《[^《》]{1,80}》")


def measures(hit: Hit, context: Context) -> tuple[Fact, ...]:
    """Read a measure from a hit; empty where a test refuses the verb, or nothing is done to anything."""
    verb = verb_of(hit, context.vocabulary)
    if refused(verb):
        return ()
    span = _object(hit, verb, context)
    text = hit.line.words(*span) if span else ""
    if span is None or _NO_OBJECT.match(text):
        return ()
    words = hit.line.words(verb.start, verb.end)
    actor = actor_of(verb)
    fields = {"action": _action(words, text), "object": text, "novelty": _novelty(hit.line, verb.start)}
    fields["actor"] = hit.line.words(*actor) if actor else None
    spans = {"object": span, "action": hit.slots["verb"]} | ({"actor": actor} if actor else {})
    return (Fact("measure", hit, (verb.start, verb.end), fields, spans, text),)


def _object(hit: Hit, verb: Verb, context: Context) -> tuple[int, int] | None:
    """Give the object: behind the verb, but before it after 将, 把, 对 and in 对…进行督查."""
    if _GIVEN.match(hit.line.text, verb.end):
        return _title_before(verb)
    after = object_after(hit.line, _past_second(verb), context.vocabulary)
    disposed = DISPOSED.search(hit.line.text, verb.begin, verb.start)
    known = load("actions").get(hit.line.text[verb.start : verb.end])
    handed = disposed and (disposed.group(1) != "对" or (known and known.canonical == "supervise"))
    fronted = handed or hit.rule.id == "measure.carry_out"
    if known and known.note == "fronted" and not disposed:
        return None
    governed = not fronted and after is None and _GOVERNED.search(hit.line.text, verb.begin, verb.start)
    vague = not fronted and _VAGUE.match(hit.line.text, verb.end)
    seek = (fronted or after is None) and not governed and not vague
    before = object_before(hit.line, verb.start, context.vocabulary) if seek else None
    if before and known and known.note == "transitive" and not _NAMED.search(hit.line.words(*before)):
        before = None
    return (before or after) if fronted else (after or before)


def _title_before(verb: Verb) -> tuple[int, int] | None:
    """《改革方案》已经市政府同意，现印发给你们: the title in the clause before."""
    titles = [m.span() for m in _TITLE.finditer(verb.line.text, 0, verb.start)]
    return titles[-1] if titles else None


def _past_second(verb: Verb) -> int:
    """Give the end of the verb; of 编制并公布 the end of both, which share their object."""
    joined = JOINED.match(verb.line.text, verb.end)
    second = joined and known_verb().match(verb.line.text, joined.end())
    return second.end() if second else row_end(verb)


def _action(verb: str, obj: str) -> str:
    """Give the action of a verb; for 开展 and 推出 the object decides."""
    if verb.startswith("进行"):
        return next((e.canonical for w, e in load("objects").items() if w in verb), "implement")
    note = {"开展": "carried_out", "组织开展": "carried_out", "推出": "put_out", "开辟": "opened"}.get(verb)
    for word, entry in load("objects").items() if note else ():
        if entry.note == note and word in obj[-8:]:
            return entry.canonical
    return load("actions")[verb].canonical


def _novelty(line: Line, start: int) -> dict[str, Any] | None:
    begin, end = clause_start(line.text, start), clause_end(line.text, start)
    found = _NOVELTY.search(line.text, begin, end)
    if not found:
        return None
    scope = found.group(1) or _scope_before(line, begin, found.start())
    return {"claim": "only" if found.group(2) == "唯一" else "first", "scope": scope}


def _scope_before(line: Line, begin: int, position: int) -> str | None:
    behind = _FIRST_BEHIND.match(line.text, position)
    if behind:
        return behind.group(1)
    found = _FIRST_IN.search(line.text[begin:position])
    return found.group(1) if found else None
