"""Tables as people type them or put them together: what is the matter is said, not what follows from it."""

from __future__ import annotations

from datetime import date

import pytest
from factories import make_plan

from lib.intake import Reading, read_file
from lib.problems import Problem

NAME = "作品著作权登记量"
TASKS = "任务编号,报告期,状态,佐证材料,存在问题,下一步措施,填报日期,进展说明"


def read(*lines: str, file: str = "copyright.csv", encoding: str = "utf-8-sig") -> Reading:
    return read_file(file, "\r\n".join((*lines, "")).encode(encoding), make_plan(), date(2019, 10, 8))


def faults(*lines: str, file: str = "copyright.csv", encoding: str = "utf-8-sig") -> list[tuple[str, int | None]]:
    """Codes and rows of what is to be put right."""
    return [(found.code, found.row) for found in read(*lines, file=file, encoding=encoding).faults]


# full-width commas


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize(("mark", "name"), [("，", "中文逗号"), ("、", "中文顿号"), ("；", "中文分号")])
def test_a_table_with_full_width_separators_is_told_to_use_commas(mark: str, name: str, encoding: str) -> None:
    lines = [mark.join(("指标", "报告期", "实际值", "说明")), mark.join((NAME, "2019-09", "352", ""))]
    (found,) = read(*lines, encoding=encoding).faults
    assert (found.code, found.row) == ("delimiter_full_width", 1)
    assert f"{name}“{mark}”" in found.message
    assert "英文逗号" in found.message


@pytest.mark.parametrize(
    "header",
    [
        "指标，报告期,实际值,说明",
        '"指标，报告期，实际值"',
        "指标\t报告期，实际值",
        "指标,报告期，实际值,说明",
        "指标,报告期,实际值，说明",
        "2019年报表,,\r\n指标，报告期，实际值",
    ],
)
def test_a_header_that_is_partly_separated_by_them_is_found(header: str) -> None:
    assert faults(header, f"{NAME},2019-09,352") == [("delimiter_full_width", 2 if "\n" in header else 1)]


@pytest.mark.parametrize(
    "line",
    [
        f"{NAME}，2019-09，352，2019-10-08，",
        f"{NAME}，2019-09,352,2019-10-08",
        f"{NAME},2019-09，352,2019-10-08",
        f"{NAME},2019-09,352，2019-10-08",
        f"{NAME}、2019年9月、352件",
        f"著作权登记，2019-09，352，{NAME}，按月统计",
    ],
)
def test_lines_below_a_good_header_that_are_separated_by_them_are_named(line: str) -> None:
    assert faults("指标,报告期,实际值,填报日期,说明", f"{NAME},2019-08,311", line, f"{NAME},2019-07,300") == [
        ("delimiter_full_width", 3)
    ]
    assert faults("指标,报告期,实际值,填报日期,说明", line) == [("delimiter_full_width", 2)]


def test_progress_that_is_separated_by_them_is_named() -> None:
    assert faults(TASKS, "1.1.1，2019-09，推进中，会议纪要，，，2019-10-08", file="ipo.csv") == [
        ("delimiter_full_width", 2)
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_full_width_punctuation_of_texts_and_numbers_is_left_alone(encoding: str) -> None:
    figures = read(
        "指标,说明,报告期,实际值", f"{NAME},美术，文字；音乐、其他，2019-08,2019-09,1，352", encoding=encoding
    )
    assert [row.value for row in figures.rows] == [1352]
    assert faults(TASKS, "1.1.1,2019-09,推进中，会议已开,,,,2019-10-08", file="ipo.csv") == [("status_unknown", 2)]
    assert faults("指标,报告期,实际值", f"{NAME}、其他,2019-09,352") == [("indicator_unknown", 2)]
    assert faults("指标,报告期,实际值", f"{NAME},2019-09,352，其中美术200") == [("value_not_a_number", 2)]


# headers of two lines


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("指标,报告期,完成情况,,填报日期", ",,实际值,说明,"),
        (",,实际值,说明,", "指标,报告期,完成情况,,填报日期"),
        ("指标,完成情况,,", ",报告期,实际值,说明"),
        ("指标,报告期,完成情况", "名称,期间,实际值"),
        ("指标,报告期,实际", ",,值"),
        ("指标,报告期,实际值,填报", ",,（件）,日期"),
        ("指标,报告期,实际值,说明", ",,（本年累计）,"),
        ("指标,,报告期,完成情况,,", "编号,名称,,目标值,实际值,完成率"),
        ("指标,报告期,完成情况,", ",,数,说明"),
        ("任务编号,报告期,进展,,", ",,状态,佐证材料,进展说明"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_a_header_of_two_lines_is_to_be_made_one(first: str, second: str, encoding: str) -> None:
    (found,) = read(first, second, f"{NAME},2019-09,352", encoding=encoding).faults
    assert (found.code, found.row) == ("header_two_lines", 1)
    assert "两行（第1、2行）" in found.message


def test_a_line_of_groups_above_a_whole_header_is_only_noted() -> None:
    reading = read("基本信息,,完成情况", "指标,报告期,实际值", f"{NAME},2019-09,352")
    assert [note.code for note in reading.problems] == ["lines_above_header"]


def test_a_row_is_no_second_line_of_a_header() -> None:
    assert faults("指标,报告期,实际数值", f"{NAME},2019-09,352") == [("header_incomplete", 1)]
    assert read("指标,报告期,实际值,说明", f"{NAME},2019-09,352,（件）").counts
    assert read("指标,报告期,实际值,说明", f"{NAME},2019-09,—,（未统计）").counts


# quotes


def quoted(line: str) -> list[Problem]:
    """The faults of a line of progress."""
    return read(TASKS, "1.1.2,2019-09,推进中,,,,,", line, file="ipo.csv").faults


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ('1.1.1,2019-09,推进中,,,,2019-10-08,"导航"项目已启动', "进展说明", '"导航"项目已启动'),
        ('1.1.1,2019-09,推进中,"护航"行动、"清源"行动通知,,,2019-10-08,', "佐证材料", '"护航"行动、"清源"行动通知'),
        ('1.1.1,2019-09,推进中,,"甲,乙"等未报,,2019-10-08,无', "存在问题", '"甲,乙"等未报'),
        ('"1.1.1","2019-09","推进中","纪要","","",2019-10-08,"导航"（一期）', "进展说明", '"导航"（一期）'),
    ],
)
def test_a_cell_that_begins_with_a_phrase_in_quotes_is_named(line: str, column: str, value: str) -> None:
    (found,) = quoted(line)
    assert (found.code, found.row, found.column, found.value) == ("quote_inside", 3, column, value)
    assert "不成对" not in found.message
    assert "中文引号" in found.message


def test_every_such_cell_is_named_at_once() -> None:
    lines = [f'1.1.{n},2019-09,推进中,,,"年底"前报批,,"第{n}次"会议' for n in (1, 2)]
    assert faults(TASKS, lines[0], '1.2.1,2019-09,推进中,"甲\n乙",,,,', lines[1], file="ipo.csv") == [
        ("quote_inside", 2), ("quote_inside", 2), ("quote_inside", 4), ("quote_inside", 4),
    ]  # fmt: skip


def test_quotes_within_a_cell_and_around_it_are_read() -> None:
    said = '1.1.1,2019-09,推进中,"""导航""项目已启动",“导航”项目,已开"导航"会,,'
    reading = read(TASKS, said, file="ipo.csv")
    assert [tuple(row.texts.values())[:3] for row in reading.rows] == [
        ('"导航"项目已启动', "“导航”项目", '已开"导航"会')
    ]


@pytest.mark.parametrize(
    "line", ['1.1.1,2019-09,推进中,"纪要,,,,', '1.1.1,2019-09,推进中,"纪要,,,,\n1.1.2,2019-09,"推进中",,']
)
def test_a_quote_without_its_other_is_still_one(line: str) -> None:
    assert [(found.code, found.row) for found in quoted(line)] == [("quote_unclosed", 3)]


# wrong encodings

HEADERS = "指标,报告期,实际值,填报日期,说明"
LINE = f"{NAME},2019-09,352,2019-10-08,季末核对"


def saved_as(text: str, wrote: str, read_as: str) -> str:
    """What is left of a text that was written in one encoding, and read and saved in another."""
    return text.encode(wrote).decode(read_as, "replace")


WAYS = [("utf-8", "gbk"), ("gbk", "latin-1"), ("gbk", "cp1252"), ("utf-8", "latin-1"), ("gbk", "utf-8")]


@pytest.mark.parametrize(("wrote", "read_as"), WAYS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_garbled_file_is_to_be_saved_anew_from_the_original(wrote: str, read_as: str, encoding: str) -> None:
    lines = [saved_as(line, wrote, read_as) for line in (HEADERS, LINE)]
    (found,) = read(*lines, encoding=encoding).faults
    assert (found.code, found.row) == ("text_garbled", 1)
    assert "原来的文件" in found.message
    below_title = read("2019-09", *lines, encoding=encoding).faults
    assert [(found.code, found.row) for found in below_title] == [("text_garbled", 2)]


@pytest.mark.parametrize(("wrote", "read_as"), WAYS)
def test_garbled_cells_below_a_good_header_are_named_each_and_once(wrote: str, read_as: str) -> None:
    found = read(HEADERS, LINE.replace("09", "08"), saved_as(LINE, wrote, read_as)).faults
    assert [(p.code, p.row, p.column) for p in found] == [("text_garbled", 3, "指标"), ("text_garbled", 3, "说明")]


def test_what_a_garbled_text_said_is_guessed() -> None:
    (found,) = read(saved_as(HEADERS, "gbk", "latin-1"), LINE).faults
    assert "原来像是“指标、报告期、实际值、填报日期、说" in found.message


def test_utf_8_that_was_read_and_saved_as_gbk_is_garbled_and_one_broken_byte_is_not() -> None:
    data = "".join(f"{line}\r\n" for line in (HEADERS, LINE)).encode()
    resaved = data.decode("gbk", "replace").replace("\ufffd", "?").encode("gbk")
    (found,) = read_file("copyright.csv", resaved, make_plan(), date(2019, 10, 8)).faults
    assert (found.code, found.row) == ("text_garbled", 1)
    (found,) = read_file("copyright.csv", data[:-4] + data[-2:], make_plan(), date(2019, 10, 8)).faults
    assert (found.code, found.row) == ("encoding_broken", 2)


@pytest.mark.parametrize("mark", ["\ufffd", "\ufffd\ufffd", "??", "????", "锟斤拷"])
def test_lost_characters_are_asked_about_in_texts_and_refused_in_keys(mark: str) -> None:
    header = TASKS.replace(",报告期", ",责任单位,报告期")
    (asked,) = read(header, f"1.1.1,,2019-09,推进中,,资金尚未{mark}到位,,2019-10-08,", file="ipo.csv").faults
    assert (asked.code, asked.column, asked.blocking) == ("text_lost", "存在问题", False)
    for line, column in (
        (f"任务一{mark},,2019-09,推进中", "任务编号"),
        (f"1.1.1,知识产权局{mark},2019-09,推进中", "责任单位"),
        (f"1.1.1,,2019年九月份{mark},推进中", "报告期"),
        (f"1.1.1,,2019-09,正常推进{mark}", "状态"),
    ):
        (found,) = read(header, line, file="ipo.csv").faults
        assert (found.code, found.row, found.column) == ("key_lost", 2, column)
    assert faults(f"指标,报告期,实际值,填报日{mark}", LINE) == [("key_lost", 1)]
    assert faults(HEADERS, f"{NAME},2019-09,352件{mark * 2}") in ([("key_lost", 2)], [("text_garbled", 2)])


def test_a_header_of_question_marks_is_lost_and_not_missing() -> None:
    assert faults("??,???,???,????,??", LINE) == [("key_lost", 1)]


@pytest.mark.parametrize(
    "text",
    ["是否完成？？", "联通", "±0.5°C", "https://example.org/?a=1&b=2", "café naïve", "珏妗鑫镕", "“导航”——第一期…"],
)
def test_what_is_only_rare_is_not_damaged(text: str) -> None:
    assert read(HEADERS, f"{NAME},2019-09,352,2019-10-08,{text}").counts
    assert read(HEADERS, f"{NAME},2019-09,352,2019-10-08,{text}", encoding="gb18030").accepted
