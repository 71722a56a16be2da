"""The store that is a folder of plain CSV files, with a journal beside them."""

from lib.store.folder.durable import place_new
from lib.store.folder.entries import printable, read_bytes
from lib.store.folder.reasons import reason
from lib.store.folder.store import FolderStore

__all__ = ["FolderStore", "place_new", "printable", "read_bytes", "reason"]
