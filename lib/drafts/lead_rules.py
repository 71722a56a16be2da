"""Rules that say who leads, stated once for several tasks: 列第一位的为牵头单位，下同."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lib.drafts.doubts import Doubt, doubt
from lib.drafts.labels import LEAD_RULE, MARK_RULE, OTHER_LEAD_RULE
from lib.drafts.outline import Node
from lib.drafts.tasks import FoundTask

_LONGEST_RULE = 80
"""Characters of a sentence that only says who leads."""


class LeadRules(NamedTuple):
    """For which tasks the first listed leads: from the place `starts` on, and at the places `once`; and whether marks show it."""

    starts: int
    once: frozenset[int]
    is_marked: bool

    def lead_of(self, n: int, task: FoundTask) -> tuple[str, ...]:
        """Who leads the task at the place `n`, by its own words, else by a rule."""
        group = task.group
        lead = group.lead or (group.starred if self.is_marked else ())
        if not lead and (n >= self.starts or n in self.once) and group.agencies[0] not in group.support:
            return group.agencies[:1]
        return lead


def lead_rules(root: Node, tasks: Sequence[FoundTask], doubts: list[Doubt]) -> LeadRules:
    """Which rules hold for which tasks. One that stands in no clause, in the first words or in a note, holds for all; one in a
    clause from there on if it says so (下同), else for that clause."""
    none = len(tasks)
    starts, once, is_marked = none, set(), False
    in_clauses = [(f.lines[0], f.lines[1]) for f in tasks]
    for line, rule in _rules_stated(root):
        if any(first <= line <= last for first, last in in_clauses):
            continue  # it is read with its group
        if _is_stated(doubts, line, rule, "lead_rule"):
            starts = 0
        is_marked |= bool(MARK_RULE.search(rule))
    for n, found in enumerate(tasks):
        rule, goes_on = found.group.lead_rule, found.group.is_from_here_on
        if rule and _is_stated(doubts, found.lines[1], rule, "lead_rule" if goes_on else "lead_rule_once", n + 1):
            starts = min(starts, n) if goes_on else starts
            once.add(n)
        is_marked |= bool(MARK_RULE.search(rule))
    for n, found in enumerate(tasks[: starts if starts < none else 0]):
        if not found.group.lead and n not in once:
            doubts.append(doubt(found.lines[0], "lead_rule_before", found.text, task=n + 1))
    return LeadRules(starts, frozenset(once), is_marked)


def _is_stated(doubts: list[Doubt], line: int, rule: str, code: str, task: int = 0) -> bool:
    """Whether a rule says that the first listed leads; each is asked about."""
    is_first = bool(LEAD_RULE.search(rule))
    if is_first or MARK_RULE.search(rule):
        doubts.append(doubt(line, code if is_first else "lead_rule", rule, task=task, rule=rule))
    elif OTHER_LEAD_RULE.search(rule):
        doubts.append(doubt(line, "lead_rule_unclear", rule, task=task, rule=rule))
    return is_first


def _rules_stated(root: Node) -> list[tuple[int, str]]:
    """Sentences that state a lead rule, with their line."""
    printed = [
        *((p.starts[0][1], p.text) for node in root.walk() for p in node.paragraphs),
        *((r.number, c.text) for n in root.walk() for t in n.tables for r in t.rows for c in r.cells if c.first),
    ]
    return [
        (line, sentence)
        for line, text in printed
        for sentence in re.split("[。；\n]", text)
        if any(rule.search(sentence) for rule in (LEAD_RULE, MARK_RULE, OTHER_LEAD_RULE))
        and len(sentence) < _LONGEST_RULE
    ]
