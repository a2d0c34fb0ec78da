"""Nouns behind a figure: where the words it counts begin and end.

选派2521名服务管家                  the noun right after the figure
梳理100个解决难题的创新案例          the noun that a clause about it ends in
56个窗口及银行, 7大类30项措施        one of several; figures that share theirs
"""

import itertools
import re

from bizenv_extract.lexicon import load
from bizenv_extract.skeleton import FIGURES, SIGNS, Line, Token
from bizenv_extract.wording import Phrase, Vocabulary, right_end

SHORTEST = 3
BASE = 12
# 9800万架（艘/列/辆）次: other names of the unit stand behind it.
_BOUND = re.compile("(?:以上|以下|左右|上下|以内)(?=[一-龥“])|（[^（），。；]{1,8}/[^（），。；]{1,8}）次?")
_NO_NOUN = re.compile(f"(?:以上|以下|左右|上下|以内)(?![一-龥“])|{SIGNS['when']}")
# 300元以上，: a bound is no noun; nor is a time: 首批5人9月上岗.
# 30批共计150项服务, 7大类30项措施: figures that share what they count.
_SHARED = re.compile(f"(?:共计|合计|共)?[{FIGURES}]")
_HEAD = "（、，和与及）以并且而则即"
_TAIL = "、，和与及等的“—-（以"
OBJECT = 22


def joint(word: str) -> str:
    """Say what a word is that ends a phrase, empty where it ends none: 约合, 全市, 纳入."""
    known = load("joints").get(word)
    return known.note if known else ""


def right_phrase(line: Line, token: Token, vocabulary: Vocabulary, *, governed: bool = False) -> tuple[Phrase, Phrase]:
    """Give the noun phrase right after a figure, and all words after it up to the next stop or figure.

    Behind a governing verb (`governed`) the noun phrase may hold verbs of its own: 梳理52项金融支持复工复产政策.
    """
    start = _past_neighbours(line, token)
    end = _listed_end(line, start, right_end(line, start))
    if line.text[start : start + 1] == "的":
        start += 1
    rest = vocabulary.cut(line, start, end)
    if _NO_NOUN.match(line.text, start) or line.text[start : start + 1] == "（":
        return Phrase(start, start, ()), Phrase(start, start, ())
    ends = vocabulary.particles if governed and end - start <= OBJECT else vocabulary.ends
    lead = len(rest.words[0]) if rest.words[:1] in (("已",), ("已经",)) else 0
    noun = list(itertools.takewhile(lambda word: not _ends(word, ends, vocabulary), rest.words[bool(lead) :]))
    noun = noun[: next((i for i, word in enumerate(noun) if i > 1 and joint(word) == "noun_end"), len(noun))]
    owner = next((i for i, word in enumerate(noun) if word == "的"), 0)
    if sum(map(len, noun[:owner])) > 1 and not any(word in vocabulary.verbs for word in noun[:owner]):
        noun = noun[:owner]  # 56个部门的目录编制工作 counts departments
    if noun[2:] and joint(noun[-1]) == joint(noun[-2]) == "goes_on":
        noun = noun[:-2]
    start += lead
    position = start + sum(map(len, noun))
    while noun and (noun[-1] in _TAIL or noun[-1] in vocabulary.closers):
        position -= len(noun.pop())
    attributed = _attributed(rest, noun)
    if attributed:
        return attributed, rest
    if noun and (noun[0] in _HEAD or noun[0] in vocabulary.verbs or all(w in vocabulary.closers for w in noun)):
        noun = []
    return Phrase(start, position if noun else start, tuple(noun)), rest


def _ends(word: str, ends: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether a noun phrase ends before a word: a verb, or 均 that sums it up."""
    return word in ends or (word[0] in "均都" and word in vocabulary.closers)


def _listed_end(line: Line, start: int, end: int) -> int:
    """14亿人口、超1.8亿户经营主体: where another figure ends the words, an item of a list ends before it."""
    last = line.text.rfind("、", start + 1, end)
    item = last > 0 and end - last <= SHORTEST and end < len(line.text) and line.text[end] in FIGURES
    return line.text.find("、", start + 1, end) if item else end


def _attributed(rest: Phrase, noun: list[str]) -> Phrase | None:
    """梳理100个解决企业难题的创新案例: of a clause that says which ones, the noun it ends in."""
    last = max((i for i, word in enumerate(rest.words) if word == "的"), default=-1)
    tail = rest.words[last + 1 :]
    clause = rest.words[:1] and (not noun or noun[0] == rest.words[0]) and len(rest.words[0]) > 1
    if last < 1 or not clause or rest.words[0] not in load("verbs") or not 1 < sum(map(len, tail)) <= BASE:
        return None
    return Phrase(rest.end - sum(map(len, tail)), rest.end, tail)


def _past_neighbours(line: Line, token: Token) -> int:
    """Give where the words after a figure begin; 7大类30项便利化措施 share theirs."""
    position = token.at + 1
    while shared := _SHARED.match(line.text, position):
        position = shared.end()
    bound = _BOUND.match(line.text, position)
    return bound.end() if bound else position
