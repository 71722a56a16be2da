"""Who owes what for the current period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from factories import agency_data, figure, indicator_data, make_plan, measures_of, period_of, progress

from lib.rows import FigureRow, ProgressRow
from lib.rules.owing import Owed, due_day, owing

TWO_BODIES: dict[str, Any] = {"tasks": {"1.1.1": ["ipo", "science"], "1.1.2": ["science"]}, "indicators": []}
ONE_TOTAL: dict[str, Any] = {"tasks": {"1.1.4": ["copyright"]}, "indicators": [indicator_data()]}


def owed_of(
    reports: Sequence[ProgressRow] = (), figures: Sequence[FigureRow] = (), **plan: Any
) -> dict[str, tuple[str, ...]]:
    """What each body owes, indicators before tasks."""
    return {owed.body: owed.indicators + owed.tasks for owed in owing(measures_of(*reports, *figures, **plan))}


# who owes what


def test_each_body_owes_what_it_has_not_reported_for_the_current_period() -> None:
    rows = [progress(agency="ipo", period="2019-08"), progress(agency="science", period="2019-09")]
    assert owed_of(rows, **TWO_BODIES) == {"ipo": ("1.1.1",), "science": ("1.1.2",)}


@pytest.mark.parametrize("status", ["completed", "verified"])
def test_a_completed_task_is_not_owed(status: str) -> None:
    rows = [progress(status=status, sender="office", period="2019-06")]
    assert "ipo" not in owed_of(rows, **TWO_BODIES)


@pytest.mark.parametrize(
    ("figures", "owed"),
    [
        ([], {"copyright": ("copyright-registrations",)}),
        ([figure(period="2019-08")], {"copyright": ("copyright-registrations",)}),
        ([figure(period="2019Q3")], {}),
        ([figure(period="2019-08", value=400)], {"copyright": ("copyright-registrations",)}),
    ],
)
def test_an_indicator_is_owed_by_its_owner_to_the_end(
    figures: list[FigureRow], owed: dict[str, tuple[str, ...]]
) -> None:
    assert owed_of([], figures, **ONE_TOTAL) == owed


def test_of_a_task_that_carries_an_indicator_nobody_owes_a_status() -> None:
    plan = ONE_TOTAL | {"tasks": {"1.1.4": ["ipo", "copyright"]}}
    assert owed_of(**plan) == {"copyright": ("copyright-registrations",)}


def test_after_the_final_figure_that_meets_the_target_nothing_is_owed() -> None:
    tasks = {"1.1.4": {"agencies": ["copyright"], "due": date(2019, 6, 30)}}
    plan = ONE_TOTAL | {"tasks": tasks}
    assert owed_of([], [figure(period="2019-06", value=400)], **plan) == {}
    assert owed_of([], [figure(period="2019-05", value=400)], **plan) == {"copyright": ("copyright-registrations",)}


def test_a_level_that_is_reached_within_the_year_is_still_owed_for_the_next_period() -> None:
    rows = [figure(indicator="invention-patents-per-10k", sender="ipo", period="2019-08", value=2.95)]
    assert "invention-patents-per-10k" in owed_of([], rows)["ipo"]


def test_before_the_first_period_is_over_nobody_owes_anything() -> None:
    assert owing(measures_of(as_of=date(2019, 1, 30))) == []


def test_bodies_and_what_they_owe_stand_in_the_plans_order() -> None:
    owed = owing(measures_of())
    assert [one.body for one in owed] == ["ipo", "copyright", "science", "education", "members"]
    assert owed[0] == Owed(
        "ipo", "ipo", ("invention-patents-per-10k", "enterprise-patent-share"), ("1.1.1", "1.1.2", "1.2.1")
    )


def test_the_office_sends_what_a_group_without_members_owes() -> None:
    assert owing(measures_of())[-1] == Owed("members", "office", (), ("2.1.1",))


def test_of_a_group_with_members_those_owe_that_have_not_reported() -> None:
    groups = [agency_data(id="members", name="各成员单位", members=["ipo", "science", "education"])]
    plan = {"tasks": {"1.1.1": ["ipo", "members"], "1.1.2": ["members"]}, "groups": groups, "indicators": []}
    rows = [progress(task="1.1.2", agency="science"), progress(task="1.1.2", agency="education", status="completed")]
    assert owed_of(rows, **plan) == {"ipo": ("1.1.1", "1.1.2"), "science": ("1.1.1",), "education": ("1.1.1",)}


def test_every_assignment_that_owes_is_owed_by_somebody() -> None:
    measures = measures_of(progress(), progress(task="1.2.1", agency="science", status="completed"))
    owed = {(one.body, task) for one in owing(measures) for task in one.tasks}
    assert owed == {
        (a.body, a.task)
        for task in measures.tasks.values()
        for a in task.assignments
        if a.owes and a.task not in measures.plan.indicators_of
    }


# the due day


@pytest.mark.parametrize(
    ("period", "day", "due"),
    [
        ("2019-09", 10, date(2019, 10, 10)),
        ("2019Q3", 10, date(2019, 10, 10)),
        ("2019-12", 10, date(2020, 1, 10)),
        ("2019-01", 31, date(2019, 2, 28)),
    ],
)
def test_a_period_is_due_in_the_month_after_or_on_its_last_day(period: str, day: int, due: date) -> None:
    plan = make_plan(reporting={"frequency": "monthly", "due_day": day})
    assert due_day(plan, period_of(period)) == due
