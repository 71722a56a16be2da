"""核实, the office's desk: verify and return, lock, what was restated, what to ask the agencies, codes."""

import streamlit as st

from lib import formats, ui
from lib.board import Completion, inquiries, submissions, to_verify, verification_csv, verification_name
from lib.draw import change_blocks, markup, question_blocks, submission_blocks, tables
from lib.rules import questions, restatements
from lib.say import findings, naming

PARTS = {
    "verify": "销号", "return": "退回", "lock": "锁期", "restated": "更正", "questions": "疑问", "codes": "报送码和登录",
}  # fmt: skip

view = ui.open_view(watch=False)
m, plan, board = view.measures, view.measures.plan, view.board
office, today = plan.office.id, board.store.clock().date()
waiting, restated, found = ui.once(view, "office", lambda: (to_verify(m), restatements(m), questions(m)))
asked = inquiries.still_open(board, found)
part = ui.chosen("part", PARTS, default="verify")


def named(completion: Completion) -> str:
    """A completion by its task and body."""
    task = naming.short(plan.tasks[completion.task].text, 24)
    return f"{completion.task} {task}　{plan.short_name_of(completion.body)}"


def verify() -> None:
    """Completed by the agency's own word: those that are ticked are verified together."""
    if not waiting:
        ui.html(markup.empty("没有待核实的任务：报“已完成”的都已销号，或者还没有单位报完成。"))
        return
    ui.prove(view, office, "verify")
    if m.sample:
        ui.note("现在显示的是示例数据，不能销号。", "warn")
    found = ui.searched("搜索任务或单位", waiting, named, placeholder="例如 财政")
    page = ui.page_of(found, "项")
    with_evidence = [c for c in page.rows if not c.evidence_missing]
    where = "本页" if page.links else ""
    everything = st.checkbox(f"全选{where}有佐证的 {len(with_evidence)} 项", key=f"verify-all-{page.at}")
    ticked = []
    ui.html(page.links)
    for completion in page.rows:
        tick, evidence = st.columns([0.5, 0.5], vertical_alignment="center")
        with tick:
            key = f"verify-{completion.task}-{completion.body}-{everything}"
            if st.checkbox(named(completion), key=key, value=everything and not completion.evidence_missing):
                ticked.append(completion)
        with evidence:
            ui.html(submission_blocks.evidence(completion))
    ui.html(page.links)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = ui.sender(view, "核实人", width=160)
        note = st.text_input(
            "核对说明", key="verify-note", max_chars=200, width=420, placeholder="例如 核对记录第7号，材料齐全"
        )
        lacks = [
            said
            for said, is_there in (
                ("勾选要销号的任务", ticked),
                ("填写核实人", by.strip()),
                ("证明是统筹办", ui.may(view, "verify", office)),
                ("等到有真实数据（现在是示例）", not m.sample),
            )
            if not is_there
        ]
        if st.button(f"销号 {len(ticked)} 项", type="primary", disabled=bool(lacks)):
            sure([c._replace(note=note.strip() or None) for c in ticked], by)
    ui.note(f"要销号，先{'、'.join(lacks)}。" if lacks else "")


@ui.dialog("确认销号")
def sure(completions: list[Completion], by: str) -> None:
    """What verifying would change."""
    name, data = verification_name(plan, today), verification_csv(plan, completions, today)
    bare = sum(c.evidence_missing for c in completions)
    ui.html(markup.lead(f"把 {len(completions)} 项任务分工核实为已销号"))
    if bare:
        ui.note(f"其中 {bare} 项没有佐证材料。", "warn")
    ui.note("销号以后单位再报别的不改变状态；要改由统筹办另报，或在报送记录里撤回这一份。")
    receipt = submissions.examine(board, name, data, office)
    ui.html(submission_blocks.receipt(receipt) if receipt.reading.faults else "")
    ui.html(change_blocks.changes("销号后的变化", m, receipt.changes, most=12))
    if ui.is_sure("确认销号", disabled=not receipt.can_be_sent):
        if sent := submissions.submit(board, name, data, office, ui.writer(view, by)).submission:
            ui.say_next(f"✓ 已销号 {len(completions)} 项，报送编号 {sent.id}，在“报送”页的记录里可以撤回。")
            st.rerun()
        ui.note("这期间数据有了变化，没有保存。请关掉再看一次。", "warn")


def restated_rows() -> None:
    """Every figure and status that was reported anew: old, new, how many days later."""
    page = ui.page_of(restated, "处")
    table = page.around(change_blocks.restatements(plan, page.rows, view.link))
    empty = markup.empty("没有更正。同一指标或任务、同一报告期改报了别的内容，会列在这里。")
    ui.html(markup.block(f"更正 {len(restated)} 处", table if restated else empty, "旧 → 新，晚几天"))
    ui.table_download(view, lambda: tables.restatements_table(plan, restated), "更正")


def to_ask() -> None:
    """What looks unusual, as questions: nothing here is a finding."""
    table = question_blocks.questions(plan, asked, view.link)
    empty = markup.empty("没有疑问。")
    ui.html(markup.block(findings.asked(asked), table if asked else empty, "看上去不寻常，请向单位核实；都不影响计入"))
    ui.table_download(view, lambda: tables.questions_table(plan, asked), "疑问")
    if len(asked) < len(found):
        ui.note(f"另有 {len(found) - len(asked)} 条已关闭，选出来可以看结果、重新提出。")
    ui.answer(view, found, office)


ui.title(
    view,
    findings.office(len(waiting), sum(c.evidence_missing for c in waiting), len(restated), asked),
    f"统筹办的工作 · 截至{formats.day(m.as_of)}",
)
ui.pick("事项", "part", PARTS, default="verify")
ui.say_now()
match part:
    case "return":
        ui.give_back(view)
    case "lock":
        ui.lock(view)
    case "restated":
        restated_rows()
    case "questions":
        to_ask()
    case "codes":
        ui.codes(view)
    case _:
        verify()
ui.foot(view, "已销号只由统筹办填报；销号和退回都是统筹办的一份报送，在“报送”页的记录里可以撤回。")
