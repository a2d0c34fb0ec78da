"""The number reader: one line of text, one value."""

import time
from decimal import Decimal

import pytest

from bizenv_extract.readers import number

VALUES = [
    ("1,234.5", "1234.5"),
    ("1，234", "1234"),
    ("854613", "854613"),
    ("-0.5", "-0.5"),
    ("负三十二", "-32"),
    ("90.10", "90.10"),
    ("二十三万", "230000"),
    ("两千三百", "2300"),
    ("一百零五", "105"),
    ("三百一", "310"),
    ("三百零一", "301"),
    ("一万零十二", "10012"),
    ("廿五", "25"),
    ("壹佰贰拾叁", "123"),
    ("3.2万", "32000"),
    ("23.2万", "232000"),
    ("1亿2千万", "120000000"),
    ("1.5亿", "150000000"),
    ("36.57亿", "3657000000"),
    ("4.78万亿", "4780000000000"),
    ("四千五百六十九万八千三百一十一亿", "4569831100000000"),
    ("两个亿", "200000000"),
    ("3万4000", "34000"),
    ("1千零20", "1020"),
    ("三点五", "3.5"),
    ("三点五万", "35000"),
    ("二〇一九", "2019"),
    ("百万", "1000000"),
    ("万亿", "1000000000000"),
]
BOUNDED = [
    ("2300余万", "23000000", None, "at_least"),
    ("3万多", "30000", None, "at_least"),
    ("十余", "10", None, "at_least"),
    ("十几", "10", None, "at_least"),
    ("两千余", "2000", None, "at_least"),
    ("四五十万", "400000", "500000", "about"),
    ("十七八", "17", "18", "about"),
    ("三五百", "300", "500", "about"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_number_is_read_with_its_written_digits(text, value):
    """Value and digits are as written, scale words multiplied out, no exponent."""
    found = number.read(text)
    assert found is not None
    assert (str(found.value), found.value_max, found.bound) == (value, None, "exact")


@pytest.mark.parametrize(("text", "low", "high", "bound"), BOUNDED)
def test_an_approximate_number_tells_its_bound(text, low, high, bound):
    """余, 多 and 几 give at_least, two digits in a row a range that is about."""
    expected = number.Number(Decimal(low), Decimal(high) if high else None, bound)
    assert number.read(text) == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("新设企业每日近百户", ["100"]),
        ("惠及近万家企业", ["10000"]),
        ("超万人、逾千家", ["10000", "1000"]),
        ("由不足百个增加", ["100"]),
        ("走进千家万户", []),
        ("经过百次讨论", []),
        ("近百年来", []),
    ],
)
def test_a_scale_word_alone_is_a_number_behind_a_bound(text, values):
    """近百户 counts; 千家万户 does not."""
    assert [str(found.number.value) for found in number.scan(text)] == values


@pytest.mark.parametrize("text", ["数十", "几十", "几十万", "万万", "", "约", "3个", "1,23"])
def test_what_names_no_value_is_no_number(text):
    """Words for "many" and words that are no number give None."""
    assert number.read(text) is None


def test_commas_separate_thousands_only_between_groups_of_three():
    """5,100 is one number; 2021,2022 and 1,23 are two."""
    values = [[str(found.number.value) for found in number.scan(text)] for text in ("5,100", "2021,2022", "1,23")]
    assert values == [["5100"], ["2021", "2022"], ["1", "23"]]


def test_numbers_are_found_outside_taken_spans():
    """A taken span is stepped over, and no number reaches into it."""
    found = number.scan("投资500万2024年完成", [(6, 11)])
    assert [(f.start, f.end, f.number.value) for f in found] == [(2, 6, Decimal(5000000))]


@pytest.mark.parametrize("unit", ["一", "1,", "1,111", "十百千万亿", "一百零", "-", "3分之", "一点", "9.", "余多几"])
def test_time_grows_with_the_length_alone(unit):
    """Ten times the text takes no more than some thirty times as long."""
    short, long = (unit * size for size in (2000, 20000))
    assert _seconds(long) < 30 * _seconds(short) + 0.2


def _seconds(text: str) -> float:
    """Give the least CPU time of three: what else the machine does only adds to it."""
    return min(_once(text) for _ in range(3))


def _once(text: str) -> float:
    begin = time.process_time()
    number.scan(text)
    return time.process_time() - begin
