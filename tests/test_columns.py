"""A column: each distinct value once, and where it stands."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lib.intake.columns import Column, combined, together

VALUES = st.lists(st.sampled_from(["a", "b", "", None, "c"]), max_size=20)


@given(VALUES)
def test_a_column_gives_back_its_values(values: list[str | None]) -> None:
    column = Column.of(values)
    assert column.values() == values
    assert [column.at(place) for place in range(len(values))] == values
    assert column.missing().tolist() == [place for place, value in enumerate(values) if value is None]


@given(VALUES)
def test_a_function_is_asked_once_for_each_distinct_value(values: list[str | None]) -> None:
    asked: list[str | None] = []
    mapped = Column.of(values).map(lambda value: asked.append(value) or value == "a")
    assert mapped.values() == [value == "a" for value in values]
    assert len(asked) == len(set(values))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"))))
def test_columns_together_are_pairs(pairs: list[tuple[str, str]]) -> None:
    both = together(Column.of([a for a, _ in pairs]), Column.of([b for _, b in pairs]))
    assert both.values() == pairs
    assert len(set(both.distinct)) == len(both.distinct)


def test_values_that_become_equal_have_one_key() -> None:
    folded = Column.of(["A", "a", "b"]).map(str.lower)
    assert folded.keys()[0] == folded.keys()[1] != folded.keys()[2]


def test_more_pairs_than_can_be_counted_are_still_told_apart() -> None:
    many = Column(list(range(3_000_000)), np.arange(4, dtype=np.int32))
    assert len(set(combined([many, many, many]).tolist())) == 4
    assert len(set(combined([many, many, many.take(np.array([0, 0, 0, 0]))]).tolist())) == 4
