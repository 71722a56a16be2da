"""月度快报: where the plan stands, on one page. Between two notices, in their words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace

from lib import formats
from lib.briefing.content import dates
from lib.briefing.notice import requirements
from lib.briefing.notice.notice import last_line
from lib.briefing.notice.paragraphs import Notice, NoticeBlock, Paragraph, Section, signed, standing
from lib.briefing.notice.problems import problems
from lib.briefing.notice.sections import overall
from lib.briefing.slides import Cells, Table
from lib.draw import file_name
from lib.rules import Measures
from lib.say import indicator_findings
from lib.statuses import LOOKS
from lib.text import text_width

_ROOM, _LINE = 480, 35
"""Points of height on the page beside title, headings and last line; characters in a line of its text."""

_LINE_HEIGHT, _ROW_HEIGHT, _ROW = 20, 14.5, 24
"""Points of a line of text and of a line in the table; characters in a line of its widest column."""

_MOST_INDICATORS = 6
"""Indicators that are listed, worst first."""

_PERIOD_WORDS = {"monthly": "月度快报", "quarterly": "季度快报"}


def bulletin(measures: Measures) -> Notice:
    """The bulletin on the whole plan."""
    plan = measures.plan
    word = _PERIOD_WORDS.get(plan.reporting.frequency, "快报")
    few = next((n for n in (4, 3, 2) if _height(_blocks(measures, n)) <= _ROOM), 1)
    when = f"（{formats.period(measures.current)}）" if measures.current else ""
    return Notice(
        title_lines=(f"《{plan.title}》", f"推进情况{word}{when}"),
        dates=dates(measures),
        as_of=measures.as_of,
        sections=(Section("bulletin", "", tuple(_blocks(measures, few))),),
        office=plan.office.name,
        last_line=last_line(measures),
        check_code=measures.check_code,
        sample=measures.sample,
        file_name=file_name(measures, word),
        is_sheet=True,
    )


def _blocks(measures: Measures, few: int) -> list[NoticeBlock]:
    blocks: list[NoticeBlock] = list(overall(measures)[:1])
    if measures.indicators:
        blocks += [Paragraph("指标进展", "caption"), _indicators(measures)]
    blocks += [Paragraph("存在问题", "caption"), *_without_annexes(problems(measures, few, is_tight=few == 1))]
    asked = requirements.paragraphs(requirements.draft(measures, few))
    blocks += [Paragraph("下一步", "caption"), *_without_annexes(asked)]
    return [Paragraph(f"{measures.plan.office.name}\u3000\u3000{signed(measures)}", "note"), *blocks]


def _without_annexes(paragraphs: Iterable[Paragraph]) -> list[NoticeBlock]:
    """The sentences of a notice where there are no annexes to look into."""
    return [replace(p, text=_MORE.sub("等", _LOOK.sub("", p.text))) for p in paragraphs]


_LOOK, _MORE = re.compile(r"（(?:名单)?见附件\d+）"), re.compile(r"(?:等\d+项)?；其余\d+项见附件\d+")


def _height(blocks: Iterable[NoticeBlock]) -> float:
    """About how high the blocks are, in points."""
    height = 0.0
    for block in blocks:
        if isinstance(block, Table):
            height += _ROW_HEIGHT * (1 + sum(math.ceil(text_width(row[1].text) / _ROW) for row in block.rows))
        elif block.kind == "body":
            height += _LINE_HEIGHT * math.ceil((2 + text_width(block.lead + block.text)) / _LINE)
    return height


def _indicators(measures: Measures) -> Table:
    """Each with its owner and finding, the worst first; what does not fit is counted."""
    found = sorted(measures.indicators.values(), key=lambda s: LOOKS[s.status].gravity)
    rows: list[Cells] = [
        (indicator_findings.lamp(s), standing(measures, s), measures.plan.short_name_of(s.indicator.owner))
        for s in found[:_MOST_INDICATORS]
    ]
    if len(found) > _MOST_INDICATORS:
        rows.append(("", f"其余{len(found) - _MOST_INDICATORS}项略", ""))
    return Table.whole({"状态": 0.19, "指标": 0.61, "责任单位": 0.2}, rows)
