"""存在问题 of a notice: who has not reported, what is overdue, delayed or behind, by agency, in the words reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import starmap

from lib import formats
from lib.briefing.notice.paragraphs import Paragraph, as_of, clause, numbered, of_period, quoted, tight
from lib.rows import why_returned
from lib.rules import AssignmentStanding, Measures, Owed, due_day, owing
from lib.say import findings, indicator_findings
from lib.statuses import DONE, LAMPS, RETURNED, TASK_STATUSES, StatusLook, TaskStatus

_QUOTED_IF_OVERDUE = tuple(
    key
    for key, look in TASK_STATUSES.items()
    if look.reported_by != "nobody" and not look.is_done and not look.needs_attention
)
"""What needs attention for its status is quoted under that."""


def problems(measures: Measures) -> tuple[Paragraph, ...]:
    """Each group that is not empty; one sentence where all are."""
    groups = (
        ("未报送", _owing(measures)),
        ("逾期", _overdue(measures)),
        *((look.word, _of_status(measures, look)) for look in TASK_STATUSES.values() if look.needs_attention),
        (RETURNED.word, _returned(measures)),
        (_behind_what(measures), _behind(measures)),
        ("自报完成未附佐证材料", _without_evidence(measures)),
        ("单位报送的其他问题", _other(measures)),
    )
    held = [(heading, entries) for heading, entries in groups if entries]
    if not held:
        owed = "欠报、" if measures.current else ""
        return (Paragraph(f"{as_of(measures)}，没有{owed}逾期、进展滞后或低于序时进度的情况。"),)
    said: list[Paragraph] = []
    for n, (heading, entries) in enumerate(held, 1):
        said += [Paragraph(f"{findings.numeral(f'0.{n}')}{heading}", "heading"), *map(Paragraph, entries)]
    return tuple(said)


def owed_by(measures: Measures, owed: Owed) -> str:
    """What a body owes: indicators by name, tasks by number, and which of them were never reported."""
    plan = measures.plan
    entries = [f"指标“{plan.indicators_by_id[id].name}”" for id in owed.indicators]
    if owed.tasks:
        entries.append(f"任务{'、'.join(owed.tasks)}")
    own = {a.task: a for a in measures.assignments_of[owed.body]}
    never = [task for task in owed.tasks if task in own and own[task].status == "unreported"]
    if never:
        which = (
            f"其中任务{'、'.join(never)}" if len(never) < len(owed.tasks) else "任务均" if len(never) > 1 else "任务"
        )
        entries.append(f"{which}尚未报送过")
    by_office = "，由我办统一填报" if owed.sender != owed.body else ""
    return f"{len(owed.indicators) + len(owed.tasks)}项（{'；'.join(entries)}{by_office}）"


def _by_body(measures: Measures, fits: Callable[[AssignmentStanding], bool]) -> dict[str, list[AssignmentStanding]]:
    """The assignments that fit, by the name of their body; bodies and tasks in the plan's order."""
    found = {body: list(filter(fits, own)) for body, own in measures.assignments_of.items()}
    return {measures.plan.name_of(body): own for body, own in found.items() if own}


def _owing(measures: Measures) -> list[str]:
    current, owed = measures.current, owing(measures)
    if current is None or not owed:
        return []
    plan = measures.plan
    count = sum(len(one.indicators) + len(one.tasks) for one in owed)
    silent = [task.task for task in measures.tasks.values() if task.status == "unreported"]
    never = f"任务{'、'.join(silent)}尚无任何单位报送。" if silent else ""
    first = (
        f"{formats.period(current)}进展应于{formats.day(due_day(plan, current))}前报送，"
        f"以下{tight(findings.counted(plan, [one.body for one in owed], '家单位'))}欠报{count}项。{never}"
    )
    return [first, *numbered(f"{plan.name_of(one.body)}{owed_by(measures, one)}。" for one in owed)]


def _overdue(measures: Measures) -> list[str]:
    plan = measures.plan
    late = _by_body(measures, lambda a: a.overdue)
    if not late:
        return []
    count = sum(task.overdue for task in measures.tasks.values())
    all_days = {plan.due(a.task) for own in late.values() for a in own}
    due = f"均应于{formats.day(max(all_days))}完成，" if len(all_days) == 1 < count else ""

    def entry(name: str, own: Sequence[AssignmentStanding]) -> str:
        days: dict[str, list[str]] = {}
        for a in own:
            days.setdefault(formats.day(plan.due(a.task)), []).append(a.task)
        tasks = "；".join(f"任务{'、'.join(ids)}" + ("" if due else f"应于{day}完成") for day, ids in days.items())
        return f"{name}{len(own)}项：{tasks}。{_obstacles(measures, own, _QUOTED_IF_OVERDUE)}"

    bodies = {a.body for own in late.values() for a in own}
    concerned = tight(findings.counted(plan, bodies, "家单位"))
    first = f"{as_of(measures)}，{count}项任务到期未完成，{due}涉及{concerned}。"
    return [first, *numbered(starmap(entry, late.items()))]


def _of_status(measures: Measures, look: StatusLook) -> list[str]:
    def entry(name: str, own: Sequence[AssignmentStanding]) -> str:
        tasks = "、".join(clause(measures.plan, a.task) for a in own)
        return f"{name}{len(own)}项：任务{tasks}。{_obstacles(measures, own, (look.key,))}"

    return numbered(starmap(entry, _by_body(measures, lambda a: a.status == look.key).items()))


def _returned(measures: Measures) -> list[str]:
    def entry(name: str, own: Sequence[AssignmentStanding]) -> str:
        each = (
            f"任务{clause(measures.plan, a.task)}，{quoted(why_returned(row))}{of_period(measures, row)}"
            for a in own
            for row in a.returned
        )
        return f"{name}{len(own)}项：{'；'.join(each)}。"

    return numbered(starmap(entry, _by_body(measures, lambda a: bool(a.returned)).items()))


def _behind_what(measures: Measures) -> str:
    lamps = {s.status for s in measures.indicators.values() if LAMPS[s.status].needs_attention}
    missed = [LAMPS["missed"].word] if "missed" in lamps else []
    return "、".join([*missed, *(["低于序时进度"] if lamps - {"missed"} else [])])


def _behind(measures: Measures) -> list[str]:
    plan, entries = measures.plan, []
    found = [s for s in measures.indicators.values() if LAMPS[s.status].needs_attention]
    for s in sorted(found, key=lambda s: list(plan.bodies).index(s.indicator.owner)):
        stale = indicator_findings.stale_remark(s, "，数据滞后")
        own = [a for a in measures.tasks[s.indicator.task].assignments if a.body == s.indicator.owner]
        entries.append(
            f"{plan.name_of(s.indicator.owner)}：任务{s.indicator.task}，"
            f"{tight(f'{indicator_findings.headline(s)}（{indicator_findings.period(s)}{stale}）')}。"
            f"{_obstacles(measures, own, tuple(TASK_STATUSES))}"
        )
    return numbered(entries)


def _without_evidence(measures: Measures) -> list[str]:
    carried = measures.plan.indicators_of
    bare = _by_body(measures, lambda a: a.task not in carried and a.status == "completed" and not a.evidence)
    named = "、".join(f"{name}（任务{'、'.join(a.task for a in own)}）" for name, own in bare.items())
    return [f"{named}。"] if named else []


def _other(measures: Measures) -> list[str]:
    """Obstacles reported on what is neither done nor named above."""

    def fits(a: AssignmentStanding) -> bool:
        is_named = a.overdue or TASK_STATUSES[a.status].needs_attention or a.task in measures.plan.indicators_of
        return bool(_obstacle(measures, a)) and not a.returned and a.status not in DONE and not is_named

    def entry(name: str, own: Sequence[AssignmentStanding]) -> str:
        each = (
            f"任务{clause(measures.plan, a.task)}{TASK_STATUSES[a.status].word}，{_obstacle(measures, a)}" for a in own
        )
        return f"{name}：{'；'.join(each)}。"

    return numbered(starmap(entry, _by_body(measures, fits).items()))


def _obstacles(measures: Measures, own: Sequence[AssignmentStanding], statuses: Sequence[TaskStatus]) -> str:
    """所报存在问题：1.3.3“…”；2.1.2“…”。 Empty where none was reported."""
    quotes = [
        f"{a.task if len(own) > 1 else ''}{quote}"
        for a in own
        if a.status in statuses and (quote := _obstacle(measures, a))
    ]
    return f"所报存在问题：{'；'.join(quotes)}。" if quotes else ""


def _obstacle(measures: Measures, assignment: AssignmentStanding) -> str:
    row = assignment.row
    if assignment.returned:
        return ""  # the office's words, said under 已退回
    return f"{quoted(row.obstacle)}{of_period(measures, row)}" if row and row.obstacle else ""
