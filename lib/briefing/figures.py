"""The charts of slides as Plotly figures: for the page, and as pictures of three proportions that say all that a slide says."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from lib.briefing.content import Briefing
from lib.briefing.slides import Chart, MonthChart, Slide, StackedBars, Text
from lib.draw import LAYOUT, hidden_axis, plain_axis, row_axis, status_marker
from lib.statuses import ACCENT, BASELINE, ELAPSED, HAIRLINE, INK, OCHRE, SECONDARY, TARGET
from lib.text import text_width

PICTURES: dict[str, tuple[int, int]] = {"16比9": (1920, 1080), "4比3": (1600, 1200), "1比1": (1200, 1200)}
"""Pixels of a picture by its proportions, which are part of its file's name."""

PICTURE = PICTURES["16比9"]
"""Pixels of the picture for a wide screen."""

_SIDE, _BELOW = 96, 58
"""Pixels of a picture at its sides, and below the chart with its names without the foot."""
_LEGEND, _AIR = 90, 76
"""Pixels between the chart and the line under the title, and above the title, where 示例数据 stands."""
_HALF = 14
"""Pixels between the chart and its legend: half the height of the axis's top number."""
_TITLE, _META, _LABEL, _FOOT = 42, 24, 24, 19
_LINE_HEIGHT = 1.34
"""Pixels from line to line, by the size of the type."""
_UPRIGHT = 0.75
"""Size of upright names against the other labels."""

_HALO = ",".join(f"{x}px {y}px 2px #fff" for x in (-2, 0, 2) for y in (-2, 0, 2))
"""White around a label, so that no line strikes through it."""

_PLACES = ("top center", "bottom center")

_SHORT = 4
"""Characters of a name that has room below its column."""


def figure(chart: Chart, size: int = 16) -> go.Figure:
    """A chart by itself, its labels `size` pixels high."""
    drawn = go.Figure()
    drawn.update_layout(
        **LAYOUT,
        margin=_names_room(chart, size) | {"r": 0, "t": size * 3},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal", "font_size": size},
        showlegend=True,
        bargap=0.35 if len(chart.categories) > 1 else 0.55,
        font_size=size,
    )
    if not chart.categories:
        _say_nothing_is_reported(drawn, size)
    elif isinstance(chart, StackedBars):
        _add_stacked(drawn, chart, size)
    else:
        _add_months(drawn, chart, size)
    return drawn


def picture(briefing: Briefing, slide: Slide, chart: Chart, size: tuple[int, int] = PICTURE) -> go.Figure:
    """A chart with the slide's title, the line under it, and the foot, in lines as long as the picture is wide."""
    drawn, room = figure(chart, _LABEL), _names_room(chart, _LABEL)
    across = size[0] - 2 * _SIDE
    title, meta, said, foot = (
        wrapped(text, across / pixels) if text else []
        for text, pixels in ((slide.title, _TITLE), (slide.meta, _META), (_said(slide), _META), (briefing.foot, _FOOT))
    )
    above_meta = _LEGEND + _height(meta, _META) + 10
    head = above_meta + _height(title, _TITLE) + _AIR
    margin = {"l": _SIDE + room["l"], "r": _SIDE, "t": head, "b": room["b"]}
    margin["b"] += _BELOW + _height(foot, _FOOT) + _height(said, _META)
    legend = {"x": -room["l"] / (across - room["l"]), "y": 1 + _HALF / (size[1] - margin["t"] - margin["b"])}
    drawn.update_layout(width=size[0], height=size[1], margin=margin, legend=legend)
    left: dict[str, Any] = {
        "xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "xshift": -room["l"], "showarrow": False, "align": "left",
    }  # fmt: skip
    bold = "<br>".join(f"<b>{line}</b>" for line in title)
    top: dict[str, Any] = left | {"y": 1, "yanchor": "bottom"}
    drawn.add_annotation(text=bold, yshift=above_meta, font={"size": _TITLE}, **top)
    drawn.add_annotation(text="<br>".join(meta), yshift=_LEGEND, font={"size": _META, "color": SECONDARY}, **top)
    below, up = left | {"y": 0, "yanchor": "bottom"}, 26 - margin["b"]
    drawn.add_annotation(text="<br>".join(foot), yshift=up, font={"size": _FOOT, "color": SECONDARY}, **below)
    if said:
        above_foot = up + _height(foot, _FOOT) + 10
        drawn.add_annotation(text="<br>".join(said), yshift=above_foot, font={"size": _META}, **below)
    if briefing.sample:
        drawn.add_annotation(
            text="示例数据", xref="paper", yref="paper", x=1, xanchor="right", y=1, yanchor="bottom", yshift=head - 66,
            showarrow=False, font={"size": _META, "color": OCHRE}, bordercolor=OCHRE, borderwidth=2, borderpad=6,
        )  # fmt: skip
    return drawn


def _said(slide: Slide) -> str:
    """What the slide says below its charts: how the rest stands that is not drawn."""
    return "".join(
        sentence
        for _, blocks in slide.rows
        for _, block in blocks
        if isinstance(block, Text)
        for sentence in block.sentences
    )


def wrapped(text: str, most: float) -> list[str]:
    """A text in lines of at most so many Chinese characters: broken after a mark where one is near the end, never in a number
    or between it and its unit."""
    lines, rest = [], text
    while text_width(rest) > most:
        end = next(i for i in range(1, len(rest) + 1) if text_width(rest[:i]) > most) - 1
        ends = [i for i in range(end, 0, -1) if not _belong_together(rest[i - 1], rest[i])]
        marked = [i for i in ends if i >= end * 0.6 and rest[i - 1] in "，；。、\u3000）"]
        end = next(iter([*marked, *ends]), max(end, 1))
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest]


def _belong_together(before: str, after: str) -> bool:
    """Whether no line may end between two characters."""
    return (before.isascii() and after.isascii()) or " " in (before, after) or after in "，；。、）”％%"


def _height(lines: list[str], size: int) -> int:
    return round(_LINE_HEIGHT * size * len(lines))


def charts_of(slide: Slide) -> list[Chart]:
    """The charts that stand on a slide."""
    return [block for _, blocks in slide.rows for _, block in blocks if isinstance(block, StackedBars | MonthChart)]


def _names_room(chart: Chart, size: int) -> dict[str, int]:
    """Pixels that the names take to the left of a chart and below it."""
    longest = max(map(len, chart.categories), default=1)
    if isinstance(chart, MonthChart):
        widest = max(len(f"{mark:,.{_digits(chart)}f}") for mark in (chart.low, chart.high))
        return {"l": max(size * 3, round(size * (0.6 * widest + 1))), "b": size * 2}
    if chart.direction == "rows":
        return {"l": size * (longest + 2), "b": 0}
    if longest <= _SHORT:
        return {"l": 0, "b": size * 2}
    return {"l": 0, "b": round(size * _UPRIGHT * 1.35 * longest) + size}


def _add_stacked(drawn: go.Figure, chart: StackedBars, size: int) -> None:
    is_rows = chart.direction == "rows"
    for series in chart.series:
        shown = [f"{v:g}" if v and (is_rows or v >= 2) else "" for v in series.values]
        counts = list(series.values)
        drawn.add_bar(
            name=f"{series.look.glyph} {series.name}",
            x=counts if is_rows else list(chart.categories),
            y=list(chart.categories) if is_rows else counts,
            orientation="h" if is_rows else "v",
            marker=status_marker(series.look),
            text=shown,
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": series.look.ink, "size": size},
            hovertemplate=f"%{{{'y' if is_rows else 'x'}}}：{series.name} %{{{'x' if is_rows else 'y'}}} {chart.unit}<extra></extra>",
        )
    if is_rows:
        names = row_axis(len(chart.categories), tickfont={}, ticksuffix="　")
        drawn.update_layout(barmode="stack", xaxis=hidden_axis(), yaxis=names)
    else:
        is_short = max(map(len, chart.categories)) <= _SHORT
        shown = [name if is_short else "<br>".join(name) for name in chart.categories]
        many = {"tickvals": list(chart.categories), "ticktext": shown, "tickangle": 0}
        names = plain_axis(tickfont={} if is_short else {"size": size * _UPRIGHT}, **many)
        drawn.update_layout(barmode="stack", yaxis=hidden_axis(), xaxis=names)


def _say_nothing_is_reported(drawn: go.Figure, size: int) -> None:
    drawn.update_layout(xaxis=hidden_axis(), yaxis=hidden_axis())
    middle = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
    drawn.add_annotation(text="尚无报送", font={"size": round(size * 1.5), "color": SECONDARY}, **middle)


def _add_months(drawn: go.Figure, chart: MonthChart, size: int) -> None:
    shown = ["" if v is None else f"{v:,.{chart.decimals}f}" for v in chart.actual.values]
    actual = {
        "name": chart.actual.name, "x": list(chart.categories), "y": list(chart.actual.values), "text": shown,
        "textfont": {"color": INK, "size": size, "shadow": _HALO}, "zorder": 1, "hovertemplate": f"%{{x}}：%{{y}} {chart.unit}<extra></extra>",
    }  # fmt: skip
    if chart.as_columns:
        drawn.add_bar(**actual, marker={"color": ACCENT}, textposition="outside", textangle=0, cliponaxis=False)
    else:
        line, places = {"color": ACCENT, "width": 4}, [_PLACES[is_below] for is_below in chart.written_below]
        place = places if len(set(places)) > 1 else places[0]
        drawn.add_scatter(**actual, mode="lines+markers+text", line=line, marker={"size": 11}, textposition=place)
    for series in chart.lines:
        dash = "solid" if series.look in (TARGET, BASELINE) else "dot" if series.look is ELAPSED else "dash"
        drawn.add_scatter(
            name=series.name,
            x=list(chart.categories),
            y=list(series.values),
            mode="lines",
            line={"color": series.look.colour, "width": 3, "dash": dash},
            hovertemplate=f"{series.name}：%{{y}} {chart.unit}<extra></extra>",
        )
    drawn.update_layout(
        xaxis=plain_axis(tickfont={}, type="category", categoryarray=list(chart.categories)),
        yaxis=plain_axis(
            tickfont={"color": SECONDARY}, showgrid=True, gridcolor=HAIRLINE, ticksuffix=" ", dtick=chart.step,
            range=[chart.low, chart.high], tickformat=f",.{_digits(chart)}f",
        ),
    )  # fmt: skip


def _digits(chart: MonthChart) -> int:
    """Decimals of the axis."""
    return next(n for n in range(10) if round(chart.step, n) == chart.step)
