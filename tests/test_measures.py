"""Which rows count at a moment: as of, known by, restatements, the current reporting period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import factories
import pytest
from factories import figure, make_plan, progress

from lib.rows import FigureRow, ProgressRow, Rows
from lib.rules.measures import Measures, measure

QUARTERLY = {"frequency": "quarterly", "due_day": 10}


measures_of = partial(factories.measures_of, as_of=None)


def actual(measures: Measures) -> float | None:
    return measures.indicators["copyright-registrations"].actual


# as of


def test_periods_that_end_after_as_of_do_not_count() -> None:
    rows = [figure(period="2019-08", value=311), figure(period="2019-09", value=352)]
    assert actual(measures_of(*rows, as_of=date(2019, 9, 30))) == 352
    assert actual(measures_of(*rows, as_of=date(2019, 9, 29))) == 311
    assert actual(measures_of(*rows, as_of=date(2019, 7, 31))) is None
    assert actual(measures_of(*rows, as_of=date(2025, 1, 1))) == 352
    assert actual(measures_of(*rows, as_of=date(2018, 12, 31))) is None


def test_as_of_is_the_latest_period_end_of_any_row() -> None:
    rows = [figure(period="2019-03"), progress(period="2019-05"), progress(period="2019Q1")]
    assert measures_of(*rows).as_of == date(2019, 5, 31)
    assert measures_of(figure(period="2019H1"), progress(period="2019-05")).as_of == date(2019, 6, 30)


def moment(*rows: FigureRow | ProgressRow, today: date, **changes: Any) -> date:
    """The moment that stands by itself on a day of looking."""
    return measures_of(*rows, today=today, **changes).as_of


@pytest.mark.parametrize(
    ("today", "as_of"),
    [
        (date(2018, 11, 20), date(2018, 11, 20)),  # the year lies ahead
        (date(2019, 1, 1), date(2019, 1, 1)),
        (date(2019, 2, 9), date(2019, 1, 1)),  # January has ended and is not due yet
        (date(2019, 2, 10), date(2019, 1, 31)),
        (date(2019, 11, 20), date(2019, 10, 31)),
        (date(2020, 1, 9), date(2019, 11, 30)),
        (date(2025, 1, 1), date(2019, 12, 31)),
    ],
)
def test_without_rows_it_is_the_last_period_that_is_due(today: date, as_of: date) -> None:
    assert moment(today=today) == as_of


def test_before_the_first_period_nothing_is_overdue() -> None:
    measures = measure(make_plan(), Rows(), today=date(2018, 11, 20))
    assert (measures.summary.overdue, measures.summary.owing, measures.current) == (0, 0, None)


def test_one_early_report_turns_nobody_else_into_a_debtor() -> None:
    rows = [figure(period="2019-09"), figure(period="2019-10", reported_on=date(2019, 11, 2))]
    assert moment(*rows, today=date(2019, 11, 2)) == date(2019, 9, 30)
    assert moment(*rows, today=date(2019, 11, 10)) == date(2019, 10, 31)


def test_once_nobody_owes_a_period_it_stands_before_it_is_due() -> None:
    only = {"tasks": {"1.1.1": ["ipo"]}, "indicators": []}
    done = progress(period="2019-10", reported_on=date(2019, 11, 2))
    assert moment(done, today=date(2019, 11, 2), **only) == date(2019, 10, 31)


@pytest.mark.parametrize("reported_on", [date(2019, 10, 8), date(2019, 12, 30)])
def test_a_row_that_was_reported_before_its_period_ended_never_moves_the_board(reported_on: date) -> None:
    rows = [figure(period="2019-09"), figure(period="2019", value=400, reported_on=reported_on)]
    assert moment(*rows, today=date(2019, 12, 31)) == date(2019, 9, 30)
    assert moment(*rows, today=date(2020, 6, 1)) == date(2019, 9, 30)


def test_the_moment_never_lies_after_the_day_of_looking() -> None:
    rows = [figure(period=f"2019-{month:02d}", reported_on=date(2019, month, 28)) for month in (1, 2)]
    assert moment(*rows, figure(period="2019-03", reported_on=date(2019, 3, 31)), today=date(2019, 3, 30)) <= date(
        2019, 3, 30
    )


def test_the_row_that_the_moment_rests_on_is_known() -> None:
    rows = Rows([figure(period="2019-09", file="a.csv"), figure(period="2019-08")], [])
    measures = measure(make_plan(), rows, today=date(2019, 11, 20))
    assert measures.row_of_moment is rows.figures[0]
    assert measure(make_plan(), Rows(), today=date(2019, 11, 20)).row_of_moment is None


def test_without_rows_as_of_is_the_years_last_day() -> None:
    measures = measures_of()
    assert measures.as_of == date(2019, 12, 31)
    assert measures.elapsed == 1
    assert measures.summary.count("unreported") == 7
    assert measures.summary.completion_high == 1


def test_as_of_is_found_among_the_rows_that_were_known() -> None:
    rows = [progress(period="2019-05"), progress(period="2019-09")]
    assert measures_of(*rows, known_by=date(2019, 7, 1)).as_of == date(2019, 5, 31)
    assert measures_of(*rows, known_by=date(2019, 1, 1)).as_of == date(2019, 12, 31)


@pytest.mark.parametrize(
    ("as_of", "elapsed"),
    [
        (date(2019, 1, 1), 1 / 365),
        (date(2019, 9, 30), 273 / 365),
        (date(2019, 12, 31), 1),
        (date(2020, 5, 1), 1),
        (date(2018, 12, 31), 0),
    ],
)
def test_elapsed_share_of_as_of_is_between_nothing_and_one(as_of: date, elapsed: float) -> None:
    assert measures_of(as_of=as_of).elapsed == elapsed


def test_elapsed_share_of_as_of_is_not_that_of_the_figure() -> None:
    measures = measures_of(figure(period="2019-08"), as_of=date(2019, 9, 30))
    assert measures.elapsed == 273 / 365
    assert measures.indicators["copyright-registrations"].elapsed == 243 / 365


# known by


def test_rows_reported_after_known_by_do_not_count() -> None:
    rows = [
        figure(period="2019-08", value=298, reported_on=date(2019, 9, 5)),
        figure(period="2019-08", value=311, reported_on=date(2019, 9, 20)),
    ]
    assert actual(measures_of(*rows)) == 311
    assert actual(measures_of(*rows, known_by=date(2019, 9, 20))) == 311
    assert actual(measures_of(*rows, known_by=date(2019, 9, 19))) == 298
    assert actual(measures_of(*rows, known_by=date(2019, 9, 4))) is None


def test_known_by_looks_at_the_day_of_reporting_not_of_receipt() -> None:
    row = figure(period="2019-08", reported_on=date(2019, 9, 5), received=date(2019, 12, 1))
    assert actual(measures_of(row, known_by=date(2019, 9, 5))) == 352


def test_known_by_and_as_of_hold_together() -> None:
    rows = [
        progress(period="2019-06", status="in_progress", reported_on=date(2019, 7, 8)),
        progress(period="2019-07", status="completed", reported_on=date(2019, 8, 8)),
        progress(period="2019-06", status="delayed", reported_on=date(2019, 8, 9)),
    ]

    def status(as_of: date, known_by: date | None) -> str:
        return measures_of(*rows, as_of=as_of, known_by=known_by).tasks["1.1.1"].status

    assert status(date(2019, 7, 31), None) == "completed"
    assert status(date(2019, 7, 31), date(2019, 7, 31)) == "in_progress"
    assert status(date(2019, 6, 30), date(2019, 8, 8)) == "in_progress"
    assert status(date(2019, 6, 30), None) == "delayed"


# one key, several rows


def test_of_two_rows_for_one_key_the_later_one_counts() -> None:
    assert actual(measures_of(figure(value=352), figure(value=340))) == 340
    assert measures_of(progress(status="completed"), progress(status="delayed")).tasks["1.1.1"].status == "delayed"


def test_september_and_the_third_quarter_are_one_key() -> None:
    assert figure(period="2019-09").key == figure(period="2019Q3").key
    assert progress(period="2019-06").key == progress(period="2019H1").key == progress(period="2019Q2").key
    assert figure(period="2019-12").key == figure(period="2019").key
    measures = measures_of(figure(period="2019Q3", value=352), figure(period="2019-09", value=340))
    assert actual(measures) == 340
    assert len(measures.indicators["copyright-registrations"].series) == 1


def test_rows_that_were_superseded_stay_in_the_history() -> None:
    measures = measures_of(figure(value=352), figure(value=340))
    assert [row.value for row in measures.figures] == [352, 340]
    ((before, after),) = measures.indicators["copyright-registrations"].replaced
    assert (before.value, after.value) == (352, 340)


# the current reporting period


@pytest.mark.parametrize(
    ("as_of", "monthly", "quarterly"),
    [
        (date(2019, 1, 30), None, None),
        (date(2019, 1, 31), "2019-01", None),
        (date(2019, 3, 31), "2019-03", "2019Q1"),
        (date(2019, 9, 29), "2019-08", "2019Q2"),
        (date(2019, 9, 30), "2019-09", "2019Q3"),
        (date(2019, 10, 31), "2019-10", "2019Q3"),
        (date(2019, 12, 31), "2019-12", "2019Q4"),
        (date(2020, 7, 1), "2019-12", "2019Q4"),
        (date(2018, 7, 1), None, None),
    ],
)
def test_the_current_period_is_the_last_that_ended_by_as_of(
    as_of: date, monthly: str | None, quarterly: str | None
) -> None:
    found = measures_of(as_of=as_of).current, measures_of(as_of=as_of, reporting=QUARTERLY).current
    assert tuple(period.text if period else None for period in found) == (monthly, quarterly)


def test_a_figure_is_stale_by_the_frequency_of_reporting() -> None:
    def is_stale(**changes: Any) -> bool:
        measures = measures_of(figure(period="2019-08"), as_of=date(2019, 9, 29), **changes)
        return measures.indicators["copyright-registrations"].stale

    assert not is_stale()
    assert not is_stale(reporting=QUARTERLY)
    september = measures_of(figure(period="2019-08"), as_of=date(2019, 9, 30))
    assert september.indicators["copyright-registrations"].stale


# whole and parts


def test_parts_and_sections_count_tasks_and_bodies_count_assignments() -> None:
    measures = measures_of(progress(status="completed"), progress(task="1.1.2", agency="science"))
    assert {id: rates.total for id, rates in measures.parts.items()} == {"1": 6, "2": 1}
    assert {id: rates.total for id, rates in measures.sections.items()} == {"1.1": 5, "1.2": 1, "2.1": 1}
    assert {id: rates.total for id, rates in measures.bodies.items()} == {
        "ipo": 5, "copyright": 1, "science": 2, "education": 1, "members": 1,
    }  # fmt: skip
    assert measures.summary.total == 7
    assert measures.bodies["ipo"].completion_rate == 0.2
    assert measures.bodies["science"].coverage == 0.5


def test_an_agency_is_overdue_with_its_own_assignments_only() -> None:
    tasks = {"1.1.1": {"agencies": ["ipo", "science"], "due": date(2019, 9, 30)}, "1.1.2": ["ipo"]}
    measures = measures_of(progress(status="completed"), as_of=date(2019, 9, 30), tasks=tasks, indicators=[])
    assert measures.summary.overdue == 1
    assert (measures.bodies["ipo"].overdue, measures.bodies["science"].overdue) == (0, 1)


def test_a_body_without_assignments_has_no_rates() -> None:
    measures = measures_of(tasks={"1.1.1": ["ipo"]}, indicators=[])
    assert measures.bodies["education"].completion_rate is None
    assert measures.bodies["education"].current_coverage is None


def test_coverage_of_the_current_period_asks_every_assignment_of_a_task() -> None:
    tasks = {"1.1.1": ["ipo", "science"], "1.1.2": ["ipo"]}
    rows = [progress(), progress(task="1.1.2"), progress(agency="science", period="2019-08")]
    measures = measures_of(*rows, as_of=date(2019, 9, 30), tasks=tasks, indicators=[])
    assert measures.summary.coverage == 1
    assert measures.summary.current_coverage == 0.5
    assert measures.bodies["ipo"].current_coverage == 1
    assert measures.bodies["science"].current_coverage == 0


# what a picture is known by


def test_the_check_code_changes_with_rows_and_dates_and_with_nothing_else() -> None:
    rows = [figure(), progress()]
    code = measures_of(*rows).check_code
    assert len(code) == 9
    assert measures_of(*rows).check_code == code
    received_later = [row._replace(received=date(2019, 12, 1)) for row in rows]
    assert measures_of(*received_later).check_code == code
    others = [
        measures_of(*rows[:1]),
        measures_of(figure(value=353), rows[1]),
        measures_of(*rows, as_of=date(2019, 10, 1)),
        measures_of(*rows, known_by=date(2019, 12, 31)),
        measures_of(*rows, id="other"),
    ]
    assert len({code, *(other.check_code for other in others)}) == 6


def test_the_latest_row_is_the_one_reported_last() -> None:
    def latest(rows: Sequence[FigureRow | ProgressRow]) -> date | None:
        return measures_of(*rows, as_of=date(2019, 12, 31)).reported_on

    assert latest([]) is None
    assert latest([figure(reported_on=date(2019, 10, 9)), progress(reported_on=date(2019, 10, 12))]) == date(
        2019, 10, 12
    )
