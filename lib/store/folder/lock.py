"""The lock of a folder: who holds it writes, and nobody else, in this process and in others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from lib.errors import StoreError
from lib.store.folder import durable
from lib.store.folder.journal import not_stored

LOCK_SECONDS = 20.0
"""How long to wait for another process that writes, in order to write."""

LOOK_SECONDS = 3.0
"""How long to wait for it in order to look; then what can be seen is shown, and nothing written down."""


class Lock:
    """Held by one thread of one process at a time, which may take it again. Without `path` nothing is ever held."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0
        self._why_not: StoreError | None = None
        self.held = False
        """Whether others are kept from writing."""

    def insist(self) -> None:
        """Raise the StoreError that says why nothing may be written, where it is not held."""
        if not self.held:
            raise self._why_not or StoreError("没有保存：这里只能查看。")

    @contextmanager
    def taken(self, *, to_look: bool) -> Iterator[None]:
        """Hold it, or go on without where that cannot be.

        `to_look`: wait only a moment for others who write, and make no folder that is not there.
        """
        with self._threads:
            lock = self._acquired(self._path, to_look=to_look) if self._depth == 0 and self._path else None
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if lock:
                    self.held = False
                    # What was written is written, whatever becomes of the lock.
                    with suppress(OSError):
                        lock.release()

    def _acquired(self, path: Path, *, to_look: bool) -> FileLock | None:
        # Made anew each time: a lock that was made before a fork holds nothing after it.
        lock = FileLock(path, timeout=LOOK_SECONDS if to_look else LOCK_SECONDS)
        try:
            if to_look and not path.parent.parent.is_dir():
                raise FileNotFoundError(2, "文件夹不存在")
            durable.make_folder(path.parent)
            lock.acquire()
        except Timeout:
            self._why_not = StoreError("没有保存：另一个程序一直在写入。请稍后再报一次。")
            return None
        except (OSError, NotImplementedError) as error:
            self._why_not = not_stored(error if isinstance(error, OSError) else OSError(str(error)))
            return None
        self.held = True
        return lock
