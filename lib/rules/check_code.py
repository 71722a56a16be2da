"""校验码: eight letters that stand for everything a figure follows from, so that a paper can be held against the data.

Hashed are named facts: of the plan its ids, targets, due days and rule, of the rows what was said of each key and when,
and both dates. What is left at its default is left out, and so are names, contacts, files and the places of rows: an
alias or a new optional key leaves every printed code as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from lib.plan import Indicator, Plan
from lib.rows import TEXTS, FigureRow, ProgressRow

VERSION = 1
"""Counts the ways of hashing: codes of another one cannot be compared."""

_OF_AN_INDICATOR = {"id", "task", "unit", "decimals", "kind", "direction", "target", "owner", "signed", "targets"}


def check_code(
    plan: Plan, figures: Iterable[FigureRow], progress: Iterable[ProgressRow], as_of: date, known_by: date | None
) -> str:
    """XXXX-XXXX for the rows that count at a moment, which stand in the order in which they count."""
    facts = {"version": VERSION, **_plan(plan), "as_of": as_of, "known_by": known_by}
    facts["rows"] = sorted([*_said(figures, plan), *_said(progress, plan)])
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    code = hashlib.sha256(text.encode()).hexdigest()[:8].upper()
    return f"{code[:4]}-{code[4:]}"


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan.id,
        "year": plan.year,
        "status_rule": plan.status_rule.model_dump(exclude_defaults=True),
        "reporting": plan.reporting.model_dump(exclude_defaults=True, exclude={"approval"}),
        "tasks": [[task.id, task.agencies, plan.due(task.id)] for task in plan.tasks.values()],
        "members": {group.id: group.members for group in plan.groups if group.members},
        "indicators": list(map(_indicator, plan.indicators)),
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    facts: dict[str, Any] = indicator.model_dump(include=_OF_AN_INDICATOR, exclude_defaults=True)
    return facts | ({"baseline": indicator.baseline.value} if indicator.baseline else {})


def _said(rows: Iterable[FigureRow | ProgressRow], plan: Plan) -> list[list[str]]:
    """What stands for each key; what the office says of one stands beside what its body says."""
    latest = {(row.key, row.sender == plan.office.id): row for row in rows}
    return [
        [
            *map(str, key),
            "office" if by_office else "",
            row.period.text,
            str(row.said),
            str(row.reported_on),
            *_texts(row),
        ]
        for (key, by_office), row in latest.items()
    ]


def _texts(row: FigureRow | ProgressRow) -> list[str]:
    """The texts that were reported, by name; an empty one is none."""
    names = TEXTS["figures" if isinstance(row, FigureRow) else "progress"]
    return [f"{name}={text}" for name, text in zip(names, row[-len(names) :], strict=True) if text]
