"""Slides as HTML, for the page 简报: heads, tables and texts; charts are drawn by `slide_figures`."""

from __future__ import annotations

from lib.briefing.content import Briefing
from lib.briefing.slides import Slide, Table, TableCell, Text
from lib.draw import markup

_LONG = 60
"""Characters of a title that is set smaller."""

_FEW = 9
"""Rows of a table that is set larger, if it has few columns."""


def head(briefing: Briefing, slide: Slide, level: int = 1) -> str:
    """The title and the line under it, of `level` 2 where it is on a page that has its own."""
    said = markup.head(slide.title, slide.meta, sample=briefing.sample, level=level)
    return f'<div class="pb-long">{said}</div>' if len(slide.title) > _LONG else said


def cover(briefing: Briefing, slide: Slide, level: int = 1) -> str:
    """The first slide; `level` as that of `head`."""
    texts = [block for _, blocks in slide.rows for _, block in blocks if isinstance(block, Text)]
    said = [s for text in texts if text.lead for s in text.sentences]
    facts = [s for text in texts if not text.lead for s in text.sentences]
    return markup.cover(
        slide.title, slide.meta, said, "　".join([*facts, briefing.dates]), sample=briefing.sample, level=level
    )


def table(content: Table) -> str:
    """A table of a slide."""
    classes = ["num" if i in content.numeric else "wrap" for i in range(len(content.widths))]
    rows = [(None, list(map(_cell, row, classes))) for row in content.rows]
    total = sum(content.widths)
    widths = [round(100 * share / total, 2) for share in content.widths]
    columns = dict(zip(content.columns, classes, strict=True)) if any(content.columns) else {}
    made = markup.table(rows, columns, widths)
    return f'<div class="pb-few">{made}</div>' if len(rows) <= _FEW and len(classes) <= 4 else made


def text(content: Text) -> str:
    """Sentences below one another."""
    return "".join(markup.paragraph(sentence) for sentence in content.sentences)


def _cell(cell: TableCell, classes: str) -> markup.HtmlCell:
    return markup.status(cell.look, cell.text) if cell.look else markup.text(cell.text, classes)
