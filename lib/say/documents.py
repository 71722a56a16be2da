"""The documents that `status`, `check` and `history` print as JSON. Shares are fractions, numbers not rounded, absent is null."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lib.board import Actuals, Reading
from lib.plan import Plan
from lib.problems import Problem
from lib.rows import as_record
from lib.rules import RATE_WORDS, Change, IndicatorStanding, Measures, Rates, workload
from lib.statuses import TASK_STATUSES


def json_text(document: dict[str, Any]) -> str:
    """A document as it is printed and sent."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def status_document(measures: Measures, problems: Iterable[Problem]) -> dict[str, Any]:
    """Where the plan stands."""
    plan = measures.plan
    return {
        "plan": _plan(plan),
        "as_of": measures.as_of.isoformat(),
        "known_by": measures.known_by.isoformat() if measures.known_by else None,
        "elapsed": measures.elapsed,
        "sample": measures.sample,
        "summary": {"tasks": measures.summary.total, **_rates(measures.summary)},
        "indicators": [_indicator(i, sample=measures.sample) for i in measures.indicators.values()],
        "tasks": _tasks(measures),
        "agencies": _agencies(measures),
        "problems": [problem_record(p) for p in problems],
    }


def check_entry(reading: Reading) -> dict[str, Any]:
    """What is to be said of one file."""
    return {
        "file": reading.file,
        "kind": reading.kind,
        "agency": reading.sender,
        "accepted": reading.accepted,
        "needs_confirmation": reading.needs_confirmation,
        "rows": [as_record(row) for row in reading.rows] if reading.accepted else [],
        "notes": [_fields(note, "row", "column", "value", "message") for note in reading.notes],
        "problems": [problem_record(p) for p in reading.faults],
    }


def history_document(actuals: Actuals) -> dict[str, Any]:
    """All submissions, newest first."""
    states = actuals.states()
    return {
        "submissions": [
            {
                "id": s.id or None,
                "file": s.file,
                "agency": s.body,
                "by": s.by,
                "received_at": s.received_at.isoformat(),
                "state": states[s],
                "sha256": s.sha256,
                "rows": s.rows,
            }
            for s in reversed(actuals.submissions)
        ]
    }


def problem_record(found: Problem) -> dict[str, Any]:
    """A problem as JSON prints it."""
    return _fields(found, "file", "row", "column", "value", "code", "blocking", "message")


def change_record(change: Change) -> dict[str, Any]:
    """A change as JSON prints it; the field's name says of which period or body it is: actual 2021-08, status science."""
    of = change.period.text if change.period else change.body
    return {
        "scope": change.scope,
        "id": change.id,
        "field": f"{change.field} {of}" if of else change.field,
        "from": change.before,
        "to": change.after,
    }


def _plan(plan: Plan) -> dict[str, Any]:
    counted = ("parts", "sections", "tasks", "agencies", "groups", "assignments", "indicators")
    return _fields(plan, "id", "title", "year") | {name: len(of) for name, of in _fields(plan, *counted).items()}


def _rates(rates: Rates) -> dict[str, Any]:
    # “completed” stands first and includes the verified ones.
    counts = {"completed": rates.completed} | {key: rates.count(key) for key in TASK_STATUSES if key != "completed"}
    return {**counts, "overdue": rates.overdue, **{name: getattr(rates, name) for name in RATE_WORDS}}


def _indicator(standing: IndicatorStanding, *, sample: bool) -> dict[str, Any]:
    figures = ("achievement", "progress", "elapsed", "gap_points", "tolerance_points")
    return {
        **_fields(standing.indicator, "id", "task", "name", "unit", "kind", "direction", "target"),
        **_fields(standing, "baseline", "actual"),
        "period": standing.period.text if standing.period else None,
        **_fields(standing, *figures, "status", "stale", "projection", "needed_per_month"),
        "sample": sample and standing.row is not None,
    }


def _fields(of: object, *names: str) -> dict[str, Any]:
    """Fields of an object under their own names."""
    return {name: getattr(of, name) for name in names}


def _tasks(measures: Measures) -> list[dict[str, Any]]:
    return [
        {
            "id": task.task,
            "text": measures.plan.tasks[task.task].text,
            "status": task.status,
            "overdue": task.overdue,
            "assignments": [
                {"agency": a.body, "status": a.status, "period": a.period and a.period.text, "evidence": a.evidence}
                for a in task.assignments
            ],
        }
        for task in measures.tasks.values()
    ]


def _agencies(measures: Measures) -> list[dict[str, Any]]:
    plan, load = measures.plan, workload(measures.plan)
    return [
        {
            "id": body,
            "name": plan.name_of(body),
            "kind": "group" if body in plan.groups_by_id else "agency",
            "workload": {way: float(count) for way, count in load[body].items()},
            **_rates(rates),
        }
        for body, rates in measures.bodies.items()
    ]
