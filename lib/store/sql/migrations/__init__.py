"""How the tables became what they are, step by step. Alembic remembers in the database which steps were taken.

A step is written so that a board of the version before still works on what it leaves: replicas are upgraded one by one.
"""

from __future__ import annotations

import threading
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

_MIGRATING = 7_526_101
"""The advisory lock of whoever migrates."""

_in_turn = threading.Lock()
"""Alembic's steps name the connection of the process, not of a thread."""

_STEPS = ScriptDirectory(str(Path(__file__).parent))


def migrate(connection: Connection) -> None:
    """Take the steps that are missing, one process at a time, all of them or none. A database that a later version has
    migrated is left as it is. Raises SQLAlchemyError."""
    with (
        _in_turn,
        connection.begin(),
        EnvironmentContext(Config(), _STEPS, fn=lambda found, _: _steps_from(found)) as environment,
    ):
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
        environment.configure(connection=connection)
        environment.run_migrations()


def _steps_from(found: object) -> list[object]:
    known = {step.revision for step in _STEPS.walk_revisions()}
    newer = [one for one in (found if isinstance(found, tuple) else (found,)) if one and one not in known]
    return [] if newer else list(_STEPS._upgrade_revs("head", found))  # type: ignore[arg-type]
