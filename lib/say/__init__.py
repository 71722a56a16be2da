"""Sentences and documents in Chinese, made of measures and receipts. Plain text."""

from lib.say import findings, indicator_findings, naming, receipts, reminders
from lib.say.course import Step, course
from lib.say.documents import change_record, check_entry, history_document, json_text, problem_record, status_document
from lib.say.draft_documents import draft_document, lint_document
from lib.say.indicator_findings import arithmetic
from lib.say.receipts import FIRST

__all__ = [
    "FIRST", "Step", "arithmetic", "change_record", "check_entry", "course", "draft_document", "findings", "history_document", "indicator_findings", "json_text", "lint_document", "naming",
    "problem_record", "receipts", "reminders", "status_document",
]  # fmt: skip
