"""Bytes of somebody's file → typed rows, with every problem at its place."""

from lib.intake.decoding import decode
from lib.intake.headers import is_header, read_header
from lib.intake.keys import EARLY_DAYS
from lib.intake.reading import Reading, body_of, is_sample, other_plan_year, read_file

__all__ = [
    "EARLY_DAYS", "Reading", "body_of", "decode", "is_header", "is_sample", "other_plan_year", "read_file",
    "read_header",
]  # fmt: skip
