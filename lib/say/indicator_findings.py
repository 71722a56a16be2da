"""Sentences in Chinese about one indicator: its title, its arithmetic, the three lenses. Plain text, from its standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lib import formats
from lib.plan import Indicator, Published
from lib.rules import IndicatorStanding, YearBefore, fell_back, has_schedule, is_ceiling, step_points, used_baseline
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
    return LAMPS[standing.status].is_of_schedule


def _gone_stale(standing: IndicatorStanding) -> str:
    """3月以后没有再报，当时达序时."""
    then = f"，当时{LAMPS[standing.said_then].short}" if standing.said_then not in (None, "achieved") else ""
    return f"{_month(standing)}月以后没有再报{then}"


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
    name = _schedule_name(standing)
    if points == 0:
        return f"与{name}持平"
    if is_ceiling(standing.indicator):
        word = f"控制在{name}以内" if points > 0 else f"超出{name}"
    else:
        word = f"快于{name}" if points > 0 else f"低于{name}"
    return f"{word} {formats.points(points, _telling_digits(points))} 个百分点"


def _schedule_name(standing: IndicatorStanding) -> str:
    """What progress is held against: the printed path, or the elapsed share."""
    return "序时进度" if standing.scheduled is None else "分期进度"


def scheduled_value(standing: IndicatorStanding) -> float:
    """What the printed path asks for by the moment that the lamp goes by, in the indicator's unit."""
    start = float(used_baseline(standing.indicator) or 0)
    return start + (standing.scheduled or 0.0) * (standing.indicator.target - start)


def printed_path(indicator: Indicator) -> str:
    """6月30日 200 件，12月31日 400 件; blank where the plan prints no path."""
    return "，".join(f"{day.month}月{day.day}日 {indicator.quantity(value)}" for day, value in indicator.path)


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
    name = _schedule_name(standing)
    difference = f"{name} − {progress}" if is_ceiling(indicator) else f"{progress} − {name}"
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
    if standing.scheduled is not None:
        asked = formats.number(round(scheduled_value(standing), standing.indicator.decimals + 2))
        path = printed_path(standing.indicator)
        return f"分期目标 {path}，其间按天数折算到此时为 {asked}，分期进度 {formats.percent(standing.scheduled)}"
    passed, whole = standing.judged or (0, 1)
    unit = "个月" if whole <= 12 else "天"
    until = standing.until
    due = f"（到应完成日期 {until.month}月{until.day}日）" if (until.month, until.day) != (12, 31) else ""
    return f"序时进度 {passed} ÷ {whole} {unit}{due} = {formats.percent(passed / whole)}"


def year_on_year(standing: IndicatorStanding, before: YearBefore) -> str:
    """上年同期（2018年9月）320 件，同比增加 32 件（+10.0%）; of the year's end, which is no same period, the figure alone."""
    indicator = standing.indicator
    bound = "超过 " if before.is_bound else ""
    sample = "（示例数据）" if before.sample else ""
    said = f"{bound}{indicator.quantity(before.value)}{sample}"
    is_sum = indicator.kind == "cumulative"
    if not before.is_same_period:
        word = "全年" if is_sum else "末"
        if standing.actual is None or is_sum or before.is_bound:
            return f"上年{word}（{before.end.year}年）{said}" + ("，不是同期，不比快慢" if is_sum else "") + "。"
        return f"上年{word}（{before.end.year}年）{said}，{_changed(standing, before, '比上年末')}。"
    when = f"{before.end.year}年{'1—' if is_sum else ''}{before.end.month}月"
    if before.is_bound or standing.actual is None:
        return f"上年同期（{when}）{said}。"
    return f"上年同期（{when}）{said}，{_changed(standing, before, '同比')}。"


def _changed(standing: IndicatorStanding, before: YearBefore, since: str) -> str:
    moved = round((standing.actual or 0.0) - before.value, 9)
    if not moved:
        return f"{since}持平"
    share = (
        f"（{moved / before.value:+.1%}）".replace("-", "−")
        if standing.indicator.kind == "cumulative" and before.value > 0
        else ""
    )
    return f"{since}{'增加' if moved > 0 else '减少'} {_difference(standing, moved)}{share}"


def far_below(standing: IndicatorStanding, before: YearBefore) -> str:
    """目标 400 件，不到上年全年（2018年，超过 1,200 件）的一半."""
    indicator = standing.indicator
    target = formats.quantity(indicator.target, indicator.unit)
    reached = f"{'超过 ' if before.is_bound else ''}{indicator.quantity(before.value)}"
    sample = "，示例数据" if before.sample else ""
    return f"目标 {target}，不到上年全年（{before.end.year}年，{reached}{sample}）的一半。出处："


def lenses(standing: IndicatorStanding, history: Sequence[Published]) -> list[tuple[str, str]]:
    """The indicator seen three ways, each with its name: against target, elapsed share, baseline or years before."""
    return [
        ("对目标", _target_lens(standing)),
        ("对分期目标" if standing.indicator.path else "对序时进度", _elapsed_lens(standing)),
        ("对基期和往年", _history_lens(standing, history)),
    ]


def trend(standing: IndicatorStanding, before: YearBefore | None = None) -> str:
    """How it moved since the period before and a year before, and where it would end."""
    if not standing.series:
        return f"{standing.indicator.name}尚无报送"
    cumulative = standing.indicator.kind == "cumulative"
    last = standing.series[-1]
    said = [f"{formats.period(last.period, cumulative)} {standing.indicator.quantity(last.value)}"]
    if len(standing.series) > 1:
        earlier = standing.series[-2]
        moved = round(last.value - earlier.value, 9)
        since = f"{earlier.period.end.month}月{'底累计' if cumulative else ''}"
        word = "增加" if moved > 0 else "减少"
        said.append(f"比{since}{word} {_difference(standing, moved)}" if moved else f"与{since}持平")
    if before and before.is_same_period and not before.is_bound:
        said.append(_changed(standing, before, "同比"))
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
    share = float(standing.judged.share) if standing.scheduled is None else standing.scheduled
    progress = f"{word} {formats.percent(standing.progress)}，{_schedule_name(standing)} {formats.percent(share)}"
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
