"""Paragraphs and tables in the styles of a template. Texts come from files of others: what XML cannot hold is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Pt, Twips

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

_HINT = '<w:rFonts w:hint="eastAsia"/>'
"""Sets quotation marks and dashes in the Chinese typeface."""


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
    said = _said(lines)
    if not said:
        return None
    run = paragraph.add_run("\n".join(said), style)
    # Quotation marks and dashes are set in the Chinese typeface.
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    return run


def _said(lines: Iterable[str]) -> list[str]:
    """Lines with what XML can hold; none where all are blank."""
    said = [_BETWEEN_NUMBERS.sub(_MAY_BREAK, clean(line)) for line in lines]
    return said if any(said) else []


def table(document: Any, content: Table) -> None:
    """A table as wide as the text: the header again on each page, no row broken between two."""
    drawn = document.add_table(0, len(content.columns), NAMES["table"])
    drawn.autofit = False
    total = width_of_text(document)
    widths = [Twips(round(total.twips * share / sum(content.widths))) for share in content.widths]
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    # Looked up once: to look a style up takes longer than to fill a cell.
    head, plain, numeric, glyph = (
        document.styles[NAMES[name]] for name in ("head-cell", "cell", "number-cell", "glyph")
    )
    styles = [numeric if i in content.numeric else plain for i in range(len(widths))]
    rows = [_row(map(TableCell, content.columns), [head] * len(widths), widths, glyph, "<w:tblHeader/>")]
    rows += [_row(cells, styles, widths, glyph) for cells in content.rows]
    # As XML at once: part by part a notice takes three times as long.
    for row in parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>"):
        drawn._tbl.append(row)


def _row(
    cells: Iterable[TableCell], styles: Iterable[Any], widths: Iterable[Length], glyph: Any, more: str = ""
) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width.twips}"/></w:tcPr>'
        f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style.style_id)}/></w:pPr>"
        f"{_status(cell.look, cell.text, style.font.size or Pt(10.5), width, glyph) if cell.look else _run(cell.text)}"
        "</w:p></w:tc>"
        for cell, style, width in zip(cells, styles, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{made}</w:tr>"


def _run(*lines: str, style: str = "", look: str = "") -> str:
    """As `add_run`, as XML; `look` is what else its properties hold."""
    said = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _said(lines)]
    first = f"<w:rStyle w:val={quoteattr(style)}/>" if style else ""
    return f"<w:r><w:rPr>{first}{_HINT}{look}</w:rPr>{'<w:br/>'.join(said)}</w:r>" if said else ""


def _status(look: Look, more: str, size: Length, width: Length, glyph: Any) -> str:
    """The glyph on the colour of its status, the word; where that takes more than a line, what is in brackets below it.

    The glyph of what was not reported stands on no colour.
    """
    ink, paper = (colour[1:].upper() for colour in (look.ink, look.colour))
    on = f'<w:color w:val="{ink}"/><w:shd w:val="clear" w:color="auto" w:fill="{paper}"/>'
    sign = _run(f" {look.glyph} ", style=glyph.style_id, look="" if look.colour in {PAPER, SECONDARY} else on)
    fits = size * (len(look.word) + 2.5) <= width
    lines = [f" {look.word}"] if fits or not look.remark else [f" {look.short}", f"（{look.remark}）"]
    return sign + _run(*lines, *filter(None, [more]))
