"""What the routes need of the board around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from anyio import CapacityLimiter, to_thread

from lib.board import Board
from lib.errors import BoardError
from lib.plan import key_of

THREADS = 4
"""So many answers are worked out at once: a store that does not answer is waited for by these, and by no page."""

Answer = TypeVar("Answer")


class Site(NamedTuple):
    """The boards that the pages show, and who may read them."""

    base: str
    """The path under which all is reached, without a slash at its end; blank at the root."""
    boards: Callable[[], Sequence[Board]]
    """The board of each plan, the default first, the same ones as the pages'. Raises BoardError."""
    admits: Callable[[Mapping[str, str]], bool]
    """Whether a request with these headers may read what the pages show."""
    sessions: Callable[[], int]
    """How many pages are open."""


def id_of(board: Board) -> str:
    """The id of a board's plan, also where its file is wrong."""
    try:
        return board.plan.id
    except BoardError:
        return key_of(board.plan_path).id


class Threads:
    """Work apart from the event loop, a few pieces at once."""

    def __init__(self) -> None:
        self._limiter: CapacityLimiter | None = None

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """What `work` returns, once it is its turn."""
        if self._limiter is None:  # made where an event loop runs
            self._limiter = CapacityLimiter(THREADS)
        return await to_thread.run_sync(work, limiter=self._limiter)
