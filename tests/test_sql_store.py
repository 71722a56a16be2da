"""What is particular to the store that is a database: its folder, its migrations, and a server that goes away."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import cache, partial
from itertools import count
from pathlib import Path

import children
import pytest
from click.testing import CliRunner
from factories import progress_bytes
from postgres import Server, program, serving
from sending import NEW_YEAR, figures, open_board, progress, write_plan, writer

from lib import settings
from lib.board import board as looking
from lib.board import submissions
from lib.board.board import Board
from lib.cli.status import main
from lib.errors import AccessError, StoreError, UnknownOutcomeError
from lib.plan.file import load_plan
from lib.store.folder import entries
from lib.store.opening import open_store
from lib.store.sql import link
from lib.store.sql import store as sql
from lib.store.sql.migrations import migrate
from lib.store.sql.store import SqlStore

BODIES = {"copyright": "1.1.4", "ipo": "1.1.1", "science": "1.1.2"}


cached_plan = cache(load_plan)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting for files to be whole, every look looks, and the plan is read once: it is no part of this."""
    monkeypatch.setattr(entries, "STEADY_SECONDS", 0.0)
    monkeypatch.setattr(settings, "RESCAN_SECONDS", 1e-9)
    monkeypatch.setattr(looking, "_SILENT_SECONDS", 0.0)
    monkeypatch.setattr(looking, "load_plan", cached_plan)


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that tests may end and start again."""
    with serving() as server:
        yield server


def opened(path: Path, database: str, folder: str = "actuals", **how: object) -> Board:
    """The board of a database as a process has it that has just started."""
    path.mkdir(exist_ok=True)
    if not (path / "plan.yaml").exists():
        write_plan(path / "plan.yaml")
    (path / folder).mkdir(exist_ok=True)
    return Board(path / "plan.yaml", SqlStore(database, path / folder, clock=NEW_YEAR, **how))  # type: ignore[arg-type]


def seen(board: Board) -> list[tuple[int, str, str, str]]:
    board.refresh(at_once=True)
    return [(s.id, s.file, s.body, state) for s, state in board.actuals.states().items()]


def drop(folder: Path, name: str, data: bytes) -> Path:
    """Put a file into the folder that was written a while ago."""
    (folder / name).write_bytes(data)
    os.utime(folder / name, (1e9, 1e9))
    return folder / name


# an address


def test_an_address_says_which_store_it_is(tmp_path: Path, postgres: Server) -> None:
    store = open_store(postgres.database(), inlet=tmp_path)
    assert isinstance(store, SqlStore)
    with pytest.raises(StoreError, match="不认识“mysql://”这种存储地址"):
        open_store("mysql://somewhere/board")


def test_no_password_is_in_what_is_said(tmp_path: Path) -> None:
    store = SqlStore("postgresql+psycopg://board:secret@127.0.0.1:9/board", tmp_path)
    for attempt in (store.stamp, store.look, lambda: store.withdraw(1, "甲", "错")):
        with pytest.raises(StoreError, match="数据库连不上") as caught:
            attempt()
        assert "secret" not in str(caught.value)
    with pytest.raises(AccessError, match="暂时不能报送"):
        store.codes()


# the folder beside the database


def test_a_file_in_the_folder_is_taken_in_once_and_by_one(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    boards = [opened(tmp_path, database) for _ in range(3)]
    drop(tmp_path / "actuals", "copyright_1.csv", figures())
    threads = [threading.Thread(target=seen, args=[board]) for board in boards]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [seen(board) for board in boards] == [[(1, "copyright_1.csv", "copyright", "applied")]] * 3


def test_what_people_do_in_the_folder_is_noted_as_ever(tmp_path: Path, postgres: Server) -> None:
    board = opened(tmp_path, postgres.database())
    path = drop(tmp_path / "actuals", "copyright_1.csv", figures())
    assert seen(board) == [(1, "copyright_1.csv", "copyright", "applied")]
    path.rename(path.with_name("copyright_2.csv"))
    assert seen(board) == [(1, "copyright_2.csv", "copyright", "applied")]
    path.with_name("copyright_2.csv").unlink()
    assert seen(board) == [(1, "copyright_2.csv", "copyright", "withdrawn")]
    drop(tmp_path / "actuals", "copyright_2.csv", figures())
    assert seen(board) == [(1, "copyright_2.csv", "copyright", "applied")]
    drop(tmp_path / "actuals", "copyright_2.csv", b"\xff")
    assert seen(board) == [(1, "copyright_2.csv", "copyright", "applied")]
    assert [p.file for p in board.actuals.problems if p.blocking] == ["copyright_2.csv"]


def test_a_bad_file_is_listed_by_every_replica_and_no_longer_once_it_is_gone(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    path = drop(tmp_path, "x", b"")
    one, two = opened(tmp_path, database), opened(tmp_path, database, "other")
    path = drop(tmp_path / "actuals", "copyright_1.csv", b"nonsense\n")
    for board in (one, two):
        assert seen(board) == []
        assert {p.file for p in board.actuals.problems} == {"copyright_1.csv"}
    path.unlink()
    for board in (one, two):
        assert seen(board) == []
        assert list(board.actuals.problems) == []


def test_replicas_with_folders_of_their_own_take_nothing_away_from_each_other(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    one, two = opened(tmp_path, database, "one"), opened(tmp_path, database, "two")
    path = drop(tmp_path / "one", "copyright_1.csv", figures())
    drop(tmp_path / "two", "ipo_1.csv", progress())
    for board in (one, two, one, two):
        seen(board)
    expected = [(1, "copyright_1.csv", "copyright", "applied"), (2, "ipo_1.csv", "ipo", "applied")]
    assert seen(one) == seen(two) == expected
    path.unlink()
    assert [state for *_, state in seen(two)] == ["applied", "applied"]
    assert [state for *_, state in seen(one)] == ["withdrawn", "applied"]
    assert seen(two) == seen(one)


def test_a_folder_that_is_not_there_takes_nothing_away(tmp_path: Path, postgres: Server) -> None:
    board = opened(tmp_path, postgres.database())
    drop(tmp_path / "actuals", "copyright_1.csv", figures())
    before = seen(board)
    (tmp_path / "actuals").rename(tmp_path / "unmounted")
    assert seen(board) == before
    (tmp_path / "unmounted").rename(tmp_path / "actuals")
    assert seen(board) == before


def test_who_only_looks_writes_nothing(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    with pytest.raises(StoreError, match="还没有表"):
        seen(opened(tmp_path, database, record=False))
    seen(opened(tmp_path, database))
    drop(tmp_path / "actuals", "copyright_1.csv", figures())
    before = postgres.execute("SELECT * FROM counter", database.rsplit("/", 1)[1])
    assert seen(opened(tmp_path, database, record=False)) == []
    assert postgres.execute("SELECT * FROM counter", database.rsplit("/", 1)[1]) == before


# the tables


def test_the_tables_are_made_once_however_many_begin_at_once(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    assert children.run_together(*[lambda: seen(opened(tmp_path, database))] * 6) == [children.GOOD] * 6
    name = database.rsplit("/", 1)[1]
    assert postgres.execute("SELECT version_num FROM alembic_version", name) == [("0001",)]


def test_the_tables_that_the_steps_make_are_those_that_the_code_names(postgres: Server) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import NullPool, create_engine

    from lib.store.sql.tables import metadata

    engine = create_engine(postgres.database(), poolclass=NullPool)
    with engine.connect() as connection:
        migrate(connection)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_tables_of_a_later_version_are_left_as_they_are(tmp_path: Path, postgres: Server) -> None:
    """While replicas are upgraded one by one, those of the version before are started again as well."""
    database = postgres.database()
    seen(opened(tmp_path, database))
    postgres.execute("UPDATE alembic_version SET version_num = '9999'", database.rsplit("/", 1)[1])
    board = opened(tmp_path, database)
    assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission
    assert len(seen(board)) == 1


def test_events_of_a_later_version_are_said_and_the_others_count(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    board = opened(tmp_path, database)
    assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission
    postgres.execute(
        """INSERT INTO events (number, at, event, record) SELECT max(number) + 1, now(), 'later', '{"event": "later"}'
           FROM events; UPDATE counter SET events = events + 1""",
        database.rsplit("/", 1)[1],
    )
    assert len(seen(board)) == 1
    assert [p.code for p in board.actuals.problems] == ["journal_line"]


# replicas


def test_a_replica_shows_what_another_has_taken_without_asking_again_and_again(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.database()
    one, two = opened(tmp_path, database), opened(tmp_path, database)
    two.refresh()
    two.refresh()
    monkeypatch.setattr(sql, "POLL_SECONDS", 1e9)
    asked = []
    monkeypatch.setattr(two.store._link, "reading", lambda: asked.append(1))  # type: ignore[attr-defined]
    two.refresh()
    assert not asked
    monkeypatch.undo()
    assert submissions.submit(one, "c.csv", figures(), "copyright", writer()).submission
    two._looked_at = 0.0
    two.refresh()
    assert [s.id for s in two.actuals.submissions] == [1]


# the server goes away


def test_while_the_database_is_down_the_last_state_is_shown_and_writing_says_so_at_once(
    tmp_path: Path, own: Server
) -> None:
    board = opened(tmp_path, own.database())
    assert submissions.submit(board, "c.csv", figures(), "copyright", writer()).submission
    before, version = board.measures().check_code, board.version
    own.stop()
    try:
        until = time.monotonic() + sql.POLL_SECONDS + 5
        while not board.silence:
            assert time.monotonic() < until
            board.refresh()
        assert board.silence.since == NEW_YEAR()
        assert board.version == version + 1
        assert board.measures().check_code == before
        began = time.monotonic()
        with pytest.raises(StoreError, match="没有保存：数据库连不上。原有数据不受影响。"):
            submissions.submit(board, "i.csv", progress(), "ipo", writer())
        assert time.monotonic() - began < 5
    finally:
        own.start()
    board.refresh()
    assert (board.silence, board.measures().check_code) == (None, before)
    assert submissions.submit(board, "i.csv", progress(), "ipo", writer()).submission


def test_a_board_that_starts_without_its_database_says_so_and_begins_by_itself(tmp_path: Path, own: Server) -> None:
    database = own.database()
    own.stop()
    board = opened(tmp_path, database)
    try:
        with pytest.raises(StoreError, match="数据库连不上"):
            board.refresh()
    finally:
        own.start()
    assert seen(board) == []


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
    import psycopg

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


# processes are killed


ROUNDS = 24


def send_on_and_on(path: Path, database: str, body: str, seed: int, *, patient: bool) -> None:
    """Send one report after the other, and write down each number that was acknowledged."""
    mine = None
    with (path / f"acknowledged_{body}").open("a", encoding="utf-8") as said:
        for n in count():
            data = progress_bytes([BODIES[body], "", "2019-09", "推进中", "", "", "", "2019-10-08", f"{seed} {n}"])
            try:
                mine = mine or opened(path, database)
                receipt = submissions.submit(mine, f"{body}.csv", data, body, writer("甲"), confirmed=None)
            except StoreError:
                assert patient
                time.sleep(0.02)
                continue
            assert receipt.submission
            said.write(f"{receipt.submission.id} {receipt.submission.sha256}\n")
            said.flush()


def acknowledged(path: Path) -> list[list[str]]:
    """Number and hash of everything of which a writer was told that it is kept."""
    files = [path / f"acknowledged_{body}" for body in BODIES]
    return [line.split() for file in files if file.exists() for line in file.read_text().splitlines()]


def await_another(path: Path) -> None:
    """Wait until one more is acknowledged, however slow the machine is."""
    before, until = len(acknowledged(path)), time.monotonic() + 60
    while len(acknowledged(path)) == before:
        assert time.monotonic() < until
        time.sleep(0.01)


def insist_that_nothing_is_lost(path: Path, database: str, least: int) -> None:
    said = acknowledged(path)
    assert len(said) >= least
    board = opened(path, database)
    seen(board)
    kept = {s.id: s for s in board.actuals.submissions}
    assert {int(id): kept[int(id)].sha256 for id, _ in said} == {int(id): sha256 for id, sha256 in said}
    assert list(kept) == list(range(1, len(kept) + 1))
    assert not any(s.withdrawal for s in kept.values())
    assert all(board.store.content(s.sha256) is not None for s in kept.values())
    assert len({s.sha256 for s in kept.values()}) == len(kept)


def test_what_was_acknowledged_survives_writers_being_killed_at_any_moment(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    seen(opened(tmp_path, database))
    chance = random.Random(20191031)  # noqa: S311
    for seed in range(ROUNDS):
        writers = [
            children.start(partial(send_on_and_on, tmp_path, database, body, seed, patient=False)) for body in BODIES
        ]
        await_another(tmp_path)
        for sender in writers:
            time.sleep(chance.uniform(0.0, 0.1))
            children.kill(sender)
    insist_that_nothing_is_lost(tmp_path, database, least=ROUNDS)


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_what_was_acknowledged_survives_the_database_being_ended_at_any_moment(
    tmp_path: Path, own: Server, how: str
) -> None:
    database = own.database()
    seen(opened(tmp_path, database))
    chance = random.Random(20191031)  # noqa: S311
    writers = [children.start(partial(send_on_and_on, tmp_path, database, body, 0, patient=True)) for body in BODIES]
    for _ in range(ROUNDS // 3):
        await_another(tmp_path)
        time.sleep(chance.uniform(0.0, 0.2))
        own.kill() if how == "kill" else own.stop(signal.SIGQUIT)
        own.start()
    await_another(tmp_path)
    for sender in writers:
        children.kill(sender)
    insist_that_nothing_is_lost(tmp_path, database, least=ROUNDS // 3)


# whole or not


def test_what_somebody_changes_in_the_tables_is_told(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    board = opened(tmp_path, database)
    for n in range(3):
        assert submissions.submit(board, "c.csv", figures(str(300 + n)), "copyright", writer(), None).submission
    assert list(board.store.check().problems) == []
    name = database.rsplit("/", 1)[1]
    postgres.execute(
        "UPDATE events SET record = replace(record::text, 'c.csv', 'd.csv')::json WHERE submission = 2", name
    )
    postgres.execute("UPDATE contents SET data = data || '1'", name)
    again = opened(tmp_path, database)
    found = again.store.check().problems
    assert [p.code for p in found] == ["journal_chain", *["content_changed"] * 3]
    assert found[0].row == 3  # a content of the plan is the first event
    with pytest.raises(StoreError, match="没有复制"):
        again.store.everything()


# copied, and put back


def check_code(board: Path, store: str | Path) -> str:
    """What the command line says of a store, as another process has it."""
    run = subprocess.run(
        [sys.executable, "-m", "lib", "status", "--plan", board / "plan.yaml", "--as-of", "2019-09-30"],
        env=os.environ | {"PLANBOARD_STORE": str(store), "PLANBOARD_ACTUALS": str(board / "inlet")},
        capture_output=True, text=True, check=True, cwd=Path(settings.ROOT),
    )  # fmt: skip
    (code,) = re.findall(r"校验码 ([\w-]+)", run.stdout)
    return str(code)


def a_history(path: Path) -> None:
    """A folder in which something was sent, withdrawn, restored, dropped, removed and made bad."""
    board = open_board(path)
    (path / "inlet").mkdir()
    for n in range(3):
        assert submissions.submit(board, "c.csv", figures(str(300 + n)), "copyright", writer(), None).submission
    submissions.withdraw(board, 3, writer("乙"), "报错了")
    submissions.withdraw(board, 2, writer("乙"), "报错了")
    submissions.restore(board, 2, writer("乙"))
    dropped = [
        drop(path / "actuals", f"ipo_{n}.csv", progress(status)) for n, status in enumerate(["推进中", "已完成"])
    ]
    seen(board)
    dropped[1].unlink()
    drop(path / "actuals", "ipo_0.csv", b"nonsense")
    seen(board)
    board.store.set_code("ipo", "hash")


def command(*arguments: object) -> None:
    answer = CliRunner().invoke(main, list(map(str, arguments)))
    assert (answer.exit_code, answer.exception) == (0, None), answer.output


def test_a_store_is_copied_into_a_database_and_back_with_the_same_check_code(tmp_path: Path, postgres: Server) -> None:
    a_history(tmp_path)
    database = postgres.database()
    command("store", "copy", tmp_path / "actuals", database)
    command("store", "copy", database, tmp_path / "back")
    codes = {check_code(tmp_path, store) for store in (tmp_path / "actuals", database, tmp_path / "back")}
    assert len(codes) == 1
    stores = [open_store(store, record=False) for store in (tmp_path / "actuals", database, tmp_path / "back")]
    first, *others = [store.everything() for store in stores]
    assert [other == first for other in others] == [True, True]
    assert len(first.events) > 8
    assert CliRunner().invoke(main, ["store", "copy", str(tmp_path / "actuals"), database]).exit_code != 0


def test_a_copied_folder_may_be_the_inlet_of_the_database(tmp_path: Path, postgres: Server) -> None:
    a_history(tmp_path)
    database = postgres.database()
    before = seen(open_board(tmp_path))
    command("store", "copy", tmp_path / "actuals", database)
    board = opened(tmp_path, database)
    assert seen(board) == before
    drop(tmp_path / "actuals", "science_1.csv", progress(task="1.1.2"))
    assert seen(board) == [*before, (len(before) + 1, "science_1.csv", "science", "applied")]


def test_a_dump_put_back_into_an_empty_database_is_the_same_store(tmp_path: Path, postgres: Server) -> None:
    a_history(tmp_path)
    database, restored = postgres.database(), postgres.database()
    command("store", "copy", tmp_path / "actuals", database)
    dump = tmp_path / "board.dump"
    plain = [address.replace("+psycopg", "") for address in (database, restored)]
    subprocess.run([program("pg_dump"), "--format=custom", f"--file={dump}", plain[0]], check=True)
    subprocess.run([program("pg_restore"), "--no-owner", "--exit-on-error", f"--dbname={plain[1]}", dump], check=True)
    assert check_code(tmp_path, restored) == check_code(tmp_path, database)
    assert open_store(restored, record=False).everything() == open_store(database, record=False).everything()
    assert list(open_store(restored).check().problems) == []


def test_a_board_that_runs_while_a_backup_is_put_back_shows_what_was_put_back(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    board, name = opened(tmp_path, database), database.rsplit("/", 1)[1]
    for n in range(3):
        assert submissions.submit(board, "c.csv", figures(str(300 + n)), "copyright", writer(), None).submission
    postgres.execute(
        "DELETE FROM events WHERE number > 2; DELETE FROM inlet WHERE name LIKE '%000_.csv' AND name NOT LIKE '%0001.csv';"
        "UPDATE counter SET events = 2",
        name,
    )
    assert [id for id, *_ in seen(board)] == [1]
    assert submissions.submit(board, "c.csv", figures("999"), "copyright", writer(), None).submission.id == 2  # type: ignore[union-attr]
    assert list(board.store.check().problems) == []
