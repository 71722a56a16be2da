"""Rows that report on one key: which is in force, and what it replaced."""

from __future__ import annotations

from factories import figure, progress

from lib.rows import COLUMNS, REQUIRED, TEXTS, FigureRow, ProgressRow, in_force, restated


def test_of_two_rows_with_one_key_the_later_is_in_force() -> None:
    first, other, second = figure(value=1), figure(value=1, period="2019-08"), figure(value=2, period="2019Q3")
    assert in_force([first, other, second]) == [second, other]


def test_a_restatement_is_a_row_that_replaces_one_with_other_content() -> None:
    rows = [progress(), progress(note="补充"), progress(status="delayed"), progress(agency="science", status="delayed")]
    assert restated(rows) == [(rows[1], rows[2])]


def test_a_row_says_its_value_or_its_status() -> None:
    assert (figure(value=3).said, progress(status="delayed").said) == (3, "delayed")


def test_the_columns_of_free_text_are_those_that_a_row_may_leave_out() -> None:
    assert TEXTS == {"figures": ("note",), "progress": ("evidence", "obstacle", "next_step", "note")}
    for kind, row in (("figures", FigureRow), ("progress", ProgressRow)):
        assert set(TEXTS[kind]) <= set(COLUMNS[kind])
        assert set(COLUMNS[kind]) - {*row._fields} == set() == set(TEXTS[kind]) & set(REQUIRED[kind])


def test_a_row_gives_its_texts_by_column() -> None:
    assert figure(note="甲").texts == {"note": "甲"}
    assert progress(obstacle="乙").texts == {"evidence": None, "obstacle": "乙", "next_step": None, "note": None}
