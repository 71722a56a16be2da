"""From an official document to a plan: what it says, what it leaves open, and what a plan leaves open."""

from lib.drafts.draft import Draft, read_draft
from lib.drafts.lint import LINT, Finding, lint
from lib.drafts.plan_text import plan_text

__all__ = ["LINT", "Draft", "Finding", "lint", "plan_text", "read_draft"]
