"""Where submissions are kept: what every store promises, and what it hands out.

A store remembers; it does not judge. What a submission says, whether it may be taken and what counts is decided above,
in `actuals` and `submissions`, inside one `exclusive()` block, so that nothing changes between the judging and the keeping.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from lib.problems import Problem
from lib.store.folder.drop import Found
from lib.store.folder.journal import CodeMade, CodeRefused, CodeRevoked
from lib.store.history import Submission

Clock = Callable[[], datetime]
"""What time it is, with its zone."""


def this_moment() -> datetime:
    """Now, in this machine's zone."""
    return datetime.now(UTC).astimezone()


class Arrival(NamedTuple):
    """A file that was accepted and is to be kept."""

    body: str
    data: bytes
    rows: int
    by: str | None = None
    original: str | None = None
    confirmed: tuple[str, ...] = ()
    file: str | None = None
    """Its name where it lies in the folder already; None for an upload, which gets a file of its own."""
    title: str = ""
    """What an upload's file is to be called, before its number."""


class Holdings(NamedTuple):
    """All that a store holds at one moment."""

    submissions: Sequence[Submission]
    """Oldest first; withdrawn ones included."""
    found: Mapping[str, Found]
    """What people put into the folder, and the app's own files, by name."""
    faults: Sequence[Problem]
    """What is wrong with the store itself."""


class Store(Protocol):
    """Submissions with their contents and their history. Nothing is ever deleted.

    Writing raises StoreError where nothing was stored, UnknownOutcomeError where that cannot be said.
    """

    @property
    def clock(self) -> Clock:
        """Tells the moment of receipt."""

    def stamp(self, max_age: float = 0.0) -> Hashable:
        """What changes when the holdings do. Cheap; may be `max_age` seconds old."""

    def exclusive(self, *, to_look: bool = False) -> AbstractContextManager[None]:
        """Keep others from writing, in this process and in others, between reading and writing."""

    def look(self) -> Holdings:
        """What the store holds now: the state before or after each write, never between."""

    def content(self, sha256: str) -> bytes | None:
        """A content that was ever received or lies in the folder; None where it is lost."""

    def receive(self, arrivals: Sequence[Arrival]) -> list[Submission]:
        """Keep files, all of them or none, as received together."""

    def withdraw(self, id: int, by: str, why: str) -> None:
        """Note that a submission counts no longer."""

    def restore(self, id: int, by: str) -> None:
        """Note that a withdrawn submission counts again."""

    def note(self, event: CodeMade | CodeRefused | CodeRevoked) -> None:
        """Write down what happened with an upload code."""

    def refusals(self, body: str, since: datetime) -> int:
        """How often a wrong code was tried for a body since then."""
