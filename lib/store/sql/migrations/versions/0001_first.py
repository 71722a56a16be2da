"""The tables as they were first made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, and the one row of the counter."""
    counter = op.create_table(
        "counter",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("events", sa.BigInteger, nullable=False),
        sa.Column("inlet", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("submission", sa.BigInteger),
        sa.Column("body", sa.Text),
        sa.Column("record", sa.JSON, nullable=False),
    )
    op.create_index("events_of_submissions", "events", ["submission"])
    op.create_index("events_of_bodies", "events", ["body", "event", "at"])
    op.create_index(
        "one_receipt_of_a_submission",
        "events",
        ["submission"],
        unique=True,
        postgresql_where=sa.text("event = 'received'"),
    )
    for name in ("contents", "plan_contents"):
        op.create_table(
            name,
            sa.Column("sha256", sa.Text, primary_key=True),
            sa.Column("data", sa.LargeBinary, nullable=False),
        )
    op.create_table(
        "codes",
        sa.Column("body", sa.Text, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )
    op.create_table(
        "inlet",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("folder", sa.Text),
        sa.Column("sha256", sa.Text),
        sa.Column("fault", sa.JSON),
        sa.Column("data", sa.LargeBinary),
    )
    assert counter is not None
    op.bulk_insert(counter, [{"id": 1, "events": 0, "inlet": 0}])
