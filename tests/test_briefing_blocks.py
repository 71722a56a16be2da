from __future__ import annotations

import re

from lib.briefing import blocks as slide_blocks
from lib.briefing.content import Briefing
from lib.briefing.slides import Slide, Table, TableCell, Text, stacked
from lib.statuses import TASK_STATUSES

HOSTILE = '<script>alert(1)</script>"&'


def slide(title: str = "标题", *sentences: str) -> Slide:
    return Slide("one", title, "单位：项", stacked((1.0, Text(sentences))))


def words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def test_the_head_says_the_finding_the_line_under_it_and_whether_it_is_a_sample(briefing: Briefing) -> None:
    real = Briefing(**{**vars(briefing), "sample": False})
    assert words(slide_blocks.head(briefing, slide("完成 3 项，快于序时"))) == "完成 3 项，快于序时示例数据单位：项"
    assert words(slide_blocks.head(real, slide("完成 3 项"))) == "完成 3 项单位：项"


def test_only_a_long_title_is_set_smaller(briefing: Briefing) -> None:
    assert "pb-long" in slide_blocks.head(briefing, slide("长" * 61))
    assert "pb-long" not in slide_blocks.head(briefing, slide("短" * 60))


def test_the_cover_holds_title_document_sentences_and_both_dates(briefing: Briefing) -> None:
    said = words(slide_blocks.cover(briefing, briefing.slides[0]))
    assert briefing.title in said
    assert briefing.document in said
    assert briefing.dates in said
    assert "汇报单位：省政府知识产权办公会议制度办公室" in said
    assert "汇报日期：2019年10月25日" in said


def test_a_table_has_its_head_its_widths_and_numbers_to_the_right() -> None:
    table = Table(("单位", "总数"), ((TableCell("省科技厅"), TableCell("5")),), (3, 1), (1,))
    html = slide_blocks.table(table)
    assert [words(cell) for cell in re.findall(r"<th.*?</th>", html)] == ["单位", "总数"]
    assert re.findall(r"width:([\d.]+)%", html) == ["75.0", "25.0"]
    assert '<td class="num" data-label="总数">5</td>' in html
    assert "<thead>" not in slide_blocks.table(Table(("", ""), ((TableCell("实际值"), TableCell("5")),), (1, 1)))


def test_a_status_is_shown_by_glyph_word_and_note() -> None:
    look = TASK_STATUSES["delayed"]
    html = slide_blocks.table(Table(("状态",), ((TableCell("逾期", look),),), (1,)))
    assert words(html) == f"状态{look.glyph}{look.word} 逾期"


def test_few_rows_are_set_larger_and_many_are_not() -> None:
    def table(rows: int, columns: int) -> str:
        return slide_blocks.table(Table(("列",) * columns, ((TableCell("字"),) * columns,) * rows, (1,) * columns))

    assert "pb-few" in table(9, 4)
    assert "pb-few" not in table(10, 4)
    assert "pb-few" not in table(3, 5)


def test_what_a_file_says_is_text_and_never_markup(briefing: Briefing) -> None:
    made = [
        slide_blocks.head(briefing, slide(HOSTILE)),
        slide_blocks.cover(briefing, slide(HOSTILE, HOSTILE)),
        slide_blocks.text(Text((HOSTILE,))),
        slide_blocks.table(
            Table((HOSTILE,), ((TableCell(HOSTILE),), (TableCell(HOSTILE, TASK_STATUSES["delayed"]),)), (1,))
        ),
    ]
    for html in made:
        assert "<script" not in html
        assert "&lt;script&gt;" in html
