"""Printed deadlines → `2022-02`, `2022-12-31`, or none where the words set no day.

Only what stands with the bodies is read here: deadline words inside a clause set nothing.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

_DIGITS = "〇一二三四五六七八九"
_CN = "〇零一二三四五六七八九十"
_YEAR = r"(?P<year>20\d{2}|[二〇零一二三四五六七八九]{4})\s*年(?:度)?"
_SAME_YEAR = r"(?P<this>今年|本年|当年)"
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|[{_CN}]{{1,3}})\s*月(?:份)?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号]"
_QUARTER = r"(?P<quarter>第?[一二三四1-4](?:个)?季度)"
_HALF = r"(?P<half>上半年|下半年|年中)"
_YEAR_END = r"(?P<end>年底|年末|年终|年内|(?<=年)[底末内]|全年)"

_MOMENT = re.compile(
    rf"(?:{_YEAR}|{_SAME_YEAR})?(?:的)?(?:{_MONTH}(?:{_DAY})?|{_QUARTER}|{_HALF}|{_YEAR_END})|{_YEAR.replace('year', 'only')}"
    r"|(?P<iso>20\d{2}[-./]\d{1,2}(?:[-./]\d{1,2})?)(?!\d)"
)
_NO_DAY = re.compile(
    r"长期|持续|常态|经常|适时|即日|立即|按(?:照)?(?:国家|省|国省|上级|市|要求|规定|时间|进度|节点|程序|计划)|根据|每年|每月|每季|逐年|分年|全程|待|另行|全年|贯穿|滚动|动态"
)
_AGAIN = re.compile(r"每(?:个)?(?:年|季|月|半年)|逐年|分年")
_DEADLINE = re.compile(r"前|底|末|完成|到位|办结|时限|以内|内|持续|长期|常态|推进|坚持|全年|启动|印发|出台|实现|基本")


def is_deadline(text: str) -> bool:
    """Whether words among the names of bodies are a deadline."""
    if not text or len(text) > 40:
        return False
    if _NO_DAY.match(text) or re.fullmatch(r"(?:持续|长期|常态化|不断)?(?:推进|坚持|实施|开展)", text):
        return True
    found = _MOMENT.search(text)
    return (
        found is not None
        and (found.start() == 0 or bool(re.match(r"(?:于|在|到|至|截至|力争|确保|原则上)", text)))
        and (bool(_DEADLINE.search(text)) or found.end() == len(text))
    )


def read_deadline(text: str, year: int | None) -> str | None:
    """The last day, or the last month, that the words name; None where they name none, or more than one task's.

    A month stays a month (`2022-02`); the end of a year, half or quarter is its last day. `year` is the plan's, for words
    without one.
    """
    moments = list(_MOMENT.finditer(text))
    if _AGAIN.match(text):
        return None  # 每年12月底前: again and again
    if not moments or (_NO_DAY.match(text) and not re.search(r"前|底|末", text)):
        return None
    said: int | None = None
    read: list[tuple[str, int]] = []
    for found, following in zip(moments, [*moments[1:], None], strict=True):
        own = found["year"] or found["only"]
        said = _year(own) if own else said or year
        if found["only"] and following and not (following["year"] or following["only"] or following["iso"]):
            continue  # 2022年1—11月: the year is that of the months
        if (found["iso"] or said) and (value := _value(found, said)):
            read.append((value, found.end()))
    if not read:
        return None
    # Of several stages the one that says 完成 closes the task; else the last.
    for value, end in reversed(read):
        if re.match(r"[^，；。\d]{0,4}(?:完成|办结|建成|到位)", text[end:]):
            return value
    return max(value for value, _ in read)


def as_day(due: str) -> date:
    """The last day of a deadline: that of the month for `2022-02`."""
    parts = [int(part) for part in due.split("-")]
    return date(parts[0], parts[1], parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], parts[1])[1])


def _value(found: re.Match[str], year: int | None) -> str | None:
    if found["iso"]:
        parts = [int(part) for part in re.split(r"[-./]", found["iso"])]
        return _checked(*parts)
    if year is None:
        return None
    if found["month"]:
        month = _small(found["month"])
        return _checked(year, month, *([int(found["day"])] if found["day"] else []))
    if found["quarter"]:
        quarter = _small(re.sub(r"[第个季度]", "", found["quarter"]))
        return f"{year}-{3 * quarter:02}-{calendar.monthrange(year, 3 * quarter)[1]}"
    if found["half"] in ("上半年", "年中"):
        return f"{year}-06-30"
    if found["end"] == "全年":
        return None  # all through the year is no deadline
    return f"{year}-12-31"


def _checked(year: int, month: int, day: int = 0) -> str | None:
    if not 1 <= month <= 12 or day > calendar.monthrange(year, month)[1]:
        return None
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def _year(text: str) -> int:
    return int(text) if text.isascii() else int("".join(str(_DIGITS.index(c)) for c in text.replace("零", "〇")))


def _small(text: str) -> int:
    if text.isascii():
        return int(text)
    tens, found, ones = text.partition("十")
    return (max(_DIGITS.find(tens or "一"), 1) * 10 if found else 0) + max(
        _DIGITS.find(ones if found else tens), 0
    ) * bool(ones or not found)
