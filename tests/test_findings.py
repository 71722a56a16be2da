"""Sentences about the plan, its parts, tasks and bodies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import agency_data, figure, make_plan, measures_of, period_of, progress

from lib.rules import RATE_WORDS
from lib.rules.attention import Change, changes
from lib.rules.owing import Owed
from lib.rules.questions import Question, QuestionKind, folds
from lib.say import banners, comparison, findings

LOOKED = date(2019, 11, 20)
"""A day of looking."""


def question(kind: QuestionKind = "falls", file: str = "a.csv", received: date = date(2019, 10, 10)) -> Question:
    """A question that rests on a row of a file."""
    row = progress(file=file, received=received)
    return Question(kind, "ipo", "1.1.1", row.period, "?", (row,))


def test_the_summary_counts_tasks_lamps_and_what_is_owed() -> None:
    measures = measures_of(progress(status="completed"), progress(task="1.1.2"), figure(value=352))
    assert findings.summary(measures) == (
        "7 项任务完成 1 项（14.3%，若未报送的都已完成则为 71.4%）；3 项指标 1 项达序时、2 项未报送；"
        "本期 5 项任务尚未报全。"
    )


def test_the_summary_of_a_plan_without_indicators_names_none() -> None:
    measures = measures_of(progress(status="completed"), tasks={"1.1.1": ["ipo"]}, indicators=[])
    assert findings.summary(measures) == (
        "1 项任务完成 1 项（100.0%，若未报送的都已完成仍为 100.0%）；本期各项任务均已报送。"
    )


def test_the_summary_names_what_is_overdue() -> None:
    measures = measures_of(as_of=date(2019, 12, 31), tasks={"1.1.1": ["ipo"]}, indicators=[])
    assert findings.summary(measures).endswith("；本期 1 项任务尚未报全，1 项逾期。")


def test_before_the_first_period_has_ended_nothing_is_said_to_be_reported() -> None:
    assert findings.summary(measures_of(as_of=date(2019, 1, 15))).endswith("；尚未到第一个报告期。")


def test_the_parts_are_compared_as_far_as_there_is_something_to_compare() -> None:
    tasks = {"1.1.1": ["ipo"], "1.1.2": ["ipo"], "2.1.1": ["ipo"]}

    def said(*rows: Any) -> str:
        return findings.parts(measures_of(*rows, tasks=tasks, indicators=[]))

    assert said() == "各部分均尚无报送"
    assert said(progress()) == "各部分均尚无完成的任务，第一部分未报送最多（1 项）"
    assert said(progress(task="2.1.1", status="completed")) == (
        "第二部分完成率最高（100.0%），第一部分未报送最多（2 项）"
    )
    all_three = [progress(task=task, status="completed") for task in tasks]
    assert said(*all_three) == "第一部分完成率最高（100.0%）"


def test_a_rate_comes_with_its_bound() -> None:
    measures = measures_of(tasks={"1.1.1": ["ipo"]}, indicators=[])
    assert findings.completion(measures.summary) == "0.0%，若未报送的都已完成则为 100.0%"
    assert findings.completion(measures.bodies["education"]) == "—"


def test_every_rate_has_a_word() -> None:
    assert {type(getattr(measures_of().summary, rate)) for rate in RATE_WORDS} == {float}


def test_what_changed_is_told_with_the_lamp_beside_its_figure_and_without_bounds() -> None:
    rows = [figure(period="2019-08", value=200), figure(period="2019-09", value=352)]
    before, after = measures_of(*rows, as_of=date(2019, 8, 31)), measures_of(*rows)
    said = comparison.notable(changes(before, after), after)
    assert [(what, how) for change, what, how in said if change.scope == "indicator"] == [
        ("作品著作权登记量", "200 件 → 352 件 ▲ 达序时")
    ]
    assert [change.scope for change, _, _ in said] == sorted(
        (change.scope for change, _, _ in said), key=["plan", "indicator", "task"].index
    )
    assert not [change for change, _, _ in said if change.field == "completion_high"]


def test_a_task_that_changed_is_told_at_length_where_there_is_room() -> None:
    tasks = {"1.1.1": {"agencies": ["ipo"], "text": "甲" * 40 + "。"}}
    before, after = (measures_of(*rows, tasks=tasks, indicators=[]) for rows in ((), (progress(task="1.1.1"),)))
    short, long = (
        [what for change, what, _ in comparison.notable(changes(before, after), after, most) if change.scope == "task"]
        for most in (comparison.SHORT, comparison.LONG)
    )
    assert short == [f"1.1.1 {'甲' * 14}…"]
    assert long == [f"1.1.1 {'甲' * 40}"]


@pytest.mark.parametrize(
    ("owed", "said"),
    [
        ([], "2019年9月：4 家和各成员单位全部报齐"),
        (["ipo"], "2019年9月：4 家中 3 家已报齐、1 家欠报；各成员单位已报齐"),
        (["ipo", "members"], "2019年9月：4 家中 3 家已报齐、1 家欠报；各成员单位欠报"),
        (list(make_plan().bodies), "2019年9月：4 家中 0 家已报齐、4 家欠报；各成员单位欠报"),
    ],
)
def test_who_has_reported_is_counted_in_agencies_and_groups_are_named(owed: list[str], said: str) -> None:
    found = [Owed(body, body, (), ("1.1.1",)) for body in owed]
    assert findings.reporting(measures_of(), period_of("2019-09"), found, date(2019, 10, 1)) == said


def test_the_listed_members_of_a_group_are_counted_in_its_place() -> None:
    groups = [agency_data(id="members", name="各成员单位", members=["ipo", "science"])]
    measures = measures_of(tasks={"1.1.1": ["members"]}, indicators=[], groups=groups)
    assert findings.reporting(measures, period_of("2019-09"), [], date(2019, 10, 1)) == "2019年9月：2 家全部报齐"


def test_a_body_without_tasks_is_not_counted_among_those_that_report() -> None:
    measures = measures_of(tasks={"1.1.1": ["ipo"]}, indicators=[])
    assert findings.reporting(measures, period_of("2019-09"), [], date(2019, 10, 1)) == "2019年9月：1 家全部报齐"


@pytest.mark.parametrize(
    ("counts", "asked", "said"),
    [
        ((0, 0, 0), [], "没有待核实的任务；更正 0 处，疑问 0 条"),
        ((3, 0, 2), [question()], "3 项分工自报完成待核实；更正 2 处，疑问 1 条"),
        ((3, 2, 0), [question()] * 3, "3 项分工自报完成待核实，其中 2 项没有佐证；更正 0 处，疑问 3 条"),
    ],
)
def test_what_waits_for_the_office_is_counted(counts: tuple[int, int, int], asked: list[Question], said: str) -> None:
    assert findings.office(*counts, asked) == said


def test_many_questions_are_counted_with_the_files_that_brought_them() -> None:
    old = [question("received_late", f"{n % 12}.csv", date(2019, 10, 12)) for n in range(90)]
    assert findings.asked(old) == "疑问 90 条，都来自2019年10月12日收到的 12 份文件"
    later = [question("falls", "later.csv", date(2019, 11, day)) for day in (8, 9, 10)]
    assert findings.asked([*later, *old]) == "疑问 93 条，其中 90 条来自2019年10月12日收到的 12 份文件"
    assert findings.fold(folds(old)[0]) == "填报很久后才收到 90 条：2019年10月12日收到的 12 份文件"


def test_a_day_that_is_no_fold_is_not_named() -> None:
    days = [date(2019, 11, day) for day in (8, 9, 10, 11)]
    found = [question("falls", f"{day}.csv", day) for day in days]
    assert findings.asked(found) == "疑问 4 条"
    assert [findings.fold(one) for one in folds(found)] == ["累计数下降 4 条：不同日期收到的文件"]


def test_a_figure_of_an_earlier_period_is_told_with_its_period() -> None:
    measures = measures_of(figure(value=352))
    changed = Change("indicator", "copyright-registrations", "actual", 300.0, 311.0, period=period_of("2019-08"))
    assert comparison.change(measures.plan, changed, measures) == ("作品著作权登记量 2019-08", "300 件 → 311 件")
    lamp = Change("indicator", "copyright-registrations", "status", "no_data", "achieved")
    assert comparison.change(measures.plan, lamp, measures) == ("作品著作权登记量 状态", "未报送 → 已达标")


@pytest.mark.parametrize("said", [banners.NO_CODES, banners.NO_CODES_HERE])
def test_where_there_are_no_codes_the_command_that_makes_them_is_named(said: str) -> None:
    assert "还没有设置报送码" in said and "python -m lib access add" in said


# why the board stands at its moment


def test_the_row_that_set_the_moment_is_named_with_its_file_line_and_day() -> None:
    measures = measures_of(figure(file="九月.csv", row=7), figure(period="2019-08"), as_of=None, today=LOOKED)
    assert findings.moment(measures, LOOKED, is_chosen=False) == (
        "数据截至2019年9月30日：没有选日期，由2019年9月结束后最早填报的一行定下，"
        "即“九月.csv”第7行（作品著作权登记量，2019年10月10日填报）；这一期已于2019年10月10日到期。"
    )


def test_a_period_that_is_complete_before_it_is_due_says_so() -> None:
    early = date(2019, 10, 3)
    row = progress(reported_on=early)
    measures = measures_of(row, as_of=None, today=early, tasks={"1.1.1": ["ipo"]}, indicators=[])
    said = findings.moment(measures, early, is_chosen=False)
    assert "任务 1.1.1 省知识产权局，2019年10月3日填报" in said
    assert said.endswith("这一期还没有到期，但已全部报齐。")


@pytest.mark.parametrize(
    ("today", "is_chosen", "said"),
    [
        (LOOKED, False, "数据截至2019年10月31日：没有选日期，也没有一行够得上定它，取最近一个到期的报告期"),
        (date(2019, 1, 20), False, "数据截至2019年1月1日：没有选日期，也还没有到期的报告期，取年度第一天。"),
        (LOOKED, True, "数据截至2019年10月31日：由右上角或链接选定"),
    ],
)
def test_a_moment_that_no_row_set_says_what_did(today: date, is_chosen: bool, said: str) -> None:
    assert said in findings.moment(measures_of(as_of=None, today=today), today, is_chosen=is_chosen)


def test_nobody_owes_anything_for_a_period_that_has_not_ended() -> None:
    said = "2019年9月还没有结束，应于2019年10月10日前报送"
    assert findings.reporting(measures_of(), period_of("2019-09"), [], date(2019, 9, 30)) == said


def test_before_the_first_period_has_ended_there_is_no_current_coverage() -> None:
    early = measures_of(as_of=date(2019, 1, 15))
    assert {rates.current_coverage for rates in (early.summary, *early.bodies.values(), *early.parts.values())} == {
        None
    }
    assert findings.coverage(early, early.summary) == "报送率 0.0%，尚未到第一个报告期"
    assert findings.coverage(measures_of(), measures_of().summary).startswith("报送率 0.0%，本期（2019年")
