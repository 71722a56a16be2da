"""A wrong plan file is refused with every fault at once, each with its line and what to write instead."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from bad_files import PLAN_TEXT, changed
from factories import TASKS, indicator_data, level_data, make_plan, plan_data
from tables import of_every

from lib.errors import PlanError
from lib.plan.file import check_plan, load_plan, plan_schema
from lib.problems.catalogue import Problem

DATA = Path(__file__).resolve().parent.parent / "data"


def write(tmp_path: Path, text: str | bytes) -> Path:
    """A plan file with this content."""
    path = tmp_path / "plan.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def faults_of(tmp_path: Path, text: str | bytes) -> list[Problem]:
    """The faults of a plan file with this content."""
    plan, problems = check_plan(write(tmp_path, text))
    assert plan is None or problems
    assert all(p.blocking and p.file == "plan.yaml" for p in problems)
    return problems


def test_a_good_plan_has_no_faults(tmp_path: Path) -> None:
    plan, problems = check_plan(write(tmp_path, PLAN_TEXT))
    assert problems == []
    assert plan is not None
    assert plan == load_plan(tmp_path / "plan.yaml")
    assert list(plan.tasks) == ["1.1.1", "1.1.2"]
    assert plan.due("1.1.2") == date(2019, 10, 31)
    assert plan.due("1.1.1") == date(2019, 12, 31)


def test_a_plan_may_say_who_leads_and_supports_by_when_in_words_and_leave_sections_untitled(tmp_path: Path) -> None:
    text = PLAN_TEXT.replace("lead_rule: none", "lead_rule: printed")
    text = text.replace('"1.1.1", text', '"1.1.1-1", text').replace('"1.1.2", text', '"1.1.1-2", text')
    text = text.replace('task: "1.1.1"', 'task: "1.1.1-1"')
    said = "agencies: [ipo, science], lead: [ipo], support: [science], open: true, due_text: 持续推进}"
    text = text.replace("agencies: [ipo, science]}", said)
    text = text.replace("        title: 章节\n", '        title: ""\n')
    plan, problems = check_plan(write(tmp_path, text))
    assert problems == [] and plan is not None
    task = plan.tasks["1.1.1-1"]
    assert (task.lead, task.support, task.open, task.due_text) == (["ipo"], ["science"], True, "持续推进")
    assert list(plan.tasks) == ["1.1.1-1", "1.1.1-2"]
    assert plan.sections["1.1"].title == ""


def test_only_the_first_section_of_a_part_may_be_untitled(tmp_path: Path) -> None:
    sections = '      - {id: "1.2", title: "", tasks: []}\nindicators:\n'
    (fault,) = faults_of(tmp_path, PLAN_TEXT.replace("indicators:\n", sections))
    assert (fault.code, fault.column) == ("plan_value", "parts[0].sections[1].title")


@pytest.mark.parametrize("how", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), lambda t: "---\n" + t])
def test_a_byte_order_mark_windows_line_ends_and_a_document_mark_are_fine(
    tmp_path: Path, how: Callable[[str], str]
) -> None:
    assert check_plan(write(tmp_path, how(PLAN_TEXT)))[1] == []


@of_every(
    [
        # unknown and missing keys
        ("title: 小计划", "titel: 小计划", "plan_key_missing", 1, ["“title”", "请补上一行“title: …”"]),
        ("lead_rule: none", "lead_rule: none\nleader: ipo", "plan_key_unknown", 6, ["“leader”", "lead_rule"]),
        ("target: 2.9\n", "target: 2.9\n    colour: red\n", "plan_key_unknown", 31, ["“colour”"]),
        ("    unit: 件\n", "", "plan_key_missing", 24, ["indicators[0].unit", "缺少“unit”"]),
        ("{id: ipo, name: 省知识产权局}", "{id: ipo}", "plan_key_missing", 10, ["agencies[0].name"]),
        (", source: 白皮书}", "}", "plan_key_missing", 33, ["baseline.source"]),
        (", agencies: [members]", "", "plan_key_missing", 22, ["缺少“agencies”"]),
        # types
        ("year: 2019", 'year: "2019"', "plan_type", 4, ["“2019”", "整数"]),
        ("year: 2019", "year: 2019.5", "plan_type", 4, ["“2019.5”", "整数"]),
        ("year: 2019", "year: yes", "plan_type", 4, ["“yes”", "整数"]),
        ("year: 2019", "year: 19", "plan_type", 4, ["“19”", "不小于 1949"]),
        ("target: 2.9\n", 'target: "2.9"\n', "plan_type", 30, ["“2.9”", "数字（不加引号）"]),
        ("target: 2.9\n", "target: 2.9件\n", "plan_type", 30, ["“2.9件”", "数字（不加引号）"]),
        ("target: 2.9\n", "target: .nan\n", "plan_type", 30, ["“.nan”", "有限的数字"]),
        ("target: 2.9\n", "target: [2.9]\n", "plan_type", 30, ["“[2.9]”"]),
        ("target: 2.9\n", "target:\n", "plan_type", 30, ["空白应为数字"]),
        ('"1.1.1", text', "1.10, text", "plan_type", 21, ["“1.10”", "加引号的文字"]),
        ('- id: "1"\n', "- id: 1\n", "plan_type", 15, ["“1”", "加引号的文字"]),
        ("{id: ipo, name: 省知识产权局}", "{id: ipo, name: no}", "plan_type", 10, ["“no”", "加引号的文字"]),
        ("title: 小计划", 'title: ""', "plan_type", 2, ["不空的文字"]),
        ("{id: ipo, name: 省知识产权局}", "{id: 知产局, name: 省知识产权局}", "plan_type", 10, ["“知产局”", "英文字母"]),
        ("due: 2019-10-31", 'due: "2019-10-31"', "plan_type", 22, ["日期"]),
        ("due: 2019-10-31", "due: 2019-02-30", "plan_type", 22, ["“2019-02-30”", "日期"]),
        ("due: 2019-10-31", "due: 十月底", "plan_type", 22, ["“十月底”", "日期"]),
        ("due: 2019-10-31", "due: !!timestamp 十月底", "plan_type", 22, ["“十月底”", "日期"]),
        ("lead_rule: none", "lead_rule: !!bool maybe", "plan_choice", 5, ["“maybe”"]),
        ("due_day: 10}", "due_day: 32}", "plan_type", 7, ["“32”", "不大于 31"]),
        ("tolerance_points: 10}", "tolerance_points: -1}", "plan_type", 6, ["“-1”", "不小于 0"]),
        ("agencies: [ipo, science]}", "agencies: ipo}", "plan_type", 21, ["“ipo”", "列表"]),
        ("agencies: [members]", "agencies: []", "plan_type", 22, ["至少有一项"]),
        ("office: {id: office, name: 办公室, aliases: [统筹办]}", "office: 办公室", "plan_type", 8, ["“办公室”", "键: 值"]),
        ("owner: ipo\n", "owner: ipo\n    signed: maybe\n", "plan_type", 33, ["“maybe”", "true 或 false"]),
        ("owner: ipo\n", "owner: ipo\n    decimals: 9\n", "plan_type", 33, ["不大于 6"]),
        # milestones, printed paths, the year before
        ("due: 2019-10-31", "milestones: [{id: m1, text: 初审, due: 2020-01-31}]", "plan_value", 22, ["“2020-01-31”", "2019 年内"]),
        ("due: 2019-10-31", "due: 2019-10-31, milestones: [{id: m1, text: 初审, due: 2019-11-30}]", "plan_value", 22, ["晚于任务"]),
        ("due: 2019-10-31", "milestones: [{id: m1, text: 初审}]", "plan_key_missing", 22, ["缺少“due”"]),
        ("due: 2019-10-31", "milestones: [{id: m1, txt: 初审, text: 初审, due: 2019-06-30}]", "plan_key_unknown", 22, ["“txt”"]),
        ("owner: ipo\n", "owner: ipo\n    targets: {2018-06: 2.85}\n", "plan_value", 33, ["“2018-06”", "2019 年的报告期"]),
        ("owner: ipo\n", "owner: ipo\n    targets: {2019-06: 多}\n", "plan_type", 33, ["“多”", "数字"]),
        ("owner: ipo\n", "owner: ipo\n    targets: {2019-12: 2.8}\n", "plan_value", 33, ["“2.8”", "年末的分期目标就是目标值"]),
        ("owner: ipo\n", "owner: ipo\n    targets: {2019-06: 2.84, 2019Q2: 2.85}\n", "plan_value", 33, ["同一天"]),
        ("owner: ipo\n", "owner: ipo\n    same_as: {plan: small}\n", "plan_key_missing", 33, ["缺少“indicator”"]),
        # choices
        ("lead_rule: none", "lead_rule: first", "plan_choice", 5, ["“first”", "none", "first_listed"]),
        ("frequency: monthly", "frequency: yearly", "plan_choice", 7, ["“yearly”", "quarterly"]),
        ("kind: level", "kind: amount", "plan_choice", 28, ["“amount”", "level", "share", "cumulative"]),
        ("direction: higher", "direction: no", "plan_choice", 29, ["“no”", "lower"]),
        ("name: schedule_gap", "name: other", "plan_choice", 6, ["schedule_gap"]),
        # names that mean nothing
        ("agencies: [ipo, science]}", "agencies: [ipo, scince]}", "plan_reference", 21, ["“scince”", "单位", "science"]),
        ("agencies: [ipo, science]}", "agencies: [ipo, 省科技厅]}", "plan_type", 21, ["“省科技厅”"]),
        ("members: [ipo]", "members: [ipx]", "plan_reference", 13, ["“ipx”", "ipo"]),
        ("members: [ipo]", "members: [members]", "plan_reference", 13, ["“members”"]),
        ('task: "1.1.1"', 'task: "1.1.9"', "plan_reference", 25, ["“1.1.9”", "任务", "1.1.1"]),
        ("owner: ipo\n", "owner: office\n", "plan_reference", 32, ["“office”", "单位"]),
        # ids and names
        ('"1.1.2", text', '"1.1.3", text', "plan_id_place", 22, ["“1.1.3”", "“1.1.2”"]),
        ('"1.1.2", text', '"1.1.1", text', "plan_id_place", 22, ["“1.1.1”", "“1.1.2”"]),
        ('- id: "1.1"\n', '- id: "1.2"\n', "plan_id_place", 18, ["“1.2”", "“1.1”"]),
        ('- id: "1"\n', '- id: "一"\n', "plan_id_place", 15, ["“一”", "“1”"]),
        ("{id: science,", "{id: ipo,", "plan_id_twice", 11, ["“ipo”", "第10行"]),
        ("{id: office,", "{id: ipo,", "plan_id_twice", 8, ["“ipo”"]),
        ("name: 省科技厅,", "name: 省知识产权局,", "plan_name_twice", 11, ["“省知识产权局”", "第10行"]),
        ("aliases: [科技厅]", "aliases: [统筹办]", "plan_name_twice", 8, ["“统筹办”", "第11行"]),
        ("aliases: [科技厅]", "aliases: [各成员 单位]", "plan_name_twice", 13, ["“各成员单位”"]),
        # who leads, who supports, tasks of one printed item, untitled sections
        ("agencies: [ipo, science]}", "agencies: [ipo], support: [science]}", "plan_value", 21, ["“science”", "agencies"]),
        ("agencies: [ipo, science]}", "agencies: [ipo, science], lead: [ipo]}", "plan_value", 21, ["“[ipo]”", "printed"]),
        ("agencies: [ipo, science]}", "agencies: [ipo], support: [ipo, ipo]}", "plan_value", 21, ["“ipo”写了两次"]),
        ('"1.1.2", text', '"1.1.2-2", text', "plan_id_place", 22, ["“1.1.2-2”", "“1.1.2”"]),
        # values that contradict
        ("due: 2019-10-31", "due: 2020-01-31", "plan_value", 22, ["“2020-01-31”", "2019 年"]),
        ("agencies: [ipo, science]}", "agencies: [ipo, ipo]}", "plan_value", 21, ["“ipo”写了两次"]),
        ('period: "2018"', 'period: "2017"', "plan_value", 33, ["“2017”", "2018 年末"]),
        ('period: "2018"', 'period: "2018-09"', "plan_value", 33, ["“2018-09”"]),
        ('period: "2018"', 'period: "去年"', "plan_value", 33, ["“去年”"]),
        ('period: "2018"', "period: 2018", "plan_type", 33, ["“2018”", "加引号的文字"]),
        # the same key twice
        ("lead_rule: none", "lead_rule: none\nlead_rule: first_listed", "plan_key_twice", 6, ["“lead_rule”", "第5行"]),
        ("    unit: 件\n", "    unit: 件\n    unit: 项\n", "plan_key_twice", 28, ["“unit”", "第27行"]),
        ("id: ipo, name", "id: ipo, id: ipo, name", "plan_key_twice", 10, ["“id”", "第10行"]),
        # keys that are no words
        ("lead_rule: none", "lead_rule: none\nno: 1", "plan_key_unknown", 6, ["“no”"]),
        ("lead_rule: none", "lead_rule: none\n1: 2", "plan_key_unknown", 6, ["“1”"]),
        ("lead_rule: none", "lead_rule: none\n<<: {a: 1}", "plan_key_unknown", 6, ["“<<”"]),
        ("lead_rule: none", "lead_rule: none\n? [a, b]\n: c", "plan_key_unknown", 6, []),
        # no YAML
        ("lead_rule: none", "lead_rule none", "plan_yaml", 6, ["YAML", "缩进"]),
        ("lead_rule: none", "lead_rule: [none", "plan_yaml", 6, []),
        ("lead_rule: none", "\tlead_rule: none", "plan_tab", 5, ["空格"]),
        ("    unit: 件", "  \t  unit: 件", "plan_tab", 27, ["空格"]),
        ("lead_rule: none", "lead_rule：none", "plan_full_width_colon", 5, ["“lead_rule”", "半角"]),
        ("{id: science, name", "{id: science, name：省科技厅, kind", "plan_full_width_colon", 11, ["“name”"]),
        ("due_day: 10", "due_day: 010", "plan_number", 7, ["“010”"]),
        ("due_day: 10", "due_day: 1_0", "plan_number", 7, ["“1_0”"]),
        ("due_day: 10", "due_day: 0x0A", "plan_number", 7, ["“0x0A”"]),
        ("tolerance_points: 10", "tolerance_points: 1:30", "plan_number", 6, ["“1:30”"]),
        ("value: 2.82", "value: 1_000.5", "plan_number", 33, ["“1_000.5”"]),
        ("title: 章节", "title: 章节 #2 机房", "plan_text_cut", 19, ["#2 机房", "引号"]),
        ("lead_rule: none", 'lead_rule: "none', "plan_yaml", 15, []),
        ("lead_rule: none", "lead_rule: a\x01b", "plan_yaml", 5, []),
        ("lead_rule: none", "lead_rule: *nobody", "plan_yaml", 5, []),
        ("lead_rule: none", "lead_rule: !!python/name:os.system x", "plan_yaml", 5, []),
        ("agencies:\n", "---\nagencies:\n", "plan_yaml", 9, []),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_its_line_and_what_to_write(
    old: str, new: str, code: str, row: int, words: list[str], *, tmp_path: Path
) -> None:
    found = [p for p in faults_of(tmp_path, changed(old, new)) if p.code == code]
    assert [p.row for p in found] == [row]
    for word in words:
        assert word in found[0].message


def test_every_fault_is_said_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = (
        PLAN_TEXT.replace("year: 2019", 'year: "2019"')
        .replace("lead_rule: none", "lead_rule: none\nlead_rule: none")
        .replace("name: 省科技厅", "nmae: 省科技厅")
        .replace("[ipo, science]}", "[ipo, nobody]}")
        .replace('id: "1.1.2"', 'id: "1.1.5"')
        .replace("    unit: 件\n", "")
        .replace("target: 2.9\n", 'target: "2.9"\n')
    )
    assert [(p.row, p.code) for p in faults_of(tmp_path, text)] == [
        (4, "plan_type"),
        (6, "plan_key_twice"),
        (12, "plan_key_missing"),
        (12, "plan_key_unknown"),
        (22, "plan_reference"),
        (23, "plan_id_place"),
        (25, "plan_key_missing"),
        (30, "plan_type"),
    ]


def test_the_faults_of_every_entry_of_a_list_are_said(tmp_path: Path) -> None:
    text = (
        PLAN_TEXT.replace("title: 章节", "title: 4")
        .replace("text: 条文一。", "text: 1")
        .replace("text: 条文二。", "text: 2")
    )
    assert [p.row for p in faults_of(tmp_path, text)] == [19, 21, 22]


def test_the_message_names_line_path_found_and_expected(tmp_path: Path) -> None:
    (found,) = faults_of(tmp_path, changed('"1.1.1", text', "1.10, text"))[:1]
    assert found.message == "第21行“parts[0].sections[0].tasks[0].id”：“1.10”应为加引号的文字。请改写。"


def test_the_nearest_key_is_offered_for_a_misspelt_one(tmp_path: Path) -> None:
    found = [p for p in faults_of(tmp_path, changed("title: 小计划", "titel: 小计划")) if p.code == "plan_key_unknown"]
    assert "是不是：title" in found[0].message


def test_a_key_like_no_other_gets_the_list_of_keys(tmp_path: Path) -> None:
    (found,) = faults_of(tmp_path, changed("due_day: 10}", "due_day: 10, zz: 1}"))
    assert "可写：frequency、due_day、approval。" in found.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "plan_type"),
        ("# nothing\n", "plan_type"),
        ("hello", "plan_type"),
        ("- a\n- b\n", "plan_type"),
        ("[", "plan_yaml"),
        ("a: &a [*a]\n", "plan_yaml"),
        ("\x00", "plan_yaml"),
    ],
)
def test_a_file_that_is_no_plan_at_all(tmp_path: Path, text: str, code: str) -> None:
    (found,) = faults_of(tmp_path, text)
    assert found.code == code


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_plan_in_another_encoding_is_told_to_be_saved_as_utf_8(tmp_path: Path, encoding: str) -> None:
    (found,) = faults_of(tmp_path, PLAN_TEXT.encode(encoding))
    assert (found.code, found.row) == ("plan_encoding", 2 if encoding == "gbk" else 1)
    assert "UTF-8" in found.message


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir()])
def test_a_plan_that_is_not_there(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "plan.yaml")
    plan, (found,) = check_plan(tmp_path / "plan.yaml")
    assert plan is None
    assert found.code == "plan_missing"
    assert str(tmp_path / "plan.yaml") in found.message


def test_loading_a_wrong_plan_raises_all_its_faults(tmp_path: Path) -> None:
    text = PLAN_TEXT.replace("year: 2019", "year: x").replace("lead_rule: none", "lead_rule: x")
    with pytest.raises(PlanError) as error:
        load_plan(write(tmp_path, text))
    assert [p.row for p in error.value.problems] == [4, 5]
    assert "第4行" in str(error.value)


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "a: " + "[" * 100_000,
        "a: " + "[" * 100_000 + "]" * 100_000,
        "{a: " * 5_000 + "1" + "}" * 5_000,
        "\n".join(" " * n + "a:" for n in range(2_000)),
        "- " * 10_000 + "a",
    ],
    ids=["aliases", "open", "flow", "maps", "block", "dashes"],
)
def test_aliases_of_aliases_and_deep_nesting_are_refused_at_once(tmp_path: Path, text: str) -> None:
    start = time.perf_counter()
    (found,) = faults_of(tmp_path, text)
    assert found.code == "plan_yaml"
    assert time.perf_counter() - start < 10


def test_an_alias_may_be_used(tmp_path: Path) -> None:
    text = PLAN_TEXT.replace("agencies: [ipo, science]}", "agencies: &both [ipo, science]}").replace(
        "agencies: [members]", "agencies: *both"
    )
    plan, problems = check_plan(write(tmp_path, text))
    assert problems == []
    assert plan is not None
    assert plan.tasks["1.1.2"].agencies == ["ipo", "science"]


@pytest.mark.parametrize("year", ["0", "1", "20190", "-5", "9" * 40, "true"])
@pytest.mark.parametrize("period", ["2018", "全年", "12月"])
def test_an_impossible_year_is_a_fault_of_the_year(tmp_path: Path, year: str, period: str) -> None:
    text = changed("year: 2019", f"year: {year}").replace('period: "2018"', f"period: {period!r}")
    assert ("plan_type", 4) in [(p.code, p.row) for p in faults_of(tmp_path, text)]


@pytest.mark.parametrize(
    "text",
    [
        "parts: x\nagencies: {a: 1}\ngroups: 3\nindicators: no\noffice: []\n",
        "parts: [1, {sections: [2, {tasks: [3, {id: [], agencies: {}, due: 2019}]}]}]\n",
        "indicators: [{id: {}, name: [], task: 1, owner: {}, baseline: []}, 5]\nyear: 2019\n",
        "agencies: [{id: [x], name: 1, aliases: {a: b}}, {aliases: [1, [2]]}]\n",
        "indicators: [{baseline: {period: 2018}}, {baseline: {period: [1]}}]\nyear: 2019\n",
        "year: 2019-01-01\n",
        "due: !!binary aGVsbG8=\n",
        "year: " + "9" * 5000 + "\n",
    ],
)
def test_a_plan_of_any_shape_gives_faults_and_no_exception(tmp_path: Path, text: str) -> None:
    assert len(faults_of(tmp_path, text)) > 3


@pytest.mark.parametrize("kind", ["string", "int", "float", "bool", "date", "list", "map", "null"])
def test_every_kind_of_wrong_value_is_named_in_chinese(tmp_path: Path, kind: str) -> None:
    value = {
        "string": "abc",
        "int": "7",
        "float": "1.5",
        "bool": "true",
        "date": "2019-01-01",
        "list": "[1]",
        "map": "{a: 1}",
        "null": "",
    }[kind]
    keys = ["year", "title", "agencies", "office", "parts", "preamble", "lead_rule", "status_rule", "indicators"]
    faults = faults_of(tmp_path, "".join(f"{key}: {value}\n" for key in keys))
    wrong = [found for found in faults if found.code == "plan_type"]
    assert wrong
    for found in wrong:
        assert "_" not in found.message.partition("：")[2].replace("a: 1", "")


# the schema


def test_the_published_schema_is_that_of_the_code() -> None:
    assert (DATA / "plan.schema.json").read_text(encoding="utf-8") == plan_schema()


def as_json(value: Any) -> Any:
    """YAML data as a schema sees it: days are text."""
    return json.loads(json.dumps(value, default=str))


@pytest.mark.parametrize("path", sorted(DATA.glob("plan_*.yaml")), ids=lambda path: path.stem)
def test_every_plan_of_ours_is_good_and_fits_the_schema(path: Path) -> None:
    assert check_plan(path)[1] == []
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=plan.schema.json")
    jsonschema.validate(as_json(yaml.safe_load(text)), json.loads(plan_schema()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("unit: 件", "unti: 件"),
        ("target: 2.9\n", 'target: "2.9"\n'),
        ("kind: level", "kind: amount"),
        ("year: 2019", "year: 19"),
        ("agencies: [members]", "agencies: []"),
        ("{id: ipo, name: 省知识产权局}", "{id: 知产局, name: 省知识产权局}"),
    ],
)
def test_an_editor_finds_by_the_schema_what_the_reader_refuses(old: str, new: str) -> None:
    schema = json.loads(plan_schema())
    jsonschema.validate(as_json(yaml.safe_load(PLAN_TEXT)), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_json(yaml.safe_load(changed(old, new))), schema)


# the plan that is read


def test_the_plan_knows_its_tasks_bodies_and_places() -> None:
    plan = make_plan()
    assert list(plan.tasks) == list(TASKS)
    assert list(plan.sections) == ["1.1", "1.2", "2.1"]
    assert [(a.task, a.body) for a in plan.assignments][:3] == [
        ("1.1.1", "ipo"),
        ("1.1.2", "ipo"),
        ("1.1.2", "science"),
    ]
    assert list(plan.bodies) == ["ipo", "copyright", "science", "education", "members"]
    assert [entry.id for entry in plan.place["1.2.1"]] == ["1", "1.2"]
    assert list(plan.indicators_of) == ["1.1.3", "1.1.4", "1.1.5"]
    assert plan.name_of("office") == "省政府知识产权办公会议制度办公室"
    assert plan.short_name_of("copyright") == "省新闻出版局"
    assert plan.last_day == date(2019, 12, 31)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("省新闻出版局〔省版权局〕", "copyright"),
        ("省新闻出版局（省版权局）", "copyright"),
        ("省新闻出版局(省版权局)", "copyright"),
        ("省新闻出版局［省版权局］", "copyright"),
        ("省新闻出版局【省版权局】", "copyright"),
        (" 省新闻出版局 ", "copyright"),
        ("省 版 权 局", "copyright"),
        ("COPYRIGHT", "copyright"),
        ("ｉｐｏ", "ipo"),
        ("统筹办", "office"),
        ("各成员单位", "members"),
        ("省新闻出版局〔省版权局", None),
        ("版权局", None),
        ("", None),
    ],
)
def test_a_body_is_found_by_id_name_or_alias_whatever_the_brackets(text: str, body: str | None) -> None:
    assert make_plan().find_body(text) == body


def test_two_plans_differ_in_their_digest_if_they_differ_at_all() -> None:
    plan = make_plan()
    assert plan.digest == make_plan().digest
    assert plan.digest != make_plan(indicators=[level_data(target=3.0), indicator_data()]).digest
    assert plan.digest != make_plan(title="另一个").digest


def test_the_sample_plan_of_the_tests_is_a_good_plan_file(tmp_path: Path) -> None:
    text = yaml.safe_dump(plan_data(), allow_unicode=True, sort_keys=False)
    assert check_plan(write(tmp_path, text))[1] == []
