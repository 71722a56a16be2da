"""Files of the app on their way into the folder: written whole beside it, then put into their place in one step."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping
from contextlib import suppress
from pathlib import Path

from lib.store.folder import durable
from lib.store.folder.entries import Stamp, lstamp, stamp


class Waiting:
    """A folder of files that are to lie in another one. Whoever changes it holds the store's lock."""

    def __init__(self, path: Path, place: Path) -> None:
        self._path, self._place = path, place

    def stamps(self) -> dict[str, Stamp]:
        """What waits, by name."""
        try:
            with os.scandir(self._path) as entries:
                return {entry.name: stamp(entry.stat(follow_symlinks=False)) for entry in entries}
        except OSError:
            return {}

    def lay(self, files: Mapping[str, bytes]) -> None:
        """Write files that wait from now on. Raises OSError."""
        if files:
            durable.make_folder(self._path)
            for name, data in files.items():
                durable.write_whole(self._path / name, data)
            durable.sync_folder(self._path)

    def put_into_place(self, name: str) -> None:
        """Put a file into its place, unless something lies there or it cannot be done now."""
        with suppress(OSError):
            if lstamp(self._place / name) is None:
                (self._path / name).replace(self._place / name)
                durable.sync_folder(self._place)

    def finish(self, names: Mapping[str, Stamp], known: Container[str]) -> None:
        """Put what the journal knows into its place, and sweep away what it does not know."""
        for name in names:
            if name in known:
                self.put_into_place(name)
            # What somebody put into its place meanwhile stays there; the content is kept in any case.
            if name not in known or lstamp(self._place / name) is not None:
                with suppress(OSError):
                    (self._path / name).unlink()
