"""Words are cut alike, whether one pass of a pattern cuts them or all ways are weighed."""

from pathlib import Path

from bizenv_extract.document import read
from bizenv_extract.segmenting import Segmenter
from bizenv_extract.view import fold

FIXTURES = Path(__file__).parent.parent / "fixtures"
WORDS = ("投资完成率", "完成", "投资", "成立", "立案", "案件", "新成")
WINDOW = 23


def test_a_window_without_crossings_is_cut_as_it_would_be_weighed() -> None:
    """The shortcut gives what jieba gives wherever no word crosses another."""
    cutter = Segmenter(WORDS)
    for text in ("项目投资完成率", "完成投资", "案件完成", "AB12投资"):
        assert cutter.cut(text) == cutter._weighed(text)


def test_crossing_words_are_weighed() -> None:
    """新成立案件 has three known words that cross; the heaviest way through wins."""
    assert Segmenter(WORDS).cut("新成立案件") == ("新成", "立案", "件")


def test_a_window_is_cut_as_if_it_stood_alone() -> None:
    """What stands around a window does not change its words."""
    cutter = Segmenter(WORDS)
    text = fold(read(FIXTURES / "brief.txt")).text
    for start in range(0, len(text) - WINDOW, 7):
        assert cutter.cut(text, start, start + WINDOW) == cutter.cut(text[start : start + WINDOW])
