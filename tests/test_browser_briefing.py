"""简报 in a real browser: the slides as they will be, the presentation, and every file that is saved."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from conftest import SAMPLES, SHIPPED_PLAN, resize, until_idle
from playwright.sync_api import expect
from pptx import Presentation
from test_browser import CODE, LAPTOP, LARGE, audit, choices_of, choose, code_of, long_names, saved
from test_template import bytes_of as template_bytes
from test_template import office_template

from lib.board.board import Board
from lib.briefing.content import Briefing, brief
from lib.store.folder.store import FolderStore

if TYPE_CHECKING:
    from playwright.sync_api import Download, Page

__all__ = ["long_names"]


def briefing_of(content: str = "", folder: Path = SAMPLES) -> Briefing:
    """What the page's content holds, from the same data."""
    kind, _, id = content.partition("-")
    measures = Board(SHIPPED_PLAN, FolderStore(folder, record=False)).measures()
    return brief(measures, **{kind: id} if kind else {})


def title_of(page: Page) -> str:
    """The title of the slide that is shown, without the sample mark."""
    return page.locator(".st-key-slide :is(h1, h2)").evaluate(
        "head => [...head.childNodes].filter(n => n.className !== 'sample').map(n => n.textContent).join('')"
    )


def wait_for_title(page: Page, title: str) -> None:
    page.locator(".st-key-slide :is(h1, h2)").filter(has_text=title).wait_for()
    until_idle(page)


def wait_for_number(page: Page, number: int, of: int) -> None:
    """Until a slide is shown by itself; while it is drawn the one before may still be there."""
    page.locator(".pb-foot").filter(has_text=re.compile(rf"\b{number}/{of}$")).first.wait_for()
    until_idle(page)
    assert page.locator(".pb-foot").count() == 1


SPARE = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const slide = document.querySelector('.st-key-slide');
  const foot = slide.querySelector('.pb-foot').getBoundingClientRect();
  const lowest = Math.max(...[...slide.querySelectorAll('.pb-table, .pb-sentence, .pb-cover, .main-svg')]
    .map(e => e.getBoundingClientRect().bottom));
  const frame = slide.closest('.st-key-stage')?.getBoundingClientRect().bottom ?? innerHeight;
  const scrolls = slide.closest('.st-key-stage') ? 0 : main.scrollHeight - main.clientHeight;
  return {scrolls: -scrolls, sideways: main.clientWidth - main.scrollWidth, above: foot.top - lowest, below: frame - foot.bottom};
}"""
"""Pixels that are left: before a scroll bar comes, between the lowest block and the foot, and below the foot."""


def assert_whole(page: Page, *, fields: bool = True) -> None:
    """The slide fits its screen, and nothing on it is cut, covered or in English."""
    spare = page.evaluate(SPARE)
    assert all(pixels >= 0 for pixels in spare.values()), (title_of(page), spare)
    audit(page, fields=fields)


# the page


@pytest.mark.parametrize("content", ["", "part-1", "agency-ipo", "agency-members"])
def test_the_page_lists_every_slide_by_its_finding_and_shows_the_first(content, open_page):
    expected = briefing_of(content).slides
    page = open_page(f"briefing?content={content}", size=LAPTOP)
    listed = page.locator(".pb-block tr.leads").all_inner_texts()
    assert [text.strip() for text in listed] == [f"{n}. {slide.title}" for n, slide in enumerate(expected, 1)]
    assert title_of(page) == expected[0].title
    for size in (LAPTOP, LARGE):
        assert_whole(page)
        # The slide and what can be saved are in view at once.
        assert page.get_by_role("button", name="生成幻灯片（PPTX）").bounding_box()["y"] < size[1] - 20
        resize(page, LARGE)


def test_a_click_on_a_title_shows_its_slide_as_it_will_be(open_page):
    page = open_page("briefing", size=LAPTOP)
    keys = {"overview", "bodies", "indicator-copyright-registrations"}
    slides = [s for s in briefing_of().slides if s.key in keys]
    assert len(slides) == len(keys)
    for slide in slides:
        page.locator("tr.leads").filter(has_text=slide.title).click()
        page.wait_for_url(f"**slide={slide.key}*")
        wait_for_title(page, slide.title[:6])
        assert title_of(page) == slide.title
        assert_whole(page)


def test_part_agency_and_date_are_chosen_on_the_page(open_page, wait_idle):
    page = open_page("briefing?slide=bodies")
    choose(page, "内容", "省科技厅")
    page.wait_for_url("**content=agency-science*")
    wait_for_title(page, "省科技厅")
    assert "slide" not in choices_of(page)
    choose(page, "数据截至", "2019年6月30日")
    page.wait_for_url("**as_of=2019-06-30*")
    wait_idle(page)
    assert "数据截至2019年6月30日" in page.locator(".st-key-slide .pb-foot").inner_text()
    feet = page.locator(".pb-foot").all_inner_texts()
    assert len({CODE.search(foot)[1] for foot in feet}) == 1
    choose(page, "内容", "全部")
    page.wait_for_function("!location.search.includes('content')")
    wait_for_title(page, "推进计划")
    assert choices_of(page) == {"as_of": "2019-06-30"}


# the presentation


@pytest.mark.parametrize("content", ["", "agency-ipo"])
def test_every_slide_is_one_whole_screen_and_the_arrow_keys_lead_through_them(content, open_page):
    slides = briefing_of(content).slides
    assert slides
    page = open_page(f"briefing?content={content}&present=1")
    for number, slide in enumerate(slides, 1):
        if number > 1:
            page.keyboard.press("ArrowRight")
            page.wait_for_url(f"**slide={slide.key}")
        wait_for_number(page, number, len(slides))
        assert title_of(page) == slide.title
        assert CODE.search(page.locator(".pb-foot").inner_text())
        assert page.locator(".sample").count() == 1
        assert not page.locator(".st-key-nav, .st-key-controls, [data-testid=stException]").count()
        assert_whole(page)
        # On to the next at the other size: every slide is seen at both.
        other = LAPTOP if page.viewport_size["width"] == LARGE[0] else LARGE
        resize(page, other)
        assert_whole(page)


def test_keys_and_buttons_lead_on_and_back_and_stop_at_both_ends(open_page, wait_idle):
    keys = [slide.key for slide in briefing_of().slides]
    page = open_page("briefing?present=1")

    def expect_at(number: int) -> None:
        wait_for_number(page, number, len(keys))

    for key, number in [("ArrowLeft", 1), ("PageDown", 2), ("ArrowDown", 3), (" ", 4), ("PageUp", 3), ("ArrowUp", 2)]:
        page.keyboard.press(key)
        expect_at(number)
    page.get_by_role("button", name="下一页").click()
    expect_at(3)
    page.get_by_role("button", name="上一页").click()
    expect_at(2)
    page.goto(page.url.split("?")[0] + f"?present=1&slide={keys[-1]}")
    wait_idle(page)
    for key in ("ArrowRight", "PageDown"):
        page.keyboard.press(key)
        wait_idle(page)
        expect_at(len(keys))
    page.keyboard.press("ArrowLeft")
    expect_at(len(keys) - 1)
    assert not page.locator("[data-testid=stException]").count()


OPACITY = "() => getComputedStyle(document.querySelector('.st-key-present-buttons')).opacity"


def test_the_buttons_are_seen_only_under_the_pointer(open_page):
    page = open_page("briefing?present=1")
    page.mouse.move(400, 400)
    assert page.evaluate(OPACITY) == "0"
    page.get_by_role("button", name="下一页").hover()
    page.wait_for_function(f"({OPACITY})() === '1'")
    audit(page)
    page.get_by_role("button", name="下一页").click()
    wait_for_number(page, 2, 16)
    page.mouse.move(400, 400)
    # What was clicked keeps the focus, and must not be on the picture all the same.
    page.wait_for_function(f"({OPACITY})() === '0'")


def test_a_link_leads_to_one_slide_of_the_presentation_and_its_end_back_to_the_page(open_page, wait_idle):
    page = open_page("briefing?content=part-2&as_of=2019-06-30&slide=part-2&present=1")
    assert title_of(page).startswith("二、加快知识产权转化运用：16 项完成")
    assert_whole(page)
    code = code_of(page)
    page.get_by_role("link", name="结束放映").click()
    page.wait_for_function("!location.search.includes('present')")
    page.locator(".st-key-nav").wait_for()
    wait_idle(page)
    assert choices_of(page) == {"content": "part-2", "slide": "part-2", "as_of": "2019-06-30"}
    assert CODE.search(page.locator(".st-key-slide .pb-foot").inner_text())[1] == code
    page.get_by_role("link", name="全屏放映").click()
    page.wait_for_url("**present=1*")
    page.locator(".st-key-nav").wait_for(state="detached")
    wait_idle(page)
    assert title_of(page).startswith("二、加快知识产权转化运用：16 项完成")


def test_a_slide_that_is_not_there_is_the_first(open_page):
    page = open_page("briefing?present=1&slide=nowhere&content=part-9")
    wait_for_number(page, 1, 16)


@pytest.mark.parametrize("slide", ["overview", "indicator-copyright-registrations", "completion", "attention"])
def test_long_names_and_long_texts_still_fit_one_screen(slide, open_page, long_names):
    page = open_page(f"briefing?present=1&slide={slide}", at=long_names, anew=False)
    for size in (LARGE, LAPTOP):
        resize(page, size)
        assert_whole(page)


@pytest.fixture(scope="module")
def nothing(serve, tmp_path_factory):
    """A board without any report, on a machine without a browser and without LibreOffice."""
    return serve(actuals=tmp_path_factory.mktemp("none"), env={"PATH": str(tmp_path_factory.mktemp("bin"))})


@pytest.mark.parametrize("slide", ["cover", "overview", "indicator-copyright-registrations", "bodies", "next"])
def test_where_nothing_was_reported_the_slides_say_so(slide, open_page, nothing):
    page = open_page(f"briefing?present=1&slide={slide}", at=nothing, size=LAPTOP, anew=False)
    assert_whole(page)
    assert not page.locator(".sample").count()
    if slide.startswith("indicator"):
        assert "尚无报送" in page.locator(".js-plotly-plot").text_content()
        assert not page.locator(".js-plotly-plot .ytick").count()


# what is saved


@pytest.fixture(scope="module")
def makers(serve, tmp_path_factory):
    """A board of its own: its server starts a browser for the pictures."""
    folder = tmp_path_factory.mktemp("makers")
    return serve(actuals=Path(shutil.copytree(SAMPLES, folder / "actuals")))


def made(page: Page, word: str) -> Download:
    """Make a file on the page and save it."""
    page.get_by_role("button", name=f"生成{word}").click()
    button = page.get_by_role("button", name=f"保存{word}")
    button.wait_for(timeout=60_000)
    until_idle(page)
    return saved(page, button.click)


def bytes_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_the_slides_are_saved_as_a_presentation_that_opens_and_anew_for_other_contents_and_dates(
    open_page, makers, wait_idle
):
    page = open_page("briefing", at=makers)
    contents = [
        ("", "", "简报"),
        ("内容", "四、加大政策支持力度", "简报_第四部分"),
        ("数据截至", "2019年6月30日", "简报_第四部分"),
    ]
    day = "2019-09-30"
    for label, option, name in contents:
        if label:
            choose(page, label, option)
            expect(page.get_by_role("button", name="保存幻灯片（PPTX）")).to_have_count(0)
            wait_idle(page)
        if label == "数据截至":
            day = "2019-06-30"
        download = made(page, "幻灯片（PPTX）")
        assert download.suggested_filename == f"示例_{name}_截至{day}.pptx"
        slides = Presentation(io.BytesIO(bytes_of(download))).slides
        feet = [
            x.text_frame.text
            for slide in slides
            for x in slide.shapes
            if x.has_text_frame and CODE.search(x.text_frame.text)
        ]
        assert len(feet) == len(slides) == page.locator(".pb-block tr.leads").count()
        assert {CODE.search(foot)[1] for foot in feet} == {CODE.search(page.locator(".pb-foot").last.inner_text())[1]}


@pytest.mark.parametrize(
    ("content", "paper", "name", "title"),
    [
        ("", "督查通报", "通报", "推进情况的通报"),
        ("", "快报", "月度快报", "推进情况月度快报"),
        ("agency-science", "督办单", "督办单_省科技厅", "督办单"),
    ],
)
def test_notice_bulletin_and_the_sheet_of_an_agency_are_saved_as_word_files_that_open(
    content, paper, name, title, open_page, makers
):
    download = made(open_page(f"briefing?content={content}", at=makers), f"{paper}（Word）")
    assert download.suggested_filename == f"示例_{name}_截至2019-09-30.docx"
    said = "\n".join(p.text for p in docx.Document(io.BytesIO(bytes_of(download))).paragraphs)
    assert title in said.replace("\n", "")


def test_requirements_and_template_of_the_notice_are_changed_on_the_page(open_page, makers, wait_idle, tmp_path):
    page = open_page("briefing", at=makers, size=LAPTOP)
    page.get_by_role("button", name="改写通报").click()
    box = page.get_by_label("下一步工作要求")
    expect(box).to_have_value(re.compile("抓紧补报进展。请省知识产权局"))
    audit(page)
    box.fill("加强调度。请各责任单位每月5日前会商。\n请遵照执行。")
    box.blur()
    wait_idle(page)
    zone = page.locator(".st-key-template-uploader-docx [data-testid=stFileUploaderDropzoneInstructions]")
    assert ".docx" in zone.evaluate("zone => getComputedStyle(zone, '::after').content")
    template = docx.Document()
    template.add_paragraph("某某办公室文件")
    template.save(str(tmp_path / "模板.docx"))
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(str(tmp_path / "模板.docx"))
    page.get_by_text("模板里没有这些样式").wait_for()
    wait_idle(page)
    page.keyboard.press("Escape")
    document = docx.Document(io.BytesIO(bytes_of(made(page, "督查通报（Word）"))))
    said = [p.text for p in document.paragraphs]
    assert said[0] == "某某办公室文件"
    assert "（一）加强调度。请各责任单位每月5日前会商。" in said
    assert "（二）请遵照执行。" in said
    assert document.core_properties.comments.endswith("；工作要求经人工修改")


RECORD_PROGRESS = """() => {
  window.__said = new Set();
  new MutationObserver(() => {
    const bar = document.querySelector('[data-testid=stProgress]');
    if (bar) window.__said.add(bar.textContent.trim());
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def test_pictures_are_saved_as_png_and_svg_while_the_progress_is_said(open_page, makers):
    page = open_page("briefing", at=makers)
    page.evaluate(RECORD_PROGRESS)
    download = made(page, "图片（PNG 和 SVG）")
    said = page.evaluate("[...window.__said]")
    assert any(re.fullmatch(r"正在画第 \d+ 幅，共 19 幅……", words) for words in said)
    assert not page.locator("[data-testid=stProgress]").count()
    assert download.suggested_filename == "示例_简报_截至2019-09-30_图片.zip"
    with zipfile.ZipFile(io.BytesIO(bytes_of(download))) as archive:
        assert len(archive.namelist()) == 2 * (6 * 3 + 1)
        assert "示例_总体_1比1_截至2019-09-30.png" in archive.namelist()
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".png"):
                assert data.startswith(b"\x89PNG")
                assert "16比9" not in name or struct.unpack(">II", data[16:24]) == (1920, 1080)
                # More than white paper.
                assert len(data) > 20_000
            else:
                assert data.startswith(b"<svg")
                assert "校验码" in data.decode()


def test_the_slides_are_saved_as_pdf_with_a_page_for_each(open_page, makers, tmp_path):
    download = made(open_page("briefing", at=makers), "幻灯片的 PDF")
    assert download.suggested_filename == "示例_简报_截至2019-09-30.pdf"
    data = bytes_of(download)
    assert data.startswith(b"%PDF")
    (tmp_path / "deck.pdf").write_bytes(data)
    said = subprocess.run(["pdfinfo", tmp_path / "deck.pdf"], check=True, capture_output=True, text=True).stdout
    assert re.search(r"^Pages: +(\d+)$", said, re.MULTILINE)[1] == str(len(briefing_of().slides))


def test_a_machine_without_browser_and_libreoffice_says_what_to_install_and_makes_the_rest(
    open_page, nothing, wait_idle
):
    page = open_page("briefing", at=nothing, size=LAPTOP)
    page.get_by_role("button", name="生成图片").click()
    page.get_by_text("请管理员安装 Chromium（Debian：apt-get install chromium）").wait_for()
    wait_idle(page)
    audit(page)
    page.get_by_role("button", name="生成幻灯片的 PDF").click()
    page.get_by_text("没有找到 LibreOffice，不能生成 PDF。请用 PPTX 另存为 PDF").wait_for()
    wait_idle(page)
    audit(page)
    assert not page.locator("[data-testid=stProgress]").count()
    for word, open_file in [("幻灯片（PPTX）", Presentation), ("督查通报（Word）", docx.Document)]:
        download = made(page, word)
        assert "示例" not in download.suggested_filename
        open_file(io.BytesIO(bytes_of(download)))


# what is chosen


def test_slides_are_chosen_ordered_and_retitled_before_the_files_are_made(open_page, makers, wait_idle):
    page = open_page("briefing", at=makers)
    before = briefing_of().slides
    dialog = page.get_by_role("dialog")

    def open_dialog() -> None:
        page.get_by_role("button", name="选页、改标题、定日期、换模板……").click()
        dialog.get_by_role("button", name="采用").wait_for()
        until_idle(page)

    open_dialog()
    titles = dialog.get_by_label("标题")
    assert titles.count() == len(before)
    # A number that differs is refused in a sentence, and nothing is taken over.
    titles.nth(2).fill("每万人口发明专利拥有量 2.89 件，距目标差 0.04 件，低于序时进度 16.6 个百分点")
    titles.nth(2).press("Tab")
    until_idle(page)
    dialog.get_by_role("button", name="采用").click()
    dialog.get_by_text("标题里的数不能改：原来是").wait_for()
    day = dialog.get_by_label("汇报日期")
    expect(day).to_have_value("2019-10-25")
    for written in ("11月3日", "2019-11-03"):
        day.fill(written)
        day.press("Tab")
        until_idle(page)
        if written == "11月3日":
            dialog.get_by_role("button", name="采用").click()
            dialog.get_by_text("“汇报日期”里的“11月3日”不是日期").wait_for()
    title = "发明专利拥有量 2.86 件，距目标差 0.04 件，低于序时进度 16.6 个百分点"
    titles.nth(2).fill(title)
    titles.nth(2).press("Tab")
    until_idle(page)
    for number in range(11, len(before) + 1):
        dialog.get_by_text(f"第 {number} 页", exact=True).click()
        until_idle(page)
    dialog.get_by_label("次序").nth(7).fill("0")
    dialog.get_by_label("次序").nth(7).press("Tab")
    until_idle(page)
    audit(page)
    dialog.get_by_role("button", name="采用").click()
    dialog.wait_for(state="detached")
    wait_idle(page)
    listed = page.locator(".pb-block tr.leads").all_inner_texts()
    assert len(listed) == 10
    assert listed[0].strip() == f"1. {before[7].title}"
    assert any(title in text for text in listed)
    made_file = Presentation(io.BytesIO(bytes_of(made(page, "幻灯片（PPTX）"))))
    assert len(made_file.slides) == 10
    assert made_file.core_properties.comments == (
        f"汇报日期由人工填写：2019年11月3日；标题经人工改写：第4页“{title}”；页序经人工调整"
    )
    cover = made_file.slides[1]
    assert "汇报日期：2019年11月3日" in "".join(x.text_frame.text for x in cover.shapes if x.has_text_frame)
    open_dialog()
    dialog.get_by_role("button", name="恢复原样").click()
    dialog.wait_for(state="detached")
    wait_idle(page)
    assert page.locator(".pb-block tr.leads").count() == len(before)


def test_a_template_is_taken_on_the_page_and_one_that_does_not_fit_is_said(open_page, makers, tmp_path, wait_idle):
    made_template = office_template()
    (tmp_path / "本办模板.pptx").write_bytes(template_bytes(made_template))
    (tmp_path / "旧模板.pptx").write_bytes(template_bytes(Presentation()))
    page = open_page("briefing", at=makers)
    page.get_by_role("button", name="选页、改标题、定日期、换模板……").click()
    dialog = page.get_by_role("dialog")
    field = dialog.locator("input[type=file]")
    for name in ("旧模板.pptx", "本办模板.pptx"):
        field.set_input_files(tmp_path / name)
        dialog.get_by_text(name).wait_for()
        until_idle(page)
        dialog.get_by_role("button", name="采用").click()
        if name == "旧模板.pptx":
            dialog.get_by_text("简报要 16:9").wait_for()
    dialog.wait_for(state="detached")
    wait_idle(page)
    slides = Presentation(io.BytesIO(bytes_of(made(page, "幻灯片（PPTX）")))).slides
    assert {slide.slide_layout.name for slide in slides} == {"Title Slide", "Title and Content"}
