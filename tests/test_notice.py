"""What a notice says: each number against the measures, and nothing that the data do not say."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

import pytest
from conftest import SAMPLES, SHIPPED_PLAN
from factories import agency_data, figure, indicator_data, make_plan, measures_of, progress

from lib import formats
from lib.board.board import Board
from lib.briefing.notice.notice import agency_notice, document_number, notice
from lib.briefing.notice.paragraphs import Notice, Section, tight
from lib.briefing.notice.sections import BLANK, MOST_STEPS, reported_steps
from lib.briefing.notice.tables import MOST_IN_FULL
from lib.rules.measures import Measures
from lib.rules.owing import owing
from lib.statuses import TASK_STATUSES
from lib.store.folder.store import FolderStore

SEPTEMBER = date(2019, 9, 30)
MOMENTS = [date(2019, 1, 15), date(2019, 3, 31), date(2019, 6, 30), SEPTEMBER, date(2019, 12, 31)]


@cache
def shipped(as_of: date) -> Measures:
    return Board(SHIPPED_PLAN, FolderStore(SAMPLES, record=False)).measures(as_of)


def section(said: Notice, key: str) -> Section:
    return next(one for one in said.all_sections if one.key == key)


def headings(said: Notice) -> list[str]:
    return [one.heading for one in said.all_sections if one.heading]


def texts(table: Any, column: int) -> list[str]:
    return [row[column].text for row in table.rows]


def everything(said: Notice) -> str:
    """All that is to be read, cell by cell."""
    cells = (c.text for s in said.all_sections for t in s.tables for row in t.rows for c in row)
    return "\n".join([said.title, said.number, said.addressee, *(s.text for s in said.all_sections), *cells])


ALL_REPORTED = [
    figure(indicator="copyright-registrations", value=352),
    figure(indicator="invention-patents-per-10k", value=2.89),
    figure(indicator="enterprise-patent-share", value=61),
    *(
        progress(
            task=task, agency=body, sender="office" if body == "members" else body, status="completed", evidence="有"
        )
        for task, body in [
            ("1.1.1", "ipo"),
            ("1.1.2", "ipo"),
            ("1.1.2", "science"),
            ("1.2.1", "education"),
            ("1.2.1", "science"),
            ("1.2.1", "ipo"),
            ("2.1.1", "members"),
        ]
    ),
]
"""Everything is reported for September, and nothing is behind."""


# 总体情况


def test_the_overall_situation_word_for_word() -> None:
    measures = measures_of(
        progress(task="1.1.1", status="completed"),
        progress(task="1.1.2", status="delayed"),
        figure(value=352),
    )
    whole, parts = section(notice(measures), "overall").text.split("\n")
    # 1.1.4 carries the figure and is on its way; 1.1.3, 1.1.5, 1.2.1, 2.1.1 have nothing at all.
    assert whole == (
        "截至2019年9月30日，7项任务中，已销号0项、已完成（自报）1项、推进中1项、进展滞后1项、未启动0项、未报送4项。"
        "共完成1项，任务完成率14.3%，若尚未报送的任务分工均已完成，最高为71.4%。"
        "报送率42.9%，本期（2019年9月）报送率28.6%，本期尚未报全的任务5项。没有逾期任务。"
    )
    assert parts == (
        "截至2019年9月30日，分部分看："
        "第一部分“部分1”6项，完成1项，完成率16.7%（若未报送的都已完成，为66.7%），报送率50.0%，本期报送率33.3%；"
        "第二部分“部分2”1项，完成0项，完成率0.0%（若未报送的都已完成，为100.0%），报送率0.0%，本期报送率0.0%。"
    )


@pytest.mark.parametrize("as_of", MOMENTS, ids=str)
def test_counts_and_rates_are_those_of_the_measures(as_of: date) -> None:
    measures = shipped(as_of)
    s = measures.summary
    whole, parts = section(notice(measures), "overall").text.split("\n")
    for key, look in TASK_STATUSES.items():
        assert f"{look.word}{s.count(key)}项" in whole
    assert f"{s.total}项任务中" in whole
    assert re.search(r"共完成(\d+)项", whole)[1] == str(s.completed)  # type: ignore[index]
    shares = [s.completion_rate, s.completion_high, s.coverage]
    shares += [s.current_coverage] if measures.current else []
    assert re.findall(r"[\d.]+%", whole) == [formats.percent(share) for share in shares]
    assert ("没有逾期任务" in whole) is (s.overdue == 0)
    assert s.overdue == 0 or f"（逾期）{s.overdue}项" in whole
    sentences = parts.split("；")
    assert len(sentences) == len(measures.plan.parts)
    for part, sentence in zip(measures.plan.parts, sentences, strict=True):
        rates = measures.parts[part.id]
        shares = [rates.completion_rate, rates.completion_high, rates.coverage]
        shares += [rates.current_coverage] if measures.current else []
        assert part.title in sentence
        assert f"{rates.total}项，完成{rates.completed}项" in sentence
        assert re.findall(r"[\d.]+%", sentence) == [formats.percent(share) for share in shares]


def test_before_the_first_period_ends_nobody_is_said_to_owe() -> None:
    said = notice(measures_of(as_of=date(2019, 1, 15)))
    assert "尚未到第一个报告期，不计本期报送率" in section(said, "overall").text
    assert section(said, "problems").text == "截至2019年1月15日，没有逾期、进展滞后或低于序时进度的情况。"
    assert "欠报" not in section(said, "overall").text


# 指标进展


def test_indicators_word_for_word() -> None:
    measures = measures_of(
        figure(indicator="invention-patents-per-10k", period="2019-08", value=2.86, sender="ipo"),
        figure(value=352),
        figure(indicator="enterprise-patent-share", value=58.5, sender="ipo"),
    )
    assert section(notice(measures), "indicators").text.split("\n") == [
        "（一）每万人口发明专利拥有量。2019年8月为2.86件，距目标差0.04件，低于序时进度16.6个百分点。目标值不低于2.9件，"
        "进度50.0%，序时进度66.6%，状态为低于序时。尚无2019年9月的数据（数据滞后）。"
        "依据：任务1.1.3“全省每万人口发明专利拥有量达到2.9件”；责任单位：省知识产权局。",
        "（二）作品著作权登记量。2019年1—9月累计为352件，为目标的88.0%，快于序时进度13.2个百分点。目标值不低于400件，"
        "进度88.0%，序时进度74.8%，状态为达序时。依据：任务1.1.4“作品著作权登记量400件”；"
        "责任单位：省新闻出版局〔省版权局〕。",
        "（三）企业发明专利拥有量占比。2019年9月为58.5%，距目标差1.5个百分点。目标值不低于60%；"
        "没有基期值，进度无从计算，暂不判序时，状态为尚未达标（暂不判序时）。"
        "依据：任务1.1.5“企业发明专利拥有量占全省发明专利总量的比重达60%以上”；责任单位：省知识产权局。",
    ]


def test_an_indicator_without_a_figure_says_so() -> None:
    first = section(notice(measures_of()), "indicators").text.split("\n")[0]
    assert first.startswith("（一）每万人口发明专利拥有量。尚无报送。目标值不低于2.9件，状态为未报送。")


def test_without_indicators_the_section_and_its_annex_are_left_out() -> None:
    said = notice(measures_of(indicators=[]))
    assert headings(said)[:3] == ["一、总体情况", "二、存在问题", "三、下一步"]
    assert headings(said)[3] == "附表1\u3000任务进展情况"


# 存在问题


def test_what_is_owed_stands_by_agency_with_the_due_day() -> None:
    measures = measures_of(progress(task="1.1.2", agency="science", period="2019-08"), progress(), figure(value=300))
    said = section(notice(measures), "problems").text.split("\n")
    assert said[:2] == [
        "（一）未报送",
        "2019年9月进展应于2019年10月10日前报送，以下3家单位和各成员单位欠报8项。任务1.1.3、1.1.5、1.2.1、2.1.1尚无任何单位报送。",
    ]
    assert said[2:6] == [
        "1.省知识产权局4项（指标“每万人口发明专利拥有量”；指标“企业发明专利拥有量占比”；任务1.1.2、1.2.1；任务均尚未报送过）。",
        "2.省科技厅2项（任务1.1.2、1.2.1；其中任务1.2.1尚未报送过）。",
        "3.省教育厅1项（任务1.2.1；任务尚未报送过）。",
        "4.各成员单位1项（任务2.1.1；任务尚未报送过，由我办统一填报）。",
    ]


@pytest.mark.parametrize("as_of", MOMENTS[1:], ids=str)
def test_all_that_is_owed_is_named(as_of: date) -> None:
    measures = shipped(as_of)
    said = section(notice(measures), "problems").text
    owed = owing(measures)
    count = sum(len(one.indicators) + len(one.tasks) for one in owed)
    agencies = sum(one.body not in measures.plan.groups_by_id for one in owed)
    group = "和各成员单位" * (agencies < len(owed))
    assert f"以下{agencies}家单位{group}欠报{count}项" in said
    for one in owed:
        line = next(
            line for line in said.split("\n") if re.match(rf"\d+\.{measures.plan.name_of(one.body)}\d+项", line)
        )
        assert set(re.findall(r"\d\.\d\.\d", line)) == set(one.tasks)
        assert all(measures.plan.indicators_by_id[id].name in line for id in one.indicators)


def test_delayed_and_overdue_stand_by_agency_with_the_words_reported() -> None:
    tasks = {
        "1.1.1": {"agencies": ["ipo"], "due": date(2019, 6, 30)},
        "1.1.2": ["ipo", "science"],
        "1.1.3": {"agencies": ["ipo"], "due": date(2019, 6, 30)},
    }
    measures = measures_of(
        progress(task="1.1.1", status="in_progress", obstacle="经费\n未到位。"),
        progress(task="1.1.2", agency="ipo", status="delayed", obstacle="等待批复"),
        progress(task="1.1.2", agency="science", status="delayed"),
        progress(task="1.1.3", status="delayed", obstacle="人手不足", period="2019-07"),
        tasks=tasks,
        indicators=[],
    )
    assert section(notice(measures), "problems").text.split("\n") == [
        "（一）未报送",
        "2019年9月进展应于2019年10月10日前报送，以下1家单位欠报1项。",
        "1.省知识产权局1项（任务1.1.3）。",
        "（二）逾期",
        "截至2019年9月30日，2项任务到期未完成，均应于2019年6月30日完成，涉及1家单位。",
        "1.省知识产权局2项：任务1.1.1、1.1.3。所报存在问题：1.1.1“经费 未到位”。",
        "（三）进展滞后",
        "1.省知识产权局2项：任务1.1.2（任务1.1.2的条文）、1.1.3（任务1.1.3的条文）。"
        "所报存在问题：1.1.2“等待批复”；1.1.3“人手不足”（2019年7月报）。",
        "2.省科技厅1项：任务1.1.2（任务1.1.2的条文）。",
    ]


def test_due_days_that_differ_stand_with_the_tasks() -> None:
    tasks = {f"1.1.{n}": {"agencies": ["ipo"], "due": date(2019, 5 + n, 1)} for n in (1, 2)}
    said = section(notice(measures_of(tasks=tasks, indicators=[])), "problems").text
    assert "2项任务到期未完成，涉及1家单位。" in said
    assert "1.省知识产权局2项：任务1.1.1应于2019年6月1日完成；任务1.1.2应于2019年7月1日完成。" in said


def test_an_indicator_that_is_behind_is_a_problem() -> None:
    said = section(notice(measures_of(*ALL_REPORTED, figure(value=100))), "problems").text
    assert said == (
        "（一）低于序时进度\n1.省新闻出版局〔省版权局〕：任务1.1.4，作品著作权登记量100件，为目标的25.0%，"
        "低于序时进度49.8个百分点（2019年1—9月累计）。"
    )


def test_a_broken_ceiling_is_a_problem_of_its_own_name() -> None:
    ceiling = indicator_data(direction="lower", target=90)
    said = section(notice(measures_of(figure(value=100), indicators=[ceiling])), "problems").text
    assert "）未达标\n1.省新闻出版局〔省版权局〕：任务1.1.4，作品著作权登记量100件，已突破上限90件，超出10件" in said


def test_obstacles_of_what_is_not_delayed_and_completions_without_evidence_are_named() -> None:
    rows = [
        *ALL_REPORTED,
        progress(task="1.1.1", status="completed"),
        progress(task="1.1.2", agency="science", status="not_started", obstacle="人员未定"),
    ]
    assert section(notice(measures_of(*rows)), "problems").text.split("\n") == [
        "（一）自报完成未附佐证材料",
        "省知识产权局（任务1.1.1）。",
        "（二）单位报送的其他问题",
        "1.省科技厅：任务1.1.2（任务1.1.2的条文）未启动，“人员未定”。",
    ]


def test_where_nothing_is_wrong_one_sentence_says_so() -> None:
    said = notice(measures_of(*ALL_REPORTED))
    assert section(said, "problems").text == "截至2019年9月30日，没有欠报、逾期、进展滞后或低于序时进度的情况。"


# 下一步


def test_next_steps_are_those_of_what_needs_attention_first_each_once() -> None:
    measures = measures_of(
        progress(task="1.1.1", next_step="按季调度。"),
        progress(task="1.1.2", agency="ipo", status="delayed", next_step="加快审批"),
        progress(task="1.2.1", agency="ipo", next_step="按季调度"),
        progress(task="1.1.2", agency="science", status="completed", evidence="有", next_step="不再列出"),
    )
    said = section(notice(measures), "next").text.split("\n")
    assert said == [
        "（一）各单位所报措施",
        "1.省知识产权局：加快审批（任务1.1.2）；按季调度（任务1.2.1）。",
        "（二）工作要求",
        BLANK,
    ]


def test_many_next_steps_are_left_to_the_annex() -> None:
    tasks = {f"1.1.{n}": ["ipo"] for n in range(1, 31)}
    rows = [progress(task=task, next_step=f"措施{task}") for task in tasks]
    said = notice(measures_of(*rows, tasks=tasks, indicators=[]))
    text = section(said, "next").text
    assert text.count("措施1.") == MOST_STEPS
    assert f"其余{30 - MOST_STEPS}条见附表3。" in text
    assert section(said, "annex-reports").heading.startswith("附表3")
    assert texts(section(said, "annex-reports").tables[0], 4) == [f"措施{task}" for task in tasks]


def test_without_next_steps_only_the_blank_is_left() -> None:
    assert section(notice(measures_of()), "next").text == f"（一）工作要求\n{BLANK}"


@pytest.mark.parametrize("as_of", MOMENTS, ids=str)
def test_every_step_reported_stands_in_the_annex(as_of: date) -> None:
    measures = shipped(as_of)
    annex = [s for s in notice(measures).annexes if s.key == "annex-reports"]
    listed = {(row[1].text, row[4].text.split("（2019")[0]) for s in annex for row in s.tables[0].rows}
    assert {(step.task, step.text) for step in reported_steps(measures)} <= listed


# head, foot, annexes


def test_title_number_addressee_and_signature_leave_to_a_person_what_is_not_known() -> None:
    preamble = ["各有关单位：", "为贯彻落实……"]
    said = notice(measures_of(*ALL_REPORTED, preamble=preamble, document="黔府知办〔2019〕1号"))
    assert said.title == "关于《2019年小计划》推进情况的通报"
    assert said.number == "黔府知办〔\u3000\u3000〕\u3000\u3000号"
    assert said.addressee == "各有关单位："
    assert said.office == "省政府知识产权办公会议制度办公室"
    assert said.signed == "2019年\u3000\u3000月\u3000\u3000日"
    assert said.dates == "数据截至2019年9月30日，知悉截至2019年10月10日"
    assert section(said, "opening").text == (
        "根据各责任单位报送的数据，现将《2019年小计划》（黔府知办〔2019〕1号）推进情况通报如下"
        "（数据截至2019年9月30日，知悉截至2019年10月10日）。"
    )
    assert notice(measures_of(preamble=["为贯彻落实……"])).addressee == ""


@pytest.mark.parametrize("document", ["测字第1号", "〔2019〕1号", "关于印发计划的通知"])
def test_a_number_of_another_form_leaves_blanks_only(document: str) -> None:
    assert document_number(make_plan(document=document)) == "〔\u3000\u3000〕\u3000\u3000号"


def test_at_the_end_of_a_year_the_year_of_signing_is_blank_too() -> None:
    assert notice(measures_of(as_of=date(2019, 12, 31))).signed == "\u3000\u3000年\u3000\u3000月\u3000\u3000日"


def test_the_last_line_holds_source_rule_dates_and_check_code() -> None:
    measures = shipped(SEPTEMBER)
    line = notice(measures).last_line
    assert line.startswith("数据来源：各责任单位报送（示例数据，非真实进展）；数据截至2019年9月30日，知悉截至")
    assert "口径：任务完成率 =" in line
    assert line.endswith(f"校验码：{measures.check_code}。")


def test_a_notice_says_whether_its_data_are_invented() -> None:
    assert notice(measures_of(progress(), sample=True)).sample
    assert notice(measures_of(progress(), sample=True)).file_name == "示例_通报_截至2019-09-30"
    real = notice(measures_of(progress()))
    assert not real.sample
    assert real.file_name == "通报_截至2019-09-30"
    assert "示例" not in everything(real) + real.last_line


def test_annexes_hold_every_indicator_task_and_agency() -> None:
    measures = shipped(SEPTEMBER)
    plan, said = measures.plan, notice(measures)
    assert [one.heading for one in said.annexes] == [
        "附表1\u3000指标进展情况",
        "附表2\u3000任务进展情况",
        "附表3\u3000责任单位完成和报送情况",
        "附表4\u3000各单位所报存在问题和下一步措施",
    ]
    assert texts(section(said, "annex-indicators").tables[0], 1) == [i.name for i in plan.indicators]
    tables = section(said, "annex-tasks").tables
    assert [id for table in tables for id in texts(table, 0)] == list(plan.tasks)
    assert [text for table in tables for text in texts(table, 1)] == [task.text for task in plan.tasks.values()]
    looks = [row[3].look for table in tables for row in table.rows]
    assert looks == [TASK_STATUSES[task.status] for task in measures.tasks.values()]
    bodies = section(said, "annex-agencies").tables[0]
    assert texts(bodies, 0) == [plan.name_of(body) for body in plan.bodies]
    for row, rates in zip(bodies.rows, measures.bodies.values(), strict=True):
        counts = (rates.total, rates.completed, rates.count("verified"), rates.overdue, rates.owing)
        shares = (rates.completion_rate, rates.completion_high, rates.coverage, rates.current_coverage)
        assert [cell.text for cell in row[1:]] == [*map(str, counts), *map(formats.percent, shares)]


@pytest.mark.parametrize("as_of", MOMENTS, ids=str)
def test_tables_are_as_wide_as_their_columns(as_of: date) -> None:
    measures = shipped(as_of)
    papers = [notice(measures), *(agency_notice(measures, body) for body in measures.plan.bodies)]
    tables = [table for said in papers for one in said.all_sections for table in one.tables]
    assert len(tables) >= len(measures.plan.bodies) > 0
    for table in tables:
        assert {len(row) for row in table.rows} <= {len(table.columns)}
        assert len(table.widths) == len(table.columns)
        assert sum(table.widths) == pytest.approx(1, abs=0.011)


# the sheet of one agency


def test_the_sheet_of_an_agency_word_for_word() -> None:
    measures = measures_of(
        progress(task="1.1.2", agency="science", status="delayed", obstacle="等待批复", next_step="催办"), sample=True
    )
    said = agency_notice(measures, "science")
    assert said.title == "《2019年小计划》省科技厅推进情况"
    assert (said.number, said.signed, said.annexes, said.is_sheet, said.sample) == ("", "", (), True, True)
    assert said.file_name == "示例_单页_省科技厅_截至2019-09-30"
    assert said.sections[0].text.split("\n") == [
        "完成和报送情况。截至2019年9月30日，任务分工2项，共完成0项，任务完成率0.0%，若尚未报送的任务分工均已完成，"
        "最高为50.0%。报送率50.0%，本期（2019年9月）报送率50.0%。没有逾期任务。",
        "欠报情况。2019年9月进展应于2019年10月10日前报送，欠报1项（任务1.2.1；任务尚未报送过）。",
        "任务分工2项",
    ]
    (table,) = said.sections[0].tables
    assert texts(table, 0) == ["1.1.2", "1.2.1"]
    assert texts(table, 5) == ["等待批复；催办", ""]


def test_the_sheet_of_an_owner_holds_its_indicators() -> None:
    said = agency_notice(measures_of(*ALL_REPORTED), "copyright").sections[0].text
    assert "作品著作权登记量。2019年1—9月累计为352件，为目标的88.0%" in said
    assert "本期不欠报。" in said
    assert "每万人口" not in said


def test_every_body_has_a_sheet_with_all_its_assignments() -> None:
    measures = shipped(SEPTEMBER)
    assert measures.plan.bodies
    for body in measures.plan.bodies:
        (table,) = agency_notice(measures, body).sections[0].tables
        own = measures.assignments_of[body]
        assert texts(table, 0) == [a.task for a in own]
        in_full = [measures.plan.tasks[a.task].text for a in own]
        assert (texts(table, 1) == in_full) is (len(own) <= MOST_IN_FULL)


def test_before_the_first_period_a_sheet_says_nothing_of_what_is_owed() -> None:
    assert "欠报" not in agency_notice(measures_of(as_of=date(2019, 1, 15)), "ipo").sections[0].text


# whatever comes


@pytest.mark.parametrize("as_of", [date(2018, 6, 1), date(2019, 1, 1), SEPTEMBER, date(2030, 1, 1)])
def test_without_any_data_a_notice_still_stands(as_of: date) -> None:
    measures = measures_of(as_of=as_of)
    said = notice(measures)
    assert "未报送7项" in section(said, "overall").text
    assert [len(t.rows) for t in section(said, "annex-tasks").tables] == [6, 1]
    assert "None" not in everything(said)
    assert "nan" not in everything(said)
    for body in measures.plan.bodies:
        assert "None" not in everything(agency_notice(measures, body))


def test_long_names_and_long_reports_stand_in_full_or_end_in_an_ellipsis() -> None:
    name, long = "省" + "很长的名称" * 20, "问题" * 500
    agencies = [agency_data(name=name), *(agency_data(id=i, name=i) for i in ("copyright", "science", "education"))]
    indicators = [indicator_data(name="指标名称" * 30)]
    measures = measures_of(
        progress(status="delayed", obstacle=long), figure(value=1), agencies=agencies, indicators=indicators
    )
    said = notice(measures)
    assert f"{name}1项：任务1.1.1" in section(said, "problems").text
    assert f"“{'问题' * 99}问…”" in section(said, "problems").text
    assert "（一）" + "指标名称" * 30 + "。2019年1—9月累计为1件" in section(said, "indicators").text
    assert name in texts(section(said, "annex-agencies").tables[0], 0)


def test_what_agencies_write_is_quoted_as_text() -> None:
    said = notice(measures_of(progress(status="delayed", obstacle="=cmd|' /C calc'!A0<script>", next_step="{0}%s")))
    assert "“=cmd|' /C calc'!A0<script>”" in section(said, "problems").text
    assert "{0}%s（任务1.1.1）" in section(said, "next").text


@pytest.mark.parametrize(
    ("loose", "as_printed"),
    [
        ("42 项任务完成 13 项", "42项任务完成13项"),
        ("目标 ≥ 2.9 件", "目标≥2.9件"),
        ("已达 60% 的目标", "已达60%的目标"),
        ("低于 −0.5 个百分点", "低于−0.5个百分点"),
        ("352 km 和 7 ℃", "352 km 和7 ℃"),
    ],
)
def test_no_space_stands_between_a_number_and_chinese(loose: str, as_printed: str) -> None:
    assert tight(loose) == as_printed
