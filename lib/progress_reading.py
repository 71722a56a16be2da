"""Rows of 任务进展."""

from __future__ import annotations

from lib.cells import is_not_reported, read_status, tidy
from lib.columns import Column, together
from lib.lines import Lines, Said
from lib.permissions import Refusal, agency_refusal, assigned_body
from lib.plan import Plan
from lib.problems import nearest
from lib.row_keys import days, keys, periods, rows, texts
from lib.row_list import RowList
from lib.rows import ProgressRow
from lib.statuses import REPORTED_WORDS


def progress(lines: Lines) -> RowList:
    """The rows whose every cell is good; what is wrong with the others is reported."""
    plan, by = lines.plan, lines.origin.by
    own = [task for task, bodies in plan.reporters.items() if by in bodies]
    named, tasks = keys(lines, "task", plan.find_task, plan.tasks, own, "task_unknown")
    agencies = _agencies(lines, named, tasks)
    period = periods(lines)
    status = _statuses(lines)
    more = [texts(lines, name) for name in ("evidence", "obstacle", "next_step", "note")]
    return rows(lines, ProgressRow, [tasks, agencies, period], status, days(lines), more)


def _statuses(lines: Lines) -> Column:
    cells = lines.column("status").map(read_status)

    def said(text: str) -> Said:
        cell = read_status(text)
        alike = cell.code == "status_unknown" and lines.problems.may_compare(tidy(text))
        hint = {"nearest": lambda: nearest(tidy(text), REPORTED_WORDS) if alike else ""}
        return [(cell.code, {"understood": cell.understood, **hint})] if cell.code else []

    lines.report("status", lines.column("status").map(said))
    if lines.origin.by != lines.plan.office.id:
        lines.say("status_only_office", cells.where(lambda cell: cell.value == "verified"), "status")
    return cells.map(lambda cell: cell.value)


def _agencies(lines: Lines, named: Column, tasks: Column) -> Column:
    """The body that each row speaks of; None where it is refused or its task is unknown."""
    plan, by = lines.plan, lines.origin.by
    texts = lines.column("agency")
    pairs = together(tasks, texts)
    named_bodies = {text: plan.find_body(text) for text in texts.distinct}
    understood = {text: _understood(plan, body, text) for text, body in named_bodies.items()}
    bodies: list[str | None] = []
    of_tasks: list[Said] = [[] for _ in pairs.distinct]
    of_agencies: list[Said] = []
    for place, (task, text) in enumerate(pairs.distinct):
        body = named_bodies[text]
        # The usual case at once: a file may hold thousands of assignments.
        if task and body in plan.reporters[task] and by in (body, plan.office.id):
            bodies.append(body)
            of_agencies.append(understood[text])
            continue
        found = assigned_body(plan, by, task, text) if task else agency_refusal(plan, text)
        if not isinstance(found, Refusal):
            bodies.append(found)
            of_agencies.append(_understood(plan, found, text))
            continue
        bodies.append(None)
        said: Said = [(found.code, found.context)]
        of_agencies.append([] if found.column == "task" else said)
        if found.column == "task":
            of_tasks[place] = said
    lines.report("task", Column(of_tasks, pairs.codes), named)
    lines.report("agency", Column(of_agencies, pairs.codes), texts)
    return Column(bodies, pairs.codes)


def _understood(plan: Plan, body: str | None, text: str) -> Said:
    if body is None or text in ("", body, plan.name_of(body)) or is_not_reported(text):
        return []
    return [("cell_understood", {"understood": plan.name_of(body)})]
