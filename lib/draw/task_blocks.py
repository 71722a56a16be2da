"""Blocks of tasks as HTML: the tasks of a section, who stands where with one and what they last said, all reports on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from lib import formats
from lib.draw import markup
from lib.plan import Section
from lib.rows import COMMENTS, ProgressRow, title
from lib.rules import AssignmentStanding, DueDay, Item, Measures, due_days_of
from lib.say import due, findings, naming
from lib.statuses import LOOKS, OVERDUE, OWING, REASONS, REPORTED, TASK_STATUSES

_EVIDENCE, _NOTE = title("progress", "evidence"), title("progress", "note")


def flags(assignment: AssignmentStanding) -> list[str]:
    """What is to be said beside the status of an assignment: overdue, owing."""
    return [look.word for look, is_so in ((OVERDUE, assignment.overdue), (OWING, assignment.owes)) if is_so]


def status_of_task(measures: Measures, task: str) -> markup.HtmlCell:
    """The status of a task, with why one whose figure meets its target is not done."""
    standing = measures.tasks[task]
    waits = findings.UNTIL_YEAR_END if findings.awaits_year_end(measures, standing) else ""
    return markup.status(TASK_STATUSES[standing.status], waits)


def attention(measures: Measures, items: Iterable[Item], link: markup.Link, *, short: bool = False) -> str:
    """What needs attention, worst first, each leading to its page; `short` where there is little room."""
    rows: list[markup.Row] = []
    for item in items:
        reason, task = REASONS[item.reason], measures.plan.tasks[item.task]
        if item.indicator:
            indicator = item.indicator.indicator
            href, name = link("indicators", indicator=indicator.id), indicator.name
        else:
            href, name = link("tasks", task=item.task), task.text
        if item.milestone and item.milestone.milestone:
            name = f"节点：{item.milestone.milestone.text}"
        about = markup.text(f"{item.task} {naming.short(name, 27)}", "cut") if short else f"{item.task} {name}"
        bodies = markup.text(naming.bodies(measures.plan, item.bodies), "quiet keep" if short else "quiet wrap")
        rows.append((href, [markup.status(reason), about, bodies, markup.number(findings.attention_detail(item))]))
    return markup.table(rows, nothing="没有需要关注的事项。")


def bodies_of_task(
    measures: Measures, task: str, link: markup.Link, assignments: Sequence[AssignmentStanding], links: str = ""
) -> str:
    """Where bodies stand with a task, with what they last said; between `links`, where these are a page of them."""
    plan, rows = measures.plan, []
    has_roles = any(naming.role(plan, task, body) for body in plan.tasks[task].agencies)
    for a in assignments:
        remarks = flags(a)
        if against := a.against_verified:
            remarks.append(f"与销号不符：{against.period.text} 报{REPORTED[against.status].word}")
        if a.figures_against:
            remarks.append("与销号不符：指标的数已不够完成")
        status = markup.status(a.look, "、".join(remarks))
        evidence = a.evidence or ("无" if a.status == "completed" else "")
        shown = markup.HtmlCell(markup.with_links(evidence), "wrap")
        last: list[markup.Cell] = [a.period.text if a.period else "", shown, *a.comments]
        rows.append(
            (
                link("agencies", agency=a.body),
                [plan.name_of(a.body), *([naming.role(plan, task, a.body)] if has_roles else []), status, *last],
            )
        )
    columns = {
        "责任单位": "",
        **({"分工": "keep"} if has_roles else {}),
        "状态": "",
        "最近报告期": "keep",
    } | dict.fromkeys([_EVIDENCE, *COMMENTS.values()], "wrap")
    remark = "原文的责任单位以“等”结尾，没有列全" if plan.tasks[task].open else ""
    return markup.block("任务分工", f"{links}{markup.table(rows, columns)}{links}", remark)


def milestones(measures: Measures, task: str) -> str:
    """The milestones of a task, each with how it comes to its mark."""
    rows: list[markup.Row] = []
    for one in due_days_of(measures, measures.tasks[task]):
        if one.milestone:
            mark = markup.status(LOOKS[one.mark]) if one.mark else ""
            rows.append((None, [formats.day(one.day), one.milestone.text, mark, due.milestone(measures, one)]))
    columns = {"应完成日期": "keep", "节点": "wrap", "提醒": "", "算式": "wrap quiet"}
    return markup.block("节点", markup.table(rows, columns), "节点没有单独的报送：任务完成以前，到期就提醒")


def calendar(measures: Measures, days: Iterable[DueDay], link: markup.Link) -> str:
    """Due days of tasks and milestones, a block for each month."""
    plan, said = measures.plan, []
    for month, found in groupby(days, key=lambda one: one.day.month):
        rows: list[markup.Row] = []
        for one in found:
            look = LOOKS[one.mark] if one.mark else TASK_STATUSES[measures.tasks[one.task].status]
            what = f"节点：{one.milestone.text}" if one.milestone else naming.short(plan.tasks[one.task].text, 40)
            cells = [
                markup.text(f"{one.day.day}日", "keep"),
                markup.text(one.task, "keep"),
                markup.text(what, "wrap"),
                markup.text(naming.roles(plan, one.task), "quiet wrap"),
                markup.status(look),
            ]
            rows.append((link("tasks", task=one.task), cells))
        title, remark = f"{month}月", f"{len(rows)} 项到期"
        said.append(markup.block(title, markup.table(rows, widths=[7, 8, 43, 28, 14]), remark))
    return "".join(said)


def due_by_body(measures: Measures, days: Sequence[DueDay], link: markup.Link, shown: Sequence[DueDay]) -> str:
    """How many due days each body has in each month, of tasks and milestones that are not completed; where not all of them
    are `shown`, of the bodies of these."""
    plan, counts = measures.plan, Counter[tuple[str, int]]()
    for one in days:
        if not one.is_done:
            counts.update((body, one.day.month) for body in plan.tasks[one.task].agencies)
    months = sorted({month for _, month in counts})
    rows: list[markup.Row] = []
    is_part = len(shown) < len(days)
    named = {body for one in shown for body in plan.tasks[one.task].agencies}
    for body in (body for body in plan.bodies if body in named):
        own = [counts[body, month] for month in months]
        if any(own):
            href = link("tasks", show="calendar", agency=body)
            rows.append((href, [naming.body_label(plan, body), *(str(n or "") for n in own)]))
    columns = {"责任单位": ""} | {f"{month}月": "num" for month in months}
    table = markup.table(rows, columns, nothing="没有未完成的任务。")
    remark = "任务和节点合计，点一行只看这个单位" + "；只列上面这一页的单位" * is_part
    return markup.block("各单位各月到期、尚未完成的", table, remark)


def tasks_of_body(
    measures: Measures, assignments: Sequence[AssignmentStanding], link: markup.Link, links: str = ""
) -> str:
    """Where a body stands with its tasks, with what it last said; between `links`, where these are a page of them."""
    plan, rows = measures.plan, []
    has_roles = any(naming.role(plan, a.task, a.body) for a in assignments)
    for a in assignments:
        said = "；".join(filter(None, a.comments)) or (a.row.note if a.row else None) or ""
        status = markup.status(a.look, "、".join(flags(a)))
        shown = markup.HtmlCell(markup.with_links(a.evidence), "wrap")
        last: list[markup.Cell] = [a.period.text if a.period else "", shown, said]
        part = [naming.role(plan, a.task, a.body)] if has_roles else []
        rows.append((link("tasks", task=a.task), [status, a.task, *part, plan.tasks[a.task].text, *last]))
    columns = {"状态": "", "任务": "keep", "内容": "wrap", "最近报告期": "keep", _EVIDENCE: "wrap"}
    if has_roles:
        columns = {"状态": "", "任务": "keep", "分工": "keep", "内容": "wrap", "最近报告期": "keep", _EVIDENCE: "wrap"}
    columns[f"{'、'.join(COMMENTS.values())}或{_NOTE}"] = "wrap quiet"
    return markup.block("承担的任务", f"{links}{markup.table(rows, columns)}{links}", "点一行看任务")


def reports_of(measures: Measures, task: str) -> list[tuple[ProgressRow, bool]]:
    """Every report on a task, latest first, each with whether a later one took its place."""
    found = [row for row in measures.progress if row.task == task]
    found.sort(key=lambda row: (row.period.end, row.reported_on, row.file), reverse=True)
    latest: set[object] = set()
    said = []
    for row in found:
        said.append((row, row.key in latest))
        latest.add(row.key)
    return said


def reports(measures: Measures, said: Sequence[tuple[ProgressRow, bool]], count: int, links: str = "") -> str:
    """Some of the `count` reports on a task; a row that was replaced stays in the list."""
    rows: list[markup.Row] = []
    for row, is_replaced in said:
        status = markup.status(REPORTED[row.status], "已被更正" if is_replaced else "")
        texts = "；".join(filter(None, [row.note, *row.comments]))
        body, source = measures.plan.short_name_of(row.agency), f"{row.file} 第{row.row}行"
        rows.append((None, [row.period.text, body, status, f"{row.reported_on}", texts, source]))
    columns = {"报告期": "keep", "单位": "keep", "状态": "", "填报日期": "keep"}
    columns |= {"、".join([_NOTE, *COMMENTS.values()]): "wrap", "来源文件": "quiet wrap"}
    table = markup.table(rows, columns, nothing="还没有单位报送这项任务。")
    return markup.block(f"历次报送 {count} 条", f"{links}{table}{links}")


def tasks_by_part(measures: Measures, found: Iterable[str], reasons: Mapping[str, Item], link: markup.Link) -> str:
    """The tasks that were found, in the plan's order, with how much of each part is completed."""
    plan, kept, said = measures.plan, set(found), []
    shown = {plan.place[task][0].id for task in kept}
    for part in plan.parts:
        if part.id in shown:
            body = "".join(_tasks_of_section(measures, s, kept, reasons, link) for s in part.sections)
            counts = measures.parts[part.id]
            remark = f"{counts.total} 项完成 {counts.completed} 项（{findings.completion(counts)}）"
            said.append(markup.block(f"{naming.numeral(part.id)}、{part.title}", body, remark))
    return "".join(said)


def _tasks_of_section(
    measures: Measures, section: Section, found: Collection[str], reasons: Mapping[str, Item], link: markup.Link
) -> str:
    """The tasks of a section that were found, with why one needs attention and that it owes the period; empty where there are none."""
    plan, rows = measures.plan, []
    for task in (task for task in section.tasks if task.id in found):
        item = reasons.get(task.id)
        marks = [REASONS[item.reason]] if item else []
        if item and item.reason != OWING.key and measures.tasks[task.id].owes:
            marks.append(OWING)
        cells = [
            status_of_task(measures, task.id),
            markup.text(task.id, "keep"),
            markup.text(task.text, "wrap"),
            markup.text(naming.roles(plan, task.id), "quiet wrap"),
            markup.HtmlCell("<br>".join(escape(f"{look.glyph} {look.word}") for look in marks), "keep quiet"),
        ]
        rows.append((link("tasks", task=task.id), cells))
    if not rows:
        return ""
    title = naming.section_title(section)
    head = f'<p class="pb-section">{escape(title)}</p>' if title else ""
    return head + markup.table(rows, widths=[12, 5, 46, 28, 9])
