"""From one content of a plan to a later one: where its tasks, indicators and bodies went.

A task is its clause, not its number: numbers shift when a task is inserted. DESIGN: a plan may be edited while it runs, and
nothing reported is lost or moves to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from lib.plan.model import Plan, Task
from lib.text import folded

LEAST_ALIKE = 60
"""Of 100: from here on the words in a place are the corrected words of the clause that stood there."""


class Followed(NamedTuple):
    """The ids of an earlier content with those that stand for the same now; what is gone is left out."""

    tasks: Mapping[str, str]
    indicators: Mapping[str, str]
    bodies: Mapping[str, str]


def follow(old: Plan, new: Plan) -> Followed:
    """Where everything went: tasks by their words, indicators by id or name, bodies by an id that they have or had."""
    bodies = {id: now for id in (*old.bodies, old.office.id) if (now := new.find_body(id))}
    return Followed(_tasks(old, new), dict(_indicators(old, new)), bodies)


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


def _are_alike(old: Task, new: Task) -> bool:
    return fuzz.ratio(folded(old.text), folded(new.text)) >= LEAST_ALIKE


def _indicators(old: Plan, new: Plan) -> Iterator[tuple[str, str]]:
    # A name is what people report under: it goes before an id that was given to something else.
    named = {i.id: now for i in old.indicators if (now := new.find_indicator(i.name))}
    yield from named.items()
    for id in old.indicators_by_id:
        if id not in named and id in new.indicators_by_id and id not in named.values():
            yield id, id
