"""Charts of statuses: the task bar, the parts, completion by period.

What is drawn leads somewhere: the `customdata` of a point is an address without the moment, which the page adds.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from lib import formats
from lib.draw import markup
from lib.draw.frame import LABEL_SIZE, frame, hidden_axis, plain_axis, side_labels, source, stacked, status_marker
from lib.plan import Part
from lib.rules import Measures, Rates
from lib.say import findings, naming
from lib.statuses import ACCENT, HAIRLINE, INK, PALE_ACCENT, SECONDARY, TASK_STATUSES
from lib.text import text_width

_BAR_PIXELS = 1700
"""About the width of the task bar: whether a segment has room for its glyph and word beside the number."""


def task_bar(measures: Measures, href: str = "") -> go.Figure:
    """All tasks by status as one bar, from done to unreported; the title leads to `href`."""
    s = measures.summary
    figure = go.Figure()
    for key, look in TASK_STATUSES.items():
        count = s.count(key)
        if not count:
            continue
        words = f"{look.glyph} {look.word} {count}"
        wide = count / s.total * _BAR_PIXELS >= 14 + 17 * text_width(words)
        figure.add_bar(
            x=[count], y=[""], orientation="h", marker=status_marker(look), text=[words if wide else str(count)],
            textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none",
            textfont={"color": look.ink, "size": 17 if wide else 15}, customdata=[markup.link("tasks", {}, status=key)],
            hovertemplate=f"{words} 项<extra></extra>",
        )  # fmt: skip
    figure.update_layout(barmode="stack", bargap=0, xaxis=hidden_axis(range=[0, s.total or 1]), yaxis=hidden_axis())
    overdue = f" · ! 逾期 {s.overdue} 项" if s.overdue else ""
    done = f"已销号 {s.count('verified')} 项，自报完成 {s.count('completed')} 项"
    title = f"{s.total} 项任务：{done}，完成率 {findings.completion(s)}{overdue} · 截至{formats.day(measures.as_of)}"
    margin = {"t": 6, "b": 8}
    return frame(figure, title, "", height=66, margin=margin, sample=measures.sample, line=90, href=href)


MOST_PARTS = 6
"""What there is room for beside the tables of the overview."""


def parts_drawn(measures: Measures) -> list[Part]:
    """The parts that have a bar each: all, or of many those with the lowest completion."""
    parts = measures.plan.parts
    if len(parts) <= MOST_PARTS:
        return parts
    return sorted(parts, key=lambda part: measures.parts[part.id].completion_rate or 0)[:MOST_PARTS]


def parts(measures: Measures, href: str = "") -> go.Figure:
    """The tasks of each part that is drawn by status, side by side."""
    rows = [
        (part.id, f"{naming.numeral(part.id)}、{naming.short(part.title, 11)}", measures.parts[part.id])
        for part in parts_drawn(measures)
    ]
    cut = len(rows) < len(measures.plan.parts)
    figure = go.Figure()
    _add_counts(figure, rows)
    longest = max((rates.total for _, _, rates in rows), default=1) or 1
    for _, name, rates in rows:
        figure.add_annotation(
            x=rates.total, y=name, text=formats.percent(rates.completion_rate), showarrow=False, xanchor="left",
            xshift=8, font={"size": 15, "color": INK},
        )  # fmt: skip
    figure.update_layout(stacked(len(rows), longest * 1.32, gap=0.42))
    left = max((len(name) for _, name, _ in rows), default=0) * 15 + 26
    which = f"完成率最低的 {MOST_PARTS} 个，" if cut else "任务数，按状态；"
    meta = f"{which}条末为完成率 · 截至{formats.day(measures.as_of)}"
    return frame(
        figure,
        findings.parts(measures),
        meta,
        height=140,
        margin={"l": left},
        sample=measures.sample,
        line=20,
        href=href,
        least=left + 220,
    )


def _add_counts(figure: go.Figure, rows: Sequence[tuple[str, str, Rates]]) -> None:
    for key, look in TASK_STATUSES.items():
        counts = [rates.count(key) for _, _, rates in rows]
        if any(counts):
            figure.add_bar(
                x=counts, y=[name for _, name, _ in rows], orientation="h", marker=status_marker(look), name=look.word,
                text=[str(c) if c else "" for c in counts], textposition="inside", insidetextanchor="middle",
                textangle=0, constraintext="none", textfont={"color": look.ink, "size": LABEL_SIZE},
                customdata=[markup.link("tasks", {}, part=part, status=key) for part, _, _ in rows],
                hovertemplate="%{y}<br>" + look.word + " %{x} 项<extra></extra>",
            )  # fmt: skip


def completion_trend(measures: Measures) -> go.Figure:
    """The completion rate at the end of each reporting period, with its bound and the coverage."""
    past = measures.by_period
    figure, ends = go.Figure(), [formats.within_year(period) for period, _ in past]
    lines = (
        ("completion_rate", "完成率", ACCENT, 3),
        ("completion_high", "最高可能", PALE_ACCENT, 2),
        ("coverage", "报送率", SECONDARY, 2),
    )
    labels = []
    for field, word, colour, width in lines:
        values = [100 * (getattr(then, field) or 0.0) for _, then in past]
        figure.add_scatter(
            x=ends, y=values, mode="lines+markers", line={"color": colour, "width": width},
            marker={"size": 8, "color": colour}, hovertemplate=f"%{{x}} {word} %{{y:.1f}}%<extra></extra>",
        )  # fmt: skip
        if values:
            labels.append((values[-1], f"{word} {formats.percent(values[-1] / 100)}", colour))
    figure.update_layout(
        annotations=side_labels(labels, 0.0, 105.0, 1.0, xref="paper"),
        xaxis=plain_axis(type="category", showline=True, linecolor=INK),
        yaxis=plain_axis(range=[0, 105], showgrid=True, gridcolor=HAIRLINE, ticksuffix="%", nticks=6),
    )
    meta = f"各报告期末，按现在所知重算 · {source(measures)}"
    margin = {"l": 60, "r": 150, "t": 12, "b": 36}
    return frame(figure, findings.completion_trend(measures), meta, height=380, margin=margin, sample=measures.sample)
