"""The tables of a notice and of an agency's sheet. Nothing is left out of them: they are the annexes."""

from __future__ import annotations

from dataclasses import replace

from lib import formats
from lib.briefing import tables as briefing_tables
from lib.briefing.notice.paragraphs import of_period, said, tight
from lib.briefing.notice.sections import reported_steps
from lib.briefing.slides import Table, TableCell
from lib.plan import Part
from lib.rules import AssignmentStanding, Measures
from lib.say import findings, indicator_findings
from lib.statuses import DONE, LAMPS, OWING, TASK_STATUSES

MOST_IN_FULL = 10
"""Tasks of a body up to which its sheet shows clauses and reports in full; with more of them in brief."""


def indicators(measures: Measures) -> Table:
    """Each indicator with its figures and lamp."""
    plan, rows = measures.plan, []
    for s in measures.indicators.values():
        own = s.indicator
        gap = formats.MISSING if s.gap_points is None else indicator_findings.signed_points(s.gap_points)
        cells = (
            own.task,
            own.name,
            plan.name_of(own.owner),
            tight(own.quantity(s.baseline)),
            tight(own.target_quantity),
            tight(own.quantity(s.actual)),
            indicator_findings.period(s) + ("（数据滞后）" if s.stale else ""),
            gap,
        )
        rows.append((*map(TableCell, cells), TableCell("", LAMPS[s.status])))
    columns = ("任务", "指标", "责任单位", "基期值", "目标值", "实际值", "报告期", "与序时之差（百分点）", "状态")
    return Table(columns, tuple(rows), (0.07, 0.15, 0.14, 0.09, 0.09, 0.09, 0.12, 0.09, 0.16))


def tasks(measures: Measures, part: Part) -> Table:
    """The tasks of a part: clauses and bodies in full."""
    plan, rows = measures.plan, []
    for task in (task for section in part.sections for task in section.tasks):
        standing = measures.tasks[task.id]
        rows.append(
            (
                TableCell(task.id),
                TableCell(task.text),
                TableCell("、".join(map(plan.short_name_of, task.agencies))),
                TableCell("逾期" if standing.overdue else "", TASK_STATUSES[standing.status]),
                _reported_now(measures, standing.owes),
            )
        )
    return Table(("任务", "内容", "责任单位", "状态", "本期报送"), tuple(rows), (0.07, 0.42, 0.23, 0.17, 0.11))


def bodies(measures: Measures) -> Table:
    """Counts and rates of each agency and group."""
    named = [(measures.plan.name_of(body), rates) for body, rates in measures.bodies.items()]
    columns = (
        "责任单位",
        "任务分工",
        "已完成",
        "其中已销号",
        "逾期",
        "本期欠报",
        "完成率",
        "上限",
        "报送率",
        "本期报送率",
    )
    narrow, wide = (0.065,) * 5, (0.094,) * 4
    return replace(briefing_tables.rates(named), columns=columns, widths=(0.3, *narrow, *wide))


def reports(measures: Measures) -> Table:
    """Obstacles and next steps as reported, of everything that needs attention or is not completed, by agency."""
    plan, rows = measures.plan, []
    listed = {(step.body, step.task) for step in reported_steps(measures)}
    for body, assignments in measures.assignments_of.items():
        for a in assignments:
            row = a.row
            is_open = a.status not in DONE and row is not None and bool(row.obstacle or row.next_step)
            if row is None or not (is_open or (body, a.task) in listed):
                continue
            rows.append(
                (
                    TableCell(plan.short_name_of(body)),
                    TableCell(a.task),
                    TableCell("", TASK_STATUSES[a.status]),
                    TableCell(said(row.obstacle or "") + (of_period(measures, row) if row.obstacle else "")),
                    TableCell(said(row.next_step or "") + (of_period(measures, row) if row.next_step else "")),
                )
            )
    columns = ("责任单位", "任务", "状态", "存在问题", "下一步措施")
    return Table(columns, tuple(rows), (0.18, 0.07, 0.17, 0.28, 0.3))


def assignments(measures: Measures, body: str) -> Table:
    """A body's own assignments: clauses and reports in full where there are few of them, else in brief."""
    found = measures.assignments_of[body]
    in_full = len(found) <= MOST_IN_FULL
    rows = tuple(_assignment(measures, a, in_full) for a in found)
    columns = ("任务", "内容", "状态", "报告期", "本期报送", "存在问题、下一步措施")
    return Table(columns, rows, (0.07, 0.33, 0.16, 0.1, 0.1, 0.24) if in_full else (0.06, 0.34, 0.19, 0.08, 0.08, 0.25))


def _assignment(measures: Measures, a: AssignmentStanding, in_full: bool) -> tuple[TableCell, ...]:
    clause = measures.plan.tasks[a.task].text
    late = f"逾期，应于{formats.day(measures.plan.due(a.task))}完成" if in_full else "逾期"
    reported = "；".join(said(text) for text in (a.row.obstacle, a.row.next_step) if text) if a.row else ""
    return (
        TableCell(a.task),
        TableCell(clause if in_full else findings.short(clause, 22)),
        TableCell(late if a.overdue else "", TASK_STATUSES[a.status]),
        TableCell(a.period.text if a.period else formats.MISSING),
        _reported_now(measures, a.owes),
        TableCell(reported if in_full else formats.cut(reported, 30)),
    )


def _reported_now(measures: Measures, owes: bool) -> TableCell:
    if measures.current is None:
        return TableCell(formats.MISSING)
    return TableCell("", replace(OWING, short="欠报")) if owes else TableCell("不欠报")
