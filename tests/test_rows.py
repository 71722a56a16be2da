"""Rows that report on one key: which is in force, and what it replaced."""

from __future__ import annotations

from pathlib import Path

from factories import figure, progress
from trials import lib_with, printed

from lib.rows import COLUMNS, COMMENTS, REQUIRED, TEXTS, FigureRow, ProgressRow, in_force, restated


def test_of_two_rows_with_one_key_the_later_is_in_force() -> None:
    first, other, second = figure(value=1), figure(value=1, period="2019-08"), figure(value=2, period="2019Q3")
    assert in_force([first, other, second]) == [second, other]


def test_a_restatement_is_a_row_that_replaces_one_with_other_content() -> None:
    rows = [progress(), progress(note="补充"), progress(status="delayed"), progress(agency="science", status="delayed")]
    assert restated(rows) == [(rows[1], rows[2])]


def test_a_row_says_its_value_or_its_status() -> None:
    assert (figure(value=3).said, progress(status="delayed").said) == (3, "delayed")


def test_the_columns_of_free_text_are_those_that_a_row_may_leave_out() -> None:
    assert TEXTS == {"figures": ("note",), "progress": ("evidence", "obstacle", "next_step", "note")}
    assert COMMENTS == {"obstacle": "存在问题", "next_step": "下一步措施"}
    for kind, row in (("figures", FigureRow), ("progress", ProgressRow)):
        assert set(TEXTS[kind]) <= set(COLUMNS[kind])
        assert set(COLUMNS[kind]) - {*row._fields} == set() == set(TEXTS[kind]) & set(REQUIRED[kind])


def test_a_row_gives_its_texts_by_column() -> None:
    assert figure(note="甲").texts == {"note": "甲"}
    assert progress(obstacle="乙").texts == {"evidence": None, "obstacle": "乙", "next_step": None, "note": None}
    assert progress(obstacle="乙", note="丙").comments == ["乙", ""]


NEW = {
    '        "next_step": ("下一步措施",),\n': '        "trial_text": ("试填文字",),\n',
    "    next_step: str | None = None\n": "    trial_text: str | None = None\n",
}
"""A trial column of free text among the others: its line in COLUMNS and its field of a row."""

SHOWN = """
from datetime import date
from factories import PROGRESS_HEADER, make_plan, period_of, progress_bytes
from lib.board import templates
from lib.draw import submission_blocks, tables
from lib.intake import read_file
from lib.rows import Rows, as_record
from lib.rules import measure, questions

PLAN, DAY = make_plan(), date(2019, 10, 8)

def rows(body, said):
    line = ["1.1.2", "", "2019-09", "推进中", "", "缺人", "招人", "2019-10-08", "已启动", said]
    reading = read_file(body + ".csv", progress_bytes(line, header=[*PROGRESS_HEADER, "试填文字"]), PLAN, DAY, body)
    assert reading.counts, reading.problems
    return reading.rows

both = [*rows("ipo", "省级专项资金已全部拨付到位"), *rows("science", "省级专项资金已全部拨付到位")]
measures = measure(PLAN, Rows([], both))
print(as_record(both[0]))
print([question.text for question in questions(measures)])
print(len({measure(PLAN, Rows([], rows("ipo", said))).check_code for said in ("", " ", "已拨付", "未拨付")}))
print("；".join(("缺人", "招人", both[0].trial_text, "已启动")) in submission_blocks.rows(PLAN, both[:1], bool))
print(tables.tasks_table(measures, ["1.1.2"])["试填文字"].tolist())
print(templates.template(measures, "ipo", "progress", period_of("2019-10")).decode("utf-8-sig").splitlines()[0])
"""


def test_a_column_of_free_text_is_a_line_and_a_field_and_is_read_compared_hashed_and_shown(tmp_path: Path) -> None:
    said = printed(lib_with(tmp_path, "rows.py", NEW), SHOWN)
    record, asked, codes, is_shown, column, header = said.splitlines()
    text = "省级专项资金已全部拨付到位"
    assert f"'next_step': '招人', 'trial_text': '{text}', 'note': '已启动'" in record
    assert f"所报的试填文字相同：“{text}”。" in asked
    assert (codes, is_shown, column) == ("3", "True", str([text, text]))
    assert "下一步措施,试填文字,填报日期" in header


TO_READERS = """
import os
from pathlib import Path
from test_pages import PLAN, ROOT, show
from lib.board import Board
from lib.briefing import brief
from lib.briefing.notice.notice import notice
from lib.briefing.notice.sheet import agency_notice
from lib.briefing.slides import Table
from lib.store import open_store

folder = Path("actuals")
folder.mkdir()
header = "任务编号,报告期,状态,佐证材料,存在问题,下一步措施,试填文字,填报日期"
row = "1.2.1,2019-09,进展滞后,材料,缺人,招人,拨付到位,2019-10-09"
(folder / "省科技厅_2019-09.csv").write_text(header + chr(10) + row, encoding="utf-8")
os.environ |= {"PLANBOARD_PLAN": str(PLAN), "PLANBOARD_ACTUALS": str(folder)}
for page, choices in {"tasks": {"task": "1.2.1"}, "agencies": {"agency": "science"}, "submission": {"id": "1"}}.items():
    said = show(page, Path.cwd(), **choices).text
    print(page, said.count("招人"), said.count("拨付到位"), said.count("下一步措施"), said.count("试填文字"))
m = Board(PLAN, open_store(folder, record=False)).measures()
slides = {"slides": brief(m), "slides of a body": brief(m, agency="science")}
papers = {"notice": notice(m), "sheet": agency_notice(m, "science")}
tables = {
    name: [block for slide in made.slides for _, blocks in slide.rows for _, block in blocks if isinstance(block, Table)]
    for name, made in slides.items()
} | {name: [table for section in made.all_sections for table in section.tables] for name, made in papers.items()}
for name, found in tables.items():
    heads = "".join(word for table in found for word in table.columns)
    cells = "".join(cell.text for table in found for row in table.rows for cell in row)
    print(name, cells.count("招人"), cells.count("拨付到位"), heads.count("下一步措施"), heads.count("试填文字"))
"""


def test_a_column_of_free_text_shows_by_itself_on_pages_slides_and_papers_wherever_a_next_step_does(
    tmp_path: Path,
) -> None:
    said = printed(lib_with(tmp_path, "rows.py", NEW), TO_READERS)
    for line in said.splitlines():
        place, *counts = line.rsplit(" ", 4)
        steps, trial_texts, heads, trial_heads = map(int, counts)
        assert steps == trial_texts > 0 < heads == trial_heads, place
    assert len(said.splitlines()) == 7
