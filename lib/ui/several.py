"""Several files at once, for the office: whose each is says its name; one receipt a file, one summary, confirmed together or
apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import partial
from hashlib import sha256
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.board import Receipt, examine, submissions
from lib.draw import markup
from lib.say import receipts
from lib.ui.pieces import dialog, html, is_sure, note
from lib.ui.receipt import acknowledged, confirm, show_receipt
from lib.ui.sign_in import why_not_sent, writer
from lib.ui.view import View

_WORDS = {"good": "可以收", "doubt": "须确认", "bad": "须改正", "quiet": "已经报过，或者没有填写"}


class _Sent(NamedTuple):
    """One of the files with what was found in it."""

    id: str
    """What tells it from a file that is chosen another time."""
    data: bytes
    receipt: Receipt


def send_several(view: View, files: Sequence[UploadedFile], by: str) -> None:
    """What was found in each of the files, and the buttons that send them."""
    found = _examined(view, files)
    waiting = [one for one in found if one.receipt.can_be_sent]
    taken = _say_what_was_found(found)
    why_not = why_not_sent(view, view.measures.plan.office.id, by)
    # What was just taken is not answered with a button that is grey.
    if waiting or not taken:
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(f"一起提交（{len(waiting)} 份）", type="primary", disabled=bool(why_not) or not waiting):
                _confirm_all(view, waiting, by)
            note(why_not or ("" if waiting else "没有可以提交的：已经收下，或者要先改正。"))
    for at, (id, data, receipt) in enumerate(found):
        reading = receipt.reading
        whose = view.measures.plan.name_of(reading.sender) if reading.sender else "看不出单位"
        with st.expander(f"{reading.file}（{whose}）：{receipts.verdict(receipt)}", key=f"file-{at}"):
            if receipt.can_be_sent and st.button("单独提交", disabled=bool(why_not), key=f"send-{at}"):
                confirm(view, str(reading.sender), receipt, data, by, partial(_keep, id))
            show_receipt(view, receipt, data, key=f"-{at}")


def _say_what_was_found(found: Sequence[_Sent]) -> bool:
    """How many files there are of each kind, what was just taken before all; whether anything was."""
    numbers = [str(one.receipt.submission.id) for one in found if one.receipt.is_new and one.receipt.submission]
    counts = Counter(receipts.tone(one.receipt) for one in found if not one.receipt.is_new)
    said = "，".join(f"{_WORDS[tone]} {counts[tone]} 份" for tone in _WORDS if counts[tone])
    if numbers:
        html(markup.verdict(f"已收下 {len(numbers)} 份：报送 {'、'.join(numbers)}", "good"))
    if said:
        html(markup.lead(f"{f'其余 {counts.total()} 份没有收' if numbers else f'{len(found)} 份文件'}：{said}"))
    return bool(numbers)


def _keep(id: str, sent: Receipt) -> None:
    """Remember what was just sent, while its file stays among those that are chosen. Without a submission the data have
    changed meanwhile: then it is looked at again."""
    if sent.submission is not None:
        st.session_state["several-sent"][id] = sent


def _examined(view: View, files: Sequence[UploadedFile]) -> list[_Sent]:
    """What each file would do, found out once for each state of the data, or did when it was sent just now."""
    known: dict[Hashable, Receipt] = st.session_state.get("several", {})
    now: dict[Hashable, Receipt] = {}
    sent: dict[str, Receipt] = st.session_state.get("several-sent", {})
    found: list[_Sent] = []
    bar = st.empty()
    for done, file in enumerate(files):
        data = file.getvalue()
        if not (receipt := sent.get(file.file_id)):
            key = (sha256(data).hexdigest(), file.name, view.board.version)
            if key not in known:
                bar.progress(done / len(files), f"正在检查：{done + 1}/{len(files)}")
            now[key] = receipt = known.get(key) or now.get(key) or examine(view.board, file.name, data)
        found.append(_Sent(file.file_id, data, receipt))
    bar.empty()
    st.session_state["several"] = now
    st.session_state["several-sent"] = {one.id: one.receipt for one in found if one.id in sent}
    return found


@dialog("确认一起报送")
def _confirm_all(view: View, waiting: Sequence[_Sent], by: str) -> None:
    """The last look at all of them: each kind of warning is acknowledged by itself."""
    plan = view.measures.plan
    html(
        markup.listed(
            f"{len(waiting)} 份",
            [
                f"{plan.name_of(str(r.reading.sender))}：{r.reading.file}，{len(r.reading.rows)} 行"
                for _, _, r in waiting
            ],
            "quiet",
        )
    )
    warnings = [p for _, _, r in waiting for p in r.reading.warnings]
    agreed, is_all = acknowledged(warnings, lambda found: [f"{p.file} {p.message}" for p in found], "agree-all")
    if any(r.ends_sample for _, _, r in waiting):
        note("这是第一批真实数据：收下后，示例数据不再计入。", "warn")
    html("" if is_all else markup.note("逐类打勾后才能确认。"))
    if is_sure("确认报送", disabled=not is_all):
        bar = st.progress(0.0)
        for done, (id, data, receipt) in enumerate(waiting):
            bar.progress(done / len(waiting), f"正在保存：{done + 1}/{len(waiting)}")
            _keep(id, submissions.submit(view.board, receipt.reading.file, data, None, writer(view, by), agreed))
        st.rerun()
