"""标注本: the file that somebody sent, as a workbook of what the board understood, with every fault marked in its cell; or
as a CSV, which has no marks, with what is said of each line at its end.

It has the columns that are read and no others, behind them what a line holds beyond its header, and reads back as the file
does: who mends it sends it as it is.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from lib.board.form import period_cell
from lib.board.template_workbook import MADE, OPTIONS
from lib.csv_out import encode
from lib.intake import Reading, Understood, UnderstoodLine, understood
from lib.plan import Plan
from lib.problems import SEVERITY_WORDS, Problem, place
from lib.rows import KIND_WORDS, REMARKS, FigureRow, Row, title
from lib.statuses import HAIRLINE, PALE_ACCENT, REPORTED
from lib.store import Store
from lib.text import xml_safe

_FILLS = {"refuse": "#f6c9c4", "confirm": "#fbe7b2", "remind": "#fbe7b2"}

_MOST_COMMENTS = 2000
"""Cells beyond are coloured and carry no comment: a file in which everything is wrong is wrong for one reason."""

_MOST_CHARS = 1000

_MOST_CHARS_OF_LINE = 8000
"""Of all remarks on a line of a CSV: a cell that is longer than a spreadsheet's would not be read back."""


def marked(reading: Reading, data: bytes, plan: Plan, store: Store) -> bytes:
    """A reading of these bytes, in which a header was found, as a workbook with its faults marked."""
    import xlsxwriter  # not for those who only look

    found = _found(reading, data, plan, store)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": MADE})
        _draw(book, book.add_worksheet(KIND_WORDS[found.kind]), found, reading.faults, plan)
    return file.getvalue()


def marked_csv(reading: Reading, data: bytes, plan: Plan, store: Store) -> bytes:
    """The same as a CSV; where there are faults, the column REMARKS at the end says them, each after the name of its column.
    What is of no line is said at the first. Cells beyond the header stay beyond it."""
    found = _found(reading, data, plan, store)
    columns = {title(found.kind, column): column for column in found.columns}
    lines = {line.row: [_text(_cells(line, plan)[c]) for c in columns.values()] for line in found.lines}
    if not reading.faults:
        return encode([*columns], lines.values())
    lines = lines or {found.header_row: [""] * len(columns)}
    said = dict.fromkeys(lines, "")
    for p in _gravest_first(reading.faults):
        at, words = (p.row, place(None, p.column) + p.said) if p.row in said else (next(iter(said)), p.message)
        said[at] += f"{SEVERITY_WORDS[p.severity]}：{words}"
    beyond = {line.row: line.beyond for line in found.lines}
    return encode(
        [*columns, REMARKS],
        [[*cells, said[row][:_MOST_CHARS_OF_LINE], *beyond.get(row, ())] for row, cells in lines.items()],
    )


def _found(reading: Reading, data: bytes, plan: Plan, store: Store) -> Understood:
    found = understood(reading.file, data, plan, store.clock().date(), str(reading.sender))
    assert found is not None, "a reading with a kind has a header"
    return found


def _draw(book: Any, sheet: Any, found: Understood, faults: Sequence[Problem], plan: Plan) -> None:
    places = _by_cell(found, faults)
    plain = {"valign": "top", "text_wrap": True, "border": 1, "border_color": HAIRLINE}
    formats = {severity: book.add_format(plain | {"bg_color": fill}) for severity, fill in _FILLS.items()}
    formats[""], head = book.add_format(plain), book.add_format(plain | {"bold": True, "bg_color": PALE_ACCENT})
    sheet.set_column(0, len(found.columns) - 1, 18)
    for at, column in enumerate(found.columns):
        sheet.write_string(0, at, title(found.kind, column), head)
    for y, line in enumerate(found.lines, 1):
        cells = _cells(line, plan)
        for at, column in enumerate(found.columns):
            here = places.get((y, at), [])
            format = formats[here[0].severity if here else ""]
            value = cells[column]
            if isinstance(value, float):
                sheet.write_number(y, at, value, format)
            elif value:
                sheet.write_string(y, at, xml_safe(value), format)
            else:
                sheet.write_blank(y, at, None, format)
        for at, text in enumerate(line.beyond, len(found.columns)):
            sheet.write_string(y, at, xml_safe(text), formats[""])
    for (y, at), here in [*places.items()][:_MOST_COMMENTS]:
        text = "\n".join(f"{SEVERITY_WORDS[p.severity]}：{p.said if p.row and p.column else p.message}" for p in here)
        sheet.write_comment(
            y, at, xml_safe(text)[:_MOST_CHARS], {"x_scale": 2.2, "y_scale": 1.4, "author": "推进计划看板"}
        )
    sheet.freeze_panes(1, 0)


def _by_cell(found: Understood, faults: Sequence[Problem]) -> dict[tuple[int, int], list[Problem]]:
    """The faults by line and column of the copy, the gravest first. What is of no line is at the head of its column, what is of
    no column at the beginning of its line."""
    lines: Mapping[int | None, int] = {line.row: y for y, line in enumerate(found.lines, 1)}
    columns: Mapping[str | None, int] = {title(found.kind, column): at for at, column in enumerate(found.columns)}
    places: defaultdict[tuple[int, int], list[Problem]] = defaultdict(list)
    for fault in _gravest_first(faults):
        places[lines.get(fault.row, 0), columns.get(fault.column, 0)].append(fault)
    return places


def _gravest_first(faults: Sequence[Problem]) -> list[Problem]:
    gravity = list(SEVERITY_WORDS)
    return sorted(faults, key=lambda p: gravity.index(p.severity))


def _cells(line: UnderstoodLine, plan: Plan) -> dict[str, str | float]:
    """The cells of a line: as they were understood, or as they were written where something in the line is wrong."""
    row = line.said
    if row is None:
        return {column: text.strip() for column, text in line.texts.items()}
    return {column: _said(row, column, plan) for column in line.texts}


def _text(cell: str | float) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else cell


def _said(row: Row, column: str, plan: Plan) -> str | float:
    if column == "period":
        return period_cell(row.period)
    if column == "reported_on":
        return row.reported_on.isoformat()
    if isinstance(row, FigureRow):
        own: dict[str, str | float] = {"indicator": plan.indicators_by_id[row.indicator].name, "value": row.value}
    else:
        own = {"task": row.task, "agency": plan.name_of(row.agency), "status": REPORTED[row.status].short}
    return own[column] if column in own else row.texts[column] or ""
