"""How what stands in a plan is called in a sentence: its parts, sections and tasks, and the bodies that are named for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lib import formats
from lib.plan import Plan, Section


def numeral(id: str) -> str:
    """一 for part 1, （二） for section 1.2."""
    digits = "零一二三四五六七八九十"
    number = int(id.rsplit(".", 1)[-1])
    word = digits[number] if number <= 10 else f"十{digits[number - 10]}" if number < 20 else str(number)
    return f"（{word}）" if "." in id else word


def short(text: str, most: int = 17) -> str:
    """The first words of a clause, for lists: up to its first comma or full stop, or cut with an ellipsis."""
    return formats.cut(re.split("[，,。]", text, maxsplit=1)[0], most)


def section_title(section: Section) -> str:
    """（一）and its title; blank where none is printed."""
    return f"{numeral(section.id)}{section.title}" if section.title else ""


def section_name(plan: Plan, section: Section) -> str:
    """The title of a section; of one without a printed title that of its part."""
    return section.title or next(part.title for part in plan.parts if section in part.sections)


def place(plan: Plan, task: str) -> str:
    """一、… · （一）…: where a task stands, without a heading that is not printed."""
    part, section = plan.place[task]
    return " · ".join(filter(None, [f"{numeral(part.id)}、{part.title}", section_title(section)]))


def clause_place(plan: Plan, task: str) -> str:
    """一、（一）4.; 一、4. where the part has no printed sections."""
    part, section = plan.place[task]
    within = numeral(section.id) if section.title else ""
    return f"{numeral(part.id)}、{within}{task.rsplit('.', 1)[-1]}."


def roles(plan: Plan, task: str) -> str:
    """Who is named for a task, as printed: 牵头 and 配合 apart where the text says so, 等 where the list is open."""
    named, lead = plan.tasks[task], plan.leads(task)
    rest = [body for body in named.agencies if body not in lead and body not in named.support]
    groups = (("牵头：", lead), ("责任：" if lead or named.support else "", rest), ("配合：", named.support))
    said = "；".join(word + "、".join(map(plan.short_name_of, bodies)) for word, bodies in groups if bodies)
    return said + OPEN_LIST * named.open


OPEN_LIST = "等（原文未列全）"


def role(plan: Plan, task: str, body: str) -> str:
    """牵头 or 配合, where the plan says so of a body; blank where it says neither."""
    return "牵头" if body in plan.leads(task) else "配合" if body in plan.tasks[task].support else ""


def counted(plan: Plan, bodies: Collection[str], unit: str = "家") -> str:
    """12 家和各成员单位: agencies are counted, a group and the office are named.

    So every number of bodies that is said anywhere is one of agencies, and 27 agencies with a group are never 28.
    """
    others = [body for body in bodies if body in plan.groups_by_id or body == plan.office.id]
    names = ["统筹办" if body == plan.office.id else body_label(plan, body) for body in others]
    if len(names) > _MOST_NAMED:
        names = [f" {len(names)} 个组"]
    count = len(bodies) - len(others)
    return "和".join([f"{count} {unit}", *names] if count or not names else names)


_MOST_NAMED = 2


def groups(plan: Plan) -> str:
    """The groups of a plan by name; of many how many."""
    names = [group.name for group in plan.groups]
    return "、".join(names) if len(names) <= _MOST_NAMED else f"{len(names)} 个组"


def bodies(plan: Plan, ids: Sequence[str]) -> str:
    """省检察院等 7 家, 省检察院和各成员单位; a single one by its name."""
    agencies = [id for id in ids if id not in plan.groups_by_id]
    if len(ids) < 2 or not agencies:
        return "和".join(map(plan.short_name_of, ids))
    first, said = plan.short_name_of(agencies[0]), counted(plan, ids)
    return f"{first}等 {said}" if len(agencies) > 1 else said.replace("1 家", first, 1)


def body_label(plan: Plan, body: str) -> str:
    """A body's name beside a bar or in a list; of a group only what tells it apart."""
    name = plan.short_name_of(body)
    return "各成员单位" if body in plan.groups_by_id and name.endswith("各成员单位") else name
