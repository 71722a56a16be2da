"""Spreadsheets of a 任务分解表: .xlsx with its merged cells, read as reports are, and .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lib.drafts.document import Cell, Numbered, filled
from lib.drafts.readers.plain_text import decoded
from lib.errors import DraftError
from lib.intake import Range, Refused, shown_worksheets
from lib.settings import MAX_ROWS

if TYPE_CHECKING:
    from lib.intake.sheet import Line

_MOST_COLUMNS = 100


def read(data: bytes, into: Numbered) -> None:
    """Every visible sheet as a table, its name as the line above where there are several."""
    try:
        shown = [sheet for sheet in shown_worksheets(data) if sheet.lines]
    except Refused as refused:
        raise DraftError(f"Excel 文件打不开：{refused}") from refused
    for sheet in shown:
        if len(shown) > 1:
            into.line(sheet.name, ends=True)
        into.table(_merged(list(_rows(sheet.lines)), sheet.merged))


def read_csv(data: bytes, into: Numbered) -> None:
    """One table."""
    try:
        into.table(filled(row[:_MOST_COLUMNS] for row in csv.reader(io.StringIO(decoded(data), newline=""))))
    except csv.Error as error:
        raise DraftError("CSV 文件读不懂。请用 Excel 或 WPS 打开，另存为 .xlsx。") from error


def _rows(lines: Sequence[Line]) -> Iterator[list[str]]:
    """All rows down to the last that is not blank, as wide as the widest, so that a place is what the sheet says it is."""
    cells = {line.row: line.cells[:_MOST_COLUMNS] for line in lines if line.row <= MAX_ROWS}
    width = max(map(len, cells.values()), default=0)
    for row in range(1, max(cells, default=0) + 1):
        own = cells.get(row, [])
        yield own + [""] * (width - len(own))


def _merged(rows: list[list[str]], ranges: Sequence[Range]) -> Iterator[list[Cell]]:
    grid = [[Cell(text) for text in row] for row in rows]
    for top, bottom, left, right in ranges:
        for r in range(top - 1, min(bottom, len(grid))):
            for c in range(left, min(right, len(grid[r]) - 1) + 1):
                grid[r][c] = Cell(rows[top - 1][left], first=(r, c) == (top - 1, left))
    yield from grid
