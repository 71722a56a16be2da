"""简报: the slides as they will be, their files, and the presentation, one slide a screen."""

import streamlit as st

from lib import formats, ui
from lib.briefing import Slide, Table, Text, figure
from lib.briefing import blocks as slide_blocks
from lib.draw import markup
from lib.say import naming

view = ui.open_view(watch=not ui.is_presenting())
m, plan = view.measures, view.measures.plan
contents = (
    {"": "全部"}
    | {f"part-{p.id}": f"{naming.numeral(p.id)}、{p.title}" for p in plan.parts}
    | {f"agency-{body}": naming.body_label(plan, body) for body in plan.bodies}
)
content = ui.chosen("content", contents, default="")
arranged = ui.arranged(view, content)
briefing = arranged.shown
keys = [slide.key for slide in briefing.slides]
slide = briefing.slides[keys.index(ui.chosen("slide", dict.fromkeys(keys, ""), default=keys[0]))]
at = keys.index(slide.key)


def draw(shown: Slide) -> None:
    """A slide as it stands on a screen of 1920×1080; `slide.css` makes it smaller."""
    level = 1 if ui.is_presenting() else 2
    if shown.is_cover:
        ui.html(slide_blocks.cover(briefing, shown, level))
    else:
        ui.html(slide_blocks.head(briefing, shown, level))
        for n, (share, blocks) in enumerate(shown.rows):
            height = round(790 * share / sum(share for share, _ in shown.rows))
            columns = st.columns([part for part, _ in blocks], gap="large")
            for i, (column, (_, block)) in enumerate(zip(columns, blocks, strict=True)):
                with column:
                    if isinstance(block, Table):
                        ui.html(slide_blocks.table(block))
                    elif isinstance(block, Text):
                        ui.html(slide_blocks.text(block))
                    else:
                        ui.slide_chart(figure(block, 22), shown.title, f"{shown.key}-{n}-{i}", height)
    ui.html(markup.foot(*briefing.foot.split("　"), f"{at + 1}/{len(keys)}"))


def move(step: int) -> None:
    """To the next slide or the one before."""
    st.query_params["slide"] = keys[max(0, min(len(keys) - 1, at + step))]


def presentation() -> None:
    """One slide on the whole screen."""
    ui.present()
    with st.container(key="slide"):
        draw(slide)
    with st.container(horizontal=True, key="present-buttons"):
        st.button("上一页", key="present-previous", on_click=move, args=(-1,))
        st.button("下一页", key="present-next", on_click=move, args=(1,))
        ui.html(markup.anchor(view.link("briefing", content=content, slide=slide.key), "结束放映"))


if ui.is_presenting():
    presentation()
    st.stop()
ui.title(
    view,
    f"简报：{len(keys)} 页，截至{formats.day(m.as_of)}",
    f"{briefing.dates} · 校验码 {m.check_code} · 幻灯片和通报里的图表、文字都可以再改",
    lambda: ui.choose("内容", "content", contents, default="", width=245, clears=("slide",)),
)
with st.container(key="briefing"):
    left, right = st.columns([0.3, 0.7], gap="medium")
with left:
    rows = [
        (view.link("briefing", content=content, slide=s.key), [f"{n}. {s.title}"])
        for n, s in enumerate(briefing.slides, 1)
    ]
    ui.html(markup.block("各页", markup.table(rows, chosen=at)))
with right:
    with st.container(key="stage"), st.container(key="slide"):
        draw(slide)
    link = view.link("briefing", content=content, slide=slide.key, present="1")
    with st.container(key="output"):
        remark = "打印请用“幻灯片的 PDF”"
        ui.html(
            markup.block("放映和文件", "", remark, more=markup.anchor(link, "全屏放映，用方向键或者右下角的按钮翻页"))
        )
        with st.container(horizontal=True, key="files"):
            ui.briefing_files(view, arranged)
ui.foot(view, f"同样的数据、同样的两个日期得出同样的校验码。截至{formats.day(m.as_of)}。")
