"""Restatements 更正: a figure or status that a later row of the same key replaced with another."""

from __future__ import annotations

from typing import NamedTuple

from lib.periods import Period
from lib.rows import FigureRow, ProgressRow, restated
from lib.rules.measures import Measures
from lib.statuses import ReportedStatus


class Restatement(NamedTuple):
    """One replaced row. `about` is the id of an indicator or a task; `old` and `new` are values, or keys of statuses."""

    body: str
    about: str
    period: Period
    old: float | ReportedStatus
    new: float | ReportedStatus
    days_later: int
    """From the one 填报日期 to the other; below 0 where the row that counts says the earlier day."""
    old_row: FigureRow | ProgressRow
    new_row: FigureRow | ProgressRow


def restatements(measures: Measures) -> list[Restatement]:
    """Every restatement: indicators, then tasks, in the plan's order, by period.

    The office's 已销号 is no restatement of the completion that it confirms.
    """
    plan = measures.plan
    bodies, tasks = list(plan.bodies), list(plan.tasks)
    figures = [
        _restatement(standing.indicator.owner, standing.indicator.id, *pair)
        for standing in measures.indicators.values()
        for pair in sorted(standing.replaced, key=lambda pair: pair[1].period.end)
    ]
    reported = (row for row in measures.progress if row.status != "verified")
    pairs = sorted(
        restated(reported),
        key=lambda pair: (tasks.index(pair[1].task), bodies.index(pair[1].agency), pair[1].period.end),
    )
    return figures + [_restatement(new.agency, new.task, old, new) for old, new in pairs]


def _restatement(body: str, about: str, old: FigureRow | ProgressRow, new: FigureRow | ProgressRow) -> Restatement:
    days_later = (new.reported_on - old.reported_on).days
    return Restatement(
        body=body,
        about=about,
        period=new.period,
        old=old.said,
        new=new.said,
        days_later=days_later,
        old_row=old,
        new_row=new,
    )
