"""Sentences in Chinese about what changed between two moments. Plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lib import formats
from lib.plan import Plan
from lib.rules import RATE_WORDS, Change, Measures
from lib.say import naming
from lib.say.indicator_findings import lamp
from lib.statuses import LOOKS, Lamp, TaskStatus

SHORT, LONG = 15, 60
"""Characters of a task's text beside what changed: in a narrow block, and on a page of its own."""


def notable(found: Sequence[Change], measures: Measures, most: int = SHORT) -> list[tuple[Change, str, str]]:
    """Changes in the order in which leaders read them: the plan's rates, indicators with their lamps, tasks.

    Each with what changed, a task by at most so many characters, and from → to. Bounds and agencies are left to their pages.
    """
    order = ["plan", "indicator", "task"]
    lamps = {c.id: lamp(measures.indicators[c.id]) for c in found if c.scope == "indicator" and c.field == "status"}
    moved = {c.id for c in found if c.scope == "indicator" and c.field == "actual"}
    said = []
    for changed in sorted((c for c in found if c.scope in order), key=lambda c: order.index(c.scope)):
        with_its_figure = changed.scope == "indicator" and changed.field == "status" and changed.id in moved
        if changed.field == "completion_high" or with_its_figure:
            continue
        what, how = change(measures.plan, changed, measures, most)
        look = lamps.get(changed.id) if changed.field == "actual" else None
        said.append((changed, what, f"{how} {look.glyph} {look.short}" if look else how))
    return said


def changed_since(before: date, count: int) -> str:
    """比8月底变化 11 处."""
    return f"比{before.month}月底变化 {count} 处"


def change(plan: Plan, changed: Change, measures: Measures, most: int = SHORT) -> tuple[str, str]:
    """A change as what changed, and from → to."""
    before, after = (_value(changed, v, measures) for v in (changed.before, changed.after))
    name = _name(plan, changed, most)
    is_lamp = changed.scope == "indicator" and changed.field == "status"
    field = "状态" if is_lamp else RATE_WORDS.get(changed.field, "")
    return f"{name} {field}".strip(), f"{before} → {after}"


def _name(plan: Plan, changed: Change, most: int) -> str:
    if changed.scope == "indicator":
        name = plan.indicators_by_id[changed.id].name
        return f"{name} {changed.period.text}" if changed.period else name
    if changed.scope == "task":
        of = f"（{plan.short_name_of(changed.body)}）" if changed.body else ""
        return f"{changed.id} {naming.short(plan.tasks[changed.id].text, most)}{of}"
    return plan.short_name_of(changed.id) if changed.scope == "agency" else ""


def _value(changed: Change, value: float | Lamp | TaskStatus | None, measures: Measures) -> str:
    if value is None:
        return formats.MISSING
    if isinstance(value, str):
        return LOOKS[value].short
    if changed.field == "actual":
        return measures.plan.indicators_by_id[changed.id].quantity(value)
    return formats.percent(value)
