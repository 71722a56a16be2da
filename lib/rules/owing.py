"""谁还没报: which figures and tasks each body still owes for the current period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from lib.periods import Period, due_date, periods_of_year
from lib.plan import Plan
from lib.rows import ProgressRow, Row
from lib.rules.assignments import figure_owed
from lib.rules.measures import Measures


class Owed(NamedTuple):
    """What a body owes for one period: ids of indicators and of tasks, in the plan's order."""

    body: str
    sender: str
    """Whose file reports it: the body's own; for a group without listed members the office's."""
    indicators: tuple[str, ...]
    tasks: tuple[str, ...]
    returned: tuple[ProgressRow, ...] = ()
    """By which the office returned what had been reported of some of the tasks."""
    waiting: tuple[str, ...] = ()
    """已报待审核: those of the indicators and tasks that the body has sent, and nobody has approved yet."""

    @property
    def total(self) -> int:
        """How many figures and reports it owes."""
        return len(self.indicators) + len(self.tasks)


def due_day(plan: Plan, period: Period) -> date:
    """The day by which a period is to be reported: in the month after its end."""
    return due_date(period, plan.reporting.due_day)


def due_after(plan: Plan, day: date) -> tuple[date, Period] | None:
    """The first due day after a day, with the period of the plan's year that is due on it; None after the year's last."""
    days = ((due_day(plan, p), p) for p in periods_of_year(plan.year, plan.reporting.frequency))
    return next((one for one in days if one[0] > day), None)


def owing(measures: Measures, waiting: Iterable[Row] = ()) -> list[Owed]:
    """Each body that owes something for the current period, in the plan's order; before the first period nobody.

    What a group with listed members owes is owed by those members that have not reported. Of a task that carries
    indicators the figures are owed, by their owner, and no status. What waits for approval settles nothing.
    """
    plan, current = measures.plan, measures.current
    sent = {
        (row.sender, row.task if isinstance(row, ProgressRow) else row.indicator)
        for row in waiting
        if current and row.period.end >= current.end
    }
    figures, tasks = _by_body(_figures(measures)), _by_body(_tasks(measures))
    owed = []
    for body in plan.bodies:
        indicators, own_tasks = figures.get(body, ()), tasks.get(body, ())
        if indicators or own_tasks:
            back = tuple(row for row in measures.returned if row.agency == body and row.task in own_tasks)
            held = tuple(id for id in (*indicators, *own_tasks) if (body, id) in sent)
            owed.append(Owed(body, plan.senders(body)[0], indicators, own_tasks, back, held))
    return owed


def _by_body(owed: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The ids by body, each once."""
    found: dict[str, dict[str, None]] = {}
    for body, id in owed:
        found.setdefault(body, {})[id] = None
    return {body: tuple(ids) for body, ids in found.items()}


def _figures(measures: Measures) -> Iterator[tuple[str, str]]:
    """Bodies with an indicator whose figure for the current period is owed."""
    plan = measures.plan
    for id, standing in measures.indicators.items():
        if figure_owed(standing, measures.tasks[standing.indicator.task].status):
            owner = standing.indicator.owner
            group = plan.groups_by_id.get(owner)
            yield from ((body, id) for body in (group.members if group and group.members else [owner]))


def _tasks(measures: Measures) -> Iterator[tuple[str, str]]:
    """Bodies with a task that they have not reported for the current period."""
    for task in measures.tasks.values():
        for assignment in task.assignments:
            if assignment.owes and task.task not in measures.plan.indicators_of:
                yield from ((body, task.task) for body in assignment.members_owing or (assignment.body,))
