"""Text cells → bytes, as spreadsheets read them."""

from __future__ import annotations

import pytest

from lib.csv_out import defused, encode, fused
from lib.intake.decoding import decode
from lib.intake.headers import is_header


def test_a_csv_has_a_bom_and_lines_that_end_as_in_windows() -> None:
    assert encode(["甲", "乙"], [["一", None], ["", '二,"三"']]) == ('\ufeff甲,乙\r\n一,\r\n,"二,""三"""\r\n'.encode())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_defused(start: str) -> None:
    assert defused(f"{start}cmd|x") == f"'{start}cmd|x"
    assert fused(f"'{start}cmd|x") == f"{start}cmd|x"


@pytest.mark.parametrize("text", ["'90后'", "推进中", "", "'"])
def test_an_apostrophe_of_its_own_stays(text: str) -> None:
    assert fused(text) == text


@pytest.mark.parametrize(
    "start", [*"＝＋－＠﹢﹣﹦﹫−", "\ufeff=", "\u200b=", "\u200e\u202e＝", " \u3000=", "\n+", "\ufe0f@", "\x00-"]
)
def test_a_formula_in_full_width_or_behind_what_cannot_be_seen_is_defused(start: str) -> None:
    assert defused(f"{start}1+1") == f"'{start}1+1"
    assert encode(["甲"], [[f"{start}1+1"]]).decode("utf-8-sig").startswith(("甲\r\n'", "甲\r\n\"'"))


@pytest.mark.parametrize("cell", [-3, 2.5, None, "", "推进中", "3-2", "\ufeff推进中＝", "（=1）", "——"])
def test_any_other_cell_stays_as_it_is(cell: object) -> None:
    assert defused(cell) == cell


def test_the_decoder_reads_back_what_is_encoded() -> None:
    cells = ["1.1.1", "推进中", "两行\n文字"]
    sheet, problems = decode(encode(["任务编号", "状态", "进展说明"], [cells]), is_header)
    assert sheet is not None
    assert (sheet.lines[0].cells, problems) == (cells, [])
