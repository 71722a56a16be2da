"""Where submissions are kept: what every store promises, and what it hands out.

A store remembers; it does not judge. What a submission says, whether it may be taken and what counts is decided above,
in `reader` and `submissions`, inside one `exclusive()` block, so that nothing changes between the judging and the keeping.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple, Protocol

from lib.problems import Problem
from lib.store.events import Event, Noted, Received
from lib.store.history import History, Submission

Clock = Callable[[], datetime]
"""What time it is, with its zone."""

ENDINGS = (".csv", ".xlsx")
"""How the names of files end that can be read."""


def ending_of(name: str | None) -> str:
    """How a file is to be called that was sent under a name: as that ends, if it is one of `ENDINGS`; else it is a CSV."""
    return next((ending for ending in ENDINGS if (name or "").lower().endswith(ending)), ENDINGS[0])


def fingerprint(data: bytes) -> str:
    """By what a content is known: its SHA-256."""
    return hashlib.sha256(data).hexdigest()


def this_moment() -> datetime:
    """Now, in this machine's zone."""
    return datetime.now(UTC).astimezone()


class Arrival(NamedTuple):
    """A file that was accepted and is to be kept."""

    body: str
    data: bytes
    rows: int
    plan: str | None = None
    """The plan that it belongs to, with the content that was kept last."""
    by: str | None = None
    proved: str | None = None
    """How the person in `by` was proved: code, local, command_line, sign_in."""
    who: str | None = None
    """What the identity provider calls that person."""
    waits: bool = False
    """Whether it counts only once it is approved."""
    original: str | None = None
    confirmed: tuple[str, ...] = ()
    entry: str | None = None
    """The entry of the inlet that it is; None for what was sent through the board."""
    title: str = ""
    """What to call what was sent, before its number."""


def received_as(
    arrivals: Sequence[Arrival], history: History, now: datetime, lies: Callable[[str], bool]
) -> list[Received]:
    """The events of files that are received together. What was sent through the board gets a name that nobody has used and
    under which nothing `lies` in the inlet."""
    first = 1 + max((s.id for s in history.submissions), default=0)
    used = {s.file for s in history.submissions}

    def free_name(stem: str, ending: str) -> str:
        names = chain([f"{stem}{ending}"], (f"{stem}-{n}{ending}" for n in count(2)))
        return next(name for name in names if name not in used and not lies(name))

    return [
        Received(
            at=now, id=id, batch=first, body=a.body, by=a.by, proved=a.proved, who=a.who, original=a.original,
            file=a.entry or free_name(f"{a.title or a.body}_{id:04}", ending_of(a.original)),
            sha256=fingerprint(a.data), confirmed=a.confirmed, rows=a.rows,
            plan=a.plan, plan_sha256=history.kept_last(a.plan), waits=a.waits,
        )
        for id, a in enumerate(arrivals, first)
    ]  # fmt: skip


class Entry(NamedTuple):
    """What lies in the store's inlet under a name: a content, or the reason why it is not read.

    The inlet is where people put what they do not send through the board; what a store keeps of its own may lie there too.
    """

    name: str
    sha256: str | None
    fault: Problem | None = None


class Code(NamedTuple):
    """The upload code of a body, as a slow salted hash, and when it was made."""

    hash: str
    made_at: str


class Holdings(NamedTuple):
    """All that a store holds at one moment."""

    history: History = History()
    inlet: Mapping[str, Entry] = {}
    """What lies in the inlet, by name."""
    faults: Sequence[Problem] = ()
    """What is wrong with the store itself."""
    whole: bool = True
    """Whether inlet and history could be read, so that what is not there is gone."""

    @property
    def submissions(self) -> Sequence[Submission]:
        """Oldest first; withdrawn ones included."""
        return self.history.submissions

    def settled_files(self) -> dict[str, str]:
        """The hashes of what was judged and lies in the inlet, by name; where another content lies in its place, its own."""
        lying = self.history.lying()
        return {name: lying[name].sha256 for name in self.inlet if name in lying}


class Everything(NamedTuple):
    """All that a store keeps, to be kept by another one. What nobody has judged yet stays where people put it."""

    events: Sequence[Event]
    contents: Mapping[str, bytes]
    """Every content that was ever received, by its hash."""
    plans: Mapping[str, bytes]
    """Every content of a plan under which something was received, by its hash."""
    codes: Mapping[str, Code]
    files: Mapping[str, str]
    """What lies in the inlet and was judged: hashes by name."""


class Check(NamedTuple):
    """What came of looking whether a store is whole."""

    events: int
    contents: int
    """Contents of files and of plans that the events name."""
    problems: Sequence[Problem] = ()
    """Events that do not fit the one before, and contents that are lost or not what they were; the first one first."""
    unsealed: int = 0
    """Events of which nothing tells whether they are what they were."""
    unnamed: int = 0
    """Contents that no event names: one is left where a writer was stopped, more where the end of the history is gone."""


class Store(Protocol):
    """Submissions with their contents and their history. Nothing is ever deleted.

    Writing raises StoreError where nothing was stored, UnknownOutcomeError where that cannot be said.
    """

    @property
    def clock(self) -> Clock:
        """Tells the moment of receipt."""

    @property
    def derived(self) -> Path | None:
        """A folder, perhaps still to be made, for what can be made again; None where nothing is to be written."""

    def stamp(self, max_age: float = 0.0) -> Hashable:
        """What changes when the holdings do. Cheap; may be `max_age` seconds old."""

    def exclusive(self, *, to_look: bool = False) -> AbstractContextManager[None]:
        """Keep others from writing, in this process and in others, between reading and writing."""

    def look(self) -> Holdings:
        """What the store holds now: the state before or after each write, never between."""

    def content(self, sha256: str) -> bytes | None:
        """A content that was ever received or kept, or lies in the inlet; None where it is lost."""

    def keep_plan(self, plan: str, year: int, data: bytes) -> None:
        """Keep a content of a plan, under which it is received from now on; nothing where it is the last one kept."""

    def receive(self, arrivals: Sequence[Arrival]) -> list[Submission]:
        """Keep files, all of them or none, as received together."""

    def withdraw(self, id: int, by: str, why: str, proved: str | None = None, who: str | None = None) -> None:
        """Note that a submission counts no longer."""

    def restore(self, id: int, by: str, proved: str | None = None, who: str | None = None) -> None:
        """Note that a withdrawn submission counts again."""

    def remove(self, names: Sequence[str]) -> list[str]:
        """Take entries out of the inlet; returns the names of those that were there. What counted is withdrawn."""

    def codes(self) -> Mapping[str, Code]:
        """The upload codes by body. Raises AccessError where it cannot be said which there are."""

    def set_code(
        self, body: str, hash: str | None, by: str | None = None, proved: str | None = None, who: str | None = None
    ) -> None:
        """Give a body another upload code, or none; with the event that says so, and by whom."""

    def note(self, events: Sequence[Noted]) -> None:
        """Write down what happened that changes no content: by hand in the inlet, by the office, at the codes."""

    def check(self) -> Check:
        """Whether all is there and as it was written. Raises StoreError where that cannot be said."""

    def everything(self) -> Everything:
        """All that is kept. Raises StoreError, AccessError where not all of it can be read."""

    def take_over(self, everything: Everything) -> None:
        """Become what another store was, all of it or nothing. Raises StoreError where something is here already."""
