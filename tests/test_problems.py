"""How a fault is said: where, what was found, in quotes, what to do."""

from __future__ import annotations

import string
import time

import pytest
from tables import of_every

from lib.problems.catalogue import CATALOGUE, Worksheet, alike, nearest, place, problem, quoted


def test_a_message_begins_with_row_and_column_and_quotes_what_was_found() -> None:
    found = problem("value_not_a_number", file="a.csv", row=7, column="实际值", value="12,5oo")
    assert found.message == "第7行“实际值”：“12,5oo”不是数字。请只填数字，例如 1250.5。"
    assert (found.file, found.row, found.column, found.value) == ("a.csv", 7, "实际值", "12,5oo")


def test_a_message_about_a_row_or_a_file_names_no_column() -> None:
    assert problem("quote_unclosed", row=3).message.startswith("第3行：")
    assert problem("file_empty").message.startswith("文件是空的")


def test_in_a_workbook_a_message_begins_with_sheet_and_cell() -> None:
    sheet = Worksheet("9月", (("实际值", "C"),))
    said = problem("value_not_a_number", row=7, column="实际值", value="x").on(sheet).message
    assert said.startswith("工作表“9月”C7（实际值）：“x”不是数字。")
    assert place(7, "佐证材料", sheet) == "工作表“9月”第7行（佐证材料）："
    assert place(7, None, sheet) == "工作表“9月”第7行："
    assert place(None, "实际值", sheet) == "工作表“9月”C列（实际值）："
    assert place("2—5", "实际值", sheet) == "工作表“9月”C列第2—5行（实际值）："
    assert problem("file_empty").on(sheet).message.startswith("文件是空的")


@pytest.mark.parametrize(
    ("code", "blocking"), [("value_not_a_number", True), ("cumulative_falls", False), ("cell_understood", False)]
)
def test_only_refusals_block(code: str, *, blocking: bool) -> None:
    fields = {name for _, name, _, _ in string.Formatter().parse(CATALOGUE[code][1]) if name}
    assert problem(code, **dict.fromkeys(fields, "x")).blocking is blocking


@of_every(CATALOGUE, least=90)
def test_a_sentence_ends_with_a_stop_and_blames_nobody(code: str) -> None:
    sentence = CATALOGUE[code][1]
    assert sentence.endswith(("。", "{nearest}", "{detail}"))
    assert "错误" not in sentence.replace("Excel 公式错误", "")


@pytest.mark.parametrize("code", [code for code, (severity, _) in CATALOGUE.items() if severity == "confirm"])
def test_a_warning_says_what_to_check(code: str) -> None:
    assert "请" in CATALOGUE[code][1]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("12", "“12”"),
        ("", "空白"),
        (None, "“”"),
        ("一\r\n二", "“一⏎二”"),
        ("字" * 40, f"“{'字' * 40}”"),
        ("字" * 41, f"“{'字' * 39}…”"),
    ],
)
def test_a_quoted_value_is_one_short_line(value: str | None, shown: str) -> None:
    assert quoted(value) == shown


@pytest.mark.parametrize("value", ["{value}", "{0}", "{", "%s"])
def test_a_value_with_braces_is_quoted_as_it_is(value: str) -> None:
    assert f"“{value}”" in problem("value_not_a_number", row=1, value=value).message


def test_the_value_itself_is_kept_whole() -> None:
    assert problem("value_not_a_number", row=1, value="字" * 500).value == "字" * 500


def test_the_most_similar_names_come_first_and_at_most_three() -> None:
    known = ["省科技厅", "省教育厅", "省财政厅", "省公安厅", "贵阳海关"]
    said = nearest("省科枝厅", known)
    assert said.startswith("是不是：省科技厅、")
    assert said.endswith("？")
    assert said.count("、") == 2
    assert nearest("省科枝厅", known, 1) == "是不是：省科技厅？"


def test_nothing_is_suggested_where_no_name_is_alike() -> None:
    assert nearest("zzz", ["省科技厅", "省教育厅"]) == ""
    assert nearest("省科技厅", []) == ""


def test_a_whole_report_in_a_cell_is_compared_quickly() -> None:
    known = [f"省第{n}知识产权管理委员会办公室" for n in range(60)]
    start = time.perf_counter()
    for n in range(20):
        nearest("知识产权管理" * 5000 + str(n), known)
    assert time.perf_counter() - start < 10


def test_a_problem_carries_its_sentence_with_and_without_its_place() -> None:
    found = problem("value_not_a_number", row=7, column="实际值", value="x")
    assert found.said == "“x”不是数字。请只填数字，例如 1250.5。"
    assert found.message == f"第7行“实际值”：{found.said}"


def test_the_names_that_are_alike_are_given_by_themselves() -> None:
    assert alike("省科枝厅", ["省教育厅", "省科技厅"], 1) == ["省科技厅"]
    assert alike("zzz", ["省科技厅"]) == []
