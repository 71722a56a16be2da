"""A file beside the rows that count: what it repeats, and what it would replace."""

from __future__ import annotations

from datetime import date

import pytest
from factories import csv_bytes, figure, indicator_data, make_plan
from factories import progress as progress_row

from lib.board.counting import Counting
from lib.board.doubts import doubts
from lib.intake.reading import Reading, read_file
from lib.periods import read_period
from lib.problems import problem
from lib.rows import Row

PLAN = make_plan()
EARLY, LATE = date(2019, 10, 8), date(2019, 10, 9)


def reading(*rows: Row, file: str = "a.csv", sender: str = "copyright", sha256: str = "") -> Reading:
    """A file with rows that stand in it."""
    return Reading(file, sender, "figures", [row._replace(file=file) for row in rows], [], sha256 or file)


def counting_of(*readings: Reading, batch: int | None = None) -> Counting:
    counting = Counting()
    for each in readings:
        counting.add(each, batch)
    return counting


def replaced(counting: Counting, row: Row) -> str | None:
    """The file of the row that counts for the same."""
    found = counting.replaced_by(row)
    return found and found.file


# what counts


def test_the_later_of_two_files_counts_for_each_row_that_it_has() -> None:
    august, september = figure(period="2019-08", value=311), figure(value=352)
    counting = counting_of(reading(august, september, file="a.csv"), reading(figure(value=360), file="b.csv"))
    assert [replaced(counting, row) for row in (august, september)] == ["a.csv", "b.csv"]
    assert [row.value for row in counting.series("copyright-registrations").values()] == [311, 360]
    assert counting.series("enterprise-patent-share") == {}


def test_a_later_receipt_counts_whatever_the_day_of_reporting() -> None:
    files = reading(figure(reported_on=LATE), file="b.csv"), reading(figure(value=9, reported_on=EARLY), file="a.csv")
    counting = Counting()
    for batch, each in enumerate(files, 1):
        counting.add(each, batch)
    assert replaced(counting, figure()) == "a.csv"
    assert replaced(counting_of(*files), figure()) == "a.csv"


def test_of_rows_received_together_the_later_reported_counts_then_the_later_name() -> None:
    later = reading(figure(reported_on=LATE), file="a.csv")
    sooner = reading(figure(value=9, reported_on=EARLY), file="b.csv")
    assert replaced(counting_of(later, sooner, batch=1), figure()) == "a.csv"
    assert replaced(counting_of(sooner, later, batch=1), figure()) == "a.csv"
    same_day = reading(figure(value=9, reported_on=LATE), file="b.csv")
    assert replaced(counting_of(same_day, later, batch=1), figure()) == "b.csv"


def test_a_row_that_says_what_counts_replaces_nothing_whatever_its_date() -> None:
    first = reading(figure(reported_on=EARLY), file="a.csv")
    assert replaced(counting_of(first, reading(figure(reported_on=LATE), file="b.csv")), figure()) == "a.csv"
    assert older(reading(figure(reported_on=date(2019, 10, 1)), file="b.csv"), counting_of(first)) == []
    noted = reading(figure(reported_on=LATE, note="口径不变"), file="b.csv")
    assert replaced(counting_of(first, noted), figure()) == "b.csv"


def test_a_quarter_and_its_last_month_are_one() -> None:
    assert replaced(counting_of(reading(figure(period="2019Q3"))), figure(period="2019-09")) == "a.csv"


def test_what_nobody_reported_replaces_nothing() -> None:
    counting = counting_of(reading(figure()))
    assert counting.replaced_by(figure(period="2019-08")) is None
    assert counting.replaced_by(progress_row()) is None


# the same


def test_the_same_bytes_of_the_same_body_are_the_same_while_every_row_counts() -> None:
    first = reading(figure(), figure(period="2019-08", value=311), sha256="00")
    assert counting_of(first).same_as(reading(figure(), file="again.csv", sha256="00")) == "a.csv"
    assert counting_of(first).same_as(reading(figure(), file="again.csv", sha256="01")) is None
    assert counting_of(first).same_as(reading(figure(), sender="office", sha256="00")) is None
    partly = counting_of(first, reading(figure(value=353), file="b.csv"))
    assert partly.same_as(reading(figure(), sha256="00")) is None


def test_a_file_that_counts_again_is_the_same_again() -> None:
    first, second = reading(figure(), sha256="00"), reading(figure(value=353), file="b.csv")
    counting = counting_of(first, second, reading(figure(), file="c.csv", sha256="00"))
    assert counting.same_as(reading(figure(), sha256="00")) == "c.csv"
    assert counting_of(first, second).same_as(reading(figure(), sha256="00")) is None


def test_what_reports_nothing_and_what_was_lost_is_the_same_as_nothing() -> None:
    assert counting_of(reading(figure(), sha256="00")).same_as(reading(sha256="00")) is None
    assert counting_of(reading(sha256="00")).same_as(reading(figure(), sha256="00")) is None


# a row reported before what it replaces


def older(new: Reading, counting: Counting, **how: object) -> list[str]:
    return [p.code for p in doubts(new, PLAN, counting, **how)]  # type: ignore[arg-type]


def test_a_row_reported_before_the_one_that_it_replaces_is_a_warning() -> None:
    counting = counting_of(reading(figure(reported_on=LATE)))
    (found,) = doubts(reading(figure(value=360, reported_on=EARLY, row=5), file="b.csv"), PLAN, counting)
    assert (found.code, found.severity, found.file) == ("reported_before_replaced", "confirm", "b.csv")
    assert (found.row, found.column, found.value) == (5, "填报日期", "2019-10-08")
    assert "2019-10-09" in found.message


def test_a_status_reported_before_the_one_that_it_replaces_is_a_warning_too() -> None:
    counting = counting_of(reading(progress_row(reported_on=LATE)))
    new = Reading("b.csv", "ipo", "progress", [progress_row(reported_on=EARLY, status="completed")], [])
    (found,) = doubts(new, PLAN, counting)
    assert (found.code, found.column) == ("reported_before_replaced", "填报日期")


def test_the_same_day_or_a_later_one_or_another_period_is_no_warning() -> None:
    counting = counting_of(reading(figure(reported_on=EARLY)))
    for row in (figure(reported_on=EARLY), figure(reported_on=LATE), figure(period="2019-10", reported_on=EARLY)):
        assert older(reading(row, file="b.csv"), counting) == []


def test_among_files_received_together_the_day_decides_and_is_no_warning() -> None:
    counting = counting_of(reading(figure(reported_on=LATE)), batch=0)
    new = reading(figure(value=360, reported_on=EARLY), file="b.csv")
    assert older(new, counting, batch=0) == []
    assert older(new, counting, batch=1) == older(new, counting) == ["reported_before_replaced"]


# texts that are left out


def statuses(*rows: Row, file: str = "a.csv", sender: str = "ipo") -> Reading:
    return reading(*rows, file=file, sender=sender)._replace(kind="progress")


def test_a_row_that_leaves_out_texts_of_the_one_it_replaces_says_so_once_and_counts() -> None:
    counting = counting_of(statuses(progress_row(status="completed", evidence="黔科通〔2019〕12号", obstacle="资金")))
    new = statuses(progress_row(status="completed", note="已更正", row=5), file="b.csv")
    (found,) = doubts(new, PLAN, counting)
    assert (found.code, found.severity, found.row, found.column) == ("text_left_out", "remind", 5, None)
    assert found.message == (
        "第5行：上次报的佐证材料“黔科通〔2019〕12号”、存在问题“资金”这次空着，收下后不再显示；还要的请照抄。"
    )
    assert new._replace(problems=[found]).counts


def test_a_note_of_a_figure_is_missed_and_what_is_said_otherwise_is_not() -> None:
    counting = counting_of(reading(figure(note="口径不变")))
    assert older(reading(figure(value=360), file="b.csv"), counting) == ["text_left_out"]
    assert older(reading(figure(value=360, note="口径有变"), file="b.csv"), counting) == []
    assert older(reading(figure(value=360, period="2019-10"), file="b.csv"), counting) == []
    assert older(reading(figure(value=360), file="b.csv"), counting_of(reading(figure()))) == []


@pytest.mark.parametrize("status", ["verified", "returned"])
def test_what_the_office_makes_of_a_report_leaves_nothing_out(status: str) -> None:
    counting = counting_of(statuses(progress_row(status="completed", evidence="验收报告")))
    word = statuses(progress_row(status=status, sender="office"), file="office.csv", sender="office")
    assert older(word, counting) == []
    counting.add(statuses(progress_row(status=status, sender="office", obstacle="没有盖章"), sender="office"))
    assert older(statuses(progress_row(status="completed", evidence="验收报告")), counting) == []


def test_among_files_received_together_nothing_is_left_out() -> None:
    counting = counting_of(reading(figure(note="口径不变")), batch=0)
    assert older(reading(figure(value=360), file="b.csv"), counting, batch=0) == []


# a level that grows tenfold

LEVEL = "invention-patents-per-10k"


def level(value: float, period: str = "2019-02") -> Row:
    return figure(indicator=LEVEL, period=period, value=value, sender="ipo")


def test_a_level_that_grows_tenfold_is_asked_about_in_any_month() -> None:
    counting = counting_of(reading(level(2.85, "2019-01"), sender="ipo"))
    assert [p.code for p in doubts(reading(level(28.5), sender="ipo", file="b.csv"), PLAN, counting)] == [
        "value_tenfold"
    ]
    assert doubts(reading(level(28.4), sender="ipo", file="b.csv"), PLAN, counting) == []


def test_a_first_figure_is_compared_with_the_baseline() -> None:
    (asked,) = doubts(reading(level(10_100), sender="ipo"), PLAN, Counting())
    assert asked.code == "value_tenfold"
    assert "基期 2.82" in asked.message


@pytest.mark.parametrize(("value", "codes"), [(2.8, []), (0.3, []), (0.285, ["value_tenth"]), (0, ["value_tenth"])])
def test_a_level_may_fall_but_a_fall_to_a_tenth_is_asked_about(value: float, codes: list[str]) -> None:
    counting = counting_of(reading(level(2.85, "2019-01"), sender="ipo"))
    assert [p.code for p in doubts(reading(level(value), sender="ipo", file="b.csv"), PLAN, counting)] == codes
    from_baseline = doubts(reading(level(value - 0.003), sender="ipo"), PLAN, Counting())
    assert [p.code for p in from_baseline] == codes


@pytest.mark.parametrize(
    ("before", "value", "codes"),
    [
        ("2.86", "0.287", ["value_tenth"]),
        ("2.86", "0.3003", ["value_tenth"]),
        ("2.86", "0.3004", []),
        ("2.86", "0.3", ["value_tenth"]),
        ("2.86", "28.9", ["value_tenfold"]),
        ("2.86", "2.87", []),
    ],
)
def test_a_point_that_slipped_in_a_figure_that_moved_is_asked_about(before: str, value: str, codes: list[str]) -> None:
    def sent(value: str, period: str) -> Reading:
        return read_file("ipo.csv", csv_bytes(["每万人口发明专利拥有量", period, value]), PLAN, LATE)

    found = doubts(sent(value, "2019-09"), PLAN, counting_of(sent(before, "2019-08")))
    assert [p.code for p in found] == codes
    assert [p.severity for p in found] == ["confirm"] * len(codes)
    about = "接近" if float(value) > 0.286 else "不超过"
    for p in found:
        if p.code == "value_tenth":
            assert p.message == (
                f"第2行“实际值”：“每万人口发明专利拥有量”2019年9月为 {value}，{about}2019年8月 2.86 的十分之一。"
                "请核对小数点、单位和百分号。"
            )


def test_a_share_whose_point_slipped_is_asked_about_and_a_rate_that_falls_is_not() -> None:
    share = {"indicator": "enterprise-patent-share", "sender": "ipo"}
    counting = counting_of(reading(figure(value=60.1, period="2019-08", **share), sender="ipo"))
    assert [p.code for p in doubts(reading(figure(value=6.05, **share), sender="ipo"), PLAN, counting)] == [
        "value_tenth"
    ]
    plan = make_plan(indicators=[indicator_data(kind="rate", unit="%", decimals=1)])
    counting = counting_of(reading(figure(value=5.0, period="2019-08")))
    assert doubts(reading(figure(value=0.52)), plan, counting) == []
    assert [p.code for p in doubts(reading(figure(value=0.5)), plan, counting)] == ["value_tenth"]


def test_a_total_that_starts_small_and_grows_is_not_asked_about() -> None:
    year = ["3", "31", "87", "118", "222", "352"]
    rows = [["作品著作权登记量", f"2019-{month:02d}", value] for month, value in enumerate(year, 1)]
    sent = read_file("copyright.csv", csv_bytes(*rows), PLAN, LATE)
    assert len(sent.rows) == len(year)
    assert doubts(sent, PLAN, Counting()) == []


def test_a_fraction_for_a_percentage_is_asked_about_once() -> None:
    share = figure(indicator="enterprise-patent-share", period="2019-02", value=0.602, sender="ipo")
    counting = counting_of(
        reading(share._replace(period=read_period("2019-01", 2019).period, value=60.1), sender="ipo")
    )
    new = reading(share, sender="ipo", file="b.csv")
    asked = problem("share_as_fraction", row=share.row, name="", meant="")
    assert [p.code for p in doubts(new, PLAN, counting)] == ["value_tenth"]
    assert doubts(new._replace(problems=[asked]), PLAN, counting) == []
