"""Rows and words that more than one page shows of the same thing."""

from __future__ import annotations

from datetime import date

from factories import figure, make_plan, progress

from lib import blocks, markup
from lib.actuals import Actuals
from lib.measures import measure

MEASURES = measure(
    make_plan(),
    Actuals([], [figure(period="2019-09", value=352)], [progress(period="2019-08")], sample=False),
    date(2019, 9, 30),
)


def link(page: str, **choices: str) -> str:
    return markup.link(page, {"as_of": "2019-09-30"}, **choices)


def test_an_indicator_is_shown_by_lamp_finding_and_period_and_leads_to_its_page() -> None:
    html = blocks.indicator_table([MEASURES.indicators["copyright-registrations"]], link)
    for words in ("达序时", "作品著作权登记量 352 件", "2019年1—9月累计", "indicators?as_of=2019-09-30"):
        assert words in html


def test_without_indicators_there_is_no_table() -> None:
    assert blocks.indicator_table([], link) == ""


def test_an_assignment_is_flagged_where_it_owes_or_is_overdue_and_not_else() -> None:
    for task in MEASURES.tasks.values():
        for assignment in task.assignments:
            assert ("本期未报" in blocks.flags(assignment)) == assignment.owes
            assert ("逾期" in blocks.flags(assignment)) == assignment.overdue
