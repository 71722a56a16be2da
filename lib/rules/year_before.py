"""Year on year 同比: what an indicator had reached a year before its figure, in the plan before or in print.

Rule and words: docs/method.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from lib.periods import month
from lib.plan import Indicator, Plan, Published
from lib.rows import FigureRow, in_force
from lib.rules.indicators import IndicatorStanding, is_ceiling

FAR_BELOW = 0.5
"""A total that is asked for and is less than this share of what was reached the year before is far below it."""


class YearBefore(NamedTuple):
    """A figure of the year before."""

    end: date
    value: float
    is_same_period: bool
    """Whether it is of the same period; else it is that of the year's end."""
    is_bound: bool
    """Whether only a lower bound was published."""
    source: str
    sample: bool


def joined(indicator: Indicator, plan: Plan, before: Plan) -> Indicator | None:
    """The indicator of the plan before that an indicator goes on from: the one it names, else the one with the same id where
    the plan names that plan. None where there is none of the same unit and kind."""
    same = indicator.same_as
    if same is not None and same.plan == before.id:
        found = before.indicators_by_id.get(same.indicator)
    else:
        found = before.indicators_by_id.get(indicator.id) if plan.previous == before.id else None
    is_comparable = found is not None and (found.unit, found.kind) == (indicator.unit, indicator.kind)
    return found if is_comparable else None


def year_before(
    standing: IndicatorStanding,
    year: int,
    reported: Iterable[FigureRow],
    history: Sequence[Published],
    source: str = "",
    *,
    sample: bool = False,
) -> YearBefore | None:
    """What had been reached a year before the figure: of the same period, else of the year's end; `reported` goes before print.

    `reported` are the rows of the indicator in the plan before, whose title is `source`.
    """
    end = standing.period.end if standing.period else None
    same = month(end.year - 1, end.month).end if end else None
    rows = {row.period.end: row for row in in_force(reported)}
    for day in (same, date(year - 1, 12, 31)):
        if day and day in rows:
            return YearBefore(day, rows[day].value, day == same, False, source, sample)
    return published_before(standing, year, history)


def published_before(standing: IndicatorStanding, year: int, history: Sequence[Published]) -> YearBefore | None:
    """The figure of the year's end before in print, or the baseline."""
    day, end = date(year - 1, 12, 31), standing.period.end if standing.period else None
    is_same = end == date(year, 12, 31)
    for found in history:
        if found.period == str(year - 1) and found.unit == standing.indicator.unit:
            return YearBefore(day, found.value, is_same, found.qualifier == ">", found.source, False)
    baseline = standing.indicator.baseline
    return YearBefore(day, baseline.value, is_same, False, baseline.source, False) if baseline else None


def is_far_below(indicator: Indicator, before: YearBefore | None) -> bool:
    """Whether a total that is asked for is far below what the whole year before reached."""
    if before is None or indicator.kind != "cumulative" or is_ceiling(indicator):
        return False
    return (before.end.month, before.end.day) == (12, 31) and 0 < indicator.target < FAR_BELOW * before.value
