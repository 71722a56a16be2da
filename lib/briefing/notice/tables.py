"""The tables of a notice and of an agency's sheet. Nothing is left out of them: they are the annexes."""

from __future__ import annotations

from dataclasses import replace

from lib import formats
from lib.briefing.notice.paragraphs import of_period, said, tight
from lib.briefing.notice.sections import reported_steps
from lib.briefing.slides import Cells, Table
from lib.briefing.tables import even, returned_first, task_status
from lib.briefing.tables import rates as rates_table
from lib.plan import Part
from lib.rows import COMMENTS
from lib.rules import AssignmentStanding, Measures
from lib.say import findings, indicator_findings
from lib.statuses import DONE, OWING, Look

MOST_IN_FULL = 10
"""Tasks of a body up to which its sheet shows clauses and reports in full; with more of them in brief."""


def indicators(measures: Measures) -> Table:
    """Each indicator with its figures and lamp."""
    rows: list[Cells] = []
    for s in measures.indicators.values():
        own = s.indicator
        quantities = own.quantity(s.baseline), own.target_quantity, own.quantity(s.actual)
        gap = indicator_findings.gap_points(s)
        about = own.task, own.name, measures.plan.name_of(own.owner)
        rows.append(
            (*about, *map(tight, quantities), indicator_findings.period_and_age(s), gap, indicator_findings.lamp(s))
        )
    widths = {
        "任务": 0.07, "指标": 0.15, "责任单位": 0.14, "基期值": 0.09, "目标值": 0.09, "实际值": 0.09, "报告期": 0.12,
        "与序时之差（百分点）": 0.09, "状态": 0.16,
    }  # fmt: skip
    return Table.of(widths, rows)


def tasks(measures: Measures, part: Part) -> Table:
    """The tasks of a part: clauses and bodies in full."""
    plan, rows = measures.plan, []
    for task in (task for section in part.sections for task in section.tasks):
        standing = measures.tasks[task.id]
        bodies = "、".join(map(plan.short_name_of, task.agencies))
        now = _reported_now(measures, standing.owes)
        rows.append((task.id, task.text, bodies, task_status(standing), now))
    return Table.of({"任务": 0.07, "内容": 0.42, "责任单位": 0.23, "状态": 0.17, "本期报送": 0.11}, rows)


def bodies(measures: Measures) -> Table:
    """Counts and rates of each agency and group."""
    narrow = dict.fromkeys(("任务分工", "已完成", "其中已销号", "逾期", "本期欠报"), 0.065)
    wide = dict.fromkeys(("完成率", "最高可能", "报送率", "本期报送率"), 0.094)
    named = ((measures.plan.name_of(body), rates) for body, rates in measures.bodies.items())
    return rates_table(named, {"责任单位": 0.3, **narrow, **wide})


def reports(measures: Measures) -> Table:
    """COMMENTS as reported, of everything that needs attention or is not completed, by agency."""
    rows: list[Cells] = []
    listed = {(step.body, step.task) for step in reported_steps(measures)}
    for body, assignments in measures.assignments_of.items():
        for a in assignments:
            is_open = a.status not in DONE and any(a.comments)
            if a.row is None or not (is_open or (body, a.task) in listed):
                continue
            when = of_period(measures, a.row)
            texts = [said(text) + when if text else "" for text in a.comments]
            rows.append((measures.plan.short_name_of(body), a.task, a.look, *texts))
    return Table.of({"责任单位": 0.18, "任务": 0.07, "状态": 0.17, **even(0.58)}, rows)


def assignments(measures: Measures, body: str) -> Table:
    """A body's own assignments: clauses and reports in full where there are few of them, else in brief."""
    found = returned_first(measures.assignments_of[body])
    in_full = len(found) <= MOST_IN_FULL
    columns = ("任务", "内容", "状态", "报告期", "本期报送", "、".join(COMMENTS.values()))
    widths = (0.07, 0.33, 0.16, 0.1, 0.1, 0.24) if in_full else (0.06, 0.34, 0.19, 0.08, 0.08, 0.25)
    rows = (_assignment(measures, a, in_full) for a in found)
    return Table.of(dict(zip(columns, widths, strict=True)), rows)


def _assignment(measures: Measures, a: AssignmentStanding, in_full: bool) -> Cells:
    clause = measures.plan.tasks[a.task].text
    late = f"逾期，应于{formats.day(measures.plan.due(a.task))}完成" if in_full else "逾期"
    reported = "；".join(said(text) for text in a.comments if text)
    return (
        a.task,
        clause if in_full else findings.short(clause, 22),
        task_status(a, late),
        a.period.text if a.period else formats.MISSING,
        _reported_now(measures, a.owes),
        reported if in_full else formats.cut(reported, 30),
    )


def _reported_now(measures: Measures, owes: bool) -> Look | str:
    if measures.current is None:
        return formats.MISSING
    return replace(OWING, short="欠报") if owes else "不欠报"
