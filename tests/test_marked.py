"""The copy of a file with its faults marked, as a workbook and as a CSV: what stands in it, what is marked, and that it reads
back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bad_files import BAD_FILES
from factories import csv_bytes, csv_lines, progress_bytes
from sending import open_board
from workbooks import sheet_of, workbook

from lib.board.board import Board
from lib.board.marked import marked, marked_csv
from lib.board.submissions import examine
from lib.rows import REMARKS, says_the_same


def copy_of(board: Board, data: bytes, body: str, file: str = "表.csv") -> bytes:
    return marked(examine(board, file, data, body).reading, data, board.plan, board.store)


def csv_of(board: Board, data: bytes, body: str | None, file: str = "表.csv") -> bytes:
    return marked_csv(examine(board, file, data, body).reading, data, board.plan, board.store)


def comments(sheet: Any) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for line in sheet for cell in line if cell.comment}


def test_a_good_line_says_what_was_understood_and_a_bad_cell_what_is_wrong_with_it(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    data = progress_bytes(
        ["1.1.1", "", "9月", "已完成", "", "", "", "2019/10/8"],
        ["1.1.2", "", "九个月", "快了", "=1+1", "", "", ""],
    )
    sheet = sheet_of(copy_of(board, data, "ipo"))
    assert [cell.value for cell in sheet[2]][:5] == ["1.1.1", "省知识产权局", "2019年9月", "已完成", None]
    assert [cell.value for cell in sheet[3]][:5] == ["1.1.2", None, "九个月", "快了", "=1+1"]
    assert sheet["E3"].data_type == "s"
    said = comments(sheet)
    assert set(said) >= {"C3", "D3"}
    assert said["D3"].startswith("须改正：没有“快了”这种状态")
    assert sheet["D3"].fill.fgColor.rgb != sheet["D2"].fill.fgColor.rgb


def test_what_has_no_fault_reads_back_as_it_was_read(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    data = csv_bytes(["作品著作权登记量", "9月", "３５２", "2019/10/8", "'-含补登"])
    sent = examine(board, "表.csv", data, "copyright").reading
    back = examine(board, "表_标注.xlsx", copy_of(board, data, "copyright"), "copyright").reading
    assert sent.accepted and len(sent.rows) == 1 and not back.faults
    assert all(
        says_the_same(one, other) and one.reported_on == other.reported_on
        for one, other in zip(sent.rows, back.rows, strict=True)
    )
    assert sheet_of(copy_of(board, data, "copyright"))["C2"].value == 352


def test_the_csv_says_at_the_end_of_a_line_what_is_wrong_in_which_column(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    data = progress_bytes(
        ["1.1.1", "", "9月", "已完成", "", "", "", "2019/10/8"],
        ["1.1.2", "", "九个月", "快了", "=1+1", "", "", ""],
    )
    header, good, bad = csv_lines(csv_of(board, data, "ipo"))
    assert header[-1] == "看板的意见"
    assert good == ["1.1.1", "省知识产权局", "2019年9月", "已完成", "", "", "", "2019-10-08", "", ""]
    assert bad[:5] == ["1.1.2", "", "九个月", "快了", "'=1+1"]
    assert "须改正：“状态”：没有“快了”这种状态" in bad[-1] and "须改正：“报告期”：" in bad[-1]


def test_the_csv_that_is_mended_counts_and_its_remarks_are_not_read(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    data = csv_bytes(["作品著作权登记量", "9月", "约352", "2019/10/8", "=含补登"])
    copy = csv_of(board, data, "copyright")
    assert csv_lines(copy)[1][-2] == "'=含补登"
    mended = examine(board, "表_标注.csv", copy.replace("约352,".encode(), b"352,"), "copyright").reading
    assert {problem.code for problem in mended.problems} == {"cell_understood"}
    assert [(row.value, row.note) for row in mended.rows] == [(352, "=含补登")]


def test_the_csv_of_a_good_file_is_what_was_understood_and_nothing_else(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    copy = csv_of(board, csv_bytes(["作品著作权登记量", "9月", "３５２", "2019/10/8", ""]), "copyright")
    assert csv_lines(copy)[1][:4] == ["作品著作权登记量", "2019年9月", "352", "2019-10-08"]
    assert "看板的意见" not in csv_lines(copy)[0]


def test_what_stands_beyond_the_header_stays_beyond_it_and_is_refused_again(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    data = progress_bytes(["1.1.1", "", "9月", "推进中", "", "", "", "2019/10/8", "与三家", "四校对接"])
    sheet = sheet_of(copy := copy_of(board, data, "ipo"))
    assert [cell.value for cell in sheet[2]][-2:] == ["与三家", "四校对接"]
    as_csv = csv_of(board, data, "ipo")
    assert csv_lines(as_csv)[1][-1] == "四校对接"
    for file, again in (("表_标注.xlsx", copy), ("表_标注.csv", as_csv)):
        assert [fault.code for fault in examine(board, file, again, "ipo").reading.faults] == ["row_too_long"]


def test_a_figure_in_a_column_without_a_name_is_in_the_copy(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    data = workbook(("作品著作权登记量", "9月", None, "2019-10-08", None, 352))
    sheet = sheet_of(copy := copy_of(board, data, "copyright", "表.xlsx"))
    assert sheet["F2"].value == "352"
    assert not examine(board, "表.xlsx", copy, "copyright").reading.accepted


def test_a_day_that_cannot_be_read_stays_as_it_was_written(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    data = csv_bytes(["作品著作权登记量", "9月", "352", "10月8日", ""])
    sheet = sheet_of(copy := copy_of(board, data, "copyright"))
    assert sheet["D2"].value == "10月8日"
    faults = examine(board, "表_标注.xlsx", copy, "copyright").reading.faults
    assert [fault.code for fault in faults] == ["date_unreadable"]


def test_every_fault_of_every_bad_file_is_said_in_a_cell(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    looked_at = 0
    for bad in BAD_FILES.values():
        if bad.plan or bad.place or len(bad.data) > 200_000:
            continue
        reading = examine(board, bad.file, bad.data, None).reading
        if reading.kind is None:
            continue
        text = "\n".join(comments(sheet_of(marked(reading, bad.data, board.plan, board.store))).values())
        assert [fault.code for fault in reading.faults if fault.said[:200] not in text] == []
        header, *lines = csv_lines(marked_csv(reading, bad.data, board.plan, board.store))
        remarks = "\n".join(line[header.index(REMARKS)] for line in lines if reading.faults)
        assert [fault.code for fault in reading.faults if fault.said not in remarks] == []
        looked_at += 1
    assert looked_at > 30
