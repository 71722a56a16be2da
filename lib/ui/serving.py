"""How the board is served: what stands around Streamlit and beside it, and what is said at the start."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit.runtime import Runtime
from streamlit.runtime.secrets import secrets_singleton
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat
from streamlit.web.server.starlette import App

from lib import settings
from lib.board import Board, plan_files
from lib.errors import BoardError
from lib.http import Metrics, Requests, Site, logging_to
from lib.http import routes as beside_the_pages
from lib.ui import door, rights
from lib.ui.frame import HIDDEN_PAGES, PAGES
from lib.ui.housekeeping import send_at_once
from lib.ui.view import board_of

_log = logging.getLogger("planboard")

_metrics = Metrics()


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
    """What stands around Streamlit. Ends the process, with a sentence, where a setting or a file of settings is of no use."""
    try:
        door.key()
        secrets_singleton.load_if_toml_exists()
    except BoardError as error:
        sys.exit(str(error))
    except UnicodeDecodeError:
        sys.exit("secrets.toml 不是 UTF-8 编码，看板没有启动。请另存为 UTF-8（不带 BOM），再启动。")
    pages = [*PAGES, *HIDDEN_PAGES]
    return [Middleware(Requests, base=door.base(), pages=pages), Middleware(door.Door)]


def routes() -> list[BaseRoute]:
    """What is answered beside the pages."""
    return beside_the_pages(Site(door.base(), _boards, door.admits, _sessions), _metrics)


def _boards() -> Sequence[Board]:
    return [board_of(path) for path in plan_files(settings.plan_path())]


def _sessions() -> int:
    found = Runtime.instance().stats_mgr.get_stats([ACTIVE_SESSIONS_FAMILY])[ACTIVE_SESSIONS_FAMILY]
    return sum(stat.value for stat in found if isinstance(stat, GaugeStat))


@asynccontextmanager
async def say_who_writes(app: App) -> AsyncIterator[None]:
    """Log while the server runs. Say at the start who may write while nothing is set up, and what is wrong with the people
    file."""
    send_at_once()
    with logging_to(sys.stderr, settings.log_level(), _metrics):
        _log.warning(rights.in_words())
        rights.people()
        for name in _FROM_OUTSIDE:
            logging.getLogger(name).addFilter(_OneLine())
        yield
