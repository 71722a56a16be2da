"""What a plan file must not say although its shape is right: names that mean nothing, ids out of place, values that
contradict. Works on plain data, so that these faults are listed together with the faults of shape."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from lib import formats
from lib.errors import PeriodError
from lib.periods import read_period
from lib.problems import nearest
from lib.text import folded, tidy

_FIGURE = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*([万亿]?)", re.ASCII)
_SCALES = {"万": 10_000, "亿": 100_000_000}

KeyPath = tuple[str | int, ...]
"""Where a value stands in the file: parts, 0, sections, 1, title."""

Fault = tuple[str, KeyPath, Any, dict[str, Any]]
"""The problem's code, where it is, the value found, what its sentence needs."""


def meaning_faults(data: Any, lines: dict[KeyPath, int]) -> Iterator[Fault]:
    """Every such fault; `lines` are the lines of the values, by their place."""
    if not isinstance(data, dict):
        return
    yield from _twice(data, lines)
    year = data.get("year")
    agencies = {str(a["id"]) for _, a in _entries(data, "agencies") if "id" in a}
    groups = {str(g["id"]) for _, g in _entries(data, "groups") if "id" in g}
    tasks: set[str] = set()
    clauses: dict[str, Any] = {}
    for at, part, place in _numbered(data, (), "parts", ""):
        yield from _misplaced(at, part, place)
        for at_section, section, place_section in _numbered(part, at, "sections", place + "."):
            yield from _misplaced(at_section, section, place_section)
            yield from _untitled(at_section, section)
            for at_task, task, place_task in _items(section, at_section, place_section + "."):
                yield from _misplaced(at_task, task, place_task)
                yield from _roles(at_task, task, data.get("lead_rule"))
                tasks.add(str(task.get("id")))
                clauses[str(task.get("id"))] = task.get("text")
                yield from _unknown(at_task, task, "agencies", agencies | groups, "单位")
                yield from _repeated(at_task, task, "agencies")
                yield from _milestones(at_task, task, year)
                yield from _other_year(at_task, task, year)
    for at, group in _entries(data, "groups"):
        yield from _unknown(at, group, "members", agencies, "单位")
    for at, indicator in _entries(data, "indicators"):
        yield from _unknown(at, indicator, "task", tasks, "任务")
        yield from _unknown(at, indicator, "owner", agencies | groups, "单位")
        yield from _wrong_baseline(at, indicator, year)
        yield from _other_target(at, indicator, clauses)
        yield from _path(at, indicator, year)
    yield from _before(data)


def _value(at: KeyPath, found: Any, detail: str) -> Fault:
    return "plan_value", at, found, {"detail": detail}


def _other_year(at: KeyPath, entry: dict[str, Any], year: Any) -> Iterator[Fault]:
    due = entry.get("due")
    if isinstance(due, date) and isinstance(year, int) and due.year != year:
        yield _value((*at, "due"), due, f"不在计划年度 {year} 年内。请改为这一年的日期。")


def _listed(entry: dict[str, Any], key: str) -> list[Any]:
    value = entry.get(key)
    return value if isinstance(value, list) else []


def _entries(data: Any, key: str, above: KeyPath = ()) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    entries = data.get(key) if isinstance(data, dict) else None
    for i, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield (*above, key, i), entry


def _numbered(data: Any, above: KeyPath, key: str, prefix: str) -> Iterator[tuple[KeyPath, dict[str, Any], str]]:
    for number, (at, entry) in enumerate(_entries(data, key, above), 1):
        yield at, entry, f"{prefix}{number}"


def _items(section: Any, above: KeyPath, prefix: str) -> Iterator[tuple[KeyPath, dict[str, Any], str]]:
    """Tasks with the ids of their places: those of one printed item count behind a hyphen, 1.1.3-1, 1.1.3-2."""
    item = part = 0
    for at, entry in _entries(section, "tasks", above):
        goes_on, begins = f"{prefix}{item}-{part + 1}", f"{prefix}{item + 1}-1"
        if part and entry.get("id") == goes_on:
            part += 1
            yield at, entry, goes_on
            continue
        item += 1
        part = int(entry.get("id") == begins)
        yield at, entry, begins if part else f"{prefix}{item}"


def _untitled(at: KeyPath, section: dict[str, Any]) -> Iterator[Fault]:
    # Only the tasks that stand under the part itself have no heading of their own, and they come before those that do.
    if section.get("title") == "" and at[-1] != 0:
        detail = "的标题只能用于部分里的第一个章节（部分没有印出章节标题时）。请写上标题。"
        yield _value((*at, "title"), "", detail)


def _roles(at: KeyPath, task: dict[str, Any], lead_rule: Any) -> Iterator[Fault]:
    """Who leads or supports is one of the agencies, once, and not both; nobody leads where the plan says that nobody does."""
    named, lead = _listed(task, "agencies"), _listed(task, "lead")
    for key, others in (("lead", []), ("support", lead)):
        yield from _repeated(at, task, key)
        for i, name in enumerate(_listed(task, key)):
            if isinstance(name, str) and (name not in named or name in others):
                detail = (
                    "同时写在 lead 里。请只留一处。"
                    if name in others
                    else "不在这一条的 agencies 里。请补上，或改正编号。"
                )
                yield _value((*at, key, i), name, detail)
    if lead and lead_rule == "none":
        detail = "与 lead_rule: none（文件没有写明牵头单位）矛盾。请把 lead_rule 改为 printed，或删去 lead。"
        yield _value((*at, "lead"), lead, detail)


def _misplaced(at: KeyPath, entry: dict[str, Any], place: str) -> Iterator[Fault]:
    # A wrong type is reported by the shape already.
    if isinstance(entry.get("id"), str) and entry["id"] != place:
        yield "plan_id_place", (*at, "id"), entry["id"], {"expected": place}


def _unknown(at: KeyPath, entry: dict[str, Any], key: str, known: set[str], what: str) -> Iterator[Fault]:
    value = entry.get(key)
    listed = enumerate(value) if isinstance(value, list) else [(None, value)]
    for i, name in listed:
        if isinstance(name, str) and name not in known:
            place: KeyPath = (*at, key) if i is None else (*at, key, i)
            yield "plan_reference", place, name, {"what": what, "nearest": nearest(name, known)}


def _repeated(at: KeyPath, entry: dict[str, Any], key: str) -> Iterator[Fault]:
    seen: list[Any] = []
    for i, name in enumerate(_listed(entry, key)):
        if name in seen:
            yield _value((*at, key, i), name, "写了两次。请删去一处。")
        seen.append(name)


def _wrong_baseline(at: KeyPath, indicator: dict[str, Any], year: Any) -> Iterator[Fault]:
    baseline = indicator.get("baseline")
    if not isinstance(baseline, dict) or not isinstance(year, int) or not isinstance(baseline.get("period"), str):
        return
    text = baseline["period"]
    try:
        right = read_period(text, year - 1).period.end == date(year - 1, 12, 31)
    except PeriodError:
        right = False
    if not right:
        detail = f"不是计划年度上一年末的报告期。基期值须为 {year - 1} 年末的数，写“{year - 1}”；没有就不写 baseline。"
        yield _value((*at, "baseline", "period"), text, detail)


def _other_target(at: KeyPath, indicator: dict[str, Any], clauses: dict[str, Any]) -> Iterator[Fault]:
    """Ask about a target that neither its own words nor its clause say; a text without a figure says nothing."""
    target = indicator.get("target")
    if not isinstance(target, int | float) or isinstance(target, bool) or not math.isfinite(target):
        return
    clause = clauses.get(str(indicator.get("task")))
    for where, text in (("目标原话", indicator.get("target_text")), ("条文", clause)):
        said = _numbers(text) if isinstance(text, str) else set()
        if said and Decimal(repr(target)) not in said:
            context = {"where": where, "text": formats.cut(str(text), 40)}
            yield "plan_target_text", (*at, "target"), str(target), context


def _numbers(text: str) -> set[Decimal]:
    """The figures in a text, those before 万 and 亿 also in full."""
    found: set[Decimal] = set()
    for digits, scale in _FIGURE.findall(tidy(text)):
        number = Decimal(digits.replace(",", ""))
        found |= {number, number * _SCALES.get(scale, 1)}
    return found


def _milestones(at: KeyPath, task: dict[str, Any], year: Any) -> Iterator[Fault]:
    """Days outside the year or after the task itself is due, and ids given twice."""
    seen: set[str] = set()
    last = task.get("due")
    for at_one, one in _entries(task, "milestones", at):
        if isinstance(one.get("id"), str):
            if one["id"] in seen:
                yield _value((*at_one, "id"), one["id"], "是这一条里另一个节点的编号。请换一个。")
            seen.add(one["id"])
        due = one.get("due")
        yield from (wrong := list(_other_year(at_one, one, year)))
        if not wrong and isinstance(due, date) and isinstance(last, date) and due > last:
            yield _value((*at_one, "due"), due, f"晚于任务的应完成日期 {last}。请改正其中一个。")


def _path(at: KeyPath, indicator: dict[str, Any], year: Any) -> Iterator[Fault]:
    """A printed path: each key a period of the plan's year, once, and the year's last one as much as the target."""
    targets = indicator.get("targets")
    seen: dict[date, str] = {}
    for key, value in targets.items() if isinstance(targets, dict) and isinstance(year, int) else ():
        place = (*at, "targets", key)
        try:
            end = read_period(str(key), year).period.end if str(key)[:4].isdigit() else None
        except PeriodError:
            end = None
        if end is None:
            yield _value(place, key, f"不是 {year} 年的报告期。请写成 {year}-06、{year}Q2 这样。")
            continue
        if end in seen:
            yield _value(place, key, f"和“{seen[end]}”是同一天。请只留一个。")
        seen[end] = str(key)
        target = indicator.get("target")
        if end == date(year, 12, 31) and isinstance(target, int | float) and value != target:
            yield _value(place, value, f"和目标值 target: {target} 不同。年末的分期目标就是目标值，请改成一样。")
    if isinstance(targets, dict) and targets and indicator.get("kind") == "rate":
        yield _value((*at, "targets"), list(targets), "不适用于增长率（rate）：它直接与目标值比。请删去。")


def _before(data: dict[str, Any]) -> Iterator[Fault]:
    """A plan that goes on from itself."""
    if data.get("previous") is not None and data["previous"] == data.get("id"):
        yield _value(("previous",), data["previous"], "是这个计划自己的编号。请写上年计划的编号。")
    for at, indicator in _entries(data, "indicators"):
        same = indicator.get("same_as")
        if isinstance(same, dict) and same.get("plan") is not None and same["plan"] == data.get("id"):
            yield _value((*at, "same_as", "plan"), same["plan"], "是这个计划自己的编号。请写上年计划的编号。")


def _twice(data: dict[str, Any], lines: dict[KeyPath, int]) -> Iterator[Fault]:
    """Two bodies, or two indicators, that share an id or a name."""
    office = data.get("office")
    bodies = [*_entries(data, "agencies"), *_entries(data, "groups")]
    if isinstance(office, dict):
        bodies.append((("office",), office))
    for entries in (bodies, list(_entries(data, "indicators"))):
        seen: dict[str, tuple[KeyPath, str]] = {}
        for at, entry in entries:
            for name_at, name in _names(at, entry):
                before = seen.setdefault(folded(name), (at, name))
                if before[0] != at:
                    code = "plan_id_twice" if name_at[-1] == "id" or "former" in name_at else "plan_name_twice"
                    yield code, name_at, name, {"first": lines.get(before[0], 1)}


def _names(at: KeyPath, entry: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    for key in ("id", "name"):
        if isinstance(entry.get(key), str):
            yield (*at, key), entry[key]
    for key in ("aliases", "former"):
        for i, other in enumerate(_listed(entry, key)):
            if isinstance(other, str):
                yield (*at, key, i), other
