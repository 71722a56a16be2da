"""A document → a draft: its tasks, the targets that they promise, and what the text leaves open.

Never more than the text says: nobody leads unless a word or a stated rule says so, no deadline but one printed with the bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from lib.drafts import front_matter, tables
from lib.drafts.bodies import Group
from lib.drafts.clauses import Clause, clauses, group_spans, has_heading, tidy_clause
from lib.drafts.deadlines import read_deadline
from lib.drafts.document import Document, Table, squeezed
from lib.drafts.doubts import Doubt, doubt
from lib.drafts.labels import LABELLED, LEAD_RULE, MARK_RULE, OTHER_LEAD_RULE
from lib.drafts.markers import marker_of
from lib.drafts.outline import Node, outline
from lib.drafts.paragraphs import Paragraph, paragraphs
from lib.drafts.readers import read_document
from lib.drafts.targets import Target, targets_in
from lib.errors import DraftError
from lib.text import folded

_LONGEST_RULE = 80
"""Characters of a sentence that only says who leads."""

_LEVELS = ("省", "市", "区", "县", "州", "自治区", "自治州")


class DraftTask(NamedTuple):
    """A clause with its own bodies, all words as printed. `due` is `2022-02`, `2022-12-31` or None."""

    path: tuple[str, ...]
    no: str
    text: str
    agencies: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    is_open: bool
    due: str | None
    due_text: str
    lines: tuple[int, int]
    item: int
    """Counts the printed items: tasks of one item share it."""


class DraftTarget(NamedTuple):
    """A proposal: a number that a task promises. `task` counts from 1."""

    task: int
    target: Target


class Draft(NamedTuple):
    """What was read. `year` and `title` are None and blank where the document does not say them."""

    title: str
    year: int | None
    document: str
    preamble: tuple[str, ...]
    tasks: tuple[DraftTask, ...]
    targets: tuple[DraftTarget, ...]
    doubts: tuple[Doubt, ...]
    lines: dict[int, str]
    rule_is_everywhere: bool
    """Whether a rule of the first listed holds for every task."""


class _Found(NamedTuple):
    """A task before the rules of the whole document are applied to it."""

    path: tuple[str, ...]
    no: str
    text: str
    goal: str
    group: Group
    lines: tuple[int, int]
    item: int


def read_draft(name: str, data: bytes, *, year: int | None = None, title: str = "") -> Draft:
    """The draft of the document in `data`. Raises DraftError where it cannot be read or is no plan."""
    return draft_of(read_document(name, data), year=year, title=title)


def draft_of(document: Document, *, year: int | None = None, title: str = "") -> Draft:
    """The draft of a document. `year` and `title` go before what it says. Raises DraftError where it names no task."""
    blocks = list(paragraphs(document.blocks))
    front = front_matter.read(blocks)
    root = outline(_flattened(blocks), front.title)
    work = _Work()
    work.node(root)
    if not work.found:
        raise DraftError(f"“{document.name}”里没有带责任单位的条文，看不出是一份任务计划，没有生成草稿。")
    year = year or front.year
    return work.draft(front._replace(title=title or front.title, year=year), document.lines, _rules_stated(root))


def _flattened(blocks: Iterable[Paragraph | Table]) -> Iterator[Paragraph | Table]:
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


def _rules_stated(root: Node) -> list[tuple[int, str]]:
    """Sentences that state a lead rule, with their line."""
    printed = [
        *((p.starts[0][1], p.text) for node in root.walk() for p in node.paragraphs),
        *((r.number, c.text) for n in root.walk() for t in n.tables for r in t.rows for c in r.cells if c.first),
    ]
    return [
        (line, sentence)
        for line, text in printed
        for sentence in re.split("[。；\n]", text)
        if any(rule.search(sentence) for rule in (LEAD_RULE, MARK_RULE, OTHER_LEAD_RULE))
        and len(sentence) < _LONGEST_RULE
    ]


class _LeadRules(NamedTuple):
    """For which tasks the first listed leads: from the place `starts` on, and at the places `once`; and whether marks show it."""

    starts: int
    once: frozenset[int]
    is_marked: bool


class _Work:
    def __init__(self) -> None:
        self.found: list[_Found] = []
        self.doubts: list[Doubt] = []
        self.item = 0

    # from the outline to tasks

    def node(self, node: Node) -> None:
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
                self.node(child)
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
        if node.kind.startswith(("h", "u")) and not is_headed:
            no, path = "", (*path, node.heading)
        for clause in merged:
            assert clause.group is not None
            if not clause.text:
                self.doubts.append(doubt(clause.first, "group_without_text", "、".join(clause.group.agencies)))
                continue
            number, text = no, clause.text
            if clause is not merged[0] and (inline := marker_of(text)):
                number, text = inline.printed, text[len(inline.printed) :]  # points that run on in one paragraph
            self._add(path, number, text, "", clause.group, (clause.first, clause.last))
            if is_headed and len(merged) > 1:
                self.item += 1
        rest = [clause for clause in own if clause.group is None]
        if merged and rest and not node.children:
            self.doubts.append(doubt(rest[-1].first, "text_left_over", rest[-1].text))
        if not merged and node.marker and not node.children and not node.tables and node.parent is not None:
            line = node.paragraphs[0].starts[0][1]
            self.doubts.append(doubt(line, "clause_without_body", node.paragraphs[0].text))

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
                self.doubts.append(doubt(task.line, "clause_without_body", task.text))
                continue
            self._add((*above, *task.heading), task.no, task.text, task.goal, task.group, (task.line, task.line))

    def _add(self, path: tuple[str, ...], no: str, text: str, goal: str, group: Group, lines: tuple[int, int]) -> None:
        self.found.append(_Found(path, no, text, goal, group, lines, self.item))

    def _jumps(self, children: list[Node]) -> None:
        for before, after in pairwise(children):
            if before.marker and after.marker and before.kind == after.kind:
                step = after.marker.number - before.marker.number
                if step != 1 and after.marker.number != 1:
                    line = after.paragraphs[0].starts[0][1]
                    said = {"before": before.marker.printed, "after": after.marker.printed}
                    self.doubts.append(doubt(line, "number_jumps", after.paragraphs[0].text, **said))

    # from tasks to the draft

    def draft(self, front: front_matter.Front, lines: dict[int, str], outside: list[tuple[int, str]]) -> Draft:
        """The draft, with the rules of the whole document applied."""
        rules = self._lead_rules(outside)
        made = [self._task(found, front.year, rules, n) for n, found in enumerate(self.found)]
        targets = [
            DraftTarget(n, target)
            for n, found in enumerate(self.found, 1)
            for target in targets_in(found.text + ("。" + found.goal if found.goal else ""))
        ]
        self._names(made)
        self._front(front)
        doubts = sorted(dict.fromkeys(self.doubts), key=lambda d: d.line)
        return Draft(
            front.title,
            front.year,
            front.document,
            front.preamble,
            tuple(made),
            tuple(targets),
            tuple(doubts),
            lines,
            rules.starts == 0,
        )

    def _lead_rules(self, outside: list[tuple[int, str]]) -> _LeadRules:
        """Which rules hold for which tasks. One that stands in no clause, in the first words or in a note, holds for all; one in a
        clause from there on if it says so (下同), else for that clause."""
        none = len(self.found)
        starts, once, is_marked = none, set(), False
        in_clauses = [(f.lines[0], f.lines[1]) for f in self.found]
        for line, rule in outside:
            if any(first <= line <= last for first, last in in_clauses):
                continue  # it is read with its group
            if self._is_stated(line, rule, "lead_rule"):
                starts = 0
            is_marked |= bool(MARK_RULE.search(rule))
        for n, found in enumerate(self.found):
            rule, goes_on = found.group.lead_rule, found.group.is_from_here_on
            if rule and self._is_stated(found.lines[1], rule, "lead_rule" if goes_on else "lead_rule_once"):
                starts = min(starts, n) if goes_on else starts
                once.add(n)
            is_marked |= bool(MARK_RULE.search(rule))
        for n, found in enumerate(self.found[: starts if starts < none else 0]):
            if not found.group.lead and n not in once:
                self.doubts.append(doubt(found.lines[0], "lead_rule_before", found.text))
        return _LeadRules(starts, frozenset(once), is_marked)

    def _is_stated(self, line: int, rule: str, code: str) -> bool:
        """Whether a rule says that the first listed leads; each is asked about."""
        is_first = bool(LEAD_RULE.search(rule))
        if is_first or MARK_RULE.search(rule):
            self.doubts.append(doubt(line, code if is_first else "lead_rule", rule, rule=rule))
        elif OTHER_LEAD_RULE.search(rule):
            self.doubts.append(doubt(line, "lead_rule_unclear", rule, rule=rule))
        return is_first

    def _task(self, found: _Found, year: int | None, rules: _LeadRules, n: int) -> DraftTask:
        group = found.group
        lead = group.lead or (group.starred if rules.is_marked else ())
        if not lead and (n >= rules.starts or n in rules.once) and group.agencies[0] not in group.support:
            lead = group.agencies[:1]
        due = read_deadline(group.due_text, year) if group.due_text else None
        line = found.lines[1]
        if group.due_text and due is None:
            self.doubts.append(doubt(line, "due_unread", group.due_text, due=group.due_text))
        elif due and year and int(due[:4]) != year:
            self.doubts.append(doubt(line, "due_other_year", group.due_text, due=group.due_text))
        if group.is_open:
            self.doubts.append(doubt(line, "list_open", "、".join(group.agencies)))
        if group.standing_order:
            self.doubts.append(doubt(line, "standing_order", group.standing_order, order=group.standing_order))
        if group.has_chief and not lead:
            self.doubts.append(doubt(line, "chief_word", "、".join(group.agencies)))
        for words in group.not_understood:
            self.doubts.append(doubt(line, "name_odd", words, name=words))
        return DraftTask(
            found.path,
            found.no,
            found.text,
            group.agencies,
            lead,
            group.support,
            group.is_open,
            due,
            group.due_text,
            found.lines,
            found.item,
        )

    def _names(self, tasks: list[DraftTask]) -> None:
        """Ask about names that another name is, but for its level."""
        first: dict[str, int] = {}
        for task in tasks:
            for name in task.agencies:
                first.setdefault(name, task.lines[1])
        known = {folded(name): name for name in first}
        for name, line in first.items():
            if name.startswith(_LEVELS):
                continue
            for level in _LEVELS:
                if (other := known.get(folded(level + name))) is not None:
                    self.doubts.append(doubt(line, "name_level", name, name=name, other=other))

    def _front(self, front: front_matter.Front) -> None:
        for said, code in (
            (front.title, "title_missing"),
            (front.year, "year_missing"),
            (front.document, "document_missing"),
        ):
            if not said:
                self.doubts.append(doubt(0, code))


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
