"""The pages in a real browser: what a reader sees, clicks, copies and saves, on a large screen and on a laptop."""

from __future__ import annotations

import random
import re
import shutil
import struct
from collections.abc import Callable, Iterable
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import yaml
from conftest import resize
from factories import csv_bytes, progress_bytes
from heard import misheard
from playwright.sync_api import expect
from serving import served

from lib.ui import frame

if TYPE_CHECKING:
    from playwright.sync_api import Download, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "data" / "plan_2019.yaml"
SAMPLES = ROOT / "data" / "actuals"

LARGE, LAPTOP = (1920, 1080), (1366, 768)
LARGER = (2560, 1440)

WITHIN = 5_000
"""Milliseconds until an open page shows what is in the folder."""

CODE = re.compile(r"校验码 ([0-9A-F]{4}-[0-9A-F]{4})")


class View(NamedTuple):
    """One of the things a page can show: its address, and the finding that its title says."""

    address: str
    finding: str


VIEWS = {
    "overview": View("", "42 项任务完成 13 项（31.0%，若未报送的都已完成则为 42.9%）"),
    "indicator-level": View("indicators", "每万人口发明专利拥有量 2.86 件，距目标差 0.04 件"),
    "indicator-cumulative": View(
        "indicators?indicator=copyright-registrations", "352 件，为目标的 88.0%，快于序时进度 13.2"
    ),
    "indicator-share": View("indicators?indicator=enterprise-patent-share", "60.2%，已达 60% 的目标"),
    "agencies": View("agencies", "27 家责任单位和各成员单位承担 85 项任务分工，2 家全部完成"),
    "agencies-shared": View("agencies?counting=shared", "27 家责任单位和各成员单位承担 85 项任务分工"),
    "agencies-first-listed": View("agencies?counting=first_listed", "27 家责任单位和各成员单位承担 85 项任务分工"),
    "agency": View("agencies?agency=ipo", "省知识产权局：28 项任务分工完成 10 项（35.7%"),
    "group": View("agencies?agency=members", "各成员单位：2 项任务分工完成 1 项"),
    "tasks": View("tasks", "42 项任务完成 13 项"),
    "tasks-filtered": View(f"tasks?q={quote('地理标志')}&status=in_progress", "42 项任务完成 13 项"),
    "task": View("tasks?task=2.2.4", "任务 2.2.4"),
    "task-indicator": View("tasks?task=1.1.4", "任务 1.1.4"),
    "upload": View("upload", "2019年9月：27 家中 14 家已报齐、13 家欠报；各成员单位已报齐"),
    "upload-agency": View("upload?agency=ipo", "2019年9月：27 家中 14 家已报齐、13 家欠报"),
    "upload-office": View("upload?agency=office&period=2019-06", "2019年6月：27 家中"),
    "verify": View("office", "项分工自报完成待核实"),
    "restated": View("office?part=restated", "项分工自报完成待核实"),
    "questions": View("office?part=questions", "项分工自报完成待核实"),
    "briefing": View("briefing", "简报：16 页，截至2019年9月30日"),
    "briefing-part": View("briefing?content=part-2", "简报：8 页，截至2019年9月30日"),
    "briefing-earlier": View("briefing?as_of=2019-06-30", "页，截至2019年6月30日"),
    "document": View("method", "数从哪里来，怎样算出"),
    "rules": View("method?part=rules", "数从哪里来，怎样算出"),
    "sources": View("method?part=sources", "数从哪里来，怎样算出"),
    "problems": View("method?part=problems", "数从哪里来，怎样算出"),
}


def not_yet_in(addresses: Iterable[str]) -> list[str]:
    """The pages of the navigation that none of these addresses leads to."""
    paths = {urlsplit(address).path or next(iter(frame.PAGES)) for address in addresses}
    return [path for path in frame.PAGES if path not in paths]


VIEWS |= {path: View(path, "") for path in not_yet_in(view.address for view in VIEWS.values())}
"""With a page that is new in the navigation; what its title says is to be written above."""


def test_a_page_that_is_new_in_the_navigation_is_looked_at(monkeypatch):
    assert not not_yet_in(view.address for view in VIEWS.values())
    monkeypatch.setitem(frame.PAGES, "trial_page", "试")
    assert not_yet_in(view.address for view in VIEWS.values()) == ["trial_page"]


# what is seen

AUDIT = """() => {
  // What is there for screen readers only is one pixel wide; icons are words in a font of their own.
  const visible = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && e.getBoundingClientRect().width > 1 && !e.closest('[data-testid=stIconMaterial]')
    && getComputedStyle(e).fontSize !== '0px';
  // What lies under a dialog is covered on purpose.
  const root = document.querySelector('[role=dialog]:has([data-testid=stVerticalBlock])') ?? document.body;
  const texts = [];
  const visit = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) {
        const parent = child.parentElement ?? child.getRootNode().host;
        if (child.data.trim() && visible(parent)) texts.push([child, parent]);
      } else if (child.nodeType === 1 && !['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(child.tagName)) {
        visit(child);
        if (child.shadowRoot) visit(child.shadowRoot);
      }
    }
  };
  visit(root);

  // A sentence is one text, however many pieces it is marked up in.
  const sentences = new Map();
  for (const [node, parent] of texts) {
    // A command can only be quoted as it is.
    if (parent.closest('code')) continue;
    let whole = parent.closest('svg text') ?? parent;
    while (/^inline|contents/.test(getComputedStyle(whole).display) && !whole.closest('svg'))
      whole = whole.parentElement ?? whole.getRootNode().host;
    sentences.set(whole, (sentences.get(whole) ?? '') + node.data);
  }

  // What is wider than its frame can be scrolled to there, or ends there with an ellipsis; what of it is seen, if anything is.
  const ends = (e) => e.matches('td.cut') && getComputedStyle(e).textOverflow === 'ellipsis';
  const scroller = (e) => {
    while (e && !(e.scrollWidth > e.clientWidth && (/auto|scroll/.test(getComputedStyle(e).overflowX) || ends(e)))) e = e.parentElement;
    return e;
  };
  const seen = (box, e) => {
    const frame = scroller(e)?.getBoundingClientRect();
    if (frame) [box.left, box.right] = [Math.max(box.left, frame.left), Math.min(box.right, frame.right)];
    return box.left < box.right ? [box] : [];
  };
  const short = (text) => text.trim().replace(/\\s+/g, ' ').slice(0, 40);
  const found = {said: [...sentences.values()].map((text) => text.trim()), wide: [], fields: [], outside: [], cut: [], overlapping: []};
  const boxes = [];
  const svgs = new Set();
  for (const [node, parent] of texts) {
    if (parent.closest('svg')) {
      svgs.add(parent.closest('text'));
      continue;
    }
    let block = parent;
    while (['inline', 'contents'].includes(getComputedStyle(block).display)) block = block.parentElement;
    if (block.clientWidth && block.scrollWidth > block.clientWidth + 1 && !ends(block))
      found.wide.push(`${short(node.data)} (${block.scrollWidth} > ${block.clientWidth})`);
    const range = document.createRange();
    range.selectNodeContents(node);
    const frame = parent.closest('[data-testid=stElementContainer]')?.getBoundingClientRect();
    const isReached = scroller(parent);
    for (const r of range.getClientRects()) {
      if (isReached) {}
      else if (r.right > innerWidth + 1 || r.left < -1) found.outside.push(short(node.data));
      else if (frame && (r.right > frame.right + 2 || r.left < frame.left - 2)) found.cut.push(short(node.data));
      // The box of a line is higher than its characters, and that of a scaled slide lies between pixels.
      const spare = r.height * 0.2;
      boxes.push(...seen({block, text: short(node.data), left: r.left + 0.5, right: r.right - 0.5, top: r.top + spare, bottom: r.bottom - spare}, parent));
    }
  }
  for (const text of svgs) {
    if (!text) continue;
    const r = text.getBoundingClientRect();
    if (!r.width) continue;
    const frame = (text.closest('.js-plotly-plot') ?? text.closest('svg')).getBoundingClientRect();
    if (r.right > frame.right + 2 || r.left < frame.left - 2 || r.bottom > frame.bottom + 2 || r.top < frame.top - 2)
      found.cut.push(short(text.textContent));
    boxes.push(...seen({text: short(text.textContent), left: r.left + 1, right: r.right - 1, top: r.top + 1, bottom: r.bottom - 1}, text));
  }
  for (const field of root.querySelectorAll('input:not([type=checkbox], [type=password])')) {
    if (!visible(field)) continue;
    found.said.push(field.value || field.placeholder);
    if (field.scrollWidth > field.clientWidth + 1) found.fields.push(`${field.value} (${field.scrollWidth} > ${field.clientWidth})`);
  }
  for (const e of root.querySelectorAll('[title], [data-title], img[alt]'))
    if (visible(e)) found.said.push(e.title || e.dataset.title || e.alt);
  // Words that a style sheet puts over Streamlit's own.
  for (const e of root.querySelectorAll('.st-key-uploader, .st-key-uploader *'))
    found.said.push(getComputedStyle(e, '::after').content.replace(/^(none|normal)$|"/g, ''));
  boxes.sort((a, b) => a.top - b.top);
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      if (b.top >= a.bottom) break;
      // Full-width brackets and stops of one sentence share the space between them.
      const apart = !a.block || a.block !== b.block;
      if (apart && Math.min(a.right, b.right) > Math.max(a.left, b.left)) found.overlapping.push(`${a.text} | ${b.text}`);
    }
  });
  return found;
}"""
"""All visible text, of a dialog only where one is open; text that is wider than its box, beyond the window or its frame;
texts that lie on each other."""

ALLOWED = re.compile(
    r"https?://[^\s\u3000-\u9fff（）]+"  # sources
    r"|[^\s（）“”：，；。]+\.(?:csv|xlsx|yaml|txt|png|json)\b"  # files
    r"|校验码 [0-9A-F-]{9}"
    r"|Debian：apt-get install [a-z -]+"
    r"|(?<![A-Za-z])(?:CSV|PNG|SVG|PPTX|PDF|Word|Chromium|LibreOffice|UTF-8|YAML|Excel|WPS|GBK|GB18030|xlsx|MB|SHA-256|[0-9a-f]{64})(?![A-Za-z])"
    r"|\b\d+\.\d[KM]?B\b"  # sizes
    r"|python -m lib access add"
)

ENGLISH = re.compile(r"[A-Za-z]{2,}|\d[kMGBT]\b")
"""Words, and the short scale of numbers: 1.5M."""


def audit(page: Page, *, fields: bool = True) -> None:
    """Whatever page it is: nothing in English, cut, covered or beyond the edge; `fields`: not in a select box either."""
    found = page.evaluate(AUDIT)
    if not fields:
        del found["fields"]
    found["english"] = [said for said in found.pop("said") if ENGLISH.search(ALLOWED.sub("", said))]
    assert {what: where for what, where in found.items() if where} == {}


def text_of(page: Page) -> str:
    """The page's text, with its charts'."""
    return "\n".join(page.evaluate(AUDIT)["said"])


def code_of(page: Page) -> str:
    found = CODE.search(page.locator(".pb-foot").inner_text())
    assert found
    return found[1]


def test_what_the_keyboard_brings_up_is_in_chinese(open_page):
    page = open_page("agencies", anew=True)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "跳到正文"
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def barriers(page: Page) -> list[str]:
    """What keeps somebody from reading or using a page: axe's rules of WCAG 2.2 AA and its good practice."""
    page.evaluate(AXE)
    return page.evaluate(BARRIERS)


def unheard(page: Page, *, navigations: int = 1) -> list[str]:
    """What somebody who hears a page would miss or mistake; a chart is called what it finds."""
    return misheard(page, lambda name: ENGLISH.search(ALLOWED.sub("", name)), navigations=navigations) + page.evaluate(
        MISNAMED
    )


MISNAMED = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].filter((chart) => {
  const title = chart.closest('[class*=st-key-figure-]')?.querySelector('.pb-caption h2') ?? document.querySelector('.st-key-slide .pb-head :is(h1, h2)');
  const finding = [...title.childNodes].filter((e) => e.className !== 'sample').map((e) => e.textContent).join('');
  return chart.role !== 'figure' || !finding || chart.getAttribute('aria-label') !== finding;
}).map((chart) => `a chart called ${chart.getAttribute('aria-label')}`)"""

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

BARRIERS = """async () => {
  // The box in which Streamlit takes files has a name beside its lack of a role.
  const rules = { 'presentation-role-conflict': { enabled: false } };
  const { violations } = await axe.run(document, { rules, resultTypes: ['violations'] });
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id} ${n.target} ${n.html.slice(0, 90)}`));
}"""


WORDS = """() => [...document.querySelectorAll('[data-testid=stDialog] *, [aria-label], [title], [placeholder]')].flatMap(
  (e) => [e.children.length ? '' : e.textContent, ...['aria-label', 'title', 'placeholder'].map((name) => e.getAttribute(name))]
).filter(Boolean)"""


def test_words_of_streamlit_for_which_it_has_no_setting_are_in_chinese(reader, tmp_path, wait_idle):
    """Also what a screen reader says, and what stands there when the server is gone."""
    page = reader.new_page()
    with served(tmp_path / "log.txt", PLANBOARD_ACTUALS=shutil.copytree(SAMPLES, tmp_path / "actuals")) as site:
        page.goto(f"{site}/upload?agency=customs")
        wait_idle(page)
        page.get_by_role("button", name="选择文件", exact=True).wait_for()
        said = page.locator("[data-testid=stFileUploaderDropzoneInstructions]").inner_text()
        assert said == "或把文件拖到这里，最大 2 MB"
        page.set_input_files("input[type=file]", {"name": "甲.txt", "mimeType": "text/plain", "buffer": b"1"})
        page.locator("[data-testid=stFileChip]").wait_for()
        wait_idle(page)
        words = page.evaluate(WORDS)
        assert {"跳到正文", "展开：单位", "文件", "移去 甲.txt"} <= {
            page.locator("[data-testid=stSkipToContent]").inner_text(),
            *words,
        }
        assert not [said for said in words if re.search(r"[A-Za-z]{3,}", said.replace("甲.txt", "").replace("PNG", ""))]
    page.locator("[data-testid=stDialog]").get_by_text("看板没有回应").wait_for(timeout=60_000)
    assert "与看板的连接断了" in page.evaluate(WORDS)
    assert not [said for said in page.evaluate(WORDS) if re.search(r"[A-Za-z]{3,}", said.replace("甲.txt", ""))]
    page.close()


@pytest.mark.parametrize("name", VIEWS)
def test_what_is_seen_is_whole_in_chinese_and_says_the_finding(name, open_page):
    address, finding = VIEWS[name]
    page = open_page(address, size=LAPTOP)
    path = urlsplit(page.url).path.strip("/") or "overview"
    assert page.title() == f"{(frame.PAGES | frame.HIDDEN_PAGES)[path]} · 推进计划看板"
    head = page.locator(".pb-head").first
    head.get_by_text("示例数据").wait_for()
    assert finding in (page.locator(".pb-lead") if name == "overview" else head).inner_text().replace("\n", "")
    assert CODE.search(page.locator(".pb-foot").last.inner_text())
    assert not page.locator("[data-testid=stDialog], [data-testid=stException], [data-testid=stAlert]").count()
    for chart in page.locator(".js-plotly-plot").all():
        assert "示例数据" in chart.text_content()
    audit(page)
    resize(page, LARGE)
    audit(page)


FITS = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const foot = document.querySelector('.pb-foot').getBoundingClientRect();
  return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth, foot.bottom - innerHeight];
}"""
"""What is too much: height, width, the part of the footer below the window."""


def assert_one_screen(page: Page) -> None:
    assert all(excess <= 0 for excess in page.evaluate(FITS)), page.evaluate(FITS)


@pytest.mark.parametrize(
    "choices",
    [
        "",
        "?as_of=2019-01-15",
        "?as_of=2019-01-31",
        "?as_of=2019-09-30&known_by=2019-10-25",
        "?as_of=2019-12-31",
        "?as_of=2019-12-31&known_by=2018-12-31",
    ],
    ids=["samples", "nothing-yet", "first-period", "copied-link", "overdue", "nothing-in-the-whole-year"],
)
def test_the_overview_is_one_screen(choices, open_page):
    page = open_page(choices, size=LARGER)
    assert_one_screen(page)
    for size in (LARGE, LAPTOP):
        resize(page, size)
        if size == LARGE:
            assert_one_screen(page)
        audit(page)


@pytest.fixture(scope="module")
def live_board(serve, tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    return folder, serve(actuals=folder)


@pytest.fixture
def live(live_board):
    """A board with a folder of its own, which is empty at first; the folder and the address."""
    folder, site = live_board
    for entry in folder.iterdir():
        # With its journal gone as well, the folder is as new.
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    return folder, site


def test_without_good_files_the_overview_is_one_screen_and_says_what_to_do(open_page, live):
    folder, site = live
    page = open_page(at=site, size=LAPTOP)
    page.get_by_text("还没有填报数").wait_for(timeout=WITHIN)
    assert "示例数据" not in text_of(page)
    for size in (LAPTOP, LARGE):
        resize(page, size)
        audit(page)
    assert_one_screen(page)
    (folder / "省科技厅.csv").write_bytes(b"no table")
    page.get_by_text("数据问题").first.wait_for(timeout=WITHIN)
    for size in (LAPTOP, LARGE):
        resize(page, size)
        audit(page)
    assert_one_screen(page)


def long_plan() -> dict[str, Any]:
    """The shipped plan with names as long as they get, more parts and more indicators than the screen was drawn for."""
    plan: dict[str, Any] = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    plan["title"] = "关于新形势下加快知识产权强省建设和高质量发展的若干政策措施任务分工及2019年度推进计划"
    for number, agency in enumerate(plan["agencies"]):
        agency["name"] = f"{agency['name']}〔省知识产权保护和运用领导小组第{number + 1}办公室〕"
    plan["groups"][0]["name"] = "省人民政府知识产权战略实施和强省建设工作领导小组办公会议制度各成员单位"
    for part in plan["parts"]:
        part["title"] += "和全社会尊重和保护知识产权意识"
    for indicator in plan["indicators"]:
        indicator["name"] = f"全省规模以上工业和高新技术企业{indicator['name']}"
        indicator["unit"] = "%" if indicator["unit"] == "%" else "万件次"
    return plan


@pytest.fixture(scope="module")
def long_names(serve, tmp_path_factory):
    """A board in which everything has a long name."""
    folder = tmp_path_factory.mktemp("long")
    plan = long_plan()
    (folder / "plan.yaml").write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    actuals = folder / "actuals"
    actuals.mkdir()
    names = [indicator["name"] for indicator in plan["indicators"]]
    ipo = [[names[0], "2019-09", "2.8612", "2019-10-08", ""], [names[2], "2019-09", "59.87", "2019-10-08", ""]]
    (actuals / "ipo_figures.csv").write_bytes(csv_bytes(*ipo))
    (actuals / "copyright.csv").write_bytes(csv_bytes([names[1], "2019-09", "1234567", "2019-10-08", ""]))
    said = "因涉及部门较多、协调难度较大，工作方案仍在征求意见" * 3
    rows = [
        [task, "", "2019-09", "进展滞后", said, said, said, "2019-10-08", said] for task in ("1.1.1", "2.2.4", "2.3.2")
    ]
    (actuals / "ipo_progress.csv").write_bytes(progress_bytes(*rows))
    return serve(actuals=actuals, plan=folder / "plan.yaml")


@pytest.mark.parametrize(
    "address", ["", "indicators", "indicators?indicator=copyright-registrations", "agencies", "agencies?agency=ipo", "tasks?task=2.2.4"]
)  # fmt: skip
def test_long_names_are_not_cut_and_cover_nothing(address, open_page, long_names):
    page = open_page(address, at=long_names, size=LAPTOP, anew=False)
    for size in (LAPTOP, LARGE):
        resize(page, size)
        if not address and size == LARGE:
            assert_one_screen(page)
        # A name of 30 characters is longer than any select box.
        audit(page, fields=False)


# the address


def box(page: Page, label: str) -> Locator:
    """A select box by its label."""
    return page.get_by_role("combobox", name=label, exact=True)


def radio(page: Page, label: str) -> Locator:
    return page.get_by_role("radio", name=label, exact=True)


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label)


def choices_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_link_restores_the_filters_of_the_tasks(open_page):
    choices = {"q": "知识产权", "status": "in_progress", "agency": "ipo", "show": "owing", "as_of": "2019-06-30"}
    page = open_page("tasks?" + "&".join(f"{name}={quote(value)}" for name, value in choices.items()), anew=True)
    assert field(page, "搜索任务").input_value() == "知识产权"
    assert box(page, "状态").input_value() == "推进中"
    assert box(page, "责任单位").input_value() == "省知识产权局"
    assert box(page, "范围").input_value() == "本期欠报"
    assert box(page, "数据截至").input_value() == "2019年6月30日"
    assert "找到" in text_of(page)
    assert choices_of(page) == choices


def test_a_link_restores_the_moment(open_page):
    page = open_page("?as_of=2019-05-15&known_by=2019-05-20", anew=True)
    assert box(page, "数据截至").input_value() == "2019年5月15日"
    assert "截至2019年5月15日" in text_of(page)
    page.get_by_role("button", name="更多日期").click()
    expect(field(page, "数据截至其他日期")).to_have_value("2019-05-15")
    expect(field(page, "知悉截至")).to_have_value("2019-05-20")


@pytest.mark.parametrize(
    ("address", "label", "chosen", "said"),
    [
        ("indicators?indicator=enterprise-patent-share", "指标", "企业发明专利拥有量占比", "企业发明专利拥有量占比 60.2%"),
        ("agencies?agency=copyright", "责任单位", "省新闻出版局", "7 项任务分工"),
        ("tasks?task=3.1.3", "任务", "3.1.3 ", "任务 3.1.3"),
        ("agencies?counting=first_listed", None, "首位列名", "全部合计 42（首位列名）"),
        ("method?part=sources", None, "公布数据来源", "english.sipo.gov.cn"),
    ],
)  # fmt: skip
def test_a_link_restores_what_was_chosen(address, label, chosen, said, open_page):
    page = open_page(address, anew=True)
    if label:
        assert box(page, label).input_value().startswith(chosen)
    else:
        assert radio(page, chosen).get_attribute("aria-checked") == "true"
    assert said in text_of(page)
    assert page.url.endswith(address)


def choose(page: Page, label: str, option: str) -> None:
    """Type the option where there are many: only those in view are there, and a list that is scrolled makes them anew."""
    box(page, label).click()
    if box(page, label).is_editable():
        box(page, label).fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def test_a_choice_goes_into_the_address_and_back_out_of_it(open_page, wait_idle):
    page = open_page("tasks")
    choose(page, "状态", "推进中")
    page.wait_for_url("**/tasks?status=in_progress")
    choose(page, "范围", "本期欠报")
    page.wait_for_url("**/tasks?status=in_progress&show=owing")
    field(page, "搜索任务").fill("专利")
    field(page, "搜索任务").press("Enter")
    page.wait_for_url("**/tasks?status=in_progress&show=owing&q=*")
    choose(page, "责任单位", "省农业农村厅")
    page.wait_for_url("**agency=agriculture*")
    page.get_by_text("找到 1 项，共 42 项。").wait_for()
    choose(page, "状态", "全部状态")
    page.wait_for_function("!location.search.includes('status')")
    wait_idle(page)
    assert choices_of(page) == {"show": "owing", "q": "专利", "agency": "agriculture"}


def test_the_moment_goes_into_the_address_and_along_to_other_pages(open_page, wait_idle):
    page = open_page("")
    code = code_of(page)
    choose(page, "数据截至", "2019年6月30日")
    page.wait_for_url("**/?as_of=2019-06-30")
    wait_idle(page)
    assert code_of(page) != code
    page.get_by_role("button", name="更多日期").click()
    field(page, "知悉截至").fill("2019-07-05")
    field(page, "知悉截至").press("Enter")
    page.wait_for_url("**known_by=2019-07-05*")
    wait_idle(page)
    code = code_of(page)
    page.keyboard.press("Escape")
    page.locator(".pb-nav > a").filter(has_text="责任单位").click()
    page.locator(".pb-head").get_by_text("27 家责任单位").wait_for()
    wait_idle(page)
    assert choices_of(page) == {"as_of": "2019-06-30", "known_by": "2019-07-05"}
    assert code_of(page) == code


@pytest.mark.parametrize(
    ("address", "label", "option", "url", "said"),
    [
        ("indicators", "指标", "作品著作权登记量", "**/indicators?indicator=copyright-registrations", "作品著作权登记量 352 件"),
        ("agencies", "责任单位", "省教育厅", "**/agencies?agency=education", "省教育厅：2 项任务分工"),
        ("agencies", None, "均摊", "**/agencies?counting=shared", "全部合计 42（均摊）"),
        ("method", None, "规则与算例", "**/method?part=rules", "算例"),
    ],
)  # fmt: skip
def test_what_is_chosen_on_a_page_goes_into_its_address(address, label, option, url, said, open_page, wait_idle):
    page = open_page(address)
    if label:
        choose(page, label, option)
    else:
        radio(page, option).click()
    page.wait_for_url(url)
    wait_idle(page)
    assert said in text_of(page)


def test_a_wrong_date_is_said_and_not_used(open_page):
    page = open_page("?as_of=2019-09-31")
    page.get_by_role("button", name="更多日期").click()
    page.get_by_text("“2019-09-31”不是日期，没有采用。").wait_for()
    assert box(page, "数据截至").input_value() == "2019年9月30日"


def copied_link(page: Page) -> str:
    page.get_by_role("button", name="复制链接").click()
    page.get_by_role("button", name="已复制").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert isinstance(link, str)
    return link


@pytest.mark.parametrize("address", ["", "agencies?agency=ipo", "indicators?as_of=2019-06-30"])
def test_a_copied_link_pins_the_moment_and_shows_the_same(address, open_page, app_page, wait_idle):
    page = open_page(address)
    code, link = code_of(page), copied_link(page)
    choices = parse_qs(urlsplit(link).query)
    assert {"as_of", "known_by"} <= choices.keys()
    assert choices.keys() >= parse_qs(urlsplit(page.url).query).keys()
    app_page.goto(link)
    wait_idle(app_page)
    assert code_of(app_page) == code
    assert copied_link(app_page) == link


# clicks


@pytest.mark.parametrize(
    ("address", "row", "url"),
    [
        ("", "每万人口发明专利拥有量 省知识产权局", "**/indicators?indicator=invention-patents-per-10k"),
        ("", "作品著作权登记量 311 件", "**/indicators?indicator=copyright-registrations"),
        ("?as_of=2019-08-31", "2.2.4", "**/tasks?as_of=2019-08-31&task=2.2.4"),
        ("agencies", "省教育厅", "**/agencies?agency=education"),
        ("agencies?agency=education", "1.2.1", "**/tasks?task=1.2.1"),
        ("tasks", "3.1.3", "**/tasks?task=3.1.3"),
        ("tasks?task=3.1.3", "省法院", "**/agencies?agency=court"),
        ("tasks?task=1.1.4", "作品著作权登记量 352 件", "**/indicators?indicator=copyright-registrations"),
    ],
)
def test_a_click_on_a_row_leads_to_its_page(address, row, url, open_page):
    page = open_page(address)
    words = re.compile(r"\s*".join(map(re.escape, row.split())))
    target = page.locator("tr.leads:visible").filter(has_text=words).first
    size = target.bounding_box()
    # Anywhere in the row, not on its first words only.
    target.click(position={"x": size["width"] * 0.6, "y": size["height"] / 2})
    page.wait_for_url(url, wait_until="commit")


@pytest.mark.parametrize(
    ("address", "link", "url"),
    [
        ("", "全部", "**/tasks?show=attention"),
        ("", "全部变化", "**/tasks?show=changed"),
        ("indicators", "看任务", "**/tasks?task=1.1.3"),
        ("tasks?task=2.2.4", "在全文中看", "**/method?task=2.2.4"),
        ("method", "4.作品著作权登记量400件。", "**/tasks?task=1.1.4"),
    ],
)
def test_a_link_leads_to_its_page(address, link, url, open_page):
    page = open_page(address)
    page.get_by_role("link", name=link, exact=True).click()
    page.wait_for_url(url, wait_until="commit")


def test_a_clause_that_is_looked_up_is_brought_into_view(open_page):
    page = open_page("method?task=4.2.2", size=LAPTOP)
    page.wait_for_function("document.getElementById('t-4.2.2').getBoundingClientRect().bottom < innerHeight")
    assert page.locator("[id='t-4.2.2']").bounding_box()["y"] > 0


def test_a_click_on_the_title_of_an_indicator_leads_to_it(open_page):
    page = open_page("?as_of=2019-06-30")
    page.locator(".js-plotly-plot .annotation a").filter(has_text="作品著作权登记量").click()
    page.wait_for_url("**/indicators?as_of=2019-06-30&indicator=copyright-registrations", wait_until="commit")


def test_what_is_left_out_is_said_and_one_click_takes_it_in(open_page, wait_idle):
    page = open_page("agencies?agency=ipo&as_of=2019-06-30&known_by=2019-07-05")
    page.locator(".pb-head").get_by_text("知悉截至2019年7月5日").wait_for()
    page.get_by_role("link", name="改看最新").click()
    page.wait_for_url("**/agencies?agency=ipo&as_of=2019-06-30")
    wait_idle(page)
    assert "知悉截至" not in page.locator(".pb-head").inner_text()


UNSEEN = """() => {
  let e = document.activeElement;
  while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  if (e === document.body) return null;
  const seen = [e, ...e.querySelectorAll('*'), e.parentElement, e.parentElement?.parentElement].filter(Boolean).flatMap((one) => [getComputedStyle(one), getComputedStyle(one, '::after')])
    .some((s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none' || s.textDecorationLine === 'underline');
  const icon = e.querySelector('[data-testid=stIconMaterial]')?.textContent ?? '';
  const name = `${e.tagName} ${(e.getAttribute('aria-label') ?? e.textContent.replace(icon, '')).trim().slice(0, 20)}`;
  return [name, seen];
}"""
"""What has the focus, and whether that is seen; nothing at the page's end."""


def tab_to(page: Page, name: str) -> None:
    """Go on with the key Tab until something of this name, or tag and name, has the focus, which is seen on the way."""
    passed = []
    for _ in range(150):
        page.keyboard.press("Tab")
        at, is_seen = page.evaluate(UNSEEN) or ("", True)
        assert is_seen, at
        if name[:20] in (at, at.partition(" ")[2]):
            return
        passed.append(at)
    raise AssertionError(f"no key leads to {name}, but to {passed}")


@pytest.mark.parametrize(("address", "passes"), [("", "SUMMARY 表格"), ("upload?agency=customs", "INPUT")])
def test_the_keyboard_goes_through_a_page_and_the_focus_is_seen(address, passes, open_page):
    page, found = open_page(address), []
    for _ in range(90):
        page.keyboard.press("Tab")
        if (at := page.evaluate(UNSEEN)) is None:
            break
        found.append(at)
    assert len(found) > 15 and any(name.startswith(passes) for name, _ in found)
    assert [name for name, seen in found if not seen] == []


def test_the_table_of_a_chart_is_one_key_away(open_page):
    page = open_page("?as_of=2019-09-30")
    strip = page.locator("[class*=st-key-figure-agency_strip]")
    strip.locator("summary").focus()
    page.keyboard.press("Enter")
    table = strip.locator(".pb-data table")
    table.wait_for()
    assert "省教育厅" in table.inner_text() and table.locator("th").first.get_attribute("scope") == "col"
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(table).to_be_hidden()
    assert page.evaluate("document.activeElement.ariaLabel").startswith("表格：27 家责任单位")
    page.keyboard.press("Enter")
    table.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agencies?as_of=2019-09-30&agency=*")


def test_the_keyboard_alone_reads_the_board(open_page, wait_idle):
    page = open_page("?as_of=2019-09-30")
    tab_to(page, "指标")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators?as_of=2019-09-30")
    page.locator(".pb-head").get_by_text("每万人口发明专利拥有量 2.86 件").first.wait_for()
    wait_idle(page)
    tab_to(page, "INPUT 指标")
    page.keyboard.type("作品")
    page.get_by_role("option", name="作品著作权登记量").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".pb-head").get_by_text("作品著作权登记量 352 件").first.wait_for()
    wait_idle(page)
    tab_to(page, "表格：2019年1—9月累计 352 件，比8月底累计增加 41 件")
    page.keyboard.press("Space")
    table = page.locator(".pb-data table")
    expect(table).to_contain_text("2019-09")
    page.keyboard.press("Escape")
    expect(table).to_be_hidden()


def test_all_that_the_overview_draws_leads_somewhere_at_the_same_moment(open_page, wait_idle):
    for chart, name, url in (
        ("task_bar", "进展滞后", "**/tasks?as_of=2019-09-30&status=delayed"),
        ("parts", "提升知识产权创造能力", "**/tasks?as_of=2019-09-30&part=1&status=verified"),
        ("agency_strip", "省教育厅◉ 已销号 1", "**/agencies?as_of=2019-09-30&agency=education"),
    ):
        page = open_page("?as_of=2019-09-30")
        place = 3 if chart != "parts" else 0
        drawn = page.locator(f"[class*=st-key-chart-{chart}] .barlayer .point path").nth(place)
        drawn.hover(force=True)
        hover = page.locator(f"[class*=st-key-chart-{chart}] .hoverlayer .hovertext")
        hover.first.wait_for()
        assert name in hover.first.text_content()
        drawn.click(force=True)
        page.wait_for_url(url, wait_until="commit")
        wait_idle(page)


def test_the_summary_leads_to_the_tasks_that_the_period_lacks(open_page, wait_idle):
    page = open_page("?as_of=2019-09-30")
    lacking = page.locator(".pb-lead a")
    assert lacking.inner_text() == "本期 18 项任务尚未报全"
    lacking.click()
    page.wait_for_url("**/tasks?as_of=2019-09-30&show=owing")
    wait_idle(page)
    page.get_by_text("找到 18 项，共 42 项。").wait_for()


WATCH_CHARTS = """() => {
  window.__charts = [];
  new MutationObserver(() => {
    for (const chart of document.querySelectorAll('.js-plotly-plot')) {
      if (!chart.on || __charts.some((one) => one.chart === chart)) continue;
      const one = { chart, drawn: 1 };
      __charts.push(one);
      chart.on('plotly_beforeplot', () => { one.drawn += 1; });
    }
  }).observe(document.body, { subtree: true, childList: true });
}"""


@pytest.mark.parametrize(
    ("address", "width"),
    [
        *product(["", "indicators?indicator=copyright-registrations", "agencies"], [1920, 390]),
        # On smaller screens a slide is scaled, its chart has a fraction of a pixel, and is drawn twice.
        ("briefing?slide=overview", 1920),
    ],
)
def test_a_chart_is_drawn_once(address, width, open_page):
    """Streamlit hands each to Plotly twice."""
    # While fonts are still loaded Plotly draws what it has drawn once more.
    open_page(address, size=(width, 1080))
    for _ in range(3):  # a machine that is busy may lay a page out in two steps, and not each time
        page = open_page("method", size=(width, 1080))
        page.evaluate(WATCH_CHARTS)
        charts = open_page(address, size=(width, 1080)).locator(".js-plotly-plot").count()
        drawn = page.evaluate("__charts.map((one) => one.drawn)")
        assert charts and len(drawn) == charts
        if drawn == [1] * charts:
            break
    assert drawn == [1] * charts


def test_a_click_on_a_bar_leads_to_the_agency(open_page, wait_idle):
    page = open_page("agencies")
    page.locator("[class*=st-key-chart-workload] .barlayer .point path").first.click(force=True)
    page.wait_for_url("**/agencies?agency=ipo")
    wait_idle(page)
    assert "省知识产权局：28 项任务分工" in text_of(page)


def test_back_leads_to_the_page_before(open_page, wait_idle):
    page = open_page("")
    page.locator("tr.leads").filter(has_text="1.3.3").click()
    page.wait_for_url("**/tasks?task=1.3.3")
    wait_idle(page)
    page.locator(".pb-nav > a").filter(has_text="指标").click()
    page.wait_for_url("**/indicators")
    page.locator(".pb-head").get_by_text("每万人口发明专利拥有量").wait_for()
    wait_idle(page)
    page.go_back()
    page.locator(".pb-head").get_by_text("任务 1.3.3").wait_for()
    wait_idle(page)
    page.go_back()
    page.locator(".pb-head").get_by_text("2019年知识产权强省建设推进计划").wait_for()
    wait_idle(page)
    assert choices_of(page) == {}


def test_back_takes_a_choice_back(open_page, wait_idle):
    page = open_page("indicators")
    choose(page, "指标", "作品著作权登记量")
    page.wait_for_url("**/indicators?indicator=copyright-registrations")
    page.locator(".pb-head").get_by_text("作品著作权登记量 352 件").wait_for()
    wait_idle(page)
    page.go_back()
    page.locator(".pb-head").get_by_text("每万人口发明专利拥有量 2.86 件").wait_for()
    wait_idle(page)
    assert box(page, "指标").input_value() == "每万人口发明专利拥有量"


# files that arrive


def test_files_that_are_dropped_show_up_in_an_open_page(live, open_page, wait_idle):
    folder, site = live
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
    page = open_page(at=site)
    page.locator(".pb-head .sample").wait_for(timeout=WITHIN)
    wait_idle(page)
    code = code_of(page)

    (folder / "省科技厅_2019-10.csv").write_bytes(b"\xef\xbb\xbf\xff no table\x00")
    page.get_by_text("数据问题 1 处").wait_for(timeout=WITHIN)
    wait_idle(page)
    assert code_of(page) == code
    assert_one_screen(page)
    page.locator(".pb-head .sample").wait_for()

    real = csv_bytes(["作品著作权登记量", "2019-09", "377", "2019-10-08", ""])
    (folder / "省新闻出版局_2019-09.csv").write_bytes(real)
    page.locator(".pb-head .sample").wait_for(state="detached", timeout=WITHIN)
    wait_idle(page)
    assert "示例数据" not in text_of(page)
    assert "作品著作权登记量 377 件" in text_of(page)
    assert code_of(page) != code

    page.get_by_role("link", name="数据问题 1 处").click()
    page.wait_for_url("**/method?part=problems")
    page.get_by_text("省科技厅_2019-10.csv").first.wait_for()
    wait_idle(page)
    assert "须改正" in text_of(page)


def test_a_copied_link_shows_the_same_after_new_figures(live, open_page, wait_idle):
    folder, site = live
    header = ["指标", "报告期", "实际值", "填报日期"]
    name = "作品著作权登记量"
    (folder / "省新闻出版局_2019-08.csv").write_bytes(csv_bytes([name, "2019-08", "311", "2019-09-05"], header=header))
    page = open_page("indicators?indicator=copyright-registrations", at=site)
    page.locator(".pb-head").get_by_text("作品著作权登记量 311 件").wait_for(timeout=WITHIN)
    wait_idle(page)
    code, link = code_of(page), copied_link(page)
    later = [[name, "2019-09", "352", "2019-10-08"], [name, "2019-08", "312", "2019-10-08"]]
    (folder / "省新闻出版局_2019-09.csv").write_bytes(csv_bytes(*later, header=header))
    page.locator(".pb-head").get_by_text("作品著作权登记量 352 件").wait_for(timeout=WITHIN)
    wait_idle(page)
    assert code_of(page) != code
    page.goto(link)
    wait_idle(page)
    assert code_of(page) == code
    assert "作品著作权登记量 311 件" in text_of(page)


# what is saved

FORMULA = '=HYPERLINK("http://example.com","看")'
MARKUP = '<script>window.taken = true</script><img src=x onerror="alert(1)"> **粗体** [链接](http://example.com) $x^2$ :red[红]'


@pytest.fixture(scope="module")
def hostile(serve, tmp_path_factory):
    """A board whose files hold formulas and markup."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "省新闻出版局_指标.csv").write_bytes(
        csv_bytes(["作品著作权登记量", "2019-09", "352", "2019-10-08", FORMULA])
    )
    rows = [["1.3.4", "", "2019-09", "推进中", MARKUP, MARKUP, "+1", "2019-10-08", MARKUP]]
    (folder / "省新闻出版局_进展.csv").write_bytes(progress_bytes(*rows))
    return serve(actuals=folder)


def saved(page: Page, act: Callable[[], None]) -> Download:
    with page.expect_download() as waiting:
        act()
    return waiting.value


def csv_of(page: Page) -> tuple[str, str]:
    """The page's first table as saved: its name, and its text behind the mark that tells Excel that it is UTF-8."""
    button = page.get_by_role("button", name=re.compile("^下载.+（CSV）$")).first
    download = saved(page, button.click)
    data = Path(download.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return download.suggested_filename, data.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("address", "name", "header"),
    [
        ("indicators?indicator=copyright-registrations", "作品著作权登记量_截至2019-09-30.csv", "指标,报告期,实际值,单位"),
        ("agencies", "责任单位_截至2019-09-30.csv", "责任单位,类别,各计一次,均摊,首位列名"),
        ("tasks?task=1.3.4", "任务134_截至2019-09-30.csv", "任务编号,部分,章节,任务,任务状态"),
    ],
)  # fmt: skip
def test_a_saved_table_opens_in_excel_and_runs_nothing(address, name, header, open_page, hostile):
    file, text = csv_of(open_page(address, at=hostile, anew=False))
    assert file == name
    assert text.startswith(header)
    for cell in re.split(r'[,\r\n]"?', text):
        assert not cell.startswith(("=", "+", "@"))
    if address.startswith("indicators"):
        assert "'=HYPERLINK" in text
    if address.startswith("tasks"):
        assert ",'+1" in text


def test_a_saved_table_of_sample_figures_says_so_in_its_name(open_page):
    file, _ = csv_of(open_page("tasks"))
    assert file.startswith("示例")


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", {0: "任务总体进展", 1: "每万人口发明专利拥有量", 4: "各部分进展", 5: "各责任单位进展"}),
        ("indicators", {0: "每万人口发明专利拥有量"}),
        ("agencies", {0: "工作量_各计一次", 1: "单位与章节"}),
    ],
)
def test_charts_are_saved_for_a_slide(address, names, open_page):
    page = open_page(address)
    for number, name in names.items():
        plot = page.locator(".js-plotly-plot").nth(number)
        plot.hover()
        download = saved(page, plot.locator(".modebar-btn").click)
        assert download.suggested_filename == f"示例_{name}_截至2019-09-30.png"
        data = Path(download.path()).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert struct.unpack(">II", data[16:24]) == (1920, 1080)
        # More than white paper.
        assert len(data) > 20_000
    said = page.locator(".plotly-notifier").first.inner_text()
    assert "图片" in said and not ENGLISH.search(ALLOWED.sub("", said))


def test_markup_in_a_note_is_shown_as_text(open_page, hostile):
    page = open_page("tasks?task=1.3.4", at=hostile)
    said = text_of(page)
    assert said.count(MARKUP) >= 2
    assert page.evaluate("window.taken") is None
    assert not page.locator(".pb-table img, .pb-table script").count()
    # An address in 佐证材料 is a link, opened apart; nothing else is.
    links = page.locator("a[href*='example.com']")
    assert links.evaluate_all("(all) => all.every(a => a.target === '_blank' && a.rel.includes('noopener'))")


@pytest.mark.parametrize("address", ["", "?as_of=2019-08-31"])
def test_the_box_of_the_date_shows_the_date_of_the_page_however_fast_one_clicks(open_page, wait_idle, address):
    page = open_page(address)
    names = ["指标", "责任单位", "任务", "报送", "核实", "口径", "总览"]
    clicks = random.Random(7)  # noqa: S311
    for _ in range(6):
        for name in clicks.sample(names, 2):
            page.locator(".pb-nav > a").filter(has_text=name).click()
            page.wait_for_timeout(clicks.choice([20, 120, 350]))
        wait_idle(page)
        assert box(page, "数据截至").input_value() == ("2019年8月31日" if address else "2019年9月30日")


@pytest.mark.parametrize(
    ("address", "said"), [("nowhere", "没有这一页"), ("overview?as_of=2019-06-30", "截至2019年6月30日")]
)
def test_no_address_opens_a_dialog_that_is_not_ours(reader, site, wait_idle, address, said):
    """Streamlit has one in English, also for the name of its first page, which is at the root. It logs an error as well."""
    page = reader.new_page()
    page.goto(f"{site}/{address}")
    wait_idle(page)
    page.locator(".pb-head").get_by_text(said).first.wait_for()
    expect(page.locator(".stDialog")).to_have_count(0)
    page.close()
