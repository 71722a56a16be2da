"""The rule of an indicator 指标: how far its actual stands from its target, and from the elapsed share of the year.

Sums are exact (fractions of the decimal numbers as written), so that a figure that lies on a boundary stays on it.
Rule and words: docs/method.md; the same examples are tested in tests/test_indicators.py and shown on the page 口径.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from lib.periods import Period, elapsed
from lib.plan import Indicator, StatusRule
from lib.rows import FigureRow, in_force, restated
from lib.statuses import TRIED_LAMPS, Lamp

PROJECT_FROM_MONTH = 3
"""No projection before the end of this month: one or two months say little of a year."""


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """Where an indicator stands. Shares are fractions of 1, gaps and tolerances 百分点; None where the rule gives none."""

    indicator: Indicator
    status: Lamp
    stale: bool
    tolerance_points: float
    actual: float | None = None
    period: Period | None = None
    row: FigureRow | None = None
    achievement: float | None = None
    progress: float | None = None
    elapsed: float | None = None
    gap_points: float | None = None
    projection: float | None = None
    needed_per_month: float | None = None
    series: tuple[FigureRow, ...] = ()
    """The row that counts for each period reported, oldest first."""
    replaced: tuple[tuple[FigureRow, FigureRow], ...] = ()
    """Restatements 更正: the row replaced and the row that took its place, where the value differs."""

    @property
    def baseline(self) -> float | None:
        """基期值, where the plan has one."""
        return self.indicator.baseline.value if self.indicator.baseline else None

    @property
    def distance(self) -> float | None:
        """How much is missing to the target, in the indicator's unit; negative beyond it."""
        if self.actual is None:
            return None
        sign = 1 if self.indicator.direction == "higher" else -1
        return float(sign * (exact(self.indicator.target) - exact(self.actual)))


def stand(
    indicator: Indicator, rows: Iterable[FigureRow], rule: StatusRule, year: int, current: Period | None
) -> IndicatorStanding:
    """The standing of an indicator by its rows, which come in the order in which they count.

    `current` is the current reporting period, against which a figure may be stale.
    """
    series, replaced = _series(rows)
    tolerance = float(_tolerance(indicator, rule))
    if not series:
        return IndicatorStanding(indicator, "no_data", stale=False, tolerance_points=tolerance)
    row = series[-1]
    actual, share = exact(row.value), elapsed(row.period.end, year)
    progress = _progress(indicator, actual)
    gap = None if progress is None else _gap(indicator, progress, share)
    status = _lamp(indicator, actual, gap, _tolerance(indicator, rule), year_over=share == 1)
    return IndicatorStanding(
        indicator,
        status,
        stale=current is not None and row.period.end < current.end,
        tolerance_points=tolerance,
        actual=row.value,
        period=row.period,
        row=row,
        achievement=_float(_achievement(indicator, actual)),
        progress=_float(progress),
        elapsed=float(share),
        gap_points=_float(gap),
        projection=_float(_projection(indicator, actual, share, row.period)),
        needed_per_month=_float(_needed_per_month(indicator, actual, status, row.period)),
        series=series,
        replaced=replaced,
    )


def exact(value: float) -> Fraction:
    """The decimal number as it was written: 2.82 is 282/100, not the nearest binary fraction."""
    return Fraction(repr(float(value)))


def meets(indicator: Indicator, value: Fraction) -> bool:
    """Whether a value is as good as the target."""
    target = exact(indicator.target)
    return value >= target if indicator.direction == "higher" else value <= target


def is_ceiling(indicator: Indicator) -> bool:
    """A total that must not pass its target: met only once the year is over, missed as soon as it does."""
    return indicator.kind == "cumulative" and indicator.direction == "lower"


def used_baseline(indicator: Indicator) -> Fraction | None:
    """The baseline, where progress is measured from it: for a level or share, if it does not meet the target already."""
    if indicator.kind == "cumulative" or indicator.baseline is None:
        return None
    baseline = exact(indicator.baseline.value)
    return None if meets(indicator, baseline) else baseline


def _series(
    rows: Iterable[FigureRow],
) -> tuple[tuple[FigureRow, ...], tuple[tuple[FigureRow, FigureRow], ...]]:
    rows = list(rows)
    return tuple(sorted(in_force(rows), key=lambda row: row.period.end)), tuple(restated(rows))


def _achievement(indicator: Indicator, actual: Fraction) -> Fraction | None:
    target = exact(indicator.target)
    above, below = (actual, target) if indicator.direction == "higher" else (target, actual)
    return above / below if below else None


def _progress(indicator: Indicator, actual: Fraction) -> Fraction | None:
    target = exact(indicator.target)
    if indicator.kind == "cumulative":
        return actual / target if target else None
    baseline = used_baseline(indicator)
    return None if baseline is None else (actual - baseline) / (target - baseline)


def _gap(indicator: Indicator, progress: Fraction, share: Fraction) -> Fraction:
    return ((share - progress) if is_ceiling(indicator) else (progress - share)) * 100


def _tolerance(indicator: Indicator, rule: StatusRule) -> Fraction:
    return max(exact(rule.tolerance_points), step_points(indicator) or Fraction(0))


def step_points(indicator: Indicator) -> Fraction | None:
    """One printed step (0.01 for 2 decimals) as 百分点 of the way from baseline to target; None without a baseline."""
    baseline = used_baseline(indicator)
    if baseline is None:
        return None
    return Fraction(1, 10**indicator.decimals) / abs(exact(indicator.target) - baseline) * 100


def _lamp(
    indicator: Indicator, actual: Fraction, gap: Fraction | None, tolerance: Fraction, *, year_over: bool
) -> Lamp:
    """Of TRIED_LAMPS the first that fits."""
    is_met = meets(indicator, actual)
    if is_ceiling(indicator):
        # A total never comes back below its ceiling; that it stays there shows only when the year is over.
        is_missed, is_met = not is_met, is_met and year_over
    else:
        is_missed = False
    return next(lamp for lamp in TRIED_LAMPS if _fits(lamp, is_missed, is_met, gap, tolerance))


def _fits(lamp: Lamp, is_missed: bool, is_met: bool, gap: Fraction | None, tolerance: Fraction) -> bool:
    """Whether a figure has a lamp, if none of those before it fits."""
    match lamp:
        case "no_data":
            return False
        case "missed":
            return is_missed
        case "achieved":
            return is_met
        case "not_judged":
            return gap is None
        case "on_schedule":
            return gap is not None and gap >= 0
        case "slightly_behind":
            return gap is not None and gap >= -tolerance
        case "behind":
            return True
        case _:
            assert_never(lamp)


def _projection(indicator: Indicator, actual: Fraction, share: Fraction, period: Period) -> Fraction | None:
    if period.end.month < PROJECT_FROM_MONTH:
        return None
    if indicator.kind == "cumulative":
        return actual / share
    if indicator.baseline is None:
        return None
    baseline = exact(indicator.baseline.value)
    return baseline + (actual - baseline) / share


def _needed_per_month(indicator: Indicator, actual: Fraction, status: Lamp, period: Period) -> Fraction | None:
    if indicator.kind != "cumulative" or is_ceiling(indicator):
        return None
    if status == "achieved":
        return Fraction(0)
    left = 12 - period.end.month
    return (exact(indicator.target) - actual) / left if left else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
