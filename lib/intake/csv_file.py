"""Text → cells: the header, and the columns below it.

Shapes: `rows` and every column of a sheet have one entry for each line below the header, blank lines left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from lib import settings
from lib.intake.columns import Column, Places
from lib.intake.damage import damage
from lib.intake.separators import full_width, pieces
from lib.problems import Problem, problem

IsHeader = Callable[[list[str]], bool]

_HEADER_WITHIN = 12
"""How many lines from the top a header is looked for."""

_TOP_CHARS = 100_000
"""And within how many characters."""

_DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号"}


class Line(NamedTuple):
    """One record of a CSV; `row` counts as in a spreadsheet."""

    row: int
    cells: list[str]


class Sheet(NamedTuple):
    """A file's text cells. Lines shorter than the header are filled with blanks; of longer ones with something beyond
    it, `longer` holds the number of cells by place. `beside` are the whole lines before and behind the header."""

    header: Line
    rows: Places
    columns: list[Column]
    longer: dict[int, int]
    beside: Sequence[Line] = ()

    def line(self, place: int) -> Line:
        """A line below the header."""
        return Line(int(self.rows[place]), [column.at(place) for column in self.columns])

    @property
    def lines(self) -> list[Line]:
        """All lines below the header; for a large sheet that takes its time."""
        return [self.line(place) for place in range(len(self.rows))]


class Refused(Exception):
    """A file of which nothing can be read; `problems` say why."""

    def __init__(self, *found: Problem) -> None:
        self.problems = found
        super().__init__(*(problem.message for problem in found))


class _Top(NamedTuple):
    """The first lines of a text, the header last where it is among them, and where the text goes on behind them."""

    lines: list[Line]
    end: int


def split(text: str, is_header: IsHeader) -> tuple[Sheet, list[Problem]]:
    """The cells of a CSV with any delimiter. Without a header the sheet is its first line alone, or the first one that is
    damaged, so that the header's own check can say what is the matter.

    Raises Refused for a text that is empty, too large in any direction, or has a quote without its other.
    """
    named, start = _named_delimiter(text)
    for delimiter in [named] if named else _DELIMITERS:
        if top := _down_to_header(text, start, delimiter, is_header):
            notes = _notes(top, delimiter, _DELIMITERS[delimiter], row=1 if named else None)
            return _below(top, text[top.end :], delimiter), notes
    if top := _down_to_full_width(text, start, is_header):
        raise Refused(full_width(*top.lines[-1]))
    stream = io.StringIO(text[start:], newline="")
    first = [Line(*line) for line in islice(_lines(stream, named or ",", int(start > 0)), _HEADER_WITHIN)]
    if not first:
        raise Refused(problem("file_empty"))
    for line in first:
        _check(*line)
    header = next((line for line in first if any(map(damage, line.cells))), first[0])
    return Sheet(header, np.empty(0, np.int64), [], {}), []


def _notes(top: _Top, delimiter: str, name: str, row: int | None = None) -> list[Problem]:
    notes = []
    if row or delimiter != ",":
        notes.append(problem("delimiter_noted", row=row, delimiter=name))
    if above := len(top.lines) - 1:
        notes.append(problem("lines_above_header", row=top.lines[0].row, count=above))
    return notes


def has_header(text: str, is_header: IsHeader) -> bool:
    """Whether a header stands at the top of a text, whatever its delimiter."""
    found = any(_down_to_header(text, 0, delimiter, is_header) for delimiter in _DELIMITERS)
    return found or bool(_down_to_full_width(text, 0, is_header))


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
        for row, cells in islice(_lines(stream, delimiter, int(start > 0)), _HEADER_WITHIN):
            _check(row, cells)
            lines.append(Line(row, cells))
            if is_header(cells):
                return None if stream.tell() == _TOP_CHARS else _Top(lines, start + stream.tell())
    except Refused:
        pass
    return None


def _down_to_full_width(text: str, start: int, is_header: IsHeader) -> _Top | None:
    """The same for a header that full-width marks separate."""
    found = (_down_to_header(text, start, mark, lambda cells: is_header(pieces(cells))) for mark in _DELIMITERS)
    return next(filter(None, found), None)


def _lines(
    stream: io.StringIO, delimiter: str, skipped: int, names: Sequence[str] = ()
) -> Iterator[tuple[int, list[str]]]:
    """Row and cells of the lines that are not blank. `names` are those of the columns.

    Raises Refused where a quote is not closed, with the row in which it opened; and at the end, where cells begin with
    a quoted phrase.
    """
    row, start = skipped, stream.tell()
    quoted: list[Problem] = []
    while True:
        try:
            for cells in _reader(stream, delimiter, strict=True):
                row, start = row + 1, stream.tell()
                if any(map(str.strip, cells)):
                    yield row, cells
            break
        except csv.Error:
            row, end = row + 1, stream.tell()
            stream.seek(start)
            quoted += _quote_faults(stream.read(end - start), delimiter, row, names)
            start = end
            if quoted[-1].code == "quote_unclosed":
                break
    if quoted:
        raise Refused(*quoted)


def _quote_faults(record: str, delimiter: str, row: int, names: Sequence[str]) -> list[Problem]:
    """What is wrong with the quotes of a record: phrases in quotes at the beginning of cells, or a quote without its other."""
    rest = f"[^{delimiter}\\r\\n]*"
    cells = re.finditer(f'(?:^|{delimiter})(?:"(?P<whole>[^"]*(?:""[^"]*)*)"(?P<more>{rest})|{rest})', record)
    return [
        problem(
            "quote_inside",
            row=row,
            column=names[at].strip() if at < len(names) else None,
            value=cell[0].removeprefix(delimiter),
        )
        for at, cell in enumerate(cells)
        # What a quote holds over several lines is more likely to lack its other.
        if cell["more"] and not re.search(r"[\r\n]", cell["whole"])
    ] or [problem("quote_unclosed", row=row)]


def _reader(stream: io.StringIO, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    # The csv module has a limit for one cell, per process; ours is checked below it, with a message.
    csv.field_size_limit(settings.MAX_FILE_BYTES)
    return csv.reader(stream, delimiter=delimiter, strict=strict)


def _check(row: int, cells: list[str]) -> None:
    """Raises Refused for a line with too many cells or too long a cell."""
    if len(cells) > settings.MAX_COLUMNS and (count := _filled(cells)) > settings.MAX_COLUMNS:
        raise Refused(problem("too_many_columns", row=row, count=count, limit=settings.MAX_COLUMNS))
    if any(map(_is_too_long, cells)):
        raise Refused(problem("cell_too_long", row=row, limit=f"{settings.MAX_CELL_CHARS:,}"))


def _filled(cells: list[str]) -> int:
    """Cells up to the last that holds something: spreadsheets leave hundreds of blank ones behind a line."""
    return max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _is_too_long(cell: str) -> bool:
    return len(cell) > settings.MAX_CELL_CHARS


def _below(top: _Top, body: str, delimiter: str) -> Sheet:
    """The sheet of a header and the text below it."""
    header = top.lines[-1]
    width = max((at + 1 for at, cell in enumerate(header.cells) if cell.strip()), default=0)
    rows: list[int] = []
    # Line after line in one list: few objects, and every column is a slice of it.
    flat: list[str] = []
    longer: dict[int, int] = {}
    beside = top.lines[-2:-1]
    lines = _lines(io.StringIO(body, newline=""), delimiter, header.row, header.cells)
    for row, cells in lines:
        if len(rows) == settings.MAX_ROWS:
            count = f"{settings.MAX_ROWS + 1 + sum(1 for _ in lines):,}"
            raise Refused(problem("too_many_rows", row=row, count=count, limit=f"{settings.MAX_ROWS:,}"))
        if len(cells) > width:
            _check(row, cells)
            if any(map(str.strip, cells[width:])):
                longer[len(rows)] = len(cells)
        if not rows:
            beside.append(Line(row, cells))
        flat += cells if len(cells) == width else cells[:width] + [""] * (width - len(cells))
        rows.append(row)
    columns = [Column.of(flat[at::width]) for at in range(width)]
    for column in columns:
        if max(map(len, column.distinct), default=0) > settings.MAX_CELL_CHARS:
            place = int(column.where(_is_too_long)[0])
            _check(rows[place], [column.at(place)])
    return Sheet(header, np.array(rows, np.int64), columns, longer, beside)
