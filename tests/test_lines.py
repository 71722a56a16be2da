"""Text cells → rows: every cell of every row, and all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import pytest
from factories import FIGURES_HEADER, PROGRESS_HEADER, agency_data, csv_bytes, indicator_data, make_plan

from lib.intake.decoding import decode
from lib.intake.headers import is_header, read_header
from lib.intake.lines import MOST_NAMES_COMPARED, Origin
from lib.intake.reading import read_file, read_rows
from lib.plan.model import Plan
from lib.problems.catalogue import Problem
from lib.rows import FigureRow, ProgressRow, as_record

RECEIVED = date(2019, 10, 10)
NAME = "作品著作权登记量"


class Read(NamedTuple):
    """What was read, and what was said of it."""

    rows: list[Any]
    problems: list[Problem]

    @property
    def codes(self) -> list[tuple[str, int | None]]:
        """Code and row of each problem and note."""
        return [(p.code, p.row) for p in self.problems]

    @property
    def faults(self) -> list[tuple[str, int | None]]:
        """Code and row of each problem without the notes."""
        return [(p.code, p.row) for p in self.problems if p.severity != "note"]


def read(
    *rows: Sequence[str],
    header: Sequence[str] = FIGURES_HEADER,
    sender: str = "copyright",
    received: date = RECEIVED,
    plan: Plan | None = None,
) -> Read:
    """What is read from rows below a header; the first stands in row 2."""
    plan = plan or make_plan()
    sheet, _ = decode(csv_bytes(*rows, header=header), is_header)
    assert sheet is not None
    found, notes = read_header(sheet.header, plan.year)
    assert found is not None, notes
    return Read(*read_rows(sheet, found, plan, Origin("copyright.csv", sender, received)))


def progress_row(
    *, task: str = "1.1.1", agency: str = "", period: str = "2019-09", status: str = "推进中", reported_on: str = ""
) -> list[str]:
    """The cells of a row of 任务进展."""
    return [task, agency, period, status, "", "", "", reported_on, ""]


def read_progress(*rows: Sequence[str], sender: str = "ipo", **how: Any) -> Read:
    """What is read from rows of 任务进展."""
    return read(*rows, header=PROGRESS_HEADER, sender=sender, **how)


# rows that are good


def test_a_row_of_figures_with_everything_in_it() -> None:
    result = read([NAME, "2019-09", "352", "2019-10-08", "季末核对"])
    assert result.problems == []
    assert result.rows == [
        FigureRow(
            received=RECEIVED,
            reported_on=date(2019, 10, 8),
            file="copyright.csv",
            row=2,
            sender="copyright",
            indicator="copyright-registrations",
            period=result.rows[0].period,
            value=352.0,
            note="季末核对",
        )
    ]
    assert result.rows[0].period == ("2019-09", date(2019, 9, 30))


def test_a_row_of_progress_with_everything_in_it() -> None:
    cells = ["1.1.2", "省科技厅", "2019-09", "进展滞后", "证明", "问题", "措施", "2019-10-08", "说明"]
    result = read_progress(cells, sender="science")
    assert result.problems == []
    assert result.rows == [
        ProgressRow(
            received=RECEIVED,
            reported_on=date(2019, 10, 8),
            file="copyright.csv",
            row=2,
            sender="science",
            task="1.1.2",
            agency="science",
            period=result.rows[0].period,
            status="delayed",
            evidence="证明",
            obstacle="问题",
            next_step="措施",
            note="说明",
        )
    ]


def test_a_record_has_the_canonical_columns_with_plain_values() -> None:
    (row,) = read([NAME, "9月", "352", "2019-10-08", ""]).rows
    assert as_record(row) == {
        "row": 2,
        "reported_on": "2019-10-08",
        "indicator": "copyright-registrations",
        "period": "2019-09",
        "value": 352.0,
        "note": None,
    }
    (row,) = read_progress(progress_row()).rows
    assert list(as_record(row)) == [
        "row", "reported_on", "task", "agency", "period", "status", "evidence", "obstacle", "next_step", "note"
    ]  # fmt: skip


def test_optional_columns_may_be_left_out_of_the_header_or_of_a_row() -> None:
    assert read([NAME, "2019-09", "352"], header=("指标", "报告期", "实际值")).rows[0].note is None
    short = read([NAME, "2019-09", "352"])
    assert short.problems == []
    assert (short.rows[0].value, short.rows[0].note) == (352, None)


def test_without_a_day_a_row_was_reported_on_the_day_of_receipt() -> None:
    assert read([NAME, "2019-09", "352", "", ""]).rows[0].reported_on == RECEIVED


def test_trailing_empty_cells_are_silent() -> None:
    assert read([NAME, "2019-09", "352", "", "", "", " ", ""]).codes == []


@pytest.mark.parametrize("text", ["作品著作权登记量", "copyright-registrations"])
def test_an_indicator_is_named_by_its_name_or_id_without_a_note(text: str) -> None:
    assert read([text, "2019-09", "352"]).problems == []


@pytest.mark.parametrize(
    "text", [" 作品著作权登记量", "Copyright-Registrations", "作品 著作权登记量", "作品著作权登记量。"]
)
def test_an_indicator_named_with_other_spaces_or_letters_is_taken_with_a_note(text: str) -> None:
    result = read([text, "2019-09", "352"])
    assert result.codes == [("cell_understood", 2)]
    assert result.rows[0].indicator == "copyright-registrations"


@pytest.mark.parametrize("text", ["1.1.1", "１．１．１", " 1.1.1 ", "任务1.1.1的条文。", "任务1.1.1的条文"])
def test_a_task_is_named_by_its_number_or_the_words_of_its_clause(text: str) -> None:
    assert read_progress(progress_row(task=text)).rows[0].task == "1.1.1"


def test_an_alias_of_an_agency_is_taken_with_a_note() -> None:
    result = read_progress(progress_row(task="1.1.4", agency="省版权局"), sender="copyright")
    assert result.codes == [("cell_understood", 2)]
    assert "省新闻出版局〔省版权局〕" in result.problems[0].message
    assert result.rows[0].agency == "copyright"


def test_a_period_in_other_words_is_taken_with_a_note_that_says_which() -> None:
    result = read([NAME, "1-9月", "352"])
    assert result.codes == [("cell_understood", 2)]
    assert result.problems[0].message == "第2行“报告期”：“1-9月”按 2019-09 理解。"
    assert result.rows[0].period.text == "2019-09"


def test_text_cells_may_hold_anything() -> None:
    for text in (
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "[x](http://a)",
        "一\n二",
        "{0}",
    ):
        result = read([NAME, "2019-09", "352", "", text])
        assert result.problems == []
        assert result.rows[0].note == text


# nothing to report


@pytest.mark.parametrize("mark", ["", "—", "/", "无", "N/A", " "])
def test_a_figure_that_is_not_reported_gives_a_note_and_no_row(mark: str) -> None:
    result = read([NAME, "2019-08", mark, "", "核对中"], [NAME, "2019-09", "352", "", ""])
    assert result.codes == [("cell_not_reported", 2)]
    assert [row.value for row in result.rows] == [352]


def test_zero_is_a_figure() -> None:
    assert [row.value for row in read([NAME, "2019-01", "0"]).rows] == [0]


@pytest.mark.parametrize("mark", ["", "—", "无"])
def test_a_status_that_is_not_reported_gives_a_note_and_no_row(mark: str) -> None:
    result = read_progress(progress_row(status=mark), progress_row(task="1.1.2"))
    assert result.codes == [("cell_not_reported", 2)]
    assert [row.task for row in result.rows] == ["1.1.2"]


# shape


@pytest.mark.parametrize(
    "footer",
    [
        ["注：本表数据截至九月底"],
        ["制表人：张三"],
        ["", "", "制表人：张三"],
        ["2019年10月8日"],
        ["合计"],
        ["", "", "", "", "完"],
    ],
)
def test_a_note_below_the_table_is_left_out_with_a_note(footer: list[str]) -> None:
    result = read([NAME, "2019-09", "352"], footer)
    assert result.codes == [("footnote_ignored", 3)]
    assert len(result.rows) == 1


def test_several_notes_below_the_table_are_left_out() -> None:
    result = read([NAME, "2019-09", "352"], ["注：一"], ["制表人：张三"])
    assert sorted(result.codes) == [("footnote_ignored", 3), ("footnote_ignored", 4)]


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ([NAME], [("cell_missing", 3)]),  # cut off, or not filled in
        (["", "2019-09"], [("cell_merged", 3)]),
        (["", "", "300"], [("cell_merged", 3), ("cell_missing", 3)]),
        (["", "", "300件"], [("cell_merged", 3), ("cell_missing", 3)]),
        (["", "", "约300"], [("cell_merged", 3), ("cell_missing", 3), ("value_not_exact", 3)]),
    ],
)
def test_a_lone_key_or_figure_at_the_end_is_a_row_with_gaps_and_no_footnote(
    row: list[str], faults: list[tuple[str, int]]
) -> None:
    assert read([NAME, "2019-08", "300"], row).faults == faults


def test_a_lone_task_or_status_at_the_end_is_a_row_with_gaps() -> None:
    assert read_progress(progress_row(), ["1.1.2"]).faults == [("cell_missing", 3)]
    assert read_progress(progress_row(), ["", "", "", "已完成"]).faults == [("cell_merged", 3), ("cell_missing", 3)]


@pytest.mark.parametrize(
    "line", ["1.1.2 2019-09 已完成", "1.1.2;2019-09;推进中;丙", "1.1.2\t2019-09\t已完成\tok", f"{NAME} 9月 352件", "备注：1.1.2，9月，已完成"]
)  # fmt: skip
def test_a_row_in_one_piece_is_no_note_below_the_table_nor_a_title_above_it(line: str) -> None:
    assert read_progress(progress_row(), [line]).faults == [("row_outside_table", 3)]
    sheet, _ = decode(
        csv_bytes([line], header=()) + csv_bytes(progress_row(), header=PROGRESS_HEADER, encoding="utf-8"), is_header
    )
    assert sheet is not None
    header, _ = read_header(sheet.header, 2019)
    assert header is not None
    _, problems = read_rows(sheet, header, make_plan(), Origin("ipo.csv", "ipo", RECEIVED))
    assert [p.code for p in problems if p.blocking] == ["row_outside_table"]


@pytest.mark.parametrize(
    "line",
    [
        "填表说明：任务编号如 1.1.2，报告期如 2019-09，状态如 已完成",
        "注：状态填 未启动、推进中、已完成 之一，报告期如 2019-09，任务编号如 1.1.2",
        "注：1.1.2 已完成",
        f"注：{NAME}截至2019年9月，含补登",
        "合计 2019-09 652",
        "2019年9月",
    ],
)
def test_what_only_speaks_of_keys_periods_or_statuses_stays_a_note(line: str) -> None:
    assert read_progress(progress_row(), [line]).codes == [("footnote_ignored", 3)]


def test_a_note_between_rows_is_refused() -> None:
    result = read([NAME, "2019-08", "300"], ["注：以下为九月"], [NAME, "2019-09", "352"])
    assert ("indicator_unknown", 3) in result.faults


@pytest.mark.parametrize("word", ["总计", "小计", "共计", "合计："])
def test_a_row_of_totals_with_a_figure_is_refused(word: str) -> None:
    result = read([NAME, "2019-08", "300"], [word, "2019-09", "652"])
    assert result.faults == [("total_row", 3)]


def test_merged_cells_are_refused_for_each_row_and_never_filled_down() -> None:
    result = read([NAME, "2019-07", "200"], ["", "2019-08", "300"], ["", "2019-09", "352"])
    assert result.faults == [("cell_merged", 3), ("cell_merged", 4)]
    assert "取消合并单元格并向下填充" in result.problems[0].message
    assert [row.value for row in result.rows] == [200]


@pytest.mark.parametrize(("delimiter", "name"), [(";", "英文分号"), ("\t", "制表符")])
def test_a_row_that_is_too_long_names_what_separates_its_cells(delimiter: str, name: str) -> None:
    data = f"指标,报告期,实际值\r\n{NAME},2019-09,352,甲\r\n".replace(",", delimiter).encode("utf-8-sig")
    (found,) = read_file("copyright.csv", data, make_plan(), RECEIVED).faults
    assert found.code == "row_too_long" and f"多半是说明里的{name}；" in found.message and "逗号" not in found.message


def test_a_status_that_is_not_reported_is_not_compared_with_zero() -> None:
    assert read_progress(progress_row(status="")).problems[0].message.endswith("空白按没有填报处理。")


def test_a_row_that_ends_before_its_figure_or_status_is_refused() -> None:
    result = read([NAME, "2019-08"], [NAME, "2019-09", "352"])
    assert result.codes == [("row_too_short", 2)]
    assert result.problems[0].message == (
        "第2行“实际值”：此行只有 2 格，没有写到这一列。请补齐；若本期未报，请在“实际值”填“—”，或删去此行。"
    )
    assert read_progress(progress_row(), ["1.1.2", "", "2019-09"]).codes == [("row_too_short", 3)]


@pytest.mark.parametrize("value", ["", " ", "—"])
def test_a_row_that_ends_with_a_blank_figure_is_not_reported(value: str) -> None:
    assert read([NAME, "2019-09", value]).codes == [("cell_not_reported", 2)]


@pytest.mark.parametrize(("cells", "column"), [(["", "2019-09", "1"], "指标"), ([NAME, " ", "1"], "报告期")])
def test_a_missing_key_or_period_is_refused(cells: list[str], column: str) -> None:
    (found,) = read(cells).problems
    assert (found.code, found.column) == ("cell_missing", column)


def test_a_table_without_rows_is_refused() -> None:
    assert read().faults == [("file_without_rows", None)]
    assert read(["注：本月无数据"]).faults == [("file_without_rows", None)]


# names


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        ("完成", "是不是：已完成？"),
        ("已办结", "是不是：已完成？"),
        ("未开展", "是不是：未启动？"),
        ("正在推进", "是不是：推进中？"),
    ],
)
def test_a_status_in_other_words_gets_the_one_that_is_meant(status: str, meant: str) -> None:
    assert read_progress(progress_row(status=status)).problems[0].message.endswith(meant)


@pytest.mark.parametrize(
    "status", ["完成80%", "完成80％", "基本完成", "部分完成", "未完成", "基本办结", "完成八成半部分"]
)
def test_what_is_not_done_is_never_taken_for_done(status: str) -> None:
    (found,) = read_progress(progress_row(status=status)).problems
    assert found.code == "status_unknown" and "是不是：已完成" not in found.message


def test_the_office_reports_for_several_bodies_in_one_file() -> None:
    result = read_progress(
        progress_row(task="1.1.2", agency="省科技厅"),
        progress_row(task="1.1.2", agency="省知识产权局"),
        progress_row(task="1.1.1"),
        progress_row(task="2.1.1", agency="各成员单位"),
        sender="office",
    )
    assert result.faults == []
    assert [row.agency for row in result.rows] == ["science", "ipo", "ipo", "members"]
    assert {row.sender for row in result.rows} == {"office"}


def test_a_member_of_a_group_reports_under_the_groups_name_for_itself() -> None:
    plan = make_plan(groups=[agency_data(id="members", name="各成员单位", members=["science"])])
    result = read_progress(progress_row(task="2.1.1", agency="各成员单位"), sender="science", plan=plan)
    assert result.faults == []
    assert [row.agency for row in result.rows] == ["science"]


def test_the_office_may_verify() -> None:
    assert [row.status for row in read_progress(progress_row(status="已销号"), sender="office").rows] == ["verified"]


# periods


@pytest.mark.parametrize(
    ("received", "codes"),
    [
        (date(2019, 9, 30), []),
        (date(2019, 9, 29), [("period_soon_over", 2)]),
        (date(2019, 9, 24), [("period_soon_over", 2)]),
        (date(2019, 9, 22), [("period_not_ended", 2)]),
        (date(2019, 1, 1), [("period_not_ended", 2)]),
    ],
)
def test_a_period_that_has_not_ended_is_refused_but_for_its_last_days(
    received: date, codes: list[tuple[str, int]]
) -> None:
    assert read([NAME, "2019-09", "352"], received=received).codes == codes


@pytest.mark.parametrize(
    ("text", "warned"), [("三季度", True), ("2019年第三季度", True), ("前三季度", False), ("2019Q3", False)]
)
def test_a_single_quarter_for_a_cumulative_figure_is_a_warning(text: str, *, warned: bool) -> None:
    result = read([NAME, text, "352"])
    assert result.faults == ([("cumulative_quarter", 2)] if warned else [])
    assert all(p.severity != "refuse" for p in result.problems)


def test_a_single_quarter_for_a_level_is_no_warning() -> None:
    assert read(["每万人口发明专利拥有量", "三季度", "2.86"], sender="ipo").faults == []


def test_the_year_in_messages_is_the_plans() -> None:
    plan = make_plan(year=2031, indicators=[indicator_data()])
    (found,) = read([NAME, "2019-09", "352"], plan=plan, received=date(2031, 10, 10)).problems
    assert found.code == "period_other_year"
    assert "2031" in found.message


# values


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("三百", "value_not_a_number"),
        ("####", "value_excel_error"),
        ("352%", "value_unit"),
        ("-1", "value_negative"),
        ("-1件", "value_negative"),
    ],
)
def test_a_bad_value_is_refused(text: str, code: str) -> None:
    (found,) = read([NAME, "2019-09", text]).problems
    assert (found.code, found.column, found.value) == (code, "实际值", text)
    assert found.blocking


def test_a_negative_figure_is_taken_where_the_indicator_says_so() -> None:
    plan = make_plan(indicators=[indicator_data(signed=True)])
    assert [row.value for row in read([NAME, "2019-09", "-1"], plan=plan).rows] == [-1]


@pytest.mark.parametrize(
    ("text", "value", "faults"),
    [
        ("0.605", 0.605, [("share_as_fraction", 2)]),
        ("0.６０５", 0.605, [("share_as_fraction", 2)]),
        ("0.605%", 0.605, []),
        ("60.5", 60.5, []),
        ("60.5%", 60.5, []),
        ("0", 0, []),
        ("1", 1, []),
    ],
)
def test_a_fraction_for_a_percentage_is_a_warning_and_never_rescaled(
    text: str, value: float, faults: list[tuple[str, int]]
) -> None:
    result = read(["企业发明专利拥有量占比", "2019-09", text], sender="ipo")
    assert result.faults == faults
    assert result.rows[0].value == value


@pytest.mark.parametrize("header", ["实际值（件）", "实际值(单位：件)"])
def test_the_plans_unit_in_the_header_is_silent(header: str) -> None:
    assert read([NAME, "2019-09", "352"], header=("指标", "报告期", header)).codes == []


def test_another_unit_in_the_header_is_refused_for_each_indicator_it_does_not_fit() -> None:
    rows = (["每万人口发明专利拥有量", "2019-09", "2.86"], ["企业发明专利拥有量占比", "2019-09", "60.2"])
    result = read(*rows, header=("指标", "报告期", "实际值（%）"), sender="ipo")
    assert result.faults == [("header_unit", 1)]
    assert "“%”" in result.problems[0].message
    assert "每万人口发明专利拥有量" in result.problems[0].message


def test_a_unit_with_capitals_is_compared_as_written() -> None:
    plan = make_plan(indicators=[indicator_data(unit="GWh")])
    assert read([NAME, "2019-09", "352"], header=("指标", "报告期", "实际值（GWh）"), plan=plan).codes == []


# days


def test_a_day_after_receipt_is_a_warning() -> None:
    (found,) = read([NAME, "2019-09", "352", "2019-10-11"]).problems
    assert (found.code, found.severity, found.column) == ("reported_after_receipt", "confirm", "填报日期")
    assert read([NAME, "2019-09", "352", "2019-10-10"]).problems == []


# the same twice


def test_the_same_figure_twice_counts_once_whatever_its_note() -> None:
    result = read([NAME, "2019-09", "352", "", "初报"], [NAME, "2019-09", "352", "", "复核"])
    assert result.codes == [("row_repeated", 3)]
    assert "第2行" in result.problems[0].message
    assert [row.row for row in result.rows] == [2]


@pytest.mark.parametrize("other", ["2019-09", "三季度累计", "2019Q3", "1-9月", "2019/9/30"])
def test_two_figures_for_one_period_end_are_refused_with_both_rows(other: str) -> None:
    result = read([NAME, "2019-09", "352"], [NAME, other, "353"])
    (found,) = [p for p in result.problems if p.blocking]
    assert (found.code, found.row) == ("key_conflict", 3)
    assert "第2行" in found.message


def test_the_same_status_twice_with_other_texts_is_refused_so_that_none_is_lost() -> None:
    first, second = progress_row(status="已完成"), progress_row(status="已完成")
    second[4] = "黔科通〔2019〕12号"
    assert read_progress(first, second).faults == [("key_conflict", 3)]


def test_two_states_of_one_assignment_are_refused_and_of_two_bodies_not() -> None:
    assert read_progress(progress_row(), progress_row(status="已完成")).faults == [("key_conflict", 3)]
    two = [progress_row(task="1.1.2", agency=body, status=s) for body, s in (("ipo", "已完成"), ("science", "推进中"))]
    assert read_progress(*two, sender="office").faults == []


# all at once


def test_every_fault_of_every_row_is_said_at_once_in_row_order() -> None:
    result = read(
        ["未知指标", "2019-13", "三百", "昨天"],
        [NAME, "2018-09", "约400", "2019-10-08"],
        [NAME, "2019-09", "-5", "2019-10-08"],
    )
    assert result.faults == [
        ("indicator_unknown", 2),
        ("period_no_such_month", 2),
        ("value_not_a_number", 2),
        ("date_unreadable", 2),
        ("period_other_year", 3),
        ("value_not_exact", 3),
        ("value_negative", 4),
    ]


@pytest.mark.parametrize("value", ["2.9件", "60%", "—", "352"])
def test_a_value_that_would_suit_some_indicator_is_not_judged_for_an_unknown_one(value: str) -> None:
    assert read(["未知", "2019-09", value]).faults == [("indicator_unknown", 2)]


def test_an_unknown_agency_is_said_beside_an_unknown_task() -> None:
    result = read_progress(progress_row(task="9.9.9", agency="省卫生健康委", status="完成"), sender="office")
    assert {code for code, _ in result.faults} == {"task_unknown", "agency_unknown", "status_unknown"}


# columns beside


UNIT_HEADER = ("指标", "报告期", "实际值", "单位")
TWO_NAMES = ("指标编号", "指标名称", "报告期", "实际值")
ID = "copyright-registrations"


@pytest.mark.parametrize("unit", ["件", "", " 件 ", "—"])
def test_the_plans_unit_in_a_column_of_its_own_is_silent(unit: str) -> None:
    assert read([NAME, "2019-09", "352", unit], header=UNIT_HEADER).codes == []


def test_another_unit_in_a_column_under_another_name_is_refused() -> None:
    (found,) = read([NAME, "2019-09", "352", "万件"], header=("指标", "报告期", "实际值", "计量单位")).problems
    assert (found.code, found.row, found.column, found.value) == ("unit_differs", 2, "单位", "万件")


def test_number_and_name_that_agree_are_one_key_with_a_note() -> None:
    result = read([ID, NAME, "2019-08", "311"], ["", NAME, "2019-09", "352"], header=TWO_NAMES)
    assert result.codes == [("names_agree", 1)]
    assert [row.indicator for row in result.rows] == [ID, ID]


def test_a_number_and_a_name_that_nothing_has_are_refused_with_both() -> None:
    (found,) = read([ID, "作品登记", "2019-09", "352"], header=TWO_NAMES).problems
    assert (found.code, found.row, found.value) == ("names_disagree", 2, ID)
    assert "“作品登记”" in found.message


def test_a_tasks_number_may_stand_beside_its_clause() -> None:
    header = ("任务编号", "任务", "报告期", "状态")
    result = read(["1.1.1", "任务1.1.1的条文。", "2019-09", "推进中"], header=header, sender="ipo")
    assert result.codes == [("names_agree", 1)]
    assert read(["1.1.1", "任务1.1.2的条文。", "2019-09", "推进中"], header=header, sender="ipo").faults == [
        ("names_disagree", 2)
    ]


@pytest.mark.parametrize(
    ("clause", "status", "code"),
    [
        ("任务1.1.1的条文。", "推进中", None),
        ("任务１.1.1 的条文", "推进中", None),
        ("任务1.1.1…", "推进中", None),
        ("1.任务1.1.1的全部条文。", "推进中", None),
        ("", "推进中", None),
        ("任务1.1.2的条文。", "推进中", "clause_of_other"),
        ("1.1.2", "推进中", "clause_of_other"),
        ("举办展会", "推进中", "clause_differs"),
        ("任务1.1.2的条文。", "", "cell_not_reported"),
        ("任务1.1.2的条文。", "好", "status_unknown"),
    ],
)
def test_the_clause_in_a_template_tells_whether_the_number_is_still_its_own(
    clause: str, status: str, code: str | None
) -> None:
    header = ("任务编号", "报告期", "状态", "任务内容")
    result = read(["1.1.1", "2019-09", status, clause], header=header, sender="ipo")
    assert [found for found, _ in result.codes] == [code] * bool(code)


def test_a_third_name_of_a_column_is_refused() -> None:
    sheet, _ = decode(csv_bytes(header=("指标", "指标编号", "指标名称", "报告期", "实际值")), is_header)
    assert sheet is not None
    assert [p.code for p in read_header(sheet.header, 2019)[1]] == ["header_twice"]


# notes and totals


@pytest.mark.parametrize(
    "footer",
    [
        ["制表人：张三", "", "审核人：李四"],
        ["制表人", "张三", "审核人", "李四"],
        ["填表日期：2019-10-08", "联系电话：0851-12345678"],
        ["填报单位（盖章）：省版权局", "", "", "", "2019年10月8日"],
    ],
)
def test_a_note_of_several_cells_at_the_end_is_left_out(footer: list[str]) -> None:
    assert read([NAME, "2019-09", "352"], footer).codes == [("footnote_ignored", 3)]


def test_a_line_with_a_period_and_a_figure_is_no_note() -> None:
    assert read([NAME, "2019-09", "352"], ["注：补报", "2019-08", "311"]).faults == [("indicator_unknown", 3)]


@pytest.mark.parametrize(
    "total", [["合计", "—", "约652", "昨天"], ["", "合计", "652"], ["", "2019-09", "652", "", "总计："]]
)
def test_a_row_of_totals_is_one_fault_whatever_else_is_in_it(total: list[str]) -> None:
    (found,) = [p for p in read([NAME, "2019-08", "300"], total).problems if p.severity != "note"]
    assert (found.code, found.row) == ("total_row", 3)
    assert "计" in (found.value or "")


# guesses


def test_a_body_is_first_offered_its_own_tasks() -> None:
    (found,) = read_progress(progress_row(task="1.1.6"), sender="copyright").problems
    assert "是不是：1.1.4" in found.message
    (found,) = read_progress(progress_row(task="1.1.6"), sender="science").problems
    assert "是不是：1.1.2" in found.message


def test_the_nearest_names_are_looked_for_a_limited_number_of_times() -> None:
    found = read(*[[f"作品著作权登记数{n}", "2019-09", "1"] for n in range(300)]).problems
    assert sum("是不是" in p.message for p in found) == MOST_NAMES_COMPARED


# many problems


def test_all_problems_of_a_file_are_listed_by_row_the_gravest_of_a_row_first() -> None:
    result = read(*[["未知", "2019-13", "三百"]] * 6_000, *[[NAME, "2019.1", "约400"]] * 3_000)
    assert len(result.problems) == 6_000 * 3 + 3_000 * 2
    assert [p.row for p in result.problems[:4]] == [2, 2, 2, 3]
    assert result.codes[-2:] == [("value_not_exact", 9_001), ("period_ambiguous", 9_001)]


# what cannot be seen


@pytest.mark.parametrize("character", ["\u200b", "\ufeff", "\u00ad", "\u2060", "\xa0", "\t"])
def test_invisible_characters_make_no_difference_and_are_noted(character: str) -> None:
    result = read([NAME + character, f"2019-09{character}", f"{character}352"])
    assert result.codes == [("cell_understood", 2)] * 3
    assert [(row.period.text, row.value) for row in result.rows] == [("2019-09", 352)]
    assert read([NAME, "2019-09", character]).codes == [("cell_not_reported", 2)]
    assert read([character, "2019-09", "1"]).faults == [("cell_missing", 2)]
