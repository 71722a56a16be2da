"""Charts of one indicator: the bullet on the overview, and target against actual by period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from lib import formats
from lib.draw.frame import LABEL_SIZE, frame, hidden_axis, plain_axis, side_labels, source
from lib.rows import FigureRow
from lib.rules import (
    IndicatorStanding,
    Measures,
    YearBefore,
    has_schedule,
    is_ceiling,
    schedule,
    schedule_line,
    used_baseline,
)
from lib.say import indicator_findings, over_time
from lib.statuses import ACCENT, BASELINE_GREY, HAIRLINE, INK, OCHRE, PALE_ACCENT, SECONDARY
from lib.text import text_width

LONGEST_NAME = 14
"""Characters of an indicator's name that a third of the screen has room for."""

_NARROWEST = 358
"""Pixels of a bullet on a phone."""

_CAP = 1.3
"""A bar is drawn to at most this share of the target, and says so."""


_WHOLE_YEAR = [0.3, 12.7]
"""From where to where a level is drawn, in months."""


class Scale(NamedTuple):
    """Where things lie on a bullet, in the indicator's unit; `start` is what the bar grows from."""

    start: float
    drawn: float | None
    capped: bool
    elapsed: float | None
    low: float
    high: float


def bullet(measures: Measures, standing: IndicatorStanding, href: str = "") -> go.Figure:
    """Actual against target, baseline and elapsed share, on one line; the title leads to `href`."""
    indicator = standing.indicator
    scale = _scale(measures, standing)
    figure = go.Figure()
    _add_line(figure, [scale.start, scale.high], [0, 0], "#eef2f6", 40)
    if scale.drawn is not None:
        _add_line(figure, [scale.start, scale.drawn], [0, 0], ACCENT, 18)
    mark = {"symbol": "line-ns", "size": 29, "line": {"color": INK, "width": 3}}
    figure.add_scatter(x=[indicator.target], y=[0], mode="markers", marker=mark, hoverinfo="skip")
    if scale.elapsed is not None:
        dotted = {"color": OCHRE, "width": 2, "dash": "dot"}
        figure.add_shape(type="line", x0=scale.elapsed, x1=scale.elapsed, y0=-0.44, y1=0.44, line=dotted)
    labels = [_label(indicator.target, 32, _target_words(standing), "left", INK)]
    if scale.elapsed is not None:
        share = _elapsed(measures, standing)
        # Early in the year there is no room at the left of the line.
        side = "right" if share > 0.15 else "left"
        labels.append(
            _label(
                scale.elapsed, 32, f"{'分期' if indicator.path else '序时'}进度 {formats.percent(share)}", side, OCHRE
            )
        )
    labels.append(_label(scale.start, 0, _start_words(standing), "right", SECONDARY, shift=-8))
    if scale.drawn is not None:
        note = "（图中截短）" if scale.capped else ""
        text = f"<b>{indicator.quantity(standing.actual)}</b>{note}"
        anchor = "right" if scale.capped and scale.drawn > scale.start else "center"
        labels.append(_label(scale.drawn, -33, text, anchor, ACCENT, size=17))
    else:
        labels.append(_label(scale.start, -33, "尚无报送", "left", SECONDARY))
    lower = indicator.direction == "lower" and indicator.kind != "cumulative"
    figure.update_layout(
        annotations=labels,
        xaxis=hidden_axis(range=[scale.high, scale.low] if lower else [scale.low, scale.high]),
        yaxis=hidden_axis(range=[-1, 1]),
    )
    lamp = indicator_findings.lamp(standing)
    stale = indicator_findings.stale_remark(standing, " · 数据滞后")
    owner = measures.plan.short_name_of(indicator.owner)
    meta = f"{indicator_findings.period(standing)}{stale} · {owner}"
    title = indicator_findings.headline(standing, LONGEST_NAME)
    margin = {"t": 0, "b": 0}
    return frame(
        figure,
        title,
        meta,
        height=90,
        margin=margin,
        sample=measures.sample,
        line=24,
        least_lines=2,
        href=href,
        lamp=lamp,
    )


def _elapsed(measures: Measures, standing: IndicatorStanding) -> float:
    """The elapsed share that the lamp goes by; without a figure that of the moment."""
    if standing.asked is not None:
        return standing.asked
    return float(schedule(measures.plan, standing.indicator, measures.as_of))


def _start_words(standing: IndicatorStanding) -> str:
    """What the bar grows from."""
    return f"基期<br>{formats.number(standing.baseline)}" if used_baseline(standing.indicator) is not None else "0"


def _target_words(standing: IndicatorStanding) -> str:
    return f"目标 {formats.quantity(standing.indicator.target, standing.indicator.unit)}"


def _scale(measures: Measures, standing: IndicatorStanding) -> Scale:
    indicator = standing.indicator
    start = standing.start
    span = indicator.target - start or 1.0
    mark = None
    if has_schedule(indicator):
        mark = start + _elapsed(measures, standing) * span
    drawn, capped = standing.actual, False
    if drawn is not None:
        furthest = (drawn - start) / span
        capped = not -0.12 <= furthest <= _CAP
        drawn = start + max(-0.12, min(_CAP, furthest)) * span
    # Room for the baseline's label before the bar, and for the target's behind its line, on a phone too.
    before = 8 + LABEL_SIZE * max(map(text_width, _start_words(standing).split("<br>")))
    behind = LABEL_SIZE * text_width(_target_words(standing))
    rest = max(_NARROWEST - before - behind, 100)
    low, high = start - max(0.2, before / rest) * span, start + (1 + max(0.36, behind / rest)) * span
    return Scale(start, drawn, capped, mark, low, high)


def _label(
    x: float, yshift: int, text: str, anchor: str, colour: str, *, size: int = LABEL_SIZE, shift: int = 0
) -> dict[str, Any]:
    return {
        "x": x, "y": 0, "yshift": yshift, "xshift": shift, "text": text, "showarrow": False, "xanchor": anchor,
        "font": {"color": colour, "size": size},
    }  # fmt: skip


def by_period(measures: Measures, standing: IndicatorStanding, before: YearBefore | None = None) -> go.Figure:
    """Target against actual, period by period: only periods that were reported, the projection apart from them."""
    indicator, figure = standing.indicator, go.Figure()
    months = [row.period.end.month for row in standing.series]
    values = [row.value for row in standing.series]
    if indicator.kind == "cumulative":
        figure.add_bar(
            x=months, y=values, width=0.56, marker={"color": ACCENT}, hovertemplate="%{x}月累计 %{y:,}<extra></extra>"
        )
    else:
        _add_levels(figure, months, values)
    right = [(indicator.target, f"目标 {formats.quantity(indicator.target, indicator.unit)}", INK)]
    _add_line(figure, _WHOLE_YEAR, [indicator.target] * 2, INK, 3)
    right += _add_references(figure, measures, standing)
    right += _add_projection(figure, standing)
    right += _add_year_before(figure, standing, before, max([*values, *(y for y, _, _ in right)]))
    months_axis = {"tickvals": list(range(1, 13)), "ticktext": _month_labels(standing), "tickangle": 0}
    values_axis = {"tickformat": ",.4~f", "tickfont": {"size": 13, "color": SECONDARY}, "nticks": 6}
    low, high = _range(standing, [*values, *(y for y, _, _ in right)])
    figure.update_layout(
        annotations=side_labels(right, low, high, 12.75),
        xaxis=plain_axis(range=[0.2, 12.8], showline=True, linecolor=INK, **months_axis),
        yaxis=plain_axis(range=[low, high], showgrid=True, gridcolor=HAIRLINE, **values_axis),
    )
    note = "" if low == 0 else "；纵轴不从 0 起"
    hollow = "，空心为推算" if standing.projection is not None else ""
    word = "逐期累计" if indicator.kind == "cumulative" else "逐期数值"
    meta = f"{indicator.name} · {indicator.unit} · {word}，只画已填报的报告期{hollow}{note} · {source(measures)}"
    left = 12 + 9 * max(len(formats.number(round(v, 2))) for v in (low, high))
    beside = 24 + round(max(14 * text_width(text) for _, text, _ in right))
    margin = {"l": left, "r": max(132, beside), "t": 12, "b": 48}
    # Twelve months and a half, each as wide as the longest number under one.
    widest = max((LABEL_SIZE * text_width(indicator.number(value)) for value in values), default=0)
    least = margin["l"] + margin["r"] + round(12.6 * (8 + max(widest, 28)))
    trend = over_time.trend(standing, before)
    return frame(figure, trend, meta, height=400, margin=margin, sample=measures.sample, least=least)


def _add_line(
    figure: go.Figure, x: Sequence[float], y: Sequence[float], colour: str, width: float, **more: str
) -> None:
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": colour, "width": width, **more}, hoverinfo="skip")


def _add_levels(figure: go.Figure, months: list[int], values: list[float]) -> None:
    # A line between neighbouring months only: a gap in reporting stays a gap.
    x: list[int | None] = []
    y: list[float | None] = []
    for i, (m, value) in enumerate(zip(months, values, strict=True)):
        if i and m != months[i - 1] + 1:
            x.append(None)
            y.append(None)
        x.append(m)
        y.append(value)
    figure.add_scatter(
        x=x, y=y, mode="lines+markers", line={"color": ACCENT, "width": 3}, marker={"size": 11, "color": ACCENT},
        connectgaps=False, hovertemplate="%{x}月 %{y:,}<extra></extra>",
    )  # fmt: skip


def _add_references(figure: go.Figure, measures: Measures, standing: IndicatorStanding) -> list[tuple[float, str, str]]:
    """The straight line of the elapsed share, and the baseline; with their labels."""
    indicator, labels = standing.indicator, []
    if indicator.baseline is not None and indicator.kind != "cumulative":
        value = indicator.baseline.value
        _add_line(figure, _WHOLE_YEAR, [value] * 2, BASELINE_GREY, 2)
        labels.append((value, f"基期 {formats.quantity(value, indicator.unit)}", SECONDARY))
    if has_schedule(indicator):
        y = schedule_line(measures.plan, standing)
        _add_line(figure, list(range(len(y))), y, OCHRE, 2, dash="dot")
        if indicator.path:
            marker = {"symbol": "diamond", "size": 9, "color": OCHRE}
            points = [point for point in indicator.path if point.day <= standing.until]
            months, values = [point.day.month for point in points], [point.value for point in points]
            figure.add_scatter(
                x=months, y=values, mode="markers", marker=marker, hovertemplate="%{x}月分期目标 %{y:,}<extra></extra>"
            )
            labels.append((indicator.target, "分期目标", OCHRE))
            return labels
        labels.append((indicator.target, "序时进度" if not is_ceiling(indicator) else "序时控制线", OCHRE))
    return labels


def _add_projection(figure: go.Figure, standing: IndicatorStanding) -> list[tuple[float, str, str]]:
    """From the last actual to the day of the final figure: pale, dashed, hollow."""
    if standing.projection is None or standing.period is None or standing.actual is None:
        return []
    at, last = standing.period.end.month, standing.until.month
    if standing.is_final:
        return []
    # Outside the bar of the last actual.
    start = at + (0.34 if standing.indicator.kind == "cumulative" else 0.14)
    slope = (standing.projection - standing.actual) / (last - at)
    y = [standing.actual + slope * (start - at), standing.projection]
    _add_line(figure, [start, last], y, PALE_ACCENT, 2, dash="dash")
    marker = {"symbol": "circle-open", "size": 11, "color": PALE_ACCENT, "line": {"width": 2}}
    figure.add_scatter(x=[last], y=[standing.projection], mode="markers", marker=marker, hoverinfo="skip")
    return [(standing.projection, f"推算 {over_time.projected(standing)}", "#5f86ad")]


def _add_year_before(
    figure: go.Figure, standing: IndicatorStanding, before: YearBefore | None, most: float
) -> list[tuple[float, str, str]]:
    """What the year before had reached, at its month; a bound, or what would flatten everything else, is only said in words."""
    if (
        before is None
        or before.is_bound
        or before.value > 1.5 * most
        or used_baseline(standing.indicator) == before.value
    ):
        return []
    marker = {"symbol": "line-ew-open", "size": 22, "color": BASELINE_GREY, "line": {"width": 3}}
    figure.add_scatter(x=[before.end.month], y=[before.value], mode="markers", marker=marker, hoverinfo="skip")
    word = "上年同期" if before.is_same_period else "上年末"
    return [(before.value, f"{word} {standing.indicator.quantity(before.value)}", SECONDARY)]


def _range(standing: IndicatorStanding, values: list[float]) -> tuple[float, float]:
    top, bottom = max(values), min(values)
    if standing.indicator.kind == "cumulative" and bottom >= 0:
        return 0.0, top * 1.08 or 1.0
    pad = (top - bottom or abs(top) or 1.0) * 0.16
    return bottom - pad, top + pad


def _month_labels(standing: IndicatorStanding) -> list[str]:
    reported: dict[int, FigureRow] = {row.period.end.month: row for row in standing.series}
    return [
        f"{n}月<br><b>{standing.indicator.number(reported[n].value)}</b>" if n in reported else f"{n}月<br>"
        for n in range(1, 13)
    ]
