"""The lines below a header: their columns by name, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from operator import eq
from typing import Any, NamedTuple

import numpy as np

from lib import formats
from lib.intake.cells import Cell
from lib.intake.columns import Column, Places, together
from lib.intake.damage import SUSPECT, damage, meaning
from lib.intake.headers import Header
from lib.intake.sheet import Mark, Sheet
from lib.periods import month
from lib.plan import Plan
from lib.problems import SEVERITY_WORDS, Problem, nearest, problem
from lib.rows import TEXTS, title

MOST_NAMES_COMPARED = 200
"""For so many unknown names of a file the nearest ones are looked for."""

Context = Callable[[int], dict[str, Any]]
"""What the sentence of a problem needs, by the line's place."""


def _nothing(place: int) -> dict[str, Any]:
    return {}


class Origin(NamedTuple):
    """Where rows come from: the file, the body it speaks for, the day it was received."""

    file: str
    sender: str
    received: date


class Lines:
    """The lines of a sheet that are to be rows. Every column has an entry for each of them."""

    def __init__(self, sheet: Sheet, header: Header, plan: Plan, origin: Origin) -> None:
        self.sheet, self.header, self.plan, self.origin = sheet, header, plan, origin
        self._problems: list[Problem] = []
        self._compared: set[str] = set()
        self._settled: set[tuple[int, str]] = set()
        """Cells by row and column, of which all is said."""
        self.places: Places = np.arange(len(sheet.rows))
        """Where they stand in the sheet."""
        example = month(plan.year, 9)
        self.examples = {
            "example": example.text,
            "example_words": formats.period(example),
            "example_day": example.end.isoformat(),
            "year": plan.year,
        }

    def __len__(self) -> int:
        return len(self.places)

    def leave(self, places: Places) -> None:
        """Go on without these lines."""
        if places.size:
            self.places = np.delete(self.places, places)

    def row(self, place: int) -> int:
        """The row in which a line stands in the file."""
        return int(self.sheet.rows[self.places[place]])

    def column(self, name: str) -> Column:
        """The texts of a column; blank where there is none of that name."""
        at = self.header.columns.get(name)
        return Column.constant("", len(self)) if at is None else self.column_at(at)

    def column_at(self, at: int) -> Column:
        """The texts of the column at a position from 0."""
        column = self.sheet.columns[at]
        return column if len(self) == len(column.codes) else column.take(self.places)

    def stored(self, name: str) -> dict[int, str]:
        """What the cells of a column hold, by place, where that is not what they show: only a workbook's can."""
        return {place: mark.stored or mark.day for place, mark in self._marks(name) if mark.stored or mark.day}

    def stored_days(self, name: str, *, of_days: bool = False) -> dict[int, str]:
        """The whole days, as 2021-10-08, that the cells of a column hold and show in part, by place; `of_days` leaves out those
        that show a month or year alone."""
        return {place: mark.day for place, mark in self._marks(name) if mark.day and (mark.is_day or not of_days)}

    def _marks(self, name: str) -> Iterator[tuple[int, Mark]]:
        grid, at = self.sheet.grid, self.header.columns.get(name, -1)
        if grid is None or not grid.marks:
            return
        for place in range(len(self)):
            if mark := grid.marks.get((self.row(place), at)):
                yield place, mark

    def add(
        self, code: str, row: int | None = None, column: str | None = None, value: str | None = None, **context: Any
    ) -> None:
        """A problem at a row of the file."""
        self.add_problem(problem(code, row=row, column=column, value=value, **context))

    def add_problem(self, found: Problem) -> None:
        """A problem that knows its row."""
        self._problems.append(found._replace(file=self.origin.file))

    def problems(self) -> list[Problem]:
        """All problems that were found, by row, in each the gravest first."""
        gravity = list(SEVERITY_WORDS)
        return sorted(self._problems, key=lambda found: (found.row or 0, gravity.index(found.severity)))

    def nearest(self, name: str, known: tuple[str, ...], own: frozenset[str] = frozenset()) -> str:
        """The names that an unknown one may mean, as `lib.problems.nearest` says them; after many others nothing."""
        if len(self._compared) < MOST_NAMES_COMPARED:
            self._compared.add(name)
        return nearest(name, known, own=own) if name in self._compared else ""

    def say(
        self, code: str, places: Places, name: str, context: Context = _nothing, shown: Column | None = None
    ) -> None:
        """The same problem at these lines of a column, which are in order, with that column's text or the one shown instead."""
        column, texts = title(self.header.kind, name), shown or self.column(name)
        for place in places.tolist():
            if (self.row(place), column) in self._settled:
                continue
            self.add(code, self.row(place), column, texts.at(place), **context(place))

    def say_only(self, code: str, place: int, name: str, value: str | None = None, **context: Any) -> None:
        """A problem of a cell of which nothing else will be said."""
        row, column = self.row(place), title(self.header.kind, name)
        self._settled.add((row, column))
        self.add(code, row, column, value, **context)

    def say_damage(self) -> None:
        """Report the cells that went through a wrong encoding: of these nothing else will be said."""
        kind = self.header.kind
        for name, at in (self.header.columns | self.header.beside).items():
            texts = self.column_at(at)
            for place in texts.holding(SUSPECT).tolist():
                text = texts.at(place)
                if not (damaged := damage(text)):
                    continue
                if damaged.kind == "garbled":
                    self.say_only("text_garbled", place, name, text, meant=meaning(damaged.meant))
                else:
                    self.say_only("text_lost" if name in TEXTS[kind] else "key_lost", place, name, text)

    def report(self, name: str, codes: Column, context: Context = _nothing, shown: Column | None = None) -> None:
        """The problem that a column of codes names at each line; None for none."""
        for code in dict.fromkeys(filter(None, codes.distinct)):
            self.say(code, codes.where(partial(eq, code)), name, context, shown)

    def read(self, name: str, read: Callable[[str], Cell]) -> Column:
        """The values of a column; a text that is not clean is reported for each of its lines. Where it cannot be read, a workbook
        may hold more than it shows: the whole day behind 10月8日."""

        def both(texts: tuple[str, str]) -> Cell:
            cell, held = map(read, texts)
            unreadable = cell.value is None and held.value is not None
            return Cell(held.value, "cell_understood", str(held.value)) if unreadable else cell

        if stored := self.stored_days(name, of_days=True):
            held = Column.of([stored.get(place, "") for place in range(len(self))])
            cells = together(self.column(name), held).map(both)
        else:
            cells = self.column(name).map(read)
        self.report(
            name,
            cells.map(lambda cell: cell.code),
            lambda at: self.examples | {"understood": cells.at(at).understood, "never": ""},
        )
        return cells.map(lambda cell: cell.value)
