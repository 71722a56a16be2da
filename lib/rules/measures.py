"""All figures of a plan at one moment: files → text → rows → *figures* → pages.

`as_of` 数据截至: periods that end later do not count. `known_by` 知悉截至: rows reported later do not count.
Both are arguments; nothing here reads a clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import is_

from lib.periods import Period, current_period, due_date, periods_of_year
from lib.plan import Assignment, Plan
from lib.rows import AnyRow, FigureRow, ProgressRow, Row, Rows, in_force
from lib.rules.assignments import AssignmentStanding, Latest, TaskStanding, latest_rows, stand_tasks
from lib.rules.check_code import check_code
from lib.rules.indicators import IndicatorStanding, stand
from lib.rules.rates import COMPLETION_CLASS_WORDS, CompletionClass, Rates, completion_class, rates
from lib.statuses import DONE


@dataclass(frozen=True, eq=False)
class Measures:
    """Everything a page shows of a plan at one moment."""

    plan: Plan
    as_of: date
    known_by: date | None
    rows: Rows
    """All that count, also those that are of no account at this moment."""
    figures: Sequence[FigureRow]
    """Rows that count now, in the order in which they count; superseded ones included."""
    progress: Sequence[ProgressRow]
    latest: dict[Assignment, Latest]
    indicators: dict[str, IndicatorStanding]
    tasks: dict[str, TaskStanding]

    @property
    def sample(self) -> bool:
        """Whether invented data count."""
        return self.rows.sample

    @property
    def elapsed(self) -> float:
        """序时进度 of `as_of`."""
        return float(self.plan.elapsed(self.as_of).share)

    @cached_property
    def current(self) -> Period | None:
        """The current reporting period."""
        return current_period(self.as_of, self.plan.year, self.plan.reporting.frequency)

    def _rates(self, judged: Sequence[TaskStanding] | Sequence[AssignmentStanding]) -> Rates:
        return rates(judged, is_due=self.current is not None)

    @cached_property
    def summary(self) -> Rates:
        """Rates of the plan's tasks."""
        return self._rates(list(self.tasks.values()))

    @cached_property
    def parts(self) -> dict[str, Rates]:
        """Rates of the tasks of each part."""
        return {
            part.id: self._rates([self.tasks[task.id] for section in part.sections for task in section.tasks])
            for part in self.plan.parts
        }

    @cached_property
    def by_period(self) -> list[tuple[Period, Rates]]:
        """Rates of the plan's tasks at the end of each reporting period that has ended, as it is known now."""
        year, frequency = self.plan.year, self.plan.reporting.frequency
        current = self.current
        ended = [p for p in periods_of_year(year, frequency) if current and p.end < current.end]
        past = [(p, measure(self.plan, self.rows, p.end, self.known_by).summary) for p in ended]
        return [*past, (current, self.summary)] if current else []

    @cached_property
    def sections(self) -> dict[str, Rates]:
        """Rates of the tasks of each section."""
        return {s.id: self._rates([self.tasks[task.id] for task in s.tasks]) for s in self.plan.sections.values()}

    @cached_property
    def assignments_of(self) -> dict[str, list[AssignmentStanding]]:
        """The assignments of each agency and group."""
        of: dict[str, list[AssignmentStanding]] = {body: [] for body in self.plan.bodies}
        for task in self.tasks.values():
            for assignment in task.assignments:
                of[assignment.body].append(assignment)
        return of

    @cached_property
    def returned(self) -> list[ProgressRow]:
        """已退回: the office's rows that nobody has answered yet, in the plan's order."""
        return [row for task in self.tasks.values() for a in task.assignments for row in a.returned]

    @cached_property
    def bodies(self) -> dict[str, Rates]:
        """Rates of the assignments of each agency and group."""
        return {body: self._rates(assignments) for body, assignments in self.assignments_of.items()}

    @cached_property
    def agencies_by_completion(self) -> dict[CompletionClass, tuple[int, int]]:
        """Of how many agencies, groups left out, so much is completed: those that owe reports, and the others."""
        found = {one: [0, 0] for one in COMPLETION_CLASS_WORDS}
        for agency in self.plan.agencies:
            rates = self.bodies[agency.id]
            found[completion_class(rates)][not rates.owing] += 1
        return {one: (owing, others) for one, (owing, others) in found.items() if owing or others}

    @cached_property
    def completed_by_section(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Of each body in each section: how many assignments are completed, and how many there are."""
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for body, assignments in self.assignments_of.items():
            for a in assignments:
                cell = body, self.plan.place[a.task][1].id
                done, total = found.get(cell, (0, 0))
                found[cell] = done + (a.status in DONE), total + 1
        return found

    @property
    def reported_on(self) -> date | None:
        """The latest 填报日期 of the rows that count."""
        return self.latest_row.reported_on if self.latest_row else None

    @cached_property
    def row_of_moment(self) -> FigureRow | ProgressRow | None:
        """The row that the moment rests on where nobody chose one: of its period the first that was reported in time."""
        figures, progress = _by_end(self.figures)[self.as_of], _by_end(self.progress)[self.as_of]
        return min(_in_time(figures, progress, self.as_of), key=lambda row: row.reported_on, default=None)

    @cached_property
    def latest_row(self) -> FigureRow | ProgressRow | None:
        """The row reported last; of several of one day the one that counts last."""
        rows: list[FigureRow | ProgressRow] = [*reversed(self.progress), *reversed(self.figures)]
        return max(rows, key=lambda row: row.reported_on, default=None)

    @cached_property
    def check_code(self) -> str:
        """校验码 XXXX-XXXX: the same facts of the plan, counting rows and dates give the same code.

        A picture without `known_by` and the link copied from it, which pins the last day reported, are one; of a picture
        on which nothing was reported yet the link pins the day of looking.
        """
        return check_code(
            self.plan, self.figures, self.progress, self.as_of, self.reported_on and (self.known_by or self.reported_on)
        )


def measure(
    plan: Plan,
    rows: Rows,
    as_of: date | None = None,
    known_by: date | None = None,
    today: date = date.max,
    before: Measures | None = None,
) -> Measures:
    """The figures of a plan; without `as_of` at the moment that stands by itself on the day of looking, `today`.

    Where the rows are those of `before` and more, only what the new ones report on is judged anew.
    """
    if as_of is None:
        return measure(plan, rows, default_as_of(plan, rows, known_by, today), known_by, before=before)
    figures = _known(rows.figures, known_by)
    progress = _known(rows.progress, known_by)
    figures = [row for row in figures if row.period.end <= as_of]
    progress = [row for row in progress if row.period.end <= as_of]
    current = current_period(as_of, plan.year, plan.reporting.frequency)
    rows_of: dict[str, list[FigureRow]] = {indicator.id: [] for indicator in plan.indicators}
    for row in figures:
        rows_of[row.indicator].append(row)
    if before is None or not (
        (before.plan is plan and (before.as_of, before.known_by) == (as_of, known_by))
        and _begins(figures, before.figures)
        and _begins(progress, before.progress)
    ):
        before = Measures(plan, as_of, known_by, Rows(), (), (), {}, {}, {})
    news = progress[len(before.progress) :]
    reported = {row.indicator for row in figures[len(before.figures) :]} | rows_of.keys() - before.indicators.keys()
    on = {row.task for row in news} | {plan.indicators_by_id[id].task for id in reported}
    on |= plan.tasks.keys() - before.tasks.keys()
    indicators = before.indicators | {
        i.id: stand(plan, i, rows_of[i.id], as_of, current) for i in plan.indicators if i.id in reported
    }
    latest = latest_rows(news, plan.office.id, current, before.latest)
    judged = [task for task in plan.tasks.values() if task.id in on]
    tasks = before.tasks | stand_tasks(plan, judged, latest, indicators, as_of, current)
    return Measures(plan, as_of, known_by, rows, figures, progress, latest, indicators, tasks)


def _begins(rows: Sequence[AnyRow], before: Sequence[AnyRow]) -> bool:
    return len(before) <= len(rows) and all(map(is_, rows, before))


def default_as_of(plan: Plan, rows: Rows, known_by: date | None, today: date) -> date:
    """The moment of a board for which nobody chose one: the end of the latest reporting period that has a row in time
    and that is due by `today`, or of which nobody owes any more. One early report turns nobody else into a debtor.

    Without such a row the last period that is due by then; before the first one the year's first day.
    """
    ended = [p for p in periods_of_year(plan.year, plan.reporting.frequency) if p.end <= today]
    due = [p for p in ended if due_date(p, plan.reporting.due_day) <= today]
    figures, progress = _by_end(_known(rows.figures, known_by)), _by_end(_known(rows.progress, known_by))
    for period in reversed(ended):
        if any(_in_time(figures[period.end], progress[period.end], period.end)) and (
            period in due or not measure(plan, rows, period.end, known_by).summary.owing
        ):
            return period.end
    return due[-1].end if due else min(date(plan.year, 1, 1), today)


def _by_end(rows: Sequence[AnyRow]) -> defaultdict[date, list[AnyRow]]:
    """Rows by the end of their period."""
    found: defaultdict[date, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[row.period.end].append(row)
    return found


def _in_time(figures: Sequence[FigureRow], progress: Sequence[ProgressRow], end: date) -> Iterator[Row]:
    """Of the rows of the period with that end those in force that were not reported before it."""
    found: list[Row] = [*in_force(figures), *in_force(progress)]
    return (row for row in found if row.reported_on >= end)


def _known(rows: Sequence[AnyRow], known_by: date | None) -> Sequence[AnyRow]:
    return rows if known_by is None else [row for row in rows if row.reported_on <= known_by]
