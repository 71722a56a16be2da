"""The year of an indicator as a drawing in a line of text: for tables of many, beside which no charts have room."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from lib import formats
from lib.rows import FigureRow
from lib.rules import IndicatorStanding
from lib.statuses import ACCENT, INK

_WIDTH, _HEIGHT, _EDGE = 132, 26, 4
"""Pixels of the drawing, and of what is left free around it for the dots."""


def sparkline(standing: IndicatorStanding) -> str:
    """What was reported over the months of the year, as a line, and the target, as a thin one: HTML, blank without a figure.

    A gap in reporting stays a gap. The drawing is an image within the page, since Streamlit lets no SVG through as markup.
    """
    series, target = standing.series, standing.indicator.target
    if not series:
        return ""
    values = [row.value for row in series] + [target]
    low, high = min(values), max(values)

    def place(month: int, value: float) -> str:
        x = _EDGE + (month - 1) / 11 * (_WIDTH - 2 * _EDGE)
        y = _EDGE + (high - value) / (high - low or 1.0) * (_HEIGHT - 2 * _EDGE)
        return f"{x:.1f},{y:.1f}"

    def point(row: FigureRow) -> str:
        return place(row.period.end.month, row.value)

    lines = [f'<polyline points="{place(1, target)} {place(12, target)}" stroke="{INK}" stroke-width="1"/>']
    dots = [series[-1]]
    for run in _runs(series):
        lines.append(f'<polyline points="{" ".join(map(point, run))}" stroke="{ACCENT}" stroke-width="2"/>')
        dots += run if len(run) == 1 and run != dots else []
    for row in dots:
        x, y = point(row).split(",")
        lines.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{ACCENT}"/>')
    first, last = series[0], series[-1]
    said = " → ".join(
        f"{formats.within_year(row.period) or '全年'} {standing.indicator.quantity(row.value)}"
        for row in ([first, last] if len(series) > 1 else [last])
    )
    words = escape(f"{said}，目标 {standing.indicator.quantity(target)}")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" fill="none">'
    drawn = quote(f"{head}{''.join(lines)}</svg>", safe=" =:/,.-<>")
    return f'<img class="pb-spark" alt="{words}" src="data:image/svg+xml,{escape(drawn)}">'


def _runs(series: tuple[FigureRow, ...]) -> Iterator[list[FigureRow]]:
    """The rows in pieces of neighbouring months."""
    run: list[FigureRow] = []
    for row in series:
        if run and row.period.end.month != run[-1].period.end.month + 1:
            yield run
            run = []
        run.append(row)
    yield run
