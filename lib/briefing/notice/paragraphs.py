"""What a notice holds, apart from how it is set: paragraphs, tables, blanks for a person to fill; and the phrases that its
sections share, as official texts write them: terse, no space around a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lib import formats
from lib.briefing.slides import Table
from lib.plan import Plan
from lib.rows import ProgressRow
from lib.rules import Measures, Rates
from lib.say import findings

ParagraphKind = Literal["body", "heading", "blank", "caption", "note"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `heading` is one of the second level （一）; `blank` waits for a person; `note` is small."""

    text: str
    kind: ParagraphKind = "body"
    lead: str = ""
    """A heading of the second level that runs into the text."""


NoticeBlock = Paragraph | Table


@dataclass(frozen=True)
class Section:
    """A heading of the first level, or the name of an annex, with what stands below it."""

    key: str
    title: str
    blocks: tuple[NoticeBlock, ...]
    annex: str = ""
    """附表1, of an annex."""

    @property
    def heading(self) -> str:
        """The title, behind the annex's number."""
        return f"{self.annex}\u3000{self.title}" if self.annex else self.title

    @property
    def text(self) -> str:
        """The paragraphs as plain text, one a line."""
        return "\n".join(block.lead + block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A 督查通报, or the sheet of one agency where `is_sheet`, which has no number, addressee, annexes or signature."""

    title_lines: tuple[str, str]
    """The title, in two lines where one is too short for it."""
    number: str = ""
    """文号 with blanks for a person to fill."""
    dates: str
    """数据截至 and 知悉截至, in words."""
    as_of: date
    addressee: str = ""
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...] = ()
    office: str
    signed: str = ""
    """The day of signing, blank but for its year."""
    last_line: str
    """Where the figures come from, their rule, the check code."""
    check_code: str
    sample: bool
    file_name: str
    """What its files are called, without their ending."""
    is_sheet: bool = False

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(self.title_lines)

    @property
    def all_sections(self) -> tuple[Section, ...]:
        """Sections, then annexes."""
        return self.sections + self.annexes


SAMPLE_MARK = "示例数据，非真实进展"
"""Stands at the top of a paper and on each of its pages while invented data count."""


_LOOSE = re.compile(r"(?<=[\u3000-\u9fff“”]) (?=[\d≥≤−+])|(?<=[\d%]) (?=[\u3000-\u9fff“”])|(?<=[≥≤]) (?=\d)")

_MOST_OF_A_QUOTE = 200


def tight(sentence: str) -> str:
    """A sentence without the spaces that screens show around numbers: 42 项任务 → 42项任务."""
    return _LOOSE.sub("", sentence)


def as_of(measures: Measures) -> str:
    """截至2021年9月30日"""
    return f"截至{formats.day(measures.as_of)}"


def quoted(text: str) -> str:
    """What a body reported, in quotes and in one line, without its last full stop."""
    return f"“{said(text)}”"


def said(text: str) -> str:
    """What a body reported, in one line, without its last full stop."""
    return formats.cut(" ".join(text.split()).rstrip("。；; "), _MOST_OF_A_QUOTE)


def of_period(measures: Measures, row: ProgressRow) -> str:
    """（2021年7月报）, where it was not reported for the current period."""
    is_current = measures.current is not None and row.period.end == measures.current.end
    return "" if is_current else f"（{formats.period(row.period)}报）"


def clause(plan: Plan, task: str, most: int = 60) -> str:
    """2.1.4（推动实施县域经济知识产权战略推进工程）"""
    return f"{task}（{findings.short(plan.tasks[task].text, most)}）"


def completed(rates: Rates, unit: str = "项") -> str:
    """A completion rate with its bound."""
    count = rates.count("verified")
    verified = f"（含已销号{count}{unit}）" if count else ""
    return (
        f"共完成{rates.completed}{unit}{verified}，任务完成率{formats.percent(rates.completion_rate)}，"
        f"若尚未报送的任务分工均已完成，最高为{formats.percent(rates.completion_high)}"
    )


def coverage(measures: Measures, rates: Rates) -> str:
    """报送率, and that of the current period where there is one."""
    said = f"报送率{formats.percent(rates.coverage)}"
    if measures.current is None:
        return f"{said}，{findings.NO_PERIOD_YET}，不计本期报送率"
    return f"{said}，本期（{formats.period(measures.current)}）报送率{formats.percent(rates.current_coverage)}"


def numbered(entries: Iterable[str]) -> list[str]:
    """1.…, 2.…"""
    return [f"{n}.{entry}" for n, entry in enumerate(entries, 1)]
