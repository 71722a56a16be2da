"""Tables for download: Chinese headers, a BOM for Excel, and no cell that a spreadsheet would run."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from factories import csv_lines, figure, make_plan, measures_of, period_of, progress

from lib.draw import tables
from lib.intake.reading import Reading
from lib.problems.catalogue import problem
from lib.rules.questions import Question
from lib.rules.restatements import Restatement


def test_a_csv_begins_with_a_bom_and_its_lines_end_as_in_windows() -> None:
    data = tables.as_csv(pd.DataFrame([{"任务": "甲"}]))
    assert data == "\ufeff任务\r\n甲\r\n".encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_defused(start: str) -> None:
    text = tables.as_csv(pd.DataFrame([{"说明": f"{start}cmd|x"}])).decode("utf-8-sig")
    assert f"'{start}cmd|x" in text


def test_a_negative_number_stays_a_number() -> None:
    assert "-3" in tables.as_csv(pd.DataFrame([{"数": -3}])).decode("utf-8-sig").split()


def test_an_indicator_without_figures_has_a_table_with_a_header_and_no_row() -> None:
    standing = measures_of().indicators["copyright-registrations"]
    table = tables.series_table(standing)
    assert len(table) == 0
    assert "实际值" in table.columns


def test_the_series_names_the_file_and_the_row_of_every_figure() -> None:
    m = measures_of(figure(period="2019-08", value=311), figure(period="2019-09", value=352))
    standing = m.indicators["copyright-registrations"]
    table = tables.series_table(standing)
    assert list(zip(table["报告期"], table["实际值"], strict=True)) == [("2019-08", 311), ("2019-09", 352)]
    assert set(table["来源文件"]) == {standing.series[0].file}


def test_every_assignment_has_its_row_with_what_was_reported() -> None:
    m = measures_of(progress(obstacle="缺人", next_step="增派"))
    table = tables.tasks_table(m)
    assert len(table) == len(m.plan.assignments)
    assert "缺人" in set(table["存在问题"].dropna())


def test_every_body_has_its_row_and_the_groups_say_that_they_are_one() -> None:
    m = measures_of()
    table = tables.agencies_table(m)
    assert list(table["责任单位"]) == [m.plan.name_of(body) for body in m.plan.bodies]
    assert set(table.loc[table["类别"] == "组", "责任单位"]) == {group.name for group in m.plan.groups}
    assert table["各计一次"].sum() == len(m.plan.assignments)


def test_bodies_that_share_tasks_stand_in_pairs_most_shared_first() -> None:
    shared = tables.shared_table(measures_of())
    assert list(shared["共同任务数"]) == sorted(shared["共同任务数"], reverse=True)
    assert all(row["单位"] != row["另一单位"] for _, row in shared.iterrows())


def test_without_problems_the_list_of_problems_still_has_its_header() -> None:
    assert list(tables.problems_table([]).columns) == ["文件", "处理", "行", "列", "内容", "说明"]


def test_all_problems_of_a_file_are_in_its_list_with_how_to_treat_them() -> None:
    found = [
        problem("value_not_a_number", row=row, column="实际值", value=f"=v{row}", file="a.csv") for row in range(2, 47)
    ]
    reading = Reading("a.csv", "copyright", "figures", [], [problem("encoding_noted", encoding=" GBK "), *found])
    rows = csv_lines(tables.problems_as_csv(reading))
    assert rows[0] == ["处理", "行", "列", "内容", "说明"]
    assert rows[1] == ["说明", "", "", "", "按 GBK 编码读取。"]
    assert [row[1] for row in rows[2:]] == [str(row) for row in range(2, 47)]
    assert rows[2][:4] == ["须改正", "2", "实际值", "'=v2"]
    assert rows[2][4].startswith("第2行“实际值”：“=v2”不是数字。")


def test_a_file_without_problems_has_a_list_with_a_header() -> None:
    assert csv_lines(tables.problems_as_csv(Reading("a.csv", None, None, [], []))) == [
        ["处理", "行", "列", "内容", "说明"]
    ]


def test_every_restatement_has_its_row_with_both_files_in_words() -> None:
    old, new = figure(value=311), figure(value=300, file="=b.csv")
    found = [
        Restatement("copyright", "copyright-registrations", period_of("2019-09"), 311.0, 300.0, 4, old, new),
        Restatement("ipo", "1.1.1", period_of("2019-09"), "delayed", "completed", -3, progress(), progress(row=3)),
    ]
    table = tables.restatements_table(make_plan(), found)
    assert list(table.iloc[0]) == [
        "作品著作权登记量", "省新闻出版局〔省版权局〕", "2019-09", 311.0, 300.0, 4, "copyright_figures.csv", "=b.csv",
    ]  # fmt: skip
    assert list(table.iloc[1])[:6] == ["1.1.1", "省知识产权局", "2019-09", "进展滞后", "已完成", -3]
    assert csv_lines(tables.as_csv(table))[1][-1] == "'=b.csv"


def test_every_question_has_its_row() -> None:
    asked = [
        Question("unchanged", "ipo", "1.1.1", period_of("2019-09"), "请核实。", (progress(),)),
        Question("falls", "copyright", "copyright-registrations", period_of("2019-09"), "是更正吗？", (figure(),)),
    ]
    table = tables.questions_table(make_plan(), asked)
    assert list(table.iloc[0])[:3] == ["累计数下降", "省新闻出版局〔省版权局〕", "作品著作权登记量"]
    assert list(table.iloc[1]) == ["与上次相同", "省知识产权局", "1.1.1", "2019-09", "请核实。", ""]


def test_a_question_that_the_page_folds_says_so_in_the_same_words() -> None:
    rows = [progress(file=f"{n}.csv", received=date(2019, 12, 1)) for n in range(4)]
    asked = [Question("received_late", "ipo", "1.1.1", row.period, "填报日期是这一天吗？", (row,)) for row in rows]
    assert set(tables.questions_table(make_plan(), asked)["归并"]) == {
        "填报很久后才收到 4 条：2019年12月1日收到的 4 份文件"
    }


def test_without_restatements_and_questions_their_tables_still_have_headers() -> None:
    plan = make_plan()
    assert list(tables.restatements_table(plan, []).columns)[:3] == ["指标或任务", "单位", "报告期"]
    assert list(tables.questions_table(plan, []).columns) == ["疑问", "单位", "指标或任务", "报告期", "请核实", "归并"]
