"""The one door: every kind of event that a person causes, tried by every role of every body for every body.

What is allowed is written out here from the rules (填报 and 审核 for the own body, the office for all; 核实 and 管理 the
office's), and each forbidden pair is tried through the function that pages and commands call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, get_args

import pytest
from factories import csv_bytes, period_of, plan_data, progress_bytes
from sending import NAME, noon_of, open_board, write_plan

from lib.board import inquiries, locks, new_plans, submissions
from lib.board.access import Access
from lib.board.board import Board
from lib.board.writer import Role, Writer
from lib.errors import AccessError, BoardError
from lib.periods import month
from lib.rules import Question
from lib.store import events

OFFICE = "office"
AGENCIES = [f"a{n:02}" for n in range(1, 28)]
"""As many as the plan of 2019 has."""

BODIES = [*AGENCIES, OFFICE]
ROLES: tuple[Role, ...] = get_args(Role)
FILE = csv_bytes([NAME, "2019-09", "352", "2019-10-08", ""])


class Deed(NamedTuple):
    """What causes a kind of event: the role it asks for, and how it is done for a body."""

    role: Role
    do: Callable[[Board, str, Writer], object]
    by_office_alone: bool = False


def _question(body: str) -> Question:
    return Question("unchanged", body, "1.1.1", month(2019, 9), "?", ())


def _return(board: Board, body: str, writer: Writer) -> object:
    back = progress_bytes(["1.1.1", body, "2019-09", "已退回", "", "没有盖章", "", "", ""])
    return submissions.submit(board, "退回.csv", back, OFFICE, writer, None)


def _send(board: Board, body: str, writer: Writer) -> object:
    lines = progress_bytes(
        ["1.1.1" if body != OFFICE else "1.1.2", body if body != OFFICE else "a01", "2019-09", "推进中"]
    )
    return submissions.submit(board, "a.csv", lines, body, writer, None)


DEEDS: dict[str, Deed] = {
    "received": Deed("report", _send),
    "returned": Deed("verify", _return, by_office_alone=True),
    "withdrawn": Deed("report", lambda b, body, w: submissions.withdraw(b, of(b, body), w, "重报")),
    "restored": Deed("report", lambda b, body, w: submissions.restore(b, of(b, body), w)),
    "approved": Deed("approve", lambda b, body, w: submissions.approve(b, of(b, body), w)),
    "sent_back": Deed("approve", lambda b, body, w: submissions.send_back(b, of(b, body), w, "不对")),
    "locked": Deed("verify", lambda b, body, w: locks.lock(b, period_of("2019-09"), w), by_office_alone=True),
    "unlocked": Deed("verify", lambda b, body, w: locks.unlock(b, period_of("2019-09"), w, "x"), by_office_alone=True),
    "question_noted": Deed("report", lambda b, body, w: inquiries.note(b, _question(body), body, w, "说明")),
    "question_noted by the office": Deed("verify", lambda b, body, w: inquiries.note(b, _question(body), OFFICE, w, "请核对"), by_office_alone=True),
    "question_closed": Deed("verify", lambda b, body, w: inquiries.close(b, _question(body), w, "属实"), by_office_alone=True),
    "question_reopened": Deed("verify", lambda b, body, w: inquiries.reopen(b, _question(body), w, "再问"), by_office_alone=True),
    "code_made": Deed("administer", lambda b, body, w: Access(b.store).make(body, w, OFFICE), by_office_alone=True),
    "plan_placed": Deed("administer", lambda b, body, w: new_plans.place(b, b"", w), by_office_alone=True),
    "code_revoked": Deed("administer", lambda b, body, w: Access(b.store).take_back(body, w, OFFICE), by_office_alone=True),
}  # fmt: skip

OF_A_KIND = {"returned", "question_noted by the office"}
"""Deeds whose event is listed by another one."""

OF_NOBODY = {"plan_kept", "removed", "put_back", "renamed", "repeated", "code_refused", "sign_in_refused"}
"""Events that no person causes through the board: what is seen in the folder, a wrong code, and a sign-in of somebody unknown."""


def of(board: Board, body: str) -> int:
    """The submission of a body that lies there."""
    return next(s.id for s in board.actuals.submissions if s.body == body)


def allows(role: Role, own: str, deed: Deed, body: str) -> bool:
    """Whether somebody of `own` who has a role may do a deed for a body."""
    if role != deed.role:
        return False
    return own == OFFICE if deed.by_office_alone else own == body or (own == OFFICE and role == "report")


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """A board of 27 agencies, each with a submission that waits, and the office with one."""
    path = tmp_path_factory.mktemp("door")
    agencies = [{"id": id, "name": f"第{id[1:]}厅"} for id in AGENCIES]
    write_plan(
        path / "plan.yaml", agencies=agencies, groups=[], indicators=[],
        tasks={"1.1.1": AGENCIES, "1.1.2": ["a01"]},
        reporting=plan_data()["reporting"] | {"approval": "body"},
    )  # fmt: skip
    (path / "actuals").mkdir()
    board = open_board(path, clock=noon_of(2019, 10, 12))
    for body in BODIES:
        _send(board, body, Writer("首报", frozenset({body}), "sign_in", frozenset({"report"}), f"{body}@example.cn"))
    return board


def test_every_kind_of_event_is_listed() -> None:
    kinds = {kind.model_fields["event"].default for kind in get_args(events.Event)}
    assert kinds == (set(DEEDS) - OF_A_KIND) | OF_NOBODY


@pytest.mark.parametrize("kind", sorted(DEEDS))
def test_each_forbidden_pair_of_role_and_body_is_refused(kind: str, board: Board) -> None:
    """Nothing forbidden changes the journal. A kind that needs no look is tried with all 28 × 27 pairs, the others with each
    relation that two bodies have; that `check_may` decides all pairs alike is tried below."""
    deed, before = DEEDS[kind], len(board.store.look().submissions)
    events_before = board.store.check().events
    in_full = kind in ("code_made", "question_noted")
    owns = BODIES if in_full else ["a01", "a03", OFFICE]
    # Nothing is returned to the office, and nobody asks it.
    bodies = AGENCIES if in_full else ["a01", "a02"] if kind in ("returned", *OF_A_KIND) else ["a01", "a02", OFFICE]
    tried = 0
    for role in ROLES:
        for own in owns:
            person = Writer("张三", frozenset({own}), "sign_in", frozenset({role}), "zhang@example.cn")
            for body in bodies:
                if not allows(role, own, deed, body):
                    tried += 1
                    with pytest.raises(BoardError) as refused:
                        deed.do(board, body, person)
                    assert isinstance(refused.value, AccessError), (role, own, body)
    assert tried >= 20
    assert (len(board.store.look().submissions), board.store.check().events) == (before, events_before)


def test_every_pair_is_decided_as_it_is_written_out() -> None:
    for kind, deed in DEEDS.items():
        for role in ROLES:
            for own in BODIES:
                person = Writer("张三", frozenset({own}), "sign_in", frozenset({role}))
                for body in BODIES:
                    try:
                        person.check_may(deed.role, OFFICE if deed.by_office_alone else body, OFFICE)
                    except AccessError:
                        said = False
                    else:
                        said = True
                    assert said == allows(role, own, deed, body), (kind, role, own, body)
