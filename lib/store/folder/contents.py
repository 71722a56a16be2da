"""Contents kept under their hash: each once, whole, and never changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from lib.store.folder import durable
from lib.store.folder.entries import Stamp, stamp
from lib.store.protocol import fingerprint

MANY = 16
"""So many contents at once are brought to the disk together, which takes a fraction of the time of one by one."""


class Contents:
    """A folder of contents. Their files end in the first of `suffixes`, or in the second where they are zip archives."""

    def __init__(self, folder: Path, *suffixes: str) -> None:
        self.folder, self.suffixes = folder, suffixes
        self._seen: dict[str, tuple[Stamp, bool]] = {}

    def keep(self, contents: Iterable[bytes]) -> None:
        """Keep contents: they are on the disk when this returns. Raises OSError, and then some may have been kept."""
        new = [data for data in contents if self.read(fingerprint(data)) is None]
        if not new:
            return
        durable.make_folder(self.folder)
        for data in new:
            suffix = self.suffixes[-1 if data.startswith(b"PK") else 0]
            durable.write_whole(self._path(fingerprint(data), suffix), data, sync=len(new) <= MANY)
        if len(new) > MANY:
            durable.sync_everything()
        durable.sync_folder(self.folder)

    def read(self, sha256: str) -> bytes | None:
        """A content that was kept; None where it is not there, or not what it was."""
        for suffix in self.suffixes:
            with suppress(OSError):
                data = self._path(sha256, suffix).read_bytes()
                return data if fingerprint(data) == sha256 else None
        return None

    def all(self) -> dict[str, bytes]:
        """Every content that was kept and is what it was, by its hash."""
        return {sha256: data for sha256 in sorted(self.names()) if (data := self.read(sha256)) is not None}

    def names(self) -> set[str]:
        """The hashes of all contents that were kept."""
        with suppress(FileNotFoundError):
            return {path.stem for path in self.folder.iterdir() if path.suffix in self.suffixes}
        return set()

    def changed(self) -> set[str]:
        """The hashes of contents that are not what they were. What did not change since it was looked at is not read again."""
        try:
            with os.scandir(self.folder) as entries:
                files = {e.name: stamp(e.stat()) for e in entries if e.name.endswith(self.suffixes)}
        except OSError:
            return set()
        for name, now in files.items():
            if name not in self._seen or self._seen[name][0] != now:
                self._seen[name] = now, self.read(name.partition(".")[0]) is not None
        return {name.partition(".")[0] for name in files if not self._seen[name][1]}

    def _path(self, sha256: str, suffix: str) -> Path:
        return self.folder / f"{sha256}{suffix}"
