"""The one table of words, glyphs and colours of a status. Pages, charts, slides and exports read it from here."""

from __future__ import annotations

from typing import NamedTuple

INK, SECONDARY, HAIRLINE, PAPER = "#1b2430", "#5b6673", "#e3e6ea", "#ffffff"
ACCENT, PALE_ACCENT, OCHRE, BASELINE_GREY = "#1f4e79", "#7fa3c7", "#b7791f", "#9aa3ad"


class Look(NamedTuple):
    """How a status is said and shown; `ink` is the colour of text on top of `colour`."""

    key: str
    word: str
    glyph: str
    colour: str
    ink: str = PAPER


TASK_STATUSES = {
    look.key: look
    for look in [
        Look("verified", "已销号", "◉", "#123a5e"),
        Look("completed", "已完成（自报）", "●", "#2b6ca3"),
        Look("in_progress", "推进中", "◐", "#9dbfdc", INK),
        Look("delayed", "进展滞后", "◔", "#d9a08a", INK),
        Look("not_started", "未启动", "○", "#e8dcc3", INK),
        Look("unreported", "未报送", "…", PAPER, INK),
    ]
}
"""Status of a task or an assignment, always shown in this order."""

LAMPS = {
    look.key: look
    for look in [
        Look("achieved", "已达标", "✓", "#2b6ca3"),
        Look("on_schedule", "达序时", "▲", "#2e7d5b"),
        Look("slightly_behind", "略低于序时", "◆", "#b7791f"),
        Look("behind", "低于序时", "▼", "#b3382c"),
        Look("not_judged", "尚未达标（暂不判序时）", "◇", SECONDARY),
        Look("no_data", "未报送", "…", SECONDARY),
    ]
}
"""Status of an indicator."""

OVERDUE = Look("overdue", "逾期", "!", "#b3382c")
OWING = Look("owing", "本期未报", "…", SECONDARY)
NO_EVIDENCE = Look("no_evidence", "无佐证", "□", "#8a6d3b")

ACTUAL = Look("actual", "实际值", "■", ACCENT)
TARGET = Look("target", "目标值", "—", INK)

SUBMISSION_STATES = {
    look.key: look
    for look in [
        Look("applied", "计入", "●", "#2b6ca3"),
        Look("replaced", "已被替换", "◌", SECONDARY),
        Look("withdrawn", "已撤回", "⊘", "#8a6d3b"),
    ]
}
"""State of a submission."""

REPORTED_WORDS = {
    "not_started": "not_started",
    "未启动": "not_started",
    "in_progress": "in_progress",
    "推进中": "in_progress",
    "delayed": "delayed",
    "进展滞后": "delayed",
    "completed": "completed",
    "已完成": "completed",
    "已完成（自报）": "completed",
    "verified": "verified",
    "已销号": "verified",
}
"""What a file may say in 状态, and what it means."""
