"""`python -m lib status --json`, key by key, and against the second implementation of the rules in recount.py."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from calls import ROOT, Run, run, run_apart
from factories import period_of
from recount import Figure, Report, Row, differences, recount
from sending import write_plan

from lib.rules.attention import Change
from lib.say.documents import change_record

PLAN_2019 = ROOT / "data" / "plan_2019.yaml"
SAMPLES = ROOT / "data" / "actuals"


def status(plan: Path, folder: Path, *more: str) -> Any:
    """The document of `status --json`, which prints nothing else and ends well."""
    return document_of(run("status", "--json", "--plan", plan, "--actuals", folder, *more))


def document_of(ran: Run) -> Any:
    """The one document that a call printed, of JSON as others read it."""
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON number"))


# the document


TASKS: dict[str, Any] = {
    "1.1.1": ["ipo"],
    "1.1.2": ["science", "ipo"],
    "1.1.3": {"agencies": ["ipo"], "text": "全省每万人口发明专利拥有量达到2.9件。"},
    "1.1.4": {"agencies": ["copyright"], "text": "作品著作权登记量400件。"},
    "1.1.5": {"agencies": ["ipo"], "text": "占比达60%以上。"},
    "2.1.1": ["members"],
    "2.1.2": {"agencies": ["education", "science"], "due": date(2019, 9, 30)},
}
"""Seven tasks; 1.1.3, 1.1.4 and 1.1.5 carry the indicators."""


FILES = {
    "copyright_2019.csv": "指标,报告期,实际值,填报日期\n"
    "作品著作权登记量,2019-08,311,2019-09-20\n作品著作权登记量,2019-09,352,2019-10-09\n",
    "ipo_指标.csv": "indicator,period,value,reported_on\ninvention-patents-per-10k,2019-08,2.86,2019-09-05\n",
    "ipo_进展.csv": "任务编号,报告期,状态,佐证材料,填报日期\n"
    "1.1.1,2019-08,已完成,验收报告,2019-09-06\n1.1.2,2019-09,推进中,,2019-10-08\n",
    "science.csv": "任务编号,报告期,状态,佐证材料,填报日期\n2.1.2,2019-09,进展滞后,,2019-10-08\n",
    "office.csv": "任务编号,责任单位,报告期,状态,佐证材料,填报日期\n"
    "1.1.1,省知识产权局,2019-09,已销号,核验单,2019-10-12\n2.1.1,各成员单位,2019-09,未启动,,2019-10-12\n",
    "education.csv": "任务编号,报告期,状态\n2.1.2,2019-09,快完成了\n",
}
"""Two files of figures, three of progress, one that is refused."""


def write_files(folder: Path) -> Path:
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "plan.yaml", tasks=TASKS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "actuals")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The document of these files, without any choice of dates. Tests read it and leave it as it is."""
    path = tmp_path_factory.mktemp("status")
    chosen = ("--plan", write_plan(path / "plan.yaml", tasks=TASKS), "--actuals", write_files(path / "actuals"))
    return document_of(run_apart("status", "--json", *chosen))


def test_the_document_has_these_keys_in_this_order(document: Any) -> None:
    counts = ["completed", "verified", "in_progress", "delayed", "not_started", "unreported", "overdue"]
    shares = ["completion_rate", "completion_high", "coverage", "current_coverage"]
    assert list(document) == [
        "plan", "as_of", "known_by", "elapsed", "sample", "summary", "indicators", "tasks", "agencies", "problems",
    ]  # fmt: skip
    assert list(document["plan"]) == [
        "id", "title", "year", "parts", "sections", "tasks", "agencies", "groups", "assignments", "indicators",
    ]  # fmt: skip
    assert list(document["summary"]) == ["tasks", *counts, *shares]
    for indicator in document["indicators"]:
        assert list(indicator) == [
            "id", "task", "name", "unit", "kind", "direction", "target", "baseline", "actual", "period", "achievement",
            "progress", "elapsed", "gap_points", "tolerance_points", "status", "stale", "projection",
            "needed_per_month", "sample",
        ]  # fmt: skip
    for task in document["tasks"]:
        assert list(task) == ["id", "text", "status", "overdue", "assignments"]
        for assignment in task["assignments"]:
            assert list(assignment) == ["agency", "status", "period", "evidence"]
    for agency in document["agencies"]:
        assert list(agency) == ["id", "name", "kind", "workload", *counts, *shares]
        assert list(agency["workload"]) == ["full", "shared", "first_listed"]
    for problem in document["problems"]:
        assert list(problem) == ["file", "row", "column", "value", "code", "blocking", "message"]


def test_the_head_of_the_document(document: Any) -> None:
    assert document["plan"] == {
        "id": "small", "title": "2019年小计划", "year": 2019, "parts": 2, "sections": 2, "tasks": 7, "agencies": 4,
        "groups": 1, "assignments": 9, "indicators": 3,
    }  # fmt: skip
    assert {key: document[key] for key in ("as_of", "known_by", "elapsed", "sample")} == {
        "as_of": "2019-09-30", "known_by": None, "elapsed": 273 / 365, "sample": False,
    }  # fmt: skip


def test_the_summary_by_hand(document: Any) -> None:
    assert document["summary"] == {
        "tasks": 7,
        "completed": 1,  # 1.1.1, verified
        "verified": 1,
        "in_progress": 3,  # 1.1.2 and the two with figures
        "delayed": 1,  # 2.1.2
        "not_started": 1,  # 2.1.1
        "unreported": 1,  # 1.1.5
        "overdue": 1,  # 2.1.2
        "completion_rate": 1 / 7,
        "completion_high": 2 / 7,
        "coverage": 6 / 7,
        "current_coverage": 3 / 7,  # 1.1.1, 1.1.4 and 2.1.1 owe nothing
    }


def test_the_indicators_by_hand(document: Any) -> None:
    level, total, share = document["indicators"]
    assert level == {
        "id": "invention-patents-per-10k", "task": "1.1.3", "name": "每万人口发明专利拥有量", "unit": "件",
        "kind": "level", "direction": "higher", "target": 2.9, "baseline": 2.82, "actual": 2.86, "period": "2019-08",
        "achievement": pytest.approx(2.86 / 2.9), "progress": 0.5, "elapsed": 243 / 365,
        "gap_points": pytest.approx(50 - 24300 / 365), "tolerance_points": 12.5, "status": "behind", "stale": True,
        "projection": pytest.approx(2.82 + 0.04 / 243 * 365), "needed_per_month": None, "sample": False,
    }  # fmt: skip
    assert total == {
        "id": "copyright-registrations", "task": "1.1.4", "name": "作品著作权登记量", "unit": "件",
        "kind": "cumulative", "direction": "higher", "target": 400, "baseline": None, "actual": 352,
        "period": "2019-09", "achievement": 0.88, "progress": 0.88, "elapsed": 273 / 365,
        "gap_points": pytest.approx(88 - 27300 / 365), "tolerance_points": 10, "status": "on_schedule",
        "stale": False, "projection": pytest.approx(352 / 273 * 365), "needed_per_month": 16, "sample": False,
    }  # fmt: skip
    assert share == {
        "id": "enterprise-patent-share", "task": "1.1.5", "name": "企业发明专利拥有量占比", "unit": "%",
        "kind": "share", "direction": "higher", "target": 60, "baseline": None, "actual": None, "period": None,
        "achievement": None, "progress": None, "elapsed": None, "gap_points": None, "tolerance_points": 10,
        "status": "no_data", "stale": False, "projection": None, "needed_per_month": None, "sample": False,
    }  # fmt: skip


def test_the_tasks_by_hand(document: Any) -> None:
    found = {task["id"]: {key: value for key, value in task.items() if key != "id"} for task in document["tasks"]}
    assert found == {
        "1.1.1": {
            "text": "任务1.1.1的条文。", "status": "verified", "overdue": False,
            "assignments": [{"agency": "ipo", "status": "verified", "period": "2019-09", "evidence": "核验单"}],
        },
        "1.1.2": {
            "text": "任务1.1.2的条文。", "status": "in_progress", "overdue": False,
            "assignments": [
                {"agency": "science", "status": "unreported", "period": None, "evidence": None},
                {"agency": "ipo", "status": "in_progress", "period": "2019-09", "evidence": None},
            ],
        },
        "1.1.3": {
            "text": "全省每万人口发明专利拥有量达到2.9件。", "status": "in_progress", "overdue": False,
            "assignments": [{"agency": "ipo", "status": "in_progress", "period": "2019-08", "evidence": None}],
        },
        "1.1.4": {
            "text": "作品著作权登记量400件。", "status": "in_progress", "overdue": False,
            "assignments": [{"agency": "copyright", "status": "in_progress", "period": "2019-09", "evidence": None}],
        },
        "1.1.5": {
            "text": "占比达60%以上。", "status": "unreported", "overdue": False,
            "assignments": [{"agency": "ipo", "status": "unreported", "period": None, "evidence": None}],
        },
        "2.1.1": {
            "text": "任务2.1.1的条文。", "status": "not_started", "overdue": False,
            "assignments": [{"agency": "members", "status": "not_started", "period": "2019-09", "evidence": None}],
        },
        "2.1.2": {
            "text": "任务2.1.2的条文。", "status": "delayed", "overdue": True,
            "assignments": [
                {"agency": "education", "status": "unreported", "period": None, "evidence": None},
                {"agency": "science", "status": "delayed", "period": "2019-09", "evidence": None},
            ],
        },
    }  # fmt: skip


def test_the_agencies_by_hand(document: Any) -> None:
    agencies = document["agencies"]
    assert [(a["id"], a["name"], a["kind"]) for a in agencies] == [
        ("ipo", "省知识产权局", "agency"),
        ("copyright", "省新闻出版局〔省版权局〕", "agency"),
        ("science", "省科技厅", "agency"),
        ("education", "省教育厅", "agency"),
        ("members", "各成员单位", "group"),
    ]
    ipo, science, education = agencies[0], agencies[2], agencies[3]
    assert ipo == {
        "id": "ipo", "name": "省知识产权局", "kind": "agency",
        "workload": {"full": 4, "shared": 3.5, "first_listed": 3},
        "completed": 1, "verified": 1, "in_progress": 2, "delayed": 0, "not_started": 0, "unreported": 1, "overdue": 0,
        "completion_rate": 0.25, "completion_high": 0.5, "coverage": 0.75, "current_coverage": 0.5,
    }  # fmt: skip
    assert science["overdue"] == education["overdue"] == 1
    assert (science["coverage"], science["current_coverage"], science["completion_high"]) == (0.5, 0.5, 0.5)
    assert sum(a["workload"]["full"] for a in agencies) == 9
    assert sum(a["workload"]["shared"] for a in agencies) == sum(a["workload"]["first_listed"] for a in agencies) == 7


def test_what_is_wrong_with_a_file_is_listed_and_the_exit_code_is_still_zero(document: Any) -> None:
    (problem,) = document["problems"]
    assert problem == {
        "file": "education.csv", "row": 2, "column": "状态", "value": "快完成了", "code": "status_unknown",
        "blocking": True, "message": problem["message"],
    }  # fmt: skip
    assert problem["message"].startswith("第2行“状态”：没有“快完成了”这种状态。")


def test_as_of_and_known_by_choose_what_counts(plan: Path, folder: Path) -> None:
    document = status(plan, folder, "--as-of", "2019-09-29", "--known-by", "2019-09-10")
    assert {key: document[key] for key in ("as_of", "known_by", "elapsed")} == {
        "as_of": "2019-09-29", "known_by": "2019-09-10", "elapsed": 272 / 365,
    }  # fmt: skip
    level, total, _ = document["indicators"]
    assert (level["actual"], level["stale"]) == (2.86, False)
    assert (total["actual"], total["status"]) == (None, "no_data")
    tasks = {task["id"]: task for task in document["tasks"]}
    assert tasks["1.1.1"]["assignments"] == [
        {"agency": "ipo", "status": "completed", "period": "2019-08", "evidence": "验收报告"}
    ]
    assert not tasks["2.1.2"]["overdue"]


def test_known_by_alone_sets_as_of_to_the_latest_period_known(plan: Path, folder: Path) -> None:
    document = status(plan, folder, "--known-by", "2019-09-10")
    assert (document["as_of"], document["known_by"]) == ("2019-08-31", "2019-09-10")


def test_an_empty_folder_gives_the_whole_document_at_the_end_of_the_year(plan: Path, tmp_path: Path) -> None:
    document = status(plan, tmp_path / "nothing")
    assert (document["as_of"], document["elapsed"], document["sample"]) == ("2019-12-31", 1, False)
    assert document["summary"] == {
        "tasks": 7, "completed": 0, "verified": 0, "in_progress": 0, "delayed": 0, "not_started": 0, "unreported": 7,
        "overdue": 7, "completion_rate": 0, "completion_high": 1, "coverage": 0, "current_coverage": 0,
    }  # fmt: skip
    assert document["problems"] == []


def test_sample_files_are_named_as_such_until_a_real_file_counts(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "示例_copyright.csv").write_text("指标,报告期,实际值\n作品著作权登记量,2019-08,311\n", encoding="utf-8")
    document = status(plan, folder)
    assert document["sample"]
    assert [indicator["sample"] for indicator in document["indicators"]] == [False, True, False]
    (folder / "science.csv").write_text("任务编号,报告期,状态\n1.1.2,2019-08,推进中\n", encoding="utf-8")
    document = status(plan, folder)
    assert not document["sample"]
    assert [indicator["actual"] for indicator in document["indicators"]] == [None, None, None]


def test_data_may_be_chosen_by_environment_and_the_option_wins(plan: Path, folder: Path, tmp_path: Path) -> None:
    chosen = {"PLANBOARD_PLAN": plan, "PLANBOARD_ACTUALS": tmp_path / "nothing"}
    assert json.loads(run_apart("status", "--json", **chosen).out)["as_of"] == "2019-12-31"
    assert json.loads(run("status", "--json", "--actuals", folder, **chosen).out)["as_of"] == "2019-09-30"
    assert json.loads(run("--actuals", folder, "status", "--json", **chosen).out)["plan"]["id"] == "small"


def test_reading_the_status_writes_nothing_but_its_journal(plan: Path, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}
    status(plan, folder)
    after = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}
    assert {path: data for path, data in after.items() if ".planboard" not in path.parts} == before


@pytest.mark.parametrize("arguments", [["--as-of", "gestern"], ["--as-of", "2019-02-30"], ["--what"], ["more"]])
def test_wrong_use_ends_with_two(plan: Path, folder: Path, arguments: list[str]) -> None:
    ran = run("status", "--plan", plan, "--actuals", folder, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


def test_a_wrong_plan_is_told_with_its_line_and_ends_with_one(plan: Path, folder: Path) -> None:
    plan.write_text(plan.read_text(encoding="utf-8").replace("year: 2019", "year: zweitausend"), encoding="utf-8")
    ran = run_apart("status", "--json", "--plan", plan, "--actuals", folder)
    assert ran.code == 1
    problems = json.loads(ran.out)["plan"]["problems"]
    line = plan.read_text(encoding="utf-8").splitlines().index("year: zweitausend") + 1
    assert ("plan.yaml", line, "year", "zweitausend") in [
        (problem["file"], problem["row"], problem["column"], problem["value"]) for problem in problems
    ]


def test_the_text_says_the_same_with_one_decimal(plan: Path, folder: Path) -> None:
    ran = run("status", "--plan", plan, "--actuals", folder)
    assert ran.code == 0
    for said in (
        "数据截至 2019-09-30，序时进度 74.8%",
        "7 项任务完成 1 项（14.3%，若未报送的都已完成则为 28.6%），其中已销号 1 项",
        "报送率 85.7%，本期（2019年9月）42.9%",
        "◉ 已销号 1",
        "● 已完成（自报） 0",
        "每万人口发明专利拥有量 2.86 件，距目标差 0.04 件，低于序时进度 16.6 个百分点　2019年8月（数据滞后）",
        "省知识产权局：4 项，完成 1 项（25.0%，若未报送的都已完成则为 50.0%），本期欠报 2 项",
        "education.csv：第2行“状态”：没有“快完成了”这种状态。",
    ):
        assert said in ran.out
    assert "None" not in ran.out
    assert "示例数据" not in ran.out


# the sample data, counted by hand


WORDS = {
    "未启动": "not_started",
    "推进中": "in_progress",
    "进展滞后": "delayed",
    "已完成": "completed",
    "已销号": "verified",
}


def sample_rows(plan: dict[str, Any]) -> list[Row]:
    """The rows of the sample files in the order in which they count: all were received on one day."""
    names = {
        name: body["id"]
        for body in [*plan["agencies"], *plan["groups"], plan["office"]]
        for name in (body["name"], *body.get("aliases", []))
    }
    by_name = {entry["name"]: entry["id"] for entry in plan["indicators"]}
    lines = []
    for path in SAMPLES.glob("示例_*.csv"):
        sender = names[path.stem.split("_")[1]]
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, cells in enumerate(csv.DictReader(file), 2):
                lines.append((date.fromisoformat(cells["填报日期"]), path.name, number, sender, cells))
    lines.sort(key=lambda line: line[:3])
    rows: list[Row] = []
    for day, _, _, sender, cells in lines:
        if "指标" in cells:
            rows.append(Figure(by_name[cells["指标"]], cells["报告期"], Fraction(cells["实际值"]), day))
        else:
            body = names[cells["责任单位"]] if cells.get("责任单位") else sender
            by_office, evidence = sender == plan["office"]["id"], cells["佐证材料"] or None
            rows.append(
                Report(cells["任务编号"], body, cells["报告期"], WORDS[cells["状态"]], day, by_office, evidence)
            )
    return rows


@pytest.mark.parametrize(
    ("as_of", "known_by"),
    [
        (None, None),
        ("2019-06-30", None),
        ("2019-09-15", None),
        ("2019-12-31", None),
        ("2020-03-31", None),
        (None, "2019-06-30"),
        ("2019-08-31", "2019-09-12"),
    ],
)
def test_the_sample_data_are_counted_as_by_hand(tmp_path: Path, as_of: str | None, known_by: str | None) -> None:
    plan = yaml.safe_load(PLAN_2019.read_text(encoding="utf-8"))
    options = [f"--as-of={as_of}"] if as_of else []
    options += [f"--known-by={known_by}"] if known_by else []
    document = status(PLAN_2019, Path(shutil.copytree(SAMPLES, tmp_path / "actuals")), *options)
    days = (date.fromisoformat(day) if day else None for day in (as_of, known_by))
    counted = recount(plan, sample_rows(plan), *days, sample=True) | {"problems": []}
    assert differences(document, counted) == []
    assert all(document["summary"][key] == round(document["summary"][key]) for key in ("completed", "overdue"))


def test_the_second_count_is_not_empty() -> None:
    plan = yaml.safe_load(PLAN_2019.read_text(encoding="utf-8"))
    counted = recount(plan, sample_rows(plan))
    assert (counted["summary"]["tasks"], counted["as_of"]) == (42, "2019-09-30")
    assert len({task["status"] for task in counted["tasks"]}) == 6


# changes


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change("indicator", "a", "actual", None, 352.0), "actual"),
        (Change("indicator", "a", "actual", None, 352.0, period=period_of("2019-08")), "actual 2019-08"),
        (Change("task", "1.1.1", "status", "unreported", "completed"), "status"),
        (Change("task", "1.1.1", "status", "unreported", "completed", body="science"), "status science"),
    ],
)
def test_the_field_of_a_change_is_printed_with_its_period_or_body(change: Change, field: str) -> None:
    record = change_record(change)
    assert list(record) == ["scope", "id", "field", "from", "to"]
    assert (record["field"], record["from"], record["to"]) == (field, change.before, change.after)
