"""Full-width punctuation in place of the commas that separate columns, as a table typed in Chinese has it."""

from __future__ import annotations

import re

from lib.problems import Problem, problem

_MARKS = {"，": "中文逗号", "、": "中文顿号", "；": "中文分号"}
MARK = re.compile(f"[{''.join(_MARKS)}]")


def pieces(cells: list[str]) -> list[str]:
    """The cells as they are once these marks separate them, too."""
    return [piece.strip() for cell in cells for piece in MARK.split(cell)]


def full_width(row: int, cells: list[str]) -> Problem:
    """The problem of a line, which is named by the mark that it holds most."""
    mark = max(_MARKS, key="".join(cells).count)
    return problem("delimiter_full_width", row=row, delimiter=f"{_MARKS[mark]}“{mark}”")
