"""Native charts on a PowerPoint slide, with their numbers in a workbook of their own, so that they can be edited there."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from lib.briefing.pptx.template import Box, Template
from lib.briefing.pptx.text import add_text, colour, fill, inches_of, line, typefaces
from lib.briefing.slides import MonthChart, Series, StackedBars
from lib.statuses import BASELINE, ELAPSED, HAIRLINE, INK, PAPER, SECONDARY, TARGET, Look
from lib.text import xml_safe


def add_stacked_bars(slide: Any, template: Template, chart: StackedBars, box: Box) -> None:
    """Counts by status: bars in rows or in columns, a legend above in the order of the statuses."""
    data = CategoryChartData(number_format="0;;;")
    data.categories = list(map(xml_safe, chart.categories))
    for series in chart.series:
        data.add_series(series.name, series.values)
    is_rows = chart.direction == "rows"
    kind = XL_CHART_TYPE.BAR_STACKED if is_rows else XL_CHART_TYPE.COLUMN_STACKED
    # A few bars would be as thick as beams.
    left, top, width, height = box
    height = min(height, 0.9 + 0.8 * len(chart.categories)) if is_rows else height
    drawn = _added(slide, template, kind, data, (left, top, width, height))
    plot = drawn.plots[0]
    plot.gap_width = 45
    plot.overlap = 100
    # What is labelled: in a column a count whose part is as high as the type.
    highest = max((sum(s.values[i] or 0 for s in chart.series) for i in range(len(chart.categories))), default=0)
    least = 1 if is_rows else max(1, round(template.sizes.small / 72 * 1.15 * highest / (height - 1.1) + 0.5))
    for drawn_series, series in zip(plot.series, chart.series, strict=True):
        _paint(drawn_series, series)
        _label(drawn_series, template, f"[>={least}]0;;;", XL_LABEL_POSITION.CENTER, series.look.ink)
    _category_axis(drawn.category_axis)
    if is_rows:
        drawn.category_axis.reverse_order = True
    drawn.value_axis.visible = False
    drawn.value_axis.has_major_gridlines = False
    drawn.value_axis.minimum_scale = 0
    if highest:
        drawn.value_axis.maximum_scale = highest
    _finish_text(drawn, template)


def add_month_chart(slide: Any, template: Template, chart: MonthChart, box: Box) -> None:
    """What was reported as columns or as a line with gaps, lines over it; all in one workbook, on a year's months."""
    if not chart.categories:
        add_text(slide, template, ["尚无报送"], box, size=template.sizes.body, ink=SECONDARY)
        return
    number_format = _number_format(chart.decimals)
    data = CategoryChartData(number_format=number_format)
    data.categories = list(chart.categories)
    for series in chart.series:
        data.add_series(series.name, series.values)
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if chart.as_columns else XL_CHART_TYPE.LINE_MARKERS
    drawn = _added(slide, template, kind, data, box)
    actual, *lines = list(drawn.plots[0].series)
    if chart.as_columns:
        drawn.plots[0].gap_width = 60
        _paint(actual, chart.actual)
    else:
        _set_shape(actual, line(chart.actual.look.colour, 3))
        actual.smooth = False
        actual.marker.style, actual.marker.size = XL_MARKER_STYLE.CIRCLE, 8
        actual.marker.format.fill.solid()
        _recolour(actual.marker.format.fill, chart.actual.look.colour)
        actual.marker.format.line.fill.background()
    position = XL_LABEL_POSITION.OUTSIDE_END if chart.as_columns else XL_LABEL_POSITION.ABOVE
    if not chart.as_columns and chart.is_below:
        position = XL_LABEL_POSITION.BELOW
    _label(actual, template, number_format, position, INK, bold=True)
    _place_labels(actual, template, chart, box[2])
    for drawn_series, series in zip(lines, chart.lines, strict=True):
        look = series.look
        _set_shape(drawn_series, line(look.colour, 1.75 if look is BASELINE else 2.25, _dash(look)))
        if not chart.as_columns:
            drawn_series.marker.style = XL_MARKER_STYLE.NONE
            drawn_series.smooth = False
    _category_axis(drawn.category_axis)
    axis = drawn.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = chart.low, chart.high, chart.step
    axis.has_major_gridlines = True
    _outline(axis.major_gridlines, line(HAIRLINE, 0.75))
    axis.format.line.fill.background()
    digits = next(n for n in range(10) if round(chart.step, n) == chart.step)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _number_format(digits), False
    if chart.as_columns:
        _as_lines(drawn, lines)
    _finish_text(drawn, template)


def _number_format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _dash(look: Look) -> str:
    return "" if look in (TARGET, BASELINE) else "sysDot" if look is ELAPSED else "dash"


def _added(slide: Any, template: Template, kind: Any, data: CategoryChartData, box: Box) -> Any:
    """A chart with its legend above, all its text in the smallest of the three sizes."""
    drawn = slide.shapes.add_chart(kind, *map(Inches, box), data).chart
    drawn.font.size = Pt(template.sizes.small)
    drawn.font.fill.solid()
    _recolour(drawn.font.fill, INK)
    drawn.has_title = False  # else the name of a single series stands as a title
    drawn.has_legend = True
    drawn.legend.position = XL_LEGEND_POSITION.TOP
    drawn.legend.include_in_layout = False
    return drawn


def _label(series: Any, template: Template, number_format: str, position: Any, ink: str, *, bold: bool = False) -> None:
    labels = series.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.font.size, labels.font.bold = Pt(template.sizes.small), bold
    labels.font.fill.solid()
    _recolour(labels.font.fill, ink)


def _place_labels(actual: Any, template: Template, chart: MonthChart, width: float) -> None:
    """Where numbers are wider than a month, only the last one is labelled; else those below stand there one by one."""
    values = [(i, v) for i, v in enumerate(chart.actual.values) if v is not None]
    widest = max(inches_of(f"{v:,.{chart.decimals}f}", template.sizes.small) for _, v in values)
    labels = actual.data_labels._element
    if widest < (width - 0.9) / 12:
        others = [] if chart.is_below else [i for i, is_below in enumerate(chart.written_below) if is_below]
        for i in reversed(others):
            labels.insert(0, _label_below(labels, i))
        return
    for i, _ in reversed(values[:-1]):
        labels.insert(0, parse_xml(f'<c:dLbl {nsdecls("c")}><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>'))


def _label_below(labels: Any, at: int) -> Any:
    """The label of one point, as those of its series but for its place."""
    label = parse_xml(f'<c:dLbl {nsdecls("c")}><c:idx val="{at}"/></c:dLbl>')
    for child in labels:
        if child.tag not in (qn("c:dLbl"), qn("c:showLeaderLines")):
            label.append(deepcopy(child))
    label.find(qn("c:dLblPos")).set("val", "b")
    return label


def _as_lines(drawn: Any, lines: list[Any]) -> None:
    """Draw series of a column chart as lines on the same axes: its workbook stays the same."""
    bars = drawn._chartSpace.chart.plotArea.find(qn("c:barChart"))
    made = parse_xml(f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/></c:lineChart>')
    for series in lines:
        element = series._element
        bars.remove(element)
        for child in element.findall(qn("c:invertIfNegative")):
            element.remove(child)
        marker = parse_xml(f'<c:marker {nsdecls("c")}><c:symbol val="none"/></c:marker>')
        element.find(qn("c:spPr")).addnext(marker)
        element.append(parse_xml(f'<c:smooth {nsdecls("c")} val="0"/>'))
        made.append(element)
    made.append(parse_xml(f'<c:marker {nsdecls("c")} val="1"/>'))
    for axis in bars.findall(qn("c:axId")):
        made.append(parse_xml(f'<c:axId {nsdecls("c")} val="{axis.get("val")}"/>'))
    bars.addnext(made)


def _paint(drawn: Any, series: Series) -> None:
    """The fill of a status: what is not reported is hatched, so that it survives greyscale."""
    look = series.look
    inside = fill(look.colour)
    if look.is_hatched:
        inside = (
            f'<a:pattFill prst="wdUpDiag"><a:fgClr>{colour("#c4cbd3")}</a:fgClr>'
            f"<a:bgClr>{colour(PAPER)}</a:bgClr></a:pattFill>"
        )
    _set_shape(drawn, inside + line("#9aa3ad" if look.ink != PAPER else PAPER, 0.75))


def _set_shape(drawn: Any, content: str) -> None:
    properties = drawn._element.get_or_add_spPr()
    for child in list(properties):
        properties.remove(child)
    for child in parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{content}</c:spPr>"):
        properties.append(child)


def _outline(drawn: Any, outline: str) -> None:
    properties = drawn.format.line._get_or_add_ln()
    properties.getparent().replace(properties, parse_xml(outline.replace("<a:ln ", f"<a:ln {nsdecls('a')} ", 1)))


def _recolour(solid: Any, hex_colour: str) -> None:
    """The colour of a solid fill, where it is one of the template's, too."""
    element = solid._xPr.find(qn("a:solidFill"))
    new = parse_xml(fill(hex_colour).replace("<a:solidFill>", f"<a:solidFill {nsdecls('a')}>", 1))
    element.getparent().replace(element, new)


def _category_axis(axis: Any) -> None:
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _outline(axis, line(HAIRLINE, 0.75))


def _finish_text(drawn: Any, template: Template) -> None:
    """Both typefaces wherever the chart sets text."""
    for properties in drawn._chartSpace.iter(qn("a:defRPr")):
        properties.set("lang", "zh-CN")
        for face in parse_xml(f"<a:defRPr {nsdecls('a')}>{typefaces(template)}</a:defRPr>"):
            properties.append(face)
