"""Who is there: a body proves itself with its code, and whoever writes is made of what was proved."""

from __future__ import annotations

import streamlit as st

from lib.board import Access, Role, Writer, is_from_this_machine
from lib.draw import markup
from lib.errors import AccessError, BoardError
from lib.say import findings
from lib.ui.view import View


def access(view: View) -> Access:
    """The upload codes."""
    return Access(view.board.store)


def writer(view: View, name: str = "") -> Writer:
    """This reader as a writer, for the bodies proved in this session. Raises AccessError where that is none."""
    office = view.measures.plan.office.id
    return access(view).writer(name, _proofs(), from_this_machine=is_local(), office=office)


def may(view: View, role: Role, body: str) -> bool:
    """Whether this reader may act in a role for a body: proved, or on this machine while there are no codes at all."""
    try:
        writer(view).check_may(role, body, view.measures.plan.office.id)
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
    elif may(view, "report", body):
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
