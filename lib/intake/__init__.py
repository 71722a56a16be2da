"""Bytes of somebody's file → typed rows, with every problem at its place."""

from lib.intake.decoding import decode
from lib.intake.headers import is_header, read_header
from lib.intake.keys import EARLY_DAYS
from lib.intake.reading import Reading, body_of, is_sample, misnamed, read_accepted, read_file, years_of
from lib.intake.sheet import Range, Refused
from lib.intake.understood import Understood, UnderstoodLine, understood
from lib.intake.workbook import shown_worksheets

__all__ = [
    "EARLY_DAYS", "Range", "Reading", "Refused", "body_of", "decode", "is_header", "is_sample", "misnamed", "read_accepted",
    "read_file", "read_header", "Understood", "UnderstoodLine", "shown_worksheets", "understood", "years_of",
]  # fmt: skip
