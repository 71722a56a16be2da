"""The pieces of a page: HTML, charts, files to save, buttons that copy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from lib.draw import config, file_name, markup, tables
from lib.errors import BoardError
from lib.ui.view import View, key_of, once, once_for

_log = logging.getLogger("planboard")

HERE = Path(__file__).parent


def html(body: str) -> None:
    """A block of HTML, made by `lib.draw.markup`; nothing where it is empty, which Streamlit refuses."""
    if body:
        st.html(body)


def note(sentence: str, kind: str = "plain") -> None:
    """A line of explanation, as `markup.note` makes it; nothing where there is nothing to say."""
    html(markup.note(sentence, kind) if sentence else "")


def text(path: Path) -> None:
    """A page of the docs, in Markdown, without its own title."""
    lines = path.read_text(encoding="utf-8").splitlines()
    with st.container(key="doc"):
        st.markdown("\n".join(line for line in lines if not line.startswith("# ")))


def chart(
    view: View,
    draw: Callable[..., go.Figure],
    *about: Any,
    name: str,
    table: Callable[[], str],
    zoom: float = 2.0,
) -> None:
    """A chart, drawn once for each state of the data; `name` is what its picture is called, `table` says the same in HTML."""
    of = tuple(map(key_of, about))
    figure = once_for(view.measures, (draw, *of), lambda: _finished(draw(view.measures, *about)))
    head = figure.layout.meta
    key = f"{draw.__name__}-{slug(name)}"
    with st.container(key=f"figure-{key}", gap=None):
        st.html(markup.caption(key, **head))
        st.plotly_chart(
            figure,
            theme=None,
            key=f"chart-{key}",
            config=config(file_name(view.measures, name), zoom),
            alt=head["title"],
        )
        st.html(once(view, ("table", key, *of), lambda: markup.data(head["title"], table())))


def _finished(figure: go.Figure) -> go.Figure:
    """A figure that will not change any more: turned into plain data now, not for each page that shows it.

    Streamlit hands every figure to Plotly twice. The second time is not drawn where Plotly can see that nothing changed:
    data have a revision, and there is no template, which it always takes for another one.
    """
    plain = figure.to_dict()
    layout = {key: value for key, value in plain["layout"].items() if key not in ("template", "meta")}
    plain["layout"] = layout | {"autosize": True, "datarevision": 0}
    figure.to_dict = lambda: plain
    return figure


def slide_chart(figure: go.Figure, title: str, key: str, height: int) -> None:
    """A chart on the slide of this title, `height` pixels high."""
    figure.update_layout(height=height)
    st.plotly_chart(_finished(figure), theme=None, key=f"slide-{slug(key)}", config={"staticPlot": True}, alt=title)


_KINDS = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(label: str, make: Callable[[], bytes | str], file_name: str, key: str | None = None) -> None:
    """A link that saves a file, which is made when it is asked for."""
    st.download_button(
        label, make, file_name, _KINDS.get(Path(file_name).suffix, "text/plain"), on_click="ignore", key=key
    )


def table_download(view: View, make: Callable[[], pd.DataFrame], name: str, label: str = "下载表格（CSV）") -> None:
    """A link that saves a table as CSV with BOM."""
    download(label, lambda: tables.as_csv(make()), f"{file_name(view.measures, name)}.csv", f"table-{slug(name)}")


def component(name: str, html: str = "<span></span>", css: str | None = None) -> Callable[..., Any]:
    """A piece of a page with a script of its own, `<name>.js` beside the code."""
    script = (HERE / f"{name}.js").read_text(encoding="utf-8")
    made: Callable[..., Any] = st.components.v2.component(name, html=html, css=css, js=script)
    return made


_COPY_CSS = (HERE / "copy_button.css").read_text(encoding="utf-8")
COPY = component("copy_button", '<button type="button"></button>', _COPY_CSS)

_SCROLL = component("scroll_to")


def copy_text(label: str, text: str, key: str) -> None:
    """A button that puts a text onto the clipboard."""
    COPY(data={"label": label, "text": text}, key=f"copy-{key}", width="content")


def scroll_to(element: str) -> None:
    """Bring an element of the page into view. A #fragment does not: the browser looks for it before it is there."""
    _SCROLL(data={"id": element}, key="scroll-to")


def dialog(title: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Makes of a function a dialog. What goes wrong in it is said in it: its own reruns pass the frame by."""

    def decorate(draw: Callable[..., None]) -> Callable[..., None]:
        @wraps(draw)
        def shown(*about: Any, **named: Any) -> None:
            try:
                draw(*about, **named)
            except BoardError as error:
                note(str(error), "warn")
            except Exception:
                _log.exception("dialog %s", title)
                note("出错了，详情已记入服务器日志。请刷新页面；仍然出错时请告知管理员。", "warn")

        opened: Callable[..., None] = st.dialog(title, width="large", dismissible=False)(shown)
        return opened

    return decorate


def is_sure(yes: str, *, disabled: bool = False) -> bool:
    """Whether the reader presses the button that does it; the other one closes the dialog."""
    with st.container(horizontal=True):
        pressed = st.button(yes, type="primary", disabled=disabled)
        if st.button("取消", key="not-sure"):
            st.rerun()
    return pressed


def say_next(sentence: str) -> None:
    """Something to be said once, when the page has run again."""
    st.session_state["to-say"] = sentence


def attempt(write: Callable[[], object], done: str = "") -> None:
    """Write, if this reader may, run the page anew, and say there what is done; say why not otherwise."""
    try:
        write()
    except BoardError as error:
        _log.info("refused", extra={"what": "write"})
        note(str(error), "warn")
    else:
        if done:
            say_next(done)
        st.rerun()


def say_now() -> None:
    """What was kept to be said."""
    if sentence := st.session_state.pop("to-say", ""):
        note(sentence)


def kept(key: str) -> Any:
    """What was made before in this session under a key; None if nothing was."""
    return st.session_state.get("kept", {}).get(key)


def remembered(key: str) -> Any:
    """What the reader chose in this session beside the address; None if nothing was."""
    return st.session_state.get("remembered", {}).get(key)


def remember(key: str, choice: Any) -> None:
    """Hold a choice for this session."""
    st.session_state.setdefault("remembered", {})[key] = choice


def keep(key: str, made: Any) -> None:
    """Keep what was made, and run the page again, which then shows it. Of many only the last few are kept."""
    things: dict[str, Any] = st.session_state.setdefault("kept", {})
    things[key] = made
    for old in list(things)[:-_KEPT]:
        del things[old]
    st.rerun()


_KEPT = 6


def slug(name: str) -> str:
    """A name as a key of Streamlit's may be: letters and figures only."""
    return "".join(c if c.isascii() and c.isalnum() else f"{ord(c):x}" for c in name)
