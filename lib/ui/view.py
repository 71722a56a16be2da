"""The data that a page shows, at the moment that the address names; made once for each state of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

import streamlit as st

from lib import settings
from lib.board import Actuals, Board, plan_files
from lib.draw import markup
from lib.errors import BoardError, PlanError, StoreError
from lib.plan import Plan, Published, load_published
from lib.rules import IndicatorStanding, Measures, YearBefore, joined, year_before
from lib.ui.choices import embedding
from lib.ui.rights import store_at


@dataclass(frozen=True)
class View:
    """What a page shows: the measures at the chosen moment, and the choices its links carry on."""

    board: Board
    actuals: Actuals
    measures: Measures
    carried: Mapping[str, str]

    def link(self, page: str, **choices: str) -> str:
        """The address of a page at the same moment."""
        return markup.link(page, self.carried, **choices)

    @property
    def sample(self) -> bool:
        """Whether invented data are shown."""
        return self.measures.sample


def plans() -> dict[str, str]:
    """The plans to choose from by what stands in the address: their years, and the titles of those that share one."""
    if len(plan_files(settings.plan_path())) == 1:
        return {}
    plans = readable_plans()
    years = Counter(plan.year for plan in plans.values())
    return {
        stem: f"{plan.year}年" if years[plan.year] == 1 else f"{plan.year}年 {plan.title}"
        for stem, plan in plans.items()
    }


def readable_plans() -> dict[str, Plan]:
    """The plans beside one another that can be shown, by the names of their files."""
    found = {}
    for path in plan_files(settings.plan_path()):
        with suppress(PlanError, StoreError):
            found[path.stem] = board_of(path).plan
    return found


def chosen_plan() -> Path:
    """The plan file that the address names, else the newest."""
    paths = plan_files(settings.plan_path())
    return next((path for path in paths if path.stem == st.query_params.get("plan")), paths[0])


@cache
def _made_board(plan: Path, address: str | Path) -> Board:
    return Board(plan, store_at(address))


def board_of(plan: Path) -> Board:
    """The board of a plan, made once for all readers."""
    return _made_board(plan, settings.store_address())


def year_before_of(view: View, standing: IndicatorStanding) -> YearBefore | None:
    """What an indicator had reached a year before: in the plan before, where that lies beside this one, else in print."""
    plan, indicator = view.measures.plan, standing.indicator
    history = published().get(indicator.id, [])
    before = _board_before(view.board, indicator.same_as.plan if indicator.same_as else plan.previous)
    same = joined(indicator, plan, before.plan) if before else None
    if before is None or same is None:
        return year_before(standing, plan.year, (), history)
    rows, known_by = before.actuals.rows, view.measures.known_by
    own = [r for r in rows.figures if r.indicator == same.id and (known_by is None or r.reported_on <= known_by)]
    return year_before(standing, plan.year, own, history, before.plan.title, sample=rows.sample)


def _board_before(board: Board, id: str | None) -> Board | None:
    path = board.beside(id) if id else None
    with suppress(PlanError, StoreError):
        if path:
            before = board_of(path)
            before.refresh()
            return before
    return None


def published() -> dict[str, list[Published]]:
    """Published history by indicator."""
    path = settings.published_path()
    stamp = path.stat().st_mtime_ns if path.is_file() else 0
    return _published(path, stamp)


@st.cache_resource(show_spinner=False, max_entries=1)
def _published(path: Path, stamp: int) -> dict[str, list[Published]]:
    return load_published(path)


@st.fragment(run_every=settings.REFRESH_SECONDS)
def watch_data(board: Board, shown: int) -> None:
    """Run the page again once the files are no longer those it shows."""
    try:
        if board.refresh() == shown:
            return
    except (PlanError, StoreError):
        pass
    st.rerun()


def show_plan_faults(error: PlanError) -> None:
    """What is wrong with the plan file, until it is mended."""
    rows = [(None, [markup.text(p.file, "keep"), markup.text(p.message)]) for p in error.problems]
    st.html(markup.head("计划文件有错误，暂时不能显示看板", f"共 {len(rows)} 处；改正后页面会自动恢复", sample=False))
    st.html(markup.table(rows))
    others = {stem: words for stem, words in plans().items() if stem != chosen_plan().stem}
    if others:
        links = (
            markup.anchor(f"?{urlencode({'plan': stem, **embedding()})}", f"改看{words}的计划")
            for stem, words in others.items()
        )
        st.html(f"<p>{'　'.join(links)}</p>")
    _wait_for_repair(str(error))


def show_store_fault(error: StoreError) -> None:
    """Why there is nothing to show, until there is."""
    st.html(markup.head("存储没有应答，暂时不能显示看板", f"{error}页面会自动恢复。", sample=False))
    _wait_for_repair(str(error))


@st.fragment(run_every=settings.REFRESH_SECONDS)
def _wait_for_repair(shown: str) -> None:
    board = board_of(chosen_plan())
    try:
        board.refresh(at_once=True)
    except BoardError as error:
        if str(error) == shown:
            return
    if not board.silence:  # else the board shows its last state, and this page could not
        st.rerun()


_drawn: WeakKeyDictionary[Measures, dict[Hashable, Any]] = WeakKeyDictionary()

_MOST_KEPT = 500
"""Things that are kept of the same measures; a further one takes the place of the oldest."""


def once_for(measures: Measures, what: Hashable, make: Callable[[], Any]) -> Any:
    """What was made of these measures before, or is made now: figures are costly and never change."""
    made = _drawn.setdefault(measures, {})
    thing = made.get(what)
    if thing is None:
        thing = made[what] = make()
        # Whatever a reader searches for has charts of its own.
        for oldest in list(made)[:-_MOST_KEPT]:
            made.pop(oldest, None)
    return thing


def key_of(about: Any) -> Hashable:
    """What tells an argument of a chart from another."""
    return about if about is None or isinstance(about, str | int | tuple) else id(about)


Made = TypeVar("Made")


def once(view: View, name: Hashable, make: Callable[[], Made]) -> Made:
    """A block of HTML or something else that never changes, made once for each state of the data and each set of carried
    choices."""
    made: Made = once_for(view.measures, (name, *sorted(view.carried.items())), make)
    return made
