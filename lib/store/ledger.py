"""What is read of a journal, however it is kept: its events, what they come to, and the places that are not what they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from lib.problems import Problem, problem
from lib.store.chain import Chain, Record
from lib.store.events import Event
from lib.store.history import History, after

_EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Annotated[Event, Field(discriminator="event")]])


class Ledger:
    """The events, oldest first, taken in place by place: by lines of a file, or by numbers of a table."""

    def __init__(self) -> None:
        self.chain = Chain()
        self.events: list[Event] = []
        self.unreadable: list[int] = []
        """The places that hold no event: damaged, of a later version, or changed by hand."""
        self.misfits: list[tuple[int, Event]] = []
        """Events that do not hang on the one before or are not what they were, each with its place."""
        self._history, self._folded = after(History(), ()), 0

    def take(self, place: int, records: Sequence[Record]) -> None:
        """Take in what stands at the next place: all of it are events, or none is."""
        try:
            events = _EVENTS.validate_python(records)
        except ValidationError:
            self.miss(place)
            return
        self.events += events
        for event, record in zip(events, records, strict=True):
            if not self.chain.takes(record):
                self.misfits.append((place, event))

    def miss(self, place: int) -> None:
        """Take note that the next place cannot be read."""
        self.unreadable.append(place)
        self.chain.misses()

    @property
    def history(self) -> History:
        """What the events come to; only those that came since it was asked for last are looked at."""
        if new := self.events[self._folded :]:
            self._history, self._folded = after(self._history, new), len(self.events)
        return self._history

    def faults(self, file: str) -> list[Problem]:
        """What is wrong with it, by place; `file` is what it is called."""
        found = [problem("journal_line", file=file, row=place) for place in self.unreadable]
        for place, event in self.misfits:
            at = f"{event.at:%Y-%m-%d %H:%M}"
            found.append(problem("journal_chain", file=file, row=place, event=event.event, at=at))
        return sorted(found, key=lambda fault: fault.row or 0)
