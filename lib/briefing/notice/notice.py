"""督查通报: what the notice on a plan says, and the sheet of one agency, computed from the measures.

Nothing stands here that the data do not say; what a person has to decide is a blank that says so.
`lib.briefing.docx.word` sets it as a Word file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lib import formats
from lib.briefing.content import dates
from lib.briefing.notice import tables
from lib.briefing.notice.paragraphs import Notice, NoticeBlock, Paragraph, Section, as_of, completed, coverage
from lib.briefing.notice.problems import owed_by, problems
from lib.briefing.notice.sections import indicator, indicators, next_steps, overall
from lib.draw import file_name
from lib.plan import Plan
from lib.rules import Measures, due_day, owing
from lib.say import arithmetic, findings

_NUMBER = re.compile(r"([^〔〕\d\s]+)〔\d{4}〕\d+号")
_BLANKS = "〔\u3000\u3000〕\u3000\u3000号"


def notice(measures: Measures) -> Notice:
    """The notice on the whole plan."""
    plan = measures.plan
    annexes = _annexes(measures)
    last = next((section.annex for section in annexes if section.key == "annex-reports"), "附表")
    contents = [
        Section("overall", "总体情况", overall(measures)),
        Section("indicators", "指标进展", indicators(measures)),
        Section("problems", "存在问题", problems(measures)),
        Section("next", "下一步", next_steps(measures, last)),
    ]
    sections = [replace(s, title=f"{findings.numeral(str(n))}、{s.title}") for n, s in _held(contents)]
    opening = Section("opening", "", (_opening(measures),))
    return Notice(
        title_lines=(f"关于《{plan.title}》", "推进情况的通报"),
        number=document_number(plan),
        dates=dates(measures),
        as_of=measures.as_of,
        addressee=_addressee(plan),
        sections=(opening, *sections),
        annexes=annexes,
        office=plan.office.name,
        signed=_signed(measures),
        last_line=_last_line(measures),
        check_code=measures.check_code,
        sample=measures.sample,
        file_name=file_name(measures, "通报"),
    )


def agency_notice(measures: Measures, body: str) -> Notice:
    """The sheet of one agency or group: its figures, what it owes and by when, its assignments."""
    plan = measures.plan
    name = plan.name_of(body)
    owed = next((one for one in owing(measures) if one.body == body), None)
    rates = measures.bodies[body]
    late = f"逾期{rates.overdue}项" if rates.overdue else "没有逾期任务"
    blocks: list[NoticeBlock] = [
        Paragraph(
            f"{as_of(measures)}，任务分工{rates.total}项，{completed(rates)}。{coverage(measures, rates)}。{late}。",
            lead="完成和报送情况。",
        )
    ]
    own = [s for s in measures.indicators.values() if s.indicator.owner == body]
    blocks += [Paragraph(indicator(measures, s), lead=f"{s.indicator.name}。") for s in own]
    if measures.current:
        due = f"{formats.period(measures.current)}进展应于{formats.day(due_day(plan, measures.current))}前报送"
        blocks.append(
            Paragraph(f"{due}，欠报{owed_by(measures, owed)}。" if owed else "本期不欠报。", lead="欠报情况。")
        )
    blocks.append(Paragraph(f"任务分工{rates.total}项", "caption"))
    blocks.append(tables.assignments(measures, body))
    return Notice(
        title_lines=(f"《{plan.title}》", f"{name}推进情况"),
        dates=dates(measures),
        as_of=measures.as_of,
        sections=(Section(f"agency-{body}", "", tuple(blocks)),),
        office=plan.office.name,
        last_line=_last_line(measures),
        check_code=measures.check_code,
        sample=measures.sample,
        file_name=file_name(measures, f"单页_{name}"),
        is_sheet=True,
    )


def document_number(plan: Plan) -> str:
    """The organ's prefix as the plan's own number has it, and blanks: 测府办〔　　〕　　号."""
    found = _NUMBER.fullmatch(plan.document)
    return (found[1] if found else "") + _BLANKS


def _opening(measures: Measures) -> Paragraph:
    plan = measures.plan
    return Paragraph(
        f"根据各责任单位报送的数据，现将《{plan.title}》（{plan.document}）推进情况通报如下（{dates(measures)}）。"
    )


def _annexes(measures: Measures) -> tuple[Section, ...]:
    plan = measures.plan
    parts: list[NoticeBlock] = []
    for part in plan.parts:
        parts.append(Paragraph(f"{findings.numeral(part.id)}、{part.title}", "caption"))
        parts.append(tables.tasks(measures, part))
    lamps = tuple(Paragraph(f"{s.indicator.name}：{arithmetic(s)}", "note") for s in measures.indicators.values())
    reports = tables.reports(measures)
    contents = [
        Section("annex-indicators", "指标进展情况", (tables.indicators(measures), *lamps) if lamps else ()),
        Section("annex-tasks", "任务进展情况", tuple(parts)),
        Section("annex-agencies", "责任单位完成和报送情况", (tables.bodies(measures),)),
        Section("annex-reports", f"各单位所报{findings.COMMENTS_NAMED}", (reports,) if reports.rows else ()),
    ]
    return tuple(replace(section, annex=f"附表{n}") for n, section in _held(contents))


def _held(sections: Iterable[Section]) -> Iterator[tuple[int, Section]]:
    """The sections that hold something, numbered."""
    return enumerate((section for section in sections if section.blocks), 1)


def _addressee(plan: Plan) -> str:
    """Whom the plan itself was sent to, where its first line is an address."""
    first = plan.preamble[0].strip() if plan.preamble else ""
    return first if first.endswith("：") else ""


def _signed(measures: Measures) -> str:
    """The day of signing, for a person to fill. At the end of a year it is likely signed in the next."""
    known = max(measures.as_of, measures.known_by or measures.reported_on or measures.as_of)
    year = str(known.year) if known.month < 12 else "\u3000\u3000"
    return f"{year}年\u3000\u3000月\u3000\u3000日"


def _last_line(measures: Measures) -> str:
    source = "数据来源：各责任单位报送" + ("（示例数据，非真实进展）" if measures.sample else "")
    return f"{source}；{dates(measures)}。{findings.RULE_IN_BRIEF}校验码：{measures.check_code}。"
