"""Documents that become plans, with all that was decided about them so far."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

import streamlit as st

from lib.drafts import (
    Chosen,
    Decision,
    Document,
    Doubt,
    Draft,
    DraftBody,
    DraftTarget,
    Head,
    beside,
    bodies_of,
    decided,
    draft_of,
    is_to_decide,
    plan_text,
    target_key,
)
from lib.plan import Plan, check_plan_content
from lib.problems import Problem
from lib.ui.sign_in import may
from lib.ui.view import View, readable_plans

_KEPT = 8
"""Documents that are worked on at the same time; a further one takes the place of that which nobody has touched longest."""


@dataclass
class Work:
    """A document with all that was decided about it. It belongs to the board, not to a session: a page that is loaded anew has
    lost nothing."""

    key: str
    document: Document
    title: str = ""
    number: str = ""
    year: int | None = None
    before: str | None = None
    """The plan of the year before that was chosen; blank for none, None while nobody has chosen."""
    id: str = ""
    office: str = ""
    decisions: dict[Doubt, Decision] = field(default_factory=dict)
    targets: dict[str, Chosen | None] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    drafts: dict[tuple[int | None, str], Draft] = field(default_factory=dict)

    def draft(self) -> Draft:
        """What the document says, read once for each year and title that somebody gave."""
        key = (self.year, self.title)
        if key not in self.drafts:
            self.drafts = {key: draft_of(self.document, year=self.year, title=self.title)}
        found = self.drafts[key]
        return found._replace(document=self.number or found.document)


@dataclass(frozen=True)
class Result:
    """A work as its decisions leave it, made once for each run of the page."""

    work: Work
    read: Draft
    """As it was read, with what the plan of the year before lets one ask."""
    before: Plan | None

    @cached_property
    def draft(self) -> Draft:
        """As it was decided."""
        return decided(self.read, self.work.decisions)

    @cached_property
    def head(self) -> Head:
        """What somebody filled in."""
        return Head(self.work.id, self.work.office, self.work.ids)

    @cached_property
    def bodies(self) -> list[DraftBody]:
        """The bodies with their ids."""
        return bodies_of(self.draft, self.head, self.before)

    @cached_property
    def text(self) -> str:
        """The plan file."""
        return plan_text(self.draft, self.head, before=self.before, chosen=self.work.targets)

    @cached_property
    def checked(self) -> tuple[Plan | None, list[Problem]]:
        """The plan in it, with its faults."""
        return check_plan_content("plan.yaml", self.text.encode())

    @property
    def asked(self) -> list[Doubt]:
        """Every doubt that is to be decided, also those that are."""
        return [found for found in self.read.doubts if is_to_decide(found)]

    @property
    def left(self) -> list[Doubt]:
        """Those that nobody has decided yet."""
        return [found for found in self.asked if found not in self.work.decisions]

    @property
    def targets_left(self) -> list[DraftTarget]:
        """Targets of which nobody has said yet whether they become indicators."""
        return [t for t in self.draft.targets if target_key(self.draft, t) not in self.work.targets]


@st.cache_resource(show_spinner=False)
def _works() -> OrderedDict[str, Work]:
    return OrderedDict()


def is_known(key: str) -> bool:
    """Whether a document was read before, and what was decided on it is still there."""
    return key in _works()


def keep_work(work: Work) -> None:
    """Hold a document that was read."""
    _works()[work.key] = work
    while len(_works()) > _KEPT:
        _works().popitem(last=False)


def plans_of_board() -> dict[str, Plan]:
    """The plans of the board by the names of their files, newest year first."""
    return dict(sorted(readable_plans().items(), key=lambda one: -one[1].year))


def opened_document(view: View) -> Result | None:
    """The document that the address names, if this reader may administer and it is still there."""
    office = view.measures.plan.office.id
    work = _works().get(st.query_params.get("document", ""))
    if work is None or not may(view, "administer", office):
        return None
    _works().move_to_end(work.key)
    draft, plans = work.draft(), plans_of_board()
    if work.before is None:
        earlier = [stem for stem, plan in plans.items() if draft.year and plan.year == draft.year - 1]
        work.before = earlier[0] if earlier else ""
    before = plans.get(work.before)
    return Result(work, beside(draft, before), before)
