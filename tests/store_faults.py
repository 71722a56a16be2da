"""File operations that fail: the n-th of them, in each of the ways in which a disk or a process lets one down.

What a child does under `faults` is counted operation by operation, so that a test can go through all of them: n = 1, 2,
3 … until the child no longer comes to the n-th.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, get_args
from unittest import mock

Mode = Literal["die_before", "die_after", "no_space", "io_error"]
"""A full disk stays full; an error may be the only one."""

MODES: tuple[Mode, ...] = get_args(Mode)

DIED = 99
"""The exit code of a child that a fault has ended."""

OPERATIONS = ("open", "write", "fsync", "replace", "ftruncate", "unlink", "mkdir", "close")

_READING = os.O_RDONLY | os.O_NONBLOCK
"""How a file in the drop folder is opened. One that cannot be read is listed; that is tried elsewhere."""

_NEED_SPACE = ("open", "write", "fsync", "replace", "mkdir")


class Faults:
    """Counts operations, and lets the n-th fail."""

    def __init__(self, mode: Mode, n: int) -> None:
        self.mode, self.n = mode, n
        self.count = 0
        self.names: list[str] = []

    @property
    def was_reached(self) -> bool:
        """Whether there was an n-th operation."""
        return self.count >= self.n

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """The operation as it is called while faults are in force."""

        def call(*args: Any, **kwargs: Any) -> Any:
            if name == "open" and args[1] & (_READING | os.O_ACCMODE) == _READING:
                return real(*args, **kwargs)
            self.count += 1
            self.names.append(name)
            is_nth = self.count == self.n
            if is_nth and self.mode == "die_before":
                if name == "write":  # a line or a file is torn in two
                    real(args[0], args[1][: len(args[1]) // 2])
                os._exit(DIED)
            if self.was_reached and self.mode == "no_space" and name in _NEED_SPACE:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if is_nth and self.mode == "io_error":
                if name == "close":  # closed it is in any case
                    real(*args)
                elif name == "write":
                    real(args[0], args[1][: len(args[1]) // 2])
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            try:
                return real(*args, **kwargs)
            finally:
                if is_nth and self.mode == "die_after":
                    os._exit(DIED)

        return call


@contextmanager
def faults(mode: Mode, n: int) -> Iterator[Faults]:
    """Let the n-th file operation of this process fail."""
    found = Faults(mode, n)
    with mock.patch.multiple(os, **{name: found.wrap(name, getattr(os, name)) for name in OPERATIONS}):
        yield found


@contextmanager
def without_syncing() -> Iterator[None]:
    """Leave out fsync, which does nothing against the end of a process and takes most of the time."""
    with mock.patch.object(os, "fsync", lambda fd: None):
        yield
