"""What a notice says: each number against the measures, and nothing that the data do not say."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from conftest import samples_at
from factories import agency_data, figure, indicator_data, make_plan, measures_of, progress

from lib import formats
from lib.briefing.notice.bulletin import bulletin
from lib.briefing.notice.notice import document_number, drafted, notice
from lib.briefing.notice.paragraphs import Notice, Paragraph, Section, bodies, but_not_all_but_one, clause, tight
from lib.briefing.notice.requirements import as_text, from_text
from lib.briefing.notice.sheet import agency_notice
from lib.briefing.notice.tables import MOST_IN_FULL
from lib.rules.owing import owing
from lib.statuses import TASK_STATUSES

SEPTEMBER = date(2019, 9, 30)
MOMENTS = [date(2019, 1, 15), date(2019, 3, 31), date(2019, 6, 30), SEPTEMBER, date(2019, 12, 31)]


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
        "计划明确任务7项、指标3项。截至2019年9月30日（报送材料收至10月10日），已完成1项，完成率14.3%；"
        "推进中1项，进展滞后1项，年初以来未报送4项。如尚未报送的部分（涉及4项任务）均已完成，完成率为71.4%。9月进展报送率28.6%。"
        "3项指标中，1项符合序时进度，2项年初以来未报送。"
    )
    assert parts == "分部分看，“部分1”6项完成1项，“部分2”1项尚无完成。"


@pytest.mark.parametrize("as_of", MOMENTS, ids=str)
def test_counts_and_rates_are_those_of_the_measures(as_of: date) -> None:
    measures = samples_at(as_of)
    s = measures.summary
    whole, *parts = section(notice(measures), "overall").text.split("\n")
    if not any(s.by_status[status] for status in TASK_STATUSES if status != "unreported"):
        assert "各项任务均尚未报送进展" in whole
        return
    words = {"not_started": "尚未启动", "unreported": "年初以来未报送"}
    for key, look in TASK_STATUSES.items():
        assert look.is_done or (f"{words.get(key, look.short)}{s.count(key)}项" in whole) is (s.count(key) > 0)
    assert f"任务{s.total}项" in whole
    done = f"已完成{s.completed}项（其中核实销号{s.count('verified')}项）" if s.completed else "尚无任务完成"
    assert done in whole
    shares = [
        *([s.completion_rate] if s.completed else []),
        s.completion_high,
        *([s.current_coverage] if measures.current else []),
    ]
    assert re.findall(r"[\d.]+%", whole) == [formats.percent(share) for share in shares]
    assert (f"到期未完成{s.overdue}项" in whole) is (s.overdue > 0)
    each = [f"“{p.title}”{measures.parts[p.id].total}项" for p in measures.plan.parts]
    assert all(part in "".join(parts) for part in each) is (s.completed > 0)


def test_of_a_part_there_are_two_numbers() -> None:
    said = section(notice(samples_at(SEPTEMBER)), "overall").text.split("\n")[1]
    assert len(re.findall(r"\d+项", said)) == 2 * len(samples_at(SEPTEMBER).plan.parts)


def test_before_the_first_period_ends_nobody_is_said_to_owe() -> None:
    said = notice(measures_of(as_of=date(2019, 1, 15)))
    assert "首个报告期尚未结束。" in section(said, "overall").text
    assert section(said, "problems").text == "截至2019年1月15日，未发现指标落后、任务滞后逾期等问题。"
    assert section(said, "next").text == "请各责任单位于12月31日前完成各项任务，2月10日前报送1月进展。"


# 主要成效


def test_what_was_finished_stands_with_whose_it_is() -> None:
    measures = measures_of(
        figure(value=352),
        progress(task="1.1.1", status="verified", sender="office"),
        progress(task="1.1.2", agency="ipo", status="completed", evidence="有"),
        progress(task="1.1.2", agency="science", status="completed", evidence="有"),
        progress(task="2.1.1", agency="members", sender="office", status="verified"),
    )
    assert section(notice(measures), "achievements").text.split("\n") == [
        "（一）部分指标进展较好。作品著作权登记量1—9月累计352件，为目标的88.0%，快于序时进度13.2个百分点（省新闻出版局）。",
        "（二）部分任务已经完成。经核实销号2项：省知识产权局“任务1.1.1的条文”（1.1.1）；各成员单位“任务2.1.1的条文”（2.1.1）。"
        "另有1项责任单位已报告完成，有待核实。",
        "（三）部分单位全面完成。各成员单位承担的任务已全部完成。",
    ]


def test_where_all_is_finished_nothing_is_said_in_part() -> None:
    done = [
        progress(task="1.1.1", sender="office", status="verified"),
        progress(task="2.1.1", agency="members", sender="office", status="verified"),
    ]
    said = notice(measures_of(*done, tasks={"1.1.1": ["ipo"], "2.1.1": ["members"]}, indicators=[]))
    assert section(said, "overall").text == (
        "计划明确任务2项。截至2019年9月30日（报送材料收至10月10日），已全部完成，均经核实销号。9月进展已全部报送。"
    )
    assert section(said, "achievements").text == "2项任务全部经核实销号（见附件1）。"
    assert section(said, "next").text == "各项任务已经完成，请各责任单位巩固成效，11月10日前报送10月进展。"


def test_where_nothing_is_finished_there_is_no_such_section() -> None:
    assert headings(notice(measures_of()))[:3] == ["一、总体情况", "二、存在问题", "三、下一步工作要求"]


# 存在问题


def test_problems_stand_worst_first_each_task_once() -> None:
    tasks = {
        "1.1.1": {"agencies": ["ipo"], "due": date(2019, 6, 30)},
        "1.1.2": ["ipo", "science"],
        "1.1.3": ["ipo"],
        "1.1.4": ["copyright"],
        "1.2.1": ["science"],
        "1.2.2": ["education"],
    }
    measures = measures_of(
        figure(value=100),
        progress(task="1.1.1", status="delayed"),
        progress(task="1.1.2", agency="ipo", status="delayed"),
        progress(task="1.1.2", agency="science", status="in_progress"),
        progress(task="1.1.3", status="not_started"),
        progress(task="1.2.1", agency="science", status="completed", reported_on=date(2019, 10, 15)),
        tasks=tasks,
        indicators=[indicator_data()],
    )
    assert section(notice(measures), "problems").text.split("\n") == [
        "（一）指标进度落后。作品著作权登记量1—9月累计100件，为目标的25.0%，低于序时进度49.8个百分点（省新闻出版局）。",
        "（二）任务进展滞后。进展滞后1项：省知识产权局“任务1.1.2的条文”（1.1.2）。另有1项尚未启动（1.1.3）。",
        "（三）任务逾期未完成。应于6月30日前完成的任务中，1项尚未完成：省知识产权局“任务1.1.1的条文”（1.1.1）。",
        "（四）进展报送不及时。9月进展应于10月10日前报送，截至10月15日，省教育厅1项仍未报送（见附件3）。"
        "上述1项年初以来从未报送。",
        "（五）佐证材料不全。省科技厅（任务1.2.1）报告任务完成，未附佐证材料。",
    ]


def test_what_was_never_reported_is_counted_as_what_is_owed_is_and_as_the_annex_counts_it() -> None:
    said = notice(samples_at(SEPTEMBER))
    assert (
        "省知识产权局（6项）等13家单位共27项仍未报送（见附件3）。其中13项年初以来从未报送（有4项任务各责任单位均未报送）。"
    ) in section(said, "problems").text
    bodies, owed = section(said, "annex-agencies").tables
    assert (bodies.columns[5], owed.columns[2]) == ("9月欠报", "欠报的指标和任务")
    never = [cell.partition("其中")[2] or cell for cell in texts(owed, 2) if "年初以来未报送" in cell]
    assert sum(len(re.findall(r"\d\.\d\.\d", cell)) for cell in never) == 13


def test_the_bound_names_the_number_that_gives_it() -> None:
    # 4 tasks have no report at all; of 5 nothing reported speaks against completion: (13 + 5) ÷ 42.
    assert samples_at(SEPTEMBER).summary.undecided == 5
    assert (
        "如尚未报送的部分（涉及5项任务）均已完成，完成率为42.9%。"
        in section(notice(samples_at(SEPTEMBER)), "overall").text
    )


def test_nobody_is_late_before_the_due_day() -> None:
    said = notice(measures_of(progress(), known_by=date(2019, 10, 8)))
    assert "报送不及时" not in section(said, "problems").text
    assert "（一）按时报送进展" not in section(said, "next").text
    assert "于10月10日前报送9月进展" in section(said, "next").text


def test_a_single_problem_is_not_numbered() -> None:
    said = section(notice(measures_of(*ALL_REPORTED, figure(value=100))), "problems").text
    assert said == "作品著作权登记量1—9月累计100件，为目标的25.0%，低于序时进度49.8个百分点（省新闻出版局）。"


def test_a_broken_ceiling_is_said_as_offices_say_it() -> None:
    ceiling = indicator_data(direction="lower", target=90)
    said = section(notice(measures_of(figure(value=100), indicators=[ceiling])), "problems").text
    assert "指标未达目标。作品著作权登记量1—9月累计100件，已超过控制目标90件，超出10件（省新闻出版局）。" in said


def test_where_nothing_is_wrong_one_sentence_says_so() -> None:
    said = notice(measures_of(*ALL_REPORTED))
    assert section(said, "problems").text == "截至2019年9月30日，未发现指标落后、任务滞后逾期等问题。"
    assert section(said, "next").text == "请各责任单位于12月31日前完成其余任务，11月10日前报送10月进展。"


# 下一步工作要求


def test_requirements_follow_from_the_problems_with_bodies_and_days() -> None:
    measures = measures_of(
        figure(value=100, reported_on=date(2019, 10, 12)),
        progress(task="1.1.1", status="completed"),
        progress(task="1.1.2", agency="ipo", status="delayed"),
        progress(task="1.1.2", agency="science"),
        progress(task="1.2.1", agency="ipo"),
    )
    assert section(notice(measures), "next").text.split("\n") == [
        "（一）抓紧补报进展。请省知识产权局、省科技厅、省教育厅、各成员单位于11月10日前补报9月进展。",
        "（二）加快整改滞后事项。请省新闻出版局、省知识产权局对落后指标、滞后任务逐项查明原因、明确整改措施，"
        "于11月10日前书面报告，确保12月31日前完成。",
        "（三）补充佐证材料。请省知识产权局于11月10日前补充任务1.1.1的佐证材料，以便核实销号。",
    ]


def test_after_the_last_due_day_of_a_year_the_day_is_left_to_a_person() -> None:
    said = notice(measures_of(progress(), as_of=date(2019, 12, 31), known_by=date(2020, 1, 20)))
    assert "于\u3000\u3000月\u3000\u3000日前补报12月进展" in section(said, "next").text


def test_a_person_may_write_the_requirements_and_nothing_else() -> None:
    measures = samples_at(SEPTEMBER)
    asked = from_text(f"{as_text(drafted(measures))}\n\n  强化调度。每月5日前会商。\n请遵照执行")
    said = notice(measures, asked)
    assert section(said, "next").text.split("\n")[-2:] == ["（四）强化调度。每月5日前会商。", "（五）请遵照执行"]
    assert said.is_edited
    assert not notice(measures).is_edited
    assert said.sections[:2] == notice(measures).sections[:2]
    assert said.annexes == notice(measures).annexes
    assert notice(measures, drafted(measures)).sections == notice(measures).sections
    assert section(notice(measures, ()), "next").text == "（请填写）"


BOARD_WORDS = re.compile(r"知悉|上限|数据滞后|达序时|自报|欠报|本期|任务分工|None|nan")


@pytest.mark.parametrize("as_of", MOMENTS, ids=str)
def test_the_text_has_no_words_of_the_board_and_no_list_of_one(as_of: date) -> None:
    measures = samples_at(as_of)
    papers = [notice(measures), bulletin(measures), *(agency_notice(measures, b) for b in measures.plan.bodies)]
    for said in papers:
        for one in said.sections:
            assert not BOARD_WORDS.search(one.text), one.text
            assert ("（一）" in one.text) is ("（二）" in one.text)


@pytest.mark.parametrize("count", [1, 4, 60])
def test_the_text_stays_short_however_much_is_wrong(count: int) -> None:
    ids = [f"b{n}" for n in range(count)]
    agencies = [agency_data(id=id, name=f"省第{n}号名称较长的厅局委员会") for n, id in enumerate(ids)]
    tasks = {
        f"1.{n + 1}.1": {"agencies": [id], "text": f"第{n}项任务的一段相当长而没有逗号的条文"}
        for n, id in enumerate(ids)
    }
    rows = [progress(task=f"1.{n + 1}.1", agency=id, status="delayed") for n, id in enumerate(ids) if n % 3]
    said = notice(measures_of(*rows, tasks=tasks, agencies=agencies, groups=[], indicators=[]))
    lines = sum(-(-len(p.lead + p.text) // 26) for s in said.sections for p in s.blocks if isinstance(p, Paragraph))
    assert lines <= 45


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
        "根据各责任单位报送情况，现将《2019年小计划》（黔府知办〔2019〕1号）推进情况通报如下。"
    )
    assert notice(measures_of(preamble=["为贯彻落实……"])).addressee == ""


@pytest.mark.parametrize("document", ["测字第1号", "〔2019〕1号", "关于印发计划的通知"])
def test_a_number_of_another_form_leaves_blanks_only(document: str) -> None:
    assert document_number(make_plan(document=document)) == "〔\u3000\u3000〕\u3000\u3000号"


def test_at_the_end_of_a_year_the_year_of_signing_is_blank_too() -> None:
    assert notice(measures_of(as_of=date(2019, 12, 31))).signed == "\u3000\u3000年\u3000\u3000月\u3000\u3000日"


def test_the_last_line_holds_source_rule_dates_and_check_code() -> None:
    measures = samples_at(SEPTEMBER)
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
    measures = samples_at(SEPTEMBER)
    plan, said = measures.plan, notice(measures)
    assert [one.heading for one in said.annexes] == [
        "附件1\u3000指标进展情况",
        "附件2\u3000任务进展情况",
        "附件3\u3000责任单位完成和报送情况",
        "附件4\u3000各单位所报存在问题和下一步措施",
    ]
    assert texts(section(said, "annex-indicators").tables[0], 1) == [f"{i.name}（{i.unit}）" for i in plan.indicators]
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
    measures = samples_at(as_of)
    papers = [notice(measures), *(agency_notice(measures, body) for body in measures.plan.bodies)]
    tables = [table for said in papers for one in said.all_sections for table in one.tables]
    assert len(tables) >= len(measures.plan.bodies) > 0
    for table in tables:
        assert {len(row) for row in table.rows} <= {len(table.columns)}
        assert len(table.widths) == len(table.columns)
        assert sum(table.widths) == pytest.approx(1, abs=0.011)


@pytest.mark.parametrize("as_of", MOMENTS[1:], ids=str)
def test_all_that_is_owed_stands_in_an_annex(as_of: date) -> None:
    measures = samples_at(as_of)
    table = section(notice(measures), "annex-agencies").tables[1]
    owed = {measures.plan.name_of(one.body): one for one in owing(measures)}
    assert set(texts(table, 0)) == set(owed)
    for name, count, what in ([cell.text for cell in row] for row in table.rows):
        assert int(count) == owed[name].total
        assert set(re.findall(r"\d\.\d\.\d", what)) == set(owed[name].tasks)
        assert all(measures.plan.indicators_by_id[id].name in what for id in owed[name].indicators)


def test_what_was_never_reported_and_what_the_office_reports_is_said_of_what_is_owed() -> None:
    measures = measures_of(progress(task="1.1.2", agency="science", period="2019-08"), progress(), figure(value=300))
    assert texts(section(notice(measures), "annex-agencies").tables[1], 2) == [
        "指标“每万人口发明专利拥有量”；指标“企业发明专利拥有量占比”；任务1.1.2、1.2.1；年初以来未报送",
        "任务1.1.2、1.2.1；其中任务1.2.1年初以来未报送",
        "任务1.2.1；年初以来未报送",
        "任务2.1.1；年初以来未报送（由我办统一填报）",
    ]


def test_without_indicators_their_annex_is_left_out_and_the_others_are_referred_to_rightly() -> None:
    said = notice(measures_of(indicators=[], known_by=date(2019, 10, 20), as_of=SEPTEMBER))
    assert headings(said)[3] == "附件1\u3000任务进展情况"
    late = notice(measures_of(progress(reported_on=date(2019, 10, 20)), indicators=[]))
    assert "仍未报送（见附件2）" in section(late, "problems").text
    assert section(late, "annex-agencies").annex == "附件2"


# 督办单


def test_the_sheet_of_an_agency_word_for_word() -> None:
    measures = measures_of(
        progress(task="1.1.2", agency="science", status="delayed", obstacle="等待批复", next_step="催办"), sample=True
    )
    said = agency_notice(measures, "science")
    assert said.title == "《2019年小计划》督办单"
    assert (said.number, said.signed, said.annexes, said.is_sheet, said.sample) == ("", "", (), True, True)
    assert (said.addressee, said.file_name) == ("省科技厅：", "示例_督办单_省科技厅_截至2019-09-30")
    assert said.sections[0].text.split("\n") == [
        "依据《2019年小计划》（测〔2019〕1号），你单位承担任务2项。截至2019年9月30日，尚无任务完成；进展滞后1项，年初以来未报送1项。"
        "9月进展应于10月10日前报送，截至10月10日尚有1项未报送。现就2项事项予以督办，请于11月10日前书面反馈办理情况。",
        "督办事项（2项）",
        "签收",
    ]
    pressed, receipt = said.sections[0].tables
    assert [[cell.text for cell in row] for row in pressed.rows] == [
        [
            "1.1.2",
            "任务1.1.2的条文。",
            "进展滞后",
            "等待批复；催办",
            "明确整改措施，按期完成",
            "11月10日前报措施，12月31日前完成",
        ],
        ["1.2.1", "任务1.2.1的条文。", "9月欠报（年初以来未报送）", "", "补报9月进展", "11月10日前"],
    ]
    assert receipt.columns == ("签发单位", "签发日期", "签收人", "签收日期", "联系电话")


def test_an_order_has_its_clauses_in_full_and_what_is_cut_elsewhere_says_so() -> None:
    measures = samples_at(SEPTEMBER)
    pressed, others, _ = agency_notice(measures, "ipo").sections[0].tables
    clauses = {id: task.text for id, task in measures.plan.tasks.items()}
    assert all(row[1].text == clauses[row[0].text] for row in pressed.rows[1:])  # the first is of an indicator
    in_brief = {row[0].text: row[1].text for row in others.rows}
    assert all(text.endswith("…") or text == clauses[id].rstrip("。") for id, text in in_brief.items())
    assert in_brief["2.1.3"] == "围绕知识产权的热点、难点问题，启动实施一批知识产权战略研究…"
    assert clause(measures.plan, "3.1.3") == "“通过对知识产权案件审理，贯彻落实知识产权侵权惩罚性赔偿制度”（3.1.3）"


def test_up_to_six_are_named_and_nothing_stands_for_a_single_one() -> None:
    said = notice(samples_at(SEPTEMBER))
    assert (
        "进展滞后4项：省知识产权局“推动商标注册便利化改革”（1.3.3）、省大数据局“推广运用‘新一代专利信息检…”（2.1.2）、"
        "省地方金融监管局“拓展知识产权投融资渠道”（2.2.4）、省发展改革委“将相关单位推送的知识产权侵…”（3.2.1）。"
        "另有3项尚未启动（2.2.2、2.3.2、3.2.4）。"
    ) in section(said, "problems").text
    assert "进展滞后4项（1.3.3、2.1.2、2.2.4、3.2.1）。" in bulletin(samples_at(SEPTEMBER)).sections[0].text
    asked = "请省知识产权局、省大数据局、省地方金融监管局、省发展改革委对落后指标、滞后任务"
    assert asked in section(said, "next").text


def test_of_each_task_it_is_said_whether_it_was_reported_for_the_period() -> None:
    measures = samples_at(SEPTEMBER)
    words = {row[0].text: row[4].text for t in section(notice(measures), "annex-tasks").tables for row in t.rows}
    assert (words["1.1.2"], words["1.1.3"], words["2.3.3"]) == ("无须再报", "欠报", "已报")
    assert [id for id, word in words.items() if word == "欠报"] == [t.task for t in measures.tasks.values() if t.owes]
    others = agency_notice(measures, "ipo").sections[0].tables[1]
    assert others.columns[4] == "9月报送"
    assert set(texts(others, 4)) == {"无须再报", "已报"}


def test_the_sheet_of_an_owner_holds_its_indicators() -> None:
    said = agency_notice(measures_of(*ALL_REPORTED), "copyright").sections[0]
    assert "负责的指标：作品著作权登记量1—9月累计352件，为目标的88.0%" in said.text
    assert "9月进展应于10月10日前报送，已报齐。目前没有需要督办的事项。" in said.text
    assert "每万人口" not in said.text
    behind = agency_notice(measures_of(*ALL_REPORTED, figure(value=100)), "copyright").sections[0].tables[0]
    assert [cell.text for cell in behind.rows[0]] == [
        "1.1.4", "作品著作权登记量（作品著作权登记量400件）", "低于序时进度", "", "查明原因，明确追赶措施", "11月10日前",
    ]  # fmt: skip


@pytest.mark.parametrize("as_of", MOMENTS, ids=str)
def test_every_body_has_a_sheet_on_which_each_of_its_tasks_stands_once(as_of: date) -> None:
    measures = samples_at(as_of)
    assert measures.plan.bodies
    for body in measures.plan.bodies:
        said = agency_notice(measures, body)
        *tables, _ = said.sections[0].tables
        own = [a.task for a in measures.assignments_of[body]]
        assert sorted(task for table in tables for task in texts(table, 0)) == sorted(own)
        assert said.is_small is (len(own) > MOST_IN_FULL)


def test_before_the_first_period_a_sheet_says_nothing_of_what_is_owed() -> None:
    said = agency_notice(measures_of(as_of=date(2019, 1, 15)), "ipo").sections[0].text
    assert "补报" not in said
    assert "目前没有需要督办的事项" in said


# 月度快报


def test_the_bulletin_says_the_same_without_annexes() -> None:
    measures = samples_at(SEPTEMBER)
    said = bulletin(measures)
    assert said.title == "《2019年知识产权强省建设推进计划》推进情况月度快报（2019年9月）"
    assert said.file_name == "示例_月度快报_截至2019-09-30"
    assert said.sections[0].text.split("\n")[1] == section(notice(measures), "overall").text.split("\n")[0]
    assert "附件" not in said.sections[0].text
    december = bulletin(samples_at(date(2019, 12, 31))).sections[0].text
    assert re.search(r"（\d\.\d\.\d）等。", december)
    assert "附件" not in december
    assert texts(said.sections[0].tables[0], 1)[0].startswith("每万人口发明专利拥有量8月为2.86件")


# whatever comes


@pytest.mark.parametrize("as_of", [date(2018, 6, 1), date(2019, 1, 1), SEPTEMBER, date(2030, 1, 1)])
def test_without_any_data_a_notice_still_stands(as_of: date) -> None:
    measures = measures_of(as_of=as_of)
    said = notice(measures)
    assert "各项任务均尚未报送进展" in section(said, "overall").text
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
    assert f"{name}“任务1.1.1的条文”（1.1.1）" in section(said, "problems").text
    assert texts(section(said, "annex-reports").tables[0], 3) == [f"{'问题' * 99}问…"]
    assert "指标名称" * 30 + "1—9月累计1件" in section(said, "problems").text
    assert name in texts(section(said, "annex-agencies").tables[0], 0)


def test_what_agencies_write_is_quoted_as_text() -> None:
    said = notice(measures_of(progress(status="delayed", obstacle="=cmd|' /C calc'!A0<script>", next_step="{0}%s")))
    (row,) = section(said, "annex-reports").tables[0].rows
    assert [cell.text for cell in row[3:]] == ["=cmd|' /C calc'!A0<script>", "{0}%s"]


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


def test_where_nobody_reported_a_task_is_not_said_to_be_unfinished_and_all_bodies_are_not_listed() -> None:
    tasks = {f"1.1.{n}": [body] for n, body in enumerate(["ipo"] * 5, 1)}
    said = "\n".join(s.text for s in notice(measures_of(as_of=None, tasks=tasks, indicators=[])).sections)
    assert "5项尚未报告完成" in said
    assert "尚未完成" not in said
    one_reported = measures_of(
        progress(task="1.1.1", status="in_progress"), as_of=date(2019, 12, 31), tasks=tasks, indicators=[]
    )
    assert "5项尚未完成" in "\n".join(s.text for s in notice(one_reported).sections)


def test_all_bodies_are_not_listed_and_never_a_single_one_is_left_out() -> None:
    plan = samples_at(SEPTEMBER).plan
    assert bodies(plan, list(plan.bodies), 3) == "各责任单位"
    assert bodies(plan, list(plan.bodies)[:3], 1).endswith("等3家单位")
    assert bodies(plan, list(plan.bodies)[:3], 2).count("、") == 2
    assert [but_not_all_but_one(2, count) for count in (1, 2, 3, 4, 9)] == [1, 2, 3, 2, 2]
    for day in MOMENTS:
        each = [one.text for one in notice(samples_at(day)).sections if one.key in ("achievements", "problems")]
        assert not re.search(r"其余1项见附件1", "\n".join(each))
