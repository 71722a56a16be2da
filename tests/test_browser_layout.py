"""The pages on a phone, a tablet, a large screen and a magnified one, and on paper: laid out, never shrunk or cut."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import resize, until_idle
from test_browser import audit, barriers, not_yet_in, unheard

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE, TABLET, TURNED, LARGE = (390, 844), (820, 1180), (1024, 768), (1920, 1080)

MAGNIFIED = (960, 540)
"""The points that a screen of 1920×1080 has at 200 %."""


class Sheet(NamedTuple):
    """A page: its address, what its title says, and how many charts it has, None where nobody has counted them."""

    address: str
    title: str
    charts: int | None = 0
    is_slide: bool = False


PAGES = {
    "overview": Sheet("", "2019年知识产权强省建设推进计划", 6),
    "indicator": Sheet("indicators?indicator=copyright-registrations", "为目标的 88.0%", 1),
    "agencies": Sheet("agencies", "27 家责任单位和各成员单位承担 85 项任务分工", 2),
    "agency": Sheet("agencies?agency=ipo", "28 项任务分工完成 10 项"),
    "tasks": Sheet("tasks", "42 项任务完成 13 项"),
    "task": Sheet("tasks?task=1.1.3", "任务 1.1.3"),
    "upload": Sheet("upload?agency=ipo", "27 家中 14 家已报齐"),
    "verify": Sheet("office", "项分工自报完成待核实"),
    "briefing": Sheet("briefing?slide=bodies", "简报：16 页", 1, is_slide=True),
    "slide": Sheet("briefing?slide=completion&present=1", "附：27 家和各成员单位任务分工完成情况", is_slide=True),
    "rules": Sheet("method?part=rules", "数从哪里来，怎样算出", charts=1),
}
PAGES |= {path: Sheet(path, "", None) for path in not_yet_in(sheet.address for sheet in PAGES.values())}
"""With every page that is new in the navigation."""

SMALL = """() => {
  const texts = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || e.closest('style, script, [data-testid=stIconMaterial]')) continue;
    if (!e.checkVisibility({visibilityProperty: true}) || e.getBoundingClientRect().width <= 1) continue;
    const size = parseFloat(getComputedStyle(e).fontSize);
    const drawn = e.offsetWidth ? e.getBoundingClientRect().width / e.offsetWidth : 1;
    if (size && size * drawn < 13.5) found.push(`${texts.currentNode.data.trim().slice(0, 20)} ${size * drawn}`);
  }
  return found;
}"""
"""Texts of less than 14 pixels, as they appear."""

BEYOND = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth;
  const reached = (e) => { for (; e && e !== main; e = e.parentElement) if (scrolls(e)) return true; return false; };
  const found = [...main.querySelectorAll('*')].filter(e => (!e.closest('svg') || e.matches('text'))
    && e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().right > innerWidth + 1 && e.textContent.trim() && !reached(e));
  return [main.scrollWidth - main.clientWidth, found.map(e => e.textContent.trim().slice(0, 20)).slice(0, 5)];
}"""
"""By how much a page is wider than its screen; what lies beyond its edge and cannot be scrolled to."""

DRAWN = """charts => charts.map(chart => {
  const labels = [...chart.querySelectorAll('.ytick text, .xtick text tspan, .annotation text')];
  return labels.find(e => getComputedStyle(e).visibility === 'visible' && e.textContent.trim())?.textContent.trim().replaceAll(' ', '') ?? '';
})"""
"""A label of each chart that is seen on paper."""

FOOT = """() => {
  const e = document.querySelector('.pb-foot');
  return parseFloat(getComputedStyle(e).fontSize) * e.getBoundingClientRect().width / e.offsetWidth;
}"""
"""Pixels that the text of the foot has; where the screen is magnified, points of that size."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_laid_out_for_every_screen_and_for_paper(name, open_page, tmp_path):
    sheet = PAGES[name]
    page = open_page(sheet.address)
    size = page.evaluate(FOOT)
    has_navigation = "present=1" not in sheet.address
    assert barriers(page) == [] == unheard(page, navigations=has_navigation)
    on_paper(page, sheet, tmp_path / "page.pdf")
    for width, height in (TURNED, MAGNIFIED, TABLET, PHONE):
        resize(page, (width, height))
        assert page.evaluate(BEYOND) == [0, []], width
        assert page.evaluate(SMALL) == [], width
        # A slide on a large screen is a picture; here it is none.
        assert page.evaluate(FOOT) == pytest.approx(14 if sheet.is_slide else size, rel=0.01)
        if (width, height) != TURNED:  # which is laid out as the magnified one is
            audit(page, fields=False)
    assert barriers(page) == [] == unheard(page, navigations=has_navigation)


def test_the_navigation_of_a_phone_unfolds_and_folds(open_page):
    page = open_page("tasks?as_of=2019-06-30", size=PHONE)
    menu = page.locator(".pb-menu")
    assert not page.locator(".pb-nav > a").first.is_visible()
    assert menu.locator("summary").inner_text() == "任务" and not menu.get_by_text("核实").is_visible()
    menu.locator("summary").click()
    menu.get_by_text("核实").click()
    page.wait_for_url("**/office?as_of=2019-06-30")
    menu.locator("summary").filter(has_text="核实").wait_for()
    until_idle(page)
    assert not menu.get_by_text("指标").is_visible()


COVERED = """() => [...document.querySelectorAll('[class*=st-key-figure-]')].flatMap((figure) => {
  const over = [...figure.querySelectorAll('.modebar-btn, .pb-data summary')].map((e) => e.getBoundingClientRect());
  const texts = [...figure.querySelectorAll('.pb-caption :is(h2, p), .annotation text')].filter((e) => getComputedStyle(e).visibility === 'visible');
  return texts.filter((e) => {
    const range = document.createRange();
    range.selectNodeContents(e);
    return [...range.getClientRects()].some((r) => over.some((o) => r.left < o.right && r.right > o.left && r.top < o.bottom && r.bottom > o.top));
  }).map((e) => e.textContent);
})"""
"""Texts on which the camera button or the table's of their chart lies."""

TARGETS = """() => [...document.querySelectorAll('.pb-data summary')].map((e) => {
  const { width, height } = e.getBoundingClientRect(), { opacity } = getComputedStyle(e);
  return [Math.min(width, height) >= 40, opacity];
})"""
"""Of each button that opens a chart's table: whether a finger hits it, and whether it is seen."""


NARROW = """() => [...document.querySelectorAll('a[href], button, summary, input, textarea')].flatMap((e) => {
  // A link in a text is as high as the text; that of a row is the row; a list unfolds wherever its field is hit.
  if (!e.checkVisibility({visibilityProperty: true, opacityProperty: true}) || e.closest('p, li, footer, tr, svg') || e.matches('[role=group] > button')) return [];
  const box = e.closest('[data-testid=stCheckbox] label, [data-testid=stSelectbox] [role=group], [data-testid=stTextInputRootElement]') ?? e;
  const { width, height } = box.getBoundingClientRect(), after = getComputedStyle(e, '::after');
  const more = after.position === 'absolute' ? ['width', 'height'].map((side) => parseFloat(after[side]) || 0) : [0, 0];
  return width <= 1 || Math.min(Math.max(width, more[0]), Math.max(height, more[1])) >= 40 ? [] : [`${e.tagName} ${e.ariaLabel || e.textContent} ${width}×${height}`];
})"""
"""What a finger would miss."""


def test_the_buttons_of_a_chart_cover_no_text_and_are_there_for_a_finger(
    open_page, browser, browser_context_args, site
):
    for size in (LARGE, (1366, 768), PHONE):
        page = open_page("", size=size)
        assert page.evaluate(COVERED) == [], size
        assert page.evaluate(TARGETS) == [[True, "0" if size == LARGE else "1"]] * PAGES["overview"].charts, size
    touched = browser.new_context(**browser_context_args | {"has_touch": True, "is_mobile": True})
    page = touched.new_page()
    for size in (LARGE, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(site)
        until_idle(page)
        assert page.evaluate(COVERED) == [], size
        assert page.evaluate(TARGETS) == [[True, "1"]] * PAGES["overview"].charts, size
    camera = page.locator("[class*=figure-bullet] .modebar-btn").first
    assert camera.evaluate("e => getComputedStyle(e.closest('.modebar')).opacity") == "1"
    with page.expect_download() as saved:
        camera.tap()
    assert saved.value.suggested_filename == "示例_每万人口发明专利拥有量_截至2019-09-30.png"
    for address in ("", "indicators", "upload?agency=ipo", "office", "newplan"):
        page.goto(f"{site}/{address}")
        until_idle(page)
        assert page.evaluate(NARROW) == [], address
    touched.close()


CUT = """() => [...document.querySelectorAll('.cut')].map((e) => [e.scrollWidth > e.clientWidth, e.closest('tr').clientHeight < 40])"""
"""Of each name that may be cut: whether it is, and whether its row is a single line."""


def test_names_on_the_overview_are_cut_only_where_their_line_ends(open_page):
    for size, most in ((LARGE, 5), (MAGNIFIED, 0)):
        names = open_page("", size=size).evaluate(CUT)
        assert len(names) == 12 and all(is_line for _, is_line in names), size
        assert sum(is_cut for is_cut, _ in names) <= most, size
    page = open_page("", size=PHONE)
    assert not any(is_cut for is_cut, _ in page.evaluate(CUT))
    assert "将知识产权创造和运用纳入到高校、科研院所职称评定指标体系" in page.locator(".cut").last.inner_text()


@pytest.mark.parametrize("width", [390, 800, 1366, 1920])
def test_the_overview_is_two_sheets_from_any_window(width, open_page):
    assert open_page("", size=(width, 900)).pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 2


def on_paper(page: Page, sheet: Sheet, file: Path) -> None:
    """Each sheet has title, date and check code; the charts are on them, the controls are not."""
    file.write_bytes(page.pdf(prefer_css_page_size=True))
    run = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True)
    sheets = [said.replace(" ", "") for said in run.stdout.split("\f")[:-1]]
    assert sheets
    foot = page.locator(".pb-foot").first.inner_text().replace(" ", "")
    assert not foot.startswith(sheets[-1].split()[1][:12])  # below the head of the last sheet stands more than the foot
    for said in sheets:
        assert len(said) > 300 or said is sheets[-1]
        for words in (sheet.title, "截至2019年9月30日", "校验码", "示例数据"):
            assert words.replace(" ", "") in said
    said = "".join(sheets)
    assert sheet.charts in (None, page.locator(".js-plotly-plot").count())
    for text in page.locator(".js-plotly-plot").evaluate_all(DRAWN):
        assert text in said
    assert not [
        word for word in ("复制链接", "更多日期", "下载表格", "选择文件", "放映和文件", "一行一期") if word in said
    ]
