"""/healthz: does the process live; /readyz: can plan and store be read now. For monitors and load balancers."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse

from lib.errors import BoardError, PlanError
from lib.http.site import Site, Threads

READY_SECONDS = 2.0
"""A store that has not answered by then does not answer: whoever asks for health gives up soon, too."""

_FRESH = {"Cache-Control": "no-store"}


class Health:
    """The routes for health."""

    def __init__(self, site: Site, threads: Threads) -> None:
        self._site = site
        self._threads = threads
        self._look: asyncio.Task[str] | None = None

    async def alive(self, request: Request) -> JSONResponse:
        """That requests are answered at all. Looks at nothing, so that a fault outside restarts no process."""
        return JSONResponse({"alive": True}, headers=_FRESH)

    async def ready(self, request: Request) -> JSONResponse:
        """Whether what is shown is of now: 200, or 503 with the reason, while pages may show their last state."""
        # One look for all who ask: those that come while a store does not answer wait for the same one.
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._threads.run(lambda: why_not_ready(self._site)))
        done, _ = await asyncio.wait({self._look}, timeout=READY_SECONDS)
        why = self._look.result() if done else f"{READY_SECONDS:g} 秒内没有答复：存储很慢，或者没有应答。"
        status, more = (503, {"reason": why}) if why else (200, {})
        return JSONResponse({"ready": not why, **more}, status, headers=_FRESH)


def why_not_ready(site: Site) -> str:
    """Why the default plan or its store cannot be read now; blank where they can."""
    try:
        board = site.boards()[0]
        board.refresh()
    except PlanError as error:
        return f"计划文件有 {len(error.problems)} 处错误：{error.problems[0].message}"
    except BoardError as error:
        return str(error)
    if board.plan_faults:
        return f"计划文件有 {len(board.plan_faults)} 处错误：{board.plan_faults[0].message}"
    return board.silence.why if board.silence else ""
