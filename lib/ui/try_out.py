"""试一试: a form for an indicator of one's own, and what the rules make of it. Every answer lives in the address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st
from pydantic import ValidationError

from lib.board import TRIAL, trial
from lib.draw import by_period, indicator_blocks, markup, question_blocks
from lib.plan import Baseline, Indicator, Plan
from lib.rules.examples import INDICATOR_KIND_WORDS
from lib.say import arithmetic, indicator_findings, lenses, over_time
from lib.statuses import Look
from lib.ui.choices import choose, typed
from lib.ui.moment import as_day
from lib.ui.pieces import chart, html
from lib.ui.view import View

_EXAMPLE = "1-3月 87\n1-6月 173\n1-9月 352"
_DIRECTIONS = {"higher": "越高越好", "lower": "越低越好（累计值是上限）"}


def try_out(view: View) -> None:
    """The form at the left, chart and lamp with their arithmetic at the right."""
    st.html(
        markup.block("试一试", "", "填一个指标和几期的数，看灯怎样亮；只在这一页上算，不记入看板；链接可以发给别人")
    )
    form, outcome = st.columns([0.3, 0.7], gap="large")
    faults: list[str] = []
    with form:
        indicator, due, as_of, figures = _form(view.measures.plan, faults)
    with outcome:
        if indicator is not None and not faults:
            _outcome(view, indicator, figures, due, as_of)
        html("".join(markup.note(fault, "warn") for fault in faults))


def _form(plan: Plan, faults: list[str]) -> tuple[Indicator | None, date | None, date | None, str]:
    left, right = st.columns(2)
    with left:
        kind = choose("类型", "kind", INDICATOR_KIND_WORDS, default="cumulative")
        before = typed("基期值", "baseline", placeholder="没有就留空")
        unit = typed("单位", "unit", default="%" if kind in ("share", "rate") else "件")
        due = _day(typed("应完成日期", "due", placeholder="默认年底"), "应完成日期", plan, faults)
    with right:
        direction = choose("方向", "direction", _DIRECTIONS, default="higher")
        wanted = typed("目标值", "target", default="400")
        printed = min(3, max(len(text.partition(".")[2]) for text in (before, wanted)))
        decimals = choose("小数位数", "decimals", {str(n): f"{n} 位" for n in range(4)}, default=str(printed))
        as_of = _day(typed("数据截至", "at", placeholder="默认最后一期"), "数据截至", plan, faults)
    figures = typed("各期的数，一行一期", "figures", default=_EXAMPLE, lines=True)
    baseline, target = _number(before, "基期值", faults), _number(wanted, "目标值", faults)
    if target is None:
        if not wanted:
            faults.append("没有填目标值。请填一个数，例如 400。")
        return None, due, as_of, figures
    base = None if baseline is None else Baseline(period=str(plan.year - 1), value=baseline, source="试算")
    entry = {
        "id": "trial", "task": "1.1.1", "name": TRIAL, "unit": unit, "decimals": int(decimals), "kind": kind,
        "direction": direction, "target": target, "target_text": "试算", "owner": plan.agencies[0].id, "baseline": base,
        "signed": True,
    }  # fmt: skip
    try:
        return Indicator.model_validate(entry), due, as_of, figures
    except ValidationError:
        faults.append("单位不能为空。请填一个单位，例如 件。")
        return None, due, as_of, figures


def _outcome(view: View, indicator: Indicator, figures: str, due: date | None, as_of: date | None) -> None:
    reading, measures = trial(view.measures.plan, indicator, figures, due, as_of)
    if reading.faults:
        html(question_blocks.problems(reading.faults))
    if measures is None:
        return
    standing = measures.indicators[indicator.id]
    chart(
        replace(view, measures=measures),
        by_period,
        standing,
        name=indicator.name,
        table=lambda: indicator_blocks.series(standing),
    )
    said: list[tuple[str, str | Look]] = [
        ("结论", indicator_findings.headline(standing)),
        ("判定", indicator_findings.lamp(standing)),
        ("算式", arithmetic(standing)),
    ]
    said += [("推算", projected)] if (projected := over_time.projection(standing)) else []
    html(markup.definitions([*said, *lenses(standing, [])[: 3 if standing.baseline is not None else 2]]))


def _number(text: str, label: str, faults: list[str]) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "").replace("，", ""))
        if abs(value) < 1e15:
            return value
    except ValueError:
        pass
    faults.append(f"{label}“{text}”不是数。请只填数字，例如 2.82。")
    return None


def _day(text: str, label: str, plan: Plan, faults: list[str]) -> date | None:
    if not text:
        return None
    day = as_day(text.replace("/", "-"))
    if day and (day.year == plan.year or label == "数据截至"):
        return day
    faults.append(f"{label}“{text}”不是 {plan.year} 年里的日期。请写成“年-月-日”，例如 {plan.year}-06-30。")
    return None
