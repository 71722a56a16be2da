"""The store that is a PostgreSQL database, with a folder beside it into which people put files."""

from lib.store.sql.store import SqlStore

__all__ = ["SqlStore"]
