"""Sentences in Chinese about one indicator: its title, its arithmetic, the three lenses. Plain text, from its standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lib import formats
from lib.plan import Published
from lib.rules import IndicatorStanding, fell_back, has_schedule, is_ceiling, step_points
from lib.statuses import LAMPS, Look


def headline(standing: IndicatorStanding, most: int = 100) -> str:
    """The finding of an indicator, as its title says it; of its name at most `most` characters."""
    name = formats.cut(standing.indicator.name, most)
    if standing.actual is None:
        return f"{name}尚无报送，目标 {standing.indicator.target_quantity}"
    return f"{name} {result(standing)}"


def result(standing: IndicatorStanding) -> str:
    """What was reported of an indicator, against its target and the elapsed share: the headline without its name."""
    said = [quantity(standing), _against_target(standing)]
    if standing.status == "stale":
        said.append(_gone_stale(standing))
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
    return standing.status in ("on_schedule", "slightly_behind", "behind")


def _gone_stale(standing: IndicatorStanding) -> str:
    """3月以后没有再报，当时达序时."""
    then = f"，当时{LAMPS[standing.said_then].short}" if standing.said_then not in (None, "achieved") else ""
    return f"{_month(standing)}月以后没有再报{then}"


def lamp(standing: IndicatorStanding) -> Look:
    """The lamp in the words of the indicator: a ceiling is passed, a rate or what falls back is not behind a schedule."""
    look, own = LAMPS[standing.status], standing.indicator
    if standing.status == "missed" and is_ceiling(own):
        return replace(look, remark="已突破上限")
    if own.kind == "rate" and standing.status in ("behind", "slightly_behind"):
        return replace(look, short=look.short.replace("序时", "目标"))
    if standing.status == "behind" and standing.actual is not None and fell_back(own, standing.actual):
        return replace(look, short="低于目标", remark="回落")
    return look


def gap(standing: IndicatorStanding) -> str:
    """快于／低于序时进度 12.1 个百分点; with more digits where one would say 0.0. Of a ceiling: 高于."""
    points = standing.judged_gap or 0.0
    if points == 0:
        return "与序时进度持平"
    if is_ceiling(standing.indicator):
        word = "控制在序时进度以内" if points > 0 else "超出序时进度"
    else:
        word = "快于序时进度" if points > 0 else "低于序时进度"
    return f"{word} {formats.points(points, _telling_digits(points))} 个百分点"


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
    return formats.MISSING if standing.distance is None else _difference(standing, standing.distance)


def arithmetic(standing: IndicatorStanding) -> str:
    """How the lamp came about, in one line with its numbers filled in."""
    if standing.actual is None or standing.judged is None:
        return f"没有报送，不作判断 → {lamp(standing).word}"
    said = _comparison(standing)
    if standing.status == "stale":
        said = f"{_why_stale(standing)}；{said}" if standing.indicator.kind == "cumulative" else _why_stale(standing)
        if standing.said_then:
            said += f"；{_month(standing)}月时{LAMPS[standing.said_then].short}"
    return f"{said} → {lamp(standing).word}"


def _comparison(standing: IndicatorStanding) -> str:
    """The actual against target or elapsed share, as the lamp goes by it."""
    indicator, n = standing.indicator, formats.number
    a, t = n(standing.actual), n(indicator.target)
    name = "最终数" if standing.is_final else "实际值至少" if standing.at_least else "实际值"
    if standing.status in ("achieved", "missed"):
        is_more = (standing.status == "achieved") == (indicator.direction == "higher")
        sign = (
            ("≥" if standing.status == "achieved" else ">")
            if is_more
            else "≤"
            if standing.status == "achieved"
            else "<"
        )
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
    difference = f"序时进度 − {progress}" if is_ceiling(indicator) else f"{progress} − 序时进度"
    digits = _telling_digits(standing.judged_gap, standing.tolerance_points)
    return (
        f"{'至少' if standing.at_least else ''}{progress} {way} = {formats.percent(standing.progress)}；"
        f"{_elapsed_share(standing)}；"
        f"{difference} = {signed_points(standing.judged_gap, digits)} 个百分点；{_tolerance(standing, digits)}"
    )


def _why_stale(standing: IndicatorStanding) -> str:
    return f"最近一期是{_month(standing)}月的 {standing.indicator.quantity(standing.actual)}，已经过期"


def _elapsed_share(standing: IndicatorStanding) -> str:
    """序时进度 273 ÷ 365 天 = 74.8%; to a day before the year's last that day is named."""
    passed, whole = standing.judged or (0, 1)
    unit = "个月" if whole <= 12 else "天"
    until = standing.until
    due = f"（到应完成日期 {until.month}月{until.day}日）" if (until.month, until.day) != (12, 31) else ""
    return f"序时进度 {passed} ÷ {whole} {unit}{due} = {formats.percent(passed / whole)}"


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
    if standing.projection is not None and not standing.is_final:
        said.append(f"推算{_by_when(standing)} {projected(standing)}")
    return "，".join(said)


def projection(standing: IndicatorStanding) -> str | None:
    """The projection in words, or None where there is none."""
    if standing.projection is None:
        return None
    return f"推算{_by_when(standing)} {projected(standing)}（按序时进度等比推算，不是填报数）"


def _by_when(standing: IndicatorStanding) -> str:
    until = standing.until
    return "全年" if (until.month, until.day) == (12, 31) else f"到{until.month}月{until.day}日"


def projected(standing: IndicatorStanding) -> str:
    """The projection to the printed step, which never rounds it up to a target that it does not meet."""
    value, indicator = standing.projection, standing.indicator
    if value is None:
        return formats.MISSING
    rounded = round(value, indicator.decimals)
    if rounded == indicator.target != value:
        step = 10.0**-indicator.decimals if value > rounded else -(10.0**-indicator.decimals)
        meets = (value > rounded) == (indicator.direction == "higher")
        rounded = rounded if meets else round(rounded + step, indicator.decimals)
    return indicator.quantity(rounded)


def broken_ceiling(standing: IndicatorStanding) -> str:
    """By how much a total has passed its ceiling: 已突破上限 400 件，超出 5 件."""
    indicator = standing.indicator
    return f"已突破上限 {indicator.quantity(indicator.target)}，超出 {distance(standing)}"


def _against_target(standing: IndicatorStanding) -> str:
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


def _target_lens(standing: IndicatorStanding) -> str:
    indicator = standing.indicator
    if standing.actual is None:
        return f"目标 {standing.indicator.target_quantity}；尚无报送。"
    n = formats.number
    if standing.achievement is None or indicator.kind != "cumulative":
        return f"{quantity(standing)}，目标 {indicator.target_quantity}，{_against_target(standing)}。"
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
        return f"{_gone_stale(standing)}；数过期了，不判序时。"
    if standing.judged is None or standing.judged_gap is None or not has_schedule(standing.indicator):
        return f"{not_judged(standing)}。"
    word = "已用" if is_ceiling(standing.indicator) else "进度"
    progress = f"{word} {formats.percent(standing.progress)}，序时进度 {formats.percent(float(standing.judged.share))}"
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
