"""Sending, approving, withdrawing and restoring: what the page 报送 and the command line both call.

Each write looks, judges and stores while it keeps everybody else from writing, so that what was judged is what counts.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from lib.board.actuals import Actuals, counting_rows
from lib.board.board import Board
from lib.board.counting import Counted, Counting, unrecorded
from lib.board.doubts import doubts
from lib.board.locks import check_unlocked
from lib.board.reader import receive
from lib.board.writer import Role, Writer, filled
from lib.errors import AccessError, StoreError
from lib.intake import Reading, body_of, is_sample, misnamed, read_file
from lib.plan import Plan
from lib.problems import Problem, problem
from lib.rows import KIND_WORDS, FigureRow, ProgressRow
from lib.rules import Change, Measures, changes, measure
from lib.statuses import OFFICE_STATUSES
from lib.store import Approved, Arrival, SentBack, Store, Submission, fingerprint
from lib.text import is_file_name

_log = logging.getLogger("planboard")

_SCOPES = ("indicator", "task", "agency", "plan")


class Receipt(NamedTuple):
    """报送回执: what was found in a file, what it changes, and the submission that it became."""

    reading: Reading
    changes: list[Change]
    """From what real files say now to what they would say with it; samples left out on both sides."""
    submission: Submission | None = None
    is_new: bool = False
    """Whether the submission was made of this file just now; else it had been sent before."""
    ends_sample: bool = False
    """Whether sample figures stop counting with it."""

    @property
    def can_be_sent(self) -> bool:
        """Nothing in it is blocking, and it reports something that does not count yet."""
        return self.reading.accepted and bool(self.reading.rows) and self.submission is None


def examine(board: Board, file: str, data: bytes, body: str | None = None) -> Receipt:
    """What a file would do if `body` sent it; without `body` its name says whose it is. Nothing is stored."""
    board.refresh(at_once=True)
    plan, actuals = board.plan, board.actuals
    real = _real(actuals)
    counting = real_counting(actuals)
    reading = _read(file, data, plan, board, body)
    if same := counting.same_as(reading):
        submission = next(c.submission for c in reversed(real) if c.submission.file == same)
        return Receipt(reading.noted(problem("file_same", file=file, same=same)), [], submission)
    for waiting in actuals.waiting:
        if reading.rows and (waiting.body, waiting.sha256) == (reading.sender, reading.sha256):
            return Receipt(reading.noted(problem("file_waiting", file=file, id=waiting.id)), [], waiting)
    reading = reading._replace(problems=reading.problems + doubts(reading, plan, counting))
    if not reading.accepted:
        _log.info("refused", extra={"what": "file", "body": reading.sender})
    elif not reading.rows:
        reading = reading.noted(problem("nothing_reported", file=file))
    return Receipt(reading, _changes(board, reading, counting), ends_sample=actuals.rows.sample and bool(reading.rows))


def submit(
    board: Board, file: str, data: bytes, body: str | None, writer: Writer, confirmed: Collection[str] | None = ()
) -> Receipt:
    """Store a file that can be accepted and all of whose warnings are confirmed; None confirms whatever there is.

    The receipt has no submission where nothing was stored. Raises StoreError, and AccessError where the writer may not
    write for the body.
    """
    signed = writer.signed("请填写报送人。")
    with board.exclusive():
        receipt = examine(board, file, data, body)
        _check_may_send(board.plan, writer, body or receipt.reading.sender, receipt.reading)
        codes = {warning.code for warning in receipt.reading.warnings}
        if not receipt.can_be_sent or (confirmed is not None and codes - set(confirmed)):
            return receipt
        reading = receipt.reading
        arrival = Arrival(
            body=str(reading.sender),
            data=data,
            rows=len(reading.rows),
            plan=board.plan.id,
            waits=board.plan.reporting.approval is not None and reading.sender != board.plan.office.id,
            original=file,
            confirmed=tuple(sorted(codes)),
            entry=_held(board.actuals, reading),
            title=_title(board.plan, reading),
            **signed,
        )
        [submission] = receive(board.store, board.plan, [arrival])
    board.refresh(at_once=True)
    return receipt._replace(submission=submission, is_new=True)


def awaiting(board: Board, submission: Submission) -> Receipt:
    """The receipt of what waits as it would be if it were sent now, with what would change if it were approved now."""
    board.refresh(at_once=True)
    reading = board.reading_of(submission)
    real = _real(board.actuals)
    found = doubts(reading, board.plan, real_counting(board.actuals))
    reading = reading._replace(problems=[*reading.problems, *found])
    if not reading.accepted:
        return Receipt(reading, [], submission)
    return Receipt(reading, _between(board, real, [*real, Counted(submission, reading)]), submission)


def approve(board: Board, id: int, writer: Writer) -> list[Change]:
    """Let count what waits, or was sent back; returns what changed. Raises StoreError, AccessError.

    It counts as of its receipt: what was received after it stays later.
    """
    signed = writer.signed("请填写审核人。")
    with board.exclusive():
        submission = _to_review(board, id, writer)
        receipt = awaiting(board, submission)
        if refused := [p for p in receipt.reading.problems if p.blocking]:
            raise StoreError(f"没有保存：现在不能通过。{refused[0].message}")
        check_unlocked(board, receipt.reading.rows, writer)
        event = Approved(at=board.store.clock(), id=id, **signed)
        board.store.note([event])
    board.refresh(at_once=True)
    return receipt.changes


def send_back(board: Board, id: int, writer: Writer, why: str) -> None:
    """Let what waits go back to whoever sent it. Raises StoreError, AccessError."""
    signed, why = writer.signed("请填写审核人。"), filled(why, "请填写退回原因。")
    with board.exclusive():
        if _to_review(board, id, writer).reviews:
            raise StoreError(f"报送 {id} 已经退回，不用再退。")
        board.store.note([SentBack(at=board.store.clock(), id=id, why=why, **signed)])
    board.refresh(at_once=True)


def _to_review(board: Board, id: int, writer: Writer) -> Submission:
    """A submission that is not approved, which the writer may review: not one's own."""
    board.refresh(at_once=True)
    submission = next((s for s in board.actuals.submissions if s.id == id), None)
    if submission is None:
        raise StoreError(f"没有编号为 {id} 的报送。请用 history 查看编号。")
    writer.check_may("approve", submission.body, board.plan.office.id)
    if submission.withdrawal or submission.is_approved:
        raise StoreError(f"报送 {id} 不在待审核之列。")
    if writer.is_same_person(submission.by, submission.who):
        raise AccessError("自己报送的要由本单位的另一个人审核。")
    return submission


def withdraw(board: Board, id: int, writer: Writer, why: str) -> list[Change]:
    """Let a submission count no longer; returns what changed. Raises StoreError, AccessError."""
    signed, why = writer.signed("请填写撤回人。"), filled(why, "请填写撤回原因。")
    with board.exclusive():
        changed = effect_of_withdrawing(board, id)
        _check_may_change(board, id, writer)
        board.store.withdraw(id, why=why, **signed)
    board.refresh(at_once=True)
    return changed


def restore(board: Board, id: int, writer: Writer) -> list[Change]:
    """Let a withdrawn submission count again; returns what changed. Raises StoreError, AccessError."""
    signed = writer.signed("请填写恢复人。")
    with board.exclusive():
        board.refresh(at_once=True)
        before = _real(board.actuals)
        _check_may_change(board, id, writer)
        board.store.restore(id, **signed)
        board.refresh(at_once=True)
        return _between(board, before, _real(board.actuals))


def effect_of_withdrawing(board: Board, id: int) -> list[Change]:
    """What would change if a submission counted no longer."""
    board.refresh(at_once=True)
    real = _real(board.actuals)
    return _between(board, real, [c for c in real if c.submission.id != id])


def is_last_real(actuals: Actuals, submission: Submission) -> bool:
    """Whether no other real submission counts."""
    return [c.submission for c in _real(actuals)] == [submission]


def real_counting(actuals: Actuals) -> Counting:
    """What real files say, for others to be compared with."""
    return Counting().of(_real(actuals), actuals.locked_until)


def real_measures(board: Board, as_of: date | None = None) -> Measures:
    """The figures of real files alone, at their latest moment unless `as_of` is another day."""
    actuals = board.actuals
    rows = counting_rows([], _real(actuals), [], board.plan.office.id, actuals.tally).rows
    return measure(board.plan, rows, as_of, today=board.today())


def clear_sample(store: Store) -> list[str]:
    """Remove the sample files from the inlet; returns their names."""
    return store.remove([file for file in store.look().inlet if is_sample(file)])


def _check_may_change(board: Board, id: int, writer: Writer) -> None:
    """Insist that the writer may change a submission, and that it is this plan's; the store says where there is none."""
    for submission in board.actuals.submissions:
        if submission.id == id:
            reading = board.reading_of(submission)
            _check_may_send(board.plan, writer, submission.body, reading)
            check_unlocked(board, reading.rows, writer)
            return
    for submission in board.store.look().submissions:
        if submission.id == id:
            raise StoreError(f"报送 {id} 属于另一份计划（{submission.plan or '往年'}），请用 --plan 选那份计划。")


def roles_to_send(reading: Reading) -> list[Role]:
    """What somebody must be to send such a file, take it back and let it count again: what only verifies or returns is no
    report."""
    of_office = [isinstance(row, ProgressRow) and row.status in OFFICE_STATUSES for row in reading.rows]
    if of_office and all(of_office):
        return ["verify"]
    return ["report", "verify"] if any(of_office) else ["report"]


def _check_may_send(plan: Plan, writer: Writer, body: str | None, reading: Reading) -> None:
    for role in roles_to_send(reading):
        writer.check_may(role, body, plan.office.id)


def _read(file: str, data: bytes, plan: Plan, board: Board, body: str | None) -> Reading:
    """The reading of a file that somebody sends: its bytes, and what its name says beside the sender."""
    reading = read_file(file, data, plan, board.store.clock().date(), body)
    wrong = named_wrongly(file, data, plan, body)
    reading = reading._replace(problems=reading.problems + wrong, sha256=fingerprint(data))
    return reading if reading.accepted else reading._replace(rows=[])


def named_wrongly(file: str, data: bytes, plan: Plan, body: str | None) -> list[Problem]:
    """That the name of a file is a sample's, that of another format than its content, or another body's than the one that
    sends it."""
    found = [problem("sample_uploaded", file=file)] if is_sample(file) else []
    if body is None:
        return found
    if wrong := misnamed(file, data):
        found.append(wrong)
    named = body_of(file, plan)
    if isinstance(named, str) and named != body:
        found.append(problem("body_differs", file=file, name=plan.name_of(named), body=plan.name_of(body)))
    return found


def _title(plan: Plan, reading: Reading) -> str:
    """What the file of an upload is called: the body's name, if the name leads back to it and every system allows it."""
    body = str(reading.sender)
    name = plan.short_name_of(body)
    is_safe = len(name) <= 40 and is_file_name(name)
    latest = max(row.period.end for row in reading.rows)
    kind = KIND_WORDS[reading.kind] if reading.kind else ""
    return f"{name if is_safe and plan.find_body(name) == body else body}_{kind}_{latest:%Y-%m}"


def _held(actuals: Actuals, reading: Reading) -> str | None:
    """The file in the folder that has the same bytes of the same body and does not count, so that it is what is sent."""
    same = (r for r in actuals.readings if (r.sender, r.sha256) == (reading.sender, reading.sha256))
    return next((r.file for r in same if not r.is_sample), None)


def _real(actuals: Actuals) -> list[Counted]:
    return [c for c in actuals.tally.counted if not c.reading.is_sample]


def _changes(board: Board, reading: Reading, counting: Counting) -> list[Change]:
    """What a file changes: lamps and rates, and figures of every period that it reports."""
    if not reading.rows:
        return []
    real = _real(board.actuals)
    last = max((c.submission.batch for c in real), default=0)
    new = unrecorded(reading, last + 1, board.store.clock())
    changed = _between(board, real, [*real, new])
    known = {(change.id, change.after) for change in changed if change.field == "actual"}
    for row in reading.rows:
        if isinstance(row, FigureRow) and (row.indicator, row.value) not in known:
            old = counting.series(row.indicator).get(row.period.end)
            if old is None or old.value != row.value:
                before = old.value if old else None
                changed.append(Change("indicator", row.indicator, "actual", before, row.value, period=row.period))
    return sorted(changed, key=lambda change: _SCOPES.index(change.scope))


def _between(board: Board, before: Sequence[Counted], after: Sequence[Counted]) -> list[Change]:
    plan, tally = board.plan, board.actuals.tally
    rows, more = (counting_rows([], counted, [], plan.office.id, tally).rows for counted in (before, after))
    old = measure(plan, rows, today=board.today())
    new = measure(plan, more, today=board.today(), before=old)
    found = [*changes(old, new), *_shares_of_tasks(old, new)]
    return sorted(found, key=lambda change: _SCOPES.index(change.scope))


def _shares_of_tasks(before: Measures, after: Measures) -> Iterator[Change]:
    """What changes for one of several bodies of a task, which may leave the task as it was."""
    for id, task in after.tasks.items():
        for old, new in zip(before.tasks[id].assignments, task.assignments, strict=True):
            if len(task.assignments) > 1 and old.status != new.status:
                yield Change("task", id, "status", old.status, new.status, body=new.body)
