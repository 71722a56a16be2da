"""The store that is a folder: what lies where, what is finished by whoever looks next, and what people do to it by hand."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import children
import pytest
from factories import make_plan

from lib.board.reader import Reader
from lib.errors import StoreError, UnknownOutcomeError
from lib.store.folder import durable, entries, lock
from lib.store.folder.journal import Journal
from lib.store.folder.store import FolderStore
from lib.store.history import History
from lib.store.protocol import Arrival, Holdings

NOW = datetime(2019, 10, 8, 9, tzinfo=UTC)
PLAN = make_plan()
ONE, TWO = b"one\n", b"two\n"


def opened(path: Path, **how: Any) -> FolderStore:
    return FolderStore(path, clock=lambda: NOW, **how)


def upload(data: bytes = ONE, *, title: str = "省知识产权局_2019-09") -> Arrival:
    return Arrival("ipo", data, rows=1, plan=PLAN.id, by="甲", original="x.csv", title=title)


def dropped(file: str, data: bytes = ONE) -> Arrival:
    return Arrival("ipo", data, rows=1, plan=PLAN.id, entry=file)


def own(path: Path) -> Path:
    return path / ".planboard"


def files(path: Path) -> dict[str, bytes]:
    """The files that people see."""
    return {p.name: p.read_bytes() for p in path.iterdir() if not p.name.startswith(".")}


def history(path: Path) -> list[tuple[str, ...]]:
    """The kinds of events with what each is about, but for the plan that a reader keeps."""
    events = Journal(own(path) / "journal.jsonl").read().events
    said = [(e.event, str(getattr(e, "id", None) or getattr(e, "file", ""))) for e in events]
    return [one for one in said if one[0] != "plan_kept"]


def standing(store: FolderStore) -> list[int]:
    """The submissions that stand, for whoever reads the store."""
    return [s.id for s in Reader(store).read(PLAN).submissions if s.withdrawal is None]


# what lies where


def test_an_upload_is_a_plain_file_with_its_journal_and_its_content_beside_it(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.receive([upload()])
    assert files(tmp_path) == {"省知识产权局_2019-09_0001.csv": ONE}
    assert sorted(p.name for p in own(tmp_path).iterdir()) == ["contents", "journal.jsonl", "lock", "waiting"]
    assert [p.name for p in (own(tmp_path) / "contents").iterdir()] == [f"{hashlib.sha256(ONE).hexdigest()}.csv"]
    assert list((own(tmp_path) / "waiting").iterdir()) == []


def test_a_dropped_file_stays_where_it_is_and_its_content_is_kept(tmp_path: Path) -> None:
    store = opened(tmp_path)
    (tmp_path / "ipo.csv").write_bytes(ONE)
    store.receive([dropped("ipo.csv")])
    (tmp_path / "ipo.csv").write_bytes(TWO)
    assert files(tmp_path) == {"ipo.csv": TWO}
    assert opened(tmp_path).content(hashlib.sha256(ONE).hexdigest()) == ONE


@pytest.mark.parametrize("taken", ["省知识产权局_2019-09_0001.csv", "省知识产权局_2019-09_0001.csv/"])
def test_an_upload_never_takes_the_name_of_what_somebody_put_there(tmp_path: Path, taken: str) -> None:
    path = tmp_path / taken
    path.mkdir() if taken.endswith("/") else path.write_bytes(TWO)
    (tmp_path / "省知识产权局_2019-09_0001-2.csv").symlink_to("nowhere")
    (submission,) = opened(tmp_path).receive([upload()])
    assert submission.file == "省知识产权局_2019-09_0001-3.csv"
    assert (tmp_path / submission.file).read_bytes() == ONE
    assert path.is_dir() or path.read_bytes() == TWO
    assert (tmp_path / "省知识产权局_2019-09_0001-2.csv").is_symlink()


def test_the_name_of_a_removed_upload_is_not_used_again(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.receive([upload()])
    shutil.copy(tmp_path / "省知识产权局_2019-09_0001.csv", tmp_path / "省知识产权局_2019-09_0003.csv")
    store.receive([dropped("省知识产权局_2019-09_0003.csv")])
    (tmp_path / "省知识产权局_2019-09_0003.csv").unlink()
    (submission,) = store.receive([upload(TWO)])
    assert submission.file == "省知识产权局_2019-09_0003-2.csv"


def test_a_missing_folder_is_made_by_sending_and_not_by_looking(tmp_path: Path) -> None:
    store = opened(tmp_path / "none")
    assert store.look() == Holdings(History([], {}, set(), []), {}, [])
    assert not (tmp_path / "none").exists()
    (sent,) = store.receive([upload()])
    assert (tmp_path / "none" / sent.file).is_file()


def test_who_looks_waits_only_a_moment_for_who_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LOOK_SECONDS", 0.1)
    sent = opened(tmp_path).receive([upload()])
    writing, done = threading.Event(), threading.Event()

    def write() -> None:
        with opened(tmp_path).exclusive():
            writing.set()
            done.wait(30)

    thread = threading.Thread(target=write)
    thread.start()
    writing.wait(30)
    try:
        (tmp_path / "ipo_new.csv").write_bytes(TWO)
        holdings = opened(tmp_path).look()
    finally:
        done.set()
        thread.join()
    assert list(holdings.submissions) == sent
    assert set(holdings.inlet) == {sent[0].file, "ipo_new.csv"}


# what a stopped process left half done


def test_what_the_journal_knows_is_put_into_its_place_by_whoever_looks_next(tmp_path: Path) -> None:
    store = opened(tmp_path)
    (sent,) = store.receive([upload()])
    (tmp_path / sent.file).rename(own(tmp_path) / "waiting" / sent.file)
    # Somebody who may not write sees it as if it were there.
    watcher = opened(tmp_path, record=False)
    assert watcher.look().inlet[sent.file].sha256 == sent.sha256
    assert files(tmp_path) == {}
    assert standing(opened(tmp_path)) == [1]
    assert files(tmp_path) == {sent.file: ONE}
    assert standing(watcher) == [1]


def test_what_the_journal_does_not_know_is_swept_away(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.receive([upload()])
    for name in ("省知识产权局_2019-09_0002.csv", "x.csv.unfinished"):
        (own(tmp_path) / "waiting" / name).write_bytes(TWO)
    assert opened(tmp_path, record=False).look().submissions == store.look().submissions
    assert list((own(tmp_path) / "waiting").iterdir()) == []
    assert list(files(tmp_path).values()) == [ONE]


def test_what_cannot_be_put_into_its_place_counts_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, replace = opened(tmp_path), os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target).parent == tmp_path:
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(source, target)

    with monkeypatch.context() as during:
        during.setattr(os, "replace", refuse)
        (sent,) = store.receive([upload()])
        assert [standing(store), standing(opened(tmp_path))] == [[1], [1]]
        assert files(tmp_path) == {}
    assert standing(store) == [1]
    assert files(tmp_path) == {sent.file: ONE}
    assert history(tmp_path) == [("received", "1")]


def test_what_somebody_put_into_its_place_meanwhile_stays_there(tmp_path: Path) -> None:
    store = opened(tmp_path)
    (sent,) = store.receive([upload()])
    (tmp_path / sent.file).rename(own(tmp_path) / "waiting" / sent.file)
    (tmp_path / sent.file).write_bytes(TWO)
    assert standing(opened(tmp_path)) == [1]
    assert files(tmp_path) == {sent.file: TWO}
    # Later it is removed by hand, and does not come back.
    (tmp_path / sent.file).unlink()
    assert standing(opened(tmp_path)) == []
    assert files(tmp_path) == {}


# what people do by hand


def test_a_file_removed_by_hand_is_a_withdrawal_and_is_noted_once(tmp_path: Path) -> None:
    store = opened(tmp_path)
    (sent,) = store.receive([upload()])
    (tmp_path / sent.file).unlink()
    for looker in (opened(tmp_path, record=False), store, store, opened(tmp_path)):
        (found,) = Reader(looker).read(PLAN).submissions
        assert found.withdrawal
        assert (found.withdrawal.by, found.withdrawal.why) == (None, "文件已从文件夹中移走")
    assert history(tmp_path) == [("received", "1"), ("removed", sent.file)]


def test_several_files_removed_at_once_are_noted_together(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for data in (ONE, TWO):
        (tmp_path / store.receive([upload(data)])[0].file).unlink()
    store.receive([upload()])
    assert standing(store) == [3]
    assert [kind for kind, _ in history(tmp_path)] == ["received", "received", "received", "removed", "removed"]
    lines = (own(tmp_path) / "journal.jsonl").read_bytes().splitlines()
    assert sum(b"removed" in line for line in lines) == 1


def test_restoring_puts_a_file_back_that_is_gone(tmp_path: Path) -> None:
    store = opened(tmp_path)
    (sent,) = store.receive([upload()])
    (tmp_path / sent.file).unlink()
    assert standing(store) == []
    store.restore(1, "甲")
    assert files(tmp_path) == {sent.file: ONE}
    assert [standing(store), standing(opened(tmp_path))] == [[1], [1]]
    assert [kind for kind, _ in history(tmp_path)] == ["received", "removed", "restored"]


def test_restoring_leaves_alone_what_has_the_name_now(tmp_path: Path) -> None:
    store = opened(tmp_path)
    (sent,) = store.receive([upload()])
    store.withdraw(1, "甲", "重报")
    (tmp_path / sent.file).write_bytes(TWO)
    store.restore(1, "甲")
    assert files(tmp_path) == {sent.file: TWO}
    assert standing(store) == [1]


def test_restoring_a_file_whose_name_is_no_utf_8_makes_no_second_one(tmp_path: Path) -> None:
    raw = os.fsdecode("省知识产权局.csv".encode("gbk"))
    (tmp_path / raw).write_bytes(ONE)
    store = opened(tmp_path)
    store.receive([dropped("省知识产权局.csv")])
    store.withdraw(1, "甲", "重报")
    store.restore(1, "甲")
    assert files(tmp_path) == {raw: ONE}


def test_what_takes_the_place_of_a_file_does_not_remove_it(tmp_path: Path) -> None:
    store = opened(tmp_path)
    (sent,) = store.receive([upload()])
    path = tmp_path / sent.file
    for make in (Path.mkdir, os.mkfifo, lambda p: p.symlink_to("nowhere")):
        path.unlink() if path.is_file() or path.is_symlink() or path.is_fifo() else path.rmdir()
        make(path)
        assert standing(store) == [1]
        assert store.look().inlet[sent.file].fault


def test_a_folder_that_cannot_be_listed_removes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    store.receive([upload()])
    before, listed = files(tmp_path), os.scandir

    def refuse(path: Path) -> Any:
        if Path(path) == tmp_path:
            raise OSError(errno.EIO, "Input/output error")
        return listed(path)

    with monkeypatch.context() as during:
        during.setattr(os, "scandir", refuse)
        for looker in (store, opened(tmp_path)):
            holdings = looker.look()
            assert standing(looker) == [1]
            assert [fault.code for fault in holdings.faults] == ["file_unreadable"]
    assert standing(store) == [1]
    assert (files(tmp_path), history(tmp_path)) == (before, [("received", "1")])


# a journal that is damaged, unreadable or gone


def test_a_damaged_line_is_listed_and_the_other_events_count(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for data in (ONE, TWO, b"three"):
        store.receive([upload(data)])
    store.withdraw(3, "甲", "重报")
    journal = own(tmp_path) / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([lines[0], lines[1][: len(lines[1]) // 2] + b"\n", *lines[2:]]))
    holdings = opened(tmp_path).look()
    assert [(s.id, s.withdrawal is None) for s in holdings.submissions] == [(1, True), (3, False)]
    assert [(p.file, p.row, p.code) for p in holdings.faults] == [("journal.jsonl", 2, "journal_line")]


def test_a_torn_last_line_is_no_fault(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.receive([upload()])
    with (own(tmp_path) / "journal.jsonl").open("ab") as file:
        file.write(b'{"event":"withdrawn","id":1')
    for looker in (store, opened(tmp_path), opened(tmp_path, record=False)):
        assert (standing(looker), looker.look().faults) == ([1], [])
    store.withdraw(1, "甲", "重报")
    assert standing(opened(tmp_path)) == []


def test_while_the_journal_cannot_be_read_nothing_is_swept_removed_or_numbered_anew(tmp_path: Path) -> None:
    store = opened(tmp_path)
    first, second = (store.receive([upload(data)])[0] for data in (ONE, TWO))
    store.withdraw(2, "甲", "重报")
    (tmp_path / first.file).rename(own(tmp_path) / "waiting" / first.file)
    journal = own(tmp_path) / "journal.jsonl"
    journal.rename(own(tmp_path) / "away")
    journal.mkdir()
    for looker in (store, opened(tmp_path)):
        holdings = looker.look()
        assert (holdings.history, [p.code for p in holdings.faults]) == (History(), ["journal_unreadable"])
        for write in (
            lambda s=looker: s.receive([upload(b"three")]),
            lambda s=looker: s.withdraw(1, "甲", "重报"),
            lambda s=looker: s.restore(2, "甲"),
        ):
            with pytest.raises(StoreError, match="没有保存"):
                write()
    journal.rmdir()
    (own(tmp_path) / "away").rename(journal)
    assert [standing(store), standing(opened(tmp_path))] == [[1], [1]]
    assert files(tmp_path) == {first.file: ONE, second.file: TWO}
    assert history(tmp_path) == [("received", "1"), ("received", "2"), ("withdrawn", "2")]


def test_without_its_journal_a_folder_is_one_that_nobody_has_seen(tmp_path: Path) -> None:
    store = opened(tmp_path)
    (sent,) = store.receive([upload()])
    (own(tmp_path) / "journal.jsonl").unlink()
    for looker in (store, opened(tmp_path)):
        holdings = looker.look()
        assert (holdings.submissions, list(holdings.inlet), holdings.faults) == ([], [sent.file], [])
    assert store.receive([upload(TWO)])[0].id == 1


@pytest.mark.parametrize("damage", [lambda p: p.unlink(), lambda p: p.write_bytes(b"other")])
def test_a_lost_content_is_had_from_the_file_and_else_not_at_all(tmp_path: Path, damage: Callable[[Path], Any]) -> None:
    store = opened(tmp_path)
    (sent,) = store.receive([upload()])
    store.look()
    damage(own(tmp_path) / "contents" / f"{sent.sha256}.csv")
    store.look()
    assert store.content(sent.sha256) == ONE
    fresh = opened(tmp_path)
    fresh.look()
    assert fresh.content(sent.sha256) == ONE
    (tmp_path / sent.file).write_bytes(TWO)
    assert opened(tmp_path).content(sent.sha256) is None
    store.withdraw(1, "甲", "重报")
    with pytest.raises(StoreError, match=r"报送 1 的内容已经不在，无法恢复。请从备份中找回 \.planboard"):
        store.restore(1, "甲")
    # Sent again it is whole again.
    store.receive([upload()])
    assert opened(tmp_path).content(sent.sha256) == ONE
    store.restore(1, "甲")


# a folder that cannot be written


def block_with_a_file(path: Path, _: pytest.MonkeyPatch) -> None:
    own(path).write_bytes(b"")


def refuse_folders(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is for a user without rights; taking them away would not stop the superuser."""

    def refuse(name: Any, *more: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "mkdir", refuse)


def refuse_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that became read-only."""
    durable.make_folder(own(path))
    real = os.open

    def refuse(name: Any, flags: int, *more: Any, **how: Any) -> int:
        if flags & (os.O_CREAT | os.O_RDWR | os.O_WRONLY):
            raise OSError(errno.EROFS, "Read-only file system")
        return real(name, flags, *more, **how)

    monkeypatch.setattr(os, "open", refuse)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (block_with_a_file, ".planboard 不是文件夹"),
        (refuse_folders, "没有写入权限"),
        (refuse_lock, "文件夹是只读的"),
    ],
)
def test_a_folder_that_cannot_be_written_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: Callable[[Path, pytest.MonkeyPatch], None], reason: str
) -> None:
    (tmp_path / "ipo.csv").write_bytes(ONE)
    block(tmp_path, monkeypatch)
    before = sorted(str(p) for p in tmp_path.rglob("*"))
    store = opened(tmp_path)
    holdings = store.look()
    assert (list(holdings.submissions), list(holdings.inlet)) == ([], ["ipo.csv"])
    assert store.content(hashlib.sha256(ONE).hexdigest()) == ONE
    with pytest.raises(StoreError, match=f"没有保存：{reason}") as caught:
        store.receive([upload()])
    assert not isinstance(caught.value, UnknownOutcomeError)
    assert sorted(str(p) for p in tmp_path.rglob("*")) == before


def test_a_folder_that_can_be_written_again_is_written_again(tmp_path: Path) -> None:
    block_with_a_file(tmp_path, pytest.MonkeyPatch())
    store = opened(tmp_path)
    with pytest.raises(StoreError):
        store.receive([upload()])
    own(tmp_path).unlink()
    assert store.receive([upload()])[0].id == 1


def test_a_store_that_only_reads_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "ipo.csv").write_bytes(ONE)
    store = opened(tmp_path, record=False)
    store.look()
    with pytest.raises(StoreError, match="这里只能查看"):
        store.receive([upload()])
    assert [p.name for p in tmp_path.iterdir()] == ["ipo.csv"]


def test_another_that_writes_for_ever_is_waited_for_a_while_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "LOCK_SECONDS", 0.2)
    ready, end = os.pipe(), os.pipe()
    store = opened(tmp_path)
    store.receive([upload()])

    def hold() -> None:
        with opened(tmp_path).exclusive():
            os.write(ready[1], b"x")
            os.read(end[0], 1)

    holder = children.start(hold)
    os.read(ready[0], 1)
    began = time.monotonic()
    with pytest.raises(StoreError, match="另一个程序一直在写入。请稍后再报一次。"):
        store.receive([upload(TWO)])
    assert 0.1 < time.monotonic() - began < 5
    assert standing(store) == [1]  # reading goes on
    os.write(end[1], b"x")
    assert children.end_of(holder) == children.GOOD
    assert store.receive([upload(TWO)])[0].id == 2
    for fd in (*ready, *end):
        os.close(fd)


# files that are being written


@pytest.fixture
def growing_file(tmp_path: Path) -> Iterator[tuple[Path, threading.Event]]:
    """A file to which somebody adds a line every 30 ms until told to stop."""
    path, done = tmp_path / "ipo.csv", threading.Event()
    path.write_bytes(b"0\n")

    def write() -> None:
        while not done.is_set():
            with path.open("ab") as file:
                file.write(b"1\n")
            time.sleep(0.03)

    writer = threading.Thread(target=write)
    writer.start()
    yield path, done
    done.set()
    writer.join()


def test_a_file_that_grows_is_listed_until_it_is_whole(
    tmp_path: Path, growing_file: tuple[Path, threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "STEADY_SECONDS", 0.1)
    path, done = growing_file
    store = opened(tmp_path)
    for _ in range(3):
        found = store.look().inlet["ipo.csv"]
        assert found.sha256 is None
        assert found.fault
        assert found.fault.code == "file_growing"
    done.set()
    time.sleep(0.05)
    assert store.look().inlet["ipo.csv"].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_that_is_known_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    store.receive([upload()])
    monkeypatch.setattr(entries, "STEADY_SECONDS", 30.0)
    began = time.monotonic()
    assert opened(tmp_path).look().inlet
    assert time.monotonic() - began < 10


# taking files out


def test_files_are_taken_out_of_the_folder_and_stay_in_the_history(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(ONE)
    store.receive([dropped("a.csv"), dropped("b.csv")])
    assert store.remove(["a.csv", "c.csv"]) == ["a.csv"]
    assert files(tmp_path) == {"b.csv": ONE}
    assert standing(store) == [2]
    store.restore(1, "甲")
    assert sorted(files(tmp_path)) == ["a.csv", "b.csv"]


def test_a_file_that_cannot_be_taken_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "示例_甲.csv").write_bytes(ONE)

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    store = opened(tmp_path)
    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(StoreError, match=r"“示例_甲\.csv”删不掉（没有权限）"):
        store.remove(["示例_甲.csv"])
