"""Rows that report on one key: which is in force, and what it replaced."""

from __future__ import annotations

from factories import figure, progress

from lib.rows import in_force, restated


def test_of_two_rows_with_one_key_the_later_is_in_force() -> None:
    first, other, second = figure(value=1), figure(value=1, period="2019-08"), figure(value=2, period="2019Q3")
    assert in_force([first, other, second]) == [second, other]


def test_a_restatement_is_a_row_that_replaces_one_with_other_content() -> None:
    rows = [progress(), progress(note="补充"), progress(status="delayed"), progress(agency="science", status="delayed")]
    assert restated(rows) == [(rows[1], rows[2])]


def test_a_row_says_its_value_or_its_status() -> None:
    assert (figure(value=3).said, progress(status="delayed").said) == (3, "delayed")
