"""Where submissions are kept. A store remembers; it does not judge."""

from lib.store.events import (
    Approved,
    CodeEvent,
    CodeRefused,
    InletEvent,
    Locked,
    PlanKept,
    PlanPlaced,
    PutBack,
    QuestionClosed,
    QuestionEvent,
    QuestionNoted,
    QuestionReopened,
    Removed,
    Renamed,
    Repeated,
    SentBack,
    SignInRefused,
    Unlocked,
)
from lib.store.folder import place_new, printable, read_bytes, reason
from lib.store.history import History, Submission, after, standing
from lib.store.opening import open_store
from lib.store.protocol import Arrival, Entry, Holdings, Store, fingerprint, this_moment

__all__ = [
    "History", "Approved", "CodeEvent", "QuestionClosed", "QuestionEvent", "QuestionNoted", "QuestionReopened", "SentBack", "SignInRefused",
    "Arrival", "CodeRefused", "Entry", "Holdings", "InletEvent", "Locked", "PlanKept", "PlanPlaced", "PutBack", "Removed", "Renamed", "Repeated",
    "Store", "Unlocked", "Submission", "after", "fingerprint", "open_store", "place_new", "printable", "read_bytes", "reason", "standing", "this_moment",
]  # fmt: skip
