"""The way to the database: who holds its lock writes, and nobody else, in this process and in others.

The lock is an advisory lock of one connection, and whoever holds it writes through that connection only: where it breaks
the lock is lost, and so is every write that would have relied on it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from lib.errors import StoreError
from lib.store.sql.migrations import migrate
from lib.store.sql.refusals import not_stored, said_of_commit, said_of_reading, said_of_writing

LOCK_SECONDS = 20.0
"""How long to wait for another process that writes, in order to write."""

LOOK_SECONDS = 3.0
"""How long to wait for it in order to look; then what can be seen is shown, and nothing written down."""

_WRITING = 7_526_100
"""The advisory lock of whoever writes."""

PATIENCE: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "planboard",
    # What is acknowledged is on the disk, whatever the server is set to; and a board that went away with its machine
    # does not keep the lock.
    "options": "-c synchronous_commit=on -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
}
"""How soon a connection that leads nowhere is given up, at both ends."""


class Link:
    """Connections to a database. Without `record` nothing is ever written. Safe to share between threads.

    Each connection is made when it is needed: a process that was forked off shares none, and one that broke is not kept.
    """

    def __init__(self, address: str, *, record: bool) -> None:
        self._engine = create_engine(address, poolclass=NullPool, connect_args=PATIENCE)
        self._record = record
        self._is_migrated = not record
        self._threads = threading.RLock()
        self._depth = 0
        self._owner: int | None = None
        self._connection: Connection | None = None
        self._why_not: StoreError | None = None

    @property
    def held(self) -> bool:
        """Whether this thread keeps others from writing."""
        return self._owner == threading.get_ident() and self._connection is not None and not self._is_broken()

    def insist(self) -> None:
        """Raise the StoreError that says why nothing may be written, where it is not held."""
        if not self.held:
            raise self._why_not or StoreError("没有保存：这里只能查看。")

    @contextmanager
    def taken(self, *, to_look: bool) -> Iterator[None]:
        """Hold the lock, or go on without where that cannot be. `to_look`: wait only a moment for others who write."""
        with self._threads:
            if self._depth == 0 and self._record:
                self._connection, self._owner = self._acquired(to_look), threading.get_ident()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    connection, self._connection, self._owner = self._connection, None, None
                    # The lock ends with its connection. What was written is written, whatever becomes of it.
                    if connection:
                        with suppress(SQLAlchemyError):
                            connection.close()

    @contextmanager
    def reading(self, *, to_write: bool = False) -> Iterator[Connection]:
        """A connection on which everything that is read is of one moment. Raises StoreError; `to_write`: what was to be
        written on the ground of it was not stored."""
        with said_of_writing() if to_write else said_of_reading():
            if self.held and self._connection is not None:
                with self._connection.begin():
                    yield self._connection
            else:
                with self._connected() as connection:
                    connection.execution_options(isolation_level="REPEATABLE READ")
                    with connection.begin():
                        yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction under the lock: all of it or nothing. StoreError: nothing; UnknownOutcomeError: it cannot be said."""
        self.insist()
        assert self._connection is not None
        transaction = self._connection.begin()
        try:
            with said_of_writing():
                yield self._connection
        except BaseException:
            with suppress(SQLAlchemyError):
                transaction.rollback()
            raise
        with said_of_commit():
            transaction.commit()

    def migrate(self) -> None:
        """Bring the tables up to date. Raises StoreError."""
        with said_of_writing(), self._engine.connect() as connection:
            migrate(connection)
        self._is_migrated = True

    def _connected(self) -> Connection:
        if not self._is_migrated:
            with self._engine.connect() as connection:
                migrate(connection)
            self._is_migrated = True
        return self._engine.connect()

    def _acquired(self, to_look: bool) -> Connection | None:
        seconds = LOOK_SECONDS if to_look else LOCK_SECONDS
        try:
            connection = self._connected()
            try:
                connection.execute(text(f"SET lock_timeout = {int(seconds * 1000)}"))
                connection.execute(select(func.pg_advisory_lock(_WRITING)))
                connection.commit()
            except BaseException:
                connection.close()
                raise
        except SQLAlchemyError as error:
            self._why_not = not_stored(error)
            return None
        return connection

    def _is_broken(self) -> bool:
        # Used again it would connect anew, and hold no lock.
        if self._connection is not None and self._connection.invalidated:
            self._why_not = StoreError(
                "没有保存：数据库连不上。原有数据不受影响。请稍后再报一次；一直这样时请告知管理员。"
            )
            return True
        return False
