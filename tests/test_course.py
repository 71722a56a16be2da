"""经过 of a submission: every step in order, with whoever took it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from factories import period_of, progress_bytes
from sending import figures, open_board, progress, write_plan

from lib.board.board import Board
from lib.board.locks import lock, unlock
from lib.board.submissions import approve, restore, send_back, submit, withdraw
from lib.board.writer import ALL_ROLES, Role, Writer
from lib.draw import submission_blocks
from lib.say.course import course

OFFICE = Writer("王五", frozenset({"office"}), "code", ALL_ROLES)


def of_ipo(name: str, *roles: Role) -> Writer:
    return Writer(name, frozenset({"ipo"}), "sign_in", frozenset(roles), f"email:{name}@example.cn")


ZHANG, LI = of_ipo("张三", "report"), of_ipo("李四", "approve")
BY_ZHANG, BY_LI, BY_OFFICE = (
    "张三（登录：email:张三@example.cn）",
    "李四（登录：email:李四@example.cn）",
    "王五（报送码）",
)


@pytest.fixture
def board(tmp_path: Path) -> Board:
    """Its clock goes on by an hour whenever it is asked."""
    write_plan(tmp_path / "plan.yaml", reporting={"frequency": "monthly", "due_day": 10, "approval": "body"})
    (tmp_path / "actuals").mkdir()
    hours = count()
    return open_board(tmp_path, clock=lambda: datetime(2019, 10, 12, tzinfo=UTC) + timedelta(hours=next(hours)))


def send(board: Board, data: bytes, body: str = "ipo", by: Writer = ZHANG) -> int:
    receipt = submit(board, "a.csv", data, body, by, None)
    assert receipt.submission, receipt.reading.problems
    return receipt.submission.id


def told(board: Board, id: int) -> list[tuple[int | None, str, str, str]]:
    board.refresh(at_once=True)
    (submission,) = [s for s in board.actuals.submissions if s.id == id]
    steps = course(board, submission)
    assert [s.at for s in steps] == sorted(s.at for s in steps)
    return [step[1:] for step in steps]


def test_it_tells_every_step_until_the_office_verifies(board: Board) -> None:
    assert send(board, progress("已完成")) == 1
    send_back(board, 1, LI, "没有佐证")
    withdraw(board, 1, ZHANG, "重报")
    restore(board, 1, ZHANG)
    approve(board, 1, LI)
    back = progress_bytes(["1.1.1", "省知识产权局", "2019-09", "退回", "", "没有盖章", "11月15日前", "2019-10-14"])
    assert send(board, back, "office", OFFICE) == 2
    assert send(board, progress("推进中", period="2019-08")) == 3
    verified = progress_bytes(["1.1.1", "省知识产权局", "2019-09", "已销号", "报告", "", "", "2019-10-15"])
    assert send(board, verified, "office", OFFICE) == 4
    assert told(board, 1) == [
        (1, "报送，待审核", BY_ZHANG, ""),
        (1, "审核退回", BY_LI, "没有佐证"),
        (1, "撤回", BY_ZHANG, "重报"),
        (1, "恢复", BY_ZHANG, ""),
        (1, "审核通过", BY_LI, ""),
        (2, "已退回", BY_OFFICE, "没有盖章；补充：11月15日前"),
        (3, "报送，待审核", BY_ZHANG, ""),
        (4, "已销号", BY_OFFICE, ""),
    ]
    assert [step[0] for step in told(board, 4)] == [4]
    shown = submission_blocks.course(course(board, board.actuals.submissions[0]), lambda id: f"/submission?id={id}")
    assert "没有盖章；补充：11月15日前" in shown and shown.count('href="/submission?id=1"') == 5


def test_it_tells_of_locks_of_its_own_periods_alone(board: Board) -> None:
    lock(board, period_of("2019-06"), OFFICE)
    assert send(board, figures(period="2019-08"), "copyright", OFFICE) == 1
    lock(board, period_of("2019-07"), OFFICE)
    lock(board, period_of("2019-09"), OFFICE)
    unlock(board, period_of("2019-09"), OFFICE, "九月补报")
    unlock(board, period_of("2019-08"), OFFICE, "八月补报")
    assert [(what, why) for _, what, _, why in told(board, 1)] == [
        ("报送，待审核", ""),
        ("锁期 2019-09", ""),
        ("解锁 2019-08", "八月补报"),
    ]


def test_a_file_that_people_moved_and_put_back_tells_so(board: Board, tmp_path: Path) -> None:
    file = tmp_path / "actuals" / "省知识产权局.csv"
    for there in (True, False, True):
        if there:
            file.write_bytes(progress("推进中"))
        else:
            file.unlink()
        board.refresh(at_once=True)
    assert told(board, 1) == [
        (1, "报送", "放入文件夹", ""),
        (1, "撤回", "", "文件已从文件夹中移走"),
        (1, "恢复", "文件放回", ""),
    ]
