"""Blocks of pages: what they say, where they lead, and that no text of a file becomes markup."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from factories import figure, make_plan, period_of, progress

from lib.board.submissions import Receipt
from lib.board.verification import Completion
from lib.draw import (
    agency_blocks,
    change_blocks,
    indicator_blocks,
    markup,
    method_blocks,
    question_blocks,
    submission_blocks,
    task_blocks,
)
from lib.intake.reading import Reading
from lib.problems.catalogue import problem
from lib.rows import ProgressRow, Rows
from lib.rules.attention import Change, needs_attention
from lib.rules.measures import measure
from lib.rules.owing import Owed
from lib.rules.questions import FEW, Question
from lib.rules.restatements import Restatement
from lib.statuses import NO_EVIDENCE
from lib.store.history import Submission, Withdrawal

PLAN = make_plan()
MEASURES = measure(PLAN, Rows([figure(value=352)]))
HOSTILE = """<script>alert(1)</script><img src=x onerror="alert(2)">&amp;'"=1+1 [x](http://x) **x**"""
MOMENT = datetime(2019, 10, 8, 9, 5, tzinfo=UTC)
SEPTEMBER = period_of("2019-09")
IN_SEPTEMBER = measure(
    make_plan(),
    Rows([figure(period="2019-09", value=352)], [progress(period="2019-08")]),
    date(2019, 9, 30),
)


def link(page: str, **choices: str) -> str:
    return markup.link(page, {"as_of": "2019-09-30"}, **choices)


def said(html: str) -> str:
    """What a reader sees."""
    return unescape(re.sub(r"<[^>]+>", " ", html))


def sent(id: int = 1, **changes: object) -> Submission:
    one = Submission(
        id=id,
        batch=id,
        file="copyright_1.csv",
        body="copyright",
        by="张三",
        original="九月.csv",
        received_at=MOMENT,
        sha256="ab",
        confirmed=(),
        rows=3,
    )
    return one._replace(**changes)


def receipt_of(*problems: object, submission: Submission | None = None) -> Receipt:
    return Receipt(Reading("a.csv", "copyright", "figures", [], list(problems)), [], submission)


# hostile texts


def hostile_blocks() -> dict[str, str]:
    problem_of = problem("value_not_a_number", file=HOSTILE, row=2, column=HOSTILE, value=HOSTILE[:39])
    submission = sent(by=HOSTILE, file=HOSTILE, original=HOSTILE, withdrawal=Withdrawal(MOMENT, HOSTILE, HOSTILE))
    rows = [
        figure(note=HOSTILE),
        progress(evidence=HOSTILE, obstacle=HOSTILE, next_step=HOSTILE, note=HOSTILE),
    ]
    new = figure(value=360, file=HOSTILE)
    plan = make_plan(office={"id": "office", "name": HOSTILE})
    measures = measure(PLAN, Rows(progress=[row for row in rows if isinstance(row, ProgressRow)]))
    return {
        "receipt": submission_blocks.receipt(receipt_of(problem_of)),
        "history": submission_blocks.history(PLAN, [submission], {submission: "withdrawn"}, lambda id: f"./x?id={id}"),
        "history of a hostile plan": submission_blocks.history(
            plan, [sent(body="office", by=HOSTILE)], {sent(body="office", by=HOSTILE): "applied"}, str
        ),
        "rows": submission_blocks.rows(PLAN, rows, lambda row: True),
        "restatements": change_blocks.restatements(
            PLAN,
            [Restatement("copyright", "copyright-registrations", SEPTEMBER, 352.0, 360.0, 1, figure(), new)],
            link,
        ),
        "questions": question_blocks.questions(
            PLAN, [Question("unchanged", "ipo", "1.1.1", SEPTEMBER, HOSTILE, (progress(),))], link
        ),
        "evidence": submission_blocks.evidence(Completion("1.1.1", "ipo", SEPTEMBER, HOSTILE, False)),
        "bodies of a task": task_blocks.bodies_of_task(measures, "1.1.1", link, measures.tasks["1.1.1"].assignments),
        "tasks of a body": task_blocks.tasks_of_body(measures, measures.assignments_of["ipo"], link),
        "reports on a task": task_blocks.reports(measures, task_blocks.reports_of(measures, "1.1.1"), 1),
    }  # fmt: skip


@pytest.mark.parametrize("block", hostile_blocks())
def test_a_text_from_a_file_is_shown_as_it_is_and_never_becomes_markup(block: str) -> None:
    # An address in 佐证材料 becomes a link to just that address, and nothing else does.
    link = '<a href="http://x" target="_blank" rel="noopener noreferrer">http://x</a>'
    html = hostile_blocks()[block].replace(link, "http://x")
    assert not re.search(r"<(script|img)|<[^>]*(onerror|http://x)", html)
    if block == "receipt":
        assert HOSTILE[:39] in said(html)
    else:
        assert HOSTILE in said(html)


# receipts


def test_a_receipt_lists_what_is_to_be_corrected_then_confirmed_then_understood() -> None:
    found = receipt_of(
        problem("encoding_noted", encoding=" GBK "),
        problem("body_differs", name="甲", body="乙"),
        problem("value_not_a_number", row=2, column="实际值", value="x"),
    )
    html = submission_blocks.receipt(found)
    assert re.findall(r'<section class="pb-said (\w+)"><h3>([^<]+)', html) == [
        ("bad", "须改正 1 处"),
        ("doubt", "须确认 1 处"),
        ("quiet", "看板这样理解（1 处，请看一眼）"),
    ]


def test_of_many_problems_twenty_are_listed_and_all_are_counted() -> None:
    found = [problem("value_not_a_number", row=row, column="实际值", value=f"v{row}") for row in range(2, 47)]
    html = submission_blocks.receipt(receipt_of(*found))
    assert "须改正 45 处，先列 20 条，全部在问题清单里" in html
    assert re.findall(r"“v(\d+)”", html) == [str(row) for row in range(2, 22)]


def test_warnings_of_what_was_sent_are_said_to_be_confirmed() -> None:
    html = submission_blocks.receipt(receipt_of(problem("body_differs", name="甲", body="乙"), submission=sent()))
    assert "已确认 1 处" in html and "须确认" not in html


def test_a_file_without_a_problem_has_nothing_listed() -> None:
    assert submission_blocks.receipt(receipt_of()) == ""


def test_changes_are_shown_as_far_as_they_fit_and_the_rest_is_counted() -> None:
    found = [Change("task", id, "status", "unreported", "completed") for id in ("1.1.1", "1.1.2", "1.2.1")]
    html = change_blocks.changes("收下后的变化", MEASURES, found, most=2)
    assert "<h2>收下后的变化</h2>" in html
    assert html.count("未报送 → 已完成") == 2
    assert "另有 1 处变化。" in html
    assert "另有" not in change_blocks.changes("收下后的变化", MEASURES, found, most=3)


def test_where_nothing_changes_this_is_said() -> None:
    assert said(change_blocks.changes("撤回后的变化", MEASURES, [])).split() == [
        "撤回后的变化",
        "图上的数和灯没有变化。",
    ]


# lists


def test_each_submission_leads_to_its_page_with_its_state() -> None:
    one, other = sent(1, by=None, original=None), sent(2, withdrawal=Withdrawal(MOMENT, None, "文件已从文件夹中移走"))
    html = submission_blocks.history(PLAN, [other, one], {one: "applied", other: "withdrawn"}, lambda id: f"./submission?id={id}")  # fmt: skip
    assert re.findall(r'<a href="([^"]+)">(\d)</a>', html) == [("./submission?id=2", "2"), ("./submission?id=1", "1")]
    text = said(html)
    for words in (
        "2019-10-08",
        "省新闻出版局〔省版权局〕",
        "放入文件夹",
        "计入",
        "已撤回",
        "文件已移走：文件已从文件夹中移走",
    ):
        assert words in text


def test_the_rows_of_a_file_are_told_as_they_were_understood() -> None:
    rows = [
        figure(value=1352.0, row=2, note="季末"),
        progress(task="1.1.2", agency="science", status="completed", row=3, evidence="合同", next_step="验收"),
    ]
    text = re.sub(r"\s+", " ", said(submission_blocks.rows(PLAN, rows, lambda row: True)))
    assert "2 作品著作权登记量 2019-09 1,352 件 2019-10-10 季末" in text
    assert "3 1.1.2 任务1.1.2的条文 2019-09 省科技厅 已完成（自报） 2019-10-10 合同；验收" in text


def test_who_owes_is_listed_with_figures_and_tasks_and_leads_to_the_upload() -> None:
    owed = [
        Owed("ipo", "ipo", ("invention-patents-per-10k",), ("1.1.1", "1.1.2")),
        Owed("copyright", "copyright", ("copyright-registrations",), ()),
    ]
    html = agency_blocks.owing(PLAN, owed, SEPTEMBER, date(2019, 10, 1), lambda id: link("upload", agency=id))
    assert "./upload?as_of=2019-09-30&amp;agency=ipo" in html
    text = re.sub(r"\s+", " ", said(html))
    assert "谁还没报：2019年9月 应于2019年10月10日前报送" in text
    assert "省知识产权局 每万人口发明专利拥有量 2 项：1.1.1、1.1.2" in text
    assert "0 项" not in text
    # The number of a task is never broken, and what nobody waits for has no column.
    assert '<td class="" data-label="欠报的任务">2 项：1.1.1、1.1.2</td>' in html and html.count("<th ") == 3


def test_where_nobody_owes_this_is_said() -> None:
    assert "都报齐了。" in said(agency_blocks.owing(PLAN, [], SEPTEMBER, date(2019, 10, 1), link))


def test_a_restatement_says_old_and_new_and_how_many_days_later() -> None:
    old, new = figure(value=311, period="2019-08"), figure(value=300, period="2019-08", file="copyright_b.csv", row=4)
    said_before, said_now = progress(status="delayed"), progress(status="completed")
    found = [
        Restatement("copyright", "copyright-registrations", period_of("2019-08"), 311.0, 300.0, 40, old, new),
        Restatement("ipo", "1.1.1", SEPTEMBER, "delayed", "completed", -3, said_before, said_now),
    ]
    html = change_blocks.restatements(PLAN, found, link)
    text = re.sub(r"\s+", " ", said(html))
    assert "作品著作权登记量 省新闻出版局 2019-08 311 件 → 300 件 晚 40 天 copyright_b.csv 第4行" in text
    assert "进展滞后 → 已完成 早 3 天" in text
    assert "indicator=copyright-registrations" in html and "task=1.1.1" in html


def test_a_question_names_its_kind_and_leads_to_what_it_is_about() -> None:
    html = question_blocks.questions(
        PLAN, [Question("unchanged", "ipo", "1.1.1", SEPTEMBER, "请核实。", (progress(),))], link
    )
    assert "./tasks?as_of=2019-09-30&amp;task=1.1.1" in html
    assert "省知识产权局" in html and "请核实。" in html


@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_questions_of_one_kind_and_day_are_folded_once_they_are_more_than_a_few(count: int) -> None:
    few = Question("falls", "copyright", "copyright-registrations", SEPTEMBER, "单独一条。", (figure(),))
    many = [Question("received_late", "ipo", "1.1.1", SEPTEMBER, f"第{n}条。", (progress(),)) for n in range(count)]
    html = question_blocks.questions(PLAN, [few, *many], link)
    shown, *folded = html.split("<details")
    assert "单独一条。" in shown
    assert ("第0条。" in shown) == (count == FEW)
    assert len(folded) == (count > FEW)
    if folded:
        summary = "<summary>填报很久后才收到 4 条：2019年10月10日收到的 1 份文件</summary>"
        assert summary in folded[0] and all(f"第{n}条。" in folded[0] for n in range(count))


def test_problems_of_one_kind_are_folded_over_files_with_an_example() -> None:
    many = [problem("value_not_a_number", row=2, column="实际值", value="x", file=f"{n}.csv") for n in range(4)]
    html = question_blocks.problems([problem("encoding_noted", encoding=" GBK ", file="one.csv"), *many])
    shown, folded = html.split("<details")
    assert "one.csv" in shown and "0.csv" not in shown
    assert "<summary>须改正 4 处，4 份文件，例如：第2行“实际值”：“x”不是数字。" in folded
    assert all(f"{n}.csv" in folded for n in range(4))
    assert "没有数据问题。" in question_blocks.problems([])


def test_an_indicator_is_shown_by_lamp_finding_and_period_and_leads_to_its_page() -> None:
    html = indicator_blocks.indicator_table([IN_SEPTEMBER.indicators["copyright-registrations"]], link)
    for words in ("达序时", "作品著作权登记量 352 件", "2019年1—9月累计", "indicators?as_of=2019-09-30"):
        assert words in html


def test_without_indicators_there_is_no_table() -> None:
    assert indicator_blocks.indicator_table([], link) == ""


def test_an_assignment_is_flagged_where_it_owes_or_is_overdue_and_not_else() -> None:
    at_the_end = measure(IN_SEPTEMBER.plan, IN_SEPTEMBER.rows, IN_SEPTEMBER.plan.last_day)
    moments = (IN_SEPTEMBER, at_the_end)
    assignments = [a for measures in moments for task in measures.tasks.values() for a in task.assignments]
    assert {a.owes for a in assignments} == {a.overdue for a in assignments} == {True, False}
    for assignment in assignments:
        assert ("本期未报" in task_blocks.flags(assignment)) == assignment.owes
        assert ("逾期" in task_blocks.flags(assignment)) == assignment.overdue


def test_evidence_is_shown_where_it_was_given_and_missed_where_it_is_needed() -> None:
    given = Completion("1.1.1", "ipo", period_of("2019-09"), "验收报告", evidence_missing=False)
    assert "2019-09　佐证：验收报告" in submission_blocks.evidence(given)
    missing = submission_blocks.evidence(given._replace(evidence=None, evidence_missing=True))
    assert "2019-09" in missing and NO_EVIDENCE.word in missing
    by_figures = submission_blocks.evidence(given._replace(evidence=None))
    assert "由指标的数完成" in by_figures and NO_EVIDENCE.word not in by_figures


def test_a_task_that_is_behind_and_owes_the_period_shows_both_marks() -> None:
    row = progress(task="1.1.1", status="delayed", period="2019-08")
    measures = measure(
        make_plan(tasks={"1.1.1": ["ipo"], "1.1.2": ["ipo"]}, indicators=[]), Rows((), [row]), SEPTEMBER.end
    )
    reasons = {item.task: item for item in needs_attention(measures)}
    said = task_blocks.tasks_by_part(measures, measures.plan.tasks, reasons, lambda page, **chosen: page)
    assert said.count("◔ 进展滞后<br>… 本期未报") == 1
    assert said.count("… 本期未报") == 2


def test_the_glyph_of_a_status_begins_no_line(samples):
    html = method_blocks.document(samples, lambda *_, **__: "./", set(samples.plan.tasks), "")
    assert html.count("）\u2060<span role") == html.count("<span role") == len(samples.plan.tasks)
