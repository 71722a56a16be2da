"""Files as they arrive → lines and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from documents import number_by_word, numbered, pdf, sheet, typeset, word
from tables import of_every
from workbooks import zipped

from lib.drafts import document as limits
from lib.drafts.document import Document, Line, Table, plain
from lib.drafts.draft import read_draft
from lib.drafts.readers import read_document
from lib.errors import DraftError


def texts(document: Document) -> list[str]:
    """The words of every line and row."""
    return [text for text in document.lines.values() if text]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


@of_every(
    [
        ("2022 年 2 月底前", "2022年2月底前"),
        ("农产品产业, 积极引导", "农产品产业, 积极引导"),
        ("突出 PM2.5 和臭氧", "突出PM2.5和臭氧"),
        ("Open AI 工具", "Open AI工具"),
        ("[bookmark: page6]2.推进", "2.推进"),
        ("　　一、总体", "一、总体"),
    ]
)
def test_a_line_loses_the_spaces_of_typesetting(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_lines_keep_their_numbers() -> None:
    document = read_document("a.txt", "一、甲\n\n\n二、乙\n".encode())
    assert [block.number for block in document.blocks if isinstance(block, Line)] == [1, 2, 3, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_that_arrive(encoding: str) -> None:
    assert texts(read_document("a.txt", "一、任务".encode(encoding))) == ["一、任务"]


def test_word_gives_paragraphs_and_tables_in_their_order_with_the_numbers_that_it_makes() -> None:
    def build(document: Any) -> None:
        list_id = number_by_word(
            document, [("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")]
        )
        for level, text in [(0, "甲"), (1, "乙"), (2, "丙"), (2, "丁"), (1, "戊"), (2, "己"), (0, "庚")]:
            numbered(document, text, list_id, level)
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "左", "右"
        document.add_paragraph("完")

    read = texts(read_document("a.docx", word(build)))
    assert read == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "左｜右", "完"]


def test_word_gives_inserted_words_and_not_deleted_ones() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("甲")._p
        run = paragraph.xpath("w:r")[0]
        for tag, text in (("w:ins", "乙"), ("w:del", "丙")):
            inside = run.makeelement(run.tag.replace("}r", "}" + tag[2:]), {})
            inside.append(document.add_paragraph(text)._p.xpath("w:r")[0])
            paragraph.append(inside)

    assert texts(read_document("a.docx", word(build)))[0] == "甲乙"


def test_word_repeats_merged_cells_over_their_places() -> None:
    def build(document: Any) -> None:
        table = document.add_table(3, 3)
        for r, row in enumerate(["abc", "def", "ghi"]):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        table.cell(0, 0).merge(table.cell(0, 1)).text = "宽"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "高"

    (table,) = tables(read_document("a.docx", word(build)))
    assert [[(cell.text, cell.first) for cell in row.cells] for row in table.rows] == [
        [("宽", True), ("宽", False), ("c", True)],
        [("d", True), ("e", True), ("高", True)],
        [("g", True), ("h", True), ("高", False)],
    ]


def test_a_page_gives_what_a_reader_sees_and_a_layout_table_as_lines() -> None:
    page = """<html><head><style>p{}</style></head><body><nav>首页</nav><script>1</script>
    <table><tr><td><svg><rect/></svg><h2>一、甲</h2><p style="display: none">藏</p><p>1.乙。<br>（市A局）</p>
    <table><tr><td rowspan=2>左</td><td>右</td></tr><tr><td>下</td></tr></table></td></tr></table></body></html>"""
    document = read_document("a.html", page.encode())
    assert texts(document) == ["一、甲", "1.乙。", "（市A局）", "左｜右", "下"]
    (table,) = tables(document)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["左", "右"], ["左", "下"]]


def test_excel_gives_merged_cells_and_dates() -> None:
    data = sheet([["序号", "任务"], [1, "甲"], [None, "乙"]], ["A2:A3"])
    (table,) = tables(read_document("a.xlsx", data))
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["序号", "任务"], ["1", "甲"], ["1", "乙"]]
    assert [row.cells[0].first for row in table.rows] == [True, True, False]


def grid(xs: list[float], ys: list[float]) -> list[tuple[float, float, float, float]]:
    """The ruling lines of a table."""
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


def test_pdf_gives_lines_and_tables_without_what_stands_on_every_page() -> None:
    words = [(72.0, 650.0, "序号"), (132, 650, "任务"), (72, 620, "1"), (132, 620, "建设平台。")]
    pages = [
        ([(70, 800, "某市文件"), (70, 700, f"第{n}段文字"), *words], grid([60, 120, 400], [670, 640, 610]))
        for n in "一二三"
    ]
    document = read_document("a.pdf", pdf(pages))
    assert texts(document)[:3] == ["第一段文字", "序号｜任务", "1｜建设平台。"]
    assert "某市文件" not in texts(document)


def test_a_row_that_a_page_parts_within_a_sentence_is_one() -> None:
    head = [(72.0, 130.0, "序号"), (132, 130, "任务"), (402, 130, "牵头单位")]
    upper = [(72.0, 100.0, "1"), (132, 100, "建设公共服务平台并推广"), (402, 100, "市数据局、市")]
    lower = [
        (132.0, 790.0, "应用。"),
        (402, 790, "财政局"),
        (72, 760, "2"),
        (132, 760, "开展培训。"),
        (402, 760, "市A局"),
    ]
    xs = [60.0, 120.0, 390.0, 520.0]
    data = pdf([([*head, *upper], grid(xs, [150, 120, 90])), (lower, grid(xs, [810, 780, 750]))])
    tasks = read_draft("a.pdf", data).tasks
    assert [(task.text, task.agencies) for task in tasks] == [
        ("建设公共服务平台并推广应用。", ("市数据局", "市财政局")),
        ("开展培训。", ("市A局",)),
    ]


@of_every(
    [
        ("a.txt", b"", "空的"),
        ("a.txt", b" \n ", "空的"),
        ("a.html", b"<html><body></body></html>", "没有任何文字"),
        ("a.pdf", pdf([([], [])]), "只有图片"),
        ("a.pdf", b"%PDF-1.5 broken", "损坏"),
        ("a.docx", b"plain text", "不是 .docx 文件"),
        ("a.docx", b"PK\x03\x04 broken", "损坏"),
        ("a.docx", zipped({"other": b"1"}), "没有 Word 或 Excel"),
        ("a.docx", zipped({"word/document.xml": b"<w>"}), "打不开"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"<w>"}), "打不开"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "旧格式"),
        ("a.zip", b"abc", "不知道怎样读"),
        ("a.txt", b"\x00\x01\x02\xff", "编码"),
        ("a.txt", "今天天气很好。\n没有任务。".encode(), "看不出是一份任务计划"),
    ]
)
def test_what_cannot_be_read_or_is_no_plan_is_said_in_one_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(DraftError, match=words) as raised:
        read_draft(name, data)
    assert "\n" not in str(raised.value)


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_LINES", 3)
    with pytest.raises(DraftError, match="太长"):
        read_document("a.txt", b"1\n2\n3\n4\n")


def test_the_same_plan_in_a_pdf_is_read_as_its_text() -> None:
    text = (Path(__file__).parent / "plans" / "yunchuan-typeset.txt").read_text(encoding="utf-8")
    as_text, as_pdf = read_draft("a.txt", text.encode()), read_draft("a.pdf", typeset(text))
    assert [task._replace(lines=(0, 0)) for task in as_pdf.tasks] == [
        task._replace(lines=(0, 0)) for task in as_text.tasks
    ]
