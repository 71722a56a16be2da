"""销号: the completions that the office may verify, and its file that verifies them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from lib.board.form import period_cell
from lib.board.templates import name_for
from lib.csv_out import encode
from lib.periods import Period
from lib.plan import Plan
from lib.rows import title
from lib.rules import AssignmentStanding, Measures
from lib.statuses import RETURNED, TASK_STATUSES


class Completion(NamedTuple):
    """An assignment that is completed and not verified yet.

    `evidence` and `note` go into the office's file: `_replace` them to say what the office found.
    """

    task: str
    body: str
    period: Period
    """The period to verify for: the latest that was reported, as an earlier 已销号 of the office would not stand."""
    evidence: str | None
    evidence_missing: bool
    """Completed by the body's own word alone; a completion by figures needs no evidence."""
    note: str | None = None


def to_verify(measures: Measures) -> list[Completion]:
    """What is completed and could be verified, in the plan's order."""
    latest: dict[tuple[str, str], Period] = {}
    for row in measures.progress:
        key = (row.task, row.agency)
        if key not in latest or row.period.end > latest[key].end:
            latest[key] = row.period
    return [
        _completion(measures, assignment, latest.get((assignment.task, assignment.body)))
        for task in measures.tasks.values()
        for assignment in task.assignments
        if assignment.status == "completed"
    ]


def _completion(measures: Measures, assignment: AssignmentStanding, reported: Period | None) -> Completion:
    periods = [period for period in (assignment.period, reported) if period]
    by_figures = assignment.task in measures.plan.indicators_of
    return Completion(
        task=assignment.task,
        body=assignment.body,
        period=max(periods, key=lambda period: period.end),
        evidence=assignment.evidence,
        evidence_missing=not assignment.evidence and not by_figures,
    )


def verification_csv(plan: Plan, completions: Iterable[Completion], reported_on: date) -> bytes:
    """The office's file that reports 已销号 for each completion, on the day on which it is reported."""
    return _of_office(
        ("task", "agency", "period", "status", "evidence", "reported_on", "note"),
        [
            (c.task, plan.name_of(c.body), period_cell(c.period), TASK_STATUSES["verified"].word,
             c.evidence, reported_on.isoformat(), c.note)
            for c in completions
        ],
    )  # fmt: skip


def _of_office(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> bytes:
    return encode([title("progress", column) for column in columns], rows)


def returning(measures: Measures) -> list[AssignmentStanding]:
    """What an agency reported and the office may return, in the plan's order."""
    return [
        a
        for task in measures.tasks.values()
        for a in task.assignments
        if a.row
        and not a.returned
        and a.row.sender != measures.plan.office.id
        and a.task not in measures.plan.indicators_of
    ]


def return_csv(plan: Plan, assignment: AssignmentStanding, why: str, until: str, reported_on: date) -> bytes:
    """The office's file that returns what an agency reported: why, and by when or how it is to be supplemented."""
    columns = ("task", "agency", "period", "status", "obstacle", "next_step", "reported_on")
    assert assignment.period is not None
    cells = [
        assignment.task, plan.name_of(assignment.body), period_cell(assignment.period), RETURNED.word, why, until,
        reported_on.isoformat(),
    ]  # fmt: skip
    return _of_office(columns, [cells])


def return_name(plan: Plan, reported_on: date) -> str:
    """The name of such a file."""
    return name_for(plan, plan.office.id, f"{RETURNED.word}_{reported_on.isoformat()}")


def verification_name(plan: Plan, reported_on: date) -> str:
    """The name of such a file, which says that it is the office's."""
    return name_for(plan, plan.office.id, f"{TASK_STATUSES['verified'].word}_{reported_on.isoformat()}")
