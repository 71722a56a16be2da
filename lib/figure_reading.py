"""Rows of 指标实绩."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from lib import formats
from lib.cells import Cell, is_not_reported, read_number, tidy
from lib.columns import Column, together
from lib.headers import title
from lib.lines import Lines, Said
from lib.periods import Period, read_period
from lib.permissions import indicator_refusal
from lib.plan import Indicator, Plan
from lib.row_keys import days, keys, periods, rows, texts
from lib.row_list import RowList
from lib.rows import FigureRow

_WRONG_ANYHOW = {"value_not_a_number", "value_not_exact", "value_too_long", "value_excel_error"}


def figures(lines: Lines) -> RowList:
    """The rows whose every cell is good; what is wrong with the others is reported."""
    plan, by = lines.plan, lines.origin.by
    names = [name for i in plan.indicators for name in (i.name, i.id)]
    own = [name for i in plan.indicators if not indicator_refusal(plan, by, i.id) for name in (i.name, i.id)]
    named, indicators = keys(lines, "indicator", plan.find_indicator, names, own, "indicator_unknown")
    lines.report("indicator", indicators.map(lambda key: _refused(plan, by, key)), named)
    period = periods(lines)
    values = _values(lines, indicators)
    _check_units(lines, indicators)
    day = days(lines)
    _check_quarters(lines, indicators, period)
    return rows(lines, FigureRow, [indicators, period], values, day, [texts(lines, "note")])


def _refused(plan: Plan, by: str, key: str | None) -> Said:
    refusal = indicator_refusal(plan, by, key) if key else None
    return [(refusal.code, refusal.context)] if refusal else []


def _values(lines: Lines, indicators: Column) -> Column:
    plan = lines.plan
    by_id = plan.indicators_by_id
    units = tuple({indicator.unit for indicator in plan.indicators})

    def read(pair: tuple[str | None, str]) -> Cell:
        key, text = pair
        if key is None:
            return Cell(None, _wrong_anyhow(text, units))
        cell = read_number(text, by_id[key].unit)
        return cell._replace(code=_doubt(cell.value, text, by_id[key]) or cell.code)

    def said(key: str | None, cell: Cell) -> Said:
        return [(cell.code, _context(cell, by_id.get(key or "")))] if cell.code else []

    pairs = together(indicators, lines.column("value"))
    cells = pairs.map(read)
    _check_split(lines)
    told = [said(key, cell) for (key, _), cell in zip(pairs.distinct, cells.distinct, strict=True)]
    lines.report("value", Column(told, pairs.codes))
    return cells.map(lambda cell: cell.value)


def _context(cell: Cell, indicator: Indicator | None) -> dict[str, Any]:
    if indicator is None:
        return {}
    percent = formats.number(cell.value * 100) + "%" if cell.code == "share_as_fraction" else ""
    return {"name": indicator.name, "unit": indicator.unit, "percent": percent, "understood": cell.understood}


def _wrong_anyhow(text: str, units: tuple[str, ...]) -> str | None:
    """What is wrong with a value of an unknown indicator, whichever is meant: everything is to be said at once."""
    codes = {read_number(text, unit).code for unit in units}
    code = codes.pop() if len(codes) == 1 else None
    return code if code in _WRONG_ANYHOW else None


def _doubt(value: float | None, text: str, indicator: Indicator) -> str | None:
    """The code for a number that reads well and still cannot be right as it stands."""
    if value is None:
        return None
    if value < 0 and not indicator.signed:
        return "value_negative"
    if indicator.unit == "%" and 0 < value < 1 < indicator.target and "%" not in tidy(text):
        return "share_as_fraction"
    return None


def _check_split(lines: Lines) -> None:
    """Report 1200 where an unquoted 1,200 fell apart into two cells."""
    after = lines.header.columns["value"] + 1
    if after not in (lines.header.columns.get(name) for name in ("reported_on", "note")):
        return
    first, second = lines.column("value"), lines.column_at(after)
    fell_apart = np.intersect1d(
        first.where(lambda text: re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII)),
        second.where(lambda text: re.fullmatch(r"\d{3}", text.strip(), re.ASCII)),
    )
    if fell_apart.size:
        pairs = together(first, second).map(lambda pair: (pair[0], pair[1].strip()))
        wrong = np.zeros(len(lines), bool)
        wrong[fell_apart] = True
        told = Column(
            [[], *([("value_split", {"joined": a + b})] for a, b in pairs.distinct)], (pairs.codes + 1) * wrong
        )
        lines.report("value", told, pairs.map(",".join))


def _check_units(lines: Lines, indicators: Column) -> None:
    """Report a unit in the header or in a column of its own that is not the indicator's."""
    by_id = lines.plan.indicators_by_id
    if unit := lines.header.unit:
        for indicator in (by_id[key] for key in dict.fromkeys(indicators.values()) if key):
            if tidy(unit) != indicator.unit:
                context = {"name": indicator.name, "unit": indicator.unit}
                lines.problems.add("header_unit", lines.header.row, title("figures", "value"), unit, **context)
    if (at := lines.header.beside.get("unit")) is None:
        return

    def said(pair: tuple[str | None, str]) -> Said:
        key, text = pair
        if key is None or is_not_reported(text) or tidy(text) == by_id[key].unit:
            return []
        return [("unit_differs", {"name": by_id[key].name, "unit": by_id[key].unit})]

    units = lines.column_at(at)
    lines.report("unit", together(indicators, units).map(said), units)


def _check_quarters(lines: Lines, indicators: Column, period: Column) -> None:
    """Report a single quarter for a cumulative figure, which may not have been added up."""
    by_id, year = lines.plan.indicators_by_id, lines.plan.year
    cells = lines.column("period")
    if not cells.where(lambda text: "季" in text).size:
        return

    def said(triple: tuple[str | None, str, Period | None]) -> Said:
        key, text, end = triple
        if key is None or end is None or "季" not in text or by_id[key].kind != "cumulative":
            return []
        if not read_period(text, year).single_quarter:
            return []
        return [("cumulative_quarter", {"name": by_id[key].name, "last": end.end.month})]

    lines.report("period", together(indicators, cells, period).map(said))
