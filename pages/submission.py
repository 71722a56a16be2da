"""One submission: what it says and changed, its content; withdraw and restore."""

from functools import partial

import streamlit as st

from lib import ui
from lib.board import submissions
from lib.draw import change_blocks, markup, submission_blocks
from lib.rows import Row
from lib.say import course, receipts
from lib.statuses import SUBMISSION_STATES

ROWS = 200
"""Rows of the file that are shown at once."""

view = ui.open_view(watch=False)
m, plan, board = view.measures, view.measures.plan, view.board
states = board.actuals.states()
by_id = {str(s.id): s for s in states}
named = by_id.get(ui.chosen("id", dict.fromkeys(by_id, ""), default=""))
if named is None:
    ui.title(view, "没有这份报送", "编号不对，或者不在这个看板的报送记录里")
    ui.html(markup.empty("请从“报送”页的报送记录里选。"))
    ui.foot(view)
    st.stop()
chosen = named


@ui.dialog("确认撤回")
def sure(by: str, why: str) -> None:
    """What withdrawing would change."""
    ui.html(markup.lead(f"报送 {chosen.id}：{chosen.original or chosen.file}", strong=False))
    ui.note("撤回后它的各行不再计入；内容保留，可以恢复。")
    effect = submissions.effect_of_withdrawing(board, chosen.id)
    if submissions.is_last_real(board.actuals, chosen):
        ui.note("这是唯一计入的真实数据：撤回后，文件夹里有示例的，又会显示示例数据。", "warn")
    ui.html(change_blocks.changes("撤回后的变化", m, effect, most=12))
    if ui.is_sure("确认撤回"):
        ui.attempt(lambda: submissions.withdraw(board, chosen.id, ui.writer(view, by), why))


def review() -> None:
    """What approving would change now; somebody else of the body approves it, or sends it back with a reason."""
    receipt = submissions.awaiting(board, chosen)
    ui.html(markup.block("审核", markup.note("本单位另一个人审核通过以后才计入，现在不计入任何数。")))
    ui.html(submission_blocks.receipt(receipt))
    ui.html(change_blocks.changes("通过后的变化", m, receipt.changes, most=12))
    if not ui.may(view, "approve", chosen.body):
        ui.note(f"由{plan.name_of(chosen.body)}有“审核”权限的人登录后审核。")
        return
    by = ui.sender(view, "审核人", key="reviewer")
    why = st.text_input("退回原因", key="review-why", max_chars=200)
    if not by.strip():
        ui.note("填写审核人后才能通过或退回，退回还要填写原因。")
    elif not (why.strip() or chosen.reviews):
        ui.note("要退回，先填写退回原因。")
    with st.container(horizontal=True):
        if st.button("通过", type="primary", disabled=not by.strip()):
            ui.attempt(lambda: submissions.approve(board, chosen.id, ui.writer(view, by)))
        if not chosen.reviews and st.button("退回给报送人", disabled=not (by.strip() and why.strip())):
            ui.attempt(lambda: submissions.send_back(board, chosen.id, ui.writer(view, by), why))


look, reading = SUBMISSION_STATES[states[chosen]], board.reading_of(chosen)
ui.title(
    view,
    f"报送 {chosen.id}：{plan.name_of(chosen.body)}，{look.word}",
    f"{receipts.day_and_time(chosen)}收到 · {chosen.by or '放入文件夹'} · {chosen.original or chosen.file}",
)
if chosen.withdrawal:
    w = chosen.withdrawal
    by = receipts.person(w.by, w.proved, w.who) if w.by else "文件已移走"
    ui.note(f"{w.at.astimezone():%Y-%m-%d %H:%M} 撤回，{by}：{w.why}。内容保留，可以恢复。", "warn")
left, right = st.columns([0.5, 0.5], gap="large")
with left:
    ui.html(markup.block("这份报送", markup.definitions(receipts.submission_words(plan, chosen), strong=False)))
    content = board.content_of(chosen)
    if content is not None:
        ui.download("下载内容", partial(bytes, content), chosen.file)
with right:
    if not chosen.is_approved and not chosen.withdrawal:
        review()
    ui.html(markup.block("恢复" if chosen.withdrawal else "撤回", ""))
    roles = submissions.roles_to_send(reading)
    ui.prove(view, chosen.body, roles[0])
    if all(ui.may(view, role, chosen.body) for role in roles):
        by = ui.sender(view, "姓名")
        if chosen.withdrawal:
            ui.html("" if by.strip() else markup.note("填写姓名后才能恢复。"))
            if st.button("恢复", type="primary", disabled=not by.strip()):
                ui.attempt(lambda: submissions.restore(board, chosen.id, ui.writer(view, by)))
        else:
            why = st.text_input("撤回原因", key="why", max_chars=200)
            if not (by.strip() and why.strip()):
                ui.note("填写姓名和原因后才能撤回。")
            if st.button("撤回", disabled=not (by.strip() and why.strip())):
                sure(by, why)


def stands(row: Row) -> bool:
    """Whether a row says what counts; what is withdrawn or waits does not count at all."""
    return not chosen.counts or board.actuals.stands(chosen, row)


page = ui.page_of(reading.rows, "行", size=ROWS)
said = page.around(submission_blocks.rows(plan, page.rows, stands)) if reading.rows else markup.empty("没有能读的行。")
if reading.faults:
    some = f"，先列 {ROWS} 处" if len(reading.faults) > ROWS else ""
    ui.html(markup.listed(f"没有计入的行{some}", [p.message for p in reading.faults[:ROWS]], "doubt"))
steps = submission_blocks.course(course(board, chosen), lambda id: view.link("submission", id=str(id)))
ui.html(markup.block("经过", steps, "这份报送和以后就它所报各项办的事；括号里是怎样证明的"))
more = markup.anchor(view.link("upload", agency=chosen.body), "全部报送记录")
ui.html(markup.block("各行", said, "文件里的内容，照看板的理解", more=more))
ui.foot(view, "撤回不删除内容；同名文件从文件夹移走，也按撤回记录。")
