"""The journal as a table: events in the order of their numbers, of which only what is new is read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy import Connection, insert, select, update

from lib.problems import Problem, problem
from lib.store.chain import Chain, Record
from lib.store.events import Event
from lib.store.history import History, after
from lib.store.sql.tables import counter, events

_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="event")])


class Journal:
    """The events, oldest first, and what they come to."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self.events: list[Event] = []
        self.unreadable: list[int] = []
        """The numbers of those that are none: of a later version, or changed by hand."""
        self.history = after(History(), ())
        self.misfits: list[tuple[int, Event]] = []
        """Events that do not hang on the one before or are not what they were, each with its number."""
        self._chain = Chain()
        self._last: tuple[int, Record] = (0, {})

    def read(self, connection: Connection) -> History:
        """Take in what is new. Where the last event is no longer what it was, somebody put back a backup: all is new."""
        number, record = self._last
        found = connection.execute(
            select(events.c.number, events.c.record).where(events.c.number >= number).order_by(events.c.number)
        ).all()
        if number and (not found or found[0] != (number, record)):
            self._forget()
            return self.read(connection)
        new: list[Event] = []
        for row in found[1 if number else 0 :]:
            self._last = row.number, row.record
            try:
                event = _EVENT.validate_python(row.record)
            except ValidationError:
                self.unreadable.append(row.number)
                self._chain.misses()
                continue
            new.append(event)
            if not self._chain.takes(row.record):
                self.misfits.append((row.number, event))
        self.events += new
        if new:
            self.history = after(self.history, new)
        return self.history

    @property
    def unsealed(self) -> int:
        """How many of the events have no seal."""
        return self._chain.unsealed

    def gone(self, connection: Connection) -> list[Problem]:
        """The events that were counted and are no longer at the end of the table. All that is there was read."""
        count = connection.execute(select(counter.c.events)).scalar_one()
        return [problem("journal_line", file=events.name, row=row) for row in range(self._last[0] + 1, count + 1)]

    def append(self, connection: Connection, new: Sequence[Event]) -> None:
        """Add events within a transaction, whose numbers follow those that are there. All that was there was read."""
        count = connection.execute(select(counter.c.events).with_for_update()).scalar_one()
        rows = [
            {
                "number": number,
                "at": event.at,
                "event": event.event,
                "submission": getattr(event, "id", None),
                "body": getattr(event, "body", None),
                "record": record,
            }
            for number, (event, record) in enumerate(zip(new, self._chain.sealed(new), strict=True), count + 1)
        ]
        if rows:
            connection.execute(insert(events), rows)
        connection.execute(update(counter).values(events=count + len(rows)))

    def faults(self) -> list[Problem]:
        """What is wrong with it, the first one first."""
        found = [problem("journal_line", file=events.name, row=number) for number in self.unreadable]
        for number, event in self.misfits:
            at = f"{event.at:%Y-%m-%d %H:%M}"
            found.append(problem("journal_chain", file=events.name, row=number, event=event.event, at=at))
        return sorted(found, key=lambda fault: fault.row or 0)
