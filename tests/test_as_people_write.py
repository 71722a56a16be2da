"""Files as people's programs leave them: each is read as it is meant, or says what is the matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import csv_bytes, indicator_data, make_plan, share_data

from lib.intake import Reading, read_file
from lib.store import open_store
from lib.text import tidy, xml_safe

NAME = "作品著作权登记量"
HEADER = ("指标", "报告期", "实际值")
DAY = date(2019, 10, 8)


def read(*lines: tuple[str, ...], header: tuple[str, ...] = HEADER, file: str = "省版权局_2019-09.csv") -> Reading:
    return read_file(file, csv_bytes(*lines, header=header), make_plan(), DAY)


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
    reading = read_file("ipo.csv", data, plan, DAY)
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


SHARE = "企业发明专利拥有量占比"
FOR_DAY = (*HEADER, "填报日期")


def said(name: str, value: str, *, file: str = "ipo.csv", **changes: Any) -> list[str]:
    """The codes of a figure's faults; `changes` are those of its indicator."""
    data = share_data(**changes) if name == SHARE else indicator_data(**changes)
    reading = read_file(file, csv_bytes((name, "2019-09", value), header=HEADER), make_plan(indicators=[data]), DAY)
    return [problem.code for problem in reading.faults]


@pytest.mark.parametrize(
    ("value", "meant"), [("6020", "60.2"), ("602", "60.2"), ("60200", "60.2"), ("6020%", "60.2"), ("105", None)]
)
def test_a_share_above_100_is_refused_and_what_may_be_meant_is_said(value: str, meant: str | None) -> None:
    (found,) = read((SHARE, "2019-09", value), file="ipo.csv").faults
    assert (found.code, found.blocking) == ("share_over_100", True)
    assert ("是不是" in found.message) is bool(meant)
    assert f"是不是 {meant}？" in found.message or not meant
    assert said(SHARE, value, over_100=True) == []


@pytest.mark.parametrize(
    ("value", "changes", "codes"),
    [
        ("100", {}, []),
        ("0.602", {}, ["share_as_fraction"]),
        ("0.602", {"target": 0.5, "target_text": "0.5%"}, []),
        (
            "0.602",
            {"target": 2, "target_text": "2%", "baseline": {"period": "2018", "value": 0.4, "source": "公报"}},
            [],
        ),
        ("0.602", {"baseline": {"period": "2018", "value": 58, "source": "公报"}}, ["share_as_fraction"]),
        ("0.9", {"target": 2, "target_text": "2%", "direction": "lower"}, []),
    ],
)
def test_a_share_below_one_is_asked_about_where_it_is_usually_ten_times_that(
    value: str, changes: dict[str, Any], codes: list[str]
) -> None:
    assert said(SHARE, value, **changes) == codes


@pytest.mark.parametrize(
    ("value", "changes", "codes"),
    [
        ("352.5", {}, ["value_fraction"]),
        ("0.01万", {}, []),
        ("352.0", {}, []),
        ("352.5", {"unit": "家"}, ["value_fraction"]),
        ("352.5", {"unit": "人次"}, ["value_fraction"]),
        ("352.5", {"unit": "万件"}, []),
        ("352.5", {"unit": "亿元"}, []),
        ("352.5", {"unit": "公里"}, []),
        ("352.5", {"unit": "件/万人"}, []),
        ("352.5", {"decimals": 1}, []),
        ("352.5", {"target": 400.5, "target_text": "400.5件"}, []),
    ],
)
def test_half_a_piece_is_asked_about_and_half_of_a_measure_is_not(
    value: str, changes: dict[str, Any], codes: list[str]
) -> None:
    assert said(NAME, value, file="copyright.csv", **changes) == codes


@pytest.mark.parametrize(
    ("period", "day", "asked"),
    [
        ("2019-09", "2019-01-08", True),
        ("2019-09", "2019-08-31", True),
        ("2019-09", "2019-09-01", False),
        ("1-9月", "2018-10-08", True),
        ("2019H1", "2019-01-01", False),
        ("2019H1", "2018-12-31", True),
        ("2019Q2", "2019-03-31", True),
        ("2019Q2", "2019-04-01", False),
    ],
)
def test_a_day_of_reporting_before_the_period_begins_is_asked_about(period: str, day: str, *, asked: bool) -> None:
    faults = read((NAME, period, "352", day), header=FOR_DAY).faults
    assert [problem.code for problem in faults] == ["reported_before_period"] * asked
    task = read(("1.1.1", period, "推进中", day), header=("任务编号", "报告期", "状态", "填报日期"), file="ipo.csv")
    assert [problem.code for problem in task.faults] == ["reported_before_period"] * asked


def test_every_break_of_a_line_is_one_character_in_office_files() -> None:
    assert xml_safe("一\r\n二\r三\n四") == "一\n二\n三\n四"


def test_tidy_leaves_what_is_meant() -> None:
    assert [tidy(text) for text in ('="2019-09"', '="', "人口", " a=b ")] == ["2019-09", '="', "人口", "a=b"]
