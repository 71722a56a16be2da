"""Bytes → text cells, of a CSV or a workbook. Whatever the bytes, the answer is a sheet or the reason why there is none."""

from __future__ import annotations

from lib.intake.csv_file import has_header, split
from lib.intake.encodings import check_format, is_workbook, text_of
from lib.intake.sheet import IsHeader, Line, Refused, Sheet
from lib.intake.workbook import read_workbook
from lib.problems import Problem

__all__ = ["Line", "Sheet", "decode"]


def decode(data: bytes, is_header: IsHeader) -> tuple[Sheet | None, list[Problem]]:
    """The cells of a CSV in any encoding and delimiter or of an .xlsx, with the problems and notes on the way.

    `is_header` tells whether a record is a header; a sheet without one is returned with its first line as header, so
    that the header's own check can say what is missing.
    """
    try:
        check_format(data)
        if is_workbook(data):
            return read_workbook(data, is_header)
        text, notes = text_of(data, lambda top: has_header(top, is_header))
        sheet, more = split(text, is_header)
    except Refused as refused:
        return None, list(refused.problems)
    return sheet, notes + more
