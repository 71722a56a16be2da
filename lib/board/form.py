"""What a body is to fill in for a period: an entry for each of its own indicators or tasks, and the file that the entries
become, whether they were filled in on the page or are still to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from lib import formats
from lib.board.template_workbook import Form, as_workbook
from lib.csv_out import encode
from lib.periods import Period
from lib.plan import Assignment, Indicator, Plan
from lib.rows import CLAUSE, COLUMNS, TEXTS, Kind, ProgressRow, Row, in_force, title, why_returned
from lib.rules import Measures, latest_rows
from lib.statuses import OFFICE_STATUSES, REPORTED, RETURNED

Ending = Literal[".csv", ".xlsx"]
"""How the name of a file ends, and what it is therefore."""

ANSWERS: dict[Kind, tuple[str, ...]] = {
    "figures": ("value", *TEXTS["figures"]),
    "progress": ("status", *TEXTS["progress"]),
}
"""The columns that are answered, the one that alone makes a report of a row first. 填报日期 is left to the day of receipt."""


class Entry(NamedTuple):
    """One of a body's own indicators or tasks for one period."""

    key: str
    """What tells it from the body's other entries of its kind: the indicator, or the task and the body it speaks of."""
    given: Mapping[str, str]
    """The cells that are written already, by column."""
    beside: str
    """The unit of an indicator, the text of a task."""
    before: str | None
    """What was reported last for an earlier period, with that period."""
    said: Mapping[str, str]
    """What counts for this period, by column of ANSWERS; empty where nothing does, or what only the office may say."""


def entries(measures: Measures, body: str, kind: Kind, period: Period) -> list[Entry]:
    """A body's entries for a period, in the plan's order. `measures` are those at the end of the period."""
    return list(_figures(measures, body, period) if kind == "figures" else _progress(measures, body, period))


def as_file(
    plan: Plan,
    body: str,
    kind: Kind,
    own: Iterable[Entry],
    answers: Iterable[Mapping[str, str]],
    ending: Ending = ".csv",
) -> bytes:
    """The entries with their answers, by column and one for each entry, as a CSV or a workbook."""
    for_others = body == plan.office.id
    columns = [column for column in COLUMNS[kind] if column != "agency" or for_others]
    filled = [(entry, {**entry.given, **answer}) for entry, answer in zip(own, answers, strict=True)]
    sheet = Form(
        kind,
        [*columns, None, None],
        [*(title(kind, column) for column in columns), "单位" if kind == "figures" else CLAUSE, "上期"],
        [[*(cells.get(column) for column in columns), entry.beside, entry.before] for entry, cells in filled],
        for_others,
    )
    return as_workbook(sheet) if ending == ".xlsx" else encode(sheet.header, sheet.rows)


def own_indicators(plan: Plan, body: str) -> list[Indicator]:
    """The indicators that an agency or the office reports, in the plan's order."""
    return [i for i in plan.indicators if body in plan.senders(i.owner)]


def own_assignments(plan: Plan, body: str) -> list[Assignment]:
    """The assignments that an agency or the office reports, in the plan's order, each with the body it speaks of.

    Tasks that carry indicators are left out: their figures decide them.
    """
    own = (
        Assignment(task, named if body == plan.office.id else body)
        for task, named in plan.assignments
        if body in plan.senders(named) and task not in plan.indicators_of
    )
    return list(dict.fromkeys(own))


def _figures(measures: Measures, body: str, period: Period) -> Iterator[Entry]:
    for indicator in own_indicators(measures.plan, body):
        series = measures.indicators[indicator.id].series
        before = next((row for row in reversed(series) if row.period.end < period.end), None)
        now = next((row for row in reversed(series) if row.period.end == period.end), None)
        yield Entry(
            indicator.id,
            {"indicator": indicator.name, "period": period_cell(period)},
            indicator.unit,
            before and _with_period(indicator.number(before.value), before.period),
            {"value": f"{now.value:.15g}", **_texts(now)} if now else {},
        )


def _progress(measures: Measures, body: str, period: Period) -> Iterator[Entry]:
    plan = measures.plan
    earlier = latest_rows([row for row in measures.progress if row.period.end < period.end], plan.office.id, None)
    now = {(row.task, row.agency): row for row in in_force(_may_say(measures, body, period))}
    returned = {Assignment(row.task, row.agency): row for row in measures.returned}
    # What the office wants back comes first.
    for assignment in sorted(own_assignments(plan, body), key=lambda own: own not in returned):
        before = earlier[assignment].row if assignment in earlier else None
        row = now.get(assignment)
        yield Entry(
            f"{assignment.task} {assignment.body}",
            {"task": assignment.task, "agency": plan.name_of(assignment.body), "period": period_cell(period)},
            plan.tasks[assignment.task].text,
            _returned(returned[assignment])
            if assignment in returned
            else before and _with_period(REPORTED[before.status].short, before.period),
            {"status": REPORTED[row.status].short, **_texts(row)} if row else {},
        )


def _may_say(measures: Measures, body: str, period: Period) -> Sequence[ProgressRow]:
    """The rows of a period that the body may repeat: nobody but the office says that it verified."""
    is_office = body == measures.plan.office.id
    rows = (row for row in measures.progress if row.period.end == period.end)
    return [row for row in rows if is_office or row.status not in OFFICE_STATUSES]


def _returned(row: ProgressRow) -> str:
    return f"{_with_period(RETURNED.word, row.period)}：{why_returned(row)}"


def _texts(row: Row) -> dict[str, str]:
    return {column: text for column, text in row.texts.items() if text}


def _with_period(text: str, period: Period) -> str:
    return f"{text}（{formats.period(period)}）"


def period_cell(period: Period) -> str:
    """A period as it is written into a file: read back as the same, and kept by spreadsheets, which make a date of 2021-09.

    A quarter is written as all quarters since January, so that nobody fills in the three months alone.
    """
    if "Q" not in period.text or period.end.month == 3:
        return formats.period(period)
    return f"{period.end.year}年前{'两三四'[period.end.month // 3 - 2]}季度"
