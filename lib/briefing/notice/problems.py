"""存在问题 of a notice, worst first: indicators behind, tasks delayed or overdue, what was not reported, what lacks evidence;
and whom each concerns, from which the 工作要求 follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.briefing.notice.paragraphs import (
    Paragraph,
    annex,
    as_of,
    bodies,
    but_not_all_but_one,
    by_bodies,
    clause,
    itemized,
    known_day,
    listed,
    near,
    progress_of,
    quoted,
    the_first,
    up_to_six,
    with_owners,
)
from lib.rows import ProgressRow, why_returned
from lib.rules import AssignmentStanding, IndicatorStanding, Measures, Owed, TaskStanding, due_day, owing
from lib.statuses import LAMPS, LOOKS, TASK_STATUSES

_MOST_OF_MANY = 14
"""Characters of a task's name where the text has room for few."""


@dataclass(frozen=True)
class Wrong:
    """What is wrong at a moment; each task stands once, under the worst."""

    behind: tuple[IndicatorStanding, ...]
    """Indicators behind or missed, worst first."""
    delayed: tuple[TaskStanding, ...]
    """进展滞后, or of another status that needs attention, and not yet due."""
    not_started: tuple[TaskStanding, ...]
    """未启动 and not yet due."""
    overdue: tuple[TaskStanding, ...]
    returned: tuple[ProgressRow, ...]
    """By which the office returned 退回 what was reported."""
    owed: tuple[Owed, ...]
    """Who has not reported, most first."""
    silent: tuple[TaskStanding, ...]
    """Tasks of which nobody ever reported anything."""
    bare: dict[str, tuple[str, ...]]
    """Tasks reported as completed without evidence, by body."""

    @property
    def rows_owed(self) -> int:
        """How many figures and reports are owed."""
        return sum(one.total for one in self.owed)


def wrong(measures: Measures) -> Wrong:
    """What is wrong."""
    behind = [s for s in measures.indicators.values() if LAMPS[s.status].needs_attention]
    behind.sort(key=lambda s: (LOOKS[s.status].gravity, s.judged_gap or 0.0))
    tasks = [task for task in measures.tasks.values() if task.task not in measures.plan.indicators_of]
    on_time = [task for task in tasks if not task.overdue]
    bare = {
        body: tuple(a.task for a in own if is_bare(measures, body, a.task))
        for body, own in measures.assignments_of.items()
    }
    return Wrong(
        behind=tuple(behind),
        delayed=tuple(task for task in on_time if TASK_STATUSES[task.status].needs_attention),
        not_started=tuple(task for task in on_time if task.status == "not_started"),
        overdue=tuple(task for task in measures.tasks.values() if task.overdue),
        returned=tuple(measures.returned),
        owed=tuple(sorted(owing(measures), key=lambda one: -one.total)),
        silent=tuple(task for task in tasks if task.status == "unreported" and measures.current),
        bare={body: own for body, own in bare.items() if own},
    )


def is_bare(measures: Measures, body: str, task: str) -> bool:
    """Whether a body reported a task as completed and gave no evidence; of one with an indicator the figures are it."""
    own = next(a for a in measures.tasks[task].assignments if a.body == body)
    return own.status == "completed" and not own.evidence and task not in measures.plan.indicators_of


def late_bodies(tasks: Sequence[TaskStanding]) -> list[str]:
    """The bodies that are late with tasks, those with most first."""
    count: dict[str, int] = {}
    for task in tasks:
        for a in task.assignments:
            if _is_late(task, a):
                count[a.body] = count.get(a.body, 0) + 1
    return sorted(count, key=lambda body: -count[body])


def problems(measures: Measures, few: int, *, is_tight: bool = False) -> tuple[Paragraph, ...]:
    """Each group that is not empty, the first few of each by name; one sentence where all are.

    `is_tight`: delayed tasks by their numbers alone, where there are up to six of them.
    """
    found = wrong(measures)
    groups = (
        (_behind_what(found), _behind(measures, found, few)),
        ("任务进展滞后", _delayed(measures, found, few, is_tight)),
        ("任务逾期未完成", _overdue(measures, found, few)),
        ("报送内容退回补充", _returned(measures, found, few)),
        (_not_reported(measures), _owing(measures, found, few)),
        ("佐证材料不全", _without_evidence(measures, found, few)),
    )
    held = [(lead, text) for lead, text in groups if text]
    return itemized(held) if held else (Paragraph(f"{as_of(measures)}，未发现指标落后、任务滞后逾期等问题。"),)


def _behind_what(found: Wrong) -> str:
    kinds = dict.fromkeys("指标未达目标" if s.status == "missed" else "指标进度落后" for s in found.behind)
    return "和".join(kinds).replace("和指标", "和")


def _behind(measures: Measures, found: Wrong, few: int) -> str:
    return f"{with_owners(measures, found.behind, few)}。" if found.behind else ""


def _delayed(measures: Measures, found: Wrong, few: int, is_tight: bool) -> str:
    text = ""
    for key, look in TASK_STATUSES.items():
        if those := [task for task in found.delayed if task.status == key]:
            ids = "、".join(task.task for task in those)
            by_number = is_tight and up_to_six(few, len(those)) == len(those)
            text += f"{look.word}{len(those)}项" + (
                f"（{ids}）。" if by_number else f"：{_named(measures, those, few)}。"
            )
    if found.not_started and not text:
        text = f"尚未启动{len(found.not_started)}项：{_named(measures, found.not_started, few)}。"
    elif found.not_started:
        count = len(found.not_started)
        shown = but_not_all_but_one(up_to_six(2 * few, count), count)
        ids = "、".join(task.task for task in found.not_started[:shown])
        text += f"另有{count}项尚未启动（{ids}{'等' if count > shown else ''}）。"
    return text


def _overdue(measures: Measures, found: Wrong, few: int) -> str:
    if not found.overdue:
        return ""
    days = {task.due for task in found.overdue}
    due = f"应于{near(measures, max(days))}前完成" if len(days) == 1 else "已过完成时限"
    whose = _named(measures, found.overdue, few)
    # Of what was never reported nobody knows more.
    is_known = any(task.status != "unreported" for task in found.overdue)
    state = "尚未完成" if is_known else "尚未报告完成"
    return f"{due}的任务中，{len(found.overdue)}项{state}：{whose}。"


def _returned(measures: Measures, found: Wrong, few: int) -> str:
    plan = measures.plan
    each = [
        f"{plan.short_name_of(row.agency)}{clause(plan, row.task)}，退回原因：{quoted(why_returned(row))}"
        for row in found.returned
    ]
    return f"退回补充{len(each)}项：{the_first(each, few, '各单位督办单')}。" if each else ""


def _not_reported(measures: Measures) -> str:
    return "进展报送不及时" if _is_past_due(measures) else "部分任务年初以来未报送"


def _is_past_due(measures: Measures) -> bool:
    """Whether anything is known of a day after that on which the current period was due."""
    current, known = measures.current, known_day(measures)
    return current is not None and known is not None and known > due_day(measures.plan, current)


def _owing(measures: Measures, found: Wrong, few: int) -> str:
    """Who has not reported after the day on which it was due; and of which tasks nobody ever reported."""
    current, known, plan = measures.current, known_day(measures), measures.plan
    if current and known and found.owed and _is_past_due(measures):
        several = len(found.owed) > 1
        each = [
            plan.short_name_of(one.body) + (f"（{one.total}项）" if several else f"{one.total}项") for one in found.owed
        ]
        whose = listed(plan, each, [one.body for one in found.owed], few)
        total = f"共{found.rows_owed}项" if several else ""
        return (
            f"{progress_of(current)}应于{near(measures, due_day(plan, current))}前报送，截至{near(measures, known)}，"
            f"{whose}{total}仍未报送（见{annex(measures, 'agencies')}）。{_never(measures, found)}"
        )
    if not found.silent:
        return ""
    if len(found.silent) == len(measures.tasks) - len(plan.indicators_of):
        return "各项任务年初以来均未报送进展。"
    whose_tasks = {task.task: plan.tasks[task.task].agencies for task in found.silent}
    return f"年初以来从未报送进展的任务{len(found.silent)}项：{by_bodies(plan, whose_tasks, few, annex(measures, 'tasks'))}。"


def _never(measures: Measures, found: Wrong) -> str:
    """How many of those that are owed were never reported, and of which tasks by nobody."""
    count = sum(len(ids) for one in found.owed for ids in never_reported(measures, one))
    if not count:
        return ""
    whole = f"（有{len(found.silent)}项任务各责任单位均未报送）" if 0 < len(found.silent) < count else ""
    return f"{'上述' if count == found.rows_owed else '其中'}{count}项年初以来从未报送{whole}。"


def never_reported(measures: Measures, one: Owed) -> tuple[list[str], list[str]]:
    """The indicators and the tasks that a body owes and has not reported since the year began."""
    own = {a.task: a for a in measures.assignments_of[one.body]}
    figures = [id for id in one.indicators if measures.indicators[id].status == "no_data"]
    return figures, [task for task in one.tasks if task in own and own[task].status == "unreported"]


def _without_evidence(measures: Measures, found: Wrong, few: int) -> str:
    plan, who = measures.plan, list(found.bare)
    each = [f"{plan.short_name_of(body)}（任务{'、'.join(tasks[:few])}）" for body, tasks in found.bare.items()]
    return f"{listed(plan, each, who, few)}报告任务完成，未附佐证材料。" if each else ""


def _named(measures: Measures, tasks: Sequence[TaskStanding], few: int) -> str:
    """Tasks by the bodies that are late with them; where these would be too many for the text, up to six by shorter names."""
    whose = {task.task: [a.body for a in task.assignments if _is_late(task, a)] for task in tasks}
    said = by_bodies(measures.plan, whose, few, annex(measures, "tasks"))
    if "；其余" in said and up_to_six(few, len(tasks)) == len(tasks):
        plan = measures.plan
        return "、".join(f"{bodies(plan, ids, 2)}{clause(plan, task, _MOST_OF_MANY)}" for task, ids in whose.items())
    return said


def _is_late(task: TaskStanding, a: AssignmentStanding) -> bool:
    return a.overdue or (not task.overdue and a.status == task.status)
