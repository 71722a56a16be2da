"""总览 as one long picture for a chat on a phone: where the plan stands, read from top to bottom without zooming."""

from __future__ import annotations

from collections.abc import Iterable

import plotly.graph_objects as go

from lib.briefing.content import Briefing
from lib.briefing.figures import wrapped
from lib.draw import LAYOUT
from lib.rules import Measures, Rates, needs_attention
from lib.say import findings, indicator_findings, naming
from lib.statuses import HAIRLINE, INK, OCHRE, PAPER, REASONS, SECONDARY, TASK_STATUSES, Look

WIDTH = 1080
"""Pixels across: three for each of a phone's."""

_SIDE = 56
_TITLE, _HEADING, _TEXT, _SMALL = 52, 40, 36, 28
_BAR = 56
"""Pixels of a bar's height."""

_MOST_ITEMS = 8
"""Tasks that need attention, worst first; the rest is counted."""


class _Sheet:
    """A figure that is filled from the top; `y` is how far down it is filled."""

    def __init__(self) -> None:
        self.figure = go.Figure()
        self.y = 48.0

    def text(self, said: str, size: int, colour: str = INK, *, bold: bool = False, indent: int = 0) -> None:
        """A text in as many lines as it takes."""
        for line in wrapped(said, (WIDTH - 2 * _SIDE - indent) / size):
            self.put(f"<b>{line}</b>" if bold else line, _SIDE + indent, size, colour)
            self.y += size * 1.45

    def put(self, line: str, x: float, size: int, colour: str) -> None:
        """A line at a place, which fills nothing."""
        place = {"x": x, "y": self.y, "xanchor": "left", "yanchor": "top", "showarrow": False, "borderpad": 0}
        self.figure.add_annotation(text=line, font={"size": size, "color": colour}, **place)

    def heading(self, said: str) -> None:
        """A heading below a hair line."""
        self.y += 26
        self.box(_SIDE, WIDTH - _SIDE, 2, HAIRLINE, HAIRLINE)
        self.y += 26
        self.text(said, _HEADING, bold=True)
        self.y += 8

    def box(self, left: float, right: float, height: float, colour: str, edge: str) -> None:
        """A filled rectangle, which fills nothing of the sheet."""
        outline = {"color": edge, "width": 2 if edge != colour else 0}
        self.figure.add_shape(
            type="rect", x0=left, x1=right, y0=self.y, y1=self.y + height, fillcolor=colour, line=outline
        )

    def bar(self, rates: Rates) -> None:
        """Tasks by status, with their numbers where there is room."""
        left, across = float(_SIDE), WIDTH - 2 * _SIDE
        for key, look in TASK_STATUSES.items():
            width = across * rates.count(key) / rates.total if rates.total else 0
            if width:
                self.box(left, left + width, _BAR, look.colour, look.edge if look.edge != PAPER else look.colour)
                if width > 40:
                    self.y += 8
                    self.put(str(rates.count(key)), left + 12, _SMALL, look.ink)
                    self.y -= 8
            left += width
        self.y += _BAR + 14

    def done(self) -> go.Figure:
        """The figure, as high as it is filled."""
        height = round(self.y + 40)
        hidden = {"visible": False, "fixedrange": True}
        self.figure.add_scatter(x=[0], y=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip")
        self.figure.update_layout(
            **LAYOUT, width=WIDTH, height=height, margin=dict.fromkeys("lrtb", 0), showlegend=False,
            xaxis=hidden | {"range": [0, WIDTH]}, yaxis=hidden | {"range": [height, 0]},
        )  # fmt: skip
        return self.figure


def long_picture(measures: Measures, briefing: Briefing) -> go.Figure:
    """The picture; its height follows from what it says."""
    sheet, plan, s = _Sheet(), measures.plan, measures.summary
    if briefing.sample:
        sheet.text("示例数据，非真实进展", _SMALL, OCHRE, bold=True)
    sheet.text(plan.title, _TITLE, bold=True)
    sheet.text(briefing.dates, _SMALL, SECONDARY)
    sheet.heading(findings.tasks_completed(s))
    sheet.bar(s)
    sheet.text("　".join(_legend(s)), _SMALL, SECONDARY)
    sheet.text(findings.coverage(measures, s), _TEXT)
    if measures.indicators:
        sheet.heading("指标")
        for standing in measures.indicators.values():
            lamp = indicator_findings.lamp(standing)
            sheet.text(f"{lamp.glyph} {lamp.word}", _TEXT, _dark(lamp), bold=True)
            sheet.text(indicator_findings.headline(standing), _TEXT, indent=48)
            sheet.y += 10
    sheet.heading("各部分")
    for part in plan.parts:
        rates = measures.parts[part.id]
        sheet.text(f"{naming.numeral(part.id)}、{part.title}：{rates.total} 项完成 {rates.completed} 项", _TEXT)
        sheet.bar(rates)
    items = needs_attention(measures)
    sheet.heading(f"{len(items)} 项任务需要关注" if items else "没有需要关注的任务")
    for item in items[:_MOST_ITEMS]:
        look = REASONS[item.reason]
        sheet.text(f"{look.glyph} {look.word}　{naming.bodies(plan, item.bodies)}", _TEXT, _dark(look), bold=True)
        sheet.text(f"{item.task} {naming.short(plan.tasks[item.task].text, 40)}", _TEXT, indent=48)
        sheet.y += 10
    if len(items) > _MOST_ITEMS:
        sheet.text(f"其余 {len(items) - _MOST_ITEMS} 项见看板“总览”页。", _TEXT, SECONDARY)
    sheet.y += 20
    sheet.text(briefing.foot, _SMALL, SECONDARY)
    return sheet.done()


def _dark(look: Look) -> str:
    """Its colour as that of a text; ink where it is pale."""
    return INK if look.ink == INK else look.colour


def _legend(rates: Rates) -> Iterable[str]:
    return (f"{look.glyph} {look.short} {rates.count(key)}" for key, look in TASK_STATUSES.items() if rates.count(key))
