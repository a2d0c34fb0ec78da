"""Places: names found and left alone, codes, the place of a report and of a fact."""

import re
import time

import pytest

from bizenv_extract import lexicon
from bizenv_extract.readers.electing import document_place
from bizenv_extract.readers.gazetteer import level
from bizenv_extract.readers.place import load
from bizenv_extract.readers.placing import Standing, placer
from bizenv_extract.schema import Place

PUYANG = Place(name="濮阳市", adcode="410900")
HENAN = Place(name="河南省", adcode="410000")
NATION = Place(name="全国", adcode="100000")


@pytest.mark.parametrize("name", ["divisions", "place_words"])
def test_lexicons_are_canonical(name: str) -> None:
    """Both tables are sorted, unique and written as `dump` writes them."""
    table = lexicon.load(name)
    assert list(table) == sorted(table)
    assert lexicon.parse(lexicon.dump(table), name).entries == table.entries


def test_the_table_is_whole() -> None:
    """There are 34 provinces; every division but the nation lies in another; no name is empty."""
    divisions = load().tables.divisions
    assert sum(level(key) == "provincial" for key in divisions) == 34
    assert [d.name for d in divisions.values() if load().parent(d.key) is None] == ["全国"]
    assert all(re.fullmatch(r"[一-龥]{2,15}", d.name) for d in divisions.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("濮阳市获得推介", ["濮阳市/plain"]),
        ("河南濮阳：创新", ["河南/prefix", "濮阳/plain"]),
        ("吉林省长春市宽城区", ["吉林省/prefix", "长春市/prefix", "宽城区/plain"]),
        ("江苏昆山、浙江义乌", ["江苏/prefix", "昆山/plain", "浙江/prefix", "义乌/plain"]),
        ("河南省政府组织的评价", ["河南省/government"]),
        ("中牟县资源规划局", ["中牟县/government"]),
        ("正观新闻·郑州晚报", ["郑州/organisation"]),
        ("西安咸阳国际机场", ["西安/organisation", "咸阳/organisation"]),
        ("合肥都市圈", ["合肥/organisation"]),
        ("对标上海", ["上海/aside"]),
        ("义乌市场繁荣", ["义乌/plain"]),
        ("中牟出新招", []),
        ("中牟县出新招，中牟在行动", ["中牟县/plain", "中牟/plain"]),
        ("中原区连续三年，中原农谷", ["中原区/plain"]),
        ("晋城市城区试点", ["晋城市/prefix", "城区/plain"]),
        ("城区道路和郊区", []),
        ("国家级乡村振兴示范县", []),
        ("国家长治久安、世界大同、重大连锁反应、确保定期", []),
        ("建设美丽水乡、投资阳光、水平度、振兴县域、治理县区", []),
        ("黑龙江省大兴安岭地区", ["黑龙江省/prefix", "大兴安岭地区/plain"]),
        ("", []),
    ],
)
def test_scan(text: str, found: list[str]) -> None:
    """Names are found with the part they play; what only looks like one is not."""
    assert [f"{m.name}/{m.role}" for m in load().scan(text)] == found
    assert all(text[m.start : m.end] == m.name for m in load().scan(text))


@pytest.mark.parametrize(
    ("name", "within", "full", "adcode"),
    [
        ("濮阳", None, "濮阳市", "410900"),
        ("新疆", None, "新疆维吾尔自治区", "650000"),
        ("吉林", None, "吉林省", "220000"),
        ("吉林市", None, "吉林市", "220200"),
        ("大理", None, "大理白族自治州", "532900"),
        ("中原区", None, "中原区", "410102"),
        ("朝阳区", None, "朝阳区", None),
        ("朝阳区", "110000", "朝阳区", "110105"),
        ("朝阳区", "220100", "朝阳区", "220104"),
        ("鼓楼区", "410200", "鼓楼区", "410204"),
        ("鼓楼区", "410900", "鼓楼区", "410204"),
        ("和平区", "410900", "和平区", None),
        ("白杨市", None, "白杨市", "659012"),
        ("和安县", None, "和安县", None),
        ("全国", None, "全国", "100000"),
        ("加格达奇区", None, "加格达奇区", None),
        ("济源", None, "济源市", "419001"),
        ("西沙区", None, "西沙区", "460301"),
    ],
)
def test_full(name: str, within: str | None, full: str, adcode: str | None) -> None:
    """A name gives its division; an ambiguous one that of the region asked for, else no code."""
    assert load().full(name, within) == Place(name=full, adcode=adcode)


def test_unknown_names() -> None:
    """A name that is no division is None, no guess."""
    assert load().full("火星市") is None
    assert load().full("") is None


@pytest.mark.parametrize(
    ("title", "head", "body", "place"),
    [
        ("河南濮阳：创新营商环境机制", "", "", PUYANG),
        ("河南省人民政府关于印发方案的通知", "", "", HENAN),
        ("全市优化营商环境工作情况通报", "", "濮阳市要求全市上下，全省第一，濮阳市再发力", PUYANG),
        ("", "", "我省推进改革，马鞍山、合肥入选", Place(name="安徽省", adcode="340000")),
        ("", "", "全市推进，北京地区出口创新高", Place(name="北京市", adcode="110000")),
        ("", "", "自治区推进，南宁至贵港航道，湛江一段", Place(name="广西壮族自治区", adcode="450000")),
        ("", "", "均居全国前列，在川设立机构", Place(name="四川省", adcode="510000")),
        ("我国营商环境持续改善", "", "在上海，在深圳", NATION),
        ("促进外贸发展", "央视网消息（新闻联播）：", "在江苏苏州，企业忙订单", NATION),
        ("国务院办公厅关于推广改革举措的通知", "", "上海、深圳", NATION),
        ("广东打造国际一流营商环境", "央视网消息（新闻联播）：", "", Place(name="广东省", adcode="440000")),
        ("安徽坚持科技打头阵 福建加快建设", "", "", Place(name="安徽省、福建省")),
        ("京津冀协同发展", "", "", Place(name="京津冀")),
        ("", "", "企业开办时间压缩", None),
        ("我市农村经济稳步发展", "", "全市增长8.5%", None),
    ],
)
def test_document_place(title: str, head: str, body: str, place: Place | None) -> None:
    """The title decides, then a source that speaks for the nation, then what the text mentions."""
    assert document_place(load(), title, head, body) == place


@pytest.mark.parametrize(
    ("text", "own", "name"),
    [
        ("淇县办件#", "鹤壁市", "淇县"),
        ("在2021年度全省评价中，淇县跃升#", "鹤壁市", "淇县"),
        ("淇县发力，改革不停，压缩#", "鹤壁市", "淇县"),
        ("淇县发力。办件#", "鹤壁市", "淇县"),
        ("据淇县政务服务局介绍，办件#", "鹤壁市", "淇县"),
        ("淇县、浚县办件#", "鹤壁市", "淇县、浚县"),
        ("淇县发力。全市办件#", "鹤壁市", None),
        ("淇县在全市首创#", "鹤壁市", "淇县"),
        ("会同淇县、浚县先后#", "鹤壁市", None),
        ("河南省政府评价中，排名#", "鹤壁市", None),
        ("学习借鉴深圳做法，压减#", "鹤壁市", None),
        ("鹤壁市办件#", "鹤壁市", None),
        ("马鞍山、宿州获批枢纽，新增#", "安徽省", "马鞍山市、宿州市"),
        ("高技术服务业投资增长，马鞍山获批枢纽，新增#", "安徽省", None),
        ("中欧班列（西安）开行#", "陕西省", None),
        ("江苏苏州的企业忙了。出口#", "全国", "苏州市"),
    ],
)
def test_fact_place(text: str, own: str, name: str | None) -> None:
    """The topic before a fact is its place; the report's own place and what is only mentioned are not."""
    anchor = text.index("#")
    sentence = text.rfind("。", 0, anchor) + 1
    document = NATION if own == "全国" else load().full(own)
    found = placer(load(), text, document).at(Standing(anchor, sentence, 0))
    assert (found.name if found else None) == name


def test_fact_place_from_title() -> None:
    """Where its paragraph names none, a fact is about the place its section's title names."""
    text = "全省首创，中原区打造环境\n办件1天"
    found = placer(load(), text, load().full("郑州市"))
    assert found.at(Standing(15, 13, 13, ((0, 12),))) == Place(name="中原区", adcode="410102")
    assert found.at(Standing(15, 13, 13)) is None


def test_frozen() -> None:
    """Neither the reader nor a mention can be changed."""
    mention = load().scan("濮阳市")[0]
    with pytest.raises(AttributeError):
        mention.name = "郑州市"  # type: ignore[misc]
    with pytest.raises(TypeError):
        load().tables.divisions["1"] = None  # type: ignore[index]


def test_linear_time() -> None:
    """Eight times the text takes no more than about eight times the time."""

    def took(text: str) -> float:
        start = time.process_time()
        placer(load(), text, PUYANG)
        document_place(load(), "", "", text)
        return time.process_time() - start

    text = "河南濮阳市濮阳县、范县推进，全市在川中山山西安阳" * 200
    assert min(took(text * 8) for _ in range(3)) < 24 * max(min(took(text) for _ in range(3)), 0.001)
