"""总览: where does the plan stand, what needs attention, what changed. One screen, no scrolling."""

from functools import partial

import streamlit as st

from lib import formats, ui
from lib.draw import (
    agency_blocks,
    agency_charts,
    bullet,
    change_blocks,
    indicator_blocks,
    markup,
    status_charts,
    task_blocks,
)
from lib.rules import changes, moment_before, needs_attention
from lib.say import comparison, findings
from lib.statuses import LAMPS, TASK_STATUSES

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
owed = {findings.owing(m): view.link("tasks", show="owing")} if m.summary.owing else {}
ui.html(markup.lead(findings.summary(m), links=owed) if m.rows else markup.lead(what_to_do))
ui.chart(
    view, status_charts.task_bar, view.link("tasks"), name="任务总体进展", zoom=1.6,
    table=lambda: agency_blocks.rates([(view.link("tasks"), "全部任务", m.summary)]),
)  # fmt: skip
ui.html(markup.counts((look, m.summary.count(status)) for status, look in TASK_STATUSES.items()))

shown = list(m.indicators.values())
if len(shown) > MOST_INDICATORS:
    shown = sorted(shown, key=lambda i: LAMPS[i.status].gravity)[:MOST_INDICATORS]
with st.container(horizontal=True, gap="large"):
    for standing in shown:
        href = view.link("indicators", indicator=standing.indicator.id)
        table = partial(indicator_blocks.indicator_table, [standing], view.link)
        ui.chart(view, bullet, standing, href, name=standing.indicator.name, table=table)


def attention() -> str:
    """The worst rows, each leading to its page."""
    items = needs_attention(m)
    more = markup.anchor(view.link("tasks", show="attention"), "全部")
    body = task_blocks.attention(m, items[:MOST_ROWS], view.link, short=True)
    return markup.block(f"需要关注 {len(items)} 项", body, "按轻重排列", more)


def changed() -> str:
    """What differs from the end of the reporting period before."""
    before = moment_before(m)
    if before is None:
        first = "这是本年第一个报告期，没有可比的上期。" if m.current else f"{findings.NO_PERIOD_YET}。"
        return markup.block("变化", markup.empty(first))
    found = comparison.notable(changes(view.board.measures(before, m.known_by), m), m, comparison.LONG)
    rest = f"，列前 {MOST_ROWS} 处" if len(found) > MOST_ROWS else ""
    more = markup.anchor(view.link("tasks", show="changed"), "全部变化")
    body = change_blocks.notable(found[:MOST_ROWS], view.link)
    return markup.block(comparison.changed_since(before, len(found)), body, f"指标、任务和比率{rest}", more)


left, middle, right = st.columns([0.3, 0.4, 0.3], gap="large")
with left:
    by_part = [
        (view.link("tasks", part=part.id), part.title, m.parts[part.id]) for part in status_charts.parts_drawn(m)
    ]
    ui.chart(
        view, status_charts.parts, view.link("tasks"), name="各部分进展", table=lambda: agency_blocks.rates(by_part)
    )
with middle:
    ui.html(ui.once(view, "attention", attention))
with right:
    ui.html(ui.once(view, "changes", changed))
who_owes = view.link("upload", period=m.current.text) if m.current else view.link("agencies")
name = "各责任单位进展"
if len(plan.bodies) > agency_charts.MOST_BODIES:
    table = partial(agency_blocks.completion_classes, m, view.link)
    ui.chart(view, agency_charts.agencies_by_completion, who_owes, name=name, zoom=1.2, table=table)
else:
    by_body = [(view.link("agencies", agency=body), plan.name_of(body), rates) for body, rates in m.bodies.items()]
    strip = agency_charts.agency_strip
    ui.chart(view, strip, who_owes, name=name, zoom=1.2, table=lambda: agency_blocks.rates(by_body))
ui.foot(view)
