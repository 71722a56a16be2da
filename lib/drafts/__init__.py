"""From an official document to a draft plan: what it says, what it leaves open."""

from lib.drafts.draft import Draft, read_draft

__all__ = ["Draft", "read_draft"]
