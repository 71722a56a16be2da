"""What the office may verify, and that its file does verify it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from factories import agency_data, figure, indicator_data, level_data, measures_of, progress

from lib.board.verification import Completion, to_verify, verification_csv, verification_name
from lib.intake.reading import Reading, read_file
from lib.rows import FigureRow, ProgressRow, Rows
from lib.rules.measures import Measures, measure

TODAY = date(2019, 10, 20)
ONE_TASK: dict[str, Any] = {"tasks": {"1.1.1": ["ipo"]}, "indicators": []}


def office_file(measures: Measures, completions: Iterable[Completion]) -> Reading:
    """What the reader says of the office's file."""
    data = verification_csv(measures.plan, completions, TODAY)
    return read_file(verification_name(measures.plan, TODAY), data, measures.plan, TODAY)


def after_verifying(measures: Measures) -> Measures:
    """The board once the office has verified everything that it could."""
    reading = office_file(measures, to_verify(measures))
    assert (reading.sender, reading.faults) == (measures.plan.office.id, [])
    rows = [row for row in reading.rows if isinstance(row, ProgressRow)]
    actuals = Rows(list(measures.figures), [*measures.progress, *rows])
    return measure(measures.plan, actuals, measures.as_of)


def statuses(measures: Measures) -> list[str]:
    return [a.status for task in measures.tasks.values() for a in task.assignments]


# what could be verified


def test_completions_stand_in_the_plans_order_with_their_evidence() -> None:
    rows = [
        progress(task="1.2.1", agency="science", status="completed", evidence="总结"),
        progress(task="1.2.1", agency="education", status="in_progress"),
        progress(task="1.1.2", agency="ipo", period="2019-08", status="completed"),
    ]
    assert to_verify(measures_of(*rows)) == [
        Completion("1.1.2", "ipo", rows[2].period, None, evidence_missing=True),
        Completion("1.2.1", "science", rows[0].period, "总结", evidence_missing=False),
    ]


def test_what_is_verified_already_is_not_listed() -> None:
    assert to_verify(measures_of(progress(status="completed"), progress(status="verified", sender="office"))) == []


@pytest.mark.parametrize(("value", "listed"), [(399, 0), (400, 1)])
def test_a_task_that_carries_an_indicator_is_listed_once_its_figures_complete_it(value: float, listed: int) -> None:
    plan = {"tasks": {"1.1.4": ["copyright"]}, "indicators": [indicator_data()]}
    found = to_verify(measures_of(figure(value=value), **plan))
    assert [c.evidence_missing for c in found] == [False] * listed


def test_a_level_that_is_reached_within_the_year_is_not_listed() -> None:
    plan = {"tasks": {"1.1.3": ["ipo"]}, "indicators": [level_data()]}
    rows = [progress(task="1.1.3", status="completed")]
    assert to_verify(measures_of(*rows, figure(indicator="invention-patents-per-10k", value=2.95), **plan)) == []


# the office's file


def test_the_file_says_what_the_office_found() -> None:
    measures = measures_of(progress(status="completed", evidence="总结"), **ONE_TASK)
    found = [c._replace(note="现场核对，同意销号") for c in to_verify(measures)]
    assert verification_csv(measures.plan, found, TODAY).decode("utf-8-sig") == (
        "任务编号,责任单位,报告期,状态,佐证材料,填报日期,进展说明\r\n"
        "1.1.1,省知识产权局,2019年9月,已销号,总结,2019-10-20,现场核对，同意销号\r\n"
    )
    assert verification_name(measures.plan, TODAY) == "省政府知识产权办公会议制度办公室_已销号_2019-10-20.csv"


GROUP = [agency_data(id="members", name="各成员单位", members=["ipo", "science"])]
CASES: dict[str, tuple[list[ProgressRow], list[FigureRow], dict[str, Any]]] = {
    "reported for an earlier period": ([progress(period="2019-06", status="completed")], [], ONE_TASK),
    "after the office reported otherwise": (
        [
            progress(period="2019-06", status="verified", sender="office"),
            progress(period="2019-08", status="in_progress", sender="office"),
            progress(period="2019-09", status="completed"),
        ],
        [],
        ONE_TASK,
    ),
    "reported by the office itself": ([progress(status="completed", sender="office")], [], ONE_TASK),
    "a group without members": (
        [progress(task="2.1.1", agency="members", sender="office", status="completed")],
        [],
        {"tasks": {"2.1.1": ["members"]}, "indicators": []},
    ),
    "a group by its members": (
        [
            progress(task="2.1.1", agency="ipo", period="2019-06", status="completed"),
            progress(task="2.1.1", agency="science", period="2019-07", status="completed"),
            progress(task="2.1.1", agency="members", period="2019-08", status="delayed", sender="office"),
        ],
        [],
        {"tasks": {"2.1.1": ["members"]}, "groups": GROUP, "indicators": []},
    ),
    "by figures": (
        [progress(task="1.1.4", agency="copyright", period="2019-09", status="in_progress", sender="office")],
        [figure(period="2019-08", value=400)],
        {"tasks": {"1.1.4": ["copyright"]}, "indicators": [indicator_data()]},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_file_verifies_a_completion(case: str) -> None:
    reports, figures, plan = CASES[case]
    before = measures_of(*reports, *figures, **plan)
    assert statuses(before) == ["completed"]
    assert statuses(after_verifying(before)) == ["verified"]


def test_the_evidence_of_the_body_stays_with_what_is_verified() -> None:
    after = after_verifying(measures_of(progress(status="completed", evidence="总结"), **ONE_TASK))
    assert after.tasks["1.1.1"].assignments[0].evidence == "总结"


def test_every_completion_of_the_samples_can_be_verified(samples: Measures) -> None:
    assert any(c.evidence_missing for c in to_verify(samples))
    after = after_verifying(samples)
    assert "completed" not in statuses(after)
    assert statuses(after).count("verified") == sum(status in {"completed", "verified"} for status in statuses(samples))
