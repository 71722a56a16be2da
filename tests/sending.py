"""Files of figures, and boards of a small plan that receive them: what the tests of everything that is kept begin with."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from factories import csv_bytes, plan_data, progress_bytes

from lib.board.board import Board
from lib.board.writer import ALL_ROLES, Writer
from lib.store.folder.store import FolderStore

NAME = "作品著作权登记量"


def figures(value: str = "352", *, period: str = "2019-09", reported_on: str = "2019-10-08") -> bytes:
    """A file of one figure."""
    return csv_bytes([NAME, period, value, reported_on])


def progress(status: str = "推进中", *, task: str = "1.1.1", period: str = "2019-09") -> bytes:
    """A file of one status."""
    return progress_bytes([task, "", period, status, "", "", "", "2019-10-08"])


def noon_of(year: int = 2019, month: int = 12, day: int = 31) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: datetime(year, month, day, 12, tzinfo=UTC)


NEW_YEAR = noon_of()


def write_plan(path: Path, **changes: Any) -> Path:
    """A small plan file."""
    text = yaml.safe_dump(plan_data(**changes), allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


def writer(name: str = "甲", *bodies: str) -> Writer:
    """Whoever writes for these bodies, for every one where none is named."""
    return Writer(name, frozenset(bodies) or None, "command_line", ALL_ROLES)


def open_board(path: Path, *, clock: Callable[[], datetime] = NEW_YEAR, record: bool = True) -> Board:
    """The board of `path`/actuals as a process has it that has just started; plan and folder are made where missing."""
    if not (path / "plan.yaml").exists():
        write_plan(path / "plan.yaml")
        (path / "actuals").mkdir(exist_ok=True)
    return Board(path / "plan.yaml", FolderStore(path / "actuals", clock=clock, record=record))


def counted_values(board: Board) -> list[float]:
    """The figures that count, in the order in which they do."""
    board.refresh(at_once=True)
    return [row.value for row in board.actuals.rows.figures]


def states(board: Board) -> dict[int, str]:
    """The state of each submission by its id."""
    board.refresh(at_once=True)
    return {submission.id: state for submission, state in board.actuals.states().items()}


def listed(board: Board) -> list[tuple[str, str]]:
    """File and code of every problem."""
    board.refresh(at_once=True)
    return [(p.file, p.code) for p in board.actuals.problems]


def names_in(folder: Path) -> list[str]:
    """What lies in a folder, without what is hidden."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def contents_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too, but the lock, which is empty."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def acknowledged(path: Path) -> list[tuple[int, str]]:
    """Number and hash of all of which senders wrote down, in files `acknowledged_*`, that they were told it is kept."""
    lines = [line.split() for file in path.glob("acknowledged_*") for line in file.read_text("utf-8").splitlines()]
    return [(int(id), sha256) for id, sha256 in lines]


def await_another(path: Path) -> None:
    """Wait until one more is acknowledged, however slow the machine is."""
    before, until = len(acknowledged(path)), time.monotonic() + 60
    while len(acknowledged(path)) == before:
        assert time.monotonic() < until
        time.sleep(0.01)
