"""What is particular to the store that is a database: its folder, its migrations, and a server that goes away."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import children
import pytest
from click.testing import CliRunner
from postgres import Server, program, serving
from sending import NEW_YEAR, figures, open_board, progress, write_plan, writer

from lib import settings
from lib.board import board as looking
from lib.board import submissions, warm_start
from lib.board.board import Board
from lib.cli.data import Data
from lib.cli.status import main
from lib.errors import AccessError, StoreError
from lib.plan.file import load_plan
from lib.store.opening import open_store
from lib.store.sql import store as sql
from lib.store.sql.migrations import migrate
from lib.store.sql.store import SqlStore

cached_plan = cache(load_plan)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look looks, and the plan is read once: it is no part of this."""
    monkeypatch.setattr(settings, "RESCAN_SECONDS", 1e-9)
    monkeypatch.setattr(looking, "_SILENT_SECONDS", 0.0)
    monkeypatch.setattr(warm_start, "load_plan", cached_plan)


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


def test_events_that_are_gone_from_the_end_are_missed(tmp_path: Path, postgres: Server) -> None:
    database = postgres.database()
    board = opened(tmp_path, database)
    for n in range(3):
        assert submissions.submit(board, "c.csv", figures(str(300 + n)), "copyright", writer(), None).submission
    postgres.execute("DELETE FROM events WHERE submission = 3", database.rsplit("/", 1)[1])
    found = opened(tmp_path, database).store.check()
    assert [(p.code, p.row) for p in found.problems] == [
        ("journal_line", 4)
    ]  # a content of the plan is the first event
    assert found.unnamed == 1


def test_a_folder_named_beside_a_database_is_its_inlet(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.database()
    board = opened(tmp_path, database)
    assert submissions.submit(board, "c.csv", figures("300"), "copyright", writer(), None).submission
    monkeypatch.setenv("PLANBOARD_STORE", database)
    data = Data()
    data.actuals = tmp_path / "inlet"
    data.actuals.mkdir()
    (data.actuals / "copyright_9.csv").write_bytes(figures("301"))
    store = data.store()
    assert [s.file for s in store.look().history.submissions] == [
        s.file for s in board.store.look().history.submissions
    ]
    assert "copyright_9.csv" in store.look().inlet
    assert not (data.actuals / ".planboard" / "journal.jsonl").exists()


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


def shell(own: Server, *changes: tuple[str, str], block: str) -> None:
    """Do what a block of the docs says, as the administrator of the database, after these changes."""
    docs = (settings.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (said,) = [found for found in re.findall(r"```sh\n(.*?)```", docs, re.DOTALL) if block in found]
    for there, put in (("runuser -u postgres -- ", ""), *changes):
        assert there in said
        said = said.replace(there, put)
    where = {"PGHOST": "127.0.0.1", "PGPORT": str(own.port), "PGUSER": "board", "PLANBOARD_ACTUALS": "nowhere"}
    path = f"{Path(program('pg_dump')).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", said],
        cwd=settings.ROOT,
        env=os.environ | where | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_a_dump_put_back_as_the_docs_say_is_the_same_store(tmp_path: Path, own: Server) -> None:
    a_history(tmp_path)
    shell(own, ("apt-get install postgresql\n", ""), ("--pwprompt ", ""), block="createuser")
    base = f"postgresql+psycopg://planboard@127.0.0.1:{own.port}"
    database, restored = f"{base}/planboard", f"{base}/planboard_restored"
    command("store", "copy", tmp_path / "actuals", database)
    shell(
        own,
        ("/var/backups", str(tmp_path)), ("2019-10-11", "$(date +%F)"), ("…", base), (".venv/bin/python", sys.executable),
        block="pg_dump",
    )  # fmt: skip
    assert check_code(tmp_path, restored) == check_code(tmp_path, database)
    assert open_store(restored, record=False).everything() == open_store(database, record=False).everything()
    assert submissions.submit(
        opened(tmp_path, restored), "c.csv", figures("999"), "copyright", writer(), None
    ).submission


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
