"""The status of assignments and tasks. The ordinary cases are in lib/rules/examples/."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from factories import figure, indicator_data, level_data, measures_of, progress
from hypothesis import given
from hypothesis import strategies as st

from lib.rows import FigureRow, ProgressRow
from lib.rules.assignments import AssignmentStanding, TaskStanding, status_of
from lib.statuses import TASK_STATUSES

SEPTEMBER = date(2019, 9, 30)


def task_of(
    rows: Sequence[ProgressRow],
    *,
    task: str = "1.1.1",
    figures: Sequence[FigureRow] = (),
    as_of: date = SEPTEMBER,
    **changes: Any,
) -> TaskStanding:
    """The standing of a task by rows in the order in which they count."""
    return measures_of(*figures, *rows, as_of=as_of, **changes).tasks[task]


def one_of(rows: Sequence[ProgressRow], **how: Any) -> AssignmentStanding:
    """The standing of the only assignment of 1.1.1."""
    (assignment,) = task_of(rows, **how).assignments
    return assignment


def verified(**how: Any) -> ProgressRow:
    return progress(status="verified", sender="office", **how)


# the status of a whole


@pytest.mark.parametrize(
    ("statuses", "whole"),
    [
        (["unreported"], "unreported"),
        (["unreported", "unreported"], "unreported"),
        (["verified", "verified"], "verified"),
        (["verified", "completed"], "completed"),
        (["completed", "completed"], "completed"),
        (["completed", "unreported"], "in_progress"),
        (["verified", "unreported"], "in_progress"),
        (["completed", "not_started"], "in_progress"),
        (["not_started", "not_started"], "not_started"),
        (["not_started", "unreported"], "not_started"),
        (["not_started", "in_progress"], "in_progress"),
        (["delayed", "unreported"], "delayed"),
        (["delayed", "verified"], "delayed"),
        (["delayed", "not_started"], "delayed"),
    ],
)
def test_the_status_of_a_whole_follows_from_its_parts(statuses: list[str], whole: str) -> None:
    assert status_of(statuses) == whole
    assert status_of(statuses[::-1]) == whole


@given(st.lists(st.sampled_from(list(TASK_STATUSES)), min_size=1))
def test_a_whole_is_completed_only_if_every_part_is(statuses: list[str]) -> None:
    assert (status_of(statuses) in {"completed", "verified"}) == all(s in {"completed", "verified"} for s in statuses)


# rows of one assignment


def test_an_assignment_carries_period_and_evidence_of_the_row_that_gives_its_status() -> None:
    assignment = one_of(
        [progress(period="2019-08", evidence="旧"), progress(period="2019-09", status="completed", evidence="新")]
    )
    assert (assignment.status, assignment.evidence) == ("completed", "新")
    assert assignment.period is not None
    assert assignment.period.text == "2019-09"


def test_an_assignment_without_rows_has_neither_period_nor_evidence() -> None:
    assignment = one_of([])
    assert (assignment.status, assignment.period, assignment.evidence) == ("unreported", None, None)


def test_a_body_that_the_task_names_twice_removed_speaks_only_for_itself() -> None:
    standing = task_of([progress(task="1.1.2", agency="science", status="completed")], task="1.1.2")
    assert [a.status for a in standing.assignments] == ["unreported", "completed"]


def test_a_later_row_without_evidence_leaves_the_assignment_without_evidence() -> None:
    rows = [progress(period="2019-08", evidence="材料"), progress(period="2019-09", status="completed")]
    assert one_of(rows).evidence is None


def test_the_office_may_report_for_a_body_and_the_body_may_go_on() -> None:
    rows = [progress(period="2019-08", status="delayed", sender="office"), progress(period="2019-09")]
    assert one_of(rows[:1]).status == "delayed"
    assert one_of(rows).status == "in_progress"


# verified


def test_verified_stands_against_later_rows_of_the_agency_which_are_kept_and_named() -> None:
    rows = [verified(period="2019-07", evidence="核验单"), progress(period="2019-09", status="delayed")]
    assignment = one_of(rows)
    assert assignment.status == "verified"
    assert assignment.against_verified == rows[1]
    assert (assignment.row, assignment.evidence) == (rows[0], "核验单")
    assert not assignment.owes


def test_verified_stands_against_a_later_receipt_of_the_agency_for_the_same_period() -> None:
    assignment = one_of([verified(), progress(status="in_progress")])
    assert assignment.status == "verified"
    assert assignment.against_verified is not None


def test_a_completion_reported_after_verification_does_not_speak_against_it() -> None:
    assert one_of([verified(period="2019-07"), progress(status="completed")]).against_verified is None


def test_what_the_agency_reported_before_the_verification_does_not_speak_against_it() -> None:
    rows = [progress(period="2019-07", status="delayed"), verified(period="2019-07")]
    assert one_of(rows).against_verified is None


def test_verified_ends_when_the_office_reports_otherwise_and_the_latest_row_counts_again() -> None:
    rows = [verified(period="2019-06"), progress(period="2019-09", status="completed")]
    assert one_of([*rows, progress(period="2019-08", status="in_progress", sender="office")]).status == "completed"
    assert one_of([rows[0], progress(period="2019-08", status="in_progress", sender="office")]).status == "in_progress"


def test_verified_ends_when_the_office_restates_the_same_period() -> None:
    assert one_of([verified(), progress(status="delayed", sender="office")]).status == "delayed"


def test_verified_is_not_undone_by_what_the_office_reports_of_an_earlier_period() -> None:
    backfilled = progress(period="2019-05", sender="office")
    assert one_of([verified(period="2019-08"), backfilled]).status == "verified"
    assert one_of([verified(period="2019-08"), progress(period="2019-09"), backfilled]).status == "verified"


def test_verified_counts_only_from_the_end_of_its_period() -> None:
    rows = [progress(period="2019-07", status="completed"), verified(period="2019-09")]
    assert one_of(rows, as_of=date(2019, 9, 29)).status == "completed"
    assert one_of(rows).status == "verified"


# owing and the bound


@pytest.mark.parametrize(
    ("status", "period", "owes"),
    [
        ("in_progress", "2019-09", False),
        ("in_progress", "2019Q3", False),
        ("in_progress", "2019-08", True),
        ("delayed", "2019-08", True),
        ("completed", "2019-01", False),
    ],
)
def test_an_assignment_owes_unless_it_is_completed_or_has_a_row_for_the_period(
    status: str, period: str, owes: bool
) -> None:
    assert one_of([progress(status=status, period=period)]).owes == owes


def test_a_row_for_the_current_period_counts_whoever_filled_it_in() -> None:
    assert not one_of([progress(status="delayed", sender="office")]).owes


def test_only_a_row_that_ends_with_the_quarter_or_later_settles_it() -> None:
    quarterly = {"frequency": "quarterly", "due_day": 10}
    assert one_of([progress(period="2019-08")], reporting=quarterly).owes
    assert not one_of([progress(period="2019-09")], reporting=quarterly).owes
    later = one_of([progress(period="2019-10")], reporting=quarterly, as_of=date(2019, 11, 15))
    assert not later.owes


def test_a_month_is_owed_from_its_last_day_on() -> None:
    rows = [progress(period="2019-08")]
    assert not one_of(rows, as_of=date(2019, 9, 29)).owes
    assert one_of(rows, as_of=date(2019, 9, 30)).owes


def test_nobody_owes_before_the_first_period_has_ended() -> None:
    assert not one_of([], as_of=date(2019, 1, 30)).owes
    assert one_of([], as_of=date(2019, 1, 31)).owes


def test_after_the_year_the_last_period_of_the_year_is_owed() -> None:
    assert one_of([progress(period="2019-11")], as_of=date(2020, 6, 30)).owes
    assert not one_of([progress(period="2019-12")], as_of=date(2020, 6, 30)).owes


@pytest.mark.parametrize(
    ("status", "may_be_done"),
    [("completed", True), ("not_started", False), ("in_progress", False), ("delayed", False)],
)
def test_a_row_that_is_not_a_completion_speaks_against_it(status: str, may_be_done: bool) -> None:
    assert task_of([progress(status=status)]).may_be_done == may_be_done


def test_a_task_may_be_done_as_long_as_every_row_is_a_completion() -> None:
    ipo = progress(task="1.2.1", status="completed")
    assert task_of([], task="1.2.1").may_be_done
    assert task_of([ipo], task="1.2.1").may_be_done
    assert not task_of([ipo, progress(task="1.2.1", agency="science")], task="1.2.1").may_be_done


# due


def test_a_task_is_due_on_the_years_last_day_unless_it_says_otherwise() -> None:
    assert task_of([]).due == date(2019, 12, 31)
    assert not task_of([], as_of=date(2019, 12, 30)).overdue
    assert task_of([], as_of=date(2019, 12, 31)).overdue


def test_an_assignment_is_overdue_on_its_own_account() -> None:
    tasks = {"1.1.1": {"agencies": ["ipo", "science"], "due": date(2019, 9, 30)}}
    rows = [progress(status="completed")]
    standing = task_of(rows, tasks=tasks, indicators=[])
    assert standing.overdue
    assert [a.overdue for a in standing.assignments] == [False, True]
    assert not task_of(rows, tasks=tasks, indicators=[], as_of=date(2019, 9, 29)).overdue


# groups

GROUP_TASK = {"1.1.1": ["members"]}
MEMBERS = [{"id": "members", "name": "各成员单位", "members": ["ipo", "science"]}]
LISTED: dict[str, Any] = {"tasks": GROUP_TASK, "indicators": [], "groups": MEMBERS}


def test_a_group_with_members_is_completed_when_all_are() -> None:
    ipo, science = progress(status="completed"), progress(agency="science", status="completed", period="2019-07")
    assert one_of([ipo], **LISTED).status == "in_progress"
    assert one_of([ipo, science], **LISTED).status == "completed"
    assert one_of([verified(), verified(agency="science")], **LISTED).status == "verified"


def test_a_group_with_members_owes_until_every_member_has_reported() -> None:
    assert one_of([], **LISTED).owes
    assert one_of([progress()], **LISTED).owes
    assert not one_of([progress(), progress(agency="science")], **LISTED).owes
    assert not one_of([progress(status="completed", period="2019-02"), progress(agency="science")], **LISTED).owes


@pytest.mark.parametrize(
    ("rows", "owing"),
    [
        ([], ("ipo", "science")),
        ([progress()], ("science",)),
        ([progress(agency="science", status="completed", period="2019-02")], ("ipo",)),
        ([verified(agency="members")], ()),
    ],
)
def test_a_group_names_the_members_that_owe(rows: list[ProgressRow], owing: tuple[str, ...]) -> None:
    assert one_of(rows, **LISTED).members_owing == owing


def test_what_the_office_says_of_a_group_with_members_counts_only_as_a_verification() -> None:
    rows = [progress(agency="members", sender="office", status="delayed"), progress()]
    assert one_of(rows, **LISTED).status == "in_progress"
    rows = [verified(agency="members"), progress(status="delayed")]
    assert one_of(rows, **LISTED).status == "verified"


def test_of_a_rolled_up_group_neither_period_nor_evidence_is_that_of_one_member() -> None:
    rows = [verified(period="2019-08", evidence="核验单"), progress(period="2019-09", evidence="后报")]
    rolled_up = one_of(rows, **LISTED | {"groups": [MEMBERS[0] | {"members": ["ipo"]}]})
    assert (rolled_up.status, rolled_up.period, rolled_up.evidence) == ("verified", None, None)


def test_a_member_that_the_task_names_as_well_reports_once_for_both() -> None:
    changes = LISTED | {"tasks": {"1.1.1": ["ipo", "members"]}}
    standing = task_of([progress(status="completed")], **changes)
    assert [a.status for a in standing.assignments] == ["completed", "in_progress"]
    assert [a.owes for a in standing.assignments] == [False, True]


# tasks that carry indicators


def test_a_task_that_carries_an_indicator_takes_its_status_from_the_figure() -> None:
    rows = [progress(task="1.1.4", agency="copyright", status="completed", evidence="材料")]
    standing = task_of(rows, task="1.1.4", figures=[figure(period="2019-09", value=352)])
    (assignment,) = standing.assignments
    assert (standing.status, assignment.status, assignment.evidence) == ("in_progress", "in_progress", "材料")
    assert assignment.period is not None
    assert assignment.period.text == "2019-09"
    assert not standing.may_be_done


def test_all_bodies_of_the_task_stand_alike() -> None:
    tasks = {"1.1.4": ["copyright", "ipo", "members"]}
    standing = task_of([], task="1.1.4", tasks=tasks, indicators=[indicator_data()], figures=[figure(value=400)])
    assert [a.status for a in standing.assignments] == ["completed"] * 3


def test_a_figure_for_the_current_period_settles_it() -> None:
    assert not task_of([], task="1.1.4", figures=[figure(period="2019Q3", value=10)]).owes
    assert task_of([], task="1.1.4", figures=[figure(period="2019-08", value=10)]).owes
    assert task_of([], task="1.1.4", figures=[figure(period="2019-08", value=400)]).owes


def test_each_indicator_of_a_task_is_owed() -> None:
    two = [indicator_data(), indicator_data(id="second", name="第二个指标")]
    first, second = figure(), figure(indicator="second", value=10)
    assert task_of([], task="1.1.4", indicators=two, figures=[first]).owes
    assert not task_of([], task="1.1.4", indicators=two, figures=[first, second]).owes
    assert task_of([], task="1.1.4", indicators=two, figures=[first]).status == "in_progress"


def test_a_level_completes_its_task_only_by_the_figure_for_the_years_last_day() -> None:
    def status(*figures: FigureRow, as_of: date = date(2019, 12, 31)) -> str:
        return task_of([], task="1.1.3", figures=figures, as_of=as_of).status

    def level(period: str, value: float) -> FigureRow:
        return figure(indicator="invention-patents-per-10k", period=period, value=value)

    assert status(level("2019-11", 2.95)) == "in_progress"
    assert status(level("2019-11", 2.95), as_of=date(2020, 3, 31)) == "in_progress"
    assert status(level("2019-12", 2.9)) == "completed"
    assert status(level("2019", 2.9)) == "completed"
    assert status(level("2019-11", 2.95), level("2019-12", 2.89)) == "in_progress"


def test_a_verified_task_whose_total_is_restated_below_its_target_stays_verified_and_is_named() -> None:
    figures = [figure(period="2019-09", value=405), figure(period="2019-09", value=390)]
    rows = [verified(task="1.1.4", agency="copyright")]
    before, after = (task_of(rows, task="1.1.4", figures=own) for own in (figures[:1], figures))
    assert (before.status, before.assignments[0].figures_against) == ("verified", False)
    assert (after.status, after.assignments[0].figures_against) == ("verified", True)


def test_a_ceiling_completes_its_task_only_at_year_end() -> None:
    ceiling = [indicator_data(direction="lower")]
    assert task_of([], task="1.1.4", indicators=ceiling, figures=[figure(value=10)]).status == "in_progress"
    figures = [figure(period="2019-12", value=10)]
    december = date(2019, 12, 31)
    assert task_of([], task="1.1.4", indicators=ceiling, figures=figures, as_of=december).status == "completed"


def test_the_evidence_of_a_verified_indicator_task_is_that_of_the_verification() -> None:
    rows = [
        verified(task="1.1.4", agency="copyright", period="2019-08", evidence="核验单"),
        progress(task="1.1.4", agency="copyright", period="2019-09", evidence="后报"),
    ]
    (done,) = task_of(rows, task="1.1.4", figures=[figure(value=400)]).assignments
    assert (done.status, done.evidence) == ("verified", "核验单")
    (underway,) = task_of(rows[1:], task="1.1.4", figures=[figure(value=399)]).assignments
    assert (underway.status, underway.evidence) == ("in_progress", "后报")


def test_two_kinds_of_indicator_complete_a_task_together() -> None:
    both = [indicator_data(), level_data(task="1.1.4")]
    figures = [figure(value=400), figure(indicator="invention-patents-per-10k", value=2.9)]
    assert task_of([], task="1.1.4", indicators=both, figures=figures).status == "in_progress"
    figures.append(figure(indicator="invention-patents-per-10k", period="2019-12", value=2.9))
    end = date(2019, 12, 31)
    assert task_of([], task="1.1.4", indicators=both, figures=figures, as_of=end).status == "completed"
