"""任务: all tasks by part and section, with search and filters; one task in full."""

from collections.abc import Mapping

import streamlit as st

from lib import formats, ui
from lib.draw import agency_blocks, change_blocks, indicator_blocks, markup, status_charts, tables, task_blocks
from lib.rules import Item, changes, due_days, moment_before, needs_attention
from lib.say import comparison, due, findings, naming
from lib.statuses import TASK_STATUSES

SHOWS = {
    "": "全部",
    "attention": "需要关注",
    "owing": "本期欠报",
    "overdue": "逾期",
    "changed": "本期变化",
    "calendar": "完成日历",
    "trend": "逐期完成率",
}

view = ui.open_view()
m, plan = view.measures, view.measures.plan
tasks = {id: f"{id} {naming.short(task.text, 30)}" for id, task in plan.tasks.items()}
ui.insist_on(view, "项任务", "task", tasks)
chosen = ui.chosen("task", {"": ""} | tasks, default="")


def one_task() -> None:
    """Clause, indicators, where each body stands, all reports."""
    task, standing = plan.tasks[chosen], m.tasks[chosen]
    options = {"": "全部任务"} | {id: f"{id} {naming.short(t.text, 8)}" for id, t in plan.tasks.items()}
    ui.title(
        view,
        findings.task(m, standing),
        f"{naming.place(plan, chosen)} · 应于{formats.day(standing.due)}前完成 · 截至{formats.day(m.as_of)}",
        lambda: ui.choose("任务", "task", options, default="", width=230),
    )
    source = f"{plan.document} · {naming.roles(plan, chosen)}"
    clause = markup.quote(f"{naming.clause_place(plan, chosen)}{task.text}", source)
    in_full = markup.anchor(view.link("method", task=chosen), "在全文中看")
    ui.html(markup.block("原文", clause, more=in_full))
    if task.milestones:
        ui.html(task_blocks.milestones(m, chosen))
    carried = [m.indicators[i.id] for i in plan.indicators_of.get(chosen, ())]
    if carried:
        remark = "这项任务的状态由指标决定：累计数达标即完成，水平值和占比要年末的数仍达标"
        ui.html(markup.block("指标", indicator_blocks.indicator_table(carried, view.link), remark))
    bodies = ui.page_of(standing.assignments, "行")
    ui.html(task_blocks.bodies_of_task(m, chosen, view.link, bodies.rows, bodies.links))
    said = task_blocks.reports_of(m, chosen)
    reports = ui.page_of(said, "条", name="page-reports")
    ui.html(task_blocks.reports(m, reports.rows, len(said), reports.links))
    ui.table_download(view, lambda: tables.tasks_table(m, [chosen]), f"任务{chosen}")


def all_tasks() -> None:
    """The list, narrowed by words, part, status, agency, attention."""
    show = ui.chosen("show", SHOWS, default="")
    items = needs_attention(m)
    if show == "changed":
        since = moment_before(m)
        differing = changes(view.board.measures(since, m.known_by), m) if since else []
        changed = comparison.notable(differing, m, comparison.LONG)
        finding, order = (
            comparison.changed_since(since, len(changed)) if since else "没有可比的上期",
            "指标、任务和比率",
        )
    elif show == "trend":
        finding, order = findings.completion_trend(m), "各报告期末"
    elif show == "calendar":
        finding, order = due.due_days(m, due_days(m)), "按应完成日期"
    elif show == "attention":
        finding, order = f"需要关注 {len(items)} 项", "按轻重排列"
    else:
        finding, order = findings.tasks_completed(m.summary), "按部分和章节"
    ui.title(view, finding, f"{plan.document} · {order} · 截至{formats.day(m.as_of)}")
    if show == "changed":
        ui.choose("范围", "show", SHOWS, default="", width=230)
        of_changes = ui.page_of(changed, "处")
        ui.html(of_changes.around(change_blocks.notable(of_changes.rows, view.link)))
        return
    if show == "trend":
        ui.choose("范围", "show", SHOWS, default="", width=230)
        if m.by_period:
            ends = [(None, period.text, then) for period, then in m.by_period]
            name = "逐期完成率"
            ui.chart(view, status_charts.completion_trend, name=name, zoom=1.2, table=lambda: agency_blocks.rates(ends))
            ui.table_download(view, lambda: tables.trend_table(m), "逐期完成率")
        return
    with st.container(key="filters"):
        search, by_part, by_status, by_agency, by_show = st.columns([0.24, 0.2, 0.16, 0.24, 0.16])
    with search:
        words = ui.typed("搜索任务", "q", placeholder="例如 地理标志")
    statuses = {"": "全部状态"} | {key: look.word for key, look in TASK_STATUSES.items()}
    bodies = {"": "全部单位"} | {body: naming.body_label(plan, body) for body in plan.bodies}
    parts = {"": "全部部分"} | {p.id: f"{naming.numeral(p.id)}、{naming.short(p.title, 11)}" for p in plan.parts}
    with by_part:
        part = ui.choose("部分", "part", parts, default="")
    with by_status:
        status = ui.choose("状态", "status", statuses, default="")
    with by_agency:
        agency = ui.choose("责任单位", "agency", bodies, default="")
    with by_show:
        ui.choose("范围", "show", SHOWS, default="")
    reasons = {item.task: item for item in items}
    found = [
        t for t in plan.tasks if matches(t, words, status, agency, show, reasons) and part in ("", plan.place[t][0].id)
    ]
    if len(found) < len(plan.tasks):
        some = f"找到 {len(found)} 项，共 {len(plan.tasks)} 项。"
        ui.note(some if found else "没有符合条件的任务。请换一个词，或把筛选改回“全部”。")
    kept = set(found)
    if show == "attention":
        of_items = ui.page_of([item for item in items if item.task in kept], "项")
        ui.html(of_items.around(task_blocks.attention(m, of_items.rows, view.link)))
    elif show == "calendar":
        days = [one for one in due_days(m) if one.task in kept]
        of_days = ui.page_of(days, "个应完成日期")
        ui.html(of_days.around(task_blocks.calendar(m, of_days.rows, view.link)))
        ui.html(task_blocks.due_by_body(m, days, view.link, of_days.rows))
    else:
        of_tasks = ui.page_of(found, "项")
        ui.html(of_tasks.around(task_blocks.tasks_by_part(m, of_tasks.rows, reasons, view.link)))
    if found:
        ui.table_download(view, lambda: tables.tasks_table(m, found), "任务")


def matches(id: str, words: str, status: str, agency: str, show: str, reasons: Mapping[str, Item]) -> bool:
    """Whether a task passes every filter."""
    task, standing = plan.tasks[id], m.tasks[id]
    bodies = " ".join(plan.name_of(b) for b in task.agencies)
    kept = {"attention": id in reasons, "owing": standing.owes, "overdue": standing.overdue}.get(show, True)
    found = ui.has_words(f"{id} {task.text} {bodies}", words.split())
    return kept and found and status in ("", standing.status) and (not agency or agency in task.agencies)


one_task() if chosen else all_tasks()
ui.foot(view)
