"""Column names: which kind of file this is, and what its header lacks."""

from __future__ import annotations

import time

import pytest

from lib.intake.headers import Header, expected, is_header, read_header
from lib.intake.sheet import Line
from lib.problems.catalogue import Problem
from lib.rows import COLUMNS, REQUIRED, Kind, title


def header_of(*cells: str) -> tuple[Header, list[str]]:
    """The header that is read from cells, with the codes of its notes."""
    header, found = read_header(Line(1, list(cells)), 2019)
    assert header is not None, found
    return header, [p.code for p in found]


def faults_of(*cells: str) -> list[Problem]:
    """Why no header is read from cells."""
    header, found = read_header(Line(1, list(cells)), 2019)
    assert header is None
    assert all(p.blocking and p.row == 1 for p in found)
    return found


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_chinese_and_the_english_header_say_the_same(kind: Kind) -> None:
    chinese, _ = header_of(*(names[0] for names in COLUMNS[kind].values()))
    english, _ = header_of(*COLUMNS[kind])
    assert chinese == english
    assert chinese.kind == kind
    assert list(chinese.columns) == list(COLUMNS[kind])


@pytest.mark.parametrize(
    ("kind", "name", "written"),
    [(kind, name, word) for kind, columns in COLUMNS.items() for name, words in columns.items() for word in words],
)
def test_every_name_of_a_column_is_read(kind: Kind, name: str, written: str) -> None:
    others = [title(kind, other) for other in REQUIRED[kind] if other != name]
    header, codes = header_of(written, *others)
    assert header.kind == kind
    assert header.columns[name] == 0
    assert codes == []


def test_the_columns_and_their_names_are_those_agreed() -> None:
    assert COLUMNS["figures"] == {
        "indicator": ("指标", "指标编号", "指标名称"),
        "period": ("报告期", "期间"),
        "value": ("实际值", "实绩值", "完成值"),
        "reported_on": ("填报日期",),
        "note": ("说明",),
    }
    assert {name: words[0] for name, words in COLUMNS["progress"].items()} == {
        "task": "任务编号",
        "agency": "责任单位",
        "period": "报告期",
        "status": "状态",
        "evidence": "佐证材料",
        "obstacle": "存在问题",
        "next_step": "下一步措施",
        "reported_on": "填报日期",
        "note": "进展说明",
    }


@pytest.mark.parametrize(
    "cells",
    [
        ["实际值", "指标", "报告期"],
        [" 指标 ", "报 告 期", "实际值"],
        ["指标", "报告期", "实际值", "", ""],
        ["指标*", "报告期*", "实际值*"],
        ["指标（必填）", "报告期(月)", "实际值"],
        ["\ufeff指标", "报告期", "实际值"],
        ["ＩＮＤＩＣＡＴＯＲ", "Period", "VALUE"],
        ["'指标", "报告期", "实际值"],
        ["序号", "指标", "报告期", "上期", "实际值", "单位"],
    ],
)
def test_order_width_spaces_and_remarks_in_a_header_make_no_difference(cells: list[str]) -> None:
    header, codes = header_of(*cells)
    assert header.kind == "figures"
    assert set(header.columns) == {"indicator", "period", "value"}
    assert codes == []


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("实际值", None),
        ("实际值（件）", "件"),
        ("实际值(件)", "件"),
        ("实际值 （ 件 ）", "件"),
        ("实际值（单位：件）", "件"),
        ("实际值（%）", "%"),
        ("实际值（％）", "%"),
        ("实际值（GWh）", "GWh"),
        ("value (件)", "件"),
        ("Value（件）", "件"),
    ],
)
def test_the_unit_behind_the_value_column_is_kept(written: str, unit: str | None) -> None:
    header, _ = header_of("指标", "报告期", written)
    assert header.unit == unit


def test_trailing_empty_columns_are_no_part_of_the_header() -> None:
    header, _ = header_of("指标", "报告期", "实际值", "", "", "")
    assert header.width == 3


def test_an_unknown_column_is_ignored_with_a_note() -> None:
    header, found = read_header(Line(4, ["指标", "报告期", "实际值", "备注", " 去年同期 "]), 2019)
    assert header is not None
    assert [(p.code, p.row, p.value, p.severity) for p in found] == [
        ("column_ignored", 4, "备注", "note"),
        ("column_ignored", 4, "去年同期", "note"),
    ]


def test_a_column_that_may_name_a_body_is_not_ignored_silently() -> None:
    _, codes = header_of("任务编号", "单位", "报告期", "状态")
    assert codes == ["column_ignored"]


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        (["指标", "实际值"], ["报告期"]),
        (["指标", "报告期"], ["实际值"]),
        (["实际值", "说明"], ["指标", "报告期"]),
        (["任务编号", "状态"], ["报告期"]),
        (["任务编号", "报告期"], ["状态"]),
    ],
)
def test_every_missing_column_is_named(cells: list[str], missing: list[str]) -> None:
    faults = faults_of(*cells)
    assert [p.code for p in faults] == ["header_incomplete"] * len(missing)
    for fault, name in zip(faults, missing, strict=True):
        assert f"“{name}”" in fault.message
        assert fault.message.endswith("请补上这一列。")


def test_a_misspelt_column_is_offered_for_the_missing_one() -> None:
    (fault,) = faults_of("指标", "报告期", "实际数值", "上年实际值合计")
    assert fault.code == "header_incomplete"
    assert "最像的是：实际数值。" in fault.message


@pytest.mark.parametrize(
    ("cells", "both"),
    [
        (["指标", "报告期", "实际值", "指标"], "指标、指标"),
        (["指标", "期间", "报告期", "实际值"], "期间、报告期"),
        (["指标", "报告期", "实际值", "实际值（件）"], "实际值、实际值（件）"),
    ],
)
def test_the_same_column_twice_is_refused_with_both_names(cells: list[str], both: str) -> None:
    (fault,) = faults_of(*cells)
    assert fault.code == "header_twice"
    assert f"“{both}”" in fault.message


@pytest.mark.parametrize(
    "cells",
    [
        ["指标", "单位", "1月", "2月"],
        ["指标", "2019-01", "2019-02"],
        ["指标", "2019年1月", "2019年2月", "说明"],
        ["指标", "报告期", "实际值", "1月", "2月"],
        ["任务编号", "1月", "2月"],
        ["指标", "1-8月", "1-9月累计"],
    ],
)
def test_months_as_columns_are_refused_with_the_columns_to_use(cells: list[str]) -> None:
    (fault,) = faults_of(*cells)
    assert fault.code == "header_periods"
    kind: Kind = "progress" if "任务编号" in cells else "figures"
    assert expected(kind) in fault.message


@pytest.mark.parametrize(
    "cells", [["报告期", "说明"], ["名称", "数值"], ["指标"], ["作品著作权登记量", "2019-09", "352"], [""]]
)
def test_a_line_without_known_names_is_no_header(cells: list[str]) -> None:
    assert not is_header(cells)
    (fault,) = faults_of(*cells)
    assert fault.code == "header_missing"
    assert expected("figures") in fault.message
    assert expected("progress") in fault.message


def test_several_faults_of_a_header_are_said_at_once() -> None:
    faults = faults_of("指标", "指标名称", "说明")
    assert [p.code for p in faults] == ["header_twice", "header_incomplete", "header_incomplete"]


def test_a_header_cell_of_any_length_is_answered_quickly() -> None:
    start = time.perf_counter()
    is_header(["(" * 1_000_000, "指标（" + "(" * 1_000_000, "x" * 1_000_000])
    assert time.perf_counter() - start < 10
