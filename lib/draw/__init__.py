"""Measures drawn: HTML blocks, Plotly figures, tables to save."""

from lib.draw import (
    agency_blocks,
    agency_charts,
    change_blocks,
    draft_blocks,
    indicator_blocks,
    markup,
    question_blocks,
    status_charts,
    submission_blocks,
    tables,
    task_blocks,
)
from lib.draw.frame import LAYOUT, config, file_name, hidden_axis, plain_axis, row_axis, status_marker
from lib.draw.indicator_charts import bullet, by_period

__all__ = [
    "LAYOUT", "agency_blocks", "agency_charts", "bullet", "by_period", "change_blocks", "config", "draft_blocks", "file_name", "hidden_axis", "indicator_blocks", "markup", "method_blocks", "plain_axis",
    "question_blocks", "row_axis", "status_charts", "status_marker", "submission_blocks", "tables", "task_blocks",
]  # fmt: skip
