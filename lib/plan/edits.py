"""From one content of a plan to a later one: where its tasks, indicators and bodies went.

A task is its clause, not its number: numbers shift when a task is inserted. DESIGN: a plan may be edited while it runs, and
nothing reported is lost or moves to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from lib import formats
from lib.plan.model import FREQUENCY_WORDS, Plan, Task
from lib.text import folded

LEAST_ALIKE = 60
"""Of 100: from here on the words in a place are the corrected words of the clause that stood there."""


class Followed(NamedTuple):
    """The ids of an earlier content with those that stand for the same now; what is gone is left out."""

    tasks: Mapping[str, str]
    indicators: Mapping[str, str]
    bodies: Mapping[str, str]


def follow(old: Plan, new: Plan) -> Followed:
    """Where everything went: tasks by their words, indicators by id or name, bodies by an id that they have or had, or by
    their name where another body has taken their id."""
    return Followed(_tasks(old, new), dict(_indicators(old, new)), dict(_same_bodies(old, new)))


def _same_bodies(old: Plan, new: Plan) -> Iterator[tuple[str, str]]:
    named = {body.name: body.id for body in (*new.bodies.values(), new.office)}
    for body in (*old.bodies.values(), old.office):
        if now := new.find_body(body.id):
            yield body.id, named.get(body.name, now)


def _tasks(old: Plan, new: Plan) -> Mapping[str, str]:
    found: dict[str, str] = {}
    there, here = _by_words(old), _by_words(new)
    for words, ids in there.items():
        now = here.get(words, [])
        # Of clauses with the same words, where one was added or dropped, those stand for themselves that kept their number.
        kept = [id for id in ids if id in now] if len(ids) != len(now) else []
        found |= zip(_first(kept, ids), _first(kept, now), strict=False)
    left = set(new.tasks) - set(found.values())
    behind = dict(pairwise(new.tasks))
    before = {id: earlier for earlier, id in pairwise(old.tasks)}
    for id in old.tasks:
        if id not in found:
            # The number of a corrected clause shifts with that of the clause before it.
            places = (id, behind.get(found.get(before.get(id, ""), "")))
            at = next((at for at in places if at in left and _are_alike(old.tasks[id], new.tasks[at])), None)
            if at:
                left.remove(at)
                found[id] = at
    return found


def _by_words(plan: Plan) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for id, task in plan.tasks.items():
        ids.setdefault(folded(task.text), []).append(id)
    return ids


def _first(some: list[str], ids: list[str]) -> list[str]:
    return some + [id for id in ids if id not in some]


def is_about(text: str, task: Task) -> bool:
    """Whether a text is the clause of a task, nearly so, or a part of it."""
    words, clause = folded(text).rstrip("…"), folded(task.text)
    return words in clause or clause in words or fuzz.ratio(words, clause) >= LEAST_ALIKE


def _are_alike(old: Task, new: Task) -> bool:
    return fuzz.ratio(folded(old.text), folded(new.text)) >= LEAST_ALIKE


def _indicators(old: Plan, new: Plan) -> Iterator[tuple[str, str]]:
    # A name is what people report under: it goes before an id that was given to something else.
    named = {i.id: now for i in old.indicators if (now := new.find_indicator(i.name))}
    yield from named.items()
    for id in old.indicators_by_id:
        if id not in named and id in new.indicators_by_id and id not in named.values():
            yield id, id


EditKind = Literal["plan", "body", "task", "indicator"]

EDIT_WORDS: dict[EditKind, str] = {"plan": "计划", "body": "单位", "task": "任务", "indicator": "指标"}


class Edit(NamedTuple):
    """One difference between two contents: of what, which word of it, and how it reads before and after; blank where it
    was not there."""

    kind: EditKind
    about: str
    what: str
    before: str
    after: str


class _Thing(NamedTuple):
    about: str
    said: Mapping[str, str]
    """What is compared, by its word; the first says what it is."""


def edits(old: Plan, new: Plan) -> list[Edit]:
    """What differs between two contents of a plan: the plan's own keys, bodies, tasks, indicators, in their order."""
    followed = follow(old, new)
    return [
        *_differences("plan", {"": _plan(old)}, {"": _plan(new)}, {"": ""}),
        *_differences("body", _bodies(old), _bodies(new), followed.bodies),
        *_differences("task", _clauses(old), _clauses(new), followed.tasks),
        *_differences("indicator", _quantities(old), _quantities(new), followed.indicators),
    ]


def _differences(
    kind: EditKind, before: Mapping[str, _Thing], after: Mapping[str, _Thing], followed: Mapping[str, str]
) -> Iterator[Edit]:
    for id, old in before.items():
        if (new := after.get(followed.get(id, ""))) is None:
            yield Edit(kind, old.about, "去掉", next(iter(old.said.values())), "")
        else:
            for word, text in old.said.items():
                if text != new.said[word]:
                    yield Edit(kind, new.about, word, text, new.said[word])
    kept = {followed[id] for id in before if id in followed}
    for id, new in after.items():
        if id not in kept:
            yield Edit(kind, new.about, "新增", "", next(iter(new.said.values())))


def _plan(plan: Plan) -> _Thing:
    frequency = FREQUENCY_WORDS[plan.reporting.frequency]
    said = {
        "名称": plan.title,
        "文号": plan.document,
        "容差": f"{formats.number(plan.status_rule.tolerance_points)} 个百分点",
        "报送": f"{frequency}一次，次月 {plan.reporting.due_day} 日前"
        + ("，先由本单位审核" if plan.reporting.approval else ""),
        "统筹办": plan.office.name,
    }
    return _Thing("", said)


def _bodies(plan: Plan) -> dict[str, _Thing]:
    members = {group.id: "、".join(map(plan.name_of, group.members)) for group in plan.groups}
    return {id: _Thing(body.name, {"名称": body.name, "成员": members.get(id, "")}) for id, body in plan.bodies.items()}


def _clauses(plan: Plan) -> dict[str, _Thing]:
    return {
        id: _Thing(
            id,
            {
                "条文": task.text,
                "编号": id,
                "责任单位": "、".join(map(plan.name_of, task.agencies)),
                "牵头单位": "、".join(map(plan.name_of, task.lead)),
                "配合单位": "、".join(map(plan.name_of, task.support)),
                "应完成日期": formats.day(plan.due(id)),
                "节点": "；".join(f"{formats.day(m.due)} {m.text}" for m in task.milestones),
            },
        )
        for id, task in plan.tasks.items()
    }


def _quantities(plan: Plan) -> dict[str, _Thing]:
    return {
        id: _Thing(
            i.name,
            {
                "名称": i.name,
                "单位": i.unit,
                "目标": i.target_quantity,
                "分期目标": "；".join(f"{formats.day(day)} {i.quantity(value)}" for day, value in i.path),
                "报送单位": plan.name_of(i.owner),
                "基期值": i.quantity(i.baseline.value if i.baseline else None),
            },
        )
        for id, i in plan.indicators_by_id.items()
    }
