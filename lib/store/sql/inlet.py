"""What lies in the inlet: what was sent, and what people dropped into the folder beside the database.

Whoever looks under the lock brings what the folder shows into the table, so that all replicas see one inlet. Replicas
share one folder, or each has its own: of each, only what it gave itself is taken away again with its file.
"""

from __future__ import annotations

import socket
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from lib.problems import Problem
from lib.store.folder import durable
from lib.store.folder.drop import DropFolder
from lib.store.folder.store import JOURNAL_FOLDER
from lib.store.protocol import Entry
from lib.store.sql.tables import counter, inlet

_NAME = "inlet"
"""The file that says which folder it is, wherever it is mounted."""


class Changes(NamedTuple):
    """What the folder shows and the table does not."""

    folder: str
    gone: list[str]
    there: list[Entry]


class Inlet:
    """The table, and the folder that is brought into it."""

    def __init__(self, folder: Path) -> None:
        self.dropped = DropFolder(folder)

    def changes(self, connection: Connection, whole: Container[tuple[str, str | None]]) -> Changes | None:
        """What is to be brought into the table; None where nothing is. A folder that is not there takes nothing away."""
        listing = self.dropped.stamps()
        if self.dropped.fault or not self.dropped.path.is_dir():
            return None
        mine, rows = self._id(), _rows(connection)
        found = self.dropped.found(listing, whole)
        gone = [name for name, (folder, _) in rows.items() if folder == mine and name not in found]
        there = [one for one in found.values() if one.name not in rows or _is_new(one, *rows[one.name], mine)]
        return Changes(mine, gone, there) if gone or there else None

    def bring(self, connection: Connection, changes: Changes) -> None:
        """Bring it into the table, within a transaction."""
        self.take_out(connection, changes.gone)
        for entry in changes.there:
            data = self.dropped.content(entry.sha256) if entry.sha256 else None
            if data is not None or entry.fault:
                fault = entry.fault._asdict() if entry.fault else None
                _put(connection, name=entry.name, folder=changes.folder, sha256=entry.sha256, fault=fault, data=data)
        _count(connection)

    @staticmethod
    def read(connection: Connection) -> dict[str, Entry]:
        """Every entry by its name."""
        return {name: entry for name, (_, entry) in _rows(connection).items()}

    @staticmethod
    def received(connection: Connection, contents: Mapping[str, str]) -> None:
        """Note by their names the contents of what was sent, or of entries that were received, within a transaction."""
        for name, sha256 in contents.items():
            row = insert(inlet).values(name=name, sha256=sha256)
            now = {"sha256": sha256, "fault": None, "data": None}
            connection.execute(row.on_conflict_do_update(index_elements=["name"], set_=now))
        _count(connection)

    @staticmethod
    def take_out(connection: Connection, names: Iterable[str]) -> None:
        """Take entries out of the table, within a transaction."""
        connection.execute(delete(inlet).where(inlet.c.name.in_(list(names))))
        _count(connection)

    def _id(self) -> str:
        path = self.dropped.path / JOURNAL_FOLDER / _NAME
        try:
            if not path.exists():
                durable.make_folder(path.parent)
                durable.write_whole(path, uuid4().hex.encode())
                durable.sync_folder(path.parent)
            return path.read_text(encoding="ascii")
        except (OSError, ValueError):
            return f"{socket.gethostname()}:{self.dropped.path.resolve()}"


def _rows(connection: Connection) -> dict[str, tuple[str | None, Entry]]:
    """By name the folder that gave an entry, and the entry."""
    shown = select(inlet.c.name, inlet.c.folder, inlet.c.sha256, inlet.c.fault).order_by(inlet.c.name)
    return {
        name: (folder, Entry(name, sha256, Problem(**fault) if fault else None))
        for name, folder, sha256, fault in connection.execute(shown)
    }


def _is_new(entry: Entry, folder: str | None, known: Entry, mine: str) -> bool:
    if folder is None:
        # What was sent, and lies in the folder as well after a copy: somebody has put another content in its place.
        return entry.sha256 not in (None, known.sha256)
    return folder == mine and known != entry


def _put(connection: Connection, **row: Any) -> None:
    connection.execute(insert(inlet).values(row).on_conflict_do_update(index_elements=["name"], set_=row))


def _count(connection: Connection) -> None:
    connection.execute(update(counter).values(inlet=counter.c.inlet + 1))
