"""A file beside the rows that count already: what it would replace, what is doubtful about that, what comes too early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from lib import formats
from lib.board.counting import Counting
from lib.intake import Reading
from lib.periods import current_period
from lib.plan import Indicator, Plan
from lib.problems import Problem, problem, quoted
from lib.rows import FigureRow, ProgressRow, Row, says_the_same
from lib.rows import title as column_title
from lib.rules import IndicatorStanding, completed_by_figures, stand
from lib.statuses import OFFICE_STATUSES

TENFOLD_FROM_MONTH = 4
"""Before April a cumulative figure may well grow tenfold."""

_MOVED = 0.05
"""A level or share whose point slipped may have risen meanwhile: ten times it is up to so much above the figure before."""


def doubts(reading: Reading, plan: Plan, counting: Counting, batch: int | None = None) -> list[Problem]:
    """Problems that show only beside the rows that count: a cumulative figure that falls, a figure that grows tenfold, a level
    or share that falls to a tenth, a row that was reported before the one that it would replace, a row that leaves out what
    that one says in words, and, which are refused, a verification of a task that its figures do not complete, and an
    agency's news of a locked period.

    `batch` is what the file is received with: among those files the later day of reporting counts anyway.
    """
    found = [
        *_figure_doubts(reading, plan, counting),
        *_older(reading, counting, batch),
        *_texts_left_out(reading, counting, batch),
        *_verified_too_early(reading, plan, counting),
        *_locked(reading, plan, counting),
    ]
    return list(map(reading.placed, found))


def _locked(reading: Reading, plan: Plan, counting: Counting) -> Iterator[Problem]:
    until = counting.locked_until
    if until is None or reading.sender == plan.office.id:
        return
    for row in reading.rows:
        same = counting.replaced_by(row)
        if row.period.end <= until and not (same and says_the_same(same, row)):
            column = column_title(reading.kind or "figures", "period")
            at, day = row.period.text, formats.day(until)
            yield problem("period_locked", file=reading.file, row=row.row, column=column, value=at, day=day)


def _figure_doubts(reading: Reading, plan: Plan, counting: Counting) -> Iterator[Problem]:
    new: dict[str, dict[date, FigureRow]] = {}
    # A fraction for a percentage was asked about already: that it fell is the same question.
    asked = {found.row for found in reading.problems if found.code == "share_as_fraction"}
    for row in reading.rows:
        if isinstance(row, FigureRow) and row.row not in asked:
            new.setdefault(row.indicator, {})[row.period.end] = row
    for indicator, rows in new.items():
        series = [row for _, row in sorted({**counting.series(indicator), **rows}.items())]
        for before, after in pairwise(series):
            at = after if rows.get(after.period.end) is after else before
            if rows.get(at.period.end) is at and (code := _doubt(before.value, after, plan)):
                yield _said(code, reading.file, at, (formats.period(before.period), before.value), after, plan)
        first, baseline = series[0], plan.indicators_by_id[indicator].baseline
        if baseline and rows.get(first.period.end) is first and (code := _leap(baseline.value, first, plan)):
            yield _said(code, reading.file, first, ("基期", baseline.value), first, plan)


def _replacing(reading: Reading, counting: Counting, batch: int | None) -> Iterator[tuple[Row, Row]]:
    """The rows that would replace others, each with that one; none that came in the same batch."""
    for row in reading.rows:
        replaced = counting.replaced_by(row)
        if replaced is not None and (batch is None or counting.batch_of(row) != batch):
            yield row, replaced


def _older(reading: Reading, counting: Counting, batch: int | None) -> Iterator[Problem]:
    for row, replaced in _replacing(reading, counting, batch):
        if replaced.reported_on > row.reported_on and not says_the_same(replaced, row):
            yield problem(
                "reported_before_replaced",
                file=reading.file,
                row=row.row,
                column=column_title(reading.kind or "figures", "reported_on"),
                value=row.reported_on.isoformat(),
                before=replaced.reported_on.isoformat(),
            )


def _texts_left_out(reading: Reading, counting: Counting, batch: int | None) -> Iterator[Problem]:
    for row, replaced in _replacing(reading, counting, batch):
        # Verifying and returning are the office's word on a report, not that report anew.
        if OFFICE_STATUSES & {row.said, replaced.said}:
            continue
        left = {column: text for column, text in replaced.texts.items() if text and not row.texts[column]}
        if left:
            kind = reading.kind or "figures"
            texts = "、".join(f"{column_title(kind, column)}{quoted(text)}" for column, text in left.items())
            yield problem("text_left_out", file=reading.file, row=row.row, texts=texts)


def _verified_too_early(reading: Reading, plan: Plan, counting: Counting) -> Iterator[Problem]:
    for row in reading.rows:
        if not isinstance(row, ProgressRow) or row.status != "verified" or row.task not in plan.indicators_of:
            continue
        standings = [_standing(plan, indicator, counting, row) for indicator in plan.indicators_of[row.task]]
        before = counting.replaced_by(row)
        if completed_by_figures(standings) or (before is not None and says_the_same(before, row)):
            continue
        yield problem(
            "verified_too_early",
            file=reading.file,
            row=row.row,
            column=column_title("progress", "status"),
            value=row.task,
            period=formats.period(row.period),
            figures="，".join(
                f"{s.indicator.name} {s.indicator.quantity(s.actual) if s.row else '尚无报送'}，目标 {s.indicator.target_quantity}"
                for s in standings
            ),
        )


def _standing(plan: Plan, indicator: Indicator, counting: Counting, row: ProgressRow) -> IndicatorStanding:
    """Where an indicator stands at the end of the period that is verified."""
    as_of = row.period.end
    figures = [figure for end, figure in counting.series(indicator.id).items() if end <= as_of]
    return stand(plan, indicator, figures, as_of, current_period(as_of, plan.year, plan.reporting.frequency))


def _doubt(before: float, after: FigureRow, plan: Plan) -> str | None:
    if after.value < before and plan.indicators_by_id[after.indicator].kind == "cumulative":
        return "cumulative_falls"
    return _leap(before, after, plan)


def _leap(before: float, after: FigureRow, plan: Plan) -> str | None:
    """The code for a figure that rose to ten times or fell to a tenth, as a misplaced point makes it do."""
    # A total may well grow tenfold in its first months; a level or share does not at any time.
    kind = plan.indicators_by_id[after.indicator].kind
    is_total = kind == "cumulative"
    is_early = is_total and after.period.end.month < TENFOLD_FROM_MONTH
    if before > 0 and after.value >= round(10 * before, 9) and not is_early:
        return "value_tenfold"
    # A rate may be near zero in any period; of ten times the last one nothing is known.
    most = before if kind == "rate" else before * (1 + _MOVED)
    return "value_tenth" if before > 0 and round(10 * after.value - most, 9) <= 0 and not is_total else None


def _said(code: str, file: str, at: FigureRow, before: tuple[str, float], after: FigureRow, plan: Plan) -> Problem:
    indicator = plan.indicators_by_id[at.indicator]
    return problem(
        code,
        file=file,
        row=at.row,
        column=column_title("figures", "value"),
        value=formats.number(at.value),
        name=indicator.name,
        period=formats.period(after.period),
        new=formats.number(after.value),
        before_period=before[0],
        before=formats.number(before[1]),
        about="不超过" if round(10 * after.value, 9) <= before[1] else "接近",
    )
