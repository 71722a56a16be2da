"""An indicator with figures that nobody reported: read as a file is, judged as a report is."""

from __future__ import annotations

from datetime import date
from typing import Any

from factories import indicator_data, make_plan

from lib.board.trial import TRIAL, Trial, trial
from lib.plan.model import Indicator
from lib.say import indicator_findings


def tried(figures: str, *, due: date | None = None, as_of: date | None = None, **changes: Any) -> Trial:
    """What comes of figures for an indicator of the small plan."""
    entry = indicator_data(id="trial", name=TRIAL, task="1.1.1") | changes
    return trial(make_plan(), Indicator.model_validate(entry), figures, due, as_of)


def test_figures_are_judged_at_the_end_of_the_last_of_them() -> None:
    measures = tried("1-3月 87\n1-9月，352\n").measures
    assert measures is not None
    (standing,) = measures.indicators.values()
    assert [row.value for row in standing.series] == [87, 352]
    assert (measures.as_of, standing.status) == (date(2019, 9, 30), "on_schedule")


def test_another_day_and_a_due_day_may_be_chosen() -> None:
    later = tried("3月 100", as_of=date(2019, 12, 31)).measures
    due = tried("6月 200", due=date(2019, 6, 30)).measures
    assert later is not None
    assert due is not None
    assert later.indicators["trial"].status == "stale"
    assert due.indicators["trial"].status == "missed"


def test_without_figures_it_is_said_that_there_are_none() -> None:
    found = tried(" \n")
    assert found.measures is None
    assert [problem.code for problem in found.reading.faults] == ["file_without_rows"]


def test_a_fault_is_said_as_it_is_of_a_file() -> None:
    found = tried("3月 八十七\n13月 90")
    assert found.measures is None
    assert [problem.code for problem in found.reading.faults] == ["value_not_a_number", "period_no_such_month"]


def test_a_line_with_a_period_alone_reports_nothing() -> None:
    found = tried("3月 87\n6月")
    assert found.measures is not None
    assert indicator_findings.period(found.measures.indicators["trial"]) == "2019年1—3月累计"
