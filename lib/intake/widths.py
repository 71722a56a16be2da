"""Lines that have more cells than the header, or fewer than make a row."""

from __future__ import annotations

import numpy as np

from lib.intake.cells import is_blank
from lib.intake.lines import Lines
from lib.intake.sheet import letters
from lib.problems import quoted
from lib.rows import REQUIRED, title

_DELIMITERS = {
    ",": ("英文逗号", "改用中文逗号"),
    ";": ("英文分号", "改用中文分号"),
    "\t": ("制表符", "删去制表符"),
}
"""What separates the cells of a CSV, and what else to do about one within a text."""


def say_too_long(lines: Lines) -> None:
    """Report the lines with something in cells beyond the header."""
    width = len(lines.sheet.columns)
    for place in np.flatnonzero(np.isin(lines.places, [*lines.sheet.longer])).tolist():
        beyond = lines.sheet.longer[int(lines.places[place])]
        advice = _advice(lines, lines.row(place), beyond)
        lines.add("row_too_long", lines.row(place), count=width + len(beyond), expected=width, detail=advice)


def say_too_short(lines: Lines) -> None:
    """Report the lines of a CSV that end before their figure or status, of which nothing else is said; those without key or
    period are told that."""
    if lines.sheet.grid is not None:
        return
    *key, said = REQUIRED[lines.header.kind]
    cut = [place for place, count in lines.sheet.shorter.items() if count <= lines.header.columns[said]]
    for place in np.flatnonzero(np.isin(lines.places, cut)).tolist():
        if not any(is_blank(lines.column(name).at(place)) for name in key):
            count = lines.sheet.shorter[int(lines.places[place])]
            lines.say_only("row_too_short", place, said, count=count, expected=title(lines.header.kind, said))


def _advice(lines: Lines, row: int, beyond: list[str]) -> str:
    """What to do about cells beyond the header."""
    sheet = lines.sheet
    if sheet.grid is not None:
        at, text = next((at, text) for at, text in enumerate(beyond, len(sheet.columns)) if text.strip())
        return f"{letters(at)}{row} 里有{quoted(text)}，这一列没有表头。请移到有表头的列里，或删去。"
    name, instead = _DELIMITERS[sheet.delimiter]
    return f"多半是说明里的{name}；请给这一格加英文双引号，或{instead}。"
