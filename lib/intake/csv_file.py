"""Text → cells: the header, and the columns below it.

Shapes: `rows` and every column of a sheet have one entry for each line below the header, blank lines left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from lib import settings
from lib.intake.columns import Column, Places
from lib.problems import Problem, problem

IsHeader = Callable[[list[str]], bool]

_HEADER_WITHIN = 12
"""How many lines from the top a header is looked for."""

_TOP_CHARS = 100_000
"""And within how many characters."""

_DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号"}

_LINES_AT_ONCE = 1000
_TEXTS_REMEMBERED = 10_000


class Line(NamedTuple):
    """One record of a CSV; `row` counts as in a spreadsheet."""

    row: int
    cells: list[str]


class Sheet(NamedTuple):
    """A file's text cells. Lines shorter than the header are filled with blanks; of longer ones with something beyond
    it, `longer` holds the number of cells by place."""

    header: Line
    rows: Places
    columns: list[Column]
    longer: dict[int, int]

    def line(self, place: int) -> Line:
        """A line below the header."""
        return Line(int(self.rows[place]), [column.at(place) for column in self.columns])

    @property
    def lines(self) -> list[Line]:
        """All lines below the header; for a large sheet that takes its time."""
        return [self.line(place) for place in range(len(self.rows))]


class Refused(Exception):
    """A file of which nothing can be read; `problem` says why."""

    def __init__(self, found: Problem) -> None:
        self.problem = found
        super().__init__(found.message)


class _Top(NamedTuple):
    """The first lines of a text, the header last where it is among them, and where the text goes on behind them."""

    lines: list[Line]
    end: int


def split(text: str, is_header: IsHeader) -> tuple[Sheet, list[Problem]]:
    """The cells of a CSV with any delimiter. Without a header the sheet is its first line alone, so that the header's
    own check can say what is missing.

    Raises Refused for a text that is empty, too large in any direction, or has a quote without its other.
    """
    named, start = _named_delimiter(text)
    for delimiter in [named] if named else _DELIMITERS:
        if top := _down_to_header(text, start, delimiter, is_header):
            notes = _notes(top, delimiter, _DELIMITERS[delimiter], row=1 if named else None)
            return _below(top.lines[-1], text[top.end :], delimiter), notes
    stream = io.StringIO(text[start:], newline="")
    first = [_checked(line) for line in islice(_lines(stream, named or ",", int(start > 0)), _HEADER_WITHIN)]
    if not first:
        raise Refused(problem("file_empty"))
    return Sheet(first[0], np.empty(0, np.int64), [], {}), []


def _notes(top: _Top, delimiter: str, name: str, row: int | None = None) -> list[Problem]:
    notes = []
    if row or delimiter != ",":
        notes.append(problem("delimiter_noted", row=row, delimiter=name))
    if above := len(top.lines) - 1:
        notes.append(problem("lines_above_header", row=top.lines[0].row, count=above))
    return notes


def has_header(text: str, is_header: IsHeader) -> bool:
    """Whether a header stands at the top of a text, whatever its delimiter."""
    return any(_down_to_header(text, 0, delimiter, is_header) for delimiter in _DELIMITERS)


def row_at_end(text: str) -> int:
    """The row in which a text ends, quoted line breaks not counted."""
    rows = sum(1 for _ in _reader(io.StringIO(text, newline=""), ",", strict=False))
    return max(1, rows + text.endswith(("\n", "\r")))


def _named_delimiter(text: str) -> tuple[str | None, int]:
    """The delimiter that a first line such as `sep=;` names, and where the text goes on behind it."""
    first, _, _ = text[:20].partition("\n")
    named = first.strip(" \r").lower()
    if named not in {"sep=,", "sep=;", "sep=\t", "sep="}:
        return None, 0
    return named[4:] or "\t", min(len(first) + 1, len(text))


def _down_to_header(text: str, start: int, delimiter: str, is_header: IsHeader) -> _Top | None:
    """The lines down to the header; None where there is none, or none in good form."""
    stream = io.StringIO(text[start : start + _TOP_CHARS], newline="")
    lines = []
    try:
        for line in islice(_lines(stream, delimiter, int(start > 0)), _HEADER_WITHIN):
            lines.append(line)
            if is_header(line.cells):
                cut = stream.tell() == _TOP_CHARS
                return None if cut else _Top([_checked(line) for line in lines], start + stream.tell())
    except Refused:
        pass
    return None


def _lines(stream: io.StringIO, delimiter: str, skipped: int) -> Iterator[Line]:
    """The lines that are not blank. Raises Refused where a quote is not closed, with the row in which it opened."""
    row = skipped
    try:
        for row, cells in enumerate(_reader(stream, delimiter, strict=True), skipped + 1):
            if any(cells) and any(map(str.strip, cells)):
                yield Line(row, cells)
    except csv.Error:
        raise Refused(problem("quote_unclosed", row=row + 1)) from None


def _reader(stream: io.StringIO, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    # The csv module has a limit for one cell, per process; ours is checked below it, with a message.
    csv.field_size_limit(settings.MAX_FILE_BYTES)
    return csv.reader(stream, delimiter=delimiter, strict=strict)


def _checked(line: Line) -> Line:
    """The line; raises Refused for one with too many cells or too long a cell."""
    if len(line.cells) > settings.MAX_COLUMNS:
        count = len(line.cells)
        raise Refused(problem("too_many_columns", row=line.row, count=count, limit=settings.MAX_COLUMNS))
    if any(len(cell) > settings.MAX_CELL_CHARS for cell in line.cells):
        raise Refused(problem("cell_too_long", row=line.row, limit=f"{settings.MAX_CELL_CHARS:,}"))
    return line


def _width(header: Line) -> int:
    return max((at + 1 for at, cell in enumerate(header.cells) if cell.strip()), default=0)


def _below(header: Line, body: str, delimiter: str) -> Sheet:
    """The sheet of a header and the text below it."""
    cells = _Cells(_width(header))
    for line in _lines(io.StringIO(body, newline=""), delimiter, header.row):
        cells.add(line)
    return Sheet(header, np.array(cells.rows, np.int64), cells.columns(), cells.longer)


class _Cells:
    """Cells gathered column by column, a thousand lines at a time."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: list[int] = []
        self.longer: dict[int, int] = {}
        self._batch: list[list[str]] = []
        self._cells: list[list[str]] = [[] for _ in range(width)]
        # Texts that are said again are kept once.
        self._known: list[dict[str, str]] = [{} for _ in range(width)]

    def add(self, line: Line) -> None:
        """Add a line, cut or filled to the width. Raises Refused for one too many and for one too large."""
        if len(self.rows) == settings.MAX_ROWS:
            raise Refused(problem("too_many_rows", row=line.row, limit=f"{settings.MAX_ROWS:,}"))
        cells = line.cells
        if len(cells) > self.width:
            _checked(line)
            if any(map(str.strip, cells[self.width :])):
                self.longer[len(self.rows)] = len(cells)
            del cells[self.width :]
        elif len(cells) < self.width:
            cells += [""] * (self.width - len(cells))
        self.rows.append(line.row)
        self._batch.append(cells)
        if len(self._batch) == _LINES_AT_ONCE:
            self._gather()

    def columns(self) -> list[Column]:
        """The columns; their cells are let go, so that they are asked for once."""
        self._gather()
        self._known.clear()
        self._cells.reverse()
        return [Column.of(self._cells.pop()) for _ in range(self.width)]

    def _gather(self) -> None:
        if not self._batch:
            return
        for column, known, texts in zip(self._cells, self._known, zip(*self._batch, strict=True), strict=True):
            if len(max(texts, key=len)) > settings.MAX_CELL_CHARS:
                for row, cells in zip(self.rows[-len(self._batch) :], self._batch, strict=True):
                    _checked(Line(row, cells))
            column.extend(map(known.setdefault, texts, texts))
            if len(known) > _TEXTS_REMEMBERED:
                known.clear()
        self._batch = []
