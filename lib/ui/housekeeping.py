"""What keeps the server quick with many readers: when garbage is collected, when messages are sent, when
files that nobody sent are let go."""

from __future__ import annotations

import gc
import socket
import threading
import time
from contextlib import suppress
from functools import cache

from streamlit.runtime import Runtime

from lib.ui.door import forget_old_uploads

COLLECT_SECONDS = 30


@cache
def start_housekeeping() -> None:
    """Collect garbage, and files that nobody sent, now and then, in place of a full collection after every run of every user. Starts once."""
    gc.freeze()
    gc.set_threshold(700, 10, 1000)  # full collections are for the thread: they go through every row of the figures
    threading.Thread(target=_collect, daemon=True, name="garbage").start()


def _collect() -> None:
    while True:
        time.sleep(COLLECT_SECONDS)
        if Runtime.exists():
            forget_old_uploads()
        gc.collect()


def send_at_once() -> None:
    """Let the server send each message when it is made.

    Streamlit binds its socket so that asyncio does not see that it is TCP and leaves Nagle's algorithm on: the rest of
    a page then waits until the browser has acknowledged its first message, 40 ms and more. Connections inherit the
    setting from the socket that listens, to which there is no other way than to look for it.
    """
    for thing in gc.get_objects():
        if type(thing) is socket.socket and thing.family in (socket.AF_INET, socket.AF_INET6):
            with suppress(OSError):
                thing.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
