from __future__ import annotations

from typing import Any

import pytest
from factories import make_plan

from lib.briefing.content import Briefing, brief
from lib.briefing.figures import PICTURES, charts_of, figure, picture, wrapped
from lib.briefing.long_picture import WIDTH, long_picture
from lib.briefing.slides import Chart, MonthChart, Series, StackedBars
from lib.rows import Rows
from lib.rules.measures import Measures, measure
from lib.say import findings, indicator_findings
from lib.statuses import ACTUAL, ELAPSED, TARGET, TASK_STATUSES
from lib.text import text_width


def stacked(
    *values: float, direction: Any = "rows", key: str = "in_progress", names: tuple[str, ...] = ()
) -> StackedBars:
    look = TASK_STATUSES[key]
    names = names or tuple(f"单位{n}" for n in range(len(values)))
    return StackedBars(names, (Series(look.word, values, look),), "项", direction)


def target(*values: float | None, goal: float = 400, decimals: int = 0, due: float | None = None) -> MonthChart:
    names = tuple(f"{n}月" for n in range(1, len(values) + 1))
    lines = [Series("目标值", (goal,) * len(values), TARGET)]
    if due is not None:
        lines.append(Series("序时进度线", (due,) * len(values), ELAPSED))
    actual = Series("实际值", values, ACTUAL)
    return MonthChart(names, actual, tuple(lines), "件", decimals, due is None, 0.0, goal * 1.2, 10**-decimals)


def words(drawn: Any) -> str:
    return "\n".join(
        note.text.replace("<br>", "").replace("<b>", "").replace("</b>", "") for note in drawn.layout.annotations
    )


def test_every_chart_is_drawn_with_the_numbers_of_the_briefing(briefing: Briefing) -> None:
    drawn = [(chart, figure(chart)) for slide in briefing.slides for chart in charts_of(slide)]
    assert len(drawn) == 6
    for chart, plot in drawn:
        assert len(plot.data) == len(chart.series)
        for trace, one in zip(plot.data, chart.series, strict=True):
            assert one.name in trace.name
            is_rows = isinstance(chart, StackedBars) and chart.direction == "rows"
            assert tuple(trace.x if is_rows else trace.y) == one.values
            assert tuple(trace.y if is_rows else trace.x) == chart.categories


def test_a_status_is_told_apart_by_its_glyph_and_what_is_not_reported_is_hatched() -> None:
    (bar,) = figure(stacked(3, key="unreported")).data
    assert bar.name == "… 未报送"
    assert bar.marker.pattern.shape == "/"


def test_thin_columns_say_no_single_one_and_rows_say_every_number_but_zero() -> None:
    assert figure(stacked(0, 1, 2, direction="columns")).data[0].text == ("", "", "2")
    assert figure(stacked(0, 1, 2)).data[0].text == ("", "1", "2")


@pytest.mark.parametrize("direction", ["rows", "columns"])
def test_long_names_have_room(direction: str) -> None:
    size, name = 20, "省人力资源社会保障厅和其他各单位"
    drawn = figure(stacked(1, 2, direction=direction, names=(name, "省科技厅")), size)
    if direction == "rows":
        assert drawn.layout.margin.l >= size * len(name)
    else:
        assert drawn.layout.margin.b >= drawn.layout.xaxis.tickfont.size * len(name)
        assert drawn.layout.xaxis.ticktext[0] == "<br>".join(name)


def test_actuals_are_labelled_to_their_decimals_and_what_is_missing_is_not_zero() -> None:
    bars, line = figure(target(2.8, None, 2.861, goal=2.9, decimals=2)).data
    assert bars.text == ("2.80", "", "2.86")
    assert tuple(bars.y) == (2.8, None, 2.861)
    assert set(line.y) == {2.9}


def test_a_level_is_a_line_with_a_gap_where_nothing_was_reported_and_its_numbers_keep_clear_of_the_line() -> None:
    level, goal, due = figure(target(2.8, None, 2.86, goal=2.9, decimals=2, due=2.88)).data
    assert (level.type, goal.type, due.line.dash) == ("scatter", "scatter", "dot")
    assert not level.connectgaps
    assert level.textposition == "bottom center"
    assert figure(target(2.8, 2.89, goal=2.9, decimals=2, due=2.88)).data[0].textposition == "top center"
    steep, _, _ = figure(target(30, 50, 51, goal=60, due=20)).data
    assert steep.textposition == ("bottom center", "top center", "top center")


def test_large_figures_are_written_out_and_have_room() -> None:
    drawn = figure(target(1_234_567, goal=2_000_000), 20)
    assert drawn.layout.yaxis.tickformat == ",.0f"
    assert drawn.layout.margin.l > figure(target(31), 20).layout.margin.l
    assert drawn.layout.margin.l >= 20 * 0.55 * len("2,000,000")


@pytest.mark.parametrize("chart", [target(), StackedBars((), (), "项")], ids=["target", "stacked"])
def test_where_nothing_is_reported_a_chart_says_so_and_has_no_axes(chart: Chart) -> None:
    drawn = figure(chart)
    assert words(drawn) == "尚无报送"
    assert not drawn.data
    assert not drawn.layout.yaxis.visible


def spaceless(text: str) -> str:
    """A text as it is whatever its lines are."""
    return "".join(text.split())


@pytest.mark.parametrize("proportions", PICTURES)
def test_a_picture_says_all_that_its_slide_says_in_each_of_the_proportions(
    proportions: str, briefing: Briefing
) -> None:
    size = PICTURES[proportions]
    drawn = [(slide, picture(briefing, slide, chart, size)) for slide in briefing.slides for chart in charts_of(slide)]
    assert drawn
    for slide, shown in drawn:
        assert (shown.layout.width, shown.layout.height) == size
        assert {*map(spaceless, (slide.title, slide.meta, briefing.foot)), "示例数据"} <= {
            spaceless(line) for line in words(shown).split("\n")
        }
        for note in shown.layout.annotations:
            for line in note.text.replace("<b>", "").replace("</b>", "").split("<br>"):
                assert text_width(line) * note.font.size <= size[0] - 2 * 90


@pytest.mark.parametrize("size", PICTURES.values())
def test_the_top_number_of_an_axis_stands_below_the_legend(size: tuple[int, int], briefing: Briefing) -> None:
    for slide in briefing.slides:
        for chart in charts_of(slide):
            shown = picture(briefing, slide, chart, size).layout
            high = size[1] - shown.margin.t - shown.margin.b
            assert (shown.legend.y - 1) * high >= shown.font.size / 2


@pytest.mark.parametrize("size", PICTURES.values())
def test_a_picture_of_the_first_bodies_says_how_the_others_stand(size: tuple[int, int], briefing: Briefing) -> None:
    slide = next(slide for slide in briefing.slides if slide.key == "bodies")
    notes = picture(briefing, slide, charts_of(slide)[0], size).layout.annotations
    rest, foot = (
        next(n for n in notes if n.text.startswith(start)) for start in ("其余15 家和各成员单位共", "数据截至")
    )
    lines = len(foot.text.split("<br>"))
    assert foot.yshift + lines * foot.font.size < rest.yshift < 0


def test_a_label_of_a_month_lies_over_the_lines_on_white() -> None:
    for chart in (target(31, 62), target(2.8, 2.86, goal=2.9, decimals=2, due=2.88)):
        actual, *lines = figure(chart).data
        assert actual.zorder > max(line.zorder or 0 for line in lines)
        assert "#fff" in actual.textfont.shadow


def test_a_line_ends_after_a_mark_and_never_in_a_number() -> None:
    assert wrapped("每万人口发明专利拥有量 2.86 件，距目标差 0.04 件", 18) == [
        "每万人口发明专利拥有量 2.86 件，",
        "距目标差 0.04 件",
    ]
    assert wrapped("拥有量 2.86 件", 6) == ["拥有", "量 2.86 件"]
    assert wrapped("一二三四五六七", 3) == ["一二三", "四五六", "七"]
    assert wrapped("", 3) == [""]
    assert "".join(wrapped("abcdefghijklmnop" * 5, 4)) == "abcdefghijklmnop" * 5


def test_the_long_picture_says_where_the_plan_stands(samples: Measures, briefing: Briefing) -> None:
    shown = long_picture(samples, briefing)
    said = spaceless("".join(note.text.replace("<b>", "").replace("</b>", "") for note in shown.layout.annotations))
    assert shown.layout.width == WIDTH
    assert shown.layout.height > 2 * WIDTH
    for text in (findings.tasks_completed(samples.summary), briefing.foot, "示例数据，非真实进展"):
        assert spaceless(text) in said
    assert all(spaceless(indicator_findings.headline(s)) in said for s in samples.indicators.values())
    # Below one another, none on another.
    tops = [note.y for note in shown.layout.annotations if note.x < 200]
    assert tops == sorted(tops)


def test_without_reports_and_indicators_there_is_a_long_picture_too() -> None:
    empty = measure(make_plan(indicators=[]), Rows())
    said = spaceless("".join(note.text for note in long_picture(empty, brief(empty)).layout.annotations))
    assert "7项任务完成0项" in said
    assert "示例" not in said


def test_only_sample_figures_are_marked(briefing: Briefing) -> None:
    slide = next(s for s in briefing.slides if charts_of(s))
    real = Briefing(**{**vars(briefing), "sample": False})
    assert "示例数据" not in words(picture(real, slide, charts_of(slide)[0]))
