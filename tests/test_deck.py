from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from factories import agency_data, figure, indicator_data, measures_of, progress
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Emu

from lib.briefing.content import Briefing, brief
from lib.briefing.pptx import deck
from lib.briefing.slides import MonthChart, StackedBars
from lib.plan.file import load_plan
from lib.rows import Rows
from lib.rules.measures import Measures, measure

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "data" / "plan_2019.yaml"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def drawn(briefing: Briefing) -> bytes:
    return deck.render(briefing)


@pytest.fixture(scope="module")
def opened(drawn: bytes) -> Any:
    return Presentation(io.BytesIO(drawn))


def charts(opened: Any) -> Iterator[tuple[int, Any]]:
    for number, slide in enumerate(opened.slides):
        for shape in slide.shapes:
            if shape.has_chart:
                yield number, shape.chart


def test_there_is_a_slide_for_each_of_the_briefing_in_16_to_9(opened: Any, briefing: Briefing) -> None:
    assert len(opened.slides) == len(briefing.slides) > 1
    assert round(opened.slide_width / opened.slide_height, 2) == 1.78


def test_every_slide_has_its_title_and_the_foot_with_both_dates_and_the_code(opened: Any, briefing: Briefing) -> None:
    for slide, content in zip(opened.slides, briefing.slides, strict=True):
        # A long title is in two lines.
        said = "\n".join(x.text_frame.text.replace("\v", "") for x in slide.shapes if x.has_text_frame)
        assert content.title in said
        assert briefing.foot in said
        assert briefing.check_code in said
        assert "示例数据" in said


def test_the_charts_are_native_with_the_numbers_of_the_briefing(opened: Any, briefing: Briefing) -> None:
    expected = [
        (number, block)
        for number, content in enumerate(briefing.slides)
        for _, row in content.rows
        for _, block in row
        if isinstance(block, StackedBars | MonthChart)
    ]
    found = list(charts(opened))
    assert [number for number, _ in found] == [number for number, _ in expected]
    for (_, chart), (_, block) in zip(found, expected, strict=True):
        values = {series.name: tuple(series.values) for plot in chart.plots for series in plot.series}
        assert values == {series.name: series.values for series in block.series}
        assert tuple(chart.plots[0].categories) == block.categories


def test_each_chart_carries_its_numbers_in_a_workbook_that_opens(opened: Any) -> None:
    drawn_charts = [chart for _, chart in charts(opened)]
    assert drawn_charts
    for chart in drawn_charts:
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        (sheet,) = book.worksheets
        rows = list(sheet.iter_rows(values_only=True))
        names = [series.name for plot in chart.plots for series in plot.series]
        assert list(rows[0][1:]) == names
        columns = list(zip(*rows[1:], strict=True))
        drawn = [tuple(series.values) for plot in chart.plots for series in plot.series]
        assert columns[1:] == drawn


def test_an_indicator_is_a_combination_of_columns_and_a_target_line_on_the_same_axes(opened: Any) -> None:
    combos = [c for _, c in charts(opened) if c._chartSpace.find(f".//{CHART}lineChart") is not None]
    assert len(combos) == 3
    levels = [c for c in combos if c._chartSpace.find(f".//{CHART}barChart") is None]
    assert len(levels) == 2
    for chart in combos:
        # A month without a report is a gap, and every month has its place.
        assert chart._chartSpace.find(f".//{CHART}dispBlanksAs").get("val") == "gap"
        assert list(chart.plots[0].categories) == [f"{n}月" for n in range(1, 13)]
        if chart in levels:
            continue
        bars, line = (chart._chartSpace.find(f".//{CHART}{kind}Chart") for kind in ("bar", "line"))
        assert [a.get("val") for a in bars.findall(f"{CHART}axId")] == [
            a.get("val") for a in line.findall(f"{CHART}axId")
        ]
        assert len(bars.findall(f"{CHART}ser")) == 1
        # Target, elapsed share, projection.
        assert len(line.findall(f"{CHART}ser")) == 3


def test_a_number_from_which_the_line_climbs_steeply_stands_below_it_in_the_type_of_the_others(opened: Any) -> None:
    share = next(c for _, c in charts(opened) if 60.2 in c.plots[0].series[0].values)
    labels = share._chartSpace.find(f".//{CHART}ser/{CHART}dLbls")
    (below,) = labels.findall(f"{CHART}dLbl")
    assert share.plots[0].series[0].values[int(below.find(f"{CHART}idx").get("val"))] == 59.3
    assert [each.find(f"{CHART}dLblPos").get("val") for each in (labels, below)] == ["t", "b"]
    sizes, own = (
        [type.attrib for type in each.find(f"{CHART}txPr").iter(f"{DRAWING}defRPr")] for each in (labels, below)
    )
    assert own == sizes != []


def test_the_axis_is_cut_where_the_slide_says_so(opened: Any, briefing: Briefing) -> None:
    cut = {number: "已截断" in content.meta for number, content in enumerate(briefing.slides)}
    found = {n: c.value_axis.minimum_scale for n, c in charts(opened) if briefing.slides[n].key.startswith("indicator")}
    assert {n for n, low in found.items() if low} == {n for n, is_cut in cut.items() if is_cut}
    assert sorted(found.values()) == [0, 2.8, 57]


def sizes_of(data: bytes) -> set[float]:
    """Every size of type that a slide or a chart sets, in points."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if re.fullmatch(r"ppt/(slides|charts)/[^/]+\.xml", n)]
        assert names
        return {int(size) / 100 for n in names for size in re.findall(rb'\bsz="(\d+)"', archive.read(n))}


def test_there_are_three_sizes_of_type(drawn: bytes) -> None:
    assert sizes_of(drawn) == {28, 18, 14}


def test_no_table_has_an_empty_column_and_no_name_stands_upright(opened: Any, drawn: bytes) -> None:
    grids = [shape.table for slide in opened.slides for shape in slide.shapes if shape.has_table]
    assert grids
    for grid in grids:
        assert all(any(row.cells[i].text for row in grid.rows) for i in range(len(grid.columns)))
    with zipfile.ZipFile(io.BytesIO(drawn)) as archive:
        assert not [n for n in archive.namelist() if n.startswith("ppt/charts/") and b"eaVert" in archive.read(n)]


def test_titles_are_placeholders_so_that_an_outline_shows_them(opened: Any, briefing: Briefing) -> None:
    titles = [slide.shapes.title.text_frame.text.replace("\v", "") for slide in opened.slides]
    assert titles == [content.title for content in briefing.slides]


def test_every_run_of_chinese_has_an_east_asian_typeface(drawn: bytes) -> None:
    bare = []
    with zipfile.ZipFile(io.BytesIO(drawn)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"ppt/(slides|notesSlides)/[^/]+\.xml", name):
                for run in ElementTree.fromstring(archive.read(name)).iter(f"{DRAWING}r"):  # noqa: S314
                    text = run.findtext(f"{DRAWING}t") or ""
                    face = run.find(f"{DRAWING}rPr/{DRAWING}ea")
                    if CHINESE.search(text) and (face is None or face.get("typeface") != "Microsoft YaHei"):
                        bare.append((name, text))
            elif re.fullmatch(r"ppt/charts/[^/]+\.xml", name):
                texts = ElementTree.fromstring(archive.read(name)).iter(f"{DRAWING}defRPr")  # noqa: S314
                bare += [(name, "chart") for text in texts if text.find(f"{DRAWING}ea") is None]
        assert b'<a:ea typeface="Microsoft YaHei"' in archive.read("ppt/theme/theme1.xml")
    assert not bare


def test_no_shape_stands_outside_its_slide(opened: Any) -> None:
    for slide in opened.slides:
        assert len(slide.shapes)
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= opened.slide_width + Emu(1)
            assert shape.top + shape.height <= opened.slide_height


def test_the_notes_hold_what_is_said_to_the_slide(opened: Any, briefing: Briefing) -> None:
    assert any(content.notes for content in briefing.slides)
    for slide, content in zip(opened.slides, briefing.slides, strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        assert all(sentence in notes for sentence in content.notes)


def test_the_same_data_give_the_same_bytes_in_another_process_as_well(drawn: bytes, tmp_path: Path) -> None:
    target = tmp_path / "deck.pptx"
    program = (
        "import sys; from pathlib import Path; from lib.briefing.pptx import deck; from lib.board import Board; "
        "from lib.briefing import brief; from lib.store.folder import FolderStore; "
        f"m = Board(Path({str(PLAN)!r}), FolderStore(Path({str(ROOT / 'data' / 'actuals')!r}), record=False)).measures(); "
        "Path(sys.argv[1]).write_bytes(deck.render(brief(m)))"
    )
    subprocess.run([sys.executable, "-c", program, target], cwd=ROOT, check=True)
    assert target.read_bytes() == drawn


def test_what_xml_cannot_hold_is_left_out_and_markup_is_text() -> None:
    plan = load_plan(PLAN)
    rows = [progress(task="1.1.1", status="delayed", obstacle="\x00\x0b<script>=cmd|' /C calc'!A0\ufffe", sender="ipo")]
    said = brief(measure(plan, Rows(progress=rows)))
    slides = Presentation(io.BytesIO(deck.render(said))).slides
    cells = [c.text for s in slides for x in s.shapes if x.has_table for r in x.table.rows for c in r.cells]
    assert any("<script>=cmd|' /C calc'!A0" in cell for cell in cells)


def test_no_chart_has_a_title_that_nobody_gave_it(samples: Measures) -> None:
    with zipfile.ZipFile(io.BytesIO(deck.render(brief(samples)))) as made:
        charts = [
            made.read(name).decode() for name in made.namelist() if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)
        ]
    assert charts and all('<c:autoTitleDeleted val="1"/>' in chart for chart in charts)


def test_an_empty_plan_and_a_single_figure_make_a_deck() -> None:
    plan = load_plan(PLAN)
    for rows in ([], [figure(value=31, period="2019-01")]):
        said = brief(measure(plan, Rows(rows)))
        assert len(Presentation(io.BytesIO(deck.render(said))).slides) == len(said.slides)


def test_one_agency_and_one_part_make_decks_of_their_own(samples: Measures) -> None:
    for body in ("ipo", "members", "science"):
        said = brief(samples, agency=body)
        slides = Presentation(io.BytesIO(deck.render(said))).slides
        assert any(samples.plan.name_of(body) in x.text_frame.text for x in slides[0].shapes if x.has_text_frame)
    assert len(Presentation(io.BytesIO(deck.render(brief(samples, part="2")))).slides) >= 4


# what is seen


Words = list[list[tuple[float, float, float, float, str]]]
"""The words of each page: left, top, right, bottom in inches."""


def printed(data: bytes, folder: Path) -> Words:
    """The words of a deck as LibreOffice prints it."""
    (folder / "deck.pptx").write_bytes(data)
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install libreoffice-impress"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [office, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, folder / "deck.pptx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    subprocess.run(["pdftotext", "-bbox", folder / "deck.pdf", folder / "words.html"], check=True)
    pages: Words = []
    for line in (folder / "words.html").read_text(encoding="utf-8").splitlines():
        if "<page" in line:
            pages.append([])
        elif match := re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>', line):
            pages[-1].append((*(float(match[i]) / 72 for i in range(1, 5)), match[5]))  # type: ignore[arg-type]
    return pages


@pytest.fixture(scope="module")
def words(drawn: bytes, tmp_path_factory: pytest.TempPathFactory) -> Words:
    return printed(drawn, tmp_path_factory.mktemp("printed"))


@pytest.fixture(scope="module")
def hard() -> Briefing:
    """Long names, long texts, large figures, many parts, bodies and indicators."""
    agencies = [agency_data(id=f"a{n}", name=f"省人力资源和社会保障及知识产权综合协调第{n}办公室") for n in range(30)]
    text = "围绕全省重点产业和战略性新兴产业的发展方向开展知识产权密集型产业的研究和培育工作推进会商"
    tasks = {
        f"{p}.1.{n}": {"agencies": [f"a{(3 * p + n) % 30}"], "text": text} for p in range(1, 13) for n in range(1, 4)
    }
    own = {"task": "1.1.1", "owner": "a4", "unit": "万元人民币", "target": 1_234_567}
    name = "规模以上工业企业发明专利申请授权及有效维持综合拥有总量指标"
    indicators = [indicator_data(id=f"i{n}", name=f"{name}{n}", **own) for n in range(6)]
    said = {"obstacle": "因涉及部门较多，协调难度较大，" * 6, "next_step": "召开协调会逐项研究，" * 6}
    rows: list[Any] = [
        progress(task=id, agency=task["agencies"][0], sender=task["agencies"][0], status="delayed", **said)  # type: ignore[arg-type]
        for id, task in tasks.items()
    ]
    rows += [figure(indicator=f"i{n}", value=100_000 * m, period=f"2019-0{m}") for n in range(6) for m in range(1, 9)]
    return brief(measures_of(*rows, tasks=tasks, indicators=indicators, agencies=agencies))


def test_of_a_hard_plan_ten_slides_stand_in_front_and_every_word_lies_in_its_place(
    hard: Briefing, tmp_path: Path
) -> None:
    assert sum(not slide.is_annex for slide in hard.slides) == 10
    data = deck.render(hard)
    assert sizes_of(data) <= {28, 18, 14}
    pages = printed(data, tmp_path)
    test_printed_every_word_lies_on_its_slide_and_above_the_foot(pages, hard)
    test_printed_the_title_stays_above_its_line(pages, hard)


def test_printed_every_word_lies_on_its_slide_and_above_the_foot(words: list[Any], briefing: Briefing) -> None:
    assert len(words) == len(briefing.slides)
    for page, content in zip(words, briefing.slides, strict=True):
        for left, top, right, bottom, word in page:
            assert left >= 0.5, (content.key, word)
            assert right <= 13.333 - 0.5, (content.key, word)
            assert bottom <= 7.35, (content.key, word)
            # Nothing of the blocks reaches the foot's rule.
            assert bottom <= 7.0 or top >= 7.0, (content.key, word)


def test_printed_the_title_stays_above_its_line(words: list[Any], briefing: Briefing) -> None:
    for page, content in zip(words[1:], briefing.slides[1:], strict=True):
        printed = "".join(w[4] for w in page if w[3] <= 1.4)
        assert content.title.replace(" ", "")[-4:] in printed.replace(" ", ""), content.key
        assert not [w for w in page if w[1] < 1.37 < w[3] - 0.03], content.key
