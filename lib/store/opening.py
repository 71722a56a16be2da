"""Which store an address names."""

from __future__ import annotations

from pathlib import Path

from lib import settings
from lib.errors import StoreError
from lib.store.folder import FolderStore
from lib.store.protocol import Store

_DATABASE = "postgresql+psycopg"


def open_store(address: str | Path, *, record: bool = True, inlet: Path | None = None) -> Store:
    """The store at an address: the path of a folder, or the URL of a PostgreSQL database, beside which `inlet` is the
    folder into which people put files (else that of the settings). With `record=False` nothing is ever written.

    Raises StoreError for an address that no store answers to.
    """
    scheme, found, _ = str(address).partition("://")
    if not found:
        return FolderStore(Path(address), record=record)
    if scheme != _DATABASE:
        raise StoreError(f"不认识“{scheme}://”这种存储地址。请写文件夹的路径，或 {_DATABASE}://用户@主机/数据库。")
    # Loaded for a database only: the folder needs nothing of it.
    from lib.store.sql import SqlStore

    return SqlStore(str(address), inlet or settings.actuals_path(), record=record)
