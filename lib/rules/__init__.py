"""The rules of the figures: pure functions of plan, rows and two dates. No clock, no store, no page."""

from lib.rules.assignments import AssignmentStanding, TaskStanding, completed_by_figures, latest_rows
from lib.rules.attention import Change, Item, changes, moment_before, needs_attention
from lib.rules.due_days import NEAR_DAYS, DueDay, due_days, due_days_of
from lib.rules.indicators import (
    IndicatorStanding,
    fell_back,
    has_schedule,
    is_ceiling,
    schedule,
    schedule_line,
    stand,
    step_points,
    used_baseline,
)
from lib.rules.measures import Measures, default_as_of, measure
from lib.rules.owing import Owed, due_after, due_day, owing
from lib.rules.questions import FEW, QUESTION_WORDS, Fold, Question, files_of_day, folds, questions
from lib.rules.rates import (
    COMPLETION_CLASS_WORDS,
    COUNTING_WORDS,
    RATE_WORDS,
    Counting,
    Rates,
    completion_class,
    countings,
    group_workload,
    order_changes,
    roles_of,
    workload,
)
from lib.rules.restatements import Restatement, restatements
from lib.rules.year_before import YearBefore, is_far_below, joined, year_before

__all__ = [
    "AssignmentStanding", "COMPLETION_CLASS_WORDS", "COUNTING_WORDS", "Change", "Counting", "DueDay", "FEW", "Fold", "IndicatorStanding", "Item", "Measures", "NEAR_DAYS",
    "Owed", "QUESTION_WORDS", "Question", "RATE_WORDS", "Rates", "Restatement", "TaskStanding", "YearBefore", "changes", "completed_by_figures", "completion_class", "countings", "default_as_of", "due_after", "due_day", "due_days", "due_days_of",
    "fell_back", "files_of_day", "folds", "group_workload", "has_schedule", "is_ceiling", "is_far_below", "joined", "latest_rows", "measure", "moment_before", "needs_attention", "order_changes",
    "owing", "questions", "restatements", "roles_of", "schedule", "schedule_line", "stand", "step_points", "used_baseline", "workload", "year_before",
]  # fmt: skip
