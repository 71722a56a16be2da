"""简报: the slides as they will be, their files, and the presentation, one slide a screen."""

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from lib import formats, ui
from lib.briefing import Slide, Table, Text, brief, edited, figure
from lib.briefing import blocks as slide_blocks
from lib.briefing import files as briefing_files
from lib.draw import markup
from lib.errors import BoardError, BriefingError
from lib.say import naming

view = ui.open_view(watch=not ui.is_presenting())
m, plan = view.measures, view.measures.plan
contents = (
    {"": "全部"}
    | {f"part-{p.id}": f"{naming.numeral(p.id)}、{p.title}" for p in plan.parts}
    | {f"agency-{body}": naming.body_label(plan, body) for body in plan.bodies}
)
content = ui.chosen("content", contents, default="")
kind, _, id = content.partition("-")
agency, part = (id if kind == of else None for of in ("agency", "part"))
# What a person chose holds for these figures only: with others the titles are others, too.
about = f"{content}-{m.check_code}"
arrangement = ui.remembered(f"arrangement-{about}")
day = ui.remembered(f"day-{about}")
whole = ui.once(view, f"briefing-{content}-{day}", lambda: brief(m, part=part, agency=agency, day=day))
briefing = edited(whole, *arrangement) if arrangement else whole
template = ui.remembered("template")
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
        total = sum(share for share, _ in shown.rows)
        for n, (share, blocks) in enumerate(shown.rows):
            columns = st.columns([part for part, _ in blocks], gap="large")
            for i, (column, (_, block)) in enumerate(zip(columns, blocks, strict=True)):
                with column:
                    if isinstance(block, Table):
                        ui.html(slide_blocks.table(block))
                    elif isinstance(block, Text):
                        ui.html(slide_blocks.text(block))
                    else:
                        drawn, height = figure(block, 22), round(790 * share / total)
                        ui.slide_chart(drawn, shown.title, f"{shown.key}-{n}-{i}", height)
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


@ui.dialog("选页、改标题、定日期、换模板")
def arrange() -> None:
    """Which slides, in which order, under which titles, for which day, and on whose template."""
    used = [s.key for s in briefing.slides]
    own = {s.key: s.title for s in briefing.slides}
    numbers = {key: n for n, key in enumerate([*used, *(s.key for s in whole.slides if s.key not in used)], 1)}
    ui.html(markup.note("勾选要的页，“次序”从小到大排，标题里的数不能改。改过的标题记在文件属性里。"))
    shown_day = day or m.known_by or m.reported_on
    label = "汇报日期：年-月-日，不填就是已知的最后一天"
    written = st.text_input(label, f"{shown_day or ''}", max_chars=10, key=f"day-of-{about}", width=400)
    ticked, places, titles = {}, {}, {}
    for s in sorted(whole.slides, key=lambda s: numbers[s.key]):
        tick, place, words = st.columns([0.1, 0.14, 0.76], vertical_alignment="bottom")
        ticked[s.key] = tick.checkbox(f"第 {numbers[s.key]} 页", s.key in used, key=f"tick-{about}-{s.key}")
        places[s.key] = place.text_input("次序", f"{numbers[s.key]}", max_chars=4, key=f"place-{about}-{s.key}")
        titles[s.key] = words.text_input("标题", own.get(s.key, s.title), max_chars=200, key=f"title-{about}-{s.key}")
    ui.html(markup.note(f"模板：{template[0] if template else '朴素模板（随看板附带）'}"))
    file = ui.template_uploader("幻灯片模板（PPTX）", "pptx", "potx")
    with st.container(horizontal=True):
        if st.button("采用", type="primary"):
            if bad := [word for word in places.values() if not word.strip().isdecimal()]:
                raise BriefingError(f"“次序”要写整数，这里是“{formats.cut(bad[0], 10)}”。")
            try:
                own_day = date.fromisoformat(written.strip()) if written.strip() else None
            except ValueError as error:
                given = formats.cut(written.strip(), 10)
                raise BriefingError(
                    f"“汇报日期”里的“{given}”不是日期。请写成 年-月-日，例如 {plan.year}-10-25。"
                ) from error
            if file is not None:
                briefing_files.check_template(file.getvalue())
                ui.remember("template", (file.name, file.getvalue()))
            keys = sorted(filter(ticked.get, ticked), key=lambda key: int(places[key]))
            edited(whole, keys, titles)
            ui.remember(f"arrangement-{about}", (keys, titles))
            ui.remember(f"day-{about}", None if own_day == (m.known_by or m.reported_on) else own_day)
            st.query_params.pop("slide", None)
            st.rerun()
        if st.button("恢复原样"):
            ui.remember(f"arrangement-{about}", None)
            ui.remember(f"day-{about}", None)
            ui.remember("template", None)
            st.query_params.pop("slide", None)
            st.rerun()
        if st.button("取消"):
            st.rerun()


def files() -> None:
    """What can be saved: the slides, the papers in Word, pictures."""
    if st.button("选页、改标题、定日期、换模板……"):
        arrange()
    for format, word in briefing_files.file_formats(briefing).items():
        if format == "png":
            file(format, word)
        elif format != "docx":
            file(format, word, template=template[1] if template else None)
        elif agency:
            file(format, "督办单（Word）")
        elif not part:
            file(format, "督查通报（Word）", **own_words())
            file(format, "快报（Word）", paper="bulletin")


def own_words() -> dict[str, Any]:
    """What a person changes of the notice before it is made: 工作要求, and the template."""
    with st.popover("改写通报", width="content"):
        drafted = ui.once(view, "requirements", lambda: briefing_files.requirements(m))
        label = "下一步工作要求：每行一条，编号自动加；通报的文件属性里注明经人工修改"
        written = st.text_area(label, drafted, key=f"asked-{m.check_code}", height=200, max_chars=3000, width=620)
        chosen = ui.template_uploader("本单位的模板（Word）：版式和样式照它的，样式按名称对应", "docx")
        own = briefing_files.own_template()
        ui.download("下载自带的模板", partial(bytes, own.data), own.name, key="save-template")
        style = chosen.getvalue() if chosen else None
        if style:
            try:
                said = briefing_files.said_of(style)
            except BoardError as error:
                style, said = None, str(error)
            if said:
                ui.html(markup.note(said, "warn"))
    return {"asked": None if written.strip() == drafted else written, "template": style}


def file(format: briefing_files.FileFormat, word: str, paper: briefing_files.Paper = "notice", **words: Any) -> None:
    """Made when it is asked for, and kept for this session."""
    key = f"{format}-{paper}-{about}-{hash((repr((arrangement, day)), *words.values()))}"
    made = ui.kept(key)
    if made is None and st.button(f"生成{word}", key=f"make-{format}-{paper}"):
        bar = st.progress(0.0, f"正在生成{word}……")
        try:
            made = briefing_files.make(m, briefing, format, agency=agency, paper=paper, progress=bar.progress, **words)
        except BoardError as error:
            bar.empty()
            ui.html(markup.note(str(error), "warn"))
            return
        ui.keep(key, made)
    if made:
        one = briefing_files.as_one(made, briefing.file_name)
        ui.download(f"保存{word}", partial(bytes, one.data), one.name, key=f"save-{format}-{paper}")


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
        ui.html(markup.block("放映和文件", "", more=markup.anchor(link, "全屏放映，用方向键或者右下角的按钮翻页")))
        with st.container(horizontal=True, key="files"):
            files()
ui.foot(view, f"同样的数据、同样的两个日期得出同样的校验码。截至{formats.day(m.as_of)}。")
