"""What rows report on: their indicator or task, their period, and each of them once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np

from lib import formats
from lib.csv_out import fused
from lib.errors import PeriodError
from lib.intake.cells import is_blank, read_day
from lib.intake.columns import Column, Places, combined, together
from lib.intake.lines import Lines
from lib.periods import Period, PeriodCell, month, read_period
from lib.rows import FigureRow, Row, title
from lib.text import tidy

EARLY_DAYS = 7
"""A period may be reported on these last days of its own."""


def keys(
    lines: Lines, name: str, find: Callable[[str], str | None], names: Collection[str], own: Iterable[str], unknown: str
) -> tuple[Column, Column]:
    """The texts of the key column and the keys that they name, None where they name nothing.

    `names` are offered for unknown ones, first those of them that the body may report, `own`;
    neither is gone through before.
    """

    def code(text: str, key: str | None) -> str | None:
        if key is None:
            return None if is_blank(text) else unknown
        return None if name == "task" or text == key or text in names else "cell_understood"

    def context(at: int) -> dict[str, Any]:
        key, text = found.at(at), texts.at(at)
        return {"understood": key, "nearest": "" if key else lines.nearest(tidy(text), *likely())}

    @cache
    def likely() -> tuple[tuple[str, ...], frozenset[str]]:
        return tuple(names), frozenset(own)

    texts, found = _compared(lines, name, find)
    codes = Column(list(map(code, texts.distinct, found.distinct)), texts.codes)
    lines.report(name, codes, context, texts)
    _say_blank(lines, name, texts)
    return texts, found


def _compared(lines: Lines, name: str, find: Callable[[str], str | None]) -> tuple[Column, Column]:
    """The texts of the key column and their keys, filled up from a second one beside it; both must name the same."""

    def found(text: str) -> str | None:
        return None if is_blank(text) else find(text)

    texts, at = lines.column(name), lines.header.beside.get(name)
    if at is None:
        return texts, texts.map(found)
    other = lines.column_at(at)
    blank = texts.map(is_blank)
    pairs = together(blank, texts.map(found), other.map(is_blank), other.map(found))
    apart = pairs.where(lambda pair: not pair[0] and not pair[2] and pair[1] != pair[3])
    lines.say("names_disagree", apart, name, lambda at: {"other": other.at(at)}, texts)
    if not apart.size and all(first or second for _, first, _, second in pairs.distinct):
        columns = [lines.sheet.header.cells[at] for at in (lines.header.columns[name], at)]
        lines.add("names_agree", lines.header.row, None, "、".join(columns))
    filled = together(texts, other).map(lambda pair: pair[1] if is_blank(pair[0]) else pair[0])
    return filled, filled.map(found)


def _say_blank(lines: Lines, name: str, texts: Column) -> None:
    blank = texts.where(is_blank)
    if not blank.size:
        return
    filled = texts.where(lambda text: not is_blank(text))
    # A workbook says which cells are merged.
    first = filled[0] if filled.size and lines.sheet.grid is None else len(lines)
    expected = "任务编号，例如 1.1.1" if name == "task" else "指标编号或名称"
    lines.say("cell_missing", blank[blank < first], name, lambda at: {"expected": expected})
    lines.say("cell_merged", blank[blank > first], name)


def periods(lines: Lines) -> Column:
    """The period of each line; None where it is refused."""
    year, received = lines.plan.year, lines.origin.received
    texts = lines.column("period")
    read = texts.map(lambda text: _read(text, year))
    found = read.map(lambda cell: cell.period if isinstance(cell, PeriodCell) else None)

    def meaning(text: str, cell: PeriodCell | str) -> str | None:
        if isinstance(cell, str):
            return cell
        if cell.one_or_ten:
            return "period_ambiguous"
        return None if text == cell.period.text else "cell_understood"

    def timing(period: Period | None) -> str | None:
        if period is None or period.end <= received:
            return None
        return "period_soon_over" if (period.end - received).days < EARLY_DAYS else "period_not_ended"

    def context(at: int) -> dict[str, Any]:
        return lines.examples | {
            "expected": f"报告期，例如 {lines.examples['example']}",
            "october": month(year, 10).text,
            "understood": found.at(at),
        }

    _say_part_of_day(lines, texts, read)
    lines.report("period", Column(list(map(meaning, texts.distinct, read.distinct)), texts.codes), context)
    lines.report("period", found.map(timing), lambda at: {"end": formats.day(found.at(at).end)})
    return found


def _say_part_of_day(lines: Lines, texts: Column, read: Column) -> None:
    """Report the periods of which a workbook's cell shows a part and holds a day that says something else, and those that
    are no period as they are shown."""
    for place, stored in lines.stored_days("period").items():
        cell, text, day = read.at(place), texts.at(place), date.fromisoformat(stored)
        if cell == "period_unreadable":
            lines.say_only("period_shown_in_part", place, "period", text, stored=stored, **lines.examples)
        elif isinstance(cell, PeriodCell) and month(day.year, day.month).end != cell.period.end:
            said = {"stored": stored, "understood": cell.period, **lines.examples}
            lines.add("period_shown_otherwise", lines.row(place), title(lines.header.kind, "period"), text, **said)


def _read(text: str, year: int) -> PeriodCell | str:
    """The period of a cell, or the code of what is wrong with it."""
    if is_blank(text):
        return "cell_missing"
    try:
        return read_period(text, year)
    except PeriodError as error:
        return error.code


def days(lines: Lines, period: Column) -> Column:
    """The day on which each line was reported: without one, the day of receipt."""
    received = lines.origin.received
    read = lines.read("reported_on", read_day)
    late = read.where(lambda day: day is not None and day > received)
    lines.say("reported_after_receipt", late, "reported_on", lambda at: {"received": received})
    begins = period.map(lambda period: period and period.begin)
    early = together(read, begins).where(lambda pair: all(pair) and pair[0] < pair[1])
    lines.say("reported_before_period", early, "reported_on", lambda at: {"period": period.at(at).text})
    return read.map(lambda day: day or received)


def texts(lines: Lines, name: str) -> Column:
    """What stands in a column of free text, without the apostrophe before what would be a formula; None where nothing does."""
    return lines.column(name).map(lambda text: fused(text.strip()) or None)


def rows(
    lines: Lines, kind: type[Any], key: Sequence[Column], said: Column, day: Column, more: Sequence[Column]
) -> list[Row]:
    """Rows of the lines that are good, each key once.

    Shapes: the columns stand in the order of the row's fields behind `sender`; the period is the last of the key.
    """
    good = np.ones(len(lines), bool)
    for column in (*key, said):
        good[column.missing()] = False
    places = np.flatnonzero(good)
    ends = key[-1].map(lambda period: period and period.end)
    # A figure is the same whatever its note; of a status the texts are a part.
    content = [said] if kind is FigureRow else [said, *more]
    kept = _without_repeats(lines, places, [*key[:-1], ends], content)
    origin, count = lines.origin, len(kept)
    fields = [
        [origin.received] * count,
        day.take(kept).values(),
        [origin.file] * count,
        lines.sheet.rows[lines.places[kept]].tolist(),
        [origin.sender] * count,
        *(column.take(kept).values() for column in (*key, said, *more)),
    ]
    # What `kind._make` does, without a call of Python for each row.
    return list(map(tuple.__new__, repeat(kind), zip(*fields, strict=True)))


def _without_repeats(lines: Lines, places: Places, key: list[Column], content: list[Column]) -> Places:
    """The places of each key's first line; a repeat with the same content is a note, with another content a fault."""
    numbers = combined(column.take(places) for column in key)
    if len(set(numbers.tolist())) == len(numbers):
        return places
    _, first, which = np.unique(numbers, return_index=True, return_inverse=True)
    repeats = np.setdiff1d(np.arange(len(places)), first)
    for place, before in zip(places[repeats].tolist(), places[first[which[repeats]]].tolist(), strict=True):
        is_same = all(column.at(place) == column.at(before) for column in content)
        code = "row_repeated" if is_same else "key_conflict"
        lines.add(code, lines.row(place), first=lines.row(before))
    return places[np.sort(first)]
