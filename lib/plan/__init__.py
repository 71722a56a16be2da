"""The plan 计划: its objects, its YAML file with every fault and line, published history."""

from lib.plan.edits import Followed, follow
from lib.plan.file import PlanKey, check_plan, key_of, load_plan, stamp_of
from lib.plan.model import (
    Agency,
    Assignment,
    Baseline,
    Group,
    Indicator,
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
    "Agency", "Assignment", "Baseline", "Followed", "Group", "Indicator", "Office", "Part", "Plan", "PlanKey",
    "Published", "Reporting", "Section", "StatusRule", "Task", "check_plan", "follow", "key_of", "load_plan",
    "load_published", "stamp_of",
]  # fmt: skip
