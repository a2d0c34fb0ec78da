"""Measures: what an authority did, and the object it did it to.

A verb of measures is looked at by one test after another (`VETOES`): is it quoted, part of a longer word, a noun, led
by 为 or 被, behind another such verb. One that no test refuses is the predicate of its clause, and gets its object.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bizenv_extract.facts.fact import Context, Fact
from bizenv_extract.facts.target import object_after, object_before
from bizenv_extract.lexicon import alternation, load
from bizenv_extract.matching import Hit, clause_end, clause_start
from bizenv_extract.skeleton import SIGNS, Line
from bizenv_extract.wording import Phrase, Vocabulary

_SIGNS = "".join(SIGNS.values())
_NO_OBJECT = re.compile(
    "和|等|整治|与|及|数据显示|增至|.*(?:更加|支撑$|作出|贡献$|局面$|氛围$|合力$)|(?:全[市县省区])?(?:优化)?营商环境(?:建设|工作|全面提升)?$"
)
_DISPOSED = re.compile("(?<![针面应相反绝即必])(将|把|对)(?!接|外|口|标)[^，。；]{3,40}$")
_NOVELTY = re.compile("(?:(全国|全省|全市|全区|国内|全球|全疆)[^，。；]{0,6}?)?(率先|首创|首家|首个|首次|首批|唯一)")
_FIRST_IN = re.compile("在(全国|全省|全市|国内|全球)(?:[^，。；]{0,6}?)$")
_AS = re.compile("将[^，。；]{2,40}作为")
_IS = re.compile("(?<![但还就若要凡只于总一二三四五六七八九十])是(?!否)|作为|成为")
_GO_ON = re.compile("(?:、|并|和|及|以及|并且|还|同时|，)$")
_ADVERB = "(?:有效|切实|更好|全面|及时)?"
_QUOTE = re.compile("“[^“”]{0,60}”|《[^《》]{0,80}》")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of measures in its clause: where both stand; the clause is cut into words only when a test asks."""

    line: Line
    start: int
    end: int
    begin: int
    stop: int
    vocabulary: Vocabulary

    @property
    def clause(self) -> Phrase:
        """Give the clause, cut into words."""
        return self.vocabulary.cut(self.line, self.begin, self.stop)

    @property
    def before(self) -> tuple[str, ...]:
        """Give the words of the clause before the verb."""
        return tuple(word for position, word in self.clause.starts() if position < self.start)


def measures(hit: Hit, context: Context) -> tuple[Fact, ...]:
    """Read a measure from a hit; empty where a test refuses the verb, or nothing is done to anything."""
    verb = _verb(hit, context.vocabulary)
    if any(refuses(verb) for refuses in VETOES) or (hit.rule.id == "measure.act" and _inside_a_word(verb)):
        return ()
    span = _object(hit, verb, context)
    text = hit.line.words(*span) if span else ""
    if span is None or _NO_OBJECT.match(text):
        return ()
    words = hit.line.words(verb.start, verb.end)
    actor = _actor(verb)
    fields = {"action": _action(words, text), "object": text, "novelty": _novelty(hit.line, verb.start)}
    fields["actor"] = hit.line.words(*actor) if actor else None
    spans = {"object": span, "action": hit.slots["verb"]} | ({"actor": actor} if actor else {})
    return (Fact("measure", hit, (verb.start, verb.end), fields, spans, text),)


def _actor(verb: Verb) -> tuple[int, int] | None:
    """Give the office that opens the clause (市市场监管局出台…), where one does."""
    phrase = verb.vocabulary.trim(verb.vocabulary.cut(verb.line, verb.begin, verb.start))
    found = _offices().match(verb.line.text, phrase.start, phrase.end)
    return found.span() if found else None


def _verb(hit: Hit, vocabulary: Vocabulary) -> Verb:
    text, (start, end) = hit.line.text, hit.slots["verb"]
    return Verb(hit.line, start, end, clause_start(text, start), clause_end(text, end), vocabulary)


def _object(hit: Hit, verb: Verb, context: Context) -> tuple[int, int] | None:
    """Give the object: behind the verb, but before it after 将, 把, 对 and in 对…进行督查."""
    after = object_after(hit.line, verb.end, context.vocabulary)
    disposed = _DISPOSED.search(hit.line.text, verb.begin, verb.start)
    known = load("actions").get(hit.line.text[verb.start : verb.end])
    handed = disposed and (disposed.group(1) != "对" or (known and known.canonical == "supervise"))
    fronted = handed or hit.rule.id == "measure.carry_out"
    before = object_before(hit.line, verb.start, context.vocabulary) if fronted or after is None else None
    return (before or after) if fronted else (after or before)


def _in_a_heading(verb: Verb) -> bool:
    return verb.line.sentence.heading


def _quoted(verb: Verb) -> bool:
    return any(q.start() < verb.start < q.end() for q in _QUOTE.finditer(verb.line.text))


def _as_a_noun(verb: Verb) -> bool:
    """服务能力, 开展次数: a noun's company behind it."""
    found = _company("after").match(verb.line.text, verb.end)
    return bool(found) and load("company")[found.group()].note == "after" if found else False


def _led(verb: Verb) -> bool:
    """为帮助企业, 被通报表扬: an aim, or what others did."""
    return bool(_led_by().search(verb.line.text, verb.begin, verb.start))


def _inside_a_word(verb: Verb) -> bool:
    arrivals = load("arrivals")
    found = ((p, word) for p, word in verb.clause.starts() if p == verb.start)
    return not any(p + len(word) == verb.end or word in arrivals for p, word in found)


def _noun_as_often(verb: Verb) -> bool:
    """督查, 考核, 组织: verbs only behind an adverb or at the head of a clause, with no noun's company after."""
    known = load("actions").get(verb.line.text[verb.start : verb.end])
    if known is None or known.note != "noun":
        return False
    company = _company("after_noun_verb").match(verb.line.text, verb.end)
    if company and load("company")[company.group()].note == "after_noun_verb":
        return True
    actor = _actor(verb)
    if actor and actor[1] == verb.start:
        return False
    last = verb.before[-1:]
    openers, closers = verb.vocabulary.openers, verb.vocabulary.closers
    return any(w == "、" or (w not in openers and w not in closers and w[0] not in _SIGNS) for w in last)


def _equated(verb: Verb) -> bool:
    """是推进…的举措, 将解决…作为任务: the clause says what something is."""
    text = verb.line.text
    return bool(_IS.search(text, verb.begin, verb.start) or _AS.search(text, verb.begin, verb.stop))


def _behind_another(verb: Verb) -> bool:
    """指导企业开展行动: one measure, at the first verb; in a row (出台A、印发B) each is one."""
    actions = load("actions")
    another = any(word in actions for word in verb.before)
    return another and not _GO_ON.search(verb.line.text, verb.begin, verb.start)


VETOES: tuple[Callable[[Verb], bool], ...] = (
    _in_a_heading,
    _quoted,
    _as_a_noun,
    _led,
    _equated,
    _noun_as_often,
    _behind_another,
)


@functools.cache
def _offices() -> re.Pattern[str]:
    return re.compile(f"[一-龥、]{{1,20}}?{load('offices').pattern()}(?![的在内里一-龥]{{0,1}}(?:员|长|事))")


@functools.cache
def _company(note: str) -> re.Pattern[str]:
    words = load("company")
    return re.compile(alternation((*words.where(note), *words.where("plain"))))


@functools.cache
def _led_by() -> re.Pattern[str]:
    return re.compile(f"{load('company').pattern('before')}{_ADVERB}$")


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
    found = _FIRST_IN.search(line.text[begin:position])
    return found.group(1) if found else None
