"""Completion, coverage and workload, of the plan, a part, a section, a body.

Rule and words: docs/method.md; the worked examples in lib/rules/examples are its tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lib.plan import Plan
from lib.rules.assignments import AssignmentStanding, TaskStanding
from lib.statuses import DONE, TaskStatus

Counting = Literal["full", "shared", "first_listed", "lead"]

COUNTING_WORDS: dict[Counting, str] = {"full": "各计一次", "shared": "均摊", "first_listed": "首位列名", "lead": "牵头"}


def countings(plan: Plan) -> dict[Counting, str]:
    """The ways of counting of a plan with their words: by lead only where the plan has a rule who leads."""
    return {way: word for way, word in COUNTING_WORDS.items() if way != "lead" or plan.lead_rule != "none"}


RATE_WORDS = {
    "completion_rate": "任务完成率",
    "completion_high": "若未报送的都已完成",
    "coverage": "报送率（累计）",
    "current_coverage": "本期报送率",
}


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of `total` tasks or assignments by status, and shares of them (None where there are none)."""

    total: int
    by_status: Mapping[TaskStatus, int]
    completed: int
    """All that are done: the verified ones, too."""
    overdue: int
    completion_rate: float | None
    completion_high: float | None
    """The completion rate, if everything were completed of which nothing reported speaks against it."""
    coverage: float | None
    current_coverage: float | None
    owing: int

    @property
    def is_complete(self) -> bool:
        """Whether there is something, and all of it is done."""
        return self.completed == self.total > 0

    @property
    def undecided(self) -> int:
        """How many more were completed then: from the completion rate to its bound."""
        return round((self.completion_high or 0.0) * self.total) - self.completed

    def count(self, status: TaskStatus) -> int:
        """How many have a status; self-reported completions without the verified ones."""
        return self.by_status.get(status, 0)


def rates(judged: Sequence[TaskStanding] | Sequence[AssignmentStanding], *, is_due: bool = True) -> Rates:
    """The rates of some tasks or assignments; `is_due`: whether a reporting period has ended."""
    by_status = Counter(j.status for j in judged)
    completed = sum(by_status[status] for status in DONE)
    owing = sum(j.owes for j in judged)
    total = len(judged)

    def share(count: int) -> float | None:
        return count / total if total else None

    return Rates(
        total=total,
        by_status=by_status,
        completed=completed,
        overdue=sum(j.overdue for j in judged),
        completion_rate=share(completed),
        completion_high=share(sum(j.may_be_done for j in judged)),
        coverage=share(total - by_status["unreported"]),
        current_coverage=share(total - owing) if is_due else None,
        owing=owing,
    )


CompletionClass = Literal["all", "most", "some", "none", "idle"]

COMPLETION_CLASS_WORDS: dict[CompletionClass, str] = {
    "all": "全部完成", "most": "完成一半及以上", "some": "完成不到一半", "none": "没有完成", "idle": "没有任务",
}  # fmt: skip
"""What bodies are counted by where there are too many to draw each, the best first."""


def completion_class(rates: Rates) -> CompletionClass:
    """How much of its work a body has completed."""
    if not rates.total:
        return "idle"
    if not rates.completed:
        return "none"
    return "all" if rates.is_complete else "most" if 2 * rates.completed >= rates.total else "some"


def workload(plan: Plan) -> dict[str, dict[Counting, Fraction]]:
    """The tasks of each body in the declared ways of counting; each way adds up over all bodies."""
    load: dict[str, dict[Counting, Fraction]] = {
        body: dict.fromkeys(countings(plan), Fraction(0)) for body in plan.bodies
    }
    for task in plan.tasks.values():
        for place, body in enumerate(task.agencies):
            load[body]["full"] += 1
            load[body]["shared"] += Fraction(1, len(task.agencies))
            load[body]["first_listed"] += place == 0
        leads = plan.leads(task.id)
        for body in leads:
            load[body]["lead"] += Fraction(1, len(leads))
    return load


def roles_of(plan: Plan) -> dict[str, tuple[int, int]]:
    """How many tasks each body leads, and how many it supports; the rest it is named for without either."""
    led, supported = Counter[str](), Counter[str]()
    for task in plan.tasks.values():
        led.update(plan.leads(task.id))
        supported.update(task.support)
    return {body: (led[body], supported[body]) for body in plan.bodies}


def group_workload(plan: Plan) -> dict[str, int]:
    """For each member of a group the group's tasks: shown apart, outside the assignments."""
    load: Counter[str] = Counter()
    for task in plan.tasks.values():
        for body in task.agencies:
            load.update(plan.groups_by_id[body].members if body in plan.groups_by_id else ())
    return dict(load)


def order_changes(plan: Plan) -> list[tuple[Counting, Counting, str, str]]:
    """Pairs of agencies whose order turns around between two ways of counting, the first pair for each two ways."""
    everyone = workload(plan)
    load = {agency.id: everyone[agency.id] for agency in plan.agencies}
    ways = list(countings(plan))
    found = []
    for i, one in enumerate(ways):
        for other in ways[i + 1 :]:
            pair = _first_reversal(load, one, other)
            if pair:
                found.append((one, other, *pair))
    return found


def _first_reversal(
    load: dict[str, dict[Counting, Fraction]], one: Counting, other: Counting
) -> tuple[str, str] | None:
    """The agency with most tasks by `one` that has fewer by `other` than an agency with fewer by `one`."""
    ordered = sorted(load, key=lambda agency: -load[agency][one])
    for agency in ordered:
        overtaking = [a for a in ordered if load[a][one] < load[agency][one] and load[a][other] > load[agency][other]]
        if overtaking:
            return agency, max(overtaking, key=lambda a: load[a][other])
    return None
