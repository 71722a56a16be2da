"""The people file: its faults with their lines, what it lets whom do, and that a bad one neither opens nor closes a door."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from calls import ROOT, run
from factories import make_plan
from sending import write_plan
from tables import of_every

from lib.board.people import PeopleFile, check_people, people_schema, writer_of
from lib.errors import AccessError

GOOD = """\
# yaml-language-server: $schema=people.schema.json
reading: open
claim: email
people:
  - {who: zhang.san@kjt.example.cn, name: 张三, body: science, roles: [report]}
  - {who: li.si@kjt.example.cn, name: 李四, body: science, roles: [report, approve]}
  - {who: wang.wu@zscq.example.cn, name: 王五, body: office, roles: [report, verify, administer]}
"""


def claims(who: str, **more: Any) -> dict[str, Any]:
    return {"email": who, "email_verified": True, "sub": "u1", **more}


def faults(text: str) -> list[tuple[str, int | None]]:
    return [(p.code, p.row) for p in check_people("people.yaml", text.encode(), make_plan())[1]]


def test_a_good_file_has_no_fault_and_fits_the_published_schema() -> None:
    assert faults(GOOD) == []
    assert (ROOT / "data" / "people.schema.json").read_text(encoding="utf-8") == people_schema()
    jsonschema.validate(yaml.safe_load(GOOD), json.loads(people_schema()))


@of_every(
    [
        ("reading: open", "reading: closed", "plan_choice", 2, ["“closed”", "open, signed_in"]),
        ("claim: email", "claim: mail", "plan_choice", 3, ["“mail”", "phone_number"]),
        ("claim: email", "clam: email", "plan_key_unknown", 3, ["claim"]),
        ("name: 张三, ", "", "plan_key_missing", 5, ["“name”"]),
        ("who: zhang.san@kjt.example.cn", "who: 13800000000", "plan_type", 5, ["加引号的文字"]),
        ("roles: [report]", "roles: []", "plan_type", 5, ["至少有一项"]),
        ("roles: [report]", "roles: [reprot]", "plan_choice", 5, ["“reprot”"]),
        ("roles: [report]", "roles: [填报]", "plan_choice", 5, ["“填报”", "report（填报）, approve（审核）"]),
        (
            "roles: [report]",
            "roles: [report，approve]",
            "plan_choice",
            5,
            ["“report，approve”", "全角的“，”", "半角的“,”"],
        ),
        ("roles: [report]", "roles: report", "plan_type", 5, ["方括号"]),
        ("[report, approve]", "[report, report]", "plan_value", 6, ["写了两次"]),
        ("li.si@", "ZHANG.SAN@", "plan_value", 6, ["第5行"]),
        ("body: office", "body: offce", "people_body", 7, ["“offce”", "office"]),
        (
            "name: 张三, body: science",
            "name: 张三, body: 省科技厅",
            "people_body",
            5,
            ["“省科技厅”", "它的编号是 science"],
        ),
        ("body: office", "body: members", "people_body", 7, ["“members”"]),
        ("people:", "people：", "plan_full_width_colon", 4, ["半角"]),
    ],
    least=13,
)
def test_a_fault_is_said_with_its_line(old: str, new: str, code: str, row: int, words: list[str]) -> None:
    assert GOOD.count(old) == 1
    found = [p for p in check_people("people.yaml", GOOD.replace(old, new).encode(), make_plan())[1] if p.code == code]
    assert [p.row for p in found] == [row]
    assert all(word in found[0].message for word in words)


def test_all_faults_are_said_at_once() -> None:
    assert faults(GOOD.replace("claim: email", "claim: mail").replace("name: 王五, ", "").replace("[report]", "[x]")) == [
        ("plan_choice", 3), ("plan_choice", 5), ("plan_key_missing", 7),
    ]  # fmt: skip


def test_bytes_that_are_no_text_are_a_fault() -> None:
    assert check_people("people.yaml", GOOD.encode("gbk"))[1][0].code == "plan_encoding"


# who is who


def standing(tmp_path: Path, text: str | None, **how: Any) -> Any:
    path = tmp_path / "people.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return PeopleFile(path, **how).look()


def test_a_person_writes_for_the_own_body_with_the_roles_listed(tmp_path: Path) -> None:
    people = standing(tmp_path, GOOD).people
    writer = writer_of(people.find(claims("Li.Si@kjt.example.cn")), people.claim)
    assert (writer.name, writer.bodies, writer.proved) == ("李四", frozenset({"science"}), "sign_in")
    assert (writer.roles, writer.who) == (frozenset({"report", "approve"}), "email:li.si@kjt.example.cn")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (claims("zhang.san@kjt.example.cn", email_verified=False), "没有验证过地址"),
        ({"email": "zhang.san@kjt.example.cn"}, "没有验证过地址"),
        (claims("zhang.san@kjt.example.cn", email_verified="true"), "没有验证过地址"),
        ({"sub": "u1"}, "没有说出您的电子邮件地址"),
        (claims("zhao.liu@kjt.example.cn"), "不在人员名单里"),
    ],
)
def test_whoever_is_not_known_for_sure_is_nobody(tmp_path: Path, said: dict[str, Any], why: str) -> None:
    with pytest.raises(AccessError, match=why):
        standing(tmp_path, GOOD).people.find(said)


@pytest.mark.parametrize("claim", ["sub", "preferred_username", "phone_number"])
def test_another_claim_may_name_a_person(tmp_path: Path, claim: str) -> None:
    text = GOOD.replace("claim: email", f"claim: {claim}")
    people = standing(tmp_path, text).people
    assert people.find({claim: "zhang.san@kjt.example.cn"}).name == "张三"
    with pytest.raises(AccessError):
        people.find({"email": "zhang.san@kjt.example.cn", "email_verified": True})


def test_reading_only_for_those_who_signed_in_and_are_listed(tmp_path: Path) -> None:
    closed = standing(tmp_path, GOOD.replace("reading: open", "reading: signed_in"))
    assert closed.admits(claims("zhang.san@kjt.example.cn"))
    for other in ({}, claims("zhao.liu@kjt.example.cn"), claims("zhang.san@kjt.example.cn", email_verified=False)):
        assert not closed.admits(other)
        assert standing(tmp_path, GOOD).admits(other)


# a file that changes


def test_a_change_counts_at_once_and_a_fault_leaves_the_last_good_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "people.yaml"
    file = PeopleFile(path)
    assert file.look() == (None, [], False)
    path.write_text(GOOD, encoding="utf-8")
    assert len(file.look().people.people) == 3
    path.write_text(GOOD.replace("body: science", "body: ipo"), encoding="utf-8")
    good = file.look().people
    assert good.people[0].body == "ipo"
    with caplog.at_level(logging.WARNING):
        path.write_text(GOOD.replace("[report]", "[everything]"), encoding="utf-8")
        assert (file.look().people, [p.row for p in file.look().faults]) == (good, [5])
    assert caplog.text.count("“everything”") == 1
    path.unlink()
    assert (file.look().people, [p.code for p in file.look().faults]) == (good, ["file_unreadable"])
    path.write_text(GOOD, encoding="utf-8")
    assert file.look().faults == []


@pytest.mark.parametrize("reading", ["open", "signed_in"])
def test_a_bad_file_at_the_start_lets_nobody_in_and_locks_nobody_out(tmp_path: Path, reading: str) -> None:
    found = standing(tmp_path, GOOD.replace("reading: open", f"reading: {reading}").replace("[report]", "[x]"))
    assert found.faults
    with pytest.raises(AccessError, match="不在人员名单里"):
        found.people.find(claims("zhang.san@kjt.example.cn"))
    assert found.admits(claims("zhao.liu@kjt.example.cn"))
    assert found.admits({}) == (reading == "open")


def test_a_file_that_was_named_has_to_be_there(tmp_path: Path) -> None:
    assert standing(tmp_path, None) == (None, [], False)
    assert [p.code for p in standing(tmp_path, None, required=True).faults] == ["file_unreadable"]


# the command


def test_check_says_what_the_file_lets_people_do(tmp_path: Path) -> None:
    plan, path = write_plan(tmp_path / "small.yaml"), tmp_path / "people.yaml"
    path.write_text(GOOD, encoding="utf-8")
    good = run("people", "check", path, "--plan", plan)
    assert (good.code, good.out) == (
        0, "人员名单可以用：3 人，凭 email 认人；能填报 3 人，审核 1 人，核实 1 人，管理 1 人。\n",
    )  # fmt: skip
    path.write_text(GOOD.replace("[report]", "[x]").replace("claim: email", "claim: mail"), encoding="utf-8")
    bad = run("people", "check", "--plan", plan, "--json", PLANBOARD_PEOPLE=path)
    assert bad.code == 1
    assert [p["row"] for p in bad.document["problems"]] == [3, 5]
    assert run("people", "check", tmp_path / "gone.yaml", "--plan", plan).code == 2
