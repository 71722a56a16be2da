"""The plan 计划: its objects, its YAML file with every fault and line, published history."""

from lib.plan.file import check_plan, load_plan, stamp_of, year_of
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
    "Agency", "Assignment", "Baseline", "Group", "Indicator", "Office", "Part", "Plan", "Published", "Reporting",
    "Section", "StatusRule", "Task", "check_plan", "load_plan", "load_published", "stamp_of", "year_of",
]  # fmt: skip
