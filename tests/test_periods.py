"""What a cell of 报告期 means, and how much of the year has passed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tables import of_every

from lib.errors import PeriodError
from lib.periods import (
    Frequency,
    Period,
    current_period,
    due_date,
    elapsed,
    half_year,
    month,
    period_before,
    periods_of_year,
    quarter,
    read_period,
    whole_year,
)


@of_every(
    [
        # canonical
        ("2019-09", "2019-09"),
        ("2019Q3", "2019Q3"),
        ("2019H1", "2019H1"),
        ("2019", "2019"),
        # a month
        ("2019年9月", "2019-09"),
        ("2019年09月", "2019-09"),
        ("2019 年 9 月", "2019-09"),
        ("2019年9月份", "2019-09"),
        ("2019年9月底", "2019-09"),
        ("2019年9月末", "2019-09"),
        ("2019/9", "2019-09"),
        ("2019/09", "2019-09"),
        ("2019-9", "2019-09"),
        ("201909", "2019-09"),
        ("2019.09", "2019-09"),
        ("2019.9", "2019-09"),
        ("2019.10", "2019-10"),
        ("2019.01", "2019-01"),
        ("9月", "2019-09"),
        ("9月份", "2019-09"),
        ("12月", "2019-12"),
        # a month's first or last day
        ("2019-09-30", "2019-09"),
        ("2019/9/1", "2019-09"),
        ("2019/9/30", "2019-09"),
        ("2019.9.30", "2019-09"),
        ("2019年9月30日", "2019-09"),
        ("20190930", "2019-09"),
        ("2019-02-28", "2019-02"),
        ("2019-12-31", "2019-12"),
        ("2019-09-01 00:00:00", "2019-09"),
        ("2019-09-01T00:00:00", "2019-09"),
        ("2019/9/1 0:00", "2019-09"),
        # from January
        ("1-9月", "2019-09"),
        ("1—9月", "2019-09"),
        ("1–9月", "2019-09"),
        ("1～9月", "2019-09"),
        ("1~9月", "2019-09"),
        ("1至9月", "2019-09"),
        ("1到9月", "2019-09"),
        ("1月-9月", "2019-09"),
        ("1-9月累计", "2019-09"),
        ("1-1月", "2019-01"),
        ("2019年1—9月", "2019-09"),
        ("2019年1月至9月", "2019-09"),
        ("2019年1-12月", "2019-12"),
        ("2019年1月-2019年9月", "2019-09"),
        ("2019-01~2019-09", "2019-09"),
        # quarters, half a year, a year
        ("三季度", "2019Q3"),
        ("3季度", "2019Q3"),
        ("第三季度", "2019Q3"),
        ("2019年三季度", "2019Q3"),
        ("2019年第三季度", "2019Q3"),
        ("2019年三季度累计", "2019Q3"),
        ("前三季度", "2019Q3"),
        ("前三个季度", "2019Q3"),
        ("2019年前三季度", "2019Q3"),
        ("前两季度", "2019Q2"),
        ("一至三季度", "2019Q3"),
        ("2019年1-3季度", "2019Q3"),
        ("一季度", "2019Q1"),
        ("四季度", "2019Q4"),
        ("2019q3", "2019Q3"),
        ("2019-Q3", "2019Q3"),
        ("2019年Q3", "2019Q3"),
        ("Q3", "2019Q3"),
        ("上半年", "2019H1"),
        ("2019年上半年", "2019H1"),
        ("2019h1", "2019H1"),
        ("全年", "2019"),
        ("2019年", "2019"),
        ("2019年度", "2019"),
        ("2019年全年", "2019"),
        # what spreadsheets make of 2019-03
        ("Mar-19", "2019-03"),
        ("mar-19", "2019-03"),
        ("Mar-2019", "2019-03"),
        ("Sept-19", "2019-09"),
        ("43525", "2019-03"),
        ("43738", "2019-09"),
        # how people type
        ("２０１９－０９", "2019-09"),
        ("２０１９年９月", "2019-09"),
        (" 2019-09 ", "2019-09"),
        ("　2019-09", "2019-09"),
        ("'2019-09", "2019-09"),
        (" '2019-09", "2019-09"),
    ],
)
def test_a_period_is_read_in_all_the_forms_people_write(text: str, canonical: str) -> None:
    assert read_period(text, 2019).period.text == canonical


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2019-13", "period_no_such_month"),
        ("2019-00", "period_no_such_month"),
        ("13月", "period_no_such_month"),
        ("201913", "period_no_such_month"),
        ("1-13月", "period_no_such_month"),
        ("2019-02-29", "period_no_such_day"),
        ("2019-09-31", "period_no_such_day"),
        ("20190931", "period_no_such_day"),
        ("2019-09-15", "period_is_a_day"),
        ("2019/9/2", "period_is_a_day"),
        ("2019-1-9", "period_is_a_day"),
        ("43526", "period_is_a_day"),
        ("19-Mar", "period_is_a_day"),
        ("3月19日", "period_is_a_day"),
        ("3月1日", "period_is_a_day"),
        ("2-9月", "period_not_from_january"),
        ("7—9月", "period_not_from_january"),
        ("2019年7-9月", "period_not_from_january"),
        ("2019-07~2019-09", "period_not_from_january"),
        ("二至三季度", "period_not_from_january"),
        ("下半年", "period_not_from_january"),
        ("2019H2", "period_not_from_january"),
        ("2018-09", "period_other_year"),
        ("2020年三季度", "period_other_year"),
        ("2018", "period_other_year"),
        ("Mar-18", "period_other_year"),
        ("43160", "period_other_year"),
        ("0000-01", "period_other_year"),
        ("0000Q3", "period_other_year"),
        ("0000", "period_other_year"),
        ("", "period_unreadable"),
        ("九月", "period_unreadable"),
        ("去年", "period_unreadable"),
        ("2019-09-30 12:30", "period_unreadable"),
        ("五季度", "period_unreadable"),
        ("2019Q5", "period_unreadable"),
        ("2019-9-9-9", "period_unreadable"),
        ("٢٠١٩-٠٩", "period_unreadable"),
        ("12345", "period_unreadable"),
    ],
)
def test_a_text_that_is_no_period_of_the_year_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(PeriodError) as refused:
        read_period(text, 2019)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2019-09", date(2019, 9, 30)),
        ("2019Q3", date(2019, 9, 30)),
        ("前三季度", date(2019, 9, 30)),
        ("2019-02", date(2019, 2, 28)),
        ("2019Q1", date(2019, 3, 31)),
        ("2019H1", date(2019, 6, 30)),
        ("2019", date(2019, 12, 31)),
        ("2019Q4", date(2019, 12, 31)),
    ],
)
def test_a_period_stands_for_its_last_day(text: str, end: date) -> None:
    assert read_period(text, 2019).period.end == end


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert read_period("2月", 2020).period.end == date(2020, 2, 29)


@pytest.mark.parametrize("year", [2019, 2020, 2031])
def test_a_text_without_a_year_means_the_year_of_the_plan(year: int) -> None:
    assert read_period("9月", year).period == month(year, 9)
    assert read_period("前三季度", year).period == quarter(year, 3)
    assert read_period("上半年", year).period == half_year(year)
    assert read_period("全年", year).period == whole_year(year)


@pytest.mark.parametrize(("text", "doubtful"), [("2019.1", True), ("2019.01", False), ("2019.10", False)])
def test_2019_1_may_be_january_or_what_a_spreadsheet_leaves_of_october(text: str, *, doubtful: bool) -> None:
    assert read_period(text, 2019).one_or_ten is doubtful


@pytest.mark.parametrize(
    ("text", "single"),
    [
        ("三季度", True),
        ("2019年第三季度", True),
        ("二季度", True),
        ("四季度", True),
        ("一季度", False),  # the same either way
        ("前三季度", False),
        ("三季度累计", False),
        ("一至三季度", False),
        ("2019Q3", False),  # our own canonical text
        ("1-9月", False),
    ],
)
def test_a_quarter_by_name_may_mean_its_three_months_alone(text: str, *, single: bool) -> None:
    assert read_period(text, 2019).single_quarter is single


def test_reading_the_same_text_for_two_years_keeps_them_apart() -> None:
    assert read_period("9月", 2019).period.text == "2019-09"
    assert read_period("9月", 2020).period.text == "2020-09"


@pytest.mark.parametrize(
    ("frequency", "texts"),
    [
        ("monthly", [f"2019-{n:02d}" for n in range(1, 13)]),
        ("quarterly", ["2019Q1", "2019Q2", "2019Q3", "2019Q4"]),
    ],
)
def test_the_reporting_periods_of_a_year_stand_in_order(frequency: Frequency, texts: list[str]) -> None:
    periods = periods_of_year(2019, frequency)
    assert [p.text for p in periods] == texts
    assert periods == sorted(periods, key=lambda p: p.end)


@pytest.mark.parametrize(
    ("as_of", "frequency", "text"),
    [
        (date(2019, 1, 30), "monthly", None),
        (date(2019, 1, 31), "monthly", "2019-01"),
        (date(2019, 9, 29), "monthly", "2019-08"),
        (date(2019, 9, 30), "monthly", "2019-09"),
        (date(2019, 9, 30), "quarterly", "2019Q3"),
        (date(2019, 9, 29), "quarterly", "2019Q2"),
        (date(2019, 3, 30), "quarterly", None),
        (date(2019, 12, 31), "monthly", "2019-12"),
        (date(2020, 6, 30), "monthly", "2019-12"),
        (date(2018, 12, 31), "monthly", None),
    ],
)
def test_the_current_period_is_the_last_one_that_ended(as_of: date, frequency: Frequency, text: str | None) -> None:
    period = current_period(as_of, 2019, frequency)
    assert (period.text if period else None) == text


@pytest.mark.parametrize(
    ("period", "frequency", "before"),
    [
        (month(2019, 9), "monthly", "2019-08"),
        (quarter(2019, 3), "quarterly", "2019Q2"),
        (month(2019, 1), "monthly", None),
        (quarter(2019, 1), "quarterly", None),
    ],
)
def test_before_the_first_period_of_a_year_there_is_none(
    period: Period, frequency: Frequency, before: str | None
) -> None:
    found = period_before(period, frequency)
    assert (found.text if found else None) == before


@pytest.mark.parametrize(
    ("period", "due_day", "day"),
    [
        (month(2019, 9), 10, date(2019, 10, 10)),
        (quarter(2019, 3), 10, date(2019, 10, 10)),
        (month(2019, 12), 10, date(2020, 1, 10)),
        (month(2019, 1), 31, date(2019, 2, 28)),
        (month(2020, 1), 31, date(2020, 2, 29)),
    ],
)
def test_a_period_is_due_in_the_month_after_its_end(period: Period, due_day: int, day: date) -> None:
    assert due_date(period, due_day) == day


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2019, 9, 30), Fraction(273, 365)),
        (date(2019, 1, 1), Fraction(1, 365)),
        (date(2019, 12, 31), Fraction(1)),
        (date(2020, 2, 10), Fraction(1)),  # never above 1
        (date(2018, 12, 31), Fraction(0)),
    ],
)
def test_the_elapsed_share_counts_whole_days(day: date, share: Fraction) -> None:
    assert elapsed(day, date(2019, 12, 31)).share == share


def test_a_leap_year_has_366_days() -> None:
    assert elapsed(date(2020, 6, 30), date(2020, 12, 31)) == (182, 366)


@pytest.mark.parametrize(
    ("day", "until", "passed"),
    [
        (date(2019, 1, 30), date(2019, 12, 31), (0, 12)),
        (date(2019, 9, 30), date(2019, 12, 31), (9, 12)),
        (date(2019, 10, 30), date(2019, 12, 31), (9, 12)),
        (date(2019, 3, 31), date(2019, 6, 30), (3, 6)),
        (date(2019, 6, 15), date(2019, 6, 15), (6, 6)),
        (date(2020, 1, 1), date(2019, 6, 30), (6, 6)),
        (date(2018, 12, 31), date(2019, 6, 30), (0, 6)),
    ],
)
def test_by_months_only_whole_ones_count(day: date, until: date, passed: tuple[int, int]) -> None:
    assert elapsed(day, until, "months") == passed


def test_the_time_to_a_day_within_the_year_ends_on_it() -> None:
    assert elapsed(date(2019, 3, 31), date(2019, 6, 30)) == (90, 181)
    assert elapsed(date(2019, 9, 30), date(2019, 6, 30)) == (181, 181)
