"""`submit`, `history`, `withdraw`, `restore`, `template` and `access` as they are called."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from calls import ROOT, Run, run, run_apart
from factories import csv_bytes, progress_bytes
from sending import contents_of, write_plan

from lib.board.access import Access
from lib.board.templates import kinds_of
from lib.errors import AccessError
from lib.plan.file import load_plan
from lib.store.folder.store import FolderStore

PLAN_2019 = ROOT / "data" / "plan_2019.yaml"
NAME = "作品著作权登记量"
GOOD = csv_bytes([NAME, "2019-09", "352", "2019-10-08", "季末核对"])
QUARTER = csv_bytes([NAME, "三季度", "352", "2019-10-08", ""])
"""A figure that is taken once somebody confirms it."""


class Board:
    """A plan, a folder of figures and a place for files, each its own; commands are called with the two chosen."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.plan = write_plan(path / "small.yaml")
        self.actuals = path / "actuals"
        self.actuals.mkdir()
        self.outbox = path / "outbox"
        self.outbox.mkdir()

    def run(self, *arguments: str | Path) -> Run:
        return run(*arguments, "--plan", self.plan, "--actuals", self.actuals)

    def file(self, data: bytes = GOOD, name: str = "省版权局_2019-09.csv") -> Path:
        """A file that somebody has, outside of the folder."""
        path = self.outbox / name
        path.write_bytes(data)
        return path

    def submit(self, data: bytes = GOOD, *more: str, name: str = "省版权局_2019-09.csv") -> Run:
        """Submit a file as 张三, with a JSON answer."""
        return self.run("submit", self.file(data, name), "--by", "张三", "--json", *more)

    def folder(self) -> dict[str, bytes]:
        """Everything in the folder of figures, hidden things too, but the lock, which is empty."""
        return contents_of(self.actuals)

    def history(self) -> list[dict[str, Any]]:
        done = self.run("history", "--json")
        assert done.code == 0
        assert list(done.document) == ["submissions"]
        found: list[dict[str, Any]] = done.document["submissions"]
        return found

    def values(self) -> dict[str, float | None]:
        """The figure of every indicator that has one."""
        document = self.run("status", "--json").document
        return {i["id"]: i["actual"] for i in document["indicators"] if i["actual"] is not None}


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


# submit


def test_what_was_submitted_is_told_as_check_tells_it_with_its_number_and_what_it_changes(board: Board) -> None:
    checked = board.run("check", board.file(), "--json").document["files"][0]
    sent = ("submit", board.file(), "--by", "张三", "--json", "--plan", board.plan, "--actuals", board.actuals)
    done = run_apart(*sent)
    assert done.code == 0
    answer = done.document
    assert list(answer) == [
        "file", "kind", "agency", "accepted", "needs_confirmation", "rows", "notes", "problems", "submission", "changes",
    ]  # fmt: skip
    assert {key: answer[key] for key in checked} == checked
    assert answer["rows"] == [
        {
            "row": 2,
            "reported_on": "2019-10-08",
            "indicator": "copyright-registrations",
            "period": "2019-09",
            "value": 352.0,
            "note": "季末核对",
        }
    ]
    assert answer["submission"] == 1
    changes = answer["changes"]
    assert all(list(change) == ["scope", "id", "field", "from", "to"] for change in changes)
    of_figure = {"scope": "indicator", "id": "copyright-registrations"}
    assert of_figure | {"field": "actual", "from": None, "to": 352.0} in changes
    assert of_figure | {"field": "status", "from": "no_data", "to": "on_schedule"} in changes
    assert {"scope": "task", "id": "1.1.4", "field": "status", "from": "unreported", "to": "in_progress"} in changes
    scopes = [change["scope"] for change in changes]
    assert scopes == sorted(scopes, key=["indicator", "task", "agency", "plan"].index)
    assert set(scopes) == {"indicator", "task", "agency", "plan"}
    assert all(change["from"] != change["to"] for change in changes)


def test_a_receipt_is_printed_for_people(board: Board) -> None:
    done = board.run("submit", board.file(), "--by", "张三")
    assert (done.code, done.err) == (0, "")
    for words in (
        "报送回执",
        "已收下，报送编号 1。",
        "报送人：张三",
        f"SHA-256）：{hashlib.sha256(GOOD).hexdigest()}",
        "作品著作权登记量：— → 352 件",
    ):
        assert words in done.out


@pytest.mark.parametrize("said", ["copyright", "省新闻出版局〔省版权局〕", "省版权局"])
def test_the_agency_is_named_by_its_id_its_name_or_an_alias(board: Board, said: str) -> None:
    answer = board.submit(GOOD, "--agency", said, name="九月.csv").document
    assert (answer["agency"], answer["submission"]) == ("copyright", 1)


def test_without_an_agency_a_file_whose_name_says_nothing_is_refused(board: Board) -> None:
    before = board.folder()
    done = board.submit(name="九月.csv")
    assert done.code == 1
    assert [p["code"] for p in done.document["problems"]] == ["body_unknown"]
    assert board.folder() == before


@pytest.mark.parametrize("agency", ["nobody", "省外星局", "members", "各成员单位", ""])
def test_an_agency_that_cannot_report_is_wrong_use(board: Board, agency: str) -> None:
    before = board.folder()
    done = board.submit(GOOD, "--agency", agency or " ")
    assert (done.code, done.out) == (2, "")
    assert re.search("[\u4e00-\u9fff]", done.err)
    assert board.folder() == before


@pytest.mark.parametrize("arguments", [(), ("--by",), ("--by", "张三", "--no-such-option")])
def test_without_saying_who_sends_it_nothing_is_sent(board: Board, arguments: tuple[str, ...]) -> None:
    done = board.run("submit", board.file(), *arguments)
    assert (done.code, done.out) == (2, "")
    assert board.folder() == {}


def test_a_blank_name_is_not_who_sends_it(board: Board) -> None:
    done = board.run("submit", board.file(), "--by", " ")
    assert (done.code, done.out) == (1, "")
    assert "请填写报送人" in done.err
    assert board.history() == []


def test_warnings_need_to_be_confirmed_and_until_then_nothing_is_stored(board: Board) -> None:
    board.submit(csv_bytes([NAME, "2019-08", "300", "2019-09-08", ""]))
    before = board.folder()
    done = board.submit(QUARTER)
    assert done.code == 1
    answer = done.document
    assert (answer["accepted"], answer["needs_confirmation"], answer["submission"]) == (True, True, None)
    assert [(p["code"], p["blocking"]) for p in answer["problems"]] == [("cumulative_quarter", False)]
    # What it would change is told all the same.
    assert [c["to"] for c in answer["changes"] if c["field"] == "actual"] == [352.0]
    assert board.folder() == before
    assert board.values() == {"copyright-registrations": 300}

    done = board.submit(QUARTER, "--confirm")
    assert (done.code, done.document["submission"]) == (0, 2)
    assert board.values() == {"copyright-registrations": 352}


def test_a_refused_file_changes_nothing_even_when_confirmed(board: Board) -> None:
    board.submit()
    before = board.folder()
    done = board.submit(csv_bytes([NAME, "2019-10", "400"], [NAME, "2019-13", "约3"]), "--confirm")
    assert done.code == 1
    answer = done.document
    assert (answer["accepted"], answer["rows"], answer["submission"], answer["changes"]) == (False, [], None, [])
    assert [(p["row"], p["column"]) for p in answer["problems"]] == [(3, "报告期"), (3, "实际值")]
    assert board.folder() == before


def test_a_file_that_is_not_there_is_wrong_use(board: Board) -> None:
    done = board.run("submit", board.outbox / "省版权局_2019-12.csv", "--by", "张三", "--json")
    assert (done.code, done.out) == (2, "")
    assert f"文件夹“{board.outbox}”里没有“省版权局_2019-12.csv”。" in done.err
    assert board.history() == []


def test_an_empty_template_is_good_and_nothing_is_stored(board: Board) -> None:
    out = board.outbox / "省版权局_空.csv"
    assert board.run("template", "copyright", "--kind", "figures", "--out", out).code == 0
    before = board.folder()
    done = board.run("submit", out, "--by", "张三", "--json")
    assert done.code == 0
    answer = done.document
    assert (answer["accepted"], answer["needs_confirmation"], answer["submission"]) == (True, False, None)
    assert (answer["rows"], answer["changes"], answer["problems"]) == ([], [], [])
    assert answer["notes"][-1]["message"] == "没有填写任何数值或状态，没有可收的内容。"
    assert board.folder() == before
    assert board.history() == []


def test_the_same_bytes_twice_are_one_submission(board: Board) -> None:
    board.submit()
    before = board.folder()
    done = board.submit(name="省版权局_再报一次.csv")
    assert (done.code, done.document["submission"], done.document["changes"]) == (0, 1, [])
    assert board.folder() == before
    assert "没有重复计入" in board.run("submit", board.file(), "--by", "李四").out
    assert len(board.history()) == 1


# history, withdraw, restore


def test_history_tells_every_submission_newest_first(board: Board) -> None:
    start = datetime.now().astimezone()
    board.submit(csv_bytes([NAME, "2019-08", "300", "2019-09-08", ""]))
    board.submit()
    (board.actuals / "省科技厅_2019-09.csv").write_bytes(progress_bytes(["1.1.2", "", "2019-09", "推进中"]))
    found = board.history()
    assert [list(s) for s in found] == [["id", "file", "agency", "by", "received_at", "state", "sha256", "rows"]] * 3
    assert [(s["id"], s["file"], s["agency"], s["by"], s["state"], s["rows"]) for s in found] == [
        (3, "省科技厅_2019-09.csv", "science", None, "applied", 1),
        (2, "省新闻出版局_指标实绩_2019-09_0002.csv", "copyright", "张三", "applied", 1),
        (1, "省新闻出版局_指标实绩_2019-08_0001.csv", "copyright", "张三", "applied", 1),
    ]
    assert found[1]["sha256"] == hashlib.sha256(GOOD).hexdigest()
    moments = [datetime.fromisoformat(s["received_at"]) for s in found]
    assert moments == sorted(moments, reverse=True)
    assert start <= moments[-1] <= moments[0] <= datetime.now().astimezone()


def test_history_is_told_to_people_too(board: Board) -> None:
    assert board.run("history").out == "还没有报送。\n"
    board.submit()
    board.run("withdraw", "1", "--by", "李四", "--why", "单位填错")
    (line,) = board.run("history").out.splitlines()
    for words in ("1　", "已撤回", "单位填错", "省新闻出版局〔省版权局〕", "张三", "1 行"):
        assert words in line


def test_withdrawing_hides_the_rows_deletes_nothing_and_says_what_changed(board: Board) -> None:
    board.submit()
    before = board.folder()
    done = board.run("withdraw", "1", "--by", "李四", "--why", "单位填错")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "报送 1 已撤回。"
    assert "  作品著作权登记量：352 件 → —" in done.out
    assert board.values() == {}
    assert [s["state"] for s in board.history()] == ["withdrawn"]
    after = board.folder()
    assert {name: after[name] for name in before if not name.endswith("journal.jsonl")} == {
        name: data for name, data in before.items() if not name.endswith("journal.jsonl")
    }


def test_restoring_brings_the_rows_back_and_says_what_changed(board: Board) -> None:
    board.submit()
    board.run("withdraw", "1", "--by", "李四", "--why", "单位填错")
    done = board.run("restore", "1", "--by", "王五")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "报送 1 已恢复。"
    assert "  作品著作权登记量：— → 352 件" in done.out
    assert board.values() == {"copyright-registrations": 352}
    assert [s["state"] for s in board.history()] == ["applied"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("withdraw", "7", "--by", "李四", "--why", "错"), "没有编号为 7 的报送"),
        (("restore", "1", "--by", "李四"), "没有撤回"),
    ],
)
def test_what_cannot_be_withdrawn_or_restored_is_said(board: Board, arguments: tuple[str, ...], said: str) -> None:
    board.submit()
    before = board.folder()
    done = board.run(*arguments)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert board.folder() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("withdraw",), ("withdraw", "one", "--by", "x", "--why", "x"), ("withdraw", "1", "--by", "x"),
        ("withdraw", "1", "--why", "x"), ("restore", "1"), ("restore", "--by", "x"), ("submit",), ("history", "x"),
        ("template",), ("template", "ipo"), ("template", "ipo", "--kind", "both", "--out", "x.csv"),
        ("template", "nobody", "--out", "x.csv"), ("template", "members", "--out", "x.csv"),
        ("access",), ("access", "show"), ("access", "add"), ("access", "revoke"), ("access", "add", "nobody"),
        ("access", "add", "members"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_use_gives_exit_code_2_and_writes_nothing(board: Board, arguments: tuple[str, ...]) -> None:
    done = board.run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err
    assert board.folder() == {}
    assert not (ROOT / "x.csv").exists()


# templates


def test_a_template_is_a_csv_for_excel_with_a_row_for_each_own_task(board: Board) -> None:
    out = board.outbox / "省科技厅_进展.csv"
    done = board.run("template", "省科技厅", "--out", out)
    assert (done.code, done.err) == (0, "")
    assert "省科技厅，任务进展，2019-12" in done.out
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["任务编号"] for row in rows] == ["1.1.2", "1.2.1"]


def test_a_template_takes_the_place_of_one_that_nobody_has_touched_and_never_of_what_was_filled_in(
    board: Board,
) -> None:
    out = board.outbox / "省科技厅.csv"
    assert board.run("template", "省科技厅", "--out", out).code == 0
    assert board.run("template", "ipo", "--out", out).code == 0
    filled = out.read_bytes().replace("2019年12月,".encode(), "2019年12月,推进中".encode(), 1)
    out.write_bytes(filled)
    refused = board.run("template", "省科技厅", "--out", out)
    assert refused.code == 1
    assert "没有保存：已有文件" in refused.err
    assert out.read_bytes() == filled


def test_the_kind_of_a_template_is_chosen_or_what_the_agency_reports(board: Board) -> None:
    out = board.outbox / "t.csv"
    board.run("template", "copyright", "--out", out)
    assert out.read_bytes().decode("utf-8-sig").startswith("指标,")
    board.run("template", "ipo", "--out", out)
    assert out.read_bytes().decode("utf-8-sig").startswith("任务编号,")
    board.run("template", "ipo", "--kind", "figures", "--out", out)
    assert out.read_bytes().decode("utf-8-sig").startswith("指标,")


def test_a_template_of_a_kind_that_the_agency_does_not_report_says_what_to_do_instead(board: Board) -> None:
    out = board.outbox / "t.csv"
    done = board.run("template", "science", "--kind", "figures", "--out", out)
    assert (done.code, done.out) == (1, "")
    assert "请下载任务进展的模板" in done.err
    assert not out.exists()


def test_a_template_that_cannot_be_written_is_said(board: Board) -> None:
    done = board.run("template", "ipo", "--out", board.outbox / "missing" / "t.csv")
    assert (done.code, done.out) == (2, "")
    assert "不能写入" in done.err and "文件夹不存在" in done.err


def test_a_template_writes_nothing_into_the_folder(board: Board) -> None:
    (board.actuals / "省版权局_2019-09.csv").write_bytes(GOOD)
    board.run("template", "ipo", "--out", board.outbox / "t.csv")
    assert list(board.folder()) == ["省版权局_2019-09.csv"]


def test_the_template_of_every_agency_passes_the_check_as_it_is(tmp_path: Path) -> None:
    plan, actuals = load_plan(PLAN_2019), tmp_path / "actuals"
    actuals.mkdir()
    files = []
    for body in (plan.office.id, *(agency.id for agency in plan.agencies)):
        for kind in ("figures", "progress"):
            out = tmp_path / f"{body}_{kind}.csv"
            command = ["template", body, "--kind", kind, "--out", out, "--plan", PLAN_2019, "--actuals", actuals]
            assert (run(*command).code == 0) is (kind in kinds_of(plan, body)) is out.exists()
            files += [out] * out.exists()
    assert len(files) > len(plan.agencies)
    done = run("check", *files, "--json", "--plan", PLAN_2019, "--actuals", actuals)
    assert done.code == 0
    entries = done.document["files"]
    assert [entry["file"] for entry in entries] == [path.name for path in files]
    assert {entry["file"]: entry["problems"] for entry in entries if entry["problems"]} == {}
    assert all(f"{entry['agency']}_{entry['kind']}.csv" == entry["file"] for entry in entries)


# upload codes


def is_right(board: Board, body: str, code: str) -> bool:
    try:
        return bool(Access(FolderStore(board.actuals)).prove(body, code))
    except AccessError:
        return False


def test_access_add_prints_a_code_once_that_then_works(board: Board) -> None:
    done = board.run("access", "add", "省科技厅")
    assert (done.code, done.err) == (0, "")
    found = re.search(r"^省科技厅 的报送码：(\S+)$", done.out, re.MULTILINE)
    assert found and is_right(board, "science", found[1])
    assert all(found[1].encode() not in data for data in board.folder().values())
    assert found[1] not in board.run("access", "list").out


def test_access_as_json(board: Board) -> None:
    assert board.run("access", "list", "--json").document == {"codes": []}
    added = board.run("access", "add", "science", "--json").document
    assert list(added) == ["agency", "code"] and added["agency"] == "science"
    assert is_right(board, "science", added["code"])
    (listed,) = board.run("access", "list", "--json").document["codes"]
    assert list(listed) == ["agency", "made_at"] and listed["agency"] == "science"
    assert datetime.fromisoformat(listed["made_at"]).tzinfo
    assert board.run("access", "revoke", "science", "--json").document == {"agency": "science", "revoked": True}
    assert board.run("access", "revoke", "science", "--json").document == {"agency": "science", "revoked": False}
    assert not is_right(board, "science", added["code"])


def test_access_list_and_revoke_tell_people_whose_codes_there_are(board: Board) -> None:
    assert board.run("access", "list").out == "还没有任何报送码：只有本机可以报送。\n"
    board.run("access", "add", "office")
    board.run("access", "add", "ipo")
    lines = board.run("access", "list").out.splitlines()
    assert [line.split("　")[0] for line in lines] == [
        "省政府知识产权办公会议制度办公室",
        "省知识产权局",
        "1 个单位和统筹办有报送码。",
    ]
    assert board.run("access", "revoke", "ipo").out == "省知识产权局 的报送码已作废。\n"
    assert board.run("access", "revoke", "ipo").out == "省知识产权局 没有报送码。\n"


def test_damaged_codes_are_said_and_not_written_over(board: Board) -> None:
    board.run("access", "add", "ipo")
    (board.actuals / ".planboard" / "access.json").write_bytes(b"{")
    for arguments in (("list",), ("add", "science"), ("revoke", "ipo")):
        done = board.run("access", *arguments)
        assert (done.code, done.out) == (1, "")
        assert "报送码文件无法读取" in done.err
    assert (board.actuals / ".planboard" / "access.json").read_bytes() == b"{"


# which data


def test_the_data_are_chosen_before_or_after_the_command_or_by_the_environment(board: Board, tmp_path: Path) -> None:
    sent = ("submit", board.file(), "--by", "张三", "--json")
    folders = [tmp_path / name for name in ("before", "after", "mixed", "environment", "above")]
    for folder in folders:
        folder.mkdir()
    before, after, mixed, environment, above = folders
    nowhere = tmp_path / "nowhere"
    runs = [
        run("--plan", board.plan, "--actuals", before, *sent),
        run(*sent, "--plan", board.plan, "--actuals", after),
        run("--plan", board.plan, *sent, "--actuals", mixed),
        run_apart(*sent, PLANBOARD_PLAN=board.plan, PLANBOARD_ACTUALS=environment),
        run("--actuals", nowhere, *sent, "--actuals", above, PLANBOARD_PLAN=board.plan, PLANBOARD_ACTUALS=nowhere),
    ]
    assert [(done.code, done.document["submission"]) for done in runs] == [(0, 1)] * 5
    for folder in folders:
        assert [path.name for path in folder.glob("*.csv")] == ["省新闻出版局_指标实绩_2019-09_0001.csv"]
    assert not nowhere.exists() and board.folder() == {}


def test_a_wrong_plan_is_said_by_every_command(board: Board) -> None:
    board.plan.write_text("id: [", encoding="utf-8")
    sent = [
        ("submit", board.file(), "--by", "x"), ("history",), ("withdraw", "1", "--by", "x", "--why", "x"),
        ("restore", "1", "--by", "x"), ("template", "ipo", "--out", board.outbox / "t.csv"), ("access", "list"),
    ]  # fmt: skip
    for command in sent:
        done = board.run(*command)
        assert (done.code, done.out) == (1, "")
        assert "small.yaml" in done.err
    assert board.folder() == {}
    assert run_apart("history", "--plan", "nowhere.yaml", "--actuals", board.actuals).code == 2


WATCHED = """
import json, os, runpy, sys

touched = []

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, (str, bytes)):
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
            touched.append(("w" if writes else "r") + os.path.abspath(os.fsdecode(path)))
    elif event in {"os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "os.utime"}:
        # A number is a file that was opened before.
        touched.extend("w" + os.path.abspath(os.fsdecode(path)) for path in arguments[:1] if not isinstance(path, int))
    elif event in {"os.rename", "os.link", "os.symlink"}:
        touched.extend("w" + os.path.abspath(os.fsdecode(path)) for path in arguments[:2])

import lib.__main__

for command in json.loads(sys.argv[1]):
    if os.fork():
        assert os.wait()[1] == 0, command
        continue
    sys.argv = ["lib", *command]
    sys.addaudithook(watch)
    try:
        runpy.run_module("lib", run_name="__main__", alter_sys=True)
    finally:
        print("\\n".join(["", *touched]), file=sys.stderr)
"""
"""Each command in a process of its own, which begins where all is loaded."""


def test_nothing_outside_the_plan_and_the_folder_is_read_or_written(board: Board, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("PLANBOARD_")}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(elsewhere), "TMPDIR": str(elsewhere)}
    file, template = board.file(QUARTER), board.outbox / "t.csv"
    commands = [
        ["submit", str(file), "--by", "张三", "--confirm"], ["history"], ["status"], ["check"],
        ["withdraw", "1", "--by", "张三", "--why", "错"], ["restore", "1", "--by", "张三"],
        ["template", "ipo", "--out", str(template)], ["access", "add", "ipo"], ["access", "list"],
        ["access", "revoke", "ipo"], ["clear-sample"],
    ]  # fmt: skip
    chosen = ["--plan", str(board.plan), "--actuals", str(board.actuals)]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps([command + chosen for command in commands])],
        cwd=elsewhere, env=env, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    written = set()
    for line in [line for line in done.stderr.splitlines() if line[1:2] == "/"]:
        path = Path(line[1:])
        if path in {board.plan, file, template} or path.is_relative_to(board.actuals):
            written |= {path} if line[0] == "w" else set()
            continue
        # Modules that are loaded late, and what the system asks for.
        assert line[0] == "r" and not path.is_relative_to(tmp_path) and not path.is_relative_to(ROOT / "data"), line
    assert {template, board.actuals / ".planboard" / "journal.jsonl"} <= written
    assert not {board.plan, file} & written
    assert list(elsewhere.iterdir()) == []


# the store itself


def test_a_store_is_whole_until_somebody_changes_it_by_hand(board: Board) -> None:
    board.submit()
    board.run("withdraw", "1", "--by", "李四", "--why", "重报")
    done = board.run("store", "check")
    assert (done.code, done.out) == (0, "完整：3 条记录前后相接，2 份内容都在，没有改动。\n")
    journal = board.actuals / ".planboard" / "journal.jsonl"
    journal.write_text(journal.read_text(encoding="utf-8").replace("李四", "王五"), encoding="utf-8")
    done = board.run("store", "check")
    assert done.code == 1
    assert "第3行：报送记录的这一行（withdrawn，" in done.out
    (kept,) = (board.actuals / ".planboard" / "contents").iterdir()
    kept.write_bytes(kept.read_bytes() + b" ")
    found = board.run("store", "check", "--json").document
    assert [p["code"] for p in found["problems"]] == ["journal_chain", "content_changed"]
    assert {p["code"] for p in board.run("status", "--json").document["problems"]} >= {
        "journal_chain",
        "content_changed",
    }


def test_what_a_chain_cannot_tell_is_said(board: Board) -> None:
    board.submit()
    board.run("withdraw", "1", "--by", "李四", "--why", "重报")
    journal = board.actuals / ".planboard" / "journal.jsonl"
    whole = journal.read_text(encoding="utf-8")
    bare = re.sub(r',"before":"[0-9a-f]*","hash":"[0-9a-f]+"', "", whole)
    assert bare != whole
    journal.write_text(bare, encoding="utf-8")
    assert (
        board.run("store", "check").out == "3 条记录里有 3 条没有指纹，改没改过看不出来；其余前后相接，2 份内容都在。\n"
    )
    journal.write_text(whole.splitlines(keepends=True)[0], encoding="utf-8")
    done = board.run("store", "check")
    assert done.code == 0 and "另有 1 份内容没有一条记录提到" in done.out
    assert board.run("store", "check", "--json").document["unnamed"] == 1


@pytest.mark.parametrize(("source", "target", "named"), [("gone", "new", "FROM"), ("here", "file.txt/new", "TO")])
def test_a_copy_from_nowhere_or_to_nowhere_is_wrong_use(
    board: Board, source: str, target: str, named: str, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "file.txt").write_bytes(b"")
    done = board.run("store", "copy", str(tmp_path / source), str(tmp_path / target))
    assert done.code == 2 and named in done.err
    assert not (tmp_path / "new").exists()


def test_to_check_a_store_writes_nothing(board: Board) -> None:
    board.submit()
    before = board.folder()
    board.run("store", "check")
    assert board.folder() == before


# locks


def test_the_office_locks_a_period_and_unlocks_it_with_a_reason(board: Board) -> None:
    done = board.run("lock", "2019年9月", "--by", "办")
    assert (done.code, done.out.split("，")[0]) == (0, "2019年9月30日及以前结束的报告期已经锁期")
    refused = board.submit().document
    assert [p["code"] for p in refused["problems"]] == ["period_locked"]
    assert board.run("check", board.file(GOOD)).code == 1
    assert board.run("unlock", "2019-09", "--by", "办", "--why", "更正").code == 0
    assert board.submit().document["submission"] == 1


@pytest.mark.parametrize("period", ["九月", "2018-09", "2019-13"])
def test_a_lock_of_no_period_of_the_plan_is_wrong_use(board: Board, period: str) -> None:
    done = board.run("lock", period, "--by", "办")
    assert done.code == 2
    assert "不是 2019 年的报告期" in done.err


def test_of_a_refused_file_no_row_would_count(board: Board) -> None:
    assert board.run("lock", "2019-12", "--by", "李四").code == 0
    refused = board.submit().document
    assert (refused["accepted"], refused["rows"], refused["submission"]) == (False, [], None)


def test_an_error_is_one_document_too_where_one_is_asked_for(board: Board) -> None:
    done = board.run("submit", board.file(), "--by", " ", "--json")
    assert (done.code, list(done.document)) == (1, ["error"])


# approval


def test_what_waits_is_approved_or_sent_back_by_another_name(board: Board) -> None:
    write_plan(board.plan, reporting={"frequency": "monthly", "due_day": 10, "approval": "body"})
    sent = board.submit().document
    assert (sent["submission"], sent["changes"]) == (1, [])
    assert board.run("history", "--json").document["submissions"][0]["state"] == "waiting"
    assert "另一个人" in board.run("approve", "1", "--by", "张三").err
    assert board.run("send-back", "1", "--by", "李四", "--why", "数不对").code == 0
    assert board.run("history", "--json").document["submissions"][0]["state"] == "sent_back"
    done = board.run("approve", "1", "--by", "李四")
    assert (done.code, done.out.splitlines()[0]) == (0, "报送 1 审核通过，已计入。")
    assert board.run("history", "--json").document["submissions"][0]["state"] == "applied"
