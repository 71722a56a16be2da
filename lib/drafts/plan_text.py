"""A draft → the text of a plan file: what `check` accepts, or what it says is missing.

Nothing is made up to fill a key: what the document does not say is left out and named in a comment. Targets are proposals: they are
written as comments, to be taken over one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import yaml

from lib.drafts.deadlines import as_day
from lib.drafts.draft import Draft, DraftTarget, DraftTask
from lib.drafts.markers import marker_of
from lib.text import folded

_GROUP = re.compile(r"各|成员单位|有关(?:部门|单位)|相关(?:部门|单位)|全市|全省")
_NAMEPLATE = re.compile(r"([^（(〔【]+)[（(〔【]([^）)〕】]+)[）)〕】]$")
_KINDS = {"%": "share"}


class _Body(NamedTuple):
    id: str
    name: str
    aliases: list[str]
    is_group: bool


def plan_text(draft: Draft) -> str:
    """The YAML of a plan file."""
    bodies = _bodies(draft)
    ids = {folded(body.name): body.id for body in bodies}
    task_ids: dict[int, str] = {}
    parts = list(_parts(draft, ids, task_ids))
    return "\n".join(
        [
            "# yaml-language-server: $schema=plan.schema.json",
            "# 从文件读出的草稿。带“待填”“待定”“待确认”的各行请对照原文处理，然后运行 python -m lib check。",
            *_head(draft),
            "",
            *_body_lines("agencies", [body for body in bodies if not body.is_group]),
            *_body_lines("groups", [body for body in bodies if body.is_group]),
            "",
            "parts:",
            *parts,
            *_indicators(draft, ids, task_ids),
            *_doubts(draft),
            "",
        ]
    )


def _head(draft: Draft) -> Iterator[str]:
    rule = "first_listed" if draft.rule_is_everywhere else "printed" if any(t.lead for t in draft.tasks) else "none"
    yield f"id: plan-{draft.year or 'draft'}   # 待定：定下之后不要改"
    yield _line("title", draft.title) if draft.title else "# title: …   # 待填：原文没有看出名称"
    yield _line("document", draft.document) if draft.document else "# document: …   # 待填：原文没有看出文号"
    yield _line("year", draft.year) if draft.year else "# year: …   # 待填：原文没有看出计划年度"
    yield f"lead_rule: {rule}"
    yield "status_rule: {name: schedule_gap, tolerance_points: 10}   # 待定：不在文件中"
    yield "reporting: {frequency: monthly, due_day: 10}   # 待定：不在文件中，由统筹办确定"
    yield "office: {id: office, name: 统筹办}   # 待填：统筹办的全称"
    if draft.preamble:
        yield ""
        yield "preamble:"
        yield from (f"  - {_scalar(text)}" for text in draft.preamble)


def _bodies(draft: Draft) -> list[_Body]:
    """Every body once, in the order of printing; ids count, since the names give no ASCII ones."""
    names: dict[str, str] = {}
    for task in draft.tasks:
        for name in task.agencies:
            names.setdefault(folded(name), name)
    taken = set(names)
    bodies: list[_Body] = []
    for name in names.values():
        aliases = []
        if (plates := _NAMEPLATE.match(name)) and not _GROUP.search(name):
            aliases = [plate for plate in plates.groups() if folded(plate) not in taken]
            taken |= {folded(plate) for plate in aliases}
        is_group = bool(_GROUP.search(name))
        number = 1 + sum(body.is_group == is_group for body in bodies)
        bodies.append(_Body(f"{'group' if is_group else 'body'}-{number:02}", name, aliases, is_group))
    if bodies and all(body.is_group for body in bodies):
        # A plan needs an agency.
        return [body._replace(id=f"body-{n:02}", is_group=False) for n, body in enumerate(bodies, 1)]
    return bodies


def _body_lines(key: str, bodies: list[_Body]) -> Iterator[str]:
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
        yield f"    title: {_scalar(_bare(heading) or heading or draft.title or '任务')}"
        yield "    sections:"
        by_section = groupby(of_part, key=lambda one: one[1].path[1:])
        for s, (headings, of_section) in enumerate(by_section, 1):
            title = " · ".join(_bare(text) or text for text in headings)
            if not title and s > 1:
                title = _bare(heading) or heading  # below its sections a part may go on without one
            yield f'      - id: "{p}.{s}"'
            yield f"        title: {_scalar(title)}"
            yield "        tasks:"
            for item, (_, of_item) in enumerate(groupby(of_section, key=lambda one: one[1].item), 1):
                tasks = list(of_item)
                for part, (n, task) in enumerate(tasks, 1):
                    id = task_ids[n] = f"{p}.{s}.{item}" + (f"-{part}" if len(tasks) > 1 else "")
                    yield from _task(id, task, ids, draft.year)


def _task(id: str, task: DraftTask, ids: dict[str, str], year: int | None) -> Iterator[str]:
    yield f'          - id: "{id}"'
    yield f"            text: {_scalar(task.text)}"
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
        yield f"            due_text: {_scalar(task.due_text)}"


def _indicators(draft: Draft, ids: dict[str, str], task_ids: dict[int, str]) -> Iterator[str]:
    if not draft.targets:
        return
    yield ""
    yield "# 条文里的数字，都是待确认的建议。要作为指标的，去掉行首的 #，核对名称、kind 和 owner："
    yield "# indicators:"
    for n, proposed in enumerate(draft.targets, 1):
        task = draft.tasks[proposed.task - 1]
        yield from (f"# {line}" for line in _indicator(n, proposed, task, task_ids[proposed.task - 1], ids))


def _indicator(n: int, proposed: DraftTarget, task: DraftTask, id: str, ids: dict[str, str]) -> Iterator[str]:
    quote, value, unit, op = proposed.target
    name = quote.split(f"{value:g}")[0].strip("，、：") or quote
    yield f"  - id: target-{n:02}   # 待确认"
    yield f'    task: "{id}"'
    yield f"    name: {_scalar(name)}"
    yield f"    unit: {_scalar(unit)}"
    yield f"    kind: {_KINDS.get(unit, 'cumulative')}   # 待确认：level、share 或 cumulative"
    yield f"    direction: {'lower' if op == '<=' else 'higher'}"
    yield f"    target: {value:g}" + ("   # 待确认：原文是“左右”" if op == "~" else "")
    yield f"    target_text: {_scalar(quote)}"
    yield f"    owner: {ids[folded((task.lead or task.agencies)[0])]}   # 待确认"


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
    return f"{key}: {_scalar(value) if isinstance(value, str) else value}"


def _scalar(text: str) -> str:
    # What YAML would read as something else is quoted, and only that.
    said = yaml.safe_dump(text, allow_unicode=True, width=10**9, default_flow_style=True).removesuffix("...\n")
    return said.strip()


def _flow(text: str) -> str:
    """A text within braces, where a comma or bracket would end it."""
    said = yaml.safe_dump([text], allow_unicode=True, width=10**9, default_flow_style=True).strip()
    return said[1:-1]
