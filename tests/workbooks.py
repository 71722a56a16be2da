"""Workbooks for tests: made by XlsxWriter as people make them, or part by part as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from factories import FIGURES_HEADER
from openpyxl import load_workbook

Cell = Any
"""A text, a number, a date, None for a blank cell, or a number with its format: (0.605, "0.0%")."""

More = Callable[[Any, Any], None]
"""What else is done to a workbook and its first worksheet."""


def workbook(
    *rows: Sequence[Cell],
    header: Sequence[str] = FIGURES_HEADER,
    name: str = "指标实绩",
    more: More | None = None,
    **options: Any,
) -> bytes:
    """A workbook of one worksheet: a header in row 1, and rows below it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, **options}) as book:
        sheet = book.add_worksheet(name)
        fill(book, sheet, [header, *rows])
        if more:
            more(book, sheet)
    return file.getvalue()


def fill(book: Any, sheet: Any, rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows into a worksheet from its first cell on."""
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            value, code = cell if isinstance(cell, tuple) else (cell, None)
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write(row, column, value, code and book.add_format({"num_format": code}))


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def text_cell(text: str) -> str:
    """A cell with its text in it."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


HEADER_ROW = "".join(map(text_cell, FIGURES_HEADER))


def raw_workbook(
    sheet: str | bytes = "",
    *,
    strings: str = "",
    styles: str = "",
    book: str = "",
    parts: Mapping[str, str | bytes] = {},
    book_type: str = BOOK_TYPE,
    doctype: str = "",
) -> bytes:
    """A workbook part by part: `sheet` is what stands in the worksheet, `strings` and `styles` in theirs."""
    if isinstance(sheet, str) and not sheet.startswith("<?xml"):
        sheet = f'<?xml version="1.0"?>{doctype}<worksheet {MAIN}>{sheet}</worksheet>'
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{book_type}"/></Types>',
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}">{book}<sheets><sheet name="指标实绩" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(
            f'<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
            for id, kind, target in [
                ("s", "worksheet", "worksheets/sheet1.xml"),
                ("t", "sharedStrings", "sharedStrings.xml"),
                ("f", "styles", "styles.xml"),
            ]
        )
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings:
        whole["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>"
    if styles:
        whole["xl/styles.xml"] = f"<styleSheet {MAIN}>{styles}</styleSheet>"
    return zipped({**whole, **parts})


def zipped(parts: Mapping[str, str | bytes], level: int | None = None) -> bytes:
    """A .zip of parts by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return file.getvalue()


def sheet_of(data: bytes) -> Any:
    """The only worksheet of a workbook."""
    (sheet,) = load_workbook(io.BytesIO(data)).worksheets
    return sheet


def grid(*rows: str, before: str = "", behind: str = "") -> str:
    """What stands in a worksheet: a header, and rows of cells below it."""
    numbered = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate([HEADER_ROW, *rows], 1))
    return f"{before}<sheetData>{numbered}</sheetData>{behind}"
