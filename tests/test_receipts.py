"""What a receipt says: verdicts, problems by kind, repeated messages in one line, changes, the text to keep."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from factories import figure, make_plan, period_of

from lib.board.submissions import Receipt
from lib.intake.reading import Reading
from lib.problems.catalogue import Problem, problem
from lib.rows import FigureRow, Rows
from lib.rules.attention import Change
from lib.rules.measures import measure
from lib.say import receipts
from lib.store.history import Submission

MEASURES = measure(make_plan(), Rows([figure(value=352)]))
FILE = "省版权局_2019-09.csv"
SENT = Submission(
    id=7,
    batch=7,
    file="省新闻出版局_指标实绩_2019-09_0007.csv",
    body="copyright",
    by="张三",
    original=FILE,
    received_at=datetime(2019, 10, 8, 9, 5, 7, tzinfo=UTC),
    sha256="ab" * 32,
    confirmed=(),
    rows=1,
)


def not_a_number(row: int, value: str = "x") -> Problem:
    return problem("value_not_a_number", file=FILE, row=row, column="实际值", value=value)


def doubt(row: int) -> Problem:
    return problem(
        "reported_after_receipt", file=FILE, row=row, column="填报日期", value="2019-12-31", received="2019-10-08"
    )


NOTE = problem("encoding_noted", file=FILE, encoding=" GBK（GB18030）")
LEFT_OUT = problem("text_left_out", file=FILE, row=2, texts="说明“口径不变”")


def receipt(*problems: Problem, rows: int = 1, submission: Submission | None = None, is_new: bool = False) -> Receipt:
    """The receipt of a file in which these problems were found."""
    said: list[FigureRow] = [figure(row=2 + n) for n in range(rows)]
    reading = Reading(FILE, "copyright", "figures", [*said], list(problems))
    changes = [Change("indicator", "copyright-registrations", "actual", None, 352.0)]
    return Receipt(reading, changes if rows else [], submission, is_new)


# by kind


def test_problems_of_one_code_are_one_kind_what_blocks_first() -> None:
    found = [NOTE, doubt(3), not_a_number(4), doubt(2), not_a_number(2)]
    kinds = receipts.by_code(found)
    assert [(kind.code, kind.severity, [p.row for p in kind.problems]) for kind in kinds] == [
        ("value_not_a_number", "refuse", [4, 2]),
        ("reported_after_receipt", "confirm", [3, 2]),
        ("encoding_noted", "note", [None]),
    ]


def test_kinds_that_are_equally_bad_keep_the_order_of_the_file() -> None:
    falls = problem(
        "cumulative_falls", file=FILE, row=2, name="甲", period="2019-09", new="1", before_period="2019-08", before="2"
    )
    for found in ([falls, doubt(3)], [doubt(3), falls]):
        assert [kind.code for kind in receipts.by_code(found)] == [p.code for p in found]


def test_without_problems_there_is_no_kind() -> None:
    assert receipts.by_code([]) == []


# lines


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ""),
        ([None], ""),
        ([7], "7"),
        ([2, 3, 4, 5], "2—5"),
        ([5, 3, 4, 2], "2—5"),
        ([2, 3, 4, 5, 7], "2—5、7"),
        ([2, 4, 6], "2、4、6"),
        ([2, 2, 3], "2—3"),
        ([9, None, 11, 10, 2], "2、9—11"),
    ],
)
def test_row_numbers_are_said_as_people_say_them(rows: list[int | None], said: str) -> None:
    assert receipts.row_numbers(rows) == said


def test_the_same_in_several_rows_is_one_line_with_all_their_numbers() -> None:
    found = [not_a_number(2), not_a_number(3), not_a_number(5), not_a_number(6, "y"), NOTE]
    assert receipts.report_lines(found) == [
        "第2—3、5行“实际值”：“x”不是数字。请只填数字，例如 1250.5。",
        "第6行“实际值”：“y”不是数字。请只填数字，例如 1250.5。",
        "按 GBK（GB18030）编码读取。",
    ]


def test_the_same_in_another_column_is_another_line() -> None:
    found = [
        problem("cell_missing", row=row, column=column, expected="内容")
        for row, column in ((2, "状态"), (2, "报告期"), (3, "状态"))
    ]
    assert receipts.report_lines(found) == [
        "第2—3行“状态”：是空的。请填写内容。",
        "第2行“报告期”：是空的。请填写内容。",
    ]


def test_a_value_that_looks_like_a_place_is_no_place() -> None:
    found = [not_a_number(row, "第2行“实际值”：") for row in (2, 3)]
    assert receipts.report_lines(found) == ["第2—3行“实际值”：“第2行“实际值”：”不是数字。请只填数字，例如 1250.5。"]


# verdicts


@pytest.mark.parametrize(
    ("found", "said", "tone"),
    [
        (receipt(), "可以收：1 行，没有问题；还没有保存", "good"),
        (receipt(NOTE, rows=2), "可以收：2 行，没有问题；还没有保存", "good"),
        (receipt(NOTE, LEFT_OUT), "可以收：1 行，有 1 处须留意；还没有保存", "good"),
        (receipt(doubt(2), doubt(3), NOTE), "可以收，但有 2 处须确认；还没有保存", "doubt"),
        (
            receipt(not_a_number(2), not_a_number(3), doubt(2), NOTE, rows=0),
            "不能收：有 2 处须改正，整份没有计入，原有数据不变",
            "bad",
        ),
        (receipt(NOTE, rows=0), "没有填写任何数值或状态，没有可收的内容", "quiet"),
        (receipt(doubt(2), submission=SENT, is_new=True), "已收下，报送编号 7", "good"),
        (receipt(submission=SENT), "这份文件已经报过（报送 7），没有重复计入", "quiet"),
    ],
)  # fmt: skip
def test_a_verdict_says_what_became_of_the_file(found: Receipt, said: str, tone: str) -> None:
    assert receipts.verdict(found) == said
    assert receipts.tone(found) == tone


# the text to keep


def lines_of(found: Receipt) -> list[str]:
    text = receipts.as_text(MEASURES, found)
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return text.removesuffix("\r\n").split("\r\n")


def test_the_receipt_of_a_submission_says_everything_that_proves_it() -> None:
    moment = f"{SENT.received_at:%Y-%m-%d %H:%M:%S}"
    assert lines_of(receipt(doubt(2), NOTE, submission=SENT, is_new=True)) == [
        "报送回执",
        "2019年小计划　测〔2019〕1号",
        "",
        "已收下，报送编号 7。",
        "",
        "报送编号：7",
        "报送单位：省新闻出版局〔省版权局〕",
        "报送人：张三",
        f"收到时间：{moment}",
        f"原文件名：{FILE}",
        "存为：省新闻出版局_指标实绩_2019-09_0007.csv",
        "行数：1",
        f"内容指纹（SHA-256）：{'ab' * 32}",
        "种类：指标实绩",
        "",
        "变化",
        "　作品著作权登记量：— → 352 件",
        "",
        "已确认（1 处）",
        "　第2行“填报日期”：填报日期“2019-12-31”晚于收到日期 2019-10-08。请核对。",
        "",
        "说明（1 处）",
        "　按 GBK（GB18030）编码读取。",
    ]


def test_the_text_of_a_refused_file_has_its_first_twenty_lines_and_says_how_many_more_there_are() -> None:
    found = [not_a_number(row, f"值{row}") for row in range(2, 32)]
    lines = lines_of(receipt(*found, rows=0))
    assert lines[3] == "不能收：有 30 处须改正，整份没有计入，原有数据不变。"
    assert lines[5:8] == [f"文件：{FILE}", "单位：省新闻出版局〔省版权局〕", "种类：指标实绩"]
    first = lines.index("须改正（30 处）")
    assert lines[first + 1 : -1] == [f"　{p.message}" for p in found[:20]]
    assert lines[-1] == "　……另有 10 条，见问题清单。"
    assert "变化" not in lines


def test_the_text_of_a_file_of_nobody_names_no_body() -> None:
    unknown = problem("body_unknown", file="x.csv", value="x.csv", nearest="")
    lines = lines_of(Receipt(Reading("x.csv", None, None, [], [unknown]), []))
    assert not [line for line in lines if line.startswith(("单位：", "种类：", "报送编号："))]
    assert "从文件名“x.csv”看不出是哪个单位的报送" in lines[-1]


def test_warnings_of_a_file_that_was_not_sent_are_not_called_confirmed() -> None:
    assert "须确认（1 处）" in lines_of(receipt(doubt(2)))


def test_a_file_from_the_folder_has_no_sender_and_its_own_name() -> None:
    dropped = dict(receipts.submission_words(make_plan(), SENT._replace(by=None, original=None)))
    assert (dropped["报送人"], dropped["原文件名"]) == ("放入文件夹", SENT.file)


def test_a_moment_is_said_to_the_minute() -> None:
    assert receipts.day_and_time(SENT) == "2019年10月8日 09:05"


def test_changes_are_told_as_from_and_to() -> None:
    found = [
        Change("indicator", "copyright-registrations", "actual", 311.0, 352.0),
        Change("indicator", "copyright-registrations", "actual", 300.0, 311.0, period=period_of("2019-08")),
        Change("indicator", "copyright-registrations", "status", "no_data", "on_schedule"),
        Change("task", "1.1.1", "status", "unreported", "completed"),
        Change("agency", "copyright", "current_coverage", None, 0.5),
        Change("plan", "small", "completion_rate", 0.0, 1 / 3),
    ]
    assert receipts.changed(found, MEASURES) == [
        ("作品著作权登记量", "311 件 → 352 件"),
        ("作品著作权登记量 2019-08", "300 件 → 311 件"),
        ("作品著作权登记量 状态", "未报送 → 达序时"),
        ("1.1.1 任务1.1.1的条文", "未报送 → 已完成"),
        ("省新闻出版局 本期报送率", "— → 50.0%"),
        ("任务完成率", "0.0% → 33.3%"),
    ]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("省科技厅_2019-09.csv", "回执_省科技厅_2019-09.txt"),
        ("../../etc/x.csv", "回执_x.txt"),
        ("C:\\报送\\x.v2.csv", "回执_x.v2.txt"),
        ("x", "回执_文件.txt"),
        (".csv", "回执_文件.txt"),
        ("", "回执_文件.txt"),
    ],
)
def test_a_receipt_is_named_after_the_last_part_of_the_files_name(sent: str, kept: str) -> None:
    found = Receipt(Reading(sent, None, None, [], []), [])
    assert receipts.file_name(found, "回执", "txt") == kept
