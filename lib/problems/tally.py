"""The problems of one file: the first of them in the order of rows, and how many there are in all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lib.problems.catalogue import CATALOGUE, Problem, Severity, nearest, problem

MOST_LISTED = 10_000
"""Of each severity. More are counted only: nobody reads them, and they would fill the memory."""

MOST_NAMES_COMPARED = 200
"""For so many unknown names of a file the nearest ones are looked for."""

_MORE: dict[Severity, str] = {"refuse": "more_faults", "confirm": "more_doubts", "note": "more_notes"}


class ProblemList:
    """Problems as they are found, in any order of rows."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._listed: dict[Severity, list[Problem]] = {severity: [] for severity in _MORE}
        self._count: dict[Severity, int] = dict.fromkeys(_MORE, 0)
        self._last_row: dict[Severity, float] = dict.fromkeys(_MORE, float("inf"))
        self._compared: set[str] = set()

    def add(
        self,
        code: str,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        context: Callable[[], dict[str, Any]] = dict,
    ) -> bool:
        """Add a problem. `context` is asked for what its sentence needs only where the problem is listed.

        False where it is only counted: then so are all of its severity in later rows.
        """
        severity = CATALOGUE[code][0]
        self._count[severity] += 1
        if (row or 0) > self._last_row[severity]:
            return False
        listed = self._listed[severity]
        listed.append(problem(code, file=self.file, row=row, column=column, value=value, **context()))
        if len(listed) >= 2 * MOST_LISTED:
            self._cut(severity)
        return True

    def count(self, code: str, number: int) -> None:
        """Count problems that are not listed."""
        self._count[CATALOGUE[code][0]] += number

    def nearest(self, name: str, known: tuple[str, ...], own: frozenset[str] = frozenset()) -> str:
        """The names that an unknown one may mean, as `lib.problems.catalogue.nearest` says them; after many others nothing."""
        if len(self._compared) < MOST_NAMES_COMPARED:
            self._compared.add(name)
        return nearest(name, known, own=own) if name in self._compared else ""

    def in_order(self) -> list[Problem]:
        """The problems that are listed, by row; before them, how many there are where that is more."""
        found: list[Problem] = []
        for severity, code in _MORE.items():
            if self._count[severity] > MOST_LISTED:
                self._cut(severity)
                found.append(problem(code, file=self.file, value=str(self._count[severity]), listed=MOST_LISTED))
        return found + sorted((p for listed in self._listed.values() for p in listed), key=_row)

    def _cut(self, severity: Severity) -> None:
        listed = self._listed[severity]
        listed.sort(key=_row)
        del listed[MOST_LISTED:]
        self._last_row[severity] = _row(listed[-1])


def _row(found: Problem) -> int:
    return found.row or 0


def number_of(problems: Iterable[Problem]) -> int:
    """How many problems a list stands for: its own, and those that it only counts."""
    number = 0
    for found in problems:
        # One that counts stands beside MOST_LISTED of those it counts.
        number += int(found.value or 0) - MOST_LISTED if found.code in _MORE.values() else 1
    return number
