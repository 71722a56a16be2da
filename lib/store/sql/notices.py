"""What others say in the database when they have written."""

from __future__ import annotations

import os
import weakref
from typing import Any

import psycopg
from sqlalchemy import Connection, make_url, text

from lib.store.sql.link import PATIENCE

_CHANNEL = "planboard"


def say(connection: Connection) -> None:
    """Tell whoever listens that something has changed, once the transaction ends."""
    connection.execute(text(f"NOTIFY {_CHANNEL}"))


class Ear:
    """Listens. It needs no thread: what was said meanwhile waits in the connection until somebody asks."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address)
        self._listening: tuple[int, psycopg.Connection[Any], weakref.finalize[Any, Ear]] | None = None

    def is_sure_of_silence(self) -> bool:
        """Whether nobody has written since it was asked last. False where that cannot be said."""
        try:
            if self._listening and self._listening[0] == os.getpid():
                return not list(self._listening[1].notifies(timeout=0))
            self._listen()
        except psycopg.Error:
            self._forget()
        return False

    def _listen(self) -> None:
        # As SQLAlchemy reads the address, which may name several hosts in a way that libpq does not.
        _, where = self._address.get_dialect()().create_connect_args(self._address)
        connection: psycopg.Connection[Any] = psycopg.connect(**where, autocommit=True, **PATIENCE)
        connection.execute(f"LISTEN {_CHANNEL}")
        self._listening = os.getpid(), connection, weakref.finalize(self, connection.close)

    def _forget(self) -> None:
        if self._listening:
            self._listening[2]()
        self._listening = None
