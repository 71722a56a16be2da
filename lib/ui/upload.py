"""The file that waits to be sent: looked at before it is sent, forgotten afterwards."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import sha256
from html import escape

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.board import Receipt, examine
from lib.draw import markup
from lib.ui.pieces import html
from lib.ui.view import View


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


def template_uploader(label: str, ending: str) -> bytes | None:
    """A field for an office's own template, which stays in this session; its content once there is one."""
    with st.container(key="uploader"):
        st.html(f'<p class="pb-note">{escape(label)}</p>')
        file: UploadedFile | None = st.file_uploader(label, ending, key="template", label_visibility="collapsed")
    return file.getvalue() if file else None


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
