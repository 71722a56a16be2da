"""The store that is a PostgreSQL database.

    counter          one row, held by whoever writes until the end of the transaction
    events           who, when, what: the journal
    contents         every content that was ever received, by its hash
    plan_contents    every content of a plan under which something was received
    codes            the upload codes
    inlet            what lies in the inlet: what was sent, and what a folder beside the database shows

A write is one transaction: its events, their contents and what they leave in the inlet are all there, or none is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from time import monotonic

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects.postgresql import insert

from lib.errors import AccessError, StoreError
from lib.problems import problem
from lib.store.events import CodeMade, CodeRevoked, Event, Noted, PlanKept, Removed, Restored, Withdrawn
from lib.store.folder import printable
from lib.store.folder.store import DERIVED, JOURNAL_FOLDER
from lib.store.history import Submission, received
from lib.store.protocol import Arrival, Check, Clock, Code, Everything, Holdings, fingerprint, received_as, this_moment
from lib.store.sql.inlet import Inlet
from lib.store.sql.journal import Journal
from lib.store.sql.link import Link
from lib.store.sql.notices import Ear, say
from lib.store.sql.tables import codes, contents, counter, events, inlet, plan_contents
from lib.store.told import tell

POLL_SECONDS = 5.0
"""The database is asked this often whether it has changed, also where nobody said so."""


class SqlStore:
    """A database as a store; see `lib.store.protocol.Store` for what it promises. Safe to share between threads.

    `folder` is where people put files; with `record=False` nothing is ever written.
    """

    def __init__(self, address: str, folder: Path, *, record: bool = True, clock: Clock = this_moment) -> None:
        self.clock = clock
        self.derived = folder / JOURNAL_FOLDER / DERIVED if record else None
        self._record = record
        self._link = Link(address, record=record)
        self._ear = Ear(address)
        self._journal = Journal()
        self._inlet = Inlet(folder)
        self._asked: tuple[float, Hashable] = (float("-inf"), None)
        self._undone = 0
        """How often something could not be written down that the next look has to."""

    # reading

    def stamp(self, max_age: float = 0.0) -> Hashable:
        """What changes when the holdings do: the counter, and the entries of the folder. Raises StoreError."""
        listing = frozenset(self._inlet.dropped.stamps(max_age).items()) if self._record else None
        is_quiet = max_age > 0 and self._ear.is_sure_of_silence()
        if not is_quiet or monotonic() - self._asked[0] > POLL_SECONDS:
            with self._link.reading() as connection:
                self._asked = monotonic(), tuple(connection.execute(select(counter.c.events, counter.c.inlet)).one())
        return self._asked[1], listing, self._undone

    def look(self) -> Holdings:
        """What the database holds, after what the folder shows was brought into it. Raises StoreError."""
        with self.exclusive(to_look=True):
            if self._link.held:
                with suppress(StoreError):
                    self._bring_in()
            elif self._record:
                self._undone += 1
            with self._link.reading() as connection:
                ledger, lying = self._journal.read(connection), self._inlet.read(connection)
            faults = ledger.faults(events.name)
            if fault := self._inlet.dropped.fault:
                faults.append(fault)
            return Holdings(ledger.history, lying, faults, whole=fault is None)

    def content(self, sha256: str) -> bytes | None:
        """A content by its hash, None where it is lost. Raises StoreError."""
        with self._link.reading() as connection:
            for table in (contents, plan_contents, inlet):
                found = select(table.c.data).where(table.c.sha256 == sha256, table.c.data.is_not(None)).limit(1)
                data = connection.execute(found).scalar()
                if data is not None and fingerprint(bytes(data)) == sha256:
                    return bytes(data)
        return None

    def codes(self) -> Mapping[str, Code]:
        """The upload codes by body. Raises AccessError."""
        try:
            with self._link.reading() as connection:
                return {row.body: Code(row.hash, row.made_at) for row in connection.execute(select(codes))}
        except StoreError as error:
            raise AccessError("数据库连不上，暂时不能报送。恢复后再试；一直这样时请告知管理员。") from error

    def check(self) -> Check:
        """Whether all is there and as it was written; makes the tables where there are none. Raises StoreError."""
        self._link.migrate()
        with self.exclusive(to_look=True), self._link.reading() as connection:
            ledger = self._journal.read(connection)
            history = ledger.history
            named = {s.sha256: s.file for s in history.submissions} | {p.sha256: p.plan for p in history.plans}
            whole = {
                sha256
                for table in _KEPT
                for sha256, data in connection.execute(select(table).execution_options(yield_per=100))
                if fingerprint(data) == sha256
            }
            faults = ledger.faults(events.name) + self._journal.gone(connection)
            faults += [
                problem("content_changed", file=named[one], sha256=one[:12]) for one in named if one not in whole
            ]
            unnamed = len(whole - named.keys())
            return Check(len(ledger.events), len(named), faults, ledger.chain.unsealed, unnamed)

    # writing

    def receive(self, arrivals: Sequence[Arrival]) -> list[Submission]:
        """Keep files as received together: their contents, for uploads an entry of their own, one event each."""
        if not arrivals:
            return []
        with self.exclusive():
            self._link.insist()
            with self._link.reading(to_write=True) as connection:
                history, lying = self._journal.read(connection).history, self._inlet.read(connection)
            new = received_as(arrivals, history, self.clock(), lying.__contains__)

            def keep(connection: Connection) -> None:
                _keep(connection, contents, [arrival.data for arrival in arrivals])
                self._inlet.received(connection, {event.file: event.sha256 for event in new})

            self._commit(new, keep)
            return list(map(received, new))

    def keep_plan(self, plan: str, year: int, data: bytes) -> None:
        """Keep a content of a plan, under which it is received from now on; nothing where it is the last one kept."""
        with self.exclusive():
            self._link.insist()
            sha256 = fingerprint(data)
            with self._link.reading(to_write=True) as connection:
                last = self._journal.read(connection).history.kept_last(plan)
            if last != sha256:
                event = PlanKept(at=self.clock(), plan=plan, year=year, sha256=sha256)
                self._commit([event], lambda connection: _keep(connection, plan_contents, [data]))

    def withdraw(self, id: int, by: str, why: str, proved: str | None = None, who: str | None = None) -> None:
        """Note that a submission counts no longer."""
        with self.exclusive():
            self._known(id, withdrawn=False)
            self._commit([Withdrawn(at=self.clock(), id=id, by=by, proved=proved, who=who, why=why)])

    def restore(self, id: int, by: str, proved: str | None = None, who: str | None = None) -> None:
        """Note that a withdrawn submission counts again. Where it is gone from the inlet it lies there again, as if sent."""
        with self.exclusive():
            submission = self._known(id, withdrawn=True)
            if self.content(submission.sha256) is None:
                raise StoreError(f"报送 {id} 的内容已经不在，无法恢复。请从备份中找回数据库，或重新报送。")
            with self._link.reading(to_write=True) as connection:
                is_gone = submission.file not in self._inlet.read(connection)
            file = submission.file if is_gone else None
            back = {submission.file: submission.sha256} if is_gone else {}
            event = Restored(at=self.clock(), id=id, by=by, proved=proved, who=who, file=file)
            self._commit([event], lambda connection: self._inlet.received(connection, back))

    def set_code(
        self, body: str, hash: str | None, by: str | None = None, proved: str | None = None, who: str | None = None
    ) -> None:
        """Give a body another upload code, or none, with the event that says so."""
        now = self.clock()
        with self.exclusive():
            if hash is None and body not in self.codes():
                return

            def change(connection: Connection) -> None:
                connection.execute(delete(codes).where(codes.c.body == body))
                if hash is not None:
                    connection.execute(insert(codes).values(body=body, hash=hash, made_at=now.isoformat()))

            made = CodeRevoked if hash is None else CodeMade
            self._commit([made(at=now, body=body, by=by, proved=proved, who=who)], change)

    def note(self, events: Sequence[Noted]) -> None:
        """Write down what happened that changes no content."""
        if events:
            with self.exclusive():
                self._commit(events)

    def remove(self, names: Sequence[str]) -> list[str]:
        """Take entries out of the inlet, with their files; returns the names of those that were there."""
        with self.exclusive():
            self._link.insist()
            self._bring_in()
            with self._link.reading(to_write=True) as connection:
                there = sorted(self._inlet.read(connection).keys() & set(names))
                known = self._journal.read(connection).history.settled
            for name in self._inlet.dropped.stamps():
                if printable(name) in there:
                    self._inlet.dropped.remove(name)
            removed = [Removed(at=self.clock(), file=name) for name in there if name in known]
            if there:
                self._commit(removed, lambda connection: self._inlet.take_out(connection, there))
            return there

    def exclusive(self, *, to_look: bool = False) -> AbstractContextManager[None]:
        """Hold the lock of the database. Where that cannot be, reading goes on without; writing raises StoreError."""
        return self._link.taken(to_look=to_look)

    # all at once

    def everything(self) -> Everything:
        """All that is kept, to be taken elsewhere. Raises StoreError."""
        with self.exclusive(to_look=True):
            holdings = self.look()
            if faults := [*self.check().problems, *holdings.faults]:
                raise StoreError(f"没有复制：{faults[0].file}：{faults[0].message}")
            with self._link.reading() as connection:
                ledger = self._journal.read(connection)
                kept, plans = ({row.sha256: bytes(row.data) for row in connection.execute(select(t))} for t in _KEPT)
            return Everything(list(ledger.events), kept, plans, self.codes(), holdings.settled_files())

    def take_over(self, everything: Everything) -> None:
        """Become what another store was, in one transaction. Raises StoreError where something is here already."""
        with self.exclusive():
            self._link.insist()
            with self._link.reading(to_write=True) as connection:
                if self._journal.read(connection).events or self._inlet.read(connection):
                    raise StoreError("没有复制：这个数据库里已经有报送。请换一个空的数据库。")

            def fill(connection: Connection) -> None:
                _keep(connection, contents, list(everything.contents.values()))
                _keep(connection, plan_contents, list(everything.plans.values()))
                for body, code in everything.codes.items():
                    connection.execute(insert(codes).values(body=body, **code._asdict()))
                self._inlet.received(connection, everything.files)

            self._commit(everything.events, fill)

    # the pieces

    def _commit(self, new: Sequence[Event], also: Callable[[Connection], None] = lambda connection: None) -> None:
        """The one door for writes. New events hang on the last one that is there."""
        self._link.insist()
        try:
            with self._link.reading(to_write=True) as connection:
                self._journal.read(connection)
            with self._link.writing() as connection:
                self._journal.append(connection, new)
                also(connection)
                say(connection)
        except StoreError:
            self._undone += 1
            raise
        tell(new)

    def _bring_in(self) -> None:
        """Bring what the folder shows into the inlet."""
        with self._link.reading(to_write=True) as connection:
            history = self._journal.read(connection).history
            changes = self._inlet.changes(connection, {(s.file, s.sha256) for s in history.submissions})
        if changes:
            self._commit([], lambda connection: self._inlet.bring(connection, changes))

    def _known(self, id: int, *, withdrawn: bool) -> Submission:
        self._link.insist()
        with self._link.reading(to_write=True) as connection:
            return self._journal.read(connection).history.submission(id, withdrawn=withdrawn)


_KEPT = (contents, plan_contents)


def _keep(connection: Connection, table: Table, kept: Sequence[bytes]) -> None:
    rows = [{"sha256": fingerprint(data), "data": data} for data in kept]
    if rows:
        connection.execute(insert(table).on_conflict_do_nothing(), rows)
