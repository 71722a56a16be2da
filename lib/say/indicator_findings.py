"""Sentences in Chinese about one indicator: its title, its lamp, its gap. Plain text, from its standing."""

from __future__ import annotations

from dataclasses import replace

from lib import formats
from lib.rules import IndicatorStanding, fell_back, has_schedule, is_ceiling
from lib.statuses import LAMPS, Look


def headline(standing: IndicatorStanding, most: int = 100) -> str:
    """The finding of an indicator, as its title says it; of its name at most `most` characters."""
    name = formats.cut(standing.indicator.name, most)
    if standing.actual is None:
        return formats.joined(name, f"尚无报送，目标 {standing.indicator.target_quantity}")
    return f"{name} {result(standing)}"


def result(standing: IndicatorStanding) -> str:
    """What was reported of an indicator, against its target and the elapsed share: the headline without its name."""
    said = [quantity(standing), against_target(standing)]
    if standing.status == "stale":
        said.append(gone_stale(standing))
    elif says_its_gap(standing):
        said.append(gap(standing))
    return "，".join(said)


def quantity(standing: IndicatorStanding) -> str:
    """The actual with its unit; 至少 where it is an old total that still tells."""
    return ("至少 " if standing.at_least else "") + standing.indicator.quantity(standing.actual)


def says_its_gap(standing: IndicatorStanding) -> bool:
    """Whether the elapsed share has something to say: not of what is decided, has no schedule, or may fall back."""
    if not has_schedule(standing.indicator):
        return False
    if standing.status == "achieved":
        return standing.indicator.kind == "cumulative" and not standing.is_final
    return LAMPS[standing.status].is_of_schedule


def gone_stale(standing: IndicatorStanding) -> str:
    """3月以后没有再报，当时达序时."""
    then = f"，当时{LAMPS[standing.said_then].short}" if standing.said_then not in (None, "achieved") else ""
    return f"{month(standing)}月以后没有再报{then}"


def lamp(standing: IndicatorStanding) -> Look:
    """The lamp in the words of the indicator: a ceiling is passed, a rate or what falls back is not behind a schedule."""
    look, own = LAMPS[standing.status], standing.indicator
    if standing.status == "missed" and is_ceiling(own):
        return replace(look, remark="已突破上限")
    if own.kind == "rate" and look.is_of_schedule and look.needs_attention:
        return replace(look, short=look.short.replace("序时", "目标"))
    if own.path:
        look = replace(look, short=look.short.replace("序时", "分期目标"))
    if standing.status == "behind" and standing.actual is not None and fell_back(own, standing.actual):
        return replace(look, short="低于目标", remark="回落")
    return look


def gap(standing: IndicatorStanding) -> str:
    """快于／低于序时进度 12.1 个百分点; with more digits where one would say 0.0. Of a ceiling: 高于."""
    points = standing.judged_gap or 0.0
    name = schedule_name(standing)
    if points == 0:
        return f"与{name}持平"
    if is_ceiling(standing.indicator):
        word = f"控制在{name}以内" if points > 0 else f"超出{name}"
    else:
        word = f"快于{name}" if points > 0 else f"低于{name}"
    return f"{word} {formats.points(points, telling_digits(points))} 个百分点"


def schedule_name(standing: IndicatorStanding) -> str:
    """What progress is held against: the printed path, or the elapsed share."""
    return "序时进度" if standing.scheduled is None else "分期进度"


def gap_points(standing: IndicatorStanding) -> str:
    """The gap that the lamp goes by, with its sign; a dash where the lamp goes by something else."""
    return signed_points(standing.judged_gap or 0.0) if says_its_gap(standing) else formats.MISSING


def shortfall(standing: IndicatorStanding) -> str:
    """What is wrong with an indicator that needs attention, in a few words: −24.8 个百分点, 差 5 件, 已突破上限."""
    if standing.status == "missed" and is_ceiling(standing.indicator):
        return "已突破上限"
    return f"{gap_points(standing)} 个百分点" if says_its_gap(standing) else f"差 {distance(standing)}"


def period(standing: IndicatorStanding) -> str:
    """The period of the actual in words."""
    if standing.period is None:
        return "尚无报送"
    return formats.period(standing.period, standing.indicator.kind == "cumulative")


def period_and_age(standing: IndicatorStanding) -> str:
    """The same, and that it is old where it is and its lamp does not say so."""
    return period(standing) + stale_remark(standing, "（数据滞后）")


def stale_remark(standing: IndicatorStanding, words: str = "数据滞后") -> str:
    """数据滞后, where a figure is not of the current period and its lamp says something else."""
    return words if standing.stale and standing.status != "stale" else ""


def distance(standing: IndicatorStanding) -> str:
    """How far the actual is from the target: 0.04 件; of a share in 个百分点."""
    return formats.MISSING if standing.distance is None else difference(standing, standing.distance)


def broken_ceiling(standing: IndicatorStanding) -> str:
    """By how much a total has passed its ceiling: 已突破上限 400 件，超出 5 件."""
    indicator = standing.indicator
    return f"已突破上限 {indicator.quantity(indicator.target)}，超出 {distance(standing)}"


def against_target(standing: IndicatorStanding) -> str:
    """为目标的 88.0%, 距目标差 0.05 件, 已达 60 % 的目标: the actual beside its target, as its kind asks for."""
    indicator = standing.indicator
    quantity = formats.quantity(indicator.target, indicator.unit)
    target = f"{quantity} 的目标" if quantity.endswith("%") else f"{quantity}的目标"
    if standing.status == "missed":
        return broken_ceiling(standing) if is_ceiling(indicator) else f"未达到 {target}，差 {distance(standing)}"
    if is_ceiling(indicator):
        used = "上限为 0" if standing.progress is None else f"已用上限的 {formats.percent(standing.progress)}"
        return f"没有超过上限 {quantity}" if standing.status == "achieved" else used
    if indicator.kind == "cumulative":
        return f"为目标的 {formats.percent(standing.progress)}" if standing.progress is not None else "目标为 0"
    if (standing.distance or 0) <= 0:
        return f"{'当时' if standing.status == 'stale' else ''}已达 {target}"
    fell = "，比基期回落" if lamp(standing).remark == "回落" else ""
    return f"距目标差 {distance(standing)}{fell}"


def difference(standing: IndicatorStanding, amount: float) -> str:
    """An amount without its sign; two percentages differ by 个百分点."""
    unit = "个百分点" if standing.indicator.unit == "%" else standing.indicator.unit
    return f"{formats.number(abs(amount), standing.indicator.digits(amount))} {unit}"


def month(standing: IndicatorStanding) -> int:
    """The last month of the period of the actual; 0 without one."""
    return standing.period.end.month if standing.period else 0


def signed_points(points: float, digits: int | None = None) -> str:
    """+13.2, −0.02: a difference in 百分点 with its sign, and as many digits as show that it is none."""
    shown = formats.points(points, telling_digits(points) if digits is None else digits)
    return ("+" if points > 0 else "−" if points < 0 else "") + shown


def telling_digits(points: float, tolerance: float = 0.0) -> int:
    """One digit, or as many as show on which side of nil and of the tolerance a gap lies."""
    for digits in range(1, 6):
        shown = float(formats.rounded_points(points, digits))
        if (shown > 0) == (points != 0) and (shown > round(tolerance, max(2, digits))) == (abs(points) > tolerance):
            return digits
    return 6
