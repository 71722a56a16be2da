"""The documents of import-plan --json and lint-plan --json."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lib.drafts import Draft, Finding
    from lib.plan import Plan


def draft_document(draft: Draft) -> dict[str, Any]:
    """What was read of a document. `task` of a target counts from 1, lines from 1; what is not said is null or blank."""
    return {
        "title": draft.title,
        "year": draft.year,
        "tasks": [
            {
                "path": list(task.path),
                "no": task.no,
                "text": task.text,
                "agencies": list(task.agencies),
                "lead": list(task.lead),
                "support": list(task.support),
                "open": task.is_open,
                "due": task.due,
                "due_text": task.due_text,
                "lines": list(task.lines),
            }
            for task in draft.tasks
        ],
        "targets": [{"task": proposed.task, **proposed.target._asdict()} for proposed in draft.targets],
        "doubts": [{"line": d.line, "code": d.code, "text": d.text, "message": d.message} for d in draft.doubts],
    }


def lint_document(plan: Plan, before: Plan | None, findings: list[Finding]) -> dict[str, Any]:
    """What a plan leaves open; `before` is the id of the plan of the year before, or null."""
    return {
        "plan": {"id": plan.id, "title": plan.title, "year": plan.year},
        "before": before.id if before else None,
        "counts": dict(Counter(found.code for found in findings)),
        "findings": [found._asdict() for found in findings],
    }
