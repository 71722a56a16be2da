"""How the lamp of an indicator came about, with its numbers filled in. Plain text, from its standing."""

from __future__ import annotations

from lib import formats
from lib.plan import Indicator
from lib.rules import IndicatorStanding, has_schedule, is_ceiling, step_points
from lib.say.indicator_findings import lamp, month, schedule_name, signed_points, telling_digits
from lib.statuses import LAMPS


def arithmetic(standing: IndicatorStanding) -> str:
    """How the lamp came about, in one line with its numbers filled in."""
    if standing.actual is None or standing.judged is None:
        return f"没有报送，不作判断 → {lamp(standing).word}"
    said = _comparison(standing)
    if standing.status == "stale":
        said = f"{_why_stale(standing)}；{said}" if standing.indicator.kind == "cumulative" else _why_stale(standing)
        if standing.said_then:
            said += f"；{month(standing)}月时{LAMPS[standing.said_then].short}"
    return f"{said} → {lamp(standing).word}"


def _comparison(standing: IndicatorStanding) -> str:
    """The actual against target or elapsed share, as the lamp goes by it."""
    indicator, n = standing.indicator, formats.number
    a, t = n(standing.actual), n(indicator.target)
    name = "最终数" if standing.is_final else "实际值至少" if standing.at_least else "实际值"
    if standing.status in ("achieved", "missed"):
        is_met = standing.status == "achieved"
        is_more = is_met == (indicator.direction == "higher")
        sign = ("≥" if is_met else ">") if is_more else ("≤" if is_met else "<")
        return f"{name} {a} {sign} 目标值 {t}"
    if indicator.kind == "rate":
        pair = (a, t) if indicator.direction == "higher" else (t, a)
        return f"{' − '.join(pair)} = {signed_points(standing.judged_gap or 0.0)} 个百分点；{_tolerance(standing, 1)}"
    if lamp(standing).remark == "回落" and standing.baseline is not None:
        return f"基期值 {n(standing.baseline)} 已达目标值 {t}，{name} {a} 未达"
    if standing.judged_gap is None or not has_schedule(indicator):
        return f"{name} {a} 未达目标值 {t}；{_why_not_judged(standing)}"
    way = f"{a} ÷ {t}" if indicator.kind == "cumulative" else _from_baseline(standing)
    progress = "已用" if is_ceiling(indicator) else "进度"
    name = schedule_name(standing)
    difference = f"{name} − {progress}" if is_ceiling(indicator) else f"{progress} − {name}"
    digits = telling_digits(standing.judged_gap, standing.tolerance_points)
    return (
        f"{'至少' if standing.at_least else ''}{progress} {way} = {formats.percent(standing.progress)}；"
        f"{_elapsed_share(standing)}；"
        f"{difference} = {signed_points(standing.judged_gap, digits)} 个百分点；{_tolerance(standing, digits)}"
    )


def _why_stale(standing: IndicatorStanding) -> str:
    return f"最近一期是{month(standing)}月的 {standing.indicator.quantity(standing.actual)}，已经过期"


def _elapsed_share(standing: IndicatorStanding) -> str:
    """序时进度 273 ÷ 365 天 = 74.8%; to a day before the year's last that day is named."""
    if standing.scheduled is not None:
        asked = formats.number(round(scheduled_value(standing), standing.indicator.decimals + 2))
        path = printed_path(standing.indicator)
        return f"分期目标 {path}，其间按天数折算到此时为 {asked}，分期进度 {formats.percent(standing.scheduled)}"
    passed, whole = standing.judged or (0, 1)
    unit = "个月" if whole <= 12 else "天"
    until = standing.until
    due = f"（到应完成日期 {until.month}月{until.day}日）" if (until.month, until.day) != (12, 31) else ""
    return f"序时进度 {passed} ÷ {whole} {unit}{due} = {formats.percent(passed / whole)}"


def scheduled_value(standing: IndicatorStanding) -> float:
    """What the printed path asks for by the moment that the lamp goes by, in the indicator's unit."""
    return standing.start + (standing.scheduled or 0.0) * (standing.indicator.target - standing.start)


def printed_path(indicator: Indicator) -> str:
    """6月30日 200 件，12月31日 400 件; blank where the plan prints no path."""
    return "，".join(f"{day.month}月{day.day}日 {indicator.quantity(value)}" for day, value in indicator.path)


def _from_baseline(standing: IndicatorStanding) -> str:
    n = formats.number
    a, b, t = n(standing.actual), n(standing.baseline), n(standing.indicator.target)
    return f"（{a} − {b}）÷（{t} − {b}）"


def _tolerance(standing: IndicatorStanding, digits: int) -> str:
    indicator = standing.indicator
    allowed = f"容差 {formats.number(round(standing.tolerance_points, max(2, digits)))} 个百分点"
    step = step_points(indicator)
    if step is None or float(step) < standing.tolerance_points or indicator.baseline is None:
        return allowed
    n = formats.number
    unit = n(10**-indicator.decimals)
    return f"{allowed}（末位一个单位 {unit} ÷ |{n(indicator.target)} − {n(indicator.baseline.value)}|）"


def not_judged(standing: IndicatorStanding) -> str:
    """Why a figure is not compared with the elapsed share."""
    return f"{_why_not_judged(standing)}，暂不判序时"


def _why_not_judged(standing: IndicatorStanding) -> str:
    indicator = standing.indicator
    if indicator.kind == "cumulative":
        return "目标值为 0，进度无从计算"
    if standing.baseline is None:
        return "没有基期值，进度无从计算"
    if standing.progress is None:
        return "基期值已达目标值，进度无从计算"
    steps = formats.number(round(abs(indicator.target - standing.baseline) * 10**indicator.decimals, 6))
    return f"目标与基期只差 {steps} 个末位单位，分不出快慢"
