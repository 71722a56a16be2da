"""Column names: which of the two kinds of file this is, and where each column stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from lib.errors import PeriodError
from lib.intake.damage import header_damage
from lib.intake.separators import MARK, full_width, pieces
from lib.intake.sheet import Line
from lib.periods import read_period
from lib.problems import Problem, alike, problem
from lib.rows import BESIDE, CLAUSE, COLUMNS, REMARKS, REQUIRED, TEXTS, Kind, title
from lib.text import tidy

_NUMBERS = {"指标编号", "任务编号"}
"""These may stand beside the column of names: both are compared."""

_TELLING: dict[str, Kind] = {"indicator": "figures", "value": "figures", "task": "progress", "status": "progress"}
_SUFFIX = re.compile(r"^([^(]+)\((?:单位:)?(.*)\)$")
_MONTH = re.compile(r"(\d{4}年)?(1-)?\d{1,2}月(累计)?|\d{4}[-/.]\d{1,2}")
_NO_UNIT = {"累计", "本年累计", "累计数", "累计值", "必填", "选填"}
"""What stands in brackets behind a column's name and is no unit."""

_IGNORED_SILENTLY = {"", "序号", CLAUSE, "目标值", "上期", "上期值", "上期实际值", "上期状态", REMARKS}
"""What templates show beside the columns to fill in, and what a copy with its faults marked says."""

_KNOWN: dict[str, set[str]] = {}
for _columns in COLUMNS.values():
    for _name, _words in _columns.items():
        for _word in (_name, *_words):
            _KNOWN.setdefault(_word, set()).add(_name)


class Header(NamedTuple):
    """A recognised header: column positions by canonical name; `width` without trailing empty columns."""

    kind: Kind
    row: int
    columns: dict[str, int]
    width: int
    unit: str | None
    """The unit written behind the value column's name, as in 实际值（件）."""
    beside: dict[str, int]
    """Columns to be compared: 单位, and under the name of the key a second column of it."""
    clause: int | None = None
    """Where the words of the task stand, of 任务进展."""


def expected(kind: Kind) -> str:
    """The header line of a file of this kind."""
    return "、".join(words[0] for words in COLUMNS[kind].values())


def is_header(cells: list[str]) -> bool:
    """Whether a record looks like a header: a name that tells the kind, beside another known name or several months."""
    return _looks_like_header(tuple(cells))


@lru_cache(maxsize=64)
def _looks_like_header(cells: tuple[str, ...]) -> bool:
    names = {name for cell in cells for name in _KNOWN.get(_word_of(cell)[0], ())}
    if not any(name in _TELLING for name in names):
        return False
    return len(names) >= 2 or sum(1 for cell in cells if _MONTH.fullmatch(tidy(cell))) >= 2


def read_header(line: Line, plan_year: int, beside: Sequence[Line] = ()) -> tuple[Header | None, list[Problem]]:
    """The header, or the column faults that hide all row faults; notes on ignored columns beside it.

    `beside` are the lines next to it, one of which may hold the rest of its names.
    """
    words = [_word_of(cell) for cell in line.cells]
    known = {name for word, _ in words for name in _KNOWN.get(word, ())}
    kinds = {_TELLING[name] for name in known if name in _TELLING}
    if damaged := header_damage(line.row, line.cells):
        return None, [damaged]
    if not is_header(line.cells):
        both = f"{expected('figures')}（指标实绩）；或 {expected('progress')}（任务进展）"
        return None, [problem("header_missing", row=line.row, expected=both)]
    if len(kinds) > 1:
        return None, [problem("header_mixed", row=line.row)]
    kind = kinds.pop()
    if any(MARK.search(cell) and len(_names(kind, *pieces([cell]))) > 1 for cell in line.cells):
        return None, [full_width(*line)]
    columns: dict[str, int] = {}
    others: dict[str, int] = {}
    unknown: list[str] = []
    found: list[Problem] = []
    for i, (word, _) in enumerate(words):
        name = next((n for n in _KNOWN.get(word, ()) if n in COLUMNS[kind]), None)
        other = next((n for n, said in BESIDE[kind].items() if word in said), name)
        if other is None:
            unknown += [line.cells[i].strip()] * (word not in _IGNORED_SILENTLY)
        elif other not in columns and other in COLUMNS[kind]:
            columns[other] = i
        elif other not in others and (other != name or _is_number_and_name(word, words[columns[name]][0])):
            others[other] = i
        else:
            twice = f"{line.cells[(columns | others)[other]]}、{line.cells[i]}"
            shown = title(kind, name) if name else word
            found.append(problem("header_twice", row=line.row, value=twice, column_name=shown))
    if second := _second_line(kind, columns, line, beside):
        return None, [second]
    found += _missing(kind, columns, unknown, line, plan_year)
    if found:
        return None, found
    notes = [problem("column_ignored", row=line.row, value=name) for name in unknown]
    width = max((i + 1 for i, (word, _) in enumerate(words) if word), default=0)
    unit = words[columns["value"]][1] if "value" in columns else None
    clause = next((i for i, (word, _) in enumerate(words) if word == CLAUSE and kind == "progress"), None)
    return Header(kind, line.row, columns, width, unit, others, clause), notes


def _is_number_and_name(word: str, other: str) -> bool:
    """Whether two column names are that of an indicator's or task's number and that of its name, in Chinese."""
    return (word in _NUMBERS) != (other in _NUMBERS) and not word.isascii() and not other.isascii()


def _second_line(kind: Kind, columns: dict[str, int], line: Line, beside: Sequence[Line]) -> Problem | None:
    """The problem of a header over two lines, as merged cells leave it: the other one holds a name that is missing, or, below
    it, names and no figure that could be one of a row."""
    missing = {name for name in REQUIRED[kind] if name not in columns}
    for other in beside:
        is_rest = other.row > line.row and not any(c.isdigit() for cell in other.cells for c in cell)
        if not missing and not is_rest:
            continue
        cells = list(zip_longest(line.cells, other.cells, fillvalue=""))
        own = _names(kind, *(low for _, low in cells))
        joined = _names(kind, *(word for high, low in cells if low.strip() for word in (high + low, low + high)))
        joined -= {*TEXTS[kind]}
        if missing & (own | joined) or (is_rest and own | joined):
            first, second = sorted((line.row, other.row))
            return problem("header_two_lines", row=first, first=first, second=second, expected=expected(kind))
    return None


def _names(kind: Kind, *words: str) -> set[str]:
    """The columns that these words name."""
    return {name for word in words for name in _KNOWN.get(_word_of(word)[0], ()) if name in COLUMNS[kind]}


def _missing(kind: Kind, columns: dict[str, int], unknown: list[str], line: Line, year: int) -> list[Problem]:
    months = [cell for cell in unknown if is_period(cell, year)]
    if len(months) >= 2:
        return [problem("header_periods", row=line.row, value="、".join(months[:3]), expected=expected(kind))]
    return [
        problem(
            "header_incomplete",
            row=line.row,
            column_name=title(kind, name),
            nearest="".join(f"现有的列里最像的是：{other}。" for other in alike(title(kind, name), unknown, 1)),
        )
        for name in REQUIRED[kind]
        if name not in columns
    ]


@lru_cache(maxsize=4096)
def _word_of(cell: str) -> tuple[str, str | None]:
    """A header cell as compared, and the unit in brackets behind it."""
    word = "".join(tidy(cell.removeprefix("\ufeff")).split()).strip("*")
    if word.lower() not in _KNOWN and (match := _SUFFIX.match(word)):
        return match[1].lower(), None if match[2] in _NO_UNIT else match[2]
    return word.lower(), None


def is_period(text: str, year: int) -> bool:
    """Whether a text names a period of the year."""
    try:
        read_period(text, year)
    except PeriodError:
        return False
    return True
