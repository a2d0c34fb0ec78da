"""Quantities and ordinals: one line of text, what is read from it."""

import time

import pytest

from bizenv_extract import lexicon
from bizenv_extract.readers import ordinal, quantity

# text: value[-value_max] unit dimension bound; several quantities joined by " | ", none: "".
CASES = [
    ("新增23.2万户", "232000 户 count exact"),
    ("23万余次", "230000 次 count at_least"),
    ("同比增长11.2%", "11.2 % ratio exact"),
    ("增长11.7％", "11.7 % ratio exact"),
    ("约20%", "20 % ratio about"),
    ("2.3%左右", "2.3 % ratio about"),
    ("近1000项", "1000 项 count at_most"),
    ("签约359个", "359 个 count exact"),
    ("节约10亿元", "1000000000 元 currency exact"),
    ("超过了50%", "50 % ratio at_least"),
    ("97%及以上", "97 % ratio at_least"),
    ("不足5个工作日", "5 个工作日 duration:workday at_most"),
    ("24小时内", "24 小时 duration:hour at_most"),
    ("3年内", "3 年 duration:year at_most"),
    ("近60年来", "60 年 duration:year exact"),
    ("目前10名", "10 名 count exact"),
    ("8日内", "8 日 duration:day at_most"),
    ("近3年", "3 年 duration:year exact"),
    ("3至5个工作日", "3-5 个工作日 duration:workday exact"),
    ("5%—20%", "5-20 % ratio exact"),
    ("10—20万元", "100000-200000 元 currency exact"),
    ("1万元--5万元", "10000-50000 元 currency exact"),
    ("从8500到3万港元", "8500-30000 港元 currency exact"),
    ("由12个至3个", "12 个 count exact | 3 个 count exact"),
    ("三到五天", "3-5 天 duration:day exact"),
    ("三四个", "3-4 个 count about"),
    ("四五十万", "400000-500000  other about"),
    ("百分之九十五点五", "95.5 % ratio exact"),
    ("百分之五至百分之十", "5-10 % ratio exact"),
    ("千分之四", "0.4 % ratio exact"),
    ("九成以上", "90 % ratio at_least"),
    ("三成五", "35 % ratio exact"),
    ("三分之一", "33.33 % ratio exact"),
    ("五分之四", "80 % ratio exact"),
    ("一半", "50 % ratio exact"),
    ("过半", "50 % ratio at_least"),
    ("翻一番", "100 % ratio exact"),
    ("翻两番", "300 % ratio exact"),
    ("保持两位数增长", "10 % ratio at_least"),
    ("2.5倍", "2.5 倍 multiple exact"),
    ("0.6个百分点", "0.6 个百分点 percentage_point exact"),
    ("1小时30分钟", "90 分钟 duration:minute exact"),
    ("半天", "0.5 天 duration:day exact"),
    ("半个小时", "0.5 小时 duration:hour exact"),
    ("上半年", ""),
    ("两年半", "2.5 年 duration:year exact"),
    ("一个半月", "1.5 个月 duration:month exact"),
    ("两个多月", "2 个月 duration:month at_least"),
    ("123元1角1分", "123.11 元 currency exact"),
    ("8亿元人民币", "800000000 元 currency exact"),
    ("亿元以上项目", "100000000 元 currency at_least"),
    ("百万辆", "1000000 辆 count exact"),
    ("降低0.7和0.1元/立方米", "0.7 元/立方米 price exact | 0.1 元/立方米 price exact"),
    ("1.8微克/立方米", "1.8 微克/立方米 concentration exact"),
    ("530公斤/亩", "530 公斤/亩 other exact"),
    ("4850万人次", "48500000 人次 count exact"),
    ("12县（市、区）", "12  other exact"),
    ("5天津企业", "5  other exact"),
    ("12345件", "12345 件 count exact"),
]
NONE = [
    "2019年", "2018、2019年", "2019—2021年", "5月20日", "2023-05-20", "2019/5/20", "8:30", "第2位", "第一、二、三产业",
    "前10位", "G60", "5G", "5A级", "COVID-19", "PM2.5", "“1+N”", "4+2", "〔2021〕12号", "12345热线", "0393-6666666",
    "13800138000", "三位一体", "四上企业", "三个一批", "唯一", "统一", "一批", "一系列", "千方百计", "四川", "三门峡",
    "1：2.6", "59.5：36.6", "数十亿元", "几十万", "二十", "100强", "2.0版", "八大", "十四五",
]  # fmt: skip
ORDINALS = [
    ("居全省第2位", [(2, None, "位", True)]),
    ("排名第一。", [(1, None, "", True)]),
    ("从第十五名跃升至第二，", [(15, None, "名", True), (2, None, "", True)]),
    ("分居全省第一、第二，", [(1, None, "", True), (2, None, "", True)]),
    ("列第二至第四位", [(2, 4, "位", True)]),
    ("进入全省前三。", [(1, 3, "", True)]),
    ("前10位", [(1, 10, "位", True)]),
    ("居首位", [(1, None, "位", True)]),
    ("首位度", []),
    ("走在前列", []),
    ("第一批", [(1, None, "批", False)]),
    ("第三方评价", [(3, None, "方", False)]),
    ("第一书记", [(1, None, "书记", False)]),
    ("第63期", [(63, None, "期", False)]),
    ("第三季度", [(3, None, "季度", False)]),
    ("第一、二、三产业", [(1, None, "", False)]),
    ("前7个月", [(1, 7, "个", False)]),
    ("第一方阵", [(1, None, "方阵", False)]),
]


def told(text: str) -> str:
    """Write the quantities of a text as the table above does."""
    found = quantity.reader().scan(text)
    values = (f"{q.value}-{q.value_max}" if q.value_max is not None else str(q.value) for q in found)
    return " | ".join(f"{v} {q.unit} {q.dimension} {q.bound}" for v, q in zip(values, found, strict=True))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_quantity_is_read(text, expected):
    """Value, unit, dimension and bound are as the words give them."""
    assert told(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_names_codes_dates_and_idioms_are_no_quantities(text):
    """What only holds numerals gives nothing."""
    assert told(text) == ""


@pytest.mark.parametrize(("text", "expected"), ORDINALS)
def test_an_ordinal_tells_whether_it_is_a_place_among_peers(text, expected):
    """第2位 is a place; 第一批 and 第三方 are names and say so."""
    assert [(o.value, o.value_max, o.classifier, o.peer) for o in ordinal.scan(text)] == expected


def test_spans_are_as_short_as_can_be():
    """Qualifier words outside are not in the span of a quantity, but can be reached."""
    text = "共约2300家以上，减材料730余条"
    first, second = quantity.reader().scan(text)
    assert (text[first.start : first.end], text[slice(*(first.bound_span or ()))]) == ("2300家", "约")
    assert text[second.start : second.end] == "730余条"
    assert (text[slice(*second.number_span)], text[slice(*(second.unit_span or ()))]) == ("730余", "条")


def test_taken_spans_are_stepped_over():
    """What another reader has claimed is not read again."""
    assert [q.start for q in quantity.reader().scan("近3年新增5家", [(0, 3)])] == [5]


@pytest.mark.parametrize("name", ["currencies", "ordinals", "phrases", "qualifiers", "units"])
def test_a_lexicon_is_in_canonical_form(name):
    """Sorted, unique, no trailing tabs: what `dump` writes."""
    words = lexicon.load(name)
    assert lexicon.dump(lexicon.parse(lexicon.dump(words), name)) == lexicon.dump(words)
    assert list(words) == sorted(words)


@pytest.mark.parametrize(
    "unit", ["1", "一", "1,111", "3个、", "5%—", "十万亿", "1小时", "元/", "三成", "近约超", "3/", "百分之"]
)
def test_time_grows_with_the_length_alone(unit):
    """Ten times the text takes no more than some thirty times as long."""
    short, long = (unit * size for size in (1000, 10000))
    assert _seconds(long) < 30 * _seconds(short) + 0.2


def _seconds(text: str) -> float:
    """Give the least CPU time of three: what else the machine does only adds to it."""
    return min(_once(text) for _ in range(3))


def _once(text: str) -> float:
    begin = time.process_time()
    quantity.reader().scan(text)
    ordinal.scan(text)
    return time.process_time() - begin
