"""A briefing as PowerPoint, 16:9: native charts and tables that can be edited. Same data, same bytes."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from lib.briefing.content import Briefing
from lib.briefing.pptx.charts import add_stacked_bars, add_target_bars
from lib.briefing.pptx.text import BREAK, CHINESE, LATIN, add_run, add_table, add_text, colour, halves, lines_of
from lib.briefing.same_bytes import stable_zip
from lib.briefing.slides import Block, Slide, StackedBars, Table, TargetBars, Text
from lib.statuses import ACCENT, INK, OCHRE, SECONDARY
from lib.text import xml_safe

WIDTH, HEIGHT = 13.333, 7.5
"""Inches: 16:9."""

_LEFT, _WIDE = 0.55, WIDTH - 1.1
_TOP, _BOTTOM = 1.68, 6.88
"""Where blocks may stand."""

_GAP = 0.25

_Box = tuple[float, float, float, float]


def render(briefing: Briefing) -> bytes:
    """The deck as the bytes of a .pptx."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _set_theme(deck)
    blank = deck.slide_layouts[6]
    for number, content in enumerate(briefing.slides, 1):
        slide = deck.slides.add_slide(blank)
        _add_foot(slide, briefing, number)
        if content.is_cover:
            _add_cover(slide, briefing, content)
        else:
            _add_head(slide, content, sample=briefing.sample)
            _add_blocks(slide, content)
        _add_notes(slide, (*content.notes, briefing.foot))
    _set_properties(deck, briefing)
    file = io.BytesIO()
    deck.save(file)
    return stable_zip(file.getvalue())


def _add_cover(slide: Any, briefing: Briefing, content: Slide) -> None:
    _rule(slide, _LEFT, 2.05, 1.6, ACCENT, 4)
    size = 40 if lines_of(content.title, 40, _WIDE) == 1 else 32
    add_text(slide, [content.title], (_LEFT, 2.2, _WIDE, 1.3), size=size, bold=True, anchor=MSO_ANCHOR.MIDDLE)
    add_text(slide, [content.meta], (_LEFT, 3.55, _WIDE, 0.4), size=18, ink=SECONDARY)
    for _, blocks in content.rows:
        for _, block in blocks:
            if isinstance(block, Text):
                add_text(slide, block.sentences, (_LEFT, 4.3, _WIDE, 1.4), size=20)
    add_text(slide, [briefing.dates], (_LEFT, 6.0, _WIDE, 0.4), size=16, ink=SECONDARY)
    if briefing.sample:
        _add_sample_tag(slide, _LEFT, 1.45)


def _add_head(slide: Any, content: Slide, *, sample: bool) -> None:
    wide = _WIDE - 1.5 * sample
    # Some programs set more space between Chinese and figures.
    room = wide * 0.93
    lines = [content.title]
    size = next((s for s in (28, 26, 24, 22) if lines_of(content.title, s, room) == 1), 0)
    if not size:
        lines = halves(content.title)
        size = next((s for s in (24, 22, 20, 18) if sum(lines_of(line, s, room) for line in lines) <= 2), 16)
    add_text(slide, [BREAK.join(lines)], (_LEFT, 0.3, wide, 0.85), size=size, bold=True, anchor=MSO_ANCHOR.BOTTOM)
    add_text(slide, [content.meta], (_LEFT, 1.18, _WIDE, 0.3), size=14, ink=SECONDARY)
    _rule(slide, _LEFT, 1.55, _WIDE, INK, 1.5)
    if sample:
        _add_sample_tag(slide, WIDTH - 0.55 - 1.25, 0.72)


def _add_blocks(slide: Any, content: Slide) -> None:
    """The blocks, each in its share of the room."""
    total = sum(share for share, _ in content.rows)
    room = _BOTTOM - _TOP - _GAP * (len(content.rows) - 1)
    top = _TOP
    for share, blocks in content.rows:
        height, left = room * share / total, _LEFT
        wide = _WIDE - _GAP * (len(blocks) - 1)
        parts = sum(part for part, _ in blocks)
        for part, block in blocks:
            width = wide * part / parts
            _add_block(slide, block, (left, top, width, height))
            left += width + _GAP
        top += height + _GAP


def _add_block(slide: Any, block: Block, box: _Box) -> None:
    match block:
        case StackedBars():
            add_stacked_bars(slide, block, box)
        case TargetBars():
            add_target_bars(slide, block, box)
        case Table():
            add_table(slide, block, box)
        case Text():
            size = next(
                s for s in (24, 22, 20, 18, 16, 14, 12, 10)
                if s == 10 or sum(lines_of(t, s, box[2]) * s * 1.25 / 72 + s * 0.6 / 72 for t in block.sentences) <= box[3]
            )  # fmt: skip
            add_text(slide, block.sentences, box, size=size, space_after=size * 0.6)


def _add_foot(slide: Any, briefing: Briefing, number: int) -> None:
    _rule(slide, _LEFT, 7.0, _WIDE, "#e3e6ea", 0.75)
    add_text(slide, [briefing.foot], (_LEFT, 7.06, _WIDE - 0.6, 0.25), size=10, ink=SECONDARY)
    add_text(slide, [f"{number}"], (WIDTH - 0.95, 7.06, 0.4, 0.25), size=10, ink=SECONDARY)


def _add_sample_tag(slide: Any, left: float, top: float) -> None:
    tag = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(left), Inches(top), Inches(1.25), Inches(0.36))
    tag.fill.background()
    tag.line.color.rgb, tag.line.width, tag.line.dash_style = colour(OCHRE), Pt(1.5), MSO_LINE.DASH
    _without_effects(tag)
    frame = tag.text_frame
    frame.margin_left = frame.margin_right = Inches(0.08)
    frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    add_run(frame.paragraphs[0], "示例数据", size=14, bold=True, ink=OCHRE)


def _rule(slide: Any, left: float, top: float, width: float, hex_colour: str, points: float) -> None:
    line = slide.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Inches(left), Inches(top), Inches(left + width), Inches(top)
    )
    line.line.color.rgb, line.line.width = colour(hex_colour), Pt(points)
    _without_effects(line)


def _without_effects(shape: Any) -> None:
    """Take off the theme's style, which brings shadows."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def _add_notes(slide: Any, sentences: tuple[str, ...]) -> None:
    frame = slide.notes_slide.notes_text_frame
    for i, sentence in enumerate(sentences):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        add_run(paragraph, sentence, size=12)


def _set_theme(deck: Any) -> None:
    """The theme's typefaces: what somebody types into the deck looks like the rest."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = part.blob.decode("utf-8")
    theme = re.sub(r'(<a:(?:major|minor)Font>\s*)<a:latin typeface="[^"]*"', rf'\1<a:latin typeface="{LATIN}"', theme)
    theme = re.sub(r'<a:ea typeface="[^"]*"', f'<a:ea typeface="{CHINESE}"', theme)
    part._blob = theme.encode("utf-8")


def _set_properties(deck: Any, briefing: Briefing) -> None:
    properties, moment = deck.core_properties, datetime(1980, 1, 1, tzinfo=UTC)
    properties.title, properties.subject = xml_safe(briefing.title), briefing.dates
    properties.author = properties.last_modified_by = "推进计划看板"
    properties.keywords = briefing.check_code
    properties.created = properties.modified = properties.last_printed = moment
    properties.revision = 1
