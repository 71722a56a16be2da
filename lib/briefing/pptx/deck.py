"""A briefing as PowerPoint, 16:9: native charts and tables that can be edited. Same data, same bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from lib import formats
from lib.briefing.content import Briefing
from lib.briefing.pptx.charts import add_month_chart, add_stacked_bars
from lib.briefing.pptx.template import SMALLEST, Box, Template, box_of, read
from lib.briefing.pptx.text import (
    BREAK,
    LINE,
    add_table,
    add_text,
    in_two,
    line,
    lines_of,
    paragraph,
    run,
    sentence,
    set_paragraphs,
)
from lib.briefing.same_bytes import stable_zip
from lib.briefing.slides import Block, MonthChart, Slide, StackedBars, Table, Text
from lib.statuses import OCHRE, SECONDARY
from lib.text import xml_safe

_GAP = 0.25

_TAG = (1.25, 0.34)
"""Inches of the sample mark."""


def render(briefing: Briefing, template: bytes | None = None) -> bytes:
    """The deck as the bytes of a .pptx, on a template or on the plain one. Raises BriefingError for one that does not fit."""
    style = read(template)
    for number, content in enumerate(briefing.slides, 1):
        slide = style.deck.slides.add_slide(style.cover if content.is_cover else style.content)
        if content.is_cover:
            _add_cover(slide, style, briefing, content)
        else:
            _add_head(slide, style, content, sample=briefing.sample)
            _add_blocks(slide, style, content)
        _add_foot(slide, style, briefing, number)
        _add_notes(slide, style, (*content.notes, briefing.foot))
    _set_properties(style.deck, briefing)
    file = io.BytesIO()
    style.deck.save(file)
    return stable_zip(file.getvalue())


def _add_cover(slide: Any, style: Template, briefing: Briefing, content: Slide) -> None:
    _set_title(slide, style, content.title)
    held = [block for _, blocks in content.rows for _, block in blocks if isinstance(block, Text)]
    lines = [content.meta, *(said for block in held for said in block.sentences), briefing.dates]
    (below,) = (x for x in slide.placeholders if x.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE)
    _, _, width, height = box_of(below)
    size = _largest(lines, width - 0.2, height - 0.1, style)
    set_paragraphs(
        below, [paragraph(sentence(style, s, size, bold=None, ink=None), size, after=size * 0.5) for s in lines]
    )
    if briefing.sample:
        tag_left = style.room[0] + style.room[2] - _TAG[0]
        _add_sample_tag(slide, style, tag_left, max(0.3, box_of(_title(slide))[1] - 0.6))


def _title(slide: Any) -> Any:
    return slide.shapes.title


def _set_title(slide: Any, style: Template, title: str) -> None:
    """In the template's size in as many lines as its box has, else in that of the text."""
    shape = _title(slide)
    _, _, width, height = box_of(shape)
    # Some programs set more space between Chinese and figures; most boxes have a margin.
    wide = (width - 0.1) * 0.95
    size, lines = style.sizes.title, [title]
    if lines_of(title, size, wide) > 1:
        lines = in_two(title, size, wide)
        taken = len(lines) if len(lines) > 1 else lines_of(title, size, wide)
        if taken * size * LINE / 72 > height + 0.02:
            size, lines = style.sizes.body, [title]
    set_paragraphs(shape, [paragraph(sentence(style, BREAK.join(lines), size, bold=None, ink=None), size)])


def _largest(sentences: list[str] | tuple[str, ...], width: float, height: float, style: Template) -> float:
    """The larger type if sentences fit in a box, else a smaller."""
    sizes = (style.sizes.body, style.sizes.small)

    def high(size: float) -> float:
        return sum(lines_of(s, size, width * 0.97) * size * LINE / 72 + size * 0.6 / 72 for s in sentences)

    return next((size for size in sizes if high(size) <= height), SMALLEST)


def _add_head(slide: Any, style: Template, content: Slide, *, sample: bool) -> None:
    _set_title(slide, style, content.title)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type in (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY):
            shape._element.getparent().remove(shape._element)
    left, top, width, height = style.meta
    room = width - (_TAG[0] + 0.2) * sample
    size = style.sizes.small if lines_of(content.meta, style.sizes.small, room) == 1 else SMALLEST
    add_text(slide, style, [content.meta], (left, top, room, height), size=size, ink=SECONDARY)
    if sample:
        _add_sample_tag(slide, style, left + width - _TAG[0], top - 0.02)


def _add_blocks(slide: Any, style: Template, content: Slide) -> None:
    """The blocks, each in its share of the room."""
    left_edge, top, all_wide, all_high = style.room
    total = sum(share for share, _ in content.rows)
    room = all_high - _GAP * (len(content.rows) - 1)
    for share, blocks in content.rows:
        height, left = room * share / total, left_edge
        wide = all_wide - _GAP * (len(blocks) - 1)
        parts = sum(part for part, _ in blocks)
        for part, block in blocks:
            width = wide * part / parts
            _add_block(slide, style, block, (left, top, width, height))
            left += width + _GAP
        top += height + _GAP
    for shape in slide.shapes:
        if shape.has_chart or shape.has_table:
            # Read out by programs for people who do not see it.
            shape._element.nvGraphicFramePr.cNvPr.set("descr", xml_safe(f"{content.title}。{content.meta}"))


def _add_block(slide: Any, style: Template, block: Block, box: Box) -> None:
    match block:
        case StackedBars():
            add_stacked_bars(slide, style, block, box)
        case MonthChart():
            add_month_chart(slide, style, block, box)
        case Table():
            add_table(slide, style, block, box)
        case Text():
            size = _largest(block.sentences, box[2], box[3], style)
            add_text(slide, style, block.sentences, box, size=size, space_after=size * 0.6)


def _add_foot(slide: Any, style: Template, briefing: Briefing, number: int) -> None:
    width = style.foot[2]
    size = style.sizes.small if lines_of(briefing.foot, style.sizes.small, width) == 1 else SMALLEST
    add_text(slide, style, [briefing.foot], style.foot, size=size, ink=SECONDARY)
    add_text(slide, style, [f"{number}"], style.number, size=size, ink=SECONDARY, align="r")


def _add_sample_tag(slide: Any, style: Template, left: float, top: float) -> None:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(_TAG[0]), Inches(_TAG[1]))
    outline = line(OCHRE, 1.5, "dash").replace("<a:ln ", f"<a:ln {nsdecls('a')} ", 1)
    shape._element.spPr.append(parse_xml(outline))
    properties = shape._element.txBody.find(qn("a:bodyPr"))
    for child in list(properties):
        properties.remove(child)
    for name, value in {"wrap": "square", "lIns": "0", "tIns": "0", "rIns": "0", "bIns": "0", "anchor": "ctr"}.items():
        properties.set(name, value)
    size = style.sizes.small
    set_paragraphs(shape, [paragraph(run(style, "示例数据", size, bold=True, ink=OCHRE), size, align="ctr")])


def _add_notes(slide: Any, style: Template, sentences: tuple[str, ...]) -> None:
    frame = slide.notes_slide.notes_placeholder
    set_paragraphs(frame, [paragraph(run(style, said, SMALLEST), SMALLEST) for said in sentences])


def _set_properties(deck: Any, briefing: Briefing) -> None:
    properties, moment = deck.core_properties, datetime(1980, 1, 1, tzinfo=UTC)
    properties.title, properties.subject = xml_safe(briefing.title), briefing.dates
    properties.author = properties.last_modified_by = "推进计划看板"
    properties.keywords = briefing.check_code
    # The format takes 255 characters.
    properties.comments = formats.cut(xml_safe("；".join(briefing.edits)), 250)
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1
