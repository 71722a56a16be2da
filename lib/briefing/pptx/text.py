"""Text on a PowerPoint slide: boxes, runs with Chinese typefaces, tables. Written as XML at once: part by part it takes long."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from lib.briefing.pptx.template import SMALLEST, Box, Template
from lib.briefing.slides import Table, TableCell
from lib.statuses import ACCENT, HAIRLINE, INK, PAPER, SECONDARY
from lib.text import text_width, xml_safe

BREAK = "\v"
"""Where a sentence goes on in another line."""

LINE = 1.25
"""Height of a line against its type."""

_CELL_MARGIN = 0.06
"""Inches at each side of a cell."""

_BESIDE_ROW = 0.09
"""Inches above and below the lines of a row."""

_OF_THE_TEMPLATE = {
    INK: '<a:schemeClr val="tx1"/>',
    SECONDARY: '<a:schemeClr val="tx1"><a:lumMod val="65000"/><a:lumOff val="35000"/></a:schemeClr>',
    ACCENT: '<a:schemeClr val="accent1"/>',
}
"""Colours that a template has for itself."""


def colour(hex_colour: str) -> str:
    """A colour as DrawingML; those of text and accent are the template's."""
    return _OF_THE_TEMPLATE.get(hex_colour) or f'<a:srgbClr val="{hex_colour.lstrip("#").upper()}"/>'


def fill(hex_colour: str) -> str:
    """A solid fill as DrawingML."""
    return f"<a:solidFill>{colour(hex_colour)}</a:solidFill>"


def line(hex_colour: str, points: float, dash: str = "") -> str:
    """An outline as DrawingML."""
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(points * 12700)}">{fill(hex_colour)}{dashed}</a:ln>'


def typefaces(template: Template) -> str:
    """Both typefaces as DrawingML."""
    latin, chinese = quoteattr(template.latin), quoteattr(template.chinese)
    return f"<a:latin typeface={latin}/><a:ea typeface={chinese}/><a:cs typeface={latin}/>"


def run(template: Template, text: str, size: float, *, bold: bool | None = False, ink: str | None = INK) -> str:
    """A run of text as DrawingML, marked as Chinese; without `bold` or `ink` as the template has it."""
    weight = "" if bold is None else f' b="{int(bold)}"'
    return (
        f'<a:r><a:rPr lang="zh-CN" sz="{round(size * 100)}"{weight} dirty="0">{fill(ink) if ink else ""}'
        f"{typefaces(template)}</a:rPr><a:t>{escape(xml_safe(text))}</a:t></a:r>"
    )


def paragraph(runs: str, size: float, *, align: str = "", after: float = 0) -> str:
    """A paragraph as DrawingML; `align` r for right, blank for as the template has it.

    The height of a line is given in points: of a typeface that stands in for another one it would be another. Commas stay
    within their box.
    """
    side = f' algn="{align}"' if align else ""
    # Else an empty paragraph is as high as the type that PowerPoint begins with.
    nothing = f'<a:endParaRPr lang="zh-CN" sz="{round(size * 100)}"/>'
    return (
        f'<a:p><a:pPr{side} hangingPunct="0"><a:lnSpc><a:spcPts val="{round(size * LINE * 100)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft></a:pPr>'
        f"{runs or nothing}</a:p>"
    )


def sentence(template: Template, text: str, size: float, **look: Any) -> str:
    """The runs of a sentence, broken where it says."""
    return "<a:br/>".join(run(template, part, size, **look) for part in text.split(BREAK))


def set_paragraphs(shape: Any, paragraphs: Sequence[str]) -> None:
    """Put paragraphs into a shape in place of its own."""
    body = shape._element.txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for new in parse_xml(f"<p:txBody {nsdecls('a', 'p')}>{''.join(paragraphs)}</p:txBody>"):
        body.append(new)


def add_text(
    slide: Any,
    template: Template,
    sentences: Sequence[str],
    box: Box,
    *,
    size: float,
    ink: str = INK,
    align: str = "l",
    space_after: float = 0,
) -> None:
    """A text box at x, y, width, height in inches; one paragraph a sentence."""
    shape = slide.shapes.add_textbox(*map(Inches, box))
    properties = shape._element.txBody.find(qn("a:bodyPr"))
    for name, value in {"wrap": "square", "lIns": "0", "tIns": "0", "rIns": "0", "bIns": "0"}.items():
        properties.set(name, value)
    set_paragraphs(
        shape,
        [paragraph(sentence(template, s, size, ink=ink), size, align=align, after=space_after) for s in sentences],
    )


def inches_of(text: str, size: float) -> float:
    """How much a text takes in one line of a type."""
    return text_width(text) * size / 72


def lines_of(text: str, size: float, width: float) -> int:
    """How many lines a text takes in a width in inches."""
    return max(1, sum(math.ceil(inches_of(line, size) / width) or 1 for line in text.split("\n")))


def in_two(text: str, size: float, width: float) -> list[str]:
    """A title in two lines that fit, broken at the mark nearest to its middle, in brackets only if there is no other; the
    title as it is where there is none."""
    marks = [i + 1 for i, c in enumerate(text[:-1]) if c in "，；：、"]
    fit = [i for i in marks if lines_of(text[:i], size, width) == lines_of(text[i:], size, width) == 1]
    outside = [i for i in fit if text[:i].count("（") == text[:i].count("）") and text[i - 1] != "、"]
    if not fit:
        return [text]
    at = min(outside or fit, key=lambda i: abs(len(text) - 2 * i))
    return [text[:at], text[at:]]


def add_table(slide: Any, template: Template, table: Table, box: Box) -> None:
    """A table at x, y, width, height in inches: hairlines, no fills, in the larger type if it has room, else in a smaller."""
    left, top, width, height = box
    has_head = any(table.columns)
    widths = [width * share / sum(table.widths) for share in table.widths]
    sizes = (template.sizes.small,) if table.is_dense else (template.sizes.body, template.sizes.small)
    size, heights = _fitted(table, widths, height, sizes)
    rows = [_row(template, table, row, size) for row in table.rows]
    if has_head:
        rows.insert(0, _row(template, table, [TableCell(word) for word in table.columns], size, head=True))
    grid = "".join(f'<a:gridCol w="{Inches(w)}"/>' for w in widths)
    high = "".join(f'<a:tr h="{Inches(h)}">{row}</a:tr>' for row, h in zip(rows, heights, strict=True))
    frame = slide.shapes.add_table(1, 1, Inches(left), Inches(top), Inches(width), Inches(sum(heights)))
    # “No Style, No Grid”
    made = parse_xml(
        f"<a:tbl {nsdecls('a')}><a:tblPr><a:tableStyleId>{{2D5ABB26-0587-4C30-8999-92F81FD0307C}}</a:tableStyleId>"
        f"</a:tblPr><a:tblGrid>{grid}</a:tblGrid>{high}</a:tbl>"
    )
    old = frame._element.find(f".//{qn('a:tbl')}")
    old.getparent().replace(old, made)


def text_of(cell: TableCell) -> str:
    """What stands in a cell: glyph and word of its status, then its text."""
    parts = [f"{cell.look.glyph} {cell.look.short}" if cell.look else "", cell.text]
    return " ".join(part for part in parts if part)


def _fitted(
    table: Table, widths: Sequence[float], height: float, sizes: tuple[float, ...]
) -> tuple[float, list[float]]:
    """The largest type with which the table fits and no word of its head or of a status breaks, and its rows' heights."""
    for size in (*sizes, SMALLEST):
        rows: list[Sequence[str]] = [[*map(text_of, row)] for row in table.rows]
        if any(table.columns):
            rows.insert(0, table.columns)
        heights = [
            max(lines_of(text, size, width - 2 * _CELL_MARGIN) for text, width in zip(row, widths, strict=True))
            * size * LINE / 72 + _BESIDE_ROW
            for row in rows
        ]  # fmt: skip
        looks = [(cell, width) for row in table.rows for cell, width in zip(row, widths, strict=True) if cell.look]
        words = [(text_of(TableCell("", cell.look)), width) for cell, width in looks]
        words += zip(table.columns, widths, strict=True)
        if sum(heights) <= height and all(inches_of(w, size) * 1.08 <= width - 2 * _CELL_MARGIN for w, width in words):
            break
    return size, heights


def _row(template: Template, table: Table, cells: Sequence[TableCell], size: float, *, head: bool = False) -> str:
    return "".join(_cell(template, cell, size, right=i in table.numeric, head=head) for i, cell in enumerate(cells))


def _cell(template: Template, cell: TableCell, size: float, *, right: bool, head: bool) -> str:
    runs = ""
    if cell.look:
        ink = cell.look.colour if cell.look.ink == PAPER else INK
        runs = run(template, f"{cell.look.glyph} {cell.look.short}", size, bold=True, ink=ink)
    if cell.text:
        said = f" {cell.text}" if cell.look else cell.text
        runs += run(template, said, size, ink=SECONDARY if head else INK)
    below = line(INK if head else HAIRLINE, 1.0 if head else 0.75).replace("a:ln", "a:lnB")
    side, edge = Inches(_CELL_MARGIN), Inches(_BESIDE_ROW / 3)
    return (
        f'<a:tc><a:txBody><a:bodyPr wrap="square"/><a:lstStyle/>{paragraph(runs, size, align="r" if right else "l")}'
        f'</a:txBody><a:tcPr marL="{side}" marR="{side}" marT="{edge}" marB="{edge}" anchor="ctr">{below}<a:noFill/>'
        f"</a:tcPr></a:tc>"
    )
