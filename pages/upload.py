"""报送: template, upload, receipt and confirmation; below, what was sent and who still owes what."""

from functools import partial

import streamlit as st

from lib import formats, ui
from lib.board import submissions, templates
from lib.draw import blocks, markup
from lib.rows import KIND_WORDS, Kind
from lib.rules import due_day, owing
from lib.say import findings, reminders

ROWS = 12
"""Submissions that are shown at first."""

# Whoever has chosen a body is about to write: a page that runs anew by itself would lose the file on its way.
view = ui.open_view(watch=not st.query_params.get("agency"))
m, plan, board = view.measures, view.measures.plan, view.board
bodies = {plan.office.id: f"统筹办（{plan.office.name}）"} | {a.id: a.name for a in plan.agencies}
body = ui.chosen("agency", {"": ""} | bodies, default="")
today = board.store.clock().date()
periods = {p.text: p for p in templates.open_periods(plan, today)}
period = periods[ui.chosen("period", dict.fromkeys(periods, ""), default=templates.default_period(m, today).text)]
owed = owing(board.measures(period.end))


def who() -> None:
    """The body that is reported for, and its upload code."""
    ui.step(1, "选择单位")
    ui.choose("单位", "agency", {"": "请选择"} | bodies, default="", clears=("submission",))
    if body:
        ui.prove(view, body)


def template_of(kind: Kind, ending: templates.Ending) -> bytes:
    """The template of a kind, with what real files said last; made when somebody asks for it."""
    return templates.template(submissions.real_measures(board), body, kind, period, ending)


def offer_templates() -> None:
    """The body's own indicators and tasks, to fill in."""
    ui.step(2, "下载模板，用 Excel 或 WPS 填写")
    kinds = templates.kinds_of(plan, body)
    endings: dict[templates.Ending, str] = {".xlsx": formats.period(period), ".csv": "CSV"}
    for ending, remark in endings.items():
        with st.container(horizontal=True):
            for kind in kinds:
                make = partial(template_of, kind, ending)
                name = templates.file_name(plan, body, kind, period, ending)
                ui.download(f"{KIND_WORDS[kind]}（{remark}）", make, name)
    said = "只填空白的格；“上期”是上次报的，不用改。填好后直接保存。"
    ui.html(markup.note(said if kinds else "这个单位在计划里没有自己要报的内容。"))


def send() -> submissions.Receipt | None:
    """The file and who sends it; what is found in it."""
    ui.step(3, "上传填好的文件（Excel 或 CSV）")
    by = st.text_input("报送人", key="sender", max_chars=40, placeholder="姓名", width=240)
    file = ui.uploader()
    if file is None:
        return None
    with st.spinner("正在检查……"):
        receipt = ui.examined(view, file.name, file.getvalue(), body)
    ui.say_what_changed_meanwhile()
    if not receipt.can_be_sent:
        if st.button("换一个文件"):
            ui.forget_upload()
        return receipt
    with st.container(horizontal=True):
        if st.button("提交", type="primary", disabled=not ui.may_write(view, body) or not by.strip()):
            ui.confirm(view, body, receipt, file.getvalue(), by)
        if st.button("取消"):
            ui.forget_upload()
    if not by.strip():
        ui.html(markup.note("填写报送人后才能提交。"))
    elif not ui.may_write(view, body):
        ui.html(markup.note("输入报送码后才能提交。现在可以先检查文件。"))
    return receipt


def past() -> None:
    """What was sent, newest first; each leads to its own page."""
    states = board.actuals.states()
    sent = [s for s in reversed(board.actuals.submissions) if body in ("", plan.office.id, s.body)]
    shown = sent if ui.chosen("all", {"": "", "1": ""}, default="") else sent[:ROWS]
    choices = {"agency": body, "all": "1"} if body else {"all": "1"}
    more = markup.anchor(view.link("upload", **choices), f"全部 {len(sent)} 份") if len(shown) < len(sent) else ""
    table = blocks.history(plan, shown, states, lambda id: view.link("submission", id=str(id)))
    empty = markup.empty("还没有报送。选择单位、下载模板、填好上传，就会列在这里。")
    ui.html(markup.block("报送记录", table if sent else empty, "点一行看内容、撤回或恢复", more=more))


def still_owing() -> None:
    """Who owes what for the period, and the text that asks for it."""
    ui.html(blocks.owing(plan, owed, period, today, lambda id: view.link("upload", agency=id, period=period.text)))
    asked = [one for one in owed if body in ("", plan.office.id, one.body)]
    if asked:
        text = reminders.letters(plan, asked, period, today)
        about = plan.name_of(asked[0].body) if len(asked) == 1 else findings.counted(plan, [one.body for one in asked])
        with st.popover(f"催报文字：{about}", width="content"):
            ui.copy_text("复制", text, "reminder")
            st.text(text)


ui.title(
    view,
    findings.reporting(m, period, owed, today),
    f"{formats.period(period)} · 应于{formats.day(due_day(plan, period))}前报 · 先选单位，再下载模板、填写、上传",
    lambda: ui.choose(
        "报告期", "period", {text: formats.period(p) for text, p in periods.items()}, default=period.text, width=150
    ),
)
steps, answer = st.columns([0.3, 0.7], gap="large")
with steps:
    who()
    found = None
    if body:
        offer_templates()
        found = send()
sent = ui.finished_upload()
answered = found or (sent if sent and sent.reading.sender == body else None)
with answer:
    if answered:
        ui.show_receipt(m, answered)
    else:
        still_owing()
past()
if answered:
    still_owing()
ui.foot(view, "回执列明全部问题和收下后的变化，确认以后才计入；报过的内容都保留，可以撤回和恢复。")
