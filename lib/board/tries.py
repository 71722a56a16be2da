"""Wrong codes, by where they come from: whoever guesses is answered ever later, and keeps nobody else waiting."""

from __future__ import annotations

import threading
from collections.abc import Collection
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from lib.store import Store

TRIES = 5
"""Wrong codes within a minute from one place that are answered at once, and written down."""

_LONGEST = 10.0
"""Seconds that a wrong code waits for its answer at most."""

_MINUTE = timedelta(minutes=1)


class Tries:
    """The wrong codes of the last minute by their places: addresses, browsers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: dict[str, list[datetime]] = {}

    def count(self, places: Collection[str], now: datetime) -> int:
        """Note a wrong code; how many there were within the minute from that one of the places that had most."""
        with self._lock:
            self._wrong = {p: kept for p, all in self._wrong.items() if (kept := [t for t in all if now - t < _MINUTE])}
            for place in places:
                self._wrong.setdefault(place, []).append(now)
            return max((len(self._wrong[place]) for place in places), default=0)


def pause_after(wrong: int) -> float:
    """Seconds that a wrong code waits for its answer: 1, 2, 4 … once there are too many."""
    return min(_LONGEST, 2.0 ** (wrong - TRIES - 1)) if wrong > TRIES else 0.0


_tries: WeakKeyDictionary[Store, Tries] = WeakKeyDictionary()


def tries_of(store: Store) -> Tries:
    """The tries at the codes of a store, in this process."""
    return _tries.setdefault(store, Tries())
