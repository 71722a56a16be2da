"""The plan 计划: parts, sections, tasks, bodies and indicators, as the YAML file says them.

`lib.plan.file.load_plan` reads the file; docs/formats.md describes every key.
"""

from __future__ import annotations

import hashlib
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from lib import formats
from lib.periods import Elapsed, ElapsedBy, Frequency, elapsed, read_period
from lib.text import folded

Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(min_length=1, pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]*$")]
Number = Annotated[float, Field(allow_inf_nan=False)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Body(_Entry):
    id: Id
    name: Text
    aliases: list[Text] = []
    former: list[Id] = []
    """Ids that it had."""


class Agency(_Body):
    """责任单位: a named body. One body with two nameplates is one agency with aliases; `former` are ids that it had."""

    contact: Text | None = None


class Group(_Body):
    """A body that stands for several agencies. `members` are agency ids; empty where the text lists none."""

    members: list[Id] = []


class Office(_Body):
    """统筹办: may report for anyone and alone may report 已销号."""


class Milestone(_Entry):
    """节点: a step of a task that is printed with a day of its own."""

    id: Id
    text: Text
    due: date


class Task(_Entry):
    """任务: a clause. `agencies` keeps the printed order; without `due` the year's last day counts.

    `lead` and `support` are those of the agencies of whom the text says so; `due_text` are the printed words of the deadline; `open`
    says that the printed list ends in 等. A printed item that holds several tasks gives 1.1.3-1, 1.1.3-2.
    """

    id: Id
    text: Text
    agencies: Annotated[list[Id], Field(min_length=1)]
    lead: list[Id] = []
    support: list[Id] = []
    open: bool = False
    due: date | None = None
    due_text: Text | None = None
    milestones: list[Milestone] = []


class Section(_Entry):
    """章节. A part without printed sections has one with a blank title; deeper headings are joined into it by ` · `."""

    id: Id
    title: str
    tasks: list[Task]


class Part(_Entry):
    """部分."""

    id: Id
    title: Text
    sections: list[Section]


class Baseline(_Entry):
    """基期值: the value on the last day of the year before, with its source."""

    period: Text
    value: Number
    source: Text
    url: Text | None = None


class SameAs(_Entry):
    """The indicator of an earlier plan that an indicator goes on from."""

    plan: Id
    indicator: Id


class PathPoint(NamedTuple):
    """分期目标: what is to be reached by a day."""

    day: date
    value: float


class Indicator(_Entry):
    """指标: the number that a task carries. `decimals` is the printed step: 2 means 0.01.

    `targets` is a printed path, by period: what is to be reached by its end; it takes the place of the straight line of the
    elapsed share. `same_as` joins it to the year before.
    """

    id: Id
    task: Id
    name: Text
    unit: Text
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    kind: Literal["level", "share", "cumulative", "rate"]
    direction: Literal["higher", "lower"]
    target: Number
    target_text: Text
    targets: dict[str, Number] = {}
    same_as: SameAs | None = None
    owner: Id
    baseline: Baseline | None = None
    signed: bool = False
    over_100: bool = False

    @cached_property
    def path(self) -> tuple[PathPoint, ...]:
        """The printed path by day; empty where the plan prints none."""
        # A key without a year is refused, so that any year does for reading one.
        points = ((read_period(text, int(text[:4])).period.end, value) for text, value in self.targets.items())
        return tuple(sorted(PathPoint(*point) for point in points))

    @property
    def target_quantity(self) -> str:
        """The target with its sign and unit: ≥ 60%."""
        sign = {"higher": "≥ ", "lower": "≤ "}[self.direction]
        return sign + formats.quantity(self.target, self.unit)

    def is_met_by(self, value: float) -> bool:
        """Whether a value is as good as the target."""
        return value >= self.target if self.direction == "higher" else value <= self.target

    def quantity(self, value: float | None) -> str:
        """A value with its unit, to the printed step unless it was reported finer: 352 件."""
        return formats.quantity(value, self.unit, self.digits(value))

    def number(self, value: float | None) -> str:
        """A value without its unit."""
        return formats.number(value, self.digits(value))

    def digits(self, value: float | None) -> int | None:
        """Decimals of a value as it is printed; None for as many as it has."""
        return None if value is not None and round(value, self.decimals) != round(value, 9) else self.decimals


class StatusRule(_Entry):
    """How an indicator is judged within the year: gap to the elapsed share, which counts days or whole months; tolerance in
    百分点."""

    name: Literal["schedule_gap"]
    tolerance_points: Annotated[float, Field(ge=0, le=100)]
    elapsed_by: ElapsedBy = "days"


LeadRule = Literal["none", "first_listed", "printed"]

LEAD_RULE_WORDS: dict[LeadRule, str] = {
    "none": "文件没有写明牵头单位，不称任何单位为牵头",
    "first_listed": "以首位列名的单位为牵头",
    "printed": "以原文写明的单位为牵头，没有写明的任务不称任何单位为牵头",
}

ELAPSED_BY_WORDS: dict[ElapsedBy, str] = {"days": "按天计", "months": "按整月计"}

FREQUENCY_WORDS: dict[Frequency, str] = {"monthly": "每月", "quarterly": "每季度"}


class Reporting(_Entry):
    """How often bodies report, by which day of the month after, and whether somebody else of the body approves first."""

    frequency: Frequency
    due_day: Annotated[int, Field(ge=1, le=31)]
    approval: Literal["body"] | None = None


class Assignment(NamedTuple):
    """任务分工: one task × one named body (an agency or a group)."""

    task: str
    body: str


class Plan(_Entry):
    """A plan of one year. Lists keep the printed order."""

    id: Id
    previous: Id | None = None
    """The id of the plan of the year before."""
    title: Text
    document: Text
    basis: Text | None = None
    year: Annotated[int, Field(ge=1949, le=2100)]
    lead_rule: LeadRule
    status_rule: StatusRule
    reporting: Reporting
    office: Office
    preamble: list[Text] = []
    agencies: Annotated[list[Agency], Field(min_length=1)]
    groups: list[Group] = []
    parts: Annotated[list[Part], Field(min_length=1)]
    indicators: list[Indicator] = []

    @cached_property
    def content(self) -> bytes:
        """Everything the plan says, as it is kept: what is not written in the file is not in it."""
        return self.model_dump_json(exclude_defaults=True).encode()

    @cached_property
    def digest(self) -> str:
        """A hash of everything the plan says."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def last_day(self) -> date:
        """The last day of the plan's year."""
        return date(self.year, 12, 31)

    @cached_property
    def parts_by_id(self) -> dict[str, Part]:
        """Parts by id, in order."""
        return {part.id: part for part in self.parts}

    @cached_property
    def sections(self) -> dict[str, Section]:
        """Sections by id, in order."""
        return {section.id: section for part in self.parts for section in part.sections}

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Tasks by id, in order."""
        return {task.id: task for section in self.sections.values() for task in section.tasks}

    @cached_property
    def place(self) -> dict[str, tuple[Part, Section]]:
        """The part and section of each task."""
        return {t.id: (part, section) for part in self.parts for section in part.sections for t in section.tasks}

    @cached_property
    def assignments(self) -> list[Assignment]:
        """Every task × named body, in order."""
        return [Assignment(task.id, body) for task in self.tasks.values() for body in task.agencies]

    @cached_property
    def bodies(self) -> dict[str, Agency | Group]:
        """Agencies, then groups, by id."""
        bodies: list[Agency | Group] = [*self.agencies, *self.groups]
        return {body.id: body for body in bodies}

    @cached_property
    def groups_by_id(self) -> dict[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def indicators_by_id(self) -> dict[str, Indicator]:
        """Indicators by id, in order."""
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def indicators_of(self) -> dict[str, list[Indicator]]:
        """The indicators that a task carries; tasks without any are left out."""
        carried: dict[str, list[Indicator]] = {}
        for indicator in self.indicators:
            carried.setdefault(indicator.task, []).append(indicator)
        return carried

    @cached_property
    def reporters(self) -> dict[str, frozenset[str]]:
        """The bodies whose rows of a task are taken: those named and, of a group, its members."""
        return {
            task.id: frozenset(
                body
                for named in task.agencies
                for body in (named, *(self.groups_by_id[named].members if named in self.groups_by_id else ()))
            )
            for task in self.tasks.values()
        }

    @cached_property
    def tasks_reported_by(self) -> dict[str, list[str]]:
        """The tasks of which each body's rows are taken, in order."""
        of: dict[str, list[str]] = {}
        for task, bodies in self.reporters.items():
            for body in bodies:
                of.setdefault(body, []).append(task)
        return of

    def senders(self, body: str) -> tuple[str, ...]:
        """Whose files report what an agency or a group is named for: an agency's own, the group's listed members' theirs;
        without any, the office's."""
        group = self.groups_by_id.get(body)
        if group is None:
            return (body,)
        return tuple(group.members) or (self.office.id,)

    def name_of(self, body: str) -> str:
        """The printed name of an agency, a group or the office; of a body that an edit took away, its id."""
        if body == self.office.id:
            return self.office.name
        return self.bodies[body].name if body in self.bodies else f"{body}（计划已无此单位）"

    def short_name_of(self, body: str) -> str:
        """The name in lists: of two nameplates the first."""
        return self.name_of(body).split("〔")[0]

    def due(self, task: str) -> date:
        """The day by which a task is to be completed."""
        return self.tasks[task].due or self.last_day

    def judged_until(self, indicator: Indicator) -> date:
        """The day of an indicator's final figure: the last of the year, or the one by which its task is due."""
        return min(self.due(indicator.task), self.last_day)

    def elapsed(self, day: date, until: date | None = None) -> Elapsed:
        """序时进度 at the end of a day, of the year or of the time until another day."""
        return elapsed(day, until or self.last_day, self.status_rule.elapsed_by)

    def scheduled(self, indicator: Indicator, day: date, start: Fraction) -> Fraction:
        """The share of the way from `start` to the target that is to be gone by the end of a day: that of the elapsed time,
        or, where the plan prints a path, that of the straight lines between its days."""
        until = self.judged_until(indicator)
        way = Fraction(repr(indicator.target)) - start
        if not indicator.path or not way:
            return self.elapsed(day, until).share
        marks = [(Fraction(0), Fraction(0))]
        for point in indicator.path:
            at, share = self.elapsed(point.day, until).share, (Fraction(repr(point.value)) - start) / way
            if marks[-1][0] < at < 1:
                marks.append((at, share))
        marks.append((Fraction(1), Fraction(1)))
        now = self.elapsed(day, until).share
        (left, low), (right, high) = next(pair for pair in pairwise(marks) if now <= pair[1][0])
        return low + (high - low) * (now - left) / (right - left)

    def leads(self, task: str) -> list[str]:
        """Who leads a task, by the plan's rule: nobody where the text says nothing of it."""
        if self.lead_rule == "first_listed":
            return self.tasks[task].agencies[:1]
        return self.tasks[task].lead if self.lead_rule == "printed" else []

    def find_body(self, text: str) -> str | None:
        """The id of the agency, group or office that a text names by id, name or alias, now or before."""
        return _named(self._bodies_by_name, text)

    def find_indicator(self, text: str) -> str | None:
        """The id of the indicator that a text names by id or full name."""
        return _named(self._indicators_by_name, text)

    def find_task(self, text: str) -> str | None:
        """The id of the task that a text names by id or by the words of its clause."""
        return _named(self._tasks_by_name, text)

    @cached_property
    def _bodies_by_name(self) -> dict[str, str]:
        bodies: list[_Body] = [*self.bodies.values(), self.office]
        return {folded(name): body.id for body in bodies for name in (body.id, body.name, *body.aliases, *body.former)}

    @cached_property
    def _indicators_by_name(self) -> dict[str, str]:
        return {folded(name): i.id for i in self.indicators for name in (i.id, i.name)}

    @cached_property
    def _tasks_by_name(self) -> dict[str, str]:
        by_text = {folded(task.text.rstrip("。")): task.id for task in self.tasks.values()}
        return by_text | {folded(task): task for task in self.tasks}


def _named(ids: dict[str, str], text: str) -> str | None:
    # Most texts are written as they are compared; folding them takes longer than looking them up.
    return ids.get(text) or ids.get(folded(text))
