"""Exceptions whose text is meant for the person at the screen.

BoardError            show the text, no traceback
├── PlanError         the plan file cannot be used; carries every fault found
├── PeriodError       a text that names no reporting period
├── TemplateError     there is nothing of this kind for the body to fill in
├── DraftError        a document is no plan, or cannot be read; there is no draft
├── BriefingError     a briefing file cannot be made on this machine
├── AccessError       a body has not proved itself; nothing was stored
│   └── UnknownPersonError   somebody signed in whom the people file does not take
└── StoreError        nothing was stored
    └── UnknownOutcomeError   it may have been stored; trying again does no harm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lib.problems import Problem


class BoardError(Exception):
    """An error to be shown as its text."""


class PlanError(BoardError):
    """The plan file is refused; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(p.message for p in problems))


class PeriodError(BoardError):
    """A cell of 报告期 that cannot be read as a period; `code` names the problem in the catalogue."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class TemplateError(BoardError):
    """There is nothing of this kind for the body to fill in; the text says what to do instead."""


class DraftError(BoardError):
    """No draft can be made of a document; the text says why, in one sentence, and what to do."""


class BriefingError(BoardError):
    """A briefing file cannot be made here; the text says what is missing."""


class AccessError(BoardError):
    """A body has not proved itself with its upload code."""


class UnknownPersonError(AccessError):
    """Somebody signed in whom the people file does not take: what the identity provider calls the person, and why not."""

    def __init__(self, text: str, who: str, why: Literal["nameless", "unverified", "unlisted"]) -> None:
        self.who, self.why = who, why
        super().__init__(text)


class StoreError(BoardError):
    """Nothing was stored; the text says why and what to do."""


class UnknownOutcomeError(StoreError):
    """Whether it was stored cannot be said. Trying again does no harm: the same bytes are one submission."""
