"""The deck on an office's own template, and what is said of one that does not fit."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from calls import run
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from lib.briefing.content import Briefing
from lib.briefing.pptx import deck
from lib.briefing.pptx.template import PLAIN, read
from lib.errors import BriefingError

SECTIONS = (
    '<p:ext xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
    '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
    '<p14:section name="旧的一节" id="{00000000-0000-0000-0000-000000000001}"/></p14:sectionLst></p:ext>'
)


def office_template(**fonts: str) -> Any:
    """A template as PowerPoint brings it, made wide, with other typefaces and colours and two slides of its own."""
    made = Presentation()
    across = Inches(13.333) / made.slide_width
    made.slide_width = Inches(13.333)
    for place in (made.slide_master, *made.slide_layouts):
        for shape in place.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = Emu(int(shape.left * across)), Emu(int(shape.width * across))
    part = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = part.blob.decode()
    theme = re.sub(r'(<a:minorFont>\s*)<a:latin typeface="[^"]*"', r'\1<a:latin typeface="Georgia"', theme)
    theme = re.sub(r'<a:ea typeface="[^"]*"', '<a:ea typeface="楷体"', theme)
    theme = re.sub(
        r"<a:accent1>.*?</a:accent1>", '<a:accent1><a:srgbClr val="9C1C1C"/></a:accent1>', theme, flags=re.DOTALL
    )
    part._blob = theme.encode()
    extensions = made.part._element.find(qn("p:extLst"))
    if extensions is None:
        extensions = made.part._element.makeelement(qn("p:extLst"), {})
        made.part._element.append(extensions)
    extensions.append(parse_xml(SECTIONS))
    for layout in (0, 1):
        made.slides.add_slide(made.slide_layouts[layout]).shapes.title.text = "旧的一页"
    return made


def bytes_of(made: Any) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def template() -> bytes:
    return bytes_of(office_template())


def test_the_slides_stand_on_the_layouts_of_the_template_in_its_typefaces(briefing: Briefing, template: bytes) -> None:
    data = deck.render(briefing, template)
    made = Presentation(io.BytesIO(data))
    assert [slide.slide_layout.name for slide in made.slides] == ["Title Slide"] + ["Title and Content"] * 15
    assert [s.shapes.title.text_frame.text.replace("\v", "") for s in made.slides] == [s.title for s in briefing.slides]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len([name for name in archive.namelist() if name.startswith("ppt/slides/slide")]) == 16
        said = b"".join(
            archive.read(name) for name in archive.namelist() if re.match(r"ppt/(slides|charts)/[^/]+$", name)
        )
        faces = set(re.findall(r'<a:ea typeface="([^"]*)"', said.decode()))
        assert faces == {"楷体"}
        assert "旧的一页" not in said.decode()
        # Sections name slides that are gone: PowerPoint would offer to repair the file.
        assert b"sectionLst" not in archive.read("ppt/presentation.xml")
        assert b"9C1C1C" in archive.read("ppt/theme/theme1.xml")
        # What is accent there is accent here: columns of an indicator bear no colour of their own.
        assert b'<a:schemeClr val="accent1"/>' in said


def test_nothing_is_small_or_stands_outside_the_template(briefing: Briefing, template: bytes) -> None:
    data = deck.render(briefing, template)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(n) for n in archive.namelist() if re.fullmatch(r"ppt/(slides|charts)/[^/]+\.xml", n)]
    sizes = {int(size) / 100 for part in parts for size in re.findall(rb'\bsz="(\d+)"', part)}
    assert min(sizes) >= 12
    made = Presentation(io.BytesIO(data))
    foot = read(template).foot
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width + Emu(10)
            if shape.has_table or shape.has_chart:
                bottom = (
                    shape.top + sum(row.height for row in shape.table.rows)
                    if shape.has_table
                    else shape.top + shape.height
                )
                assert bottom / 914400 <= foot[1] + 0.01


def test_the_plain_template_fits_itself_and_has_no_slides() -> None:
    plain = read()
    assert (plain.sizes.title, plain.sizes.body, plain.sizes.small) == (28, 18, 14)
    assert (plain.latin, plain.chinese) == ("Arial", "Microsoft YaHei")
    assert not len(Presentation(PLAIN).slides)


def test_a_potx_is_a_template_too(briefing: Briefing, template: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"presentationml.presentation.main", b"presentationml.template.main")
            new.writestr(name, content)
    assert deck.render(briefing, out.getvalue()) == deck.render(briefing, template)


def without_layout(name: str) -> bytes:
    made = office_template()
    for slide in list(made.slides._sldIdLst):
        made.part.drop_rel(slide.rId)
        made.slides._sldIdLst.remove(slide)
    made.slide_layouts.remove(made.slide_layouts.get_by_name(name))
    if name == "Title and Content":
        for other in ("Section Header", "Title and Vertical Text", "Vertical Title and Text"):
            made.slide_layouts.remove(made.slide_layouts.get_by_name(other))
    return bytes_of(made)


def small_room() -> bytes:
    made = office_template()
    body = next(x for x in made.slide_master.placeholders if x.placeholder_format.idx == 1)
    body.width = Inches(6)
    return bytes_of(made)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "打不开"),
        (b"PK\x03\x04 no archive", "打不开"),
        (bytes_of(Presentation()), "简报要 16:9"),
        (without_layout("Title Slide"), "没有能作封面的版式：要一个只有“标题”和“副标题”"),
        (without_layout("Title and Content"), "没有能作正文的版式：要一个只有“标题”和“内容”"),
        (small_room(), "内容框太小"),
    ],
    ids=["empty", "damaged", "4-to-3", "no-cover", "no-content", "small-room"],
)  # fmt: skip
def test_a_template_that_does_not_fit_is_refused_with_what_is_missing(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match=said):
        read(data)
    file = tmp_path / "模板.pptx"
    file.write_bytes(data)
    done = run("brief", "--out", tmp_path / "out", "--template", file)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (tmp_path / "out").exists()


def test_the_command_takes_a_template_and_leaves_the_annex_out(template: bytes, tmp_path: Path) -> None:
    file = tmp_path / "模板.pptx"
    file.write_bytes(template)
    done = run("brief", "--out", tmp_path / "out", "--template", file, "--no-annex", "--format", "pptx")
    assert (done.code, done.err) == (0, "")
    (made,) = (tmp_path / "out").iterdir()
    slides = Presentation(str(made)).slides
    assert len(slides) == 10
    assert slides[0].slide_layout.name == "Title Slide"
    missing = run("brief", "--out", tmp_path / "out", "--template", tmp_path / "没有.pptx")
    assert missing.code == 2
    assert "没有“没有.pptx”" in missing.err
