"""Questions about reports: what gives rise to one, what does not, and in which order they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from factories import agency_data, figure, indicator_data, level_data, measures_of, progress

from lib.rows import FigureRow, ProgressRow
from lib.rules.measures import Measures
from lib.rules.questions import (
    FEW,
    LONGEST_WAY_DAYS,
    QUESTION_WORDS,
    Question,
    QuestionKind,
    files_of_day,
    folds,
    questions,
)

DECEMBER = date(2019, 12, 31)
WORDS = "组织专题培训并建立工作台账"


def asked(
    reports: Sequence[ProgressRow] = (), figures: Sequence[FigureRow] = (), as_of: date = DECEMBER, **more: Any
) -> list[Question]:
    return questions(measures_of(*reports, *figures, as_of=as_of, **more))


def kinds(*args: Any, **more: Any) -> list[str]:
    return [question.kind for question in asked(*args, **more)]


def totals(*values: float) -> list[FigureRow]:
    """A cumulative figure for January, February, …"""
    return [figure(period=f"2019-{n:02d}", value=value) for n, value in enumerate(values, 1)]


def levels(*values: float) -> list[FigureRow]:
    """A level for January, February, …"""
    return [
        figure(indicator="invention-patents-per-10k", sender="ipo", period=f"2019-{n:02d}", value=value)
        for n, value in enumerate(values, 1)
    ]


# figures


def test_a_cumulative_figure_that_falls_is_asked_about_with_both_numbers() -> None:
    (question,) = asked([], totals(120, 100))
    assert (question.kind, question.body, question.about) == ("falls", "copyright", "copyright-registrations")
    assert question.text == "作品著作权登记量 2019年1—2月累计为 100 件，少于2019年1月为 120 件。是更正了以前的数吗？"
    assert [row.value for row in question.rows if isinstance(row, FigureRow)] == [120, 100]


def test_a_level_may_fall() -> None:
    assert kinds([], levels(2.84, 2.83)) == []


def test_only_the_row_that_stands_is_asked_about() -> None:
    rows = [*totals(120, 100), figure(period="2019-02", value=130)]
    assert kinds([], rows) == []


@pytest.mark.parametrize("rows", [totals(20, 20), levels(2.84, 2.84)])
def test_the_same_value_as_in_the_period_before_is_asked_about(rows: list[FigureRow]) -> None:
    (question,) = asked([], rows)
    assert (question.kind, question.period.text) == ("unchanged", "2019-02")
    assert "2019年1月、2019年2月所报均为" in question.text


def test_a_value_that_stays_for_long_gives_one_question() -> None:
    (question,) = asked([], totals(10, 20, 20, 20, 30))
    assert [row.period.text for row in question.rows] == ["2019-02", "2019-03", "2019-04"]


def test_a_value_that_comes_back_later_is_not_the_same_as_before() -> None:
    assert kinds([], levels(2.84, 2.85, 2.84)) == []


def test_a_value_that_is_exactly_the_target_is_asked_about() -> None:
    assert kinds([], totals(400)) == ["on_target"]
    assert kinds([], levels(2.9)) == ["on_target"]
    assert kinds([], [*totals(401), *levels(2.91)]) == []


# a status beside the figures

ONE_TOTAL: dict[str, Any] = {"tasks": {"1.1.4": ["copyright"]}, "indicators": [indicator_data()]}


def reported(status: str, period: str = "2019-02", **more: Any) -> ProgressRow:
    return progress(task="1.1.4", agency="copyright", status=status, period=period, **more)


@pytest.mark.parametrize(
    ("status", "figures", "contradicts"),
    [
        ("completed", totals(100, 200), True),
        ("completed", [], True),
        ("in_progress", totals(100, 200), False),
        ("delayed", totals(100, 200), False),
        ("completed", totals(100, 401), False),
        ("in_progress", totals(100, 401), True),
        ("not_started", totals(100, 401), True),
        ("in_progress", totals(100, 200, 401), False),
    ],
)
def test_a_status_that_contradicts_the_figures_is_asked_about(
    status: str, figures: list[FigureRow], contradicts: bool
) -> None:
    assert ("contradicts" in kinds([reported(status)], figures, **ONE_TOTAL)) is contradicts


@pytest.mark.parametrize(("status", "contradicts"), [("in_progress", False), ("delayed", True), ("completed", False)])
def test_a_level_that_is_reached_within_the_year_leaves_the_task_in_progress(status: str, contradicts: bool) -> None:
    plan = {"tasks": {"1.1.3": ["ipo"]}, "indicators": [level_data()]}
    row = progress(task="1.1.3", period="2019-02", status=status)
    assert ("contradicts" in kinds([row], levels(2.85, 2.95), **plan)) is contradicts


def test_the_question_names_the_status_and_the_figure_with_its_target() -> None:
    (question,) = asked([reported("completed")], totals(100, 200), **ONE_TOTAL)
    assert question.text == (
        "任务 1.1.4 省新闻出版局2019年2月报“已完成”，而作品著作权登记量（目标 ≥ 400 件）2019年1—2月累计为 200 件。"
        "以哪一个为准？"
    )
    assert (question.body, question.about) == ("copyright", "1.1.4")


# completion taken back


def test_a_status_that_goes_back_from_completed_is_asked_about() -> None:
    rows = [progress(period="2019-07", status="completed"), progress(period="2019-08", status="delayed")]
    (question,) = asked(rows)
    assert question.kind == "taken_back"
    assert question.text == "任务 1.1.1 省知识产权局2019年8月报“进展滞后”，2019年7月曾报“已完成”。情况有变化吗？"
    assert question.rows == tuple(rows)


def test_a_completion_that_was_restated_for_the_same_period_did_not_go_back() -> None:
    rows = [progress(status="completed"), progress(status="in_progress", reported_on=date(2019, 10, 20))]
    assert kinds(rows) == []


def test_what_is_reported_against_a_verification_is_asked_about_once() -> None:
    rows = [
        progress(period="2019-07", status="completed"),
        progress(period="2019-07", status="verified", sender="office", reported_on=date(2019, 8, 20)),
        progress(period="2019-08", status="completed"),
        progress(period="2019-09", status="in_progress"),
    ]
    (question,) = asked(rows)
    assert (question.kind, question.rows) == ("taken_back", (rows[-1],))
    assert "已予销号" in question.text


# the same words


@pytest.mark.parametrize("column", ["evidence", "obstacle", "next_step", "note"])
def test_the_same_words_of_two_bodies_are_asked_about(column: str) -> None:
    spaced: dict[str, Any] = {column: f" {WORDS[:6]}  {WORDS[6:]}"}
    rows = [
        progress(task="1.1.2", agency="science", period="2019-08", **{column: WORDS}),
        progress(task="1.1.1", agency="ipo", **spaced),
    ]
    (question,) = asked(rows)
    assert (question.kind, question.body, question.about) == ("same_words", "ipo", "1.1.1")
    assert question.text.startswith("省知识产权局、省科技厅所报的")
    assert WORDS in question.text


def test_of_many_bodies_with_the_same_words_the_first_are_named_and_all_are_counted() -> None:
    bodies = [f"body-{n}" for n in range(20)]
    agencies = [agency_data(id=body, name=f"单位{n}") for n, body in enumerate(bodies)]
    rows = [progress(task="1.1.1", agency=body, note=WORDS) for body in bodies]
    plan = {"agencies": agencies, "groups": [], "indicators": [], "tasks": {"1.1.1": bodies}}
    (question,) = asked(rows, **plan)
    assert question.text.startswith("单位0、单位1、") and "单位11等 20 个单位所报的" in question.text
    assert len(question.rows) == 20


@pytest.mark.parametrize(
    "rows",
    [
        [progress(note=WORDS), progress(task="1.1.2", note=WORDS)],
        [progress(note=WORDS[:7]), progress(task="1.1.2", agency="science", note=WORDS[:7])],
        [progress(note=WORDS), progress(task="1.1.2", agency="science", obstacle=WORDS)],
        [progress(sender="office", note=WORDS), progress(task="1.1.2", agency="science", sender="office", note=WORDS)],
        [
            progress(note=WORDS),
            progress(note="另有说明", reported_on=date(2019, 10, 20)),
            progress(task="1.1.2", agency="science", note=WORDS),
        ],
    ],
    ids=["one body", "seven characters", "other columns", "the office for both", "replaced"],
)
def test_words_that_may_well_be_alike_are_not_asked_about(rows: list[ProgressRow]) -> None:
    assert kinds(rows) == []


# receipt


@pytest.mark.parametrize("late", [0, 1])
def test_a_report_that_took_very_long_is_asked_about(late: int) -> None:
    day = date(2019, 3, 1)
    row = progress(period="2019-02", reported_on=day, received=day + timedelta(days=LONGEST_WAY_DAYS + late))
    assert kinds([row]) == ["received_late"] * late


def test_a_file_gives_one_question_however_many_of_its_rows_are_early() -> None:
    day = date(2019, 3, 1)
    rows = [progress(task=task, period="2019-02", reported_on=day, received=DECEMBER) for task in ("1.1.1", "1.1.2")]
    (question,) = asked(rows)
    assert question.text == (
        "省知识产权局的文件“ipo_progress.csv”有 2 行填报日期早至2019年3月1日，2019年12月31日才收到，相隔 305 天。"
        "填报日期是这一天吗？"
    )


def test_sample_files_come_with_the_board_whenever_that_is() -> None:
    row = progress(period="2019-02", reported_on=date(2019, 3, 1), received=date(2021, 1, 1))
    assert kinds([row], sample=True) == []


# all of them


def test_questions_stand_by_kind_then_in_the_plans_order() -> None:
    reports = [
        progress(task="2.1.1", agency="members", sender="office", period="2019-07", status="completed"),
        progress(task="2.1.1", agency="members", sender="office", period="2019-08", status="delayed"),
        progress(task="1.1.2", agency="science", period="2019-07", status="completed", note=WORDS),
        progress(task="1.1.2", agency="science", period="2019-08", status="delayed"),
        progress(task="1.1.2", agency="ipo", period="2019-07", status="completed", note=WORDS),
        progress(task="1.1.2", agency="ipo", period="2019-08", status="delayed"),
    ]
    found = asked(reports, [*totals(20, 10, 10), *levels(2.84, 2.84, 2.9)])
    assert [(q.kind, q.about, q.body) for q in found] == [
        ("falls", "copyright-registrations", "copyright"),
        ("unchanged", "invention-patents-per-10k", "ipo"),
        ("unchanged", "copyright-registrations", "copyright"),
        ("on_target", "invention-patents-per-10k", "ipo"),
        ("taken_back", "1.1.2", "ipo"),
        ("taken_back", "1.1.2", "science"),
        ("taken_back", "2.1.1", "members"),
        ("same_words", "1.1.2", "ipo"),
    ]


def test_every_question_of_the_samples_is_one_with_rows_and_a_word_for_its_kind(samples: Measures) -> None:
    found = questions(samples)
    assert {"unchanged", "same_words"} <= {question.kind for question in found}
    for question in found:
        assert question.text.endswith("？")
        assert question.rows
        assert QUESTION_WORDS[question.kind]


def test_without_rows_there_is_nothing_to_ask() -> None:
    assert asked() == []


# folds

IMPORT, LATER = date(2019, 10, 12), date(2019, 12, 1)


def late(count: int, day: date = IMPORT, kind: QuestionKind = "received_late") -> list[Question]:
    """Questions of one kind that one day's files brought, a file each."""
    rows = [progress(file=f"{kind}-{day}-{n}.csv", received=day) for n in range(count)]
    return [Question(kind, "ipo", "1.1.1", row.period, "?", (row,)) for row in rows]


@pytest.mark.parametrize(
    ("found", "made"),
    [
        ([], []),
        (late(FEW), [(IMPORT, FEW)]),
        (late(90), [(IMPORT, 90)]),
        ([*late(90), *late(2, LATER)], [(IMPORT, 90), (LATER, 2)]),
        ([*late(4, LATER), *late(5)], [(IMPORT, 5), (LATER, 4)]),
        ([*late(2), *late(2, LATER)], [(None, 4)]),
        ([*late(2), *late(4, kind="unchanged")], [(IMPORT, 4), (IMPORT, 2)]),
    ],
)
def test_questions_fold_by_kind_and_by_the_day_that_brought_many(
    found: list[Question], made: list[tuple[date | None, int]]
) -> None:
    folded = folds(found)
    assert [(fold.received, len(fold.questions)) for fold in folded] == made
    assert sorted(q for fold in folded for q in fold.questions) == sorted(found)
    assert all(fold.is_open == (len(fold.questions) <= FEW) for fold in folded)


def test_a_question_arises_with_the_last_of_its_rows_and_counts_the_files_of_that_day() -> None:
    rows = (progress(file="a.csv", received=IMPORT), progress(file="b.csv", received=LATER))
    question = Question("unchanged", "ipo", "1.1.1", rows[0].period, "?", rows)
    assert question.received == LATER
    assert files_of_day([question], LATER) == files_of_day([question], IMPORT) == 1
