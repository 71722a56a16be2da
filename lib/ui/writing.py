"""Who writes: a body proves itself with its code, a file is looked at before it is sent."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import sha256
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.board import Access, Receipt, Writer, examine, is_from_this_machine
from lib.draw import markup
from lib.errors import AccessError, BoardError
from lib.say import findings
from lib.ui.pieces import html
from lib.ui.view import View

HERE = Path(__file__).parent


def access(view: View) -> Access:
    """The upload codes."""
    return Access(view.board.store)


def writer(view: View, name: str = "") -> Writer:
    """This reader as a writer, for the bodies proved in this session. Raises AccessError where that is none."""
    return access(view).writer(name, _proofs(), from_this_machine=is_local())


def may_write(view: View, body: str) -> bool:
    """Whether this reader may write for a body: proved, or on this machine while there are no codes at all."""
    try:
        writer(view).check_may_write(body, view.measures.plan.office.id)
    except AccessError:
        return False
    return True


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
        proved, proof = access(view).prove(body, code, view.measures.plan.office.id)
        _proofs()[proved] = proof
    except BoardError as error:
        st.html(markup.note(str(error), "warn"))
    else:
        st.rerun()


def _proofs() -> dict[str, str]:
    proofs: dict[str, str] = st.session_state.setdefault("proofs", {})
    return proofs


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
