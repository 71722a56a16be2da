"""Workbooks that nobody should send: small as files, huge once they are unpacked."""

from __future__ import annotations

from collections.abc import Callable

from workbooks import HEADER_ROW, RELATIONS, grid, raw_workbook, text_cell

from lib.settings import MAX_ROWS

NAME = "作品著作权登记量"
NAMED = f'<c t="str"><v>{NAME}</v></c><c t="str"><v>2019-09</v></c>'


def rows(row: str, count: int) -> bytes:
    """A worksheet of a header and the same row again and again."""
    return raw_workbook(f"<sheetData><row>{HEADER_ROW}</row>{row * count}</sheetData>")


def numbers(format: int, columns: int) -> bytes:
    """A worksheet of numbers, each another one, in one format."""
    cells = (
        "".join(f'<c s="1"><v>{row % 40_000}.{column}23</v></c>' for column in range(columns))
        for row in range(MAX_ROWS)
    )
    return raw_workbook(
        f"<sheetData><row>{HEADER_ROW}</row>{''.join(f'<row>{row}</row>' for row in cells)}</sheetData>",
        styles='<numFmts><numFmt numFmtId="200" formatCode="#,##0.00"/></numFmts>'
        f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{format}"/></cellXfs>',
    )


def entities() -> str:
    """The billion laughs."""
    named = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{named}]>'


HUGE_WORKBOOKS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "half a gigabyte of blanks": ("workbook_too_large", lambda: raw_workbook(b"<worksheet>" + b" " * 500_000_000)),
    "a million rows": ("sheet_read", lambda: rows("<row/>", 1_048_575)),
    "more rows than there are": ("workbook_damaged", lambda: rows("<row/>", 1_048_576)),
    "a row beyond the last": ("workbook_damaged", lambda: rows('<row r="1048577"><c><v>1</v></c></row>', 1)),
    "700,000 rows with a format": ("sheet_read", lambda: rows('<row ht="13.5" s="2"><c s="1"/></row>', 700_000)),
    "20,001 rows": ("too_many_rows", lambda: rows(f"<row>{NAMED}<c><v>1</v></c></row>", MAX_ROWS + 1)),
    "the last column": ("too_many_columns", lambda: rows('<row><c r="XFD2"><v>1</v></c></row>', 1)),
    "a column beyond the last": ("workbook_damaged", lambda: rows('<row><c r="XFE2"><v>1</v></c></row>', 1)),
    "blank cells in the last column": (
        "workbook_too_large",
        lambda: rows('<row><c r="A2"/><c r="XFD2"/></row>', 600_000),
    ),
    "cells": ("workbook_too_large", lambda: rows("<row>" + "<c><v>1.5</v></c>" * 250 + "</row>", MAX_ROWS)),
    "numbers": ("workbook_too_large", lambda: numbers(200, 30)),
    "moments": ("workbook_too_large", lambda: numbers(22, 12)),
    "number formats": (
        "workbook_too_large",
        lambda: raw_workbook(
            grid("<c/>"),
            styles="<numFmts>"
            + "".join(f'<numFmt numFmtId="{n}" formatCode="0{n}"/>' for n in range(200, 200_000))
            + "</numFmts>",
        ),
    ),
    "shared texts": (
        "sheet_read",
        lambda: raw_workbook(grid("<c/>"), strings="".join(f"<si><t>{n}</t></si>" for n in range(740_000))),
    ),
    "one long text again and again": (
        "workbook_too_large",
        lambda: raw_workbook(grid(*['<c t="s"><v>0</v></c>' * 5] * 19_000), strings=f"<si><t>{'x' * 32_000}</t></si>"),
    ),
    "a text of 60 MB": ("cell_too_long", lambda: raw_workbook(grid(text_cell("x" * 60_000_000)))),
    "an attribute of 60 MB": ("sheet_read", lambda: raw_workbook(grid("<c a='" + "x" * 60_000_000 + "'/>"))),
    "700,000 attributes": (
        "sheet_read",
        lambda: raw_workbook(grid("<c " + " ".join(f"a{n}=''" for n in range(700_000)) + "/>")),
    ),
    "elements in elements": ("file_empty", lambda: raw_workbook("<a>" * 700_000 + "</a>" * 700_000)),
    "entities": ("workbook_damaged", lambda: raw_workbook(grid(text_cell("&a11;")), doctype=entities())),
    "an entity that is a file": (
        "workbook_damaged",
        lambda: raw_workbook(grid(text_cell("&a;")), doctype='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    ),
    "merged cells": (
        "sheet_read",
        lambda: raw_workbook(
            grid(
                *[f'<c t="str"><v>{NAME}</v></c>'] * (MAX_ROWS - 1),
                behind="<mergeCells>" + '<mergeCell ref="A1:E20000"/>' * 700_000 + "</mergeCells>",
            )
        ),
    ),
    "hidden columns": (
        "sheet_read",
        lambda: raw_workbook(
            grid("<c><v>1</v></c>", before="<cols>" + '<col min="1" max="9" hidden="1"/>' * 700_000 + "</cols>")
        ),
    ),
    "hidden rows": ("sheet_read", lambda: rows(f'<row hidden="1">{NAMED}<c><v>1</v></c></row>', MAX_ROWS)),
    "errors": ("sheet_read", lambda: rows("<row>" + '<c t="e"><v>#REF!</v></c>' * 5 + "</row>", MAX_ROWS)),
    "errors everywhere": (
        "workbook_too_large",
        lambda: rows("<row>" + '<c t="e"><v>#</v></c>' * 30 + "</row>", MAX_ROWS),
    ),
    "formulas": ("sheet_read", lambda: rows("<row>" + "<c><f>1+1</f></c>" * 5 + "</row>", MAX_ROWS)),
    "worksheets": (
        "workbook_too_large",
        lambda: raw_workbook(
            grid("<c/>"),
            parts={
                "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}"><sheets>'
                + '<sheet name="x" r:id="s"/>' * 100_000
                + "</sheets></workbook>"
            },
        ),
    ),
    "parts": ("sheet_read", lambda: raw_workbook(grid("<c/>"), parts={f"a{n}": "" for n in range(15_000)})),
}
"""By what each of them is meant against: the first code of the answer, and the workbook."""
