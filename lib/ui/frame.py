"""The frame around every page: navigation, title and foot; one slide at a time."""

from __future__ import annotations

import logging
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from lib import formats, settings
from lib.draw import markup
from lib.errors import PlanError, StoreError
from lib.plan import Plan
from lib.say import banners, findings
from lib.ui.choices import carried, misfits, missing
from lib.ui.housekeeping import start_housekeeping
from lib.ui.moment import choose_moment, day_chosen, moment_words
from lib.ui.pieces import component
from lib.ui.sign_in import account, is_admitted
from lib.ui.view import View, board_of, chosen_plan, show_plan_faults, show_store_fault, watch_data

HERE = Path(__file__).parent


_ICON = "data:image/png;base64," + b64encode((HERE / "icon.png").read_bytes()).decode()
"""In the address itself: a file would be read and stored anew by each run."""


def _style(*names: str) -> str:
    return f"<style>{''.join((HERE / name).read_text(encoding='utf-8') for name in names)}</style>"


_BOARD_CSS = _style("board.css", "slide.css", "narrow.css", "paper.css")
_SCREEN_CSS, _PRESENT_CSS = _style("screen.css"), _style("present.css")
"""Read once: a running board keeps the look it was started with, whatever an upgrade does to the files."""

_FAULTS = 3
"""Faults of a plan that its banner lists; `check` lists them all."""

_log = logging.getLogger("planboard")


PAGES = {
    "overview": "总览",
    "indicators": "指标",
    "agencies": "责任单位",
    "tasks": "任务",
    "upload": "报送",
    "office": "核实",
    "briefing": "简报",
    "method": "口径",
    "newplan": "新计划",
}
"""The pages by their path in the address; each is `pages/<path>.py`."""

_DEFAULT = next(iter(PAGES))


HIDDEN_PAGES = {"submission": "一份报送"}
"""Pages that others lead to."""


def run() -> None:
    """Run the page that the address names, and say how long that took. `main.py` calls this and nothing else."""
    began = time.perf_counter()
    try:
        with _in_turn():
            _run()
    finally:
        _log.info(
            "run", extra={"page": st.session_state.get("page", ""), "seconds": round(time.perf_counter() - began, 6)}
        )


_TURN_SECONDS = 1.0
"""How long a first page waits for those that are being made."""

_first_pages = threading.Lock()


@contextmanager
def _in_turn() -> Iterator[None]:
    """First pages are made one after the other: of many readers who come at once each would else wait for all."""
    is_mine = "page" not in st.session_state and _first_pages.acquire(timeout=_TURN_SECONDS)
    try:
        yield
    finally:
        if is_mine:
            _first_pages.release()


def _run() -> None:
    """Set up the app, and run the page within its frame."""
    start_housekeeping()
    pages = _pages()
    page = st.navigation([*pages, *_unknown_page(pages)], position="hidden")
    st.set_page_config(page_title=f"{page.title} · 推进计划看板", page_icon=_ICON, layout="wide")
    st.session_state["page"] = page.url_path or _DEFAULT
    st.html(_BOARD_CSS)
    choices = carried()
    if not st.context.is_embedded and not is_presenting():
        with st.container(horizontal=True, key="nav"):
            # One block, not a message to each reader for each link.
            st.html(markup.navigation(page.title, [(markup.link(path, choices), name) for path, name in PAGES.items()]))
            account(_plan_shown())
    _SOFT_LINKS(data=choices, key="soft-links", width="content")
    _PAPER(key="paper", width="content")
    _STREAMLIT_WORDS(key="streamlit-words", width="content")
    if _asked() == _DEFAULT:
        # The default page is at the root: Streamlit shows it at its own address as well, and says that there is none.
        _without_dialog()
    _frame.is_drawn = True
    try:
        if is_admitted():
            page.run()
    except StoreError as error:
        show_store_fault(error)
    except Exception:
        _log.exception("page %s", page.url_path)
        st.html(markup.head("这一页出错了", "详情已记入服务器日志。请刷新页面；仍然出错时请告知管理员。", sample=False))
    finally:
        _frame.is_drawn = False


def _plan_shown() -> Plan | None:
    """The plan that the address names, if its file can be read."""
    try:
        return board_of(chosen_plan()).plan
    except PlanError:
        return None


def _unknown_page(pages: Sequence[StreamlitPage]) -> list[StreamlitPage]:
    """A page for an address that is none of ours, in place of Streamlit's own dialog in English."""
    asked = _asked()
    if not asked or asked in {page.url_path for page in pages} | {_DEFAULT}:
        return []
    return [st.Page(_say_unknown, title="没有这一页", url_path=asked, visibility="hidden")]


def _asked() -> str:
    """The page that the address names; blank at the root."""
    return unquote(urlsplit(st.context.url or "").path).strip("/").rsplit("/", 1)[-1]


def _without_dialog() -> None:
    """Close Streamlit's dialog, in English, about an address that it does not know."""
    st.html("<style>.stDialog { display: none }</style>")
    _CLOSE_DIALOG(key="close-dialog")


def _say_unknown() -> None:
    # The first visitor in the life of a server gets the dialog all the same, over this page.
    _without_dialog()
    st.html(markup.head("没有这一页", "地址不完整，或者页面已经改名", sample=False))
    rows = [(markup.link(path, carried()), [name]) for path, name in PAGES.items()]
    st.html(markup.block("可以看", markup.table(rows)))


def _pages() -> list[StreamlitPage]:
    """The pages of one run: copies, as a run writes into its own which of them it may draw."""
    return [copy(page) for page in _made_pages(settings.ROOT)]


@cache
def _made_pages(root: Path) -> list[StreamlitPage]:
    # Made once: each looks for its file through all folders above it.
    return [
        st.Page(
            f"{root}/pages/{path}.py",
            title=title,
            url_path=path,
            default=path == _DEFAULT,
            visibility="hidden" if path in HIDDEN_PAGES else "visible",
        )
        for path, title in (PAGES | HIDDEN_PAGES).items()
    ]


_frame = threading.local()


def _insist_on_frame() -> None:
    """Run the app from its beginning where Streamlit started with the page itself.

    A folder named `pages` makes Streamlit run the page of the address by itself, until the first call of
    `st.navigation` in the life of the server.
    """
    if not getattr(_frame, "is_drawn", False):
        st.navigation(_pages(), position="hidden")
        st.rerun()


def open_view(*, watch: bool = True) -> View:
    """The data at the moment that the address names. Faults of the plan file are listed and end the page.

    Without `watch` the page stays as it is when the data change, so that nothing moves under somebody who writes.
    """
    _insist_on_frame()
    misfits()  # of a run that was cut off
    try:
        board = board_of(chosen_plan())
        version = board.refresh()
        measures = board.measures(day_chosen("as_of"), day_chosen("known_by"))
    except PlanError as error:
        show_plan_faults(error)
        st.stop()
    except StoreError as error:
        show_store_fault(error)
        st.stop()
    if watch:
        watch_data(board, version)
    return View(board, board.actuals, measures, carried())


def title(
    view: View, finding: str, meta: str, controls: Callable[[], object] | None = None, *, has_figures: bool = True
) -> None:
    """The page's title and the line under it; at its right the moment, `controls` of the page, and 复制链接. What says
    nothing of the board's figures has neither their moment nor their sample mark."""
    if faults := view.board.plan_faults:
        st.html(
            markup.listed(banners.plan_is_wrong(faults), [f"{p.file} {p.message}" for p in faults[:_FAULTS]], "bad")
        )
    if silence := view.board.silence:
        st.html(markup.listed(banners.store_is_silent(silence), [silence.why], "bad"))
    _frame.misfits = st.empty()  # what the address asks for in vain is known when the page has asked for everything
    if not has_figures:
        st.html(markup.sheet(finding, meta, sample=False) + markup.head(finding, meta, sample=False))
        return
    m = view.measures
    st.html(markup.sheet(finding, f"截至{formats.day(m.as_of)}　校验码 {m.check_code}", sample=view.sample))
    left, right = st.columns([0.58, 0.42] if controls else [0.68, 0.32], vertical_alignment="top")
    with left:
        st.html(markup.head(finding, meta, sample=view.sample, more=moment_words(view)))
    with right, st.container(horizontal=True, key="controls"):
        if controls:
            controls()
        choose_moment(view)


def insist_on(view: View, what: str, name: str, options: Mapping[str, str]) -> None:
    """End the page where the address asks for something that is not there: say so, offer what is most like it, and show
    nothing else in its place."""
    gone = missing(name, options)
    if gone is None:
        return
    asked = formats.cut(gone.asked, 40)
    title(view, f"没有这{what}：“{asked}”", "链接不完整，或者它已不在计划里")
    page = st.session_state["page"]
    rows = [(view.link(page, **{name: key}), [options[key]]) for key in gone.alike]
    everything = markup.anchor(view.link(page), "全部")
    st.html(markup.block("是不是要看", markup.table(rows, nothing="没有相近的。"), more=everything))
    foot(view)
    st.stop()


def screen() -> None:
    """Fit the page to one large screen."""
    st.html(_SCREEN_CSS)


def foot(view: View, rule: str = "") -> None:
    """The page's last line: rule, latest submission, check code."""
    if found := misfits():
        _frame.misfits.html("".join(markup.note(sentence, "warn") for sentence in found))
    row = view.measures.latest_row
    latest = f"最近一份：{row.file}（{row.reported_on} 填报）。" if row else ""
    st.html(
        markup.foot(rule or findings.rule_in_brief(view.measures.plan), latest, f"校验码 {view.measures.check_code}")
    )


def is_presenting() -> bool:
    """Whether the page shows one slide at a time, without navigation and controls."""
    return st.query_params.get("present") == "1"


def present() -> None:
    """Take away all but the slide; arrow keys press the buttons 上一页 and 下一页."""
    st.html(_PRESENT_CSS)
    _ARROW_KEYS(data={"previous": "present-previous", "next": "present-next"}, key="arrow-keys")


_SOFT_LINKS, _CLOSE_DIALOG, _ARROW_KEYS, _PAPER, _STREAMLIT_WORDS = map(
    component, ("soft_links", "close_dialog", "arrow_keys", "paper", "streamlit_words")
)
