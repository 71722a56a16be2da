"""退回: what the office gives back stands as 推进中, is owed again and comes first wherever its agency looks."""

from __future__ import annotations

import csv
import io

import pytest
from factories import agency_data, make_plan, measures_of, period_of, progress, progress_bytes

from lib.board.templates import template
from lib.briefing import tables
from lib.briefing.notice.problems import problems
from lib.briefing.notice.sheet import agency_notice
from lib.intake.reading import read_file
from lib.rows import FigureRow, ProgressRow
from lib.rules.attention import needs_attention
from lib.rules.measures import Measures
from lib.rules.owing import owing
from lib.rules.questions import questions
from lib.say.documents import status_document
from lib.say.reminders import letter
from lib.statuses import TASK_STATUSES

DONE = progress(task="1.1.2", agency="science", status="completed", evidence="通知")
BACK = progress(
    task="1.1.2", agency="science", status="returned", sender="office", obstacle="通知没有盖章", next_step="11月15日前"
)


def standing(*rows: ProgressRow | FigureRow, **plan: object) -> Measures:
    return measures_of(*rows, **plan)  # type: ignore[arg-type]


def of_science(measures: Measures) -> dict[str, object]:
    (a,) = [a for a in measures.tasks["1.1.2"].assignments if a.body == "science"]
    return {"status": a.status, "shown": a.look.word, "owes": a.owes, "may_be_done": a.may_be_done}


def test_it_stands_as_in_progress_is_shown_as_returned_and_owes() -> None:
    back = {"status": "in_progress", "shown": "已退回", "owes": True, "may_be_done": False}
    assert of_science(standing(DONE, BACK)) == back
    records = status_document(standing(DONE, BACK), [])
    (record,) = [
        a for t in records["tasks"] if t["id"] == "1.1.2" for a in t["assignments"] if a["agency"] == "science"
    ]
    assert record["status"] == "in_progress"
    assert records["summary"]["in_progress"] == 1
    assert set(records["summary"]) >= set(TASK_STATUSES) and "returned" not in records["summary"]


@pytest.mark.parametrize("again", ["completed", "in_progress"])
def test_it_ends_with_the_next_row_of_the_agency_also_where_that_says_the_same_as_before(again: str) -> None:
    answer = progress(task="1.1.2", agency="science", status=again, evidence="通知")
    said = of_science(standing(DONE, BACK, answer))
    assert (said["status"], said["shown"], said["owes"]) == (again, TASK_STATUSES[again].word, False)  # type: ignore[index]


def test_it_is_owed_until_it_is_answered_whatever_the_frequency() -> None:
    """July was returned, June stands: of a quarterly plan the current period is June."""
    rows = [DONE._replace(period=period_of(p), status="in_progress") for p in ("2019-06", "2019-07")]
    back = BACK._replace(period=period_of("2019-07"))
    quarterly = {"reporting": {"frequency": "quarterly", "due_day": 10}, "as_of": period_of("2019-08").end}
    assert of_science(standing(*rows, back, **quarterly))["owes"]


def test_of_a_group_the_member_is_returned_and_owes() -> None:
    plan = {"groups": [agency_data(id="members", name="各成员单位", members=["ipo", "science"])]}
    done = [progress(task="2.1.1", agency=a, status="completed", evidence="x") for a in ("ipo", "science")]
    measures = standing(*done, BACK._replace(task="2.1.1"), **plan)
    (group,) = measures.tasks["2.1.1"].assignments
    assert (group.status, group.look.word, group.members_owing) == ("in_progress", "已退回", ("science",))


def test_it_needs_attention_after_behind_and_before_delayed() -> None:
    late = progress(task="1.2.1", agency="education", status="delayed")
    found = [(item.reason, item.task) for item in needs_attention(standing(DONE, BACK, late))]
    assert found[:2] == [("returned", "1.1.2"), ("delayed", "1.2.1")]


def test_it_is_no_question_to_the_agency() -> None:
    assert [q.kind for q in questions(standing(DONE, BACK)) if q.kind == "taken_back"] == []


def test_its_agency_sees_it_first_in_its_template() -> None:
    measures = standing(progress(task="1.2.1", agency="science"), DONE, BACK._replace(task="1.2.1"))
    text = template(measures, "science", "progress", period_of("2019-10")).decode("utf-8-sig")
    first, *_ = csv.DictReader(io.StringIO(text))
    assert (first["任务编号"], first["上期"]) == ("1.2.1", "已退回（2019年9月）：通知没有盖章；补充：11月15日前")


def test_its_reminder_begins_with_it_and_its_reason() -> None:
    measures = standing(DONE, BACK)
    (owed,) = [one for one in owing(measures) if one.body == "science"]
    lines = letter(measures.plan, owed, period_of("2019-09")).splitlines()
    assert lines[1:3] == [
        "以下内容已退回，请补充后重新报送（1 项）",
        "　　1.1.2 任务1.1.2的条文（2019年9月）。退回原因：通知没有盖章；补充：11月15日前",
    ]
    assert "　　1.1.2 任务1.1.2的条文" not in lines


def test_its_one_pager_lists_it_first_and_the_notice_by_itself() -> None:
    measures = standing(progress(task="1.2.1", agency="science"), DONE, BACK._replace(task="1.2.1"))
    table = tables.assignments(measures, "science", None)
    assert [row[0].text for row in table.rows] == ["1.2.1", "1.1.2"]
    said = [p.lead + p.text for p in problems(measures, 3)]
    (back,) = [text for text in said if "报送内容退回补充" in text]
    assert "（1.2.1），退回原因：“通知没有盖章；补充：11月15日前”" in back
    (first, *_) = agency_notice(measures, "science").sections[0].tables[0].rows
    assert [first[0].text, first[2].text, first[3].text] == ["1.2.1", "退回补充：通知没有盖章；补充：11月15日前", ""]
    assert not any("所报存在问题：“通知没有盖章" in text for text in said)


@pytest.mark.parametrize(
    ("sender", "line", "code"),
    [
        ("science", ["1.1.2", "", "2019-09", "已退回", "", "不行"], "status_only_office"),
        ("office", ["1.1.2", "省科技厅", "2019-09", "已退回"], "returned_without_reason"),
        ("office", ["1.1.4", "省版权局", "2019-09", "退回", "", "数不对"], "returned_by_figures"),
        ("office", ["2.1.1", "各成员单位", "2019-09", "退回", "", "不行"], "group_rolled_up"),
        ("office", ["1.1.2", "省科技厅", "2019-09", "退回", "", "没有盖章", "11月15日前"], None),
    ],
)
def test_only_the_office_returns_with_a_reason_and_what_reports_set(
    sender: str, line: list[str], code: str | None
) -> None:
    plan = make_plan(groups=[agency_data(id="members", name="各成员单位", members=["ipo", "science"])])
    cells = [*line, *[""] * (9 - len(line))]
    reading = read_file("a.csv", progress_bytes(cells), plan, period_of("2019-10").end, sender)
    assert [p.code for p in reading.problems if p.blocking] == ([code] if code else [])
    if code is None:
        assert [row.status for row in reading.rows if isinstance(row, ProgressRow)] == ["returned"]
