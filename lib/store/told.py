"""What was kept, told to the log: kinds and numbers of events, no names of files or people."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from lib.store.events import Event

_TOLD = ("id", "body", "plan", "proved")

_log = logging.getLogger("planboard")


def tell(events: Iterable[Event]) -> None:
    """One line for each event that was kept just now."""
    for event in events:
        _log.info("write", extra={"what": event.event} | {name: getattr(event, name, None) for name in _TOLD})
