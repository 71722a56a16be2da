"""The plan that an example is about, and the rows that its bodies report, all of one part and section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from lib.periods import ElapsedBy, Period, read_period
from lib.plan import (
    Agency,
    Baseline,
    Group,
    Indicator,
    Milestone,
    Office,
    Part,
    Plan,
    Reporting,
    Section,
    StatusRule,
    Task,
)
from lib.rows import FigureRow, ProgressRow
from lib.statuses import OFFICE_STATUSES, REPORTED_WORDS

IndicatorKind = Literal["level", "share", "cumulative", "rate"]
Direction = Literal["higher", "lower"]

YEAR, LEAP_YEAR = 2021, 2024
OFFICE, MEMBERS = "统筹办", "各成员单位"
BODIES = {"甲厅": "a", "乙局": "b", "丙院": "c", MEMBERS: "members", OFFICE: "office"}


class Report(NamedTuple):
    """What one body reported for one period; `by` says who filled it in, where it was not who reports such a status."""

    status: str
    period: str = "6月"
    body: str = "甲厅"
    by: str = ""

    @property
    def sender(self) -> str:
        """Who filled it in."""
        return self.by or (OFFICE if REPORTED_WORDS[self.status] in OFFICE_STATUSES else self.body)


def small_plan(
    tasks: Sequence[Sequence[str]],
    *,
    members: Sequence[str] = (),
    due: date | None = None,
    indicators: Sequence[Indicator] = (),
    year: int = YEAR,
    allowed: float = 10,
    elapsed_by: ElapsedBy = "days",
    milestones: Sequence[date] = (),
) -> Plan:
    """A plan of these tasks, each given by its bodies."""
    steps = [Milestone(id=f"m{n}", text=f"节点 {n}", due=day) for n, day in enumerate(milestones, 1)]
    clauses = [
        Task(
            id=f"1.1.{number}",
            text=f"任务 {number}",
            agencies=[BODIES[body] for body in bodies],
            due=due,
            milestones=steps,
        )
        for number, bodies in enumerate(tasks, 1)
    ]
    return Plan(
        id="example",
        title="例",
        document="例",
        year=year,
        lead_rule="none",
        status_rule=StatusRule(name="schedule_gap", tolerance_points=allowed, elapsed_by=elapsed_by),
        reporting=Reporting(frequency="monthly", due_day=10),
        office=Office(id=BODIES[OFFICE], name=OFFICE),
        agencies=[Agency(id=id, name=name) for name, id in BODIES.items() if name not in {MEMBERS, OFFICE}],
        groups=[Group(id=BODIES[MEMBERS], name=MEMBERS, members=[BODIES[member] for member in members])],
        parts=[Part(id="1", title="例", sections=[Section(id="1.1", title="例", tasks=clauses)])],
        indicators=list(indicators),
    )


def indicator(
    id: str,
    kind: IndicatorKind,
    target: float,
    direction: Direction = "higher",
    decimals: int = 0,
    *,
    unit: str = "件",
    baseline: float | None = None,
    year: int = YEAR,
    signed: bool = False,
    targets: Mapping[str, float] | None = None,
) -> Indicator:
    """An indicator of the first task."""
    before = None if baseline is None else Baseline(period=str(year - 1), value=baseline, source="例")
    return Indicator(
        id=id, task="1.1.1", name="例", unit=unit, decimals=decimals, kind=kind, direction=direction, target=target,
        target_text="例", owner=BODIES["甲厅"], baseline=before, signed=signed, targets=dict(targets or {}),
    )  # fmt: skip


def period_of(text: str, year: int = YEAR) -> Period:
    """The period that a text names."""
    return read_period(text, year).period


def figure_row(indicator: str, period: Period, value: float) -> FigureRow:
    """A figure as its owner reported it."""
    return FigureRow(**_letter(period), sender=BODIES["甲厅"], indicator=indicator, value=value)


def progress_row(task: str, report: Report) -> ProgressRow:
    """A report as a row."""
    return ProgressRow(
        **_letter(period_of(report.period)),
        sender=BODIES[report.sender],
        task=task,
        agency=BODIES[report.body],
        status=REPORTED_WORDS[report.status],
    )


def _letter(period: Period) -> dict[str, Any]:
    day = period.end + timedelta(days=5)
    return {"received": day, "reported_on": day, "file": "例.csv", "row": 2, "period": period}
