"""Sending, withdrawing and restoring, as the page and the command line do it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from factories import csv_bytes, progress_bytes
from sending import NAME, counted_values, figures, listed, names_in, noon_of, open_board, progress, states, writer

from lib import settings
from lib.board.board import Board
from lib.board.submissions import Receipt, clear_sample, effect_of_withdrawing, examine, restore, submit, withdraw
from lib.board.writer import Writer
from lib.errors import AccessError, StoreError, UnknownOutcomeError
from lib.rules.attention import Change
from lib.settings import ROOT

AUGUST = figures("311", period="2019-08", reported_on="2019-09-05")
A = figures("352")
B = figures("353", reported_on="2019-10-09")
QUARTER = figures("352", period="三季度")


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return open_board(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "actuals"


def send(
    board: Board, data: bytes = A, *, body: str | None = "copyright", file: str = "上报.csv", **how: object
) -> Receipt:
    return submit(board, file, data, body, writer("甲"), **how)  # type: ignore[arg-type]


def codes(receipt: Receipt) -> list[str]:
    return [p.code for p in receipt.reading.problems]


# sending


def test_a_good_file_is_stored_and_counts_in_every_process(board: Board, folder: Path, tmp_path: Path) -> None:
    receipt = send(board)
    assert receipt.submission
    assert (receipt.submission.id, receipt.is_new, receipt.can_be_sent) == (1, True, False)
    assert (receipt.submission.body, receipt.submission.by, receipt.submission.original) == (
        "copyright",
        "甲",
        "上报.csv",
    )
    assert (receipt.submission.rows, receipt.submission.sha256) == (1, hashlib.sha256(A).hexdigest())
    assert (folder / receipt.submission.file).read_bytes() == A
    for reader in (board, open_board(tmp_path)):
        assert (counted_values(reader), states(reader)) == ([352], {1: "applied"})


def test_a_receipt_says_what_changes(board: Board) -> None:
    send(board, AUGUST)
    receipt = send(board)
    assert Change("indicator", "copyright-registrations", "actual", 311, 352) in receipt.changes
    assert examine(board, "x.csv", A, "office").changes == []  # it would replace 352 by 352


def test_to_examine_stores_nothing(board: Board, folder: Path) -> None:
    receipt = examine(board, "上报.csv", A, "copyright")
    assert (receipt.can_be_sent, receipt.submission, len(receipt.reading.rows)) == (True, None, 1)
    assert (names_in(folder), states(board), counted_values(board)) == ([], {}, [])


def test_without_a_body_the_name_of_the_file_says_whose_it_is(board: Board) -> None:
    assert codes(send(board, body=None, file="某某局.csv")) == ["body_unknown"]
    receipt = send(board, body=None, file="省版权局_2019-09.csv")
    assert receipt.submission
    assert receipt.submission.body == "copyright"


def test_a_bad_file_is_refused_whole_and_nothing_is_stored(board: Board, folder: Path) -> None:
    receipt = send(board, csv_bytes([NAME, "2019-09", "352"], [NAME, "2019-10", "约400"]))
    assert (receipt.submission, receipt.is_new, receipt.can_be_sent) == (None, False, False)
    assert (receipt.reading.rows, codes(receipt)) == ([], ["value_not_exact"])
    assert (names_in(folder), states(board)) == ([], {})


def test_nobody_reports_for_another_whatever_the_file_is_called(board: Board, folder: Path) -> None:
    receipt = send(board, body="science", file="省版权局_2019-09.csv")
    assert "indicator_of_other" in codes(receipt)
    assert (receipt.submission, names_in(folder)) == (None, [])


def test_a_name_that_says_otherwise_has_to_be_confirmed(board: Board) -> None:
    receipt = send(board, body="office", file="省版权局_2019-09.csv")
    assert (codes(receipt), receipt.submission) == (["body_differs"], None)
    receipt = send(board, body="office", file="省版权局_2019-09.csv", confirmed=["body_differs"])
    assert receipt.submission
    assert (receipt.submission.body, receipt.submission.confirmed) == ("office", ("body_differs",))


def test_warnings_are_stored_only_when_each_of_them_is_confirmed(board: Board, tmp_path: Path) -> None:
    send(board, AUGUST)
    data = figures("300", period="三季度")
    for confirmed in ((), ("cumulative_quarter",), ("cumulative_falls", "value_tenfold")):
        receipt = send(board, data, confirmed=confirmed)
        assert (receipt.submission, receipt.can_be_sent) == (None, True)
        assert {"cumulative_quarter", "cumulative_falls"} <= set(codes(receipt))
    assert states(board) == {1: "applied"}
    receipt = send(board, data, confirmed=("cumulative_quarter", "cumulative_falls"))
    assert receipt.submission
    assert receipt.submission.confirmed == ("cumulative_falls", "cumulative_quarter")
    # Confirmed once it needs no confirming again, here or elsewhere.
    for reader in (board, open_board(tmp_path)):
        assert (counted_values(reader), listed(reader)) == ([311, 300], [])


def test_to_confirm_without_saying_what_confirms_all(board: Board) -> None:
    receipt = send(board, QUARTER, confirmed=None)
    assert receipt.submission
    assert receipt.submission.confirmed == ("cumulative_quarter",)


def test_a_file_that_reports_nothing_is_not_stored(board: Board, folder: Path) -> None:
    receipt = send(board, figures(""))
    assert (receipt.submission, receipt.can_be_sent, "nothing_reported" in codes(receipt)) == (None, False, True)
    assert names_in(folder) == []


def test_a_file_that_is_too_large_is_refused(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_FILE_BYTES", len(A) - 1)
    receipt = send(board)
    assert (codes(receipt), receipt.submission) == (["file_too_large"], None)


@pytest.mark.parametrize("blank", ["", "  ", "\t\u3000"])
def test_whoever_writes_says_who_they_are_and_who_withdraws_says_why(board: Board, blank: str) -> None:
    send(board)
    with pytest.raises(StoreError, match="请填写报送人。"):
        submit(board, "x.csv", B, "copyright", writer(blank))
    with pytest.raises(StoreError, match="请填写撤回人。"):
        withdraw(board, 1, writer(blank), "重报")
    with pytest.raises(StoreError, match="请填写撤回原因。"):
        withdraw(board, 1, writer("甲"), blank)
    with pytest.raises(StoreError, match="请填写恢复人。"):
        restore(board, 1, writer(blank))
    assert states(board) == {1: "applied"}


def test_files_are_called_by_their_body_kind_and_latest_month(board: Board, folder: Path) -> None:
    send(board, csv_bytes([NAME, "2019-08", "311"], [NAME, "2019-07", "280"]))
    send(board, progress(), body="ipo")
    assert names_in(folder) == ["省新闻出版局_指标实绩_2019-08_0001.csv", "省知识产权局_任务进展_2019-09_0002.csv"]


def test_the_file_of_an_upload_leads_back_to_its_body_without_a_journal(
    board: Board, folder: Path, tmp_path: Path
) -> None:
    send(board)
    send(board, progress(), body="ipo")
    (folder / ".planboard" / "journal.jsonl").unlink()
    anew = open_board(tmp_path)
    assert counted_values(anew) == [352]
    assert {s.body for s in anew.actuals.submissions} == {"copyright", "ipo"}


# the same again


def test_the_same_bytes_from_the_same_body_twice_are_one_submission(board: Board, folder: Path, tmp_path: Path) -> None:
    first = send(board)
    for again in (board, open_board(tmp_path)):
        receipt = send(again, file="另一个名字.csv")
        assert (receipt.submission, receipt.is_new, receipt.can_be_sent) == (first.submission, False, False)
        assert codes(receipt) == ["file_same"]
    assert (len(names_in(folder)), states(board)) == (1, {1: "applied"})


def test_the_same_is_what_counts_now_and_not_what_was_once_seen(board: Board, tmp_path: Path) -> None:
    assert [send(board, data, confirmed=None).is_new for data in (A, B, A)] == [True, True, True]
    for reader in (board, open_board(tmp_path)):
        assert counted_values(reader)[-1] == 352
        assert states(reader) == {1: "replaced", 2: "replaced", 3: "applied"}
    assert not send(board, A).is_new
    withdraw(board, 3, writer("甲"), "还是乙份对")
    assert counted_values(board)[-1] == 353
    assert states(board) == {1: "replaced", 2: "applied", 3: "withdrawn"}


def test_a_withdrawn_file_may_be_sent_again(board: Board, tmp_path: Path) -> None:
    send(board)
    withdraw(board, 1, writer("甲"), "重报")
    receipt = send(board)
    assert receipt.submission
    assert (receipt.submission.id, receipt.is_new) == (2, True)
    for reader in (board, open_board(tmp_path)):
        assert (counted_values(reader), states(reader)) == ([352], {1: "withdrawn", 2: "applied"})


def test_the_same_bytes_from_another_body_are_another_submission(board: Board) -> None:
    send(board)
    receipt = send(board, body="office")
    assert receipt.submission
    assert (receipt.submission.id, receipt.submission.body, receipt.is_new) == (2, "office", True)
    assert states(board) == {1: "applied", 2: "applied"}  # both say what counts
    withdraw(board, 1, writer("甲"), "重报")
    assert counted_values(board) == [352]


def test_the_same_is_found_among_files_received_together_whatever_their_order(board: Board, folder: Path) -> None:
    # The first has the later row of one figure, though the second is the later file.
    first = csv_bytes([NAME, "2019-08", "312", "2019-10-09"])
    second = csv_bytes([NAME, "2019-08", "311", "2019-10-08"], [NAME, "2019-09", "352", "2019-10-20"])
    (folder / "copyright_1.csv").write_bytes(first)
    (folder / "copyright_2.csv").write_bytes(second)
    assert counted_values(board) == [311, 312, 352]
    assert not send(board, first).is_new


def test_an_older_day_of_reporting_than_what_is_replaced_has_to_be_confirmed(board: Board) -> None:
    send(board, B)
    receipt = send(board, A)
    assert (codes(receipt), receipt.submission) == (["reported_before_replaced"], None)
    (warning,) = receipt.reading.warnings
    assert (warning.row, warning.column, warning.value) == (2, "填报日期", "2019-10-08")
    assert "2019-10-09" in warning.message
    assert send(board, A, confirmed=["reported_before_replaced"]).is_new
    assert counted_values(board)[-1] == 352


# files in the folder


def test_to_send_the_bytes_of_a_file_held_back_confirms_it_where_it_lies(
    board: Board, folder: Path, tmp_path: Path
) -> None:
    (folder / "copyright_三季度.csv").write_bytes(QUARTER)
    assert (counted_values(board), listed(board)) == ([], [("copyright_三季度.csv", "cumulative_quarter")])
    assert send(board, QUARTER).submission is None
    receipt = send(board, QUARTER, confirmed=["cumulative_quarter"])
    assert receipt.submission
    assert (receipt.submission.file, receipt.submission.by) == ("copyright_三季度.csv", "甲")
    assert names_in(folder) == ["copyright_三季度.csv"]
    for reader in (board, open_board(tmp_path)):
        assert (counted_values(reader), listed(reader), states(reader)) == ([352], [], {1: "applied"})


def test_a_file_held_back_of_another_body_is_not_what_is_confirmed(board: Board, folder: Path) -> None:
    (folder / "copyright_三季度.csv").write_bytes(QUARTER)
    receipt = send(board, QUARTER, body="office", confirmed=None)
    assert receipt.submission
    assert receipt.submission.file != "copyright_三季度.csv"
    assert listed(board) == [("copyright_三季度.csv", "cumulative_quarter")]


def test_the_bytes_of_a_sample_are_a_real_submission_when_somebody_sends_them(board: Board, folder: Path) -> None:
    (folder / "示例_copyright.csv").write_bytes(A)
    board.refresh(at_once=True)
    assert board.actuals.rows.sample
    assert examine(board, "上报.csv", A, "copyright").ends_sample
    receipt = send(board)
    assert receipt.submission
    assert receipt.is_new
    board.refresh(at_once=True)
    assert not board.actuals.rows.sample
    assert {row.file for row in board.actuals.rows.figures} == {receipt.submission.file}


def test_a_file_named_as_a_sample_cannot_be_sent(board: Board, folder: Path) -> None:
    receipt = send(board, file="示例_省版权局_2019.csv")
    assert (codes(receipt), receipt.submission, names_in(folder)) == (["sample_uploaded"], None, [])


def test_clearing_the_samples_leaves_what_was_sent(board: Board, folder: Path) -> None:
    (folder / "示例_copyright.csv").write_bytes(A)
    send(board, AUGUST)
    assert clear_sample(board.store) == ["示例_copyright.csv"]
    assert (len(names_in(folder)), counted_values(board)) == (1, [311])


# withdrawing and restoring


def test_a_withdrawn_submission_counts_no_longer_and_says_so(board: Board, folder: Path, tmp_path: Path) -> None:
    receipt = send(board)
    assert receipt.submission
    changed = withdraw(board, 1, writer("乙"), "口径有误")
    assert Change("indicator", "copyright-registrations", "actual", 352, None) in changed
    for reader in (board, open_board(tmp_path)):
        assert (counted_values(reader), states(reader), listed(reader)) == ([], {1: "withdrawn"}, [])
        (reading,) = reader.actuals.readings
        assert [(p.code, p.severity) for p in reading.problems] == [("file_withdrawn", "note")]
        assert "报送 1" in reading.problems[0].message
    assert names_in(folder) == [receipt.submission.file]


def test_restoring_undoes_a_withdrawal(board: Board, tmp_path: Path) -> None:
    send(board)
    before = board.actuals
    withdrawn = withdraw(board, 1, writer("乙"), "口径有误")
    restored = restore(board, 1, writer("乙"))
    assert [(c.id, c.field, c.before, c.after) for c in restored] == [
        (c.id, c.field, c.after, c.before) for c in withdrawn
    ]
    # The same counts as before; that it was withdrawn for a while stays on record.
    assert board.actuals.rows.figures == before.rows.figures
    (taken_back,) = board.actuals.submissions[0].restorations
    assert (taken_back.withdrawal.why, taken_back.by) == ("口径有误", "乙")
    assert counted_values(open_board(tmp_path)) == [352]


def test_withdrawing_what_replaced_something_lets_it_count_again(board: Board) -> None:
    send(board, A)
    send(board, B)
    effect = effect_of_withdrawing(board, 2)
    assert Change("indicator", "copyright-registrations", "actual", 353, 352) in effect
    assert withdraw(board, 2, writer("甲"), "重报") == effect
    assert (counted_values(board), states(board)) == ([352], {1: "applied", 2: "withdrawn"})


def test_withdrawing_the_later_content_of_a_file_lets_the_earlier_one_count_again(
    board: Board, folder: Path, tmp_path: Path
) -> None:
    path = folder / "copyright.csv"
    path.write_bytes(A)
    assert counted_values(board) == [352]
    path.write_bytes(B)
    assert (counted_values(board), states(board)) == ([352, 353], {1: "replaced", 2: "applied"})
    effect = effect_of_withdrawing(board, 2)
    assert Change("indicator", "copyright-registrations", "actual", 353, 352) in effect
    assert withdraw(board, 2, writer("甲"), "改错了") == effect
    for reader in (board, open_board(tmp_path)):
        assert (counted_values(reader), states(reader)) == ([352], {1: "applied", 2: "withdrawn"})
    assert path.read_bytes() == B
    restore(board, 2, writer("甲"))
    assert (counted_values(board), states(board)) == ([352, 353], {1: "replaced", 2: "applied"})


def test_restoring_what_was_removed_by_hand_puts_the_file_back(board: Board, folder: Path, tmp_path: Path) -> None:
    (folder / "copyright.csv").write_bytes(A)
    assert counted_values(board) == [352]
    (folder / "copyright.csv").unlink()
    assert (counted_values(board), states(board)) == ([], {1: "withdrawn"})
    restore(board, 1, writer("甲"))
    assert (folder / "copyright.csv").read_bytes() == A
    for reader in (board, open_board(tmp_path)):
        assert (counted_values(reader), states(reader)) == ([352], {1: "applied"})


def test_withdrawing_or_restoring_what_is_not_there_is_said(board: Board) -> None:
    with pytest.raises(StoreError, match="没有编号为 7 的报送"):
        withdraw(board, 7, writer("甲"), "重报")
    with pytest.raises(StoreError, match="没有编号为 7 的报送"):
        restore(board, 7, writer("甲"))


# when writing fails


@pytest.mark.parametrize("kept", [True, False])
def test_after_an_unknown_outcome_a_second_try_does_no_harm(
    board: Board, folder: Path, monkeypatch: pytest.MonkeyPatch, *, kept: bool
) -> None:
    send(board, AUGUST)
    journal = folder / ".planboard" / "journal.jsonl"
    size, real = journal.stat().st_size, os.fsync

    def fail(fd: int) -> None:
        if os.fstat(fd).st_ino == journal.stat().st_ino:
            if not kept:
                os.ftruncate(fd, size)
            raise OSError(errno.EIO, "Input/output error")
        real(fd)

    with monkeypatch.context() as during:
        during.setattr(os, "fsync", fail)
        with pytest.raises(UnknownOutcomeError):
            send(board)
    receipt = send(board)
    assert receipt.submission
    assert (receipt.submission.id, receipt.is_new) == (2, not kept)
    assert (counted_values(board), states(board), len(names_in(folder))) == (
        [311, 352],
        {1: "applied", 2: "applied"},
        2,
    )


def test_a_board_that_only_reads_stores_nothing(tmp_path: Path) -> None:
    reading = open_board(tmp_path, record=False)
    with pytest.raises(StoreError, match="这里只能查看"):
        send(reading)
    assert names_in(tmp_path / "actuals") == []


def test_the_day_of_receipt_stands_where_no_day_of_reporting_does(tmp_path: Path) -> None:
    send(open_board(tmp_path, clock=noon_of(2019, 10, 12)), figures(reported_on=""))
    (row,) = open_board(tmp_path, clock=noon_of(2026, 1, 1)).actuals.rows.figures
    assert (row.received, row.reported_on) == (date(2019, 10, 12), date(2019, 10, 12))


# who may


def test_nobody_writes_for_another_body_whatever_the_page_or_command_forgets(board: Board) -> None:
    send(board)
    other = writer("乙", "science")
    for write in (
        lambda: submit(board, "x.csv", B, "copyright", other, confirmed=None),
        lambda: submit(board, "省版权局_2019-09.csv", B, None, other, confirmed=None),
        lambda: withdraw(board, 1, other, "重报"),
        lambda: restore(board, 1, other),
    ):
        with pytest.raises(AccessError):
            write()
    assert states(board) == {1: "applied"}


def test_the_office_writes_for_every_body(board: Board) -> None:
    office = writer("丙", "office")
    assert submit(board, "x.csv", A, "copyright", office).submission
    withdraw(board, 1, office, "重报")
    restore(board, 1, office)
    assert states(board) == {1: "applied"}


def test_what_only_the_office_reports_is_sent_and_taken_back_by_whoever_may_verify(board: Board) -> None:
    done = progress_bytes(["1.1.1", "ipo", "2019-09", "已完成", "验收报告"])
    assert submit(board, "a.csv", done, "ipo", writer("甲")).submission
    verified = progress_bytes(["1.1.1", "ipo", "2019-09", "已销号", ""])
    reporter = Writer("丁", frozenset({"office"}), "sign_in", frozenset({"report"}))
    with pytest.raises(AccessError, match="核实"):
        submit(board, "b.csv", verified, "office", reporter, None)
    assert submit(board, "b.csv", verified, "office", writer("丙", "office"), None).submission
    with pytest.raises(AccessError, match="核实"):
        withdraw(board, 2, reporter, "重报")
    assert states(board) == {1: "replaced", 2: "applied"}


def test_the_journal_keeps_how_the_writer_was_proved(board: Board, tmp_path: Path) -> None:
    submit(board, "x.csv", A, "copyright", Writer("甲", frozenset({"copyright"}), "code", frozenset({"report"})))
    withdraw(board, 1, writer("办"), "重报")
    lines = (tmp_path / "actuals" / ".planboard" / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert [event.get("proved") for event in map(json.loads, lines)] == [None, "code", "command_line"]


def test_no_call_without_a_writer_passes_the_type_checker(tmp_path: Path) -> None:
    calls = {
        'submit(board, "x.csv", b"", "ipo")': "writer",
        'submit(board, "x.csv", b"", "ipo", "甲")': "Writer",
        'withdraw(board, 1, why="重报")': "writer",
        'withdraw(board, 1, "甲", "重报")': "Writer",
        "restore(board, 1)": "writer",
        'restore(board, 1, "甲")': "Writer",
    }
    program = "from lib.board import Board\nfrom lib.board.submissions import restore, submit, withdraw\nboard: Board\n"
    (tmp_path / "calls.py").write_text(program + "\n".join(calls), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", str(tmp_path / "calls.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    said = [line for line in done.stdout.splitlines() if "calls.py" in line and "error:" in line]
    assert [line.split(":")[1] for line in said] == [str(n) for n in range(4, 4 + len(calls))]
    assert all(word in line for line, word in zip(said, calls.values(), strict=True))
