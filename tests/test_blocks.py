"""Rows and words that more than one page shows of the same thing."""

from __future__ import annotations

from datetime import date

from factories import figure, make_plan, period_of, progress

from lib.board.verification import Completion
from lib.draw import blocks, markup
from lib.rows import Rows
from lib.rules.measures import measure
from lib.statuses import NO_EVIDENCE

MEASURES = measure(
    make_plan(),
    Rows([figure(period="2019-09", value=352)], [progress(period="2019-08")]),
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


def test_evidence_is_shown_where_it_was_given_and_missed_where_it_is_needed() -> None:
    given = Completion("1.1.1", "ipo", period_of("2019-09"), "验收报告", evidence_missing=False)
    assert "2019-09　佐证：验收报告" in blocks.evidence(given)
    missing = blocks.evidence(given._replace(evidence=None, evidence_missing=True))
    assert "2019-09" in missing and NO_EVIDENCE.word in missing
    by_figures = blocks.evidence(given._replace(evidence=None))
    assert "由指标的数完成" in by_figures and NO_EVIDENCE.word not in by_figures
