"""The CSV or workbook that a body fills in: its own indicators or tasks for one period, with what it reported last beside them.

A template passes `lib.intake.reading.read_file` as it is; blank cells say “nothing to report”.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from lib import formats
from lib.board.template_workbook import Form, as_workbook
from lib.csv_out import encode
from lib.errors import TemplateError
from lib.intake import EARLY_DAYS, body_of, decode, is_header, is_sample, read_header
from lib.periods import Period, current_period, periods_of_year
from lib.plan import Assignment, Indicator, Plan
from lib.rows import COLUMNS, KIND_WORDS, Kind, ProgressRow, title, why_returned
from lib.rules import Measures, due_day, latest_rows
from lib.statuses import REPORTED, RETURNED
from lib.text import is_file_name

Ending = Literal[".csv", ".xlsx"]
"""How the name of a template ends, and what it is therefore."""


def is_filled_in(data: bytes, plan: Plan) -> bool:
    """Whether a file holds anything but a template that nobody has touched."""
    sheet, _ = decode(data, is_header)
    header = read_header(sheet.header, plan.year)[0] if sheet else None
    if sheet is None or header is None:
        return True
    answers = sheet.columns[header.columns["value" if header.kind == "figures" else "status"]]
    return any(text.strip() for text in answers.distinct)


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


def kinds_of(plan: Plan, body: str) -> list[Kind]:
    """The kinds of file that a body has something to report in; none for a group or an unknown body."""
    own: dict[Kind, bool] = {"figures": bool(own_indicators(plan, body)), "progress": bool(own_assignments(plan, body))}
    return [kind for kind, has_rows in own.items() if has_rows]


def template(measures: Measures, body: str, kind: Kind, period: Period, ending: Ending = ".csv") -> bytes:
    """What a body is to fill in for a period, a row for each of its own indicators or tasks: a CSV or a workbook, as the
    file's name ends.

    Raises TemplateError where the body reports nothing of this kind; the text says what to do instead.
    """
    plan = measures.plan
    if kind not in kinds_of(plan, body):
        raise TemplateError(_why_none(plan, body, kind))
    for_others = body == plan.office.id
    columns = [column for column in COLUMNS[kind] if column != "agency" or for_others]
    rows = _figures(measures, body, period) if kind == "figures" else _progress(measures, body, period)
    beside = "单位" if kind == "figures" else "任务内容"
    form = Form(
        kind,
        [*columns, None, None],
        [*(title(kind, column) for column in columns), beside, "上期"],
        [[*(cells.get(column) for column in columns), cells["beside"], cells["before"]] for cells in rows],
        for_others,
    )
    return as_workbook(form) if ending == ".xlsx" else encode(form.header, form.rows)


def _figures(measures: Measures, body: str, period: Period) -> Iterator[dict[str, str | None]]:
    for indicator in own_indicators(measures.plan, body):
        standing = measures.indicators[indicator.id]
        before = next((row for row in reversed(standing.series) if row.period.end < period.end), None)
        yield {
            "indicator": indicator.name,
            "period": period_cell(period),
            "beside": indicator.unit,
            "before": before and _with_period(indicator.number(before.value), before.period),
        }


def _progress(measures: Measures, body: str, period: Period) -> Iterator[dict[str, str | None]]:
    plan = measures.plan
    earlier = latest_rows((row for row in measures.progress if row.period.end < period.end), plan.office.id, None)
    returned = {Assignment(row.task, row.agency): row for row in measures.returned}
    # What the office wants back comes first.
    for assignment in sorted(own_assignments(plan, body), key=lambda own: own not in returned):
        before = earlier[assignment].row if assignment in earlier else None
        yield {
            "task": assignment.task,
            "agency": plan.name_of(assignment.body),
            "period": period_cell(period),
            "beside": plan.tasks[assignment.task].text,
            "before": _returned(returned[assignment])
            if assignment in returned
            else before and _with_period(REPORTED[before.status].short, before.period),
        }


def _returned(row: ProgressRow) -> str:
    return f"{_with_period(RETURNED.word, row.period)}：{why_returned(row)}"


def _with_period(text: str, period: Period) -> str:
    return f"{text}（{formats.period(period)}）"


def _why_none(plan: Plan, body: str, kind: Kind) -> str:
    if group := plan.groups_by_id.get(body):
        by = "各成员单位" if group.members else plan.office.name
        return f"“{group.name}”不单独报送，由{by}填报。请改选{by}的模板。"
    if body != plan.office.id and body not in plan.bodies:
        return f"计划里没有单位“{body}”。"
    others = "、".join(KIND_WORDS[other] for other in kinds_of(plan, body))
    instead = f"请下载{others}的模板。" if others else "它在计划里没有自己要报的内容。"
    return f"“{plan.name_of(body)}”没有要报的{KIND_WORDS[kind]}。{instead}"


def period_cell(period: Period) -> str:
    """A period as it is written into a file: read back as the same, and kept by spreadsheets, which make a date of 2021-09.

    A quarter is written as all quarters since January, so that nobody fills in the three months alone.
    """
    if "Q" not in period.text or period.end.month == 3:
        return formats.period(period)
    return f"{period.end.year}年前{'两三四'[period.end.month // 3 - 2]}季度"


def open_periods(plan: Plan, today: date) -> list[Period]:
    """The periods that a file may report by now; the year's first where there is none yet."""
    periods = periods_of_year(plan.year, plan.reporting.frequency)
    return [p for p in periods if (p.end - today).days < EARLY_DAYS] or periods[:1]


def default_period(measures: Measures, today: date) -> Period:
    """The period that a template is most likely wanted for: the last that ended by `today`, or the board's current one.

    One that no file may report yet is never chosen while there is another; without any, the year's first.
    """
    plan, frequency = measures.plan, measures.plan.reporting.frequency
    ended = current_period(today, plan.year, frequency)
    if ended and today > max(plan.last_day, due_day(plan, ended)):
        ended = None  # nobody fills in last year's any more, but in January the period that has just ended
    may_be_reported = open_periods(plan, today)
    wanted = [p for p in (ended, measures.current) if p in may_be_reported]
    return max(wanted, key=lambda p: p.end, default=may_be_reported[0])


def file_name(plan: Plan, body: str, kind: Kind, period: Period, ending: Ending = ".csv") -> str:
    """省科技厅_任务进展_2021-09.csv, which `lib.intake.reading.body_of` reads back as the body."""
    return name_for(plan, body, f"{KIND_WORDS[kind]}_{period.text}", ending)


def name_for(plan: Plan, body: str, rest: str, ending: Ending = ".csv") -> str:
    """A file name of a body that says `rest`: with its name, or an alias or its id where the name is not fit for it."""
    entry = plan.office if body == plan.office.id else plan.bodies[body]
    names = [f"{name}_{rest}{ending}" for name in (entry.name, *entry.aliases, entry.id)]
    fit = (n for n in names if is_file_name(n) and not is_sample(n) and body_of(n, plan) == body)
    return next(fit, names[-1])
