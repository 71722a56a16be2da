"""Restatements of figures and statuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from factories import figure, measures_of, progress

from lib.rows import FigureRow, ProgressRow
from lib.rules.measures import Measures
from lib.rules.restatements import Restatement, restatements


def restated(reports: Sequence[ProgressRow] = (), figures: Sequence[FigureRow] = ()) -> list[Restatement]:
    return restatements(measures_of(*figures, *reports, as_of=None))


def test_a_figure_that_was_replaced_is_listed_with_how_much_later() -> None:
    old, new = figure(value=298), figure(value=311, reported_on=date(2019, 10, 25))
    (found,) = restated([], [old, new])
    assert found == Restatement("copyright", "copyright-registrations", old.period, 298, 311, 15, old, new)


def test_a_status_that_was_replaced_is_listed_with_how_much_later() -> None:
    old, new = progress(status="in_progress"), progress(status="delayed", reported_on=date(2019, 10, 12))
    (found,) = restated([old, new])
    assert found == Restatement("ipo", "1.1.1", old.period, "in_progress", "delayed", 2, old, new)


def test_a_repeat_with_other_words_alone_is_none() -> None:
    assert restated([progress(note="甲"), progress(note="乙")], [figure(), figure(note="乙")]) == []


def test_every_replacement_of_a_key_is_one() -> None:
    found = restated([], [figure(value=value) for value in (298, 311, 311, 298)])
    assert [(r.old, r.new) for r in found] == [(298, 311), (311, 298)]


def test_the_same_period_under_another_name_is_one_key() -> None:
    assert len(restated([progress(period="2019-09"), progress(period="2019Q3", status="delayed")])) == 1


def test_a_verification_is_no_restatement_of_the_completion() -> None:
    rows = [progress(status="completed"), progress(status="verified", sender="office")]
    assert restated(rows) == []
    (found,) = restated([*rows, progress(status="delayed")])
    assert (found.old, found.new) == ("completed", "delayed")


def test_figures_come_before_statuses_each_in_the_plans_order() -> None:
    reports = [
        progress(task=task, agency=agency, period=period, status=status)
        for task, agency, period in [
            ("1.2.1", "ipo", "2019-07"),
            ("1.1.2", "science", "2019-07"),
            ("1.1.2", "ipo", "2019-08"),
            ("1.1.2", "ipo", "2019-07"),
        ]
        for status in ("in_progress", "delayed")
    ]
    figures = [
        figure(indicator=indicator, value=value)
        for indicator in ("copyright-registrations", "invention-patents-per-10k")
        for value in (1, 2)
    ]
    assert [(r.about, r.body, r.period.text) for r in restated(reports, figures)] == [
        ("invention-patents-per-10k", "ipo", "2019-09"),
        ("copyright-registrations", "copyright", "2019-09"),
        ("1.1.2", "ipo", "2019-07"),
        ("1.1.2", "ipo", "2019-08"),
        ("1.1.2", "science", "2019-07"),
        ("1.2.1", "ipo", "2019-07"),
    ]


def test_the_corrections_among_the_samples_are_listed(samples: Measures) -> None:
    found = restatements(samples)
    assert [(r.body, r.about, r.period.text) for r in found if "更正" in r.new_row.file] == [
        ("copyright", "copyright-registrations", "2019-08"),
        ("commerce", "3.1.1", "2019-07"),
    ]
