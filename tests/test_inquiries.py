"""Questions are answered and closed; each word is an event, and each is undone by another."""

from __future__ import annotations

from pathlib import Path

import pytest
from sending import figures, noon_of, open_board, writer

from lib.board.board import Board
from lib.board.inquiries import close, inquiry, note, reopen, still_open
from lib.board.submissions import submit
from lib.board.writer import Writer
from lib.errors import AccessError, StoreError
from lib.rules.questions import Question, questions

OWN, OTHER, OFFICE = writer("甲", "copyright"), writer("乙", "ipo"), writer("办", "office")


@pytest.fixture
def board(tmp_path: Path) -> Board:
    board = open_board(tmp_path, clock=noon_of(2019, 10, 12))
    for data in (figures("352", period="2019-08", reported_on="2019-09-05"), figures("352")):
        assert submit(board, "a.csv", data, "copyright", OWN, None).submission
    return board


def asked(board: Board) -> Question:
    (question,) = [q for q in questions(board.measures()) if q.kind == "unchanged"]
    return question


def test_the_body_answers_the_office_closes_and_may_ask_again(board: Board, tmp_path: Path) -> None:
    note(board, asked(board), "office", OFFICE, "请核对")
    note(board, asked(board), "copyright", OWN, "9月没有新增")
    close(board, asked(board), OFFICE, "情况属实")
    other = open_board(tmp_path, clock=noon_of(2019, 10, 13))
    assert still_open(other, questions(other.measures())) == []
    assert [(e.by, e.text) for e in inquiry(other, asked(other)).said] == [
        ("办", "请核对"), ("甲", "9月没有新增"), ("办", "情况属实"),
    ]  # fmt: skip
    reopen(board, asked(board), OFFICE, "又有新情况")
    assert still_open(other, questions(other.measures())) == [asked(other)]
    assert board.store.check().problems == []


def test_what_changes_nothing_or_says_nothing_is_refused(board: Board) -> None:
    with pytest.raises(StoreError, match="没有关闭"):
        reopen(board, asked(board), OFFICE, "又有新情况")
    close(board, asked(board), OFFICE, "情况属实")
    with pytest.raises(StoreError, match="已经关闭"):
        close(board, asked(board), OFFICE, "情况属实")
    with pytest.raises(StoreError, match="请填写说明"):
        note(board, asked(board), "copyright", OWN, " ")
    with pytest.raises(StoreError, match="不是这个单位"):
        note(board, asked(board), "ipo", OTHER, "我说两句")


@pytest.mark.parametrize("by", [OTHER, Writer("丁", frozenset({"copyright"}), "sign_in", frozenset({"approve"}))])
def test_only_whoever_reports_for_the_body_answers(board: Board, by: Writer) -> None:
    with pytest.raises(AccessError):
        note(board, asked(board), "copyright", by, "没有")


@pytest.mark.parametrize("by", [OWN, Writer("丁", frozenset({"office"}), "sign_in", frozenset({"report"}))])
def test_only_whoever_may_verify_closes_and_asks_again(board: Board, by: Writer) -> None:
    with pytest.raises(AccessError, match="核实"):
        close(board, asked(board), by, "没有")
    with pytest.raises(AccessError, match="核实"):
        reopen(board, asked(board), by, "没有")
