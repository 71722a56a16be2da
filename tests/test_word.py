"""The Word file of a notice: opened again, its type, tables, heads and feet; the same bytes twice; printed once."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES, SHIPPED_PLAN, samples_at
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from factories import agency_data, figure, measures_of, progress

from lib.briefing.docx.text import NAMES, clean
from lib.briefing.docx.word import render
from lib.briefing.notice.bulletin import bulletin
from lib.briefing.notice.notice import notice
from lib.briefing.notice.paragraphs import SAMPLE_MARK, Notice, Paragraph
from lib.briefing.notice.sheet import agency_notice
from lib.briefing.notice.tables import MOST_IN_FULL
from lib.rows import Rows
from lib.rules.measures import Measures, measure
from lib.statuses import LAMPS, TASK_STATUSES

SEPTEMBER = date(2019, 9, 30)
HAN = re.compile(r"[\u4e00-\u9fff]")

TITLE_FACE, SONG, HEI, KAI, FANG, LATIN = "方正小标宋简体", "宋体", "黑体", "楷体", "仿宋", "Times New Roman"
INSTEAD = {
    TITLE_FACE: "宋体",
    FANG: "FangSong,仿宋_GB2312",
    KAI: "KaiTi,楷体_GB2312",
    HEI: "SimHei",
    SONG: "SimSun",
}
TEMPLATES = sorted((ROOT / "lib" / "briefing" / "docx").glob("*.docx"))


def shipped() -> Measures:
    return samples_at(SEPTEMBER)


@cache
def shipped_notice() -> Notice:
    return notice(shipped())


def opened(said: Notice) -> Any:
    return Document(io.BytesIO(render(said)))


def parts(document: Any) -> Iterator[Any]:
    """Every element that holds paragraphs: the body, heads and feet."""
    section = document.sections[0]
    yield document.element.body
    for part in (section.header, section.even_page_header, section.footer, section.even_page_footer):
        yield part._element


def paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph, those in cells too."""
    for part in parts(document):
        yield from part.iter(qn("w:p"))


def text_of(element: Any) -> str:
    # Lists of numbers may break after each.
    return "".join(t.text or "" for t in element.iter(qn("w:t"))).replace("\u200b", "")


def style_of(element: Any) -> str:
    """The name of the style of a paragraph or run; empty for a run without one."""
    return str(element.style or "").removeprefix("notice-")


def own_style(document: Any, name: str) -> Any:
    return document.styles[NAMES[name]].element


def chinese_runs(paragraphs: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each run with Chinese, after its paragraph."""
    yield from ((p, run) for p in paragraphs for run in p.iter(qn("w:r")) if HAN.search(text_of(run)))


def set_as(document: Any, paragraph: Any, run: Any, tag: str) -> Any:
    """What a run is set with: its own property, else that of its style, else that of its paragraph's style."""
    of_style = [own_style(document, style_of(p)).rPr for p in (run, paragraph) if style_of(p)]
    properties = [run.rPr, *of_style]
    found = [p.find(qn(tag)) for p in properties if p is not None and p.find(qn(tag)) is not None]
    return next(p for p in found if tag != "w:rFonts" or p.get(qn("w:eastAsia")))


def all_text(document: Any) -> str:
    return "\n".join(text_of(p) for p in paragraphs(document))


def attribute(element: Any, path: str, name: str) -> str | None:
    found = element.find(path, {"w": qn("w:x")[1:-2]})
    return None if found is None else found.get(qn(name))


# type


def test_the_page_is_a4_with_the_margins_of_official_papers() -> None:
    section = opened(shipped_notice()).sections[0]
    measured = [section.page_width, section.page_height, section.top_margin, section.right_margin]
    measured += [section.bottom_margin, section.left_margin]
    for value, mm in zip(measured, (210, 297, 37, 26, 35, 28), strict=True):
        assert abs(value - Mm(mm)) < Mm(0.1)


@pytest.mark.parametrize("said", [lambda: shipped_notice(), lambda: agency_notice(shipped(), "ipo")])
def test_every_run_with_chinese_names_its_typeface_and_size(said: Any) -> None:
    document = opened(said())
    runs = list(chinese_runs(paragraphs(document)))
    assert len(runs) > 100
    for p, run in runs:
        fonts = set_as(document, p, run, "w:rFonts")
        assert fonts.get(qn("w:eastAsia")) in {TITLE_FACE, SONG, HEI, KAI, FANG}
        assert fonts.get(qn("w:ascii")) == fonts.get(qn("w:hAnsi")) == LATIN
        assert run.rPr.find(qn("w:rFonts")).get(qn("w:hint")) == "eastAsia"
        assert set_as(document, p, run, "w:sz") is not None


@pytest.mark.parametrize(
    ("style", "face", "half_points", "line", "indent"),
    [
        ("title", TITLE_FACE, "44", "700", "0"),
        ("body", FANG, "32", "579", "200"),
        ("section", HEI, "32", "579", "200"),
        ("cell", FANG, "21", "290", "0"),
        ("head-cell", HEI, "21", "290", "0"),
    ],
)
def test_paragraphs_are_set_as_officials_expect(
    style: str, face: str, half_points: str, line: str, indent: str
) -> None:
    document = opened(shipped_notice())
    of_style = [p for p in paragraphs(document) if style_of(p) == style]
    assert of_style
    own = own_style(document, style)
    assert attribute(own, "w:pPr/w:spacing", "w:line") == line
    assert attribute(own, "w:pPr/w:spacing", "w:lineRule") == "exact"
    assert attribute(own, "w:pPr/w:ind", "w:firstLineChars") == indent
    assert attribute(own, "w:rPr/w:rFonts", "w:eastAsia") == face
    for p, run in chinese_runs(of_style):
        lead = set_as(document, p, run, "w:rFonts").get(qn("w:eastAsia"))
        assert lead == face or (style == "body" and lead == KAI)
        assert set_as(document, p, run, "w:sz").get(qn("w:val")) == half_points


def test_every_paragraph_has_a_style_of_the_paper_and_no_other_typeface_is_named() -> None:
    data = render(shipped_notice())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml"))
    known = {TITLE_FACE, SONG, HEI, KAI, FANG, LATIN, "Segoe UI Symbol"}
    assert set(re.findall(r'w:(?:ascii|hAnsi|cs|eastAsia)="([^"]+)"', said)) - {"zh-CN"} == known
    assert set(re.findall(r'w:eastAsia="([^"]+)"', re.sub(r"<w:rFonts[^>]*>", "", said))) == {"zh-CN"}
    assert all(f'<w:font w:name="{face}"><w:altName w:val="{other}"/>' in said for face, other in INSTEAD.items())
    assert "Theme=" not in said
    names = {style.style_id.removeprefix("notice-") for style in Document(io.BytesIO(data)).styles}
    assert {style_of(p) for p in paragraphs(Document(io.BytesIO(data)))} <= names


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.stem for path in TEMPLATES])
def test_a_template_has_every_style_and_not_a_word(path: Path) -> None:
    document = Document(str(path))
    assert {style.name for style in document.styles} == {*NAMES.values(), "Normal", "Normal Table"}
    assert not text_of(document.element.body)
    assert "docProps" not in "".join(zipfile.ZipFile(path).namelist())


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    styles = opened(shipped_notice()).styles
    for name in ("section", "annex", "caption", "head-cell", "office"):
        assert styles[NAMES[name]].paragraph_format.keep_with_next
    assert styles["通报附件标题"].paragraph_format.page_break_before


def test_an_annex_begins_with_its_number_and_below_it_its_title() -> None:
    said = [p for p in paragraphs(opened(shipped_notice())) if style_of(p) in {"annex", "title"}][1:]
    expected = [text for annex in shipped_notice().annexes for text in (annex.annex, annex.title)]
    assert [text_of(p) for p in said] == expected


def test_a_long_title_breaks_after_the_name_of_the_plan() -> None:
    document = opened(shipped_notice())
    title = next(p for p in paragraphs(document) if style_of(p) == "title")
    assert len(title.findall(f".//{qn('w:br')}")) == 1
    short = next(p for p in paragraphs(opened(notice(measures_of(title="小计划")))) if style_of(p) == "title")
    assert not short.findall(f".//{qn('w:br')}")


# what it holds


def test_all_that_the_notice_says_stands_in_the_file() -> None:
    said, document = shipped_notice(), opened(shipped_notice())
    text = all_text(document)
    for part in (said.number, said.addressee, said.office, said.signed, said.last_line):
        assert part in text
    assert said.title in text.replace("\n", "")
    for section in said.all_sections:
        assert section.title in text
        assert section.annex in text
        for line in section.text.split("\n"):
            assert line in text
    blank, *lists = [text_of(p) for p in paragraphs(document) if style_of(p) == "list"]
    assert blank == ""
    assert lists[0] == "附件：1.指标进展情况"
    assert len(lists) == len(said.annexes)


def test_tables_are_complete_with_their_header_on_each_page_and_no_row_broken() -> None:
    said, document = shipped_notice(), opened(shipped_notice())
    tables = [table for section in said.all_sections for table in section.tables]
    assert len(document.tables) == len(tables)
    for drawn, table in zip(document.tables, tables, strict=True):
        rows = drawn._tbl.tr_lst
        assert [text_of(tc) for tc in rows[0].tc_lst] == list(table.columns)
        assert len(rows) == len(table.rows) + 1
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        grid = [int(column.get(qn("w:w"))) for column in drawn._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert abs(sum(grid) - 156 / 25.4 * 1440) < len(grid)
        for row, cells in zip(rows[1:], table.rows, strict=True):
            assert [int(tc.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for tc in row.tc_lst] == grid
            for tc, cell in zip(row.tc_lst, cells, strict=True):
                look = f" {cell.look.glyph}  {cell.look.word}" if cell.look else ""
                assert text_of(tc) == look + clean(cell.text)


def test_a_status_is_shown_by_glyph_word_and_colour() -> None:
    document = opened(shipped_notice())
    shaded = {
        (text_of(run).strip(), shading.get(qn("w:fill")))
        for p in paragraphs(document)
        for run in p.iter(qn("w:r"))
        if (shading := run.rPr.find(qn("w:shd")) if run.rPr is not None else None) is not None
    }
    looks = [look for key, look in TASK_STATUSES.items() if key != "unreported"] + [LAMPS["behind"]]
    assert {(look.glyph, look.colour[1:].upper()) for look in looks} <= shaded


def test_the_number_of_the_page_is_a_field_between_dashes_on_odd_and_even_pages() -> None:
    document = opened(shipped_notice())
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for foot, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        (p,) = foot._element.iter(qn("w:p"))
        assert [t.text for t in p.iter(qn("w:t"))] == ["— ", "1", " —"]
        assert [t.text for t in p.iter(qn("w:instrText"))] == [" PAGE "]
        kinds = [c.get(qn("w:fldCharType")) for c in p.iter(qn("w:fldChar"))]
        assert kinds == ["begin", "separate", "end"]
        assert attribute(own_style(document, style_of(p)), "w:pPr/w:jc", "w:val") == align


@pytest.mark.parametrize("sample", [True, False])
def test_the_sample_mark_stands_at_the_top_and_at_the_head_of_every_page(sample: bool) -> None:
    for said in (notice(measures_of(progress(), sample=sample)), agency_notice(measures_of(sample=sample), "ipo")):
        document = opened(said)
        section = document.sections[0]
        heads = [text_of(head._element) for head in (section.header, section.even_page_header)]
        assert heads == [SAMPLE_MARK if sample else ""] * 2
        first = text_of(next(document.element.body.iter(qn("w:p"))))
        assert (first == f"【{SAMPLE_MARK}】") is sample
        assert (SAMPLE_MARK in all_text(document)) is sample


def test_the_sheet_of_many_tasks_is_set_smaller() -> None:
    def size(body: str) -> str | None:
        return attribute(opened(agency_notice(shipped(), body)).styles["通报单元格"].element, "w:rPr/w:sz", "w:val")

    assert len(shipped().assignments_of["copyright"]) <= MOST_IN_FULL
    assert (size("copyright"), size("ipo")) == ("21", "18")


# the file


def test_the_same_data_give_the_same_bytes_in_another_process_too() -> None:
    program = (
        "import hashlib, datetime, pathlib\n"
        "from lib.board import Board\nfrom lib.store.folder import FolderStore\n"
        "from lib.briefing.notice.notice import notice\nfrom lib.briefing.docx.word import render\n"
        f"board = Board(pathlib.Path({str(SHIPPED_PLAN)!r}), FolderStore(pathlib.Path({str(SAMPLES)!r}), record=False))\n"
        "print(hashlib.sha256(render(notice(board.measures(datetime.date(2019, 9, 30))))).hexdigest())"
    )
    ours = render(shipped_notice())
    assert render(notice(shipped())) == ours
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == hashlib.sha256(ours).hexdigest()


def test_what_the_file_says_of_itself_depends_on_the_data_alone() -> None:
    own = opened(shipped_notice()).core_properties
    assert own.title == shipped_notice().title
    assert own.author == own.last_modified_by == "省政府知识产权办公会议制度办公室"
    assert own.comments == f"校验码 {shipped().check_code}"
    assert (own.revision, own.language, own.subject) == (1, "zh-CN", SAMPLE_MARK)
    assert own.created.date() == own.modified.date() == SEPTEMBER


def test_other_data_give_other_bytes() -> None:
    assert render(notice(measures_of(figure(value=352)))) != render(notice(measures_of(figure(value=353))))


def test_what_xml_cannot_hold_is_left_out_and_the_rest_stays_text() -> None:
    said = "a\x00b\x0bc\ufffede\u202ef\r\n=cmd|' /C calc'!A0 <script>&amp;</w:t> ]]> \U0001f600"
    document = opened(notice(measures_of(progress(status="delayed", obstacle=said, next_step=said))))
    kept = "=cmd|' /C calc'!A0 <script>&amp;</w:t> ]]> \U0001f600"
    assert all_text(document).count(kept) == 2
    assert not re.search("[\x00-\x08\x0b\x0c\ufffe\u202e]", all_text(document))


def test_a_list_of_task_numbers_may_break_after_each_and_nowhere_else() -> None:
    tasks = {f"1.1.{n}": ["ipo"] for n in range(1, 40)}
    data = render(notice(measures_of(progress(period="2019-08"), tasks=tasks, indicators=[])))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = archive.read("word/document.xml").decode()
    assert "1.1.1、\u200b1.1.2、\u200b1.1.3" in said
    assert said.count("\u200b") == len(re.findall(r"\d、\u200b\d", said))


def test_clean_leaves_one_line() -> None:
    assert clean("一\r\n二\t三\u2028四\x0b五") == "一 二 三 四 五"
    assert clean("\x00\x1f\ufffe\ud83d\u202a好") == "好"


@pytest.mark.parametrize(
    "plan", [{}, {"indicators": []}, {"groups": [], "tasks": {"1.1.1": ["ipo"]}, "indicators": []}]
)
def test_without_data_the_file_still_opens(plan: dict[str, Any]) -> None:
    measures = measures_of(**plan)
    assert "工作要求" in all_text(opened(notice(measures)))
    assert "承担任务" in all_text(opened(agency_notice(measures, "ipo")))
    assert "月度快报" in all_text(opened(bulletin(measures)))


def test_names_that_are_markup_and_long_names_stand_as_they_are() -> None:
    name = '<w:p> & "省"' + "很长的名称" * 60
    agencies = [agency_data(name=name), *(agency_data(id=i, name=i) for i in ("copyright", "science", "education"))]
    measures = measures_of(agencies=agencies, title="计划" * 100, office={"id": "office", "name": "办" * 300})
    assert name in all_text(opened(notice(measures)))
    assert f"{name}：" in all_text(opened(agency_notice(measures, "ipo")))


def test_the_signature_stays_with_the_end_of_the_text() -> None:
    document = opened(shipped_notice())
    at = next(i for i, p in enumerate(document.paragraphs) if p.style.name == "通报附件目录")
    assert document.paragraphs[at - 1].paragraph_format.keep_with_next
    assert all(document.styles[NAMES[name]].paragraph_format.keep_with_next for name in ("list", "office"))


def test_that_a_person_wrote_the_requirements_is_said_of_the_file() -> None:
    edited = opened(notice(shipped(), (("", "请遵照执行。"),)))
    assert edited.core_properties.comments == f"校验码 {shipped().check_code}；工作要求经人工修改"
    assert "请遵照执行。" in all_text(edited)


# printed


def completed() -> Measures:
    """Everything is done and verified."""
    plan = shipped().plan
    figures = [
        figure(indicator=i.id, value=i.target, sender=i.owner, reported_on=date(2019, 12, 20), period="2019-12")
        for i in plan.indicators
    ]
    done = [
        progress(task=task.id, agency=body, sender="office", status="verified", period="2019-12")
        for task in plan.tasks.values()
        for body in task.agencies
    ]
    return measure(plan, Rows(figures, done), date(2019, 12, 31))


def cases() -> dict[str, Notice]:
    """What is printed: notices at several moments, without anything reported, with everything done; sheets, bulletins."""
    years_end, nothing = samples_at(date(2019, 12, 31)), measure(shipped().plan, Rows(), SEPTEMBER)
    return {
        "notice": shipped_notice(),
        "copyright": agency_notice(shipped(), "copyright"),
        "ipo": agency_notice(shipped(), "ipo"),
        "notice-december": notice(years_end),
        "notice-july": notice(samples_at(date(2019, 7, 31))),
        "notice-nothing": notice(nothing),
        "notice-completed": notice(completed()),
        "bulletin": bulletin(shipped()),
        "bulletin-december": bulletin(years_end),
        "bulletin-nothing": bulletin(nothing),
        "bulletin-completed": bulletin(completed()),
    }


@pytest.fixture(scope="module")
def lines_printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The pages of all cases, line by line, after one conversion."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.fail("没有 LibreOffice。请运行 apt-get install libreoffice-writer poppler-utils。", pytrace=False)
    folder = tmp_path_factory.mktemp("printed")
    papers = cases()
    for name, said in papers.items():
        (folder / f"{name}.docx").write_bytes(render(said))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    files = [str(folder / f"{name}.docx") for name in papers]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    return {name: pages_of(folder / f"{name}.pdf") for name in papers}


def pages_of(pdf: Path) -> list[str]:
    run = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, text=True)
    return run.stdout.split("\f")[:-1]


@pytest.fixture
def printed(lines_printed: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same, each page in one line."""
    return {name: [re.sub(r"\s+", "", page) for page in pages] for name, pages in lines_printed.items()}


def test_all_sections_are_printed_on_a_sensible_number_of_pages(printed: dict[str, list[str]]) -> None:
    pages = printed["notice"]
    text = "".join(pages)
    assert 10 <= len(pages) <= 20
    for section in shipped_notice().all_sections:
        assert re.sub(r"\s+", "", section.heading) in text
    assert shipped().check_code in pages[-1]
    for n, page in enumerate(pages, 1):
        assert SAMPLE_MARK in page
        assert f"—{n}—" in page


def test_no_page_ends_with_a_heading(printed: dict[str, list[str]]) -> None:
    said = shipped_notice()
    blocks = [b for s in said.all_sections for b in s.blocks if isinstance(b, Paragraph)]
    headings = [s.heading for s in said.all_sections if s.heading]
    headings += [b.text for b in blocks if b.kind in {"heading", "caption"}]
    assert headings and printed["notice"]
    for n, page in enumerate(printed["notice"], 1):
        body = page.removesuffix(f"—{n}—")
        assert body != page
        assert not body.endswith(tuple(re.sub(r"\s+", "", heading) for heading in headings))


def test_every_cell_is_printed_in_full(printed: dict[str, list[str]]) -> None:
    # Of a cell each line is printed by itself: its characters are there, in their order, not far apart.
    text = "".join(printed["notice"])
    tables = [table for section in shipped_notice().annexes for table in section.tables]
    cells = [cell for table in tables for row in table.rows for cell in row if cell.text]
    assert len(cells) > len(tables) > 0
    for cell in cells:
        assert re.search(".{0,80}?".join(map(re.escape, re.sub(r"\s+", "", cell.text))), text), cell.text


def test_the_sheet_of_an_ordinary_agency_is_one_page_that_of_the_largest_two(printed: dict[str, list[str]]) -> None:
    assert len(printed["copyright"]) == 1
    assert len(printed["ipo"]) == 2
    assert shipped().check_code in printed["copyright"][0]
    assert "签收人" in printed["copyright"][0]


@pytest.mark.parametrize("case", ["notice", "notice-december", "notice-july", "notice-nothing", "notice-completed"])
def test_the_text_is_at_most_three_pages_and_the_signature_is_not_alone(
    case: str, printed: dict[str, list[str]]
) -> None:
    pages = printed[case]
    annex = next(n for n, page in enumerate(pages) if re.match(r"(示例数据，非真实进展)?附件1", page))
    assert 1 <= annex <= 3
    last = pages[annex - 1]
    assert "省政府知识产权办公会议制度办公室" in last
    assert "附件：1." in last
    before = last.partition("附件：1.")[0].removeprefix(SAMPLE_MARK)
    assert "。" in before  # some of the text itself, that is


@pytest.mark.parametrize("case", ["bulletin", "bulletin-december", "bulletin-nothing", "bulletin-completed"])
def test_a_bulletin_is_one_page(case: str, printed: dict[str, list[str]]) -> None:
    (page,) = printed[case]
    assert "校验码" in page


@pytest.mark.parametrize("case", ["notice", "notice-december", "ipo", "copyright"])
def test_neither_the_number_of_a_task_nor_a_rate_is_broken(case: str, lines_printed: dict[str, list[str]]) -> None:
    # Of a cell each line is printed by itself.
    text = "\n".join(lines_printed[case])
    assert re.search(r"^\d\.\d\.\d\b", text, re.MULTILINE)
    assert not re.search(r"^(\d\.\d\.|\d+\.|\.?\d*%)$", text, re.MULTILINE)
