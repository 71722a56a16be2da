"""What rows report on: their indicator or task, their period, and each of them once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from lib import formats
from lib.cells import read_day, tidy
from lib.columns import Column, Places, combined, together
from lib.errors import PeriodError
from lib.lines import Lines, Said
from lib.periods import month, read_period
from lib.problems import nearest
from lib.row_list import RowList
from lib.rows import Row

EARLY_DAYS = 7
"""A period may be reported on these last days of its own."""


def keys(
    lines: Lines,
    name: str,
    find: Callable[[str], str | None],
    names: Iterable[str],
    own: Iterable[str],
    unknown: str,
) -> tuple[Column, Column]:
    """The texts of the key column and the keys that they name, None where they name nothing.

    `names` are offered for unknown ones, first those of them that the body may report, `own`.
    """
    known, likely = tuple(names), frozenset(own)

    @cache
    def found(text: str) -> str | None:
        return find(text) if text.strip() else None

    def said(text: str) -> Said:
        if not text.strip():
            return []
        key = found(text)
        if key is None:
            plain = tidy(text)
            alike = lines.problems.may_compare(plain)
            return [(unknown, {"nearest": lambda: nearest(plain, known, own=likely) if alike else ""})]
        understood = name != "task" and text != key and text not in offered
        return [("cell_understood", {"understood": key})] if understood else []

    offered = frozenset(known)
    texts = _compared(lines, name, found)
    lines.report(name, texts.map(said), texts)
    _say_blank(lines, name, texts)
    return texts, texts.map(found)


def _compared(lines: Lines, name: str, found: Callable[[str], str | None]) -> Column:
    """The texts of the key column, filled up from a second one beside it; both must name the same."""
    texts, at = lines.column(name), lines.header.beside.get(name)
    if at is None:
        return texts
    both = together(texts, lines.column_at(at))

    def said(pair: tuple[str, str]) -> Said:
        first, second = map(found, pair)
        apart = all(map(str.strip, pair)) and first != second
        return [("names_disagree", {"other": pair[1]})] if apart else []

    disagree = both.map(said)
    lines.report(name, disagree, texts)
    if not disagree.where(bool).size:
        columns = [lines.sheet.header.cells[at] for at in (lines.header.columns[name], at)]
        lines.problems.add("names_agree", lines.header.row, value="、".join(columns))
    return both.map(lambda pair: pair[0] if pair[0].strip() else pair[1])


def _say_blank(lines: Lines, name: str, texts: Column) -> None:
    blank = texts.where(lambda text: not text.strip())
    if not blank.size:
        return
    filled = texts.where(str.strip)
    first = filled[0] if filled.size else len(lines)
    expected = "任务编号，例如 1.1.1" if name == "task" else "指标编号或名称"
    lines.say("cell_missing", blank[blank < first], name, expected=expected)
    lines.say("cell_merged", blank[blank > first], name)


def periods(lines: Lines) -> Column:
    """The period of each line; None where it is refused."""
    read = lines.column("period").map(lambda text: _period(lines, text))
    lines.report("period", read.map(lambda pair: pair[1]))
    return read.map(lambda pair: pair[0])


def _period(lines: Lines, text: str) -> tuple[Any, Said]:
    """The period of a cell with what is to be said of it."""
    year, received = lines.plan.year, lines.origin.received
    if not text.strip():
        return None, [("cell_missing", {"expected": f"报告期，例如 {lines.examples['example']}"})]
    try:
        cell = read_period(text, year)
    except PeriodError as error:
        return None, [(error.code, lines.examples)]
    period = cell.period
    said: Said = []
    if cell.one_or_ten:
        said.append(("period_ambiguous", {"understood": period.text, "october": month(year, 10).text}))
    elif text != period.text:
        said.append(("cell_understood", {"understood": period.text}))
    if period.end > received:
        soon = (period.end - received).days < EARLY_DAYS
        said.append(("period_soon_over" if soon else "period_not_ended", {"end": formats.day(period.end)}))
    return period, said


def days(lines: Lines) -> Column:
    """The day on which each line was reported: without one, the day of receipt."""
    received = lines.origin.received
    read = lines.read("reported_on", read_day, lines.examples)
    late = read.where(lambda day: day is not None and day > received)
    lines.say("reported_after_receipt", late, "reported_on", received=received)
    return read.map(lambda day: day or received)


def texts(lines: Lines, name: str) -> Column:
    """What stands in a column of free text; None where nothing does."""
    return lines.column(name).map(lambda text: text.strip() or None)


def rows(
    lines: Lines, kind: type[Any], key: Sequence[Column], said: Column, day: Column, more: Sequence[Column]
) -> RowList:
    """Rows of the lines that are good, each key once.

    Shapes: the columns stand in the order of the row's fields behind `by`; the period is the last of the key.
    """
    good = np.ones(len(lines), bool)
    for column in (*key, said):
        good[column.where(lambda value: value is None)] = False
    places = np.flatnonzero(good)
    ends = key[-1].map(lambda period: period and period.end)
    kept = _without_repeats(lines, places, [*key[:-1], ends], said)

    def make() -> list[Row]:
        origin, count = lines.origin, len(kept)
        fields = [
            [origin.received] * count,
            day.take(kept).values(),
            [origin.file] * count,
            lines.sheet.rows[lines.places[kept]].tolist(),
            [origin.by] * count,
            *(column.take(kept).values() for column in (*key, said, *more)),
        ]
        return list(map(kind._make, zip(*fields, strict=True)))

    return RowList(len(kept), make)


def _without_repeats(lines: Lines, places: Places, key: list[Column], said: Column) -> Places:
    """The places of each key's first line; a repeat with the same content is a note, with another content a fault."""
    numbers = combined(column.take(places) for column in key)
    in_order = np.sort(numbers)
    if not (in_order[1:] == in_order[:-1]).any():
        return places
    first: dict[int, int] = {}
    kept = []
    contents = said.keys()
    for place, number in zip(places.tolist(), numbers.tolist(), strict=True):
        before = first.setdefault(number, place)
        if before == place:
            kept.append(place)
            continue
        same = contents[before] == contents[place]
        lines.problems.add("row_repeated" if same else "key_conflict", lines.row(place), first=lines.row(before))
    return np.array(kept, np.int64)
