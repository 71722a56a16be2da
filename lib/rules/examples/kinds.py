"""The kinds of worked examples: what each is given, how its outcome reads, and how the rules come to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lib import formats
from lib.periods import ElapsedBy, Period
from lib.plan import ELAPSED_BY_WORDS, Indicator
from lib.rows import Rows
from lib.rules.due_days import due_days_of
from lib.rules.examples.small_plan import (
    BODIES,
    MEMBERS,
    YEAR,
    Direction,
    IndicatorKind,
    Report,
    figure_row,
    indicator,
    period_of,
    progress_row,
    small_plan,
)
from lib.rules.indicators import is_ceiling
from lib.rules.measures import Measures, measure
from lib.rules.rates import COUNTING_WORDS, RATE_WORDS, group_workload, workload
from lib.statuses import LAMPS, LOOKS, TASK_STATUSES

Facts = list[tuple[str, str]]
"""Label and value, in Chinese, in the order in which they are read."""

INDICATOR_KIND_WORDS: dict[IndicatorKind, str] = {
    "level": "水平值",
    "share": "占比",
    "cumulative": "累计值",
    "rate": "增长率",
}

ELAPSED = {1: "8.5%", 2: "16.2%", 3: "24.7%", 6: "49.6%", 8: "66.6%", 9: "74.8%", 11: "91.5%", 12: "100.0%"}
"""序时进度 at the end of a month: 31, 59, 90, 181, 243, 273, 334 and all of 365 days."""

_OUTCOME = ["状态", "目标完成率", "进度", "序时进度", "差距（百分点）", "容差（百分点）", "推算全年", "月均还需", "数据滞后"]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class IndicatorExample:
    """Figures of one indicator, and how it stands at the end of the last period (or at `as_of`)."""

    title: str = field(kw_only=False)
    figures: Mapping[str, float] = field(kw_only=False)
    kind: IndicatorKind
    direction: Direction = "higher"
    baseline: float | None = None
    target: float
    decimals: int = 0
    unit: str = "件"
    signed: bool = False
    due: date | None = None
    allowed: float = 10
    elapsed_by: ElapsedBy = "days"
    year: int = YEAR
    as_of: date | None = None
    targets: Mapping[str, float] = field(default_factory=dict)
    """The printed path, by month of the year: 6 月末 → 2021-06."""

    lamp: str
    achievement: str = formats.MISSING
    progress: str = ""
    """Blank: of a cumulative figure the achievement, else none."""
    elapsed: str = ""
    """The share that the lamp goes by; blank: that of the last figure's period."""
    gap: str = formats.MISSING
    tolerance: str = "10"
    projection: str = formats.MISSING
    needed: str = formats.MISSING
    stale: str = "否"

    @property
    def given(self) -> Facts:
        """The indicator and its figures."""
        return [
            ("类型", f"{INDICATOR_KIND_WORDS[self.kind]}，{self._wish()}"),
            ("基期值", formats.quantity(self.baseline, self.unit, self.decimals)),
            ("目标值", formats.quantity(self.target, self.unit, self.decimals)),
            ("保留小数", f"{self.decimals} 位"),
            ("计划规定的容差", f"{formats.number(self.allowed)} 个百分点"),
            ("序时进度", ELAPSED_BY_WORDS[self.elapsed_by]),
            ("应完成日期", formats.day(self.due)),
            *((f"分期目标 {text}", formats.quantity(value, self.unit)) for text, value in self.targets.items()),
            *_figures(self.kind, self.figures, self.unit, self.year),
            ("数据截至", formats.day(self._as_of())),
        ]

    @property
    def expected(self) -> Facts:
        """The lamp and everything that leads to it."""
        progress = self.progress or (self.achievement if self.kind == "cumulative" else formats.MISSING)
        elapsed = self.elapsed or ELAPSED[self._last().end.month]
        values = [
            self.lamp, self.achievement, progress, elapsed, self.gap, self.tolerance, self.projection, self.needed, self.stale,
        ]  # fmt: skip
        return list(zip(_OUTCOME, values, strict=True))

    def computed(self) -> Facts:
        """The same by the rules."""
        standing = self.measures().indicators["example"]
        values = [
            LAMPS[standing.status].word,
            formats.percent(standing.achievement),
            formats.percent(standing.progress),
            formats.percent(standing.asked),
            _signed(standing.judged_gap),
            _number(standing.tolerance_points),
            _number(standing.projection),
            _number(standing.needed_per_month),
            _yes(standing.stale),
        ]
        return list(zip(_OUTCOME, values, strict=True))

    def measures(self) -> Measures:
        """A plan of one task that carries the indicator, measured."""
        plan = small_plan(
            [["甲厅"]],
            due=self.due,
            indicators=[self._indicator()],
            year=self.year,
            allowed=self.allowed,
            elapsed_by=self.elapsed_by,
        )
        rows = [figure_row("example", period_of(text, self.year), value) for text, value in self.figures.items()]
        return measure(plan, Rows(rows), self._as_of())

    def _indicator(self) -> Indicator:
        more = self.direction, self.decimals
        return indicator(
            "example", self.kind, self.target, *more,
            unit=self.unit, baseline=self.baseline, year=self.year, signed=self.signed, targets=self.targets,
        )  # fmt: skip

    def _wish(self) -> str:
        if is_ceiling(self._indicator()):
            return "全年不超过目标值（上限）"
        return "越高越好" if self.direction == "higher" else "越低越好"

    def _last(self) -> Period:
        return max((period_of(text, self.year) for text in self.figures), key=lambda period: period.end)

    def _as_of(self) -> date:
        return self.as_of or self._last().end


@dataclass(frozen=True)
class Carried:
    """An indicator that a task carries: higher is better, with its figures."""

    figures: Mapping[str, float]
    kind: IndicatorKind = "cumulative"
    target: float = 400


@dataclass(frozen=True, kw_only=True)
class TaskExample:
    """Reports on one task, in the order of their receipt, and how it stands at `as_of`."""

    title: str = field(kw_only=False)
    bodies: Sequence[str] = ("甲厅",)
    members: Sequence[str] = ()
    due: date = date(YEAR, 12, 31)
    carried: Sequence[Carried] = ()
    reports: Sequence[Report] = ()
    as_of: date = date(YEAR, 6, 30)
    milestones: Sequence[date] = ()

    task: str
    assignments: Sequence[str] = ()
    """The status of each assignment, where it is not that of the task."""
    owes: str = "无"
    may_be_done: str = "否"
    overdue: str = "否"
    against_verified: str = "否"
    marks: Sequence[str] = ()
    """What is said of each milestone; blank for nothing."""

    @property
    def given(self) -> Facts:
        """The task and what was reported on it."""
        said = [("责任单位", "、".join(self.bodies))]
        if MEMBERS in self.bodies:
            said.append(("成员", "、".join(self.members) or "未列明"))
        said.append(("应完成日期", formats.day(self.due)))
        for carried in self.carried:
            said.append(("所带指标", f"{INDICATOR_KIND_WORDS[carried.kind]}，目标值 {formats.number(carried.target)}"))
            said += _figures(carried.kind, carried.figures)
        for report in self.reports:
            by = f"（{report.sender}填报）" if report.sender != report.body else ""
            said.append((f"{report.body} {formats.period(period_of(report.period))}", report.status + by))
        said += [(f"节点 {n}", formats.day(day)) for n, day in enumerate(self.milestones, 1)]
        return [*said, ("数据截至", formats.day(self.as_of))]

    @property
    def expected(self) -> Facts:
        """The status of each assignment and of the task, and what is said of its milestones."""
        each = zip(self.bodies, self.assignments or [self.task] * len(self.bodies), strict=True)
        flags = self.owes, self.may_be_done, self.overdue, self.against_verified
        return _task_outcome(each, self.task, *flags) + _milestones(self.marks)

    def computed(self) -> Facts:
        """The same by the rules."""
        measures = self.measures()
        task, name_of = measures.tasks["1.1.1"], measures.plan.name_of
        each = ((name_of(a.body), a.look.word) for a in task.assignments)
        owes = "、".join(name_of(a.body) for a in task.assignments if a.owes) or "无"
        against = any(a.against_verified or a.figures_against for a in task.assignments)
        flags = map(_yes, (task.may_be_done, task.overdue, against))
        marks = [LOOKS[one.mark].word if one.mark else "" for one in due_days_of(measures, task) if one.milestone]
        return _task_outcome(each, TASK_STATUSES[task.status].word, owes, *flags) + _milestones(marks)

    def measures(self) -> Measures:
        """A plan of this task alone, measured."""
        carried = {f"example-{number}": one for number, one in enumerate(self.carried, 1)}
        indicators = [indicator(id, one.kind, one.target) for id, one in carried.items()]
        plan = small_plan(
            [self.bodies], members=self.members, due=self.due, indicators=indicators, milestones=self.milestones
        )
        figures = [
            figure_row(id, period_of(text), value) for id, one in carried.items() for text, value in one.figures.items()
        ]
        return measure(plan, Rows(figures, [progress_row("1.1.1", report) for report in self.reports]), self.as_of)


@dataclass(frozen=True, kw_only=True)
class RateExample:
    """What the bodies of some tasks reported for March, and the rates of the tasks (or of one body) at its end."""

    title: str = field(kw_only=False)
    tasks: Sequence[Mapping[str, str]]
    """For each task the status that each body reported; 未报送 where it never did."""
    earlier: Sequence[int] = ()
    """The numbers of the tasks that were reported for February, and not since."""
    body: str = ""
    """The body whose assignments are counted; blank: the tasks are."""
    as_of: date = date(YEAR, 3, 31)

    rates: Sequence[str]
    """完成率, 上限, 报送率, 本期报送率."""

    @property
    def given(self) -> Facts:
        """Each task with its bodies."""
        before = dict.fromkeys(self.earlier, "（上期）")
        said = [
            (f"任务 {number}", "，".join(f"{body} {status}{before.get(number, '')}" for body, status in task.items()))
            for number, task in enumerate(self.tasks, 1)
        ]
        of = f"{self.body}的任务分工" if self.body else "全部任务"
        return [*said, ("统计", of), ("数据截至", formats.day(self.as_of))]

    @property
    def expected(self) -> Facts:
        """The four rates."""
        return list(zip(RATE_WORDS.values(), self.rates, strict=True))

    def computed(self) -> Facts:
        """The same by the rules."""
        rows = [
            progress_row(f"1.1.{number}", Report(status, "2月" if number in self.earlier else "3月", body))
            for number, task in enumerate(self.tasks, 1)
            for body, status in task.items()
            if status != TASK_STATUSES["unreported"].word
        ]
        measures = measure(small_plan([list(task) for task in self.tasks]), Rows(progress=rows), self.as_of)
        rates = measures.bodies[BODIES[self.body]] if self.body else measures.summary
        return [(word, formats.percent(getattr(rates, rate))) for rate, word in RATE_WORDS.items()]


@dataclass(frozen=True, kw_only=True)
class MomentExample:
    """What two bodies reported on which day, each on a task of its own, and the moment that stands on the day of looking."""

    title: str = field(kw_only=False)
    reports: Sequence[tuple[Report, date]]
    today: date

    as_of: date
    owes: str = "无"

    @property
    def given(self) -> Facts:
        """The reports with their days."""
        said = [
            (f"{report.body} {formats.period(period_of(report.period))}", f"{report.status}（{formats.day(on)}填报）")
            for report, on in self.reports
        ]
        return [("应报日期", "次月 10 日"), *said, ("打开看板那天", formats.day(self.today))]

    @property
    def expected(self) -> Facts:
        """数据截至, and who owes."""
        return [("数据截至", formats.day(self.as_of)), ("本期未报", self.owes)]

    def computed(self) -> Facts:
        """The same by the rules."""
        bodies = ["甲厅", "乙局"]
        rows = [
            progress_row(f"1.1.{bodies.index(report.body) + 1}", report)._replace(reported_on=on, received=on)
            for report, on in self.reports
        ]
        measures = measure(small_plan([[body] for body in bodies]), Rows(progress=rows), today=self.today)
        owing = [measures.plan.name_of(a.body) for t in measures.tasks.values() for a in t.assignments if a.owes]
        return [("数据截至", formats.day(measures.as_of)), ("本期未报", "、".join(owing) or "无")]


@dataclass(frozen=True, kw_only=True)
class WorkloadExample:
    """The bodies of some tasks in their printed order, and the workload of each: 各计一次, 均摊, 首位列名."""

    title: str = field(kw_only=False)
    tasks: Sequence[Sequence[str]]
    members: Sequence[str] = ()
    loads: Mapping[str, Sequence[str]]
    """Of each body, and 合计."""
    apart: Mapping[str, str] = field(default_factory=dict)
    """The group's tasks beside each of its members, outside the total."""

    @property
    def given(self) -> Facts:
        """Each task with its bodies in order."""
        said = [(f"任务 {number}", "、".join(bodies)) for number, bodies in enumerate(self.tasks, 1)]
        return [*said, (f"{MEMBERS}的成员", "、".join(self.members))] if self.members else said

    @property
    def expected(self) -> Facts:
        """A line for each body, and the total."""
        return _workload_outcome(self.loads, self.apart)

    def computed(self) -> Facts:
        """The same by the rules."""
        plan = small_plan(self.tasks, members=self.members)
        load, apart = workload(plan), group_workload(plan)
        of = {name: list(load[id].values()) for name, id in BODIES.items() if name in self.loads}
        of["合计"] = [sum(counts) for counts in zip(*(ways.values() for ways in load.values()), strict=True)]
        loads = {name: [_number(float(count)) for count in counts] for name, counts in of.items()}
        return _workload_outcome(loads, {plan.name_of(body): str(count) for body, count in apart.items()})


Example = IndicatorExample | TaskExample | RateExample | MomentExample | WorkloadExample


def _figures(kind: IndicatorKind, figures: Mapping[str, float], unit: str = "", year: int = YEAR) -> Facts:
    return [
        (formats.period(period_of(text, year), kind == "cumulative"), formats.quantity(value, unit).rstrip())
        for text, value in figures.items()
    ]


def _milestones(marks: Sequence[str]) -> Facts:
    return [(f"节点 {number}", mark or formats.MISSING) for number, mark in enumerate(marks, 1)]


def _task_outcome(each: Iterable[tuple[str, str]], task: str, owes: str, *flags: str) -> Facts:
    named = zip(("没有反面报送", "逾期", "与销号不符"), flags, strict=True)
    return [*each, ("任务", task), ("本期未报", owes), *named]


def _workload_outcome(loads: Mapping[str, Sequence[str]], apart: Mapping[str, str]) -> Facts:
    ways = [word for way, word in COUNTING_WORDS.items() if way != "lead"]
    lines = [
        (name, " · ".join(f"{way} {count}" for way, count in zip(ways, load, strict=True)))
        for name, load in loads.items()
    ]
    return [*lines, *((f"{name}　另随{MEMBERS}", count) for name, count in apart.items())]


def _number(value: float | None) -> str:
    return formats.number(None if value is None else round(value, 2))


def _signed(points: float | None) -> str:
    if points is None:
        return formats.MISSING
    digits = 1 if points == 0 or formats.rounded_points(points) else 2  # a gap that is one is not printed as none
    return ("+" if points > 0 else "−" if points < 0 else "") + formats.points(points, digits)


def _yes(holds: bool) -> str:
    return "是" if holds else "否"
