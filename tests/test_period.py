"""Words for a time: what is found in a text, and which days it means."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizenv_extract.readers.period import SILENT, Reference, When, resolve, scan
from bizenv_extract.schema import Period

SUMMER = Reference(dt.date(2022, 8, 20), None)
UNKNOWN = Reference(None, None)
REVIEW = Reference(dt.date(2020, 1, 15), 2019)


def only(text: str) -> When:
    """Give the one time of a text."""
    (when,) = scan(text)
    return when


def period(start: str | None, end: str | None) -> Period:
    """Give a period as context."""
    return Period(start=start, end=end, text="x")


WRITTEN = [
    ("2019年", "2019-01-01", "2019-12-31"),
    ("二〇一九年", "2019-01-01", "2019-12-31"),
    ("2019年度", "2019-01-01", "2019-12-31"),
    ("2022年全年", "2022-01-01", "2022-12-31"),
    ("2019年5月", "2019-05-01", "2019-05-31"),
    ("2024年2月份", "2024-02-01", "2024-02-29"),
    ("2021 年 5 月 20 日", "2021-05-20", "2021-05-20"),
    ("2021-05-20", "2021-05-20", "2021-05-20"),
    ("2020.1.15", "2020-01-15", "2020-01-15"),
    ("2020/1/15", "2020-01-15", "2020-01-15"),
    ("2018/1/10-2018/7/10", "2018-01-10", "2018-07-10"),
    ("2019年8月9日至10日", "2019-08-09", "2019-08-10"),
    ("2019年一月十日到十二日", "2019-01-10", "2019-01-12"),
    ("2020年11月中旬", "2020-11-11", "2020-11-20"),
    ("2019年1-9月", "2019-01-01", "2019-09-30"),
    ("2024年前三季度", "2024-01-01", "2024-09-30"),
    ("2024年第三季度", "2024-07-01", "2024-09-30"),
    ("2023上半年", "2023-01-01", "2023-06-30"),
    ("2016—2020年", "2016-01-01", "2020-12-31"),
    ("2019-2021年", "2019-01-01", "2021-12-31"),
    ("2021、2022年", "2021-01-01", "2022-12-31"),
    ("2018年至2020年", "2018-01-01", "2020-12-31"),
    ("2022年至2023上半年", "2022-01-01", "2023-06-30"),
    ("2020年底至2021年3月", "2020-12-01", "2021-03-31"),
    ("“十四五”期间", "2021-01-01", "2025-12-31"),
    ("十三五时期", "2016-01-01", "2020-12-31"),
    ("“十四五”以来", "2021-01-01", None),
    ("“十四五”末", None, "2025-12-31"),
    ("2023年以来", "2023-01-01", None),
    ("自2018年起", "2018-01-01", None),
    ("2019年1月起", "2019-01-01", None),
    ("2018年至今", "2018-01-01", None),
    ("截至2024年9月底", None, "2024-09-30"),
    ("截至2020年底", None, "2020-12-31"),
    ("截止2020年底", None, "2020-12-31"),
    ("2020年末", None, "2020-12-31"),
    ("到2025年", None, "2025-12-31"),
    ("到2025年底", None, "2025-12-31"),
    ("2025年年底前", None, "2025-12-31"),
    ("2020年6月底前", None, "2020-06-30"),
]


@pytest.mark.parametrize(("text", "start", "end"), WRITTEN)
def test_written_years_need_no_reference(text: str, start: str | None, end: str | None) -> None:
    """A time with its year means the same days in any text."""
    assert resolve(only(text), UNKNOWN) == Period(start=start, end=end, text=text)


TOLD = [
    ("今年", "2022-01-01", "2022-12-31"),
    ("本年度", "2022-01-01", "2022-12-31"),
    ("去年", "2021-01-01", "2021-12-31"),
    ("前年", "2020-01-01", "2020-12-31"),
    ("明年", "2023-01-01", "2023-12-31"),
    ("上一年度", "2021-01-01", "2021-12-31"),
    ("上年末", None, "2021-12-31"),
    ("去年 12 月", "2021-12-01", "2021-12-31"),
    ("今年前7个月", "2022-01-01", "2022-07-31"),
    ("今年前四个月", "2022-01-01", "2022-04-30"),
    ("今年上半年", "2022-01-01", "2022-06-30"),
    ("今年1月1日至3月31日", "2022-01-01", "2022-03-31"),
    ("今年底", None, "2022-12-31"),
    ("今年以来", "2022-01-01", None),
    ("今年年初以来", "2022-01-01", None),
    ("年初以来", "2022-01-01", None),
    ("去年以来", "2021-01-01", None),
    ("自去年5月份以来", "2021-05-01", None),
    ("1—9月", "2022-01-01", "2022-09-30"),
    ("1至9月份", "2022-01-01", "2022-09-30"),
    ("上半年", "2022-01-01", "2022-06-30"),
    ("一季度", "2022-01-01", "2022-03-31"),
    ("二季度末", None, "2022-06-30"),
    ("5月20日", "2022-05-20", "2022-05-20"),
    ("8月9日—12日", "2022-08-09", "2022-08-12"),
    ("12月20日至1月10日", "2021-12-20", "2022-01-10"),
    ("年底前", None, "2022-12-31"),
    ("到年底", None, "2022-12-31"),
    ("截至12月底", None, "2021-12-31"),
    ("12月底前", None, "2022-12-31"),
    ("上月", "2022-07-01", "2022-07-31"),
    ("本月", "2022-08-01", "2022-08-31"),
    ("月底", None, "2022-08-31"),
    ("昨日", "2022-08-19", "2022-08-19"),
    ("近三年", "2020-01-01", "2022-12-31"),
    ("近3年来", "2020-01-01", "2022-12-31"),
    ("过去五年", "2018-01-01", "2022-12-31"),
    ("五年来", "2018-01-01", "2022-12-31"),
    ("这五年", "2018-01-01", "2022-12-31"),
]


@pytest.mark.parametrize(("text", "start", "end"), TOLD)
def test_relative_words_count_from_the_day_of_publication(text: str, start: str | None, end: str | None) -> None:
    """Words without a year count from the day of publication; without any reference they mean no days."""
    assert resolve(only(text), SUMMER) == Period(start=start, end=end, text=text)
    assert resolve(only(text), UNKNOWN) is None


CARRIED = [
    ("8月9日", UNKNOWN, period("2019-01-01", "2019-12-31"), ("2019-08-09", "2019-08-09")),
    ("8月9日", SUMMER, period("2019-01-01", "2019-12-31"), ("2019-08-09", "2019-08-09")),
    ("8月9日", SUMMER, period("2019-01-01", None), ("2022-08-09", "2022-08-09")),
    ("8月9日", SUMMER, period("2018-01-01", "2020-12-31"), ("2022-08-09", "2022-08-09")),
    ("截至12月底", UNKNOWN, period("2019-05-01", "2019-05-31"), (None, "2019-12-31")),
    ("前7个月", UNKNOWN, period(None, "2019-09-30"), ("2019-01-01", "2019-07-31")),
    ("全年", UNKNOWN, period("2023-01-01", "2023-12-31"), ("2023-01-01", "2023-12-31")),
    ("当年", SUMMER, period("2019-01-01", "2019-12-31"), ("2019-01-01", "2019-12-31")),
    ("今年", SUMMER, period("2019-01-01", "2019-12-31"), ("2022-01-01", "2022-12-31")),
    ("月底", SUMMER, period("2019-05-01", "2019-05-31"), (None, "2019-05-31")),
    ("12月底", REVIEW, None, (None, "2019-12-31")),
    ("近三年", REVIEW, None, ("2017-01-01", "2019-12-31")),
    ("去年", REVIEW, None, ("2019-01-01", "2019-12-31")),
    ("今年", Reference(None, 2024), None, ("2024-01-01", "2024-12-31")),
    ("2月30日", SUMMER, None, None),
    ("上月", Reference(dt.date(2022, 1, 5), None), None, ("2021-12-01", "2021-12-31")),
]


@pytest.mark.parametrize(("text", "reference", "context", "expected"), CARRIED)
def test_context_gives_the_year_of_a_month(
    text: str, reference: Reference, context: Period | None, expected: tuple[str | None, str | None] | None
) -> None:
    """A month takes the year in force, if the period in force lies in one year; 今年 never does."""
    found = resolve(only(text), reference, context)
    assert (found and (found.start, found.end)) == expected


SAID_OTHERWISE = [
    ("《三年行动方案（2019—2021年）》", "2019—2021年", "name"),
    ("濮政〔2021〕12号", "〔2021〕12号", "name"),
    ("“十四五”规划", "“十四五”", "name"),
    ("较2019年下降", "较2019年", "basis"),
    ("比2015年多", "比2015年", "basis"),
    ("与2020年相比", "与2020年", "basis"),
    ("比上年同期多", "比上年同期", "basis"),
    ("较年初减少", "较年初", "basis"),
    ("比去年全年高", "比去年全年", "basis"),
    ("比同期多", "比同期", "basis"),
    ("同比增长", "同比", "basis"),
    ("环比增长", "环比", "basis"),
    ("2019年以来的最高水平", "2019年以来的最", "basis"),
    ("每年11月1日", "每年11月1日", "frequency"),
    ("每季度1次", "每季度", "frequency"),
    ("每半年1次", "每半年", "frequency"),
    ("目前", "目前", "vague"),
    ("截至目前", "截至目前", "vague"),
    ("近年来", "近年来", "vague"),
    ("日前", "日前", "vague"),
    ("年初在会上", "年初", "vague"),
    ("未来三年", "未来三年", "vague"),
]


@pytest.mark.parametrize(("text", "words", "kind"), SAID_OTHERWISE)
def test_times_that_no_fact_has(text: str, words: str, kind: str) -> None:
    """Names, bases of comparison, frequencies and 目前 are found, so that their digits are taken, and mean no days."""
    when = only(text)
    assert (when.text, when.kind) == (words, kind)
    assert resolve(when, SUMMER) is None


NO_TIMES = (
    "为期3年 连续五年居首 4个月 服务期满5年后 12345热线 24小时 2.3日 1个工作日 三年行动 5G 18个月 "
    "3年来自外地 2019.5万 累计 党的十八大以来 百分之五 第3年 12月均值 上半场 全年龄"
)


@pytest.mark.parametrize("text", NO_TIMES.split())
def test_durations_and_numbers_are_no_times(text: str) -> None:
    """What only looks like a time is left to the other readers."""
    assert scan(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("去年5月份，投诉平台开通运行以来，受理66件", ["去年5月份"]),
        ("自2019年评价中新增满意度指标以来，第一", ["自2019年"]),
    ],
)
def test_the_closing_word_may_stand_a_clause_on(text: str, words: list[str]) -> None:
    """以来 at some distance opens the end of the period."""
    assert [when.text for when in scan(text)] == words
    assert [when.kind for when in scan(text)] == ["since"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2023年，全市增长5%，今年以来增长6%", ["during", "since"]),
        ("2019年、2020年分别第9和第10", ["during", "during"]),
        ("从2019年的第五名升到2020年的第二名", ["during", "during"]),
        ("达到2025年的水平", ["during"]),
        ("2021年前10位", ["during"]),
        ("2019年起草条例", ["during"]),
        ("2020年5月1日起施行", ["since"]),
        ("截至2019年底，较2018年增长，同比加快；《2020年要点》", ["until", "basis", "basis", "name"]),
    ],
)
def test_kinds_in_a_sentence(text: str, kinds: list[str]) -> None:
    """Each time of a sentence is told by the words around it."""
    assert [when.kind for when in scan(text)] == kinds


def test_the_opening_word_is_left_out_of_a_step() -> None:
    """从 that opens no period is no part of the words."""
    assert [when.text for when in scan("从2019年的第五名升到2020年的第二名")] == ["2019年", "2020年"]


def test_year_written() -> None:
    """The year of a basis can be read without resolving it."""
    assert (only("较2019年同期").year, only("较去年").year, only("同比").year) == (2019, None, None)


PIECES = (
    "2019 年 月 日 底 5 12 去年 今年 以来 截至 至 — 《 》 （ ） “十四五” 近 三 年来 前 起 ， 。 比 每 季度 〔 〕 号 "
    "月底 上月 昨日 2月30日 13月 与 相比 同期 - . /"
)


@given(st.lists(st.sampled_from(PIECES.split()), max_size=30).map("".join))
def test_spans_hold_their_words(text: str) -> None:
    """Words stand where they say, in order, none over another, and any of them can be asked for its days."""
    last = 0
    for when in scan(text):
        assert last <= when.start < when.end
        assert text[when.start : when.end] == when.text
        assert when.kind not in SILENT or resolve(when, SUMMER) is None
        resolve(when, SUMMER, period("2019-01-01", "2019-12-31"))
        last = when.end


@pytest.mark.parametrize(
    "piece", ["2019年", "一", "1", "《", "至", "年12", "截至", "2019-", "每", "自2019年一二三", "较", " "]
)
def test_time_grows_with_length(piece: str) -> None:
    """Twenty times the text takes nowhere near the square of the time."""
    assert _seconds(piece * 20_000) < 60 * _seconds(piece * 1_000) + 0.05


def _seconds(text: str) -> float:
    """Give the least CPU time of three: what else the machine does only adds to it."""
    return min(_once(text) for _ in range(3))


def _once(text: str) -> float:
    start = time.process_time()
    scan(text)
    return time.process_time() - start
