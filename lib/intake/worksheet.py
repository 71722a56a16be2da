"""What a worksheet hides, merges or could not compute: said of the lines that are to be rows."""

from __future__ import annotations

import numpy as np

from lib.intake.cells import is_blank
from lib.intake.lines import Lines
from lib.intake.sheet import Grid
from lib.rows import REQUIRED, title

AS_STORED = "把单元格格式改为“常规”"
"""What to do about a cell that is to show the number that it holds."""


def say_worksheet(lines: Lines) -> None:
    """Report what a table of a workbook does not show as it is: of a CSV there is nothing to say."""
    grid = lines.sheet.grid
    if grid is None:
        return
    read = lines.header.columns | lines.header.beside
    _say_hidden(lines, grid, read)
    _say_marks(lines, grid, read)
    _say_merged(lines, grid, read)


def _say_hidden(lines: Lines, grid: Grid, read: dict[str, int]) -> None:
    for row in map(lines.row, range(len(lines)) if grid.hidden_rows else ()):
        if row in grid.hidden_rows:
            lines.add("row_hidden", row)
    for name, at in read.items():
        if any(first <= at <= last for first, last in grid.hidden_columns):
            lines.add("column_hidden", None, title(lines.header.kind, name))


def _say_marks(lines: Lines, grid: Grid, read: dict[str, int]) -> None:
    """Report cells that are errors or lack their result, what is struck through of a key, figure or status, and what shows
    something else than it holds; of figures that is said by themselves."""
    if not grid.marks:
        return
    columns = {name: lines.column_at(at) for name, at in read.items()}
    for place in range(len(lines)):
        for name, at in read.items():
            mark = grid.marks.get((lines.row(place), at))
            text = columns[name].at(place) if mark else ""
            if mark and mark.code == "cell_struck":
                if name in REQUIRED[lines.header.kind]:
                    lines.add(mark.code, lines.row(place), title(lines.header.kind, name), text)
            elif mark and mark.code != "value_shown":
                lines.say_only(mark.code, place, name, text or None)
            if mark and mark.stored and name != "value":
                column = title(lines.header.kind, name)
                lines.add("value_shown", lines.row(place), column, text, stored=mark.stored, remedy=AS_STORED)


def _say_merged(lines: Lines, grid: Grid, read: dict[str, int]) -> None:
    """Report the blank cells that rows share with one above them. Cells that are merged within a row are just blank."""
    if not grid.merged:
        return
    rows = lines.sheet.rows[lines.places]
    starts = np.searchsorted(rows, [merged.first_row + 1 for merged in grid.merged]).tolist()
    ends = np.searchsorted(rows, [merged.last_row + 1 for merged in grid.merged]).tolist()
    for name, at in read.items():
        covered_by = np.full(len(lines), -1)
        room = len(lines)
        for n, (merged, start, end) in enumerate(zip(grid.merged, starts, ends, strict=True)):
            if merged.first_column <= at <= merged.last_column:
                covered_by[start:end] = n
                room -= end - start
            # Merged cells never overlap; where they do nevertheless, nobody needs to know of the rest.
            if room < 0:
                break
        blank = lines.column_at(at).where(is_blank)
        for place in blank[covered_by[blank] >= 0].tolist():
            lines.say_only("cell_in_merge", place, name, range=grid.merged[covered_by[place]].text)
