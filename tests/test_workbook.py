"""An .xlsx → rows and problems: the same as of a CSV, with what only a workbook can hide."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bad_files import BAD_FILES
from factories import FIGURES_HEADER, PROGRESS_HEADER, csv_bytes, csv_lines, indicator_data, make_plan
from office import converted
from openpyxl import Workbook, load_workbook
from tables import of_every
from workbooks import RELATIONS, fill, grid, raw_workbook, text_cell, workbook

from lib.intake.decoding import decode
from lib.intake.headers import is_header
from lib.intake.reading import Reading, read_file, years_of
from lib.intake.sheet import column_of, letters
from lib.plan.file import load_plan
from lib.plan.model import Plan
from lib.rows import FigureRow, ProgressRow

NAME = "作品著作权登记量"
SHARE = "企业发明专利拥有量占比"
LEVEL = "每万人口发明专利拥有量"
YEAR_OVER = date(2019, 12, 31)
PLAN = make_plan()
DATA = Path(__file__).resolve().parent.parent / "data"
SAMPLES = sorted((DATA / "actuals").glob("示例_*.csv"))


def read(data: bytes, file: str = "copyright_2019-09.xlsx", plan: Plan = PLAN) -> Reading:
    return read_file(file, data, plan, YEAR_OVER)


def value_of(reading: Reading) -> float:
    """The one figure of a reading that was accepted."""
    assert reading.accepted, [p.message for p in reading.problems]
    (row,) = reading.rows
    assert isinstance(row, FigureRow)
    return row.value


def codes(reading: Reading) -> list[str]:
    """What is said of a file, but for which worksheet is read."""
    return [p.code for p in reading.problems if p.code != "sheet_read"]


def saved(book: Workbook) -> bytes:
    """A workbook of openpyxl as a file."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def messages(reading: Reading, code: str) -> list[str]:
    return [p.message for p in reading.problems if p.code == code]


def raw(cells: str, **more: Any) -> bytes:
    """A workbook with one row: key and period, and these cells behind them."""
    return raw_workbook(grid(text_cell(NAME) + text_cell("2019-09") + cells), **more)


# the same as a CSV


def as_workbook(lines: Sequence[Sequence[str]]) -> bytes:
    """The same cells, each a text."""
    return workbook(*([cell or None for cell in line] for line in lines[1:]), header=lines[0])


def said(reading: Reading) -> tuple[Any, ...]:
    """What a reading says, wherever it says it."""
    problems = [(p.row, p.column, p.value, p.code, p.said) for p in reading.problems if p.code != "sheet_read"]
    return reading.sender, reading.kind, [row._replace(file="") for row in reading.rows], problems


@of_every(SAMPLES, least=20)
def test_a_sample_file_says_the_same_as_a_workbook(path: Path) -> None:
    plan, data = load_plan(DATA / "plan_2019.yaml"), path.read_bytes()
    as_xlsx = as_workbook(csv_lines(data))
    assert said(read(as_xlsx, f"{path.stem}.xlsx", plan)) == said(read(data, path.name, plan))


OF_TEXTS = {
    "encoding_noted", "encoding_broken", "quote_unclosed", "quote_inside", "delimiter_noted", "delimiter_full_width",
    "file_empty", "too_many_rows", "too_many_columns", "cell_too_long", "row_too_long", "row_too_short",
    "cell_merged",
}  # fmt: skip
"""What only a text can have or leaves to be guessed, and what is too large to be said of a workbook in the same words."""

TABLES = [
    code
    for code, bad in BAD_FILES.items()
    if bad.file.endswith(".csv") and bad.data and not bad.place and code not in OF_TEXTS and code != "file_other_format"
]


@of_every(TABLES, least=50)
def test_a_bad_table_has_the_same_problems_as_a_workbook(code: str) -> None:
    bad = BAD_FILES[code]
    plan = load_plan(DATA / "plan_2019.yaml")
    as_csv = read_file(bad.file, bad.data, plan, bad.received)
    as_xlsx = read_file(bad.file.replace(".csv", ".xlsx"), as_workbook(csv_lines(bad.data)), plan, bad.received)
    if as_csv.problems and as_csv.problems[0].code.startswith("body_"):
        assert [p.code for p in as_csv.problems] == [p.code for p in as_xlsx.problems]
    else:
        assert said(as_xlsx) == said(as_csv)


def test_what_people_paste_into_a_number_is_read_as_from_a_csv() -> None:
    for text in ("１２５", "1,200", "352件", "约400", "—", "1.01万", "2019.1"):
        as_xlsx, as_csv = (
            read(workbook([NAME, "2019-09", text])),
            read(csv_bytes([NAME, "2019-09", text]), "copyright.csv"),
        )
        assert said(as_xlsx) == said(as_csv)


# the text that Excel shows


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2019-09", None),
        (43709, 'yyyy"年"m"月"'),
        (43709, "yyyy-mm"),
        (43709, "yyyy/m/d"),
        (43709, "mmm-yy"),
        (date(2019, 9, 30), "yyyy/m/d"),
        (43709, None),
        (201909, None),
    ],
)
def test_a_period_is_read_as_it_is_shown(period: Any, code: str | None) -> None:
    reading = read(workbook([NAME, (period, code) if code else period, 352]))
    assert reading.rows[0].period.text == "2019-09"


def test_a_day_is_read_by_its_format() -> None:
    reading = read(workbook([NAME, "2019-09", 352, (date(2019, 10, 8), "yyyy/m/d")]))
    assert reading.rows[0].reported_on == date(2019, 10, 8)


@pytest.mark.parametrize(
    ("code", "text"), [('m"月"d"日"', "10月8日"), ("yy/m/d", "19/10/8"), ("d-mmm", "8-Oct"), ("m/d/yyyy", "10/8/2019")]
)
@pytest.mark.parametrize("date_1904", [False, True])
def test_a_day_that_is_shown_in_part_is_read_as_it_is_stored(code: str, text: str, date_1904: bool) -> None:
    reading = read(workbook([NAME, "2019-09", 352, (date(2019, 10, 8), code)], date_1904=date_1904))
    assert reading.rows[0].reported_on == date(2019, 10, 8)
    assert messages(reading, "cell_understood") == [f"工作表“指标实绩”D2（填报日期）：“{text}”按 2019-10-08 理解。"]


def test_a_day_without_a_year_is_none_where_a_text_says_it_or_a_month_is_shown() -> None:
    for cell in ("10月8日", (date(2019, 10, 8), 'yyyy"年"m"月"')):
        assert codes(read(workbook([NAME, "2019-09", 352, cell]))) == ["date_unreadable"]
    assert codes(read(workbook([NAME, (date(2019, 9, 1), 'm"月"d"日"'), 352]))) == ["period_is_a_day"]


def test_a_day_counts_from_1904_where_the_workbook_does() -> None:
    reading = read(workbook([NAME, "2019-09", 352, (date(2019, 10, 8), "yyyy/m/d")], date_1904=True))
    assert reading.rows[0].reported_on == date(2019, 10, 8)


@pytest.mark.parametrize(
    ("cell", "value"), [((0.605, "0.0%"), 60.5), ((0.605, "0%"), 61), (60.5, 60.5), ("60.5%", 60.5)]
)
def test_a_percentage_is_read_by_its_format(cell: Any, value: float) -> None:
    assert value_of(read(workbook([SHARE, "2019-09", cell]), "ipo.xlsx")) == value


def test_a_share_without_a_format_is_asked_about() -> None:
    assert codes(read(workbook([SHARE, "2019-09", 0.605]), "ipo.xlsx")) == ["share_as_fraction"]


def test_a_figure_that_is_shown_rounded_says_what_is_stored() -> None:
    (message,) = messages(read(workbook([NAME, "2019-09", (352.4, "0")])), "value_shown")
    assert message.startswith("工作表“指标实绩”C2（实际值）：格子里显示的是“352”，存的是 352.4")


@pytest.mark.parametrize(
    ("key", "file", "cell", "code"),
    [
        (SHARE, "ipo.xlsx", (0.5951, "0%"), "value_rounded"),
        (SHARE, "ipo.xlsx", (0.59951, "0%"), "value_rounded"),
        (SHARE, "ipo.xlsx", (0.5951, "0.0%"), "value_shown"),
        (SHARE, "ipo.xlsx", (0.595, "0.0%"), None),
        (SHARE, "ipo.xlsx", (0.6, "0%"), None),
        (NAME, "copyright.xlsx", (12345, '0!.0,"万"'), "value_rounded"),
        (NAME, "copyright.xlsx", (12000, "#,##0,"), "value_rounded"),
        (NAME, "copyright.xlsx", (12000, '0!.0,"万"'), None),
        (NAME, "copyright.xlsx", (3520, "0!.0"), "value_rounded"),
        (NAME, "copyright.xlsx", (352, '"1"000'), "value_rounded"),
        (NAME, "copyright.xlsx", (35200, '0!.0000"万"'), None),
        (NAME, "copyright.xlsx", (352.5, "0"), "value_shown"),
        (NAME, "copyright.xlsx", (352, "0.0"), None),
    ],
)
def test_a_figure_that_is_shown_coarser_than_it_is_printed_is_asked_about(
    key: str, file: str, cell: Any, code: str | None
) -> None:
    reading = read(workbook([key, "2019-09", cell]), file)
    assert [c for c in codes(reading) if c.startswith("value_")] == ([code] if code else [])
    assert reading.needs_confirmation is (code == "value_rounded") and reading.accepted


@pytest.mark.parametrize(
    ("key", "stored", "code", "said"),
    [
        (
            LEVEL,
            2.8999,
            "0.00",
            "存的是 2.8999，而“每万人口发明专利拥有量”的目标是 ≥ 2.9 件，按显示的达标，按存的不达标",
        ),
        (SHARE, 0.5996, "0.0%", "存的是 59.96%，而“企业发明专利拥有量占比”的目标是 ≥ 60%，按显示的达标，按存的不达标"),
        (NAME, 399.6, "0", "存的是 399.6，而“作品著作权登记量”的目标是 ≥ 400 件，按显示的达标，按存的不达标"),
        (LEVEL, 2.8949, "0.00", None),
        (LEVEL, 2.9049, "0.00", None),
        (LEVEL, 2.9, "0.00", None),
    ],
)
def test_a_target_that_is_met_only_by_rounding_is_asked_about(key: str, stored: float, code: str, said: str) -> None:
    book = Workbook()
    book.active.append(FIGURES_HEADER)
    book.active.append([key, "2019-09", stored])
    book.active["C2"].number_format = code
    reading = read(saved(book), "office.xlsx")
    assert reading.accepted and reading.needs_confirmation is (said is not None)
    assert [said in message for message in messages(reading, "value_rounded")] == [True] * (said is not None)


def test_a_ceiling_that_is_kept_only_by_rounding_is_asked_about() -> None:
    plan = make_plan(indicators=[indicator_data(direction="lower")])
    assert codes(read(workbook([NAME, "2019-09", (400.4, "0")]), plan=plan)) == ["value_rounded"]
    assert codes(read(workbook([NAME, "2019-09", (399.6, "0")]), plan=plan)) == ["value_shown"]
    fine = make_plan(indicators=[indicator_data(target=400.4)])
    (message,) = messages(read(workbook([NAME, "2019-09", (400.4, "0")]), plan=fine), "value_rounded")
    assert "目标是 ≥ 400.4 件，按显示的不达标，按存的达标" in message


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ((352.4, "0"), "多显示几位小数"),
        ((0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ '), "把单元格格式改为“常规”"),
        ((52, ";;;"), "把单元格格式改为“常规”"),
        ((352, '[>300]"超额";0'), "把单元格格式改为“常规”"),
        ((12000, "#,##0,"), "把单元格格式改为“常规”"),
        ((12345, '0!.0,"万"'), "把单元格格式改为“常规”"),
    ],
)
def test_a_figure_that_is_shown_otherwise_than_stored_is_told_what_helps(cell: Any, remedy: str) -> None:
    (said,) = [p.said for p in read(workbook([NAME, "2019-09", cell])).problems if "格子里显示的是" in p.said]
    assert said.endswith(f"要按存的报，请{remedy}。")


@pytest.mark.parametrize("code", ["0;[Red]0", "0.00;[Red]0.00", '0"件";[Red]0"件"', "#,##0;[Red]#,##0"])
def test_a_negative_figure_that_is_shown_without_its_sign_is_refused(code: str) -> None:
    assert codes(read(workbook([NAME, "2019-09", (-352, code)]))) == ["value_sign"]
    assert codes(read(workbook([NAME, "2019-09", (-352, "0;-0")]))) == ["value_negative"]
    assert "value_sign" not in codes(read(workbook([NAME, "2019-09", (352, code)])))


def cell_of(column: str, value: Any, code: str, *, header: Sequence[str] = FIGURES_HEADER) -> bytes:
    """A workbook of openpyxl with a good row, in which one cell holds a value with a format."""
    row = [NAME, "2019-09", 352] if header is FIGURES_HEADER else ["1.1.1", None, "2019-09", "推进中"]
    book = Workbook()
    book.active.append(header)
    book.active.append(row)
    book.active[f"{column}2"].value = value
    book.active[f"{column}2"].number_format = code
    return saved(book)


@pytest.mark.parametrize("code", ['"已报"', '"已报";"已报"', '[=352]"已报";General', "已报"])
def test_a_number_that_shows_as_a_word_is_no_figure(code: str) -> None:
    reading = read(cell_of("C", 352, code))
    assert codes(reading) == ["value_not_a_number", "value_shown"]
    assert messages(reading, "value_shown") == [
        "工作表“Sheet”C2（实际值）：格子里显示的是“已报”，存的是 352；按显示的读取。要按存的报，请把单元格格式改为“常规”。"
    ]


@pytest.mark.parametrize(("column", "code"), [("B", "period_unreadable"), ("D", "date_unreadable")])
def test_a_day_that_shows_as_a_word_is_refused_and_told_what_is_stored(column: str, code: str) -> None:
    reading = read(cell_of(column, date(2019, 9, 30), '"已报"'))
    assert codes(reading) == [code, "value_shown"]
    assert "“已报”" in messages(reading, code)[0] and "存的是 43738" in messages(reading, "value_shown")[0]


def test_a_day_that_shows_as_nothing_is_not_read_and_said() -> None:
    reading = read(cell_of("D", date(2019, 9, 1), ";;;"))
    assert [row.reported_on for row in reading.rows] == [YEAR_OVER]
    assert codes(reading) == ["value_shown"]


@pytest.mark.parametrize(
    ("stored", "code", "text", "found"),
    [
        (date(2019, 9, 30), "yyyy", "2019", "period_shown_otherwise"),
        (date(2019, 1, 1), 'yyyy"年"', "2019年", "period_shown_otherwise"),
        (date(2018, 9, 30), 'm"月"', "9月", "period_shown_otherwise"),
        (date(2020, 9, 1), 'm"月"', "9月", "period_shown_otherwise"),
        (date(2019, 9, 30), "m", "9", "period_shown_in_part"),
        (date(2019, 9, 30), 'd"日"', "30日", "period_shown_in_part"),
        (date(2019, 9, 30), 'yy"年"m"月"', "19年9月", "period_shown_in_part"),
        (date(2019, 9, 30), "aaaa", "星期一", "period_shown_in_part"),
    ],
)
def test_a_period_that_shows_a_part_of_another_day_says_what_is_stored_and_what_is_shown(
    stored: date, code: str, text: str, found: str
) -> None:
    reading = read(cell_of("B", stored, code))
    (message,) = messages(reading, found)
    assert message.startswith(f"工作表“Sheet”B2（报告期）：格子里显示的是“{text}”，存的是 {stored.isoformat()}")
    assert reading.accepted is (found == "period_shown_otherwise")
    assert {*codes(reading)} <= {found, "cell_understood"}


@pytest.mark.parametrize(
    ("stored", "code", "period"),
    [
        (date(2019, 12, 31), "yyyy", "2019"),
        (date(2019, 12, 1), "yyyy", "2019"),
        (date(2019, 9, 30), 'm"月"', "2019-09"),
        (date(2019, 9, 15), 'm"月"', "2019-09"),
        (date(2019, 9, 15), 'yyyy"年"m"月"', "2019-09"),
        (date(2019, 9, 15), "mmm-yy", "2019-09"),
    ],
)
def test_a_period_that_shows_the_month_or_year_of_its_day_is_read_as_shown(
    stored: date, code: str, period: str
) -> None:
    reading = read(cell_of("B", stored, code))
    assert [row.period.text for row in reading.rows] == [period] and reading.counts


@pytest.mark.parametrize(
    ("column", "word", "found"),
    [
        ("D", "已完成", ["value_shown", "evidence_missing"]),
        ("D", "已报", ["status_unknown", "value_shown"]),
        ("E", "验收报告", ["value_shown"]),
        ("A", "1.1.2", ["value_shown"]),
    ],
)
def test_a_word_that_a_number_shows_as_is_read_and_said(column: str, word: str, found: list[str]) -> None:
    reading = read(cell_of(column, 1, f'"{word}"', header=PROGRESS_HEADER), "ipo.xlsx")
    assert sorted(codes(reading)) == sorted(found)
    for row in reading.rows:
        assert isinstance(row, ProgressRow)
        assert word in (row.task, row.evidence) or row.status == "completed"


def test_a_formula_is_read_by_its_stored_result() -> None:
    data = raw("<c><f>300+52</f><v>352</v></c>")
    assert value_of(read(data)) == 352


@pytest.mark.parametrize("cell", ["<c><f>1+1</f></c>", "<c><f>1+1</f><v></v></c>", "<c><f>1+1</f><v/></c>"])
def test_a_formula_without_a_result_is_said(cell: str) -> None:
    assert codes(read(raw(cell))) == ["formula_without_result"]


@pytest.mark.parametrize(("result", "found"), [(0, ["formula_without_result"]), (352, [])])
def test_a_zero_that_a_program_wrote_for_excel_to_compute_is_no_result(result: int, found: list[str]) -> None:
    def to_be_computed(_: Any, sheet: Any) -> None:
        sheet.write_formula("C2", "=300+52", None, result)

    assert codes(read(workbook([NAME, "2019-09", None], more=to_be_computed))) == found


def test_a_formula_whose_result_is_no_text_is_a_blank_cell() -> None:
    assert codes(read(raw('<c t="str"><f>IF(1,"")</f><v></v></c>'))) == ["cell_not_reported"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"])
@pytest.mark.parametrize("column", range(5))
def test_an_error_in_a_column_that_is_read_is_a_fault_of_its_cell(error: str, column: int) -> None:
    cells = [text_cell(text) for text in (NAME, "2019-09", "352", "2019-10-08", "季末核对")]
    cells[column] = f'<c t="e"><v>{error}</v></c>'
    reading = read(raw_workbook(grid("".join(cells))))
    assert codes(reading) == ["value_excel_error"]
    assert f"{letters(column)}2（{FIGURES_HEADER[column]}）：“{error}”" in reading.problems[-1].message


def test_an_error_in_a_column_that_is_not_read_is_nothing_to_us() -> None:
    data = workbook(
        [NAME, "2019-09", 352, None],
        header=["指标", "报告期", "实际值", "同比"],
        more=lambda _, sheet: sheet.write_formula("D2", "=1/0", None, "#DIV/0!"),
    )
    assert codes(read(data)) == ["column_ignored"]


def in_pieces(first: str, place: str, second: str) -> str:
    """A cell with a text, and behind it one that stands higher or lower."""
    behind = f'<r><rPr><vertAlign val="{place}"/></rPr><t>{second}</t></r>'
    return f'<c t="inlineStr"><is><r><t>{first}</t></r>{behind}</is></c>'


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="inlineStr"><is><r><t>约</t></r><r><t xml:space="preserve"> 400</t></r></is></c>', "约 400"),
        ('<c t="inlineStr"><is><t>东</t><rPh><t>dong</t></rPh></is></c>', "东"),
        (in_pieces("2.87", "superscript", "1"), "2.87¹"),
        (in_pieces("1.2.1", "subscript", "1"), "1.2.1₁"),
        (in_pieces("2.8", "baseline", "7"), "2.87"),
        (in_pieces("PM", "subscript", "2.5"), "PM2.5"),
        ('<c t="inlineStr"><is><r><rPr><strike/></rPr><t>3</t></r><r><t>352</t></r></is></c>', "3\u0336352"),
        ('<c t="inlineStr"><is><r><rPr><strike val="0"/></rPr><t>3</t></r><r><t>52</t></r></is></c>', "352"),
        ('<c t="str"><v>a_x000D_b</v></c>', "a\rb"),
        ('<c t="d"><v>2019-09-30T00:00:00</v></c>', "2019-09-30"),
        ("<c><v>NaN</v></c>", "NaN"),
        ("<c><v>1e999</v></c>", "1e999"),
        ('<c s="99"><v>1.5</v></c>', "1.5"),
        ("<c><v>٣</v></c>", "٣"),
        ("<c><v>1_0</v></c>", "1_0"),
        ("<x:c xmlns:x='y'><x:v>7</x:v></x:c>", "7"),
    ],
)
def test_every_kind_of_cell_has_its_text(cell: str, text: str) -> None:
    sheet, _ = decode(raw(cell), is_header)
    assert sheet is not None
    assert sheet.columns[2].at(0) == text


def test_a_footnote_behind_a_figure_is_no_digit_of_it() -> None:
    def noted(book: Any, sheet: Any) -> None:
        sheet.write_rich_string(1, 2, "352", book.add_format({"font_script": 1}), "1")

    assert codes(read(workbook([NAME, "2019-09", None], more=noted))) == ["value_not_a_number"]


# places


def test_a_row_counts_as_in_the_spreadsheet_with_blank_rows_and_columns() -> None:
    def late(book: Any, sheet: Any) -> None:
        fill(book, sheet, [])
        for column, text in enumerate(FIGURES_HEADER, 1):
            sheet.write(4, column, text)
        sheet.write_row(8, 1, [NAME, "2019-09", "约400"])

    (found,) = [p for p in read(workbook(header=["2019年9月报表"], more=late)).problems if p.blocking]
    assert (found.row, found.message[: len("工作表“指标实绩”D9（实际值）：")]) == (9, "工作表“指标实绩”D9（实际值）：")


@pytest.mark.parametrize(("at", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")])
def test_columns_have_letters(at: int, text: str) -> None:
    assert (letters(at), column_of(text), column_of(text.lower())) == (text, at, at)


# what is not seen


def test_hidden_rows_are_asked_about_and_read_once_confirmed() -> None:
    reading = read(
        workbook(
            [NAME, "2019-08", 311], [NAME, "2019-09", 352], more=lambda _, s: s.set_row(2, None, None, {"hidden": True})
        )
    )
    assert [(p.row, p.severity) for p in reading.problems if p.code == "row_hidden"] == [(3, "confirm")]
    assert len(reading.rows) == 2


def test_rows_that_a_filter_leaves_out_are_asked_about() -> None:
    def filtered(_: Any, sheet: Any) -> None:
        sheet.autofilter("A1:E3")
        sheet.filter_column("B", "x == 2019-09")
        sheet.set_row(1, None, None, {"hidden": True})

    assert codes(read(workbook([NAME, "2019-08", 311], [NAME, "2019-09", 352], more=filtered))) == ["row_hidden"]


def test_a_row_or_column_of_no_size_is_hidden() -> None:
    data = raw_workbook(
        f'<cols><col min="3" max="3" width="0" customWidth="1"/></cols><sheetData><row>{"".join(map(text_cell, FIGURES_HEADER))}</row>'
        f'<row ht="0" customHeight="1">{text_cell(NAME)}{text_cell("2019-09")}<c><v>352</v></c></row></sheetData>'
    )
    assert sorted(codes(read(data))) == ["column_hidden", "row_hidden"]


def struck(strike: str, value: str, day: str = "") -> Reading:
    """A workbook whose figure and day have a style of a font with this element."""
    return read(
        raw_workbook(
            grid(f'{text_cell(NAME)}{text_cell("2019-09")}<c s="1"><v>{value}</v></c>{day}'),
            styles=f"<fonts><font/><font>{strike}</font></fonts><dxfs><dxf><font><strike/></font></dxf></dxfs>"
            '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="1" fontId="1"/></cellXfs>',
        )
    )


@pytest.mark.parametrize("strike", ["<strike/>", '<strike val="1"/>', '<strike val="true"/>'])
def test_a_figure_that_is_struck_through_is_asked_about_and_counts_once_confirmed(strike: str) -> None:
    reading = struck(strike, "352")
    assert [(p.code, p.row, p.column, p.value) for p in reading.warnings] == [("cell_struck", 2, "实际值", "352")]
    assert [row.said for row in reading.rows] == [352]


def test_only_what_makes_a_row_is_asked_about_where_it_is_struck_through() -> None:
    assert codes(struck("", "352")) == codes(struck('<strike val="0"/>', "352")) == []
    assert codes(struck("<strike/>", "352", '<c s="1"><v>20191008</v></c>')) == ["cell_struck", "cell_understood"]


def test_what_else_is_the_matter_with_a_figure_that_is_struck_through_is_said_as_well() -> None:
    assert codes(struck("<strike/>", "351.6")) == ["cell_struck", "value_shown"]
    assert codes(struck("<strike/>", "-5")) == ["value_negative", "cell_struck"]


def test_hidden_columns_that_are_not_read_and_hidden_blank_rows_are_nothing_to_us() -> None:
    def hide(_: Any, sheet: Any) -> None:
        sheet.set_column("F:H", None, None, {"hidden": True})
        sheet.set_row(5, None, None, {"hidden": True})

    assert codes(read(workbook([NAME, "2019-09", 352], more=hide))) == []


def test_merged_keys_are_refused_at_each_blank_cell_and_never_filled_down() -> None:
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range("A2:A4", NAME)

    reading = read(workbook([None, "2019-07", 1], [None, "2019-08", 2], [None, "2019-09", 3], more=merge))
    assert codes(reading) == ["cell_in_merge"] * 2
    assert [p.row for p in reading.problems if p.code == "cell_in_merge"] == [3, 4]
    assert reading.rows == []


def test_cells_merged_in_a_title_a_note_or_within_a_row_are_no_fault() -> None:
    def add(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:E1", "2019年9月报表")
        for column, text in enumerate(FIGURES_HEADER):
            sheet.write(1, column, text)
        sheet.write_row(2, 0, [NAME, "2019-09", 352])
        sheet.merge_range("D3:E3", "")
        sheet.merge_range("A5:E6", "注：按月统计")

    assert codes(read(workbook(header=(), more=add))) == ["lines_above_header", "footnote_ignored"]


def test_a_header_of_two_merged_lines_is_said_as_such() -> None:
    def add(_: Any, sheet: Any) -> None:
        for column, text in enumerate(("指标", "报告期")):
            sheet.merge_range(0, column, 1, column, text)
        sheet.merge_range("C1:D1", "完成情况")
        sheet.write_row(1, 2, ["实际值", "说明"])
        sheet.write_row(2, 0, [NAME, "2019-09", 352])

    assert codes(read(workbook(header=(), more=add))) == ["header_two_lines"]


def test_a_total_has_its_own_sentence() -> None:
    def total(_: Any, sheet: Any) -> None:
        sheet.merge_range("A3:B3", "合计")
        sheet.write("C3", 352)

    assert codes(read(workbook([NAME, "2019-09", 352], more=total))) == ["total_row"]


# worksheets


def test_the_first_worksheet_with_a_known_header_is_read_and_the_others_are_named() -> None:
    def more(book: Any, _: Any) -> None:
        fill(book, book.add_worksheet("9月"), [FIGURES_HEADER, [NAME, "2019-09", 352]])
        book.add_worksheet("下拉").hide()

    reading = read(workbook(header=["填报说明"], name="说明", more=more))
    assert value_of(reading) == 352
    assert messages(reading, "sheet_read") == ["读的是工作表“9月”。另有 2 个工作表没有读取：“说明”“下拉”（隐藏）。"]


def test_another_worksheet_with_rows_is_asked_about_and_an_empty_one_is_not() -> None:
    def more(book: Any, _: Any) -> None:
        fill(book, book.add_worksheet("空"), [PROGRESS_HEADER])
        fill(book, book.add_worksheet("进展"), [PROGRESS_HEADER, ["1.1.4", None, "2019-09", "推进中"]])

    reading = read(workbook([NAME, "2019-09", 352], more=more))
    assert [p.value for p in reading.problems if p.code == "sheet_not_read"] == ["进展"]


def test_a_hidden_worksheet_is_not_read_and_named() -> None:
    def more(book: Any, sheet: Any) -> None:
        fill(book, book.add_worksheet("说明"), [["请填隐藏的表"]])
        book.worksheets()[1].activate()
        sheet.hide()

    (found,) = read(workbook([NAME, "2019-09", 352], more=more)).problems
    assert found.code == "workbook_without_header"
    assert "“指标实绩”（隐藏）有认得的表头，请取消隐藏" in found.message


def test_one_worksheet_without_a_header_is_told_which_header_it_needs() -> None:
    (found,) = read(workbook(header=["序号", "内容"])).problems
    assert found.code == "header_missing"
    assert found.message.startswith("工作表“指标实绩”第1行：")


def test_an_empty_workbook_is_an_empty_file() -> None:
    assert codes(read(workbook(header=()))) == ["file_empty"]


def test_a_large_worksheet_beside_the_table_is_passed_over_and_a_damaged_one_is_not() -> None:
    def wide(book: Any, _: Any) -> None:
        fill(book, book.add_worksheet("9月"), [FIGURES_HEADER, [NAME, "2019-09", 352]])

    assert value_of(read(workbook(header=["x"] * 300, name="台账", more=wide))) == 352
    parts = {
        "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}"><sheets><sheet name="坏" r:id="s"/><sheet name="好" r:id="u"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        f'<Relationship Id="s" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="u" Type="{RELATIONS}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>",
        "xl/worksheets/sheet2.xml": f"<worksheet>{grid(text_cell(NAME) + text_cell('2019-09') + '<c><v>352</v></c>')}</worksheet>",
    }
    assert codes(read(raw_workbook(parts=parts))) == ["workbook_damaged"]
    parts["xl/worksheets/sheet1.xml"] = "<worksheet/>"
    assert value_of(read(raw_workbook(parts=parts))) == 352


def test_a_chart_sheet_is_no_worksheet() -> None:
    def more(book: Any, _: Any) -> None:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=指标实绩!$C$2:$C$2"})
        book.add_chartsheet("图").set_chart(chart)

    assert value_of(read(workbook([NAME, "2019-09", 352], more=more))) == 352


# bytes


def test_the_years_of_a_workbook_are_those_of_its_periods() -> None:
    assert years_of(workbook([NAME, "2019-09", 352], [NAME, (43374, "yyyy-mm"), 1])) == {2018, 2019}


def test_a_text_named_xlsx_and_a_workbook_named_csv_are_told_apart() -> None:
    for data, file, word in (
        (csv_bytes([NAME, "2019-09", "352"]), "copyright.xlsx", "文本，文件名却以 .xlsx 结尾"),
        (workbook([NAME, "2019-09", 352]), "copyright.csv", "文件名却不以 .xlsx 结尾"),
        (workbook([NAME, "2019-09", 352]), "copyright", "文件名却不以 .xlsx 结尾"),
    ):
        (found,) = read(data, file).problems
        assert (found.code, word in found.message) == ("file_other_format", True)


@of_every(range(1, 40), least=30)
def test_a_workbook_that_was_cut_anywhere_is_damaged(fortieths: int) -> None:
    data = workbook([NAME, "2019-09", 352])
    (found,) = read(data[: len(data) * fortieths // 40]).problems
    assert found.code in {"workbook_damaged", "file_other_format"}


def test_a_flipped_byte_is_never_an_exception() -> None:
    data = workbook([NAME, "2019-09", 352, "2019-10-08", "季末核对"])
    for at in range(0, len(data), 7):
        reading = read(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        assert reading.problems


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """The workbook with one part of it changed, cut, doubled or exchanged for another, and packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.startswith(("xl/", "_rels"))])
    part, at = parts[name], chance.randrange(len(parts[name]))
    parts[name] = chance.choice(
        [
            part[:at] + bytes([chance.randrange(256)]) + part[at + 1 :],
            part[:at] + chance.choice([b"0", b"-1", b"99999999999", b'"', b"<", b"/", b"A"]) + part[at + 1 :],
            part[:at] + part[at + chance.randrange(40) :],
            part + part,
            chance.choice(list(parts.values())),
        ]
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def test_a_workbook_with_any_part_spoiled_is_answered() -> None:
    chance = random.Random(2019)  # noqa: S311
    data = workbook(
        [NAME, (43709, "yyyy-mm"), (352.4, "0"), (date(2019, 10, 8), "yyyy/m/d"), "季末核对"],
        more=lambda _, sheet: sheet.merge_range("A4:B5", "注：按月统计"),
    )
    for _ in range(600):
        reading = read(spoiled(data, chance))
        assert reading.rows or reading.problems


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/workbook.xml": "<workbook><sheets>"}, "workbook_damaged"),
        ({"xl/workbook.xml": ""}, "workbook_damaged"),
        ({"xl/workbook.xml": "<?xml version='1.0' encoding='UTz-8'?><workbook/>"}, "workbook_damaged"),
        ({"xl/workbook.xml": "<?xml version='1.0' encoding='gb18030'?><workbook/>"}, "workbook_damaged"),
        ({"xl/worksheets/sheet1.xml": b"\xff\xfe<"}, "workbook_damaged"),
        ({"_rels/.rels": "<Relationships/>"}, "workbook_damaged"),
        ({"xl/_rels/workbook.xml.rels": "<Relationships/>"}, "file_empty"),
        ({"xl/worksheets/sheet1.xml": '<worksheet><sheetData><row><c t="s"><v>9</v></c></row></sheetData></worksheet>'}, "workbook_damaged"),
        ({"xl/worksheets/sheet1.xml": '<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>'}, "workbook_damaged"),
        ({"xl/worksheets/sheet1.xml": '<worksheet><c r="A1"/></worksheet>'}, "workbook_damaged"),
        ({"xl/worksheets/sheet1.xml": '<worksheet><sheetData><row><c r="1A"/></row></sheetData></worksheet>'}, "workbook_damaged"),
    ],
)  # fmt: skip
def test_parts_that_do_not_fit_together_are_said(parts: dict[str, str | bytes], code: str) -> None:
    assert codes(read(raw_workbook(grid(""), parts=parts))) == [code]


def test_a_binary_workbook_is_called_by_its_name() -> None:
    rels = f'<Relationships><Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    (found,) = read(
        raw_workbook(
            book_type="application/vnd.ms-excel.sheet.binary.macroEnabled.main",
            parts={"_rels/.rels": rels, "xl/workbook.bin": b"\0"},
        )
    ).problems
    assert (found.code, "xlsb" in found.message) == ("file_other_format", True)


def test_a_part_with_a_password_of_its_own_is_encrypted() -> None:
    data = workbook([NAME, "2019-09", 352])
    # The first bit of the flags says so, in each directory entry.
    marked = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        marked[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert codes(read(bytes(marked))) == ["workbook_encrypted"]


# what a CSV cannot tell


def test_a_blank_key_is_merged_only_where_the_worksheet_says_so() -> None:
    found = read(workbook([NAME, "2019-08", 311], [None, "2019-09", 352])).faults
    assert [(p.code, p.row, p.column) for p in found] == [("cell_missing", 3, "指标")]


def test_a_cell_beyond_the_header_is_named_and_that_its_column_has_no_name() -> None:
    (found,) = read(workbook([NAME, "2019-09", None, "2019-10-08", None, 352])).faults
    assert found.code == "row_too_long"
    assert "F2 里有“352”，这一列没有表头" in found.message and "逗号" not in found.message


# what other programs write


def test_what_openpyxl_and_libreoffice_save_says_the_same(tmp_path: Path) -> None:
    data = workbook(
        [NAME, (43709, 'yyyy"年"m"月"'), (352, "#,##0"), (date(2019, 10, 8), "yyyy/m/d"), "季末核对"],
        [NAME, "2019-08", "311件", None, "=1+1"],
    )
    saved = io.BytesIO()
    load_workbook(io.BytesIO(data)).save(saved)
    whole = said(read(data))
    assert whole[2] and said(read(saved.getvalue())) == whole
    assert said(read(converted(data, "xlsx", tmp_path))) == whole
