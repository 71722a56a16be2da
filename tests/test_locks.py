"""锁期: what ended by the lock is the office's alone, until it is unlocked with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from factories import period_of
from sending import counted_values, figures, noon_of, open_board, states, writer

from lib.board.board import Board
from lib.board.locks import lock, said, unlock
from lib.board.submissions import Receipt, restore, submit, withdraw
from lib.board.writer import Writer
from lib.errors import AccessError, StoreError

SEPTEMBER, AUGUST = figures("352"), figures("311", period="2019-08", reported_on="2019-09-05")
IPO, OFFICE = writer("甲", "copyright"), writer("办", "office")


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return open_board(tmp_path, clock=noon_of(2019, 11, 5))


def send(board: Board, data: bytes, body: str = "copyright", by: Writer = IPO) -> Receipt:
    return submit(board, "a.csv", data, body, by, None)


def codes(receipt: Receipt) -> list[str]:
    return [p.code for p in receipt.reading.problems if p.blocking]


def test_an_agencys_rows_of_a_locked_period_are_refused_and_the_offices_are_not(board: Board) -> None:
    lock(board, period_of("2019-09"), OFFICE)
    for data in (SEPTEMBER, AUGUST):
        receipt = send(board, data)
        assert (codes(receipt), receipt.submission) == (["period_locked"], None)
        assert "请联系统筹办更正" in receipt.reading.problems[0].message
    assert send(board, figures("360", period="2019-10")).submission
    assert send(board, SEPTEMBER, "office", OFFICE).submission
    assert counted_values(board) == [360, 352]


def test_it_holds_in_another_process_and_for_dropped_files(board: Board, tmp_path: Path) -> None:
    lock(board, period_of("2019-09"), OFFICE)
    (tmp_path / "actuals" / "copyright.csv").write_bytes(SEPTEMBER)
    other = open_board(tmp_path, clock=noon_of(2019, 11, 5))
    assert counted_values(other) == []
    assert [p.code for p in other.actuals.problems] == ["period_locked"]
    unlock(board, period_of("2019-09"), OFFICE, "统计口径调整")
    assert counted_values(other) == [352]


def test_what_says_what_counts_already_is_no_correction(board: Board) -> None:
    send(board, SEPTEMBER)
    lock(board, period_of("2019-09"), OFFICE)
    assert codes(send(board, SEPTEMBER.rstrip() + b"\r\n\r\n")) == []
    assert codes(send(board, figures("353"))) == ["period_locked"]


def test_agencies_neither_withdraw_nor_restore_what_reports_a_locked_period(board: Board) -> None:
    send(board, SEPTEMBER)
    lock(board, period_of("2019-09"), OFFICE)
    with pytest.raises(StoreError, match="请联系统筹办更正"):
        withdraw(board, 1, IPO, "报错了")
    withdraw(board, 1, OFFICE, "报错了")
    with pytest.raises(StoreError, match="请联系统筹办更正"):
        restore(board, 1, IPO)
    restore(board, 1, OFFICE)
    assert states(board) == {1: "applied"}


@pytest.mark.parametrize(
    ("locked", "unlocked", "until"),
    [
        ("2019-09", "2019-09", date(2019, 8, 31)),
        ("2019-09", "2019Q3", date(2019, 6, 30)),
        ("2019-09", "2019-03", date(2019, 2, 28)),
        ("2019-09", "2019-01", None),
        ("2019Q3", "2019-09", date(2019, 8, 31)),
    ],
)
def test_unlocking_opens_a_period_and_what_ends_after_it(
    board: Board, locked: str, unlocked: str, until: date | None
) -> None:
    lock(board, period_of(locked), OFFICE)
    unlock(board, period_of(unlocked), OFFICE, "补报")
    assert board.actuals.locked_until == until
    assert bool(said(until)) == (until is not None)


def test_a_lock_grows_and_what_changes_nothing_is_refused(board: Board) -> None:
    with pytest.raises(StoreError, match="没有锁，不用解锁"):
        unlock(board, period_of("2019-09"), OFFICE, "补报")
    lock(board, period_of("2019-08"), OFFICE)
    lock(board, period_of("2019-09"), OFFICE)
    for again in ("2019-09", "2019-08", "2019Q3"):
        with pytest.raises(StoreError, match="不用再锁"):
            lock(board, period_of(again), OFFICE)
    with pytest.raises(StoreError, match="还没有结束"):
        lock(board, period_of("2019-11"), OFFICE)
    with pytest.raises(StoreError, match="请填写解锁原因"):
        unlock(board, period_of("2019-09"), OFFICE, " ")
    assert board.actuals.locked_until == date(2019, 9, 30)


@pytest.mark.parametrize(
    "do", [lambda b, w: lock(b, period_of("2019-09"), w), lambda b, w: unlock(b, period_of("2019-09"), w, "x")]
)
def test_only_whoever_may_verify_locks_and_unlocks(board: Board, do: Callable[[Board, Writer], None]) -> None:
    reporter = Writer("丁", frozenset({"office"}), "sign_in", frozenset({"report"}))
    for by in (IPO, reporter):
        with pytest.raises(AccessError, match="核实"):
            do(board, by)


def test_each_is_an_event_that_says_who_when_and_why(board: Board) -> None:
    lock(board, period_of("2019-09"), OFFICE)
    unlock(board, period_of("2019-09"), OFFICE, "统计口径调整")
    locked, unlocked = board.store.look().history.locks
    assert (locked.by, locked.proved, locked.period, locked.until) == (
        "办",
        "command_line",
        "2019-09",
        date(2019, 9, 30),
    )
    assert unlocked.model_dump()["why"] == "统计口径调整"
    assert board.store.check().problems == []
