"""报送: template, upload, receipt and confirmation; below, what was sent and who still owes what."""

from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import formats, ui
from lib.board import form, inquiries, locks, submissions, templates
from lib.draw import agency_blocks, markup, question_blocks, submission_blocks
from lib.rows import KIND_WORDS, Kind
from lib.rules import due_day, owing, questions
from lib.say import findings, naming, receipts, reminders

ROWS = 12
"""Submissions that are shown at first."""

# Whoever has chosen a body is about to write: a page that runs anew by itself would lose the file on its way.
view = ui.open_view(watch=not st.query_params.get("agency"))
m, plan, board = view.measures, view.measures.plan, view.board
# The office stands last: its full name may hold what an agency is looked for by, 知识产权.
bodies = {a.id: a.name for a in plan.agencies} | {plan.office.id: f"统筹办（{plan.office.name}）"}
body = ui.chosen("agency", {"": ""} | bodies, default="")
today = board.store.clock().date()
periods = {p.text: p for p in templates.open_periods(plan, today)}
period = periods[ui.chosen("period", dict.fromkeys(periods, ""), default=templates.default_period(m, today).text)]
kinds = templates.kinds_of(plan, body)
ways = {"file": "上传文件"} | {kind: f"填{KIND_WORDS[kind]}" for kind in kinds}
way = ui.chosen("how", ways, default="file")
kind = next((kind for kind in kinds if kind == way), None)
"""What is filled in on the page; None where a file is sent."""
owed = owing(board.measures(period.end), board.waiting_rows())


def who() -> None:
    """The body that is reported for, and its upload code."""
    ui.step(1, "选择单位")
    ui.choose("单位", "agency", {"": "请选择"} | bodies, default="", clears=("submission", "how"))
    if body:
        ui.prove(view, body)
        ui.pick("怎样报", "how", ways, default="file")


def template_of(kind: Kind, ending: form.Ending) -> bytes:
    """The template of a kind, with what real files said last; made when somebody asks for it."""
    return templates.template(submissions.real_measures(board, period.end), body, kind, period, ending)


def offer_templates() -> None:
    """The body's own indicators and tasks, to fill in."""
    ui.step(2, "下载模板，用 Excel 或 WPS 填写")
    endings: dict[form.Ending, str] = {".xlsx": formats.period(period), ".csv": "CSV"}
    for ending, remark in endings.items():
        with st.container(horizontal=True):
            for kind in kinds:
                make = partial(template_of, kind, ending)
                name = templates.file_name(plan, body, kind, period, ending)
                ui.download(f"{KIND_WORDS[kind]}（{remark}）", make, name)
    said = "只填空白的格；“上期”是上次报的，不用改。填好后直接保存。"
    ui.note(said if kinds else "这个单位在计划里没有自己要报的内容。")


def say_locked() -> None:
    """Which periods the agencies report no longer."""
    if body != plan.office.id and (said := locks.said(board.actuals.locked_until)):
        ui.note(said, "warn")


def attach() -> tuple[str, list[UploadedFile]]:
    """Who sends, and the files; the office may send several, each by its name."""
    ui.step(3, "上传填好的文件（Excel 或 CSV）")
    by = ui.sender(view, "报送人", placeholder="姓名")
    if not ui.may_leave_files(view, body):
        ui.note("登录或者输入报送码以后，才能上传文件。")
        return by, []
    ui.say_now()
    files = ui.uploader(several=body == plan.office.id)
    ui.keep_sender(by, "、".join(file.name for file in files))
    if body == plan.office.id:
        ui.note("各单位送来的可以一次拖进来：文件名以单位名称开头，就算那个单位的。")
    return by, files


def send(file: UploadedFile, by: str) -> submissions.Receipt:
    """What is found in a file, in a line that is seen without scrolling, and the button that sends it."""
    with st.spinner("正在检查……"):
        receipt = ui.examined(view, file.name, file.getvalue(), body)
    ui.say_what_changed_meanwhile()
    ui.html(markup.verdict_again(receipts.verdict(receipt), receipts.tone(receipt)))
    if not receipt.can_be_sent:
        if st.button("换一个文件"):
            ui.forget_upload()
        return receipt
    with st.container(horizontal=True):
        why_not = ui.why_not_sent(view, body, by)
        if st.button("提交", type="primary", disabled=bool(why_not)):
            ui.confirm(view, body, receipt, file.getvalue(), by)
        if st.button("取消"):
            ui.forget_upload()
    ui.note(why_not)
    return receipt


def past() -> None:
    """What was sent, newest first; each leads to its own page."""
    states = board.actuals.states()
    sent = [s for s in reversed(board.actuals.submissions) if body in ("", plan.office.id, s.body)]
    shows_all = ui.chosen("all", {"": "", "1": ""}, default="") == "1"
    page = ui.page_of(sent, "份", name="page-sent")
    shown = page.rows if shows_all else sent[:ROWS]
    choices = {"agency": body, "all": "1"} if body else {"all": "1"}
    more = (
        "" if shows_all or len(sent) <= ROWS else markup.anchor(view.link("upload", **choices), f"全部 {len(sent)} 份")
    )
    table = submission_blocks.history(plan, shown, states, lambda id: view.link("submission", id=str(id)))
    table = page.around(table) if shows_all else table
    empty = markup.empty("还没有报送。选择单位、下载模板、填好上传，就会列在这里。")
    ui.html(markup.block("报送记录", table if sent else empty, "点一行看内容、撤回或恢复", more=more))


def still_owing() -> None:
    """Who owes what for the period, and the text that asks for it."""
    found = ui.searched("搜索单位", owed, lambda one: plan.name_of(one.body), placeholder="例如 财政")
    page = ui.page_of(found, "行")
    if owed and not found:
        ui.note("没有符合条件的单位欠报。请换一个词。")
        return
    ui.html(
        agency_blocks.owing(
            plan, page.rows, period, today, lambda id: view.link("upload", agency=id, period=period.text), page.links
        )
    )
    asked = page.rows if body in ("", plan.office.id) else [one for one in owed if one.body == body]
    if asked:
        text = reminders.letters(plan, asked, period, today, sample=m.sample)
        about = plan.name_of(asked[0].body) if len(asked) == 1 else naming.counted(plan, [one.body for one in asked])
        with st.popover(f"催报文字：{about}", width="content"):
            ui.copy_text("复制", text, "reminder")
            st.text(text)


ui.title(
    view,
    findings.reporting(m, period, owed, today),
    f"{formats.period(period)} · 应于{formats.day(due_day(plan, period))}前报送 · 先选单位，再上传填好的表，或者就在页面上填",
    lambda: ui.choose(
        "报告期", "period", {text: formats.period(p) for text, p in periods.items()}, default=period.text, width=150
    ),
)
if to_review := [s for s in board.actuals.waiting if s.body == body]:
    listed = submission_blocks.history(
        plan, to_review, board.actuals.states(), lambda id: view.link("submission", id=str(id))
    )
    ui.html(markup.block(f"待审核 {len(to_review)} 份", listed, "点一行看内容和通过后的变化，由本单位另一个人审核"))
ui.html(submission_blocks.returned(plan, [row for row in m.returned if row.agency == body], view.link))
steps, answer = st.columns([0.3, 0.7], gap="large")
with steps:
    who()
    found, by, files = None, "", list[UploadedFile]()
    if kind:
        say_locked()
        ui.step(2, "在页面上填写")
        by = ui.sender(view, "报送人", placeholder="姓名")
        ui.say_now()
        ui.keep_sender(by)
    elif body:
        say_locked()
        offer_templates()
        by, files = attach()
        found = send(files[0], by) if len(files) == 1 else None
sent = ui.finished_upload()
answered = found or (sent if sent and sent.reading.sender == body else None)
with answer:
    if kind:
        ui.fill_in(view, body, kind, period, by)
    elif len(files) > 1:
        ui.send_several(view, files, by)
    elif answered:
        ui.show_receipt(view, answered)
    else:
        still_owing()
to_answer = inquiries.still_open(board, [q for q in ui.once(view, "questions", lambda: questions(m)) if q.body == body])
if body != plan.office.id and to_answer:
    ui.html(markup.block(f"统筹办要核实的 {len(to_answer)} 条", question_blocks.questions(plan, to_answer, view.link)))
    ui.say_now()
    ui.answer(view, to_answer, body)
past()
if answered or kind:
    still_owing()
ui.foot(view, "回执列明全部问题和收下后的变化，确认以后才计入；报过的内容都保留，可以撤回和恢复。")
