"""Rows and words that more than one page shows of the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lib.board import Completion
from lib.draw import markup
from lib.rules import AssignmentStanding, IndicatorStanding
from lib.say import indicator_findings
from lib.statuses import LAMPS, NO_EVIDENCE, OVERDUE, OWING

Link = Callable[..., str]
"""`View.link`: the address of a page with a choice."""


def indicator_table(standings: Iterable[IndicatorStanding], link: Link) -> str:
    """Indicators by lamp, finding and period, each leading to its page; empty where there are none."""
    rows = [
        (
            link("indicators", indicator=standing.indicator.id),
            [
                markup.status(LAMPS[standing.status]),
                markup.text(indicator_findings.headline(standing)),
                markup.text(indicator_findings.period(standing), "quiet"),
            ],
        )
        for standing in standings
    ]
    return markup.table(rows, widths=[16, 64, 20]) if rows else ""


def flags(assignment: AssignmentStanding) -> list[str]:
    """What is to be said beside the status of an assignment: overdue, owing."""
    return [look.word for look, is_so in ((OVERDUE, assignment.overdue), (OWING, assignment.owes)) if is_so]


def evidence(completion: Completion) -> str:
    """What a body gave as evidence for a completion, or that it gave none."""
    if completion.evidence:
        return markup.note(f"{completion.period.text}　佐证：{completion.evidence}")
    if completion.evidence_missing:
        return f'<p class="pb-note">{completion.period.text}　{markup.chip(NO_EVIDENCE)}</p>'
    return markup.note(f"{completion.period.text}　由指标的数完成")
