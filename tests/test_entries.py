"""What lies in a folder: stamps, and files opened once and only when nobody is writing them."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bad_files import as_growing
from factories import csv_bytes

from lib import settings
from lib.problems.catalogue import Problem
from lib.store.folder import entries
from lib.store.folder.drop import DropFolder
from lib.store.folder.entries import growing, lstamp, printable, read_bytes, read_entry, stamp_of
from lib.store.folder.reasons import reason

DATA = csv_bytes(["作品著作权登记量", "2019-09", "352"])


def make_link(path: Path) -> None:
    (path.parent.parent / "outside.csv").write_bytes(DATA)
    path.symlink_to(path.parent.parent / "outside.csv")


# a single file, named on the command line


def open_files() -> int:
    """How many files this process holds open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (lambda p: None, "file_unreadable", "文件已不在"),
        (make_link, "file_unreadable", "是链接"),
        (lambda p: p.mkdir(), "file_is_folder", "是文件夹"),
        (os.mkfifo, "file_not_csv", "不是 .csv"),
    ],
)
def test_a_path_that_is_no_file_gives_a_reason(
    tmp_path: Path, make: Callable[[Path], Any], code: str, words: str
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    make(inner / "copyright.csv")
    open_before = open_files()
    found = read_bytes(inner / "copyright.csv")
    assert isinstance(found, Problem)
    assert (found.code, found.file) == (code, "copyright.csv")
    assert words in found.message
    assert open_files() == open_before


def test_a_file_is_read_whole_with_any_bytes(tmp_path: Path) -> None:
    for data in (b"", bytes(range(256)) * 5000, DATA):
        (tmp_path / "x.csv").write_bytes(data)
        assert read_bytes(tmp_path / "x.csv") == read_entry(tmp_path / "x.csv") == data


def test_the_largest_file_is_read_and_one_byte_more_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_FILE_BYTES", 1024 * 1024)
    path = tmp_path / "x.csv"
    path.write_bytes(b"x" * 1024 * 1024)
    assert isinstance(read_bytes(path), bytes)
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    found = read_bytes(path)
    assert isinstance(found, Problem)
    assert found.code == "file_too_large"


def test_a_file_named_on_the_command_line_need_not_end_in_csv_and_one_in_the_folder_has_to(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(DATA)
    assert read_bytes(tmp_path / "x.txt") == DATA
    found = read_entry(tmp_path / "x.txt")
    assert isinstance(found, Problem)
    assert found.code == "file_not_csv"


def test_a_file_that_grows_while_it_is_read_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(DATA)
    as_growing(path, monkeypatch)
    found = read_bytes(path)
    assert isinstance(found, Problem)
    assert found.code == "file_growing"


# stamps


def test_a_listing_leaves_out_what_is_hidden_and_locks_of_office_programs(tmp_path: Path) -> None:
    for name in (".gitkeep", ".planboard", "~$x.csv", "x.csv", "~x.csv", "y"):
        (tmp_path / name).write_bytes(b"")
    assert set(DropFolder(tmp_path).stamps()) == {"x.csv", "~x.csv", "y"}


def test_links_are_listed_as_links(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("nowhere")
    listing = DropFolder(tmp_path)
    assert listing.stamps() == {"a.csv": lstamp(tmp_path / "a.csv")}
    assert listing.fault is None
    assert stamp_of(tmp_path / "a.csv") is None


def test_a_listing_of_nothing_is_empty_and_of_a_file_a_fault_until_it_is_mended(tmp_path: Path) -> None:
    listing = DropFolder(tmp_path / "actuals")
    assert (listing.stamps(), listing.fault) == ({}, None)
    (tmp_path / "actuals").write_bytes(b"")
    assert listing.stamps() == {}
    assert listing.fault
    assert (listing.fault.code, listing.fault.file) == ("file_unreadable", "actuals")
    (tmp_path / "actuals").unlink()
    (tmp_path / "actuals").mkdir()
    assert (listing.stamps(), listing.fault) == ({}, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p.write_bytes(b"longer"),
        lambda p: p.write_bytes(b"two"),
        lambda p: p.chmod(0o600),
        lambda p: (p.unlink(), p.mkdir()),
        lambda p: (p.with_name("b").write_bytes(b"one"), p.with_name("b").replace(p)),
    ],
)
def test_every_change_of_a_file_changes_its_stamp(tmp_path: Path, change: Callable[[Path], Any]) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    os.utime(path, (1e9, 1e9))
    before = DropFolder(tmp_path).stamps()
    change(path)
    assert DropFolder(tmp_path).stamps() != before


# files that are being written


def test_only_what_was_written_just_now_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(DATA)
        os.utime(tmp_path / name, (1e9, 1e9))
    assert growing(tmp_path, DropFolder(tmp_path).stamps().items()) == set()
    assert waited == []
    for name in ("a.csv", "b.csv"):
        os.utime(tmp_path / name)
    assert growing(tmp_path, DropFolder(tmp_path).stamps().items()) == set()
    assert waited == [entries.STEADY_SECONDS]


def test_what_changes_or_goes_away_meanwhile_is_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("steady.csv", "grows.csv", "goes.csv"):
        (tmp_path / name).write_bytes(DATA)
    stamps = DropFolder(tmp_path).stamps()

    def meanwhile(seconds: float) -> None:
        assert seconds == entries.STEADY_SECONDS
        (tmp_path / "grows.csv").write_bytes(DATA * 2)
        (tmp_path / "goes.csv").unlink()

    monkeypatch.setattr(entries.time, "sleep", meanwhile)
    assert growing(tmp_path, stamps.items()) == {"grows.csv", "goes.csv"}


# words


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("省版权局.csv".encode(), "省版权局.csv"),
        ("省版权局.csv".encode("gbk"), "省版权局.csv"),
        (b"\xff.csv", "\ufffd.csv"),
        (b"plain.csv", "plain.csv"),
    ],
)
def test_a_name_can_be_printed_whatever_its_bytes(raw: bytes, shown: str) -> None:
    assert printable(os.fsdecode(raw)) == shown


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "没有权限"),
        (errno.EPERM, "没有权限"),
        (errno.ENOENT, "文件已不在"),
        (errno.EIO, "磁盘读写出错"),
        (errno.ENOTDIR, "不是文件夹"),
        (errno.ELOOP, "是链接"),
        (errno.EBADF, "系统错误 9"),
        (None, "系统错误 0"),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_chinese(number: int | None, words: str) -> None:
    assert reason(OSError(number, "in English") if number else OSError("in English")) == words
