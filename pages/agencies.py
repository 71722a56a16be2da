"""责任单位: workload in three ways of counting, completion with bound and coverage, sections, shared tasks; one agency.

Of many bodies the charts and the table have a page at a time, of those that the reader looks for.
"""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from lib import formats, ui
from lib.draw import agency_blocks, agency_charts, indicator_blocks, markup, tables, task_blocks
from lib.rules import COMPLETION_CLASS_WORDS, COUNTING_WORDS, Counting, completion_class, countings
from lib.say import findings, naming
from lib.statuses import TASK_STATUSES

view = ui.open_view()
m, plan = view.measures, view.measures.plan
names = {"": "全部单位"} | {body: naming.body_label(plan, body) for body in plan.bodies}
ui.insist_on(view, "个单位", "agency", names)
chosen = ui.chosen("agency", names, default="")
are_many = len(plan.bodies) > agency_charts.MOST_BODIES


def select() -> None:
    """The agency, beside the moment."""
    ui.choose("责任单位", "agency", names, default="", width=230)


def one_agency() -> None:
    """Its figures, its tasks, what it owes."""
    rates = m.bodies[chosen]
    owing = [f"本期欠报 {rates.owing} 项" if rates.owing else "本期已报齐"] if m.current else []
    finding = (
        f"{plan.name_of(chosen)}：{rates.total} 项任务分工完成 {rates.completed} 项（{findings.completion(rates)}）"
    )
    coverage = findings.coverage(m, rates)
    ui.title(view, finding, " · ".join([*owing, coverage, f"截至{formats.day(m.as_of)}"]), select)
    page = ui.page_of(m.assignments_of[chosen], "项")
    ui.html(task_blocks.tasks_of_body(m, page.rows, view.link, page.links))
    owned = [i for i in m.indicators.values() if i.indicator.owner == chosen]
    if owned:
        own = ui.page_of(owned, "项", name="page-indicators")
        ui.html(markup.block("负责的指标", own.around(indicator_blocks.indicator_table(own.rows, view.link))))
    ui.table_download(
        view, lambda: tables.tasks_table(m, [a.task for a in m.assignments_of[chosen]]), plan.name_of(chosen)
    )


def all_agencies() -> None:
    """Workload and completion side by side, the matrix, shared tasks."""
    rated = [m.bodies[a.id] for a in plan.agencies]
    done, owing = sum(r.is_complete for r in rated), sum(r.owing > 0 for r in rated)
    finding = (
        f"{naming.counted(plan, plan.bodies, '家责任单位')}承担 {len(plan.assignments)} 项任务分工，"
        f"{done} 家全部完成，{owing} 家本期欠报"
    )
    groups = f"{naming.groups(plan)}单列一行，不算一家" if plan.groups else ""
    ui.title(view, finding, " · ".join(filter(None, [groups, f"截至{formats.day(m.as_of)}"])), select)
    counting = ui.pick("工作量的计法", "counting", countings(plan), default="full")
    by_load = agency_charts.by_workload(plan, counting)
    found, bodies = by_load, list(plan.bodies)
    if are_many:
        found = looked_for(by_load)
        page = ui.page_of(found, "行")
        by_load = bodies = list(page.rows)
    ui.html(markup.key(TASK_STATUSES.values()))
    if bodies:
        ui.html(page.links if are_many else "")
        charts(counting, by_load, bodies)
    ui.html(ui.once(view, "turned", partial(agency_blocks.turned, plan)))
    all_of_them = partial(agency_blocks.listed, m, bodies, view.link)
    ui.html(page.around(all_of_them()) if are_many else ui.once(view, "agencies", all_of_them))
    ui.table_download(view, lambda: tables.agencies_table(m), "责任单位", "下载各单位一览（CSV）")
    ui.html(ui.once(view, "shared", partial(agency_blocks.shared, m)))
    ui.table_download(view, lambda: tables.shared_table(m), "共同任务", "下载共同任务（CSV）")


def looked_for(bodies: Sequence[str]) -> list[str]:
    """The bodies by name, by how much they have completed, and whether they owe."""
    by_name, by_completion, by_owing = st.columns([0.4, 0.3, 0.3])
    with by_name:
        words = ui.typed("搜索单位", "q", placeholder="例如 财政").split()
    with by_completion:
        completion = ui.choose("完成情况", "completion", {"": "全部"} | COMPLETION_CLASS_WORDS, default="")
    with by_owing:
        owes = ui.choose("本期报送", "owes", {"": "全部", "1": "本期欠报", "0": "本期不欠报"}, default="")
    found = [
        body
        for body in bodies
        if ui.has_words(plan.name_of(body), words)
        and completion in ("", completion_class(m.bodies[body]))
        and owes in ("", str(int(m.bodies[body].owing > 0)))
    ]
    if len(found) < len(bodies):
        some = f"找到 {naming.counted(plan, found)}，共 {naming.counted(plan, bodies)}。"
        ui.note(some if found else "没有符合条件的单位。请换一个词，或把筛选改回“全部”。")
    return found


def charts(counting: Counting, by_load: Sequence[str], bodies: Sequence[str]) -> None:
    """The workload of the bodies, and where it lies."""
    left, right = st.columns([0.56, 0.44], gap="large")
    with left:
        name = f"工作量_{COUNTING_WORDS[counting]}"
        sizes = partial(agency_blocks.workloads, m, counting, view.link, bodies)
        ui.chart(view, agency_charts.workload_chart, counting, tuple(by_load), name=name, zoom=1.2, table=sizes)
    with right:
        sections = partial(agency_charts.sections_drawn, m, bodies)
        ui.chart(
            view, agency_charts.agency_by_section, tuple(bodies), name="单位与章节", zoom=1.2,
            table=lambda: agency_blocks.by_section(m, view.link, bodies, sections()),
        )  # fmt: skip


one_agency() if chosen else all_agencies()
ui.foot(view)
