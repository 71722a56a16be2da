"""Sentences in Chinese about an indicator over time: since the period before, a year before, to the end. Plain text."""

from __future__ import annotations

from lib import formats
from lib.rules import IndicatorStanding, YearBefore
from lib.say.indicator_findings import difference


def trend(standing: IndicatorStanding, before: YearBefore | None = None) -> str:
    """How it moved since the period before and a year before, and where it would end."""
    if not standing.series:
        return formats.joined(standing.indicator.name, "尚无报送")
    cumulative = standing.indicator.kind == "cumulative"
    last = standing.series[-1]
    said = [f"{formats.period(last.period, cumulative)} {standing.indicator.quantity(last.value)}"]
    if len(standing.series) > 1:
        earlier = standing.series[-2]
        moved = round(last.value - earlier.value, 9)
        since = f"{earlier.period.end.month}月{'底累计' if cumulative else ''}"
        word = "增加" if moved > 0 else "减少"
        said.append(f"比{since}{word} {difference(standing, moved)}" if moved else f"与{since}持平")
    if before and before.is_same_period and not before.is_bound:
        said.append(_changed(standing, before, "同比"))
    if standing.projection is not None and not standing.is_final:
        said.append(f"推算{_by_when(standing)} {projected(standing)}")
    return "，".join(said)


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
    return f"{since}{'增加' if moved > 0 else '减少'} {difference(standing, moved)}{share}"


def far_below(standing: IndicatorStanding, before: YearBefore) -> str:
    """目标 400 件，不到上年全年（2018年，超过 1,200 件）的一半."""
    indicator = standing.indicator
    target = formats.quantity(indicator.target, indicator.unit)
    reached = f"{'超过 ' if before.is_bound else ''}{indicator.quantity(before.value)}"
    sample = "，示例数据" if before.sample else ""
    return f"目标 {target}，不到上年全年（{before.end.year}年，{reached}{sample}）的一半。出处："


def projection(standing: IndicatorStanding) -> str | None:
    """The projection in words, or None where there is none."""
    if standing.projection is None:
        return None
    return f"推算{_by_when(standing)} {projected(standing)}（按序时进度等比推算，不是填报数）"


def projected(standing: IndicatorStanding) -> str:
    """The projection to the printed step, which never rounds it up to a target that it does not meet."""
    value, indicator = standing.projection, standing.indicator
    if value is None:
        return formats.MISSING
    rounded = round(value, indicator.decimals)
    if rounded == indicator.target != value:
        step = 10.0**-indicator.decimals if value > rounded else -(10.0**-indicator.decimals)
        rounded = rounded if indicator.is_met_by(value) else round(rounded + step, indicator.decimals)
    return indicator.quantity(rounded)


def _by_when(standing: IndicatorStanding) -> str:
    until = standing.until
    return "全年" if (until.month, until.day) == (12, 31) else f"到{until.month}月{until.day}日"
