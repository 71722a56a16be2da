"""A column of a table: its distinct values, and which of them stands in each line.

A column of a hundred thousand cells says few different things; each of them is looked at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import count, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

_LARGEST = np.iinfo(np.int64).max

Places = npt.NDArray[np.int64]
"""Which lines: positions from 0."""


class Column(NamedTuple):
    """`distinct[codes[i]]` is the value in line `i`; `codes` has the shape (lines,)."""

    distinct: Sequence[Any]
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, cells: Collection[Any]) -> Column:
        """The column of these cells."""
        # A value that is met for the first time gets the next code.
        seen: defaultdict[Any, int] = defaultdict(count().__next__)
        codes = np.fromiter(map(seen.__getitem__, cells), np.int32, len(cells))
        return cls(list(seen), codes)

    @classmethod
    def constant(cls, value: Any, lines: int) -> Column:
        """The column that says the same in every line."""
        return cls([value], np.zeros(lines, np.int32))

    def at(self, place: int) -> Any:
        """The value in a line."""
        return self.distinct[self.codes[place]]

    def map(self, function: Callable[[Any], Any]) -> Column:
        """What the function says of each value; it is asked once for each distinct one."""
        return Column([function(value) for value in self.distinct], self.codes)

    def where(self, test: Callable[[Any], Any]) -> Places:
        """The lines whose value passes the test."""
        passed = list(map(bool, map(test, self.distinct)))
        if not any(passed):
            return np.empty(0, np.int64)
        return np.flatnonzero(np.array(passed)[self.codes])

    def holding(self, pattern: re.Pattern[str]) -> Places:
        """The lines in whose text the pattern is found, which looks at one line of a text at a time."""
        # Nearly always it is in none: then all of them are searched at once.
        return self.where(pattern.search) if pattern.search("\n".join(self.distinct)) else np.empty(0, np.int64)

    def missing(self) -> Places:
        """The lines without a value: None stands there."""
        return self.where(lambda value: value is None) if None in self.distinct else np.empty(0, np.int64)

    def take(self, places: Places | slice) -> Column:
        """These lines of the column; distinct values that stand in none of them may stay."""
        return Column(self.distinct, self.codes[places])

    def values(self) -> list[Any]:
        """The value of each line."""
        if len(self.distinct) == 1:
            return list(repeat(self.distinct[0], len(self.codes)))
        return list(map(self.distinct.__getitem__, self.codes.tolist()))

    def keys(self) -> npt.NDArray[np.int64]:
        """A number for each line, the same where values are equal."""
        if len(set(self.distinct)) == len(self.distinct):
            return self.codes.astype(np.int64)
        known: dict[Any, int] = {}
        same = np.array([known.setdefault(value, code) for code, value in enumerate(self.distinct)], np.int64)
        return same[self.codes]


def together(*columns: Column) -> Column:
    """The column of tuples that these columns make line by line."""
    keys = Column.of(combined(columns).tolist())
    places = np.empty(len(keys.distinct), np.int64)
    places[keys.codes] = np.arange(len(keys.codes))
    return Column(list(zip(*(column.take(places).values() for column in columns), strict=True)), keys.codes)


def combined(columns: Iterable[Column]) -> npt.NDArray[np.int64]:
    """A number for each line, the same where the values of all columns are equal."""
    keys: npt.NDArray[np.int64] | None = None
    most = 1
    for column in columns:
        own, values = column.keys(), max(1, len(column.distinct))
        if most * values > _LARGEST:
            assert keys is not None
            found, keys = np.unique(keys, return_inverse=True)
            most = len(found)
        most *= values
        keys = own if keys is None else keys * values + own
    assert keys is not None
    return keys
