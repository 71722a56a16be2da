"""Who may report what."""

from __future__ import annotations

import pytest
from factories import TASKS, agency_data, indicator_data, make_plan

from lib.intake.permissions import Refusal, assigned_body, indicator_refusal
from lib.plan.model import Plan

PLAN = make_plan()
GROUPED = make_plan(groups=[agency_data(id="members", name="各成员单位", members=["science", "education"])])


@pytest.mark.parametrize("by", ["copyright", "office"])
def test_the_owner_and_the_office_may_report_an_indicator(by: str) -> None:
    assert indicator_refusal(PLAN, by, "copyright-registrations") is None


@pytest.mark.parametrize("by", ["ipo", "science"])
def test_another_agency_may_not_report_an_indicator(by: str) -> None:
    refusal = indicator_refusal(PLAN, by, "copyright-registrations")
    assert refusal is not None
    assert (refusal.code, refusal.column) == ("indicator_of_other", "indicator")
    assert refusal.context == {"owner": "省新闻出版局〔省版权局〕", "body": PLAN.name_of(by)}


@pytest.mark.parametrize(("by", "allowed"), [("science", True), ("office", True), ("ipo", False)])
def test_an_indicator_of_a_group_is_reported_by_its_members(by: str, *, allowed: bool) -> None:
    plan = make_plan(
        groups=[agency_data(id="members", name="各成员单位", members=["science"])],
        indicators=[indicator_data(task="2.1.1", owner="members")],
    )
    assert (indicator_refusal(plan, by, "copyright-registrations") is None) is allowed


@pytest.mark.parametrize(
    ("by", "task", "named", "body"),
    [
        # an agency for itself
        ("ipo", "1.1.1", "", "ipo"),
        ("ipo", "1.1.1", "ipo", "ipo"),
        # the office for anyone
        ("office", "1.1.1", "", "ipo"),  # the task names one body
        ("office", "1.1.2", "science", "science"),
        ("office", "2.1.1", "", "members"),
        ("office", "2.1.1", "members", "members"),
    ],
)
def test_the_body_a_row_speaks_of(by: str, task: str, named: str, body: str) -> None:
    assert assigned_body(PLAN, by, task, named) == body


@pytest.mark.parametrize(
    ("by", "task", "named", "code", "column"),
    [
        ("copyright", "1.1.1", "", "task_of_other", "task"),
        ("copyright", "1.1.1", "copyright", "task_of_other", "task"),
        ("ipo", "1.1.2", "science", "agency_of_other", "agency"),  # named by the task, but another body
        ("ipo", "1.1.1", "office", "agency_of_other", "agency"),
        ("ipo", "2.1.1", "", "task_of_other", "task"),  # of a group that lists no members
        ("ipo", "2.1.1", "members", "agency_of_other", "agency"),
        ("office", "1.1.2", "", "agency_needed", "agency"),
        ("office", "1.1.1", "science", "task_of_other", "task"),
        ("office", "1.1.1", "office", "task_of_other", "task"),
        ("office", "1.1.1", "members", "task_of_other", "task"),
    ],
)
def test_a_row_that_may_not_be_reported(by: str, task: str, named: str, code: str, column: str) -> None:
    refusal = assigned_body(PLAN, by, task, named)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.column) == (code, column)


@pytest.mark.parametrize(
    ("by", "named", "body"),
    [
        ("science", "", "science"),
        ("science", "science", "science"),
        ("science", "members", "science"),  # a member speaks for itself under the group's name
        ("office", "members", "members"),
        ("office", "education", "education"),
        ("office", "", "members"),
    ],
)
def test_a_listed_member_reports_the_tasks_of_its_group(by: str, named: str, body: str) -> None:
    assert assigned_body(GROUPED, by, "2.1.1", named) == body


def test_an_agency_that_is_no_member_may_not_report_for_the_group() -> None:
    refusal = assigned_body(GROUPED, "ipo", "2.1.1", "members")
    assert isinstance(refusal, Refusal)
    assert refusal.code == "agency_of_other"


def test_a_member_of_one_group_may_not_report_the_tasks_of_another_body() -> None:
    refusal = assigned_body(GROUPED, "science", "1.1.1", "")
    assert isinstance(refusal, Refusal)
    assert refusal.code == "task_of_other"


def test_the_office_is_told_between_which_bodies_to_choose() -> None:
    refusal = assigned_body(PLAN, "office", "1.2.1", "")
    assert isinstance(refusal, Refusal)
    assert refusal.context == {"owner": "省教育厅、省科技厅、省知识产权局"}


@pytest.mark.parametrize("task", TASKS)
def test_every_body_a_task_names_may_report_it(task: str) -> None:
    for body in PLAN.tasks[task].agencies:
        assert assigned_body(PLAN, "office", task, body) == body


# whose files report for a body


@pytest.mark.parametrize(
    ("plan", "body", "by"),
    [
        (PLAN, "ipo", ("ipo",)),
        (PLAN, "members", ("office",)),
        (GROUPED, "science", ("science",)),
        (GROUPED, "members", ("science", "education")),
    ],
)
def test_a_group_is_reported_by_its_members_or_by_the_office(plan: Plan, body: str, by: tuple[str, ...]) -> None:
    assert plan.senders(body) == by
