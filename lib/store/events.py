"""What happened to submissions and codes: what every store remembers, oldest first."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: AwareDatetime


class _Signed(_Event):
    """What a person did through the board."""

    by: str
    """The person's name."""
    proved: str | None = None
    """How the person was proved: code, local, command_line, sign_in; None in lines of earlier times."""
    who: str | None = None
    """What the identity provider calls the person; None where nobody signed in."""


class Received(_Event):
    """A file was accepted: uploaded, or first seen in the folder."""

    event: Literal["received"] = "received"
    id: int
    batch: int
    """The id of the first of the files that were first seen together."""
    file: str
    """Its name in the folder."""
    body: str
    by: str | None
    """Who sent it; None for a file that nobody sent through the board."""
    proved: str | None = None
    """How that was proved; None in lines of earlier times."""
    who: str | None = None
    original: str | None
    """The name it was uploaded under."""
    sha256: str
    confirmed: tuple[str, ...]
    """The codes of the warnings that were confirmed."""
    rows: int
    plan: str | None = None
    """The id of the plan that it belongs to; None in lines of earlier times."""
    plan_sha256: str | None = None
    """The content of that plan under which it was received."""
    waits: bool = False
    """Whether it counts only once somebody else of the body has approved it."""


class PlanKept(_Event):
    """A content of a plan under which something is received from now on."""

    event: Literal["plan_kept"] = "plan_kept"
    plan: str
    year: int
    sha256: str


class Withdrawn(_Signed):
    """A submission counts no longer."""

    event: Literal["withdrawn"] = "withdrawn"
    id: int
    why: str


class Restored(_Signed):
    """A withdrawn submission counts again."""

    event: Literal["restored"] = "restored"
    id: int
    file: str | None = None
    """Its file, where that was gone and is put back with it."""


class Approved(_Signed):
    """What waited counts from now on."""

    event: Literal["approved"] = "approved"
    id: int


class SentBack(_Signed):
    """What waited goes back to whoever sent it, and counts nowhere."""

    event: Literal["sent_back"] = "sent_back"
    id: int
    why: str


class Locked(_Signed):
    """The office takes a period out of the agencies' hands: theirs that end by `until` are refused from now on."""

    event: Literal["locked"] = "locked"
    plan: str
    period: str
    until: date


class Unlocked(_Signed):
    """A period and all that end after it are open again; what ended before it began stays locked, by `until`."""

    event: Literal["unlocked"] = "unlocked"
    plan: str
    period: str
    until: date | None
    why: str


class Removed(_Event):
    """A file is no longer in the inlet, so that none of its contents counts. Noted once."""

    event: Literal["removed"] = "removed"
    file: str


class PutBack(_Event):
    """A removed file is there again with the content of submission `id`: it counts as before, and what was received
    under the name before it."""

    event: Literal["put_back"] = "put_back"
    file: str
    id: int


class Renamed(_Event):
    """A file lies in the inlet under another name."""

    event: Literal["renamed"] = "renamed"
    file: str
    to: str
    id: int | None = None
    """The submission of the file that lies there; None for all of them."""


class Repeated(_Event):
    """A file that lies in the inlet repeats submission `id`, which counts: it is no submission, now and later."""

    event: Literal["repeated"] = "repeated"
    file: str
    id: int


class CodeRefused(_Event):
    """Somebody tried to prove a body with a wrong upload code."""

    event: Literal["code_refused"] = "code_refused"
    body: str


class SignInRefused(_Event):
    """Somebody signed in whom the people file does not take. Noted once for each person and day."""

    event: Literal["sign_in_refused"] = "sign_in_refused"
    who: str
    """What the identity provider calls the person; blank where it does not say."""
    why: Literal["nameless", "unverified", "unlisted"]


class _OfCode(_Event):
    """What somebody who administers did with a code; by None in lines of earlier times."""

    body: str
    by: str | None = None
    proved: str | None = None
    who: str | None = None


class CodeMade(_OfCode):
    """A body got an upload code; an earlier one of its own stopped working."""

    event: Literal["code_made"] = "code_made"


class CodeRevoked(_OfCode):
    """A body's upload code stopped working."""

    event: Literal["code_revoked"] = "code_revoked"


class PlanPlaced(_Signed):
    """A plan that was made from a document was put beside the others. `digest` is the hash of its file as it was placed."""

    event: Literal["plan_placed"] = "plan_placed"
    plan: str
    year: int
    file: str
    digest: str


class QuestionNoted(_Signed):
    """The office or the body says something on a question that the board asks."""

    event: Literal["question_noted"] = "question_noted"
    plan: str
    question: str
    body: str
    """In whose name."""
    text: str


class QuestionClosed(_Signed):
    """The office has its answer: the question is asked no longer."""

    event: Literal["question_closed"] = "question_closed"
    plan: str
    question: str
    text: str


class QuestionReopened(_Signed):
    """A closed question is asked again."""

    event: Literal["question_reopened"] = "question_reopened"
    plan: str
    question: str
    text: str


InletEvent = Removed | PutBack | Renamed | Repeated
"""What people did with files in the inlet."""

LockEvent = Locked | Unlocked
"""What the office did with periods."""

QuestionEvent = QuestionNoted | QuestionClosed | QuestionReopened
"""What was said on a question."""

CodeEvent = CodeMade | CodeRefused | CodeRevoked
"""What happened to upload codes."""

Noted = InletEvent | Approved | SentBack | LockEvent | QuestionEvent | CodeRefused | SignInRefused | PlanPlaced
"""What a store is given to write down as it is."""

Event = Received | PlanKept | Withdrawn | Restored | Noted | CodeMade | CodeRevoked
