"""存在问题 of a notice: who has not reported, what is overdue, delayed or behind, by agency, in the words reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lib import formats
from lib.briefing.notice.paragraphs import Paragraph, as_of, by_body, clause, numbered, of_period, quoted, tight
from lib.rules import AssignmentStanding, Measures, Owed, due_day, owing
from lib.say import findings, indicator_findings
from lib.statuses import DONE, LAMPS, TASK_STATUSES, StatusLook, TaskStatus

Group = tuple[str, list[str]]
"""A heading of the second level, and the paragraphs below it."""

_QUOTED_IF_OVERDUE = tuple(
    key
    for key, look in TASK_STATUSES.items()
    if look.reported_by != "nobody" and not look.is_done and not look.needs_attention
)
"""What needs attention for its status is quoted under that."""


def problems(measures: Measures) -> tuple[Paragraph, ...]:
    """Each group that is not empty; one sentence where all are."""
    groups = [
        group
        for group in (
            _owing(measures),
            _overdue(measures),
            *(_of_status(measures, look) for look in TASK_STATUSES.values() if look.needs_attention),
            _behind(measures),
            _without_evidence(measures),
            _other(measures),
        )
        if group
    ]
    if not groups:
        owed = "欠报、" if measures.current else ""
        return (Paragraph(f"{as_of(measures)}，没有{owed}逾期、进展滞后或低于序时进度的情况。"),)
    return tuple(_set(groups))


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


def _set(groups: Sequence[Group]) -> Iterator[Paragraph]:
    for n, (heading, entries) in enumerate(groups, 1):
        yield Paragraph(f"{findings.numeral(f'0.{n}')}{heading}", "heading")
        yield from map(Paragraph, entries)


def _owing(measures: Measures) -> Group | None:
    current, owed = measures.current, owing(measures)
    if current is None or not owed:
        return None
    plan = measures.plan
    count = sum(len(one.indicators) + len(one.tasks) for one in owed)
    silent = [task.task for task in measures.tasks.values() if task.status == "unreported"]
    never = f"任务{'、'.join(silent)}尚无任何单位报送。" if silent else ""
    first = (
        f"{formats.period(current)}进展应于{formats.day(due_day(plan, current))}前报送，"
        f"以下{len(owed)}家单位欠报{count}项。{never}"
    )
    return "未报送", [first, *numbered(f"{plan.name_of(one.body)}{owed_by(measures, one)}。" for one in owed)]


def _overdue(measures: Measures) -> Group | None:
    late = [a for task in measures.tasks.values() for a in task.assignments if a.overdue]
    if not late:
        return None
    plan = measures.plan
    count = sum(task.overdue for task in measures.tasks.values())

    all_days = {plan.due(a.task) for a in late}
    due = f"均应于{formats.day(max(all_days))}完成，" if len(all_days) == 1 < count else ""

    def entry(body: str, own: Sequence[AssignmentStanding]) -> str:
        days: dict[str, list[str]] = {}
        for a in own:
            days.setdefault(formats.day(plan.due(a.task)), []).append(a.task)
        tasks = "；".join(f"任务{'、'.join(ids)}" + ("" if due else f"应于{day}完成") for day, ids in days.items())
        return f"{plan.name_of(body)}{len(own)}项：{tasks}。{_obstacles(measures, own, _QUOTED_IF_OVERDUE)}"

    entries = [entry(body, own) for body, own in by_body(plan, late).items()]
    return "逾期", [f"{as_of(measures)}，{count}项任务到期未完成，{due}涉及{len(entries)}家单位。", *numbered(entries)]


def _of_status(measures: Measures, look: StatusLook) -> Group | None:
    found = [a for task in measures.tasks.values() for a in task.assignments if a.status == look.key]
    if not found:
        return None
    plan = measures.plan

    def entry(body: str, own: Sequence[AssignmentStanding]) -> str:
        tasks = "、".join(clause(plan, a.task) for a in own)
        return f"{plan.name_of(body)}{len(own)}项：任务{tasks}。{_obstacles(measures, own, (look.key,))}"

    return look.word, numbered(entry(body, own) for body, own in by_body(plan, found).items())


def _behind(measures: Measures) -> Group | None:
    found = [s for s in measures.indicators.values() if LAMPS[s.status].needs_attention]
    if not found:
        return None
    plan, entries = measures.plan, []
    for s in sorted(found, key=lambda s: list(plan.bodies).index(s.indicator.owner)):
        stale = "，数据滞后" if s.stale else ""
        own = [a for a in measures.tasks[s.indicator.task].assignments if a.body == s.indicator.owner]
        entries.append(
            f"{plan.name_of(s.indicator.owner)}：任务{s.indicator.task}，"
            f"{tight(f'{indicator_findings.headline(s)}（{indicator_findings.period(s)}{stale}）')}。"
            f"{_obstacles(measures, own, tuple(TASK_STATUSES))}"
        )
    missed = [LAMPS["missed"].word] if any(s.status == "missed" for s in found) else []
    behind = ["低于序时进度"] if any(s.status != "missed" for s in found) else []
    return "、".join(missed + behind), numbered(entries)


def _without_evidence(measures: Measures) -> Group | None:
    plan = measures.plan
    bare = [
        a
        for task in measures.tasks.values()
        if task.task not in plan.indicators_of
        for a in task.assignments
        if a.status == "completed" and not a.evidence
    ]
    if not bare:
        return None
    named = [f"{plan.name_of(b)}（任务{'、'.join(a.task for a in own)}）" for b, own in by_body(plan, bare).items()]
    return "自报完成未附佐证材料", [f"{'、'.join(named)}。"]


def _other(measures: Measures) -> Group | None:
    """Obstacles reported on what is neither done nor named above."""
    found = [
        a
        for task in measures.tasks.values()
        for a in task.assignments
        if a.row
        and a.row.obstacle
        and a.status not in DONE
        and not TASK_STATUSES[a.status].needs_attention
        and not a.overdue
        if a.task not in measures.plan.indicators_of
    ]
    if not found:
        return None
    plan = measures.plan

    def entry(body: str, own: Sequence[AssignmentStanding]) -> str:
        each = (f"任务{clause(plan, a.task)}{TASK_STATUSES[a.status].word}，{_obstacle(measures, a)}" for a in own)
        return f"{plan.name_of(body)}：{'；'.join(each)}。"

    return "单位报送的其他问题", numbered(entry(body, own) for body, own in by_body(plan, found).items())


def _obstacles(measures: Measures, own: Iterable[AssignmentStanding], statuses: Sequence[TaskStatus]) -> str:
    """所报存在问题：1.3.3“…”；2.1.2“…”。 Empty where none was reported."""
    own = list(own)
    quotes = [
        f"{a.task if len(own) > 1 else ''}{_obstacle(measures, a)}"
        for a in own
        if a.status in statuses and a.row and a.row.obstacle
    ]
    return f"所报存在问题：{'；'.join(quotes)}。" if quotes else ""


def _obstacle(measures: Measures, assignment: AssignmentStanding) -> str:
    row = assignment.row
    return f"{quoted(row.obstacle)}{of_period(measures, row)}" if row and row.obstacle else ""
