"""A notice as a Word file that officials can sign: A4, Chinese typefaces by name, the same bytes for the same data."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.oxml import parse_xml

from lib.briefing.docx.styles import NOTICE, SHEET, SHEET_OF_MANY, Setting
from lib.briefing.docx.template import template
from lib.briefing.docx.text import clean, page_number, paragraph, run, table, text
from lib.briefing.notice.paragraphs import SAMPLE_MARK, Notice, Paragraph
from lib.briefing.notice.tables import MOST_IN_FULL
from lib.briefing.same_bytes import stable_zip
from lib.briefing.slides import Table


def render(notice: Notice) -> bytes:
    """The notice as .docx."""
    setting = setting_of(notice)
    document = Document(io.BytesIO(template(setting)))
    body = document.element.body
    for block in _blocks(notice, setting):
        body.sectPr.addprevious(parse_xml(block))
    _heads_and_feet(document, notice, setting)
    _properties(document, notice)
    out = io.BytesIO()
    document.save(out)
    return stable_zip(out.getvalue(), notice.as_of)


def setting_of(notice: Notice) -> Setting:
    """How a notice is set: a sheet with many tasks in smaller type."""
    if not notice.is_sheet:
        return NOTICE
    rows = max((len(t.rows) for section in notice.sections for t in section.tables), default=0)
    return SHEET if rows <= MOST_IN_FULL else SHEET_OF_MANY


def _blocks(notice: Notice, setting: Setting) -> Iterator[str]:
    if notice.sample:
        yield text(setting, "mark", f"【{SAMPLE_MARK}】")
    if notice.number:
        yield text(setting, "number", notice.number)
    yield _title(notice, setting)
    if notice.addressee:
        yield text(setting, "addressee", notice.addressee)
    for section in notice.sections:
        if section.heading:
            yield text(setting, "section", section.heading)
        for block in section.blocks:
            yield from _block(block, setting)
    yield from _signature(notice, setting)
    for annex in notice.annexes:
        yield text(setting, "annex", annex.heading)
        for block in annex.blocks:
            yield from _block(block, setting)
    yield text(setting, "last", notice.last_line)


def _title(notice: Notice, setting: Setting) -> str:
    """The title; where it takes more than a line it breaks after the name of the plan."""
    style = setting.styles["title"]
    a_line = setting.width_mm / 25.4 * 72 / style.size
    first, mark, rest = notice.title.partition("》")
    if len(notice.title) <= a_line or not rest:
        return text(setting, "title", notice.title)
    return paragraph("title", run(first + mark, style) + "<w:r><w:br/></w:r>" + run(rest, style))


def _block(block: Paragraph | Table, setting: Setting) -> Iterator[str]:
    if isinstance(block, Table):
        yield table(setting, block)
        return
    yield text(setting, block.kind, block.text, block.lead)
    if block.kind == "blank":
        yield from [paragraph("body", "")] * setting.blank_lines


def _signature(notice: Notice, setting: Setting) -> Iterator[str]:
    if notice.is_sheet:
        return
    for n, annex in enumerate(notice.annexes, 1):
        yield text(setting, "list", f"{'附表：' if n == 1 else '　　　'}{n}.{annex.title}")
    yield text(setting, "office", notice.office)
    yield text(setting, "signed", notice.signed)


def _heads_and_feet(document: Any, notice: Notice, setting: Setting) -> None:
    """The sample mark at the head of every page, its number at the foot, to the outer side."""
    section = document.sections[0]
    for part in (section.header, section.even_page_header):
        _fill(part, "header", run(SAMPLE_MARK if notice.sample else "", setting.styles["header"]))
    for part, name in ((section.footer, "footer"), (section.even_page_footer, "footer-even")):
        _fill(part, name, page_number(setting.styles[name]))


def _fill(part: Any, name: str, runs: str) -> None:
    part.is_linked_to_previous = False
    for old in part.paragraphs:
        old._p.getparent().remove(old._p)
    part._element.append(parse_xml(paragraph(name, runs)))


def _properties(document: Any, notice: Notice) -> None:
    """What the file says of itself depends on the data alone."""
    own = document.core_properties
    own.title, own.author, own.last_modified_by = clean(notice.title)[:255], notice.office[:255], notice.office[:255]
    own.subject = (SAMPLE_MARK if notice.sample else notice.dates)[:255]
    own.comments, own.keywords, own.category = f"校验码 {notice.check_code}", "", ""
    own.language, own.revision = "zh-CN", 1
    own.created = own.modified = datetime.combine(notice.as_of, time())
