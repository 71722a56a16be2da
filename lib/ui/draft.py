"""Drafts: what a reader has begun and not sent, kept in the reader's own browser.

Nothing of it is on the server, where it would need an owner, an age and a lock; nothing of it is ever taken for a report. What
comes back from a browser is text from outside: whoever asked for it takes the fields that are known and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import uuid4

import streamlit as st

from lib.ui.pieces import component, say_next, slug

_DRAFT = component("draft")

_MOST_CHARS = 2000


def keep_draft(name: str, fields: Mapping[str, str], found: Callable[[dict[str, str]], None], prefix: str = "") -> None:
    """Keep texts by field under a name; what the browser kept from before goes to `found`, once in a session.

    `found` is called before the page runs. Fields are also kept while they are typed, if their widgets are named with
    `prefix` and the field.
    """
    key = f"draft-{slug(name)}"
    known: set[str] = st.session_state.setdefault("drafts-known", set())

    def answered() -> None:
        told = st.session_state[key].get("found")
        if name not in known and isinstance(told, Mapping):
            known.add(name)
            found({str(f): t[:_MOST_CHARS] for f, t in told.items() if isinstance(t, str)})

    session = st.session_state.setdefault("drafts-session", uuid4().hex)
    data = {
        "name": f"planboard {name}",
        "session": session,
        "known": name in known,
        "kept": dict(fields),
        "prefix": prefix,
    }
    _DRAFT(data=data, key=key, width="content", on_found_change=answered)


def keep_sender(name: str, file: str = "") -> None:
    """Keep who sends, and what the file is called that waits to be sent: a browser gives no page a file again."""
    keep_draft("sender", {key: text for key, text in {"name": name, "file": file}.items() if text}, _welcome_back)


def _welcome_back(found: Mapping[str, str]) -> None:
    if not st.session_state.get("sender"):
        st.session_state["name-kept"] = found.get("name", "")
    if file := found.get("file"):
        say_next(
            f"上次选的“{file}”没有报送：页面刷新过，或者看板重新启动过。请重新选这个文件；有报送码的，也要再输一次。"
        )
