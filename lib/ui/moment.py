"""As of, known by, plan, and the link that pins them; and what the reader should not overlook of them."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from lib import formats
from lib.draw import markup
from lib.periods import periods_of_year
from lib.ui.choices import choose, embedding, misfit, widget, write
from lib.ui.pieces import COPY, note
from lib.ui.view import View, plans


def choose_moment(view: View) -> None:
    """As of, known by, plan; and the link that pins them."""
    plan, m = view.measures.plan, view.measures
    ends = {p.end: p for p in periods_of_year(plan.year, plan.reporting.frequency)}
    days = sorted({*ends, m.as_of}, reverse=True)
    words = {day.isoformat(): formats.day(day) for day in days}
    default = view.board.measures(None, m.known_by).as_of
    known = plans()
    if len(known) > 1:
        # Dates belong to the plan they were chosen for.
        choose("计划", "plan", known, default=next(iter(known)), width=130, clears=("as_of", "known_by"))
    choose("数据截至", "as_of", words, default=default.isoformat(), width=175)
    with st.popover("更多日期", width="content"):
        _day_input("数据截至其他日期", "as_of", plan.year)
        _day_input("知悉截至（之后填报的不计；留空为不限）", "known_by", plan.year)
        st.html(markup.anchor(view.link("method"), "为什么截至这一天"))
    known_by = m.known_by or m.reported_on or view.board.today()
    pinned = {**view.carried, "as_of": m.as_of.isoformat(), "known_by": known_by.isoformat()}
    if known:
        # Next year another plan is the default.
        pinned["plan"] = view.board.plan_path.stem
    COPY(data={"label": "复制链接", "pinned": pinned}, key="copy-link", width="content")


def moment_words(view: View) -> list[str]:
    """What the reader should not overlook: that later reports are left out, and how many problems the data have."""
    m, words = view.measures, []
    if m.known_by:
        latest = {name: value for name, value in st.query_params.items() if name != "known_by"} | embedding()
        back = markup.anchor(f"?{urlencode(latest)}", "改看最新")
        words.append(f"<b>知悉截至{formats.day(m.known_by)}</b>（{back}）")
    if faults := view.actuals.problems:
        words.append(markup.anchor(view.link("method", part="problems"), f"数据问题 {len(faults)} 处"))
    return words


def _day_input(label: str, name: str, year: int) -> None:
    given = st.query_params.get(name, "")
    key = widget(name, given, kind="day")
    st.text_input(label, key=key, placeholder=f"例如 {year}-06-30", on_change=write, args=(name, key, ""))
    if given and as_day(given) is None:
        note(f"“{given}”不是日期，没有采用。请写成 年-月-日，例如 {year}-06-30。", "warn")


def day_chosen(name: str) -> date | None:
    """The day in the address under `name`; None where there is none, or none that can be read, which `misfits` says."""
    given = st.query_params.get(name, "")
    day = as_day(given)
    if given and day is None:
        misfit(given)
    return day


def as_day(text: str) -> date | None:
    """A day as it is written into a field, year-month-day; None where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
