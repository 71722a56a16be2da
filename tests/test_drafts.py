"""Whole documents → drafts, beside what a person read; and what a draft becomes as a plan file."""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from documents import sheet, typeset, word
from hypothesis import given, settings
from hypothesis.strategies import lists, sampled_from
from tables import of_every

from lib.drafts import LINT, Draft, plan_text, read_draft
from lib.drafts.doubts import DOUBTS
from lib.errors import DraftError
from lib.plan.file import check_plan

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from measure_import import LEAST, main, measure, pairs  # noqa: E402

PLANS = ROOT / "tests" / "plans"
SOURCE = ROOT / "data" / "source" / "plan_2019.txt"


def in_word(text: str) -> bytes:
    """Lines of a text as paragraphs of a Word file."""
    return word(lambda document: [document.add_paragraph(line) for line in text.splitlines()])


def draft(text: str, **options: Any) -> Draft:
    return read_draft("a.txt", text.encode(), **options)


# the measures


def counted() -> Counter[str]:
    """What was found of all documents in tests/plans, those of lines also as Word and PDF."""
    total: Counter[str] = Counter()
    for document, truth in pairs(PLANS):
        said = json.loads(truth.read_text(encoding="utf-8"))
        data = document.read_bytes()
        drafts = [read_draft(document.name, data)]
        if document.suffix == ".txt":
            drafts += [read_draft("a.pdf", typeset(data.decode())), read_draft("a.docx", in_word(data.decode()))]
        if document.suffix == ".md":
            drafts.append(
                read_draft("a.docx", in_word(data.decode().split("---\n", 2)[2].replace("#", "").replace("**", "")))
            )
        for read in drafts:
            total.update(measure(read, said).counts)
    return total


def test_documents_are_read_as_well_as_is_asked() -> None:
    total = counted()
    assert total["tasks"] > 20
    for name, (right, of, least) in LEAST.items():
        assert total[right] / total[of] >= least, name
    assert (total["leads invented"], total["deadlines invented"]) == (0, 0)
    assert total["tasks read"] == total["tasks found"]
    assert total["paths right"] == total["numbers right"] == total["open right"] == total["tasks"]


def test_the_tool_prints_the_measures_of_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    main(PLANS, verbose=True)
    printed = capsys.readouterr().out
    assert "task recall" in printed and "leads invented" in printed
    assert "!" not in printed.split("task recall")[1]


def clause(n: int) -> str:
    """Some three hundred characters with the bodies at their end."""
    said = "推动{n}号重点行业单位产品能耗持续下降，落实能耗减量替代要求，建立第{n}本台账并按月调度通报。"
    return f"（{n}）" + said.format(n=n) * 7 + f"（责任单位：市A局、市B{n}局等）"


def as_pdf(pages: int) -> bytes:
    """Three clauses on a page, in lines of forty characters."""
    lines = ["一、任务"]
    for n in range(1, 3 * pages + 1):
        lines += [clause(n)[i : i + 40] for i in range(0, len(clause(n)), 40)]
    return typeset("\n".join(lines), per_page=len(lines) // pages + 1)


def as_word(pages: int) -> bytes:
    return in_word("\n".join(["一、任务", *map(clause, range(1, 3 * pages + 1))]))


@of_every([("a.pdf", as_pdf), ("a.docx", as_word)])
def test_a_document_of_two_hundred_pages_is_read_within_ten_seconds_and_in_step_with_its_length(
    name: str, made: Callable[[int], bytes]
) -> None:
    def seconds(pages: int) -> float:
        data = made(pages)
        began = time.process_time()
        found = read_draft(name, data)
        took = time.process_time() - began
        assert len(found.tasks) == 3 * pages
        return took

    few, many = seconds(20), seconds(200)
    assert many < 10
    assert many / few < 25  # ten times as many pages


def test_reading_says_how_far_it_has_come() -> None:
    shares: list[float] = []
    read_draft("a.pdf", as_pdf(4), at=shares.append)
    assert shares == [0.25, 0.5, 0.75, 1.0]


# who leads


def leads(text: str) -> list[tuple[str, ...]]:
    return [task.lead for task in draft(text).tasks]


def test_nobody_leads_where_neither_a_word_nor_a_rule_says_so() -> None:
    text = "一、甲\n1.乙。（责任单位：市A局、市B局）\n2.丙。（市A局会同市B局负责）\n3.丁。（主办单位：市A局）\n4.戊。（市A局、市B局按职责分工负责）\n"
    assert leads(text) == [(), (), (), ()]
    assert [d.code for d in draft(text).doubts if d.line == 4] == ["chief_word"]


def test_a_rule_said_once_holds_from_there_on() -> None:
    text = "一、甲\n1.乙。（市A局、市B局）\n2.丙。（市A局、市B局。列第一位的为牵头单位，下同）\n3.丁。（市B局、市A局）\n4.戊。（牵头单位：市C局，配合单位：市A局）\n"
    found = draft(text)
    assert [task.lead for task in found.tasks] == [(), ("市A局",), ("市B局",), ("市C局",)]
    assert [d.code for d in found.doubts if d.line in (2, 3)] == ["lead_rule_before", "lead_rule"]


def test_a_rule_in_a_clause_that_does_not_go_on_holds_for_that_clause() -> None:
    text = "一、甲\n1.乙。（市A局、市B局，列第一位的为牵头单位）\n2.丙。（市A局、市B局）\n"
    assert leads(text) == [("市A局",), ()]
    assert [d.code for d in draft(text).doubts if d.line == 2] == ["lead_rule_once"]


def test_a_rule_that_stands_in_no_clause_holds_for_all() -> None:
    assert leads("为抓好落实，责任单位中排在首位的为牵头单位。\n一、甲\n1.乙。（市A局、市B局）\n") == [("市A局",)]
    assert leads("一、甲\n1.乙。（市A局、市B局）\n注：责任单位列第一位的为牵头单位。\n") == [("市A局",)]


def test_a_mark_shows_who_leads_where_the_document_says_so() -> None:
    text = "带“*”的为牵头单位。\n一、甲\n1.乙。（*市A局、市B局）\n2.丙。（市A局、市B局*）\n"
    assert leads(text) == [("市A局",), ("市B局",)]
    assert leads(text.split("\n", 1)[1]) == [(), ()]


def test_a_rule_that_only_the_eye_can_follow_makes_nobody_lead() -> None:
    text = "一、甲\n1.乙。（市A局、市B局，加粗的为牵头单位，下同）\n"
    assert leads(text) == [()]
    assert "lead_rule_unclear" in [d.code for d in draft(text).doubts]


def test_a_head_of_a_table_may_state_the_rule_and_one_that_says_both_makes_nobody_lead() -> None:
    rows = [["序号", "任务", "责任单位（排在第一位的为牵头单位）"], [1, "甲。", "市A局、市B局"]]
    (task,) = read_draft("a.xlsx", sheet(rows)).tasks
    assert task.lead == ("市A局",)
    rows[0][2] = "牵头及责任单位"
    (task,) = read_draft("a.xlsx", sheet(rows)).tasks
    assert (task.agencies, task.lead) == (("市A局", "市B局"), ())


# tables


def test_a_table_has_merged_cells_headings_between_and_its_head_again() -> None:
    head = ["序号", "工作领域", "具体措施", "牵头单位", "配合单位", "完成时限", "责任科室"]
    rows = [
        ["某市任务分解表"],
        head,
        ["一、产业"],
        [1, "工业", "建设园区3个。", "市A局", "市B局\n市C局", "2031-06-30", "一科"],
        [None, None, "改造企业20家。", "市A局", "/", "长期坚持", "一科"],
        head,
        [2, "农业", "建设农田5万亩。", "市D局、市E局", "各县（市、区）人民政府", "四季度", "二科"],
    ]
    found = read_draft("a.xlsx", sheet(rows, ["A1:G1", "A3:G3", "A4:A5", "B4:B5"]), year=2031)
    assert [(t.path, t.no, t.text, t.lead, t.support, t.due) for t in found.tasks] == [
        (("一、产业", "工业"), "1", "建设园区3个。", ("市A局",), ("市B局", "市C局"), "2031-06-30"),
        (("一、产业", "工业"), "1", "改造企业20家。", ("市A局",), (), None),
        (("一、产业", "农业"), "2", "建设农田5万亩。", ("市D局", "市E局"), ("各县（市、区）人民政府",), "2031-12-31"),
    ]
    assert found.title == "某市任务分解表"


def test_a_csv_that_was_merged_before_is_read_alike() -> None:
    rows = "序号,领域,任务,责任单位\n1,工业,甲。,市A局\n,,乙。,市B局\n"
    found = read_draft("a.csv", rows.encode("gb18030"))
    assert [(t.path, t.no, t.text) for t in found.tasks] == [(("工业",), "1", "甲。"), (("工业",), "1", "乙。")]


def test_a_row_of_a_number_in_words_and_a_heading_stands_above_the_rows_behind_it() -> None:
    rows = "序号,任务,内容,责任部门\n一,经济,,\n1,增长,甲。,市A局\n二,民生,,\n2,教育,乙。,市B局\n"
    found = read_draft("a.csv", rows.encode())
    assert [(t.path, t.no) for t in found.tasks] == [(("一、经济", "增长"), "1"), (("二、民生", "教育"), "2")]
    assert "clause_without_body" not in [d.code for d in found.doubts]


def test_the_lines_of_a_page_that_were_copied_into_word_are_joined_as_those_of_a_text() -> None:
    page = (PLANS / "yunchuan-typeset.txt").read_text(encoding="utf-8")
    copied = "\n".join(line for line in page.splitlines() if line.strip())
    read = [[task.text for task in of.tasks] for of in (draft(page), read_draft("a.docx", in_word(copied)))]
    assert read[0] == read[1] and read[0]
    # What people wrote into Word stays as it is, also where they end a paragraph without a stop.
    prose = ["一、办实事"]
    for n in range(1, 20):
        more = "，并抄送有关单位" * (n % 4)
        prose += [f"{n}．建成第{n}个服务站。（市民政局）", f"办理结果于年底报市政府办公室{more}"]
    tasks = read_draft("a.docx", in_word("\n".join(prose))).tasks
    assert [task.text for task in tasks] == [f"建成第{n}个服务站。" for n in range(1, 20)]


def test_a_line_of_word_that_is_broken_by_hand_begins_anew_at_a_label() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("关于甲\n的方案")
        document.add_paragraph("一、乙\n1.丙，\n丁。\n责任单位：市A局\n完成时限：2031年6月")

    found = read_draft("a.docx", word(write))
    (task,) = found.tasks
    assert (found.title, task.path, task.no, task.text) == ("关于甲的方案", ("一、乙",), "1.", "丙，丁。")
    assert (task.agencies, task.due) == (("市A局",), "2031-06")


def test_a_table_of_one_task_each_is_read_by_its_labels() -> None:
    page = "<p>一、甲</p><table><tr><td>任务</td><td>建设平台。</td></tr><tr><td>责任单位</td><td>市A局</td></tr><tr><td>完成时限</td><td>2031年6月</td></tr></table>"
    (task,) = read_draft("a.html", page.encode()).tasks
    assert (task.agencies, task.due) == (("市A局",), "2031-06")


# doubts


@of_every(
    [
        ("一、甲\n1.乙。（市A局等部门）\n", 2, "list_open", "等"),
        ("一、甲\n1.乙。（省A厅）\n2.丙。（省B厅、A厅）\n", 3, "name_level", "“A厅”可能就是“省A厅”"),
        ("一、甲\n1.乙。（市A局。以下均需各县落实，不再列出）\n", 2, "standing_order", "以下均需各县落实"),
        ("一、甲\n1.乙。（市A局，完成时限：持续推进）\n", 2, "due_unread", "持续推进"),
        ("某市2031年计划\n一、甲\n1.乙。（市A局，完成时限：2033年底前）\n", 3, "due_other_year", "2033年底前"),
        ("一、甲\n1.（市A局）\n2.乙。（市A局）\n", 2, "group_without_text", "没有条文"),
    ]
)
def test_what_cannot_be_decided_is_a_doubt_with_its_line(text: str, line: int, code: str, words: str) -> None:
    (found,) = [d for d in draft(text).doubts if d.code == code]
    assert found.line == line
    assert words in found.message


def test_an_omitted_level_is_proposed_and_never_merged() -> None:
    assert [t.agencies for t in draft("一、甲\n1.乙。（省A厅）\n2.丙。（省B厅、A厅）\n").tasks] == [
        ("省A厅",),
        ("省B厅", "A厅"),
    ]


PIECES = ["一、", "（一）", "1.", "①", "第一条", "甲乙丙。", "（市A局、市B局）", "责任单位：市A局", "完成时限：6月底前", "，", "、", "等", "牵头", "（", "）",
          "\n", "\n", "　", "100个", "50%以上", "下同", "附件", "— 3 —", "<", "列第一位的为牵头单位"]  # fmt: skip


@given(pieces=lists(sampled_from(PIECES), max_size=40), ending=sampled_from(["txt", "md", "html", "csv"]))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_draft_whose_plan_file_is_sound_or_one_sentence(pieces: list[str], ending: str) -> None:
    try:
        found = read_draft(f"a.{ending}", "".join(pieces).encode())
    except DraftError as error:
        assert "\n" not in str(error)
        return
    for task in found.tasks:
        assert task.text and task.agencies
        assert {*task.lead, *task.support} <= set(task.agencies)
        assert 0 < task.lines[0] <= task.lines[1]
    with tempfile.TemporaryDirectory() as folder:
        checked(plan_text(found), Path(folder))


# the plan file


def checked(text: str, tmp_path: Path) -> tuple[dict[str, Any], list[str]]:
    """A plan file as data, with the keys that are missing."""
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    problems = check_plan(path)[1]
    assert all(p.code == "plan_key_missing" for p in problems), [p.message for p in problems]
    return yaml.safe_load(text), [str(p.column) for p in problems]


def test_the_draft_of_the_document_of_2019_is_its_plan(tmp_path: Path) -> None:
    found, missing = checked(plan_text(read_draft("plan_2019.txt", SOURCE.read_bytes())), tmp_path)
    plan = yaml.safe_load((ROOT / "data" / "plan_2019.yaml").read_text(encoding="utf-8"))
    assert missing == []
    for key in ("title", "document", "year", "lead_rule", "preamble"):
        assert found[key] == plan[key], key
    assert parts(found) == parts(plan)
    assert [b["name"] for b in found["agencies"] + found["groups"]] == [
        b["name"] for b in plan["agencies"] + plan["groups"]
    ]
    assert found["agencies"][1]["aliases"] == ["省新闻出版局", "省版权局"]


def parts(plan: dict[str, Any]) -> list[Any]:
    """All titles, clauses and printed bodies in their order."""
    names = {body["id"]: body["name"] for body in plan["agencies"] + plan["groups"]}
    return [
        (
            part["id"],
            part["title"],
            section["id"],
            section["title"],
            task["id"],
            task["text"],
            [names[a] for a in task["agencies"]],
        )
        for part in plan["parts"]
        for section in part["sections"]
        for task in section["tasks"]
    ]


def test_a_plan_file_says_who_leads_by_when_and_names_what_is_missing(tmp_path: Path) -> None:
    text = "一、甲\n1.乙。（牵头单位：市A局，配合单位：市B局等，完成时限：2031年2月底前）丙。（市B局）\n（一）丁\n①戊，新建3个。（市A局）\n二、己\n（一）庚\n①辛。（市A局）\n"
    found, missing = checked(plan_text(draft(text, year=2031)), tmp_path)
    assert missing == ["title", "document"] or set(missing) == {"title", "document"}
    assert found["lead_rule"] == "printed"
    first, second = found["parts"][0]["sections"][0]["tasks"]
    assert first | {"text": ""} == {
        "id": "1.1.1-1", "text": "", "agencies": ["body-01", "body-02"], "lead": ["body-01"], "support": ["body-02"],
        "open": True, "due": first["due"], "due_text": "2031年2月底前",
    }  # fmt: skip
    assert first["due"].isoformat() == "2031-02-28"
    assert second["id"] == "1.1.1-2"
    assert [section["title"] for section in found["parts"][0]["sections"]] == ["", "丁"] or found["parts"][0][
        "sections"
    ][0]["title"] == ""


def test_targets_are_proposals_that_somebody_takes_over(tmp_path: Path) -> None:
    text = plan_text(draft("某市2031年计划\n某政发〔2031〕1号\n一、甲\n1.新建公园20个。（市A局）\n"))
    found, missing = checked(text, tmp_path)
    assert missing == [] and "indicators" not in found
    taken_over = text.replace("# indicators:", "indicators:").replace("#   ", "  ")
    (indicator,) = checked(taken_over, tmp_path)[0]["indicators"]
    assert (indicator["target"], indicator["unit"], indicator["name"]) == (20, "个", "新建公园")


@of_every([document for document, _ in pairs(PLANS)], least=3)
def test_every_draft_is_a_plan_file_but_for_what_the_document_does_not_say(document: Path, *, tmp_path: Path) -> None:
    _, missing = checked(plan_text(read_draft(document.name, document.read_bytes())), tmp_path)
    assert set(missing) <= {"document", "year"}


# the guide


def test_the_guide_names_every_doubt_and_every_finding_and_no_other() -> None:
    guide = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `")]
    named = {code for row in rows for code in re.findall(r"`([a-z_]+)`", row)}
    assert named == {*DOUBTS, *LINT}
