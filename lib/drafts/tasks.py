"""The outline → its tasks: each clause with its own bodies, and each row of a table of tasks.

What has no bodies, and words that belong to nothing, are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from lib.drafts import tables
from lib.drafts.bodies import Group
from lib.drafts.clauses import Clause, clauses, group_spans, has_heading, tidy_clause
from lib.drafts.document import Table, squeezed
from lib.drafts.doubts import Doubt, doubt
from lib.drafts.labels import LABELLED
from lib.drafts.markers import marker_of
from lib.drafts.outline import Node
from lib.drafts.paragraphs import Paragraph

_LONGEST_HEADING = 30


class FoundTask(NamedTuple):
    """A task before the rules of the whole document are applied to it."""

    path: tuple[str, ...]
    no: str
    text: str
    goal: str
    group: Group
    lines: tuple[int, int]
    item: int
    """Counts the printed items: tasks of one item share it."""


class Tasks:
    """The tasks below a node in printed order, and the doubts about them."""

    def __init__(self, root: Node) -> None:
        self.found: list[FoundTask] = []
        self.without_bodies: list[FoundTask] = []
        """Clauses that are asked about, since nobody is named for them."""
        self.doubts: list[Doubt] = []
        self.item = 0
        self._node(root)

    def _node(self, node: Node) -> None:
        """The tasks of a node, then of those below it."""
        before = len(self.found)
        for part in [node] if node.parent is not None else _unheaded(node):
            self._own(part, clauses(part) if part.paragraphs else [])
        for table in node.tables:
            self._table(node, table)
        children = list(node.children)
        shared = _shared_group(node, children)
        if shared is not None:
            self._whole(node, children, shared)
        else:
            self._jumps(children)
            for child in children:
                self._node(child)
        if node.parent is not None and node.parent.parent is None and len(self.found) == before:
            line = node.paragraphs[0].starts[0][1]
            self.doubts = [d for d in self.doubts if not (d.code == "clause_without_body" and d.line >= line)]
            self.doubts.append(doubt(line, "part_without_tasks", node.paragraphs[0].text, heading=node.heading))

    def _own(self, node: Node, own: list[Clause]) -> None:
        is_headed = has_heading(node) if node.paragraphs else False
        path = tuple(node.path) + ((node.heading,) if is_headed else ())
        no = "" if is_headed or node.marker is None else node.marker.printed
        self.item += 1
        grouped = [clause for clause in own if clause.group and (clause.group.agencies or clause.group.due_text)]
        merged = self._with_due_alone(grouped)
        if not is_headed and merged and _is_heading_of_others(node, merged):
            # 二、现代产业（由市A局牵头）, above clauses with bodies of their own, is a heading.
            assert merged[0].group is not None
            names = "、".join(merged[0].group.agencies)
            self._doubt(merged[0].first, "heading_with_bodies", node.paragraphs[0].text, names)
            return
        if node.kind.startswith(("h", "u")) and not is_headed:
            no, path = "", (*path, node.heading)
        for clause in merged:
            assert clause.group is not None
            if not clause.text:
                names = "、".join(clause.group.agencies)
                self._doubt(clause.first, "group_without_text", names, names)
                continue
            number, text = no, clause.text
            if clause is not merged[0] and (inline := marker_of(text)) and text != inline.printed:
                number, text = inline.printed, text[len(inline.printed) :]  # points that run on in one paragraph
            self._add(path, number, text, "", clause.group, (clause.first, clause.last))
            if is_headed and len(merged) > 1:
                self.item += 1
        rest = [clause for clause in own if clause.group is None]
        if merged and rest and not node.children:
            self._doubt(rest[-1].first, "text_left_over", rest[-1].text, rest[-1].text)
        if not merged and node.marker and not node.children and not node.tables and node.parent is not None:
            line, last = node.paragraphs[0].starts[0][1], node.paragraphs[-1].starts[-1][1]
            words = "".join([node.paragraphs[0].words, *(p.text for p in node.paragraphs[1:])])
            self._bodiless(
                FoundTask(tuple(node.path), node.marker.printed, words, "", Group(), (line, last), self.item),
                node.paragraphs[0].text,
            )

    def _with_due_alone(self, grouped: list[Clause]) -> list[Clause]:
        """Groups that only say by when belong to the clause before them, else to the one behind."""
        kept: list[Clause] = []
        waiting: Clause | None = None
        for clause in grouped:
            group = clause.group
            assert group is not None
            if not group.agencies:
                if kept and not clause.text and kept[-1].group is not None and not kept[-1].group.due_text:
                    kept[-1] = kept[-1]._replace(
                        group=kept[-1].group._replace(due_text=group.due_text), last=clause.last
                    )
                else:
                    waiting = clause
                continue
            if waiting is not None and waiting.group is not None:
                due = group.due_text or waiting.group.due_text
                clause = clause._replace(
                    text=waiting.text + clause.text, group=group._replace(due_text=due), first=waiting.first
                )
                waiting = None
            kept.append(clause)
        return kept

    def _whole(self, node: Node, children: list[Node], shared: Clause) -> None:
        """A clause whose numbered points share the group printed behind the last of them."""
        self.item += 1
        words = [node.paragraphs[0].words, *(p.text for child in children for n in child.walk() for p in n.paragraphs)]
        text = "".join(words)
        cut = text.rfind(shared.text[-12:]) + len(shared.text[-12:])
        assert shared.group is not None
        first = node.paragraphs[0].starts[0][1]
        no = node.marker.printed if node.marker else ""
        self._add(tuple(node.path), no, text[:cut], "", shared.group, (first, shared.last))

    def _table(self, node: Node, table: Table) -> None:
        found = tables.columns_of(table)
        assert found is not None, "a table without a head is read as paragraphs"
        start, columns = found
        above = (*node.path, node.heading) if node.parent is not None else ()
        no = None
        for task in tables.tasks_in(table, columns, start):
            if task.no != no or not task.no:
                self.item += 1
                no = task.no
            if not task.group.agencies:
                lines = (task.line, task.line)
                self._bodiless(
                    FoundTask((*above, *task.heading), task.no, task.text, task.goal, task.group, lines, self.item),
                    task.text,
                )
                continue
            self._add((*above, *task.heading), task.no, task.text, task.goal, task.group, (task.line, task.line))

    def _add(self, path: tuple[str, ...], no: str, text: str, goal: str, group: Group, lines: tuple[int, int]) -> None:
        self.found.append(FoundTask(path, no, text, goal, group, lines, self.item))

    def _bodiless(self, clause: FoundTask, text: str) -> None:
        if clause.text:
            self.without_bodies.append(clause)
        self._doubt(clause.lines[0], "clause_without_body", text)

    def _doubt(self, line: int, code: str, text: str, proposal: str = "") -> None:
        self.doubts.append(doubt(line, code, text, task=len(self.found), proposal=proposal))

    def _jumps(self, children: list[Node]) -> None:
        for before, after in pairwise(children):
            if before.marker and after.marker and before.kind == after.kind:
                step = after.marker.number - before.marker.number
                if step != 1 and after.marker.number != 1:
                    line = after.paragraphs[0].starts[0][1]
                    text, was, now = after.paragraphs[0].text, before.marker.printed, after.marker.printed
                    self.doubts.append(doubt(line, "number_jumps", text, before=was, after=now))


def _is_heading_of_others(node: Node, own: list[Clause]) -> bool:
    is_heading = len(own) == 1 and len(own[0].text) <= _LONGEST_HEADING and not re.search("[。；，]", own[0].text)
    below = (p for child in node.children for n in child.walk() for p in n.paragraphs)
    return is_heading and any(group_spans(p.text) for p in below)


def _unheaded(root: Node) -> Iterator[Node]:
    """Paragraphs before the first heading that hold bodies, as in a text without any: each by itself, with the labels below it."""
    before: Paragraph | None = None
    gathered: list[Paragraph] = []
    for paragraph in root.paragraphs:
        spans = group_spans(paragraph.text)
        if spans and not tidy_clause(paragraph.text[: spans[0][0]]):
            gathered = gathered or ([before] if before else [])
            gathered.append(paragraph)
        else:
            if gathered:
                yield Node(None, "p", root, gathered)
            gathered = [paragraph] if spans else []
        before = paragraph
    if gathered:
        yield Node(None, "p", root, gathered)


def _shared_group(node: Node, children: list[Node]) -> Clause | None:
    """The one group behind the last of several points, where none of them has its own: it is that of the whole clause.

    Points of which only the last has bodies would leave the others to nobody; where the group stands in a paragraph of its own
    it closes the clause, not the point.
    """
    if node.parent is None or len(children) < 2 or any(child.children or child.tables for child in children):
        return None
    if any(clause.group for clause in clauses(node)):
        return None
    said = [[clause for clause in clauses(child) if clause.group] for child in children]
    if any(said[:-1]) or len(said[-1]) != 1 or not said[-1][0].has_own_lines:
        return None
    if said[-1][0].group is None or not said[-1][0].group.agencies or not said[-1][0].text:
        return None
    return said[-1][0]


def without_other_tables(blocks: Iterable[Paragraph | Table]) -> Iterator[Paragraph | Table]:
    """Tables that hold no tasks as paragraphs, each line of a cell one; tables that a page break parted as one."""
    gathered: Table | None = None
    for block in blocks:
        if isinstance(block, Table):
            if not block.rows:
                continue
            is_headed = tables.columns_of(block) is not None
            if gathered is not None and len(gathered.rows[0].cells) == len(block.rows[0].cells):
                gathered = Table(gathered.rows + block.rows)
                continue
            if gathered is not None:
                yield gathered
            gathered = block if is_headed else None
            if gathered is None:
                yield from _cells_as_paragraphs(block)
            continue
        if gathered is not None:
            yield gathered
            gathered = None
        yield block
    if gathered is not None:
        yield gathered


def _cells_as_paragraphs(table: Table) -> Iterator[Paragraph]:
    for row in table.rows:
        label = ""
        for cell in row.cells:
            lines = cell.text.split("\n") if cell.first else []
            for text in filter(None, map(squeezed, lines)):
                if LABELLED.fullmatch(f"{text}："):
                    label = f"{text}："  # what it is about stands in the next cell
                    continue
                yield Paragraph(label + text, ((0, row.number),), marker_of(text), 0, False)
                label = ""
