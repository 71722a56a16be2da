"""Where submissions are kept. A store remembers; it does not judge."""

from lib.store.events import CodeRefused, InletEvent, PlanKept, PutBack, Removed, Renamed, Repeated
from lib.store.folder import printable, read_bytes
from lib.store.history import Restoration, Submission, Withdrawal, after, standing
from lib.store.opening import open_store
from lib.store.protocol import Arrival, Entry, Holdings, Store, this_moment

__all__ = [
    "Arrival", "CodeRefused", "Entry", "Holdings", "InletEvent", "PlanKept", "PutBack", "Removed", "Renamed", "Repeated",
    "Restoration", "Store", "Submission", "Withdrawal", "after", "open_store", "printable", "read_bytes", "standing", "this_moment",
]  # fmt: skip
