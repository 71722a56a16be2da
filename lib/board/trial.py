"""试算: an indicator with figures that nobody reported, to see what the rules say of them."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from lib.csv_out import encode
from lib.intake import Reading, read_file
from lib.plan import Indicator, Part, Plan, Section, Task
from lib.rows import FigureRow, Rows, title
from lib.rules import Measures, measure

TRIAL = "试算指标"


class Trial(NamedTuple):
    """What the reader of the figures says of them, and, where nothing is wrong with them, what follows."""

    reading: Reading
    measures: Measures | None


def trial(plan: Plan, indicator: Indicator, figures: str, due: date | None = None, as_of: date | None = None) -> Trial:
    """The indicator alone, with a figure a line (`3月 87`), by the rules of a plan; at the end of the last period unless
    `as_of` is another day. The figures are read as those of a file are."""
    own = _plan_of(plan, indicator, due)
    lines = [re.split(r"[\s,，:：]+", line.strip(), maxsplit=1) for line in figures.splitlines() if line.strip()]
    cells = ([TRIAL, *[*line, ""][:2]] for line in lines)
    data = encode([title("figures", column) for column in ("indicator", "period", "value")], cells)
    received = date(plan.year + 1, 12, 31)
    reading = read_file(TRIAL, data, own, received, body=indicator.owner)
    rows = [row for row in reading.rows if isinstance(row, FigureRow)]
    if not reading.accepted:
        return Trial(reading, None)
    last = max((row.period.end for row in rows), default=plan.last_day)
    return Trial(reading, measure(own, Rows(rows, sample=True), as_of or last))


def _plan_of(plan: Plan, indicator: Indicator, due: date | None) -> Plan:
    task = Task(id=indicator.task, text=TRIAL, agencies=[indicator.owner], due=due)
    return Plan(
        id=plan.id,
        title=TRIAL,
        document=plan.document,
        year=plan.year,
        lead_rule="none",
        status_rule=plan.status_rule,
        reporting=plan.reporting,
        office=plan.office,
        agencies=[agency for agency in plan.agencies if agency.id == indicator.owner],
        parts=[Part(id="1", title=TRIAL, sections=[Section(id="1.1", title=TRIAL, tasks=[task])])],
        indicators=[indicator],
    )
