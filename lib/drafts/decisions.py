"""What somebody decides about a draft: each doubt once, and the draft as the decisions leave it.

A decision says which way a doubt goes; what has to be typed for it is read by the same code as the document itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

from lib.drafts.bodies import read_group
from lib.drafts.deadlines import read_deadline
from lib.drafts.doubts import Doubt, doubt
from lib.drafts.draft import LEVELS, Draft, DraftTarget, DraftTask
from lib.drafts.targets import targets_in
from lib.plan import Plan
from lib.text import folded


class Way(NamedTuple):
    """One way to decide a doubt. `asks`: an example of what is to be typed for it, blank where nothing is."""

    key: str
    words: str
    asks: str = ""


class Decision(NamedTuple):
    """The way that somebody chose, with what was typed for it."""

    way: str
    text: str = ""


_BODIES = "例如 市A局、市B局"
_DAY = "例如 6月底前"
_NAME = "单位名称"

_WAYS: dict[str, tuple[Way, ...]] = {
    "clause_without_body": (Way("keep", "不列为任务"), Way("task", "列为任务，由", "例如 市A局牵头，市B局配合")),
    "part_without_tasks": (Way("keep", "不列为任务"),),
    "text_left_over": (Way("keep", "不归任何任务"), Way("join", "归到前一项任务")),
    "group_without_text": (Way("keep", "不列"), Way("bodies", "加到前一项任务")),
    "heading_with_bodies": (Way("keep", "只是标题，不列"),),
    "number_jumps": (Way("keep", "看过原文，照印"),),
    "list_open": (Way("keep", "照原文保留“等”"), Way("close", "补上其余单位", _BODIES)),
    "name_level": (
        Way("rename", "是同一个：写作“{proposal}”"),
        Way("keep", "照原文，是两个单位"),
        Way("other", "写作别的名称", _NAME),
    ),
    "name_before": (
        Way("rename", "是同一个：写作“{proposal}”"),
        Way("keep", "照原文，是新的单位"),
        Way("other", "写作别的名称", _NAME),
    ),
    "name_odd": (Way("keep", "不是单位，不列"), Way("bodies", "是单位，列入")),
    "standing_order": (Way("keep", "只照各条印出的单位"), Way("after", "其后各条都加上", _BODIES)),
    "lead_rule": (
        Way("keep", "从这一条起，首位列名的牵头"),
        Way("first_everywhere", "全部条文都按它"),
        Way("no_rule", "不按它，不写牵头"),
    ),
    "lead_rule_once": (
        Way("keep", "只用于这一条"),
        Way("first_after", "其后各条也按它"),
        Way("first_everywhere", "全部条文都按它"),
        Way("no_rule", "不按它，不写牵头"),
    ),
    "lead_rule_before": (Way("keep", "不写牵头"), Way("first", "首位列名的牵头")),
    "lead_rule_unclear": (Way("keep", "不写牵头"), Way("lead", "这一条由谁牵头", _NAME)),
    "chief_word": (Way("keep", "不算牵头"), Way("first", "首位的算牵头")),
    "due_unread": (Way("keep", "不设期限，只留原话"), Way("due", "期限是", _DAY)),
    "due_other_year": (Way("keep", "今年不设期限，只留原话"), Way("due", "今年的期限是", _DAY)),
}
"""The ways of each doubt, first what the text proposes. What the head of a plan lacks is no choice and is filled in."""

DOUBT_WORDS: dict[str, str] = {
    "clause_without_body": "条文没有责任单位",
    "part_without_tasks": "整个部分没有责任单位",
    "text_left_over": "责任单位后面还有文字",
    "group_without_text": "责任单位前面没有条文",
    "heading_with_bodies": "标题写明了单位",
    "number_jumps": "序号不连续",
    "list_open": "以“等”结尾",
    "name_level": "名称少了层级",
    "name_before": "与上年名称相近",
    "name_odd": "不像单位名称",
    "standing_order": "对其他条文也有要求",
    "lead_rule": "牵头规则",
    "lead_rule_once": "写在一条里的牵头规则",
    "lead_rule_before": "规则在后面才写明",
    "lead_rule_unclear": "牵头要看版式",
    "chief_word": "主办、主责",
    "due_unread": "期限没有日期",
    "due_other_year": "期限不在今年",
}
"""What a kind of doubt is called; each has its ways."""

_OF_A_TASK = frozenset(["join", "bodies", "close", "after", "first", "first_after", "lead", "due"])
"""Ways that change the task a doubt is about, or those from it on."""

_ALIKE = 86
"""Of 100: names that differ by a character or two, 市场监管局 and 市场监督管理局 included."""


def is_to_decide(found: Doubt) -> bool:
    """Whether a doubt has ways, and is not only something to be filled in."""
    return found.code in _WAYS


def ways(found: Doubt) -> tuple[Way, ...]:
    """The ways to decide a doubt."""
    return tuple(
        way._replace(words=way.words.format(proposal=found.proposal))
        for way in _WAYS.get(found.code, ())
        if found.task or way.key not in _OF_A_TASK
    )


def why_not(found: Doubt, decision: Decision, draft: Draft) -> str:
    """Why a decision cannot be taken as it was typed; blank where it can."""
    way = next((way for way in ways(found) if way.key == decision.way), None)
    if way is None or not way.asks:
        return ""
    text = decision.text.strip()
    if not text:
        return "请填写后再定。"
    if way.key == "due":
        due = read_deadline(text, draft.year)
        if due is None:
            return f"“{text}”里看不出日期。请写成 6月底前、2031年6月30日 这样的话。"
        if draft.year and int(due[:4]) != draft.year:
            return f"“{text}”不在计划年度 {draft.year} 年内。请写这一年的期限。"
    if way.key in ("task", "close", "after") and not read_group(text).agencies:
        return f"“{text}”里看不出单位。请写单位名称，用“、”分开。"
    if way.key == "lead" and not _among(text, draft.tasks[found.task - 1].agencies):
        return f"“{text}”不在这一条的责任单位里（{'、'.join(draft.tasks[found.task - 1].agencies)}）。"
    return ""


def beside(draft: Draft, before: Plan | None) -> Draft:
    """The draft with what the plan of the year before lets one ask: names that may stand for a body it had."""
    if before is None:
        return draft
    first: dict[str, int] = {}
    for task in draft.tasks:
        for name in task.agencies:
            first.setdefault(name, task.lines[1])
    known = {folded(body.name): body.name for body in before.bodies.values()}
    asked = {found.text for found in draft.doubts if found.code == "name_level"}
    taken: dict[str, str] = {}
    added = []
    for name, line in first.items():
        id = before.find_body(name)
        other = taken.setdefault(id, name) if id else _like(name, known)
        if other and other != name and name not in asked:
            added.append(doubt(line, "name_before", name, proposal=other, name=name, other=other))
    return draft._replace(doubts=tuple(sorted([*draft.doubts, *added], key=lambda d: d.line)))


def _like(name: str, known: Mapping[str, str]) -> str:
    for level in LEVELS:
        if other := known.get(folded(level + name)):
            return other
    scored = [(fuzz.ratio(folded(name), key), other) for key, other in known.items()]
    score, other = max(scored, default=(0.0, ""))
    return other if score >= _ALIKE else ""


def decided(draft: Draft, decisions: Mapping[Doubt, Decision]) -> Draft:
    """The draft as the decisions leave it; doubts that nobody has decided yet stand on."""
    work = _Work(draft)
    for found in draft.doubts:
        if (decision := decisions.get(found)) and not why_not(found, decision, draft):
            work.take(found, decision)
    return work.finished([found for found in draft.doubts if found not in decisions])


class _Work:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.tasks = list(draft.tasks)
        self.added: list[DraftTask] = []
        self.names: dict[str, str] = {}
        self.rule_is_everywhere = draft.rule_is_everywhere

    def take(self, found: Doubt, decision: Decision) -> None:
        n, text = found.task - 1, decision.text.strip()
        one, on = [n], range(n, len(self.tasks))
        match decision.way:
            case "rename" | "other":
                self.names[folded(found.text)] = text or found.proposal
            case "task":
                clause = next((c for c in self.draft.without_bodies if c.lines[0] == found.line), None)
                self.added += [] if clause is None else [_with_bodies(clause, text, self.draft.year)]
            case "join":
                self._change(one, lambda t: t._replace(text=t.text + found.proposal))
            case "bodies":
                names = found.proposal.split("、") if found.code == "group_without_text" else [found.proposal]
                self._change(one, lambda t: _with_names(t, names))
            case "close":
                self._change(one, lambda t: _with_names(t, read_group(text).agencies)._replace(is_open=False))
            case "after":
                self._change(on[1:], lambda t: _with_names(t, read_group(text).agencies))
            case "first":
                self._change(one, _first_leads)
            case "first_after":
                self._change(on, _first_leads)
            case "first_everywhere":
                self._change(range(len(self.tasks)), _first_leads)
                self.rule_is_everywhere = True
            case "no_rule":
                self._change(range(len(self.tasks)), lambda t: t._replace(lead=()) if t.is_led_by_rule else t)
                self.rule_is_everywhere = False
            case "lead":
                self._change(one, lambda t: t._replace(lead=_among(text, t.agencies)))
            case "due":
                self._change(one, lambda t: t._replace(due=read_deadline(text, self.draft.year)))

    def _change(self, places: Iterable[int], change: Callable[[DraftTask], DraftTask]) -> None:
        for n in places:
            self.tasks[n] = change(self.tasks[n])

    def finished(self, doubts: list[Doubt]) -> Draft:
        """Clauses that became tasks in their places, targets with their tasks, one name for each body."""
        placed = sorted([*enumerate(self.tasks), *((-1, task) for task in self.added)], key=lambda p: p[1].lines[0])
        place_of = {was: now for now, (was, _) in enumerate(placed) if was >= 0}
        targets = [t._replace(task=place_of[t.task - 1] + 1) for t in self.draft.targets]
        for now, (was, task) in enumerate(placed):
            if was < 0:
                targets += [DraftTarget(now + 1, target) for target in targets_in(task.text)]
        moved = [found._replace(task=place_of[found.task - 1] + 1) if found.task else found for found in doubts]
        aliases: dict[str, tuple[str, ...]] = {}
        for name in dict.fromkeys(name for _, task in placed for name in task.agencies):
            if (now_named := self._named(name)) != name:
                aliases[now_named] = (*aliases.get(now_named, ()), name)
        return self.draft._replace(
            tasks=tuple(self._renamed(task) for _, task in placed),
            targets=tuple(sorted(targets, key=lambda t: t.task)),
            doubts=tuple(moved),
            rule_is_everywhere=self.rule_is_everywhere,
            aliases=aliases,
        )

    def _named(self, name: str) -> str:
        seen = {name}
        while (other := self.names.get(folded(name))) and other not in seen:
            seen.add(other)
            name = other
        return name

    def _renamed(self, task: DraftTask) -> DraftTask:
        if not self.names:
            return task
        agencies, lead, support = (
            tuple(dict.fromkeys(map(self._named, names))) for names in (task.agencies, task.lead, task.support)
        )
        return task._replace(agencies=agencies, lead=lead, support=tuple(name for name in support if name not in lead))


def _with_bodies(clause: DraftTask, text: str, year: int | None) -> DraftTask:
    group = read_group(text)
    due = read_deadline(group.due_text, year) if group.due_text else None
    return clause._replace(
        agencies=group.agencies,
        lead=group.lead,
        support=group.support,
        is_open=group.is_open,
        due=due,
        due_text=group.due_text,
        item=-clause.lines[0],  # an item of its own
    )


def _with_names(task: DraftTask, names: Iterable[str]) -> DraftTask:
    return task._replace(agencies=tuple(dict.fromkeys([*task.agencies, *names])))


def _first_leads(task: DraftTask) -> DraftTask:
    is_free = not task.lead and task.agencies[0] not in task.support
    return task._replace(lead=task.agencies[:1], is_led_by_rule=True) if is_free else task


def _among(text: str, agencies: Iterable[str]) -> tuple[str, ...]:
    said = {folded(name) for name in re.split("[、，,；; ]", text) if name}
    return tuple(name for name in agencies if folded(name) in said)
