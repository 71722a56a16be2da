"""A board a hundred times the shipped one's size: whatever there is many of has bounds on every page, and is found all the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest
from calls import ROOT
from conftest import resize
from serving import PATIENCE_SECONDS
from streamlit.testing.v1 import AppTest
from test_browser import audit
from test_browser_layout import BEYOND
from test_pages import faults_of, html_of, leaves, titles_of

from lib.briefing.content import brief
from lib.briefing.slides import StackedBars
from lib.rules.measures import Measures
from lib.ui import frame
from lib.ui.view import board_of

FACTOR, ROWS = 100, 60
"""2,700 agencies, 100 groups, 4,200 tasks, 300 indicators; few rows, which bound nothing here."""

PAGES = [
    *frame.PAGES,
    "indicators?page=6",
    "indicators?indicator=copyright-registrations-050",
    "agencies?agency=ipo-050",
    "tasks?show=attention",
    "tasks?show=owing&page=9",
    "tasks?show=changed",
    "tasks?show=calendar",
    "tasks?task=201.1.3",
    "upload?agency=office&all=1",
    "upload?agency=ipo-050&how=progress",
    "office?part=return",
    "office?part=restated",
    "office?part=questions",
    "method?part=rules",
    "method?part=problems",
]

MOST_CHARACTERS, MOST_ELEMENTS, MOST_MARKS = 300_000, 450, 600


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "new"
    command = [sys.executable, ROOT / "tools" / "large_plan.py", "--out", folder, "--factor", FACTOR, "--rows", ROWS]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def shown(data: Path) -> Iterator[Any]:
    """A page by its address."""

    def run(address: str) -> AppTest:
        parts = urlsplit(address)
        app = AppTest.from_file(str(ROOT / "main.py"), default_timeout=60)
        app.query_params.update(dict(parse_qsl(parts.query)))
        return app.switch_page(f"pages/{parts.path}.py").run()

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PLANBOARD_PLAN", str(data / "plan.yaml"))
        environment.setenv("PLANBOARD_ACTUALS", str(data / "actuals"))
        yield run


@pytest.fixture(scope="module")
def large(data: Path, shown: Any) -> Measures:
    """What the pages show."""
    return board_of(data / "plan.yaml").measures()


def charts_of(app: AppTest) -> list[Any]:
    return [json.loads(element.proto.spec) for element in leaves(app.main) if element.type == "plotly_chart"]


def marks(chart: Any) -> int:
    """Bars, points and filled cells."""
    cells = (row for trace in chart["data"] if trace["type"] == "heatmap" for row in trace["z"])
    bars = (trace.get("y", trace.get("x")) for trace in chart["data"] if trace["type"] != "heatmap")
    return sum(z is not None for row in cells for z in row) + sum(map(extent, bars))


def extent(values: Any) -> int:
    return int(values["shape"]) if isinstance(values, dict) else len(values)


def test_every_page_is_bounded(shown: Any) -> None:
    found = {}
    for address in PAGES:
        app = shown(address)
        assert faults_of(app) == [], address
        elements, characters = len(list(leaves(app.main))), len(html_of(app))
        drawn = max(map(marks, charts_of(app)), default=0)
        if characters > MOST_CHARACTERS or elements > MOST_ELEMENTS or drawn > MOST_MARKS:
            found[address] = (characters, elements, drawn)
    assert found == {}


def test_many_indicators_are_a_table_that_leads_to_each(shown: Any, large: Measures) -> None:
    app = shown("indicators")
    assert titles_of(app)[0].startswith("300 项指标：")
    rows = re.findall(r'<tr class="leads">.*?href="([^"]+)".*?</tr>', html_of(app))
    assert len(rows) == 50 and html_of(app).count('<img class="pb-spark"') == 50
    one = shown(rows[0].removeprefix("./"))
    assert len(charts_of(one)) == 1
    assert "著作权登记量" in titles_of(one)[0]
    slow = [i for i in large.indicators.values() if i.status == "slightly_behind" and "著作权" in i.indicator.name]
    assert slow
    assert f"找到 {len(slow)} 项，共 300 项" in html_of(shown("indicators?q=著作权&lamp=slightly_behind"))
    assert html_of(shown("indicators?agency=copyright-050")).count('<tr class="leads">') == 1


def test_the_pages_of_a_list_have_every_row_once(shown: Any, large: Measures) -> None:
    said = [html_of(shown(f"indicators?page={n}")) for n in range(1, 7)]
    found = [id for html in said for id in re.findall(r'href="\./indicators\?indicator=([^"&]+)"', html)]
    assert len(found) == 300 and set(found) == set(large.indicators)
    beyond, nonsense = html_of(shown("indicators?page=99")), html_of(shown("indicators?page=x"))
    assert "第 251–300 项，共 300 项" in beyond and "第 1–50 项，共 300 项" in nonsense


def test_a_bar_of_the_distribution_leads_to_as_many_agencies_as_it_says(shown: Any, large: Measures) -> None:
    charts = charts_of(shown("overview"))
    chart = next(c for c in charts if any("2700 家责任单位" in note["text"] for note in c["layout"]["annotations"]))
    for trace in chart["data"]:
        counted = [pair for pair in zip(trace["customdata"], trace["x"], strict=True) if pair[1]]
        assert counted
        for address, count in counted[-2:]:
            found = re.search(r"找到 (\d+) 家", html_of(shown(address.removeprefix("./"))))
            assert found and int(found[1]) == count


def test_two_lists_of_a_page_are_turned_apart_and_another_choice_begins_both_anew(shown: Any) -> None:
    app = shown("upload?all=1&page=2&page-sent=3")
    assert "第 51–100 行，共 " in html_of(app) and "第 101–150 份，共 " in html_of(app)
    assert "page=3&amp;page-sent=3" in html_of(app)
    app.text_input(key="choice-q").set_value("财政").run()
    assert app.query_params["q"] == "财政" and not {"page", "page-sent"} & set(app.query_params)
    owing = html_of(app).partition("谁还没报")[2].partition("报送记录")[0]
    assert "第1片区省财政厅" in owing and "第 1–50 行，共 100 行" in owing and "教育厅" not in owing


def test_a_clause_that_is_looked_up_stands_on_the_page_that_opens(shown: Any) -> None:
    assert 'id="t-201.1.3"' not in html_of(shown("method"))
    assert '<p id="t-201.1.3" class="chosen">' in html_of(shown("method?task=201.1.3"))


def test_only_what_is_seen_is_ticked_together(shown: Any, large: Measures) -> None:
    app = shown("office")
    everything = next(box for box in app.checkbox if box.label.startswith("全选本页有佐证的"))
    everything.check().run()
    ticked = [box for box in app.checkbox if box.value and box.key != everything.key]
    assert everything.label == f"全选本页有佐证的 {len(ticked)} 项" and 0 < len(ticked) <= 50


def test_a_select_box_offers_what_is_looked_for(shown: Any) -> None:
    everything, found = (
        next(box for box in shown(f"office?part=return{search}").selectbox if box.label == "退回哪一项")
        for search in ("", "&return=第50片区")
    )
    assert len(everything.options) == 200
    assert found.options and all("第50片区" in option for option in found.options)


def test_a_briefing_has_an_end_and_says_what_it_leaves_out(large: Measures) -> None:
    slides = brief(large).slides
    assert len(slides) < 80
    bars = [b for slide in slides for _, row in slide.rows for _, b in row if isinstance(b, StackedBars)]
    assert 0 < max(len(chart.categories) for chart in bars) <= 16
    of = {slide.key: slide for slide in slides}
    assert "先列 100 行，其余 2700 行在看板上查" in of["completion"].meta
    assert "先列 100 行，其余 197 行在看板上查" in of["indicators"].meta
    assert "只画最低的 16 个部分" in of["overview"].meta


@pytest.fixture(scope="module")
def large_site(data: Path, serve: Any) -> str:
    """A board that has read its files: a page is not waited for so long."""
    site = str(serve(actuals=data / "actuals", plan=data / "plan.yaml"))
    for moment in ("2019-08-31", "2019-09-30"):
        address = f"{site}/api/v1/plans/large-{FACTOR}/status?as_of={moment}"
        with build_opener(ProxyHandler({})).open(address, timeout=PATIENCE_SECONDS) as answer:
            assert answer.status == 200
    return site


@pytest.mark.parametrize("address", ["", "indicators", "agencies", "upload"])
def test_nothing_is_cut_or_covered_at_that_size(address: str, large_site: str, open_page: Any) -> None:
    page = open_page(address, at=large_site, anew=False)
    audit(page, fields=False)
    if not address:
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 1080
    resize(page, (390, 844))
    assert page.evaluate(BEYOND) == [0, []]
    audit(page, fields=False)
