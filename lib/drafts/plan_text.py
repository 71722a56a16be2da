"""A draft → the text of a plan file: what `check` accepts, or what it says is missing.

Nothing is made up to fill a key: what the document does not say is left out and named in a comment. Targets are proposals: they are
written as comments, to be taken over one by one, unless somebody has chosen already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Literal, NamedTuple

import yaml

from lib.drafts.deadlines import as_day
from lib.drafts.draft import Draft, DraftTarget, DraftTask
from lib.drafts.markers import marker_of
from lib.plan import Plan
from lib.text import folded

_GROUP = re.compile(r"各|成员单位|有关(?:部门|单位)|相关(?:部门|单位)|全市|全省")
_COMPARED = re.compile(
    r"(?:达到?|提高|提升|增长|增加|下降|降低|压减|控制|稳定|保持)?(?:为|到|至|在)?(?:不低于|不少于|不高于|不超过|超过|突破|低于|高于|至少|约|力争)?$"
)
"""What leads from the name of a quantity to its figure."""

_NAMEPLATE = re.compile(r"([^（(〔【]+)[（(〔【]([^）)〕】]+)[）)〕】]$")


class DraftBody(NamedTuple):
    """A body of a draft with the id that it gets. `is_known`: the id is that of the year before."""

    id: str
    name: str
    aliases: list[str]
    is_group: bool
    is_known: bool


Kind = Literal["level", "share", "cumulative", "rate"]


class Chosen(NamedTuple):
    """A target that somebody takes over as an indicator, which `owner`, a printed name, reports."""

    name: str
    kind: Kind
    owner: str


class Head(NamedTuple):
    """What the document does not say of a plan; blank where nobody has said it either. `ids`: those of bodies, by name."""

    id: str = ""
    office: str = ""
    ids: Mapping[str, str] = {}


OFFICE_LEFT_OUT = "office: {id: office, name: 统筹办}   # 待填：统筹办的全称"
"""The line of a plan whose document does not name the office."""

_NOTHING_SAID = Head()


def target_key(draft: Draft, proposed: DraftTarget) -> str:
    """What a proposed target is known by, whatever is decided about the tasks around it."""
    return f"{draft.tasks[proposed.task - 1].lines[0]} {proposed.target.value:.15g} {proposed.target.quote}"


def proposed_id(year: int | None, before: Plan | None) -> str:
    """An id for a plan: that of the year before with the other year in it, else the year's."""
    if before and year and str(before.year) in before.id:
        return before.id.replace(str(before.year), str(year))
    return f"plan-{year or 'draft'}"


def proposed_kind(unit: str) -> Kind:
    """The kind that the unit of a target speaks for."""
    return "share" if unit == "%" else "cumulative"


def proposed_name(proposed: DraftTarget) -> str:
    """A name for an indicator: the printed words before the figure."""
    quote, value, *_ = proposed.target
    return _COMPARED.sub("", quote.split(f"{value:.15g}")[0].strip("，、：")) or quote


def plan_text(
    draft: Draft,
    head: Head = _NOTHING_SAID,
    *,
    before: Plan | None = None,
    chosen: Mapping[str, Chosen | None] = {},
) -> str:
    """The YAML of a plan file. `before` is the plan of the year before, whose ids and aliases stay; `chosen` are the targets
    taken over by `target_key`, None for those that are not wanted."""
    bodies = bodies_of(draft, head, before)
    ids = {folded(body.name): body.id for body in bodies}
    task_ids: dict[int, str] = {}
    parts = list(_parts(draft, ids, task_ids))
    return "\n".join(
        [
            "# yaml-language-server: $schema=plan.schema.json",
            "# 从文件读出的草稿。带“待填”“待定”“待确认”的各行请对照原文处理，然后运行 python -m lib check。",
            *_head(draft, head, before),
            "",
            *_body_lines("agencies", [body for body in bodies if not body.is_group]),
            *_body_lines("groups", [body for body in bodies if body.is_group]),
            "",
            "parts:",
            *parts,
            *_indicators(draft, ids, task_ids, chosen, before),
            *_doubts(draft),
            "",
        ]
    )


def _head(draft: Draft, head: Head, before: Plan | None) -> Iterator[str]:
    is_first = draft.rule_is_everywhere and all(t.lead == t.agencies[:1] for t in draft.tasks)
    rule = "first_listed" if is_first else "printed" if any(t.lead for t in draft.tasks) else "none"
    yield f"id: {head.id}" if head.id else f"id: {proposed_id(draft.year, before)}   # 待定：定下之后不要改"
    if before:
        yield f"previous: {before.id}"
    yield _line("title", draft.title) if draft.title else "# title: …   # 待填：原文没有看出名称"
    yield _line("document", draft.document) if draft.document else "# document: …   # 待填：原文没有看出文号"
    yield _line("year", draft.year) if draft.year else "# year: …   # 待填：原文没有看出计划年度"
    yield f"lead_rule: {rule}"
    if before:
        for key in ("status_rule", "reporting"):
            yield f"{key}: {_same(getattr(before, key))}   # 待定：照上年，不在文件中"
    else:
        yield "status_rule: {name: schedule_gap, tolerance_points: 10}   # 待定：不在文件中"
        yield "reporting: {frequency: monthly, due_day: 10}   # 待定：不在文件中，由统筹办确定"
    if head.office and not (before and head.office == before.office.name):
        yield f"office: {{id: {before.office.id if before else 'office'}, name: {_flow(head.office)}, aliases: [统筹办]}}"
    elif before:
        yield f"office: {_same(before.office)}"
    else:
        yield OFFICE_LEFT_OUT
    if draft.preamble:
        yield ""
        yield "preamble:"
        yield from (f"  - {_yaml(text)}" for text in draft.preamble)


def _same(entry: Any) -> str:
    return _yaml(entry.model_dump(exclude_defaults=True))


def bodies_of(draft: Draft, head: Head = _NOTHING_SAID, before: Plan | None = None) -> list[DraftBody]:
    """Every body once, in the order of printing, with the id it had the year before; others count, since their names give no
    ASCII ones."""
    names: dict[str, str] = {}
    for task in draft.tasks:
        for name in task.agencies:
            names.setdefault(folded(name), name)
    taken = set(names)
    used = set() if before is None else {before.office.id, *before.bodies}
    given = set(head.ids.values())
    bodies: list[DraftBody] = []
    for name in names.values():
        own = before.bodies.get(before.find_body(name) or "") if before else None
        if own and own.id in given | {body.id for body in bodies}:
            own = None
        is_group = bool(_GROUP.search(name)) if own is None or before is None else own.id in before.groups_by_id
        plates = _NAMEPLATE.match(name) if not is_group else None
        others = [*(plates.groups() if plates else ()), *draft.aliases.get(name, ())]
        if own:
            others += [own.name, *own.aliases]
        aliases = [other for other in dict.fromkeys(others) if folded(other) not in taken]
        taken |= set(map(folded, aliases))
        id = head.ids.get(name) or (own.id if own else "")
        if not id:
            word = "group" if is_group else "body"
            id = next(i for n in range(1, 10**6) if (i := f"{word}-{n:02}") not in used | given)
        used.add(id)
        bodies.append(DraftBody(id, name, aliases, is_group, own is not None and id == own.id))
    if bodies and all(body.is_group for body in bodies):
        # A plan needs an agency.
        return [
            body._replace(id=body.id.replace("group-", "body-"), is_group=False) if not body.is_known else body
            for body in bodies
        ]
    return bodies


def _body_lines(key: str, bodies: list[DraftBody]) -> Iterator[str]:
    if not bodies:
        return
    yield f"{key}:   # 按原文出现的先后；编号待定，定下之后不要改"
    for body in bodies:
        aliases = f", aliases: [{', '.join(map(_flow, body.aliases))}]" if body.aliases else ""
        members = ", members: []" if body.is_group else ""
        yield f"  - {{id: {body.id}, name: {_flow(body.name)}{aliases}{members}}}"


def _parts(draft: Draft, ids: dict[str, str], task_ids: dict[int, str]) -> Iterator[str]:
    """Parts, sections and tasks; which id each task got goes into `task_ids`."""
    numbered = list(enumerate(draft.tasks))
    by_part = groupby(numbered, key=lambda one: one[1].path[0] if one[1].path else "")
    for p, (heading, of_part) in enumerate(by_part, 1):
        yield f'  - id: "{p}"'
        yield f"    title: {_yaml(_bare(heading) or heading or draft.title or '任务')}"
        yield "    sections:"
        by_section = groupby(of_part, key=lambda one: one[1].path[1:])
        for s, (headings, of_section) in enumerate(by_section, 1):
            title = " · ".join(_bare(text) or text for text in headings)
            if not title and s > 1:
                title = _bare(heading) or heading  # below its sections a part may go on without one
            yield f'      - id: "{p}.{s}"'
            yield f"        title: {_yaml(title)}"
            yield "        tasks:"
            for item, (_, of_item) in enumerate(groupby(of_section, key=lambda one: one[1].item), 1):
                tasks = list(of_item)
                for part, (n, task) in enumerate(tasks, 1):
                    id = task_ids[n] = f"{p}.{s}.{item}" + (f"-{part}" if len(tasks) > 1 else "")
                    yield from _task(id, task, ids, draft.year)


def _task(id: str, task: DraftTask, ids: dict[str, str], year: int | None) -> Iterator[str]:
    yield f'          - id: "{id}"'
    yield f"            text: {_yaml(task.text)}"
    for key, names in (("agencies", task.agencies), ("lead", task.lead), ("support", task.support)):
        if names:
            listed = dict.fromkeys(ids[folded(name)] for name in names)
            yield f"            {key}: [{', '.join(listed)}]"
    if task.is_open:
        yield "            open: true   # 待定：原文以“等”结尾"
    if task.due and year:
        day = as_day(task.due)
        is_own = day.year == year
        yield f"            due: {day}" if is_own else f"            # due: {day}   # 待定：不在计划年度内"
    if task.due_text:
        yield f"            due_text: {_yaml(task.due_text)}"


def _indicators(
    draft: Draft,
    ids: Mapping[str, str],
    task_ids: Mapping[int, str],
    chosen: Mapping[str, Chosen | None],
    before: Plan | None,
) -> Iterator[str]:
    """Those that somebody took over; the others as comments, but for those that nobody wants."""
    taken: list[str] = []
    open_: list[str] = []
    used: set[str] = set()
    for n, proposed in enumerate(draft.targets, 1):
        key, task = target_key(draft, proposed), draft.tasks[proposed.task - 1]
        if key in chosen and chosen[key] is None:
            continue
        choice = chosen.get(key)
        name = choice.name if choice else proposed_name(proposed)
        was = before.find_indicator(name) if before else None
        id = was if was and was not in used else f"target-{n:02}"
        used.add(id)
        lines = _indicator(id, name, proposed, choice, task, task_ids[proposed.task - 1], ids, before)
        if choice:
            taken += lines
        else:
            open_ += [f"# {line}" for line in lines]
    if taken:
        yield from ("", "indicators:", *taken)
    if open_:
        yield ""
        yield "# 条文里的数字，都是待确认的建议。要作为指标的，去掉行首的 #，核对名称、kind 和 owner："
        yield from open_ if taken else ["# indicators:", *open_]


def _indicator(
    id: str,
    name: str,
    proposed: DraftTarget,
    choice: Chosen | None,
    task: DraftTask,
    task_id: str,
    ids: Mapping[str, str],
    before: Plan | None,
) -> Iterator[str]:
    quote, value, unit, op = proposed.target
    to_confirm = "" if choice else "   # 待确认"
    owner = choice.owner if choice else (task.lead or task.agencies)[0]
    decimals = len(f"{value:.15g}".partition(".")[2])
    yield f"  - id: {id}{to_confirm}"
    yield f'    task: "{task_id}"'
    yield f"    name: {_yaml(name)}"
    yield f"    unit: {_yaml(unit)}"
    if decimals:
        yield f"    decimals: {decimals}"
    if before and id in before.indicators_by_id:
        yield f"    same_as: {{plan: {before.id}, indicator: {id}}}"
    kind = choice.kind if choice else proposed_kind(unit)
    yield f"    kind: {kind}" + ("" if choice else "   # 待确认：level、share、cumulative 或 rate")
    yield f"    direction: {'lower' if op == '<=' else 'higher'}"
    yield f"    target: {value:.15g}" + ("   # 待确认：原文是“左右”" if op == "~" else "")
    yield f"    target_text: {_yaml(quote)}"
    yield f"    owner: {ids[folded(owner)]}{to_confirm}"


def _doubts(draft: Draft) -> Iterator[str]:
    if not draft.doubts:
        return
    yield ""
    yield "# 待定的地方（行号是原文的行）："
    for found in draft.doubts:
        about = f"“{found.text}”" if found.text else ""
        yield f"# {f'第{found.line}行' if found.line else '全文'}{about}：{found.message}".replace("\n", " ")


def _bare(heading: str) -> str:
    """A heading without its number."""
    marker = marker_of(heading)
    return heading[len(marker.printed) :].lstrip("、：: ") if marker else heading


def _line(key: str, value: object) -> str:
    return f"{key}: {_yaml(value)}"


def _flow(text: str) -> str:
    """A text within braces, where a comma or bracket would end it."""
    return _yaml([text])[1:-1]


def _yaml(value: object) -> str:
    # What YAML would read as something else is quoted, and only that.
    said = yaml.safe_dump(value, allow_unicode=True, width=10**9, default_flow_style=True)
    return said.removesuffix("...\n").strip()
