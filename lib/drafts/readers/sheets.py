"""Spreadsheets of a 任务分解表: .xlsx with its merged cells, and .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from lib.drafts.document import Cell, Numbered, filled
from lib.drafts.readers.plain_text import decoded
from lib.errors import DraftError

_MOST_COLUMNS = 100


def read(data: bytes, into: Numbered) -> None:
    """Every visible sheet as a table, its name as the line above where there are several."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for name in shown:
            sheet = book.get_sheet_by_name(name)
            rows = [[_text(value) for value in row[:_MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
            if not any(any(row) for row in rows):
                continue
            if len(shown) > 1:
                into.line(name, ends=True)
            into.table(_merged(rows, sheet.merged_cell_ranges or []))
    except CalamineError as error:
        raise DraftError("Excel 文件打不开：已损坏，或有密码。请去掉密码后另存一份。") from error


def read_csv(data: bytes, into: Numbered) -> None:
    """One table."""
    try:
        into.table(filled(row[:_MOST_COLUMNS] for row in csv.reader(io.StringIO(decoded(data), newline=""))))
    except csv.Error as error:
        raise DraftError("CSV 文件读不懂。请用 Excel 或 WPS 打开，另存为 .xlsx。") from error


def _merged(rows: list[list[str]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[list[Cell]]:
    grid = [[Cell(text) for text in row] for row in rows]
    for (top, left), (bottom, right) in ranges:
        for r in range(top, min(bottom, len(grid) - 1) + 1):
            for c in range(left, min(right, len(grid[r]) - 1) + 1):
                grid[r][c] = Cell(rows[top][left], first=(r, c) == (top, left))
    yield from grid


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)
