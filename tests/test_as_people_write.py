"""Files as people's programs leave them: each is read as it is meant, or says what is the matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from factories import csv_bytes, make_plan

from lib.intake import Reading, read_file
from lib.store import open_store
from lib.text import tidy, xml_safe

NAME = "作品著作权登记量"
HEADER = ("指标", "报告期", "实际值")


def read(*lines: tuple[str, ...], header: tuple[str, ...] = HEADER, file: str = "省版权局_2019-09.csv") -> Reading:
    return read_file(file, csv_bytes(*lines, header=header), make_plan(), date(2019, 10, 8))


@pytest.mark.parametrize(
    "value", ["\u202d352\u202c", "\u2066352\u2069", "\u200e352", '="352"', "'352", "３５２"]
)  # what calculators, chats and spreadsheets leave around a number
def test_what_cannot_be_seen_or_forces_a_text_is_taken_off(value: str) -> None:
    assert [row.value for row in read((NAME, "2019-09", value)).rows] == [352]


@pytest.mark.parametrize(
    "header",
    [
        ("*指标", "*报告期", "*实际值"),
        ("指标＊", "报告期", "实际值（必填）"),
        ("指标", "报告期", "实际值（累计）"),
        ("指标", "报告期", "实际值(本年累计)"),
        (*HEADER, *[""] * 300),
    ],
)
def test_marks_of_forms_and_blank_columns_hide_no_column(header: tuple[str, ...]) -> None:
    line = (NAME, "2019-09", "352", *[""] * (len(header) - 3))
    assert [row.value for row in read(line, header=header).rows] == [352]


def test_radicals_from_pdf_files_are_the_characters_that_look_the_same_and_this_is_noted() -> None:
    plan = make_plan()
    data = csv_bytes(["每万⼈⼝发明专利拥有量", "2019年9⽉", "2.86"], header=HEADER)
    reading = read_file("ipo.csv", data, plan, date(2019, 10, 8))
    assert [row.value for row in reading.rows] == [2.86]
    assert {note.column for note in reading.notes} >= {"指标", "报告期"}


@pytest.mark.parametrize("total", ["合 计", "合　计", "总 计：", "小\u3000计"])
def test_a_total_is_one_however_it_is_spaced(total: str) -> None:
    assert [p.code for p in read((NAME, "2019-09", "352"), (total, "2019-09", "352")).problems] == ["total_row"]


@pytest.mark.parametrize("file", ["省版权局＿2019-09.csv", "省版权局_2019＿09.csv", "示例＿省版权局＿9月.csv"])
def test_a_full_width_underscore_is_one(file: str) -> None:
    assert read((NAME, "2019-09", "352"), file=file).sender == "copyright"


@pytest.mark.parametrize(
    "name", ["Thumbs.db", "thumbs.db", "desktop.ini", "省版权局.csv.crdownload", "a.csv.part", "~$a.csv"]
)
def test_what_systems_and_browsers_lay_down_is_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\0")
    assert open_store(tmp_path, record=False).look().inlet == {}


def test_every_break_of_a_line_is_one_character_in_office_files() -> None:
    assert xml_safe("一\r\n二\r三\n四") == "一\n二\n三\n四"


def test_tidy_leaves_what_is_meant() -> None:
    assert [tidy(text) for text in ('="2019-09"', '="', "人口", " a=b ")] == ["2019-09", '="', "人口", "a=b"]
