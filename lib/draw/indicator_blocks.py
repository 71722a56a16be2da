"""Blocks of indicators as HTML: where each stands, what was reported of one and what was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lib import formats
from lib.draw import markup
from lib.draw.sparkline import sparkline
from lib.plan import Plan, Published
from lib.rules import IndicatorStanding, Measures
from lib.say import indicator_findings


def indicator_table(standings: Iterable[IndicatorStanding], link: markup.Link) -> str:
    """Indicators by lamp, finding and period, each leading to its page; empty where there are none."""
    rows: list[markup.Row] = []
    for standing in standings:
        said = indicator_findings.headline(standing), markup.text(indicator_findings.period(standing), "quiet")
        href = link("indicators", indicator=standing.indicator.id)
        rows.append((href, [markup.status(indicator_findings.lamp(standing)), *said]))
    return markup.table(rows, widths=[16, 64, 20]) if rows else ""


def indicator_list(measures: Measures, standings: Iterable[IndicatorStanding], link: markup.Link) -> str:
    """Many indicators, a row each: what was reported last beside the target, and the year as a drawing."""
    rows: list[markup.Row] = []
    for standing in standings:
        one = standing.indicator
        lamp = markup.status(indicator_findings.lamp(standing))
        drawn, owner = markup.HtmlCell(sparkline(standing)), measures.plan.short_name_of(one.owner)
        latest: list[markup.Cell] = [one.quantity(standing.actual), indicator_findings.period(standing), drawn]
        rows.append((link("indicators", indicator=one.id), [one.name, lamp, one.target_quantity, *latest, owner]))
    columns = {
        "指标": "wrap",
        "状态": "",
        "目标": "num",
        "最近一期": "num",
        "报告期": "keep",
        "全年": "",
        "责任单位": "quiet wrap",
    }
    return markup.table(rows, columns)


def series(standing: IndicatorStanding) -> str:
    """What the chart of an indicator draws, as a table: its figures by period."""
    one = standing.indicator
    columns = {"报告期": "keep", f"实际值（{one.unit}）": "num", "填报日期": "keep"}
    rows: list[markup.Row] = [
        (None, [row.period.text, formats.number(row.value), row.reported_on.isoformat()]) for row in standing.series
    ]
    return markup.table(rows, columns, nothing="还没有填报数。")


def reports(standing: IndicatorStanding) -> str:
    """Every period that was reported, the last first, with what it replaced."""
    indicator, rows = standing.indicator, []
    replaced = {new.period.end: (old, new) for old, new in standing.replaced}
    for row in reversed(standing.series):
        restated = ""
        if pair := replaced.get(row.period.end):
            old, new = pair
            days = (new.reported_on - old.reported_on).days
            restated = f"更正：{indicator.number(old.value)} → {indicator.number(row.value)}，晚 {days} 天"
        period = formats.period(row.period, indicator.kind == "cumulative")
        source = f"{row.file} 第{row.row}行"
        rows.append((None, [period, indicator.quantity(row.value), f"{row.reported_on}", restated, source]))
    columns = {"报告期": "keep", "实际值": "num", "填报日期": "keep", "更正": "", "来源文件": "quiet wrap"}
    table = markup.table(rows, columns, nothing="还没有填报。请责任单位报送。")
    return markup.block(f"填报 {len(rows)} 期，更正 {len(standing.replaced)} 次", table)


def history(found: Iterable[Published], more: str) -> str:
    """What was published of an indicator, apart from what is reported; `more` leads to what is not shown."""
    rows = [(None, [f"{h.period}年", h.figure(), f"{h.measure}。{h.source}"]) for h in found]
    columns = {"年份": "keep", "公布数": "num", "口径与来源": "quiet wrap"}
    table = markup.table(rows, columns, nothing="没有找到公布的数据。")
    return markup.block("公布的历年数据", table, "出自公开资料，与填报数分列，口径可能不同", more)


def sources(plan: Plan, found: Mapping[str, Sequence[Published]]) -> str:
    """Published figures with their sources, also of measures that are no indicator of the plan."""
    rows = [
        (None, [known.name if known else "—", f"{h.period}年", h.figure(), h.measure, h.source, h.confidence])
        for id, history in found.items()
        for known in [plan.indicators_by_id.get(id)]
        for h in history
    ]
    columns = {"指标": "wrap", "年份": "keep", "公布数": "num", "口径": "wrap", "来源": "quiet wrap", "可信度": "keep"}
    return markup.table(rows, columns)


def later(link: markup.Link, page: str, count: int, *, is_shown: bool, **choices: str) -> str:
    """Leads to what was published about days after the moment, or back; empty where there is none."""
    if not count:
        return ""
    words = "不看数据截至以后的" if is_shown else f"也看数据截至以后的 {count} 条"
    return markup.anchor(link(page, **choices, **({} if is_shown else {"later": "1"})), words)
