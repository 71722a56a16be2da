"""One file: whose it is, whether it counts, and what only shows beside the figures that count."""

from __future__ import annotations

from datetime import date

import pytest
from factories import (
    FIGURES_HEADER,
    agency_data,
    csv_bytes,
    figure,
    indicator_data,
    level_data,
    make_plan,
    plan_data,
    progress_bytes,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.board.counting import Counting
from lib.board.doubts import doubts
from lib.intake.reading import Reading, body_of, is_sample, read_file, years_of
from lib.plan.model import Plan
from lib.problems.catalogue import Problem
from lib.rows import Row

PLAN = make_plan()
RECEIVED = date(2019, 12, 31)
NAME = "作品著作权登记量"


def reading_of(*rows: list[str], file: str = "copyright.csv", received: date = RECEIVED) -> Reading:
    """The reading of a file of figures."""
    return read_file(file, csv_bytes(*rows), PLAN, received)


# whose file


@pytest.mark.parametrize(
    ("file", "body"),
    [
        ("省科技厅_2019-09.csv", "science"),
        ("省科技厅.csv", "science"),
        ("science_2019-09.csv", "science"),
        ("SCIENCE.CSV", "science"),
        ("省版权局_2019-09_更正_2.csv", "copyright"),
        ("省新闻出版局〔省版权局〕_2019-09.csv", "copyright"),
        ("省新闻出版局（省版权局）_2019-09.csv", "copyright"),
        ("省新闻出版局[省版权局].csv", "copyright"),
        ("省新闻出版局_2019-09.csv", "copyright"),
        ("示例_省科技厅_2019Q1.csv", "science"),
        ("统筹办_2019-09.csv", "office"),
        ("office.csv", "office"),
        ("省政府知识产权办公会议制度办公室_2019-09.csv", "office"),
        ("../../etc/省科技厅_x.csv", "science"),
    ],
)
def test_a_file_is_of_the_body_its_name_begins_with(file: str, body: str) -> None:
    assert body_of(file, PLAN) == body


def test_the_longest_name_decides() -> None:
    plan = make_plan(
        agencies=[*plan_data()["agencies"], agency_data(id="a", name="甲"), agency_data(id="b", name="甲_乙")]
    )
    assert body_of("甲_乙_2019-09.csv", plan) == "b"
    assert body_of("甲_丙_2019-09.csv", plan) == "a"


@pytest.mark.parametrize(
    "file",
    [
        "省卫生健康委_2019-09.csv",
        "2019-09_省科技厅.csv",
        "省科技厅 (2).csv",
        "示例_.csv",
        ".csv",
        "",
        "../../etc/x.csv",
    ],
)
def test_a_file_of_nobody_is_refused(file: str) -> None:
    found = body_of(file, PLAN)
    assert isinstance(found, Problem)
    assert (found.code, found.file, found.blocking) == ("body_unknown", file, True)


def test_a_misspelt_name_gets_the_nearest() -> None:
    found = body_of("省科枝厅_2019-09.csv", PLAN)
    assert isinstance(found, Problem)
    assert "是不是：省科技厅" in found.message


def test_a_group_sends_no_files() -> None:
    found = body_of("各成员单位_2019-09.csv", PLAN)
    assert isinstance(found, Problem)
    assert found.code == "body_is_group"


@pytest.mark.parametrize(
    ("file", "sample"), [("示例_省科技厅_2019.csv", True), ("省科技厅_示例_2019.csv", False), ("x.csv", False)]
)
def test_a_sample_is_told_by_its_name(file: str, *, sample: bool) -> None:
    assert is_sample(file) is sample


# a whole file


def test_a_good_file_is_accepted_with_its_rows() -> None:
    reading = reading_of([NAME, "2019-09", "352"], [NAME, "2019-08", "311"])
    assert (reading.sender, reading.kind, reading.accepted, reading.needs_confirmation) == (
        "copyright", "figures", True, False,
    )  # fmt: skip
    assert [row.row for row in reading.rows] == [2, 3]
    assert reading.faults == []


def test_a_file_of_progress_is_told_by_its_header() -> None:
    reading = read_file("ipo.csv", progress_bytes(["1.1.1", "", "2019-09", "推进中"]), PLAN, RECEIVED)
    assert (reading.kind, reading.accepted, len(reading.rows)) == ("progress", True, 1)


def test_a_file_is_refused_whole_for_one_fault() -> None:
    reading = reading_of([NAME, "2019-09", "352"], [NAME, "2019-08", "约300"])
    assert not reading.accepted
    assert reading.rows == []
    assert [(p.file, p.row) for p in reading.faults] == [("copyright.csv", 3)]


def test_a_warning_needs_confirmation_and_keeps_the_rows() -> None:
    reading = reading_of([NAME, "三季度", "352"])
    assert (reading.accepted, reading.needs_confirmation, len(reading.rows)) == (True, True, 1)


def test_notes_are_kept_apart_from_faults() -> None:
    reading = reading_of([NAME, "9月", "352"], [NAME, "三季度", "352"])
    assert {p.severity for p in reading.notes} == {"note"}
    assert "note" not in {p.severity for p in reading.faults}
    assert len(reading.notes) + len(reading.faults) == len(reading.problems)


def test_a_file_with_nothing_to_report_is_accepted() -> None:
    reading = reading_of([NAME, "2019-09", ""])
    assert (reading.accepted, reading.rows) == (True, [])


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", csv_bytes(), csv_bytes(header=["a", "b"]), b"PK\x03\x04", csv_bytes(["x"])]
)
def test_every_problem_names_its_file(data: bytes) -> None:
    reading = read_file("copyright.csv", data, PLAN, RECEIVED)
    assert not reading.accepted
    assert {p.file for p in reading.problems} == {"copyright.csv"}


def test_a_note_about_the_encoding_stands_beside_the_faults_of_the_header() -> None:
    reading = read_file("copyright.csv", csv_bytes(header=["指标", "报告期"], encoding="gbk"), PLAN, RECEIVED)
    assert [p.code for p in reading.problems] == ["encoding_noted", "header_incomplete"]


# beside the figures that count


def counting_of(*rows: Row) -> Counting:
    """Rows that count already, of one file."""
    counting = Counting()
    if rows:
        counting.add(Reading("old.csv", "copyright", "figures", list(rows), []))
    return counting


def doubts_of(
    new: dict[str, float], counting: dict[str, float], *, plan: Plan = PLAN, indicator: str = "copyright-registrations"
) -> list[tuple[str, str | None]]:
    """Code and value of the doubts about new figures by period, beside those that count."""
    rows = [figure(indicator=indicator, period=p, value=v, row=n) for n, (p, v) in enumerate(new.items(), 2)]
    there = [figure(indicator=indicator, period=p, value=v, file="old.csv") for p, v in counting.items()]
    reading = Reading("new.csv", "copyright", "figures", list(rows), [])
    found = doubts(reading, plan, counting_of(*there))
    assert {p.file for p in found} <= {"new.csv"}
    return [(p.code, p.value) for p in found]


def test_a_fall_of_a_cumulative_figure_is_a_warning() -> None:
    assert doubts_of({"2019-09": 300}, {"2019-08": 311}) == [("cumulative_falls", "300")]


def test_a_figure_below_which_a_later_one_falls_is_a_warning_too() -> None:
    assert doubts_of({"2019-08": 400}, {"2019-07": 222, "2019-09": 352}) == [("cumulative_falls", "400")]


def test_a_fall_within_one_file_is_a_warning() -> None:
    assert doubts_of({"2019-08": 311, "2019-09": 300}, {}) == [("cumulative_falls", "300")]


def test_a_quarter_is_compared_by_its_last_day() -> None:
    assert doubts_of({"2019Q3": 300}, {"2019-08": 311}) == [("cumulative_falls", "300")]


def test_a_figure_that_stays_or_rises_is_no_warning() -> None:
    assert doubts_of({"2019-09": 311}, {"2019-08": 311}) == []
    assert doubts_of({"2019-09": 352}, {"2019-08": 311}) == []


def test_a_restated_figure_is_compared_with_its_neighbours_and_not_with_itself() -> None:
    assert doubts_of({"2019-08": 300}, {"2019-07": 222, "2019-08": 311, "2019-09": 352}) == []


def test_a_figure_that_counts_already_is_not_warned_of_again() -> None:
    assert doubts_of({"2019-10": 400}, {"2019-07": 222, "2019-08": 200}) == []


@pytest.mark.parametrize(
    ("new", "counting", "found"),
    [
        ({"2019-04": 870}, {"2019-03": 87}, [("value_tenfold", "870")]),
        ({"2019-04": 869}, {"2019-03": 87}, []),
        ({"2019-03": 870}, {"2019-02": 55}, []),  # before April a figure may well grow so
        ({"2019-04": 870}, {"2019-03": 0}, []),
        ({"2019-03": 3}, {"2019-02": 2, "2019-04": 118}, [("value_tenfold", "3")]),
    ],
)
def test_from_april_on_ten_times_the_last_figure_is_a_warning(
    new: dict[str, float], counting: dict[str, float], found: list[tuple[str, str]]
) -> None:
    assert doubts_of(new, counting) == found


def test_a_level_may_fall_and_a_negative_total_too_is_only_warned_of() -> None:
    assert doubts_of({"2019-09": 2}, {"2019-08": 3}, indicator="invention-patents-per-10k") == []
    signed = make_plan(indicators=[level_data(), indicator_data(signed=True)])
    assert doubts_of({"2019-09": -5}, {"2019-08": 3}, plan=signed) == [("cumulative_falls", "−5")]


def test_a_warning_names_both_numbers_and_their_periods() -> None:
    reading = Reading("new.csv", "copyright", "figures", [figure(value=1300, row=4)], [])
    old = figure(period="2019-08", value=1311)
    (found,) = doubts(reading, PLAN, counting_of(old))
    assert (found.row, found.column) == (4, "实际值")
    assert "2019年9月累计 1,300，低于2019年8月的 1,311" in found.message


def test_progress_raises_no_doubts() -> None:
    reading = read_file("ipo.csv", progress_bytes(["1.1.1", "", "2019-09", "推进中"]), PLAN, RECEIVED)
    assert doubts(reading, PLAN, Counting()) == []


# another plan's file


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("2018-09", {2018}),
        ("2018年三季度", {2018}),
        ("２０１８.9", {2018}),
        ("2018-09-30 00:00:00", {2018}),
        ("2018年", {2018}),
        ("9月", set()),
        ("", set()),
        ("约三季度", set()),
        ("2018年完成", set()),
    ],
)
def test_a_file_names_the_years_of_its_periods(period: str, years: set[int]) -> None:
    assert years_of(csv_bytes([NAME, period, "1"])) == years
    assert years_of(csv_bytes([NAME, period, "1"], [NAME, "2019-08", "1"], [NAME, "8月", "1"])) == years | {2019}
    assert years_of(progress_bytes(["1.1.1", "", period, "推进中"])) == years


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", csv_bytes(), csv_bytes(header=["a"]), csv_bytes(["x"])])
def test_a_file_that_cannot_be_read_names_no_year(data: bytes) -> None:
    assert years_of(data) == set()


# any bytes at all

FILES = [
    csv_bytes([NAME, "2019-09", "352", "2019-10-08", "季末核对"], [NAME, "1-8月", "1,311件", "", '引"号']),
    csv_bytes(["每万人口发明专利拥有量", "三季度", "2.86"], ["企业发明专利拥有量占比", "2019/9/1", "60.2%"]),
    progress_bytes(["1.1.2", "省科技厅", "2019-09", "进展滞后", "证明", "问题", "措施", "43746", "一\n二"]),
]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"]


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    """A good file in some encoding, with some of its bytes cut out, doubled or replaced."""
    text = draw(st.sampled_from(FILES)).decode("utf-8-sig")
    data = bytearray(text.encode(draw(st.sampled_from(ENCODINGS)), "replace"))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 12))
        data[at : at + length] = draw(
            st.one_of(
                st.binary(max_size=12),
                st.just(bytes(data[:at])),
                st.sampled_from(
                    [b'"', b"\r", b"\n", b"\0", b";", b"\t", b"sep=;\n", b"\xef\xbb\xbf", b"\xff\xfe", b"#"]
                ),
                st.text(max_size=6).map(lambda s: s.encode("utf-8", "surrogatepass")),
            )
        )
    return bytes(data)


def check_any(file: str, data: bytes) -> None:
    """Whatever the bytes, a file is accepted with its rows or refused with a reason."""
    reading = read_file(file, data, PLAN, RECEIVED)
    assert reading.accepted or reading.rows == []
    assert reading.accepted or reading.faults
    assert all(p.message and p.file == file for p in reading.problems)
    assert {p.file for p in doubts(reading, PLAN, Counting())} <= {file}
    if reading.rows:
        assert years_of(data) <= {2019}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading(data: bytes) -> None:
    check_any("office.csv", data)


@settings(max_examples=200, deadline=None)
@given(damaged_files())
def test_a_damaged_file_gives_a_reading(data: bytes) -> None:
    check_any("office.csv", data)


cells = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"\A[+\-＋]?[0-9０-９]{0,5}[.,，/年\-]?[0-9]{0,4}[%月件万日季]?\Z"),
    st.sampled_from(
        [NAME, "2019-09", "三季度", "0000-01", "9999年", "2019.1", "0.605", "—", "1.1.1", "合计", "1e400", "{x}"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(cells, max_size=6), max_size=6),
    st.sampled_from([FIGURES_HEADER, ("任务", "期间", "状态", "单位")]),
)
def test_any_cells_below_a_good_header_give_a_reading(rows: list[list[str]], header: tuple[str, ...]) -> None:
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [list(header), *rows])
    check_any("office.csv", text.encode("utf-8", "surrogatepass"))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_file_name_gives_a_reading(file: str) -> None:
    reading = read_file(file, FILES[0], PLAN, RECEIVED)
    assert reading.file == file
    assert reading.accepted or reading.faults
