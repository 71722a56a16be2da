"""What every request passes before Streamlit sees it: whose browser it is, where it comes from, what it may leave here.

A session of Streamlit's is whoever presents its id. What somebody proves hangs therefore on a cookie that no script can
read, made here for each browser and signed with a key that this process alone has, or the boards behind one address share.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from lib import settings
from lib.draw import markup
from lib.http import may_see_metrics
from lib.ui.rights import is_guarded, people

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("planboard")

_COOKIE = "planboard"
_MOST = 10_000
"""Browsers that are remembered."""

_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")
_WIDGETS = ("$$ID-", "$$STREAMLIT_INTERNAL_KEY")
"""How Streamlit's names of fields begin."""

_SIGN_IN = re.compile(r"/(auth/login|auth/logout|oauth2callback)$")


class _Recent(OrderedDict[str, Any]):
    """Remembers what was noted last."""

    def note(self, key: str, value: object) -> None:
        self[key] = value
        self.move_to_end(key)
        while len(self) > _MOST:
            self.popitem(last=False)


_readers = _Recent()
"""What the identity provider says of the person at a browser."""

_uploaders = _Recent()
"""The browser that may leave files in a session."""


def browser_of(cookies: Mapping[str, str]) -> str | None:
    """What stands for the browser that sent these cookies; None where it was not given one."""
    for name, value in cookies.items():
        if name.startswith(_COOKIE) and _is_ours(value):
            return value
    return None


def note_reader(browser: str | None, claims: Mapping[str, Any]) -> None:
    """Remember who is at a browser, so that it is given files, too."""
    if browser:
        _readers.note(browser, claims)


def admits(headers: Mapping[str, str]) -> bool:
    """Whether whoever sends a request with these headers may read what the pages show."""
    return people().admits(_readers.get(browser_of(_cookies(headers)) or "", {}))


def note_uploader(session: str, browser: str | None, *, may_write: bool) -> None:
    """Remember whether a session may leave files here, and from which browser."""
    if may_write and browser:
        _uploaders.note(session, browser)
    else:
        _uploaders.pop(session, None)


class Door:
    """ASGI middleware around Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._arriving = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["path"]
        if scope["type"] == "websocket":
            if not _is_own_origin(headers):
                said = "Rejecting WebSocket connection with disallowed Origin or Host header: origin=%r, host=%r"
                _log.warning(said, headers.get("origin"), headers.get("host"))
                await send({"type": "websocket.close", "code": 1008})
                return
            await self._app(*_with_cookie(scope, headers, _without_odd_widgets(receive), send))
        elif upload := _UPLOAD.search(path):
            await self._upload(upload[1], scope, headers, receive, send)
        elif path.endswith("/_stcore/metrics") and not may_see_metrics((scope["client"] or [None])[0], headers.items()):
            await _answer(send, 403, "只有看板所在的机器和管理员列出的网段可以读取。")
        elif "/media/" in path and not admits(headers):
            await _answer(send, 403, "请先登录再下载。")
        elif _SIGN_IN.search(path):
            await self._app(scope, receive, _in_chinese(send, scope["query_string"]))
        elif "text/html" in headers.get("accept", ""):
            await self._app(*_with_cookie(scope, headers, receive, send))
        else:
            await self._app(scope, receive, send)

    async def _upload(
        self, session: str, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send
    ) -> None:
        """Take a file, where the session may leave one and there is room for it."""
        browser = browser_of(_cookies(headers))
        if scope["method"] != "PUT":
            await self._app(scope, receive, send)
            return
        is_known = _uploaders.get(session, "") == (browser or None)
        # A database may take its time to say, or not say at all, for which nobody else is to wait.
        if not _is_own_origin(headers) or (not is_known and await asyncio.to_thread(is_guarded)):
            await _answer(send, 403, "请先登录或者输入报送码，再上传文件。")
            return
        size = headers.get("content-length", "")
        if not size.isdecimal():
            await _answer(send, 411, "上传时要写明文件大小。")
            return
        length = int(size)
        if not _has_room(session, length + self._arriving):
            await _answer(send, 503, "看板正在检查的文件太多。请过一会儿再传。")
            return
        self._arriving += length
        try:
            await self._app(scope, _in_time(receive), send)
        except TimeoutError:
            await _answer(send, 408, "上传得太慢，已经中断。请检查网络后再传。")
        finally:
            self._arriving -= length


def forget_old_uploads() -> None:
    """Let go of files that nobody sent in time."""
    now, manager = time.monotonic(), Runtime.instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):  # a script by itself, as tests run it
        return
    files = [(owner, id) for owner, held in list(manager.file_storage.items()) for id in list(held)]
    for owner, id in files:
        if now - _arrived.setdefault(id, now) > settings.UPLOAD_SECONDS:
            manager.remove_file(owner, id)
    for id in set(_arrived) - {id for _, id in files}:
        _arrived.pop(id, None)


def _has_room(session: str, size: int) -> bool:
    """Whether a file of this size may be left in a session, once what is too old or too many is gone."""
    forget_old_uploads()
    manager = _uploads()
    kept = list(manager.file_storage.get(session, {}))
    for id in kept[: max(0, len(kept) - settings.MAX_UPLOADS + 1)]:
        manager.remove_file(session, id)
    held = sum(len(file.data) for files in list(manager.file_storage.values()) for file in list(files.values()))
    return held + size <= settings.MAX_UPLOAD_BYTES


def _uploads() -> MemoryUploadedFileManager:
    manager = Runtime.instance().uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)
    return manager


_arrived: dict[str, float] = {}
"""When a file was seen first, by its id."""


def _in_time(receive: Receive) -> Receive:
    until = time.monotonic() + settings.UPLOAD_WAIT_SECONDS

    async def receive_in_time() -> Message:
        return await asyncio.wait_for(receive(), max(0.0, until - time.monotonic()))

    return receive_in_time


def _with_cookie(scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send) -> tuple[Scope, Receive, Send]:
    """The request with a cookie for its browser, which is sent along with the answer where it had none."""
    if browser_of(_cookies(headers)):
        return scope, receive, send
    secure = scope["scheme"] in ("https", "wss") or headers.get("x-forwarded-proto") == "https"
    # Cookies know no ports: boards beside one another on one machine would take each other's away.
    name, value = f"{_COOKIE}-{_port(headers.get('host', ''))}", _new_token()
    rest = [pair for pair in headers.get("cookie", "").split("; ") if pair and not pair.startswith(f"{name}=")]
    sent = "; ".join([*rest, f"{name}={value}"]).encode("latin-1")
    scope = dict(scope, headers=[*((k, v) for k, v in scope["headers"] if k != b"cookie"), (b"cookie", sent)])
    cookie = f"{name}={value}; Path={_root()}; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"

    async def send_cookie(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            message["headers"] = [*message.get("headers", []), (b"set-cookie", cookie.encode("latin-1"))]
        await send(message)

    return scope, receive, send_cookie


def _without_odd_widgets(receive: Receive) -> Receive:
    """What a browser says of fields without those that no page can have: Streamlit fails on their names."""

    async def receive_known() -> Message:
        message = await receive()
        if data := message.get("bytes"):
            said = BackMsg()
            try:
                said.ParseFromString(data)
            except DecodeError:
                return message
            widgets = said.rerun_script.widget_states.widgets
            known = [widget for widget in widgets if widget.id.startswith(_WIDGETS)]
            if len(known) < len(widgets):
                del widgets[:]
                widgets.extend(known)
                message["bytes"] = said.SerializeToString()
        return message

    return receive_known


def _in_chinese(send: Send, query: bytes) -> Send:
    """What Streamlit says where signing in fails, or does not say, as a page that leads back."""
    failed = False

    async def send_page(message: Message) -> None:
        nonlocal failed
        if message["type"] == "http.response.start":
            is_back = any(name in query for name in (b"code=", b"error="))
            signed_in = any(v.startswith(b"_streamlit_user=") and b"Max-Age=0" not in v for _, v in message["headers"])
            if message["status"] >= 400:
                failed = True
                await _answer(send, 503, _NO_PROVIDER)
            elif is_back and not signed_in:
                failed = True
                await _answer(send, 400, _NOT_SIGNED_IN)
        if not failed:
            await send(message)

    return send_page


_NO_PROVIDER = "登录服务现在没有应答，没有登录。看板照常可以查看，请过一会儿再登录；一直这样请告知管理员。"
_NOT_SIGNED_IN = (
    "没有登录成功：可能是在登录服务那里取消了，也可能是这一次登录已经过期。请回到看板再登录一次；"
    "总是这样，请告知管理员查看日志，并核对服务器的时钟是否准确。"
)


async def _answer(send: Send, status: int, sentence: str) -> None:
    body = markup.bare_page(sentence, _root()).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _is_own_origin(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a page of the board itself; programs that are no browsers say nothing."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _port(host: str) -> int:
    with suppress(ValueError):
        return urlsplit(f"//{host}").port or 0
    return 0


def base() -> str:
    """The same without the slash at its end; blank at the root."""
    path = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def _root() -> str:
    """The path under which the board is reached."""
    return f"{base()}/"


def _cookies(headers: Mapping[str, str]) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _new_token() -> str:
    value = secrets.token_hex(16)
    return f"{value}.{_signature(value)}"


def _is_ours(token: str) -> bool:
    value, _, signature = token.partition(".")
    return hmac.compare_digest(signature.encode(), _signature(value).encode())


@cache
def key() -> bytes:
    """What cookies are signed with. Raises BoardError where what was set as the boards' secret is none."""
    secret = settings.cookie_secret()
    return hashlib.sha256(secret.encode()).digest() if secret else secrets.token_bytes(32)


def _signature(value: str) -> str:
    return hmac.new(key(), value.encode(), hashlib.sha256).hexdigest()
