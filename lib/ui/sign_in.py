"""Who is there: a person signs in, a body proves itself with its code, and whoever writes is made of what was proved."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAuthError

from lib.board import (
    ROLE_WORDS,
    Access,
    Person,
    Role,
    Standing,
    Writer,
    is_from_this_machine,
    is_loopback,
    note_refused,
    writer_of,
)
from lib.draw import markup
from lib.errors import AccessError, BoardError, UnknownPersonError
from lib.plan import Plan
from lib.say import banners
from lib.ui import door
from lib.ui.pieces import note
from lib.ui.rights import is_guarded, people, store, writes_openly
from lib.ui.view import View

_NOT_OFFERED = "看板还没有接上登录服务，没有人能登录。请管理员按 docs/admin.md 设置 .streamlit/secrets.toml，再看日志。"

_log = logging.getLogger("planboard")


def access(view: View) -> Access:
    """The upload codes."""
    return Access(view.board.store)


def claims() -> Mapping[str, Any]:
    """What the identity provider says of this reader; nothing where nobody signed in."""
    return st.user.to_dict() if st.user.get("is_logged_in", False) else {}


def signed_in() -> Person | None:
    """The listed person who signed in."""
    try:
        return _person(people())
    except AccessError:
        return None


def _person(standing: Standing) -> Person:
    """The listed person who signed in. Raises AccessError, whose text says why there is none."""
    said = claims()
    if not said or standing.people is None:
        raise AccessError("没有人登录。" if not said else "看板没有人员名单，登录了也只能查看。")
    return standing.people.find(said)


def writer(view: View, name: str = "") -> Writer:
    """This reader as a writer: the person who signed in, else `name` for the bodies proved in this session. Raises
    AccessError where nothing is proved."""
    standing = people()
    try:
        person = _person(standing)
    except AccessError:
        is_open = standing.people is None and is_local()
        office = view.measures.plan.office.id
        return access(view).writer(name, _proofs(), from_this_machine=is_open, office=office)
    assert standing.people is not None
    return writer_of(person, standing.people.claim)


def may(view: View, role: Role, body: str) -> bool:
    """Whether this reader may act in a role for a body: proved, or on this machine while nothing is set up at all."""
    try:
        writer(view).check_may(role, body, view.measures.plan.office.id)
    except AccessError:
        return False
    return True


def why_not_sent(view: View, body: str, by: str) -> str:
    """What is missing before this reader may send for a body; blank where nothing is."""
    if not by.strip():
        return "填写报送人后才能提交。"
    return "" if may(view, "report", body) else "从这里还不能提交。现在可以先检查。"


def may_leave_files(view: View, body: str, role: Role = "report") -> bool:
    """Whether this reader may upload a file for a body, in a role, which the door is told of."""
    is_proved = may(view, role, body)
    if session := _session():
        door.note_uploader(session, _browser(), may_write=is_proved)
    return is_proved or not is_guarded()


def is_local() -> bool:
    """Whether the request comes straight from this machine, and writing is open to it."""
    return writes_openly() and is_from_this_machine(st.context.ip_address, dict(st.context.headers))


def prove(view: View, body: str, role: Role = "report") -> None:
    """What proves this reader for a body in a role: said where it is proved, a field for the upload code where it is not."""
    plan = view.measures.plan
    if claims():
        try:
            person = _person(people())
            said = f"已登录：{person.name}，{_scope(plan, person)}"
            lacks = f"要有“{ROLE_WORDS[role]}”权限" if person.body == body else f"不能替{plan.name_of(body)}办理"
            note(f"✓ {said}。" if may(view, role, body) else f"{said}；{lacks}。")
            return
        except AccessError as error:
            note(str(error), "warn")
    try:
        codes = access(view).bodies()
    except AccessError as error:
        note(str(error), "warn")
        return
    if may(view, role, body) and codes:
        what = "报送" if role == "report" else "办理"
        note(f"✓ 已验证，可以替{plan.name_of(body)}{what}。")
    elif not codes and people().people is not None:
        what = "报送" if role == "report" else "办理"
        to_do = f"请先登录，再{what}。" if _is_offered() else _NOT_OFFERED
        note(to_do if not claims() else "请联系统筹办。", "warn")
    elif not codes:
        note(banners.NO_CODES_HERE if is_local() else banners.NO_CODES, "warn")
    else:
        with (
            st.form(f"code-{body}", border=False, enter_to_submit=True),
            st.container(horizontal=True, vertical_alignment="bottom"),
        ):
            code = st.text_input("报送码", type="password", max_chars=40, autocomplete="off", width=290)
            if st.form_submit_button("验证"):
                _try_code(view, body, code)


def sender(view: View, label: str, *, key: str = "sender", width: int = 240, placeholder: str = "") -> str:
    """The name of whoever writes: that of the person who signed in, else typed."""
    if person := signed_in():
        note(f"{label}：{person.name}")
        return person.name
    # What the browser kept is the default of another field, said in every run: of a run that is cut off nothing is shown.
    kept = st.session_state.get("name-kept", "") if key == "sender" else ""
    key = f"{key}-kept" if kept else key
    return st.text_input(label, kept, key=key, max_chars=40, placeholder=placeholder, width=width)


def account(plan: Plan | None) -> None:
    """登录 at the right of the navigation; once signed in who it is, for which body, with which roles, and 退出."""
    said = claims()
    if not said and not _is_offered():
        return
    with st.container(key="account", width="content"):
        if not said:
            if st.button("登录", key="sign-in"):
                try:
                    st.login()
                except StreamlitAuthError as error:
                    _log.error("%s", error)
                    note("登录没有设好，请告知管理员。", "warn")
            return
        try:
            person = _person(people())
            name, scope = person.name, _scope(plan, person)
        except AccessError as error:
            name, scope = "已登录", str(error)
        with st.popover(name, width="content"):
            note(scope)
            if st.button("退出", key="sign-out"):
                st.logout()


def is_admitted() -> bool:
    """Whether this reader may see pages and files, of which the door is told; where not, what to do is said."""
    standing, said = people(), claims()
    door.note_reader(_browser(), said)
    why = "这里只有登录了的人可以看。"
    try:
        _person(standing)
    except UnknownPersonError as error:
        why = str(error)
        if not standing.unread:
            note_refused(store(), error)
    except AccessError:
        pass
    if standing.admits(said):
        return True
    st.html(markup.head("请先登录", why, sample=False))
    if not _is_offered():
        note(_NOT_OFFERED, "warn")
    return False


def _scope(plan: Plan | None, person: Person) -> str:
    """For whom somebody may do what."""
    known = plan is not None and (person.body in plan.bodies or person.body == plan.office.id)
    body = plan.name_of(person.body) if plan is not None and known else person.body
    return f"{body}，可以{'、'.join(ROLE_WORDS[role] for role in person.roles)}"


def _is_offered() -> bool:
    """Whether an identity provider is set up."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def _try_code(view: View, body: str, code: str) -> None:
    if _browser() is None:
        note("浏览器没有接受看板的 Cookie，验证留不住。请允许本站的 Cookie，刷新页面后再试。", "warn")
        return
    try:
        places = [f"browser {_browser()}", f"address {_address()}"]
        proved, proof = access(view).prove(body, code, view.measures.plan.office.id, places)
        _all_proofs()[proved] = (proof, _browser())
    except BoardError as error:
        note(str(error), "warn")
    else:
        st.rerun()


def _proofs() -> dict[str, str]:
    """What was proved in this session from this very browser: its id alone proves nothing."""
    here = _browser()
    return {body: proof for body, (proof, browser) in _all_proofs().items() if here is not None and browser == here}


def _all_proofs() -> dict[str, tuple[str, str | None]]:
    proofs: dict[str, tuple[str, str | None]] = st.session_state.setdefault("proofs", {})
    return proofs


def _browser() -> str | None:
    return door.browser_of(st.context.cookies.to_dict())


def _address() -> str | None:
    """Where the request comes from, by what the proxy on this machine says; without one by the connection."""
    peer = st.context.ip_address
    return st.context.headers.get("X-Forwarded-For", peer) if peer is None or is_loopback(peer) else peer


def _session() -> str | None:
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    found = get_script_run_ctx()
    return found.session_id if found else None
