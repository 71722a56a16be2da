"""A file line by line as it was understood: for a copy of it in which the rest is marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from lib.intake.decoding import decode
from lib.intake.headers import is_header, read_header
from lib.intake.lines import Origin
from lib.intake.reading import read_rows
from lib.plan import Plan
from lib.rows import COLUMNS, Kind, Row


class UnderstoodLine(NamedTuple):
    """A line of a file: its row there, its texts by column, what it reports, if every cell of it is good, and the cells for
    which the header has no column."""

    row: int
    texts: dict[str, str]
    said: Row | None
    beyond: Sequence[str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing of it can be seen."""
        return not any(map(str.strip, (*self.texts.values(), *self.beyond)))


class Understood(NamedTuple):
    """The lines below the header of a file, blank ones left out, and the columns that it has, in the order of COLUMNS."""

    kind: Kind
    header_row: int
    columns: Sequence[str]
    lines: list[UnderstoodLine]


def understood(file: str, data: bytes, plan: Plan, received: date, sender: str) -> Understood | None:
    """What can be understood of a file, also where it is refused for the rest of it; None without a header."""
    sheet, _ = decode(data, is_header)
    header = read_header(sheet.header, plan.year, sheet.beside)[0] if sheet else None
    if sheet is None or header is None:
        return None
    rows, found = read_rows(sheet, header, plan, Origin(file, sender, received))
    wrong = {problem.row for problem in found if problem.blocking}
    said = {row.row: row for row in rows if row.row not in wrong}
    columns = [column for column in COLUMNS[header.kind] if column in header.columns]
    lines = [
        UnderstoodLine(row, {c: cells[header.columns[c]] for c in columns}, said.get(row), sheet.longer.get(place, ()))
        for place, (row, cells) in enumerate(sheet.lines)
    ]
    lines[:0] = [
        UnderstoodLine(row, {c: "".join(cells[header.columns[c] :][:1]) for c in columns}, None, ())
        for row, cells in sheet.above
        if row in wrong
    ]
    return Understood(header.kind, header.row, columns, [line for line in lines if not line.is_blank])
