"""A document → a draft: its tasks, the targets that they promise, and what the text leaves open.

Never more than the text says: nobody leads unless a word or a stated rule says so, no deadline but one printed with the bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from lib.drafts import front_matter
from lib.drafts.deadlines import read_deadline
from lib.drafts.document import Document
from lib.drafts.doubts import Doubt, doubt
from lib.drafts.lead_rules import lead_rules
from lib.drafts.outline import outline
from lib.drafts.paragraphs import paragraphs
from lib.drafts.readers import read_document
from lib.drafts.targets import Target, targets_in
from lib.drafts.tasks import FoundTask, Tasks, without_other_tables
from lib.errors import DraftError
from lib.text import folded

LEVELS = ("省", "市", "区", "县", "州", "自治区", "自治州")


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
    is_led_by_rule: bool = False
    """Whether a stated rule, and no word of its own, says who leads."""


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
    without_bodies: tuple[DraftTask, ...] = ()
    """Clauses that are asked about, since nobody is named for them."""
    aliases: Mapping[str, tuple[str, ...]] = {}
    """Other names under which the document prints a body, once it is decided that they are one."""


def read_draft(
    name: str,
    data: bytes,
    *,
    year: int | None = None,
    title: str = "",
    at: Callable[[float], None] = lambda share: None,
) -> Draft:
    """The draft of the document in `data`; `at` is told how far reading has come. Raises DraftError where it cannot be read or is
    no plan."""
    return draft_of(read_document(name, data, at), year=year, title=title)


def draft_of(document: Document, *, year: int | None = None, title: str = "") -> Draft:
    """The draft of a document. `year` and `title` go before what it says. Raises DraftError where it names no task."""
    blocks = list(paragraphs(document.blocks))
    front = front_matter.read(blocks)
    root = outline(without_other_tables(blocks), front.title)
    tasks = Tasks(root)
    if not tasks.found:
        raise DraftError(f"“{document.name}”里没有带责任单位的条文，看不出是一份任务计划，没有生成草稿。")
    front = front._replace(title=title or front.title, year=year or front.year)
    doubts = [*tasks.doubts, *_missing(front)]
    rules = lead_rules(root, tasks.found, doubts)
    made = [_task(task, rules.lead_of(n, task), front.year) for n, task in enumerate(tasks.found)]
    for n, (found, task) in enumerate(zip(tasks.found, made, strict=True), 1):
        doubts += _open_questions(found, task, front.year, n)
    doubts += _omitted_levels(made)
    targets = [
        DraftTarget(n, target)
        for n, found in enumerate(tasks.found, 1)
        for target in targets_in(found.text + ("。" + found.goal if found.goal else ""))
    ]
    return Draft(
        front.title,
        front.year,
        front.document,
        front.preamble,
        tuple(made),
        tuple(targets),
        tuple(sorted(dict.fromkeys(doubts), key=lambda d: d.line)),
        document.lines,
        rules.starts == 0,
        tuple(_task(found, (), front.year) for found in tasks.without_bodies),
    )


def _task(found: FoundTask, lead: tuple[str, ...], year: int | None) -> DraftTask:
    group = found.group
    return DraftTask(
        found.path,
        found.no,
        found.text,
        group.agencies,
        lead,
        group.support,
        group.is_open,
        read_deadline(group.due_text, year) if group.due_text else None,
        group.due_text,
        found.lines,
        found.item,
        bool(lead) and not group.lead,
    )


def _open_questions(found: FoundTask, task: DraftTask, year: int | None, n: int) -> Iterator[Doubt]:
    """What the words of one task leave open."""
    group, line = found.group, found.lines[1]
    if task.due_text and task.due is None:
        yield doubt(line, "due_unread", task.due_text, task=n, due=task.due_text)
    elif task.due and year and int(task.due[:4]) != year:
        yield doubt(line, "due_other_year", task.due_text, task=n, due=task.due_text)
    if task.is_open:
        yield doubt(line, "list_open", "、".join(task.agencies), task=n)
    if group.standing_order:
        yield doubt(line, "standing_order", group.standing_order, task=n, order=group.standing_order)
    if group.has_chief and not task.lead:
        yield doubt(line, "chief_word", "、".join(task.agencies), task=n)
    for words in group.not_understood:
        yield doubt(line, "name_odd", words, task=n, proposal=words, name=words)


def _omitted_levels(tasks: list[DraftTask]) -> Iterator[Doubt]:
    """Names that another name is, but for its level: asked about, never merged."""
    first: dict[str, int] = {}
    for task in tasks:
        for name in task.agencies:
            first.setdefault(name, task.lines[1])
    known = {folded(name): name for name in first}
    for name, line in first.items():
        if name.startswith(LEVELS):
            continue
        for level in LEVELS:
            if (other := known.get(folded(level + name))) is not None:
                yield doubt(line, "name_level", name, proposal=other, name=name, other=other)


def _missing(front: front_matter.Front) -> Iterator[Doubt]:
    for said, code in (
        (front.title, "title_missing"),
        (front.year, "year_missing"),
        (front.document, "document_missing"),
    ):
        if not said:
            yield doubt(0, code)
