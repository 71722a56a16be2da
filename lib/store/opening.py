"""Which store an address names."""

from __future__ import annotations

from pathlib import Path

from lib.errors import StoreError
from lib.store.folder import FolderStore
from lib.store.protocol import Clock, Store, this_moment


def open_store(address: str | Path, *, record: bool = True, clock: Clock = this_moment) -> Store:
    """The store at an address: the path of a folder. With `record=False` nothing is ever written.

    Raises StoreError for an address that no store answers to.
    """
    scheme, found, _ = str(address).partition("://")
    if found:
        raise StoreError(f"不认识“{scheme}://”这种存储地址。请写文件夹的路径。")
    return FolderStore(Path(address), record=record, clock=clock)
