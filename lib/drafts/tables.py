"""A 任务分解表: which column holds what, by its heading, and one task for each row with bodies of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from lib.drafts.bodies import Group, read_group
from lib.drafts.document import Cell, Row, Table, squeezed
from lib.drafts.labels import NOTHING, role_of
from lib.drafts.markers import chinese_number, marker_of

Kind = Literal["no", "path", "text", "lead", "plain", "support", "due", "goal", "other"]

_MOST_HEAD_ROWS = 12
"""Rows above the head: the title, the unit, the date."""

_LONGEST_HEAD = 30

_HEADS: list[tuple[Kind, re.Pattern[str]]] = [
    ("no", re.compile(r"(?:序号|编号|项目编号|任务编号|序列|No\.?|№)$", re.IGNORECASE)),
    ("other", re.compile(r"处室|科室|责任人|联系人|联系方式|电话|领导|备注|说明|进展|完成情况|状态|依据|来源|资金|内牵头|内配合|内设|股室|经办")),
    ("due", re.compile(r"时限|时间|期限|日期|节点|进度|年度安排")),
    ("lead", re.compile(r"牵头")),
    ("support", re.compile(r"(?:配合|协办|协助|协同|参与|参加)")),
    ("plain", re.compile(r"(?:责任|主办|主责|承办|负责|落实|实施|分工)(?:单位|部门|主体|机构|机关)?(?:[及和、]|$|单位|部门)|单位$|部门$|责任分工")),
    ("goal", re.compile(r"目标|指标|预期|成果|成效|标志|考核")),
    ("text", re.compile(r"(?:主要|具体|重点|工作|任务|目标)?(?:内容|举措|措施|任务|要求|事项|工作|要点|条款|政策|项目|做法)")),
    ("path", re.compile(r"类别|类型|领域|方面|板块|模块|分类|维度|大项|一级|章节|部分")),
]  # fmt: skip


class TableTask(NamedTuple):
    """One row's task. `heading` are the cells before its text, and headings that span the table."""

    heading: tuple[str, ...]
    no: str
    text: str
    goal: str
    group: Group
    line: int


class _Columns(NamedTuple):
    kinds: tuple[Kind, ...]
    text: int

    def of(self, kind: Kind) -> list[int]:
        return [i for i, k in enumerate(self.kinds) if k == kind]


def columns_of(table: Table) -> tuple[int, _Columns] | None:
    """How many rows the head takes, with what stands above it, and the columns; None where it is no table of tasks."""
    rows = table.rows
    for n in range(min(len(rows), _MOST_HEAD_ROWS)):
        for height in (2, 1):
            if n + height <= len(rows) and (found := _columns(rows[n : n + height])):
                return n + height, found
    return None


def _columns(head: tuple[Row, ...]) -> _Columns | None:
    names = [
        " ".join(dict.fromkeys(squeezed(row.cells[i].text) for row in head if i < len(row.cells)))
        for i in range(len(head[0].cells))
    ]
    if len(head) == 2:
        # A head of two rows: its first holds a cell over several columns, or cells that go down into the second.
        first, second = head
        goes_down = any(
            not cell.first and cell.text == first.cells[i].text for i, cell in enumerate(second.cells) if cell.text
        )
        spans = any(not cell.first and cell.text for cell in first.cells)
        if not (goes_down and spans):
            return None
        names = [squeezed(cell.text) or squeezed(first.cells[i].text) for i, cell in enumerate(second.cells)]
    if any(len(name) > _LONGEST_HEAD for name in names):
        return None
    kinds = [_kind(name) for name in names]
    if not {"lead", "plain", "support"} & set(kinds) or len([k for k in kinds if k in ("text", "goal")]) < 1:
        return None
    texts = [i for i, kind in enumerate(kinds) if kind == "text"] or [
        i for i, kind in enumerate(kinds) if kind == "goal"
    ]
    text = texts[-1]
    kinds = ["text" if i == text else "path" if kind == "text" and i < text else kind for i, kind in enumerate(kinds)]
    return _Columns(tuple(kinds), text)


def _kind(name: str) -> Kind:
    kind: Kind = next((kind for kind, pattern in _HEADS if pattern.search(name)), "other")
    if kind == "lead" and role_of(name) != "lead":
        return "plain"  # 牵头及责任单位 does not say who
    return kind


def tasks_in(table: Table, columns: _Columns, start: int) -> Iterator[TableTask]:
    """The tasks of the rows from `start` on."""
    head = _words(table.rows[start - 1]) if start else ()
    spanning: list[str] = []
    last: dict[int, str] = {}
    for row in table.rows[start:]:
        if _words(row) == head or not any(_words(row)):
            continue  # the head, printed anew on the next page
        if heading := _spanning(row) or _numbered_heading(row, columns):
            _open_heading(spanning, heading)
            last.clear()
            continue
        if task := _task(row, columns, tuple(spanning), last):
            yield task


def _open_heading(spanning: list[str], heading: str) -> None:
    kind = marker.kind if (marker := marker_of(heading)) else ""
    kinds = [m.kind if (m := marker_of(h)) else "" for h in spanning]
    if kind in kinds:
        del spanning[kinds.index(kind) :]
    spanning.append(heading.rstrip("。"))


def _spanning(row: Row) -> str:
    """The words of a row that is one cell, or has words in one cell alone."""
    firsts = [squeezed(cell.text) for cell in row.cells if cell.first and squeezed(cell.text)]
    places = sum(bool(squeezed(cell.text)) for cell in row.cells)
    is_one = len(firsts) == 1 and (places == len(row.cells) or bool(marker_of(firsts[0])))
    return firsts[0] if is_one and len(row.cells) > 1 and len(firsts[0]) <= 60 else ""


def _numbered_heading(row: Row, columns: _Columns) -> str:
    """一 | 经济发展 | | |: a row of a number of words and a heading, and of nothing else."""
    said = [(i, squeezed(cell.text)) for i, cell in enumerate(row.cells) if cell.first and squeezed(cell.text)]
    if len(said) != 2 or said[0][0] not in columns.of("no") or said[1][0] not in (*columns.of("path"), columns.text):
        return ""
    number, words = said[0][1], said[1][1]
    return f"{number}、{words}" if chinese_number(number) and len(words) <= 30 else ""


def _words(row: Row) -> tuple[str, ...]:
    return tuple(squeezed(cell.text) for cell in row.cells)


def _task(row: Row, columns: _Columns, spanning: tuple[str, ...], last: dict[int, str]) -> TableTask | None:
    cells = row.cells
    own = [*columns.of("lead"), *columns.of("plain"), *columns.of("support"), *columns.of("due"), columns.text]
    if not any(cells[i].first and squeezed(cells[i].text) for i in own):
        return None  # the row only goes on
    words = {}
    for i in (*columns.of("no"), *columns.of("path"), *columns.of("goal"), columns.text):
        # A file without merged cells leaves blank what is the same as above.
        said = squeezed(cells[i].text)
        blank_goes_on = i in columns.of("path") or (
            i in columns.of("no") and not any(squeezed(cells[p].text) for p in columns.of("path"))
        )
        words[i] = said or (last.get(i, "") if blank_goes_on else "")
        if said:
            last[i] = said
    text = words[columns.text]
    if not text:
        return None
    no = next((words[i] for i in columns.of("no") if words[i]), "")
    if not no and (marker := marker_of(text)):
        no = marker.printed
    if (marker := marker_of(text)) and not text.startswith("第"):
        text = text[len(marker.printed) :]
    heading = tuple(dict.fromkeys(words[i].rstrip("。；") for i in columns.of("path") if words[i]))
    goal = "；".join(words[i] for i in columns.of("goal") if i != columns.text and words[i])
    return TableTask((*spanning, *heading), no, text, goal, _group(cells, columns), row.number)


def _group(cells: tuple[Cell, ...], columns: _Columns) -> Group:
    labels = {"lead": "牵头单位：", "plain": "责任单位：", "support": "配合单位：", "due": "完成时限："}
    said = []
    for i, kind in enumerate(columns.kinds):
        if kind in labels and not NOTHING.fullmatch(squeezed(cells[i].text)):
            assert role_of(labels[kind][:-1]) == kind
            said.append(labels[kind] + cells[i].text.strip())
    return read_group("\n".join(said))
