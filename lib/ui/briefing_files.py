"""The files of a briefing: each made when it is asked for, and kept for this session."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from lib.briefing import files
from lib.errors import BoardError
from lib.ui.arrangement import Arranged, arrange
from lib.ui.pieces import download, keep, kept, note
from lib.ui.upload import template_uploader
from lib.ui.view import View, once


def briefing_files(view: View, arranged: Arranged) -> None:
    """What can be saved: the slides, the papers in Word, pictures; before them, what can be arranged."""
    if st.button("选页、改标题、定日期、换模板……"):
        arrange(arranged)
    for format, word in files.file_formats(arranged.shown).items():
        if format == "png":
            _file(arranged, format, word)
        elif format != "docx":
            _file(arranged, format, word, template=arranged.template[1] if arranged.template else None)
        elif arranged.agency:
            _file(arranged, format, "督办单（Word）")
        elif not arranged.part:
            _file(arranged, format, "督查通报（Word）", **_own_words(view))
            _file(arranged, format, "快报（Word）", paper="bulletin")


def _own_words(view: View) -> dict[str, Any]:
    """What a person changes of the notice before it is made: 工作要求, and the template."""
    m = view.measures
    with st.popover("改写通报", width="content"):
        drafted = once(view, "requirements", lambda: files.requirements(m))
        label = "下一步工作要求：每行一条，编号自动加；通报的文件属性里注明经人工修改"
        written = st.text_area(label, drafted, key=f"asked-{m.check_code}", height=200, max_chars=3000, width=620)
        chosen = template_uploader("本单位的模板（Word）：版式和样式照它的，样式按名称对应", "docx")
        own = files.own_template()
        download("下载自带的模板", partial(bytes, own.data), own.name, key="save-template")
        style = chosen.getvalue() if chosen else None
        if style:
            try:
                said = files.said_of(style)
            except BoardError as error:
                style, said = None, str(error)
            note(said, "warn")
    return {"asked": None if written.strip() == drafted else written, "template": style}


def _file(arranged: Arranged, format: files.FileFormat, word: str, paper: files.Paper = "notice", **words: Any) -> None:
    of = hash((repr((arranged.order, arranged.day)), *words.values()))
    key = f"{format}-{paper}-{arranged.about}-{of}"
    made = kept(key)
    if made is None and st.button(f"生成{word}", key=f"make-{format}-{paper}"):
        bar = st.progress(0.0, f"正在生成{word}……")
        try:
            made = files.make(
                arranged.measures, arranged.shown, format,
                agency=arranged.agency, paper=paper, progress=bar.progress, **words,
            )  # fmt: skip
        except BoardError as error:
            bar.empty()
            note(str(error), "warn")
            return
        keep(key, made)
    if made:
        one = files.as_one(made, arranged.shown.file_name)
        download(f"保存{word}", partial(bytes, one.data), one.name, key=f"save-{format}-{paper}")
