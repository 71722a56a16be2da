"""指标: one indicator, target against actual by period, and how its lamp came about; many as a table, which leads to each."""

from html import escape

import streamlit as st

from lib import formats, ui
from lib.draw import by_period, indicator_blocks, markup, tables
from lib.rules import is_far_below
from lib.say import arithmetic, findings, indicator_findings, lenses, naming, over_time
from lib.statuses import LAMPS, Look

MOST = 12
"""Indicators of which one is shown at once; more are a table first."""

view = ui.open_view()
m, plan = view.measures, view.measures.plan
if not plan.indicators:
    ui.title(view, "这个计划没有定量指标", plan.title)
    ui.html(markup.empty("各项任务按填报的状态判断，请看“任务”。"))
    ui.foot(view)
    st.stop()

names = {i.id: i.name for i in plan.indicators}
ui.insist_on(view, "个指标", "indicator", names)
are_many = len(names) > MOST
first, choices = ("", {"": "全部指标"} | names) if are_many else (plan.indicators[0].id, names)
chosen = ui.chosen("indicator", choices, default=first)


def choose_indicator() -> None:
    """The indicator, beside the moment."""
    ui.choose("指标", "indicator", choices, default=first, width=230)


def all_indicators() -> None:
    """Many indicators by name, lamp and body, worst lamp first."""
    ui.title(view, findings.indicators(m), f"按轻重排列 · 截至{formats.day(m.as_of)}", choose_indicator)
    lamps = {"": "全部状态"} | {key: look.word for key, look in LAMPS.items()}
    owners = {"": "全部单位"} | {i.owner: naming.body_label(plan, i.owner) for i in plan.indicators}
    search, by_lamp, by_owner = st.columns([0.4, 0.25, 0.35])
    with search:
        words = ui.typed("搜索指标", "q", placeholder="例如 发明专利").split()
    with by_lamp:
        lamp = ui.choose("状态", "lamp", lamps, default="")
    with by_owner:
        owner = ui.choose("责任单位", "agency", owners, default="")
    found = [
        one
        for one in sorted(m.indicators.values(), key=lambda one: LAMPS[one.status].gravity)
        if ui.has_words(one.indicator.name, words) and lamp in ("", one.status) and owner in ("", one.indicator.owner)
    ]
    if len(found) < len(names):
        ui.note(f"找到 {len(found)} 项，共 {len(names)} 项。")
    page = ui.page_of(found, "项")
    ui.html(page.around(indicator_blocks.indicator_list(m, page.rows, view.link)) if found else "")
    ui.note("“全年”一栏：粗线为各月填报的数，细线为目标，没有填报的月份空着。点一行看这个指标。")
    ui.table_download(view, lambda: tables.indicators_table(m), "全部指标", "下载全部指标（CSV）")


if not chosen:
    all_indicators()
    ui.foot(view)
    st.stop()

standing, published = m.indicators[chosen], ui.published().get(chosen, [])
shows_later = ui.chosen("later", {"": "", "1": "1"}, default="") == "1"
history = [h for h in published if h.end <= m.as_of]
later = len(published) - len(history)
before = ui.year_before_of(view, standing)
indicator, lamp = standing.indicator, indicator_findings.lamp(standing)
owner = plan.name_of(indicator.owner)
reported = f"{standing.row.reported_on} 填报" if standing.row else "尚无报送"
meta = " · ".join(
    [
        indicator_findings.period(standing),
        owner,
        reported,
        f"任务 {indicator.task}",
        *filter(None, [indicator_findings.stale_remark(standing)]),
    ]
)
ui.title(view, indicator_findings.headline(standing), meta, choose_indicator)


def judgement() -> str:
    """The lamp, its arithmetic, the projection."""
    said: list[tuple[str, str | Look]] = [("判定", lamp), ("算式", arithmetic(standing))]
    if projected := over_time.projection(standing):
        said.append(("推算", projected))
    if before:
        said.append(("同比", over_time.year_on_year(standing, before)))
    return markup.block("判定依据", markup.definitions(said))


if before and is_far_below(indicator, before):
    ui.html(f'<p class="pb-note">{escape(over_time.far_below(standing, before))}{markup.with_links(before.source)}</p>')
left, right = st.columns([0.64, 0.36], gap="large")
with left:
    ui.chart(view, by_period, standing, before, name=indicator.name, table=lambda: indicator_blocks.series(standing))
with right:
    ui.html(markup.block("三个角度", markup.definitions(lenses(standing, history))))
    ui.html(judgement())
    task = plan.tasks[indicator.task]
    place = naming.clause_place(plan, task.id)
    link = markup.anchor(view.link("tasks", task=task.id), "看任务")
    ui.html(markup.block("原文", markup.quote(f"{place}{task.text}", f"{plan.document} · {owner}"), more=link))
below_left, below_right = st.columns([0.64, 0.36], gap="large")
with below_left:
    ui.html(indicator_blocks.reports(standing))
    ui.table_download(view, lambda: tables.series_table(standing), indicator.name)
with below_right:
    to_or_back = indicator_blocks.later(view.link, "indicators", later, is_shown=shows_later, indicator=chosen)
    ui.html(indicator_blocks.history(published if shows_later else history, to_or_back))
    ui.table_download(view, lambda: tables.indicators_table(m), "全部指标", "下载全部指标（CSV）")
ui.foot(view)
