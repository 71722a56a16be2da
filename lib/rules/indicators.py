"""The rule of an indicator 指标: how far its actual stands from its target, and from the elapsed share of the year.

Sums are exact (fractions of the decimal numbers as written), so that a figure that lies on a boundary stays on it.
Rule and words: docs/method.md; the worked examples in lib/rules/examples are its tests, and shown on the page 口径.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple, assert_never

from lib.periods import Elapsed, Period, month, period_before
from lib.plan import Indicator, Plan
from lib.rows import FigureRow, in_force, restated
from lib.statuses import LAMPS, TRIED_LAMPS, Lamp

PROJECT_FROM_MONTH = 3
"""No projection before the end of this month: one or two months say little of a year."""

COARSEST_STEP_POINTS = 25
"""Where one printed step is more of the way from baseline to target than this, a schedule says nothing."""


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """Where an indicator stands. Shares are fractions of 1, gaps and tolerances 百分点; None where the rule gives none."""

    indicator: Indicator
    until: date
    """The day of the final figure: the year's last, or the due day of the task."""
    status: Lamp
    stale: bool
    """数据滞后: the figure is of an earlier period than the current one."""
    tolerance_points: float
    actual: float | None = None
    period: Period | None = None
    row: FigureRow | None = None
    is_final: bool = False
    """Whether the figure is that of a period that ends on `until` or later."""
    is_old: bool = False
    """Whether the figure is too old for a lamp of its own."""
    achievement: float | None = None
    progress: float | None = None
    elapsed: float | None = None
    """序时进度 at the end of the figure's period; of a rate none."""
    gap_points: float | None = None
    """The gap at the end of the figure's period."""
    judged: Elapsed | None = None
    """The elapsed share that the lamp goes by: of an old total that of the current period, else that of its own."""
    scheduled: float | None = None
    """分期进度: where the plan prints a path, the share that it asks for by then; of the way that progress measures."""
    judged_gap: float | None = None
    """The gap to it."""
    said_then: Lamp | None = None
    """The lamp at the end of the figure's period, where the figure has become too old for one."""
    projection: float | None = None
    needed_per_month: float | None = None
    is_silent: bool = False
    """No figure was reported for the current period or a later one."""
    series: tuple[FigureRow, ...] = ()
    """The row that counts for each period reported, oldest first."""
    months_left: int = 0
    """Months after `as_of` until the day of the final figure."""
    replaced: tuple[tuple[FigureRow, FigureRow], ...] = ()
    """Restatements 更正: the row replaced and the row that took its place, where the value differs."""

    @property
    def baseline(self) -> float | None:
        """基期值, where the plan has one."""
        return self.indicator.baseline.value if self.indicator.baseline else None

    @property
    def start(self) -> float:
        """What progress is counted from, in the indicator's unit."""
        return float(used_baseline(self.indicator) or 0)

    @property
    def asked(self) -> float | None:
        """The share of the way that the lamp goes by: that of the printed path where there is one, else the elapsed one."""
        if self.scheduled is None and self.judged:
            return float(self.judged.share)
        return self.scheduled

    @property
    def at_least(self) -> bool:
        """至少: whether the lamp rests on an old total, which can only have grown since."""
        return self.is_old and self.status != "stale"

    @property
    def distance(self) -> float | None:
        """How much is missing to the target, in the indicator's unit; negative beyond it."""
        if self.actual is None:
            return None
        sign = 1 if self.indicator.direction == "higher" else -1
        return float(sign * (exact(self.indicator.target) - exact(self.actual)))


def stand(
    plan: Plan, indicator: Indicator, rows: Iterable[FigureRow], as_of: date, current: Period | None
) -> IndicatorStanding:
    """The standing of an indicator by its rows, which come in the order in which they count.

    `current` is the current reporting period, against which a figure may be old.
    """
    series, replaced = _series(rows)
    until, tolerance = plan.judged_until(indicator), _tolerance(plan, indicator)
    if not series:
        return IndicatorStanding(
            indicator, until, "no_data", stale=False, tolerance_points=float(tolerance), is_silent=current is not None
        )
    row = series[-1]
    actual, is_final = exact(row.value), row.period.end >= until
    is_old = not is_final and (as_of >= until or _is_long_ago(row.period, current, plan))
    # An old total is at least what it was: it is held against the share that has elapsed by now.
    at = current.end if is_old and indicator.kind == "cumulative" and current else row.period.end
    own, judged = plan.elapsed(row.period.end, until), plan.elapsed(at, until)
    progress, left = _progress(indicator, actual), _months_left(as_of, until)
    own_share, share = schedule(plan, indicator, row.period.end), schedule(plan, indicator, at)
    then = _lamp(_Case(indicator, row.value, _gap(indicator, actual, progress, own_share), tolerance, is_final))
    gap = _gap(indicator, actual, progress, share)
    status = _lamp(_Case(indicator, row.value, gap, tolerance, is_final))
    if is_old and (indicator.kind != "cumulative" or not LAMPS[status].holds_when_old):
        status = "stale"
    return IndicatorStanding(
        indicator,
        until,
        status,
        stale=is_old or (current is not None and row.period.end < current.end),
        tolerance_points=float(tolerance),
        actual=row.value,
        period=row.period,
        row=row,
        is_final=is_final,
        is_old=is_old,
        achievement=_float(_achievement(indicator, actual)),
        progress=_float(progress),
        elapsed=None if indicator.kind == "rate" else float(own.share),
        gap_points=_float(_gap(indicator, actual, progress, own_share)),
        judged=judged,
        scheduled=float(share) if indicator.path and has_schedule(indicator) else None,
        judged_gap=_float(gap),
        said_then=then if status == "stale" else None,
        projection=None if is_old else _float(_projection(indicator, actual, own.share, row.period)),
        needed_per_month=_float(_needed_per_month(indicator, actual, status, left)),
        is_silent=current is not None and row.period.end < current.end,
        series=series,
        months_left=left,
        replaced=replaced,
    )


def exact(value: float) -> Fraction:
    """The decimal number as it was written: 2.82 is 282/100, not the nearest binary fraction."""
    return Fraction(repr(float(value)))


def schedule(plan: Plan, indicator: Indicator, day: date) -> Fraction:
    """What is to be gone of the way by a day: by the printed path, else by the elapsed time."""
    return plan.scheduled(indicator, day, used_baseline(indicator) or Fraction(0))


def schedule_line(plan: Plan, standing: IndicatorStanding) -> list[float]:
    """What the schedule asks for, in the indicator's unit: at the year's beginning and by the end of each month until the
    day of the final figure."""
    start, indicator = standing.start, standing.indicator
    ends = (month(plan.year, n).end for n in range(1, standing.until.month + 1))
    return [start, *(start + float(schedule(plan, indicator, end)) * (indicator.target - start) for end in ends)]


def is_ceiling(indicator: Indicator) -> bool:
    """A total that must not pass its target: met only by the final figure, missed as soon as it passes."""
    return indicator.kind == "cumulative" and indicator.direction == "lower"


def used_baseline(indicator: Indicator) -> Fraction | None:
    """The baseline, where progress is measured from it: for a level or share, if it does not meet the target already."""
    if indicator.kind not in ("level", "share") or indicator.baseline is None:
        return None
    baseline = indicator.baseline.value
    return None if indicator.is_met_by(baseline) else exact(baseline)


def _series(rows: Iterable[FigureRow]) -> tuple[tuple[FigureRow, ...], tuple[tuple[FigureRow, FigureRow], ...]]:
    rows = list(rows)
    return tuple(sorted(in_force(rows), key=lambda row: row.period.end)), tuple(restated(rows))


def _is_long_ago(period: Period, current: Period | None, plan: Plan) -> bool:
    """Whether a period ends more than one reporting period before the current one does."""
    before = current and period_before(current, plan.reporting.frequency)
    return before is not None and period.end < before.end


def _achievement(indicator: Indicator, actual: Fraction) -> Fraction | None:
    target = exact(indicator.target)
    if min(actual, target) <= 0:
        return None
    return target / actual if indicator.direction == "lower" and not is_ceiling(indicator) else actual / target


def _progress(indicator: Indicator, actual: Fraction) -> Fraction | None:
    target = exact(indicator.target)
    if indicator.kind == "cumulative":
        return actual / target if target else None
    baseline = used_baseline(indicator)
    return None if baseline is None else (actual - baseline) / (target - baseline)


def _gap(indicator: Indicator, actual: Fraction, progress: Fraction | None, share: Fraction) -> Fraction | None:
    if indicator.kind == "rate":
        return (actual - exact(indicator.target)) * (1 if indicator.direction == "higher" else -1)
    if progress is None:
        return None
    return ((share - progress) if is_ceiling(indicator) else (progress - share)) * 100


def _tolerance(plan: Plan, indicator: Indicator) -> Fraction:
    return max(exact(plan.status_rule.tolerance_points), step_points(indicator) or Fraction(0))


def step_points(indicator: Indicator) -> Fraction | None:
    """One printed step (0.01 for 2 decimals) as 百分点 of the way from baseline to target; None without a baseline."""
    baseline = used_baseline(indicator)
    if baseline is None:
        return None
    return Fraction(1, 10**indicator.decimals) / abs(exact(indicator.target) - baseline) * 100


def has_schedule(indicator: Indicator) -> bool:
    """Whether figures may be held against the elapsed share: there is a way to measure, of more than a few printed steps."""
    if indicator.kind == "cumulative":
        return indicator.target != 0
    return 0 < (step_points(indicator) or 0) <= COARSEST_STEP_POINTS


def fell_back(indicator: Indicator, actual: float) -> bool:
    """回落: whether a level or share that met its target before the year does not any more."""
    if indicator.kind not in ("level", "share") or indicator.baseline is None:
        return False
    return indicator.is_met_by(indicator.baseline.value) and not indicator.is_met_by(actual)


class _Case(NamedTuple):
    """A figure to be judged."""

    indicator: Indicator
    actual: float
    gap: Fraction | None
    tolerance: Fraction
    is_final: bool


def _lamp(case: _Case) -> Lamp:
    """Of TRIED_LAMPS the first that fits a figure that is not old."""
    return next(lamp for lamp in TRIED_LAMPS if _fits(lamp, case))


def _fits(lamp: Lamp, case: _Case) -> bool:
    """Whether a figure has a lamp, if none of those before it fits."""
    is_met, gap = case.indicator.is_met_by(case.actual), case.gap
    match lamp:
        case "no_data" | "stale":
            return False
        case "missed":
            # A total never comes back below its ceiling.
            return not is_met and (case.is_final or is_ceiling(case.indicator))
        case "achieved":
            return is_met and (case.is_final or not is_ceiling(case.indicator))
        case "not_judged":
            is_compared = case.indicator.kind == "rate" or has_schedule(case.indicator)
            return not is_compared and not fell_back(case.indicator, case.actual)
        case "on_schedule":
            return gap is not None and gap >= 0
        case "slightly_behind":
            return gap is not None and gap >= -case.tolerance
        case "behind":
            return True
        case _:
            assert_never(lamp)


def _projection(indicator: Indicator, actual: Fraction, share: Fraction, period: Period) -> Fraction | None:
    if period.end.month < PROJECT_FROM_MONTH:
        return None
    if indicator.kind == "cumulative":
        return _possible(indicator, actual / share)
    if indicator.baseline is None or indicator.kind == "rate":
        return None
    baseline = exact(indicator.baseline.value)
    return _possible(indicator, baseline + (actual - baseline) / share)


def _possible(indicator: Indicator, value: Fraction) -> Fraction:
    """What is nearest to a value of all that the figure can be."""
    if indicator.kind == "share" and not indicator.over_100:
        value = min(value, Fraction(100))
    return value if indicator.signed else max(value, Fraction(0))


def _months_left(as_of: date, until: date) -> int:
    return max(0, 12 * (until.year - as_of.year) + until.month - as_of.month)


def _needed_per_month(indicator: Indicator, actual: Fraction, status: Lamp, left: int) -> Fraction | None:
    if indicator.kind != "cumulative" or is_ceiling(indicator):
        return None
    if status == "achieved":
        return Fraction(0)
    return (exact(indicator.target) - actual) / left if left else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
