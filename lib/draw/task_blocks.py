"""Blocks of tasks as HTML: the tasks of a section, who stands where with one and what they last said, all reports on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

from lib.draw import markup
from lib.draw.blocks import Link
from lib.plan import Section
from lib.rows import COMMENTS, title
from lib.rules import AssignmentStanding, Item, Measures
from lib.say import findings
from lib.statuses import OVERDUE, OWING, REASONS, REPORTED, TASK_STATUSES

_EVIDENCE, _NOTE = title("progress", "evidence"), title("progress", "note")


def flags(assignment: AssignmentStanding) -> list[str]:
    """What is to be said beside the status of an assignment: overdue, owing."""
    return [look.word for look, is_so in ((OVERDUE, assignment.overdue), (OWING, assignment.owes)) if is_so]


def bodies_of_task(measures: Measures, task: str, link: Link) -> str:
    """Where each body stands with a task, with what it last said."""
    rows: list[markup.Row] = []
    for a in measures.tasks[task].assignments:
        remarks = flags(a)
        if against := a.against_verified:
            remarks.append(f"与销号不符：{against.period.text} 报{REPORTED[against.status].word}")
        if a.figures_against:
            remarks.append("与销号不符：指标的数已不够完成")
        status = markup.status(a.look, "、".join(remarks))
        evidence = a.evidence or ("无" if a.status == "completed" else "")
        shown = markup.HtmlCell(markup.with_links(evidence), "wrap")
        last: list[markup.Cell] = [a.period.text if a.period else "", shown, *a.comments]
        rows.append((link("agencies", agency=a.body), [measures.plan.name_of(a.body), status, *last]))
    columns = {"责任单位": "", "状态": "", "最近报告期": "keep"} | dict.fromkeys(
        [_EVIDENCE, *COMMENTS.values()], "wrap"
    )
    return markup.block("任务分工", markup.table(rows, columns))


def tasks_of_body(measures: Measures, body: str, link: Link) -> str:
    """Where a body stands with each of its tasks, with what it last said."""
    rows: list[markup.Row] = []
    for a in measures.assignments_of[body]:
        said = "；".join(filter(None, a.comments)) or (a.row.note if a.row else None) or ""
        status = markup.status(a.look, "、".join(flags(a)))
        shown = markup.HtmlCell(markup.with_links(a.evidence), "wrap")
        last: list[markup.Cell] = [a.period.text if a.period else "", shown, said]
        rows.append((link("tasks", task=a.task), [status, a.task, measures.plan.tasks[a.task].text, *last]))
    columns = {"状态": "", "任务": "keep", "内容": "wrap", "最近报告期": "keep", _EVIDENCE: "wrap"}
    columns[f"{'、'.join(COMMENTS.values())}或{_NOTE}"] = "wrap quiet"
    return markup.block("承担的任务", markup.table(rows, columns), "点一行看任务")


def reports(measures: Measures, task: str) -> str:
    """Every report on a task, latest first; a row that was replaced stays in the list."""
    found = [row for row in measures.progress if row.task == task]
    found.sort(key=lambda row: (row.period.end, row.reported_on, row.file), reverse=True)
    latest: set[object] = set()
    rows: list[markup.Row] = []
    for row in found:
        status = markup.status(REPORTED[row.status], "已被更正" if row.key in latest else "")
        latest.add(row.key)
        said = "；".join(filter(None, [row.note, *row.comments]))
        body, source = measures.plan.short_name_of(row.agency), f"{row.file} 第{row.row}行"
        rows.append((None, [row.period.text, body, status, f"{row.reported_on}", said, source]))
    columns = {"报告期": "keep", "单位": "keep", "状态": "", "填报日期": "keep"}
    columns |= {"、".join([_NOTE, *COMMENTS.values()]): "wrap", "来源文件": "quiet wrap"}
    return markup.block(f"历次报送 {len(rows)} 条", markup.table(rows, columns, nothing="还没有单位报送这项任务。"))


def tasks_of_section(
    measures: Measures, section: Section, found: Collection[str], reasons: Mapping[str, Item], link: Link
) -> str:
    """The tasks of a section that were found, with why one needs attention; empty where there are none."""
    plan, rows = measures.plan, []
    for task in (task for task in section.tasks if task.id in found):
        item = reasons.get(task.id)
        cells = [
            markup.status(TASK_STATUSES[measures.tasks[task.id].status]),
            markup.text(task.id, "keep"),
            markup.text(task.text, "wrap"),
            markup.text("、".join(map(plan.short_name_of, task.agencies)), "quiet wrap"),
            markup.text(f"{REASONS[item.reason].glyph} {REASONS[item.reason].word}" if item else "", "keep quiet"),
        ]
        rows.append((link("tasks", task=task.id), cells))
    if not rows:
        return ""
    head = f'<p class="pb-section">{findings.numeral(section.id)}{escape(section.title)}</p>'
    return head + markup.table(rows, widths=[12, 5, 46, 28, 9])
