"""Measures drawn: HTML blocks, Plotly figures, tables to save."""

from lib.draw import agency_charts, blocks, draft_blocks, markup, status_charts, tables, task_blocks
from lib.draw.frame import LAYOUT, config, file_name, hidden_axis, plain_axis, row_axis, status_marker
from lib.draw.indicator_charts import bullet, by_period

__all__ = [
    "LAYOUT", "agency_charts", "blocks", "bullet", "by_period", "config", "draft_blocks", "file_name", "hidden_axis", "markup", "plain_axis",
    "row_axis", "status_charts", "status_marker", "tables", "task_blocks",
]  # fmt: skip
