"""The tables of a notice and of an agency's sheet. Nothing is left out of them: they are the annexes.

Widths leave room for 1.1.3 and 100.0% in one line in 仿宋 and in the wider face that stands in for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from lib import formats
from lib.briefing.notice.paragraphs import in_brief, of_period, owing_in, said, tight
from lib.briefing.notice.problems import never_reported
from lib.briefing.slides import Cells, Table
from lib.briefing.tables import counts_and_rates, even, task_status
from lib.plan import Part
from lib.rows import COMMENTS
from lib.rules import AssignmentStanding, Measures, Owed, TaskStanding, needs_attention, owing
from lib.say import indicator_findings
from lib.statuses import DONE

MOST_IN_FULL = 10
"""Tasks of a body up to which its 督办单 shows clauses and reports in full; with more of them in brief."""


def indicators(measures: Measures) -> Table:
    """Each indicator with its figures and lamp; the unit stands with its name."""
    rows: list[Cells] = []
    for s in measures.indicators.values():
        own = s.indicator
        quantities = own.quantity(s.baseline), own.target_quantity, own.quantity(s.actual)
        figures = [tight(quantity).removesuffix(own.unit).rstrip() for quantity in quantities]
        when = indicator_findings.period(s) + indicator_findings.stale_remark(s, "（以后未报）")
        gap = indicator_findings.gap_points(s)
        about = own.task, f"{own.name}（{own.unit}）", measures.plan.short_name_of(own.owner)
        rows.append((*about, *figures, when, gap, indicator_findings.lamp(s)))
    widths = {
        "任务": 0.09, "指标": 0.17, "责任单位": 0.12, "基期值": 0.09, "目标值": 0.09, "实际值": 0.09, "报告期": 0.11,
        "与序时进度之差": 0.09, "状态": 0.15,
    }  # fmt: skip
    return Table.whole(widths, rows)


def tasks(measures: Measures, part: Part) -> Table:
    """The tasks of a part: clauses and bodies in full."""
    plan, rows = measures.plan, []
    for task in (task for section in part.sections for task in section.tasks):
        standing = measures.tasks[task.id]
        bodies = "、".join(map(plan.short_name_of, task.agencies))
        now = _reported_now(measures, standing)
        rows.append((task.id, task.text, bodies, task_status(standing), now))
    return Table.whole(
        {"任务": 0.09, "内容": 0.42, "责任单位": 0.23, "状态": 0.16, _reported_column(measures): 0.1}, rows
    )


def bodies(measures: Measures) -> Table:
    """Counts and rates of each agency and group."""
    rows = [counts_and_rates(measures.plan.name_of(body), r) for body, r in measures.bodies.items()]
    narrow = dict.fromkeys(("承担任务", "完成", "其中销号", "逾期", owing_in(measures.current)), 0.068)
    wide = dict.fromkeys(("完成率", "未报部分如均完成", "累计报送率", "当期报送率"), 0.11)
    return Table.whole({"责任单位": 0.22, **narrow, **wide}, rows, range(1, 10))


def owed(measures: Measures) -> Table:
    """Who has not reported what, those with most first."""
    ranked = sorted(owing(measures), key=lambda one: -one.total)
    rows = [(measures.plan.name_of(one.body), str(one.total), owed_by(measures, one)) for one in ranked]
    return Table.whole({"责任单位": 0.3, "项数": 0.1, "欠报的指标和任务": 0.6}, rows, [1])


def owed_by(measures: Measures, one: Owed) -> str:
    """What a body owes: indicators by name, tasks by number, and which of them were never reported."""
    plan = measures.plan

    def named(figures: Sequence[str], tasks: Sequence[str]) -> list[str]:
        listed = [f"任务{'、'.join(tasks)}"] if tasks else []
        return [f"指标“{plan.indicators_by_id[id].name}”" for id in figures] + listed

    entries, never = named(one.indicators, one.tasks), never_reported(measures, one)
    if any(never):
        which = "" if sum(map(len, never)) == one.total else f"其中{'、'.join(named(*never))}"
        entries.append(f"{which}年初以来未报送")
    return "；".join(entries) + ("（由我办统一填报）" if one.sender != one.body else "")


def reports(measures: Measures) -> Table:
    """COMMENTS as reported, of everything that needs attention or is not completed, by agency."""
    rows: list[Cells] = []
    listed = {(body, item.task) for item in needs_attention(measures) for body in item.bodies}
    for body, assignments in measures.assignments_of.items():
        for a in assignments:
            is_open = a.status not in DONE and any(a.comments)
            if a.row is None or not (is_open or ((body, a.task) in listed and any(a.comments))):
                continue
            when = of_period(measures, a.row)
            texts = [said(text) + when if text else "" for text in a.comments]
            rows.append((measures.plan.short_name_of(body), a.task, a.look, *texts))
    return Table.whole({"责任单位": 0.18, "任务": 0.09, "状态": 0.15, **even(0.58)}, rows)


def assignments(measures: Measures, found: Sequence[AssignmentStanding], *, in_full: bool) -> Table:
    """Assignments of a body: clauses and reports in full, or in brief."""
    columns = ("任务", "内容", "状态", "报告期", _reported_column(measures), "、".join(COMMENTS.values()))
    widths = (0.09, 0.31, 0.15, 0.11, 0.1, 0.24) if in_full else (0.08, 0.32, 0.19, 0.1, 0.08, 0.23)
    rows = (_assignment(measures, a, in_full) for a in found)
    return Table.whole(dict(zip(columns, widths, strict=True)), rows)


def _assignment(measures: Measures, a: AssignmentStanding, in_full: bool) -> Cells:
    clause = measures.plan.tasks[a.task].text
    late = f"逾期，应于{formats.day(measures.plan.due(a.task))}完成" if in_full else "逾期"
    reported = "；".join(said(text) for text in a.comments if text)
    return (
        a.task,
        clause if in_full else in_brief(clause),
        task_status(a, late),
        a.period.text if a.period else formats.MISSING,
        _reported_now(measures, a),
        reported if in_full else formats.cut(reported, 30),
    )


def _reported_column(measures: Measures) -> str:
    """9月报送, of a quarter or a year likewise."""
    return f"{formats.within_year(measures.current) or '全年'}报送" if measures.current else "报送"


def _reported_now(measures: Measures, standing: TaskStanding | AssignmentStanding) -> str:
    if measures.current is None:
        return formats.MISSING
    return "欠报" if standing.owes else "无须再报" if standing.status in DONE else "已报"
