"""Who may report what."""

from __future__ import annotations

import pytest
from factories import TASKS, agency_data, indicator_data, make_plan

from lib.intake.permissions import Refusal, agency_refusal, assigned_body, indicator_refusal
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
        ("ipo", "1.1.1", "—", "ipo"),
        ("ipo", "1.1.1", "省知识产权局", "ipo"),
        ("ipo", "1.1.1", "ipo", "ipo"),
        ("copyright", "1.1.4", "省版权局", "copyright"),  # an alias
        ("copyright", "1.1.4", "省新闻出版局(省版权局)", "copyright"),  # other brackets
        ("copyright", "1.1.4", "省新闻出版局 [省版权局]", "copyright"),
        # the office for anyone
        ("office", "1.1.1", "", "ipo"),  # the task names one body
        ("office", "1.1.2", "省科技厅", "science"),
        ("office", "2.1.1", "", "members"),
        ("office", "2.1.1", "各成员单位", "members"),
    ],
)
def test_the_body_a_row_speaks_of(by: str, task: str, named: str, body: str) -> None:
    assert assigned_body(PLAN, by, task, named) == body


@pytest.mark.parametrize(
    ("by", "task", "named", "code", "column"),
    [
        ("copyright", "1.1.1", "", "task_of_other", "task"),
        ("copyright", "1.1.1", "省版权局", "task_of_other", "task"),
        ("ipo", "1.1.2", "省科技厅", "agency_of_other", "agency"),  # named by the task, but another body
        ("ipo", "1.1.1", "统筹办", "agency_of_other", "agency"),
        ("ipo", "1.1.1", "省卫生健康委", "agency_unknown", "agency"),
        ("ipo", "2.1.1", "", "task_of_other", "task"),  # of a group that lists no members
        ("ipo", "2.1.1", "各成员单位", "agency_of_other", "agency"),
        ("office", "1.1.2", "", "agency_needed", "agency"),
        ("office", "1.1.2", "/", "agency_needed", "agency"),
        ("office", "1.1.1", "省科技厅", "task_of_other", "task"),
        ("office", "1.1.1", "统筹办", "task_of_other", "task"),
        ("office", "1.1.1", "各成员单位", "task_of_other", "task"),
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
        ("science", "省科技厅", "science"),
        ("science", "各成员单位", "science"),  # a member speaks for itself under the group's name
        ("office", "各成员单位", "members"),
        ("office", "省教育厅", "education"),
        ("office", "", "members"),
    ],
)
def test_a_listed_member_reports_the_tasks_of_its_group(by: str, named: str, body: str) -> None:
    assert assigned_body(GROUPED, by, "2.1.1", named) == body


def test_an_agency_that_is_no_member_may_not_report_for_the_group() -> None:
    refusal = assigned_body(GROUPED, "ipo", "2.1.1", "各成员单位")
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


def test_an_unknown_agency_gets_the_nearest_names_aliases_too() -> None:
    refusal = agency_refusal(PLAN, "省版权厅")
    assert refusal is not None
    assert refusal.code == "agency_unknown"
    assert "省版权局" in refusal.context["nearest"]


@pytest.mark.parametrize("named", ["", "—", "省科技厅", "science", "各成员单位", "统筹办"])
def test_a_blank_or_known_name_is_nobodys_fault(named: str) -> None:
    assert agency_refusal(PLAN, named) is None


@pytest.mark.parametrize("task", TASKS)
def test_every_body_a_task_names_may_report_it(task: str) -> None:
    for body in PLAN.tasks[task].agencies:
        assert assigned_body(PLAN, "office", task, PLAN.name_of(body)) == body


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
