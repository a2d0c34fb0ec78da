"""What a measure is done to: the words behind its verb, or before it in passive and object-first forms.

出台《…办法》        平台建成投用        对12个县进行督查
"""

import re

from bizenv_extract.facts.metric import left_phrase
from bizenv_extract.lexicon import load
from bizenv_extract.matching import clause_end, clause_start
from bizenv_extract.skeleton import FIGURES, SIGNS, Line
from bizenv_extract.wording import Vocabulary

LONGEST = 25
_HEAD = re.compile(
    f"(?:(?:超过?|近|约|逾)(?=[{FIGURES}])|(?<=[{FIGURES}])(?:共计|合计|共|、)(?=[{FIGURES}])|(?:总规模|总额|规模|总投资|总面积|首期规模|注册资本)(?:达到?|超过?|近|约|为)?[{FIGURES}]的|并(?:不断|持续)?(?:完善|落实|推广|深化)|了|起|起了|好|为|[{FIGURES}{SIGNS['duration']}{SIGNS['when']}]|的|一批|一系列|若干)+"
)
_TAIL = re.compile(f"(?:以来|至今)$|[{FIGURES}](?:以上)?$|(?:等|的|，|、)+$|累计$|共$|近$|超$")
_SERIAL = re.compile(
    "(?<=[”制台动程式革策案法系统作务业目会心口班金例划单牌度团队组员])(?:深入(?!推进|开展)|分赴|赴|前往|带动|推动|促进|核查|助力|确保|使|让|以便|为企业|方便)|严肃"
)
_COUNTED_PEERS = re.compile(
    f"(?:全[市县省区国州]|辖区内?|(?:国家、)?(?:省、)?市|国家、省|[一-龥]{{2,6}}[市县区州])[{FIGURES}](?=[一-龥“])"
)
_ATTRIBUTE = re.compile("涵盖|包括|包含|基于|覆盖|长期|贯通|由|以|集")
_FIRST_TITLE = re.compile("《[^《》]{1,80}》(?!及)")
_LISTED = re.compile(f"等[{FIGURES}](?=[一-龥]{{2}})")
_COUNTED = re.compile(f"[的等][{FIGURES}]")
_WHEN_DONE = re.compile(
    f"(?:已|也|将)?(?:于|在)?{SIGNS['when']}(?:（{SIGNS['when']}）)?(?:在[一-龥]{{2,6}})?(?:正式|全面|顺利|已)*$|(?:现|均)?已在[^，。；]{{2,16}}$"
)
_CARRIED_OUT = re.compile(
    "(?:对(?!口|接|标|外)|将(?!于|在|会|从)|把|就|针对)([^，。；]{2,60}?)(?:依法|分别|全面|深入|实地|集中|逐一|统一)*$"
)


def object_after(line: Line, start: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Give the words after the verb up to the end of the clause or the next verb of the row, without figures around."""
    head = _HEAD.match(line.text, start)
    begin = head.end() if head else start
    counted = _COUNTED_PEERS.match(line.text, begin)
    begin = counted.end() if counted else begin
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
        stop = clause_end(line.text, counted.end())
        return (begin if stop - begin <= LONGEST else counted.end()), stop
    title = _FIRST_TITLE.match(line.text, begin)
    if title:
        return title.span()
    if _ATTRIBUTE.match(line.text, begin):
        stop = clause_end(line.text, begin)
        listed = _LISTED.search(line.text, begin, stop)
        noun = listed.end() if listed else line.text.rfind("的", begin, stop - 2) + 1
        return (noun, stop) if noun else (begin, end)
    serial = _SERIAL.search(line.text, begin + 2, end)
    return (begin, serial.start()) if serial and line.text.count("的", serial.end(), end) == 0 else (begin, end)


def _first_break(line: Line, begin: int, end: int, vocabulary: Vocabulary) -> int:
    """Stop where the clause goes on with another verb: 、办理 or a figure that ends the object."""
    previous = ""
    for position, word in vocabulary.cut(line, begin, end).starts():
        if position > begin and word in load("actions") and previous in ("、", "并", "并且", "以及"):
            return position - len(previous)
        if position > begin and previous == "、" and word in load("joints").where("sibling"):
            return position - len(previous)
        if position > begin and word[0] in FIGURES and line.words(position, position + 1) != "一个":
            return position
        previous = word
    return end


def _shorten(line: Line, begin: int, end: int) -> int:
    """Keep the last part of a long attribute: what stands after its last 的, or the last words."""
    if end - begin <= LONGEST:
        return begin
    cut = line.text.rfind("的", begin, end - 3)
    if cut < begin and not any(mark in line.text[begin:end] for mark in "“等"):
        cut = max(line.text.rfind(mark, begin, end - 5) for mark in "、和")
    return cut + 1 if cut >= begin and end - cut - 1 >= 4 else begin  # noqa: PLR2004 - a noun of four characters


def object_before(line: Line, start: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Passive and object-first forms: 平台建成投用, 将A纳入B."""
    carried = _CARRIED_OUT.search(line.text, clause_start(line.text, start), start)
    if carried:
        return _trimmed(line, *carried.span(1), vocabulary)
    lead = _WHEN_DONE.search(line.text, clause_start(line.text, start), start)
    phrase = left_phrase(line, lead.start() if lead else start, vocabulary)
    return (phrase.start, phrase.end) if phrase.end - phrase.start > 1 else None


def _trimmed(line: Line, start: int, end: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Give a stretch unless it is all adverbs: 将进一步推进 puts no object first."""
    return (start, end) if vocabulary.trim(vocabulary.cut(line, start, end)) else None
