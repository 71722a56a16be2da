"""The CSV that a body fills in: what stands in it, and that the reader takes it as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import agency_data, figure, indicator_data, make_plan, period_of, progress
from tables import of_every

from lib.board.form import own_assignments, own_indicators, period_cell
from lib.board.templates import default_period, file_name, kinds_of, name_for, template
from lib.errors import TemplateError
from lib.intake.reading import Reading, body_of, read_file
from lib.periods import half_year, month, periods_of_year, quarter, read_period, whole_year
from lib.plan.file import load_plan
from lib.plan.model import Plan
from lib.rows import COLUMNS, KIND_WORDS, FigureRow, Kind, ProgressRow, Rows, says_the_same, title
from lib.rules.measures import Measures, measure

SHIPPED = load_plan(Path(__file__).resolve().parent.parent / "data" / "plan_2019.yaml")
SEPTEMBER = period_of("2019-09")
YEAR_OVER = date(2019, 12, 31)
KINDS: list[Kind] = ["figures", "progress"]
QUARTERLY: dict[str, Any] = {"reporting": {"frequency": "quarterly", "due_day": 10}}


def measures_of(
    plan: Plan, *, figures: Sequence[FigureRow] = (), reports: Sequence[ProgressRow] = (), as_of: date | None = None
) -> Measures:
    return measure(plan, Rows(list(figures), list(reports)), as_of)


def filled_in(measures: Measures, body: str, kind: Kind, period: str = "2019-09") -> list[dict[str, str]]:
    """The rows of a template by column."""
    text = template(measures, body, kind, period_of(period)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read(measures: Measures, body: str, kind: Kind, period: Any, received: date = YEAR_OVER) -> Reading:
    """What the reader says of a template that comes back as it is."""
    plan = measures.plan
    return read_file(file_name(plan, body, kind, period), template(measures, body, kind, period), plan, received)


# what the reader says of it

SENDERS = [agency.id for agency in SHIPPED.agencies] + [SHIPPED.office.id]


@of_every([(body, kind) for body in SENDERS for kind in KINDS], least=56)
def test_a_template_comes_back_with_nothing_but_notes(body: str, kind: Kind) -> None:
    measures = measures_of(SHIPPED)
    if kind not in kinds_of(SHIPPED, body):
        with pytest.raises(TemplateError):
            template(measures, body, kind, SEPTEMBER)
        return
    for period in periods_of_year(2019, "monthly"):
        reading = read(measures, body, kind, period, received=period.end)
        assert (reading.sender, reading.kind, reading.faults, reading.rows) == (body, kind, [], [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_quarterly_template_is_taken_without_the_question_for_a_single_quarter(kind: Kind) -> None:
    measures = measures_of(make_plan(**QUARTERLY))
    for period in periods_of_year(2019, "quarterly"):
        assert read(measures, "copyright" if kind == "figures" else "ipo", kind, period).faults == []


def test_what_is_filled_in_counts_for_the_period() -> None:
    measures = measures_of(make_plan())
    data = template(measures, "science", "progress", SEPTEMBER).replace(
        "2019年9月,,".encode(), "2019年9月,推进中,".encode()
    )
    reading = read_file(file_name(measures.plan, "science", "progress", SEPTEMBER), data, measures.plan, YEAR_OVER)
    assert [(row.key, row.sender) for row in reading.rows] == [
        (("1.1.2", "science", SEPTEMBER.end), "science"),
        (("1.2.1", "science", SEPTEMBER.end), "science"),
    ]


def test_the_offices_template_reports_for_the_group() -> None:
    measures = measures_of(make_plan())
    data = template(measures, "office", "progress", SEPTEMBER).replace(
        "2019年9月,,".encode(), "2019年9月,推进中,".encode()
    )
    reading = read_file(file_name(measures.plan, "office", "progress", SEPTEMBER), data, measures.plan, YEAR_OVER)
    assert [(row.key, row.sender) for row in reading.rows] == [(("2.1.1", "members", SEPTEMBER.end), "office")]


# columns


@pytest.mark.parametrize(
    ("body", "kind", "left_out", "beside"),
    [
        ("copyright", "figures", set(), "单位"),
        ("ipo", "progress", {"agency"}, "任务内容"),
        ("office", "progress", set(), "任务内容"),
    ],
)
def test_the_columns_are_those_that_are_read_then_what_is_said_beside_them(
    body: str, kind: Kind, left_out: set[str], beside: str
) -> None:
    known = [title(kind, column) for column in COLUMNS[kind] if column not in left_out]
    assert list(filled_in(measures_of(make_plan()), body, kind)[0]) == [*known, beside, "上期"]


def test_a_template_begins_with_a_bom_and_its_lines_end_as_in_windows() -> None:
    data = template(measures_of(make_plan()), "copyright", "figures", SEPTEMBER)
    assert data == (
        "\ufeff指标,报告期,实际值,填报日期,说明,单位,上期\r\n作品著作权登记量,2019年9月,,,,件,\r\n".encode()
    )


def test_what_is_to_be_reported_is_blank_and_what_was_reported_last_stands_beside_it() -> None:
    measures = measures_of(
        make_plan(),
        figures=[figure(period="2019-08", value=340), figure(period="2019-08", value=352)],
        reports=[progress(period="2019-07", status="in_progress"), progress(period="2019-08", status="completed")],
    )
    (registrations,) = filled_in(measures, "copyright", "figures")
    assert (registrations["实际值"], registrations["上期"]) == ("", "352（2019年8月）")
    tasks = {row["任务编号"]: row for row in filled_in(measures, "ipo", "progress")}
    assert (tasks["1.1.1"]["状态"], tasks["1.1.1"]["上期"]) == ("", "已完成（2019年8月）")
    assert tasks["1.1.2"]["上期"] == ""


def test_a_period_that_was_reported_already_is_filled_with_what_counts_and_says_the_same_again() -> None:
    reports = [
        progress(status="in_progress"),
        progress(status="delayed", obstacle="场地没有落实", note="=1"),
        progress(task="1.1.2", status="completed"),
        progress(task="1.1.2", status="verified", sender="office"),
    ]
    figures = [figure(value=352.25, note="含补登")]
    measures = measures_of(make_plan(), figures=figures, reports=reports)
    (registrations,) = filled_in(measures, "copyright", "figures")
    assert (registrations["实际值"], registrations["说明"], registrations["填报日期"]) == ("352.25", "含补登", "")
    tasks = {row["任务编号"]: row for row in filled_in(measures, "ipo", "progress")}
    assert (tasks["1.1.1"]["状态"], tasks["1.1.1"]["存在问题"]) == ("进展滞后", "场地没有落实")
    assert tasks["1.1.2"]["状态"] == "已完成"  # that the office verified is not for a body to say
    assert [says_the_same(row, figures[0]) for row in read(measures, "copyright", "figures", SEPTEMBER).rows] == [True]
    assert says_the_same(read(measures, "ipo", "progress", SEPTEMBER).rows[0], reports[1])


def test_a_figure_is_shown_to_its_printed_step() -> None:
    rows = [figure(indicator="invention-patents-per-10k", period="2019-08", value=2.8, sender="ipo")]
    before = {row["指标"]: row["上期"] for row in filled_in(measures_of(make_plan(), figures=rows), "ipo", "figures")}
    assert before == {"每万人口发明专利拥有量": "2.80（2019年8月）", "企业发明专利拥有量占比": ""}


def test_a_text_that_a_spreadsheet_would_run_is_defused() -> None:
    plan = make_plan(tasks={"1.1.1": {"agencies": ["ipo"], "text": "=1+1"}}, indicators=[])
    assert filled_in(measures_of(plan), "ipo", "progress")[0]["任务内容"] == "'=1+1"


# which rows


def test_a_body_reports_its_own_indicators_and_its_tasks_without_indicators() -> None:
    plan = make_plan()
    assert [i.id for i in own_indicators(plan, "ipo")] == ["invention-patents-per-10k", "enterprise-patent-share"]
    assert [a.task for a in own_assignments(plan, "ipo")] == ["1.1.1", "1.1.2", "1.2.1"]


def test_every_assignment_without_indicators_stands_in_exactly_one_template() -> None:
    rows = [assignment for body in SENDERS for assignment in own_assignments(SHIPPED, body)]
    assert sorted(rows) == sorted(a for a in SHIPPED.assignments if a.task not in SHIPPED.indicators_of)


def test_a_listed_member_reports_its_groups_tasks_once_and_the_office_does_not() -> None:
    groups = [agency_data(id="members", name="各成员单位", members=["ipo", "science"])]
    tasks = {"1.1.1": ["ipo", "members"], "1.1.2": ["members"], "1.1.3": ["science"]}
    plan = make_plan(tasks=tasks, groups=groups, indicators=[])
    assert [a.task for a in own_assignments(plan, "ipo")] == ["1.1.1", "1.1.2"]
    assert [a.task for a in own_assignments(plan, "science")] == ["1.1.1", "1.1.2", "1.1.3"]
    assert own_assignments(plan, "office") == []
    for body in ("ipo", "science"):
        assert read(measures_of(plan), body, "progress", SEPTEMBER).faults == []


def test_an_indicator_of_a_group_without_members_stands_in_the_offices_template() -> None:
    plan = make_plan(indicators=[indicator_data(owner="members")])
    assert kinds_of(plan, "office") == KINDS
    assert read(measures_of(plan), "office", "figures", SEPTEMBER).faults == []


# where there is none


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        ("members", "progress", "“各成员单位”不单独报送，由省政府知识产权办公会议制度办公室填报。"),
        ("science", "figures", "“省科技厅”没有要报的指标实绩。请下载任务进展的模板。"),
        ("copyright", "progress", "“省新闻出版局〔省版权局〕”没有要报的任务进展。请下载指标实绩的模板。"),
        ("nobody", "progress", "计划里没有单位“nobody”。"),
    ],
)
def test_where_there_is_no_template_the_text_says_what_to_choose(body: str, kind: Kind, said: str) -> None:
    with pytest.raises(TemplateError) as raised:
        template(measures_of(make_plan()), body, kind, SEPTEMBER)
    assert str(raised.value).startswith(said)


def test_a_group_with_members_is_reported_by_them() -> None:
    plan = make_plan(groups=[agency_data(id="members", name="各成员单位", members=["ipo"])])
    with pytest.raises(TemplateError, match="由各成员单位填报"):
        template(measures_of(plan), "members", "progress", SEPTEMBER)


def test_a_body_without_anything_to_report_is_told_so() -> None:
    plan = make_plan(tasks={"1.1.1": ["ipo"]}, indicators=[])
    with pytest.raises(TemplateError, match="没有自己要报的内容"):
        template(measures_of(plan), "science", "progress", SEPTEMBER)


# periods

ALL_PERIODS = [
    *(month(2019, n) for n in range(1, 13)),
    *(quarter(2019, n) for n in range(1, 5)),
    half_year(2019),
    whole_year(2019),
]


@pytest.mark.parametrize("period", ALL_PERIODS, ids=str)
def test_a_period_is_read_back_as_the_same_without_a_doubt(period: Any) -> None:
    cell = read_period(period_cell(period), 2019)
    assert cell.period == period
    assert not cell.one_or_ten
    assert not cell.single_quarter


def test_a_quarter_is_written_as_all_since_january() -> None:
    assert [period_cell(quarter(2019, n)) for n in range(1, 5)] == [
        "2019年一季度",
        "2019年前两季度",
        "2019年前三季度",
        "2019年前四季度",
    ]


@pytest.mark.parametrize(
    ("reported", "today", "chosen"),
    [
        ("2019-08", date(2019, 10, 5), "2019-09"),
        ("2019-09", date(2019, 9, 26), "2019-09"),
        ("2019-08", date(2019, 9, 26), "2019-08"),
        ("2019-08", date(2019, 8, 31), "2019-08"),
        (None, date(2019, 3, 5), "2019-02"),
        (None, date(2019, 1, 5), "2019-01"),
        (None, date(2018, 12, 5), "2019-01"),
        ("2019-09", date(2020, 1, 5), "2019-12"),
        ("2019-09", date(2020, 2, 5), "2019-09"),
    ],
)
def test_the_default_is_the_last_period_that_may_be_reported(reported: str | None, today: date, chosen: str) -> None:
    rows = [progress(period=reported)] if reported else []
    assert default_period(measures_of(make_plan(), reports=rows), today).text == chosen


def test_the_default_of_a_quarterly_plan_is_a_quarter() -> None:
    assert default_period(measures_of(make_plan(**QUARTERLY)), date(2019, 8, 5)).text == "2019Q2"


# file names


@of_every([(body, kind) for body in SENDERS for kind in KINDS], least=56)
def test_a_file_name_is_read_back_as_its_body(body: str, kind: Kind) -> None:
    name = file_name(SHIPPED, body, kind, SEPTEMBER)
    assert body_of(name, SHIPPED) == body
    assert name == f"{SHIPPED.name_of(body)}_{KIND_WORDS[kind]}_2019-09.csv"


@pytest.mark.parametrize(
    ("name", "aliases", "begins"),
    [
        ("甲/乙局", ["甲:乙", "甲乙局"], "甲乙局_"),
        ("甲|乙局", [], "ipo_"),
        ("示例_局", ["示例局"], "示例局_"),
        ("~$局", [], "ipo_"),
        ("甲_乙局", [], "甲_乙局_"),
    ],
)
def test_a_name_that_is_not_fit_for_a_file_gives_way_to_another(name: str, aliases: list[str], begins: str) -> None:
    plan = make_plan(agencies=[agency_data(name=name, aliases=aliases)], tasks={"1.1.1": ["ipo"]}, indicators=[])
    file = name_for(plan, "ipo", "任务进展_2019-09")
    assert file.startswith(begins)
    assert body_of(file, plan) == "ipo"
