"""What holds for any text: no error but our own, spans that quote the text, JSON that loads back."""

from collections.abc import Iterator
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bizenv_extract import BizenvError, Extractor, Report, Span
from bizenv_extract.document import read

EXTRACTOR = Extractor()

# Words that wake rules, what they lean on, and what real files are spoilt by.
PIECES = (
    "濮阳市",
    "全省",
    "全国",
    "12个县区",
    "企业开办",
    "登记财产",
    "实有市场主体",
    "营商环境评价",
    "新增",
    "同比增长",
    "较年初",
    "下降",
    "由",
    "从",
    "压缩至",
    "缩短到",
    "控制在",
    "即时办结",
    "当天",
    "工作日",
    "小时",
    "第二位",
    "第一方阵",
    "位列",
    "连续",
    "前列",
    "出台",
    "成立",
    "《办法》",
    "一是",
    "（一）",
    "一、",
    "其中",
    "分别",
    "将",
    "力争",
    "到2025年",
    "2020年",
    "1-3季度",
    "今年",
    "去年",
    "近",
    "余",
    "万",
    "亿元",
    "%",
    "个百分点",
    "户",
    "件",
    "九成",
    "三分之一",
    "翻一番",
    "百分之九十五",
    "两千余",
    "1",
    "2.",
    "3,456",
    "２３",
    "0.5",
    "发布日期：2021-03-01",
    "来源：",
    "豫政〔2020〕1号",
    "10万元/吨",
    "24小时",
    "半天",
)
MARKS = tuple("，。；：！？、（）“”《》·—…-/~%％.,:;()[]{}<>\"'\\|@#$^&*_=+ \t\u3000\xa0\u200b\ufeff")
BREAKS = ("\n", "\r\n", "\r", "\u2028", "\x0b", "\x0c", "\x85", "\n\n\n")
SPOILT = (
    "\ud800",
    "\udfff",
    "\ud83d",
    "\x00",
    "\x01",
    "\x1b[2J",
    "\x7f",
    "\ue000",
    "\ue007",
    "\uffff",
    "\U0010ffff",
    "𠮷",
    "e\u0301",
)
pieces = st.one_of(
    st.sampled_from(PIECES),
    st.sampled_from(PIECES),
    st.sampled_from(PIECES),
    st.sampled_from(MARKS),
    st.sampled_from(BREAKS),
    st.sampled_from(SPOILT),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=4),
    st.from_regex("[0-9]{1,12}(?:[.][0-9]{1,4})?", fullmatch=True),
    st.text("零一二三四五六七八九十百千万亿两几半余多", min_size=1, max_size=8),
    st.text(max_size=4),
)
texts = st.lists(pieces, max_size=60).map("".join)
quick = settings(
    derandomize=True, max_examples=250, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def spans(value: object) -> Iterator[Span]:
    """Give all spans of a report."""
    if isinstance(value, Span):
        yield value
    for part in (p for _, p in value) if isinstance(value, BaseModel) else value if isinstance(value, tuple) else ():
        yield from spans(part)


def sound(report: Report, text: str) -> None:
    """Check a report against its text."""
    assert report.source.length == len(text)
    assert [span for span in spans(report) if text[span.start : span.end] != span.text] == []
    records = (*report.measures, *report.outcomes, *report.rankings, *report.time_limits)
    assert [r.id for r in records for start, end in r.spans.values() if not 0 <= start <= end <= len(text)] == []
    assert all(record.evidence.start <= record.anchor.start < record.anchor.end for record in records)
    for found in (report.measures, report.outcomes, report.rankings, report.time_limits):
        starts = [record.anchor.start for record in found]
        assert starts == sorted(starts)
    assert len({record.id for record in records}) == len(records)
    assert Report.model_validate_json(report.to_json()) == report


@quick
@given(texts)
def test_any_text_gives_a_sound_report(text: str) -> None:
    """A text is read or refused with an error of ours; what is read quotes the text and loads back."""
    try:
        report = EXTRACTOR.extract(text, text=True)
    except BizenvError:
        return
    assert report.text == read(text).text
    sound(report, read(text).text)


def sound_or_refused(data: bytes) -> None:
    """Bytes give a sound report, or an error of ours."""
    try:
        report = EXTRACTOR.extract(data)
    except BizenvError:
        return
    sound(report, read(data).text)


@quick
@given(texts, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_bytes_of_a_text_give_a_sound_report(text: str, encoding: str) -> None:
    """So are the bytes of a text; offsets are those of the text as it was decoded."""
    data = text.encode(encoding, errors="replace")
    sound_or_refused(data)


@settings(quick, max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Junk is refused with an error of ours, or read like any other text."""
    sound_or_refused(data)


@settings(quick, max_examples=100)
@given(texts, st.dates(date(1900, 1, 1), date(2099, 12, 31)) | st.none(), st.sampled_from(["濮阳市", "某地", None]))
def test_options_change_no_span(text: str, published: date | None, place: str | None) -> None:
    """What the caller knows fills what the text leaves out, and moves nothing."""
    plain = EXTRACTOR.extract(text)
    told = EXTRACTOR.extract(text, published=published, place=place)
    sound(told, read(text).text)
    assert [r.anchor for r in told.outcomes] == [r.anchor for r in plain.outcomes]
    assert EXTRACTOR.extract(text) == plain


def test_a_long_row_of_digits_before_tenths() -> None:
    """A figure that is no sensible share gives no record, or one that is valid."""
    text = "濮阳市一七一一一一九成"
    sound(EXTRACTOR.extract(text), text)
