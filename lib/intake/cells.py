"""The grammar of one cell: text in, value out, or the code of what is wrong with it.

`float()` and Unicode normalisation accept far too much (1_000, ٣, nan, ²), so numbers have a grammar of their own.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from lib.statuses import REPORTED, REPORTED_WORDS
from lib.text import tidy

NOT_REPORTED = frozenset(
    {"", "-", "--", "—", "——", "–", "/", "\\", "无", "n/a", "na", "null", "none", "暂无", "未统计"}
)
"""Marks that people put where they have nothing to report. Never zero."""

_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?", re.ASCII)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
# No two neighbours of a pattern may match the same characters: cells are long enough to make that a hang.
_LOOSE = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_WITH_UNIT = re.compile(r"(?P<number>[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+))\s*(?P<unit>[^\d\s.,]*)", re.ASCII)
_NOT_EXACT = re.compile(
    r"^[约近超逾大>＞<＜≥≤~～]|[\d十百千万亿][多余]|左右|\+$|\d\s*[-~—–至到]\s*\d|以[上下]|待定|未定|不详"
)
_EXCEL_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA)|#{2,}")
_OTHER_UNIT = re.compile(r"[%‰一-鿿]{1,4}")
_SCALES = {"万": 10_000, "亿": 100_000_000}
_MOST_DIGITS = 15
"""What Excel keeps, and a float holds, of a number."""


class Cell(NamedTuple):
    """A cell's value; `code` is a note or problem of the catalogue, `understood` what a note says of it."""

    value: Any
    code: str | None = None
    understood: str | None = None


def is_blank(text: str) -> bool:
    """Whether there is nothing to be seen in a cell."""
    return not text or (not text[0].isalnum() and not tidy(text))


def is_not_reported(text: str) -> bool:
    """Whether the cell is blank or one of the marks for “nothing to report”."""
    return text == "" or tidy(text).lower() in NOT_REPORTED


def read_number(text: str, unit: str) -> Cell:
    """A number for an indicator counted in `unit`; the value is None where nothing is reported."""
    if _PLAIN.fullmatch(text) and _digits(text) <= _MOST_DIGITS:
        return Cell(float(text))
    plain = tidy(text)
    if _EXCEL_ERROR.fullmatch(plain.upper()):
        return Cell(None, "value_excel_error")
    if plain.lower() in NOT_REPORTED:
        return Cell(None, "cell_not_reported")
    if _GROUPED.fullmatch(plain) or _LOOSE.fullmatch(plain):
        return _noted(plain.replace(",", ""), 1)
    if _NOT_EXACT.search(plain):
        return Cell(None, "value_not_exact")
    match = _WITH_UNIT.fullmatch(plain)
    if match is None or ("," in match["number"] and not _GROUPED.fullmatch(match["number"])):
        return Cell(None, "value_not_a_number")
    scale = _scale(match["unit"], unit)
    if scale is None:
        return Cell(None, "value_unit" if _OTHER_UNIT.fullmatch(match["unit"]) else "value_not_a_number")
    return _noted(match["number"].replace(",", ""), scale)


def _scale(written: str, unit: str) -> int | None:
    """What a number is multiplied by for what is written behind it; None where that is not the plan's unit."""
    if written in ("", unit):
        return 1
    # 3.5万 of something counted in 万元 may be 3.5 or 35000.
    if written[1:] in ("", unit) and unit != "%" and unit[:1] not in _SCALES:
        return _SCALES.get(written[0])
    return None


def _noted(digits: str, scale: int) -> Cell:
    if _digits(digits) > _MOST_DIGITS:
        return Cell(None, "value_too_long")
    value = round(float(digits) * scale, 9) if scale != 1 else float(digits)
    return Cell(value, "cell_understood", f"{value:.9f}".rstrip("0").rstrip("."))


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def read_status(text: str) -> Cell:
    """A status key; None where nothing is reported."""
    if text in REPORTED_WORDS:
        return Cell(REPORTED_WORDS[text])
    if is_not_reported(text):
        return Cell(None, "cell_not_reported")
    plain = tidy(text).replace("(", "（").replace(")", "）")
    if key := REPORTED_WORDS.get(plain) or REPORTED_WORDS.get(plain.lower()):
        return Cell(key, "cell_understood", REPORTED[key].short)
    return Cell(None, "status_unknown")


_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)

_DIGITS_OF_DAY = re.compile(r"(?:19|20)\d{6}", re.ASCII)
_SERIAL = re.compile(r"[34]\d{4}", re.ASCII)


@lru_cache(maxsize=4096)
def read_day(text: str) -> Cell:
    """A calendar day; None where the cell is blank."""
    if text == "":
        return Cell(None)
    plain = tidy(text)
    if plain.lower() in NOT_REPORTED:
        return Cell(None, "cell_not_reported")
    try:
        if match := _DAY.fullmatch(plain):
            day = date(int(match[1]), int(match[2]), int(match[3]))
        elif _DIGITS_OF_DAY.fullmatch(plain):
            day = date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
        elif _SERIAL.fullmatch(plain):
            day = date(1899, 12, 30) + timedelta(days=int(plain))
        else:
            return Cell(None, "date_unreadable")
    except ValueError:
        return Cell(None, "date_unreadable")
    return Cell(day) if text == day.isoformat() else Cell(day, "cell_understood", day.isoformat())
