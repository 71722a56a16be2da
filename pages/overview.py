"""总览: where does the plan stand, what needs attention, what changed. One screen, no scrolling."""

import streamlit as st

from lib import formats, ui
from lib.draw import bullet, markup, status_charts
from lib.rules import changes, moment_before, needs_attention
from lib.say import findings
from lib.statuses import LAMPS, REASONS, TASK_STATUSES

MOST_INDICATORS, MOST_ROWS = 3, 6

view = ui.open_view()
m, plan = view.measures, view.measures.plan
ui.screen()

moment = f"截至{formats.day(m.as_of)}（序时进度 {formats.percent(m.elapsed)}）"
meta = " · ".join([plan.document, moment, findings.coverage(m, m.summary)])
ui.title(view, plan.title, meta)
what_to_do = (
    "还没有填报数。请把各单位的文件（Excel 或 CSV）放入实绩文件夹，几秒钟后这里会自动更新；列名和写法见使用说明。"
)
ui.html(markup.lead(findings.summary(m) if m.rows else what_to_do))
ui.chart(view, status_charts.task_bar, name="任务总体进展", zoom=1.6)
ui.html(markup.counts((look, m.summary.count(status)) for status, look in TASK_STATUSES.items()))

shown = list(m.indicators.values())
if len(shown) > MOST_INDICATORS:
    shown = sorted(shown, key=lambda i: LAMPS[i.status].gravity)[:MOST_INDICATORS]
with st.container(horizontal=True, gap="large"):
    for standing in shown:
        href = view.link("indicators", indicator=standing.indicator.id)
        ui.chart(view, bullet, standing, href, name=standing.indicator.name)


def attention() -> str:
    """The worst rows, each leading to its page."""
    items = needs_attention(m)
    rows: list[markup.Row] = []
    for item in items[:MOST_ROWS]:
        reason = REASONS[item.reason]
        if item.indicator:
            href = view.link("indicators", indicator=item.indicator.indicator.id)
            name = item.indicator.indicator.name
        else:
            href, name = view.link("tasks", task=item.task), plan.tasks[item.task].text
        about = f"{item.task} {findings.short(name, 13)}"
        bodies = markup.text(findings.bodies(plan, item.bodies), "quiet keep")
        rows.append((href, [markup.status(reason), about, bodies, markup.number(findings.attention_detail(item))]))
    more = markup.anchor(view.link("tasks", show="attention"), "全部")
    body = markup.table(rows, nothing="没有需要关注的事项。")
    return markup.block(f"需要关注 {len(items)} 项", body, "按轻重排列", more)


def changed() -> str:
    """What differs from the end of the reporting period before."""
    before = moment_before(m)
    if before is None:
        first = "这是本年第一个报告期，没有可比的上期。" if m.current else f"{findings.NO_PERIOD_YET}。"
        return markup.block("变化", markup.empty(first))
    found = findings.notable(changes(view.board.measures(before, m.known_by), m), m)
    rows: list[markup.Row] = []
    for change, what, how in found[:MOST_ROWS]:
        page = "indicators" if change.scope == "indicator" else "tasks"
        chosen = {change.scope: change.id} if change.scope in ("indicator", "task") else {}
        rows.append((view.link(page, **chosen), [what, markup.number(how)]))
    rest = f"，列前 {MOST_ROWS} 处" if len(found) > MOST_ROWS else ""
    body = markup.table(rows, nothing="与上期末相比没有变化。")
    return markup.block(f"比{before.month}月底变化 {len(found)} 处", body, f"指标、任务和比率{rest}")


left, middle, right = st.columns([0.3, 0.4, 0.3], gap="large")
with left:
    ui.chart(view, status_charts.parts, name="各部分进展")
with middle:
    ui.html(ui.once(view, "attention", attention))
with right:
    ui.html(ui.once(view, "changes", changed))
ui.chart(view, status_charts.agency_strip, name="各责任单位进展", zoom=1.2)
ui.foot(view)
