"""What somebody decides about a draft, doubt by doubt, and the plan file that comes of it; a plan put beside the others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from sending import open_board, write_plan, writer
from tables import of_every

from lib import settings
from lib.board import new_plans
from lib.drafts import (
    Chosen,
    Decision,
    Draft,
    Head,
    beside,
    decided,
    draft_of,
    is_to_decide,
    plan_text,
    read_draft,
    target_key,
)
from lib.drafts.decisions import _WAYS, DOUBT_WORDS, ways, why_not
from lib.drafts.doubts import DOUBTS
from lib.drafts.readers import read_document
from lib.errors import AccessError, PlanError, StoreError
from lib.plan import check_plan_content, load_plan

ROOT = Path(__file__).resolve().parent.parent
PLAN = load_plan(ROOT / "data" / "plan_2019.yaml")

HEAD = "某市2031年行动计划\n某政发〔2031〕1号\n"


def draft(text: str) -> Draft:
    return read_draft("a.txt", (HEAD + text).encode())


def after(text: str, code: str, way: str, typed: str = "") -> Draft:
    """The draft once its only doubt of a kind is decided."""
    found = draft(text)
    (doubt,) = [d for d in found.doubts if d.code == code]
    decision = Decision(way, typed)
    assert way in [w.key for w in ways(doubt)]
    assert why_not(doubt, decision, found) == ""
    done = decided(found, {doubt: decision})
    assert code not in [d.code for d in done.doubts]
    return done


def data(found: Draft, head: Head | None = None, **more: Any) -> dict[str, Any]:
    """A sound plan file as data."""
    content = plan_text(found, head or Head("small-2031", "市办"), **more).encode()
    plan, problems = check_plan_content("plan.yaml", content)
    assert plan is not None and not problems, [p.message for p in problems]
    loaded: dict[str, Any] = yaml.safe_load(content)
    return loaded


def test_every_doubt_has_its_ways_but_for_what_is_filled_in() -> None:
    assert {*DOUBTS} - {*_WAYS} == {"year_missing", "title_missing", "document_missing"}
    assert {*DOUBT_WORDS} == {*_WAYS}


# doubts


def test_a_name_without_its_level_becomes_the_other_one_with_an_alias_or_stays() -> None:
    text = "一、甲\n1.乙。（省A厅）\n2.丙。（省B厅、A厅）\n"
    merged = after(text, "name_level", "rename")
    assert [t.agencies for t in merged.tasks] == [("省A厅",), ("省B厅", "省A厅")]
    assert data(merged)["agencies"][0] == {"id": "body-01", "name": "省A厅", "aliases": ["A厅"]}
    assert [t.agencies for t in after(text, "name_level", "keep").tasks][1] == ("省B厅", "A厅")
    assert [t.agencies for t in after(text, "name_level", "other", "市A局").tasks][1] == ("省B厅", "市A局")


def test_a_clause_without_bodies_becomes_a_task_in_its_place_with_its_targets() -> None:
    text = "一、甲\n1.乙。（市A局）\n2.新建公园20个。\n3.丁，新建驿站3个。（市B局）\n"
    found = after(text, "clause_without_body", "task", "市C局牵头，市D局配合")
    assert [(t.no, t.agencies, t.lead, t.support) for t in found.tasks][1] == (
        "2.",
        ("市C局", "市D局"),
        ("市C局",),
        ("市D局",),
    )
    assert [(t.task, t.target.value) for t in found.targets] == [(2, 20), (3, 3)]
    assert [t["id"] for t in data(found)["parts"][0]["sections"][0]["tasks"]] == ["1.1.1", "1.1.2", "1.1.3"]
    assert len(after(text, "clause_without_body", "keep").tasks) == 2


def test_an_open_list_is_closed_by_whoever_knows_the_others() -> None:
    text = "一、甲\n1.乙。（市A局等）\n"
    assert [(t.agencies, t.is_open) for t in after(text, "list_open", "close", "市B局、市C局").tasks] == [
        (("市A局", "市B局", "市C局"), False)
    ]
    assert after(text, "list_open", "keep").tasks[0].is_open


@of_every(
    [
        ("due_unread", "（市A局，完成时限：持续推进）"),
        ("due_other_year", "（市A局，完成时限：2033年底前）"),
    ]
)
def test_a_deadline_is_set_within_the_year_or_not_at_all(code: str, group: str) -> None:
    text = f"一、甲\n1.乙。{group}\n"
    assert (
        data(after(text, code, "due", "6月底前"))["parts"][0]["sections"][0]["tasks"][0]["due"].isoformat()
        == "2031-06-30"
    )
    assert "due" not in data(after(text, code, "keep"))["parts"][0]["sections"][0]["tasks"][0]


RULE = "一、甲\n1.乙。（市A局、市B局）\n2.丙。（市A局、市B局，列第一位的为牵头单位{on}）\n3.丁。（市B局、市A局）\n"


@of_every(
    [
        ("，下同", "lead_rule", "keep", [(), ("市A局",), ("市B局",)]),
        ("，下同", "lead_rule", "first_everywhere", [("市A局",), ("市A局",), ("市B局",)]),
        ("，下同", "lead_rule", "no_rule", [(), (), ()]),
        ("，下同", "lead_rule_before", "first", [("市A局",), ("市A局",), ("市B局",)]),
        ("", "lead_rule_once", "keep", [(), ("市A局",), ()]),
        ("", "lead_rule_once", "first_after", [(), ("市A局",), ("市B局",)]),
    ],
    least=6,
)
def test_a_lead_rule_holds_where_somebody_says_so(on: str, code: str, way: str, leads: list[tuple[str, ...]]) -> None:
    assert [task.lead for task in after(RULE.format(on=on), code, way).tasks] == leads


def test_a_chief_leads_and_an_odd_name_is_a_body_only_if_somebody_says_so() -> None:
    text = "一、甲\n1.乙。（主办单位：市A局）\n"
    assert [after(text, "chief_word", way).tasks[0].lead for way in ("keep", "first")] == [(), ("市A局",)]
    odd = "一、甲\n1.乙。（责任单位：市A局、“双百”办法）\n"
    assert after(odd, "name_odd", "bodies").tasks[0].agencies == ("市A局", "“双百”办法")


def test_what_is_left_over_and_orders_for_others_go_where_somebody_says() -> None:
    text = "一、甲\n1.乙。（市A局）另行通知有关安排。\n2.丙。（市B局）\n"
    assert [t.text for t in after(text, "text_left_over", "join").tasks] == ["乙。另行通知有关安排。", "丙。"]
    order = "一、甲\n1.乙。（市A局。以下均需各县落实，不再列出）\n2.丙。（市B局）\n"
    assert [t.agencies for t in after(order, "standing_order", "after", "各县人民政府").tasks] == [
        ("市A局",),
        ("市B局", "各县人民政府"),
    ]


@of_every(
    [
        ("一、甲\n1.乙。（市A局等）\n", "close", "", "请填写"),
        ("一、甲\n1.乙。（市A局等）\n", "close", "，。", "看不出单位"),
        ("一、甲\n1.乙。（市A局，完成时限：持续推进）\n", "due", "以后", "看不出日期"),
        ("一、甲\n1.乙。（市A局，完成时限：持续推进）\n", "due", "2033年6月", "不在计划年度"),
    ]
)
def test_what_was_typed_is_read_or_refused_with_what_to_write(text: str, way: str, typed: str, words: str) -> None:
    found = draft(text)
    (doubt,) = [d for d in found.doubts if is_to_decide(d)]
    assert words in why_not(doubt, Decision(way, typed), found)
    assert decided(found, {doubt: Decision(way, typed)}).tasks == found.tasks


# the year before


def test_ids_and_aliases_are_those_of_the_year_before() -> None:
    text = "一、甲\n1.乙。（省版权局、科技厅）\n2.丙。（省新设局）\n"
    read = beside(draft(text), PLAN)
    (doubt,) = [d for d in read.doubts if d.code == "name_before"]
    assert doubt.proposal == "省科技厅"
    found = data(decided(read, {doubt: Decision("rename")}), Head(), before=PLAN)
    first, second, third = found["agencies"]
    assert (first["id"], first["name"]) == ("copyright", "省版权局")
    assert "省新闻出版局〔省版权局〕" in first["aliases"]
    assert (second["name"], second["aliases"]) == ("省科技厅", ["科技厅"])
    assert second["id"] == PLAN.find_body("省科技厅") and third["id"] == "body-01"
    assert (found["id"], found["previous"]) == ("guizhou-ip-2031", PLAN.id)
    assert found["office"]["name"] == PLAN.office.name


def test_two_names_of_one_body_of_the_year_before_are_asked_about() -> None:
    read = beside(draft("一、甲\n1.乙。（省版权局）\n2.丙。（省新闻出版局）\n"), PLAN)
    (doubt,) = [d for d in read.doubts if d.code == "name_before"]
    assert (doubt.text, doubt.proposal) == ("省新闻出版局", "省版权局")
    bodies = data(read, before=PLAN)["agencies"]
    assert [b["id"] for b in bodies] == ["copyright", "body-01"] and "省新闻出版局" not in bodies[0]["aliases"]


# targets


def test_a_target_that_is_taken_over_is_an_indicator_and_one_that_is_not_wanted_is_gone() -> None:
    text = "一、甲\n1.作品著作权登记量达到500件。（市A局、市B局）\n2.覆盖率提高到85.5%。（市A局）\n3.新建公园3个。（市A局）\n"
    found = draft(text)
    first, second, third = (target_key(found, t) for t in found.targets)
    chosen = {
        first: Chosen("作品著作权登记量", "cumulative", "市B局"),
        second: Chosen("覆盖率", "share", "市A局"),
        third: None,
    }
    one, other = data(found, before=PLAN, chosen=chosen)["indicators"]
    assert (one["id"], one["owner"], one["target"]) == ("copyright-registrations", "body-02", 500)
    assert one["same_as"] == {"plan": PLAN.id, "indicator": "copyright-registrations"}
    assert (other["decimals"], other["target"], other["kind"]) == (1, 85.5, "share")
    assert "新建公园" not in plan_text(found, chosen=chosen).split("indicators:")[1].split("待定的地方")[0]


def test_a_decision_on_another_clause_leaves_the_targets_that_were_chosen() -> None:
    found = draft("一、甲\n1.乙。\n2.新建公园20个。（市A局）\n")
    key = target_key(found, found.targets[0])
    (doubt,) = [d for d in found.doubts if d.code == "clause_without_body"]
    assert key in [
        target_key(done, t) for done in [decided(found, {doubt: Decision("task", "市B局")})] for t in done.targets
    ]


@of_every([".txt", ".md"])
def test_a_year_that_is_filled_in_is_that_of_deadlines_without_one(ending: str) -> None:
    document = read_document(f"a{ending}", "一、甲\n1.乙。（市A局，6月底前完成）\n".encode())
    assert draft_of(document, year=2033).tasks[0].due == "2033-06"


# beside the other plans


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    monkeypatch.delenv("PLANBOARD_PLAN", raising=False)
    write_plan(tmp_path / "data" / "plan_2019.yaml")
    board = open_board(tmp_path)

    def put(text: str, by: Any = None) -> Path:
        return new_plans.place(board, text.encode(), by or writer("王五", "office"))

    put.board, put.folder = board, tmp_path / "data"  # type: ignore[attr-defined]
    return put


TEXT = plan_text(draft("一、甲\n1.乙。（市A局）\n"), Head("plan-2031", "市办"))


def test_a_plan_is_placed_whole_and_the_journal_says_by_whom(place: Any) -> None:
    path = place(TEXT)
    assert (path.name, path.read_text(encoding="utf-8")) == ("plan_2031.yaml", TEXT)
    assert sorted(p.name for p in place.folder.iterdir()) == ["plan_2019.yaml", "plan_2031.yaml"]
    (event,) = place.board.history().placed
    assert (event.plan, event.year, event.file, event.by, event.proved) == (
        "plan-2031",
        2031,
        path.name,
        "王五",
        "command_line",
    )
    assert not place.board.store.check().problems


def test_no_plan_is_written_over_and_no_id_given_twice(place: Any) -> None:
    place(TEXT)
    with pytest.raises(StoreError, match="不会覆盖"):
        place(TEXT + "# 改过\n")
    (place.folder / "plan_2031.yaml").rename(place.folder / "plan_other.yaml")
    with pytest.raises(StoreError, match="编号也是"):
        place(TEXT)
    assert not (place.folder / "plan_2031.yaml").exists()
    assert len(place.board.history().placed) == 1


def test_only_whoever_administers_places_a_plan_and_only_a_sound_one(place: Any) -> None:
    with pytest.raises(AccessError):
        place(TEXT, writer("李四", "ipo"))
    with pytest.raises(PlanError):
        place(re.sub("year: .*", "year: 两千", TEXT))
    with pytest.raises(StoreError, match="放置人"):
        place(TEXT, writer(" ", "office"))
    assert [p.name for p in place.folder.iterdir()] == ["plan_2019.yaml"]


def test_a_board_of_one_named_plan_takes_no_other(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANBOARD_PLAN", str(place.folder / "plan_2019.yaml"))
    with pytest.raises(StoreError, match="PLANBOARD_PLAN"):
        place(TEXT)


def test_a_plan_that_cannot_be_recorded_is_not_placed(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(events: object) -> None:
        raise StoreError("没有写入。")

    monkeypatch.setattr(place.board.store, "note", fail)
    with pytest.raises(StoreError, match="没有写入"):
        place(TEXT)
    assert [p.name for p in place.folder.iterdir()] == ["plan_2019.yaml"]
