"""Text on a PowerPoint slide: boxes, runs with Chinese typefaces, tables whose type is as large as their room allows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from lib.briefing.slides import Table, TableCell
from lib.statuses import HAIRLINE, INK, PAPER, SECONDARY
from lib.text import text_width, xml_safe

LATIN, CHINESE = "Arial", "Microsoft YaHei"

BREAK = "\v"
"""Where a sentence goes on in another line."""

LINE = 1.25
"""Height of a line against its type."""

_CELL_MARGIN = 0.06
"""Inches at each side of a cell."""

_TABLE_SIZES = (18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8)


def colour(hex_colour: str) -> RGBColor:
    """#1f4e79 as PowerPoint takes it."""
    red, green, blue = bytes.fromhex(hex_colour.lstrip("#"))
    return RGBColor(red, green, blue)


def add_text(
    slide: Any,
    sentences: Sequence[str],
    box: tuple[float, float, float, float],
    *,
    size: float,
    bold: bool = False,
    ink: str = INK,
    anchor: Any = MSO_ANCHOR.TOP,
    space_after: float = 0,
) -> Any:
    """A text box at x, y, width, height in inches; one paragraph a sentence."""
    shape = slide.shapes.add_textbox(*map(Inches, box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for i, sentence in enumerate(sentences):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        # In points: of a typeface that stands in for another one the lines would be of another height.
        paragraph.line_spacing = Pt(size * LINE)
        paragraph.space_after = Pt(space_after)
        for n, line in enumerate(sentence.split(BREAK)):
            if n:
                paragraph.add_line_break()
            add_run(paragraph, line, size=size, bold=bold, ink=ink)
    return shape


def add_run(paragraph: Any, text: str, *, size: float, bold: bool = False, ink: str = INK) -> None:
    """A run of text in both typefaces, marked as Chinese."""
    # Else a comma at a line's end hangs over the edge of its box.
    paragraph._p.get_or_add_pPr().set("hangingPunct", "0")
    run = paragraph.add_run()
    run.text = xml_safe(text)
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.color.rgb = colour(ink)
    set_typefaces(run._r.get_or_add_rPr())


def set_typefaces(properties: Any) -> None:
    """Both typefaces and the language, on the properties of a run or of a chart's text."""
    properties.set("lang", "zh-CN")
    for tag, face in (("a:latin", LATIN), ("a:ea", CHINESE), ("a:cs", LATIN)):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        element = properties.makeelement(qn(tag), {"typeface": face})
        properties.append(element)


def inches_of(text: str, size: float) -> float:
    """How much a text takes in one line of a type."""
    return text_width(text) * size / 72


def lines_of(text: str, size: float, width: float) -> int:
    """How many lines a text takes in a width in inches."""
    return max(1, sum(math.ceil(inches_of(line, size) / width) or 1 for line in text.split("\n")))


def halves(text: str) -> list[str]:
    """A title in two lines, broken at the mark nearest to its middle that stands in no brackets."""
    inside = [text[:i].count("（") > text[:i].count("）") for i in range(len(text))]
    breaks = [i + 1 for i, c in enumerate(text[:-1]) if c in "，；：" and not inside[i]]
    if not breaks:
        return [text]
    at = min(breaks, key=lambda i: abs(len(text) - 2 * i))
    return [text[:at], text[at:]]


def add_table(slide: Any, table: Table, box: tuple[float, float, float, float]) -> None:
    """A table at x, y, width, height in inches: hairlines, no fills, type as large as the height allows."""
    left, top, width, height = box
    has_head = any(table.columns)
    widths = [width * share / sum(table.widths) for share in table.widths]
    size, heights = _fitted(table, widths, height)
    shape = slide.shapes.add_table(
        len(table.rows) + has_head, len(widths), Inches(left), Inches(top), Inches(width), Inches(sum(heights))
    )
    grid = shape.table
    _without_style(grid)
    for column, inches in zip(grid.columns, widths, strict=True):
        column.width = Inches(inches)
    for row, inches in zip(grid.rows, heights, strict=True):
        row.height = Inches(inches)
    if has_head:
        for i, word in enumerate(table.columns):
            _fill(grid.cell(0, i), TableCell(word), size - 1, right=i in table.numeric, head=True)
    for n, cells in enumerate(table.rows):
        for i, cell in enumerate(cells):
            _fill(grid.cell(n + has_head, i), cell, size, right=i in table.numeric)


def text_of(cell: TableCell) -> str:
    """What stands in a cell: glyph and word of its status, then its text."""
    parts = [f"{cell.look.glyph} {cell.look.short}" if cell.look else "", cell.text]
    return " ".join(part for part in parts if part)


def _fitted(table: Table, widths: Sequence[float], height: float) -> tuple[float, list[float]]:
    """The largest type with which the table fits and no word of its head or of a status breaks, and its rows' heights."""
    for size in _TABLE_SIZES:
        rows: list[Sequence[str]] = [[*map(text_of, row)] for row in table.rows]
        if any(table.columns):
            rows.insert(0, table.columns)
        heights = [
            max(lines_of(text, size, width - 2 * _CELL_MARGIN) for text, width in zip(row, widths, strict=True))
            * size * LINE / 72 + 0.09
            for row in rows
        ]  # fmt: skip
        looks = [(cell, width) for row in table.rows for cell, width in zip(row, widths, strict=True) if cell.look]
        words = [(text_of(TableCell("", cell.look)), width) for cell, width in looks]
        words += zip(table.columns, widths, strict=True)
        if sum(heights) <= height and all(inches_of(w, size) * 1.08 <= width - 2 * _CELL_MARGIN for w, width in words):
            break
    return size, heights


def _fill(cell: Any, content: TableCell, size: float, *, right: bool, head: bool = False) -> None:
    cell.margin_left = cell.margin_right = Inches(_CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = cell.text_frame
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.line_spacing = Pt(size * LINE)
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    if content.look:
        ink = content.look.colour if content.look.ink == PAPER else INK
        add_run(paragraph, f"{content.look.glyph} {content.look.short}", size=size, bold=True, ink=ink)
    if content.text:
        add_run(
            paragraph, f" {content.text}" if content.look else content.text, size=size, ink=SECONDARY if head else INK
        )
    elif not content.look:
        # Else an empty cell is as high as the type that PowerPoint begins with.
        paragraph._p.get_or_add_endParaRPr().set("sz", str(Pt(size).centipoints))
    _rule_below(cell, INK if head else HAIRLINE, 1.0 if head else 0.75)


def _without_style(grid: Any) -> None:
    properties = grid._tbl.tblPr
    for name in ("firstRow", "bandRow"):
        properties.set(name, "0")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # “No Style, No Grid”


def _rule_below(cell: Any, hex_colour: str, points: float) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": str(Emu(Pt(points))), "cap": "flat", "cmpd": "sng", "algn": "ctr"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": hex_colour.lstrip("#").upper()}))
    line.append(fill)
    properties.append(line)
    properties.append(properties.makeelement(qn("a:noFill"), {}))
