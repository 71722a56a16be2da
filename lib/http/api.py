"""/api/v1: the plans, and where each stands, for other programs. The documents are those of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lib import formats
from lib.board import Board
from lib.errors import BoardError, PlanError
from lib.http.description import description
from lib.http.site import Site, Threads, id_of
from lib.problems import nearest
from lib.rules import Measures
from lib.say import json_text, status_document

V1 = "/v1"
_MOMENT = ("as_of", "known_by")
_RETRY_SECONDS = 5

_CHECKED = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
"""Whoever keeps an answer asks whether it still holds."""


class ApiError(HTTPException):
    """What keeps a request from its answer: a status, a word for programs, a sentence for people."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(status, message, {name.replace("_", "-"): value for name, value in headers.items()})
        self.code = code


class Api:
    """The routes under /api."""

    def __init__(self, site: Site, threads: Threads) -> None:
        self._site = site
        self._threads = threads
        self._documents: WeakKeyDictionary[Measures, bytes] = WeakKeyDictionary()

    def app(self) -> Starlette:
        """The application to mount. What goes wrong in it is said as JSON."""
        return Starlette(
            routes=[
                Route(f"{V1}/plans", self._plans),
                Route(f"{V1}/plans/{{id}}/status", self._status),
                Route(f"{V1}/openapi.json", self._description),
            ],
            exception_handlers={HTTPException: _said, BoardError: _unreadable},
        )

    async def _plans(self, request: Request) -> Response:
        headers = dict(request.headers)
        _only(request)

        def answer() -> list[dict[str, Any]]:
            self._admit(headers)
            return list(map(self._plan, self._site.boards()))

        return JSONResponse({"plans": await self._threads.run(answer)}, headers=_CHECKED)

    def _plan(self, board: Board) -> dict[str, Any]:
        id = id_of(board)
        try:
            plan = board.plan
            known: dict[str, Any] = {"title": plan.title, "year": plan.year, "readable": True}
        except BoardError:
            known = {"title": None, "year": None, "readable": False}
        return {"id": id, **known, "status": f"{self._site.base}/api{V1}/plans/{quote(id)}/status"}

    async def _status(self, request: Request) -> Response:
        headers, id = dict(request.headers), request.path_params["id"]
        _only(request, *_MOMENT)
        as_of, known_by = (_day(request, name) for name in _MOMENT)

        def answer() -> tuple[str, bytes]:
            self._admit(headers)
            board = self._board(id)
            measures, actuals = board.state(as_of, known_by)
            if measures not in self._documents:
                self._documents[measures] = json_text(status_document(measures, actuals.problems)).encode()
            return f'"{measures.check_code}"', self._documents[measures]

        etag, document = await self._threads.run(answer)
        kept = {**_CHECKED, "ETag": etag}
        if _holds(request.headers.get("if-none-match", ""), etag):
            return Response(status_code=304, headers=kept)
        return Response(document, media_type="application/json", headers=kept)

    async def _description(self, request: Request) -> Response:
        return JSONResponse(description(self._site.base), headers=_CHECKED)

    def _admit(self, headers: Mapping[str, str]) -> None:
        if not self._site.admits(headers):
            said = "请先登录：这里的数据只有登录了、在人员名单里的人可以读。请先用同一个浏览器在看板上登录。"
            # A scheme that makes no browser ask for a password.
            raise ApiError(401, "not_signed_in", said, WWW_Authenticate='Cookie realm="planboard"')

    def _board(self, id: str) -> Board:
        boards = {id_of(board): board for board in reversed(self._site.boards())}
        if id not in boards:
            known = "、".join(reversed(boards))
            alike = nearest(id, list(boards))
            raise ApiError(404, "no_such_plan", f"没有编号为“{formats.cut(id, 40)}”的计划。{alike}现有：{known}。")
        return boards[id]


def _only(request: Request, *known: str) -> None:
    """Insist that nothing else is asked for, and nothing twice: a date under a wrong name would be passed over unseen."""
    for name in request.query_params:
        if name not in known:
            may = f"可以写的是 {'、'.join(known)}。" if known else "这里没有参数。"
            raise ApiError(400, "unknown_parameter", f"不认识参数“{formats.cut(name, 40)}”。{may}")
        if len(request.query_params.getlist(name)) > 1:
            raise ApiError(400, "repeated_parameter", f"参数“{name}”写了不止一次。请只写一次。")


def _day(request: Request, name: str) -> date | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        said = f"{name}：“{formats.cut(text, 40)}”不是日期。请写成 年-月-日，例如 {name}=2021-09-30。"
        raise ApiError(400, "not_a_date", said)
    return day


def _holds(asked: str, etag: str) -> bool:
    """Whether what somebody keeps, by If-None-Match, is what would be sent."""
    return asked.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in asked.split(","))


_WORDS = {
    404: ("no_such_path", "没有这个地址。现有的地址写在 openapi.json 里。"),
    405: ("only_get", "这里只能读（GET、HEAD）。要报送请用“报送”页或 python -m lib submit。"),
}


async def _said(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, said = _WORDS.get(error.status_code, ("refused", error.detail))
    if isinstance(error, ApiError):
        code, said = error.code, error.detail
    headers = {**_CHECKED, **(error.headers or {})}
    return JSONResponse(_error(code, said), error.status_code, headers=headers)


async def _unreadable(request: Request, error: Exception) -> Response:
    """A plan with faults, or a store that does not answer before anything was read of it."""
    problems = [f"{p.file} {p.message}" for p in error.problems] if isinstance(error, PlanError) else [str(error)]
    code = "plan_faults" if isinstance(error, PlanError) else "store_silent"
    headers = {**_CHECKED, "Retry-After": str(_RETRY_SECONDS)}
    return JSONResponse(_error(code, "".join(problems[:1]), problems), 503, headers=headers)


def _error(code: str, message: str, details: list[str] | None = None) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "details": details or []}}
