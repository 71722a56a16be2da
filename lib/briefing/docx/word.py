"""A notice as a Word file that officials can sign: A4, Chinese typefaces by name, the same bytes for the same data."""

from __future__ import annotations

import io
from datetime import datetime, time
from pathlib import Path
from typing import Any

import docx
from docx.shared import Pt

from lib.briefing.docx import TEMPLATE
from lib.briefing.docx.template import font_size, opened
from lib.briefing.docx.text import NAMES, add_run, clean, paragraph, table, width_of_text
from lib.briefing.notice.paragraphs import SAMPLE_MARK, Notice, Paragraph
from lib.briefing.same_bytes import stable_zip
from lib.briefing.slides import Table


def render(notice: Notice, template: bytes | None = None) -> bytes:
    """The notice as .docx, in an office's own Word file where there is one: what stands in it stays at the top."""
    document: Any = docx.Document(str(template_of(notice))) if template is None else opened(template)
    if notice.sample:
        paragraph(document, "mark", f"【{SAMPLE_MARK}】")
        _mark_each_page(document)
    if notice.number:
        paragraph(document, "number", notice.number)
    _title(document, notice.title_lines)
    if notice.addressee:
        paragraph(document, "addressee", notice.addressee)
    for section in notice.sections:
        if section.heading:
            paragraph(document, "section", section.heading)
        _blocks(document, section.blocks)
    if not notice.is_sheet:
        _signature(document, notice)
    for annex in notice.annexes:
        paragraph(document, "annex", annex.annex)
        paragraph(document, "title", annex.title)
        _blocks(document, annex.blocks)
    paragraph(document, "last", notice.last_line)
    _properties(document, notice)
    out = io.BytesIO()
    document.save(out)
    return stable_zip(out.getvalue(), notice.as_of)


def _mark_each_page(document: Any) -> None:
    """The sample mark at the head of every page, below what may stand there."""
    for section in document.sections:
        heads = [section.header, section.even_page_header]
        heads += [section.first_page_header] if section.different_first_page_header_footer else []
        for head in heads:
            last = head.paragraphs[-1] if head.paragraphs else head.add_paragraph()
            add_run(last if not last.text else head.add_paragraph(style=NAMES["header"]), SAMPLE_MARK)


def template_of(notice: Notice) -> Path:
    """The empty Word file that a notice is written into: for a sheet with many tasks one in smaller type."""
    sheet = "sheet_of_many" if notice.is_small else "sheet"
    return TEMPLATE.with_name(f"{sheet}.docx") if notice.is_sheet else TEMPLATE


def _title(document: Any, lines: tuple[str, str]) -> None:
    """The title, in one line where that has room for it."""
    a_line = width_of_text(document) / font_size(document.styles[NAMES["title"]], Pt(22))
    title = "".join(lines)
    paragraph(document, "title", *(lines if len(title) > a_line else [title]))


def _blocks(document: Any, blocks: tuple[Paragraph | Table, ...]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            table(document, block)
            continue
        paragraph(document, block.kind, block.text, lead=block.lead)


def _signature(document: Any, notice: Notice) -> None:
    """The list of annexes, the office and the day, on a page with the end of the text."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    if notice.annexes:
        paragraph(document, "list")
    for n, annex in enumerate(notice.annexes, 1):
        paragraph(document, "list", f"{'附件：' if n == 1 else '　　　'}{n}.{annex.title}")
    paragraph(document, "office", notice.office)
    paragraph(document, "signed", notice.signed)


def _properties(document: Any, notice: Notice) -> None:
    """What the file says of itself depends on the data alone."""
    own = document.core_properties
    own.title, own.author, own.last_modified_by = clean(notice.title)[:255], notice.office[:255], notice.office[:255]
    own.subject = (SAMPLE_MARK if notice.sample else notice.dates)[:255]
    edited = "；工作要求经人工修改" if notice.is_edited else ""
    own.comments, own.keywords, own.category = f"校验码 {notice.check_code}{edited}", "", ""
    own.language, own.revision = "zh-CN", 1
    own.created = own.modified = datetime.combine(notice.as_of, time())
