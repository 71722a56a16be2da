"""Who may report what: the owner of an indicator, a named agency of a task, a member of its group, the office."""

from __future__ import annotations

from typing import Any, NamedTuple

from lib.plan import Plan


class Refusal(NamedTuple):
    """Why a row is not taken: the problem's code, the column it is shown at, and what its sentence needs."""

    code: str
    column: str
    context: dict[str, Any]


def indicator_refusal(plan: Plan, sender: str, indicator: str) -> Refusal | None:
    """Why body `sender` may not report the indicator; None if it may."""
    owner = plan.indicators_by_id[indicator].owner
    group = plan.groups_by_id.get(owner)
    if sender in {plan.office.id, owner} or (group and sender in group.members):
        return None
    return Refusal("indicator_of_other", "indicator", {"owner": plan.name_of(owner), "body": plan.name_of(sender)})


def assigned_body(plan: Plan, sender: str, task: str, named: str) -> str | Refusal:
    """The body a progress row speaks of, from whom its cell 责任单位 names (`named`, an id or blank) and the file's body `sender`."""
    body = _named_body(plan, sender, task, named)
    if isinstance(body, Refusal) or body in plan.reporters[task]:
        return body
    owners = "、".join(map(plan.name_of, plan.tasks[task].agencies))
    return Refusal("task_of_other", "task", {"owner": owners, "body": plan.name_of(body)})


def _named_body(plan: Plan, sender: str, task: str, named: str) -> str | Refusal:
    for_anyone = sender == plan.office.id
    if not named:
        bodies = plan.tasks[task].agencies
        if not for_anyone:
            return sender
        owners = "、".join(map(plan.name_of, bodies))
        return bodies[0] if len(bodies) == 1 else Refusal("agency_needed", "agency", {"owner": owners})
    group = plan.groups_by_id.get(named)
    if group and sender in group.members:
        return sender
    if not for_anyone and named != sender:
        return Refusal("agency_of_other", "agency", {"body": plan.name_of(sender)})
    return named
