"""The folder into which people put files: what lies there, read once it is whole."""

from __future__ import annotations

import os
import time
from collections.abc import Container, Mapping
from contextlib import suppress
from pathlib import Path

from lib.errors import StoreError
from lib.problems import Problem, problem
from lib.store.folder.entries import Stamp, growing, printable, read_entry, stamp, stamp_of
from lib.store.folder.reasons import reason
from lib.store.protocol import Entry, fingerprint

_NOT_OURS = (".", "~$")
"""How names begin that are no submissions: .planboard, .gitkeep, locks that office programs leave beside an open file."""

_OF_SYSTEMS = ("thumbs.db", "desktop.ini", ".crdownload", ".part", ".tmp")
"""How names end of what systems and browsers lay down by themselves."""


class DropFolder:
    """The entries of a folder. Each content is read once; what was read last is at hand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fault: Problem | None = None
        """Why the folder itself cannot be read."""
        self._read: dict[str, tuple[Stamp, Entry]] = {}
        self._fresh: dict[str, bytes] = {}
        """Contents that the last look read, which need not be read again."""
        self._last: tuple[Stamp | None, float, dict[str, Stamp]] = (None, float("-inf"), {})

    def stamps(self, max_age: float = 0.0) -> dict[str, Stamp]:
        """Every entry that is looked at, with its stamp; an absent folder is an empty one.

        What was found up to `max_age` seconds ago stands while the folder's own stamp is the same: files that are added,
        removed or replaced change it, and only those that are written in place do not.
        """
        own, now = stamp_of(self.path), time.monotonic()
        if own == self._last[0] and now - self._last[1] < max_age:
            return self._last[2]
        found: dict[str, Stamp] = {}
        self._last = own, now, found
        self.fault = None
        try:
            with os.scandir(self.path) as entries:
                for entry in entries:
                    if entry.name.startswith(_NOT_OURS) or entry.name.lower().endswith(_OF_SYSTEMS):
                        continue
                    # One that goes away meanwhile takes nothing away from the others.
                    with suppress(FileNotFoundError):
                        found[entry.name] = stamp(entry.stat(follow_symlinks=False))
        except FileNotFoundError:
            pass
        except OSError as error:
            self.fault = problem("file_unreadable", file=printable(self.path.name), detail=reason(error))
        return found

    def found(self, listing: Mapping[str, Stamp], whole: Container[tuple[str, str | None]]) -> dict[str, Entry]:
        """Every entry with the hash of its content, or why it is not read. Only what changed is read.

        `whole` are files with contents that are known to be whole, whenever they were written.
        """
        self._fresh = {}
        new = {name: seen for name, seen in listing.items() if self._read.get(name, ((),))[0] != seen}
        for name, seen in new.items():
            self._read[name] = seen, self._read_one(self.path / name)
        read = {name: self._read[name][1] for name in new}
        unknown = [(name, new[name]) for name, one in read.items() if (one.name, one.sha256) not in whole]
        for name in growing(self.path, unknown):
            self._read[name] = new[name], Entry(printable(name), None, problem("file_growing", file=printable(name)))
        for name in self._read.keys() - listing.keys():
            del self._read[name]
        return {found.name: found for _, found in self._read.values()}

    def content(self, sha256: str) -> bytes | None:
        """A content that lies in the folder; None where it does no longer."""
        if sha256 in self._fresh:
            return self._fresh[sha256]
        for name in [name for name, (_, found) in self._read.items() if found.sha256 == sha256]:
            data = read_entry(self.path / name)
            if not isinstance(data, Problem) and fingerprint(data) == sha256:
                return data
        return None

    def remove(self, name: str) -> None:
        """Take an entry out of the folder. StoreError: it could not be taken out."""
        try:
            (self.path / name).unlink()
        except OSError as error:
            raise StoreError(f"“{printable(name)}”删不掉（{reason(error)}）。请检查文件夹的权限。") from error

    def _read_one(self, path: Path) -> Entry:
        name, data = printable(path.name), read_entry(path)
        if isinstance(data, Problem):
            return Entry(name, None, data)
        sha256 = fingerprint(data)
        self._fresh[sha256] = data
        return Entry(name, sha256)
