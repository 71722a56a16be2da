"""Rows of 指标实绩."""

from __future__ import annotations

import re
from math import inf
from typing import Any

import numpy as np

from lib import formats
from lib.intake.cells import Cell, is_not_reported, read_number
from lib.intake.columns import Column, together
from lib.intake.keys import days, keys, periods, rows, texts
from lib.intake.lines import Lines
from lib.intake.permissions import indicator_refusal
from lib.intake.worksheet import AS_STORED
from lib.periods import read_period
from lib.plan import Indicator
from lib.rows import FigureRow, Row, title
from lib.text import tidy

_WHOLE = 100
"""A share 占比 of everything, in %."""

_OF_SHARES = {"share_over_100", "share_as_fraction"}

_PIECES = frozenset(
    "件个家人次项起户名张台套辆座所处份篇部册例宗种只头条期场批艘架幅间栋幢枚株把村县镇乡市区校站点企案单位本款支队组届类首门棵口"
)
"""How the units end in which whole things are counted: 件, 家, 人次. Not those of a measure: 万元, 吨, 公里."""

_SCALED = "万亿千百"
_PER = re.compile(r"[/／每]|百分点$")

_WRONG_ANYHOW = {"value_not_a_number", "value_not_exact", "value_too_long", "value_excel_error"}


def figures(lines: Lines) -> list[Row]:
    """The rows whose every cell is good; what is wrong with the others is reported."""
    plan, sender = lines.plan, lines.origin.sender
    names = dict.fromkeys(name for i in plan.indicators for name in (i.name, i.id))
    own = (name for i in plan.indicators if not indicator_refusal(plan, sender, i.id) for name in (i.name, i.id))
    named, indicators = keys(lines, "indicator", plan.find_indicator, names, own, "indicator_unknown")
    refused = indicators.map(lambda key: indicator_refusal(plan, sender, key) if key else None)
    places = refused.where(lambda refusal: refusal is not None)
    lines.say("indicator_of_other", places, "indicator", lambda at: refused.at(at).context, named)
    period = periods(lines)
    values = _values(lines, indicators)
    _check_units(lines, indicators)
    day = days(lines, period)
    _check_quarters(lines, indicators, period)
    return rows(lines, FigureRow, [indicators, period], values, day, [texts(lines, "note")])


def _values(lines: Lines, indicators: Column) -> Column:
    by_id = lines.plan.indicators_by_id
    units = tuple({indicator.unit for indicator in lines.plan.indicators})

    def read(pair: tuple[str | None, str]) -> Cell:
        key, text = pair
        if key is None:
            return Cell(None, _wrong_anyhow(text, units))
        cell = read_number(text, by_id[key].unit)
        return cell._replace(code=doubt) if (doubt := _doubt(cell.value, text, by_id[key])) else cell

    def context(at: int) -> dict[str, Any]:
        cell, key = cells.at(at), indicators.at(at)
        said = {"understood": cell.understood, "never": "，不当作 0"}
        if key is None:
            return said
        meant = _meant(cell.value, by_id[key]) if cell.code in _OF_SHARES else ""
        return said | {"meant": meant} | _names(by_id[key])

    cells = together(indicators, lines.column("value")).map(read)
    _check_split(lines)
    _say_shown(lines, indicators, cells)
    lines.report("value", cells.map(lambda cell: cell.code), context)
    return cells.map(lambda cell: cell.value)


def _say_shown(lines: Lines, indicators: Column, cells: Column) -> None:
    """Report the figures that are shown otherwise than they are stored; to be confirmed where fewer decimals are shown than are
    printed, or it makes more than half a printed step, or decides whether the target is met."""
    texts = lines.column("value")
    for place, stored in lines.stored("value").items():
        if (key := indicators.at(place)) is None:
            continue
        indicator, text, value = lines.plan.indicators_by_id[key], texts.at(place), cells.at(place).value
        number = read_number(stored, indicator.unit).value
        if value is not None and number is not None and value * number < 0:
            lines.say_only("value_sign", place, "value", text, stored=stored)
        elif value is None or value != number:
            apart = inf if value is None or number is None else round(abs(value - number), 9)
            decimals = len(re.sub(r"[^\d]", "", tidy(text).partition(".")[2]))
            decides = None not in (value, number) and indicator.is_met_by(value) != indicator.is_met_by(number)
            is_grave = decides or decimals < indicator.decimals or apart > 0.5 * 10**-indicator.decimals
            lines.add(
                "value_rounded" if is_grave and value is not None else "value_shown",
                lines.row(place),
                title("figures", "value"),
                text,
                stored=stored,
                reason=_why_rounding_matters(indicator, is_met=indicator.is_met_by(value) if decides else None),
                remedy=AS_STORED if apart > 0.5 * 10**-decimals else "多显示几位小数",
            )


def _why_rounding_matters(indicator: Indicator, *, is_met: bool | None) -> str:
    """What a rounded figure is held against: the target, where what is shown meets it and what is stored does not, or the
    other way round; else the printed step."""
    if is_met is not None:
        apart = "按显示的达标，按存的不达标" if is_met else "按显示的不达标，按存的达标"
        return f"“{indicator.name}”的目标是 {indicator.target_quantity}，{apart}"
    return f"“{indicator.name}”印到" + (f" {indicator.decimals} 位小数" if indicator.decimals else "整数")


def _names(indicator: Indicator) -> dict[str, str]:
    return {"name": indicator.name, "unit": indicator.unit}


def _wrong_anyhow(text: str, units: tuple[str, ...]) -> str | None:
    """What is wrong with a value of an unknown indicator, whichever is meant: everything is to be said at once."""
    code = read_number(text, units[0]).code if units else None
    if code not in _WRONG_ANYHOW or any(read_number(text, unit).code != code for unit in units[1:]):
        return None
    return code


def _doubt(value: float | None, text: str, indicator: Indicator) -> str | None:
    """The code for a number that reads well and still cannot be right as it stands."""
    if value is None:
        return None
    if value < 0 and not indicator.signed:
        return "value_negative"
    if indicator.kind == "share" and value > _WHOLE and not indicator.over_100:
        return "share_over_100"
    if indicator.unit == "%" and 0 < value < 1 and _usual(indicator) >= 10 * value and "%" not in tidy(text):
        return "share_as_fraction"
    if value % 1 and _is_counted(indicator):
        return "value_fraction"
    return None


def _usual(indicator: Indicator) -> float:
    """About where its figures lie."""
    return indicator.baseline.value if indicator.baseline else indicator.target


def _meant(value: float, indicator: Indicator) -> str:
    """“是不是 60.2？” for 6020, 602 and 0.602: the share with the same digits that is nearest to the usual one. Nothing where
    even that is less than half of it or more than double."""
    usual = _usual(indicator)
    shares = [round(value * scale, 9) for scale in (100, 0.1, 0.01, 0.001)]
    likely = [share for share in shares if share <= _WHOLE and usual <= 2 * share <= 4 * usual]
    return f"是不是 {formats.number(min(likely, key=lambda share: abs(share - usual)))}？" if likely else ""


def _is_counted(indicator: Indicator) -> bool:
    """Whether an indicator counts whole things, by its unit and by the plan's own figures."""
    own = [indicator.target, *([indicator.baseline.value] if indicator.baseline else [])]
    unit = indicator.unit
    is_piece = unit[-1] in _PIECES and unit[0] not in _SCALED and not _PER.search(unit)
    return indicator.decimals == 0 and is_piece and not any(value % 1 for value in own)


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
    pairs = together(first, second).map(lambda pair: (pair[0], pair[1].strip()))
    lines.say("value_split", fell_apart, "value", lambda at: {"joined": "".join(pairs.at(at))}, pairs.map(",".join))


def _check_units(lines: Lines, indicators: Column) -> None:
    """Report a unit in the header or in a column of its own that is not the indicator's."""
    by_id = lines.plan.indicators_by_id
    if unit := lines.header.unit:
        for indicator in (by_id[key] for key in dict.fromkeys(indicators.values()) if key):
            if tidy(unit) != indicator.unit:
                lines.add("header_unit", lines.header.row, title("figures", "value"), unit, **_names(indicator))
    if (column := lines.header.beside.get("unit")) is None:
        return

    def differs(pair: tuple[str | None, str]) -> bool:
        key, text = pair
        return key is not None and not is_not_reported(text) and tidy(text) != by_id[key].unit

    units = lines.column_at(column)
    places = together(indicators, units).where(differs)
    lines.say("unit_differs", places, "unit", lambda at: _names(by_id[indicators.at(at)]), units)


def _check_quarters(lines: Lines, indicators: Column, periods: Column) -> None:
    """Report a single quarter for a cumulative figure, which may not have been added up."""
    by_id, year = lines.plan.indicators_by_id, lines.plan.year
    texts = lines.column("period")
    good = periods.where(lambda period: period is not None)
    quarters = np.intersect1d(texts.where(lambda text: "季" in text), good)
    cumulative = indicators.where(lambda key: key and by_id[key].kind == "cumulative")
    single = [
        place for place in np.intersect1d(quarters, cumulative) if read_period(texts.at(place), year).single_quarter
    ]

    def context(at: int) -> dict[str, Any]:
        return {"name": by_id[indicators.at(at)].name, "last": periods.at(at).end.month}

    lines.say("cumulative_quarter", np.array(single, np.int64), "period", context)
