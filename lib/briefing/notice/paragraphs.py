"""What a notice holds, apart from how it is set: paragraphs and tables; and the phrases that its sections share, as official
texts write them: terse, no space around a number, and none of the words that only the board uses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from lib import formats
from lib.briefing import steps
from lib.briefing.slides import Table
from lib.periods import Period
from lib.plan import Plan
from lib.rows import ProgressRow
from lib.rules import IndicatorStanding, Measures
from lib.say import indicator_findings, naming

ParagraphKind = Literal["body", "caption", "note"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `note` is small."""

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
    """附件1, of an annex."""

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
    """A 督查通报, or a paper of a page or two where `is_sheet`, which has no number, annexes or signature."""

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
    is_small: bool = False
    """Whether it is set in smaller type, of a sheet with many tasks."""
    is_edited: bool = False
    """Whether a person wrote the 工作要求."""

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

BLANK_DAY = "\u3000\u3000月\u3000\u3000日"
"""A day for a person to fill."""

OFFICE_WORDS = {
    "已突破上限": "已超过控制目标",
    "已用": "已达控制目标的",
    "当时达序时": "当时符合序时进度",
    "当时略低于序时": "当时略低于序时进度",
    "当时低于序时": "当时低于序时进度",
    "以后没有再报": "以后未再报送",
}
"""What the board says of an indicator, and what a paper says instead."""

_LOOSE = re.compile(r"(?<=[\u3000-\u9fff“”]) (?=[\d≥≤−+])|(?<=[\d%]) (?=[\u3000-\u9fff“”])|(?<=[≥≤]) (?=\d)")

_MOST_OF_A_QUOTE = 200

_MOST_OF_A_CLAUSE, _MOST_OF_A_NAME = 30, 20


def tight(sentence: str) -> str:
    """A sentence without the spaces that screens show around numbers: 42 项任务 → 42项任务."""
    return _LOOSE.sub("", sentence)


def as_of(measures: Measures) -> str:
    """截至2021年9月30日"""
    return f"截至{formats.day(measures.as_of)}"


def known_day(measures: Measures) -> date | None:
    """The day up to which reports were taken in; None where there are none and none was chosen."""
    return measures.known_by or measures.reported_on


def signed(measures: Measures) -> str:
    """The day of signing, for a person to fill. At the end of a year it is likely signed in the next."""
    known = max(measures.as_of, known_day(measures) or measures.as_of)
    year = str(known.year) if known.month < 12 else "\u3000\u3000"
    return f"{year}年{BLANK_DAY}"


def near(measures: Measures, day: date) -> str:
    """10月10日, of the year of the notice; of another year in full."""
    return f"{day.month}月{day.day}日" if day.year == measures.as_of.year else formats.day(day)


def progress_of(period: Period) -> str:
    """9月进展, 三季度进展, 全年进展"""
    return f"{formats.within_year(period) or '全年'}进展"


def owing_in(period: Period | None) -> str:
    """9月欠报, 三季度欠报, 全年欠报"""
    return f"{formats.within_year(period) or '全年'}欠报" if period else "欠报"


class Deadline(NamedTuple):
    """By when something is asked for: the next day on which reports are due anyway."""

    day: str
    """In words; a blank where the plan's last due day is past."""
    period: Period | None
    """What is due on that day."""


def deadline(measures: Measures) -> Deadline:
    """The first due day after the last day of which anything is known."""
    asked = steps.next_due(measures)
    return Deadline(near(measures, asked[0]), asked[1]) if asked else Deadline(BLANK_DAY, None)


def bodies(plan: Plan, ids: Sequence[str], few: int) -> str:
    """省大数据局、省司法厅; of more than a few the first and how many: 省大数据局、省司法厅等4家单位."""
    if len(ids) > few + 1 and set(ids) >= set(plan.bodies):
        return "各责任单位"
    return listed(plan, list(map(plan.short_name_of, ids)), ids, few)


def listed(plan: Plan, named: Sequence[str], ids: Sequence[str], few: int) -> str:
    """What is said of each body, of more than a few of the first and how many bodies there are; never of all but one."""
    if but_not_all_but_one(few, len(ids)) == len(ids):
        return "、".join(named)
    return f"{'、'.join(named[:few])}等{tight(naming.counted(plan, ids, '家单位'))}"


def but_not_all_but_one(few: int, count: int) -> int:
    """How many of `count` are named: a few, or all where a single one would be left to “其余1项”."""
    return count if count <= few + 1 else few


def the_first(each: Sequence[str], few: int, others: str) -> str:
    """The first few, and how many are left to the `others`' place."""
    shown = but_not_all_but_one(few, len(each))
    return "；".join(each[:shown]) + (f"；其余{len(each) - shown}项见{others}" if len(each) > shown else "")


def in_brief(text: str) -> str:
    """A clause for a list: as much of it as a line or two hold, with an ellipsis where something is left out."""
    return formats.cut(text.rstrip("。"), _MOST_OF_A_CLAUSE)


def up_to_six(few: int, count: int) -> int:
    """How many of `count` are named where each is short: all of six, else a few."""
    return count if count <= _ALL_NAMED else few


_ALL_NAMED = 6


def clause(plan: Plan, task: str, most: int = _MOST_OF_A_NAME) -> str:
    """“推动商标注册便利化改革”（1.3.3）: up to its first comma, unless what is to be done stands only behind that."""
    text = plan.tasks[task].text
    short = in_brief(text) if text.startswith(_ADVERBIALS) else naming.short(text, most)
    return f"“{short.translate(_INNER_QUOTES)}”（{task}）"


_ADVERBIALS = ("围绕", "针对", "通过", "根据", "按照", "结合")


_INNER_QUOTES = str.maketrans("“”", "‘’")


def by_bodies(plan: Plan, whose: Mapping[str, Sequence[str]], few: int, where: str) -> str:
    """省知识产权局“完善专利信息公共服务平台”（1.1.1）等6项；……；其余2项见附件2: tasks by the bodies that they are with.

    `whose`: the bodies of each task. Those with most tasks come first; of more than a few the rest is counted.
    """
    tasks_of: dict[tuple[str, ...], list[str]] = {}
    for task, ids in whose.items():
        tasks_of.setdefault(tuple(ids), []).append(task)
    ranked = sorted(tasks_of.items(), key=lambda pair: -len(pair[1]))
    few, most = but_not_all_but_one(few, len(ranked)), few if len(ranked) == 1 else 1
    each = []
    for ids, own in ranked[:few]:
        shown = but_not_all_but_one(most, len(own))
        named = "、".join(clause(plan, task) for task in own[:shown])
        each.append(f"{bodies(plan, ids, 2)}{named}{f'等{len(own)}项' if len(own) > shown else ''}")
    rest = sum(len(own) for _, own in ranked[few:])
    return "；".join([*each, *([f"其余{rest}项见{where}"] if rest else [])])


def standing(measures: Measures, one: IndicatorStanding) -> str:
    """作品著作权登记量1—9月累计352件，为目标的88.0%，快于序时进度13.2个百分点"""
    own = one.indicator
    if one.period is None:
        return f"{own.name}年初以来未报送"
    when = formats.within_year(one.period, own.kind == "cumulative") or "全年"
    found = indicator_findings.result(one)
    for of_board, of_office in OFFICE_WORDS.items():
        found = found.replace(of_board, of_office)
    late = ""
    if indicator_findings.stale_remark(one) and measures.current:
        late = f"，{formats.within_year(measures.current) or '全年'}数据尚未报送"
    return tight(f"{own.name}{when}{'' if own.kind == 'cumulative' else '为'}{found}{late}")


def with_owners(measures: Measures, those: Sequence[IndicatorStanding], few: int) -> str:
    """Indicators, the first few with where they stand and whose they are."""
    each = [f"{standing(measures, one)}（{measures.plan.short_name_of(one.indicator.owner)}）" for one in those]
    return the_first(each, few, annex(measures, "indicators"))


def annex(measures: Measures, key: str) -> str:
    """附件2: the annex on the indicators, the tasks, or the agencies with what they owe."""
    keys = ["indicators"] * bool(measures.indicators) + ["tasks", "agencies"]
    return f"附件{keys.index(key) + 1}"


def itemized(entries: Sequence[tuple[str, str]]) -> tuple[Paragraph, ...]:
    """A paragraph for each lead and text, numbered （一） where there are several of them."""
    if len(entries) == 1:
        return (Paragraph(entries[0][1]),)
    return tuple(
        Paragraph(text, lead=f"{naming.numeral(f'0.{n}')}{lead}{'。' if lead else ''}")
        for n, (lead, text) in enumerate(entries, 1)
    )


def said(text: str) -> str:
    """What a body reported, in one line, without its last full stop."""
    return formats.cut(" ".join(text.split()).rstrip("。；; "), _MOST_OF_A_QUOTE)


def quoted(text: str) -> str:
    """“……”, as it was written, in one line."""
    return f"“{said(text).translate(_INNER_QUOTES)}”"


def of_period(measures: Measures, row: ProgressRow) -> str:
    """（2021年7月报）, where it was not reported for the current period."""
    is_current = measures.current is not None and row.period.end == measures.current.end
    return "" if is_current else f"（{formats.period(row.period)}报）"
