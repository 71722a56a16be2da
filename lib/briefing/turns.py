"""A queue for what a machine does one at a time: first come, first served, and whoever waits is told of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SECONDS = 1.0
"""Between two times that somebody who waits is told; who has left is noticed then."""


class Turns:
    """Turns of several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._queue: list[object] = []

    @contextmanager
    def mine(self, told: Callable[[int], object]) -> Iterator[None]:
        """Wait until all who came before are done. `told` is called with how many they are; what it raises ends the wait."""
        ticket = object()
        with self._changed:
            self._queue.append(ticket)
        try:
            while ahead := self._queue.index(ticket):
                told(ahead)
                with self._changed:
                    if self._queue.index(ticket) == ahead:
                        self._changed.wait(_SECONDS)
            yield
        finally:
            with self._changed:
                self._queue.remove(ticket)
                self._changed.notify_all()
