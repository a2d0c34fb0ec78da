"""Passages that a fault printed twice."""

from bizenv_extract import extract

PASSAGE = (
    "市里建立领导分包重点企业制度，机关干部下沉一线，面对面听取企业的意见，把诉求逐条列入清单，明确责任单位和时间节点。"
    "全年走访帮扶企业1581家，协调解决各类问题2637个，为企业减免各项费用3.2亿元，"
    "惠及经营主体八千余户，群众满意率达到98.6%，营商环境评价位居全省第三。"
)


def test_the_second_print_is_marked_and_not_counted() -> None:
    """Each figure of a passage printed twice is one record; the second is told as a repeat where it stands."""
    once, twice = extract(f"甲市工作总结。{PASSAGE}"), extract(f"甲市工作总结。{PASSAGE}{PASSAGE}")
    repeats = [d for d in twice.diagnostics if d.code == "repeat"]
    assert [r.metric for r in twice.outcomes] == [r.metric for r in once.outcomes]
    assert len(twice.rankings) == len(once.rankings) == 1
    assert len(repeats) >= len(once.outcomes)
    assert all(d.span and d.span.start > len(PASSAGE) for d in repeats)


def test_the_same_figure_told_twice_in_other_words_counts_twice() -> None:
    """A figure in the lead and again in the body, in other sentences, is two records."""
    report = extract("截至2025年底，发明专利有效量达532万件，质量提升。2025年，发明专利有效量达532万件，结构优化。")
    assert len(report.outcomes) == 2
    assert not report.diagnostics
