"""A table of text cells, whatever it came from: the header, and the columns below it.

Shapes: `rows` and every column of a sheet have one entry for each line below the header, blank lines left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from lib import settings
from lib.intake.columns import Column, Places
from lib.problems import Problem, problem

IsHeader = Callable[[list[str]], bool]

HEADER_WITHIN = 12
"""How many lines from the top a header is looked for."""


class Line(NamedTuple):
    """One record of a file; `row` counts as in a spreadsheet."""

    row: int
    cells: list[str]


class Range(NamedTuple):
    """Cells of a worksheet from a first to a last row and column; rows count from 1, columns from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def text(self) -> str:
        """A2:B3, as spreadsheets write it."""
        return f"{letters(self.first_column)}{self.first_row}:{letters(self.last_column)}{self.last_row}"


class Mark(NamedTuple):
    """What is to be said of a cell of a worksheet besides its text: the code of a problem, and what the cell holds where it
    shows something else: a number, or a day of which it shows a part. `is_day` where the day of the month is in that part."""

    code: str
    stored: str = ""
    day: str = ""
    is_day: bool = False


class Grid(NamedTuple):
    """What a worksheet of a workbook shows, or does not, besides its texts; rows count from 1, columns from 0."""

    name: str
    hidden_rows: set[int]
    hidden_columns: list[tuple[int, int]]
    """The first and the last of each run of them."""
    merged: list[Range]
    marks: dict[tuple[int, int], Mark]
    """By row and column."""


class Sheet(NamedTuple):
    """A file's text cells. Lines shorter than the header are filled with blanks, and `shorter` holds by place how many cells
    they have; of longer ones with something beyond it, `longer` holds by place the cells beyond. `beside` are the whole
    lines before and behind the header."""

    header: Line
    rows: Places
    columns: list[Column]
    shorter: dict[int, int]
    longer: dict[int, list[str]]
    beside: Sequence[Line] = ()
    grid: Grid | None = None
    """Of a workbook's sheet; a CSV has none."""
    above: Sequence[Line] = ()
    """The lines before the header."""
    delimiter: str = ","
    """Of a CSV."""

    def line(self, place: int) -> Line:
        """A line below the header."""
        return Line(int(self.rows[place]), [column.at(place) for column in self.columns])

    @property
    def lines(self) -> list[Line]:
        """All lines below the header; for a large sheet that takes its time."""
        return [self.line(place) for place in range(len(self.rows))]


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """The position from 0 of a column A, B, … XFD; -1 for what is none."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return -1
    at = 0
    for letter in letters.upper():
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1


def letters(column: int) -> str:
    """The letters of the column at a position from 0."""
    text = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        text = chr(ord("A") + letter) + text
        column -= 1
    return text


class Refused(Exception):
    """A file of which nothing can be read; `problems` say why."""

    def __init__(self, *found: Problem) -> None:
        self.problems = found
        super().__init__(*(problem.message for problem in found))


def down_to_header(lines: Iterator[Line], is_header: IsHeader) -> tuple[list[Line], bool]:
    """The first lines of a file, the header last where it is among them, and whether it is. Raises Refused for one that is
    too large."""
    top = []
    for line in islice(lines, HEADER_WITHIN):
        check(line)
        top.append(line)
        if is_header(line.cells):
            return top, True
    return top, False


def check(line: Line) -> None:
    """Raises Refused for a line with too many cells or too long a cell."""
    row, cells = line
    if len(cells) > settings.MAX_COLUMNS and (count := _filled(cells)) > settings.MAX_COLUMNS:
        raise Refused(problem("too_many_columns", row=row, count=count, limit=settings.MAX_COLUMNS))
    if any(map(_is_too_long, cells)):
        raise Refused(problem("cell_too_long", row=row, limit=f"{settings.MAX_CELL_CHARS:,}"))


def _filled(cells: list[str]) -> int:
    """Cells up to the last that holds something: spreadsheets leave hundreds of blank ones behind a line."""
    return max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _is_too_long(cell: str) -> bool:
    return len(cell) > settings.MAX_CELL_CHARS


def alone(line: Line) -> Sheet:
    """The sheet of a line that is no header, so that the header's own check can say what is the matter."""
    return Sheet(line, np.empty(0, np.int64), [], {}, {})


def below(top: Sequence[Line], lines: Iterable[Line]) -> Sheet:
    """The sheet of the lines down to a header and those below it. Raises Refused for one that is too large."""
    header = top[-1]
    width = max((at + 1 for at, cell in enumerate(header.cells) if cell.strip()), default=0)
    rows: list[int] = []
    # Line after line in one list: few objects, and every column is a slice of it.
    flat: list[str] = []
    shorter: dict[int, int] = {}
    longer: dict[int, list[str]] = {}
    beside = [*top[-2:-1]]
    lines = iter(lines)
    for line in lines:
        row, cells = line
        if len(rows) == settings.MAX_ROWS:
            count = f"{settings.MAX_ROWS + 1 + sum(1 for _ in lines):,}"
            raise Refused(problem("too_many_rows", row=row, count=count, limit=f"{settings.MAX_ROWS:,}"))
        if len(cells) > width:
            check(line)
            if any(map(str.strip, cells[width:])):
                longer[len(rows)] = cells[width:]
        elif len(cells) < width:
            shorter[len(rows)] = len(cells)
        if not rows:
            beside.append(line)
        flat += cells if len(cells) == width else cells[:width] + [""] * (width - len(cells))
        rows.append(row)
    columns = [Column.of(flat[at::width]) for at in range(width)]
    for column in columns:
        if max(map(len, column.distinct), default=0) > settings.MAX_CELL_CHARS:
            place = int(column.where(_is_too_long)[0])
            check(Line(rows[place], [column.at(place)]))
    return Sheet(header, np.array(rows, np.int64), columns, shorter, longer, beside, above=top[:-1])
