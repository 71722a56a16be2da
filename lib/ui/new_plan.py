"""The desk 新计划: a document is read once; what was read stands beside its lines; what comes of the decisions is checked, saved or put
beside the other plans. All of it is done by lib.drafts and lib.board."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from lib import formats
from lib.board import new_plans
from lib.drafts import OFFICE_LEFT_OUT, Finding, lint, proposed_id, read_document
from lib.draw import draft_blocks, markup
from lib.errors import DraftError
from lib.plan import Plan
from lib.say import receipts
from lib.ui.choices import choose, chosen
from lib.ui.paging import page_of
from lib.ui.pieces import attempt, dialog, download, html, is_sure, note
from lib.ui.sign_in import may, may_leave_files, prove, sender, writer
from lib.ui.view import View
from lib.ui.works import Result, Work, is_known, keep_work, plans_of_board

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_AT_ONCE = 25
"""Tasks that are shown at once."""

_SHARE_OF_READING = 0.8
"""Of the time that a document takes; the rest goes into what its words mean."""


def take_document(view: View) -> None:
    """A field for the document; what is uploaded is read once, and the page goes on with it."""
    office = view.measures.plan.office.id
    prove(view, office)
    may_leave = may_leave_files(view, office, "administer")
    if not may(view, "administer", office):
        note("输入统筹办的报送码，或者由有“管理”权限的人登录以后，可以上传文件。")
        return
    if not may_leave:
        return
    with st.container(key="uploader"):
        file = st.file_uploader(
            "正式文件", key=f"document-{st.session_state.get('uploads', 0)}", label_visibility="collapsed"
        )
    note("可以是 Word、有文字的 PDF、网页、纯文字，或者 Excel、CSV 的任务分解表；旧格式的 Word 文件请先另存为新格式。")
    if file is None:
        return
    data = file.getvalue()
    key = hashlib.sha256(data).hexdigest()[:16]
    if not is_known(key):
        bar = st.progress(0.0, "正在读……")
        try:
            work = Work(key, read_document(file.name, data, lambda share: _say_how_far(bar, share)))
            bar.progress(_SHARE_OF_READING, "正在认任务和责任单位……")
            work.draft()
        except DraftError as error:
            html(markup.verdict(str(error), "bad"))
            return
        finally:
            bar.empty()
        keep_work(work)
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.query_params["document"] = key
    st.rerun()


def _say_how_far(bar: DeltaGenerator, share: float) -> None:
    bar.progress(share * _SHARE_OF_READING, "正在读……")


def choose_before(result: Result) -> None:
    """Whose ids and names are taken over."""
    plans = plans_of_board()
    words = {"": "没有"} | {stem: f"{plan.year}年 {formats.cut(plan.title, 16)}" for stem, plan in plans.items()}
    current = result.work.before or ""
    said = st.selectbox(
        "上年计划", list(words), index=list(words).index(current) if current in words else 0, format_func=lambda v: words[v],
        key=f"before-{result.work.key}-{current}", width=260,
    )  # fmt: skip
    if said != current:
        result.work.before = said
        st.rerun()


def show_reading(result: Result) -> None:
    """The document beside what was read, so many tasks at once."""
    tasks = result.draft.tasks
    starts = {str(n): f"第 {n + 1}—{min(n + _AT_ONCE, len(tasks))} 项" for n in range(0, len(tasks), _AT_ONCE)}
    if len(starts) > 1:
        choose("任务", "from", starts, default="0", width=200)
    first = int(chosen("from", starts, default="0"))
    last = min(first + _AT_ONCE, len(tasks))
    said = draft_blocks.reading(result.draft, first, last, result.work.decisions, result.asked)
    remark = "左边是原文和行号，右边是读出的；牵头、期限只照原文"
    html(markup.block(f"{len(tasks)} 项任务，{len(result.bodies)} 个责任单位", said, remark))


def show_bodies(result: Result) -> None:
    """Bodies with their ids, which stay once the plan runs."""
    before = f"{result.before.year}年计划" if result.before else ""
    known = sum(body.is_known for body in result.bodies)
    remark = f"{known} 个沿用上年的编号和别的名称" if result.before else "没有上年计划可以沿用"
    page = page_of(result.bodies, "个")
    table = page.around(draft_blocks.bodies(result.draft, page.rows, before))
    html(markup.block(f"责任单位 {len(result.bodies)} 个", table, remark))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = [body.name for body in result.bodies]
        name = st.selectbox("改编号", names, index=None, placeholder="选一个单位", key="body-name", width=320)
        id = st.text_input("新编号（英文字母、数字、连字符）", key="body-id", max_chars=40, width=260)
        is_sound = id.isascii() and id.replace("-", "").replace(".", "").isalnum()
        if st.button("改", disabled=not (name and is_sound)) and name:
            result.work.ids[name] = id
            st.rerun()
    note("编号在第一份报送之后不要再改。")


def finish_plan(view: View, result: Result) -> None:
    """What the document does not say is filled in; the plan is checked, saved, put beside the others."""
    _fill_in(result)
    plan, problems = result.checked
    faults = [_MISSING.get(str(p.column), p.message) for p in problems if p.blocking]
    if faults:
        html(markup.listed(f"检查没有通过，还有 {len(faults)} 处", faults, "bad"))
    else:
        html(markup.verdict("检查通过，计划文件可以用了。", "good"))
    doubtful = [p.message for p in problems if not p.blocking]
    if OFFICE_LEFT_OUT in result.text:
        doubtful.append("统筹办的全称还没有填，现在写的是“统筹办”。请在上面填写。")
    if doubtful:
        html(markup.listed("请核对", doubtful, "doubt"))
    if result.left or result.targets_left:
        said = f"还有 {len(result.left)} 处待定、{len(result.targets_left)} 个数字没有定，会作为注释写在文件里。"
        note(said, "warn")
    by = sender(view, "放置人", width=160)
    why_not = "先改正上面各处。" if faults or plan is None else new_plans.why_not_placed(plan)
    why_not = why_not or ("" if by.strip() else "填写放置人后才能放上看板。")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("放上看板", type="primary", disabled=bool(why_not)) and plan:
            _sure_to_place(view, result.text.encode(), plan, by)
        download("下载计划文件（YAML）", lambda: result.text, new_plans.file_name(plan) if plan else "plan_draft.yaml")
    note(why_not)
    rows: list[markup.Row] = [
        (None, [f"{e.at.astimezone():%Y-%m-%d %H:%M}", e.file, receipts.person(e.by, e.proved, e.who)])
        for e in reversed(view.board.history().placed)
    ]
    columns = {"时间": "keep", "文件": "wrap", "谁": "wrap"}
    html(markup.block("放上看板的计划", markup.table(rows, columns)) if rows else "")


_MISSING = {
    "title": "请在上面填写计划名称。",
    "document": "请在上面填写文号；没有文号的，写这份文件是谁、哪一天印发的。",
    "year": "请在上面填写计划年度。",
}
"""What the page says of keys that a document may leave out: there is a field for each."""


def _fill_in(result: Result) -> None:
    work, draft, before = result.work, result.draft, result.before
    office = work.office or (before.office.name if before else "")
    id = work.id or proposed_id(draft.year, before)
    columns = st.columns([0.34, 0.18, 0.1, 0.22, 0.16], vertical_alignment="bottom")
    said = {}
    for column, (name, label, current) in zip(
        columns,
        [
            ("title", "计划名称", draft.title),
            ("number", "文号", draft.document),
            ("year", "计划年度", str(draft.year or "")),
            ("office", "统筹办全称", office),
            ("id", "计划编号", id),
        ],
        strict=True,
    ):
        with column:
            typed = st.text_input(label, current, key=f"{name}-{work.key}-{current}", max_chars=100).strip()
            said[name] = typed if typed != current else ""
    year = said.pop("year")
    if year and not (re.fullmatch("(?:19|20)[0-9]{2}", year)):
        note(f"“{year}”不是年度。请写四位数字，例如 2031。", "warn")
    elif year:
        work.year = int(year)
    for name, text in said.items():
        if text:
            setattr(work, name, text)
    if any(said.values()) or (year and work.year == int(year)):
        st.rerun()


@dialog("放上看板")
def _sure_to_place(view: View, content: bytes, plan: Plan, by: str) -> None:
    html(markup.lead(f"{plan.title}：{len(plan.tasks)} 项任务，{len(plan.agencies)} 个单位"))
    note(f"文件是 data/{new_plans.file_name(plan)}。放上以后，各页右上角的“计划”里就有它；已有的计划不变。")
    if is_sure("放上看板"):
        attempt(
            lambda: new_plans.place(view.board, content, writer(view, by)),
            f"✓ 已放上看板：{new_plans.file_name(plan)}。在右上角的“计划”里选 {plan.year} 年就能看到。",
        )


def show_open_points(plan: Plan, before: Plan | None) -> None:
    """What a plan leaves open, and what is other than the year before."""
    found: Sequence[Finding] = lint(plan, before)
    since = [f for f in found if f.code in ("task_new", "task_gone", "task_reworded", "task_taken_over")]
    own = [f for f in found if f not in since]
    html(
        markup.block(
            f"没有写定的 {len(own)} 处",
            draft_blocks.open_points(own),
            "不是错误，计划照样能用；趁还来得及，可以商量着定下来",
        )
    )
    if before:
        html(markup.block(f"与{before.year}年不同的 {len(since)} 处", draft_blocks.open_points(since), before.title))
    else:
        note("没有上年的计划可比。")


def forget_document(result: Result) -> None:
    """Begin anew with another document; what was decided on this one stays until the board is started anew."""
    if st.button("换一份文件"):
        st.query_params.pop("document", None)
        st.rerun()
