"""锁期: periods that the office takes out of the agencies' hands. Theirs that end by that day are refused at receipt; the
office's own are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from lib import formats
from lib.board.board import Board
from lib.board.writer import Writer, filled
from lib.errors import StoreError
from lib.periods import Period
from lib.rows import Row
from lib.store import Locked, Unlocked


def lock(board: Board, period: Period, writer: Writer) -> None:
    """Lock a period and all that end before it. Raises StoreError, AccessError."""
    signed = writer.signed("请填写锁期人。")
    with board.exclusive():
        plan, until = board.plan, board.actuals.locked_until
        writer.check_may("verify", plan.office.id, plan.office.id)
        said = formats.period(period)
        if until and period.end <= until:
            raise StoreError(f"{said}已经锁了（锁到{formats.day(until)}），不用再锁。")
        if period.end >= board.store.clock().date():
            raise StoreError(f"没有锁：{said}还没有结束（{formats.day(period.end)}）。")
        event = Locked(at=board.store.clock(), plan=plan.id, period=period.text, until=period.end, **signed)
        board.store.note([event])
    board.refresh(at_once=True)


def unlock(board: Board, period: Period, writer: Writer, why: str) -> None:
    """Open a period and all that end after it; what ended before it began stays locked. Raises StoreError, AccessError."""
    signed, why = writer.signed("请填写解锁人。"), filled(why, "请填写解锁原因。")
    with board.exclusive():
        plan, until = board.plan, board.actuals.locked_until
        writer.check_may("verify", plan.office.id, plan.office.id)
        if until is None or period.end > until:
            raise StoreError(f"{formats.period(period)}没有锁，不用解锁。")
        before = period.begin - timedelta(days=1)
        left = before if before.year == plan.year else None
        now = board.store.clock()
        board.store.note([Unlocked(at=now, plan=plan.id, period=period.text, why=why, until=left, **signed)])
    board.refresh(at_once=True)


def check_unlocked(board: Board, rows: Iterable[Row], writer: Writer) -> None:
    """Insist that a writer who is not the office changes no row of a locked period. Raises StoreError."""
    until = board.actuals.locked_until
    if until and not writer.speaks_for(board.plan.office.id) and any(row.period.end <= until for row in rows):
        raise StoreError(f"没有保存：有的报告期已经锁期（{formats.day(until)}及以前）。请联系统筹办更正。")


def said(until: date | None) -> str:
    """Which periods are locked, for people; empty where none is."""
    return f"{formats.day(until)}及以前结束的报告期已经锁期，单位的行不再接受；要更正请联系统筹办。" if until else ""
