"""From an official document to a plan: what it says, what it leaves open, and what a plan leaves open."""

from lib.drafts.decisions import DOUBT_WORDS, Decision, beside, decided, is_to_decide, ways, why_not
from lib.drafts.document import Document
from lib.drafts.doubts import Doubt
from lib.drafts.draft import Draft, DraftTarget, DraftTask, draft_of, read_draft
from lib.drafts.lint import LINT, Finding, lint
from lib.drafts.plan_text import (
    OFFICE_LEFT_OUT,
    Chosen,
    DraftBody,
    Head,
    Kind,
    bodies_of,
    plan_text,
    proposed_id,
    proposed_kind,
    proposed_name,
    target_key,
)
from lib.drafts.readers import read_document

__all__ = [
    "OFFICE_LEFT_OUT",
    "DOUBT_WORDS", "LINT", "Chosen", "Decision", "Document", "Doubt", "Draft", "DraftBody", "DraftTarget", "DraftTask", "Finding", "Head",
    "Kind", "beside", "bodies_of", "decided", "draft_of", "is_to_decide", "lint", "plan_text", "proposed_id",
    "proposed_kind", "proposed_name", "read_document", "read_draft", "target_key", "ways", "why_not",
]  # fmt: skip
