"""The journal as a table: events in the order of their numbers, of which only what is new is read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy import Connection, insert, select, update

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
        self._last: tuple[int, Any] = (0, None)

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
                new.append(_EVENT.validate_python(row.record))
            except ValidationError:
                self.unreadable.append(row.number)
        self.events += new
        if new:
            self.history = after(self.history, new)
        return self.history

    def append(self, connection: Connection, new: Sequence[Event]) -> None:
        """Add events within a transaction, whose numbers follow those that are there."""
        count = connection.execute(select(counter.c.events).with_for_update()).scalar_one()
        rows = [
            {
                "number": number,
                "at": event.at,
                "event": event.event,
                "submission": getattr(event, "id", None),
                "body": getattr(event, "body", None),
                "record": event.model_dump(mode="json"),
            }
            for number, event in enumerate(new, count + 1)
        ]
        if rows:
            connection.execute(insert(events), rows)
        connection.execute(update(counter).values(events=count + len(rows)))
