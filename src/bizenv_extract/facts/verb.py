"""Verbs of measures: where one stands in its clause, who does it, and the verbs that share its object."""

import functools
import re
from typing import NamedTuple

from bizenv_extract.lexicon import alternation, load
from bizenv_extract.matching import Hit, clause_end, clause_start
from bizenv_extract.skeleton import Line
from bizenv_extract.wording import Vocabulary

DISPOSED = re.compile(
    "(?<![针面应相反绝即必])(将|把|对)(?!接|外|口|标|于|在|从|会|继续|进一步|不断|持续|率先|陆续)[^，。；]{3,60}$"
)
JOINED = re.compile("(?:并|并且|和|及)(?:不断|持续|同步|及时)?")
ROW = re.compile("[、和并及]")
_SIBLING = re.compile("调整|修订|完善|优化|压缩")


class Verb(NamedTuple):
    """A verb of measures in its clause: where both stand, and the words of the clause with their starts."""

    line: Line
    start: int
    end: int
    begin: int
    stop: int
    vocabulary: Vocabulary
    words: tuple[tuple[int, str], ...]

    @property
    def before(self) -> tuple[str, ...]:
        """Give the words of the clause before the verb."""
        return tuple(word for position, word in self.words if position < self.start)


def verb_of(hit: Hit, vocabulary: Vocabulary) -> Verb:
    """Give the verb of a hit in its clause."""
    text, (start, end) = hit.line.text, hit.slots["verb"]
    begin, stop = clause_start(text, start), clause_end(text, end)
    words = tuple(vocabulary.cut(hit.line, begin, stop).starts())
    return Verb(hit.line, start, end, begin, stop, vocabulary, words)


def actor_of(verb: Verb) -> tuple[int, int] | None:
    """Give the office that opens the clause (市市场监管局出台…), where one does."""
    phrase = verb.vocabulary.trim(verb.vocabulary.cut(verb.line, verb.begin, verb.start))
    found = _offices().match(verb.line.text, phrase.start, phrase.end)
    return found.span() if found else None


def shared_end(verb: Verb) -> int:
    """Give the end of a row of verbs that share an object (取消、下放和调整), 0 where there is none."""
    end = verb.end
    while joined := ROW.match(verb.line.text, end):
        second = known_verb().match(verb.line.text, joined.end()) or _SIBLING.match(verb.line.text, joined.end())
        if second is None:
            break
        end = second.end()
    known = load("actions").get(verb.line.text[verb.start : verb.end])
    return end if end > verb.end and known is not None and known.note == "core" else 0


def row_end(verb: Verb) -> int:
    """Give the end of the verb, of verbs in a row that share their object the end of the last."""
    return shared_end(verb) or verb.end


@functools.cache
def _offices() -> re.Pattern[str]:
    return re.compile(f"[一-龥、]{{1,20}}?{load('offices').pattern()}(?![的在内里一-龥]{{0,1}}(?:员|长|事))")


@functools.cache
def company(note: str) -> re.Pattern[str]:
    """Give the pattern of the words around a verb that tell it is no predicate, by their note."""
    words = load("company")
    return re.compile(alternation((*words.where(note), *words.where("plain"))))


@functools.cache
def known_verb() -> re.Pattern[str]:
    """Give the pattern of all verbs of measures."""
    return re.compile(load("actions").pattern())
