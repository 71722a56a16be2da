"""The office's desk as it is used on the page: what it writes, and what is shown after."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from factories import progress_bytes
from sending import figures, noon_of, open_board, progress, write_plan, writer
from streamlit.testing.v1 import AppTest
from test_pages import faults_of, html_of, leaves, plain, run_page

from lib.board.board import Board
from lib.board.people import Person
from lib.board.submissions import submit
from lib.board.writer import Writer
from lib.ui import sign_in


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    write_plan(tmp_path / "plan.yaml")
    (tmp_path / "actuals").mkdir()
    board = open_board(tmp_path, clock=noon_of(2019, 10, 12))
    for data in (figures("352", period="2019-08", reported_on="2019-09-05"), figures("352")):
        assert submit(board, "a.csv", data, "copyright", writer("甲", "copyright"), None).submission
    assert submit(board, "b.csv", progress("已完成"), "ipo", writer("乙", "ipo"), None).submission
    monkeypatch.setattr(sign_in, "is_local", lambda: True)
    monkeypatch.setenv("PLANBOARD_ACTUALS", str(tmp_path / "actuals"))
    monkeypatch.setenv("PLANBOARD_PLAN", str(tmp_path / "plan.yaml"))
    return board


def text_of(app: AppTest) -> str:
    return plain(html_of(app))


def press(app: AppTest, *labels: str) -> AppTest:
    """Press buttons one after the other; a run of AppTest in this app ends before a click arrives, so that they say it."""
    button, left = st.button, list(labels)

    def pressed(label: str, *about: object, **how: object) -> bool:
        button(label, *about, **how)  # type: ignore[arg-type]
        if left and label == left[0] and not how.get("disabled"):
            left.pop(0)
            return True
        return False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "button", pressed)
        app = app.run()
    assert (left, faults_of(app)) == ([], [])
    return app


def fill(app: AppTest, label: str, text: str) -> AppTest:
    (field,) = [f for f in app.text_input if f.label == label]
    return field.input(text).run()


def choose(app: AppTest, label: str, containing: str) -> AppTest:
    (field,) = [f for f in app.selectbox if f.label == label]
    return field.select(next(option for option in field.options if containing in option)).run()


@pytest.mark.parametrize("part", ["verify", "return", "lock"])
def test_whoever_signed_in_types_no_name(board: Board, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def names(app: AppTest) -> list[str]:
        return [f.label for f in app.text_input if f.label in ("核实人", "姓名")]

    assert len(names(run_page("office", part=part))) == 1
    person = Person(who="wang.wu@example.cn", name="王五", body="office", roles=["verify"])
    monkeypatch.setattr(sign_in, "signed_in", lambda: person)
    app = run_page("office", part=part)
    assert names(app) == [] and "王五" in text_of(app)


def test_whoever_may_only_verify_takes_back_a_verification_and_no_report(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = progress_bytes(["1.1.1", "ipo", "2019-09", "已销号", ""])
    assert submit(board, "v.csv", verified, "office", writer("办", "office"), None).submission
    only = Writer("王五", frozenset({"office"}), "sign_in", frozenset({"verify"}), "sub:1")
    monkeypatch.setattr(sign_in, "writer", lambda *about: only)

    def buttons(id: int) -> set[str]:
        return {b.label for b in run_page("submission", id=str(id)).button}

    assert "撤回" in buttons(4) and "撤回" not in buttons(3)


def test_what_the_reviewer_has_not_filled_in_is_said(
    board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plan(tmp_path / "plan.yaml", reporting={"frequency": "monthly", "due_day": 10, "approval": "body"})
    waits = submit(open_board(tmp_path), "c.csv", figures("377"), "copyright", writer("丙", "copyright"), None)
    assert waits.submission
    app = run_page("submission", id=str(waits.submission.id))
    assert "填写审核人后才能通过或退回，退回还要填写原因。" in text_of(app)
    app = fill(app, "审核人", "丁")
    assert "要退回，先填写退回原因。" in text_of(app)
    assert "退回原因。" not in text_of(fill(app, "退回原因", "口径有误"))


def test_a_period_is_locked_and_unlocked_with_a_reason(board: Board) -> None:
    app = press(choose(fill(run_page("office", part="lock"), "姓名", "办"), "报告期", "2019年9月"), "锁期", "确认锁期")
    assert "2019年9月30日及以前结束的报告期已经锁期" in text_of(app)
    assert "办（本机）" in text_of(app)
    board.refresh(at_once=True)
    assert str(board.actuals.locked_until) == "2019-09-30"
    (unlock,) = [b for b in app.button if b.label == "解锁"]
    assert unlock.disabled
    press(choose(fill(fill(app, "姓名", "办"), "解锁原因", "口径调整"), "报告期", "2019年9月"), "解锁")
    board.refresh(at_once=True)
    assert str(board.actuals.locked_until) == "2019-08-31"


def test_a_code_is_made_shown_once_and_revoked_and_each_is_on_record(board: Board) -> None:
    app = choose(fill(run_page("office", part="codes"), "姓名", "办"), "单位", "省知识产权局")
    app = press(app, "制作报送码")
    assert "省知识产权局 的报送码：" in text_of(app)
    (made,) = board.store.look().history.codes
    assert (made.event, made.body, getattr(made, "by", None)) == ("code_made", "ipo", "办")
    again = run_page("office", part="codes")
    assert "输入统筹办的报送码后" in text_of(again)
    assert "制作报送码" not in [b.label for b in again.button]


def test_a_question_is_answered_and_closed_and_is_asked_no_longer(board: Board) -> None:
    app = choose(run_page("office", part="questions"), "哪一条", "新闻出版局")
    app = press(fill(fill(app, "说明或结果", "请核对"), "姓名", "办"), "写一条说明")
    assert "请核对" in text_of(run_page("upload", agency="copyright")) or "统筹办要核实的" in text_of(
        run_page("upload", agency="copyright")
    )
    app = choose(run_page("office", part="questions"), "哪一条", "新闻出版局")
    press(fill(fill(app, "说明或结果", "情况属实"), "姓名", "办"), "关闭")
    assert "条已关闭" in text_of(run_page("office", part="questions"))


def test_a_report_is_returned_with_a_reason_and_its_agency_sees_it_first(board: Board) -> None:
    app = choose(run_page("office", part="return"), "退回哪一项", "1.1.1")
    app = fill(fill(fill(app, "退回原因", "没有盖章"), "补充期限（可以不填）", "2019-11-15"), "核实人", "办")
    press(app, "退回", "确认退回")
    board.refresh(at_once=True)
    (row,) = board.measures().returned
    assert (row.task, row.obstacle, row.next_step) == ("1.1.1", "没有盖章", "2019-11-15")
    assert "统筹办退回 1 项" in text_of(run_page("upload", agency="ipo"))


def test_before_a_lock_the_office_sees_who_owes_and_what_it_returned(board: Board) -> None:
    back = progress_bytes(["1.1.1", "ipo", "2019-09", "退回", "", "没有盖章", "", "2019-10-12", ""])
    assert submit(board, "r.csv", back, "office", writer("办", "office"), None).submission
    app = press(choose(fill(run_page("office", part="lock"), "姓名", "办"), "报告期", "2019年9月"), "锁期")
    words = plain(" ".join(e.proto.body for e in leaves(app._tree) if e.type == "html"))
    assert "锁期：2019年9月及以前" in words and "2019年9月欠报的还有：3 家和各成员单位。" in words
    assert "退回了 1 项还没有补报，锁期后单位报不了：1.1.1 省知识产权局" in words
    board.refresh(at_once=True)
    assert board.actuals.locked_until is None


def test_the_day_for_a_supplement_is_a_day(board: Board) -> None:
    app = choose(run_page("office", part="return"), "退回哪一项", "1.1.1")
    app = fill(fill(fill(app, "退回原因", "没有盖章"), "补充期限（可以不填）", "下周五"), "核实人", "办")
    assert "补充期限“下周五”不是日期。请写成“年-月-日”，例如 2019-11-15。" in text_of(app)
    assert [b.disabled for b in app.button if b.label == "退回"] == [True]
