"""What the office and a body say on a question that the board asks, until the office closes it.

A question follows from the figures and has no number; it is known by its kind, its body, what it is about and the period.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lib.board.board import Board
from lib.board.writer import Writer, filled
from lib.errors import StoreError
from lib.rules import Question
from lib.store import QuestionClosed, QuestionEvent, QuestionNoted, QuestionReopened


class Inquiry(NamedTuple):
    """What was said on a question, oldest first."""

    said: Sequence[QuestionEvent] = ()

    @property
    def is_closed(self) -> bool:
        """Whether the office closed it, and nobody asked again since."""
        steps = [event for event in self.said if not isinstance(event, QuestionNoted)]
        return bool(steps) and isinstance(steps[-1], QuestionClosed)


def key_of(question: Question) -> str:
    """What a question is known by."""
    return "/".join([question.kind, question.body, question.about, question.period.end.isoformat()])


def inquiry(board: Board, question: Question) -> Inquiry:
    """What was said on a question."""
    return Inquiry(board.history().questions.get((board.plan.id, key_of(question)), ()))


def still_open(board: Board, questions: Iterable[Question]) -> list[Question]:
    """Those of the questions that nobody closed."""
    said = board.history().questions
    return [one for one in questions if not Inquiry(said.get((board.plan.id, key_of(one)), ())).is_closed]


def note(board: Board, question: Question, body: str, writer: Writer, text: str) -> None:
    """Say something on a question, in the name of the body that is asked or of the office. Raises StoreError, AccessError."""
    signed, said = writer.signed("请填写姓名。"), filled(text, "请填写说明。")
    office = board.plan.office.id
    if body not in (question.body, office):
        raise StoreError("没有保存：这条疑问问的不是这个单位。")
    writer.check_may("verify" if body == office else "report", body, office)
    now, about = board.store.clock(), key_of(question)
    board.store.note([QuestionNoted(at=now, plan=board.plan.id, question=about, body=body, text=said, **signed)])
    board.refresh(at_once=True)


def close(board: Board, question: Question, writer: Writer, text: str) -> None:
    """Close a question with what came of it. Raises StoreError, AccessError."""
    _step(board, question, writer, filled(text, "请填写核实结果。"), is_closed=False)


def reopen(board: Board, question: Question, writer: Writer, text: str) -> None:
    """Ask a closed question again, and why. Raises StoreError, AccessError."""
    _step(board, question, writer, filled(text, "请填写重新提出的原因。"), is_closed=True)


def _step(board: Board, question: Question, writer: Writer, text: str, *, is_closed: bool) -> None:
    signed, office = writer.signed("请填写姓名。"), board.plan.office.id
    writer.check_may("verify", office, office)
    with board.exclusive():
        if inquiry(board, question).is_closed != is_closed:
            raise StoreError("没有保存：这条疑问" + ("没有关闭。" if is_closed else "已经关闭。"))
        kind = QuestionReopened if is_closed else QuestionClosed
        now, about = board.store.clock(), key_of(question)
        board.store.note([kind(at=now, plan=board.plan.id, question=about, text=text, **signed)])
    board.refresh(at_once=True)
