"""Predicates: whether a verb of measures is what its clause says, or only a word in it.

Such a verb is looked at by one test after another (`VETOES`): is it quoted, part of a longer word, a noun, led by 为
or 被, behind another such verb. One that no test refuses is the predicate of its clause.
"""

import functools
import re
from collections.abc import Callable

from bizenv_extract.facts.verb import DISPOSED, JOINED, ROW, Verb, actor_of, company, shared_end
from bizenv_extract.lexicon import load
from bizenv_extract.matching import clause_end
from bizenv_extract.readers.amount import Quantity
from bizenv_extract.skeleton import FIGURES, SIGNS

_SIGNS = "".join(SIGNS.values())
_AS = re.compile("(?:将|把|对)[^，。；]{2,60}?(?:作为|进行|予以|纳入|列入)")
_MODEL = re.compile("(?:模式|机制|制度|方式|举措|平台|试点|服务|产品|做法|载体|体系|流程|场景)$")
_SUBJECT_OF = re.compile(
    "(?:工作|活动)?(?:有序|稳步|扎实|顺利|加快|深入|持续|全面|加速|同步|一体|统筹)(?:推进|开展|实施|落地|展开|进行)"
)
_SINCE = re.compile("(?:以来|之后|以后|过程中|之际)$")
_WORK = re.compile("工作(?=[，。；]|$)")
_NOT_AFTER = re.compile("[，。；、：是和与及]|$")
_TAKEN_UP = re.compile("(?:纳入|列入|接受|迎接|通过|参加|经过)[^，。；]{0,12}$")
_ROLE = re.compile(
    "(?:干部|领导|专员|管家|人员|中心|大厅|专班|联盟|协会|商会|部门|政府|单位|公司|书记|市长|县长|区长)$"
)
_HAS_OBJECT = re.compile(f"(?!服务|帮扶)(?:了)?[{FIGURES}“《]|[一-龥]{{3}}")
_TOGETHER = re.compile("与|同|和|会同|联合")
_NEWLY = re.compile(
    "(?:设立|成立|组建|建成|引进|开工|实施)(?:的|登记)?[一-龥]{0,6}(?:企业|主体|公司|个体|项目|户|机构)"
)
_CARRIES = re.compile(
    "(?:落实|贯彻|明确|关于|规定)(?!了|情况|到位|工作)[^，。；《》“”]{0,12}$|(?:让|使)(?:企业|群众|项目)[^，。；]{0,20}$"
)
_PROGRAMME = re.compile(
    "(?:了|好)?(?:“[^”]{2,20}”[^，。；]{0,8}(?=[，。；、]|$)|[^，。；“]{2,24}(?:制|制度|机制)(?=[，。；、]|$))"
)
_COUNTS = ("count", "spelled", "bare")
_FOOT = re.compile(f"{SIGNS['when']}$")
_IS = re.compile("(?<![但还就若要凡只于总其别一二三四五六七八九十])是(?!否)|作为|成为|涵盖|包括|包含")
_GO_ON = re.compile("(?:、|并|和|及|以及|并且|还|同时|，|(?<!将)[”》])$")
_ADVERB = "(?:有效|切实|更好|全面|及时)?"
_QUOTE = re.compile("“[^“”]{0,60}”|《[^《》]{0,80}》")


def _in_a_heading(verb: Verb) -> bool:
    return verb.line.sentence.heading


def _quoted(verb: Verb) -> bool:
    return any(q.start() < verb.start < q.end() for q in _QUOTE.finditer(verb.line.text))


def _as_a_noun(verb: Verb) -> bool:
    """服务能力, 开展次数: a noun's company behind it; not so where verbs stand in a row, or an office did it."""
    text = verb.line.text
    row = ROW.match(text, verb.end) and shared_end(verb)
    told = text[verb.end : verb.end + 1] == "的" and _told_of_office(verb)
    if text.startswith("进行", verb.start) or row or told:
        return False
    found = company("after").match(text, verb.end)
    return bool(found) and load("company")[found.group()].note == "after" if found else False


def _as_a_subject(verb: Verb) -> bool:
    """窗口的设置, 清单修订有序推进, 资源目录编制工作, 改革推行以来: what the verb tells is a thing in its clause."""
    text = verb.line.text
    work = _WORK.match(text, verb.end) and verb.before[-1:] and verb.before[-1] not in verb.vocabulary.openers
    thing = text[verb.start - 1 : verb.start] == "的" and _NOT_AFTER.match(text, verb.end)
    return bool(work or thing or _SUBJECT_OF.match(text, verb.end) or _SINCE.search(text, verb.end, verb.stop))


def _told_of_office(verb: Verb) -> bool:
    """县行政审批局推出的服务举措起了作用: an office did it, though told in passing."""
    actor = actor_of(verb)
    return actor is not None and actor[1] == verb.start


def _led(verb: Verb) -> bool:
    """为帮助企业, 被通报表扬, 新设立企业: an aim, or what others did; 创新推出 and 与泰国等建立 are none."""
    text = verb.line.text
    found = _led_by().search(text, verb.begin, verb.start)
    together = found and found.group().startswith("等") and _TOGETHER.search(text, verb.begin, verb.start)
    return bool(found and not together) or (
        text[verb.start - 1 : verb.start] == "新" and bool(_NEWLY.match(text, verb.start))
    )


def _within_an_object(verb: Verb) -> bool:
    """落实推进开放的部署, 梳理100个解决难题的案例: the verb belongs to the object of another."""
    text = verb.line.text
    counted = text[verb.start - 1 : verb.start] in FIGURES and "的" in text[verb.end : verb.stop]
    counted = counted or (
        text[verb.start - 1 : verb.start] == "已" and text[verb.start - 2 : verb.start - 1] in FIGURES
    )
    return bool(_CARRIES.search(text, verb.begin, verb.start)) or bool(verb.start and counted)


def _part_of_an_office(verb: Verb) -> bool:
    """市推进职能转变领导小组办公室组织发布会: the verb is part of the name of an office that does something."""
    return bool(_office_acts().match(verb.line.text, verb.end))


def _unnamed(verb: Verb) -> bool:
    """落实 is a measure where what is carried out has a name: 落实立案登记制, 落实“开户即开业”."""
    known = load("actions").get(verb.line.text[verb.start : verb.end])
    return bool(known and known.note == "named" and not _PROGRAMME.match(verb.line.text, verb.end))


def _told_by_a_figure(verb: Verb) -> bool:
    """精简材料30份: the figure is the record."""
    known = load("actions").get(verb.line.text[verb.start : verb.end])
    figures = FIGURES + SIGNS["duration"]
    return bool(known and known.note == "figure" and any(c in figures for c in verb.line.text[verb.begin : verb.stop]))


def _inside_a_word(verb: Verb) -> bool:
    """工程建设 is cut as 工程/建设, 推进会 stays whole; 进行督查 is longer than any known word."""
    if verb.line.text.startswith("进行", verb.start):
        return False
    arrivals = load("arrivals")
    if verb.line.text[verb.start - 1 : verb.start] == "共":
        return False
    found = ((p, word) for p, word in verb.words if p == verb.start)
    return not any(p + len(word) == verb.end or word in arrivals for p, word in found)


def _noun_as_often(verb: Verb) -> bool:
    """督查, 考核, 组织: verbs only behind an adverb or at the head of a clause, with no noun's company after."""
    known = load("actions").get(verb.line.text[verb.start : verb.end])
    if known is None or known.note != "noun":
        return False
    found = company("after_noun_verb").match(verb.line.text, verb.end)
    if found and found.group() == "与" and "的" in verb.line.text[verb.end : verb.stop]:
        found = None
    if found and load("company")[found.group()].note == "after_noun_verb":
        return True
    actor = actor_of(verb)
    if actor and actor[1] == verb.start:
        return False
    if _TAKEN_UP.search(verb.line.text, verb.begin, verb.start) or _ROLE.search(verb.line.text, verb.begin, verb.start):
        return not _HAS_OBJECT.match(verb.line.text, verb.end)
    if _counted(verb):
        return True
    last = verb.before[-1:]
    openers, closers = verb.vocabulary.openers, verb.vocabulary.closers
    return any(w == "、" or (w not in openers and w not in closers and w[0] not in _SIGNS) for w in last)


def _counted(verb: Verb) -> bool:
    """已发两类通报, 开展12项督查: a figure counts the noun; in 先后4次组织 it counts the acts."""
    token = verb.line.token_at(verb.start - 1)
    return (
        token is not None and isinstance(token.value, Quantity) and token.kind in _COUNTS and token.value.unit != "次"
    )


def _equated(verb: Verb) -> bool:
    """是推进…的举措, 将解决…作为任务: the clause says what something is, or does something to what was done."""
    text = verb.line.text
    fronted = _AS.search(text, verb.begin, verb.stop)
    within = fronted and fronted.start() < verb.start < fronted.end() and verb.start != fronted.end() - len("进行")
    return bool(_IS.search(text, verb.begin, verb.start) or within)


def _behind_another(verb: Verb) -> bool:
    """指导企业开展行动: one measure, at the first verb; in a row (出台A、印发B) each is one."""
    if _second(verb):
        return True
    fronted = verb.line.text.startswith("进行", verb.start) and DISPOSED.search(verb.line.text, verb.begin, verb.start)
    end = fronted.start() if fronted else verb.start
    another = any(_is_verb(verb, position, word) for position, word in verb.words if position < end)
    return another and not _GO_ON.search(verb.line.text, verb.begin, verb.start)


def _second(verb: Verb) -> bool:
    """编制并公布清单: one measure, at the first verb."""
    row = [(position, word) for position, word in verb.words if position < verb.start][-3:]
    first = next(((p, w) for p, w in row if w in load("actions")), None)
    end = first[0] + len(first[1]) if first else 0
    return bool(first) and any(joint.fullmatch(verb.line.text, end, verb.start) for joint in (JOINED, ROW))


def _is_verb(verb: Verb, position: int, word: str) -> bool:
    """Whether a word before is a verb of measures, not the noun of 专项整治活动 nor the adverb of 创新开展."""
    known = load("actions").get(word)
    if known is None or known.note in ("model", "named") or _office_acts().match(verb.line.text, position + len(word)):
        return False
    found = known.note == "noun" and company("after_noun_verb").match(verb.line.text, position + len(word))
    return not found or load("company")[found.group()].note == "plain"


def _without_model(verb: Verb) -> bool:
    """创新 is a measure where a model is renewed: 创新审批模式; in 创新开展, 创新能力 it is none."""
    known = load("actions").get(verb.line.text[verb.start : verb.end])
    if known is None or known.note != "model":
        return False
    end = clause_end(verb.line.text, verb.end)
    led = verb.before[-1:] and verb.before[-1] in verb.vocabulary.verbs
    return bool(led) or not _MODEL.search(verb.line.text, verb.end, end) or _led_on(verb)


def _led_on(verb: Verb) -> bool:
    actions = load("actions")
    return any(word in actions for position, word in verb.words if position >= verb.end)


def _of_a_figure(verb: Verb) -> bool:
    """在川设立领事机构增至24家: the clause tells how many of what the verb brought there are."""
    return bool(_reaches().match(verb.line.text, verb.end))


def _signed(verb: Verb) -> bool:
    """办公室2021年5月20日印发, at the foot of a document."""
    last = verb.end == len(verb.line.text)
    return last and bool(_FOOT.search(verb.line.text, 0, verb.start))


VETOES: tuple[Callable[[Verb], bool], ...] = (
    _in_a_heading,
    _quoted,
    _as_a_noun,
    _as_a_subject,
    _led,
    _equated,
    _noun_as_often,
    _behind_another,
    _without_model,
    _of_a_figure,
    _signed,
    _within_an_object,
    _told_by_a_figure,
    _part_of_an_office,
    _unnamed,
    _inside_a_word,
)


def refused(verb: Verb) -> bool:
    """Whether a test refuses a verb as the predicate of its clause."""
    return any(refuses(verb) for refuses in VETOES)


@functools.cache
def _office_acts() -> re.Pattern[str]:
    acts = load("actions").pattern()
    return re.compile(f"[^，。；、]{{2,20}}?(?:领导小组|指挥部|委员会|工作组)(?:办公室)?(?:联合|共同|牵头|组织)?{acts}")


@functools.cache
def _reaches() -> re.Pattern[str]:
    return re.compile(
        f"[^，。；{_SIGNS}]{{2,20}}?(?:{load('arrivals').pattern()}|(?:平均|同比)[^，。；{_SIGNS}]{{0,6}})[{FIGURES}]"
    )


@functools.cache
def _led_by() -> re.Pattern[str]:
    return re.compile(f"(?<![创更革]){load('company').pattern('before')}{_ADVERB}$")
