"""Around everything: each request is logged with its answer, and each page says which sites may show it in a frame."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from lib import settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("planboard")

_PLACES = {
    "api": ("", "v1", "plans", "openapi.json"),
    "_stcore": ("", "health", "stream", "upload_file", "host-config", "metrics"),
    "auth": ("", "login", "logout"),
}
"""What stands in the log of an address: known words. The rest may be names of files, or whatever somebody typed."""

_ALONE = ("healthz", "readyz", "metrics", "static", "media", "component", "oauth2callback")

_QUIET = ("/healthz", "/readyz", "/metrics", "/static", "/_stcore/health")
"""What is asked for all day long, or many times for one page: logged as debug while it goes well."""

_SITE = re.compile(r"https?://(\*\.)?[A-Za-z0-9.\-]+(:\d{1,5})?")


class Requests:
    """ASGI middleware. `pages` are the paths of the pages below `base`."""

    def __init__(self, app: ASGIApp, base: str, pages: Collection[str]) -> None:
        self._app = app
        self._base = base
        self._pages = frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, and say what became of it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500 if scope["type"] == "http" else 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                status = message["status"]
                if scope["type"] == "http" and _is_page(message):
                    message = {**message, "headers": [*message["headers"], *_framing()]}
            elif message["type"] in ("websocket.accept", "websocket.close") and not status:
                # Said when it is opened: what follows may go on for days.
                status = 101 if message["type"] == "websocket.accept" else 403
                self._say(scope, status, began)
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        finally:
            if scope["type"] == "http":
                self._say(scope, status, began)

    def _say(self, scope: Scope, status: int, began: float) -> None:
        place = self.place(scope["path"])
        seconds = round(time.perf_counter() - began, 6)
        said = {"method": scope.get("method", "GET"), "place": place, "status": status, "seconds": seconds}
        quiet = place in _QUIET and status < 400
        _log.log(logging.DEBUG if quiet else logging.INFO, "request", extra=said)

    def place(self, path: str) -> str:
        """What an address is, in words of ours: no name of a file, no id, nothing that somebody made up."""
        first, *rest = path.removeprefix(self._base).strip("/").split("/")
        if first in _PLACES:
            known = [word for word in rest if word in _PLACES[first]]
            end = ["{id}", "status"] if first == "api" and rest[-1:] == ["status"] else []
            return "/".join(["", first, *known, *end])
        return f"/{first}" if first in (*_ALONE, *self._pages, "") else "/…"


def _is_page(message: Message) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"])


def _framing() -> list[tuple[bytes, bytes]]:
    """Which sites may show a page in a frame: the board's own, and those that the administrator lists."""
    listed = _sites(settings.frame_ancestors())
    policy = " ".join(["frame-ancestors 'self'", *listed])
    headers = [(b"content-security-policy", policy.encode())]
    return headers if listed else [*headers, (b"x-frame-options", b"SAMEORIGIN")]


@cache
def _sites(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the texts that are sites; each other one is said once."""
    for text in texts:
        if not _SITE.fullmatch(text):
            _log.warning(
                "PLANBOARD_FRAME_ANCESTORS：“%s”不是网站，没有采用。请写成 https://intranet.example.lan。", text
            )
    return tuple(text for text in texts if _SITE.fullmatch(text))
