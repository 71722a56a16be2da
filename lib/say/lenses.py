"""An indicator seen three ways: against its target, its schedule, its past. Plain text, from its standing."""

from __future__ import annotations

from collections.abc import Sequence

from lib import formats
from lib.plan import Published
from lib.rules import IndicatorStanding, has_schedule, is_ceiling
from lib.say.indicator_findings import (
    against_target,
    broken_ceiling,
    difference,
    distance,
    gap,
    gone_stale,
    quantity,
    schedule_name,
)
from lib.say.lamp_arithmetic import not_judged


def lenses(standing: IndicatorStanding, history: Sequence[Published]) -> list[tuple[str, str]]:
    """The indicator seen three ways, each with its name: against target, elapsed share, baseline or years before."""
    return [
        ("对目标", _target_lens(standing)),
        ("对分期目标" if standing.indicator.path else "对序时进度", _elapsed_lens(standing)),
        ("对基期和往年", _history_lens(standing, history)),
    ]


def _target_lens(standing: IndicatorStanding) -> str:
    indicator = standing.indicator
    if standing.actual is None:
        return f"目标 {standing.indicator.target_quantity}；尚无报送。"
    n = formats.number
    if standing.achievement is None or indicator.kind != "cumulative":
        return f"{quantity(standing)}，目标 {indicator.target_quantity}，{against_target(standing)}。"
    word = "已用" if is_ceiling(indicator) else "目标完成率"
    rate = f"{word} {n(standing.actual)} ÷ {n(indicator.target)} = {formats.percent(standing.achievement)}"
    if standing.status == "achieved":
        return f"{rate}，已达标。"
    if is_ceiling(indicator):
        return f"{rate}，{broken_ceiling(standing)}。" if standing.status == "missed" else f"{rate}。"
    need = standing.needed_per_month
    pace = (
        ""
        if need is None
        else f"，余下 {standing.months_left} 个月平均每月还需 {_rounded_up(need, indicator.decimals)} {indicator.unit}"
    )
    return f"{rate}，还差 {distance(standing)}{pace}。"


def _elapsed_lens(standing: IndicatorStanding) -> str:
    if standing.judged is None:
        return "尚无报送，不判序时。"
    if standing.indicator.kind == "rate":
        return "增长率直接与目标值相比，不判序时。"
    if standing.status == "missed":
        return "已突破上限，不再判序时。" if is_ceiling(standing.indicator) else "已是最终数，不再判序时。"
    if standing.status == "stale":
        return f"{gone_stale(standing)}；数过期了，不判序时。"
    if standing.judged_gap is None or not has_schedule(standing.indicator):
        return f"{not_judged(standing)}。"
    word = "已用" if is_ceiling(standing.indicator) else "进度"
    asked = f"{schedule_name(standing)} {formats.percent(standing.asked)}"
    progress = f"{word} {formats.percent(standing.progress)}，{asked}"
    return f"{progress}，{gap(standing)}。"


def _history_lens(standing: IndicatorStanding, history: Sequence[Published]) -> str:
    said = []
    baseline = standing.indicator.baseline
    if baseline:
        when = f"{baseline.period}年末" if baseline.period.isdigit() else baseline.period
        said.append(f"{when}（基期）{standing.indicator.quantity(baseline.value)}{_moved(standing, baseline.value)}")
    own_year = standing.row.period.end.year if standing.row else 9999
    years = [h for h in history if int(h.period) < own_year and not (baseline and h.period == baseline.period)]
    said += [f"{h.period}年 {h.figure()}" for h in years]
    if not said:
        return "没有找到公布的基期值和往年数据。"
    return "；".join(said) + "。"


def _moved(standing: IndicatorStanding, baseline: float) -> str:
    if standing.actual is None:
        return ""
    moved = round(standing.actual - baseline, 9)
    if moved == 0:
        return "，今年以来持平"
    return f"，今年以来{'增加' if moved > 0 else '减少'} {difference(standing, moved)}"


def _rounded_up(value: float, decimals: int) -> str:
    # A need is rounded up: with 13.3 a month, 13 would miss the target.
    step = 10.0**decimals
    return formats.number(-(-round(value * step, 6) // 1) / step, decimals)
