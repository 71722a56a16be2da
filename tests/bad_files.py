"""For every code of the catalogue a file that produces it: what the tests check and docs/problems.md quotes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from factories import agency_data
from workbooks import More, fill, grid, raw_workbook, text_cell, workbook

from lib.settings import MAX_FILE_BYTES, MAX_ROWS, MAX_UNPACKED_BYTES

FIGURES = "指标,报告期,实际值,填报日期,说明"
PROGRESS = "任务编号,责任单位,报告期,状态,佐证材料"
NAME = "作品著作权登记量"
SHARE = "企业发明专利拥有量占比"

Place = Callable[[Path, pytest.MonkeyPatch], None]


class BadFile(NamedTuple):
    """A file in the drop folder, with the place and the value that its problem names."""

    data: bytes = b""
    row: int | None = None
    column: str | None = None
    value: str | None = None
    words: tuple[str, ...] = ()
    """What else the message says."""
    file: str = "copyright.csv"
    beside: Mapping[str, bytes] = {}
    """Files that count already."""
    received: date = date(2019, 12, 31)
    place: Place | None = None
    """What else is done to the path, for faults that are none of the content."""
    plan: Mapping[str, Any] = {}
    """What is different in the plan."""


def table(*lines: str, header: str = FIGURES, encoding: str = "utf-8-sig") -> bytes:
    """A CSV of these lines."""
    return "".join(line + "\r\n" for line in (header, *lines) if line).encode(encoding)


def figure(value: str, period: str = "2019-09", more: str = "") -> bytes:
    """A file of one figure, in row 2."""
    return table(f"{NAME},{period},{value}{more}")


def two_sheets(name: str, *rows: tuple[str, ...], is_hidden: bool = False) -> More:
    """Add a worksheet with these rows behind the first."""

    def add(book: Any, _: Any) -> None:
        sheet = book.add_worksheet(name)
        fill(book, sheet, rows)
        if is_hidden:
            sheet.hide()

    return add


def as_folder(path: Path, _: pytest.MonkeyPatch) -> None:
    """Make the file a folder."""
    path.unlink()
    path.mkdir()


def as_link(path: Path, _: pytest.MonkeyPatch) -> None:
    """Make the file a link to one outside."""
    path.rename(path.parent.parent / "outside.csv")
    path.symlink_to(path.parent.parent / "outside.csv")


def as_huge(path: Path, _: pytest.MonkeyPatch) -> None:
    """Make the file larger than is read, without writing it."""
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)


def as_locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody open the file; taking its permissions away would not stop the superuser."""
    opened = os.open

    def refuse(name: Any, *more: Any) -> int:
        if Path(name) == path:
            raise PermissionError(13, "Permission denied")
        return opened(name, *more)

    monkeypatch.setattr(os, "open", refuse)


def as_growing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write to the file while it is read."""
    looked = os.fstat

    def write_meanwhile(descriptor: int) -> os.stat_result:
        found = looked(descriptor)
        with path.open("ab") as file:
            file.write(b"\r\n")
        return found

    monkeypatch.setattr(os, "fstat", write_meanwhile)


BAD_FILES: dict[str, BadFile] = {
    # the file as a whole
    "file_not_csv": BadFile(workbook(), file="copyright_2019-09.xls", words=("CSV UTF-8", "*.xlsx")),
    "file_is_folder": BadFile(place=as_folder, file="copyright_2019.csv"),
    "file_is_link": BadFile(figure("352"), place=as_link),
    "file_unreadable": BadFile(figure("352"), place=as_locked, words=("没有权限",)),
    "file_growing": BadFile(figure("352"), place=as_growing),
    "file_too_large": BadFile(place=as_huge, words=(f"{MAX_FILE_BYTES // 2**20}.0 MB", f"{MAX_FILE_BYTES // 2**20} MB")),
    "file_empty": BadFile(b"\xef\xbb\xbf\r\n"),
    "file_other_format": BadFile(workbook(), words=("xlsx", "CSV UTF-8")),
    "workbook_old": BadFile(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, file="copyright.xlsx", words=("*.xlsx",)),
    "workbook_macros": BadFile(
        raw_workbook(book_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), file="copyright.xlsx", words=("*.xlsx",)
    ),
    "workbook_encrypted": BadFile(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"),
        file="copyright.xlsx", words=("取消密码",),
    ),
    "workbook_damaged": BadFile(workbook((NAME, "2019-09", 352))[:-100], file="copyright.xlsx", words=("压缩结构", "*.xlsx")),
    "workbook_too_large": BadFile(
        raw_workbook(b"<worksheet>" + b" " * MAX_UNPACKED_BYTES), file="copyright.xlsx",
        words=(f"{MAX_UNPACKED_BYTES // 2**20} MB",),
    ),
    "workbook_without_header": BadFile(
        workbook(header=("填报说明", "请如实填写"), name="说明", more=two_sheets("数据", ("序号", "内容"))),
        file="copyright.xlsx", words=("“说明”第1行是“填报说明、请如实填写”", "“数据”第1行是“序号、内容”"),
    ),
    "file_without_rows": BadFile(table()),
    "encoding_broken": BadFile(
        table(f"{NAME},2019-08,311") + table(f"{NAME},2019-09,352,,季末核对", header="", encoding="gbk"), row=3
    ),
    "quote_unclosed": BadFile(figure("352", more=',,"季末核对'), row=2),
    "quote_inside": BadFile(
        figure("352", more=',,"导航"项目已启动'), row=2, column="说明", value='"导航"项目已启动', words=("中文引号", "两遍")
    ),
    "delimiter_full_width": BadFile(table(f"{NAME}，2019-09，352"), row=2, words=("中文逗号“，”", "英文逗号")),
    "too_many_rows": BadFile(table() + b"x\r\n" * (MAX_ROWS + 5), row=MAX_ROWS + 2, words=(f"{MAX_ROWS + 5:,} 行", f"{MAX_ROWS:,} 行")),
    "too_many_columns": BadFile(figure("352", more="," * 300 + "x"), row=2, words=("303", "256")),
    "cell_too_long": BadFile(figure("352", more=",," + "字" * 32_768), row=2, words=("32,767",)),
    "body_unknown": BadFile(figure("352"), file="省科枝厅_2019-09.csv", value="省科枝厅_2019-09.csv", words=("省科技厅",)),
    "body_is_group": BadFile(
        figure("352"), file="各成员单位_2019-09.csv", value="各成员单位_2019-09.csv", words=("统筹办",)
    ),
    # the header
    "header_missing": BadFile(table(f"{NAME},2019-09,352", header=""), row=1, words=("指标、报告期", "任务编号")),
    "header_incomplete": BadFile(
        table(f"{NAME},2019-09,352", header="指标,报告期,实际数值"), row=1, words=("“实际值”", "实际数值")
    ),
    "header_two_lines": BadFile(
        table(",,实际值", f"{NAME},2019-09,352", header="指标,报告期,完成情况"), row=1, words=("第1、2行", "指标、报告期、实际值")
    ),
    "header_twice": BadFile(
        table(f"{NAME},{NAME},2019-09,352", header="指标,indicator,报告期,实际值"), row=1, value="指标、indicator"
    ),
    "header_mixed": BadFile(table(f"{NAME},2019-09,352,推进中", header="指标,报告期,实际值,状态"), row=1),
    "header_periods": BadFile(
        table(f"{NAME},31,55,87", header="指标,1月,2月,3月"), row=1, value="1月、2月、3月", words=("指标、报告期",)
    ),
    "header_unit": BadFile(
        table(f"{NAME},2019-09,352", header="指标,报告期,实际值（万件）"),
        row=1, column="实际值", value="万件", words=(NAME, "“件”"),
    ),
    # rows
    "row_too_long": BadFile(figure("352", more=",2019-10-08,美术,文字作品为主"), row=2, words=("6 格", "5 格")),
    "row_too_short": BadFile(
        table(f"{NAME},2019-09"), row=2, column="实际值", words=("只有 2 格", "若本期未报", "“—”", "删去此行")
    ),
    "row_outside_table": BadFile(
        table(f"{NAME},2019-08,311", f"{NAME} 9月 352"), row=3, value=f"{NAME} 9月 352", words=("按列填写",)
    ),
    "text_garbled": BadFile(
        table("1.1.1,,2019-09,鎺ㄨ繘涓\ufffd", header=PROGRESS), file="ipo.csv",
        row=2, column="状态", value="鎺ㄨ繘涓\ufffd", words=("乱码", "“推进”", "原来的文件"),
    ),
    "key_lost": BadFile(
        table("作品著作权登\ufffd量,2019-09,352"), row=2, column="指标", value="作品著作权登\ufffd量", words=("丢失",)
    ),
    "cell_missing": BadFile(table(f"{NAME},,352"), row=2, column="报告期", value="", words=("2019-09",)),
    "cell_in_merge": BadFile(
        workbook((NAME, "2019-08", 311), (None, "2019-09", 352), more=lambda _, sheet: sheet.merge_range("A2:A3", NAME)),
        file="copyright.xlsx", row=3, column="指标", words=("A2:A3", "取消合并"),
    ),
    "formula_without_result": BadFile(
        raw_workbook(grid(f"{text_cell(NAME)}{text_cell('2019-09')}<c><f>SUM(C3:C9)</f></c>")),
        file="copyright.xlsx", row=2, column="实际值", words=("公式",),
    ),
    "cell_merged": BadFile(
        table(f"{NAME},2019-08,311", ",2019-09,352"), row=3, column="指标", value="", words=("向下填充",)
    ),
    "total_row": BadFile(table(f"{NAME},2019-09,352", "合计,2019-09,352"), row=3, column="指标", value="合计"),
    "key_conflict": BadFile(
        table(f"{NAME},2019-09,352", f"{NAME},前三季度,353"), row=3, words=("第2行",)
    ),
    # names
    "indicator_unknown": BadFile(
        table("作品著作权登记数,2019-09,352"), row=2, column="指标", value="作品著作权登记数", words=(f"是不是：{NAME}",)
    ),
    "task_unknown": BadFile(
        table("1.1.9,,2019-09,推进中", header=PROGRESS), row=2, column="任务编号", value="1.1.9", words=("1.1.1",),
    ),
    "agency_unknown": BadFile(
        table("1.1.2,省科学技术厅,2019-09,推进中", header=PROGRESS),
        file="统筹办.csv", row=2, column="责任单位", value="省科学技术厅", words=("省科技厅",),
    ),
    "indicator_of_other": BadFile(
        figure("352"), file="省科技厅_2019-09.csv", row=2, column="指标", value=NAME, words=("省新闻出版局〔省版权局〕", "省科技厅")
    ),
    "task_of_other": BadFile(
        table("1.1.1,,2019-09,推进中", header=PROGRESS),
        file="省科技厅_2019-09.csv", row=2, column="任务编号", value="1.1.1", words=("省知识产权局", "省科技厅"),
    ),
    "agency_of_other": BadFile(
        table("1.1.2,省知识产权局,2019-09,推进中", header=PROGRESS),
        file="省科技厅_2019-09.csv", row=2, column="责任单位", value="省知识产权局", words=("省科技厅",),
    ),
    "agency_needed": BadFile(
        table("1.1.2,,2019-09,推进中", header=PROGRESS),
        file="统筹办.csv", row=2, column="责任单位", value="", words=("省知识产权局、省科技厅",),
    ),
    "group_rolled_up": BadFile(
        table("2.1.1,各成员单位,2019-09,推进中", header=PROGRESS),
        file="统筹办.csv", row=2, column="责任单位", value="各成员单位", words=("已销号",),
        plan={"groups": [agency_data(id="members", name="各成员单位", members=["ipo", "science"])]},
    ),
    "verified_too_early": BadFile(
        table("1.1.4,省版权局,2019-09,已销号", header=PROGRESS), beside={"copyright_1.csv": figure("200", "2019-06")},
        file="统筹办.csv", row=2, column="状态", value="1.1.4", words=("2019年9月", "200 件", "≥ 400 件"),
    ),
    # periods
    "period_unreadable": BadFile(figure("352", "九月"), row=2, column="报告期", value="九月", words=("2019-09",)),
    "period_no_such_month": BadFile(figure("352", "2019-13"), row=2, column="报告期", value="2019-13", words=("1 至 12",)),
    "period_no_such_day": BadFile(figure("352", "2019-09-31"), row=2, column="报告期", value="2019-09-31"),
    "period_is_a_day": BadFile(figure("352", "19-Mar"), row=2, column="报告期", value="19-Mar", words=("2019-09",)),
    "period_shown_in_part": BadFile(
        workbook((NAME, (date(2019, 9, 30), 'd"日"'), 352)), file="copyright.xlsx",
        row=2, column="报告期", value="30日", words=("2019-09-30",),
    ),
    "period_not_from_january": BadFile(figure("352", "7-9月"), row=2, column="报告期", value="7-9月", words=("1-9月",)),
    "period_other_year": BadFile(
        table(f"{NAME},2018-09,300", f"{NAME},2019-09,352"), row=2, column="报告期", value="2018-09", words=("2019 年",)
    ),
    "period_not_ended": BadFile(
        figure("352"), received=date(2019, 9, 10), row=2, column="报告期", value="2019-09", words=("2019年9月30日",)
    ),
    # values
    "value_not_a_number": BadFile(figure("12.5oo"), row=2, column="实际值", value="12.5oo"),
    "value_not_exact": BadFile(figure("约400"), row=2, column="实际值", value="约400"),
    "value_too_long": BadFile(figure("1234567890123456"), row=2, column="实际值", value="1234567890123456"),
    "value_split": BadFile(
        "指标,报告期,实际值,说明\n作品著作权登记量,2019-09,1,200\n".encode(), row=2, column="实际值", value="1,200", words=("1200",)
    ),
    "value_excel_error": BadFile(figure("#DIV/0!"), row=2, column="实际值", value="#DIV/0!"),
    "value_negative": BadFile(figure("-352"), row=2, column="实际值", value="-352", words=(NAME,)),
    "value_sign": BadFile(
        workbook((NAME, "2019-09", (-352, "0;[Red]0"))), file="copyright.xlsx",
        row=2, column="实际值", value="352", words=("存的是 -352", "常规"),
    ),
    "share_over_100": BadFile(
        table(f"{SHARE},2019-09,6020"), file="ipo.csv", row=2, column="实际值", value="6020", words=(SHARE, "60.2")
    ),
    "value_unit": BadFile(figure("352项"), row=2, column="实际值", value="352项", words=(NAME, "“件”")),
    "status_unknown": BadFile(
        table("1.1.2,,2019-09,完成", header=PROGRESS),
        file="省科技厅_2019-09.csv", row=2, column="状态", value="完成", words=("已完成",),
    ),
    "status_only_office": BadFile(
        table("1.1.2,,2019-09,已销号", header=PROGRESS),
        file="省科技厅_2019-09.csv", row=2, column="状态", value="已销号", words=("统筹办",),
    ),
    "returned_without_reason": BadFile(
        table("1.1.1,省知识产权局,2019-09,已退回", header=PROGRESS), file="统筹办.csv", row=2, column="存在问题",
    ),
    "returned_by_figures": BadFile(
        table("1.1.4,省版权局,2019-09,退回,数不对", header=f"{PROGRESS},存在问题"),
        file="统筹办.csv", row=2, column="任务编号", value="1.1.4", words=("指标",),
    ),
    "date_unreadable": BadFile(figure("352", more=",10月8日"), row=2, column="填报日期", value="10月8日", words=("2019-09-30",)),
    "unit_differs": BadFile(
        table(f"{NAME},2019-09,352,万件", header="指标,报告期,实际值,单位"),
        row=2, column="单位", value="万件", words=(NAME, "“件”"),
    ),
    "names_disagree": BadFile(
        table(f"copyright-registrations,{SHARE},2019-09,352", header="指标编号,指标名称,报告期,实际值"),
        row=2, column="指标", value="copyright-registrations", words=(SHARE,),
    ),
    "clause_of_other": BadFile(
        table("1.1.1,任务1.1.2的条文。,2019-09,推进中", header="任务编号,任务内容,报告期,状态"),
        file="ipo.csv", row=2, column="任务内容", value="任务1.1.2的条文。", words=("1.1.1", "1.1.2"),
    ),
    # accepted once confirmed
    "period_ambiguous": BadFile(figure("31", "2019.1"), row=2, column="报告期", value="2019.1", words=("2019-01", "2019-10")),
    "period_shown_otherwise": BadFile(
        workbook((NAME, (date(2018, 9, 30), 'm"月"'), 352)), file="copyright.xlsx",
        row=2, column="报告期", value="9月", words=("2018-09-30", "2019-09"),
    ),
    "cumulative_quarter": BadFile(figure("352", "三季度"), row=2, column="报告期", value="三季度", words=(NAME, "1—9 月")),
    "cumulative_falls": BadFile(
        figure("300", more=",2019-10-08"), beside={"copyright_1.csv": figure("311", "2019-08", ",2019-09-05")},
        row=2, column="实际值", value="300", words=(NAME, "2019年9月累计 300", "2019年8月的 311"),
    ),
    "value_tenfold": BadFile(
        figure("3520", more=",2019-10-08"), beside={"copyright_1.csv": figure("311", "2019-08", ",2019-09-05")},
        row=2, column="实际值", value="3,520", words=(NAME, "2019年8月 311", "10 倍"),
    ),
    "value_tenth": BadFile(
        table(f"{SHARE},2019-09,1,2019-10-08"), beside={"ipo_1.csv": table(f"{SHARE},2019-08,60.1,2019-09-05")},
        file="ipo.csv", row=2, column="实际值", value="1", words=(SHARE, "2019年8月 60.1"),
    ),
    "share_as_fraction": BadFile(
        table(f"{SHARE},2019-09,0.602"), file="ipo.csv", row=2, column="实际值", value="0.602", words=(SHARE, "60.2")
    ),
    "text_lost": BadFile(
        table("1.1.1,,2019-09,已完成,验收\ufffd\ufffd报告", header=PROGRESS), file="ipo.csv",
        row=2, column="佐证材料", value="验收\ufffd\ufffd报告", words=("丢失",),
    ),
    "clause_differs": BadFile(
        table("1.1.1,举办展会,2019-09,推进中", header="任务编号,任务内容,报告期,状态"),
        file="ipo.csv", row=2, column="任务内容", value="举办展会", words=("1.1.1",),
    ),
    "value_fraction": BadFile(figure("352.5"), row=2, column="实际值", value="352.5", words=(NAME, "“件”")),
    "value_rounded": BadFile(
        workbook((SHARE, "2019-09", (0.605, "0%"))), file="ipo.xlsx", row=2, column="实际值", value="61%", words=("60.5%", SHARE)
    ),
    "reported_after_receipt": BadFile(
        figure("352", more=",2019-10-18"), received=date(2019, 10, 10),
        row=2, column="填报日期", value="2019-10-18", words=("2019-10-10",),
    ),
    "reported_before_period": BadFile(
        figure("352", more=",2019-01-08"), row=2, column="填报日期", value="2019-01-08", words=("2019-09",)
    ),
    "sheet_not_read": BadFile(
        workbook((NAME, "2019-09", 352), more=two_sheets("进展", ("任务编号", "报告期", "状态"), ("1.1.4", "2019-09", "推进中"))),
        file="copyright.xlsx", value="进展", words=("“指标实绩”",),
    ),
    "row_hidden": BadFile(
        workbook((NAME, "2019-08", 311), (NAME, "2019-09", 352), more=lambda _, sheet: sheet.set_row(2, None, None, {"hidden": True})),
        file="copyright.xlsx", row=3, words=("筛选",),
    ),
    "column_hidden": BadFile(
        workbook((NAME, "2019-09", 352), more=lambda _, sheet: sheet.set_column("C:C", None, None, {"hidden": True})),
        file="copyright.xlsx", column="实际值", words=("取消隐藏",),
    ),
    "cell_struck": BadFile(
        workbook(
            (NAME, "2019-09", None),
            more=lambda book, sheet: sheet.write(1, 2, 352, book.add_format({"font_strikeout": True})),
        ),
        file="copyright.xlsx", row=2, column="实际值", value="352", words=("删除线", "删去此行"),
    ),
    # said, and nothing to do
    "sheet_read": BadFile(
        workbook((NAME, "2019-09", 352), more=two_sheets("下拉", ("推进中",), is_hidden=True)),
        file="copyright.xlsx", value="指标实绩", words=("1 个工作表没有读取", "“下拉”（隐藏）"),
    ),
    "value_shown": BadFile(
        workbook((SHARE, "2019-09", (0.60512, "0.0%"))), file="ipo.xlsx",
        row=2, column="实际值", value="60.5%", words=("60.512%",),
    ),
    "encoding_noted": BadFile(table(f"{NAME},2019-09,352", encoding="gbk"), words=("GBK",)),
    "delimiter_noted": BadFile(
        f"指标;报告期;实际值\r\n{NAME};2019-09;352\r\n".encode("utf-8-sig"), words=("分号",)
    ),
    "lines_above_header": BadFile(table(FIGURES, f"{NAME},2019-09,352", header="2019年9月报表"), row=1, words=("1 行",)),
    "column_ignored": BadFile(
        table(f"{NAME},2019-09,352,290", header="指标,报告期,实际值,去年同期"), row=1, value="去年同期"
    ),
    "footnote_ignored": BadFile(table(f"{NAME},2019-09,352", "制表人：张三"), row=3, value="制表人：张三"),
    "cell_not_reported": BadFile(
        table(f"{NAME},2019-08,311", f"{NAME},2019-09,—"), row=3, column="实际值", value="—", words=("0",)
    ),
    "cell_understood": BadFile(figure("352件"), row=2, column="实际值", value="352件", words=("352",)),
    "period_soon_over": BadFile(
        figure("352"), received=date(2019, 9, 29), row=2, column="报告期", value="2019-09", words=("2019年9月30日",)
    ),
    "names_agree": BadFile(
        table(f"copyright-registrations,{NAME},2019-09,352", header="指标编号,指标名称,报告期,实际值"),
        row=1, value="指标编号、指标名称",
    ),
    "evidence_missing": BadFile(
        table("1.1.1,,2019-09,已完成,", header=PROGRESS), row=2, column="佐证材料", value="", file="ipo.csv"
    ),
    "row_repeated": BadFile(table(f"{NAME},2019-09,352", f"{NAME},2019-09,352,,复核"), row=3, words=("第2行",)),
}  # fmt: skip

PLAN_TEXT = """\
id: small
title: 小计划
document: 测〔2019〕1号
year: 2019
lead_rule: none
status_rule: {name: schedule_gap, tolerance_points: 10}
reporting: {frequency: monthly, due_day: 10}
office: {id: office, name: 办公室, aliases: [统筹办]}
agencies:
  - {id: ipo, name: 省知识产权局}
  - {id: science, name: 省科技厅, aliases: [科技厅]}
groups:
  - {id: members, name: 各成员单位, members: [ipo]}
parts:
  - id: "1"
    title: 部分
    sections:
      - id: "1.1"
        title: 章节
        tasks:
          - {id: "1.1.1", text: 条文一。, agencies: [ipo, science]}
          - {id: "1.1.2", text: 条文二。, agencies: [members], due: 2019-10-31}
indicators:
  - id: patents
    task: "1.1.1"
    name: 发明专利拥有量
    unit: 件
    kind: level
    direction: higher
    target: 2.9
    target_text: 达到2.9件
    owner: ipo
    baseline: {period: "2018", value: 2.82, source: 白皮书}
"""
"""A good plan file. Faults are made by replacing one piece of it; line numbers count from 1."""


def changed(old: str, new: str) -> str:
    """The plan text with one piece replaced."""
    assert PLAN_TEXT.count(old) == 1, old
    return PLAN_TEXT.replace(old, new)


class BadPlan(NamedTuple):
    """A plan file with a fault; no content is no file."""

    text: bytes | None
    row: int | None
    words: tuple[str, ...]


def _plan(old: str, new: str, row: int, *words: str) -> BadPlan:
    return BadPlan(changed(old, new).encode(), row, words)


BAD_PLANS: dict[str, BadPlan] = {
    "plan_missing": BadPlan(None, None, ("plan.yaml",)),
    "plan_encoding": BadPlan(PLAN_TEXT.encode("gbk"), 2, ("UTF-8",)),
    "plan_yaml": _plan("lead_rule: none", "lead_rule: [none", 6, "YAML"),
    "plan_full_width_colon": _plan("lead_rule: none", "lead_rule：none", 5, "“lead_rule”", "半角"),
    "plan_tab": _plan("lead_rule: none", "\tlead_rule: none", 5, "空格"),
    "plan_number": _plan("target: 2.9\n", "target: 0400\n", 30, "“0400”"),
    "plan_text_cut": _plan("document: ", "document: 试 #1 ", 3, "“试”", "引号"),
    "plan_target_text": _plan("target: 2.9\n", "target: 3.9\n", 30, "3.9", "达到2.9件"),
    "plan_key_twice": _plan("lead_rule: none", "lead_rule: none\nlead_rule: first_listed", 6, "“lead_rule”", "第5行"),
    "plan_key_unknown": _plan("    unit: 件", "    unti: 件", 27, "“unti”", "unit"),
    "plan_key_missing": _plan("    unit: 件\n", "", 24, "“unit”"),
    "plan_type": _plan('"1.1.1", text', "1.10, text", 21, "“1.10”", "加引号"),
    "plan_choice": _plan("kind: level", "kind: amount", 28, "“amount”", "level, share, cumulative"),
    "plan_reference": _plan("agencies: [ipo, science]}", "agencies: [ipo, scince]}", 21, "“scince”", "science"),
    "plan_id_twice": _plan("{id: science,", "{id: ipo,", 11, "“ipo”", "第10行"),
    "plan_name_twice": _plan("aliases: [科技厅]", "aliases: [省知识产权局]", 11, "“省知识产权局”", "第10行"),
    "plan_id_place": _plan('"1.1.2", text', '"1.1.3", text', 22, "“1.1.3”", "“1.1.2”"),
    "plan_value": _plan("due: 2019-10-31", "due: 2020-01-31", 22, "“2020-01-31”", "2019 年"),
}
