"""The tables of a briefing, and how much of them a slide holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lib import formats
from lib.briefing.slides import Cells, Table, TableCell
from lib.plan import Plan
from lib.rows import COMMENTS
from lib.rules import AssignmentStanding, IndicatorStanding, Item, Measures, Owed, Rates, TaskStanding, has_schedule
from lib.say import findings, indicator_findings, naming, over_time
from lib.statuses import OWING, REASONS, TASK_STATUSES
from lib.text import text_width


def rules(plan: Plan) -> tuple[str, ...]:
    """The rules of a plan in brief, for the last slide."""
    return (
        f"{findings.elapsed_rule(plan)}；指标的快慢 = 进度 − 序时进度，以百分点计。",
        "累计指标的进度 = 实际值 ÷ 目标值；水平值和占比的进度 =（实际值 − 基期值）÷（目标值 − 基期值）。",
        "任务完成率 = 已完成（含已销号）÷ 全部；最高可能是若未报送的都已完成，即尚无反面报送的全部算完成。已完成为单位自报，已销号经统筹办核实。",
        "报送率 = 报过的 ÷ 全部；本期报送率 = 本期不欠报的 ÷ 全部。未报送不当作零，也不当作好或不好。",
        "同样的数据、同样的两个日期得出同样的校验码，可在看板“简报”页或用命令核对。",
    )


def indicators(standings: Iterable[IndicatorStanding]) -> Table:
    """Indicators by lamp, finding and period."""
    rows = [
        (indicator_findings.lamp(one), indicator_findings.headline(one), indicator_findings.period_and_age(one))
        for one in standings
    ]
    return Table.of({"状态": 0.2, "指标": 0.6, "报告期": 0.2}, rows)


def judgement(standing: IndicatorStanding) -> Table:
    """The figures from which an indicator's lamp follows."""
    own, percent = standing.indicator, formats.percent
    gap = indicator_findings.gap_points(standing)
    pairs = {
        "目标值": own.target_quantity,
        "基期值": own.quantity(standing.baseline),
        "目标完成率": percent(standing.achievement if own.kind == "cumulative" else None),
        "进度": percent(None if own.kind == "cumulative" else standing.progress),
        "序时进度": percent(standing.asked if has_schedule(own) else None),
        "差距": gap if gap == formats.MISSING else f"{gap} 个百分点",
        "推算全年": over_time.projected(standing),
    }
    first = [(TableCell("状态"), TableCell("", indicator_findings.lamp(standing)))]
    first.append((TableCell("实际值"), TableCell(own.quantity(standing.actual))))
    known = [(TableCell(name), TableCell(value)) for name, value in pairs.items() if value != formats.MISSING]
    return Table(("", ""), (*first, *known), (0.4, 0.6))


def rates(named: Iterable[tuple[str, Rates]], widths: Mapping[str, float] | None = None) -> Table:
    """Counts and rates; a rate never comes without its bound and coverage."""
    return Table.of(widths or _RATES, [counts_and_rates(*one) for one in named], range(1, 10))


def counts_and_rates(name: str, r: Rates) -> Cells:
    """The line of one body or part."""
    counts = r.total, r.completed, r.count("verified"), r.overdue, r.owing
    shares = r.completion_rate, r.completion_high, r.coverage, r.current_coverage
    return [name, *map(str, counts), *map(formats.percent, shares)]


_RATES = {
    "": 0.25, "总数": 0.055, "已完成": 0.07, "其中已销号": 0.1, "逾期": 0.055, "本期欠报": 0.09,
    "完成率": 0.09, "最高可能": 0.09, "报送率": 0.09, "本期报送率": 0.11,
}  # fmt: skip


def tasks(measures: Measures, ids: Iterable[str]) -> Table:
    """Tasks by status."""
    plan, rows = measures.plan, []
    for task in map(plan.tasks.__getitem__, ids):
        bodies = "、".join(map(plan.short_name_of, task.agencies[:4])) + "等" * (len(task.agencies) > 4)
        rows.append((task.id, naming.short(task.text, 34), bodies, task_status(measures.tasks[task.id])))
    return Table.of({"任务": 0.07, "内容": 0.42, "责任单位": 0.33, "状态": 0.18}, rows)


def task_status(standing: TaskStanding | AssignmentStanding, late: str = "逾期") -> TableCell:
    """The status of a task or an assignment, and that it is overdue."""
    look = standing.look if isinstance(standing, AssignmentStanding) else TASK_STATUSES[standing.status]
    return TableCell(late if standing.overdue else "", look)


def owed_by(measures: Measures, one: Owed) -> Table:
    """What a body owes, each with the period that it last reported."""
    plan, tasks = measures.plan, {a.task: a for a in measures.assignments_of[one.body]}
    held = [
        (s.indicator.task, f"指标：{s.indicator.name}", s.period)
        for s in map(measures.indicators.get, one.indicators)
        if s
    ]
    held += [(id, naming.short(plan.tasks[id].text, 34), tasks[id].period) for id in one.tasks]
    rows = [(task, text, formats.period(last) if last else "年初以来未报") for task, text, last in held]
    return Table.of({"任务": 0.12, "内容": 0.58, "最近一次报送": 0.3}, rows)


def assignments(measures: Measures, body: str, owed: Owed | None) -> Table:
    """A body's assignments with what it last said of them."""
    rows: list[Cells] = []
    for a in returned_first(measures.assignments_of[body]):
        carried = measures.plan.indicators_of.get(a.task, ())
        owes = owed is not None and (a.task in owed.tasks or any(i.id in owed.indicators for i in carried))
        clause = naming.short(measures.plan.tasks[a.task].text, 30)
        said = formats.cut("；".join(filter(None, a.comments)), 40)
        rows.append([a.task, clause, task_status(a), a.period.text if a.period else "", OWING if owes else "", said])
    widths = {"任务": 0.07, "内容": 0.32, "状态": 0.15, "最近报告期": 0.1, "本期": 0.12}
    return Table.of(widths | {"、".join(COMMENTS.values()): 0.24}, rows)


def returned_first(assignments: Iterable[AssignmentStanding]) -> list[AssignmentStanding]:
    """Assignments with those first that the office returned: they are to be seen to."""
    return sorted(assignments, key=lambda a: not a.returned)


def attention(measures: Measures, items: Sequence[Item], since: Sequence[str] = ()) -> Table:
    """What needs attention, with COMMENTS as reported, each text once; since when where that is given, and what was not
    said then."""
    plan, silent, most = measures.plan, "（未报）" if since else "", 29 if since else 40
    rows: list[Cells] = []
    for item, begin in zip(items, since or [""] * len(items), strict=True):
        said = [a for a in measures.tasks[item.task].assignments if a.body in item.bodies]
        texts = ["；".join(dict.fromkeys(a.comments[i] for a in said if a.comments[i])) for i in range(len(COMMENTS))]
        about = f"{item.task} {naming.short(plan.tasks[item.task].text, 44)}"
        bodies = naming.bodies(plan, item.bodies)
        reason = TableCell(_detail(item), REASONS[item.reason])
        rows.append((reason, about, bodies, begin, *(formats.cut(text, most) or silent for text in texts)))
    # Where little is said beside them tasks have the room of a line.
    reason_width, task_width, said_width = (0.16, 0.23, 0.36) if since else (0.14, 0.36, 0.25)
    widths = {"原因": reason_width, "任务": task_width, "责任单位": 0.16, "起于": 0.09}
    return Table.of(widths | even(said_width), rows)


def even(width: float) -> dict[str, float]:
    """A column for each of COMMENTS, all together so wide."""
    return dict.fromkeys(COMMENTS.values(), width / len(COMMENTS))


def _detail(item: Item) -> str:
    """What the word of the reason does not say already."""
    return findings.attention_detail(item) if item.indicator or item.reason == "overdue" else ""


def owing(measures: Measures, owed: Iterable[Owed]) -> Table:
    """Who owes what."""
    plan, rows = measures.plan, []
    for one in owed:
        figures = "、".join(plan.indicators_by_id[id].name for id in one.indicators)
        tasks = f"{len(one.tasks)} 项：{formats.cut('、'.join(one.tasks), 60)}" if one.tasks else ""
        rows.append((plan.name_of(one.body), figures, tasks))
    return Table.of({"责任单位": 0.3, "欠报的指标": 0.3, "欠报的任务": 0.4}, rows)


# how much a slide holds, in lines of its smallest type

LINES = 21.0
"""Lines of the smallest type on a slide, the head of a table among them."""

_WIDTH = 58
"""Characters across a slide."""

_BETWEEN, _HEAD = 0.4, 1.4
"""Lines that the space between two rows and the head of a table take."""


def pages(table: Table) -> list[Table]:
    """A table in as few pieces as it takes, of about the same length and with the same columns."""
    heights = [_lines_of_row(table, row) for row in table.rows]
    room = LINES - _HEAD
    cuts = _cut(heights, room)
    while room > max(heights, default=room) and len(closer := _cut(heights, room - 0.5)) == len(cuts):
        cuts, room = closer, room - 0.5
    ends = [*cuts[1:], len(heights)]
    return [
        replace(table, rows=table.rows[start:end], is_dense=len(cuts) > 1)
        for start, end in zip(cuts, ends, strict=True)
    ]


def first_page(table: Table, others: str) -> tuple[Table, int]:
    """As many rows as one slide holds, and how many; where there are more, the last says how many others there are."""
    fit = [*_cut([_lines_of_row(table, row) for row in table.rows], LINES - _HEAD), len(table.rows)][1]
    if fit == len(table.rows):
        return table, fit
    said = TableCell(f"另有 {len(table.rows) - fit + 1} {others}")
    last = [said if i == 1 else TableCell("") for i in range(len(table.columns))]
    return replace(table, rows=(*table.rows[: fit - 1], tuple(last)), is_dense=True), fit - 1


def lines_of_table(table: Table) -> float:
    """Lines that a table takes."""
    return _HEAD + sum(_lines_of_row(table, row) for row in table.rows)


def _cut(heights: Sequence[float], room: float) -> list[int]:
    """Where each piece begins; none is without a row."""
    cuts, used = [0], 0.0
    for i, height in enumerate(heights):
        if used + height > room and i > cuts[-1]:
            cuts.append(i)
            used = 0.0
        used += height
    return cuts


def _lines_of_row(table: Table, row: Sequence[TableCell]) -> float:
    total = sum(table.widths)
    lines = (
        math.ceil(text_width(cell.text) / (_WIDTH * share / total - 0.6))
        for cell, share in zip(row, table.widths, strict=True)
        if not cell.look
    )
    return max(1, *lines) + _BETWEEN
