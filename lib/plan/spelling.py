"""What YAML reads otherwise than people mean: 0400 is 256 to it, 8:30 is 510, a # in a text ends it, a full-width colon is a letter.

Each of these would change a plan without a word, so that it is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

_NUMBER = re.compile(
    r"[-+]?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][-+]?\d+)?|[-+]?\.(?:\d+|inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII
)
"""What stands for the same number to people and to YAML."""

_NUMBER_TAGS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_CUT_OFF = re.compile(r"\s+(#\S.*)")
"""A # that is part of a text: a comment has a space behind it."""

_FULL_WIDTH_COLON = re.compile(r"(?:^|[-{,，] ?)([A-Za-z_]+)：")
_LONGEST = 500
"""Characters of a line that are looked at."""

Fault = tuple[str, str, dict[str, Any]]
"""The problem's code, the text found, what its sentence needs."""


def scalar_fault(node: yaml.ScalarNode, lines: list[str]) -> Fault | None:
    """What is wrong with a value that is written without quotes; None where it is read as it is meant."""
    if node.style not in (None, ""):
        return None
    text = str(node.value)
    if node.tag in _NUMBER_TAGS and not _NUMBER.fullmatch(text):
        return "plan_number", text, {}
    rest = _CUT_OFF.match(lines[node.end_mark.line][node.end_mark.column :]) if text else None
    if rest and node.tag == "tag:yaml.org,2002:str":
        return "plan_text_cut", text, {"cut": rest[1].strip()}
    return None


def line_faults(lines: list[str]) -> Iterator[tuple[int, str, str | None]]:
    """Rows with a key before a full-width colon, or an indent made by a tab; each with its code and the key."""
    for row, line in enumerate(lines, 1):
        said = line.lstrip()
        if said.startswith("#"):
            continue
        if found := _FULL_WIDTH_COLON.search(said[:_LONGEST]):
            yield row, "plan_full_width_colon", found[1]
        elif said and "\t" in line[: len(line) - len(said)]:
            yield row, "plan_tab", None
