"""The tables of the store. What is in them is said by the events alone; the rest is what events name by hash or name."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, DateTime, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

counter = Table(
    "counter", metadata,
    Column("id", Integer, primary_key=True),
    Column("events", BigInteger, nullable=False),
    Column("inlet", BigInteger, nullable=False),
)  # fmt: skip
"""One row. Whoever writes holds it until the end of the transaction: how many events there are, so that their numbers
have no gaps, and how often the inlet has changed."""

events = Table(
    "events", metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("event", Text, nullable=False),
    Column("submission", BigInteger),
    Column("body", Text),
    # As text, in the order in which it was written: JSONB would sort the keys.
    Column("record", JSON, nullable=False),
    Index("events_of_submissions", "submission"),
    Index("events_of_bodies", "body", "event", "at"),
)  # fmt: skip
"""The journal: each event as a record of `lib.store.events`, with what is asked for beside it. Only ever added to."""

Index(
    "one_receipt_of_a_submission", events.c.submission, unique=True, postgresql_where=events.c.event == "received"
)  # fmt: skip

contents = Table(
    "contents", metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)  # fmt: skip
"""Every content that was ever received."""

plan_contents = Table(
    "plan_contents", metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)  # fmt: skip
"""Every content of a plan under which something was received."""

codes = Table(
    "codes", metadata,
    Column("body", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)  # fmt: skip
"""The upload codes."""

inlet = Table(
    "inlet", metadata,
    Column("name", Text, primary_key=True),
    Column("folder", Text),
    Column("sha256", Text),
    Column("fault", JSON(none_as_null=True)),
    Column("data", LargeBinary),
)  # fmt: skip
"""What lies in the inlet: what was sent (without a folder), and what a folder showed to whoever looked last, with its
content where that is not received."""
