"""Sentences and documents in Chinese, made of measures and receipts. Plain text."""

from lib.say import banners, comparison, due, findings, indicator_findings, naming, over_time, receipts, reminders
from lib.say.course import Step, course
from lib.say.documents import change_record, check_entry, history_document, json_text, problem_record, status_document
from lib.say.draft_documents import draft_document, lint_document
from lib.say.lamp_arithmetic import arithmetic
from lib.say.lenses import lenses
from lib.say.receipts import FIRST

__all__ = [
    "FIRST", "Step", "arithmetic", "banners", "change_record", "comparison", "check_entry", "course", "draft_document", "due", "findings", "history_document", "indicator_findings", "json_text", "lenses", "lint_document", "naming", "over_time",
    "problem_record", "receipts", "reminders", "status_document",
]  # fmt: skip
