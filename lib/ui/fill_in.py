"""Filling in on the page: a body's own indicators or tasks, for whoever has a handful of them and no wish for a file.

What is filled in becomes a CSV of the body and goes the way of one: examined, confirmed, sent. Only what differs from what
counted when the form was opened is in it, so that nobody sends a colleague's rows again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

import streamlit as st

from lib import settings
from lib.board import Board, Receipt, form, submissions, templates
from lib.draw import markup
from lib.periods import Period
from lib.plan import Plan
from lib.problems import place
from lib.rows import KIND_WORDS, Kind, title
from lib.say import receipts
from lib.statuses import AGENCY_WORDS, OFFICE_WORDS
from lib.ui.choices import PAGE
from lib.ui.draft import keep_draft
from lib.ui.paging import page_of, searched
from lib.ui.pieces import html, note, scroll_to, slug
from lib.ui.receipt import confirm, show_receipt
from lib.ui.sign_in import why_not_sent
from lib.ui.upload import examined, finish_upload, finished_upload, say_what_changed_meanwhile
from lib.ui.view import View

_MOST_CHARS = 1000


@dataclass
class _Sheet:
    """A form as it stands in this session."""

    plan: Plan
    body: str
    kind: Kind
    period: Period
    entries: list[form.Entry]
    """As they were when it was opened."""
    last: int
    """The latest submission then."""
    answers: dict[str, str] = field(default_factory=dict)
    """What differs from what counted then, by field."""
    checked: bytes | None = None
    """The file that was looked at last."""
    turn: int = 0
    """How often its fields were set to what it says."""
    begun: dict[str, str] = field(default_factory=dict)
    """What each widget began with, by its name."""

    @cached_property
    def name(self) -> str:
        """What tells it from other forms."""
        return " ".join((self.plan.id, self.body, self.kind, self.period.text))

    @property
    def prefix(self) -> str:
        """What the names of its widgets begin with. They are others each time its fields are set: of the old ones the browser
        may still say what stood in them."""
        return f"fill-{slug(self.name)}-{self.turn}-"

    @property
    def words(self) -> tuple[str, ...]:
        """What may be said in 状态."""
        return OFFICE_WORDS if self.body == self.plan.office.id else AGENCY_WORDS

    def answer(self, entry: form.Entry, column: str) -> str:
        """What stands in a field."""
        return self.answers.get(_field(entry, column), entry.said.get(column, ""))

    def take(self, fields: Mapping[str, str]) -> None:
        """Take answers in, those of fields that there are; what says the same as before is no answer."""
        for entry in self.entries:
            for column in form.ANSWERS[self.kind]:
                text = fields.get(_field(entry, column))
                if text is None or (column == "status" and text and text not in self.words):
                    continue
                if text == entry.said.get(column, ""):
                    self.answers.pop(_field(entry, column), None)
                else:
                    self.answers[_field(entry, column)] = text

    @property
    def filled(self) -> list[form.Entry]:
        """The entries that say something else than before."""
        columns = form.ANSWERS[self.kind]
        return [e for e in self.entries if any(_field(e, column) in self.answers for column in columns)]

    @property
    def data(self) -> bytes:
        """The file that it is."""
        columns = form.ANSWERS[self.kind]
        answers = [{column: self.answer(entry, column) for column in columns} for entry in self.filled]
        # No spreadsheet comes between: the period is written as the board itself writes it.
        said = [entry._replace(given={**entry.given, "period": self.period.text}) for entry in self.filled]
        return form.as_file(self.plan, self.body, self.kind, said, answers)

    @property
    def file(self) -> str:
        """What the file is called."""
        return templates.name_for(self.plan, self.body, f"{KIND_WORDS[self.kind]}_{self.period.text}_页面填写")


def _field(entry: form.Entry, column: str) -> str:
    return f"{slug(entry.key)}-{column}"


def fill_in(view: View, body: str, kind: Kind, period: Period, by: str) -> None:
    """The form of a body, what was found in it, and the buttons that check and send it."""
    sheet = _opened(view.board, body, kind, period)
    if (sent := finished_upload()) and sent.reading.sender == body:
        html('<div id="sent"></div>')
        show_receipt(view, sent)
        scroll_to("sent")  # the button that sent it stood below a long form
        st.button("接着填写", on_click=lambda: st.session_state.pop("finished", None))
        return
    widgets = st.session_state
    sheet.take(
        {name.removeprefix(sheet.prefix): widgets[name] for name in widgets if str(name).startswith(sheet.prefix)}
    )
    receipt = examined(view, sheet.file, sheet.checked, body) if sheet.checked and sheet.checked == sheet.data else None
    _say_who_sent(view.board, sheet)
    found = searched("搜索任务、指标或单位", sheet.entries, _words, name="entry")
    page = page_of(found, "项", name=f"{PAGE}-entries")
    html(page.links)
    for entry in page.rows:
        _ask(sheet, entry, receipt)
    html(page.links)
    keep_draft(sheet.name, sheet.answers, lambda found: _put_back(sheet, found), sheet.prefix)
    say_what_changed_meanwhile()
    _answer(view, sheet, receipt, by)


def _opened(board: Board, body: str, kind: Kind, period: Period) -> _Sheet:
    """The form as it stands, or a new one: what was sent from it is in it no more."""
    sheets: dict[str, _Sheet] = st.session_state.setdefault("sheets", {})
    new = _Sheet(board.plan, body, kind, period, [], 0)
    sheet, sent = sheets.get(new.name), finished_upload()
    turn = sheet.turn if sheet else 0
    if sheet and sheet.checked and sent and sent.is_new and sent.reading.file == sheet.file:
        sheet = None
    if sheet is None or sheet.plan.digest != board.plan.digest:
        answers, new.turn = (sheet.answers if sheet else {}), turn
        sheet = sheets[new.name] = new
        _look_again(board, sheet)
        sheet.take(answers)
    return sheet


def _look_again(board: Board, sheet: _Sheet) -> None:
    """Put what counts now beside the answers."""
    measures = submissions.real_measures(board, sheet.period.end)
    sheet.entries = form.entries(measures, sheet.body, sheet.kind, sheet.period)
    sheet.last = max((s.id for s in board.actuals.submissions), default=0)
    sheet.take(sheet.answers.copy())
    sheet.turn += 1


def _put_back(sheet: _Sheet, found: Mapping[str, str]) -> None:
    """What the browser kept is what was typed last."""
    sheet.take(found)
    if sheet.answers:
        sheet.turn += 1
        st.session_state["draft-is-back"] = sheet.name


@st.fragment(run_every=settings.REFRESH_SECONDS)
def _say_who_sent(board: Board, sheet: _Sheet) -> None:
    """Who else has sent for the same body since the form was opened."""
    if st.session_state.get("draft-is-back") == sheet.name:
        note(f"上次没有报送的草稿还在（{len(sheet.filled)} 项），已经填回。草稿只存在这个浏览器里。")
    board.refresh()
    others = [s for s in board.actuals.submissions if s.body == sheet.body and s.id > sheet.last]
    if not others:
        return
    latest = others[-1]
    said = f"{latest.received_at:%H:%M} {latest.by or '放入文件夹的文件'}也替本单位报了（报送 {latest.id}，{latest.rows} 行）"
    note(f"{said}。下面写着的是打开时的数；您填的都会留着，请换成最新的再核对。", "warn")
    if st.button("换成最新的数"):
        _look_again(board, sheet)
        st.rerun()


def _words(entry: form.Entry) -> str:
    """What an entry is found by."""
    return " ".join([*entry.given.values(), entry.beside])


def _about(sheet: _Sheet, entry: form.Entry) -> str:
    """What an entry is called: the indicator, or the task and for the office the body."""
    if sheet.kind == "figures":
        return entry.given["indicator"]
    return entry.given["task"] + (f"（{entry.given['agency']}）" if sheet.body == sheet.plan.office.id else "")


def _ask(sheet: _Sheet, entry: form.Entry, receipt: Receipt | None) -> None:
    """One indicator or task: what it is, what was said last, what is to be said now, and what is wrong with that."""
    first, *more = form.ANSWERS[sheet.kind]
    is_task = sheet.kind == "progress"
    about = _about(sheet, entry) + (f"　{entry.beside}" if is_task else f"（{entry.beside}）")
    with st.container(key=f"entry-{slug(entry.key)}", gap="small"):
        html(markup.section(about))
        note(f"上期：{entry.before}" if entry.before else "上期没有报。")
        with st.container(horizontal=True):
            if is_task:
                key, words = _widget(sheet, entry, first), ["", *sheet.words]
                begun = sheet.begun[key]
                st.selectbox(
                    title(sheet.kind, first), words, words.index(begun) if begun in words else 0, key=key,
                    format_func=lambda word: word or "没有新情况", filter_mode=None, width=160, placeholder="请选择",
                )  # fmt: skip
            else:
                _text(sheet, entry, first, 160)
            # A task without a status reports nothing: its other fields come with the status.
            if not is_task or sheet.answer(entry, first):
                for column in more:
                    _text(sheet, entry, column, 240)
        if receipt and entry in sheet.filled:
            row = 2 + sheet.filled.index(entry)
            if faults := [place(None, p.column) + p.said for p in receipt.reading.faults if p.row == row]:
                html(markup.listed("", faults, receipts.tone(receipt)))
        if entry.said and not sheet.answer(entry, first):
            note("留空不改变已经报的。要撤销，请在下面的报送记录里撤回那一份。")


def _text(sheet: _Sheet, entry: form.Entry, column: str, width: int) -> None:
    key = _widget(sheet, entry, column)
    begun = sheet.begun[key]
    st.text_input(title(sheet.kind, column), begun, key=key, max_chars=_MOST_CHARS, width=width, autocomplete="off")


def _widget(sheet: _Sheet, entry: form.Entry, column: str) -> str:
    """The name of a widget, which begins with what the sheet says.

    That is its default and is said in every run. Put into the session's state it would be said in one run only, and when
    that run is cut off, the browser shows an empty field and says so: everything that was reported would look taken back.
    """
    key = sheet.prefix + _field(entry, column)
    if key not in st.session_state:
        sheet.begun[key] = sheet.answer(entry, column)
    return key


def _answer(view: View, sheet: _Sheet, receipt: Receipt | None, by: str) -> None:
    """Check, then send; and empty the form."""
    count = len(sheet.filled)
    with st.container(horizontal=True, vertical_alignment="center"):
        if receipt is None and st.button(f"检查（{count} 项）", type="primary", disabled=not count):
            sheet.checked = sheet.data
            st.rerun()
        if receipt and receipt.can_be_sent:
            why_not = why_not_sent(view, sheet.body, by)
            if st.button(f"提交（{count} 项）", type="primary", disabled=bool(why_not)):
                named = partial(_named, sheet)
                confirm(view, sheet.body, named(receipt), sheet.data, by, lambda sent: finish_upload(named(sent)))
            note(why_not)
        if count and st.button("清空"):
            sheet.answers.clear()
            sheet.turn += 1
            st.rerun()
    if receipt:
        show_receipt(view, receipt, said=_named(sheet, receipt))
    elif count:
        note("填好后先检查，看过结果再提交；在那以前什么都没有报。刷新页面，填的还在。")
    else:
        note("还没有填。没有新情况的不用填，看板照旧按上次的算。")


def _named(sheet: _Sheet, receipt: Receipt) -> Receipt:
    """A receipt as it is said of the form, which has no rows: what is wrong begins with the indicator or the task."""
    about = {row: _about(sheet, entry) for row, entry in enumerate(sheet.filled, 2)}
    problems = [
        p._replace(row=None, column=None, said=f"{about[p.row]}{place(None, p.column) or '：'}{p.said}")
        if p.row in about
        else p
        for p in receipt.reading.problems
    ]
    return receipt._replace(reading=receipt.reading._replace(problems=problems))
