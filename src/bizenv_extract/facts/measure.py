"""Measures: what an authority did, and the object it did it to."""

import re
from typing import Any

from bizenv_extract.facts.fact import Context, Fact
from bizenv_extract.facts.metric import left_phrase
from bizenv_extract.lexicon import load
from bizenv_extract.matching import Hit, clause_end, clause_start
from bizenv_extract.skeleton import FIGURES, SIGNS, Line
from bizenv_extract.wording import Vocabulary

LONGEST = 25
_SIGNS = "".join(SIGNS.values())
_HEAD = re.compile(
    f"(?:并(?:不断|持续)?(?:完善|落实|推广|深化)|了|起|起了|好|为|[{FIGURES}{SIGNS['duration']}{SIGNS['when']}]|的|一批|一系列|若干)+"
)
_TAIL = re.compile(f"(?:以来|至今)$|[{FIGURES}](?:以上)?$|(?:等|的|，|、)+$|累计$|共$|近$|超$")
_NOUN_USE = re.compile(
    "的(?!是)|率|期间|者|力度|情况|成效|过程|能力|以来|方面|进度|范围|耗时|方式|方法|手段|载体|优势|架构|内容|结果|表扬|、|比例|次数|会(?!议|商)|于(?!一)|体系|水平|机关|推广|格局"
)
_LED_BY = re.compile(
    "(?:新|不得|不再|未|禁止|为了?|围绕|关于|旨在|致力于?|被|获得?|受到?|以|防范|等|所|国务院|省委|省政府)(?:有效|切实|更好|全面|及时)?$"
)
_NOUN_AFTER = re.compile("考评|部门|组(?!织)|中(?!小|心)|活动|工作|机制|职能|与|和|局|室|员")
_SERIAL = re.compile(
    "(?<=[”制台动程式革策案法系统作务业目会心口班金例划单牌度])(?:带动|推动|促进|核查|助力|确保|使|让|以便|为企业|方便)|严肃"
)
_ATTRIBUTE = re.compile("涵盖|包括|包含|基于|覆盖|长期|贯通|由|以|集")
_DISPOSED = re.compile("(?:^|[，。；]|[一-龥]{1,8})(?:将|把|对)(?!接|外|口|标)[^，。；]{3,40}$")
_FIRST_TITLE = re.compile("《[^《》]{1,80}》(?!及)")
_COUNTED = re.compile(f"[的等][{FIGURES}]")
_NO_OBJECT = re.compile("和|等|整治|与|及|数据显示|增至|.*(?:更加|支撑$)|(?:全[市县省区])?(?:优化)?营商环境(?:建设|工作|全面提升)?$")
_CARRIED_OUT = re.compile(
    "(?:对(?!口|接|标|外)|将|把|就|针对)([^，。；]{2,40}?)(?:依法|分别|全面|深入|实地|集中|逐一|统一)*$"
)
_NOVELTY = re.compile("(?:(全国|全省|全市|全区|国内|全球|全疆)[^，。；]{0,6}?)?(率先|首创|首家|首个|首次|首批|唯一)")
_FIRST_IN = re.compile("在(全国|全省|全市|国内|全球)(?:[^，。；]{0,6}?)$")
_AS = re.compile("将[^，。；]{2,40}作为")
_IS = re.compile("(?<![但还就若要凡只于总一二三四五六七八九十])是(?!否)|作为|成为")
_GO_ON = re.compile("(?:、|并|和|及|以及|并且|还|同时|，)$")
_QUOTE = re.compile("“[^“”]{0,60}”|《[^《》]{0,80}》")


def measures(hit: Hit, context: Context) -> tuple[Fact, ...]:
    """Read a measure from a hit; empty where the verb is part of a name, a noun or another verb's object."""
    start, end = hit.slots["verb"]
    if not _predicate(hit, context.vocabulary):
        return ()
    words = hit.line.words(start, end)
    first, second = _object_after(hit.line, end, context.vocabulary), _object_before(hit, context)
    disposed = _DISPOSED.search(hit.line.text, clause_start(hit.line.text, start), start)
    span = (second or first) if disposed or hit.rule.id == "measure.carry_out" else (first or second)
    if span is None:
        return ()
    text = hit.line.words(*span)
    if _NO_OBJECT.match(text):
        return ()
    fields = {"action": _action(words, text), "object": text, "novelty": _novelty(hit.line, start)}
    return (Fact("measure", hit, (start, end), fields, {"object": span, "action": (start, end)}, text),)


def _predicate(hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether the verb is the predicate of its clause: no quotation, no noun, not behind another such verb."""
    text, (start, end) = hit.line.text, hit.slots["verb"]
    if hit.line.sentence.heading or any(q.start() < start < q.end() for q in _QUOTE.finditer(text)):
        return False
    begin = clause_start(text, start)
    if _NOUN_USE.match(text, end) or _LED_BY.search(text, begin, start):
        return False
    known = load("actions").get(text[start:end])
    if known and known.note == "noun" and not _verbal(hit.line, begin, start, end, vocabulary):
        return False
    if hit.rule.id == "measure.act" and not _whole_word(hit.line, begin, start, end, vocabulary):
        return False
    if _IS.search(text, begin, start) or _AS.search(text, begin, clause_end(text, end)):
        return False
    earlier = [p for p, w in vocabulary.cut(hit.line, begin, start).starts() if w in load("actions")]
    return not earlier or bool(_GO_ON.search(text, begin, start))


def _whole_word(line: Line, begin: int, start: int, end: int, vocabulary: Vocabulary) -> bool:
    phrase = vocabulary.cut(line, begin, clause_end(line.text, end))
    return any(p == start and (p + len(w) == end or w in load("arrivals")) for p, w in phrase.starts())


def _verbal(line: Line, begin: int, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a word that is as often a noun (考核, 组织) is a verb here: an adverb before it, no noun's company after."""
    if _NOUN_AFTER.match(line.text, end):
        return False
    words = vocabulary.cut(line, begin, start).words
    return all((w in vocabulary.openers or w in vocabulary.closers or w[0] in _SIGNS) and w != "、" for w in words[-1:])


def _object_after(line: Line, start: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Give the words after the verb up to the end of the clause or the next verb of the row, without figures around."""
    head = _HEAD.match(line.text, start)
    begin = head.end() if head else start
    end = _first_break(line, begin, clause_end(line.text, begin), vocabulary)
    begin, end = _named_object(line, begin, end)
    tail = _TAIL.search(line.text, begin, end)
    while tail:
        end = tail.start()
        tail = _TAIL.search(line.text, begin, end)
    begin = _shorten(line, begin, end)
    words = vocabulary.cut(line, begin, end).words
    empty = all(w in vocabulary.verbs or w in vocabulary.closers or w in load("actions") for w in words)
    return (begin, end) if end - begin > 1 and not empty else None


def _named_object(line: Line, begin: int, end: int) -> tuple[int, int]:
    """Narrow an object: of several titles the first; of 涵盖…的方案 the noun; nothing behind a verb that goes on."""
    counted = _COUNTED.search(line.text, begin, end + 2)
    if counted and counted.end() - 1 == end:
        return counted.end(), clause_end(line.text, counted.end())
    title = _FIRST_TITLE.match(line.text, begin)
    if title:
        return title.span()
    if _ATTRIBUTE.match(line.text, begin):
        stop = clause_end(line.text, begin)
        noun = line.text.rfind("的", begin, stop - 2) + 1
        return (noun, stop) if noun else (begin, end)
    serial = _SERIAL.search(line.text, begin + 2, end)
    return (begin, serial.start()) if serial and line.text.count("的", serial.end(), end) == 0 else (begin, end)


def _first_break(line: Line, begin: int, end: int, vocabulary: Vocabulary) -> int:
    """Stop where the clause goes on with another verb: 、办理 or a figure that ends the object."""
    previous = ""
    for position, word in vocabulary.cut(line, begin, end).starts():
        if position > begin and word in load("actions") and previous in ("、", "并", "并且", "以及"):
            return position - len(previous)
        if position > begin and word[0] in FIGURES:
            return position
        previous = word
    return end


def _shorten(line: Line, begin: int, end: int) -> int:
    """Keep the last part of a long attribute: what stands after its last 的, or the last words."""
    if end - begin <= LONGEST:
        return begin
    cut = line.text.rfind("的", begin, end - 3)
    return cut + 1 if cut >= begin and end - cut - 1 >= 4 else begin  # noqa: PLR2004 - a noun of four characters


def _object_before(hit: Hit, context: Context) -> tuple[int, int] | None:
    """Passive and object-first forms: 平台建成投用, 将A纳入B."""
    start = hit.slots["verb"][0]
    carried = _CARRIED_OUT.search(hit.line.text, clause_start(hit.line.text, start), start)
    if carried:
        return carried.span(1)
    phrase = left_phrase(hit.line, start, context.vocabulary)
    return (phrase.start, phrase.end) if phrase.end - phrase.start > 1 else None


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
