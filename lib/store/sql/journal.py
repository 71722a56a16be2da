"""The journal as a table: events in the order of their numbers, of which only what is new is read again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from lib.problems import Problem, problem
from lib.store.chain import Record
from lib.store.events import Event
from lib.store.ledger import Ledger
from lib.store.sql.tables import counter, events


class Journal:
    """A table of events."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._ledger = Ledger()
        self._last: tuple[int, Record] = (0, {})

    def read(self, connection: Connection) -> Ledger:
        """Every event up to now. What is new is taken in. Where the last event is no longer what it was, somebody put back a backup: all is new."""
        number, record = self._last
        found = connection.execute(
            select(events.c.number, events.c.record).where(events.c.number >= number).order_by(events.c.number)
        ).all()
        if number and (not found or found[0] != (number, record)):
            self._forget()
            return self.read(connection)
        for row in found[1 if number else 0 :]:
            self._last = row.number, row.record
            self._ledger.take(row.number, [row.record])
        return self._ledger

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
            for number, (event, record) in enumerate(zip(new, self._ledger.chain.sealed(new), strict=True), count + 1)
        ]
        if rows:
            connection.execute(insert(events), rows)
        connection.execute(update(counter).values(events=count + len(rows)))
