"""What every page is made of: the data it shows, the choices in its address, the frame around it.

The only module that imports Streamlit. The address is the one place where a choice lives: widgets are set from it and
write to it, so that a copied link shows the same picture.
"""

from __future__ import annotations

import logging
import threading
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import findings, formats, markup, settings, tables
from lib.access import Access, is_from_this_machine
from lib.board import Board, plan_files
from lib.chart_frame import config, file_name
from lib.errors import AccessError, BoardError, PlanError
from lib.folder_store import FolderStore
from lib.housekeeping import start_housekeeping
from lib.measures import Measures
from lib.periods import periods_of_year
from lib.plan import Plan
from lib.published import Published, load_published
from lib.submissions import Receipt, examine

HERE = Path(__file__).parent

_ICON = "data:image/png;base64," + b64encode((HERE / "icon.png").read_bytes()).decode()
"""In the address itself: a file would be read and stored anew by each run."""

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
}
"""The pages by their path in the address; each is `pages/<path>.py`."""

HIDDEN_PAGES = {"submission": "一份报送"}
"""Pages that others lead to."""

CARRIED = ("plan", "as_of", "known_by")
"""The choices that go along from page to page."""


@dataclass(frozen=True)
class View:
    """What a page shows: the measures at the chosen moment, and the choices its links carry on."""

    board: Board
    measures: Measures
    carried: Mapping[str, str]

    def link(self, page: str, **choices: str) -> str:
        """The address of a page at the same moment."""
        return markup.link(page, self.carried, **choices)

    @property
    def sample(self) -> bool:
        """Whether invented data are shown."""
        return self.measures.sample


# the frame


def run() -> None:
    """Set up the app and run the page that the address names. `app.py` calls this and nothing else."""
    st.set_page_config(page_title="推进计划看板", page_icon=_ICON, layout="wide")
    start_housekeeping()
    pages = _pages()
    page = st.navigation(pages, position="hidden")
    st.html(HERE / "board.css")
    if not st.context.is_embedded and not is_presenting():
        carried = _carried()
        with st.container(horizontal=True, key="nav"):
            for other in pages[: len(PAGES)]:
                st.page_link(other, label=other.title, query_params=carried)
    _frame.is_drawn = True
    try:
        page.run()
    except Exception:
        _log.exception("page %s", page.url_path)
        st.html(markup.head("这一页出错了", "详情已记入服务器日志。请刷新页面；仍然出错时请告知管理员。", sample=False))
    finally:
        _frame.is_drawn = False


def _pages() -> list[StreamlitPage]:
    return [
        st.Page(
            f"{settings.ROOT}/pages/{path}.py",
            title=title,
            url_path=path,
            default=path == "overview",
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
    try:
        board = _board(_chosen_plan())
        version = board.refresh()
        measures = board.measures(_day_param("as_of"), _day_param("known_by"))
    except PlanError as error:
        _show_plan_faults(error)
        st.stop()
    if watch:
        _watch(board, version)
    return View(board, measures, _carried())


def title(view: View, finding: str, meta: str, controls: Callable[[], None] | None = None) -> None:
    """The page's title and the line under it; at its right the moment, `controls` of the page, and 复制链接."""
    left, right = st.columns([0.58, 0.42] if controls else [0.68, 0.32], vertical_alignment="top")
    with left:
        st.html(markup.head(finding, meta, sample=view.sample, more=_moment_words(view)))
    with right, st.container(horizontal=True, key="controls"):
        if controls:
            controls()
        _moment(view)


def screen() -> None:
    """Fit the page to one screen, whatever its size."""
    st.html(HERE / "screen.css")


def foot(view: View, rule: str = findings.RULE_IN_BRIEF) -> None:
    """The page's last line: rule, latest submission, check code."""
    row = view.measures.latest_row
    latest = f"最近一份：{row.file}（{row.reported_on} 填报）。" if row else ""
    st.html(markup.foot(rule, latest, f"校验码 {view.measures.check_code}"))


def html(body: str) -> None:
    """A block of HTML, made by `lib.markup`; nothing where it is empty, which Streamlit refuses."""
    if body:
        st.html(body)


def text(path: Path) -> None:
    """A page of the docs, in Markdown, without its own title."""
    lines = path.read_text(encoding="utf-8").splitlines()
    with st.container(key="doc"):
        st.markdown("\n".join(line for line in lines if not line.startswith("# ")))


# showing slides


def is_presenting() -> bool:
    """Whether the page shows one slide at a time, without navigation and controls."""
    return st.query_params.get("present") == "1"


def present() -> None:
    """Take away all but the slide; arrow keys press the buttons 上一页 and 下一页."""
    screen()
    st.html(HERE / "present.css")
    _ARROW_KEYS(data={"previous": "present-previous", "next": "present-next"}, key="arrow-keys")


def slide_chart(figure: go.Figure, key: str, height: int) -> None:
    """A chart on a slide, `height` pixels high."""
    figure.update_layout(height=height)
    st.plotly_chart(figure, theme=None, key=f"slide-{_slug(key)}", config={"staticPlot": True})


_ARROW_KEYS = st.components.v2.component(
    "arrow_keys",
    html="<span></span>",
    js=(HERE / "arrow_keys.js").read_text(encoding="utf-8"),
)


def kept(key: str) -> Any:
    """What was made before in this session under a key; None if nothing was."""
    return st.session_state.get("kept", {}).get(key)


def keep(key: str, made: Any) -> None:
    """Keep what was made, and run the page again, which then shows it. Of many only the last few are kept."""
    things: dict[str, Any] = st.session_state.setdefault("kept", {})
    things[key] = made
    for old in list(things)[:-_KEPT]:
        del things[old]
    st.rerun()


_KEPT = 6


# who writes


def access(view: View) -> Access:
    """The upload codes."""
    return Access(view.board.store, settings.actuals_path())


def may_write(view: View, body: str) -> bool:
    """Whether this reader may write for a body: proved, or on this machine while there are no codes at all."""
    return _refusal(view, body) is None


def check_may_write(view: View, body: str) -> None:
    """Insist that this reader may write for a body. Raises AccessError."""
    if refusal := _refusal(view, body):
        raise AccessError(refusal)


def _refusal(view: View, body: str) -> str | None:
    bodies = {body, view.measures.plan.office.id}
    return access(view).refusal(bodies, _proofs(), from_this_machine=is_local())


def is_local() -> bool:
    """Whether the request comes straight from this machine."""
    return is_from_this_machine(st.context.ip_address, dict(st.context.headers))


def prove(view: View, body: str) -> None:
    """What proves this reader for a body: said where it is proved, a field for the upload code where it is not."""
    try:
        codes = access(view).bodies()
    except AccessError as error:
        st.html(markup.note(str(error), "warn"))
        return
    if not codes:
        st.html(markup.note(findings.NO_CODES_HERE if is_local() else findings.NO_CODES, "warn"))
    elif may_write(view, body):
        st.html(markup.note(f"✓ 已验证，可以替{view.measures.plan.name_of(body)}报送。"))
    else:
        with (
            st.form(f"code-{body}", border=False, enter_to_submit=True),
            st.container(horizontal=True, vertical_alignment="bottom"),
        ):
            code = st.text_input("报送码", type="password", max_chars=40, autocomplete="off", width=290)
            if st.form_submit_button("验证"):
                _try_code(view, body, code)


def _try_code(view: View, body: str, code: str) -> None:
    try:
        _proofs()[body] = access(view).proof(body, code)
    except BoardError as error:
        st.html(markup.note(str(error), "warn"))
    else:
        st.rerun()


def _proofs() -> dict[str, str]:
    proofs: dict[str, str] = st.session_state.setdefault("proofs", {})
    return proofs


# an upload


def step(number: int, words: str) -> None:
    """The head of a step."""
    st.html(f'<h2 class="pb-step"><b>{number}</b>{escape(words)}</h2>')


def uploader() -> UploadedFile | None:
    """A field for one file. Any kind is taken, so that what is wrong with it can be said."""
    with st.container(key="uploader"):
        file: UploadedFile | None = st.file_uploader("CSV 文件", key=_upload_key(), label_visibility="collapsed")
    if file is not None:
        st.session_state.pop("finished", None)
    return file


def is_uploading() -> bool:
    """Whether a file waits to be sent."""
    return st.session_state.get(_upload_key()) is not None


def examined(view: View, name: str, data: bytes, body: str) -> Receipt:
    """What a file would do, found out once for each state of the data."""
    key = (sha256(data).hexdigest(), name, body, view.board.version)
    known: tuple[Hashable, Receipt] | None = st.session_state.get("examined")
    if known is None or known[0] != key:
        receipt = examine(view.board, name, data, body)
        st.session_state["examined"] = known = (key, receipt)
    return known[1]


def forget_upload() -> None:
    """Leave nothing of the file behind, and run the page again."""
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.session_state.pop("examined", None)
    st.rerun()


def finish_upload(receipt: Receipt) -> None:
    """Show the receipt in place of the file. Without a submission the data have changed meanwhile: then look again."""
    if receipt.submission is None:
        st.session_state.pop("examined", None)
        st.session_state["changed_meanwhile"] = True
        st.rerun()
    st.session_state["finished"] = receipt
    forget_upload()


def say_what_changed_meanwhile() -> None:
    """Why a file that was confirmed was not stored, said once."""
    if st.session_state.pop("changed_meanwhile", False):
        html(markup.note("确认的时候数据已经有了变化，所以没有保存。请看新的检查结果，再报一次。", "warn"))


def finished_upload() -> Receipt | None:
    """The receipt of the file that was sent last in this session."""
    receipt: Receipt | None = st.session_state.get("finished")
    return receipt


def _upload_key() -> str:
    return f"upload-{st.session_state.get('uploads', 0)}"


# the pieces of a page


def chart(
    view: View, draw: Callable[..., go.Figure], *about: Any, name: str, zoom: float = 2.0, select: str | None = None
) -> Any:
    """A chart, drawn once for each state of the data; `name` is what its picture is called.

    With `select` a click on a point is returned, as Plotly's list of selected points.
    """
    figure = _once(view.measures, (draw, *map(_key_of, about)), lambda: _finished(draw(view.measures, *about)))
    event = st.plotly_chart(
        figure,
        theme=None,
        key=f"chart-{draw.__name__}-{_slug(name)}",
        on_select="rerun" if select else "ignore",
        selection_mode=("points",),
        config=config(file_name(view.measures, name), zoom),
        alt=figure.to_dict()["layout"]["meta"]["title"],
    )
    return cast("Any", event)["selection"]["points"] if select else []


def _finished(figure: go.Figure) -> go.Figure:
    """A figure that will not change any more: turned into plain data now, not for each page that shows it."""
    plain = figure.to_dict()
    figure.to_dict = lambda: plain
    return figure


def download(label: str, make: Callable[[], bytes | str], file_name: str, key: str | None = None) -> None:
    """A link that saves a file, which is made when it is asked for."""
    mime = "text/csv" if file_name.endswith(".csv") else "text/plain"
    st.download_button(label, make, file_name, mime, on_click="ignore", key=key)


def table_download(view: View, make: Callable[[], pd.DataFrame], name: str, label: str = "下载表格（CSV）") -> None:
    """A link that saves a table as CSV with BOM."""
    download(label, lambda: tables.as_csv(make()), f"{file_name(view.measures, name)}.csv", f"table-{_slug(name)}")


def chosen(name: str, options: Mapping[str, str], *, default: str) -> str:
    """The choice in the address under `name`, or the default where it is none of the options."""
    value = st.query_params.get(name, default)
    return value if value in options else default


def choose(
    label: str,
    name: str,
    options: Mapping[str, str],
    *,
    default: str,
    width: int | Literal["stretch"] = "stretch",
    clears: Sequence[str] = (),
) -> str:
    """A select box whose choice lives in the address under `name`; `options` are values with their words.

    Another choice takes the choices named in `clears` out of the address.
    """
    current = chosen(name, options, default=default)
    key = _widget(name, current)
    st.selectbox(
        label,
        list(options),
        format_func=lambda value: options.get(value, value),
        key=key,
        on_change=_write,
        args=(name, key, default, clears),
        width=width,
        filter_mode=None if len(options) < 9 else "contains",
        placeholder="请选择",
    )
    return current


def pick(label: str, name: str, options: Mapping[str, str], *, default: str) -> str:
    """A row of a few options, one of them chosen; the choice lives in the address under `name`."""
    current = chosen(name, options, default=default)
    key = _widget(name, current)
    st.segmented_control(
        label,
        list(options),
        format_func=lambda value: options.get(value, value),
        key=key,
        required=True,
        on_change=_write,
        args=(name, key, default),
    )
    return current


def search(label: str, name: str, placeholder: str) -> str:
    """A text to search for, which lives in the address under `name`."""
    current = st.query_params.get(name, "")
    key = _widget(name, current)
    st.text_input(label, key=key, placeholder=placeholder, on_change=_write, args=(name, key, ""), max_chars=100)
    return current.strip()


def set_choice(name: str, value: str) -> None:
    """Put a choice into the address and run the page again."""
    st.query_params[name] = value
    st.rerun()


def published() -> dict[str, list[Published]]:
    """Published history by indicator."""
    path = settings.published_path()
    stamp = path.stat().st_mtime_ns if path.is_file() else 0
    return _published(path, stamp)


# the moment


def _moment(view: View) -> None:
    """As of, known by, plan; and the link that pins them."""
    plan, m = view.measures.plan, view.measures
    ends = {p.end: p for p in periods_of_year(plan.year, plan.reporting.frequency)}
    days = sorted({*ends, m.as_of}, reverse=True)
    words = {day.isoformat(): formats.day(day) for day in days}
    default = view.board.measures(None, m.known_by).as_of
    plans = _plans()
    if len(plans) > 1:
        # Dates belong to the plan they were chosen for.
        choose("计划", "plan", plans, default=next(iter(plans)), width=130, clears=("as_of", "known_by"))
    choose("数据截至", "as_of", words, default=default.isoformat(), width=175)
    with st.popover("更多日期", width="content"):
        _day_input("数据截至其他日期", "as_of", plan.year)
        _day_input("知悉截至（之后填报的不计；留空为不限）", "known_by", plan.year)
    pinned = {**view.carried, "as_of": m.as_of.isoformat()}
    if known_by := m.known_by or m.reported_on:
        pinned["known_by"] = known_by.isoformat()
    _COPY(data={"label": "复制链接", "pinned": pinned}, key="copy-link", width="content")


def _moment_words(view: View) -> list[str]:
    """What the reader should not overlook: that later reports are left out, and how many problems the data have."""
    m, words = view.measures, []
    if m.known_by:
        latest = {name: value for name, value in st.query_params.items() if name != "known_by"}
        back = markup.anchor(f"?{urlencode(latest)}", "改看最新")
        words.append(f"<b>知悉截至{formats.day(m.known_by)}</b>（{back}）")
    if said := findings.problems(m):
        words.append(markup.anchor(view.link("method", part="problems"), said))
    return words


def _day_input(label: str, name: str, year: int) -> None:
    given = st.query_params.get(name, "")
    key = _widget(name, given, kind="day")
    st.text_input(
        label,
        key=key,
        placeholder=f"例如 {year}-06-30",
        on_change=_write,
        args=(name, key, ""),
    )
    if given and _as_day(given) is None:
        st.html(markup.note(f"“{given}”不是日期，没有采用。请写成 年-月-日，例如 {year}-06-30。", "warn"))


def _day_param(name: str) -> date | None:
    return _as_day(st.query_params.get(name, ""))


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


_COPY = st.components.v2.component(
    "copy_button",
    html='<button type="button"></button>',
    css=(HERE / "copy_button.css").read_text(encoding="utf-8"),
    js=(HERE / "copy_button.js").read_text(encoding="utf-8"),
)

_SCROLL = st.components.v2.component(
    "scroll_to",
    html="<span></span>",
    js=(HERE / "scroll_to.js").read_text(encoding="utf-8"),
)


def copy_text(label: str, text: str, key: str) -> None:
    """A button that puts a text onto the clipboard."""
    _COPY(data={"label": label, "text": text}, key=f"copy-{key}", width="content")


def scroll_to(element: str) -> None:
    """Bring an element of the page into view. A #fragment does not: the browser looks for it before it is there."""
    _SCROLL(data={"id": element}, key="scroll-to")


def _widget(name: str, value: str, kind: str = "choice") -> str:
    """The key of a widget for a choice, after the widget is set to what the address says."""
    key = f"{kind}-{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def _write(name: str, key: str, default: str, clears: Sequence[str] = ()) -> None:
    value = st.session_state.get(key)
    for other in clears:
        st.query_params.pop(other, None)
    if value and value != default:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _carried() -> dict[str, str]:
    return {name: st.query_params[name] for name in CARRIED if name in st.query_params}


# the data


def _plans() -> dict[str, str]:
    """The plans to choose from by what stands in the address: their years, and the titles of those that share one."""
    paths = plan_files(settings.plan_path())
    if len(paths) == 1:
        return {}
    plans: dict[str, Plan] = {}
    for path in paths:
        try:
            plans[path.stem] = _board(path).plan
        except PlanError:
            continue
    years = Counter(plan.year for plan in plans.values())
    return {
        stem: f"{plan.year}年" if years[plan.year] == 1 else f"{plan.year}年 {plan.title}"
        for stem, plan in plans.items()
    }


def _chosen_plan() -> Path:
    paths = plan_files(settings.plan_path())
    return next((path for path in paths if path.stem == st.query_params.get("plan")), paths[0])


@cache
def _board_of(plan: Path, actuals: Path, siblings: tuple[Path, ...]) -> Board:
    return Board(plan, FolderStore(actuals), siblings=siblings)


def _board(plan: Path) -> Board:
    return _board_of(plan, settings.actuals_path(), tuple(plan_files(settings.plan_path())))


@st.cache_resource(show_spinner=False, max_entries=1)
def _published(path: Path, stamp: int) -> dict[str, list[Published]]:
    return load_published(path)


@st.fragment(run_every=settings.REFRESH_SECONDS)
def _watch(board: Board, shown: int) -> None:
    """Run the page again once the files are no longer those it shows."""
    try:
        if board.refresh() == shown:
            return
    except PlanError:
        pass
    st.rerun()


def _show_plan_faults(error: PlanError) -> None:
    rows = [(None, [markup.text(p.file, "keep"), markup.text(p.message)]) for p in error.problems]
    st.html(markup.head("计划文件有错误，暂时不能显示看板", f"共 {len(rows)} 处；改正后页面会自动恢复", sample=False))
    st.html(markup.table(rows))
    _wait_for_repair()


@st.fragment(run_every=settings.REFRESH_SECONDS)
def _wait_for_repair() -> None:
    try:
        _board(_chosen_plan()).refresh()
    except PlanError:
        return
    st.rerun()


_drawn: WeakKeyDictionary[Measures, dict[Hashable, Any]] = WeakKeyDictionary()


def _once(measures: Measures, what: Hashable, make: Callable[[], Any]) -> Any:
    """What was made of these measures before, or is made now: figures are costly and never change."""
    made = _drawn.setdefault(measures, {})
    if what not in made:
        made[what] = make()
    return made[what]


def _key_of(about: Any) -> Hashable:
    return about if isinstance(about, str | int) else id(about)


def once(view: View, name: str, make: Callable[[], str]) -> str:
    """A block of HTML, made once for each state of the data and each set of carried choices."""
    made: str = _once(view.measures, (name, *sorted(view.carried.items())), make)
    return made


def _slug(name: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else f"{ord(c):x}" for c in name)
