"""Paragraphs and tables in the styles of a template. Texts come from files of others: what XML cannot hold is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt, RGBColor, Twips

from lib.briefing.slides import Table, TableCell
from lib.statuses import PAPER, SECONDARY, Look
from lib.text import xml_safe

NAMES = {
    "mark": "通报示例标记",
    "number": "通报文号",
    "title": "通报标题",
    "addressee": "通报主送",
    "body": "通报正文",
    "lead": "通报二级标题",
    "section": "通报一级标题",
    "list": "通报附件目录",
    "office": "通报署名",
    "signed": "通报成文日期",
    "annex": "通报附件标题",
    "caption": "通报表题",
    "note": "通报表注",
    "table": "通报表格",
    "cell": "通报单元格",
    "number-cell": "通报数字单元格",
    "head-cell": "通报表头",
    "glyph": "通报状态符号",
    "last": "通报口径",
    "header": "通报页眉",
    "footer": "通报单页页码",
    "footer-even": "通报双页页码",
}
"""What the styles of a template are called in Word: names of its own, since Word has a 标题 and a 正文 already."""

_BREAKS = re.compile(r"[\r\n\t\x0b\x0c\x85\u2028\u2029]+")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d、)(?=\d)", re.ASCII)
_MAY_BREAK = "\u200b"
"""LibreOffice takes 2.1.1、2.1.2 for one word and would push a long list beyond the line."""


def clean(text: str) -> str:
    """A text in one line that XML can hold."""
    return xml_safe(_BREAKS.sub(" ", text))


def width_of_text(document: Any) -> Length:
    """The width between the margins."""
    section = document.sections[-1]
    return Length(section.page_width - section.left_margin - section.right_margin)


def paragraph(document: Any, name: str, *lines: str, lead: str = "") -> None:
    """A paragraph of a style in one line or more, after a heading that runs into it where there is one."""
    added = document.add_paragraph(style=NAMES[name])
    add_run(added, lead, style=NAMES["lead"])
    add_run(added, *lines)


def add_run(paragraph: Any, *lines: str, style: str | None = None) -> Any:
    """A run of text, a line break between its lines; none where there is no text."""
    said = "\n".join(_BETWEEN_NUMBERS.sub(_MAY_BREAK, clean(line)) for line in lines)
    if not said:
        return None
    run = paragraph.add_run(said, style)
    # Quotation marks and dashes are set in the Chinese typeface.
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    return run


def table(document: Any, content: Table) -> None:
    """A table as wide as the text: the header again on each page, no row broken between two."""
    drawn = document.add_table(len(content.rows) + 1, len(content.columns), NAMES["table"])
    drawn.autofit = False
    total = width_of_text(document)
    widths = [Twips(round(total.twips * share / sum(content.widths))) for share in content.widths]
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    first, *rows = drawn.rows
    # Looked up once: to look a style up takes longer than to fill a cell.
    head, plain, numeric = (document.styles[NAMES[name]] for name in ("head-cell", "cell", "number-cell"))
    styles = [numeric if i in content.numeric else plain for i in range(len(widths))]
    _fill(first, map(TableCell, content.columns), [head] * len(widths), widths)
    first._tr.trPr.append(OxmlElement("w:tblHeader"))
    for row, cells in zip(rows, content.rows, strict=True):
        _fill(row, cells, styles, widths)


def _fill(row: Any, cells: Iterable[TableCell], styles: Iterable[Any], widths: Iterable[Length]) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, cell, style, width in zip(row.cells, cells, styles, widths, strict=True):
        place.width = width
        (said,) = place.paragraphs
        said._p.style = style.style_id
        if cell.look is None:
            add_run(said, cell.text)
        else:
            _add_status(said, cell.look, cell.text, style.font.size or Pt(10.5), width)


def _add_status(paragraph: Any, look: Look, more: str, size: Length, width: Length) -> None:
    """The glyph on the colour of its status, the word; where that takes more than a line, what is in brackets below it.

    The glyph of what was not reported stands on no colour.
    """
    run = add_run(paragraph, f" {look.glyph} ", style=NAMES["glyph"])
    if look.colour not in {PAPER, SECONDARY}:
        run.font.color.rgb = RGBColor.from_string(look.ink[1:].upper())
        shading = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", look.colour[1:].upper())):
            shading.set(qn(f"w:{name}"), value)
        run._r.rPr.append(shading)
    fits = size * (len(look.word) + 2.5) <= width
    lines = [f" {look.word}"] if fits or not look.remark else [f" {look.short}", f"（{look.remark}）"]
    add_run(paragraph, *lines, *filter(None, [more]))
