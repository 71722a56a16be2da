"""任务: all tasks by part and section, with search and filters; one task in full."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from lib import formats, ui
from lib.draw import blocks, markup, tables
from lib.plan import Section
from lib.rules import AssignmentStanding, Item, needs_attention
from lib.say import findings
from lib.statuses import REASONS, TASK_STATUSES

view = ui.open_view()
m, plan = view.measures, view.measures.plan
tasks = {id: f"{id} {findings.short(task.text, 30)}" for id, task in plan.tasks.items()}
ui.insist_on(view, "项任务", "task", tasks)
chosen = ui.chosen("task", {"": ""} | tasks, default="")


def one_task() -> None:
    """Clause, assignments, reports, evidence, obstacles, next steps."""
    task, standing = plan.tasks[chosen], m.tasks[chosen]
    part, section = plan.place[chosen]
    place = f"{findings.numeral(part.id)}、{part.title} · {findings.numeral(section.id)}{section.title}"
    options = {"": "全部任务"} | {id: f"{id} {findings.short(t.text, 8)}" for id, t in plan.tasks.items()}
    ui.title(
        view,
        findings.task(m, standing),
        f"{place} · 应于{formats.day(standing.due)}前完成 · 截至{formats.day(m.as_of)}",
        lambda: ui.choose("任务", "task", options, default="", width=230),
    )
    source = f"{plan.document} · {'、'.join(map(plan.name_of, task.agencies))}"
    clause = markup.quote(f"{findings.clause_place(plan, chosen)}{task.text}", source)
    in_full = markup.anchor(view.link("method", task=chosen), "在全文中看")
    ui.html(markup.block("原文", clause, more=in_full))
    carried = [m.indicators[i.id] for i in plan.indicators_of.get(chosen, ())]
    if carried:
        remark = "这项任务的状态由指标决定：累计数达标即完成，水平值和占比要年末的数仍达标"
        ui.html(markup.block("指标", blocks.indicator_table(carried, view.link), remark))
    ui.html(
        markup.block(
            "任务分工",
            markup.table(
                map(assignment, standing.assignments),
                {
                    "责任单位": "",
                    "状态": "",
                    "最近报告期": "keep",
                    "佐证材料": "wrap",
                    "存在问题": "wrap",
                    "下一步措施": "wrap",
                },
            ),
        )
    )
    ui.html(history())
    ui.table_download(view, lambda: tables.tasks_table(m, [chosen]), f"任务{chosen}")


def assignment(a: AssignmentStanding) -> markup.Row:
    """One body's standing, with what it last said."""
    flags = blocks.flags(a)
    if a.against_verified:
        flags.append(f"与销号不符：{a.against_verified.period.text} 报{TASK_STATUSES[a.against_verified.status].word}")
    status = markup.status(TASK_STATUSES[a.status], "、".join(flags))
    evidence = a.evidence or ("无" if a.status == "completed" else "")
    last = [a.period.text if a.period else "", evidence, a.obstacle, a.next_step]
    return view.link("agencies", agency=a.body), [plan.name_of(a.body), status, *last]


def history() -> str:
    """Every report on the task, latest first; a row that was replaced stays in the list."""
    reports = [row for row in m.progress if row.task == chosen]
    reports.sort(key=lambda row: (row.period.end, row.reported_on, row.file), reverse=True)
    latest: set[object] = set()
    rows: list[markup.Row] = []
    for row in reports:
        status = markup.status(TASK_STATUSES[row.status], "已被更正" if row.key in latest else "")
        latest.add(row.key)
        note = "；".join(filter(None, [row.note, row.obstacle, row.next_step]))
        body, source = plan.short_name_of(row.agency), f"{row.file} 第{row.row}行"
        rows.append((None, [row.period.text, body, status, f"{row.reported_on}", note, source]))
    columns = {
        "报告期": "keep",
        "单位": "keep",
        "状态": "",
        "填报日期": "keep",
        "说明、问题、措施": "wrap",
        "来源文件": "quiet wrap",
    }
    return markup.block(f"历次报送 {len(rows)} 条", markup.table(rows, columns, nothing="还没有单位报送这项任务。"))


def all_tasks() -> None:
    """The list, narrowed by words, status, agency, attention."""
    ui.title(view, findings.tasks_completed(m.summary), f"{plan.document} · 按部分和章节 · 截至{formats.day(m.as_of)}")
    search, by_status, by_agency, by_show = st.columns([0.3, 0.2, 0.3, 0.2])
    with search:
        words = ui.search("搜索任务", "q", "例如 地理标志")
    statuses = {"": "全部状态"} | {key: look.word for key, look in TASK_STATUSES.items()}
    bodies = {"": "全部单位"} | {body: findings.body_label(plan, body) for body in plan.bodies}
    shows = {"": "全部", "attention": "需要关注", "owing": "本期欠报", "overdue": "逾期"}
    with by_status:
        status = ui.choose("状态", "status", statuses, default="")
    with by_agency:
        agency = ui.choose("责任单位", "agency", bodies, default="")
    with by_show:
        show = ui.choose("范围", "show", shows, default="")
    reasons = {item.task: item for item in needs_attention(m)}
    found = [t for t in plan.tasks if matches(t, words, status, agency, show, reasons)]
    if len(found) < len(plan.tasks):
        some = f"找到 {len(found)} 项，共 {len(plan.tasks)} 项。"
        ui.html(markup.note(some if found else "没有符合条件的任务。请换一个词，或把筛选改回“全部”。"))
    for part in plan.parts:
        body = "".join(section_rows(section, found, reasons) for section in part.sections)
        if body:
            counts = m.parts[part.id]
            remark = f"{counts.total} 项完成 {counts.completed} 项（{findings.completion(counts)}）"
            ui.html(markup.block(f"{findings.numeral(part.id)}、{part.title}", body, remark))
    if found:
        ui.table_download(view, lambda: tables.tasks_table(m, found), "任务")


def matches(id: str, words: str, status: str, agency: str, show: str, reasons: Mapping[str, Item]) -> bool:
    """Whether a task passes every filter."""
    task, standing = plan.tasks[id], m.tasks[id]
    bodies = " ".join(plan.name_of(b) for b in task.agencies)
    kept = {"attention": id in reasons, "owing": standing.owes, "overdue": standing.overdue}.get(show, True)
    found = all(word in f"{id} {task.text} {bodies}" for word in words.split())
    return kept and found and status in ("", standing.status) and (not agency or agency in task.agencies)


def section_rows(section: Section, found: Sequence[str], reasons: Mapping[str, Item]) -> str:
    """The tasks of a section that were found."""
    rows = []
    for task in section.tasks:
        if task.id not in found:
            continue
        standing = m.tasks[task.id]
        item = reasons.get(task.id)
        why = f"{REASONS[item.reason].glyph} {REASONS[item.reason].word}" if item else ""
        cells = [
            markup.status(TASK_STATUSES[standing.status]),
            markup.text(task.id, "keep"),
            markup.text(task.text, "wrap"),
            markup.text("、".join(map(plan.short_name_of, task.agencies)), "quiet wrap"),
            markup.text(why, "keep quiet"),
        ]
        rows.append((view.link("tasks", task=task.id), cells))
    if not rows:
        return ""
    head = f'<p class="pb-section">{findings.numeral(section.id)}{escape(section.title)}</p>'
    return head + markup.table(rows, widths=[12, 5, 46, 28, 9])


one_task() if chosen else all_tasks()
ui.foot(view)
