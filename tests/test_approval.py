"""审核: what waits counts nowhere until somebody else of its body approves it, or it goes back with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import period_of, plan_data
from sending import counted_values, figures, noon_of, open_board, states, write_plan

from lib.board.board import Board
from lib.board.locks import lock
from lib.board.submissions import approve, awaiting, examine, send_back, submit, withdraw
from lib.board.writer import Writer
from lib.errors import AccessError, StoreError
from lib.plan.model import Plan
from lib.rules.check_code import check_code
from lib.rules.owing import owing
from lib.say.documents import history_document

NEW, OLD = figures("352"), figures("350", reported_on="2019-10-07")
REPORTING = {"frequency": "monthly", "due_day": 10, "approval": "body"}


@pytest.fixture
def board(tmp_path: Path) -> Board:
    write_plan(tmp_path / "plan.yaml", reporting=REPORTING)
    (tmp_path / "actuals").mkdir()
    return open_board(tmp_path, clock=noon_of(2019, 10, 12))


def person(name: str, *roles: str, body: str = "copyright") -> Writer:
    return Writer(name, frozenset({body}), "sign_in", frozenset(roles), f"{name}@example.cn")  # type: ignore[arg-type]


ZHANG, LI = person("张三", "report"), person("李四", "report", "approve")
OFFICE = Writer("办", frozenset({"office"}), "code", frozenset({"report", "approve", "verify", "administer"}))


def send(board: Board, data: bytes = NEW, by: Writer = ZHANG) -> int:
    receipt = submit(board, "a.csv", data, "copyright", by, None)
    assert receipt.submission
    return receipt.submission.id


def waiting_of(board: Board) -> tuple[str, ...]:
    owed = owing(board.measures(period_of("2019-09").end), board.waiting_rows())
    return next((one.waiting for one in owed if one.body == "copyright"), ())


def test_what_waits_is_in_no_figure_and_settles_no_owing(board: Board, tmp_path: Path) -> None:
    send(board)
    for each in (board, open_board(tmp_path, clock=noon_of(2019, 10, 13))):
        assert (states(each), counted_values(each)) == ({1: "waiting"}, [])
        assert waiting_of(each) == ("copyright-registrations",)
        assert each.measures().summary.coverage == 0


def test_another_person_of_the_body_approves_and_it_counts(board: Board) -> None:
    send(board)
    submission = board.actuals.submissions[0]
    changes = awaiting(board, submission).changes
    assert any((c.id, c.field, c.after) == ("copyright-registrations", "actual", 352) for c in changes)
    assert approve(board, 1, LI) == changes
    assert (states(board), counted_values(board), waiting_of(board)) == ({1: "applied"}, [352], ())
    (review,) = board.actuals.submissions[0].reviews
    assert (review.by, review.who, review.proved, review.why) == ("李四", "李四@example.cn", "sign_in", None)


def test_nobody_approves_what_he_sent_whatever_name_he_types(board: Board) -> None:
    send(board, by=LI)
    for by in (
        LI,
        Writer("别名", LI.bodies, "sign_in", LI.roles, LI.who),
        Writer("李四", None, "command_line", LI.roles),
    ):
        with pytest.raises(AccessError, match="另一个人"):
            approve(board, 1, by)
    assert states(board) == {1: "waiting"}


@pytest.mark.parametrize("by", [ZHANG, person("王五", "approve", body="ipo"), OFFICE])
def test_nobody_but_whoever_may_approve_for_the_body_reviews(board: Board, by: Writer) -> None:
    send(board)
    with pytest.raises(AccessError, match="审核"):
        approve(board, 1, by)
    with pytest.raises(AccessError, match="审核"):
        send_back(board, 1, by, "不对")


def test_it_goes_back_with_a_reason_and_may_still_be_approved(board: Board) -> None:
    send(board)
    with pytest.raises(StoreError, match="请填写退回原因"):
        send_back(board, 1, LI, " ")
    send_back(board, 1, LI, "数不对")
    assert (states(board), counted_values(board), waiting_of(board)) == ({1: "sent_back"}, [], ())
    with pytest.raises(StoreError, match="已经退回"):
        send_back(board, 1, LI, "数不对")
    assert send(board, OLD) == 2
    approve(board, 1, LI)
    assert [r.why for r in board.actuals.submissions[0].reviews] == ["数不对", None]
    assert states(board) == {1: "applied", 2: "waiting"}


def test_what_was_received_later_stays_later_whenever_the_earlier_is_approved(board: Board) -> None:
    send(board, OLD)
    send(board, NEW)
    approve(board, 2, LI)
    approve(board, 1, LI)
    assert (states(board), board.measures(period_of("2019-09").end).indicators["copyright-registrations"].actual) == (
        {1: "replaced", 2: "applied"},
        352,
    )


def test_the_same_file_again_is_what_waits_already(board: Board) -> None:
    send(board)
    receipt = examine(board, "b.csv", NEW, "copyright")
    assert (receipt.submission and receipt.submission.id, receipt.can_be_sent) == (1, False)
    assert [p.code for p in receipt.reading.problems] == ["file_waiting"]


def test_what_waits_can_be_withdrawn_and_is_not_approved_then(board: Board) -> None:
    send(board)
    withdraw(board, 1, ZHANG, "报错了")
    with pytest.raises(StoreError, match="不在待审核之列"):
        approve(board, 1, LI)


def test_what_was_locked_meanwhile_is_not_approved(board: Board) -> None:
    send(board)
    lock(board, period_of("2019-09"), OFFICE)
    with pytest.raises(StoreError, match="请联系统筹办更正"):
        approve(board, 1, LI)
    assert states(board) == {1: "waiting"}


def test_the_offices_files_and_those_in_the_folder_do_not_wait(board: Board, tmp_path: Path) -> None:
    (tmp_path / "actuals" / "copyright.csv").write_bytes(OLD)
    assert counted_values(board) == [350]
    assert submit(board, "b.csv", NEW, "office", OFFICE, None).submission
    assert set(states(board).values()) == {"replaced", "applied"}


def test_without_approval_it_counts_at_once(tmp_path: Path) -> None:
    board = open_board(tmp_path, clock=noon_of(2019, 10, 12))
    send(board)
    assert states(board) == {1: "applied"}
    with pytest.raises(StoreError, match="不在待审核之列"):
        approve(board, 1, LI)


def test_the_history_says_that_it_waits_and_the_check_code_does_not_change(board: Board) -> None:
    send(board)
    assert [s["state"] for s in history_document(board.actuals)["submissions"]] == ["waiting"]
    day = period_of("2019-09").end
    with_approval, without = (
        Plan.model_validate(plan_data(reporting=r)) for r in (REPORTING, plan_data()["reporting"])
    )
    assert check_code(with_approval, [], [], day, None) == check_code(without, [], [], day, None)
