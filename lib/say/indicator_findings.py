"""Sentences in Chinese about one indicator: its title, its arithmetic, the three lenses. Plain text, from its standing."""

from __future__ import annotations

from collections.abc import Sequence

from lib import formats
from lib.periods import days_in
from lib.plan import Published
from lib.rules import IndicatorStanding, is_ceiling, step_points
from lib.statuses import LAMPS


def headline(standing: IndicatorStanding, most: int = 100) -> str:
    """The finding of an indicator, as its title says it; of its name at most `most` characters."""
    name = formats.cut(standing.indicator.name, most)
    if standing.actual is None:
        return f"{name}尚无报送，目标 {standing.indicator.target_quantity}"
    return f"{name} {result(standing)}"


def result(standing: IndicatorStanding) -> str:
    """What was reported of an indicator, against its target and the elapsed share: the headline without its name."""
    indicator = standing.indicator
    parts = [indicator.quantity(standing.actual), _against_target(standing)]
    if standing.status == "missed":
        return "，".join(parts)
    if standing.gap_points is not None and (standing.status != "achieved" or indicator.kind == "cumulative"):
        parts.append(gap(standing))
    return "，".join(parts)


def gap(standing: IndicatorStanding) -> str:
    """快于／低于序时进度 12.1 个百分点; with more digits where one would say 0.0. Of a ceiling: 高于."""
    points = standing.gap_points or 0.0
    if points == 0:
        return "与序时进度持平"
    if is_ceiling(standing.indicator):
        word = "控制在序时进度以内" if points > 0 else "超出序时进度"
    else:
        word = "快于序时进度" if points > 0 else "低于序时进度"
    return f"{word} {formats.points(points, _telling_digits(points))} 个百分点"


def period(standing: IndicatorStanding) -> str:
    """The period of the actual in words."""
    if standing.period is None:
        return "尚无报送"
    return formats.period(standing.period, standing.indicator.kind == "cumulative")


def period_and_age(standing: IndicatorStanding) -> str:
    """The same, and that it is old where it is."""
    return period(standing) + ("（数据滞后）" if standing.stale else "")


def distance(standing: IndicatorStanding) -> str:
    """How far the actual is from the target: 0.04 件; of a share in 个百分点."""
    return formats.MISSING if standing.distance is None else _difference(standing, standing.distance)


def arithmetic(standing: IndicatorStanding) -> str:
    """How the lamp came about, in one line with its numbers filled in."""
    indicator, lamp = standing.indicator, LAMPS[standing.status].word
    if standing.actual is None or standing.elapsed is None:
        return f"没有报送，不作判断 → {lamp}"
    n = formats.number
    a, t = n(standing.actual), n(indicator.target)
    if standing.status == "achieved":
        ended = "，全年已结束" if is_ceiling(indicator) else ""
        return f"实际值 {a} {'≥' if indicator.direction == 'higher' else '≤'} 目标值 {t}{ended} → {lamp}"
    if standing.status == "missed":
        return f"实际值 {a} > 目标值 {t}，已突破上限 → {lamp}"
    if standing.gap_points is None:
        return f"实际值 {a} 未达目标值 {t}；{_why_not_judged(standing)} → {lamp}"
    way = f"{a} ÷ {t}" if indicator.kind == "cumulative" else _from_baseline(standing)
    days = days_in(standing.period.end.year) if standing.period else 365
    share = f"{round(standing.elapsed * days)} ÷ {days} 天"
    difference = "序时进度 − 进度" if is_ceiling(indicator) else "进度 − 序时进度"
    digits = _telling_digits(standing.gap_points, standing.tolerance_points)
    return (
        f"进度 {way} = {formats.percent(standing.progress)}；序时进度 {share} = {formats.percent(standing.elapsed)}；"
        f"{difference} = {signed_points(standing.gap_points, digits)} 个百分点；{_tolerance(standing, digits)} → {lamp}"
    )


def lenses(standing: IndicatorStanding, history: Sequence[Published]) -> list[tuple[str, str]]:
    """The indicator seen three ways, each with its name: against target, elapsed share, baseline or years before."""
    return [
        ("对目标", _target_lens(standing)),
        ("对序时进度", _elapsed_lens(standing)),
        ("对基期和往年", _history_lens(standing, history)),
    ]


def trend(standing: IndicatorStanding) -> str:
    """How it moved since the period before, and where it would end."""
    if not standing.series:
        return f"{standing.indicator.name}尚无报送"
    cumulative = standing.indicator.kind == "cumulative"
    last = standing.series[-1]
    said = [f"{formats.period(last.period, cumulative)} {standing.indicator.quantity(last.value)}"]
    if len(standing.series) > 1:
        before = standing.series[-2]
        moved = round(last.value - before.value, 9)
        since = f"{before.period.end.month}月{'底累计' if cumulative else ''}"
        word = "增加" if moved > 0 else "减少"
        said.append(f"比{since}{word} {_difference(standing, moved)}" if moved else f"与{since}持平")
    if standing.projection is not None and last.period.end.month < 12:
        said.append(f"推算全年 {projected(standing)}")
    return "，".join(said)


def projection(standing: IndicatorStanding) -> str | None:
    """The projection in words, or None where there is none."""
    if standing.projection is None:
        return None
    return f"推算全年 {projected(standing)}（按已过天数等比推算，不是填报数）"


def projected(standing: IndicatorStanding) -> str:
    """The projection to the printed step."""
    value = standing.projection
    return standing.indicator.quantity(None if value is None else round(value, standing.indicator.decimals))


def broken_ceiling(standing: IndicatorStanding) -> str:
    """By how much a total has passed its ceiling: 已突破上限 400 件，超出 5 件."""
    indicator = standing.indicator
    return f"已突破上限 {indicator.quantity(indicator.target)}，超出 {distance(standing)}"


def _against_target(standing: IndicatorStanding) -> str:
    indicator = standing.indicator
    if standing.status == "missed":
        return broken_ceiling(standing)
    if is_ceiling(indicator):
        return f"为上限的 {formats.percent(standing.progress)}" if standing.progress is not None else "上限为 0"
    if indicator.kind == "cumulative":
        return f"为目标的 {formats.percent(standing.achievement)}" if standing.achievement is not None else "目标为 0"
    if standing.status == "achieved":
        return f"已达 {formats.quantity(indicator.target, indicator.unit)} 的目标"
    return f"距目标差 {distance(standing)}"


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
    if standing.indicator.kind == "cumulative":
        return "目标值为 0，进度无从计算"
    return "没有基期值，进度无从计算" if standing.baseline is None else "基期值已达目标值，进度无从计算"


def _target_lens(standing: IndicatorStanding) -> str:
    indicator = standing.indicator
    if standing.actual is None:
        return f"目标 {standing.indicator.target_quantity}；尚无报送。"
    if standing.status == "missed":
        return f"{standing.indicator.quantity(standing.actual)}，{broken_ceiling(standing)}。"
    n = formats.number
    if indicator.kind != "cumulative":
        state = "已达到目标" if standing.status == "achieved" else f"距目标差 {distance(standing)}"
        return f"{standing.indicator.quantity(standing.actual)}，目标 {standing.indicator.target_quantity}，{state}。"
    if standing.achievement is None:
        return f"{standing.indicator.quantity(standing.actual)}，目标 {standing.indicator.target_quantity}，目标完成率无从计算。"
    top, bottom = (standing.actual, indicator.target)
    if is_ceiling(indicator):
        top, bottom = bottom, top
    rate = f"目标完成率 {n(top)} ÷ {n(bottom)} = {formats.percent(standing.achievement)}"
    if standing.status == "achieved":
        return f"{rate}，已达标。"
    need = standing.needed_per_month
    pace = (
        ""
        if need is None
        else f"，{_month(standing)}月之后平均每月还需 {_rounded_up(need, indicator.decimals)} {indicator.unit}"
    )
    missing = "" if is_ceiling(indicator) else f"，还差 {distance(standing)}"
    return f"{rate}{missing}{pace}。"


def _elapsed_lens(standing: IndicatorStanding) -> str:
    if standing.actual is None or standing.elapsed is None:
        return "尚无报送，不判序时。"
    if standing.status == "missed":
        return "已突破上限，不再判序时。"
    if standing.gap_points is None:
        return f"{not_judged(standing)}。"
    progress = f"进度 {formats.percent(standing.progress)}，序时进度 {formats.percent(standing.elapsed)}"
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
    return f"，今年以来{'增加' if moved > 0 else '减少'} {_difference(standing, moved)}"


def _difference(standing: IndicatorStanding, amount: float) -> str:
    """An amount without its sign; two percentages differ by 个百分点."""
    unit = "个百分点" if standing.indicator.unit == "%" else standing.indicator.unit
    return f"{formats.number(abs(amount), standing.indicator.digits(amount))} {unit}"


def _month(standing: IndicatorStanding) -> int:
    return standing.period.end.month if standing.period else 0


def _rounded_up(value: float, decimals: int) -> str:
    # A need is rounded up: with 13.3 a month, 13 would miss the target.
    step = 10.0**decimals
    return formats.number(-(-round(value * step, 6) // 1) / step, decimals)


def signed_points(points: float, digits: int | None = None) -> str:
    """+13.2, −0.02: a difference in 百分点 with its sign, and as many digits as show that it is none."""
    shown = formats.points(points, _telling_digits(points) if digits is None else digits)
    return ("+" if points > 0 else "−" if points < 0 else "") + shown


def _telling_digits(points: float, tolerance: float = 0.0) -> int:
    """One digit, or as many as show on which side of nil and of the tolerance a gap lies."""
    for digits in range(1, 6):
        shown = float(formats.rounded_points(points, digits))
        if (shown > 0) == (points != 0) and (shown > round(tolerance, max(2, digits))) == (abs(points) > tolerance):
            return digits
    return 6
