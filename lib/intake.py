"""One file: whose it is, what is wrong with it, and whether it counts beside what is already there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

from lib import formats
from lib.decoding import Sheet, decode
from lib.errors import PeriodError
from lib.headers import Header, Kind, is_header, read_header
from lib.headers import title as column_title
from lib.periods import read_period
from lib.plan import Plan
from lib.problems import Problem, nearest, problem
from lib.reading import Origin, read_rows
from lib.rows import FigureRow, Row

SAMPLE_PREFIX = "示例_"

TENFOLD_FROM_MONTH = 4
"""Before April a cumulative figure may well grow tenfold."""


class Reading(NamedTuple):
    """What a file says. `rows` is empty where a problem is blocking: a file is taken whole or refused whole."""

    file: str
    by: str | None
    kind: Kind | None
    rows: list[Row]
    problems: list[Problem]

    @property
    def accepted(self) -> bool:
        """Nothing in it is blocking."""
        return not any(p.blocking for p in self.problems)

    @property
    def needs_confirmation(self) -> bool:
        """It counts only once its warnings are confirmed."""
        return any(p.severity == "confirm" for p in self.problems)

    @property
    def faults(self) -> list[Problem]:
        """Problems without the notes."""
        return [p for p in self.problems if p.severity != "note"]

    @property
    def notes(self) -> list[Problem]:
        """What was understood or left out; nothing to do."""
        return [p for p in self.problems if p.severity == "note"]

    @property
    def is_sample(self) -> bool:
        """Whether the file is named as invented data."""
        return is_sample(self.file)


def is_sample(file: str) -> bool:
    """Whether a file name marks invented data."""
    return file.startswith(SAMPLE_PREFIX)


def read_file(file: str, data: bytes, plan: Plan, received: date) -> Reading:
    """Everything that can be said of a file by itself."""
    by = body_of(file, plan)
    if isinstance(by, Problem):
        return Reading(file, None, None, [], [by])
    sheet, found = decode(data, is_header)
    if sheet is None:
        return _reading(file, by, None, [], found)
    header, more = read_header(sheet.header, plan.year)
    if header is None:
        return _reading(file, by, None, [], found + more)
    rows, faults = read_rows(sheet, header, plan, Origin(file, by, received))
    return _reading(file, by, header.kind, rows, found + more + faults)


def _reading(file: str, by: str, kind: Kind | None, rows: list[Row], problems: list[Problem]) -> Reading:
    problems = [p if p.file else p._replace(file=file) for p in problems]
    refused = any(p.blocking for p in problems)
    return Reading(file, by, kind, [] if refused else rows, problems)


def body_of(file: str, plan: Plan) -> str | Problem:
    """The body whose id, name or alias the file name begins with, or why there is none."""
    stem = PurePath(file).stem.removeprefix(SAMPLE_PREFIX)
    words = stem.split("_")
    for n in range(len(words), 0, -1):
        if body := plan.find_body("_".join(words[:n])):
            if body in plan.groups_by_id:
                return problem("body_is_group", file=file, value=file, name=plan.name_of(body))
            return body
    names = [name for agency in plan.agencies for name in (agency.name, *agency.aliases)]
    return problem("body_unknown", file=file, value=file, nearest=nearest(words[0], names))


def other_plan_year(data: bytes, plan: Plan, other_years: Iterable[int]) -> bool:
    """Whether the first row reports on the year of another plan, so that the file is that plan's business."""
    sheet, _ = decode(data, is_header)
    header = read_header(sheet.header, plan.year)[0] if sheet and sheet.lines else None
    if sheet is None or header is None:
        return False
    return any(_names_year(sheet, header, year) for year in other_years) and not _names_year(sheet, header, plan.year)


def _names_year(sheet: Sheet, header: Header, year: int) -> bool:
    cells = sheet.lines[0].cells
    at = header.columns["period"]
    try:
        read_period(cells[at] if at < len(cells) else "", year)
    except PeriodError:
        return False
    return True


def doubts(reading: Reading, plan: Plan, counting: Mapping[str, Mapping[date, FigureRow]]) -> list[Problem]:
    """Warnings that show only beside the figures that count: a cumulative figure that falls, or grows tenfold.

    `counting` holds the figures that count by indicator and period end.
    """
    new: dict[str, dict[date, FigureRow]] = {}
    for row in reading.rows:
        if isinstance(row, FigureRow) and plan.indicators_by_id[row.indicator].kind == "cumulative":
            new.setdefault(row.indicator, {})[row.period.end] = row
    found = []
    for indicator, rows in new.items():
        series = [row for _, row in sorted({**counting.get(indicator, {}), **rows}.items())]
        for before, after in pairwise(series):
            at = after if rows.get(after.period.end) is after else before
            if rows.get(at.period.end) is at and (code := _doubt(before.value, after)):
                found.append(_said(code, reading.file, at, before, after, plan))
    return found


def _doubt(before: float, after: FigureRow) -> str | None:
    if after.value < before:
        return "cumulative_falls"
    tenfold = before > 0 and after.value >= 10 * before and after.period.end.month >= TENFOLD_FROM_MONTH
    return "value_tenfold" if tenfold else None


def _said(code: str, file: str, at: FigureRow, before: FigureRow, after: FigureRow, plan: Plan) -> Problem:
    indicator = plan.indicators_by_id[at.indicator]
    return problem(
        code,
        file=file,
        row=at.row,
        column=column_title("figures", "value"),
        value=formats.number(at.value),
        name=indicator.name,
        period=formats.period(after.period),
        new=formats.number(after.value),
        before_period=formats.period(before.period),
        before=formats.number(before.value),
    )
