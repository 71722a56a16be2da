"""From one content of a plan to a later one: where its tasks, indicators and bodies went.

A task is its clause, not its number: numbers shift when a task is inserted. DESIGN: a plan may be edited while it runs, and
nothing reported is lost or moves to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

from lib.plan.model import Plan
from lib.text import folded

LEAST_ALIKE = 60
"""Of 100: from here on the words under a number are the corrected words of the clause that stood there."""


class Followed(NamedTuple):
    """The ids of an earlier content with those that stand for the same now; what is gone is left out."""

    tasks: Mapping[str, str]
    indicators: Mapping[str, str]
    bodies: Mapping[str, str]


def follow(old: Plan, new: Plan) -> Followed:
    """Where everything went: tasks by their words, indicators by id or name, bodies by an id that they have or had."""
    bodies = {id: now for id in (*old.bodies, old.office.id) if (now := new.find_body(id))}
    return Followed(dict(_tasks(old, new)), dict(_indicators(old, new)), bodies)


def _tasks(old: Plan, new: Plan) -> Iterator[tuple[str, str]]:
    left = dict(new.tasks)
    same = {id: task for id, task in old.tasks.items() if id in left and folded(left[id].text) == folded(task.text)}
    for id in same:
        del left[id]
        yield id, id
    # Of two clauses with the same words the one that stands first is meant first.
    by_words = {folded(task.text): id for id, task in reversed(left.items())}
    moved = {
        id: by_words.pop(words)
        for id, task in old.tasks.items()
        if id not in same and (words := folded(task.text)) in by_words
    }
    for id, now in moved.items():
        del left[now]
        yield id, now
    for id, task in old.tasks.items():
        is_open = id in left and id not in same and id not in moved
        if is_open and fuzz.ratio(folded(task.text), folded(left[id].text)) >= LEAST_ALIKE:
            yield id, id


def _indicators(old: Plan, new: Plan) -> Iterator[tuple[str, str]]:
    for indicator in old.indicators:
        # A name is what people report under: it goes before an id that was given to something else.
        now = new.find_indicator(indicator.name) or (indicator.id if indicator.id in new.indicators_by_id else None)
        if now:
            yield indicator.id, now
