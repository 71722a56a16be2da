"""One entry of a folder: opened once, without following links, and taken only when nobody is writing it."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path

from lib import settings
from lib.problems import Problem, problem
from lib.store.folder.reasons import reason
from lib.store.protocol import ENDINGS

Stamp = tuple[int, int, int, int]
"""What changes when a file does: modification time, size, inode, mode."""

STEADY_SECONDS = 0.1
"""A file that was written this moment is looked at again after this time: it may still be growing."""

_JUST_NOW_SECONDS = 2.0


def read_entry(path: Path) -> bytes | Problem:
    """The content of a regular file that can be read by its name, or why there is none."""
    name = printable(path.name)
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return problem("file_unreadable", file=name, detail=reason(error))
    if stat.S_ISLNK(mode):
        return problem("file_is_link", file=name)
    if stat.S_ISDIR(mode):
        return problem("file_is_folder", file=name)
    if not path.name.lower().endswith(ENDINGS) or not stat.S_ISREG(mode):
        return problem("file_not_csv", file=name)
    return read_bytes(path)


def read_bytes(path: Path) -> bytes | Problem:
    """The content of a regular file that is not being written, or why there is none. Links are not followed."""
    name = printable(path.name)
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                return problem("file_not_csv", file=name)
            if before.st_size > settings.MAX_FILE_BYTES:
                return too_large(name, before.st_size)
            data = file.read(settings.MAX_FILE_BYTES + 1)
            if stamp(before) != stamp(os.fstat(file.fileno())):
                return problem("file_growing", file=name)
            return data
    except IsADirectoryError:
        return problem("file_is_folder", file=name)
    except OSError as error:
        return problem("file_unreadable", file=name, detail=reason(error))


def too_large(name: str, size: int) -> Problem:
    """The problem with a file of that many bytes."""
    mega = 1024 * 1024
    return problem("file_too_large", file=name, size=f"{size / mega:.1f}", limit=settings.MAX_FILE_BYTES // mega)


def growing(folder: Path, stamps: Iterable[tuple[str, Stamp]]) -> set[str]:
    """Those of the entries that are being written. Waits a moment if one was written just now, once for all of them."""
    now = time.time()
    fresh = {name: seen for name, seen in stamps if now - seen[0] / 1e9 < _JUST_NOW_SECONDS}
    if not fresh:
        return set()
    time.sleep(STEADY_SECONDS)
    return {name for name, seen in fresh.items() if lstamp(folder / name) != seen}


def printable(name: str) -> str:
    """A file name for people. Archives from Chinese Windows leave GBK names, which arrive as surrogates that no
    output takes."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file or folder, links followed; None where there is none."""
    try:
        return stamp(path.stat())
    except OSError:
        return None


def lstamp(path: Path) -> Stamp | None:
    """The stamp of an entry itself; None where there is none."""
    try:
        return stamp(path.lstat())
    except OSError:
        return None


def stamp(entry: os.stat_result) -> Stamp:
    """The stamp of what `stat` says."""
    return entry.st_mtime_ns, entry.st_size, entry.st_ino, entry.st_mode


def _open_without_waiting(path: str, flags: int) -> int:
    # Neither through a link nor until somebody writes to a pipe.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
