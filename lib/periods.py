"""Reporting periods 报告期 and the share of the plan year that has elapsed 序时进度.

A period stands for its last day, and that day is its key: 2021-09 and 2021Q3 are one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from lib.errors import PeriodError
from lib.text import tidy

Frequency = Literal["monthly", "quarterly"]
ElapsedBy = Literal["days", "months"]

_CHINESE_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ENGLISH_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EXCEL_DAY_ZERO = date(1899, 12, 30)


class Period(NamedTuple):
    """A period in its canonical text (2021-09, 2021Q3, 2021H1, 2021) with its last day."""

    text: str
    end: date

    def __str__(self) -> str:
        return self.text

    @property
    def begin(self) -> date:
        """Its first day."""
        months = {"-": 1, "Q": 3, "H": 6, "": 12}[self.text[4:5]]
        return date(self.end.year, self.end.month - months + 1, 1)


class PeriodCell(NamedTuple):
    """A cell read as a period; the flags say where people may have meant another."""

    period: Period
    one_or_ten: bool = False
    """2021.1: January, or what Excel leaves of 2021.10."""
    single_quarter: bool = False
    """三季度: the three months alone, or January to September."""


def month(year: int, number: int) -> Period:
    """The month `number` (1–12) of `year`."""
    return Period(f"{year}-{number:02d}", date(year, number, monthrange(year, number)[1]))


def quarter(year: int, number: int) -> Period:
    """The quarter `number` (1–4) of `year`."""
    return Period(f"{year}Q{number}", month(year, 3 * number).end)


def half_year(year: int) -> Period:
    """The first half of `year`."""
    return Period(f"{year}H1", date(year, 6, 30))


def whole_year(year: int) -> Period:
    """The whole `year`."""
    return Period(str(year), date(year, 12, 31))


def periods_of_year(year: int, frequency: Frequency) -> list[Period]:
    """The reporting periods of a year, in order."""
    if frequency == "quarterly":
        return [quarter(year, n) for n in range(1, 5)]
    return [month(year, n) for n in range(1, 13)]


def current_period(as_of: date, year: int, frequency: Frequency) -> Period | None:
    """The last reporting period of the plan year that ended on or before `as_of`; None before the first."""
    ended = [p for p in periods_of_year(year, frequency) if p.end <= as_of]
    return ended[-1] if ended else None


def period_before(period: Period, frequency: Frequency) -> Period | None:
    """The reporting period of the same year before `period`; None for the first."""
    return current_period(period.end - timedelta(days=1), period.end.year, frequency)


def due_date(period: Period, due_day: int) -> date:
    """The day by which a period is to be reported: `due_day` of the month after its end."""
    following = period.end + timedelta(days=1)
    return following.replace(day=min(due_day, monthrange(following.year, following.month)[1]))


class Elapsed(NamedTuple):
    """序时进度: of `whole` days or months `passed` have gone by."""

    passed: int
    whole: int

    @property
    def share(self) -> Fraction:
        """Between 0 and 1."""
        return Fraction(self.passed, self.whole)


def elapsed(day: date, until: date, by: ElapsedBy = "days") -> Elapsed:
    """What has passed at the end of `day` of the time from 1 January to the end of `until`, never more than all of it.

    By months only whole ones count, and the month of `until` is one.
    """
    whole = until.month if by == "months" else until.timetuple().tm_yday
    if day >= until:
        return Elapsed(whole, whole)
    if day.year < until.year:
        return Elapsed(0, whole)
    if by == "days":
        return Elapsed(day.timetuple().tm_yday, whole)
    return Elapsed(day.month - (day != month(day.year, day.month).end), whole)


_MIDNIGHT = re.compile(r"(?<=\d)[\sT]+0?0:00(:00)?$", re.ASCII)
"""What spreadsheets write behind a day: 2021/9/1 0:00."""

_Understand = Callable[[re.Match[str], int], PeriodCell]

_DASHES = str.maketrans(dict.fromkeys("—–―~至到", "-"))


@lru_cache(maxsize=4096)
def read_period(text: str, plan_year: int) -> PeriodCell:
    """The period that a cell names; a text without a year means the plan's.

    Raises PeriodError with the code of the problem. The forms are those of 报告期 in docs/formats.md.
    """
    plain = _plain(text)
    if len(plain) > _LONGEST or not _START.match(plain):
        raise PeriodError("period_unreadable")
    for pattern, understand in _FORMS:
        if match := pattern.fullmatch(plain):
            cell = _understood(understand, match, plan_year)
            if cell.period.end.year != plan_year:
                raise PeriodError("period_other_year")
            return cell
    raise PeriodError("period_unreadable")


def year_named(text: str) -> int | None:
    """The year that a cell names; None where it names none or is no period."""
    plain = _plain(text)
    if len(plain) > _LONGEST or not _START.match(plain):
        return None
    match = next(filter(None, (pattern.fullmatch(plain) for pattern, _ in _FORMS)), None)
    year = match and match.groupdict().get("year")
    return int(year) if year else None


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", _MIDNIGHT.sub("", tidy(text).translate(_DASHES)))


def _understood(understand: _Understand, match: re.Match[str], plan_year: int) -> PeriodCell:
    try:
        return understand(match, plan_year)
    except (ValueError, OverflowError):  # the calendar has no year 0000
        raise PeriodError("period_other_year") from None


def _year(match: re.Match[str], plan_year: int) -> int:
    year = match.groupdict().get("year")
    return int(year) if year else plan_year


def _as_month(match: re.Match[str], plan_year: int) -> PeriodCell:
    number = int(match["month"])
    if not 1 <= number <= 12:
        raise PeriodError("period_no_such_month")
    return PeriodCell(month(_year(match, plan_year), number))


def _as_one_decimal(match: re.Match[str], plan_year: int) -> PeriodCell:
    # Excel shows 2021.10 as 2021.1, so 2021.1 may be January or October.
    return PeriodCell(_as_month(match, plan_year).period, one_or_ten=True)


def _as_range(match: re.Match[str], plan_year: int) -> PeriodCell:
    if int(match["start"]) != 1:
        raise PeriodError("period_not_from_january")
    return _as_month(match, plan_year)


def _as_quarter(match: re.Match[str], plan_year: int) -> PeriodCell:
    return PeriodCell(quarter(_year(match, plan_year), _CHINESE_DIGITS[match["quarter"]]))


def _as_single_quarter(match: re.Match[str], plan_year: int) -> PeriodCell:
    # The first quarter is the same either way.
    return _as_quarter(match, plan_year)._replace(single_quarter=match["quarter"] not in "一1")


def _as_quarters(match: re.Match[str], plan_year: int) -> PeriodCell:
    if match["start"] not in "一1":
        raise PeriodError("period_not_from_january")
    return _as_quarter(match, plan_year)


def _as_half(match: re.Match[str], plan_year: int) -> PeriodCell:
    if match["half"] in {"2", "下"}:
        raise PeriodError("period_not_from_january")
    return PeriodCell(half_year(_year(match, plan_year)))


def _as_year(match: re.Match[str], plan_year: int) -> PeriodCell:
    return PeriodCell(whole_year(_year(match, plan_year)))


def _as_day(match: re.Match[str], plan_year: int) -> PeriodCell:
    try:
        return _month_of_day(date(int(match["year"]), int(match["month"]), int(match["day"])))
    except ValueError:
        raise PeriodError("period_no_such_day") from None


def _month_of_day(day: date) -> PeriodCell:
    # Spreadsheets turn 2021-09 into its first day; people write a month as its last.
    whole = month(day.year, day.month)
    if day.day != 1 and day != whole.end:
        raise PeriodError("period_is_a_day")
    return PeriodCell(whole)


def _as_excel_month(match: re.Match[str], plan_year: int) -> PeriodCell:
    year = int(match["year"])
    return PeriodCell(month(year if year > 99 else 2000 + year, _ENGLISH_MONTHS.index(match["name"].lower()) + 1))


def _as_serial(match: re.Match[str], plan_year: int) -> PeriodCell:
    return _month_of_day(_EXCEL_DAY_ZERO + timedelta(days=int(match[0])))


def _refuse_day(match: re.Match[str], plan_year: int) -> PeriodCell:
    raise PeriodError("period_is_a_day")


_YEAR = r"(?:(?P<year>\d{4})年?度?)?"
_TAIL = r"(?:累计)?"
_NAME = "(?P<name>" + "|".join(_ENGLISH_MONTHS) + ")[a-z]*"
_LONGEST = 40
_START = re.compile(r"[\d第前上下全一二三四]|[QH]\d|(?:" + "|".join(_ENGLISH_MONTHS) + ")", re.IGNORECASE | re.ASCII)
"""How every form begins: a column of other texts is not tried with each of them."""

_FORMS = [
    (re.compile(pattern, re.IGNORECASE | re.ASCII), understand)
    for pattern, understand in [
        (r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:月份?)?", _as_month),
        (r"(?P<year>\d{4})\.(?P<month>1)", _as_one_decimal),
        (r"(?P<year>\d{4})[/.](?P<month>\d{1,2})", _as_month),
        (r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})", _as_month),
        (r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月份?(?:底|末)?" + _TAIL, _as_month),
        (r"(?:(?P<year>\d{4})年)?(?P<start>\d{1,2})月?份?-(?P<month>\d{1,2})月份?" + _TAIL, _as_range),
        (r"(?P<year>\d{4})[-/.年]0?(?P<start>\d{1,2})月?-(?P=year)[-/.年](?P<month>\d{1,2})月?", _as_range),
        (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _as_day),
        (r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})", _as_day),
        (r"(?P<year>\d{4})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})", _as_day),
        (r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日", _as_day),
        (r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})", _as_day),
        (_YEAR + r"第?(?P<quarter>[一二三四1-4])季度?", _as_single_quarter),
        (_YEAR + r"第?(?P<quarter>[一二三四1-4])季度?累计", _as_quarter),
        (_YEAR + r"前(?P<quarter>[二两三四2-4])个?季度" + _TAIL, _as_quarter),
        (_YEAR + r"第?(?P<start>[一二三四1-4])-第?(?P<quarter>[一二三四1-4])个?季度" + _TAIL, _as_quarters),
        (r"(?:(?P<year>\d{4})年?-?)?Q(?P<quarter>[1-4])" + _TAIL, _as_quarter),
        (r"(?:(?P<year>\d{4})年?-?)?H(?P<half>[12])", _as_half),
        (_YEAR + r"(?P<half>[上下])半年" + _TAIL, _as_half),
        (r"(?P<year>\d{4})年?度?", _as_year),
        (_YEAR + r"全年度?" + _TAIL, _as_year),
        (_NAME + r"-(?P<year>\d{2}|\d{4})", _as_excel_month),
        (r"\d{1,2}-" + _NAME, _refuse_day),
        (r"\d{1,2}月\d{1,2}[日号]", _refuse_day),
        (r"[34]\d{4}", _as_serial),
    ]
]
