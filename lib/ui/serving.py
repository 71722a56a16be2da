"""How the board is served: the door around Streamlit, and what is said at the start."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from streamlit.web.server.starlette import App

from lib.ui import rights
from lib.ui.door import Door

_log = logging.getLogger("planboard")


class _OneLine(logging.Filter):
    """What a stranger can cause, or a provider that is down, is one line of the log and no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without its traceback."""
        if record.exc_info and record.exc_info[1] is not None:
            record.msg, record.args = f"{record.getMessage()} ({record.exc_info[1]!r})", ()
            record.exc_info = None
        return True


_FROM_OUTSIDE = (
    "streamlit.web.server.starlette.starlette_auth_routes",
    "streamlit.web.server.starlette.starlette_websocket",
)
"""Loggers of what answers requests."""


def middleware() -> list[Middleware]:
    """What stands around Streamlit."""
    return [Middleware(Door)]


@asynccontextmanager
async def say_who_writes(app: App) -> AsyncIterator[None]:
    """Say at the start who may write while nothing is set up, and what is wrong with the people file."""
    _log.warning(rights.in_words())
    rights.people()
    for name in _FROM_OUTSIDE:
        logging.getLogger(name).addFilter(_OneLine())
    yield
