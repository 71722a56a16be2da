from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from conftest import samples_at
from factories import figure, indicator_data, measures_of, progress

from lib.briefing import slide_of, steps
from lib.briefing.content import Briefing, brief, dates
from lib.briefing.notice.notice import notice
from lib.briefing.notice.paragraphs import deadline
from lib.briefing.slides import Block, MonthChart, Slide, StackedBars, Table, TableCell, Text
from lib.briefing.tables import LINES, lines_of_table, pages
from lib.periods import month
from lib.rules.attention import needs_attention
from lib.rules.measures import Measures, measure
from lib.rules.owing import owing
from lib.statuses import DONE, TARGET, TASK_STATUSES

SEPTEMBER = date(2019, 9, 30)


def blocks(slides: Iterator[Slide] | tuple[Slide, ...], kind: type) -> list[Block]:
    return [block for slide in slides for _, row in slide.rows for _, block in row if isinstance(block, kind)]


def slide(briefing: Briefing, key: str) -> Slide:
    return next(s for s in briefing.slides if s.key == key)


def words(briefing: Briefing) -> str:
    said = [w for s in briefing.slides for w in (s.title, s.meta, *s.notes)]
    said += [cell.text for table in blocks(briefing.slides, Table) for row in table.rows for cell in row]
    said += [sentence for text in blocks(briefing.slides, Text) for sentence in text.sentences]
    return "\n".join(said)


def test_the_deck_has_its_slides_in_order(samples: Measures) -> None:
    keys = [s.key.rstrip("-23456789") for s in brief(samples).slides]
    indicators = [f"indicator-{i.id}".rstrip("-23456789") for i in samples.plan.indicators]
    main = ["cover", "overview", *indicators, "bodies", "attention", "trend", "next", "method"]
    annex = ["parts-table", "completion", "attention-rest", "owing"]
    assert list(dict.fromkeys(keys)) == main + annex
    assert len(main) == 10
    assert [s.is_annex for s in brief(samples).slides] == [False] * 10 + [True] * (len(keys) - 10)
    assert all(s.title.startswith("附：") == s.is_annex for s in brief(samples).slides)


def test_keys_are_stable_ascii_and_each_is_used_once(samples: Measures) -> None:
    keys = [s.key for s in brief(samples).slides]
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and key == key.lower() for key in keys)


def test_the_bars_of_the_overview_are_the_counts_of_the_parts(samples: Measures) -> None:
    (bars,) = blocks((slide(brief(samples), "overview"),), StackedBars)
    assert [name.split("　")[1] for name in bars.categories] == ["61.5%", "12.5%", "11.1%", "50.0%"]
    for n, part in enumerate(samples.plan.parts):
        assert {one.look.key: one.values[n] for one in bars.series} == {
            key: samples.parts[part.id].count(key) for key in TASK_STATUSES if samples.summary.count(key)
        }


def test_a_plan_of_one_part_shows_the_plan_itself() -> None:
    found = brief(measures_of(progress(task="1.1.1"), tasks={"1.1.1": ["ipo"]}, indicators=[]))
    (bars,) = blocks((slide(found, "overview"),), StackedBars)
    assert bars.categories == ("全部任务　0.0%",)


def test_the_trend_says_how_the_rate_moved_and_its_columns_are_the_counts_at_the_end_of_each_period(
    samples: Measures,
) -> None:
    shown = slide(brief(samples), "trend")
    assert shown.title == "任务完成率由1月末的 0.0% 升到9月末的 31.0%"
    (bars,), (table,) = blocks((shown,), StackedBars), blocks((shown,), Table)
    counts = {series.look.key: series.values for series in bars.series}
    # The last month is the moment's own; what has not been yet is empty.
    assert {k: values[8:] for k, values in counts.items()} == {
        k: (samples.summary.count(k), None, None, None) for k in TASK_STATUSES if samples.summary.count(k)
    }
    june = measure(samples.plan, samples.rows, date(2019, 6, 30), samples.known_by)
    assert {k: values[5] for k, values in counts.items()} == {k: june.summary.count(k) for k in counts}
    assert len(table.rows) == 9
    assert [cell.text for cell in table.rows[5]] == ["6月", "11.9%", "69.0%", "2 项"]


def test_one_period_is_no_trend_and_a_rate_that_stays_is_said_to(samples: Measures) -> None:
    first = brief(measure(samples.plan, samples.rows, date(2019, 1, 31)))
    assert not [s for s in first.slides if s.key == "trend"]
    second = brief(measure(samples.plan, samples.rows, date(2019, 2, 28)))
    assert slide(second, "trend").title == "任务完成率1月末为 0.0%，2月末仍为 0.0%"


def test_the_overview_says_what_changed_since_the_period_before(samples: Measures) -> None:
    (table,) = blocks((slide(brief(samples), "overview"),), Table)
    assert table.columns == ("与8月相比", "变化")
    assert [cell.text for cell in table.rows[0]] == ["任务完成率", "26.2% → 31.0%"]
    first = measure(samples.plan, samples.rows, date(2019, 1, 31))
    assert not blocks((slide(brief(first), "overview"),), Table)


def test_the_bars_of_the_bodies_are_sorted_by_what_is_open_and_the_others_are_one_line(samples: Measures) -> None:
    shown = slide(brief(samples), "bodies")
    (bars,), (rest,) = blocks((shown,), StackedBars), blocks((shown,), Text)
    left = [r.total - r.completed for r in samples.bodies.values()]
    done = [s.look.key in DONE for s in bars.series]
    columns = zip(*(s.values for s in bars.series), strict=True)
    held = [sum(v for v, is_done in zip(column, done, strict=True) if v and not is_done) for column in columns]
    assert held == sorted(left, reverse=True)[:12]
    assert len(bars.categories) == 12
    assert shown.title == "省知识产权局 18 项任务分工未完成，占全部未完成 66 项的 27.3%"
    assert sum(left) == 66
    assert rest.sentences == ("其余15 家和各成员单位共 19 项任务分工，完成 4 项，未完成 15 项。",)
    assert sum(left) - sum(held) == 15


def test_an_indicators_slide_has_every_reported_period_and_the_target(samples: Measures) -> None:
    briefing = brief(samples)
    assert samples.indicators
    for id, standing in samples.indicators.items():
        (chart,) = blocks((slide(briefing, f"indicator-{id}"),), MonthChart)
        reported = {row.period.end.month: row.value for row in standing.series}
        assert chart.actual.values == tuple(reported.get(n) for n in range(1, 13))
        assert chart.categories == tuple(f"{n}月" for n in range(1, 13))
        (target,) = [line for line in chart.lines if line.look is TARGET]
        assert set(target.values) == {standing.indicator.target}


def test_the_axis_of_a_level_is_cut_and_says_so_and_that_of_a_sum_begins_at_nought(samples: Measures) -> None:
    briefing = brief(samples)
    level, total = (
        slide(briefing, "indicator-invention-patents-per-10k"),
        slide(briefing, "indicator-copyright-registrations"),
    )
    (cut,), (whole,) = blocks((level,), MonthChart), blocks((total,), MonthChart)
    assert (cut.low, cut.high, cut.step) == (2.8, 2.92, 0.02)
    assert "纵轴从 2.8 起（已截断）" in level.meta
    assert (whole.low, whole.as_columns) == (0.0, True)
    assert "截断" not in total.meta


def test_the_lines_of_an_indicator_are_those_of_its_rule(samples: Measures) -> None:
    (chart,) = blocks((slide(brief(samples), "indicator-invention-patents-per-10k"),), MonthChart)
    lines = {line.look.key: line for line in chart.lines}
    assert {key: line.name for key, line in lines.items()} == {
        "target": "目标 2.9 件", "elapsed": "序时进度线", "baseline": "基期 2.82 件", "projection": "推算 2.88 件（等比推算）",
    }  # fmt: skip
    assert lines["elapsed"].values[7] == round(2.82 + 0.08 * 243 / 365, 6)
    assert lines["elapsed"].values[11] == 2.9
    # From the last actual, in August, to the end of the year.
    projected = lines["projection"].values
    assert projected[:7] == (None,) * 7
    assert (projected[7], round(projected[11] or 0, 2)) == (2.86, 2.88)


def test_of_more_than_three_indicators_the_worst_stand_in_front_and_the_others_in_the_annex() -> None:
    many = [indicator_data(id=f"i{n}", name=f"指标{n}") for n in range(5)]
    rows = [figure(indicator=f"i{n}", value=400 if n < 2 else 100, period="2019-09") for n in range(5)]
    found = brief(measures_of(*rows, indicators=many)).slides
    keys = {s.key: s.is_annex for s in found if s.key.startswith("indicator")}
    assert keys == {"indicator-i2": False, "indicator-i3": False, "indicator-i4": False, "indicator-i0": True, "indicator-i1": True}  # fmt: skip
    assert sum(not s.is_annex for s in found) <= 10


def test_what_is_to_be_decided_is_worst_first_with_whose_since_when_and_what_they_say(samples: Measures) -> None:
    shown = slide(brief(samples), "attention")
    (table,) = blocks((shown,), Table)
    assert shown.title == "5 项需要研究决定：1 项低于序时、4 项进展滞后"
    assert table.columns == ("原因", "任务", "责任单位", "起于", "存在问题", "下一步措施")
    assert [row[1].text.split()[0] for row in table.rows] == ["1.1.3", "1.3.3", "2.1.2", "2.2.4", "3.2.1"]
    assert [row[3].text for row in table.rows] == ["7月", "7月", "6月", "6月", "9月"]
    assert table.rows[0][4].text == "（未报）"
    rest = [
        row
        for s in brief(samples).slides
        if s.key.startswith("attention-rest")
        for t in blocks((s,), Table)
        for row in t.rows
    ]
    assert len(table.rows) + len(rest) == len(needs_attention(samples))


def test_the_next_steps_are_ordered_by_day_and_come_from_the_data(samples: Measures) -> None:
    shown = slide(brief(samples), "next")
    (table,) = blocks((shown,), Table)
    assert shown.title == "11月10日前报送10月进展，12月31日前还要完成 29 项任务"
    said = [[cell.text for cell in row] for row in table.rows]
    assert said[0] == ["11月10日前", "省知识产权局等 13 家", "补报9月进展，共 27 项", "应于10月10日前报送"]
    assert said[-1] == ["12月31日前", "各责任单位", "办结未完成的 29 项任务", "计划时限"]
    assert ["12月31日前", "省大数据局", "申请优先安排测评，通过后即行开放（示例）", "任务 2.1.2 进展滞后"] in said


@pytest.mark.parametrize("as_of", [SEPTEMBER, date(2019, 12, 31)], ids=str)
def test_slides_and_notice_ask_for_the_same_by_the_same_day(as_of: date) -> None:
    measures = samples_at(as_of)
    asked = steps.next_due(measures)
    assert asked
    day = f"{deadline(measures).day}前"
    rows = [[cell.text for cell in row] for row in steps.next_steps(measures).rows]
    for what in ("进展，共", "佐证材料", "1.1.3"):
        assert [when for when, _, said, why in rows if what in said + why] == [f"{steps.day(measures, asked[0])}前"], (
            what
        )
    said = next(one.text for one in notice(measures).sections if one.key == "next")
    assert said.count(f"于{day}") == 3


def test_after_the_last_due_day_what_is_late_is_asked_for_soon() -> None:
    table = steps.next_steps(measures_of(progress(), as_of=date(2019, 12, 31), known_by=date(2020, 1, 20)))
    assert table.rows[0][0].text == "尽快"


def test_the_trend_does_not_take_an_indicator_without_recent_figures_for_one_that_caught_up() -> None:
    rows = [figure(value=100, period="2019-05", reported_on=date(2019, 6, 5))]
    past = [
        (
            month(2019, day.month),
            measures_of(*rows, as_of=day, known_by=date(2019, 10, 5), indicators=[indicator_data()]),
        )
        for day in (date(2019, 5, 31), SEPTEMBER)
    ]
    (table,) = blocks((slide_of.trend(past[-1][1], past),), Table)
    assert table.columns[3] == "低于或略低于序时的指标"
    assert [row[3].text for row in table.rows] == ["1 项", "0 项（另 1 项数据滞后）"]


def test_a_slide_that_holds_not_all_says_how_many_there_are_beside_it() -> None:
    tasks = {f"1.1.{n}": ["ipo"] for n in range(1, 31)}
    rows = [progress(task=task, status="delayed", obstacle="问题" * 10) for task in tasks]
    found = brief(measures_of(*rows, tasks=tasks, indicators=[]))
    (table,) = blocks((slide(found, "attention"),), Table)
    assert lines_of_table(table) <= LINES
    more = 30 - len(table.rows) + 1
    assert table.rows[-1][1].text == f"另有 {more} 项未在此列出"
    rest = [
        row for s in found.slides if s.key.startswith("attention-rest") for t in blocks((s,), Table) for row in t.rows
    ]
    assert len(rest) == more


def test_where_nothing_is_to_be_decided_the_slide_says_so() -> None:
    found = brief(
        measures_of(progress(task="1.1.1", status="completed", evidence="文"), tasks={"1.1.1": ["ipo"]}, indicators=[])
    )
    assert slide(found, "attention").title == "没有需要研究决定的事项"
    assert slide(found, "bodies").title == "1 家的任务分工全部完成"


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    table = Table.of({"一": 1, "二": 1, "三": 2}, [("甲", "", "1"), ("乙", "", "2")], [2])
    assert (table.columns, table.widths, table.numeric) == (("一", "三"), (1, 2), (1,))
    assert Table.of({"一": 1, "二": 1}, []).columns == ("一", "二")


def test_the_notes_of_an_indicator_hold_its_arithmetic_and_its_clause(samples: Measures) -> None:
    notes = "\n".join(slide(brief(samples), "indicator-copyright-registrations").notes)
    assert "352 ÷ 400 = 88.0%" in notes
    assert samples.plan.tasks["1.1.4"].text in notes
    assert samples.plan.document in notes


def test_tables_hold_every_body_and_all_that_needs_attention(samples: Measures) -> None:
    said = words(brief(samples))
    assert all(samples.plan.name_of(one.body) in said for one in owing(samples))
    completion = [s for s in brief(samples).slides if s.key.startswith("completion")]
    assert sum(len(table.rows) for table in blocks(tuple(completion), Table)) == len(samples.plan.bodies)


def test_both_dates_source_rule_and_code_stand_in_the_foot(samples: Measures) -> None:
    foot = brief(samples).foot
    assert "数据截至2019年9月30日" in foot
    assert f"校验码 {samples.check_code}" in foot
    assert "知悉截至" in foot
    assert "各责任单位报送" in foot
    assert "任务完成率" in foot


def test_samples_are_marked_in_the_data_and_in_the_name(samples: Measures) -> None:
    assert brief(samples).sample
    assert brief(samples).file_name.startswith("示例_")
    real = brief(measures_of(figure()))
    assert not real.sample
    assert "示例" not in real.file_name


def test_the_same_measures_give_the_same_briefing(samples: Measures) -> None:
    assert brief(samples) == brief(samples)


def test_a_part_has_its_own_tasks_and_no_others(samples: Measures) -> None:
    briefing = brief(samples, part="1")
    tasks = [row[0].text for s in briefing.slides if s.key.startswith("part-1-tasks")
             for table in blocks((s,), Table) for row in table.rows]  # fmt: skip
    assert tasks == [t.id for section in samples.plan.parts[0].sections for t in section.tasks]
    assert not any(s.key == "workload" for s in briefing.slides)


def test_an_agency_has_its_state_its_indicators_what_it_owes_and_what_is_next(samples: Measures) -> None:
    briefing = brief(samples, agency="ipo")
    own = [f"indicator-{i.id}" for i in samples.plan.indicators if i.owner == "ipo"]
    main = ["cover", "agency-ipo", *own, "owed", "attention", "next", "method"]
    assert [s.key for s in briefing.slides if not s.is_annex] == main
    (bars,) = blocks((slide(briefing, "agency-ipo"),), StackedBars)
    of_ipo = samples.bodies["ipo"]
    assert {one.look.key: one.values[0] for one in bars.series} == {
        key: of_ipo.count(key) for key in TASK_STATUSES if of_ipo.count(key)
    }
    assert all(sum(v or 0 for v in one.values[1:]) == one.values[0] for one in bars.series)
    (owed,) = blocks((slide(briefing, "owed"),), Table)
    assert slide(briefing, "owed").title == "本期欠报 6 项，9月进展应于10月10日前报送"
    assert [cell.text for cell in owed.rows[0]] == ["1.1.3", "指标：每万人口发明专利拥有量", "2019年8月"]
    annex = [s for s in briefing.slides if s.is_annex]
    tasks = [row[0].text for table in blocks(tuple(annex), Table) for row in table.rows]
    assert tasks == [a.task for a in samples.assignments_of["ipo"]]


def test_a_bodys_deck_speaks_of_no_other_bodys_matters(samples: Measures) -> None:
    for body in ("ipo", "science", "members"):
        briefing = brief(samples, agency=body)
        own = {a.task for a in samples.assignments_of[body]}
        for table in blocks((slide(briefing, "attention"),), Table):
            assert {row[1].text.split()[0] for row in table.rows} <= own
        (following,) = blocks((slide(briefing, "next"),), Table)
        assert all(samples.plan.short_name_of(body) in row[1].text or "等" in row[1].text for row in following.rows)


def test_the_day_of_the_meeting_is_the_last_known_one_until_somebody_sets_another(samples: Measures) -> None:
    def said(briefing: Briefing) -> str:
        return next(s for t in blocks(briefing.slides[:1], Text) for s in t.sentences if s.startswith("汇报日期"))

    assert (said(brief(samples)), brief(samples).edits) == ("汇报日期：2019年10月25日", ())
    for about in ({}, {"part": "1"}, {"agency": "ipo"}):
        other = brief(samples, **about, day=date(2019, 11, 3))
        assert said(other) == "汇报日期：2019年11月3日"
        assert other.edits == ("汇报日期由人工填写：2019年11月3日",)


def test_the_rule_says_months_where_the_plan_counts_months(samples: Measures) -> None:
    months = measures_of(status_rule={"name": "schedule_gap", "tolerance_points": 10, "elapsed_by": "months"})
    for measures, unit in ((samples, "已过天数 ÷ 全年天数"), (months, "已过整月数 ÷ 全年月数")):
        (text,) = blocks((slide(brief(measures), "method"),), Text)
        assert unit in text.sentences[0]


def test_a_group_has_a_page_too(samples: Measures) -> None:
    assert samples.plan.groups[0].name in brief(samples, agency="members").slides[0].title


def test_without_any_report_nothing_is_invented() -> None:
    briefing = brief(measures_of(as_of=None))
    said = words(briefing)
    assert "尚无报送" in said
    charts = blocks(briefing.slides, MonthChart)
    assert charts
    assert all(chart.actual.values == () for chart in charts)
    assert dates(measures_of(as_of=None)) == "数据截至2019年12月31日"


def test_a_plan_without_indicators_has_no_slides_of_them() -> None:
    briefing = brief(measures_of(progress(task="1.1.1"), tasks={"1.1.1": ["ipo"]}, indicators=[]))
    assert not any(s.key.startswith("indicator") for s in briefing.slides)
    assert slide(briefing, "overview").title


def test_before_the_first_period_nobody_owes_and_there_is_no_slide_of_it() -> None:
    briefing = brief(measures_of(as_of=date(2019, 1, 15)))
    assert not any(s.key.startswith("owing") for s in briefing.slides)


# how much a slide holds


def table_of(*texts: str, widths: tuple[float, ...] = (1.0,)) -> Table:
    return Table(("列",) * len(widths), tuple((TableCell(text),) * len(widths) for text in texts), widths)


def test_a_table_goes_on_to_more_slides_of_about_the_same_length_and_loses_no_row() -> None:
    rows = [f"第{n}行" for n in range(31)]
    found = pages(table_of(*rows))
    assert [row[0].text for page in found for row in page.rows] == rows
    lengths = [len(page.rows) for page in found]
    assert lengths == [11, 11, 9]
    assert all(lines_of_table(page) <= LINES for page in found)


def test_rows_of_several_lines_make_pages_of_fewer_rows() -> None:
    long = table_of(*["因涉及部门较多，协调难度较大，" * 4] * 12, widths=(0.5, 0.5))
    found = pages(long)
    assert all(lines_of_table(page) <= LINES for page in found)
    assert len(found) == 3


def test_each_piece_of_a_table_has_the_columns_of_the_whole() -> None:
    table = Table.of({"任务": 0.5, "存在问题": 0.5}, [("任务", "问题" if n == 0 else "") for n in range(60)])
    found = pages(table)
    assert len(found) > 1
    assert {page.columns for page in found} == {("任务", "存在问题")}


def test_a_row_that_is_higher_than_a_slide_stands_alone_and_an_empty_table_is_one_page() -> None:
    assert [len(page.rows) for page in pages(table_of("一", "字" * 4000, "二"))] == [1, 1, 1]
    assert [page.rows for page in pages(table_of())] == [()]


def test_the_cover_of_a_part_speaks_of_the_part(samples: Measures) -> None:
    (text, facts) = blocks(brief(samples, part="1").slides[:1], Text)
    assert facts.sentences == ("汇报单位：省政府知识产权办公会议制度办公室", "汇报日期：2019年10月25日")
    assert text.sentences == (
        "本部分 13 项完成 8 项（61.5%，若未报送的都已完成仍为 61.5%），其中已销号 4 项；本期 2 项任务尚未报全。",
    )


def test_where_nobody_reported_there_is_no_trend() -> None:
    assert not [s for s in brief(measures_of(as_of=None)).slides if s.key == "trend"]
