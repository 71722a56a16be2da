"""Native charts on a PowerPoint slide, with their numbers in a workbook of their own, so that they can be edited there."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from lib.briefing.pptx.text import colour, set_typefaces
from lib.briefing.slides import Series, StackedBars, TargetBars
from lib.statuses import HAIRLINE, INK, PAPER, SECONDARY
from lib.text import xml_safe

_LABEL_SIZE = 14


def add_stacked_bars(slide: Any, chart: StackedBars, box: tuple[float, float, float, float]) -> None:
    """Counts by status: bars in rows or in columns, a legend above in the order of the statuses."""
    data = CategoryChartData(number_format="0;;;")
    data.categories = list(map(xml_safe, chart.categories))
    for series in chart.series:
        data.add_series(series.name, series.values)
    is_rows = chart.direction == "rows"
    kind = XL_CHART_TYPE.BAR_STACKED if is_rows else XL_CHART_TYPE.COLUMN_STACKED
    crowded = len(chart.categories) > 12
    drawn = _added(slide, kind, data, box, 10 if crowded else _LABEL_SIZE)
    plot = drawn.plots[0]
    plot.gap_width = 45
    plot.overlap = 100
    for drawn_series, series in zip(plot.series, chart.series, strict=True):
        _paint(drawn_series, series)
        # In thin bars a single one has no room, and shows by its height.
        number_format = "[>=2]0;;;" if crowded else "0;;;"
        labels = _labels(drawn_series, number_format, XL_LABEL_POSITION.CENTER, series.look.ink)
        labels.font.size = Pt(10 if crowded else _LABEL_SIZE)
    _category_axis(drawn.category_axis)
    if is_rows:
        drawn.category_axis.reverse_order = True
    elif crowded:
        _upright(drawn.category_axis)
    drawn.value_axis.visible = False
    drawn.value_axis.has_major_gridlines = False
    _finish_text(drawn)


def add_target_bars(slide: Any, chart: TargetBars, box: tuple[float, float, float, float]) -> None:
    """Actuals as columns, the target as a line over them, both in one workbook."""
    number_format = "0" if chart.decimals == 0 else "0." + "0" * chart.decimals
    data = CategoryChartData(number_format=number_format)
    data.categories = list(map(xml_safe, chart.categories)) or ["尚无报送"]
    for series in (chart.actual, chart.target):
        data.add_series(series.name, series.values or (None,))
    drawn = _added(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, data, box, _LABEL_SIZE)
    plot = drawn.plots[0]
    plot.gap_width = 60
    actual, target = plot.series
    _paint(actual, chart.actual)
    labels = _labels(actual, number_format, XL_LABEL_POSITION.INSIDE_END, PAPER)
    labels.font.size, labels.font.bold = Pt(_LABEL_SIZE), True
    target.format.line.color.rgb = colour(INK)
    target.format.line.width = Pt(2.25)
    _category_axis(drawn.category_axis)
    axis = drawn.value_axis
    axis.minimum_scale = min(0, *(v for v in (*chart.actual.values, *chart.target.values, 0) if v is not None))
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = colour(HAIRLINE)
    axis.format.line.fill.background()
    axis.tick_labels.font.color.rgb = colour(SECONDARY)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "General", False
    _as_line(drawn, target)
    _finish_text(drawn)


def _added(slide: Any, kind: Any, data: CategoryChartData, box: tuple[float, float, float, float], size: float) -> Any:
    """A chart with its legend above, all its text `size` points high."""
    drawn = slide.shapes.add_chart(kind, *map(Inches, box), data).chart
    drawn.font.size, drawn.font.color.rgb = Pt(size), colour(INK)
    drawn.has_title = False  # else the name of a single series stands as a title
    drawn.has_legend = True
    drawn.legend.position = XL_LEGEND_POSITION.TOP
    drawn.legend.include_in_layout = False
    return drawn


def _labels(series: Any, number_format: str, position: Any, ink: str) -> Any:
    labels = series.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.font.color.rgb = colour(ink)
    return labels


def _as_line(drawn: Any, series: Any) -> None:
    """Draw one series of a column chart as a line on the same axes: its workbook stays the same."""
    plot_area = drawn._chartSpace.chart.plotArea
    bars = plot_area.find(qn("c:barChart"))
    element = series._element
    bars.remove(element)
    for child in element.findall(qn("c:invertIfNegative")):
        element.remove(child)
    line = parse_xml(f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/></c:lineChart>')
    marker = parse_xml(f'<c:marker {nsdecls("c")}><c:symbol val="none"/></c:marker>')
    properties = element.find(qn("c:spPr"))
    properties.addnext(marker)
    line.append(element)
    element.append(parse_xml(f'<c:smooth {nsdecls("c")} val="0"/>'))
    line.append(parse_xml(f'<c:marker {nsdecls("c")} val="1"/>'))
    for axis in bars.findall(qn("c:axId")):
        line.append(parse_xml(f'<c:axId {nsdecls("c")} val="{axis.get("val")}"/>'))
    bars.addnext(line)


def _paint(drawn: Any, series: Series) -> None:
    """The fill of a status: what is not reported is hatched, so that it survives greyscale."""
    fill = drawn.format.fill
    if series.look.is_hatched:
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb = colour("#c4cbd3")
        fill.back_color.rgb = colour(PAPER)
    else:
        fill.solid()
        fill.fore_color.rgb = colour(series.look.colour)
    drawn.format.line.color.rgb = colour("#9aa3ad" if series.look.ink != PAPER else PAPER)
    drawn.format.line.width = Pt(0.75)


def _category_axis(axis: Any) -> None:
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = colour(HAIRLINE)


def _upright(axis: Any) -> None:
    """Names of many categories set upright, as Chinese may be."""
    axis.tick_labels.font.size = Pt(10)
    body = axis._element.find(qn("c:txPr")).find(qn("a:bodyPr"))
    body.set("vert", "eaVert")
    body.set("rot", "0")


def _finish_text(drawn: Any) -> None:
    """Both typefaces wherever the chart sets text."""
    for properties in drawn._chartSpace.iter(qn("a:defRPr")):
        set_typefaces(properties)
