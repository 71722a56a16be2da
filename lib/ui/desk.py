"""The office's desk 核实 beside verifying: return, lock, answer questions, codes. Each is asked of one function below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from lib import formats
from lib.board import inquiries, locks, return_csv, return_name, returning, submissions
from lib.draw import change_blocks, markup, submission_blocks
from lib.errors import BoardError
from lib.periods import Period, periods_of_year
from lib.rules import AssignmentStanding, Question, owing
from lib.say import naming, receipts
from lib.store import CodeEvent, SignInRefused
from lib.ui.moment import as_day
from lib.ui.paging import Row, searched
from lib.ui.pieces import attempt, dialog, html, is_sure, note
from lib.ui.rights import people
from lib.ui.sign_in import access, may, prove, sender, writer
from lib.ui.view import View

_EVENTS = {"code_made": "制作", "code_refused": "输错", "code_revoked": "作废"}
_SAID = {"question_noted": "说明", "question_closed": "关闭", "question_reopened": "重新提出"}
_WHY = {
    "nameless": "登录服务没有说出名单用来认人的那一项",
    "unverified": "登录服务没有验证过这个地址",
    "unlisted": "不在人员名单里",
}
_SHOWN = 20
"""Events of codes, and of sign-ins, that are shown, the latest."""
_OFFERED = 200
"""Options of a select box, which searches by itself; all of them go to the browser with every run."""


def _offered(label: str, rows: Sequence[Row], text_of: Callable[[Row], str], name: str) -> Sequence[Row]:
    """What a select box offers: of many the first that have what the reader typed."""
    found = searched(label, rows, text_of, name=name, size=_OFFERED)
    if len(found) > _OFFERED:
        note(f"下面先列 {_OFFERED} 条，共 {len(found)} 条；请用搜索缩小。")
    return found[:_OFFERED]


def give_back(view: View) -> None:
    """退回: one report of an agency, with the reason and, if wanted, the day for the supplement."""
    m, office = view.measures, view.measures.plan.office.id
    html(submission_blocks.returned(m.plan, m.returned, view.link) or markup.empty("现在没有退回的。"))
    prove(view, office, "verify")
    if m.sample:
        note("现在显示的是示例数据，不能退回。", "warn")
    named = [(f"{a.task} {m.plan.short_name_of(a.body)}　{a.look.word}", a) for a in returning(m)]
    found = dict(_offered("搜索任务或单位", named, lambda pair: pair[0], "return"))
    chosen = st.selectbox("退回哪一项", list(found), index=None, placeholder="任务和单位", key="return-what")
    why = st.text_input("退回原因", key="return-why", max_chars=200, placeholder="例如 佐证材料不是本年度的")
    example = f"{m.plan.year}-11-15"
    until = st.text_input(
        "补充期限（可以不填）", key="return-until", max_chars=100, placeholder=f"年-月-日，例如 {example}"
    )
    by = sender(view, "核实人", width=160)
    if is_misread := bool(until.strip()) and as_day(until) is None:
        note(f"补充期限“{until.strip()}”不是日期。请写成“年-月-日”，例如 {example}。", "warn")
    ready = chosen and why.strip() and by.strip() and may(view, "verify", office) and not m.sample and not is_misread
    if st.button("退回", type="primary", disabled=not ready) and chosen:
        _sure_to_give_back(view, found[chosen], why.strip(), until.strip(), by)


@dialog("确认退回")
def _sure_to_give_back(view: View, assignment: AssignmentStanding, why: str, until: str, by: str) -> None:
    board, plan = view.board, view.measures.plan
    today = board.store.clock().date()
    name, data = return_name(plan, today), return_csv(plan, assignment, why, until, today)
    receipt = submissions.examine(board, name, data, plan.office.id)
    html(markup.lead(f"退回任务 {assignment.task} {plan.name_of(assignment.body)}：{why}"))
    html(submission_blocks.receipt(receipt) if receipt.reading.faults else "")
    html(change_blocks.changes("退回后的变化", view.measures, receipt.changes, most=12))
    if is_sure("确认退回", disabled=not receipt.can_be_sent):
        send = submissions.submit
        attempt(
            lambda: send(board, name, data, plan.office.id, writer(view, by), None),
            "✓ 已退回，单位在“报送”页最先看到。",
        )


def lock(view: View) -> None:
    """锁期: which periods are locked, by whom and why opened; lock and unlock."""
    board, office = view.board, view.measures.plan.office.id
    note(locks.said(board.actuals.locked_until) or "没有锁期，各报告期都可以报。")
    events = [e for e in board.history().locks if e.plan == board.plan.id]
    said = [
        (None, [f"{e.at.astimezone():%Y-%m-%d %H:%M}", "锁期" if e.event == "locked" else "解锁", e.period,
                receipts.person(e.by, e.proved, e.who), getattr(e, "why", "")])
        for e in reversed(events)
    ]  # fmt: skip
    columns = {"时间": "keep", "": "keep", "报告期": "keep", "谁": "wrap", "原因": "wrap"}
    html(markup.table(said, columns) if said else "")
    prove(view, office, "verify")
    periods = {formats.period(p): p for p in _ended(view)}
    period = st.selectbox(
        "报告期", list(periods), index=len(periods) - 1 if periods else None, key="lock-period", width=200
    )
    why = st.text_input("解锁原因", key="unlock-why", max_chars=200)
    by = sender(view, "姓名", width=160)
    ready = bool(period and by.strip()) and may(view, "verify", office)
    with st.container(horizontal=True):
        if st.button("锁期", type="primary", disabled=not ready) and period:
            _sure_to_lock(view, periods[period], by)
        if st.button("解锁", disabled=not (ready and why.strip())) and period:
            attempt(lambda: locks.unlock(board, periods[period], writer(view, by), why), f"✓ {period}及以后已解锁。")


@dialog("确认锁期")
def _sure_to_lock(view: View, period: Period, by: str) -> None:
    board, plan, named = view.board, view.measures.plan, formats.period(period)
    measures = board.measures(period.end)
    owed = [one.body for one in owing(measures, board.waiting_rows())]
    returned = [f"{row.task} {plan.short_name_of(row.agency)}" for row in measures.returned]
    html(markup.lead(f"锁期：{named}及以前。单位不能再报这些报告期，要更正的由统筹办代报或者解锁。"))
    said = [f"{named}欠报的还有：{naming.counted(plan, owed)}。"] if owed else []
    said += [f"退回了 {len(returned)} 项还没有补报，锁期后单位报不了：{'、'.join(returned)}。"] if returned else []
    html(markup.listed("", said or ["没有单位欠报，也没有退回了还没有补报的。"], "doubt" if said else "quiet"))
    if is_sure("确认锁期"):
        attempt(lambda: locks.lock(board, period, writer(view, by)), f"✓ {named}及以前已锁期。")


def _ended(view: View) -> list[Period]:
    """The periods that have ended by today, oldest first."""
    plan, today = view.measures.plan, view.board.store.clock().date()
    return [p for p in periods_of_year(plan.year, plan.reporting.frequency) if p.end < today]


def answer(view: View, found: Sequence[Question], body: str) -> None:
    """What was said on each question, and the next word: a note, and for the office closing or asking again."""
    board, plan = view.board, view.measures.plan
    if not found:
        return
    every = [(f"{plan.short_name_of(q.body)}：{q.text}", q) for q in found]
    named = dict(_offered("搜索疑问", every, lambda pair: pair[0], "asked"))
    chosen = st.selectbox("哪一条", list(named), index=None, placeholder="选一条疑问", key="question")
    if chosen is None:
        return
    question = named[chosen]
    asked = inquiries.inquiry(board, question)
    said = [
        f"{e.at.astimezone():%Y-%m-%d %H:%M} {receipts.person(e.by, e.proved, e.who)} {_SAID[e.event]}：{e.text}"
        for e in asked.said
    ]
    html(markup.listed("已有的说明" if said else "还没有说明", said, "quiet"))
    is_office = body == plan.office.id
    if is_office:
        prove(view, body, "verify")
    text = st.text_input("说明或结果", key="question-text", max_chars=400)
    by = sender(view, "姓名", key="answerer", width=160)
    ready = bool(text.strip() and by.strip()) and may(view, "verify" if is_office else "report", body)
    with st.container(horizontal=True):
        if st.button("写一条说明", disabled=not ready):
            attempt(lambda: inquiries.note(board, question, body, writer(view, by), text), "✓ 已记下。")
        if is_office and not asked.is_closed and st.button("关闭", type="primary", disabled=not ready):
            attempt(lambda: inquiries.close(board, question, writer(view, by), text), "✓ 已关闭，可以重新提出。")
        if is_office and asked.is_closed and st.button("重新提出", disabled=not ready):
            attempt(lambda: inquiries.reopen(board, question, writer(view, by), text), "✓ 已重新提出。")


def codes(view: View) -> None:
    """报送码: who has one, what happened to them; make one, which is shown this once, and revoke it."""
    plan, office = view.measures.plan, view.measures.plan.office.id
    prove(view, office, "administer")
    if not may(view, "administer", office):
        note("输入统筹办的报送码后，或由有“管理”权限的人登录，可以看谁有报送码、谁没有登录成，制作和作废报送码。")
        return
    made = access(view).bodies()
    bodies = {plan.name_of(id): id for id in [office, *(a.id for a in plan.agencies)]}
    note(f"{naming.counted(plan, made, '个单位')}有报送码。" if made else "还没有任何报送码。")
    if office not in made and people().people is None:
        note("请先给统筹办制作：有了任何一个报送码，本机就不再免码，只有统筹办的报送码能办这些事。", "warn")
    name = st.selectbox("单位", list(bodies), index=None, placeholder="给哪个单位", key="code-body")
    by = sender(view, "姓名", width=160)
    ready = bool(name and by.strip())
    with st.container(horizontal=True):
        if st.button("制作报送码", type="primary", disabled=not ready) and name:
            try:
                code = access(view).make(bodies[name], writer(view, by), office)
            except BoardError as error:
                note(str(error), "warn")
            else:
                html(markup.verdict(f"{name} 的报送码：{code}（只显示这一次，请交给填报人；以前的随之作废）", "good"))
        has_one = name is not None and bodies[name] in made
        if st.button("作废", disabled=not (ready and has_one)) and name:
            attempt(
                lambda: access(view).take_back(bodies[name], writer(view, by), office), f"✓ {name} 的报送码已作废。"
            )
    history = view.board.history()
    html(markup.block("最近的记录", _code_events(view, history.codes[-_SHOWN:])))
    if history.sign_ins or people().people is not None:
        remark = "登录了而不能办理的，每人每天一条。该登记的，改人员名单"
        html(markup.block("没有认出的登录", _refused(history.sign_ins[-_SHOWN:]), remark))


def _refused(events: Sequence[SignInRefused]) -> str:
    """Whom the people file did not take, the latest first."""
    rows: list[markup.Row] = [
        (None, [f"{e.at.astimezone():%Y-%m-%d %H:%M}", e.who or "没有说", _WHY[e.why]]) for e in reversed(events)
    ]
    return markup.table(rows, {"时间": "keep", "登录服务说是谁": "wrap", "为什么": "wrap"}, nothing="没有。")


def _code_events(view: View, events: Sequence[CodeEvent]) -> str:
    plan = view.measures.plan
    known = {plan.office.id, *plan.bodies}
    rows: list[markup.Row] = []
    for e in reversed(events):
        by = receipts.person(e.by, e.proved, e.who) if e.event != "code_refused" and e.by else ""
        named = plan.name_of(e.body) if e.body in known else e.body
        rows.append((None, [f"{e.at.astimezone():%Y-%m-%d %H:%M}", _EVENTS[e.event], named, by]))
    return markup.table(rows, {"时间": "keep", "": "keep", "单位": "wrap", "谁": "wrap"}, nothing="还没有记录。")
