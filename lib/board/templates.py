"""The CSV or workbook that a body fills in: its own indicators or tasks for one period, with what it reported last beside them.

A template passes `lib.intake.reading.read_file` as it is; blank cells say “nothing to report”. One for a period that the body
has reported already is filled with what was said, so that a correction begins with it.
"""

from __future__ import annotations

from datetime import date

from lib.board import form
from lib.board.form import Ending, own_assignments, own_indicators
from lib.errors import TemplateError
from lib.intake import EARLY_DAYS, body_of, decode, is_header, is_sample, read_header
from lib.periods import Period, current_period, periods_of_year
from lib.plan import Plan
from lib.rows import KIND_WORDS, Kind
from lib.rules import Measures, due_day
from lib.text import is_file_name


def is_filled_in(data: bytes, plan: Plan) -> bool:
    """Whether a file holds anything but a template that nobody has touched."""
    sheet, _ = decode(data, is_header)
    header = read_header(sheet.header, plan.year)[0] if sheet else None
    if sheet is None or header is None:
        return True
    answers = sheet.columns[header.columns["value" if header.kind == "figures" else "status"]]
    return any(text.strip() for text in answers.distinct)


def kinds_of(plan: Plan, body: str) -> list[Kind]:
    """The kinds of file that a body has something to report in; none for a group or an unknown body."""
    own: dict[Kind, bool] = {"figures": bool(own_indicators(plan, body)), "progress": bool(own_assignments(plan, body))}
    return [kind for kind, has_rows in own.items() if has_rows]


def template(measures: Measures, body: str, kind: Kind, period: Period, ending: Ending = ".csv") -> bytes:
    """What a body is to fill in for a period, a row for each of its own indicators or tasks: a CSV or a workbook, as the
    file's name ends. `measures` are those at the end of the period: what they say of it is filled in.

    Raises TemplateError where the body reports nothing of this kind; the text says what to do instead.
    """
    plan = measures.plan
    if kind not in kinds_of(plan, body):
        raise TemplateError(_why_none(plan, body, kind))
    own = form.entries(measures, body, kind, period)
    return form.as_file(plan, body, kind, own, [entry.said for entry in own], ending)


def _why_none(plan: Plan, body: str, kind: Kind) -> str:
    if group := plan.groups_by_id.get(body):
        by = "各成员单位" if group.members else plan.office.name
        return f"“{group.name}”不单独报送，由{by}填报。请改选{by}的模板。"
    if body != plan.office.id and body not in plan.bodies:
        return f"计划里没有单位“{body}”。"
    others = "、".join(KIND_WORDS[other] for other in kinds_of(plan, body))
    instead = f"请下载{others}的模板。" if others else "它在计划里没有自己要报的内容。"
    return f"“{plan.name_of(body)}”没有要报的{KIND_WORDS[kind]}。{instead}"


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
