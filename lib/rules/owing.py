"""谁还没报: which figures and tasks each body still owes for the current period, and the text that asks for them 催报."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from lib import formats
from lib.periods import Period, due_date
from lib.plan import Plan
from lib.rules.measures import Measures
from lib.statuses import DONE


class Owed(NamedTuple):
    """What a body owes for one period: ids of indicators and of tasks, in the plan's order."""

    body: str
    sender: str
    """Whose file reports it: the body's own; for a group without listed members the office's."""
    indicators: tuple[str, ...]
    tasks: tuple[str, ...]


def due_day(plan: Plan, period: Period) -> date:
    """The day by which a period is to be reported: in the month after its end."""
    return due_date(period, plan.reporting.due_day)


def owing(measures: Measures) -> list[Owed]:
    """Each body that owes something for the current period, in the plan's order; before the first period nobody.

    What a group with listed members owes is owed by those members that have not reported. Of a task that carries
    indicators the figures are owed, by their owner, and no status.
    """
    plan = measures.plan
    figures, tasks = list(_figures(measures)), list(_tasks(measures))
    owed = []
    for body in plan.bodies:
        indicators = tuple(dict.fromkeys(id for by, id in figures if by == body))
        own_tasks = tuple(dict.fromkeys(id for by, id in tasks if by == body))
        if indicators or own_tasks:
            owed.append(Owed(body=body, sender=plan.senders(body)[0], indicators=indicators, tasks=own_tasks))
    return owed


def _figures(measures: Measures) -> Iterator[tuple[str, str]]:
    """Bodies with an indicator that has no figure for the current period."""
    plan, current = measures.plan, measures.current
    for id, standing in measures.indicators.items():
        reported = current is None or any(row.period.end == current.end for row in standing.series)
        if not reported and measures.tasks[standing.indicator.task].status not in DONE:
            owner = standing.indicator.owner
            group = plan.groups_by_id.get(owner)
            yield from ((body, id) for body in (group.members if group and group.members else [owner]))


def _tasks(measures: Measures) -> Iterator[tuple[str, str]]:
    """Bodies with a task that they have not reported for the current period."""
    for task in measures.tasks.values():
        for assignment in task.assignments:
            if assignment.owes and task.task not in measures.plan.indicators_of:
                yield from ((body, task.task) for body in assignment.members_owing or (assignment.body,))


def reminder(plan: Plan, owed: Owed, period: Period, as_of: date | None = None) -> str:
    """A letter to a body that names what it owes for the period, by when and how to report it; plain text to copy.

    `as_of`: the day up to which nothing had come; from the day after the due day on, the letter says that it is past.
    """
    due = due_day(plan, period)
    late = as_of is not None and as_of > due
    asked = f"应于{formats.day(due)}前报送，现已过时限，请尽快补报" if late else f"请于{formats.day(due)}前报送"
    so_far = f"截至{formats.day(as_of)}" if as_of else "目前"
    paragraphs = [
        f"{plan.name_of(owed.body)}：",
        f"《{plan.title}》（{plan.document}）{formats.period(period)}的进展情况，{asked}。{so_far}，以下内容尚未收到：",
        *_listed("指标实绩", [_indicator(plan, id) for id in owed.indicators]),
        *_listed("任务进展", [_task(plan, id) for id in owed.tasks]),
        _how(owed),
        plan.office.name,
    ]
    return "\n".join(paragraphs) + "\n"


def reminders(plan: Plan, owed: Iterable[Owed], period: Period, as_of: date | None = None) -> str:
    """The letters to several bodies in one text, a line between two."""
    return f"\n{'─' * 20}\n\n".join(reminder(plan, one, period, as_of) for one in owed)


def _listed(kind: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield f"{kind}（{len(entries)} 项）"
        yield from (f"　　{entry}" for entry in entries)


def _indicator(plan: Plan, id: str) -> str:
    indicator = plan.indicators_by_id[id]
    return f"{indicator.task} {indicator.name}（单位：{indicator.unit}）"


def _task(plan: Plan, id: str) -> str:
    return f"{id} {plan.tasks[id].text.rstrip('。')}"


def _how(owed: Owed) -> str:
    if owed.sender != owed.body:
        return "以上内容由我办统一填报，请将进展情况送我办。已送的请忽略本提醒。谢谢支持。"
    return "请在推进计划看板“报送”页下载模板，填好后上传。已报送的请忽略本提醒。谢谢支持。"
