"""A notice in an office's own Word file."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from conftest import ROOT
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from factories import measures_of, progress

from lib.briefing.docx.template import ALIKE, gaps
from lib.briefing.docx.text import NAMES
from lib.briefing.docx.word import render
from lib.briefing.notice.notice import notice
from lib.briefing.notice.paragraphs import SAMPLE_MARK
from lib.errors import BriefingError

OURS = ROOT / "lib" / "briefing" / "docx" / "notice.docx"


def bytes_of(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def office_file(*styles: str) -> Any:
    """A Word file as an office has it: a letterhead, a header, other margins, some styles of its own."""
    document: Any = Document()
    document.sections[0].left_margin = document.sections[0].right_margin = Mm(31)
    document.sections[0].header.paragraphs[0].text = "某某办公室"
    document.add_paragraph("某某办公室文件")
    for name in styles:
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size = Pt(17)
    return document


def made(template: bytes, **more: Any) -> Any:
    said = notice(measures_of(progress(), title="计划", **more))
    return Document(io.BytesIO(render(said, template)))


def looks_of(document: Any, role: str) -> Any:
    """The style of a role and what it rests on."""
    return document.styles[NAMES[role]]


def test_styles_are_found_by_our_names_by_those_of_offices_and_by_words_own() -> None:
    document = made(bytes_of(office_file("通报正文", "公文标题")))
    body = looks_of(document, "body")
    assert (body.font.size, body.style_id.startswith("notice-")) == (Pt(17), False)
    assert looks_of(document, "title").base_style.name == "公文标题"
    assert looks_of(document, "section").base_style.name == "Heading 1"
    assert looks_of(document, "table").base_style.name == "Table Grid"
    assert looks_of(document, "addressee").font.size == Pt(16)
    used = {p.style.name for p in document.paragraphs[1:]}
    assert used <= set(NAMES.values())


def test_what_the_file_holds_stays_and_its_page_is_used() -> None:
    document = made(bytes_of(office_file()))
    assert document.paragraphs[0].text == "某某办公室文件"
    assert abs(document.sections[0].left_margin - Mm(31)) < Mm(0.1)
    assert "推进情况的通报" in "".join(p.text for p in document.paragraphs)
    widths = [int(column.get(qn("w:w"))) for column in document.tables[0]._tbl.tblGrid.findall(qn("w:gridCol"))]
    section = document.sections[0]
    text_width = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(widths) - text_width / 635) < len(widths) + 1


def test_the_sample_mark_stands_below_the_offices_own_header() -> None:
    said = notice(measures_of(progress(), sample=True))
    section = Document(io.BytesIO(render(said, bytes_of(office_file())))).sections[0]
    assert [p.text for p in section.header.paragraphs] == ["某某办公室", SAMPLE_MARK]


def test_what_is_missing_is_said_by_our_name() -> None:
    assert gaps(OURS.read_bytes()) == []
    lacking = gaps(bytes_of(office_file("公文正文", "成文日期")))
    assert lacking == ["通报文号", "通报主送", "通报署名", "通报附件标题"]
    assert {name for names in ALIKE.values() for name in names}.isdisjoint(NAMES.values())


def test_our_own_file_as_the_template_gives_the_same_file() -> None:
    said = notice(measures_of(progress(), sample=True))
    assert render(said, OURS.read_bytes()) == render(said)


def test_the_same_data_and_template_give_the_same_bytes() -> None:
    said, template = notice(measures_of(progress())), bytes_of(office_file("公文正文"))
    assert render(said, template) == render(said, template)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a file"], ids=["empty", "cut", "text"])
def test_what_is_no_word_file_is_said(content: bytes) -> None:
    with pytest.raises(BriefingError, match=r"不是 Word 文件.*另存为"):
        gaps(content)


def test_another_office_file_is_no_template() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "x")
    with pytest.raises(BriefingError, match="不是 Word 文件"):
        gaps(out.getvalue())
