"""Rows of 任务进展."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np

from lib.intake.cells import is_blank, is_not_reported, read_status
from lib.intake.columns import Column, together
from lib.intake.keys import days, keys, periods, rows, texts
from lib.intake.lines import Lines
from lib.intake.permissions import Refusal, assigned_body
from lib.plan import Plan, is_about
from lib.problems import quoted
from lib.rows import CLAUSE, TEXTS, ProgressRow, Row
from lib.statuses import AGENCY_WORDS, OFFICE_STATUSES, TASK_STATUSES
from lib.text import folded, tidy

_NOT_DONE = re.compile(r"基本|部分|大体|即将|接近|预计|[未没不]|百分之|[%‰]|\d成")
"""Where this stands in a status, 已完成 is not what is meant."""

_MEANT = {"办结": TASK_STATUSES["completed"].short, "未开": TASK_STATUSES["not_started"].short}
"""What other words stand for, of which nothing looks alike."""


def progress(lines: Lines) -> list[Row]:
    """The rows whose every cell is good; what is wrong with the others is reported."""
    plan, sender = lines.plan, lines.origin.sender
    own = plan.tasks_reported_by.get(sender, ())
    named, tasks = keys(lines, "task", plan.find_task, plan.tasks, own, "task_unknown")
    agencies = _agencies(lines, named, tasks)
    period = periods(lines)
    status = _statuses(lines)
    _check_clauses(lines, tasks, status)
    _check_groups(lines, agencies, status)
    more = {name: texts(lines, name) for name in TEXTS["progress"]}
    _note_missing_evidence(lines, status, more["evidence"])
    _check_returned(lines, tasks, status, more["obstacle"])
    return rows(lines, ProgressRow, [tasks, agencies, period], status, days(lines, period), list(more.values()))


def _check_clauses(lines: Lines, tasks: Column, status: Column) -> None:
    """Report a status beside which stand the words of another task, as in a template from before the plan was edited: its
    number is another task's now."""
    if (at := lines.header.clause) is None:
        return
    plan = lines.plan
    clauses = lines.column_at(at)

    def doubt(said: tuple[str | None, str, str | None]) -> str | None:
        task, text, key = said
        if task is None or key is None or is_blank(text) or folded(text) == folded(plan.tasks[task].text):
            return None
        if other := plan.find_task(text):
            return "clause_of_other" if other != task else None
        return None if is_about(text, plan.tasks[task]) else "clause_differs"

    codes = together(tasks, clauses, status).map(doubt)
    for place in codes.where(bool).tolist():
        task, text = tasks.at(place), clauses.at(place)
        lines.add(
            codes.at(place),
            lines.row(place),
            CLAUSE,
            text,
            task=task,
            other=plan.find_task(text),
            clause=quoted(plan.tasks[task].text),
        )


def _check_groups(lines: Lines, agencies: Column, status: Column) -> None:
    """Report a status of the office for a group whose members report; 已销号 alone is the office's to say of it."""
    rolled_up = {group.id for group in lines.plan.groups if group.members}
    pairs = together(agencies, status)
    places = pairs.where(lambda pair: pair[0] in rolled_up and pair[1] not in (None, "verified"))
    names = agencies.map(lambda body: body and lines.plan.short_name_of(body))
    lines.say("group_rolled_up", places, "agency", shown=names)


def _note_missing_evidence(lines: Lines, status: Column, evidence: Column) -> None:
    done = status.where(lambda key: key == "completed")
    bare = [place for place in done.tolist() if not evidence.at(place)]
    lines.say("evidence_missing", np.array(bare, dtype=int), "evidence")


def _check_returned(lines: Lines, tasks: Column, status: Column, obstacle: Column) -> None:
    """Report a 退回 without its reason, or of a task whose status its figures set."""
    returned = status.where(lambda key: key == "returned").tolist()
    bare = [place for place in returned if not obstacle.at(place)]
    lines.say("returned_without_reason", np.array(bare, dtype=int), "obstacle")
    by_figures = [place for place in returned if tasks.at(place) in lines.plan.indicators_of]
    lines.say("returned_by_figures", np.array(by_figures, dtype=int), "task")


def _statuses(lines: Lines) -> Column:
    words = lines.column("status")
    cells = words.map(read_status)

    def context(at: int) -> dict[str, Any]:
        cell = cells.at(at)
        alike = _nearest(lines, tidy(words.at(at))) if cell.code == "status_unknown" else ""
        return {"understood": cell.understood, "known": "、".join(AGENCY_WORDS), "nearest": alike, "never": ""}

    lines.report("status", cells.map(lambda cell: cell.code), context)
    if lines.origin.sender != lines.plan.office.id:
        known = "、".join(AGENCY_WORDS)
        places = cells.where(lambda cell: cell.value in OFFICE_STATUSES)
        lines.say("status_only_office", places, "status", lambda _: {"known": known})
    return cells.map(lambda cell: cell.value)


def _nearest(lines: Lines, text: str) -> str:
    """The statuses that an unknown one may mean; never 已完成 where the text says that something is left to do."""
    is_open = _NOT_DONE.search(text)
    words = tuple(word for word in AGENCY_WORDS if not is_open or word != TASK_STATUSES["completed"].short)
    meant = next((word for part, word in _MEANT.items() if part in text and word in words), "")
    return f"是不是：{meant}？" if meant else lines.nearest(text, words)


def _agencies(lines: Lines, named: Column, tasks: Column) -> Column:
    """The body that each row speaks of; None where it is refused or its task is unknown.

    `named` are the texts of the tasks, which are shown where a body has nothing to do with one.
    """
    plan, sender = lines.plan, lines.origin.sender
    texts = lines.column("agency")
    # An id, "" where nobody is named, None where nobody is known.
    meant = texts.map(lambda text: plan.find_body(text) or ("" if is_not_reported(text) else None))
    if (unknown := meant.missing()).size:
        names = tuple(name for body in plan.bodies.values() for name in (body.name, *body.aliases))
        lines.say("agency_unknown", unknown, "agency", lambda at: {"nearest": lines.nearest(tidy(texts.at(at)), names)})
    pairs = together(tasks, meant)
    found = Column(list(_assigned(plan, sender, pairs.distinct)), pairs.codes)
    if any(isinstance(body, Refusal) for body in found.distinct):
        for column, shown in (("task", named), ("agency", texts)):
            codes = found.map(partial(_code_at, column))
            lines.report(column, codes, lambda at: found.at(at).context, shown)
    bodies = found.map(lambda body: None if isinstance(body, Refusal) else body)
    _note_understood(lines, texts, meant, pairs, bodies)
    return bodies


def _code_at(column: str, body: str | Refusal | None) -> str | None:
    return body.code if isinstance(body, Refusal) and body.column == column else None


def _assigned(
    plan: Plan, sender: str, pairs: Iterable[tuple[str | None, str | None]]
) -> Iterator[str | Refusal | None]:
    """The body for each task and body named, both None where they are unknown."""
    reporters, for_anyone = plan.reporters, sender == plan.office.id
    for task, named in pairs:
        if task is None or named is None:
            yield None
        # The usual case at once: a file may hold thousands of assignments.
        elif named in reporters[task] and (for_anyone or named == sender):
            yield named
        else:
            yield assigned_body(plan, sender, task, named)


def _note_understood(lines: Lines, texts: Column, meant: Column, pairs: Column, bodies: Column) -> None:
    """Note the body that is meant where another of its names is written, or that of its group."""
    plan = lines.plan
    exact = [
        not body or text in (body, plan.name_of(body))
        for text, body in zip(texts.distinct, meant.distinct, strict=True)
    ]
    of_group = [bool(pair[1]) and body != pair[1] for pair, body in zip(pairs.distinct, bodies.distinct, strict=True)]
    if all(exact) and not any(of_group):
        return
    noted = ~np.array(exact)[texts.codes] | np.array(of_group)[pairs.codes]
    noted[bodies.missing()] = False
    lines.say(
        "cell_understood", np.flatnonzero(noted), "agency", lambda at: {"understood": plan.name_of(bodies.at(at))}
    )
