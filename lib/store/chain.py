"""The chain that makes a journal tell whether it was changed: every event holds the hash of the one before, and its own.

An event is sealed as the record that is kept of it: its fields, `before` and `hash`. Events of earlier times have no
seal; the first one that has one holds the hash of the last of them, and from then on every event has one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from lib.store.events import Event

Record = dict[str, Any]
"""An event as plain data."""


class Chain:
    """The end of a chain: what the next event hangs on."""

    def __init__(self) -> None:
        self._last: str | None = ""
        self._is_sealed = False
        self.unsealed = 0
        """Records without a seal: of earlier times, or somebody took it off."""

    def sealed(self, events: Iterable[Event]) -> list[Record]:
        """The records of further events. The chain does not grow by them before `takes` sees them kept."""
        before, records = self._last or "", []
        for event in events:
            record = event.model_dump(mode="json") | {"before": before}
            before = _hash_of(record)
            records.append(record | {"hash": before})
        return records

    def takes(self, record: Record) -> bool:
        """Whether the next record fits; it is the end of the chain from now on in either case."""
        before, own = record.get("before"), record.get("hash")
        found = _hash_of({key: value for key, value in record.items() if key != "hash"})
        is_sealed = before is not None or own is not None
        hangs = before == self._last if self._last is not None else before is not None
        fits = (hangs and own == found) or not (is_sealed or self._is_sealed)
        self._is_sealed |= is_sealed
        self.unsealed += not is_sealed
        self._last = own if isinstance(own, str) else found
        return fits

    def misses(self) -> None:
        """The next record cannot be read, so that what follows hangs on something that nobody knows."""
        self._last = None


def _hash_of(record: Record) -> str:
    return hashlib.sha256(
        json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    ).hexdigest()
