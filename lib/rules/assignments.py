"""The status of an assignment 任务分工 (one task × one named body) and of a task, by what was reported.

Rule and words: docs/method.md; the worked examples in lib/rules/examples are its tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, assert_never

from lib.periods import Period
from lib.plan import Assignment, Plan, Task
from lib.rows import COMMENTS, ProgressRow
from lib.rules.indicators import IndicatorStanding
from lib.statuses import DONE, RETURNED, TASK_STATUSES, TRIED_STATUSES, Look, TaskStatus


@dataclass(frozen=True, slots=True)
class AssignmentStanding:
    """Where one body stands with one task."""

    task: str
    body: str
    status: TaskStatus
    owes: bool
    """Nothing was reported for the current reporting period, and it is not completed."""
    may_be_done: bool
    """Nothing reported speaks against its completion."""
    overdue: bool
    period: Period | None = None
    row: ProgressRow | None = None
    """The latest progress row."""
    against_verified: ProgressRow | None = None
    """与销号不符: what the agency reported after the office verified."""
    figures_against: bool = False
    """与销号不符: the office verified, and the figures do not complete the task any more."""
    members_owing: tuple[str, ...] = ()
    """Of a group with listed members, those that owe."""
    returned: tuple[ProgressRow, ...] = ()
    """已退回: the office's rows that nobody has answered yet, with its reasons; of a group with listed members theirs."""

    @property
    def look(self) -> Look:
        """How its status is shown: 已退回 instead of 推进中."""
        return RETURNED if self.returned and self.status == "in_progress" else TASK_STATUSES[self.status]

    @property
    def evidence(self) -> str | None:
        """佐证材料 of the latest row."""
        return self.row.evidence if self.row else None

    @property
    def comments(self) -> list[str]:
        """COMMENTS of the latest row, blank where it says nothing."""
        return self.row.comments if self.row else [""] * len(COMMENTS)


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """Where a task stands, by all its assignments."""

    task: str
    status: TaskStatus
    owes: bool
    may_be_done: bool
    overdue: bool
    due: date
    assignments: tuple[AssignmentStanding, ...]


class Latest(NamedTuple):
    """The latest row of a task and body; of the office's own; and whether one stands for the current period."""

    row: ProgressRow
    by_office: ProgressRow | None
    is_current: bool


def latest_rows(
    rows: Sequence[ProgressRow],
    office: str,
    current: Period | None,
    before: Mapping[Assignment, Latest] = MappingProxyType({}),
) -> dict[Assignment, Latest]:
    """The latest row of each task and body, from rows in the order in which they count, and those that came `before`."""
    on = {(row.task, row.agency) for row in rows} if before else ()
    known = [(key, before[key]) for key in map(Assignment._make, on) if key in before]
    latest: dict[tuple[str, str], ProgressRow] = {key: own.row for key, own in known}
    by_office: dict[tuple[str, str], ProgressRow] = {key: own.by_office for key, own in known if own.by_office}
    reported_now: set[tuple[str, str]] = {key for key, own in known if own.is_current}
    current_end = current.end if current else None
    for row in rows:
        key, end = (row.task, row.agency), row.period.end
        if key not in latest or end >= latest[key].period.end:
            latest[key] = row
        if row.sender == office and (key not in by_office or end >= by_office[key].period.end):
            by_office[key] = row
        if current_end is not None and end >= current_end:
            reported_now.add(key)
    return dict(before) | {
        # What the office returned is owed again.
        Assignment(*key): Latest(row, by_office.get(key), key in reported_now and row.status != "returned")
        for key, row in latest.items()
    }


def stand_tasks(
    plan: Plan,
    of: Iterable[Task],
    latest: Mapping[Assignment, Latest],
    indicators: Mapping[str, IndicatorStanding],
    as_of: date,
    current: Period | None,
) -> dict[str, TaskStanding]:
    """The standing of tasks of the plan."""
    tasks = {}
    for task in of:
        due = plan.due(task.id)
        carried = [indicators[i.id] for i in plan.indicators_of.get(task.id, ())]
        cases = [_Case(task.id, body, due <= as_of, current) for body in task.agencies]
        assignments = tuple(
            _by_figures(case, carried, latest.get(Assignment(case.task, case.body)))
            if carried
            else _by_reports(case, plan, latest)
            for case in cases
        )
        status = status_of([a.status for a in assignments])
        tasks[task.id] = TaskStanding(
            task=task.id,
            status=status,
            owes=any(a.owes for a in assignments),
            may_be_done=all(a.may_be_done for a in assignments),
            overdue=due <= as_of and status not in DONE,
            due=due,
            assignments=assignments,
        )
    return tasks


def figure_owed(standing: IndicatorStanding, status: TaskStatus) -> bool:
    """Whether a figure is owed for the current period, of a task with that status: to the end, the final figure is the last."""
    return standing.is_silent and not (standing.is_final and status in DONE)


def completed_by_figures(standings: Iterable[IndicatorStanding]) -> bool:
    """Whether the indicators that a task carries complete it."""
    return all(map(_is_final, standings))


def status_of(parts: Sequence[TaskStatus]) -> TaskStatus:
    """The status of a whole by the statuses of its parts: of TRIED_STATUSES the first that fits."""
    found = set(parts)
    return next(status for status in TRIED_STATUSES if _fits(status, found))


def _fits(status: TaskStatus, parts: set[TaskStatus]) -> bool:
    """Whether a whole of such parts has a status, if none of those before it fits."""
    match status:
        case "unreported" | "verified":
            return parts <= {status}
        case "completed":
            return parts <= DONE
        case "delayed":
            return "delayed" in parts
        case "not_started":
            return parts <= {"not_started", "unreported"}
        case "in_progress":
            return True
        case _:
            assert_never(status)


class _Case(NamedTuple):
    """An assignment at a moment."""

    task: str
    body: str
    is_due: bool
    current: Period | None

    def standing(
        self, status: TaskStatus, *, reported_now: bool, period: Period | None, row: ProgressRow | None
    ) -> AssignmentStanding:
        """Where it stands, with what follows from its status."""
        is_open = status not in DONE
        return AssignmentStanding(
            task=self.task,
            body=self.body,
            status=status,
            owes=self.current is not None and is_open and not reported_now,
            may_be_done=not is_open or status == "unreported",
            overdue=self.is_due and is_open,
            period=period,
            row=row,
        )


def _by_reports(case: _Case, plan: Plan, latest: Mapping[Assignment, Latest]) -> AssignmentStanding:
    own = latest.get(Assignment(case.task, case.body))
    group = plan.groups_by_id.get(case.body)
    if group and group.members and not _is_verified(own):
        return _rolled_up(case, {m: latest.get(Assignment(case.task, m)) for m in group.members})
    row = _standing_row(own) if own else None
    reported_now = own is not None and own.is_current
    standing = case.standing(
        _reported_status(own), reported_now=reported_now, period=row.period if row else None, row=row
    )
    return replace(
        standing,
        against_verified=own.row if own and _is_verified(own) and own.row.status not in DONE else None,
        returned=_returned([own]),
    )


def _rolled_up(case: _Case, members: Mapping[str, Latest | None]) -> AssignmentStanding:
    """A group's assignment by its members' rows: completed when all are. Of several rows none is that of the whole."""
    statuses = {member: _reported_status(own) for member, own in members.items()}
    silent = [member for member, own in members.items() if not (own and own.is_current)]
    owing = () if case.current is None else tuple(m for m in silent if statuses[m] not in DONE)
    standing = case.standing(status_of(list(statuses.values())), reported_now=not owing, period=None, row=None)
    may_be_done = all(s in DONE or s == "unreported" for s in statuses.values())
    return replace(standing, may_be_done=may_be_done, members_owing=owing, returned=_returned(members.values()))


def _by_figures(case: _Case, carried: list[IndicatorStanding], own: Latest | None) -> AssignmentStanding:
    """A task that carries indicators takes its status from them; of progress rows only the office's 已销号 tells, which is
    taken once they complete the task and stays whatever becomes of them. Figures are owed to the end."""
    by_figures = _status_by_figures(carried)
    status: TaskStatus = "verified" if _is_verified(own) else by_figures
    standing = case.standing(
        status,
        reported_now=True,
        period=max((i.period for i in carried if i.period), key=lambda p: p.end, default=None),
        row=None if own is None else _standing_row(own) if status == "verified" else own.row,
    )
    is_against = status == "verified" and by_figures not in DONE
    return replace(standing, owes=any(figure_owed(i, status) for i in carried), figures_against=is_against)


def _status_by_figures(carried: list[IndicatorStanding]) -> TaskStatus:
    if all(i.status == "no_data" for i in carried):
        return "unreported"
    return "completed" if completed_by_figures(carried) else "in_progress"


def _is_final(standing: IndicatorStanding) -> bool:
    """Achieved for good: a total at once, a level, share or rate only by the final figure."""
    return standing.status == "achieved" and (standing.indicator.kind == "cumulative" or standing.is_final)


def _is_verified(own: Latest | None) -> bool:
    # 已销号 stands until the office itself reports otherwise, whatever the agency reports later.
    return own is not None and own.by_office is not None and own.by_office.status == "verified"


def _standing_row(own: Latest) -> ProgressRow:
    """The row that gives the status: the office's 已销号 while it stands, else the latest."""
    return own.by_office if own.by_office and own.by_office.status == "verified" else own.row


def _reported_status(own: Latest | None) -> TaskStatus:
    if own is None:
        return "unreported"
    status = _standing_row(own).status
    return "in_progress" if status == "returned" else status


def _returned(latest: Iterable[Latest | None]) -> tuple[ProgressRow, ...]:
    return tuple(own.row for own in latest if own and own.row.status == "returned")
