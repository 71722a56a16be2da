"""督查通报: what the notice on a plan says, computed from the measures.

Nothing stands here that the data do not say. The text is at most three pages: it names as many as fit, worst first, and
leaves the rest to the annexes. `lib.briefing.docx.word` sets it as a Word file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lib.briefing.content import dates
from lib.briefing.notice import requirements, tables
from lib.briefing.notice.paragraphs import Notice, NoticeBlock, Paragraph, Section, owing_in, signed
from lib.briefing.notice.problems import problems
from lib.briefing.notice.sections import achievements, overall
from lib.draw import file_name
from lib.plan import Plan
from lib.rules import Measures
from lib.say import arithmetic, findings, naming

Requirements = tuple[tuple[str, str], ...]
"""工作要求: a heading and a text each."""

MOST_NAMED = 6
"""Tasks and bodies of a kind that the text names where there is room."""

_LINE, _LATIN, _LINES = 27.0, 0.64, 42
"""Characters in a line of the text; how wide a figure is in the widest face that may stand in; lines of the sections on
three pages beside title, list of annexes and signature."""

_NUMBER = re.compile(r"([^〔〕\d\s]+)〔\d{4}〕\d+号")
_BLANKS = "〔\u3000\u3000〕\u3000\u3000号"


def notice(measures: Measures, asked: Requirements | None = None) -> Notice:
    """The notice on the whole plan; `asked` are 工作要求 that a person wrote in place of the drafted ones."""
    plan = measures.plan
    return Notice(
        title_lines=(f"关于《{plan.title}》", "推进情况的通报"),
        number=document_number(plan),
        dates=dates(measures),
        as_of=measures.as_of,
        addressee=_addressee(plan),
        sections=(Section("opening", "", (_opening(measures),)), *_sections(measures, asked)),
        annexes=_annexes(measures),
        office=plan.office.name,
        signed=signed(measures),
        last_line=last_line(measures),
        check_code=measures.check_code,
        sample=measures.sample,
        file_name=file_name(measures, "通报"),
        is_edited=asked is not None,
    )


def drafted(measures: Measures) -> Requirements:
    """The 工作要求 as the notice has them where nobody edits them."""
    return requirements.draft(measures, _few(measures, None)["next"])


def document_number(plan: Plan) -> str:
    """The organ's prefix as the plan's own number has it, and blanks: 测府办〔　　〕　　号."""
    found = _NUMBER.fullmatch(plan.document)
    return (found[1] if found else "") + _BLANKS


def last_line(measures: Measures) -> str:
    """Where the figures come from, their rule, and what their check asks for, in the words of the board."""
    source = "数据来源：各责任单位报送" + ("（示例数据，非真实进展）" if measures.sample else "")
    return f"{source}；{dates(measures)}。{findings.rule_in_brief(measures.plan)}校验码：{measures.check_code}。"


def _few(measures: Measures, asked: Requirements | None) -> dict[str, int]:
    """How many of a kind each section names, so that the text keeps to three pages; what is wrong has room first."""
    few = dict.fromkeys(("problems", "next", "achievements"), 1)
    for n in range(2, MOST_NAMED + 1):
        for section in few:
            more = few | {section: n}
            if few[section] == n - 1 and _lines(_text(measures, asked, more)) <= _LINES:
                few = more
    return few


def _lines(sections: Iterable[Section]) -> int:
    """Lines of the headings and of the paragraphs, each of which is indented by two characters."""
    texts = [b.lead + b.text for section in sections for b in section.blocks if isinstance(b, Paragraph)]
    return 4 + sum(math.ceil((2 + _width(text)) / _LINE) for text in texts)


def _width(text: str) -> float:
    return sum(_LATIN if c < "\u2000" else 1.0 for c in text)


def _sections(measures: Measures, asked: Requirements | None) -> Iterator[Section]:
    for n, section in _held(_text(measures, asked, _few(measures, asked))):
        yield replace(section, title=f"{naming.numeral(str(n))}、{section.title}")


def _text(measures: Measures, asked: Requirements | None, few: dict[str, int]) -> list[Section]:
    wanted = requirements.draft(measures, few["next"]) if asked is None else asked
    return [
        Section("overall", "总体情况", overall(measures)),
        Section("achievements", "主要成效", achievements(measures, few["achievements"])),
        Section("problems", "存在问题", problems(measures, few["problems"])),
        Section("next", "下一步工作要求", requirements.paragraphs(wanted)),
    ]


def _opening(measures: Measures) -> Paragraph:
    plan = measures.plan
    return Paragraph(f"根据各责任单位报送情况，现将《{plan.title}》（{plan.document}）推进情况通报如下。")


def _annexes(measures: Measures) -> tuple[Section, ...]:
    plan = measures.plan
    parts: list[NoticeBlock] = []
    for part in plan.parts:
        parts.append(Paragraph(f"{naming.numeral(part.id)}、{part.title}", "caption"))
        parts.append(tables.tasks(measures, part))
    lamps = tuple(Paragraph(f"{s.indicator.name}：{arithmetic(s)}", "note") for s in measures.indicators.values())
    reports = tables.reports(measures)
    contents = [
        Section("annex-indicators", "指标进展情况", (tables.indicators(measures), *lamps) if lamps else ()),
        Section("annex-tasks", "任务进展情况", tuple(parts)),
        Section("annex-agencies", "责任单位完成和报送情况", (tables.bodies(measures), *_owing(measures))),
        Section("annex-reports", f"各单位所报{findings.COMMENTS_NAMED}", (reports,) if reports.rows else ()),
    ]
    return tuple(replace(section, annex=f"附件{n}") for n, section in _held(contents))


def _owing(measures: Measures) -> tuple[NoticeBlock, ...]:
    owed, current = tables.owed(measures), measures.current
    return (Paragraph(f"{owing_in(current)}情况", "caption"), owed) if current and owed.rows else ()


def _held(sections: Iterable[Section]) -> Iterator[tuple[int, Section]]:
    """The sections that hold something, numbered."""
    return enumerate((section for section in sections if section.blocks), 1)


def _addressee(plan: Plan) -> str:
    """Whom the plan itself was sent to, where its first line is an address."""
    first = plan.preamble[0].strip() if plan.preamble else ""
    return first if first.endswith("：") else ""
