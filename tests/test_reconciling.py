"""Figures that a text ties together are compared, and only those."""

import pytest

from bizenv_extract import extract

TIED = (
    ("新登记市场主体23.2万户，比同期增加2.6万户，增长11.2%。", "growth", "12.62%", False),
    ("登记在册经营主体达31.5万户，较2024年末净增1.5万户，增长5%。", "growth", "5%", True),
    ("共受理金融借贷纠纷3992件，审结3597件，结案率90.10%。", "share", "90.11%", True),
    ("共受理金融借贷纠纷3992件，审结3597件，结案率94.10%。", "share", "90.11%", False),
    ("共受理投诉举报案件66起，已办结59起，其余7起案件正在督办。", "sum", "66起", True),
    ("长期未结案件已结7件，其中重整结案2件，清算结案6件。", "sum", "8件", False),
    ("办理环节由12个减至3个，减少75%。", "from_to", "75%", True),
    ("企业开办由30天压缩至5天，压缩83.3%。", "time_limit", "83.33%", True),
    ("企业开办由30天压缩至5天，压缩90%。", "time_limit", "83.33%", False),
)
UNTIED = (
    "新登记市场主体23.2万户，企业增加2.6万户，增长11.2%。",
    "新登记市场主体23万余户，比同期增加2.6万户，增长11.2%。",
    "人均生产总值从5.6万元增至7.8万元，年均增长5.4%。",
    "企业30家，医院12家，学校18家。",
    "审批时限由30天压缩至5天以内，压缩90%。",
)


@pytest.mark.parametrize(("text", "kind", "computed", "consistent"), TIED)
def test_tied_figures_are_compared(text: str, kind: str, computed: str, *, consistent: bool) -> None:
    """What the figures give is told beside what is stated, with the records it rests on."""
    report = extract(text)
    (check,) = report.checks
    ids = {one.id for one in (*report.outcomes, *report.time_limits)}
    assert (check.kind, check.computed, check.consistent) == (kind, computed, consistent)
    assert set(check.records) <= ids


@pytest.mark.parametrize("text", UNTIED)
def test_untied_figures_are_let_alone(text: str) -> None:
    """Other subjects, approximations, yearly averages and mere lists are not compared."""
    assert extract(text).checks == ()


def test_figures_too_long_for_any_table_are_compared_too() -> None:
    """Thirty digits are figures like others; no precision is left to the caller."""
    digits = "9" * 30
    (check,) = extract(f"办理环节由{digits}个减至3个，减少75%。").checks
    assert (check.computed, check.consistent) == ("100%", False)
