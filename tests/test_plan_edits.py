"""Edits of a plan that runs, each as an office makes it: what of what was reported counts afterwards, and what is said."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from calls import run
from factories import agency_data, csv_bytes, indicator_data, level_data, make_plan, plan_data, progress_bytes
from hypothesis import given
from hypothesis import strategies as st
from sending import open_board, writer

from lib.board.actuals import Actuals
from lib.board.submissions import submit
from lib.plan.edits import follow
from lib.plan.model import Plan
from lib.rows import ProgressRow, Row
from lib.text import folded

Data = dict[str, Any]
"""A plan as an office has it before it: tasks in their sections without numbers, which follow from their places."""

PLATFORM = "完善专利信息公共服务平台，向中小企业免费开放。"
RULES = "支持高校和科研院所建立知识产权管理制度。"
PATENTS = "培育高价值专利组合二十个以上。"
REGISTRATIONS = "作品著作权登记量400件。"
LEVEL = "每万人口发明专利拥有量达到2.9件。"
SCHOOLS = "开展中小学知识产权普及教育。"
WEEK = "办好宣传周的各项活动。"
CASES = "查处假冒专利案件，公布典型案例。"

NAME = "作品著作权登记量"


def task(text: str, *bodies: str) -> Data:
    return {"text": text, "agencies": list(bodies)}


def office_plan() -> Data:
    """Eight tasks of three sections."""
    return {
        "sections": {
            "1.1": [
                task(PLATFORM, "ipo"),
                task(RULES, "ipo", "science"),
                task(PATENTS, "science"),
                task(REGISTRATIONS, "copyright"),
                task(LEVEL, "ipo"),
            ],
            "1.2": [task(SCHOOLS, "education"), task(WEEK, "members")],
            "2.1": [task(CASES, "ipo")],
        },
        "agencies": plan_data()["agencies"],
        "groups": [agency_data(id="members", name="各成员单位", members=["science", "education"])],
        "indicators": [level_data(task=LEVEL), indicator_data(task=REGISTRATIONS)],
    }


def as_file(data: Data) -> Data:
    """The same with numbers, as a plan file has it; an indicator names its task by the clause."""
    data = copy.deepcopy(data)
    numbers, numbered = {}, {}
    for section, tasks in data.pop("sections").items():
        for n, entry in enumerate(tasks, 1):
            numbers[entry["text"]] = f"{section}.{n}"
            numbered[f"{section}.{n}"] = entry
    indicators = [i | {"task": numbers[i["task"]]} for i in data["indicators"]]
    return plan_data(tasks=numbered, **data | {"indicators": indicators})


FILES = {
    "省知识产权局_9月": progress_bytes(
        ["1.1.1", "", "2019-09", "推进中"], ["1.1.2", "", "2019-09", "进展滞后"], ["2.1.1", "", "2019-09", "未启动"]
    ),
    "省知识产权局_指标": csv_bytes(["每万人口发明专利拥有量", "2019-09", "2.85", ""]),
    "省科技厅_9月": progress_bytes(
        ["1.1.2", "", "2019-09", "推进中"], ["1.1.3", "", "2019-09", "已完成", "合同"], ["1.2.2", "", "2019-09", "推进中"]
    ),
    "省教育厅_9月": progress_bytes(["1.2.1", "", "2019-09", "推进中"], ["1.2.2", "", "2019-09", "推进中"]),
    "省版权局_9月": csv_bytes([NAME, "2019-08", "311", ""], [NAME, "2019-09", "352", ""]),
}  # fmt: skip
"""Put into the folder; the office verifies 1.1.3 through the board."""

COUNTED = {
    "1.1.1 ipo": "in_progress",
    "1.1.2 ipo": "delayed",
    "1.1.2 science": "in_progress",
    "1.1.3 science": "verified",
    "1.2.1 education": "in_progress",
    "1.2.2 education": "in_progress",
    "1.2.2 science": "in_progress",
    "2.1.1 ipo": "not_started",
    "copyright-registrations 08": 311.0,
    "copyright-registrations 09": 352.0,
    "invention-patents-per-10k 09": 2.85,
}


def counted(found: Actuals) -> dict[str, Any]:
    """What counts: of progress by task and body, of figures by indicator and month."""
    progress = {f"{row.task} {row.agency}": row.status for row in found.rows.progress}
    return progress | {f"{row.indicator} {row.period.end:%m}": row.value for row in found.rows.figures}


class Running:
    """A plan that runs: everybody has reported September."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "actuals").mkdir()
        for name, data in FILES.items():
            (path / "actuals" / f"{name}.csv").write_bytes(data)
        self.write(office_plan())
        self.look()
        verified = progress_bytes(["1.1.3", "省科技厅", "2019-09", "已销号", "核对记录"])
        assert submit(open_board(path), "统筹办.csv", verified, "office", writer("王五")).submission
        self.before = self.look()
        assert counted(self.before) == COUNTED

    def write(self, data: Data) -> None:
        text = yaml.safe_dump(as_file(data), allow_unicode=True, sort_keys=False)
        (self.path / "plan.yaml").write_text(text, encoding="utf-8")

    def look(self) -> Actuals:
        """What counts for somebody who comes anew, which is what the commands work with, too."""
        found = open_board(self.path).actuals
        where = ("--plan", self.path / "plan.yaml", "--actuals", self.path / "actuals")
        status, checked, history = (run(command, "--json", *where) for command in ("status", "check", "history"))
        assert [done.code for done in (status, checked, history)] == [0, 0, 0]
        said = [(p.file, p.row, p.message) for p in found.problems]
        assert [(p["file"], p["row"], p["message"]) for p in status.document["problems"]] == said
        listed = [(f["file"], p["row"], p["message"]) for f in checked.document["files"] for p in f["problems"]]
        assert sorted(listed) == sorted(said)
        states = {s.id: state for s, state in found.states().items()}
        assert {s["id"]: s["state"] for s in history.document["submissions"]} == states
        assert [run(command, *where).code for command in ("status", "check", "history")] == [0, 0, 0]
        return found


class Edit(NamedTuple):
    """What an office does to its plan and what it comes to."""

    name: str
    change: Callable[[Data], Any]
    moved: Mapping[str, str] = {}
    """Rows that count under another number or id."""
    gone: Mapping[str, str] = {}
    """Rows that count no longer, with what is said of them."""


def swap(tasks: list[Any], i: int, j: int) -> None:
    tasks[i], tasks[j] = tasks[j], tasks[i]


def reword(data: Data, text: str, to: str) -> Data:
    """Other words in the place of a clause."""
    for entry in (entry for tasks in data["sections"].values() for entry in tasks):
        if entry["text"] == text:
            entry["text"] = to
    for indicator in data["indicators"]:
        if indicator["task"] == text:
            indicator["task"] = to
    return data


def body(data: Data, id: str) -> Data:
    found: Data = next(entry for entry in data["agencies"] if entry["id"] == id)
    return found


def rename_id(data: Data, id: str, to: str) -> Data:
    """Another id for a body, everywhere."""
    body(data, id)["id"] = to
    for entry in (entry for tasks in data["sections"].values() for entry in tasks):
        entry["agencies"] = [to if one == id else one for one in entry["agencies"]]
    for group in data["groups"]:
        group["members"] = [to if one == id else one for one in group["members"]]
    for indicator in data["indicators"]:
        indicator["owner"] = to if indicator["owner"] == id else indicator["owner"]
    return data


def merge(data: Data, id: str, into: str) -> None:
    """One body becomes a part of another, which takes over what it had."""
    data["agencies"].remove(body(data, id))
    body(data, into).update(former=[id], aliases=["原科技厅"])
    for entry in (entry for tasks in data["sections"].values() for entry in tasks):
        entry["agencies"] = list(dict.fromkeys(into if one == id else one for one in entry["agencies"]))
    for group in data["groups"]:
        group["members"] = list(dict.fromkeys(into if one == id else one for one in group["members"]))


def indicator(data: Data, at: str, **changes: Any) -> Data:
    next(entry for entry in data["indicators"] if entry["id"] == at).update(changes)
    return data


def no_task(id: str, words: str) -> str:
    return f"计划里已没有任务 {id}“{words}”。"


def no_body(name: str, id: str) -> str:
    return f"计划里已没有这个单位：{name}（{id}）。"


EDITS = [
    Edit("nothing", lambda data: None),
    Edit("title and due day", lambda data: data.update(title="另一题目", reporting={"frequency": "quarterly", "due_day": 15})),
    # tasks
    Edit(
        "inserted in front",
        lambda data: data["sections"]["1.1"].insert(0, task("建设知识产权保护中心。", "ipo")),
        {"1.1.1 ipo": "1.1.2 ipo", "1.1.2 ipo": "1.1.3 ipo", "1.1.2 science": "1.1.3 science", "1.1.3 science": "1.1.4 science"},
    ),
    Edit(
        "inserted in the middle",
        lambda data: data["sections"]["1.1"].insert(2, task("建设知识产权保护中心。", "science")),
        {"1.1.3 science": "1.1.4 science"},
    ),
    Edit(
        "inserted with nearly the words of the one it pushes down",
        lambda data: data["sections"]["1.1"].insert(2, task("培育高价值专利组合三十个以上。", "science")),
        {"1.1.3 science": "1.1.4 science"},
    ),
    Edit(
        "moved to another section",
        lambda data: data["sections"]["2.1"].insert(0, data["sections"]["1.1"].pop(1)),
        {"1.1.2 ipo": "2.1.1 ipo", "1.1.2 science": "2.1.1 science", "2.1.1 ipo": "2.1.2 ipo", "1.1.3 science": "1.1.2 science"},
    ),
    Edit("two swapped", lambda data: swap(data["sections"]["1.1"], 0, 2), {"1.1.1 ipo": "1.1.3 ipo", "1.1.3 science": "1.1.1 science"}),
    Edit("reworded slightly", lambda data: reword(data, PLATFORM, "完善专利信息公共服务平台，向全省中小微企业开放。")),
    Edit(
        "reworded slightly while another comes before it",
        lambda data: (
            reword(data, PATENTS, "培育高价值专利组合三十个以上。"),
            data["sections"]["1.1"].insert(0, task("建设知识产权保护中心。", "ipo")),
        ),
        {"1.1.1 ipo": "1.1.2 ipo", "1.1.2 ipo": "1.1.3 ipo", "1.1.2 science": "1.1.3 science", "1.1.3 science": "1.1.4 science"},
    ),
    Edit("punctuation", lambda data: reword(data, PLATFORM, PLATFORM.replace("，", ",").replace("。", ""))),
    Edit(
        "replaced under the same number",
        lambda data: reword(data, CASES, "组织海关开展边境保护专项行动。"),
        gone={"2.1.1 ipo": no_task("2.1.1", CASES)},
    ),
    Edit(
        "dropped",
        lambda data: data["sections"]["1.1"].pop(1),
        {"1.1.3 science": "1.1.2 science"},
        {"1.1.2 ipo": no_task("1.1.2", RULES), "1.1.2 science": no_task("1.1.2", RULES)},
    ),
    Edit(
        "dropped with its indicator",
        lambda data: (data["sections"]["1.1"].pop(3), data["indicators"].pop(1)),
        gone={
            "copyright-registrations 08": f"计划里已没有指标“{NAME}”。",
            "copyright-registrations 09": f"计划里已没有指标“{NAME}”。",
        },
    ),
    # bodies
    Edit("body renamed", lambda data: body(data, "science").update(name="省科学技术厅", aliases=["省科技厅"])),
    Edit(
        "id changed with former",
        lambda data: (rename_id(data, "science", "sci-tech"), body(data, "sci-tech").update(former=["science"])),
        {f"{number} science": f"{number} sci-tech" for number in ("1.1.2", "1.1.3", "1.2.2")},
    ),
    Edit(
        "id changed without former",
        lambda data: rename_id(data, "science", "sci-tech"),
        gone={f"{number} science": no_body("省科技厅", "science") for number in ("1.1.2", "1.1.3", "1.2.2")},
    ),
    Edit(
        "id given to another body",
        lambda data: (rename_id(data, "science", "sci-tech"), data["agencies"].append(agency_data(id="science", name="省科学院"))),
        {f"{number} science": f"{number} sci-tech" for number in ("1.1.2", "1.1.3", "1.2.2")},
    ),
    Edit(
        "merged",
        lambda data: merge(data, "science", "education"),
        {"1.1.2 science": "1.1.2 education", "1.1.3 science": "1.1.3 education", "1.2.2 science": "1.2.2 education"},
    ),
    Edit(
        "taken off one task",
        lambda data: data["sections"]["1.1"][1]["agencies"].remove("science"),
        gone={"1.1.2 science": f"任务 1.1.2“{RULES}”的责任单位里已没有省科技厅。"},
    ),
    Edit(
        "member left the group",
        lambda data: data["groups"][0]["members"].remove("science"),
        gone={"1.2.2 science": f"任务 1.2.2“{WEEK}”的责任单位里已没有省科技厅。"},
    ),
    Edit("member joined the group", lambda data: data["groups"][0]["members"].append("ipo")),
    Edit(
        "members no longer listed",
        lambda data: data["groups"][0].update(members=[]),
        gone={
            "1.2.2 science": f"任务 1.2.2“{WEEK}”的责任单位里已没有省科技厅。",
            "1.2.2 education": f"任务 1.2.2“{WEEK}”的责任单位里已没有省教育厅。",
        },
    ),
    # indicators
    Edit("indicator renamed", lambda data: indicator(data, "copyright-registrations", name="一般作品登记量")),
    Edit(
        "id of an indicator changed",
        lambda data: indicator(data, "copyright-registrations", id="works"),
        {"copyright-registrations 08": "works 08", "copyright-registrations 09": "works 09"},
    ),
    Edit(
        "unit changed",
        lambda data: indicator(data, "copyright-registrations", unit="万件", target=4, target_text="4万件"),
        gone={
            f"copyright-registrations {month}": f"指标“{NAME}”的单位已由“件”改为“万件”。" for month in ("08", "09")
        },
    ),
    Edit(
        "indicator dropped",
        lambda data: data["indicators"].pop(0),
        gone={"invention-patents-per-10k 09": "计划里已没有指标“每万人口发明专利拥有量”。"},
    ),
    Edit("owner changed", lambda data: indicator(data, "copyright-registrations", owner="ipo")),
    Edit("target changed", lambda data: indicator(data, "copyright-registrations", target=500, target_text="500件")),
    Edit(
        "two indicators change their ids",
        lambda data: (
            indicator(data, "copyright-registrations", id="other"),
            indicator(data, "invention-patents-per-10k", id="copyright-registrations"),
        ),
        {
            "copyright-registrations 08": "other 08",
            "copyright-registrations 09": "other 09",
            "invention-patents-per-10k 09": "copyright-registrations 09",
        },
    ),
]  # fmt: skip


@pytest.fixture
def running(tmp_path: Path) -> Running:
    return Running(tmp_path)


def row_key(row: Row) -> str:
    return f"{row.task} {row.agency}" if isinstance(row, ProgressRow) else f"{row.indicator} {row.period.end:%m}"


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_what_counts_after_an_edit_and_after_it_is_taken_back(running: Running, edit: Edit) -> None:
    rows: list[Row] = [*running.before.rows.figures, *running.before.rows.progress]
    data = office_plan()
    edit.change(data)
    running.write(data)
    found = running.look()
    assert counted(found) == {edit.moved.get(row, row): said for row, said in COUNTED.items() if row not in edit.gone}
    left_out = {(row.file, row.row): edit.gone[row_key(row)] for row in rows if row_key(row) in edit.gone}
    assert [p.code for p in found.problems] == ["no_longer_in_plan"] * len(left_out)
    for p in found.problems:
        assert f"：计划已改动：{left_out.pop((p.file, p.row or 0))}这一行留在报送记录里，不再计入。" in p.message
    counting = {row.file for row in rows if row_key(row) not in edit.gone}
    assert {s.file for s, state in found.states().items() if state == "applied"} == counting
    assert len(found.submissions) == len(FILES) + 1
    running.write(office_plan())
    back = running.look()
    assert (counted(back), back.problems) == (COUNTED, [])
    assert back.states() == running.before.states()


def test_rows_that_an_earlier_content_of_a_file_reported_are_told_as_well(running: Running) -> None:
    path = running.path / "actuals" / "省知识产权局_9月.csv"
    path.write_bytes(progress_bytes(["1.1.1", "", "2019-09", "推进中", "", "", "", "", "有新进展"]))
    before = running.look()
    assert counted(before) == COUNTED
    data = office_plan()
    reword(data, CASES, "组织海关开展边境保护专项行动。")
    running.write(data)
    found = running.look()
    assert [(p.file, p.row) for p in found.problems] == [(path.name, 4)]
    notes = [p.said for reading in found.readings if reading.file == path.name for p in reading.notes]
    assert notes == ["同名文件以前的内容里，还有 1 行没有再报，照旧计入（报送 3）。不该计入的请撤回。"]


def test_what_a_growing_file_says_again_each_month_is_told_once(running: Running) -> None:
    path = running.path / "actuals" / "省知识产权局_9月.csv"
    for month in ("10", "11"):
        path.write_bytes(path.read_bytes() + f"1.1.1,,2019-{month},推进中\r\n".encode())
        assert running.look().problems == []
    data = office_plan()
    reword(data, CASES, "组织海关开展边境保护专项行动。")
    running.write(data)
    assert [(p.file, p.row) for p in running.look().problems] == [(path.name, 4)]


def test_edits_one_after_the_other_come_to_what_they_come_to_at_once(running: Running) -> None:
    """A clause is pushed down in autumn, corrected in winter; in between somebody reported it under its new number."""
    data = office_plan()
    data["sections"]["1.1"].insert(0, task("建设知识产权保护中心。", "ipo"))
    running.write(data)
    (running.path / "actuals" / "省科技厅_10月.csv").write_bytes(
        progress_bytes(["1.1.4", "", "2019-10", "推进中"], ["1.1.3", "", "2019-10", "推进中"])
    )
    running.look()
    reword(data, PATENTS, "培育高价值专利组合三十个以上。")
    running.write(data)
    found = running.look()
    assert found.problems == []
    of_science = [(row.task, f"{row.period.end:%m}") for row in found.rows.progress if row.agency == "science"]
    assert sorted(set(of_science)) == [
        ("1.1.3", "09"),
        ("1.1.3", "10"),
        ("1.1.4", "09"),
        ("1.1.4", "10"),
        ("1.2.2", "09"),
    ]


# where everything went, whatever was edited

CLAUSES = (PLATFORM, RULES, PATENTS, SCHOOLS, WEEK, CASES, "培育高价值专利组合三十个以上。", CASES + "并通报。")


def plan_of(sections: list[list[str]], indicators: dict[str, str] | None = None) -> Plan:
    """A plan of clauses by section, with indicators by id and name."""
    numbered = {
        f"1.{s}.{n}": task(text, "ipo") for s, texts in enumerate(sections, 1) for n, text in enumerate(texts, 1)
    }
    carried = [indicator_data(id=id, name=name, task="1.1.1") for id, name in (indicators or {}).items()]
    return make_plan(tasks=numbered, indicators=carried)


def words(plan: Plan, id: str) -> str:
    return folded(plan.tasks[id].text)


SECTIONS = st.lists(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4), min_size=1, max_size=3)


@given(SECTIONS, SECTIONS)
def test_no_two_tasks_become_one_and_a_clause_keeps_its_rows(before: list[list[str]], after: list[list[str]]) -> None:
    old, new = plan_of(before), plan_of(after)
    tasks = follow(old, new).tasks
    assert len(set(tasks.values())) == len(tasks)
    for text in map(folded, CLAUSES):
        # As many of the same words as there are in both are kept, in their order where there are as many.
        there = [id for id in old.tasks if words(old, id) == text]
        here = [id for id in new.tasks if words(new, id) == text]
        kept = [id for id in there if id in tasks and words(new, tasks[id]) == text]
        assert len(kept) == min(len(there), len(here))
        if len(there) == len(here):
            assert [tasks[id] for id in there] == here
        else:
            assert all(tasks[id] == id for id in set(there) & set(here))
    assert follow(old, old).tasks == {id: id for id in old.tasks}


@given(st.permutations(CLAUSES), st.permutations(CLAUSES))
def test_clauses_in_another_order_keep_their_rows(before: list[str], after: list[str]) -> None:
    old, new = plan_of([before]), plan_of([after[:3], after[3:]])
    tasks = follow(old, new).tasks
    assert [words(new, tasks[id]) for id in old.tasks] == [words(old, id) for id in old.tasks]


INDICATORS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("甲乙丙丁")).filter(
    lambda names: len(set(names.values())) == len(names)
)


@given(INDICATORS, INDICATORS)
def test_no_two_indicators_become_one_and_a_name_keeps_its_rows(before: dict[str, str], after: dict[str, str]) -> None:
    old, new = plan_of([[CASES]], before), plan_of([[CASES]], after)
    indicators = follow(old, new).indicators
    assert len(set(indicators.values())) == len(indicators)
    by_name = {name: id for id, name in after.items()}
    for id, name in before.items():
        if name in by_name:
            assert indicators[id] == by_name[name]
        else:
            assert indicators.get(id, id) == id
    assert follow(old, old).indicators == {id: id for id in before}


def test_what_the_office_said_of_a_group_is_said_to_be_left_out_once_its_members_are_listed(running: Running) -> None:
    data = office_plan()
    data["groups"][0]["members"] = []
    running.write(data)
    running.look()
    said = progress_bytes(["1.2.2", "各成员单位", "2019-10", "推进中"])
    assert submit(open_board(running.path), "统筹办.csv", said, "office", writer("王五")).submission
    assert counted(running.look())["1.2.2 members"] == "in_progress"
    running.write(office_plan())
    found = running.look()
    assert "1.2.2 members" not in counted(found)
    (problem,) = found.problems
    assert problem.code == "no_longer_in_plan"
    assert "列出了“各成员单位”的成员" in problem.message and "请由各成员单位报送" in problem.message
    running.write(data)
    assert counted(running.look())["1.2.2 members"] == "in_progress"
