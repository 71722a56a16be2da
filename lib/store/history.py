"""The events of the journal folded into submissions: what was sent, and whether it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from lib.store.events import Event, Received, Removed, Restored, Withdrawn


class Withdrawal(NamedTuple):
    """When, by whom and why a submission was withdrawn. `by` is None where its file was removed by hand."""

    at: datetime
    by: str | None
    why: str


class Restoration(NamedTuple):
    """A withdrawal with when and by whom it was taken back."""

    withdrawal: Withdrawal
    at: datetime
    by: str


class Submission(NamedTuple):
    """报送: one accepted file. `id` is 0 where it could not be recorded."""

    id: int
    batch: int
    """The id of the first of the files that were first seen together."""
    file: str
    body: str
    by: str | None
    """Who sent it; None for a file that somebody put into the folder."""
    original: str | None
    """The name it was uploaded under."""
    received_at: datetime
    sha256: str
    confirmed: tuple[str, ...]
    """The codes of the warnings that were confirmed."""
    rows: int
    withdrawal: Withdrawal | None = None
    restorations: tuple[Restoration, ...] = ()
    """Withdrawals that were taken back, oldest first."""

    @property
    def received(self) -> date:
        """The day of receipt."""
        return self.received_at.date()


def after(submissions: Sequence[Submission], events: Sequence[Event]) -> list[Submission]:
    """The submissions as the events leave them, oldest first."""
    by_id = {s.id: s for s in submissions}
    for event in events:
        match event:
            case Received():
                by_id[event.id] = received(event)
            case Withdrawn() if event.id in by_id:
                by_id[event.id] = by_id[event.id]._replace(withdrawal=Withdrawal(event.at, event.by, event.why))
            case Restored() if event.id in by_id:
                by_id[event.id] = _restored(by_id[event.id], event)
            case Removed():
                for s in [s for s in by_id.values() if s.file == event.file and s.withdrawal is None]:
                    by_id[s.id] = s._replace(withdrawal=Withdrawal(event.at, None, "文件已从文件夹中移走"))
    return list(by_id.values())


def _restored(submission: Submission, event: Restored) -> Submission:
    if submission.withdrawal is None:
        return submission
    taken_back = Restoration(submission.withdrawal, event.at, event.by)
    return submission._replace(withdrawal=None, restorations=(*submission.restorations, taken_back))


def received(event: Received) -> Submission:
    """The submission that an event reports."""
    return Submission(
        event.id, event.batch, event.file, event.body, event.by, event.original, event.at.astimezone(),
        event.sha256, event.confirmed, event.rows,
    )  # fmt: skip


def standing(submissions: Iterable[Submission]) -> dict[str, Submission]:
    """Of each file the last submission that is not withdrawn."""
    return {s.file: s for s in submissions if s.withdrawal is None}
