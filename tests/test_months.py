from __future__ import annotations

from datetime import date

import pytest
from factories import figure, level_data, measures_of

from lib.briefing.content import brief
from lib.briefing.months import by_month, cut_axis
from lib.briefing.slides import MonthChart, Table
from lib.rules.measures import Measures


def chart_of(measures: Measures) -> MonthChart:
    (standing,) = measures.indicators.values()
    return by_month(measures.plan, standing)


@pytest.mark.parametrize(
    ("target", "baseline", "value"),
    [(2.9, 2.82, 2.86), (2.7, 3.0, 2.95), (1_000_000, 900_000, 950_000), (0.003, 0.001, 0.002), (5, -5, -4), (2.82, 2.82, 2.82)],
)  # fmt: skip
def test_every_value_lies_on_the_axis_and_its_marks_are_few_and_round(
    target: float, baseline: float, value: float
) -> None:
    level = level_data(
        target=target, decimals=3, direction="lower" if target < baseline else "higher", signed=True,
        baseline={"period": "2018", "value": baseline, "source": "公报"},
    )  # fmt: skip
    chart = chart_of(measures_of(figure(indicator=level["id"], value=value, period="2019-05"), indicators=[level]))
    values = [v for series in chart.series for v in series.values if v is not None]
    assert chart.low <= min(values) <= max(values) <= chart.high
    assert 2 <= round((chart.high - chart.low) / chart.step, 6) <= 10
    assert f"{chart.step:.0e}"[0] in "125"
    assert bool(cut_axis(chart)) == (chart.low != 0)


def test_a_figure_of_half_a_year_stands_at_the_month_of_its_end() -> None:
    level = level_data()
    chart = chart_of(measures_of(figure(indicator=level["id"], value=2.85, period="2019H1"), indicators=[level]))
    assert [i for i, v in enumerate(chart.actual.values) if v is not None] == [5]


def test_before_the_due_day_a_report_is_to_be_completed_and_after_it_made_good() -> None:
    row = figure(value=31, period="2019-09", reported_on=date(2019, 10, 5))
    for known_by, first in ((date(2019, 10, 5), ["10月10日前", "报齐"]), (date(2019, 10, 11), ["11月10日前", "补报"])):
        (table,) = (
            block
            for slide in brief(measures_of(row, known_by=known_by)).slides
            if slide.key == "next"
            for _, blocks in slide.rows
            for _, block in blocks
            if isinstance(block, Table)
        )
        assert [table.rows[0][0].text, table.rows[0][2].text[:2]] == first
