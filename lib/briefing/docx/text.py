"""Paragraphs, runs and tables as Word's XML. Texts come from files of others: what XML cannot hold is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from lib.briefing.docx.styles import BLACK, FANG, GLYPHS, KAI, Setting, Style
from lib.briefing.docx.template import W, ink_and_size, mm, style_id, twips, typeface
from lib.briefing.slides import Table, TableCell
from lib.statuses import PAPER, SECONDARY, Look
from lib.text import xml_safe

_BREAKS = re.compile(r"[\r\n\t\x0b\x0c\x85\u2028\u2029]+")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d、)(?=\d)", re.ASCII)
_MAY_BREAK = "\u200b"
"""LibreOffice takes 2.1.1、2.1.2 for one word and would push a long list beyond the line."""

_LINE_BREAK = "<w:r><w:br/></w:r>"
_HAIR = "808890"


def clean(text: str) -> str:
    """A text in one line that XML can hold."""
    return xml_safe(_BREAKS.sub(" ", text))


def run(text: str, style: Style, face: str | None = None) -> str:
    """A run of text in the typeface of its style, or in another."""
    if not text:
        return ""
    said = escape(_BETWEEN_NUMBERS.sub(_MAY_BREAK, clean(text)))
    return f'<w:r><w:rPr>{typeface(face or style.face)}{ink_and_size(style)}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r>'


def paragraph(name: str, runs: str, extra: str = "") -> str:
    """A paragraph of a style; `extra` are properties of its own."""
    return f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="{style_id(name)}"/>{extra}</w:pPr>{runs}</w:p>'


def text(setting: Setting, name: str, said: str, lead: str = "") -> str:
    """A paragraph of a style with a text, after a heading that runs into it where there is one."""
    style = setting.styles[name]
    return paragraph(name, run(lead, style, KAI) + run(said, style))


def page_number(style: Style) -> str:
    """— 1 —, the number as a field."""
    field = "".join(
        f"<w:r><w:rPr>{typeface(style.face)}{ink_and_size(style)}</w:rPr>{what}</w:r>"
        for what in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return run("— ", style) + field + run(" —", style)


def table(setting: Setting, content: Table) -> str:
    """A table as wide as the text: the header again on each page, no row broken between two."""
    total = mm(setting.width_mm)
    widths = [round(total * share / sum(content.widths)) for share in content.widths]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_HAIR}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    pad = mm(0.8)
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="{pad}" w:type="dxa"/>'
        f'<w:bottom w:w="20" w:type="dxa"/><w:right w:w="{pad}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    header = _row(
        [_cell(setting, "head-cell", TableCell(name), w) for name, w in zip(content.columns, widths, strict=True)]
    )
    header = header.replace("<w:cantSplit/>", "<w:cantSplit/><w:tblHeader/>", 1)
    rows = "".join(_row(_cells(setting, content, cells, widths)) for cells in content.rows)
    return f'<w:tbl xmlns:w="{W}">{properties}<w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>'


def _cells(setting: Setting, content: Table, cells: Sequence[TableCell], widths: Sequence[int]) -> list[str]:
    return [
        _cell(setting, "number-cell" if i in content.numeric else "cell", cell, width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]


def _row(cells: Sequence[str]) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(setting: Setting, name: str, cell: TableCell, width: int) -> str:
    style = setting.styles[name]
    fill = '<w:shd w:val="clear" w:color="auto" w:fill="EEF1F4"/>' if name == "head-cell" else ""
    runs = run(cell.text, style) if cell.look is None else _status(cell.look, cell.text, style, width)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style_id(name)}"/></w:pPr>{runs}</w:p></w:tc>'
    )


def _status(look: Look, more: str, style: Style, width: int) -> str:
    """Glyph and word; where they take more than a line, what is in brackets goes to the next."""
    fits = twips(style.size * (len(look.word) + 2.5)) <= width
    runs = _glyph(look, style) + run(f" {look.short}", style)
    if look.remark:
        runs += ("" if fits else _LINE_BREAK) + run(f"（{look.remark}）", style)
    return runs + (_LINE_BREAK + run(more, style) if more else "")


def _glyph(look: Look, style: Style) -> str:
    """The glyph on the colour of its status; where nothing was reported, on none."""
    plain = look.colour in {PAPER, SECONDARY}
    of = Style(FANG, style.size, style.line, ink=BLACK if plain else look.ink, fill=None if plain else look.colour)
    return (
        f"<w:r><w:rPr>{typeface(GLYPHS, GLYPHS)}{ink_and_size(of)}</w:rPr>"
        f'<w:t xml:space="preserve"> {escape(look.glyph)} </w:t></w:r>'
    )
