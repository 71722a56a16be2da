"""A receipt on the page: confirmed before it is sent, shown, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import streamlit as st

from lib.board import Receipt, marked, marked_csv, submissions
from lib.draw import change_blocks, markup, submission_blocks, tables
from lib.problems import Problem
from lib.say import FIRST, receipts
from lib.ui.pieces import dialog, download, html, is_sure, note
from lib.ui.sign_in import writer
from lib.ui.upload import data_of, finish_upload
from lib.ui.view import View


@dialog("确认报送")
def confirm(
    view: View, body: str, receipt: Receipt, data: bytes, by: str, done: Callable[[Receipt], None] = finish_upload
) -> None:
    """The last look: each kind of warning is acknowledged by itself. Then the file leaves the page, unless something else
    is to be done with what was sent."""
    m, reading = view.measures, receipt.reading
    html(markup.lead(f"{m.plan.name_of(body)}：{reading.file}，{len(reading.rows)} 行", strong=False))
    agreed, is_all = acknowledged(reading.warnings, receipts.report_lines, "agree")
    if receipt.ends_sample:
        note("这是第一份真实数据：收下后，示例数据不再计入。", "warn")
    html(change_blocks.changes("收下后的变化", m, receipt.changes, most=12))
    html("" if is_all else markup.note("逐类打勾后才能确认。"))
    if is_sure("确认报送", disabled=not is_all):
        with st.spinner("正在保存……"):
            sent = submissions.submit(view.board, reading.file, data, body, writer(view, by), agreed)
        done(sent)
        st.rerun()


def acknowledged(
    warnings: Iterable[Problem], said: Callable[[Sequence[Problem]], Sequence[str]], key: str
) -> tuple[list[str], bool]:
    """Ask for each kind of warning by itself: the codes that are acknowledged, and whether all are."""
    kinds, agreed = receipts.by_code(warnings), []
    for kind in kinds:
        html(markup.listed("", said(kind.problems)[:FIRST], "doubt"))
        if st.checkbox(f"已核对，以上 {len(kind.problems)} 处无误", key=f"{key}-{kind.code}"):
            agreed.append(kind.code)
    return agreed, len(agreed) == len(kinds)


def show_receipt(
    view: View, receipt: Receipt, data: bytes | None = None, key: str = "", said: Receipt | None = None
) -> None:
    """Verdict, problems, what changes; the full list, the receipt to keep, and the file of these bytes marked: without them
    that which waits to be sent. `key` tells it from other receipts of the page; `said` has its problems in the words of the page."""
    m = view.measures
    html(markup.verdict(receipts.verdict(receipt), receipts.tone(receipt)))
    if receipt.submission:
        html(markup.definitions(receipts.submission_words(m.plan, receipt.submission), strong=False))
    has_changes = bool(receipt.reading.rows)
    columns = st.columns([0.55, 0.45] if has_changes else 1)
    with columns[0]:
        html(submission_blocks.receipt(said or receipt))
        with st.container(horizontal=True):
            _offer(view, receipt, data or data_of(receipt), key)
    if has_changes:
        with columns[1]:
            html(change_blocks.changes("已经变化" if receipt.is_new else "收下后的变化", m, receipt.changes))


def _offer(view: View, receipt: Receipt, data: bytes | None, key: str) -> None:
    m = view.measures
    kept = "回执" if receipt.submission else "检查结果"
    download(
        f"保存{kept}（文本）",
        lambda: receipts.as_text(m, receipt).encode("utf-8-sig"),
        receipts.file_name(receipt, kept, "txt"),
        f"receipt{key}",
    )
    if problems := receipt.reading.problems:
        listed, name = partial(tables.problems_as_csv, receipt.reading), receipts.file_name(receipt, "问题清单", "csv")
        download(f"问题清单（CSV，{len(problems)} 条）", listed, name, f"problems{key}")
    if receipt.reading.kind and data:
        for make, ending, program, marks in _COPIES:
            copy = partial(make, receipt.reading, data, m.plan, view.board.store)
            label = marks if receipt.reading.faults else "看板理解的内容"
            download(f"{label}（{program}）", copy, receipts.marked_name(receipt, ending), f"marked{ending}{key}")


_COPIES = ((marked, ".xlsx", "Excel", "问题标在格里"), (marked_csv, ".csv", "CSV", "问题写在行尾"))
"""What makes the file of a receipt anew, its ending, the program for it, and where it says the faults."""
