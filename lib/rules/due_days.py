"""Due days 应完成日期 of tasks and of their milestones 节点: which are past, which are near, and all of them in order.

Nobody reports on a milestone by itself: until its task is completed, the day alone speaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lib.plan import Milestone
from lib.rules.assignments import TaskStanding
from lib.rules.measures import Measures
from lib.statuses import DONE

NEAR_DAYS = 30
"""A milestone that is due within so many days is near."""

DueMark = Literal["overdue", "milestone_overdue", "milestone_due"]


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day by which a task, or one of its milestones, is to be done."""

    day: date
    task: str
    milestone: Milestone | None
    """None for the task as a whole."""
    mark: DueMark | None
    is_done: bool
    """Whether its task is completed."""
    days_left: int
    """Days from `as_of` until then; 0 or less once it is past."""


def due_days_of(measures: Measures, task: TaskStanding) -> Iterator[DueDay]:
    """The due days of one task: its milestones in order, then its own."""
    is_done = task.status in DONE
    for milestone in sorted(measures.plan.tasks[task.task].milestones, key=lambda one: one.due):
        left = (milestone.due - measures.as_of).days
        near: DueMark | None = "milestone_due" if left <= NEAR_DAYS else None
        mark: DueMark | None = None if is_done else "milestone_overdue" if left <= 0 else near
        yield DueDay(milestone.due, task.task, milestone, mark, is_done, left)
    left = (task.due - measures.as_of).days
    yield DueDay(task.due, task.task, None, "overdue" if task.overdue else None, is_done, left)


def due_days(measures: Measures) -> list[DueDay]:
    """All due days by day, within one day in the plan's order."""
    found = [one for task in measures.tasks.values() for one in due_days_of(measures, task)]
    return sorted(found, key=lambda one: one.day)
