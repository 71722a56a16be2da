"""The file that waits to be sent: looked at before it is sent, forgotten afterwards."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import sha256
from html import escape

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.board import Receipt, examine
from lib.ui.pieces import note
from lib.ui.view import View


def step(number: int, words: str) -> None:
    """The head of a step."""
    st.html(f'<h2 class="pb-step"><b>{number}</b>{escape(words)}</h2>')


def uploader(*, several: bool = False) -> list[UploadedFile]:
    """A field for a file, or several. Any kind is taken, so that what is wrong with it can be said."""
    key = f"upload-{st.session_state.get('uploads', 0)}"
    with st.container(key="uploader"):
        if several:
            files = list(
                st.file_uploader(
                    "填好的文件", key=f"{key}-several", label_visibility="collapsed", accept_multiple_files=True
                )
            )
        else:
            file: UploadedFile | None = st.file_uploader("填好的文件", key=key, label_visibility="collapsed")
            files = [file] if file is not None else []
    if files:
        st.session_state.pop("finished", None)
    return files


def template_uploader(label: str, *endings: str) -> UploadedFile | None:
    """A field for an office's own template with one of the endings."""
    # The page may show one of each ending at once.
    with st.container(key=f"template-uploader-{endings[0]}"):
        st.html(f'<p class="pb-note">{escape(label)}</p>')
        key = f"template-file-{endings[0]}"
        file: UploadedFile | None = st.file_uploader(label, endings, key=key, label_visibility="collapsed")
    return file


def examined(view: View, name: str, data: bytes, body: str) -> Receipt:
    """What a file would do, found out once for each state of the data."""
    key = (sha256(data).hexdigest(), name, body, view.board.version)
    known: tuple[Hashable, Receipt, bytes] | None = st.session_state.get("examined")
    if known is None or known[0] != key:
        receipt = examine(view.board, name, data, body)
        st.session_state["examined"] = known = (key, receipt, data)
    return known[1]


def data_of(receipt: Receipt) -> bytes | None:
    """The bytes of a file that waits to be sent; None once it is sent."""
    known: tuple[Hashable, Receipt, bytes] | None = st.session_state.get("examined")
    return known[2] if known and known[1] is receipt else None


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
        note("确认的时候数据已经有了变化，所以没有保存。请看新的检查结果，再报一次。", "warn")


def finished_upload() -> Receipt | None:
    """The receipt of the file that was sent last in this session."""
    receipt: Receipt | None = st.session_state.get("finished")
    return receipt
