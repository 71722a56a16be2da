"""What is to be decided and what is to be done next, drafted from the data: worst first, and by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lib import formats
from lib.briefing.slides import Table
from lib.periods import Period, periods_of_year
from lib.rules import Item, Measures, due_after, due_day, measure, needs_attention, owing
from lib.say import indicator_findings, naming
from lib.statuses import DONE, OWING, REASONS

History = Sequence[tuple[Period, Measures]]
"""Each reporting period that has ended, with the figures at its end as they are known now; the last is the moment's own."""


def history(measures: Measures) -> History:
    """The periods up to the current one; none before the first."""
    current = measures.current
    if current is None:
        return ()
    ended = [p for p in periods_of_year(current.end.year, measures.plan.reporting.frequency) if p.end < current.end]
    past = [(p, measure(measures.plan, measures.rows, p.end, measures.known_by)) for p in ended]
    return (*past, (current, measures))


def to_decide(items: Sequence[Item]) -> list[Item]:
    """What somebody has to decide: late, behind, delayed; not what is merely to be reported or proved."""
    return [item for item in items if REASONS[item.reason].gravity < OWING.gravity]


def since(measures: Measures, past: History, item: Item) -> str:
    """From when on it has been so without a break: the due day, or the first period of those that say the same."""
    if item.reason == "overdue" or item.milestone:
        return day(measures, item.due)
    begin = None
    for period, then in reversed(past):
        if not _held(then, item):
            break
        begin = period
    return formats.within_year(begin) if begin else ""


def _held(then: Measures, item: Item) -> bool:
    if item.indicator is not None:
        return then.indicators[item.indicator.indicator.id].status == item.reason
    return any(a.body in item.bodies and a.status == item.reason for a in then.tasks[item.task].assignments)


def next_period(measures: Measures) -> Period | None:
    """The reporting period after the current one; None after the year's last."""
    after = measures.current.end if measures.current else date.min
    periods = periods_of_year(measures.plan.year, measures.plan.reporting.frequency)
    return next((p for p in periods if p.end > after), None)


def next_due(measures: Measures) -> tuple[date, Period] | None:
    """By when something is asked for: the first due day after the last day of which anything is known, with what is due
    on it anyway; None where the year's last due day is past."""
    known = measures.known_by or measures.reported_on or measures.as_of
    return due_after(measures.plan, max(measures.as_of, known))


def measures_day(by: date, due: date, as_of: date) -> date:
    """By when measures are to be said of what is due on a day: with the next reports, and not after that day."""
    return min(by, due) if due > as_of else by


def day(measures: Measures, at: date) -> str:
    """12月31日; of another year than the plan's with that year."""
    return f"{at.month}月{at.day}日" if at.year == measures.plan.year else formats.day(at)


def open_deadline(measures: Measures, body: str | None = None) -> tuple[date, int] | None:
    """The next due day of tasks, of all or of a body's, that are not completed, with their number."""
    held = measures.tasks.values() if body is None else measures.assignments_of[body]
    open_days = [measures.plan.due(one.task) for one in held if one.status not in DONE and not one.overdue]
    return (min(open_days), open_days.count(min(open_days))) if open_days else None


def next_steps(measures: Measures, body: str | None = None) -> Table:
    """What to do by when and whose it is, of everybody or of a body: reports that are late, what is to be decided, the
    deadlines ahead."""
    plan, everyone = measures.plan, "各责任单位" if body is None else measures.plan.short_name_of(body)
    items = [item for item in needs_attention(measures) if body is None or body in item.bodies]
    said: list[tuple[date, str, tuple[str, str, str]]] = []
    owed = [one for one in owing(measures) if body in (None, one.body)]
    period, deadline, asked = next_period(measures), open_deadline(measures, body), next_due(measures)
    by, soon = (asked[0], f"{day(measures, asked[0])}前") if asked else (measures.as_of, "尽快")
    if measures.current and owed:
        count = sum(len(one.indicators) + len(one.tasks) for one in owed)
        due = due_day(plan, measures.current)
        bodies = naming.bodies(plan, [one.body for one in owed])
        word = "报齐" if asked and asked[1] == measures.current else "补报"
        what = f"{word}{formats.within_year(measures.current)}进展，共 {count} 项"
        said.append((by, soon, (bodies, what, f"应于{day(measures, due)}前报送")))
    if bare := [item for item in items if item.reason == "no_evidence"]:
        bodies = naming.bodies(plan, list(dict.fromkeys(body for item in bare for body in item.bodies)))
        tasks = "、".join(item.task for item in bare[:6]) + "等" * (len(bare) > 6)
        what = f"补充自报完成的佐证材料，共 {len(bare)} 项"
        said.append((by, soon, (bodies, what, f"任务 {tasks}")))
    if period:
        due = due_day(plan, period)
        what = f"报送{formats.within_year(period)}进展"
        said.append((due, f"{day(measures, due)}前", (everyone, what, "每期报送")))
    for item in to_decide(items):
        steps = _steps(measures, item)
        until = item.due if steps and item.due > measures.as_of else measures_day(by, item.due, measures.as_of)
        when = soon if until == by else f"{day(measures, until)}前"
        said.append((until, when, _remedy(measures, item, steps)))
    if deadline:
        until, count = deadline
        what = f"办结未完成的 {count} 项任务"
        said.append((until, f"{day(measures, until)}前", (everyone, what, "计划时限")))
    rows = [(when, *what) for _, when, what in sorted(said, key=lambda one: one[0])]
    return Table.of({"时限": 0.19, "责任单位": 0.19, "建议": 0.4, "依据": 0.22}, rows)


def _steps(measures: Measures, item: Item) -> str:
    """What the bodies wrote as their next step."""
    # What keeps it from more comes first of what they say; what follows is what they will do.
    said = (text for a in measures.tasks[item.task].assignments if a.body in item.bodies for text in a.comments[1:])
    return "；".join(dict.fromkeys(" ".join(text.split()).rstrip("。；;") for text in said if text))


def _remedy(measures: Measures, item: Item, steps: str) -> tuple[str, str, str]:
    """Whose it is, what to do, and why: what the bodies wrote as their next step, or what the figures ask for."""
    plan, look = measures.plan, REASONS[item.reason]
    what = formats.cut(steps, 50) or f"提出任务 {item.task} 的整改措施和完成时限"
    if item.indicator is not None and not steps:
        short_of = f"还差 {indicator_findings.distance(item.indicator)}，提出年内达标措施"
        what = formats.joined(item.indicator.indicator.name, short_of)
    return naming.bodies(plan, item.bodies), what, f"任务 {item.task} {look.short}"
