"""Lines that are no rows: notes below the table, and totals."""

from __future__ import annotations

import re
from itertools import product

import numpy as np

from lib.intake.cells import is_blank, read_day, read_number, read_status
from lib.intake.columns import Places
from lib.intake.headers import is_period
from lib.intake.lines import Lines
from lib.intake.separators import MARK, full_width, pieces
from lib.intake.widths import say_too_long, say_too_short
from lib.rows import TEXTS
from lib.text import tidy

_TOTALS = ("合计", "总计", "小计", "共计")

_LABEL = re.compile(
    r"注|备注|说明|填[表报]|制[表单]|审[核批]|复核|经办|联系|电话|负责|单位|日期|时间|来源|.{1,12}[:：]"
)
"""How a note of several cells begins: 制表人：张三."""

_BETWEEN = re.compile(r"[\s,、;|:。]+")
_EXAMPLE = re.compile(r"(填[表报写])?(说明|要求)|示?例")
_MOST_WORDS, _TOGETHER = 16, 4
"""So many words at the beginning of a line left out are looked at; within so many of them stands what makes a row."""


def leave_out(lines: Lines) -> None:
    """Go on without notes at the end, which are noted, and without totals and lines that are not separated by commas, each
    of which is one fault."""
    run_together = _say_run_together(lines)
    lines.leave(run_together)
    end = len(lines)
    _say_rows_above(lines)
    while end and (note := _footnote(lines, end - 1)):
        end -= 1
        code = "row_outside_table" if _holds_row(lines, note) else "footnote_ignored"
        lines.add(code, lines.row(end), None, note)
    lines.leave(np.arange(end, len(lines)))
    if not end and not run_together.size:
        lines.add("file_without_rows")
    say_too_long(lines)
    lines.leave(_say_totals(lines))
    say_too_short(lines)


def _say_run_together(lines: Lines) -> Places:
    """Report the lines in which full-width punctuation stands where columns are to be separated; returns them."""
    read = [name for name in lines.header.columns if name not in TEXTS[lines.header.kind]]
    marked = {place for name in read for place in lines.column(name).holding(MARK).tolist()}
    found = [place for place in sorted(marked) if _is_run_together(lines, read, place)]
    for place in found:
        line = lines.sheet.line(int(lines.places[place]))
        lines.add_problem(full_width(*line))
    return np.array(found, np.int64)


def _is_run_together(lines: Lines, read: list[str], place: int) -> bool:
    """Whether two columns that say nothing as they stand do so once such marks separate them, too: one may be a remark."""
    cells = lines.sheet.line(int(lines.places[place])).cells
    apart = pieces(cells)
    columns = [(name, at) for name, at in lines.header.columns.items() if name in read and at < len(apart)]
    gained = [at for name, at in columns if _is_read(lines, name, apart[at]) and not _is_read(lines, name, cells[at])]
    return len(gained) > 1


def _is_read(lines: Lines, column: str, text: str) -> bool:
    """Whether a cell says something that its column may say."""
    if column == "value":
        return read_number(text, "").code not in {"value_not_a_number", "value_not_exact", "cell_not_reported"}
    if column == "reported_on":
        return read_day(text).value is not None
    if column == "agency":
        return lines.plan.find_body(text) is not None
    return _is_part_of_row(lines, column, text)


def _footnote(lines: Lines, place: int) -> str | None:
    """The text of a line that is a note and no row with gaps: its cells hold no key, period, figure or status."""
    cells = lines.sheet.line(int(lines.places[place])).cells
    filled = {at: cell for at, cell in enumerate(cells) if cell.strip()}
    first = next(iter(filled.values()), "").strip()
    if len(filled) > 1 and (not _LABEL.match(tidy(first)) or _is_total(first)):
        return None
    names = {at: name for name, at in lines.header.columns.items()}
    if any(_is_part_of_row(lines, names.get(at), cell) for at, cell in filled.items()):
        return None
    return "　".join(cell.strip() for cell in filled.values()) or None


def _say_rows_above(lines: Lines) -> None:
    for row, cells in lines.sheet.above:
        text = "　".join(filter(None, map(str.strip, cells)))
        if _holds_row(lines, text):
            lines.add("row_outside_table", row, None, text)


def _holds_row(lines: Lines, note: str) -> bool:
    """Whether a line that is left out holds a row in one piece: side by side a key, a period, and a status or a figure."""
    plan, text = lines.plan, tidy(note[:300])
    if _EXAMPLE.match(text):
        return False
    for indicator in plan.indicators:
        text = text.replace(indicator.name, f" {indicator.id} ")
    words = [word for word in _BETWEEN.split(text, _MOST_WORDS)[:_MOST_WORDS] if word]
    units = {indicator.unit for indicator in plan.indicators}
    keys = {at for at, word in enumerate(words) if plan.find_task(word) or plan.find_indicator(word)}
    periods = {at for at, word in enumerate(words) if keys and is_period(word, plan.year)}
    rest = [at for at in range(len(words)) if periods and at not in keys | periods]
    said = {at for at in rest if _is_said(words[at], units)}
    return any(max(found) - min(found) < _TOGETHER for found in product(sorted(keys), sorted(periods), sorted(said)))


def _is_said(word: str, units: set[str]) -> bool:
    """Whether a word is a status or a figure in one of these units."""
    return read_status(word).value is not None or any(read_number(word, unit).value is not None for unit in units)


def _is_part_of_row(lines: Lines, column: str | None, text: str) -> bool:
    if column == "value":
        return read_number(text, "").code != "value_not_a_number"
    if column == "status":
        return read_status(text).value is not None
    if column == "period":
        return is_period(text, lines.plan.year)
    return lines.plan.find_indicator(text) is not None or lines.plan.find_task(text) is not None


def _say_totals(lines: Lines) -> Places:
    """Report the lines that say 合计 instead of a key; returns them."""
    name = "indicator" if lines.header.kind == "figures" else "task"
    key = lines.column(name)
    totals = key.where(lambda text: "计" in text and "".join(tidy(text).split()).startswith(_TOTALS))
    lines.say("total_row", totals, name)
    without = key.where(is_blank)
    for column in map(lines.column_at, range(len(lines.sheet.columns)) if without.size else ()):
        beside = np.setdiff1d(np.intersect1d(without, column.where(_is_total)), totals)
        lines.say("total_row", beside, name, shown=column)
        totals = np.union1d(totals, beside)
    return totals


def _is_total(text: str) -> bool:
    return "计" in text and "".join(tidy(text).split()).rstrip(":：") in _TOTALS
