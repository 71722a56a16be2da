"""`backup` while the board runs, and what is had back from it."""

from __future__ import annotations

import stat
import tarfile
import threading
from pathlib import Path

from calls import run
from factories import csv_bytes
from postgres import Server
from sending import write_plan

from lib.board.access import Access
from lib.store.folder.store import FolderStore
from lib.store.protocol import Arrival


def arrival(n: int) -> Arrival:
    return Arrival(
        body="copyright", data=csv_bytes(["作品著作权登记量", "2019-09", str(n), "2019-10-08"]), rows=1, by="张三"
    )


def board(tmp_path: Path) -> tuple[Path, Path, Path]:
    plan, actuals, people = write_plan(tmp_path / "small.yaml"), tmp_path / "actuals", tmp_path / "people.yaml"
    actuals.mkdir()
    people.write_text("people: []\n", encoding="utf-8")
    return plan, actuals, people


def test_a_backup_is_restored_with_everything_that_counted(tmp_path: Path) -> None:
    plan, actuals, people = board(tmp_path)
    given = ("--plan", plan, "--actuals", actuals)
    (tmp_path / "省版权局.csv").write_bytes(csv_bytes(["作品著作权登记量", "2019-09", "352", "2019-10-08", ""]))
    assert run("submit", tmp_path / "省版权局.csv", "--by", "张三", *given).code == 0
    code = Access(FolderStore(actuals)).add("copyright")
    assert run("withdraw", "1", "--by", "张三", "--why", "试", *given).code == 0
    before = run("history", "--json", *given).document
    # What can be made again, and what holds others off, is left out.
    (actuals / ".planboard" / "derived").mkdir()
    (actuals / ".planboard" / "derived" / "readings").write_bytes(b"again")

    done = run("backup", tmp_path / "b.tar.gz", *given, PLANBOARD_PEOPLE=people)
    assert (done.code, done.err) == (0, "")
    assert "已备份" in done.out
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600
    with tarfile.open(tmp_path / "b.tar.gz") as archive:
        archive.extractall(tmp_path / "back", filter="data")
    data = tmp_path / "back" / "data"
    assert not {"derived", "lock"} & {path.name for path in (data / "actuals" / ".planboard").iterdir()}
    assert (data / "people.yaml").read_bytes() == people.read_bytes()
    given = ("--plan", data / "small.yaml", "--actuals", data / "actuals")
    assert run("history", "--json", *given).document == before
    assert Access(FolderStore(data / "actuals")).prove("copyright", code)
    assert run("restore", "1", "--by", "张三", *given).code == 0


def test_what_a_database_keeps_is_said_not_to_be_in_a_backup(tmp_path: Path, postgres: Server) -> None:
    plan, actuals, _ = board(tmp_path)
    given = {"PLANBOARD_ACTUALS": actuals, "PLANBOARD_PLAN": plan}
    done = [
        run("backup", tmp_path / f"{n}.tar.gz", **given, **store)
        for n, store in enumerate([{}, {"PLANBOARD_STORE": postgres.database()}])
    ]
    assert [one.code for one in done] == [0, 0]
    assert ["报送记录在数据库里，不在这个文件里" in one.out for one in done] == [False, True]


def test_a_backup_takes_the_place_of_nothing_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    plan, actuals, _ = board(tmp_path)
    (tmp_path / "b.tar.gz").write_bytes(b"mine")
    done = run("backup", tmp_path / "b.tar.gz", "--plan", plan, "--actuals", actuals)
    assert done.code == 1
    assert "已有文件" in done.err
    assert (tmp_path / "b.tar.gz").read_bytes() == b"mine"
    assert run("backup", tmp_path / "none" / "b.tar.gz", "--plan", plan, "--actuals", actuals).code == 2
    gone = run("backup", tmp_path / "c.tar.gz", "--plan", plan, "--actuals", tmp_path / "gone")
    assert (gone.code, "不存在" in gone.err) == (1, True)
    assert sorted(p.name for p in tmp_path.iterdir() if "tar" in p.name) == ["b.tar.gz"]


def test_what_is_received_while_a_backup_is_made_is_in_it_whole_or_not_at_all(tmp_path: Path) -> None:
    plan, actuals, _ = board(tmp_path)
    store = FolderStore(actuals)
    sent: list[int] = []
    is_over = threading.Event()

    def send() -> None:
        while not is_over.is_set():
            sent.append(store.receive([arrival(len(sent))])[0].id)

    thread = threading.Thread(target=send)
    thread.start()
    try:
        for n in range(3):
            assert run("backup", tmp_path / f"{n}.tar.gz", "--plan", plan, "--actuals", actuals).code == 0
    finally:
        is_over.set()
        thread.join()
    counts = []
    for n in range(3):
        with tarfile.open(tmp_path / f"{n}.tar.gz") as archive:
            archive.extractall(tmp_path / str(n), filter="data")
        back = FolderStore(tmp_path / str(n) / "data" / "actuals", record=False)
        held = back.look()
        assert not held.faults
        assert all(back.content(s.sha256) is not None for s in held.submissions)
        counts.append(len(held.submissions))
    assert counts == sorted(counts)
    assert counts[-1] <= len(sent)
