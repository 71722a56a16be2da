"""经过: what became of a submission, step by step, with who took each step and how that was proved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from lib.board import Board, Submission
from lib.rows import FigureRow, ProgressRow, Row, why_returned
from lib.say.receipts import person
from lib.statuses import OFFICE_STATUSES, REPORTED, SUBMISSION_STATES


class Step(NamedTuple):
    """One step. `submission` is the one that was sent, reviewed or taken back by it; None for what the office locked."""

    at: datetime
    submission: int | None
    what: str
    who: str
    why: str = ""


def course(board: Board, submission: Submission) -> list[Step]:
    """What was done with a submission and with all that was sent on its tasks and indicators since, returned and verified
    by the office too, and how the office locked its periods; oldest first."""
    about = {_about(row) for row in board.reading_of(submission).rows}
    steps = [*_of(submission, "报送"), *_locks(board, submission)]
    for other in board.actuals.submissions:
        rows = [row for row in board.reading_of(other).rows if _about(row) in about]
        if other.id > submission.id and rows:
            steps += _of(other, *_sent(rows))
    return sorted(steps, key=lambda step: step.at)


def _of(s: Submission, sent: str, why: str = "") -> Iterator[Step]:
    waits = f"，{SUBMISSION_STATES['waiting'].word}" if s.waits else ""
    yield Step(s.received_at, s.id, f"{sent}{waits}", person(s.by, s.proved, s.who), why)
    for r in s.reviews:
        yield Step(r.at, s.id, "审核退回" if r.why else "审核通过", person(r.by, r.proved, r.who), r.why or "")
    for w in [*(back.withdrawal for back in s.restorations), *filter(None, [s.withdrawal])]:
        yield Step(w.at, s.id, "撤回", person(w.by, w.proved, w.who) if w.by else "", w.why)
    for back in s.restorations:
        yield Step(back.at, s.id, "恢复", person(back.by, back.proved, back.who) if back.by else "文件放回")


def _sent(rows: list[Row]) -> tuple[str, str]:
    """What such rows are, and why."""
    progress = {row.status: row for row in rows if isinstance(row, ProgressRow)}
    said = [look.word for status, look in REPORTED.items() if status in OFFICE_STATUSES & progress.keys()]
    return "、".join(said) or "报送", why_returned(progress["returned"]) if "returned" in progress else ""


def _about(row: Row) -> tuple[str, ...]:
    return (row.indicator,) if isinstance(row, FigureRow) else (row.task, row.agency)


def _locks(board: Board, s: Submission) -> Iterator[Step]:
    ends, until = {row.period.end for row in board.reading_of(s).rows}, date.min
    for e in (e for e in board.history().locks if e.plan == board.plan.id):
        before, until = until, e.until or date.min
        if e.at >= s.received_at and any((end <= before) != (end <= until) for end in ends):
            said, why = ("锁期", "") if e.event == "locked" else ("解锁", e.why)
            yield Step(e.at, None, f"{said} {e.period}", person(e.by, e.proved, e.who), why)
