"""What an edit changed, and the page that lists it: 口径 › 计划改动."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import TASKS, agency_data, indicator_data, level_data, make_plan, share_data
from sending import NEW_YEAR, figures, noon_of, open_board, progress, write_plan
from test_pages import show

from lib.plan.edits import Edit, edits

INSERTED = {
    "1.1.1": {"agencies": ["ipo"], "text": "新增的任务。"},
    "1.1.2": {"agencies": ["ipo"], "text": "任务1.1.1的条文。"},
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"title": "另一个"}, [Edit("plan", "", "名称", "2019年小计划", "另一个")]),
        (
            {"status_rule": {"name": "schedule_gap", "tolerance_points": 5}},
            [Edit("plan", "", "容差", "10 个百分点", "5 个百分点")],
        ),
        (
            {"indicators": [level_data(target=3.0), indicator_data(), share_data()]},
            [Edit("indicator", "每万人口发明专利拥有量", "目标", "≥ 2.9 件", "≥ 3 件")],
        ),
        (
            {"indicators": [level_data(), indicator_data(name="作品登记量", unit="万件")]},
            [
                Edit("indicator", "作品登记量", "名称", "作品著作权登记量", "作品登记量"),
                Edit("indicator", "作品登记量", "单位", "件", "万件"),
                Edit("indicator", "作品登记量", "目标", "≥ 400 件", "≥ 400 万件"),
                Edit("indicator", "企业发明专利拥有量占比", "去掉", "企业发明专利拥有量占比", ""),
            ],
        ),
        (
            {"tasks": TASKS | {"1.1.2": ["science"], "2.1.1": {"agencies": ["members"], "due": date(2019, 10, 31)}}},
            [
                Edit("task", "1.1.2", "责任单位", "省知识产权局、省科技厅", "省科技厅"),
                Edit("task", "2.1.1", "应完成日期", "2019年12月31日", "2019年10月31日"),
            ],
        ),
        (
            {"groups": [agency_data(id="members", name="各成员单位", members=["ipo", "science"])]},
            [Edit("body", "各成员单位", "成员", "", "省知识产权局、省科技厅")],
        ),
    ],
)
def test_an_edit_says_what_changed_and_how_it_read_before_and_after(
    changes: dict[str, Any], expected: list[Edit]
) -> None:
    assert edits(make_plan(), make_plan(**changes)) == expected


def test_a_task_that_moved_is_one_edit_and_an_inserted_one_another() -> None:
    old = make_plan(tasks={"1.1.1": ["ipo"], "1.1.2": ["science"]}, indicators=None)
    tasks = INSERTED | {"1.1.3": {"agencies": ["science"], "text": "任务1.1.2的条文。"}}
    assert edits(old, make_plan(tasks=tasks, indicators=None)) == [
        Edit("task", "1.1.2", "编号", "1.1.1", "1.1.2"),
        Edit("task", "1.1.3", "编号", "1.1.2", "1.1.3"),
        Edit("task", "1.1.1", "新增", "", "新增的任务。"),
    ]


def test_the_board_knows_each_edit_with_the_day_of_the_first_receipt_under_it(tmp_path: Path) -> None:
    board = open_board(tmp_path, clock=noon_of(2019, 10, 8))
    (tmp_path / "actuals" / "copyright.csv").write_bytes(figures())
    board.refresh(at_once=True)
    assert board.plan_edits() == []
    write_plan(tmp_path / "plan.yaml", title="第二版")
    board.refresh(at_once=True)
    (edit,) = board.plan_edits()
    assert (edit.at, [one.after for one in edit.edits]) == (None, ["第二版"])
    (tmp_path / "actuals" / "ipo.csv").write_bytes(progress())
    board = open_board(tmp_path, clock=noon_of(2019, 11, 9))
    board.refresh(at_once=True)
    (edit,) = board.plan_edits()
    assert edit.at == noon_of(2019, 11, 9)()
    # An earlier content that is lost takes away what it changed, and nothing else.
    for path in (tmp_path / "actuals" / ".planboard" / "plans").iterdir():
        path.unlink()
    board = open_board(tmp_path, clock=NEW_YEAR)
    board.refresh(at_once=True)
    assert board.plan_edits() == []
    assert len(board.actuals.submissions) == 2


def test_the_page_lists_edits_and_the_rows_that_no_longer_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = open_board(tmp_path)
    (tmp_path / "actuals" / "ipo.csv").write_bytes(progress("已完成", task="1.1.2"))
    board.refresh(at_once=True)
    write_plan(tmp_path / "plan.yaml", tasks=TASKS | {"1.1.2": ["science"]})
    monkeypatch.setenv("PLANBOARD_PLAN", str(tmp_path / "plan.yaml"))
    monkeypatch.setenv("PLANBOARD_ACTUALS", str(tmp_path / "actuals"))
    said = show("method", part="edits").text
    assert "省知识产权局、省科技厅" in said
    assert "计划已改动：任务 1.1.2" in said
    assert "还没有按它收到报送" in said
