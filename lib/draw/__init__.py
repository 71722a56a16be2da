"""Measures drawn: HTML blocks, Plotly figures, tables to save."""

from lib.draw import blocks, markup, status_charts, tables
from lib.draw.frame import FONT, config, file_name, in_lines, status_marker
from lib.draw.indicator_charts import bullet, by_period

__all__ = [
    "FONT", "blocks", "bullet", "by_period", "config", "file_name", "in_lines", "markup",
    "status_charts", "status_marker", "tables",
]  # fmt: skip
