"""Rows that are known to be good, made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from lib.rows import Row


class RowList(Sequence[Row]):
    """A list of rows that cannot be changed. Many files are only checked, and of a large one the check takes less time
    than its rows."""

    def __init__(self, length: int, make: Callable[[], list[Row]]) -> None:
        self._length, self._make = length, make

    @cached_property
    def _rows(self) -> list[Row]:
        return self._make()

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: Any) -> Any:
        return self._rows[at]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return self._rows == (other._rows if isinstance(other, RowList) else other)

    def __repr__(self) -> str:
        return repr(self._rows)

    __hash__ = None  # type: ignore[assignment]
