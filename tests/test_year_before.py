"""Year on year: the same period in the plan before, else the year's end, else print; what is far below it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import figure, indicator_data, level_data, make_plan, measures_of

from lib.plan import Published
from lib.rules import IndicatorStanding, YearBefore, is_far_below, joined, year_before
from lib.say import over_time

ID = "copyright-registrations"


def standing_of(value: float = 352, period: str = "2019-09", **entry: Any) -> IndicatorStanding:
    plan = {"tasks": {"1.1.4": ["copyright"]}, "indicators": [indicator_data(**entry)]}
    return measures_of(figure(value=value, period=period), **plan).indicators[ID]


def reported(value: float, period: str) -> Any:
    """A figure of the plan of 2018."""
    year, month = int(period[:4]), int(period[5:])
    row = figure(value=value, period=f"2019-{month:02d}")
    last = {2: 28, 9: 30, 12: 31}[month]
    return row._replace(period=row.period._replace(text=period, end=date(year, month, last)))


def printed(value: float, qualifier: str = "", period: str = "2018") -> Published:
    return Published(ID, period, value, "件", qualifier, "作品登记", "https://example.org/a", "高")


def before(*rows: Any, history: tuple[Published, ...] = (), standing: IndicatorStanding | None = None) -> Any:
    return year_before(standing or standing_of(), 2019, rows, history, "2018年计划")


def test_the_same_period_of_the_plan_before_goes_first() -> None:
    found = before(reported(320, "2018-09"), reported(500, "2018-12"), history=(printed(1200, ">"),))
    assert found == YearBefore(date(2018, 9, 30), 320, True, False, "2018年计划", False)
    said = over_time.year_on_year(standing_of(), found)
    assert said == "上年同期（2018年1—9月）320 件，同比增加 32 件（+10.0%）。"
    assert "同比增加 32 件（+10.0%）" in over_time.trend(standing_of(), found)


def test_a_restated_figure_of_the_year_before_is_the_later_one() -> None:
    assert before(reported(320, "2018-09"), reported(330, "2018-09")).value == 330


def test_the_years_end_is_named_as_such_and_no_pace() -> None:
    found = before(reported(500, "2018-12"))
    assert not found.is_same_period
    assert over_time.year_on_year(standing_of(), found) == "上年全年（2018年）500 件，不是同期，不比快慢。"
    assert "同比" not in over_time.trend(standing_of(), found)


def test_print_comes_last_and_a_bound_is_said_as_one() -> None:
    found = before(history=(printed(435, period="2017"), printed(1200, ">"), printed(9, period="2021")))
    assert (found.value, found.is_bound, found.source) == (1200, True, "https://example.org/a")
    assert over_time.year_on_year(standing_of(), found).startswith("上年全年（2018年）超过 1,200 件")
    assert before(history=(printed(435, period="2017"),)) is None


def test_a_level_is_compared_with_its_baseline_of_the_years_end() -> None:
    plan = {"tasks": {"1.1.3": ["ipo"]}, "indicators": [level_data()]}
    row = figure(indicator="invention-patents-per-10k", value=2.86, sender="ipo")
    standing = measures_of(row, **plan).indicators["invention-patents-per-10k"]
    found = year_before(standing, 2019, (), ())
    assert found is not None
    said = over_time.year_on_year(standing, found)
    assert said == "上年末（2018年）2.82 件，比上年末增加 0.04 件。"


@pytest.mark.parametrize(("reached", "is_far"), [(801, True), (800, False), (400, False), (1200, True)])
def test_a_target_of_less_than_half_of_the_year_before_is_far_below_it(reached: float, is_far: bool) -> None:
    found = before(history=(printed(reached, ">"),))
    assert is_far_below(standing_of().indicator, found) == is_far


def test_what_is_far_below_is_said_in_full() -> None:
    said = over_time.far_below(standing_of(), before(history=(printed(1200, ">"),)))
    assert said == "目标 400 件，不到上年全年（2018年，超过 1,200 件）的一半。出处："


def test_a_part_of_a_year_and_a_ceiling_say_nothing_of_the_target() -> None:
    assert not is_far_below(standing_of().indicator, before(reported(1200, "2018-09")))
    assert not is_far_below(standing_of(direction="lower").indicator, before(history=(printed(1200),)))


def test_indicators_are_joined_by_what_they_name_else_by_id_and_never_in_other_units() -> None:
    old = make_plan(
        id="old", year=2018, indicators=[indicator_data(), indicator_data(id="other", name="另一个", unit="项")]
    )
    plan = make_plan(previous="old")
    own = plan.indicators_by_id[ID]
    assert joined(own, plan, old) == old.indicators_by_id[ID]
    assert joined(own, make_plan(), old) is None
    assert joined(own.model_copy(update={"unit": "项"}), plan, old) is None
    named = make_plan(indicators=[indicator_data(id="new", same_as={"plan": "old", "indicator": ID})])
    assert joined(named.indicators_by_id["new"], named, old) == old.indicators_by_id[ID]
    wrong = make_plan(indicators=[indicator_data(same_as={"plan": "old", "indicator": "other"})], previous="old")
    assert joined(wrong.indicators_by_id[ID], wrong, old) is None
