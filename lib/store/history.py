"""The events of the journal folded into submissions: what was sent, and whether it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from typing import NamedTuple

from lib.errors import StoreError
from lib.store.events import (
    Approved,
    CodeEvent,
    CodeMade,
    CodeRefused,
    CodeRevoked,
    Event,
    Locked,
    LockEvent,
    PlanKept,
    PlanPlaced,
    PutBack,
    QuestionClosed,
    QuestionEvent,
    QuestionNoted,
    QuestionReopened,
    Received,
    Removed,
    Renamed,
    Repeated,
    Restored,
    SentBack,
    SignInRefused,
    Unlocked,
    Withdrawn,
)

REMOVED = "文件已从文件夹中移走"


class Withdrawal(NamedTuple):
    """When, by whom and why a submission was withdrawn. `by` is None where its file was removed by hand."""

    at: datetime
    by: str | None
    why: str
    proved: str | None = None
    who: str | None = None


class Restoration(NamedTuple):
    """A withdrawal with when and by whom it was taken back; by None where the file was put back by hand."""

    withdrawal: Withdrawal
    at: datetime
    by: str | None
    proved: str | None = None
    who: str | None = None


class Review(NamedTuple):
    """When and by whom a submission that waited was approved, or sent back and why."""

    at: datetime
    by: str
    why: str | None
    """None where it was approved."""
    proved: str | None = None
    who: str | None = None


class Submission(NamedTuple):
    """报送: one accepted content of a file. `id` is 0 where it could not be recorded."""

    id: int
    batch: int
    """The id of the first of the files that were first seen together."""
    file: str
    """Its name now."""
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
    plan: str | None = None
    """The id of the plan that it belongs to; None where that was not recorded yet."""
    plan_sha256: str | None = None
    """The content of that plan under which it was received."""
    proved: str | None = None
    """How the person in `by` was proved."""
    who: str | None = None
    """What the identity provider calls that person."""
    waits: bool = False
    """Whether it counts only once somebody else of the body has approved it."""
    reviews: tuple[Review, ...] = ()
    """What came of that, oldest first."""
    withdrawal: Withdrawal | None = None
    restorations: tuple[Restoration, ...] = ()
    """Withdrawals that were taken back, oldest first."""

    @property
    def received(self) -> date:
        """The day of receipt."""
        return self.received_at.date()

    @property
    def is_approved(self) -> bool:
        """Whether nothing but a withdrawal keeps it from counting."""
        return not self.waits or (bool(self.reviews) and self.reviews[-1].why is None)

    @property
    def counts(self) -> bool:
        """Whether what it says counts, for every key that nothing received later reports otherwise."""
        return self.withdrawal is None and self.is_approved

    @property
    def was_removed(self) -> bool:
        """Whether it counts no longer because its file was removed by hand."""
        return self.withdrawal is not None and self.withdrawal.by is None


class History(NamedTuple):
    """What the events come to."""

    submissions: Sequence[Submission] = ()
    """Oldest first; withdrawn ones included."""
    settled: Mapping[str, int] = {}
    """By the name of a file the submission that it is, or repeats: its content was judged, and is not judged again."""
    gone: Set[str] = frozenset()
    """Those of the files that were removed since."""
    plans: Sequence[PlanKept] = ()
    """The contents of plans, oldest first."""

    locks: Sequence[LockEvent] = ()
    """Periods locked and unlocked, oldest first."""

    questions: Mapping[tuple[str, str], Sequence[QuestionEvent]] = {}
    """By plan and question what was said on it, oldest first."""
    codes: Sequence[CodeEvent] = ()
    """Codes made, refused and revoked, oldest first."""
    placed: Sequence[PlanPlaced] = ()
    """Plans put beside the others through the board, oldest first."""
    sign_ins: Sequence[SignInRefused] = ()
    """Sign-ins that the people file did not take, oldest first."""

    def locked_until(self, plan: str) -> date | None:
        """The day by which periods of a plan end that agencies report no longer; None where all are open."""
        return next((event.until for event in reversed(self.locks) if event.plan == plan), None)

    def kept_last(self, plan: str | None) -> str | None:
        """The hash of the content of a plan that was kept last."""
        return next((kept.sha256 for kept in reversed(self.plans) if kept.plan == plan), None)

    def submission(self, id: int, *, withdrawn: bool) -> Submission:
        """A submission that is withdrawn, or is not. Raises StoreError."""
        found = next((s for s in self.submissions if s.id == id), None)
        if found is None:
            raise StoreError(f"没有编号为 {id} 的报送。请用 history 查看编号。")
        if withdrawn and not found.withdrawal:
            raise StoreError(f"报送 {id} 没有撤回，不用恢复。")
        if found.withdrawal and not withdrawn:
            raise StoreError(f"报送 {id} 已经撤回，不用再撤。")
        return found

    def lying(self) -> dict[str, Submission]:
        """By the name of a file the submission that it is, or repeats, for those that were judged."""
        by_id = {s.id: s for s in self.submissions}
        return {name: by_id[id] for name, id in self.settled.items() if id in by_id}


def after(history: History, events: Iterable[Event]) -> History:
    """The history as further events leave it."""
    by_id = {s.id: s for s in history.submissions}
    settled, gone, plans = dict(history.settled), set(history.gone), list(history.plans)
    locks, codes, placed = list(history.locks), list(history.codes), list(history.placed)
    sign_ins = list(history.sign_ins)
    questions = {about: list(said) for about, said in history.questions.items()}

    def settle(file: str, id: int) -> None:
        settled[file] = id
        gone.discard(file)

    for event in events:
        match event:
            case Received():
                by_id[event.id] = received(event)
                settle(event.file, event.id)
            case PlanKept():
                plans.append(event)
            case QuestionNoted() | QuestionClosed() | QuestionReopened():
                questions.setdefault((event.plan, event.question), []).append(event)
            case PlanPlaced():
                placed.append(event)
            case CodeMade() | CodeRefused() | CodeRevoked():
                codes.append(event)
            case SignInRefused():
                sign_ins.append(event)
            case Locked() | Unlocked():
                locks.append(event)
            case Approved() | SentBack() if event.id in by_id:
                why = event.why if isinstance(event, SentBack) else None
                review = Review(event.at, event.by, why, event.proved, event.who)
                by_id[event.id] = by_id[event.id]._replace(reviews=(*by_id[event.id].reviews, review))
            case Withdrawn() if event.id in by_id:
                withdrawal = Withdrawal(event.at, event.by, event.why, event.proved, event.who)
                by_id[event.id] = by_id[event.id]._replace(withdrawal=withdrawal)
            case Restored() if event.id in by_id:
                by_id[event.id] = _restored(by_id[event.id], event.at, event)
                if event.file:
                    settle(event.file, event.id)
            case Removed():
                gone |= {event.file} & settled.keys()
                for s in [s for s in by_id.values() if s.file == event.file and s.withdrawal is None]:
                    by_id[s.id] = s._replace(withdrawal=Withdrawal(event.at, None, REMOVED))
            case PutBack() if event.id in by_id:
                removal = by_id[event.id].withdrawal
                for s in [s for s in by_id.values() if s.id <= event.id and s.file == event.file]:
                    if s.withdrawal == removal:
                        by_id[s.id] = _restored(s, event.at, None)
                settle(event.file, event.id)
            case Renamed():
                for s in [s for s in by_id.values() if s.file == event.file and event.id in {None, s.id}]:
                    by_id[s.id] = s._replace(file=event.to)
                if last := event.id or settled.pop(event.file, None):
                    settle(event.to, last)
            case Repeated():
                settle(event.file, event.id)
    told = tuple(locks), questions, tuple(codes), tuple(placed), tuple(sign_ins)
    return History(list(by_id.values()), settled, gone, plans, *told)


def _restored(submission: Submission, at: datetime, by: Restored | None) -> Submission:
    if submission.withdrawal is None:
        return submission
    taken_back = Restoration(submission.withdrawal, at, *((by.by, by.proved, by.who) if by else (None,)))
    return submission._replace(withdrawal=None, restorations=(*submission.restorations, taken_back))


def received(event: Received) -> Submission:
    """The submission that an event reports."""
    said = event.model_dump(include=set(Submission._fields))
    return Submission(**said, received_at=event.at.astimezone())


def standing(submissions: Iterable[Submission]) -> dict[str, Submission]:
    """Of each file the last submission that is not withdrawn."""
    return {s.file: s for s in submissions if s.withdrawal is None}
