"""`check`, `clear-sample` and the text of `status` as they are called: the exit code and what is printed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from calls import ROOT, run, run_apart
from factories import csv_bytes, progress_bytes
from sending import write_plan

NAME = "作品著作权登记量"
GOOD = csv_bytes([NAME, "2019-09", "352", "2019-10-08", "季末核对"])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "small.yaml")


@pytest.fixture
def actuals(tmp_path: Path) -> Path:
    """A folder with one good file."""
    folder = tmp_path / "actuals"
    folder.mkdir()
    (folder / "省版权局_2019-09.csv").write_bytes(GOOD)
    return folder


def test_a_good_folder_is_good_and_said_to_be(plan: Path, actuals: Path) -> None:
    done = run_apart("check", "--plan", plan, "--actuals", actuals)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "省版权局_2019-09.csv　省新闻出版局〔省版权局〕　指标实绩　1 行　可以接受",
        "计划文件没有问题；共检查 1 个文件，0 个须改正。",
    ]


def test_the_json_has_one_entry_for_each_file_with_its_rows(plan: Path, actuals: Path) -> None:
    done = run("check", "--json", "--plan", plan, "--actuals", actuals)
    assert done.code == 0
    assert done.document == {
        "plan": {"problems": []},
        "files": [
            {
                "file": "省版权局_2019-09.csv",
                "kind": "figures",
                "agency": "copyright",
                "accepted": True,
                "needs_confirmation": False,
                "rows": [
                    {
                        "row": 2,
                        "reported_on": "2019-10-08",
                        "indicator": "copyright-registrations",
                        "period": "2019-09",
                        "value": 352.0,
                        "note": "季末核对",
                    }
                ],
                "notes": [],
                "problems": [],
            }
        ],
    }


def test_the_data_are_chosen_before_or_after_the_command_or_by_the_environment(plan: Path, actuals: Path) -> None:
    expected = run("check", "--plan", plan, "--actuals", actuals).out
    assert run("--plan", plan, "--actuals", actuals, "check").out == expected
    assert run("--plan", plan, "check", "--actuals", actuals).out == expected
    assert run_apart("check", PLANBOARD_PLAN=plan, PLANBOARD_ACTUALS=actuals).out == expected


def test_an_option_stands_above_the_environment_and_after_the_command_above_before(
    plan: Path, actuals: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    done = run("--actuals", empty, "check", "--actuals", actuals, PLANBOARD_PLAN=plan, PLANBOARD_ACTUALS=empty)
    assert done.out.splitlines()[-1] == "计划文件没有问题；共检查 1 个文件，0 个须改正。"


def test_a_blocking_problem_gives_exit_code_1_and_its_message(plan: Path, actuals: Path) -> None:
    (actuals / "省科技厅.csv").write_bytes(progress_bytes(["1.1.2", "", "2019-09", "完成"]))
    done = run("check", "--plan", plan, "--actuals", actuals)
    assert done.code == 1
    assert "  须改正　第2行“状态”：没有“完成”这种状态。" in done.out
    assert done.out.splitlines()[-1] == "计划文件没有问题；共检查 2 个文件，1 个须改正。"


def test_warnings_alone_give_exit_code_0(plan: Path, actuals: Path) -> None:
    (actuals / "省版权局_2019-09.csv").write_bytes(csv_bytes([NAME, "三季度", "352"]))
    done = run("check", "--json", "--plan", plan, "--actuals", actuals)
    assert done.code == 0
    (entry,) = done.document["files"]
    assert (entry["accepted"], entry["needs_confirmation"], len(entry["rows"])) == (True, True, 1)
    assert [(p["code"], p["blocking"], p["row"], p["column"], p["value"]) for p in entry["problems"]] == [
        ("cumulative_quarter", False, 2, "报告期", "三季度")
    ]
    assert [(n["row"], n["column"], n["value"]) for n in entry["notes"]] == [(2, "报告期", "三季度")]


def test_a_refused_file_has_problems_with_all_their_parts_and_no_rows(plan: Path, actuals: Path) -> None:
    (actuals / "省版权局_2019-09.csv").write_bytes(csv_bytes([NAME, "2019-09", "352"], [NAME, "2019-08", "约300"]))
    done = run("check", "--json", "--plan", plan, "--actuals", actuals)
    assert done.code == 1
    (entry,) = done.document["files"]
    assert (entry["accepted"], entry["rows"]) == (False, [])
    assert entry["problems"] == [
        {
            "file": "省版权局_2019-09.csv",
            "row": 3,
            "column": "实际值",
            "value": "约300",
            "code": "value_not_exact",
            "blocking": True,
            "message": "第3行“实际值”：“约300”不是一个确定的数。请填准确的数字，例如 1250.5；没有数就留空。",
        }
    ]


def test_named_files_are_checked_in_their_order_beside_the_folder(plan: Path, actuals: Path, tmp_path: Path) -> None:
    falling, good = tmp_path / "copyright_b.csv", tmp_path / "copyright_a.csv"
    falling.write_bytes(csv_bytes([NAME, "2019-10", "300"]))
    good.write_bytes(csv_bytes([NAME, "2019-10", "400"]))
    done = run("check", falling, good, "--json", "--plan", plan, "--actuals", actuals)
    assert done.code == 0
    files = done.document["files"]
    assert [entry["file"] for entry in files] == ["copyright_b.csv", "copyright_a.csv"]
    assert [[p["code"] for p in entry["problems"]] for entry in files] == [["cumulative_falls"], []]


def test_a_file_that_is_not_there_is_wrong_use_and_said_with_its_folder_and_what_is_like_it(
    plan: Path, actuals: Path
) -> None:
    at = ("--plan", plan, "--actuals", actuals)
    good, gone, lost = actuals / "省版权局_2019-09.csv", actuals / "省版权局_2019-9.csv", actuals / "九月" / "甲.csv"
    done = run("check", good, gone, lost, *at)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        f"文件夹“{actuals}”里没有“省版权局_2019-9.csv”。是不是：省版权局_2019-09.csv？"
        "请核对文件名；在别的文件夹里的，连文件夹一起写。",
        f"文件夹“{actuals / '九月'}”不存在，找不到其中的“甲.csv”。请核对路径。",
    ]
    done = run("check", gone, "--json", *at)
    assert (done.code, done.out) == (2, "")


def test_an_option_says_whose_a_named_file_is_as_when_it_is_sent(plan: Path, actuals: Path, tmp_path: Path) -> None:
    at = ("--plan", plan, "--actuals", actuals)
    unnamed, other = tmp_path / "九月.csv", tmp_path / "省科技厅_2019-10.csv"
    for file in (unnamed, other):
        file.write_bytes(csv_bytes([NAME, "2019-10", "400"]))
    done = run("check", unnamed, *at)
    assert done.code == 1
    assert done.out.splitlines()[0] == "九月.csv　未识别单位　未识别　须改正"
    assert done.out.splitlines()[-1] == "也可以用 --agency 写明单位。"

    done = run("check", unnamed, "--agency", "省版权局", *at)
    assert (done.code, done.out.splitlines()[0]) == (0, "九月.csv　省新闻出版局〔省版权局〕　指标实绩　1 行　可以接受")
    done = run("check", unnamed, other, "--agency", "copyright", "--json", *at)
    assert done.code == 0
    assert [(entry["agency"], [p["code"] for p in entry["problems"]]) for entry in done.document["files"]] == [
        ("copyright", []),
        ("copyright", ["body_differs"]),
    ]
    renamed = tmp_path / "九月.xlsx"
    renamed.write_bytes(unnamed.read_bytes())
    done = run("check", renamed, "--agency", "copyright", "--json", *at)
    assert (done.code, [p["code"] for p in done.document["files"][0]["problems"]]) == (1, ["file_other_format"])
    sample = tmp_path / "示例_省版权局.csv"
    sample.write_bytes(unnamed.read_bytes())
    done = run("check", sample, "--agency", "copyright", "--json", *at)
    assert (done.code, [p["code"] for p in done.document["files"][0]["problems"]]) == (1, ["sample_uploaded"])
    assert run("check", sample, *at).code == 0
    for wrong in (("--agency", "copyright"), (unnamed, "--agency", "某某局")):
        assert run("check", *wrong, *at).code == 2


def test_of_a_refused_file_no_number_of_rows_is_said(plan: Path, actuals: Path) -> None:
    (actuals / "省科技厅.csv").write_bytes(progress_bytes(["1.1.2", "", "2019-09", "完成"]))
    done = run("check", "--plan", plan, "--actuals", actuals)
    assert "省科技厅.csv　省科技厅　任务进展　须改正\n" in done.out and "0 行" not in done.out


def test_a_file_is_not_compared_with_samples(plan: Path, actuals: Path, tmp_path: Path) -> None:
    (actuals / "省版权局_2019-09.csv").rename(actuals / "示例_省版权局_2019-09.csv")
    lower = tmp_path / "copyright.csv"
    lower.write_bytes(csv_bytes([NAME, "2019-10", "300"]))
    assert run("check", lower, "--plan", plan, "--actuals", actuals).code == 0


def test_checking_writes_nothing(plan: Path, actuals: Path) -> None:
    before = sorted((path.name, path.stat().st_mtime_ns) for path in actuals.parent.rglob("*"))
    run("check", "--plan", plan, "--actuals", actuals)
    assert sorted((path.name, path.stat().st_mtime_ns) for path in actuals.parent.rglob("*")) == before


def test_a_wrong_plan_gives_exit_code_1_and_all_its_faults(plan: Path, actuals: Path) -> None:
    text = plan.read_text(encoding="utf-8").replace("year: 2019", "year: x").replace("lead_rule: none", "lead_rule: no")
    plan.write_text(text, encoding="utf-8")
    done = run_apart("check", "--json", "--plan", plan, "--actuals", actuals)
    assert done.code == 1
    assert [(p["row"], p["code"], p["blocking"]) for p in done.document["plan"]["problems"]] == [
        (4, "plan_type", True),
        (5, "plan_choice", True),
    ]
    assert done.document["files"] == []

    done = run("check", "--plan", plan, "--actuals", actuals)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("small.yaml 第4行“year”：“x”应为整数。")


@pytest.mark.parametrize("arguments", [("--plan", "nowhere.yaml"), ("--no-such-option",), ("--plan",)])
def test_wrong_use_gives_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = run("check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_file_names_that_are_no_utf_8_can_be_printed(plan: Path, actuals: Path) -> None:
    (actuals / os.fsdecode("省科技厅.csv".encode("gbk"))).write_bytes(
        progress_bytes(["1.1.2", "", "2019-09", "推进中"])
    )
    (actuals / os.fsdecode(b"\xff.txt")).write_bytes(b"")
    done = run_apart("check", "--json", "--plan", plan, "--actuals", actuals)
    assert done.code == 1
    assert {entry["file"]: entry["agency"] for entry in done.document["files"]} == {
        "省版权局_2019-09.csv": "copyright",
        "省科技厅.csv": "science",
        "\ufffd.txt": None,
    }


def test_the_shipped_plan_and_samples_are_good() -> None:
    done = run("check", "--json", PLANBOARD_ACTUALS=ROOT / "data" / "actuals")
    assert done.code == 0
    assert done.document["files"]
    assert [(entry["file"], entry["problems"]) for entry in done.document["files"] if entry["problems"]] == []


def test_clearing_the_samples_removes_them_and_says_which(actuals: Path) -> None:
    (actuals / "示例_省科技厅_2019Q1.csv").write_bytes(b"")
    assert run("clear-sample", "--actuals", actuals, "--json").document == {"removed": ["示例_省科技厅_2019Q1.csv"]}
    assert [path.name for path in actuals.glob("*.csv")] == ["省版权局_2019-09.csv"]
    done = run("clear-sample", PLANBOARD_ACTUALS=actuals)
    assert (done.code, done.out) == (0, "没有示例文件。\n")


def test_the_status_says_once_that_an_indicator_has_no_figure(plan: Path, tmp_path: Path) -> None:
    said = run("status", "--plan", plan, "--actuals", tmp_path / "empty").out
    lines = [line for line in said.splitlines() if NAME in line]
    assert lines == [f"  … 未报送　{NAME}尚无报送，目标 ≥ 400 件"]
