"""The plan 计划: its objects, its YAML file with every fault and line, published history."""

from lib.plan.checks import Fault, KeyPath
from lib.plan.edits import EDIT_WORDS, Edit, Followed, edits, follow, is_about
from lib.plan.file import PlanKey, check_plan, check_plan_content, check_yaml, key_of, load_plan, stamp_of
from lib.plan.model import (
    ELAPSED_BY_WORDS,
    FREQUENCY_WORDS,
    LEAD_RULE_WORDS,
    Agency,
    Assignment,
    Baseline,
    Group,
    Indicator,
    Milestone,
    Office,
    Part,
    Plan,
    Reporting,
    Section,
    StatusRule,
    Task,
)
from lib.plan.published import Published, load_published

__all__ = [
    "EDIT_WORDS", "ELAPSED_BY_WORDS", "FREQUENCY_WORDS", "LEAD_RULE_WORDS", "Agency", "Assignment", "Baseline", "Edit",
    "Fault", "Followed", "Group", "Indicator", "KeyPath", "Milestone", "Office", "Part", "Plan", "PlanKey",
    "Published", "Reporting", "Section", "StatusRule", "Task", "check_plan", "check_plan_content", "check_yaml", "edits", "follow", "is_about", "key_of", "load_plan",
    "load_published", "stamp_of",
]  # fmt: skip
