"""File operations that leave the old state or the new one, whenever the process or the machine stops."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def make_folder(path: Path) -> None:
    """A folder, made where it is missing, that is still there after a power cut. Raises OSError."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def write_whole(path: Path, data: bytes, mode: int = 0o644, *, sync: bool = True) -> None:
    """A file that is whole or not there, in place of what had its name. Raises OSError, and then nothing has changed.

    It is on the disk once `sync_folder` has followed; without `sync`, once `sync_everything` has.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        fd = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
        try:
            write_all(fd, data)
            if sync:
                os.fsync(fd)
        finally:
            os.close(fd)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise


def place_new(path: Path, data: bytes) -> None:
    """A file that is whole or not there, where none has its name. Raises OSError, FileExistsError where one has."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    write_whole(unfinished, data)
    try:
        os.link(unfinished, path)  # unlike a rename it takes nobody's place
    finally:
        unfinished.unlink()
    sync_folder(path.parent)


def write_all(fd: int, data: bytes) -> None:
    """All bytes, in as many calls as it takes. Raises OSError, and then a part may have been written."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def sync_everything() -> None:
    """Bring everything that was written to the disk. Windows has no such call: there each file waits for its own time."""
    if hasattr(os, "sync"):
        os.sync()


def sync_folder(path: Path) -> None:
    """Bring a folder's entries to the disk. Windows has no such call and needs none. Raises OSError."""
    if os.name == "nt":
        return
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
