"""Where submissions are kept. A store remembers; it does not judge."""

from lib.store.folder import durable
from lib.store.folder.drop import Found
from lib.store.folder.entries import printable, read_bytes, stamp_of, too_large
from lib.store.folder.journal import CodeMade, CodeRefused, CodeRevoked, not_stored
from lib.store.folder.store import JOURNAL_FOLDER, FolderStore
from lib.store.history import Submission, standing
from lib.store.protocol import Arrival, Holdings, Store, this_moment

__all__ = [
    "Arrival", "CodeMade", "CodeRefused", "CodeRevoked", "FolderStore", "Found", "Holdings", "JOURNAL_FOLDER",
    "Store", "Submission", "durable", "not_stored", "printable", "read_bytes", "stamp_of", "standing", "this_moment", "too_large",
]  # fmt: skip
