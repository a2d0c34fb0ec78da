"""Days that last: 30日 is a date nearly always, and a length of time beside words of shortening or of a limit.

>>> lasts("签订时限由30日缩短到10日", 5, 8), lasts("签订时限由30日缩短到10日", 11, 14)
(True, True)
>>> lasts("会议于10日召开", 3, 6)
False
"""

import re

_CUT = "缩短|压缩|压减|缩减|精简|减少|降低|下降|提速|延长|减|降|缩|压"
_ROW = "(?:[0-9]{1,3}日(?:以内|内)?[、和])*"
_BEFORE = re.compile(
    f"(?:(?:{_CUT})(?:为|至|到|了)|不(?:得)?超过|(?:法定|承诺|办理|办结|审批)(?:的)?(?:时限|期限|时间)?(?:为|是|的)?){_ROW}$"
)
_AFTER = re.compile(f"(?:以上|左右)?(?:[、和][0-9]{{1,3}}日)*(?:大幅|统一|直接|平均|分别|再|整体)?(?:{_CUT})")
_REACH = 24


def lasts(text: str, start: int, end: int) -> bool:
    """Say whether the days written between `start` and `end` are a length of time."""
    return bool(_BEFORE.search(text, max(0, start - _REACH), start) or _AFTER.match(text, end))
