"""An indicator by the months of its year, as a chart that shows the finding: its axis is cut where a level moves little."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from lib import formats
from lib.briefing.slides import MonthChart, Series
from lib.plan import Plan
from lib.rules import IndicatorStanding, has_schedule, is_ceiling, schedule_line
from lib.say import over_time
from lib.statuses import ACTUAL, BASELINE, ELAPSED, PROJECTION, TARGET, Look

_MARKS = 5
"""About as many marks has a value axis."""


def by_month(plan: Plan, standing: IndicatorStanding) -> MonthChart:
    """What was reported, each month at its place; without a report a chart of nothing."""
    indicator, rows = standing.indicator, standing.series
    if not rows:
        return MonthChart(
            (), Series("实际值", (), ACTUAL), (), indicator.unit, indicator.decimals, False, 0.0, 1.0, 1.0
        )
    is_sum = indicator.kind == "cumulative"
    actual = Series("累计实际值" if is_sum else "实际值", _placed({r.period.end.month: r.value for r in rows}), ACTUAL)
    lines = tuple(_lines(plan, standing))
    values = [v for one in (actual, *lines) for v in one.values if v is not None]
    low, high, step = _axis(values, indicator.decimals, from_zero=is_sum and min(values) >= 0)
    months = tuple(f"{n}月" for n in range(1, 13))
    return MonthChart(months, actual, lines, indicator.unit, indicator.decimals, is_sum, low, high, step)


def cut_axis(chart: MonthChart) -> str:
    """纵轴从 2.8 起（已截断）; empty where the axis begins at nought."""
    return f"纵轴从 {formats.number(chart.low)} 起（已截断）" if chart.categories and chart.low else ""


def _lines(plan: Plan, standing: IndicatorStanding) -> list[Series]:
    indicator = standing.indicator
    target = f"目标 {formats.quantity(indicator.target, indicator.unit)}"
    found = [Series(target, (indicator.target,) * 12, TARGET)]
    if has_schedule(indicator):
        due = dict(enumerate(schedule_line(plan, standing)))
        name = "序时控制线" if is_ceiling(indicator) else "序时进度线"
        found.append(_series("分期目标线" if indicator.path else name, due, ELAPSED))
    if indicator.baseline is not None and indicator.kind != "cumulative":
        value = indicator.baseline.value
        found.append(Series(f"基期 {formats.quantity(value, indicator.unit)}", (value,) * 12, BASELINE))
    if standing.projection is not None and standing.period and standing.actual is not None and not standing.is_final:
        at, last = standing.period.end.month, standing.until.month
        slope = (standing.projection - standing.actual) / max(1, last - at)
        way = {n: standing.actual + slope * (n - at) for n in range(at, last)} | {last: standing.projection}
        found.append(_series(f"推算 {over_time.projected(standing)}（等比推算）", way, PROJECTION))
    return found


def _series(name: str, values: Mapping[int, float], look: Look) -> Series:
    return Series(name, _placed(values), look)


def _placed(values: Mapping[int, float]) -> tuple[float | None, ...]:
    """Values by month as twelve places; rounded, so that sums of floats do not show in the workbook."""
    return tuple(round(values[n], 6) if n in values else None for n in range(1, 13))


def _axis(values: Sequence[float], decimals: int, *, from_zero: bool) -> tuple[float, float, float]:
    """Lowest and highest mark and the step between marks, on round numbers; a cut axis leaves room below the least."""
    bottom, top = 0.0 if from_zero else min(values), max(values)
    span = top - bottom or max(abs(top) * 0.1, 4 * 10.0**-decimals)
    raw = max(span / _MARKS, 10.0**-decimals)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw * 0.999)
    low = 0.0 if from_zero else math.floor(round((bottom - 0.1 * span) / step, 6)) * step
    if bottom >= 0:
        low = max(0.0, low)
    high = math.ceil(round((top + 0.05 * span) / step, 6)) * step
    return round(low, 9), round(high, 9), round(step, 9)
