from __future__ import annotations

from typing import Any

import pytest

from lib.briefing.content import Briefing
from lib.briefing.figures import PICTURE, charts_of, figure, picture
from lib.briefing.slides import Chart, MonthChart, Series, StackedBars
from lib.statuses import ACTUAL, ELAPSED, TARGET, TASK_STATUSES


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


def test_a_picture_says_all_that_its_slide_says(briefing: Briefing) -> None:
    drawn = [(slide, picture(briefing, slide, chart)) for slide in briefing.slides for chart in charts_of(slide)]
    assert drawn
    for slide, shown in drawn:
        assert (shown.layout.width, shown.layout.height) == PICTURE
        assert {slide.title, slide.meta, briefing.foot, "示例数据"} <= set(words(shown).split("\n"))


def test_only_sample_figures_are_marked(briefing: Briefing) -> None:
    slide = next(s for s in briefing.slides if charts_of(s))
    real = Briefing(**{**vars(briefing), "sample": False})
    assert "示例数据" not in words(picture(real, slide, charts_of(slide)[0]))
