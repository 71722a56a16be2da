"""Worked examples of the rules: what is given, and the figures that follow, both written by hand.

Each example is tested and shown on the page 口径, so the page never says more than the rules do. `computed()` sends
what is given through the rules themselves and words the outcome as `expected` does. Rule and words: docs/method.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple, Protocol

from lib import formats
from lib.periods import Period, month, read_period
from lib.plan import Agency, Baseline, Group, Indicator, Office, Part, Plan, Reporting, Section, StatusRule, Task
from lib.rows import FigureRow, ProgressRow, Rows
from lib.rules.indicators import is_ceiling
from lib.rules.measures import Measures, measure
from lib.rules.rates import COUNTING_WORDS, RATE_WORDS, Rates, group_workload, workload
from lib.statuses import LAMPS, REPORTED_WORDS, TASK_STATUSES

__all__ = ["INDICATOR_EXAMPLES", "RATE_EXAMPLES", "TASK_EXAMPLES", "Example", "Facts"]

Facts = list[tuple[str, str]]
"""Label and value, in Chinese, in the order in which they are read."""

IndicatorKind = Literal["level", "share", "cumulative"]
Direction = Literal["higher", "lower"]

YEAR, LEAP_YEAR = 2021, 2024
OFFICE, MEMBERS = "统筹办", "各成员单位"
BODIES = {"甲厅": "a", "乙局": "b", "丙院": "c", MEMBERS: "members", OFFICE: "office"}
INDICATOR_KIND_WORDS: dict[IndicatorKind, str] = {"level": "水平值", "share": "占比", "cumulative": "累计值"}


class Example(Protocol):
    """What the page and the tests ask of an example."""

    @property
    def title(self) -> str:
        """The rule that it shows."""

    @property
    def given(self) -> Facts:
        """What is known."""

    @property
    def expected(self) -> Facts:
        """What follows, by hand."""

    def computed(self) -> Facts:
        """What follows, by the rules."""


@dataclass(frozen=True, kw_only=True)
class IndicatorExample:
    """Figures of one indicator, and how it stands at the end of the last period (or at `as_of`)."""

    title: str
    kind: IndicatorKind
    direction: Direction = "higher"
    baseline: float | None = None
    target: float
    decimals: int = 0
    unit: str = "件"
    allowed: float = 10
    year: int = YEAR
    figures: Mapping[str, float]
    as_of: date | None = None

    lamp: str
    achievement: str = formats.MISSING
    progress: str = formats.MISSING
    elapsed: str = formats.MISSING
    gap: str = formats.MISSING
    tolerance: str = "10"
    projection: str = formats.MISSING
    needed: str = formats.MISSING
    stale: str = "否"

    @property
    def given(self) -> Facts:
        """The indicator and its figures."""
        said = [
            ("类型", f"{INDICATOR_KIND_WORDS[self.kind]}，{self._wish()}"),
            ("基期值", formats.quantity(self.baseline, self.unit, self.decimals)),
            ("目标值", formats.quantity(self.target, self.unit, self.decimals)),
            ("保留小数", f"{self.decimals} 位"),
            ("计划规定的容差", f"{formats.number(self.allowed)} 个百分点"),
        ]
        said += [
            (formats.period(self._period(text), self.kind == "cumulative"), formats.quantity(value, self.unit))
            for text, value in self.figures.items()
        ]
        return [*said, ("数据截至", formats.day(self._as_of()))]

    @property
    def expected(self) -> Facts:
        """The lamp and everything that leads to it."""
        return [
            ("状态", self.lamp),
            ("目标完成率", self.achievement),
            ("进度", self.progress),
            ("序时进度", self.elapsed),
            ("差距（百分点）", self.gap),
            ("容差（百分点）", self.tolerance),
            ("推算全年", self.projection),
            ("月均还需", self.needed),
            ("数据滞后", self.stale),
        ]

    def computed(self) -> Facts:
        """The same by the rules."""
        standing = self.measures().indicators["example"]
        return [
            ("状态", LAMPS[standing.status].word),
            ("目标完成率", formats.percent(standing.achievement)),
            ("进度", formats.percent(standing.progress)),
            ("序时进度", formats.percent(standing.elapsed)),
            ("差距（百分点）", _signed(standing.gap_points)),
            ("容差（百分点）", _number(standing.tolerance_points)),
            ("推算全年", _number(standing.projection)),
            ("月均还需", _number(standing.needed_per_month)),
            ("数据滞后", _yes(standing.stale)),
        ]

    def measures(self) -> Measures:
        """A plan of one task that carries the indicator, measured."""
        plan = _plan([["甲厅"]], indicators=[self.indicator()], year=self.year, allowed=self.allowed)
        rows = [_figure("example", self._period(text), value) for text, value in self.figures.items()]
        return measure(plan, Rows(rows), self._as_of())

    def indicator(self) -> Indicator:
        """The indicator as a plan file would say it."""
        baseline = None
        if self.baseline is not None:
            baseline = Baseline(period=str(self.year - 1), value=self.baseline, source="例")
        return _indicator(
            "example", self.kind, self.target, self.direction, self.decimals, unit=self.unit, baseline=baseline
        )

    def _wish(self) -> str:
        if is_ceiling(self.indicator()):
            return "全年不超过目标值（上限）"
        return "越高越好" if self.direction == "higher" else "越低越好"

    def _as_of(self) -> date:
        return self.as_of or max(self._period(text).end for text in self.figures)

    def _period(self, text: str) -> Period:
        return read_period(text, self.year).period


class Report(NamedTuple):
    """What one body reported for one period; `by` says who filled it in, where it was not the body itself."""

    body: str
    period: str
    status: str
    by: str = ""


class Carried(NamedTuple):
    """An indicator that a task carries: higher is better, with its figures."""

    kind: IndicatorKind
    target: float
    figures: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class TaskExample:
    """Reports on one task, in the order of their receipt, and how it stands at `as_of`."""

    title: str
    bodies: Sequence[str] = ("甲厅",)
    members: Sequence[str] = ()
    due: date = date(YEAR, 12, 31)
    carried: Sequence[Carried] = ()
    reports: Sequence[Report] = ()
    as_of: date

    assignments: Mapping[str, str] = field(default_factory=dict)
    """The status of each assignment, where it is not that of the task."""
    task: str
    owes: str = "无"
    may_be_done: str = "否"
    overdue: str = "否"

    @property
    def given(self) -> Facts:
        """The task and what was reported on it."""
        said = [("责任单位", "、".join(self.bodies))]
        if MEMBERS in self.bodies:
            said.append(("成员", "、".join(self.members) or "未列明"))
        said.append(("应完成日期", formats.day(self.due)))
        for carried in self.carried:
            said.append(("所带指标", f"{INDICATOR_KIND_WORDS[carried.kind]}，目标值 {formats.number(carried.target)}"))
            said += [
                (formats.period(_period(text), carried.kind == "cumulative"), formats.number(value))
                for text, value in carried.figures.items()
            ]
        said += [
            (f"{report.body}　{formats.period(_period(report.period))}", report.status + _filled_in(report))
            for report in self.reports
        ]
        return [*said, ("数据截至", formats.day(self.as_of))]

    @property
    def expected(self) -> Facts:
        """The status of each assignment and of the task."""
        return [
            *((body, self.assignments.get(body, self.task)) for body in self.bodies),
            ("任务", self.task),
            ("本期未报", self.owes),
            ("没有反面报送", self.may_be_done),
            ("逾期", self.overdue),
        ]

    def computed(self) -> Facts:
        """The same by the rules."""
        measures = self.measures()
        task = measures.tasks["1.1.1"]
        name_of = measures.plan.name_of
        return [
            *((name_of(a.body), TASK_STATUSES[a.status].word) for a in task.assignments),
            ("任务", TASK_STATUSES[task.status].word),
            ("本期未报", "、".join(name_of(a.body) for a in task.assignments if a.owes) or "无"),
            ("没有反面报送", _yes(task.may_be_done)),
            ("逾期", _yes(task.overdue)),
        ]

    def measures(self) -> Measures:
        """A plan of this task alone, measured."""
        ids = [f"example-{number}" for number, _ in enumerate(self.carried, 1)]
        indicators = [_indicator(id, c.kind, c.target) for id, c in zip(ids, self.carried, strict=True)]
        plan = _plan([self.bodies], members=self.members, due=self.due, indicators=indicators)
        figures = [
            _figure(id, _period(text), value)
            for id, carried in zip(ids, self.carried, strict=True)
            for text, value in carried.figures.items()
        ]
        progress = [_progress("1.1.1", r.body, _period(r.period), r.status, r.by) for r in self.reports]
        return measure(plan, Rows(figures, progress), self.as_of)


EARLIER = "（上期）"
"""Behind a status: reported for the period before the current one."""


@dataclass(frozen=True, kw_only=True)
class RateExample:
    """What the bodies of some tasks reported for the current period, and the rates of the tasks (or of one body)."""

    title: str
    tasks: Sequence[Mapping[str, str]]
    """For each task the status that each body reported; 未报送 where it never did."""
    body: str = ""
    """The body whose assignments are counted; blank: the tasks are."""

    completion_rate: str
    completion_high: str
    coverage: str
    current_coverage: str

    @property
    def given(self) -> Facts:
        """Each task with its bodies."""
        said = [
            (f"任务 {number}", "，".join(f"{body} {status}" for body, status in task.items()))
            for number, task in enumerate(self.tasks, 1)
        ]
        return [*said, ("统计", f"{self.body}的任务分工" if self.body else "全部任务")]

    @property
    def expected(self) -> Facts:
        """The four rates."""
        return [(word, getattr(self, rate)) for rate, word in RATE_WORDS.items()]

    def computed(self) -> Facts:
        """The same by the rules."""
        rates = self.rates()
        return [(word, formats.percent(getattr(rates, rate))) for rate, word in RATE_WORDS.items()]

    def rates(self) -> Rates:
        """A plan of these tasks, measured at the end of March."""
        current, before = month(YEAR, 3), month(YEAR, 2)
        rows = [
            _progress(
                f"1.1.{number}",
                body,
                before if status.endswith(EARLIER) else current,
                status.removesuffix(EARLIER),
                OFFICE if "已销号" in status else "",
            )
            for number, task in enumerate(self.tasks, 1)
            for body, status in task.items()
            if status != TASK_STATUSES["unreported"].word
        ]
        measures = measure(_plan([list(task) for task in self.tasks]), Rows(progress=rows), current.end)
        return measures.bodies[BODIES[self.body]] if self.body else measures.summary


@dataclass(frozen=True, kw_only=True)
class WorkloadExample:
    """The bodies of some tasks in their printed order, and the workload of each: 各计一次, 均摊, 首位列名."""

    title: str
    tasks: Sequence[Sequence[str]]
    members: Sequence[str] = ()
    loads: Mapping[str, tuple[str, str, str]]
    total: tuple[str, str, str]
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
        lines = {**self.loads, "合计": self.total}
        return [(name, _three_ways(load)) for name, load in lines.items()] + [
            (f"{name}　另随{MEMBERS}", count) for name, count in self.apart.items()
        ]

    def computed(self) -> Facts:
        """The same by the rules."""
        plan = _plan(self.tasks, members=self.members)
        load, apart = workload(plan), group_workload(plan)
        totals = [sum(load[body][way] for body in load) for way in COUNTING_WORDS]
        return [
            *(
                (name, _three_ways([_number(float(load[BODIES[name]][way])) for way in COUNTING_WORDS]))
                for name in self.loads
            ),
            ("合计", _three_ways([_number(float(total)) for total in totals])),
            *((f"{plan.name_of(body)}　另随{MEMBERS}", str(count)) for body, count in apart.items()),
        ]


def _plan(
    tasks: Sequence[Sequence[str]],
    *,
    members: Sequence[str] = (),
    due: date | None = None,
    indicators: Sequence[Indicator] = (),
    year: int = YEAR,
    allowed: float = 10,
) -> Plan:
    clauses = [
        Task(id=f"1.1.{number}", text=f"任务 {number}", agencies=[BODIES[body] for body in bodies], due=due)
        for number, bodies in enumerate(tasks, 1)
    ]
    return Plan(
        id="example",
        title="例",
        document="例",
        year=year,
        lead_rule="none",
        status_rule=StatusRule(name="schedule_gap", tolerance_points=allowed),
        reporting=Reporting(frequency="monthly", due_day=10),
        office=Office(id=BODIES[OFFICE], name=OFFICE),
        agencies=[Agency(id=id, name=name) for name, id in BODIES.items() if name not in {MEMBERS, OFFICE}],
        groups=[Group(id=BODIES[MEMBERS], name=MEMBERS, members=[BODIES[member] for member in members])],
        parts=[Part(id="1", title="例", sections=[Section(id="1.1", title="例", tasks=clauses)])],
        indicators=list(indicators),
    )


def _indicator(
    id: str,
    kind: IndicatorKind,
    target: float,
    direction: Direction = "higher",
    decimals: int = 0,
    *,
    unit: str = "件",
    baseline: Baseline | None = None,
) -> Indicator:
    return Indicator(
        id=id, task="1.1.1", name="例", unit=unit, decimals=decimals, kind=kind, direction=direction, target=target,
        target_text="例", owner=BODIES["甲厅"], baseline=baseline,
    )  # fmt: skip


def _period(text: str) -> Period:
    return read_period(text, YEAR).period


def _figure(indicator: str, period: Period, value: float) -> FigureRow:
    day = period.end + timedelta(days=5)
    return FigureRow(
        received=day,
        reported_on=day,
        file="例.csv",
        row=2,
        sender=BODIES["甲厅"],
        indicator=indicator,
        period=period,
        value=value,
    )


def _progress(task: str, body: str, period: Period, status: str, by: str = "") -> ProgressRow:
    day, agency = period.end + timedelta(days=5), BODIES[body]
    filled_in_by = BODIES[by] if by else agency
    return ProgressRow(
        received=day,
        reported_on=day,
        file="例.csv",
        row=2,
        sender=filled_in_by,
        task=task,
        agency=agency,
        period=period,
        status=REPORTED_WORDS[status],
    )


def _filled_in(report: Report) -> str:
    return f"（{report.by}填报）" if report.by else ""


def _number(value: float | None) -> str:
    return formats.number(None if value is None else round(value, 2))


def _signed(points: float | None) -> str:
    if points is None:
        return formats.MISSING
    return ("+" if points > 0 else "−" if points < 0 else "") + formats.points(points)


def _yes(holds: bool) -> str:
    return "是" if holds else "否"


def _three_ways(load: Sequence[str]) -> str:
    return " · ".join(f"{word} {count}" for word, count in zip(COUNTING_WORDS.values(), load, strict=True))


INDICATOR_EXAMPLES: Sequence[IndicatorExample] = (
    # 累计值
    IndicatorExample(
        title="累计值：进度就是目标完成率，与序时进度相比",
        kind="cumulative", target=400, figures={"1—9月": 352},
        lamp="达序时", achievement="88.0%", progress="88.0%", elapsed="74.8%", gap="+13.2",
        projection="470.62", needed="16",
    ),
    IndicatorExample(
        title="低于序时进度，但不超过容差",
        kind="cumulative", target=400, figures={"1—9月": 280},
        lamp="略低于序时", achievement="70.0%", progress="70.0%", elapsed="74.8%", gap="−4.8",
        projection="374.36", needed="40",
    ),
    IndicatorExample(
        title="低于序时进度，超过容差",
        kind="cumulative", target=400, figures={"1—9月": 200},
        lamp="低于序时", achievement="50.0%", progress="50.0%", elapsed="74.8%", gap="−24.8",
        projection="267.4", needed="66.67",
    ),
    IndicatorExample(
        title="恰好与序时进度持平，算达序时；3月末起推算全年",
        kind="cumulative", target=365, figures={"1—3月": 90},
        lamp="达序时", achievement="24.7%", progress="24.7%", elapsed="24.7%", gap="0.0",
        projection="365", needed="30.56",
    ),
    IndicatorExample(
        title="差距恰好等于容差，算略低于序时；12月没有余下的月份",
        kind="cumulative", target=400, figures={"1—12月": 360},
        lamp="略低于序时", achievement="90.0%", progress="90.0%", elapsed="100.0%", gap="−10.0", projection="360",
    ),
    IndicatorExample(
        title="容差由计划规定",
        kind="cumulative", target=400, allowed=5, figures={"1—9月": 272},
        lamp="低于序时", achievement="68.0%", progress="68.0%", elapsed="74.8%", gap="−6.8", tolerance="5",
        projection="363.66", needed="42.67",
    ),
    IndicatorExample(
        title="累计值提前达到目标，当即达标，不再有月均还需",
        kind="cumulative", target=400, figures={"1—8月": 400},
        lamp="已达标", achievement="100.0%", progress="100.0%", elapsed="66.6%", gap="+33.4",
        projection="600.82", needed="0",
    ),
    IndicatorExample(
        title="完成目标的三倍就是 300%，不封顶",
        kind="cumulative", target=100, figures={"1—6月": 300},
        lamp="已达标", achievement="300.0%", progress="300.0%", elapsed="49.6%", gap="+250.4",
        projection="604.97", needed="0",
    ),
    IndicatorExample(
        title="12月达到目标，月均还需为 0",
        kind="cumulative", target=400, figures={"1—12月": 430},
        lamp="已达标", achievement="107.5%", progress="107.5%", elapsed="100.0%", gap="+7.5",
        projection="430", needed="0",
    ),
    IndicatorExample(
        title="3月末之前不推算全年",
        kind="cumulative", target=400, figures={"1—2月": 80},
        lamp="达序时", achievement="20.0%", progress="20.0%", elapsed="16.2%", gap="+3.8", needed="32",
    ),
    IndicatorExample(
        title="闰年按 366 天计",
        kind="cumulative", target=366, year=LEAP_YEAR, figures={"1—2月": 60},
        lamp="达序时", achievement="16.4%", progress="16.4%", elapsed="16.4%", gap="0.0", needed="30.6",
    ),
    IndicatorExample(
        title="累计值从零起算，不用基期值",
        kind="cumulative", baseline=435, target=400, figures={"1—9月": 352},
        lamp="达序时", achievement="88.0%", progress="88.0%", elapsed="74.8%", gap="+13.2",
        projection="470.62", needed="16",
    ),
    # 上限
    IndicatorExample(
        title="上限：用去的比例低于序时进度，算达序时，年末之前不算达标",
        kind="cumulative", direction="lower", target=100, figures={"1—6月": 40},
        lamp="达序时", achievement="250.0%", progress="40.0%", elapsed="49.6%", gap="+9.6", projection="80.66",
    ),
    IndicatorExample(
        title="上限：用去的比例略高于序时进度",
        kind="cumulative", direction="lower", target=100, figures={"1—6月": 55},
        lamp="略低于序时", achievement="181.8%", progress="55.0%", elapsed="49.6%", gap="−5.4", projection="110.91",
    ),
    IndicatorExample(
        title="上限：用去的比例高于序时进度，超过容差",
        kind="cumulative", direction="lower", target=100, figures={"1—6月": 60},
        lamp="低于序时", achievement="166.7%", progress="60.0%", elapsed="49.6%", gap="−10.4", projection="120.99",
    ),
    IndicatorExample(
        title="上限：全年结束时没有超过，才算达标",
        kind="cumulative", direction="lower", target=100, figures={"全年": 100},
        lamp="已达标", achievement="100.0%", progress="100.0%", elapsed="100.0%", gap="0.0", projection="100",
    ),
    IndicatorExample(
        title="上限：全年结束时超过",
        kind="cumulative", direction="lower", target=100, figures={"全年": 105},
        lamp="未达标", achievement="95.2%", progress="105.0%", elapsed="100.0%", gap="−5.0", projection="105",
    ),
    IndicatorExample(
        title="上限为 0：没有可除的数，年末之前不判序时",
        kind="cumulative", direction="lower", target=0, figures={"1—6月": 0},
        lamp="尚未达标（暂不判序时）", elapsed="49.6%", projection="0",
    ),
    IndicatorExample(
        title="上限为 0：全年没有发生，算达标",
        kind="cumulative", direction="lower", target=0, figures={"全年": 0},
        lamp="已达标", elapsed="100.0%", projection="0",
    ),
    # 水平值和占比
    IndicatorExample(
        title="水平值：进度从基期值量到目标值；容差不小于末位一个单位",
        kind="level", baseline=2.82, target=2.9, decimals=2, figures={"8月": 2.86},
        lamp="低于序时", achievement="98.6%", progress="50.0%", elapsed="66.6%", gap="−16.6", tolerance="12.5",
        projection="2.88",
    ),
    IndicatorExample(
        title="差距恰好是末位一个单位，算略低于序时",
        kind="level", baseline=2.82, target=2.9, decimals=2, figures={"12月": 2.89},
        lamp="略低于序时", achievement="99.7%", progress="87.5%", elapsed="100.0%", gap="−12.5", tolerance="12.5",
        projection="2.89",
    ),
    IndicatorExample(
        title="差距是末位两个单位",
        kind="level", baseline=2.82, target=2.9, decimals=2, figures={"12月": 2.88},
        lamp="低于序时", achievement="99.3%", progress="75.0%", elapsed="100.0%", gap="−25.0", tolerance="12.5",
        projection="2.88",
    ),
    IndicatorExample(
        title="水平值年内达到目标，指标已达标（任务要到年末才算完成）",
        kind="level", baseline=2.82, target=2.9, decimals=2, figures={"9月": 2.93},
        lamp="已达标", achievement="101.0%", progress="137.5%", elapsed="74.8%", gap="+62.7", tolerance="12.5",
        projection="2.97",
    ),
    IndicatorExample(
        title="水平值低于基期值，进度为负",
        kind="level", baseline=2.82, target=2.9, decimals=2, figures={"6月": 2.8},
        lamp="低于序时", achievement="96.6%", progress="−25.0%", elapsed="49.6%", gap="−74.6", tolerance="12.5",
        projection="2.78",
    ),
    IndicatorExample(
        title="基期值已等于目标值：无从计算进度，未达标时不判序时",
        kind="level", baseline=2.9, target=2.9, decimals=2, figures={"9月": 2.85},
        lamp="尚未达标（暂不判序时）", achievement="98.3%", elapsed="74.8%", projection="2.83",
    ),
    IndicatorExample(
        title="越低越好：目标完成率是目标值除以实际值",
        kind="level", direction="lower", baseline=26, target=20, unit="天", figures={"6月": 23},
        lamp="达序时", achievement="87.0%", progress="50.0%", elapsed="49.6%", gap="+0.4", tolerance="16.67",
        projection="19.95",
    ),
    IndicatorExample(
        title="占比没有基期值：未达标时不判序时",
        kind="share", target=60, decimals=1, unit="%", figures={"9月": 58.5},
        lamp="尚未达标（暂不判序时）", achievement="97.5%", elapsed="74.8%",
    ),
    IndicatorExample(
        title="占比没有基期值：达到目标即达标",
        kind="share", target=60, decimals=1, unit="%", figures={"9月": 60.2},
        lamp="已达标", achievement="100.3%", elapsed="74.8%",
    ),
    IndicatorExample(
        title="目标值为 0 的水平值：目标完成率无从计算，进度仍从基期值量起",
        kind="level", direction="lower", baseline=8, target=0, decimals=1, unit="%", figures={"6月": 4.8},
        lamp="略低于序时", achievement="0.0%", progress="40.0%", elapsed="49.6%", gap="−9.6", projection="1.55",
    ),
    # 日期
    IndicatorExample(
        title="数据截至早于第一个报数：未报送",
        kind="cumulative", target=400, figures={"1—4月": 120}, as_of=date(YEAR, 3, 31),
        lamp="未报送",
    ),
    IndicatorExample(
        title="报告期在数据截至当日或之前结束才算：9月29日只看到 8 月",
        kind="cumulative", target=400, figures={"1—8月": 300, "1—9月": 352}, as_of=date(YEAR, 9, 29),
        lamp="达序时", achievement="75.0%", progress="75.0%", elapsed="66.6%", gap="+8.4",
        projection="450.62", needed="25",
    ),
    IndicatorExample(
        title="最新数早于本期：数据滞后，序时进度按这个数的报告期计",
        kind="cumulative", target=400, figures={"1—8月": 300}, as_of=date(YEAR, 9, 30),
        lamp="达序时", achievement="75.0%", progress="75.0%", elapsed="66.6%", gap="+8.4",
        projection="450.62", needed="25", stale="是",
    ),
    IndicatorExample(
        title="计划年度结束以后：序时进度最多 100%",
        kind="cumulative", target=400, figures={"1—12月": 380}, as_of=date(YEAR + 1, 2, 28),
        lamp="略低于序时", achievement="95.0%", progress="95.0%", elapsed="100.0%", gap="−5.0", projection="380",
    ),
    IndicatorExample(
        title="上限：年内超过，当即未达标",
        kind="cumulative", direction="lower", target=100, figures={"1—11月": 101},
        lamp="未达标", achievement="99.0%", progress="101.0%", elapsed="91.5%", gap="−9.5", projection="110.37",
    ),
    IndicatorExample(
        title="上限为 0：发生一起，当即未达标",
        kind="cumulative", direction="lower", target=0, figures={"1—6月": 1},
        lamp="未达标", achievement="0.0%", elapsed="49.6%", projection="2.02",
    ),
)  # fmt: skip

JUNE = date(YEAR, 6, 30)

TASK_EXAMPLES: Sequence[TaskExample] = (
    TaskExample(
        title="没有任何报送",
        bodies=["甲厅", "乙局"], as_of=JUNE,
        task="未报送", owes="甲厅、乙局", may_be_done="是",
    ),
    TaskExample(
        title="以最近一个报告期为准，后报以前的报告期不改变它",
        reports=[Report("甲厅", "6月", "推进中"), Report("甲厅", "5月", "未启动")], as_of=JUNE,
        task="推进中",
    ),
    TaskExample(
        title="同一报告期报了两次，以后一次为准",
        reports=[Report("甲厅", "6月", "推进中"), Report("甲厅", "6月", "进展滞后")], as_of=JUNE,
        task="进展滞后",
    ),
    TaskExample(
        title="二季度和 6 月是同一个报告期",
        reports=[Report("甲厅", "6月", "推进中"), Report("甲厅", "二季度", "已完成")], as_of=JUNE,
        task="已完成（自报）", may_be_done="是",
    ),
    TaskExample(
        title="数据截至以后结束的报告期不算",
        reports=[Report("甲厅", "5月", "推进中"), Report("甲厅", "6月", "已完成")], as_of=date(YEAR, 6, 29),
        task="推进中",
    ),
    TaskExample(
        title="本期没有报，又没有完成：本期未报",
        reports=[Report("甲厅", "5月", "推进中")], as_of=JUNE,
        task="推进中", owes="甲厅",
    ),
    TaskExample(
        title="已经完成的，以后各期不必再报",
        reports=[Report("甲厅", "3月", "已完成")], as_of=JUNE,
        task="已完成（自报）", may_be_done="是",
    ),
    TaskExample(
        title="各单位都完成，任务才算完成",
        bodies=["甲厅", "乙局"], reports=[Report("甲厅", "6月", "已完成"), Report("乙局", "6月", "推进中")], as_of=JUNE,
        assignments={"甲厅": "已完成（自报）", "乙局": "推进中"}, task="推进中",
    ),
    TaskExample(
        title="一家完成、一家没有报：推进中，但没有反面报送",
        bodies=["甲厅", "乙局"], reports=[Report("甲厅", "6月", "已完成")], as_of=JUNE,
        assignments={"甲厅": "已完成（自报）", "乙局": "未报送"}, task="推进中", owes="乙局", may_be_done="是",
    ),
    TaskExample(
        title="有一家进展滞后，任务就是进展滞后",
        bodies=["甲厅", "乙局"], reports=[Report("甲厅", "6月", "已完成"), Report("乙局", "6月", "进展滞后")], as_of=JUNE,
        assignments={"甲厅": "已完成（自报）", "乙局": "进展滞后"}, task="进展滞后",
    ),
    TaskExample(
        title="报了的都未启动，任务是未启动",
        bodies=["甲厅", "乙局"], reports=[Report("甲厅", "6月", "未启动")], as_of=JUNE,
        assignments={"甲厅": "未启动", "乙局": "未报送"}, task="未启动", owes="乙局",
    ),
    TaskExample(
        title="自报完成以后又报推进中，以后报的为准",
        reports=[Report("甲厅", "5月", "已完成"), Report("甲厅", "6月", "推进中")], as_of=JUNE,
        task="推进中",
    ),
    # 已销号
    TaskExample(
        title="统筹办销号以后，单位再报别的不改变状态",
        reports=[Report("甲厅", "4月", "已完成"), Report("甲厅", "5月", "已销号", OFFICE), Report("甲厅", "6月", "推进中")],
        as_of=JUNE,
        task="已销号", may_be_done="是",
    ),
    TaskExample(
        title="销号只由统筹办自己改变",
        reports=[Report("甲厅", "5月", "已销号", OFFICE), Report("甲厅", "6月", "进展滞后", OFFICE)], as_of=JUNE,
        task="进展滞后",
    ),
    TaskExample(
        title="各单位都销号，任务才是已销号",
        bodies=["甲厅", "乙局"], reports=[Report("甲厅", "6月", "已销号", OFFICE), Report("乙局", "6月", "已完成")],
        as_of=JUNE,
        assignments={"甲厅": "已销号", "乙局": "已完成（自报）"}, task="已完成（自报）", may_be_done="是",
    ),
    # 各成员单位
    TaskExample(
        title="没有列明成员的，由统筹办代报",
        bodies=[MEMBERS], reports=[Report(MEMBERS, "6月", "推进中", OFFICE)], as_of=JUNE,
        task="推进中",
    ),
    TaskExample(
        title="没有列明成员、统筹办没有代报：未报送",
        bodies=[MEMBERS], as_of=JUNE,
        task="未报送", owes=MEMBERS, may_be_done="是",
    ),
    TaskExample(
        title="列明成员的，由成员的报送汇总：还有一家没有报",
        bodies=[MEMBERS], members=["乙局", "丙院"], reports=[Report("乙局", "6月", "已完成")], as_of=JUNE,
        task="推进中", owes=MEMBERS, may_be_done="是",
    ),
    TaskExample(
        title="列明成员的，成员都完成才算完成",
        bodies=[MEMBERS], members=["乙局", "丙院"],
        reports=[Report("乙局", "5月", "已完成"), Report("丙院", "6月", "已完成")], as_of=JUNE,
        task="已完成（自报）", may_be_done="是",
    ),
    # 带指标的任务
    TaskExample(
        title="带指标的任务看指标：没有数就是未报送，报的进展不定状态",
        carried=[Carried("cumulative", 400, {})], reports=[Report("甲厅", "6月", "已完成")], as_of=JUNE,
        task="未报送", owes="甲厅", may_be_done="是",
    ),
    TaskExample(
        title="带指标的任务：有数、没有达标，就是推进中",
        bodies=["甲厅", "乙局"], carried=[Carried("cumulative", 400, {"1—6月": 150})], as_of=JUNE,
        task="推进中",
    ),
    TaskExample(
        title="累计值达到目标，任务当即完成",
        carried=[Carried("cumulative", 400, {"1—5月": 400})], as_of=JUNE,
        task="已完成（自报）", may_be_done="是",
    ),
    TaskExample(
        title="指标完成以后，统筹办可以销号",
        carried=[Carried("cumulative", 400, {"1—6月": 410})], reports=[Report("甲厅", "6月", "已销号", OFFICE)], as_of=JUNE,
        task="已销号", may_be_done="是",
    ),
    TaskExample(
        title="指标没有完成，销号不起作用",
        carried=[Carried("cumulative", 400, {"1—6月": 390})], reports=[Report("甲厅", "6月", "已销号", OFFICE)], as_of=JUNE,
        task="推进中",
    ),
    TaskExample(
        title="水平值年内达到目标，任务还是推进中",
        carried=[Carried("level", 2.9, {"6月": 2.93})], as_of=JUNE,
        task="推进中",
    ),
    TaskExample(
        title="水平值以年末的数为准",
        carried=[Carried("level", 2.9, {"6月": 2.93, "12月": 2.91})], as_of=date(YEAR, 12, 31),
        task="已完成（自报）", may_be_done="是",
    ),
    TaskExample(
        title="带两个指标的，都完成才算完成",
        carried=[Carried("cumulative", 400, {"1—6月": 400}), Carried("cumulative", 100, {"1—6月": 60})], as_of=JUNE,
        task="推进中",
    ),
    # 逾期
    TaskExample(
        title="到了应完成日期还没有完成：逾期",
        due=JUNE, reports=[Report("甲厅", "6月", "推进中")], as_of=JUNE,
        task="推进中", overdue="是",
    ),
    TaskExample(
        title="应完成日期之前不算逾期",
        due=JUNE, reports=[Report("甲厅", "5月", "推进中")], as_of=date(YEAR, 6, 29),
        task="推进中",
    ),
    TaskExample(
        title="完成了就不逾期",
        due=JUNE, reports=[Report("甲厅", "6月", "已完成")], as_of=date(YEAR, 9, 30),
        task="已完成（自报）", may_be_done="是",
    ),
)  # fmt: skip

_FOUR_TASKS: Sequence[Mapping[str, str]] = (
    {"甲厅": "已完成", "乙局": "已完成"},
    {"甲厅": "已完成", "乙局": "未报送"},
    {"甲厅": "未报送", "乙局": "未报送"},
    {"甲厅": "推进中", "乙局": "未报送"},
)

RATE_EXAMPLES: Sequence[RateExample | WorkloadExample] = (
    RateExample(
        title="已销号也算完成；未报送的可能完成，算进上限",
        tasks=[{"甲厅": "已完成"}, {"甲厅": "推进中"}, {"甲厅": "未报送"}, {"甲厅": "已销号"}],
        completion_rate="50.0%", completion_high="75.0%", coverage="75.0%", current_coverage="75.0%",
    ),
    RateExample(
        title="按任务统计：有一家报就有报送，有一家本期未报就欠报",
        tasks=_FOUR_TASKS,
        completion_rate="25.0%", completion_high="75.0%", coverage="75.0%", current_coverage="25.0%",
    ),
    RateExample(
        title="按单位统计：只看自己的任务分工",
        tasks=_FOUR_TASKS, body="甲厅",
        completion_rate="50.0%", completion_high="75.0%", coverage="75.0%", current_coverage="75.0%",
    ),
    RateExample(
        title="按单位统计：报了的都完成，其余都没有报",
        tasks=_FOUR_TASKS, body="乙局",
        completion_rate="25.0%", completion_high="100.0%", coverage="25.0%", current_coverage="25.0%",
    ),
    RateExample(
        title="上期报过、本期没有报：有报送，本期欠报；已完成的不欠报",
        tasks=[{"甲厅": "已完成（上期）"}, {"甲厅": "推进中（上期）"}, {"甲厅": "推进中"}],
        completion_rate="33.3%", completion_high="33.3%", coverage="100.0%", current_coverage="66.7%",
    ),
    RateExample(
        title="什么都没有报：完成率为 0，上限为 100%",
        tasks=[{"甲厅": "未报送"}, {"乙局": "未报送"}],
        completion_rate="0.0%", completion_high="100.0%", coverage="0.0%", current_coverage="0.0%",
    ),
    RateExample(
        title="没有任务的单位，没有比率",
        tasks=[{"甲厅": "已完成"}], body="丙院",
        completion_rate="—", completion_high="—", coverage="—", current_coverage="—",
    ),
    WorkloadExample(
        title="工作量的三种计法：合计不同，各自守恒",
        tasks=[["甲厅"], ["甲厅", "乙局"], ["乙局", "甲厅", "丙院"]],
        loads={"甲厅": ("3", "1.83", "2"), "乙局": ("2", "0.83", "1"), "丙院": ("1", "0.33", "0")},
        total=("6", "3", "3"),
    ),
    WorkloadExample(
        title="各成员单位单列一行；没有列明成员的，不摊给任何单位",
        tasks=[["甲厅"], ["甲厅", MEMBERS]],
        loads={"甲厅": ("2", "1.5", "2"), "乙局": ("0", "0", "0"), MEMBERS: ("1", "0.5", "0")},
        total=("3", "2", "2"),
    ),
    WorkloadExample(
        title="列明成员的，成员另列一栏，不计入合计",
        tasks=[["甲厅"], [MEMBERS]], members=["乙局", "丙院"],
        loads={"甲厅": ("1", "1", "1"), "乙局": ("0", "0", "0"), MEMBERS: ("1", "1", "1")},
        total=("2", "2", "2"),
        apart={"乙局": "1", "丙院": "1"},
    ),
)  # fmt: skip
