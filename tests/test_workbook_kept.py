"""A workbook from the file to the board: dropped, sent, held back, withdrawn, renamed, and had back as it came."""

from __future__ import annotations

from pathlib import Path

from calls import run
from factories import csv_bytes
from sending import counted_values, figures, open_board, writer
from workbooks import workbook

from lib.board.submissions import restore, submit, withdraw

NAME = "作品著作权登记量"
BOOK = workbook([NAME, "2019-09", 352, "2019-10-08"])
HIDDEN = workbook(
    [NAME, "2019-09", 352, "2019-10-08"], more=lambda _, sheet: sheet.set_row(1, None, None, {"hidden": True})
)


def test_a_workbook_dropped_into_the_folder_counts(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    (tmp_path / "actuals" / "copyright_9月.XLSX").write_bytes(BOOK)
    assert counted_values(board) == [352]
    (submission,) = board.actuals.submissions
    assert submission.file == "copyright_9月.XLSX"
    # Excel keeps a lock beside a file that is open.
    (tmp_path / "actuals" / "~$copyright_9月.XLSX").write_bytes(b"x")
    board.refresh(at_once=True)
    assert not board.actuals.problems


def test_what_was_sent_lies_in_the_folder_under_its_own_ending_and_is_had_back(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    submission = submit(board, "版权局报表.xlsx", BOOK, "copyright", writer()).submission
    assert submission is not None
    path = tmp_path / "actuals" / submission.file
    assert (path.suffix, path.read_bytes()) == (".xlsx", BOOK)
    kept = tmp_path / "actuals" / ".planboard" / "contents" / f"{submission.sha256}.xlsx"
    assert kept.read_bytes() == BOOK
    assert counted_values(board) == [352]
    path.unlink()
    assert counted_values(board) == []
    restore(board, submission.id, writer())
    assert path.read_bytes() == BOOK
    withdraw(board, submission.id, writer(), "报错了")
    assert counted_values(board) == []
    assert board.store.content(submission.sha256) == BOOK


def test_a_csv_keeps_its_ending_whatever_it_was_called(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    for name in ("copyright.csv", "copyright.txt"):
        submission = submit(board, name, figures(str(len(name))), "copyright", writer()).submission
        assert submission is None or submission.file.endswith(".csv")
        assert submission is not None


def test_a_workbook_with_hidden_rows_is_held_back_until_it_is_confirmed(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    (tmp_path / "actuals" / "copyright.xlsx").write_bytes(HIDDEN)
    assert counted_values(board) == []
    assert [p.code for p in board.actuals.problems if p.severity == "confirm"] == ["row_hidden"]
    assert submit(board, "copyright.xlsx", HIDDEN, "copyright", writer()).submission is None
    assert submit(board, "copyright.xlsx", HIDDEN, "copyright", writer(), ["row_hidden"]).submission
    assert counted_values(board) == [352]


def test_a_workbook_that_counts_goes_on_counting_whatever_it_is_called_then(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    path = tmp_path / "actuals" / "copyright_a.xlsx"
    path.write_bytes(BOOK)
    assert counted_values(board) == [352]
    path.rename(path.with_name("copyright_b.xlsx"))
    assert counted_values(board) == [352]
    path.with_name("copyright_b.xlsx").rename(path.with_name("copyright_b.csv"))
    assert counted_values(open_board(tmp_path)) == [352]


def test_a_workbook_under_the_name_of_a_csv_is_refused_from_whomever_it_comes(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    for body in ("copyright", None):
        receipt = submit(board, "copyright.csv", BOOK, body, writer())
        assert (receipt.submission, [p.code for p in receipt.reading.problems if p.blocking]) == (
            None,
            ["file_other_format"],
        )
    (tmp_path / "actuals" / "copyright.csv").write_bytes(BOOK)
    assert counted_values(board) == []


def test_doubts_beside_what_counts_name_the_cell(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    (tmp_path / "actuals" / "copyright_8.csv").write_bytes(figures("400", period="2019-08", reported_on="2019-09-08"))
    assert counted_values(board) == [400]
    receipt = submit(board, "copyright.xlsx", BOOK, "copyright", writer())
    (doubt,) = receipt.reading.warnings
    assert doubt.code == "cumulative_falls"
    assert doubt.message.startswith("工作表“指标实绩”C2（实际值）：")


def test_the_command_line_checks_submits_and_makes_workbooks(tmp_path: Path) -> None:
    open_board(tmp_path)
    data = ("--plan", tmp_path / "plan.yaml", "--actuals", tmp_path / "actuals")
    path = tmp_path / "copyright_9月.xlsx"
    path.write_bytes(BOOK)
    checked = run("check", path, "--json", *data).document["files"][0]
    assert (checked["kind"], checked["agency"], checked["accepted"]) == ("figures", "copyright", True)
    assert [(row["row"], row["value"]) for row in checked["rows"]] == [(2, 352.0)]
    sent = run("submit", path, "--by", "张三", "--json", *data).document
    assert sent["submission"] == 1
    out = tmp_path / "copyright_模板.xlsx"
    assert run("template", "copyright", "--kind", "figures", "--out", out, *data).code == 0
    assert out.read_bytes().startswith(b"PK")
    again = run("check", out, "--json", *data).document["files"][0]
    # What the period was reported with stands in it already, and says what counts.
    assert (again["accepted"], again["needs_confirmation"]) == (True, False)
    assert [(row["period"], row["value"]) for row in again["rows"]] == [("2019-09", 352.0)]
    # One that somebody has filled in is not written over.
    out.write_bytes(BOOK)
    assert run("template", "copyright", "--kind", "figures", "--out", out, *data).code == 1
    assert out.read_bytes() == BOOK


def test_a_csv_and_a_workbook_of_the_same_rows_do_not_count_twice(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    (tmp_path / "actuals" / "copyright.csv").write_bytes(csv_bytes([NAME, "2019-09", "352", "2019-10-08"]))
    assert counted_values(board) == [352]
    (tmp_path / "actuals" / "copyright.xlsx").write_bytes(BOOK)
    assert counted_values(board) == [352]
