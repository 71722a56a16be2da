"""The tables of a briefing, and how much of them a slide holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from lib import formats
from lib.briefing.slides import Table, TableCell
from lib.rules import IndicatorStanding, Item, Measures, Owed, Rates
from lib.say import findings, indicator_findings
from lib.statuses import LAMPS, OWING, REASONS, TASK_STATUSES
from lib.text import text_width

RULES = (
    "序时进度 = 到报告期末已过天数 ÷ 全年天数；指标的快慢 = 进度 − 序时进度，以百分点计。",
    "累计指标的进度 = 实际值 ÷ 目标值；水平值和占比的进度 =（实际值 − 基期值）÷（目标值 − 基期值）。",
    "任务完成率 = 已完成（含已销号）÷ 全部；上限按尚无反面报送的全部完成计。已完成为单位自报，已销号经统筹办核实。",
    "报送率 = 报过的 ÷ 全部；本期报送率 = 本期不欠报的 ÷ 全部。未报送不当作零，也不当作好或不好。",
    "同样的数据、同样的两个日期得出同样的校验码，可在看板“简报”页或用命令核对。",
)
"""The rules in brief, for the last slide."""


def indicators(measures: Measures) -> Table:
    """Each indicator by lamp, finding and period."""
    rows = tuple(
        (
            TableCell("", LAMPS[standing.status]),
            TableCell(indicator_findings.headline(standing)),
            TableCell(indicator_findings.period(standing) + ("（数据滞后）" if standing.stale else "")),
        )
        for standing in measures.indicators.values()
    )
    return Table(("状态", "指标", "报告期"), rows, (0.2, 0.6, 0.2))


def judgement(standing: IndicatorStanding) -> Table:
    """The figures from which an indicator's lamp follows."""
    own = standing.indicator
    projection = None if standing.projection is None else round(standing.projection, standing.indicator.decimals)
    pairs = [
        ("实际值", own.quantity(standing.actual)),
        ("目标值", own.target_quantity),
        ("基期值", own.quantity(standing.baseline)),
        ("目标完成率", formats.percent(standing.achievement if standing.indicator.kind == "cumulative" else None)),
        ("进度", formats.percent(standing.progress)),
        ("序时进度", formats.percent(standing.elapsed)),
        (
            "差距",
            f"{indicator_findings.signed_points(standing.gap_points)} 个百分点"
            if standing.gap_points is not None
            else formats.MISSING,
        ),
        ("推算全年", own.quantity(projection)),
    ]
    pairs = [(name, value) for name, value in pairs if value != formats.MISSING or name == "实际值"]
    rows = (
        (TableCell("状态"), TableCell("", LAMPS[standing.status])),
        *((TableCell(name), TableCell(value)) for name, value in pairs),
    )
    return Table(("", ""), rows, (0.4, 0.6))


def rates(named: Sequence[tuple[str, Rates]]) -> Table:
    """Counts and rates; a rate never comes without its bound and coverage."""
    rows = tuple(
        (
            TableCell(name),
            *(TableCell(str(n)) for n in (r.total, r.completed, r.count("verified"), r.overdue, r.owing)),
            *(
                TableCell(formats.percent(v))
                for v in (r.completion_rate, r.completion_high, r.coverage, r.current_coverage)
            ),
        )
        for name, r in named
    )
    columns = ("", "总数", "已完成", "其中已销号", "逾期", "本期欠报", "完成率", "上限", "报送率", "本期报送率")
    return Table(columns, rows, (0.25, 0.055, 0.07, 0.1, 0.055, 0.09, 0.09, 0.09, 0.09, 0.11), tuple(range(1, 10)))


def tasks(measures: Measures, ids: Iterable[str]) -> Table:
    """Tasks by status."""
    plan = measures.plan
    rows = tuple(
        (
            TableCell(id),
            TableCell(findings.short(plan.tasks[id].text, 34)),
            TableCell(
                "、".join(map(plan.short_name_of, plan.tasks[id].agencies[:4]))
                + "等" * (len(plan.tasks[id].agencies) > 4)
            ),
            TableCell("逾期" if measures.tasks[id].overdue else "", TASK_STATUSES[measures.tasks[id].status]),
        )
        for id in ids
    )
    return Table(("任务", "内容", "责任单位", "状态"), rows, (0.07, 0.42, 0.33, 0.18))


def assignments(measures: Measures, body: str, owed: Owed | None) -> Table:
    """A body's assignments with what it last said of them."""
    rows = []
    for a in measures.assignments_of[body]:
        carried = measures.plan.indicators_of.get(a.task, ())
        owes = owed is not None and (a.task in owed.tasks or any(i.id in owed.indicators for i in carried))
        said = "；".join(filter(None, [a.row.obstacle, a.row.next_step] if a.row else []))
        rows.append(
            (
                TableCell(a.task),
                TableCell(findings.short(measures.plan.tasks[a.task].text, 30)),
                TableCell("逾期" if a.overdue else "", TASK_STATUSES[a.status]),
                TableCell(a.period.text if a.period else ""),
                TableCell("", OWING) if owes else TableCell(""),
                TableCell(formats.cut(said, 40)),
            )
        )
    columns = ("任务", "内容", "状态", "最近报告期", "本期", "存在问题、下一步措施")
    return Table(columns, tuple(rows), (0.07, 0.32, 0.15, 0.1, 0.12, 0.24))


def attention(measures: Measures, items: Iterable[Item]) -> Table:
    """What needs attention, with the obstacles and next steps that were reported."""
    plan, rows = measures.plan, []
    for item in items:
        standing = measures.tasks[item.task]
        said = [a.row for a in standing.assignments if a.body in item.bodies and a.row]
        obstacles = "；".join(dict.fromkeys(row.obstacle for row in said if row.obstacle))
        steps = "；".join(dict.fromkeys(row.next_step for row in said if row.next_step))
        rows.append(
            (
                TableCell(_detail(item), REASONS[item.reason]),
                TableCell(f"{item.task} {findings.short(plan.tasks[item.task].text, 24)}"),
                TableCell(findings.bodies(plan, item.bodies)),
                TableCell(formats.cut(obstacles, 40)),
                TableCell(formats.cut(steps, 40)),
            )
        )
    columns = ("原因", "任务", "责任单位", "存在问题", "下一步措施")
    return Table(columns, tuple(rows), (0.17, 0.27, 0.16, 0.2, 0.2))


def _detail(item: Item) -> str:
    """What the word of the reason does not say already."""
    return findings.attention_detail(item) if item.indicator or item.reason == "overdue" else ""


def owing(measures: Measures, owed: Iterable[Owed]) -> Table:
    """Who owes what."""
    plan = measures.plan
    rows = tuple(
        (
            TableCell(plan.name_of(one.body)),
            TableCell("、".join(plan.indicators_by_id[id].name for id in one.indicators)),
            TableCell(f"{len(one.tasks)} 项：{formats.cut('、'.join(one.tasks), 60)}" if one.tasks else ""),
        )
        for one in owed
    )
    return Table(("责任单位", "欠报的指标", "欠报的任务"), rows, (0.3, 0.3, 0.4))


# how much a slide holds, in lines of its tables' type as the page 简报 shows it

LINES = 25.0
"""Lines on a slide, the head of a table among them."""

_WIDTH = 78
"""Characters across a slide."""

_BETWEEN, _HEAD, _SENTENCE = 0.6, 1.4, 2.2
"""Lines that the space between two rows, the head of a table and a line of a sentence take."""


def pages(table: Table, taken: float = 0) -> list[Table]:
    """A table in as few pieces as it takes, of about the same length; on the first slide some lines are `taken`."""
    heights = [_lines_of_row(table, row) for row in table.rows]
    room = LINES - _HEAD
    cuts = _cut(heights, room, taken)
    while room > max(heights, default=room) and len(closer := _cut(heights, room - 0.5, taken)) == len(cuts):
        cuts, room = closer, room - 0.5
    ends = [*cuts[1:], len(heights)]
    return [
        Table(table.columns, table.rows[start:end], table.widths, table.numeric)
        for start, end in zip(cuts, ends, strict=True)
    ]


def lines_of_table(table: Table) -> float:
    """Lines that a table takes."""
    return _HEAD + sum(_lines_of_row(table, row) for row in table.rows)


def lines_of_text(sentences: Iterable[str]) -> float:
    """Lines that sentences take, which are set larger."""
    return sum(_SENTENCE * max(1, math.ceil(text_width(sentence) / (_WIDTH * 0.75))) for sentence in sentences)


def _cut(heights: Sequence[float], room: float, taken: float) -> list[int]:
    """Where each piece begins; none is without a row."""
    cuts, used = [0], taken
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
