"""A database that fails, and boards that are killed: what was acknowledged is there, once, and what was not stored is said.

`make faults` kills 200 boards and the database 200 times; here it is some of each.
"""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import threading
import time
from contextlib import closing, suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Literal, get_args

import children
import psycopg
import pytest
from calls import run
from factories import progress_bytes
from postgres import Server
from sending import acknowledged, await_another, figures, progress, writer
from serving import ROOT
from test_sql_store import opened, own, quick, seen

from lib.board import submissions
from lib.errors import StoreError, UnknownOutcomeError
from lib.store.sql import link
from lib.store.sql.notices import Ear

__all__ = ["own", "quick"]  # fixtures

# killed at random

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "4"))

POINTS_APART = 1 if ROUNDS >= 100 else 4
"""Of the points at which a connection may break every one is tried, or some."""

TASKS = {"copyright": "1.1.4", "ipo": "1.1.1", "science": "1.1.2"}
"""Bodies that report, each with a task of its own."""

LONGEST_WAIT_SECONDS = 0.15


def send_on_and_on(path: Path, database: str, body: str, life: int) -> None:
    """Be a board that receives one report after the other, and write down each number that was acknowledged. What was not
    acknowledged is sent again, as people do."""
    board = None
    with (path / f"acknowledged_{body}").open("a", encoding="utf-8") as said:
        for n in count():
            data = progress_bytes([TASKS[body], "", "2019-09", "推进中", "", "", "", "2019-10-08", f"{life} {n}"])
            receipt = None
            while receipt is None:
                try:
                    board = board or opened(path, database)
                    receipt = submissions.submit(board, f"{body}.csv", data, body, writer(), confirmed=None)
                except StoreError:
                    time.sleep(0.02)
            assert receipt.submission
            said.write(f"{receipt.submission.id} {receipt.submission.sha256}\n")
            said.flush()


def test_what_was_acknowledged_survives_boards_and_the_database_being_killed_at_any_moment(
    tmp_path: Path, own: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "LONGEST_SECONDS", 90 + 10 * ROUNDS)
    database = own.database()
    seen(opened(tmp_path, database))
    chance = random.Random(20191031)  # noqa: S311
    lives, boards = count(), dict[str, int]()

    def begin(body: str) -> None:
        boards[body] = children.start(partial(send_on_and_on, tmp_path, database, body, next(lives)))

    def end_a_board() -> None:
        body = chance.choice(list(TASKS))
        children.kill(boards[body])
        begin(body)

    def end_the_database() -> None:
        own.kill() if chance.random() < 0.5 else own.stop(signal.SIGQUIT)
        own.start()

    for body in TASKS:
        begin(body)
    for _ in range(ROUNDS):
        await_another(tmp_path)
        for end in chance.sample([end_a_board, end_the_database], 2):
            time.sleep(chance.uniform(0, LONGEST_WAIT_SECONDS))
            end()
    await_another(tmp_path)
    for board in boards.values():
        children.kill(board)

    said, kept = acknowledged(tmp_path), {s.id: s for s in opened(tmp_path, database).store.look().history.submissions}
    assert len(said) > ROUNDS
    assert len(dict(said)) == len(said)
    assert {id: kept[id].sha256 for id, _ in said} == dict(said)
    assert list(kept) == list(range(1, len(kept) + 1))
    assert len({s.sha256 for s in kept.values()}) == len(kept)
    assert not any(s.withdrawal for s in kept.values())
    # Of each board that was killed at most one was kept and not yet acknowledged.
    assert len(kept) - len(said) <= next(lives)
    checked = run("store", "check", PLANBOARD_STORE=database, PLANBOARD_ACTUALS=tmp_path / "actuals")
    assert (checked.code, "完整" in checked.out) == (0, True)
    print(
        f"\n{ROUNDS} boards and {ROUNDS} times the database killed: {len(said)} acknowledged, {len(kept)} kept. {checked.out}"
    )


# a wire that breaks

Cut = Literal["before", "after"]
"""What was asked never arrives, or its answer does not."""


class Wire:
    """Between boards and a database. It breaks at the n-th thing that is said to the database once it is told to, and works
    again for whoever connects anew."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._lock = threading.Lock()
        self._left, self._cut = 0, "before"
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def break_at(self, n: int, cut: Cut) -> None:
        """Break at the n-th thing from now on."""
        self._left, self._cut = n, cut

    @property
    def is_broken(self) -> bool:
        """Whether there was an n-th thing."""
        return self._left == 0

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client = self._listening.accept()[0]
                server = socket.create_connection(("127.0.0.1", self._to))
                threading.Thread(target=self._carry, args=[client, server], daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        """One question and its answer after the other: psycopg asks nothing before it has the answer."""
        threading.Thread(target=self._answer, args=[client, server], daemon=True).start()
        with suppress(OSError):
            while data := client.recv(1 << 20):
                with self._lock:
                    is_nth = self._left == 1
                    self._left = max(0, self._left - 1)
                if is_nth:
                    client.shutdown(socket.SHUT_RDWR)
                if not is_nth or self._cut == "after":
                    server.sendall(data)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _answer(self, client: socket.socket, server: socket.socket) -> None:
        with client, server:
            while data := server.recv(1 << 20):
                with suppress(OSError):
                    client.sendall(data)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("cut", get_args(Cut))
def test_a_connection_that_breaks_at_any_point_of_a_write_leaves_all_of_it_or_nothing(
    tmp_path: Path, postgres: Server, cut: Cut
) -> None:
    database = postgres.database()
    outcomes: list[str] = []  # stored, not stored, unknown
    with closing(Wire(postgres.port)) as wire:
        board = opened(tmp_path, database.replace(f":{postgres.port}/", f":{wire.port}/"))
        straight = opened(tmp_path, database)
        seen(board)
        for n in count(1, POINTS_APART):
            before = len(straight.store.look().history.submissions)
            data = progress_bytes(["1.1.1", "", "2019-09", "推进中", "", "", "", "2019-10-08", str(n)])
            wire.break_at(n, cut)
            try:
                receipt = submissions.submit(board, "ipo.csv", data, "ipo", writer(), confirmed=None)
                outcome = "s" if receipt.submission else "n"
            except UnknownOutcomeError:
                outcome = "u"
            except StoreError as error:
                assert "没有保存：数据库连不上" in str(error)
                outcome = "n"
            now = len(straight.store.look().history.submissions)
            assert now - before in {"s": (1,), "n": (0,), "u": (0, 1)}[outcome], n
            receipt = submissions.submit(straight, "ipo.csv", data, "ipo", writer(), confirmed=None)
            assert receipt.submission and receipt.submission.id == before + 1
            if not wire.is_broken:
                break
            outcomes.append(outcome)
    assert list(straight.store.check().problems) == []
    # Where the end of the transaction is lost, or its answer, nobody can say; and only there.
    assert re.fullmatch("n{10,}us+" if POINTS_APART == 1 else "n{5,}u?s+", "".join(outcomes)), outcomes


def test_a_connection_that_is_cut_between_looking_and_writing_stores_nothing(tmp_path: Path, postgres: Server) -> None:
    """The lock is lost with its connection: somebody else may have written, and what was judged may no longer hold."""
    board = opened(tmp_path, postgres.database())
    seen(board)
    with pytest.raises(StoreError, match="没有保存：数据库连不上") as caught, board.store.exclusive():
        board.store.look()
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        submissions.submit(board, "c.csv", figures(), "copyright", writer())
    assert not isinstance(caught.value, UnknownOutcomeError)
    assert seen(board) == []
    assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission


def test_a_long_transaction_elsewhere_keeps_nobody_waiting_for_ever(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.database()
    board = opened(tmp_path, database)
    seen(board)
    monkeypatch.setattr(link, "LOCK_SECONDS", 0.3)
    with psycopg.connect(database.replace("+psycopg", "")) as other:
        other.execute("SELECT * FROM counter FOR UPDATE")
        with pytest.raises(StoreError, match="没有保存：另一个程序一直在写入"):
            submissions.submit(board, "c.csv", figures(), "copyright", writer())
        assert seen(board) == []
    assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON {table} {when} FOR EACH ROW EXECUTE FUNCTION full_disk();
"""
"""What a server says that has no room on its disk. No user may fill a disk for a test, so that a trigger says it: at once, or
at the end of the transaction."""


@pytest.mark.parametrize("when", ["", "DEFERRABLE INITIALLY DEFERRED"])
@pytest.mark.parametrize("table", ["contents", "events", "inlet"])
def test_a_database_without_room_says_so_and_shows_what_it_has(
    tmp_path: Path, postgres: Server, table: str, when: str
) -> None:
    database = postgres.database()
    board, name = opened(tmp_path, database), database.rsplit("/", 1)[1]
    assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission
    before = seen(board)
    postgres.execute(FULL.format(table=table, when=when), name)
    for _ in range(2):
        with pytest.raises(StoreError, match="没有保存：数据库的磁盘已满。原有数据不受影响。") as caught:
            submissions.submit(board, "i.csv", progress(), "ipo", writer())
        assert not isinstance(caught.value, UnknownOutcomeError)
        assert seen(board) == before
        assert board.silence is None
    postgres.execute("DROP FUNCTION full_disk CASCADE", name)
    assert submissions.submit(board, "i.csv", progress(), "ipo", writer()).submission
    assert [id for id, *_ in seen(board)] == [1, 2]
    assert list(board.store.check().problems) == []


@pytest.mark.parametrize("victim", ["board", "other"])
def test_of_two_that_wait_for_each_other_one_gives_way_and_the_store_is_whole(
    tmp_path: Path, postgres: Server, victim: str
) -> None:
    """The other holds the counter and wants the lock of whoever writes; the board holds that lock and wants the counter. The
    server ends the one whose patience is the shorter."""
    database = postgres.database()
    board, name = opened(tmp_path, database), database.rsplit("/", 1)[1]
    seen(board)
    # Somebody looks once, when the patience is over: the other has to wait by then.
    patience = {"board": "2s", "other": "30s"} if victim == "board" else {"board": "30s", "other": "100ms"}
    postgres.execute(f"ALTER DATABASE {name} SET deadlock_timeout = '{patience['board']}'")
    ended: list[str | None] = []

    def wait_for_the_lock(other: psycopg.Connection) -> None:
        until = time.monotonic() + 20
        while not postgres.execute(WAITING.format(name)):
            assert time.monotonic() < until
            time.sleep(0.01)
        try:
            other.execute(f"SELECT pg_advisory_xact_lock({link._WRITING})")
            other.rollback()
            ended.append(None)
        except psycopg.Error as error:
            ended.append(error.sqlstate)

    with psycopg.connect(database.replace("+psycopg", "")) as other:
        other.execute(f"SET deadlock_timeout = '{patience['other']}'")
        other.execute("SELECT * FROM counter FOR UPDATE")
        waiting = threading.Thread(target=wait_for_the_lock, args=[other])
        waiting.start()
        if victim == "board":
            with pytest.raises(StoreError, match="没有保存：数据库里有两个程序互相等待。原有数据不受影响。") as caught:
                submissions.submit(board, "c.csv", figures(), "copyright", writer())
            assert not isinstance(caught.value, UnknownOutcomeError)
        else:
            assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission
        waiting.join(20)
        other.rollback()
    assert ended == [None if victim == "board" else "40P01"]
    assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission
    assert [id for id, *_ in seen(board)] == [1]
    assert list(board.store.check().problems) == []


WAITING = """SELECT 1 FROM pg_stat_activity
WHERE datname = '{}' AND application_name = 'planboard' AND wait_event_type = 'Lock'"""


def test_a_board_finds_the_server_that_takes_writes(tmp_path: Path, postgres: Server, own: Server) -> None:
    """By an address with two servers: the first is gone, or takes no writes, as a standby does."""
    name = postgres.database().rsplit("/", 1)[1]
    own.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    own.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    docs = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (address,) = re.findall(r"`(postgresql\+psycopg://\S*target_session_attrs=read-write)`", docs)
    for there, put in (
        ("planboard:PASSWORD@/planboard", f"board@/{name}"),
        ("host=db1:5432", f"host=127.0.0.1:{own.port}"),
        ("host=db2:5432", f"host=127.0.0.1:{postgres.port}"),
    ):
        assert address.count(there) == 1
        address = address.replace(there, put)
    board = opened(tmp_path, address)
    assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission
    own.stop()
    try:
        assert submissions.submit(board, "i.csv", progress(), "ipo", writer()).submission
        assert len(seen(opened(tmp_path, address))) == 2
        # It hears of writes there as well.
        ear = Ear(address)
        ear.is_sure_of_silence()
        assert ear.is_sure_of_silence()
    finally:
        own.start()


def test_a_database_that_only_reads_says_so(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    board = opened(tmp_path, database)
    seen(board)
    name = database.rsplit("/", 1)[1]
    postgres.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with pytest.raises(StoreError, match="没有保存：数据库现在只能读"):
        submissions.submit(board, "c.csv", figures(), "copyright", writer())
    postgres.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission
