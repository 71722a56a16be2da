"""责任单位: workload in three ways of counting, completion with bound and coverage, sections, shared tasks; one agency."""

from functools import partial

import streamlit as st

from lib import formats, ui
from lib.draw import blocks, markup, status_charts, tables, task_blocks
from lib.rules import COUNTING_WORDS, countings, group_workload, order_changes, roles_of
from lib.say import findings
from lib.statuses import TASK_STATUSES

MOST_SHARED = 12

view = ui.open_view()
m, plan = view.measures, view.measures.plan
names = {"": "全部单位"} | {body: findings.body_label(plan, body) for body in plan.bodies}
ui.insist_on(view, "个单位", "agency", names)
chosen = ui.chosen("agency", names, default="")


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
    ui.html(task_blocks.tasks_of_body(m, chosen, view.link))
    owned = [i for i in m.indicators.values() if i.indicator.owner == chosen]
    if owned:
        ui.html(markup.block("负责的指标", blocks.indicator_table(owned, view.link)))
    ui.table_download(
        view, lambda: tables.tasks_table(m, [a.task for a in m.assignments_of[chosen]]), plan.name_of(chosen)
    )


def all_agencies() -> None:
    """Workload and completion side by side, the matrix, shared tasks."""
    rated = [m.bodies[a.id] for a in plan.agencies]
    done, owing = sum(r.is_complete for r in rated), sum(r.owing > 0 for r in rated)
    finding = (
        f"{findings.counted(plan, plan.bodies, '家责任单位')}承担 {len(plan.assignments)} 项任务分工，"
        f"{done} 家全部完成，{owing} 家本期欠报"
    )
    groups = f"{'、'.join(g.name for g in plan.groups)}单列一行，不算一家" if plan.groups else ""
    ui.title(view, finding, " · ".join(filter(None, [groups, f"截至{formats.day(m.as_of)}"])), select)
    counting = ui.pick("工作量的计法", "counting", countings(plan), default="full")
    turned = [
        f"按“{COUNTING_WORDS[one]}”{plan.short_name_of(a)}多于{plan.short_name_of(b)}，按“{COUNTING_WORDS[other]}”则相反"
        for one, other, a, b in order_changes(plan)
    ]
    ui.html(markup.key(TASK_STATUSES.values()))
    left, right = st.columns([0.56, 0.44], gap="large")
    with left:
        name = f"工作量_{COUNTING_WORDS[counting]}"
        sizes = partial(blocks.workloads, m, counting, view.link)
        ui.chart(view, status_charts.workload_chart, counting, name=name, zoom=1.2, table=sizes)
    with right:
        table = partial(blocks.by_section, m, view.link)
        ui.chart(view, status_charts.agency_by_section, name="单位与章节", zoom=1.2, table=table)
    if turned:
        ui.html(markup.note(f"单位的先后因计法而异：{'；'.join(turned)}。首位列名不等于牵头。"))
    ui.html(ui.once(view, "agencies", listed))
    ui.table_download(view, lambda: tables.agencies_table(m), "责任单位", "下载各单位一览（CSV）")
    shared = tables.shared_table(m)
    rows = [(None, list(map(str, pair))) for pair in shared.head(MOST_SHARED).to_numpy()]
    columns = {"单位": "", "另一单位": "", "共同任务": "num", "任务编号": "quiet wrap"}
    body = markup.table(rows, columns, nothing="没有共同承担的任务。")
    ui.html(markup.block("共同承担任务最多的单位", body, f"共 {len(shared)} 对，列前 {len(rows)} 对"))
    ui.table_download(view, lambda: shared, "共同任务", "下载共同任务（CSV）")


def listed() -> str:
    """Every body with its figures; members of a group with the group's tasks in a column apart."""
    by_group = group_workload(plan)
    parts_of = roles_of(plan)
    columns = {"责任单位": ""}
    rows = []
    for body, r in m.bodies.items():
        figures = {
            "任务分工": str(r.total or ""),
            "已完成": str(r.completed or ""),
            "其中已销号": str(r.count("verified") or ""),
            "进展滞后": str(r.count("delayed") or ""),
            "未报送": str(r.count("unreported") or ""),
            "本期欠报": str(r.owing or ""),
            "逾期": str(r.overdue or ""),
            "完成率": formats.percent(r.completion_rate),
            "最高可能": formats.percent(r.completion_high),
            "报送率": formats.percent(r.coverage),
            "本期报送率": formats.percent(r.current_coverage),
        }
        if plan.lead_rule != "none":
            led, supported = parts_of[body]
            figures |= {"其中牵头": str(led or ""), "其中配合": str(supported or "")}
        if by_group:
            figures["经成员单位承担"] = str(by_group.get(body, ""))
        columns |= dict.fromkeys(figures, "num")
        rows.append((view.link("agencies", agency=body), [plan.name_of(body), *figures.values()]))
    return markup.block("各单位一览", markup.table(rows, columns), "点一行看该单位的任务")


one_agency() if chosen else all_agencies()
ui.foot(view)
