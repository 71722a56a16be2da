"""Blocks of changes as HTML: what a submission changes, what differs from the period before, what was reported anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lib import formats
from lib.draw import markup
from lib.plan import Plan
from lib.rules import Change, Measures, Restatement
from lib.say import naming, receipts
from lib.statuses import REPORTED, ReportedStatus


def changes(title: str, measures: Measures, found: Sequence[Change], most: int = 24) -> str:
    """Figures, lamps and rates that change, old → new."""
    said = receipts.changed(found, measures)
    rows: list[markup.Row] = [(None, [what, markup.text(how, "keep")]) for what, how in said[:most]]
    more = markup.note(f"另有 {len(said) - most} 处变化。") if len(said) > most else ""
    table = markup.table(rows, widths=[62, 38]) + more if said else markup.empty("图上的数和灯没有变化。")
    return markup.block(title, table)


def notable(found: Iterable[tuple[Change, str, str]], link: markup.Link) -> str:
    """What changed, each leading to its page; `comparison.notable` puts it in order."""
    rows: list[markup.Row] = []
    for change, what, how in found:
        page = "indicators" if change.scope == "indicator" else "tasks"
        chosen = {change.scope: change.id} if change.scope in ("indicator", "task") else {}
        rows.append((link(page, **chosen), [markup.text(what, "cut"), markup.number(how)]))
    return markup.table(rows, nothing="与上期末相比没有变化。")


def restatements(plan: Plan, found: Iterable[Restatement], link: markup.Link) -> str:
    """What was reported anew: old → new, how many days later."""
    rows = []
    for one in found:
        name, href = about(plan, one.about, link)
        old, new = _restated_values(plan, one)
        days = f"{'晚' if one.days_later >= 0 else '早'} {abs(one.days_later)} 天"
        source = f"{one.new_row.file} 第{one.new_row.row}行"
        rows.append((href, [name, plan.short_name_of(one.body), one.period.text, f"{old} → {new}", days, source]))
    columns = {
        "指标或任务": "", "单位": "keep", "报告期": "keep", "旧 → 新": "keep", "填报日期": "num", "来源文件": "quiet wrap",
    }  # fmt: skip
    return markup.table(rows, columns)


def _restated_values(plan: Plan, one: Restatement) -> tuple[str, str]:
    """The old and the new value, or status, in words."""

    def words(said: float | ReportedStatus) -> str:
        if isinstance(said, str):
            return REPORTED[said].short
        indicator = plan.indicators_by_id[one.about]
        return formats.quantity(said, indicator.unit, indicator.decimals)

    return words(one.old), words(one.new)


def about(plan: Plan, id: str, link: markup.Link) -> tuple[str, str]:
    """The indicator or the task that something is about, by name, and its page."""
    if id in plan.indicators_by_id:
        return plan.indicators_by_id[id].name, link("indicators", indicator=id)
    return f"{id} {naming.short(plan.tasks[id].text)}", link("tasks", task=id)
