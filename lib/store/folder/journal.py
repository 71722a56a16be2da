"""The journal of submissions: events as lines of JSON that are only ever added.

An event counts once its line is whole; events that belong together stand in one line. Each is sealed (`chain`). A line that a stopped process
left unfinished is no event; the next one to write cuts it off. Whoever appends holds the store's lock.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from lib.errors import StoreError, UnknownOutcomeError
from lib.store.events import Event
from lib.store.folder import durable
from lib.store.folder.reasons import reason
from lib.store.ledger import Ledger


class Journal:
    """A file of events, of which only what is new is read again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._forget()

    def _forget(self) -> None:
        self._read_up_to: tuple[int, int] = (0, 0)
        self._lines = 0
        self._ledger = Ledger()

    def stamp(self) -> tuple[int, int]:
        """Inode and size, which change with every event; zeros where there is no journal."""
        try:
            found = self.path.stat()
        except OSError:
            return 0, 0
        return found.st_ino, found.st_size

    def read(self) -> Ledger:
        """Every event up to now, by the number of its line. Raises OSError where the file cannot be read."""
        try:
            with open(self.path, "rb") as file:
                now = os.fstat(file.fileno())
                inode, offset = self._read_up_to
                if inode != now.st_ino or now.st_size < offset:
                    self._forget()
                    offset = 0
                file.seek(offset)
                new = file.read()
        except FileNotFoundError:
            self._forget()
            return self._ledger
        whole = new.rfind(b"\n") + 1
        for line in new[:whole].split(b"\n")[:-1]:
            self._lines += 1
            try:
                records = json.loads(line)
            except (ValueError, RecursionError):
                self._ledger.miss(self._lines)
            else:
                self._ledger.take(self._lines, records if isinstance(records, list) else [records])
        self._read_up_to = now.st_ino, offset + whole
        return self._ledger

    def append(self, events: Sequence[Event]) -> None:
        """Add events, all of them or none. StoreError: none was added; UnknownOutcomeError: it cannot be said."""
        try:
            records = self.read().chain.sealed(events)
            line = records[0] if len(records) == 1 else records
            data = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            is_new = not self.path.exists()
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
        except OSError as error:
            raise not_stored(error) from error
        try:
            self._append(fd, data)
        finally:
            with suppress(OSError):
                os.close(fd)
        if is_new:
            with unknown_outcome():
                durable.sync_folder(self.path.parent)

    def _append(self, fd: int, data: bytes) -> None:
        try:
            end = _end_of_whole_lines(fd)
            os.ftruncate(fd, end)
        except OSError as error:
            raise not_stored(error) from error
        try:
            durable.write_all(fd, data)
        except OSError as error:
            with unknown_outcome():
                os.ftruncate(fd, end)
            raise not_stored(error) from error
        # A failed fsync is not tried again: the system may have dropped what it could not write.
        with unknown_outcome():
            os.fsync(fd)


def _end_of_whole_lines(fd: int) -> int:
    end = os.fstat(fd).st_size
    while end:
        start = max(0, end - 65536)
        os.lseek(fd, start, os.SEEK_SET)
        found = os.read(fd, end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


@contextmanager
def unknown_outcome() -> Iterator[None]:
    """Turn an OSError into the error that says that the outcome is unknown."""
    try:
        yield
    except OSError as error:
        raise UnknownOutcomeError(
            "写入时出了故障，不能确定是否已经保存。请刷新后查看报送记录；没有的话再报一次，同样的文件不会重复计入。"
        ) from error


def not_stored(error: OSError) -> StoreError:
    """The error for a failure before anything counted."""
    return StoreError(f"没有保存：{reason(error, writing=True)}。原有数据不受影响。请告知管理员，处理后再报一次。")
