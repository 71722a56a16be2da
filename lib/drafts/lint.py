"""What a plan leaves open: who leads, by when, measured by what; and what changed since the year before.

Nothing here is a fault: the plan counts as it is. Each finding is something that somebody may settle while there is time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from lib import formats
from lib.drafts.targets import targets_in
from lib.plan import Plan, Task
from lib.text import folded

LINT: dict[str, str] = {
    "task_without_number": "没有可以量化的数，只能看状态。",
    "task_without_deadline": "没有写完成期限，按年末算。",
    "task_without_lead": "没有写明牵头单位（只有一个责任单位）。",
    "bodies_without_lead": "有 {count} 个责任单位，没有写明谁牵头。",
    "verb_without_evidence": "只写“{verb}”，没有写拿什么证明做到了。请约定佐证材料。",
    "body_overloaded": "列入 {count} 项任务，是平均数 {mean} 的 {times} 倍。",
    "number_without_indicator": "条文里有“{quote}”，没有设为指标。",
    "indicator_without_baseline": "没有基期值，年内只能看与目标的距离，算不出进度。",
    "indicator_without_unit": "没有计量单位。",
    "indicator_owner": "由“{owner}”填报，而任务的责任单位里没有它。",
    "task_new": "上年的计划里没有这一条。",
    "task_gone": "上年有，今年没有：“{was}”。",
    "task_reworded": "上年写的是“{was}”。",
    "task_taken_over": "责任单位由“{before}”改为“{after}”。",
}
"""Every finding, with its sentence."""

_VAGUE = re.compile(
    r"推进|推动|加强|强化|完善|健全|促进|提升|优化|深化|加大|加快|支持|鼓励|引导|探索|落实|做好|拓展|扩大|加速|提高|增强|规范"
)
_EVIDENCE = re.compile(
    r"\d|[一二两三四五六七八九十百]+(?:个|项|家|件|批|次|套|份|期|场|所|座|类|名)|出台|印发|制定|修订|发布|公布|建成|建立|编制|完成|开展|举办|召开|报告|方案|办法|清单|目录|平台|系统|试点|白皮书|上线|启动|申报|申请|挂牌|立项|验收|评选|表彰|检查|督查|考核|培训|公示"
)
_TIMES = 3
_FEWEST = 5
"""A body is overloaded from three times the mean on, and in a small plan not below five tasks."""

_ALIKE = 70
"""Of 100: clauses of two years that say nearly the same."""


class Finding(NamedTuple):
    """One thing that the plan leaves open. `id` is that of a task, body or indicator, of the year before where it is gone."""

    code: str
    id: str
    text: str
    message: str


def lint(plan: Plan, before: Plan | None = None) -> list[Finding]:
    """Every finding, in the order of the plan; `before` is the plan of the year before."""
    found = [finding for task in plan.tasks.values() for finding in _task(plan, task)]
    found += [*_bodies(plan), *_indicators(plan)]
    return found + (list(_since(before, plan)) if before else [])


def _finding(code: str, id: str, text: str, **said: object) -> Finding:
    return Finding(code, id, text, LINT[code].format_map(said))


def _task(plan: Plan, task: Task) -> Iterator[Finding]:
    targets = targets_in(task.text)
    if task.id not in plan.indicators_of:
        if targets:
            yield _finding("number_without_indicator", task.id, task.text, quote=targets[0].quote)
        else:
            yield _finding("task_without_number", task.id, task.text)
    if not task.due and not task.due_text:
        yield _finding("task_without_deadline", task.id, task.text)
    if not task.lead and plan.lead_rule != "first_listed":
        count = len(task.agencies)
        yield _finding("bodies_without_lead" if count > 1 else "task_without_lead", task.id, task.text, count=count)
    vague = _VAGUE.search(task.text)
    if vague and not _EVIDENCE.search(task.text):
        yield _finding("verb_without_evidence", task.id, task.text, verb=vague[0])


def _bodies(plan: Plan) -> Iterator[Finding]:
    named = Counter(assignment.body for assignment in plan.assignments)
    mean = named.total() / len(named) if named else 0
    for body, count in named.items():
        if count >= max(_FEWEST, _TIMES * mean):
            said = {"mean": formats.number(mean, 1), "times": formats.number(count / mean, 1)}
            yield _finding("body_overloaded", body, plan.name_of(body), count=count, **said)


def _indicators(plan: Plan) -> Iterator[Finding]:
    for indicator in plan.indicators:
        # A total since January begins at nothing.
        if indicator.baseline is None and indicator.kind != "cumulative":
            yield _finding("indicator_without_baseline", indicator.id, indicator.name)
        if not indicator.unit.strip():
            yield _finding("indicator_without_unit", indicator.id, indicator.name)
        if indicator.owner not in plan.reporters.get(indicator.task, frozenset()):
            yield _finding("indicator_owner", indicator.id, indicator.name, owner=plan.name_of(indicator.owner))


def _since(before: Plan, plan: Plan) -> Iterator[Finding]:
    same = _matched(before, plan)
    came_from = {now: then for then, now in same.items()}
    for id, task in plan.tasks.items():
        if id not in came_from:
            yield _finding("task_new", id, task.text)
            continue
        then = before.tasks[came_from[id]]
        if folded(then.text) != folded(task.text):
            yield _finding("task_reworded", id, task.text, was=then.text)
        bodies, now = ("、".join(p.name_of(b) for b in t.agencies) for p, t in ((before, then), (plan, task)))
        if {folded(before.name_of(b)) for b in then.agencies} != {folded(plan.name_of(b)) for b in task.agencies}:
            yield _finding("task_taken_over", id, task.text, before=bodies, after=now)
    for id, task in before.tasks.items():
        if id not in same:
            yield _finding("task_gone", id, task.text, was=task.text)


def _matched(before: Plan, plan: Plan) -> dict[str, str]:
    """Which task of the year before is which of this year: the same words, else the most alike; a year's number is no word."""
    words = {id: _words(task) for id, task in plan.tasks.items()}
    free, same = dict(words), {}
    for id, task in before.tasks.items():
        said = _words(task)
        if now := next((now for now, text in free.items() if text == said), None):
            same[id] = now
            del free[now]
    pairs = sorted(
        (
            (fuzz.ratio(_words(task), text), id, now)
            for id, task in before.tasks.items()
            if id not in same
            for now, text in free.items()
        ),
        reverse=True,
    )
    for score, id, now in pairs:
        if score >= _ALIKE and id not in same and now in free:
            same[id] = now
            del free[now]
    return same


def _words(task: Task) -> str:
    return re.sub(r"20\d\d年?", "", folded(task.text))
