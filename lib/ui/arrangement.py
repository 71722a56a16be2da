"""A briefing as this reader arranged it: which slides, in which order, under which titles, for which day, on whose template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib import formats
from lib.briefing import Briefing, brief, edited, files
from lib.errors import BriefingError
from lib.rules import Measures
from lib.ui.moment import as_day
from lib.ui.pieces import dialog, note, remember, remembered
from lib.ui.upload import template_uploader
from lib.ui.view import View, once

_Order = tuple[list[str], Mapping[str, str]]
"""The slides that are shown, in their order, and the titles of all."""


@dataclass(frozen=True)
class Arranged:
    """What the page shows and saves. It holds for these figures only: with others the titles are others, too."""

    measures: Measures
    about: str
    """The content and the figures that it holds for, as a key."""
    agency: str | None
    part: str | None
    whole: Briefing
    """All slides, as the board makes them."""
    shown: Briefing
    order: _Order | None
    day: date | None
    """The day of the meeting, where the reader gave one."""
    template: tuple[str, bytes] | None
    """The name and the content of the reader's own presentation."""


def arranged(view: View, content: str) -> Arranged:
    """The briefing on `content`: blank for the whole plan, `part-…` or `agency-…` with its id."""
    kind, _, id = content.partition("-")
    agency, part = (id if kind == of else None for of in ("agency", "part"))
    about = f"{content}-{view.measures.check_code}"
    order, day = remembered(f"order-{about}"), remembered(f"day-{about}")
    whole = once(view, f"briefing-{content}-{day}", lambda: brief(view.measures, part=part, agency=agency, day=day))
    shown = edited(whole, *order) if order else whole
    return Arranged(view.measures, about, agency, part, whole, shown, order, day, remembered("template"))


@dialog("选页、改标题、定日期、换模板")
def arrange(now: Arranged) -> None:
    """Which slides, in which order, under which titles, for which day, and on whose template."""
    m, about = now.measures, now.about
    own = {slide.key: slide.title for slide in now.shown.slides}
    others = (slide.key for slide in now.whole.slides if slide.key not in own)
    numbers = {key: n for n, key in enumerate([*own, *others], 1)}
    note("勾选要的页，“次序”从小到大排，标题里的数不能改。改过的标题记在文件属性里。")
    label = "汇报日期：年-月-日，不填就是已知的最后一天"
    last_day = m.known_by or m.reported_on
    written = st.text_input(label, f"{now.day or last_day or ''}", max_chars=10, key=f"day-of-{about}", width=400)
    ticked, places, titles = {}, {}, {}
    for slide in sorted(now.whole.slides, key=lambda slide: numbers[slide.key]):
        key, number = slide.key, numbers[slide.key]
        tick, place, words = st.columns([0.1, 0.14, 0.76], vertical_alignment="bottom")
        ticked[key] = tick.checkbox(f"第 {number} 页", key in own, key=f"tick-{about}-{key}")
        places[key] = place.text_input("次序", f"{number}", max_chars=4, key=f"place-{about}-{key}")
        titles[key] = words.text_input("标题", own.get(key, slide.title), max_chars=200, key=f"title-{about}-{key}")
    note(f"模板：{now.template[0] if now.template else '朴素模板（随看板附带）'}")
    file = template_uploader("幻灯片模板（PPTX）", "pptx", "potx")
    with st.container(horizontal=True):
        if st.button("采用", type="primary"):
            order = _in_order(ticked, places), titles
            day = _day(written.strip(), m)
            if file is not None:
                files.check_template(file.getvalue())
                remember("template", (file.name, file.getvalue()))
            edited(now.whole, *order)
            _take(about, order, None if day == last_day else day)
        if st.button("恢复原样"):
            remember("template", None)
            _take(about, None, None)
        if st.button("取消"):
            st.rerun()


def _in_order(ticked: Mapping[str, bool], places: Mapping[str, str]) -> list[str]:
    if bad := [word for word in places.values() if not word.strip().isdecimal()]:
        raise BriefingError(f"“次序”要写整数，这里是“{formats.cut(bad[0], 10)}”。")
    return sorted(filter(ticked.get, ticked), key=lambda key: int(places[key]))


def _day(written: str, m: Measures) -> date | None:
    day = as_day(written)
    if written and day is None:
        given = formats.cut(written, 10)
        raise BriefingError(f"“汇报日期”里的“{given}”不是日期。请写成 年-月-日，例如 {m.plan.year}-10-25。")
    return day


def _take(about: str, order: _Order | None, day: date | None) -> None:
    """Hold what was chosen, and show its first slide."""
    remember(f"order-{about}", order)
    remember(f"day-{about}", day)
    st.query_params.pop("slide", None)
    st.rerun()
