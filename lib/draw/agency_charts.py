"""Charts of the bodies: one by one as a strip, counted, their workload, bodies × sections.

What is drawn leads somewhere: the `customdata` of a point is an address without the moment, which the page adds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lib import formats
from lib.draw import markup
from lib.draw.frame import LABEL_SIZE, frame, hidden_axis, plain_axis, row_axis, source, stacked, status_marker
from lib.plan import Plan, Section
from lib.rules import COMPLETION_CLASS_WORDS, COUNTING_WORDS, Counting, Measures, Rates, workload
from lib.say import findings, naming
from lib.statuses import ACCENT, HAIRLINE, INK, OVERDUE, OWING, PALE_ACCENT, SECONDARY, TASK_STATUSES, TaskStatus


def agency_strip(measures: Measures, href: str = "", most: int = 28) -> go.Figure:
    """Every body's assignments by status, each column 100%; of many bodies those with the lowest completion.

    Those that owe reports are marked under their column.
    """
    plan = measures.plan
    bodies = list(plan.bodies)
    cut = len(bodies) > most
    if cut:
        bodies = sorted(bodies, key=lambda b: measures.bodies[b].completion_rate or 0)[:most]
    figure = go.Figure()
    mark = f"<b style='color:{OVERDUE.colour};font-size:18px'>{OWING.glyph}</b>"
    names = [
        f"{mark if measures.bodies[body].owing else ' '}<br>{_vertical(naming.body_label(plan, body))}"
        for body in bodies
    ]
    places = list(range(len(bodies)))
    for key, look in TASK_STATUSES.items():
        shares = [measures.bodies[b].count(key) / (measures.bodies[b].total or 1) for b in bodies]
        if any(shares):
            figure.add_bar(
                x=places, y=shares, marker=status_marker(look), customdata=[_of_agency(body) for body in bodies],
                hovertext=[_said_of(measures, body) for body in bodies], hoverinfo="text",
            )  # fmt: skip
    counts = [f"{measures.bodies[b].completed}/{measures.bodies[b].total}" for b in bodies]
    figure.add_scatter(
        x=places, y=[1.0] * len(places), mode="text", text=counts, textposition="top center", hoverinfo="skip",
        textfont={"size": 13, "color": INK}, cliponaxis=False,
    )  # fmt: skip
    figure.update_layout(
        barmode="stack",
        bargap=0.28,
        xaxis=plain_axis(tickvals=places, ticktext=names, tickangle=0, tickfont={"size": 12, "color": INK}),
        yaxis=hidden_axis(range=[0, 1.32]),
    )
    title = _strip_title(measures)
    rest = f"完成率最低的 {naming.counted(plan, bodies)}" if cut else f"按原文先后{'，组在最后' * bool(plan.groups)}"
    meta = f"各列为该单位的任务分工，按状态；上方为完成数/分工数，下方 {OWING.glyph} 为本期欠报，{rest} · {source(measures)}"
    longest = max((len(naming.body_label(measures.plan, body)) for body in bodies), default=1)
    bottom = 8 + 16 * (1 + min(longest, _LONGEST_NAME))
    margin, least = {"t": 0, "b": bottom}, 40 * len(bodies)
    height = 70 + bottom
    return frame(figure, title, meta, height=height, margin=margin, sample=measures.sample, href=href, least=least)


def _of_agency(body: str) -> str:
    return markup.link("agencies", {}, agency=body)


def _said_of(measures: Measures, body: str) -> str:
    """A body in full: its name, its statuses, what it owes."""
    rates = measures.bodies[body]
    said = [f"{look.glyph} {look.word} {count}" for key, look in TASK_STATUSES.items() if (count := rates.count(key))]
    owing = [f"{OWING.glyph} 本期欠报 {rates.owing} 项"] if rates.owing else []
    return "<br>".join([measures.plan.name_of(body), *said, *owing])


_LONGEST_NAME = 10


def _vertical(name: str) -> str:
    shown = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
    return "<br>".join(shown)


def _strip_title(measures: Measures) -> str:
    agencies = [measures.bodies[agency.id] for agency in measures.plan.agencies]
    done = sum(r.is_complete for r in agencies)
    some = sum(0 < r.completed < r.total for r in agencies)
    owing = sum(r.owing > 0 for r in agencies)
    return f"{len(agencies)} 家责任单位：{done} 家全部完成，{some} 家部分完成，{owing} 家本期欠报"


_ROOM = 0.12
"""Of the longest bar the share that has room for its number where the chart is least wide."""


def agencies_by_completion(measures: Measures, href: str = "") -> go.Figure:
    """How many agencies have completed how much of their work, and how many of them owe reports: for too many to draw each."""
    counted = measures.agencies_by_completion
    names = [COMPLETION_CLASS_WORDS[one] for one in counted]
    figure = go.Figure()
    hatched = status_marker(TASK_STATUSES["unreported"])
    marks = (("1", hatched, f"{OWING.glyph} ", "本期欠报"), ("0", {"color": PALE_ACCENT}, "", "本期不欠报"))
    totals = [sum(pair) for pair in counted.values()]
    most = max(totals, default=1)
    for at, (owes, marker, glyph, word) in enumerate(marks):
        counts = [pair[at] for pair in counted.values()]
        addresses = [markup.link("agencies", {}, completion=one, owes=owes) for one in counted]
        figure.add_bar(
            x=counts, y=names, orientation="h", marker=marker, customdata=addresses,
            text=[f"{glyph}{count}" if count / most >= _ROOM else "" for count in counts], textposition="inside",
            insidetextanchor="middle", textangle=0, constraintext="none", textfont={"color": INK, "size": LABEL_SIZE},
            hovertemplate="%{y}<br>" + glyph + word + " %{x} 家<extra></extra>",
        )  # fmt: skip
    for name, total in zip(names, totals, strict=True):
        share = formats.percent(total / len(measures.plan.agencies))
        figure.add_annotation(
            x=total, y=name, text=f"{total} 家（{share}）", showarrow=False, xanchor="left", xshift=8,
            font={"size": 15, "color": INK},
        )  # fmt: skip
    figure.update_layout(stacked(len(names), most * 1.4, gap=0.3))
    groups = "，组不计在内" if measures.plan.groups else ""
    meta = f"按完成任务分工的多少分{groups}；斜线 {OWING.glyph} 为本期欠报 · 点一条看这些单位 · {source(measures)}"
    margin = {"l": max(map(len, names), default=0) * 15 + 26, "t": 4}
    height, least = 20 + 34 * len(names), margin["l"] + 480
    title = _strip_title(measures)
    return frame(figure, title, meta, height=height, margin=margin, sample=measures.sample, href=href, least=least)


def workload_chart(measures: Measures, counting: Counting, bodies: Sequence[str]) -> go.Figure:
    """The workload of some bodies by status in one way of counting; beside it completion with its bound, and coverage."""
    plan, load = measures.plan, workload(measures.plan)
    names = [naming.body_label(measures.plan, body) for body in bodies]
    figure = make_subplots(rows=1, cols=2, shared_yaxes=True, column_widths=[0.6, 0.4], horizontal_spacing=0.05)
    weights = _weights(measures, counting)
    for key, look in TASK_STATUSES.items():
        x = [weights[body].get(key, 0.0) for body in bodies]
        if any(x):
            figure.add_bar(
                x=x, y=names, orientation="h", marker=status_marker(look), row=1, col=1, customdata=[_of_agency(body) for body in bodies],
                hovertemplate="%{y}<br>" + look.word + " %{x:.3~f}<extra></extra>",
            )  # fmt: skip
    totals = [float(load[body][counting]) for body in bodies]
    figure.add_scatter(
        x=totals, y=names, mode="text", text=[f" {formats.number(round(total, 1))}" for total in totals],
        textposition="middle right", hoverinfo="skip", cliponaxis=False, row=1, col=1,
    )  # fmt: skip
    _add_completion(figure, [measures.bodies[b] for b in bodies], names, [_of_agency(b) for b in bodies])
    figure.update_layout(barmode="stack", bargap=0.3)
    figure.update_yaxes(row_axis(len(bodies)))
    figure.update_xaxes(hidden_axis(range=[0, max(totals, default=1) * 1.12]), row=1, col=1)
    percents = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0", "25%", "50%", "75%", "100%"]}
    grid = {"showgrid": True, "gridcolor": HAIRLINE, "side": "top", "tickfont": {"size": 13, "color": SECONDARY}}
    figure.update_xaxes(plain_axis(range=[-0.04, 1.34], **percents, **grid), row=1, col=2)
    cut = _cut(plan, bodies)
    meta = f"左：任务分工数（{COUNTING_WORDS[counting]}），按状态；右：● 完成率，━ 若未报送的都已完成，◇ 报送率{cut} · {source(measures)}"
    margin = {"l": max(map(len, names)) * LABEL_SIZE + 24, "t": 42, "r": 4}
    title = _workload_title(measures, counting)
    height = 50 + 26 * len(bodies)
    return frame(figure, title, meta, height=height, margin=margin, sample=measures.sample, least=margin["l"] + 540)


MOST_BODIES = 60
"""More bodies than this no one reads in one picture: pages have some of them at a time."""


def by_workload(plan: Plan, counting: Counting) -> list[str]:
    """The bodies, those with most work first."""
    load = workload(plan)
    return sorted(plan.bodies, key=lambda body: -load[body][counting])


def _weights(measures: Measures, counting: Counting) -> dict[str, dict[TaskStatus, float]]:
    """The workload of each body split by the status of its assignments."""
    weights: dict[str, dict[TaskStatus, float]] = {body: {} for body in measures.plan.bodies}
    for task in measures.tasks.values():
        for place, a in enumerate(task.assignments):
            leads = measures.plan.leads(task.task)
            weight = {
                "full": 1.0, "shared": 1 / len(task.assignments), "first_listed": float(place == 0),
                "lead": (a.body in leads) / max(1, len(leads)),
            }[counting]  # fmt: skip
            weights[a.body][a.status] = weights[a.body].get(a.status, 0.0) + weight
    return weights


def _add_completion(figure: go.Figure, rates: Sequence[Rates], names: Sequence[str], hrefs: Sequence[str]) -> None:
    low = [r.completion_rate or 0.0 for r in rates]
    high = [r.completion_high or 0.0 for r in rates]
    hover = [
        f"{name}<br>完成率 {findings.completion(r)}<br>报送率 {formats.percent(r.coverage)}"
        for name, r in zip(names, rates, strict=True)
    ]
    where: dict[str, Any] = {"row": 1, "col": 2, "cliponaxis": False}
    ends = [(x, name) for a, b, name in zip(low, high, names, strict=True) for x in (a, b, None)]
    figure.add_scatter(
        x=[x for x, _ in ends], y=[name for _, name in ends], mode="lines", hoverinfo="skip", connectgaps=False,
        line={"color": PALE_ACCENT, "width": 6}, **where,
    )  # fmt: skip
    points: dict[str, Any] = {
        "y": names,
        "mode": "markers",
        "customdata": hrefs,
        "hovertext": hover,
        "hoverinfo": "text",
    }
    open_diamond = {"symbol": "diamond-open", "size": 10, "color": SECONDARY}
    figure.add_scatter(x=[r.coverage for r in rates], marker=open_diamond, **points, **where)
    figure.add_scatter(x=low, marker={"size": 11, "color": ACCENT}, **points, **where)
    figure.add_scatter(
        x=[1.34] * len(names), y=names, mode="text", text=[formats.percent(r.completion_rate, 0) for r in rates],
        textposition="middle left", hoverinfo="skip", **where,
    )  # fmt: skip


def _cut(plan: Plan, bodies: Sequence[str]) -> str:
    """That some bodies are drawn, where these are not all."""
    if len(bodies) == len(plan.bodies):
        return ""
    return f" · 只画本页的 {naming.counted(plan, bodies)}，其余翻页看"


def _workload_title(measures: Measures, counting: Counting) -> str:
    plan, load = measures.plan, workload(measures.plan)
    heaviest = max(plan.bodies, key=lambda body: load[body][counting])
    count = formats.number(round(float(load[heaviest][counting]), 1))
    total = formats.number(round(float(sum(row[counting] for row in load.values())), 1))
    return f"{plan.short_name_of(heaviest)}承担最多：{count}，全部合计 {total}（{COUNTING_WORDS[counting]}）"


MOST_SECTIONS = 24
"""Of more sections than this only the busiest are drawn, FEW_SECTIONS, whose names have room."""

FEW_SECTIONS = 11


def sections_drawn(measures: Measures, bodies: Sequence[str]) -> list[Section]:
    """The sections of the plan; of many those in which the bodies have most assignments, in the plan's order."""
    sections = list(measures.plan.sections.values())
    if len(sections) <= MOST_SECTIONS:
        return sections
    counted = Counter(measures.plan.place[a.task][1].id for body in bodies for a in measures.assignments_of[body])
    most = {id for id, _ in counted.most_common(FEW_SECTIONS)}
    return [section for section in sections if section.id in most]


def agency_by_section(measures: Measures, bodies: Sequence[str]) -> go.Figure:
    """Bodies × sections: how many assignments, how many completed; the fill is the completed share."""
    plan, sections = measures.plan, sections_drawn(measures, bodies)
    if len(sections) < len(plan.sections):
        bodies = [body for body in bodies if any((body, s.id) in measures.completed_by_section for s in sections)]
    done = measures.completed_by_section
    cells = [[done.get((body, s.id)) for s in sections] for body in bodies]
    z = [[cell[0] / cell[1] if cell else None for cell in row] for row in cells]
    text = [[f"{cell[0]}/{cell[1]}" if cell else "" for cell in row] for row in cells]
    names = [naming.body_label(measures.plan, body) for body in bodies]
    hrefs = [
        [
            markup.link("tasks", {}, agency=b, part=plan.place[s.tasks[0].id][0].id) if cell else ""
            for s, cell in zip(sections, row, strict=True)
        ]
        for b, row in zip(bodies, cells, strict=True)
    ]
    hover = [
        [
            f"{name}<br>{naming.section_name(plan, s)}<br>完成 {said}" if said else ""
            for s, said in zip(sections, row, strict=True)
        ]
        for name, row in zip(names, text, strict=True)
    ]
    figure = go.Figure(
        go.Heatmap(
            z=z, x=[s.id for s in sections], y=names, text=text, texttemplate="%{text}", zmin=0, zmax=1, xgap=2, ygap=2,
            colorscale=[[0, "#eef2f6"], [1, "#2b6ca3"]], showscale=False, customdata=hrefs, hoverongaps=False,
            hovertext=hover, hoverinfo="text",
            textfont={"size": LABEL_SIZE},
        )
    )  # fmt: skip
    ticks = [
        f"{naming.numeral(plan.place[s.tasks[0].id][0].id)}<br>{naming.numeral(s.id) if s.title else ''}"
        if s.tasks
        else s.id
        for s in sections
    ]
    figure.update_layout(
        xaxis=plain_axis(side="top", type="category", tickvals=[s.id for s in sections], ticktext=ticks, tickangle=0),
        yaxis=row_axis(len(names)),
    )
    busiest = max(plan.sections.values(), key=lambda s: len({b for t in s.tasks for b in t.agencies}), default=None)
    named = {b for t in busiest.tasks for b in t.agencies} if busiest else set()
    title = (
        f"涉及单位最多的是“{naming.section_name(plan, busiest)}”（{naming.counted(plan, named)}）"
        if busiest
        else "没有章节"
    )
    columns = "列为部分与章节"
    if len(sections) < len(plan.sections):
        columns = f"列为本页单位分工最多的 {len(sections)} 节"
    meta = f"完成数/分工数，颜色越深完成越多；{columns} · {source(measures)}"
    margin = {"l": max(map(len, names), default=0) * LABEL_SIZE + 24, "t": 42}
    height, least = 50 + 26 * len(bodies), margin["l"] + 46 * len(sections)
    return frame(figure, title, meta, height=height, margin=margin, sample=measures.sample, least=least)
