"""Problems that show only beside what is kept: for each of their codes what is done to a board, and what is said of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from factories import TASKS, period_of, progress_bytes
from sending import figures, noon_of, open_board, write_plan, writer

from lib.board.board import Board
from lib.board.locks import lock
from lib.board.reader import receive
from lib.board.submissions import examine, submit, withdraw
from lib.problems.catalogue import Problem
from lib.store import Arrival


def _said(board: Board) -> Iterable[Problem]:
    board.refresh(at_once=True)
    return [p for reading in board.actuals.readings for p in reading.problems]


def _dropped(path: Path, data: bytes = figures("352"), file: str = "copyright.csv") -> Board:
    """A board that has recorded a file."""
    board = open_board(path, clock=noon_of(2019, 10, 12))
    (path / "actuals" / file).write_bytes(data)
    board.refresh(at_once=True)
    return board


def _content_lost(path: Path) -> Iterable[Problem]:
    _dropped(path)
    shutil.rmtree(path / "actuals" / ".planboard" / "contents")
    (path / "actuals" / "copyright.csv").write_bytes(b"")
    return _said(open_board(path))


def _journal_line(path: Path) -> Iterable[Problem]:
    board = _dropped(path)
    journal = path / "actuals" / ".planboard" / "journal.jsonl"
    first, *more = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([first, b'{"event":\n', *more]))
    return _said(board)


def _journal_chain(path: Path) -> Iterable[Problem]:
    _dropped(path)
    journal = path / "actuals" / ".planboard" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"rows":1', b'"rows":2'))
    return _said(open_board(path))


def _content_changed(path: Path) -> Iterable[Problem]:
    _dropped(path)
    (kept,) = (path / "actuals" / ".planboard" / "contents").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"352", b"353"))
    return _said(open_board(path))


def _journal_unreadable(path: Path) -> Iterable[Problem]:
    board = open_board(path)
    (path / "actuals" / ".planboard").write_bytes(b"")
    return _said(board)


def _sample_uploaded(path: Path) -> Iterable[Problem]:
    return examine(open_board(path), "示例_省版权局_2019-09.csv", figures(), "copyright").reading.problems


def _reported_before_replaced(path: Path) -> Iterable[Problem]:
    board = _dropped(path, figures("352", reported_on="2019-10-09"))
    return examine(board, "copyright.csv", figures("350", reported_on="2019-10-08"), "copyright").reading.problems


def _body_differs(path: Path) -> Iterable[Problem]:
    return examine(open_board(path), "省科技厅_2019-09.csv", figures(), "copyright").reading.problems


def _file_withdrawn(path: Path) -> Iterable[Problem]:
    board = _dropped(path)
    withdraw(board, 1, writer("甲"), "口径有误")
    return _said(board)


def _file_same(path: Path) -> Iterable[Problem]:
    board = _dropped(path)
    return examine(board, "copyright_2.csv", figures("352"), "copyright").reading.problems


def _earlier_rows(path: Path) -> Iterable[Problem]:
    board = _dropped(path, figures("311", period="2019-08"))
    (path / "actuals" / "copyright.csv").write_bytes(figures("352"))
    return _said(board)


def _rule_came_later(path: Path) -> Iterable[Problem]:
    board = open_board(path, clock=noon_of(2019, 10, 12))
    data = progress_bytes(["1.1.2", "", "2019-09", "已完成"], ["1.1.2", "", "2019-08"])
    (path / "actuals" / "ipo.csv").write_bytes(data)
    receive(board.store, board.plan, [Arrival("ipo", data, 1, board.plan.id, entry="ipo.csv")])
    return _said(board)


def _other_year(path: Path) -> Iterable[Problem]:
    return _said(_dropped(path, figures("300", period="2018-09")))


def _no_longer_in_plan(path: Path) -> Iterable[Problem]:
    board = _dropped(path, progress_bytes(["1.1.2", "", "2019-09", "已完成"]), "ipo.csv")
    write_plan(path / "plan.yaml", tasks=TASKS | {"1.1.2": ["science"]})
    return _said(board)


def _text_left_out(path: Path) -> Iterable[Problem]:
    first = progress_bytes(["1.1.2", "", "2019-09", "已完成", "黔科通〔2019〕12号", "", "", "2019-10-08", ""])
    board = _dropped(path, first, "ipo.csv")
    again = progress_bytes(["1.1.2", "", "2019-09", "已完成", "", "", "", "2019-10-09", "已更正"])
    return examine(board, "ipo.csv", again, "ipo").reading.problems


def _period_locked(path: Path) -> Iterable[Problem]:
    board = _dropped(path)
    lock(board, period_of("2019-09"), writer("办"))
    return examine(board, "copyright.csv", figures("353"), "copyright").reading.problems


def _file_waiting(path: Path) -> Iterable[Problem]:
    write_plan(path / "plan.yaml", reporting={"frequency": "monthly", "due_day": 10, "approval": "body"})
    (path / "actuals").mkdir()
    board = open_board(path)
    submit(board, "a.csv", figures("352"), "copyright", writer("甲"), None)
    return _said(board)


def _nothing_reported(path: Path) -> Iterable[Problem]:
    return examine(open_board(path), "copyright.csv", figures(""), "copyright").reading.problems


JOURNALED: dict[str, Callable[[Path], Iterable[Problem]]] = {
    "content_lost": _content_lost,
    "journal_line": _journal_line,
    "journal_chain": _journal_chain,
    "content_changed": _content_changed,
    "journal_unreadable": _journal_unreadable,
    "sample_uploaded": _sample_uploaded,
    "no_longer_in_plan": _no_longer_in_plan,
    "text_left_out": _text_left_out,
    "earlier_rows": _earlier_rows,
    "rule_came_later": _rule_came_later,
    "other_year": _other_year,
    "reported_before_replaced": _reported_before_replaced,
    "body_differs": _body_differs,
    "file_withdrawn": _file_withdrawn,
    "period_locked": _period_locked,
    "file_waiting": _file_waiting,
    "file_same": _file_same,
    "nothing_reported": _nothing_reported,
}


def journaled(code: str, path: Path) -> Problem:
    """The problem of a code as it is said."""
    return next(p for p in JOURNALED[code](path) if p.code == code)
