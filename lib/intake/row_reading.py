"""Text cells → typed rows, with every problem of every row."""

from __future__ import annotations

from collections.abc import Sequence

from lib.intake.csv_file import Sheet
from lib.intake.figures import figures
from lib.intake.footnotes import leave_out
from lib.intake.headers import Header
from lib.intake.keys import EARLY_DAYS
from lib.intake.lines import Lines, Origin
from lib.intake.progress import progress
from lib.plan import Plan
from lib.problems import Problem
from lib.rows import Row

__all__ = ["EARLY_DAYS", "Origin", "read_rows"]


def read_rows(sheet: Sheet, header: Header, plan: Plan, origin: Origin) -> tuple[Sequence[Row], list[Problem]]:
    """All rows of a sheet with every problem and note. The rows are only of use where no problem is blocking."""
    lines = Lines(sheet, header, plan, origin)
    leave_out(lines)
    rows = figures(lines) if header.kind == "figures" else progress(lines)
    # A sequence that makes its rows when they are looked at.
    return rows, lines.problems.in_order()
