"""Text cells → typed rows, column by column.

Each distinct text of a column is read once; only rows with a text that is not clean are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from lib import formats
from lib.cells import Cell, is_not_reported, read_day, read_number, read_status, tidy
from lib.decoding import Line, Sheet
from lib.errors import PeriodError
from lib.headers import Header, is_period, title
from lib.periods import Period, month, read_period
from lib.permissions import Refusal, agency_refusal, assigned_body, indicator_refusal
from lib.plan import Indicator, Plan
from lib.problems import Problem, nearest, problem
from lib.rows import FigureRow, ProgressRow, Row
from lib.statuses import REPORTED_WORDS

EARLY_DAYS = 7
"""A period may be reported on these last days of its own."""

_TOTALS = ("合计", "总计", "小计", "共计")


class Origin(NamedTuple):
    """Where rows come from: the file, the body it speaks for, the day it was received."""

    file: str
    by: str
    received: date


def read_rows(sheet: Sheet, header: Header, plan: Plan, origin: Origin) -> tuple[list[Row], list[Problem]]:
    """All rows of a sheet with every problem and note. The rows are only of use where no problem is blocking."""
    table = _Table(sheet, header, plan, origin)
    rows = list(table.figures() if header.kind == "figures" else table.progress())
    kept = table.without_repeats(rows)
    return kept, sorted(table.problems, key=lambda p: p.row or 0)


class _Table:
    """A sheet's columns, and the problems found while they are read."""

    def __init__(self, sheet: Sheet, header: Header, plan: Plan, origin: Origin) -> None:
        self.header, self.plan, self.origin = header, plan, origin
        self.problems: list[Problem] = []
        self.lines = [self._fitted(line) for line in self._without_footnotes(sheet.lines)]
        if not self.lines:
            self.problems.append(problem("file_without_rows", file=origin.file))

    # shape

    def _without_footnotes(self, lines: list[Line]) -> list[Line]:
        end = len(lines)
        while end and self._is_footnote(lines[end - 1]):
            end -= 1
        for line in lines[end:]:
            text = next(cell.strip() for cell in line.cells if cell.strip())
            self._add("footnote_ignored", line.row, value=text)
        return lines[:end]

    def _is_footnote(self, line: Line) -> bool:
        """A single cell that is no part of a row: a key, a period or a figure by itself is a row with gaps."""
        filled = [(at, cell) for at, cell in enumerate(line.cells) if cell.strip()]
        if len(filled) != 1:
            return False
        at, text = filled[0]
        column = next((name for name, position in self.header.columns.items() if position == at), None)
        if column == "value":
            return read_number(text, "").code == "value_not_a_number"
        if column == "status":
            return read_status(text).value is None
        if column == "period":
            return not is_period(text, self.plan.year)
        return self.plan.find_indicator(text) is None and self.plan.find_task(text) is None

    def _fitted(self, line: Line) -> Line:
        """The line cut or filled to the header's width."""
        width, cells = self.header.width, line.cells
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                self._add("row_too_long", line.row, count=len(cells), expected=width)
            return Line(line.row, cells[:width])
        return Line(line.row, cells + [""] * (width - len(cells))) if len(cells) < width else line

    # columns

    def figures(self) -> Iterator[FigureRow]:
        """Rows of 指标实绩 whose every cell is good."""
        indicators = self._keys("indicator", self.plan.find_indicator, self._indicator_names, "indicator_unknown")
        self._check_indicators(indicators)
        periods = self._periods()
        values = self._values(indicators)
        days, notes = self._days(), self._texts("note")
        self._check_quarters(indicators, periods)
        for line, indicator, period, value, day, note in zip(
            self.lines, indicators, periods, values, days, notes, strict=True
        ):
            if indicator and period and value is not None:
                yield FigureRow(
                    self.origin.received,
                    day,
                    self.origin.file,
                    line.row,
                    self.origin.by,
                    indicator,
                    period,
                    value,
                    note,
                )

    def progress(self) -> Iterator[ProgressRow]:
        """Rows of 任务进展 whose every cell is good."""
        tasks = self._keys("task", self.plan.find_task, lambda: self.plan.tasks, "task_unknown")
        agencies = self._agencies(tasks)
        periods = self._periods()
        statuses = self._read("status", read_status)
        if self.origin.by != self.plan.office.id:
            self._flag("status", (s == "verified" for s in statuses), "status_only_office")
        texts = zip(*map(self._texts, ("evidence", "obstacle", "next_step", "note")), strict=True)
        for line, task, agency, period, status, day, (evidence, obstacle, next_step, note) in zip(
            self.lines, tasks, agencies, periods, statuses, self._days(), texts, strict=True
        ):
            if task and agency and period and status:
                yield ProgressRow(
                    self.origin.received, day, self.origin.file, line.row, self.origin.by,
                    task, agency, period, status, evidence, obstacle, next_step, note,
                )  # fmt: skip

    def without_repeats(self, rows: list[Any]) -> list[Row]:
        """Each key once; a repeat with the same content is a note, with another content a fault."""
        kept: dict[Any, Any] = {}
        for row in rows:
            first = kept.setdefault(row.key, row)
            if first is row:
                continue
            same = first.value == row.value if isinstance(row, FigureRow) else first.status == row.status
            self._add("row_repeated" if same else "key_conflict", row.row, first=first.row)
        return list(kept.values())

    # one column each

    def _cells(self, column: str) -> list[str]:
        at = self.header.columns.get(column)
        return [""] * len(self.lines) if at is None else [line.cells[at] for line in self.lines]

    def _read(self, column: str, read: Callable[[str], Cell]) -> list[Any]:
        """The values of a column; a text that is not clean is reported for each of its rows."""
        cells = self._cells(column)
        known = {text: read(text) for text in set(cells)}
        if any(cell.code for cell in known.values()):
            for line, text in zip(self.lines, cells, strict=True):
                if code := known[text].code:
                    self._add(code, line.row, column, text, understood=known[text].understood, **self._hints(text))
        return [known[text].value for text in cells]

    def _keys(
        self, column: str, find: Callable[[str], str | None], names: Callable[[], Iterable[str]], unknown: str
    ) -> list[str | None]:
        cells = self._cells(column)
        found: dict[str, str | None] = {text: find(text) if text.strip() else None for text in set(cells)}
        before = ""
        for line, text in zip(self.lines, cells, strict=True):
            if found[text] is None:
                self._add_bad_key(column, line, text, before, names, unknown)
            elif text != found[text] and column != "task" and text not in names():
                self._add("cell_understood", line.row, column, text, understood=found[text])
            before = text.strip() or before
        return [found[text] for text in cells]

    def _add_bad_key(
        self, column: str, line: Line, text: str, before: str, names: Callable[[], Iterable[str]], unknown: str
    ) -> None:
        if not text.strip():
            expected = "任务编号，例如 1.1.1" if column == "task" else "指标编号或名称"
            self._add("cell_merged" if before else "cell_missing", line.row, column, "", expected=expected)
        elif tidy(text).startswith(_TOTALS):
            self._add("total_row", line.row, column, text)
        else:
            self._add(unknown, line.row, column, text, nearest=nearest(tidy(text), names()))

    def _periods(self) -> list[Period | None]:
        cells = self._cells("period")
        known = {text: self._period(text) for text in set(cells)}
        for line, text in zip(self.lines, cells, strict=True):
            for code, context in known[text][1]:
                self._add(code, line.row, "period", text, **context)
        return [known[text][0] for text in cells]

    def _period(self, text: str) -> tuple[Period | None, list[tuple[str, dict[str, Any]]]]:
        """The period of a cell with what is to be said of it."""
        if not text.strip():
            return None, [("cell_missing", {"expected": f"报告期，例如 {self._example.text}"})]
        try:
            cell = read_period(text, self.plan.year)
        except PeriodError as error:
            return None, [(error.code, self._hints(text))]
        period, said = cell.period, []
        if cell.one_or_ten:
            said.append(("period_ambiguous", {"understood": period.text, "october": month(self.plan.year, 10).text}))
        elif text != period.text:
            said.append(("cell_understood", {"understood": period.text}))
        if period.end > self.origin.received:
            soon = (period.end - self.origin.received).days < EARLY_DAYS
            said.append(("period_soon_over" if soon else "period_not_ended", {"end": formats.day(period.end)}))
        return period, said

    def _check_quarters(self, indicators: list[str | None], periods: list[Period | None]) -> None:
        for line, name, period, text in zip(self.lines, indicators, periods, self._cells("period"), strict=True):
            if name and period and "季" in text and read_period(text, self.plan.year).single_quarter:
                indicator = self.plan.indicators_by_id[name]
                if indicator.kind == "cumulative":
                    self._add(
                        "cumulative_quarter", line.row, "period", text, name=indicator.name, last=period.end.month
                    )

    def _values(self, indicators: list[str | None]) -> list[float | None]:
        values: list[float | None] = []
        for line, name, text in zip(self.lines, indicators, self._cells("value"), strict=True):
            if name is None:
                values.append(None)
                if code := self._wrong_anyhow(text):
                    self._add(code, line.row, "value", text)
                continue
            indicator = self.plan.indicators_by_id[name]
            cell = read_number(text, indicator.unit)
            if joined := self._split_number(line, text):
                self._add("value_split", line.row, "value", f"{text},{joined[len(text) :]}", joined=joined)
            code = _doubt(cell.value, text, indicator) or cell.code
            if code:
                self._add_value(code, line.row, text, cell, indicator)
            values.append(cell.value)
        self._check_header_unit(indicators)
        return values

    def _wrong_anyhow(self, text: str) -> str | None:
        """What is wrong with a value of an unknown indicator, whichever is meant: everything is to be said at once."""
        codes = {read_number(text, indicator.unit).code for indicator in self.plan.indicators}
        code = codes.pop() if len(codes) == 1 else None
        return (
            code if code in {"value_not_a_number", "value_not_exact", "value_too_long", "value_excel_error"} else None
        )

    def _split_number(self, line: Line, text: str) -> str | None:
        """1200, where an unquoted 1,200 fell apart into two cells; None for any other value."""
        after = self.header.columns["value"] + 1
        beside = after in (self.header.columns.get(name) for name in ("reported_on", "note"))
        rest = line.cells[after].strip() if beside else ""
        fell_apart = re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII) and re.fullmatch(r"\d{3}", rest, re.ASCII)
        return text + rest if fell_apart else None

    def _add_value(self, code: str, row: int, text: str, cell: Cell, indicator: Indicator) -> None:
        percent = formats.number(cell.value * 100) + "%" if code == "share_as_fraction" else ""
        context = {"name": indicator.name, "unit": indicator.unit, "percent": percent}
        self._add(code, row, "value", text, understood=cell.understood, **context)

    def _check_header_unit(self, indicators: list[str | None]) -> None:
        unit = self.header.unit
        for indicator in (self.plan.indicators_by_id[name] for name in dict.fromkeys(filter(None, indicators))):
            if unit and tidy(unit) != indicator.unit:
                context = {"name": indicator.name, "unit": indicator.unit}
                self._add("header_unit", self.header.row, "value", unit, **context)

    def _days(self) -> list[date]:
        received = self.origin.received
        days = self._read("reported_on", read_day)
        self._flag(
            "reported_on", (d is not None and d > received for d in days), "reported_after_receipt", received=received
        )
        return [day or received for day in days]

    def _texts(self, column: str) -> list[str | None]:
        return [cell.strip() or None for cell in self._cells(column)]

    # who may report what

    def _indicator_names(self) -> list[str]:
        return [name for i in self.plan.indicators for name in (i.name, i.id)]

    def _check_indicators(self, indicators: list[str | None]) -> None:
        refusals = {key: indicator_refusal(self.plan, self.origin.by, key) for key in set(indicators) if key}
        for line, key, text in zip(self.lines, indicators, self._cells("indicator"), strict=True):
            if key and (refusal := refusals[key]):
                self._add(refusal.code, line.row, refusal.column, text, **refusal.context)

    def _agencies(self, tasks: list[str | None]) -> list[str | None]:
        """The body that each row speaks of; None where it is refused or its task is unknown."""
        assign = cache(
            lambda task, named: (
                assigned_body(self.plan, self.origin.by, task, named) if task else agency_refusal(self.plan, named)
            )
        )
        agencies: list[str | None] = []
        for line, task, task_text, text in zip(
            self.lines, tasks, self._cells("task"), self._cells("agency"), strict=True
        ):
            body = assign(task, text)
            if isinstance(body, Refusal):
                shown = task_text if body.column == "task" else text
                self._add(body.code, line.row, body.column, shown, **body.context)
                body = None
            elif body and not is_not_reported(text) and text not in (body, self.plan.name_of(body)):
                self._add("cell_understood", line.row, "agency", text, understood=self.plan.name_of(body))
            agencies.append(body)
        return agencies

    # saying it

    @property
    def _example(self) -> Period:
        return month(self.plan.year, 9)

    def _hints(self, text: str) -> dict[str, Any]:
        return {
            "example": self._example.text,
            "example_words": formats.period(self._example),
            "example_day": self._example.end.isoformat(),
            "year": self.plan.year,
            "nearest": nearest(tidy(text), REPORTED_WORDS),
        }

    def _flag(self, column: str, wrong: Iterable[bool], code: str, **context: Any) -> None:
        for line, is_wrong, text in zip(self.lines, wrong, self._cells(column), strict=True):
            if is_wrong:
                self._add(code, line.row, column, text, **context)

    def _add(self, code: str, row: int, column: str | None = None, value: str | None = None, **context: Any) -> None:
        shown = title(self.header.kind, column) if column else None
        self.problems.append(problem(code, file=self.origin.file, row=row, column=shown, value=value, **context))


def _doubt(value: float | None, text: str, indicator: Indicator) -> str | None:
    """The code for a number that reads well and still cannot be right as it stands."""
    if value is None:
        return None
    if value < 0 and not indicator.signed:
        return "value_negative"
    if indicator.unit == "%" and 0 < value < 1 < indicator.target and "%" not in tidy(text):
        return "share_as_fraction"
    return None
