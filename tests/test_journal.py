"""Lines that are only ever added, whatever a stopped process left behind."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from lib.errors import StoreError, UnknownOutcomeError
from lib.store.events import (
    CodeMade,
    CodeRefused,
    CodeRevoked,
    Event,
    Received,
    Removed,
    Restored,
    SignInRefused,
    Withdrawn,
)
from lib.store.folder.journal import Journal

NOON = datetime(2019, 10, 8, 12, 30, 5, 250_000, tzinfo=timezone(timedelta(hours=8)))


def received(id: int = 1, *, batch: int | None = None, file: str = "ipo_0001.csv") -> Received:
    return Received(
        at=NOON, id=id, batch=batch or id, file=file, body="ipo", by="甲", original="数据\u2028\n.csv",
        sha256="00", confirmed=("value_tenfold",), rows=3,
    )  # fmt: skip


def withdrawn(id: int = 1) -> Withdrawn:
    return Withdrawn(at=NOON, id=id, by="乙", why="口径“有误”\r\n重报")


EVERY_KIND: list[Event] = [
    received(),
    withdrawn(),
    Restored(at=NOON, id=1, by="丙"),
    Removed(at=NOON, file="示例_甲.csv"),
    CodeMade(at=NOON, body="ipo"),
    CodeRefused(at=NOON, body="ipo"),
    CodeRevoked(at=NOON, body="ipo"),
    SignInRefused(at=NOON, who="zhao.liu@example.cn", why="unlisted"),
]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


def anew(journal: Journal) -> Journal:
    """The same as another process opens it."""
    return Journal(journal.path)


def told(journal: Journal) -> tuple[list[Event], list[int]]:
    """The events, and the numbers of lines that are none."""
    found = journal.read()
    return found.events, found.unreadable


def test_an_absent_journal_has_no_events(journal: Journal) -> None:
    assert told(journal) == ([], [])
    assert journal.stamp() == (0, 0)
    assert not journal.path.exists()


def test_every_kind_of_event_is_read_as_it_was_written(journal: Journal) -> None:
    for event in EVERY_KIND:
        journal.append([event])
    assert told(journal) == told(anew(journal)) == (EVERY_KIND, [])
    assert [event.at.utcoffset() for event in anew(journal).read().events] == [timedelta(hours=8)] * len(EVERY_KIND)


def test_an_event_is_a_line_that_people_can_read(journal: Journal) -> None:
    for event in EVERY_KIND:
        journal.append([event])
    lines = journal.path.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line)["event"] for line in lines] == [
        "received", "withdrawn", "restored", "removed", "code_made", "code_refused", "code_revoked",
        "sign_in_refused",
    ]  # fmt: skip
    assert '"by":"甲"' in lines[0]


def test_events_that_belong_together_stand_in_one_line(journal: Journal) -> None:
    journal.append([received(1, batch=1), received(2, batch=1), withdrawn(1)])
    journal.append([received(3)])
    assert journal.path.read_bytes().count(b"\n") == 2
    assert anew(journal).read().events == [received(1, batch=1), received(2, batch=1), withdrawn(1), received(3)]


def test_only_what_is_new_is_read_again(journal: Journal) -> None:
    journal.append([received(1)])
    other = anew(journal)
    assert other.read().events == [received(1)]
    text = journal.path.read_bytes()
    journal.append([withdrawn(1)])
    # What was read already is not looked at any more.
    with journal.path.open("r+b") as file:
        file.write(b"x" * (len(text) - 1))
    assert told(other) == ([received(1), withdrawn(1)], [])


def test_the_stamp_changes_with_every_event(journal: Journal) -> None:
    stamps = [journal.stamp()]
    for event in EVERY_KIND:
        journal.append([event])
        stamps.append(anew(journal).stamp())
    assert len(set(stamps)) == len(EVERY_KIND) + 1


# what a stopped process leaves


@pytest.mark.parametrize("together", [1, 3])
def test_a_torn_last_line_is_no_event_wherever_it_is_torn(journal: Journal, together: int) -> None:
    """Also of events that belong together none is there."""
    journal.append([received(1)])
    whole = journal.path.read_bytes()
    journal.append([received(n) for n in range(2, 2 + together)])
    line = journal.path.read_bytes()[len(whole) :]
    for length in range(len(line)):
        journal.path.write_bytes(whole + line[:length])
        assert told(anew(journal)) == ([received(1)], []), length


@pytest.mark.parametrize("torn", [b"{", b'{"event":"received","id":2', b"\0" * 70_000, "甲".encode()[:2]])
def test_the_next_to_write_cuts_a_torn_line_off(journal: Journal, torn: bytes) -> None:
    journal.append([received(1)])
    with journal.path.open("ab") as file:
        file.write(torn)
    reader = anew(journal)
    assert reader.read().events == [received(1)]
    anew(journal).append([withdrawn(1)])
    assert told(reader) == told(anew(journal)) == ([received(1), withdrawn(1)], [])


def test_a_journal_that_is_nothing_but_a_torn_line_is_empty(journal: Journal) -> None:
    journal.path.write_bytes(b'{"event":')
    assert told(journal) == ([], [])
    journal.append([received(1)])
    assert told(journal) == told(anew(journal)) == ([received(1)], [])


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b"x\ry\x85z", b"\xff\xfe", b'{"event":"exploded"}', b'{"event":"withdrawn","id":1}', b"[1]", b"null"]
)  # fmt: skip
def test_a_damaged_line_is_named_by_its_number_and_the_others_count(journal: Journal, damage: bytes) -> None:
    journal.append([received(1), received(2)])
    with journal.path.open("ab") as file:
        file.write(damage + b"\n")
    journal.append([withdrawn(1)])
    with journal.path.open("ab") as file:
        file.write(damage + b"\n")
    assert told(journal) == told(anew(journal)) == ([received(1), received(2), withdrawn(1)], [2, 4])


def test_a_moment_without_a_zone_is_no_event(journal: Journal) -> None:
    journal.append([CodeMade(at=NOON, body="ipo")])
    journal.path.write_bytes(journal.path.read_bytes().replace(b"+08:00", b""))
    assert told(journal) == ([], [1])


def test_a_journal_that_goes_away_is_an_empty_one(journal: Journal) -> None:
    journal.append([received(1)])
    assert journal.read().events == [received(1)]
    journal.path.unlink()
    assert told(journal) == ([], [])


def test_a_journal_from_a_backup_takes_the_place_of_what_was_read(journal: Journal) -> None:
    journal.append([received(1)])
    backup = journal.path.read_bytes()
    journal.append([withdrawn(1)])
    assert len(journal.read().events) == 2
    journal.path.with_name("backup").write_bytes(backup)
    journal.path.with_name("backup").replace(journal.path)
    assert journal.read().events == [received(1)]
    journal.append([Restored(at=NOON, id=1, by="丙")])
    assert journal.read().events == [received(1), Restored(at=NOON, id=1, by="丙")]


def test_a_journal_that_became_shorter_is_read_anew(journal: Journal) -> None:
    journal.append([received(1)])
    size = journal.path.stat().st_size
    journal.append([withdrawn(1)])
    assert len(journal.read().events) == 2
    os.truncate(journal.path, size)
    assert journal.read().events == [received(1)]


def test_a_journal_that_cannot_be_read_is_an_error(journal: Journal) -> None:
    journal.path.mkdir()
    with pytest.raises(IsADirectoryError):
        journal.read()
    with pytest.raises(StoreError, match="没有保存"):
        journal.append([received(1)])


# errors while writing


@pytest.fixture
def with_one(journal: Journal) -> bytes:
    """The bytes of a journal with one event."""
    journal.append([received(1)])
    return journal.path.read_bytes()


def test_a_line_is_written_in_as_many_pieces_as_it_takes(
    journal: Journal, with_one: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:7]))
    journal.append([withdrawn(1), received(2)])
    assert journal.path.read_bytes().startswith(with_one)
    assert anew(journal).read().events == [received(1), withdrawn(1), received(2)]


@pytest.mark.parametrize("pieces", [0, 1, 3])
def test_a_line_that_finds_no_room_is_taken_back(
    journal: Journal, with_one: bytes, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    write, written = os.write, []

    def fill_up(fd: int, data: bytes) -> int:
        if len(written) == pieces:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(write(fd, data[:20]))
        return written[-1]

    monkeypatch.setattr(os, "write", fill_up)
    with pytest.raises(StoreError, match="没有保存：磁盘已满。原有数据不受影响。") as caught:
        journal.append([withdrawn(1)])
    assert not isinstance(caught.value, UnknownOutcomeError)
    assert (len(written), journal.path.read_bytes()) == (pieces, with_one)


def test_where_it_cannot_be_taken_back_the_outcome_is_unknown(
    journal: Journal, with_one: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    truncate, cut = os.ftruncate, []
    monkeypatch.setattr(os, "write", fail)
    monkeypatch.setattr(os, "ftruncate", lambda fd, end: fail() if cut else cut.append(truncate(fd, end)))
    with pytest.raises(UnknownOutcomeError, match="不能确定是否已经保存"):
        journal.append([withdrawn(1)])
    assert journal.path.read_bytes() == with_one


def test_a_failed_sync_is_not_tried_again_and_its_outcome_is_unknown(
    journal: Journal, with_one: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fail(fd: int) -> None:
        tried.append(fd)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UnknownOutcomeError, match="再报一次，同样的文件不会重复计入"):
        journal.append([withdrawn(1)])
    assert len(tried) == 1
    assert journal.path.read_bytes().startswith(with_one)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EDQUOT, "磁盘配额已用完"),
        (errno.EFBIG, "文件超过了系统允许的大小"),
        (errno.EACCES, "没有写入权限"),
        (errno.EPERM, "没有写入权限"),
        (errno.EROFS, "文件夹是只读的"),
        (errno.EIO, "磁盘读写出错"),
        (errno.ENOENT, "文件夹不存在"),
    ],
)
def test_an_error_says_in_chinese_why_nothing_was_stored(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(StoreError) as caught:
        journal.append([received(1)])
    assert str(caught.value) == f"没有保存：{reason}。原有数据不受影响。请告知管理员，处理后再报一次。"


def test_every_append_closes_what_it_opened(journal: Journal) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for event in EVERY_KIND:
        journal.append([event])
        journal.read()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_the_moment_of_an_event_has_its_zone(journal: Journal) -> None:
    journal.append([CodeMade(at=datetime(2019, 10, 8, tzinfo=UTC), body="ipo")])
    (event,) = journal.read().events
    assert event.at.tzinfo is not None
