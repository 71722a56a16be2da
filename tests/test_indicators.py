"""The rule of an indicator: lamp, progress, gap, tolerance, projection, need. The ordinary cases are in lib/rules/examples/."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from factories import SEPTEMBER_30, figure, make_plan, plan_data
from hypothesis import given
from hypothesis import strategies as st

from lib.periods import month
from lib.plan.model import Indicator, Plan
from lib.rules.indicators import IndicatorStanding, exact, stand

YEAR = 2019
LEVEL = {"kind": "level", "target": 2.9, "decimals": 2}
SHARE = {"kind": "share", "target": 60, "decimals": 1, "unit": "%"}
CUMULATIVE = {"kind": "cumulative", "target": 400, "decimals": 0}
CEILING = CUMULATIVE | {"direction": "lower"}


def indicator(*, baseline: float | None = None, **changes: Any) -> Indicator:
    entry = plan_data()["indicators"][1] | {"id": "it"} | changes
    if baseline is not None:
        entry["baseline"] = {"period": str(YEAR - 1), "value": baseline, "source": "年鉴"}
    return Indicator.model_validate(entry)


def plan_of(one: Indicator, *, tolerance: float = 10, year: int = YEAR) -> Plan:
    """A plan of that indicator alone."""
    entry = one.model_dump(exclude_none=True)
    return make_plan(year=year, indicators=[entry], status_rule={"name": "schedule_gap", "tolerance_points": tolerance})


def standing_of(
    values: dict[str, float], *, tolerance: float = 10, current: str = "", year: int = YEAR, **changes: Any
) -> IndicatorStanding:
    """The standing by figures for periods such as 2019-09; `current` is the current reporting period, at whose end one
    looks; else at the end of the last figure's."""
    rows = [figure(indicator="it", period=period, value=value) for period, value in values.items()]
    now = figure(period=current).period if current else None
    as_of = max((row.period.end for row in rows), default=SEPTEMBER_30)
    one = indicator(**changes)
    return stand(plan_of(one, tolerance=tolerance, year=year), one, rows, now.end if now else as_of, now)


# which figure counts


def test_without_figures_there_is_no_data_and_nothing_is_zero() -> None:
    standing = standing_of({}, **CUMULATIVE)
    assert standing.status == "no_data"
    assert not standing.stale
    assert standing.tolerance_points == 10
    empty = ("actual", "period", "row", "achievement", "progress", "elapsed", "gap_points", "projection")
    assert {getattr(standing, name) for name in (*empty, "needed_per_month", "distance")} == {None}


def test_the_latest_period_counts_in_whatever_order_the_rows_come() -> None:
    standing = standing_of({"2019-09": 352, "2019-03": 90, "2019-08": 311}, **CUMULATIVE)
    assert (standing.actual, standing.period) == (352, month(YEAR, 9))
    assert [row.value for row in standing.series] == [90, 311, 352]


def test_a_restatement_keeps_what_it_replaced() -> None:
    rows = [figure(indicator="it", period="2019-08", value=value) for value in (298, 298, 311)]
    one = indicator(**CUMULATIVE)
    standing = stand(plan_of(one), one, rows, SEPTEMBER_30, None)
    assert standing.actual == 311
    assert [(before.value, after.value) for before, after in standing.replaced] == [(298, 311)]


def test_a_figure_is_stale_once_a_later_reporting_period_has_ended() -> None:
    assert standing_of({"2019-08": 300}, current="2019-09", **CUMULATIVE).stale
    assert not standing_of({"2019-09": 300}, current="2019-09", **CUMULATIVE).stale
    assert not standing_of({"2019Q3": 300}, current="2019-09", **CUMULATIVE).stale
    assert not standing_of({"2019-08": 300}, **CUMULATIVE).stale


def test_an_achieved_figure_may_be_stale_too() -> None:
    standing = standing_of({"2019-08": 400}, current="2019-09", **CUMULATIVE)
    assert (standing.status, standing.stale) == ("achieved", True)


# achievement, progress, gap


def test_the_elapsed_share_is_that_of_the_end_of_the_figures_period() -> None:
    assert standing_of({"2019-09": 1}, **CUMULATIVE).elapsed == 273 / 365
    assert standing_of({"2019": 1}, **CUMULATIVE).elapsed == 1
    assert standing_of({"2020-02": 1}, year=2020, **CUMULATIVE).elapsed == 60 / 366


@pytest.mark.parametrize(
    ("changes", "value", "expected"),
    [
        (CUMULATIVE, 1200, 3.0),
        (CUMULATIVE, 0, None),
        (CUMULATIVE | {"target": 0}, 5, None),
        (CEILING, 200, 0.5),
        (CEILING, 0, None),
        (CEILING | {"target": 0}, 0, None),
        (CEILING | {"target": 0}, 5, None),
        (CUMULATIVE | {"target": -3, "signed": True}, -2, None),
        (LEVEL, 2.61, 0.9),
        (LEVEL | {"direction": "lower"}, 0, None),
        (LEVEL | {"direction": "lower"}, 5.8, 0.5),
    ],
)
def test_achievement_is_uncapped_and_asks_for_two_positive_numbers(
    changes: dict[str, Any], value: float, expected: float | None
) -> None:
    assert standing_of({"2019-06": value}, **changes).achievement == expected


@pytest.mark.parametrize(
    ("changes", "value", "expected"),
    [
        (LEVEL | {"baseline": 2.82}, 2.86, 0.5),
        (LEVEL | {"baseline": 2.82}, 2.82, 0.0),
        (LEVEL | {"baseline": 2.82}, 2.78, -0.5),
        (LEVEL, 2.86, None),
        (LEVEL | {"baseline": 2.9}, 2.86, None),
        (LEVEL | {"baseline": 3.1}, 2.86, None),
        (SHARE | {"baseline": 40}, 55, 0.75),
        (SHARE | {"baseline": 40, "direction": "lower"}, 55, None),
        (SHARE | {"baseline": 80, "direction": "lower"}, 75, 0.25),
        (CUMULATIVE | {"baseline": 435}, 100, 0.25),
        (CUMULATIVE | {"target": 0}, 100, None),
    ],
)
def test_progress_of_a_level_or_share_is_the_way_from_the_baseline(
    changes: dict[str, Any], value: float, expected: float | None
) -> None:
    assert standing_of({"2019-06": value}, **changes).progress == expected


# the lamp


@pytest.mark.parametrize(("value", "lamp"), [(272.9, "slightly_behind"), (273, "on_schedule"), (273.1, "on_schedule")])
def test_a_gap_of_exactly_nothing_is_on_schedule(value: float, lamp: str) -> None:
    assert standing_of({"2019-09": value}, kind="cumulative", target=365, decimals=1).status == lamp


@pytest.mark.parametrize("tolerance", [0, 0.1, 0.3, 5, 10, 12.3])
def test_a_gap_of_exactly_the_tolerance_is_slightly_behind(tolerance: float) -> None:
    # Binary floats would put some of these on the wrong side: 100 − 0.1 is not 99.9 to the last bit.
    value = float(Fraction(365) * (Fraction(273, 365) - exact(tolerance) / 100))
    standing = standing_of({"2019-09": value}, kind="cumulative", target=365, decimals=1, tolerance=tolerance)
    assert standing.status == ("slightly_behind" if tolerance else "on_schedule")
    below = standing_of({"2019-09": value - 0.01}, kind="cumulative", target=365, decimals=1, tolerance=tolerance)
    assert below.status == "behind"


@given(baseline=st.integers(0, 400), steps=st.integers(4, 50), decimals=st.integers(0, 3))
def test_one_printed_step_short_of_the_schedule_is_never_behind(baseline: int, steps: int, decimals: int) -> None:
    step = Fraction(1, 10**decimals)
    target = baseline * step + steps * step
    standing = standing_of(
        {"2019-11": float(target - step)}, kind="level", decimals=decimals, target=float(target),
        baseline=float(baseline * step),
    )  # fmt: skip
    assert standing.status in ("on_schedule", "slightly_behind")
    assert standing.tolerance_points == pytest.approx(max(10, 100 / steps))


def test_tolerance_is_the_larger_of_the_rule_and_one_printed_step() -> None:
    assert standing_of({"2019-06": 2.85}, **LEVEL, baseline=2.82).tolerance_points == 12.5
    assert standing_of({"2019-06": 2.85}, **LEVEL, baseline=1.9).tolerance_points == 10
    assert standing_of({}, **LEVEL, baseline=2.82).tolerance_points == 12.5


@pytest.mark.parametrize("changes", [LEVEL, LEVEL | {"baseline": 2.9}, CUMULATIVE | {"baseline": 399}])
def test_tolerance_is_that_of_the_rule_where_no_baseline_is_used(changes: dict[str, Any]) -> None:
    assert standing_of({"2019-06": 2.85}, **changes).tolerance_points == 10


def test_a_ceiling_is_achieved_only_by_the_figure_for_the_years_last_day() -> None:
    assert standing_of({"2019-11": 0}, **CEILING).status == "on_schedule"
    assert standing_of({"2019-12": 400}, **CEILING).status == "achieved"
    assert standing_of({"2019Q4": 400}, **CEILING).status == "achieved"


@pytest.mark.parametrize("period", ["2019-01", "2019-06", "2019-12", "2019Q4"])
def test_a_ceiling_is_missed_as_soon_as_it_is_passed(period: str) -> None:
    assert standing_of({period: 401}, **CEILING).status == "missed"
    assert standing_of({period: 1}, **CEILING | {"target": 0}).status == "missed"
    assert standing_of({period: 400}, **CEILING).status != "missed"
    assert standing_of({period: 0}, **CEILING | {"target": 0}).status != "missed"


def test_a_level_that_is_lower_is_better_is_achieved_at_once() -> None:
    assert standing_of({"2019-03": 2.9}, **LEVEL, direction="lower").status == "achieved"


def test_reaching_the_target_comes_before_any_doubt_about_the_baseline() -> None:
    assert standing_of({"2019-03": 2.9}, **LEVEL, baseline=3.5).status == "achieved"
    assert standing_of({"2019-03": 2.89}, **LEVEL, baseline=3.5).status == "behind"
    assert standing_of({"2019-03": 2.89}, **LEVEL).status == "not_judged"
    assert standing_of({"2019-03": 0}, **CUMULATIVE | {"target": 0}).status == "achieved"
    assert standing_of({"2019-03": -1}, **CUMULATIVE | {"target": 0, "signed": True}).status == "not_judged"


# projection


def test_projection_of_a_level_starts_from_the_baseline() -> None:
    standing = standing_of({"2019-09": 2.86}, **LEVEL, baseline=2.82)
    assert standing.projection == float(exact(2.82) + exact(0.04) * Fraction(365, 273))
    assert standing_of({"2019-09": 2.86}, **LEVEL).projection is None


@pytest.mark.parametrize(
    ("period", "is_projected"),
    [("2019-01", False), ("2019-02", False), ("2019-03", True), ("2019Q1", True), ("2019H1", True)],
)
def test_there_is_no_projection_before_the_end_of_march(period: str, is_projected: bool) -> None:
    for changes in (CUMULATIVE, LEVEL | {"baseline": 2.82}):
        assert (standing_of({period: 2.85}, **changes).projection is not None) == is_projected


# distance


def test_distance_is_what_is_missing_and_exact() -> None:
    assert standing_of({"2019-09": 2.86}, **LEVEL).distance == 0.04
    assert standing_of({"2019-09": 2.93}, **LEVEL).distance == -0.03
    assert standing_of({"2019-09": 23}, kind="level", direction="lower", target=20).distance == 3
