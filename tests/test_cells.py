"""What one cell says: numbers, states, days, and the marks for “nothing to report”."""

from __future__ import annotations

import time
from datetime import date

import pytest

from lib.intake.cells import is_not_reported, read_day, read_number, read_status


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("352", 352),
        ("0", 0),
        ("2.82", 2.82),
        ("-3", -3),
        ("60.5", 60.5),
        ("0.05", 0.05),
        ("123456789012345", 123456789012345),
        ("-12345678901.1234", -12345678901.1234),
    ],
)
def test_a_plain_number_is_taken_without_a_word(text: str, value: float) -> None:
    assert read_number(text, "件") == (value, None, None)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("１２．５", "件", 12.5),
        ("１，２００", "件", 1200),
        ("1,200", "件", 1200),
        ("1，200", "件", 1200),
        ("12,345,678.5", "件", 12345678.5),
        ("2.9件", "件", 2.9),
        ("2.9 件", "件", 2.9),
        ("1,200件", "件", 1200),
        ("'352", "件", 352),
        ("＇352", "件", 352),
        (" 352 ", "件", 352),
        ("　352", "件", 352),
        ("\xa0352", "件", 352),
        ("+5", "件", 5),
        ("+123456789012345", "件", 123456789012345),
        ("−5", "件", -5),
        ("－5", "件", -5),
        ("5.", "件", 5),
        (".5", "件", 0.5),
        ("007", "件", 7),
        ("60.5%", "%", 60.5),
        ("60.5％", "%", 60.5),
        ("60.5 %", "%", 60.5),
        ("1.01万", "件", 10100),
        ("1.01万件", "件", 10100),
        ("1.2亿元", "元", 120000000),
        ("3.5万元", "万元", 3.5),
        ("3GWh", "GWh", 3),
    ],
)
def test_a_number_as_people_write_it_is_taken_with_a_note(text: str, unit: str, value: float) -> None:
    cell = read_number(text, unit)
    assert cell.value == pytest.approx(value)
    assert cell.code == "cell_understood"
    assert float(cell.understood or "nan") == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    ["", " ", "　", "—", "——", "–", "-", "--", "－", "/", "／", "\\", "无", "暂无", "N/A", "n/a", "NA", "null", "'"],
)
def test_a_mark_for_nothing_is_not_reported_and_never_zero(text: str) -> None:
    assert read_number(text, "件") == (None, "cell_not_reported", None)
    assert read_status(text).value is None
    assert read_status(text).code == "cell_not_reported"
    assert is_not_reported(text)


@pytest.mark.parametrize(
    "text",
    [
        "约400", "近400件", "超过400", "＞1200", ">1200", "≥400", "<3", "~400", "大于400", "400+", "400多", "400余件",
        "1万多件", "三百余", "400左右", "400件左右", "400以上", "400件以上", "12-15", "12—15", "12～15", "12至15",
        "待定", "未定", "数据不详",
    ],
)  # fmt: skip
def test_a_number_that_is_not_exact_is_refused(text: str) -> None:
    assert read_number(text, "件") == (None, "value_not_exact", None)


@pytest.mark.parametrize(
    "text",
    [
        "三百", "1_000", "²", "12²", "NaN", "nan", "inf", "1e400", "1e5", "1.2E+05", "12,5oo", "1,20", "1,2000",
        ",200", "1 200", "1.2.3", "٣", "१२", "0x10", "=1+1", "+1+1", "--5", "(5)", "1/2", "十二件", "件", "abc",
        "5 kg", "5 件 3",
    ],
)  # fmt: skip
def test_a_text_that_is_no_number_is_refused(text: str) -> None:
    assert read_number(text, "件") == (None, "value_not_a_number", None)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("2.9个", "件"),
        ("60.5%", "件"),
        ("605‰", "%"),
        ("1.01万", "%"),
        ("3.5元", "万元"),
        ("3.5亿元", "万元"),
        ("3.5万", "万元"),  # 3.5 or 35000 of them?
        ("2.9万个", "件"),
    ],
)
def test_a_unit_other_than_the_plans_is_refused(text: str, unit: str) -> None:
    assert read_number(text, unit) == (None, "value_unit", None)


@pytest.mark.parametrize("text", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#div/0!", "####", "##"])
def test_a_formula_error_is_refused_as_such(text: str) -> None:
    assert read_number(text, "件") == (None, "value_excel_error", None)


@pytest.mark.parametrize(
    "text", ["1234567890123456", "352.1234567890123", "0.30000000000000004", "+1234567890123456", "9" * 400]
)
def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_refused(text: str) -> None:
    assert read_number(text, "件") == (None, "value_too_long", None)


@pytest.mark.parametrize("text", ["1" * 30_000 + "a1", "1," * 15_000 + "a1", "1" + " " * 30_000 + "x1", "." * 30_000])
def test_a_hostile_cell_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    assert read_number(text, "件").code == "value_not_a_number"
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("未启动", "not_started"),
        ("推进中", "in_progress"),
        ("进展滞后", "delayed"),
        ("已完成", "completed"),
        ("已销号", "verified"),
        ("not_started", "not_started"),
        ("in_progress", "in_progress"),
        ("delayed", "delayed"),
        ("completed", "completed"),
        ("verified", "verified"),
    ],
)
def test_a_status_is_read_in_chinese_and_by_its_key(text: str, key: str) -> None:
    assert read_status(text) == (key, None, None)


@pytest.mark.parametrize(
    ("text", "key", "word"),
    [
        (" 推进中 ", "in_progress", "推进中"),
        ("Completed", "completed", "已完成"),
        ("已完成(自报)", "completed", "已完成"),
        ("'已完成", "completed", "已完成"),
    ],
)
def test_a_status_with_spaces_or_other_letters_is_taken_with_a_note(text: str, key: str, word: str) -> None:
    assert read_status(text) == (key, "cell_understood", word)


@pytest.mark.parametrize("text", ["完成", "进行中", "unreported", "未报送", "逾期", "已完成80%", "1"])
def test_a_status_that_does_not_exist_is_refused(text: str) -> None:
    assert read_status(text) == (None, "status_unknown", None)


def test_a_blank_day_needs_no_note() -> None:
    assert read_day("") == (None, None, None)


def test_a_day_in_its_canonical_form_needs_no_note() -> None:
    assert read_day("2019-10-08") == (date(2019, 10, 8), None, None)


@pytest.mark.parametrize(
    "text",
    [
        "2019/10/8", "2019.10.8", "2019年10月8日", "2019-10-8", "20191008", "2019-10-08 15:30", "2019/10/8 9:05:01",
        "43746", "２０１９－１０－０８", "'2019-10-08",
    ],
)  # fmt: skip
def test_a_day_in_another_form_is_taken_with_a_note(text: str) -> None:
    assert read_day(text) == (date(2019, 10, 8), "cell_understood", "2019-10-08")


@pytest.mark.parametrize("text", ["2019-02-30", "2019-13-01", "20190230", "0000-01-01", "10月8日", "10/8/2019", "昨天"])
def test_a_text_that_is_no_day_is_refused(text: str) -> None:
    assert read_day(text) == (None, "date_unreadable", None)


@pytest.mark.parametrize("text", ["—", "/", "无", " "])
def test_a_mark_for_nothing_is_no_day(text: str) -> None:
    assert read_day(text) == (None, "cell_not_reported", None)
