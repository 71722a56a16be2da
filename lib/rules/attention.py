"""What needs attention 需要关注, worst first, and what changed since the reporting period before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from lib.periods import Period, period_before
from lib.plan import Plan
from lib.rules.assignments import TaskStanding
from lib.rules.due_days import DueDay, due_days_of
from lib.rules.indicators import IndicatorStanding
from lib.rules.measures import Measures
from lib.rules.rates import RATE_WORDS, Rates
from lib.statuses import DONE, LAMPS, REASONS, TASK_STATUSES, Lamp, Reason, TaskStatus

Scope = Literal["indicator", "task", "agency", "plan"]


class Item(NamedTuple):
    """A task that needs attention, under its worst reason; with the indicator where that is the reason."""

    reason: Reason
    task: str
    due: date
    bodies: tuple[str, ...]
    """The bodies it concerns: those that are late, delayed, owe or gave no evidence."""
    indicator: IndicatorStanding | None = None
    milestone: DueDay | None = None
    """The milestone where that is the reason; `due` is then its day."""


class Change(NamedTuple):
    """A value that differs between two moments; None is “none reported”."""

    scope: Scope
    id: str
    field: str
    """actual, status, or one of RATE_WORDS."""
    before: float | Lamp | TaskStatus | None
    after: float | Lamp | TaskStatus | None
    period: Period | None = None
    """The period of a figure that is not the indicator's latest."""
    body: str | None = None
    """Whose share of a task it is, where that is not the task as a whole."""


def needs_attention(measures: Measures) -> list[Item]:
    """Each task that needs attention once: worst reason first, then by due date, then in the plan's order."""
    place = {task: i for i, task in enumerate(measures.plan.tasks)}
    items = [item for task in measures.tasks.values() if (item := _item(measures, task))]
    return sorted(items, key=lambda item: (REASONS[item.reason].gravity, item.due, place[item.task]))


def _item(measures: Measures, task: TaskStanding) -> Item | None:
    return min(_reasons(measures, task), key=lambda item: REASONS[item.reason].gravity, default=None)


def _reasons(measures: Measures, task: TaskStanding) -> Iterator[Item]:
    carried = [measures.indicators[i.id] for i in measures.plan.indicators_of.get(task.task, ())]
    carried.sort(key=lambda standing: standing.judged_gap or 0.0)  # of two that are behind, the one further behind

    def item(reason: Reason, bodies: list[str], indicator: IndicatorStanding | None = None) -> Item:
        return Item(reason=reason, task=task.task, due=task.due, bodies=tuple(bodies), indicator=indicator)

    if task.overdue:
        yield item("overdue", [a.body for a in task.assignments if a.overdue])
    for one in due_days_of(measures, task):
        if one.milestone and one.mark:
            waits = [a.body for a in task.assignments if a.status not in DONE]
            yield item(one.mark, waits)._replace(due=one.day, milestone=one)
    for standing in carried:
        if LAMPS[standing.status].needs_attention:
            yield item(standing.status, [standing.indicator.owner], standing)
    if returned := [a.body for a in task.assignments if a.returned]:
        yield item("returned", returned)
    for look in TASK_STATUSES.values():
        if look.needs_attention and (bodies := [a.body for a in task.assignments if a.status == look.key]):
            yield item(look.key, bodies)
    if owing := [a.body for a in task.assignments if a.owes]:
        yield item("owing", owing)
    if not carried and (bare := [a.body for a in task.assignments if a.status == "completed" and not a.evidence]):
        yield item("no_evidence", bare)


def moment_before(measures: Measures) -> date | None:
    """The end of the reporting period before the current one; None in the year's first."""
    if measures.current is None:
        return None
    before = period_before(measures.current, measures.plan.reporting.frequency)
    return before.end if before else None


def changes(before: Measures, after: Measures) -> list[Change]:
    """Every figure, lamp, status and rate that differs: indicators, tasks, agencies, the plan."""
    return list(_changes(after.plan, before, after))


def _changes(plan: Plan, before: Measures, after: Measures) -> Iterator[Change]:
    for id, standing in after.indicators.items():
        old = before.indicators[id]
        yield from _different("indicator", id, ("actual", "status"), old, standing)
    for id, task in after.tasks.items():
        yield from _different("task", id, ("status",), before.tasks[id], task)
    rates = tuple(RATE_WORDS)
    for id in plan.bodies:
        yield from _different("agency", id, rates, before.bodies[id], after.bodies[id])
    yield from _different("plan", plan.id, rates, before.summary, after.summary)


def _different(
    scope: Scope,
    id: str,
    fields: tuple[str, ...],
    old: IndicatorStanding | TaskStanding | Rates,
    new: IndicatorStanding | TaskStanding | Rates,
) -> Iterator[Change]:
    for field in fields:
        if getattr(old, field) != getattr(new, field):
            yield Change(scope, id, field, getattr(old, field), getattr(new, field))
