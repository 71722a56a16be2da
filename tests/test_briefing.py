from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from factories import figure, measures_of, progress

from lib.briefing.content import Briefing, brief, dates
from lib.briefing.slides import Block, Slide, StackedBars, Table, TableCell, TargetBars, Text
from lib.briefing.tables import LINES, lines_of_table, lines_of_text, pages
from lib.rules.measures import Measures
from lib.rules.owing import owing
from lib.statuses import TASK_STATUSES


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
    expected = ["cover", "overview", *indicators, "parts", "workload", "completion", "attention", "owing", "method"]
    assert list(dict.fromkeys(keys)) == expected


def test_keys_are_stable_ascii_and_each_is_used_once(samples: Measures) -> None:
    keys = [s.key for s in brief(samples).slides]
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and key == key.lower() for key in keys)


def test_the_bars_of_the_overview_are_the_counts_of_the_summary(samples: Measures) -> None:
    (bars,) = blocks((slide(brief(samples), "overview"),), StackedBars)
    counts = {series.look.key: series.values for series in bars.series}
    assert counts == {k: (samples.summary.count(k),) for k in TASK_STATUSES if samples.summary.count(k)}


def test_the_bars_of_the_workload_are_all_assignments(samples: Measures) -> None:
    (bars,) = blocks((slide(brief(samples), "workload"),), StackedBars)
    assert sum(v for series in bars.series for v in series.values if v) == len(samples.plan.assignments)
    assert len(bars.categories) == len(samples.plan.bodies)


def test_an_indicators_slide_has_every_reported_period_and_the_target(samples: Measures) -> None:
    briefing = brief(samples)
    assert samples.indicators
    for id, standing in samples.indicators.items():
        (chart,) = blocks((slide(briefing, f"indicator-{id}"),), TargetBars)
        assert chart.actual.values == tuple(row.value for row in standing.series)
        assert set(chart.target.values) == {standing.indicator.target}
        assert len(chart.categories) == len(standing.series)


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


def test_an_agency_has_its_tasks_its_figures_and_what_it_owes(samples: Measures) -> None:
    briefing = brief(samples, agency="ipo")
    table_rows = [row for table in blocks(briefing.slides, Table) for row in table.rows]
    assert [row[0].text for row in table_rows] == [a.task for a in samples.assignments_of["ipo"]]
    figures = [sentence for text in blocks(briefing.slides, Text) for sentence in text.sentences]
    assert len(figures) == sum(i.owner == "ipo" for i in samples.plan.indicators)
    assert "本期欠报 6 项" in briefing.slides[0].title


def test_a_group_has_a_page_too(samples: Measures) -> None:
    assert samples.plan.groups[0].name in brief(samples, agency="members").slides[0].title


def test_without_any_report_nothing_is_invented() -> None:
    briefing = brief(measures_of(as_of=None))
    said = words(briefing)
    assert "尚无报送" in said
    charts = blocks(briefing.slides, TargetBars)
    assert charts
    assert all(chart.actual.values == () for chart in charts)
    assert dates(measures_of(as_of=None)) == "数据截至2019年12月31日"


def test_a_plan_without_indicators_has_no_slides_of_them() -> None:
    briefing = brief(measures_of(progress(task="1.1.1"), tasks={"1.1.1": ["ipo"]}, indicators=[]))
    assert not any(s.key.startswith("indicator") for s in briefing.slides)
    assert slide(briefing, "overview").title
    assert not blocks((slide(briefing, "overview"),), Table)


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
    assert len(found) == 2


def test_sentences_above_a_table_leave_it_less_room() -> None:
    rows = [f"第{n}行" for n in range(14)]
    assert len(pages(table_of(*rows))) == 1
    assert len(pages(table_of(*rows), lines_of_text(["句子", "句子"]))) == 2


def test_a_row_that_is_higher_than_a_slide_stands_alone_and_an_empty_table_is_one_page() -> None:
    assert [len(page.rows) for page in pages(table_of("一", "字" * 4000, "二"))] == [1, 1, 1]
    assert [page.rows for page in pages(table_of())] == [()]


def test_a_chart_has_its_table_below_it_or_on_the_next_slides_where_it_is_long() -> None:
    tasks = {f"{part}.1.1": ["ipo"] for part in range(1, 13)}
    keys = [s.key for s in brief(measures_of(tasks=tasks, indicators=[])).slides]
    assert keys[keys.index("parts") + 1] == "parts-table"
    assert "parts-table" not in [s.key for s in brief(measures_of()).slides]


def test_the_cover_of_a_part_speaks_of_the_part(samples: Measures) -> None:
    (text,) = blocks(brief(samples, part="1").slides[:1], Text)
    assert text.sentences == (
        "本部分 13 项完成 8 项（61.5%，若未报送的都已完成仍为 61.5%），其中已销号 4 项；本期 2 项任务尚未报全。",
    )
