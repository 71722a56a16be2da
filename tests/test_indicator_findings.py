"""Sentences about an indicator: whatever the figures, they come, say nothing that is not so, and never print a None."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from factories import figure, indicator_data, level_data, make_plan, share_data
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import formats
from lib.periods import periods_of_year
from lib.plan.model import Indicator
from lib.plan.published import Published
from lib.rows import Rows
from lib.rules.examples import INDICATOR_EXAMPLES
from lib.rules.indicators import IndicatorStanding, stand
from lib.rules.measures import measure
from lib.say import arithmetic, indicator_findings, lenses, over_time

SEPTEMBER = date(2019, 9, 30)
PUBLISHED = [
    Published("copyright-registrations", "2017", 435, "件", "", "作品自愿登记", "白皮书", "高"),
    Published("copyright-registrations", "2018", 1200, "件", ">", "作品登记", "白皮书", "高"),
]


def standing_of(
    data: dict[str, Any],
    value: float | None = None,
    *,
    period: str = "2019-09",
    as_of: date = SEPTEMBER,
    due: date = date(2019, 12, 31),
    elapsed_by: str = "days",
) -> IndicatorStanding:
    """The standing of the only indicator of a plan, whose task is due on a day."""
    rows = [] if value is None else [figure(indicator=data["id"], period=period, value=value)]
    rule = {"name": "schedule_gap", "tolerance_points": 10, "elapsed_by": elapsed_by}
    tasks = {data["task"]: {"agencies": [data["owner"]], "due": due}}
    plan = make_plan(indicators=[data], tasks=tasks, status_rule=rule)
    return measure(plan, Rows(rows), as_of).indicators[data["id"]]


def said_of(standing: IndicatorStanding) -> Iterator[str]:
    """Every sentence about an indicator."""
    yield indicator_findings.headline(standing)
    yield arithmetic(standing)
    yield indicator_findings.period(standing)
    yield standing.indicator.target_quantity
    yield indicator_findings.distance(standing)
    yield standing.indicator.quantity(standing.actual)
    yield indicator_findings.gap(standing)
    for history in ([], PUBLISHED):
        for name, lens in lenses(standing, history):
            yield name
            yield lens
    if standing.projection is not None:
        yield over_time.projection(standing) or ""


# one sentence after the other


@pytest.mark.parametrize(
    ("data", "value", "headline"),
    [
        (indicator_data(), None, "作品著作权登记量尚无报送，目标 ≥ 400 件"),
        (indicator_data(name="指标b"), None, "指标b 尚无报送，目标 ≥ 400 件"),
        (indicator_data(), 352, "作品著作权登记量 352 件，为目标的 88.0%，快于序时进度 13.2 个百分点"),
        (indicator_data(), 280, "作品著作权登记量 280 件，为目标的 70.0%，低于序时进度 4.8 个百分点"),
        (indicator_data(target=365), 273, "作品著作权登记量 273 件，为目标的 74.8%，与序时进度持平"),
        (indicator_data(), 1200, "作品著作权登记量 1,200 件，为目标的 300.0%，快于序时进度 225.2 个百分点"),
        (indicator_data(target=0), 5, "作品著作权登记量 5 件，目标为 0"),
        (indicator_data(direction="lower"), 352, "作品著作权登记量 352 件，已用上限的 88.0%，超出序时进度 13.2 个百分点"),
        (indicator_data(direction="lower"), 200, "作品著作权登记量 200 件，已用上限的 50.0%，控制在序时进度以内 24.8 个百分点"),
        (indicator_data(direction="lower"), 405, "作品著作权登记量 405 件，已突破上限 400 件，超出 5 件"),
        (indicator_data(direction="lower", target=0), 1, "作品著作权登记量 1 件，已突破上限 0 件，超出 1 件"),
        (indicator_data(direction="lower", target=0), 0, "作品著作权登记量 0 件，上限为 0"),
        (level_data(), 2.86, "每万人口发明专利拥有量 2.86 件，距目标差 0.04 件，低于序时进度 24.8 个百分点"),
        (level_data(baseline=None), 2.86, "每万人口发明专利拥有量 2.86 件，距目标差 0.04 件"),
        (share_data(), 58.5, "企业发明专利拥有量占比 58.5%，距目标差 1.5 个百分点"),
        (share_data(), 60.2, "企业发明专利拥有量占比 60.2%，已达 60% 的目标"),
    ],
)  # fmt: skip
def test_a_headline_says_the_finding(data: dict[str, Any], value: float | None, headline: str) -> None:
    assert indicator_findings.headline(standing_of(data, value)) == headline


@pytest.mark.parametrize(
    ("data", "value", "expected"),
    [
        (indicator_data(), None, "没有报送，不作判断 → 未报送"),
        (indicator_data(), 400, "实际值 400 ≥ 目标值 400 → 已达标"),
        (indicator_data(direction="lower"), 405, "实际值 405 > 目标值 400 → 未达标（已突破上限）"),
        (indicator_data(direction="lower", target=0), 1, "实际值 1 > 目标值 0 → 未达标（已突破上限）"),
        (
            indicator_data(), 352,
            "进度 352 ÷ 400 = 88.0%；序时进度 273 ÷ 365 天 = 74.8%；进度 − 序时进度 = +13.2 个百分点；"
            "容差 10 个百分点 → 达序时",
        ),
        (
            indicator_data(direction="lower"), 352,
            "已用 352 ÷ 400 = 88.0%；序时进度 273 ÷ 365 天 = 74.8%；序时进度 − 已用 = −13.2 个百分点；"
            "容差 10 个百分点 → 低于序时",
        ),
        (
            level_data(), 2.87,
            "进度 （2.87 − 2.82）÷（2.9 − 2.82） = 62.5%；序时进度 273 ÷ 365 天 = 74.8%；"
            "进度 − 序时进度 = −12.3 个百分点；容差 12.5 个百分点（末位一个单位 0.01 ÷ |2.9 − 2.82|） → 略低于序时",
        ),
        (level_data(baseline=None), 2.87, "实际值 2.87 未达目标值 2.9；没有基期值，进度无从计算 → 尚未达标（暂不判序时）"),
        (share_data(direction="lower", target=55), 54, "实际值 54 ≤ 目标值 55 → 已达标"),
    ],
)  # fmt: skip
def test_the_arithmetic_shows_how_the_lamp_came_about(data: dict[str, Any], value: float | None, expected: str) -> None:
    assert arithmetic(standing_of(data, value)) == expected


@pytest.mark.parametrize(
    ("target", "value", "said"), [(400, 405, "已用 405 ÷ 400 = 101.3%"), (0, 5, "5 件，目标 ≤ 0 件")]
)
def test_a_broken_ceiling_is_said_in_every_lens_and_judged_by_nothing_else(
    target: float, value: float, said: str
) -> None:
    standing = standing_of(indicator_data(direction="lower", target=target), value)
    to_target, to_elapsed, _ = (text for _, text in lenses(standing, []))
    assert to_target == f"{said}，已突破上限 {target} 件，超出 5 件。"
    assert to_elapsed == "已突破上限，不再判序时。"


def test_a_ceiling_is_achieved_because_the_year_is_over() -> None:
    standing = standing_of(indicator_data(direction="lower"), 400, period="2019-12", as_of=date(2019, 12, 31))
    assert arithmetic(standing) == "最终数 400 ≤ 目标值 400 → 已达标"


def test_what_met_its_target_before_the_year_and_does_not_now_fell_back() -> None:
    standing = standing_of(level_data(baseline={"period": "2018", "value": 2.9, "source": "白皮书"}), 2.85)
    assert arithmetic(standing) == "基期值 2.9 已达目标值 2.9，实际值 2.85 未达 → 低于目标（回落）"
    assert indicator_findings.headline(standing).endswith("2.85 件，距目标差 0.05 件，比基期回落")
    assert indicator_findings.shortfall(standing) == "差 0.05 件"


def test_the_final_figure_is_named_and_no_schedule_beside_it() -> None:
    short = standing_of(indicator_data(), 395, period="2019-12", as_of=date(2019, 12, 31))
    assert indicator_findings.headline(short) == "作品著作权登记量 395 件，未达到 400 件的目标，差 5 件"
    assert arithmetic(short) == "最终数 395 < 目标值 400 → 未达标"
    assert indicator_findings.shortfall(short) == "差 5 件"
    assert indicator_findings.gap_points(short) == formats.MISSING


def test_an_old_total_is_at_least_so_much() -> None:
    held = standing_of(indicator_data(), 390, period="2019-06", as_of=date(2019, 11, 30))
    assert (
        indicator_findings.headline(held) == "作品著作权登记量 至少 390 件，为目标的 97.5%，快于序时进度 6.0 个百分点"
    )
    assert arithmetic(held) == (
        "至少进度 390 ÷ 400 = 97.5%；序时进度 334 ÷ 365 天 = 91.5%；进度 − 序时进度 = +6.0 个百分点；容差 10 个百分点 → 达序时"
    )
    gone = standing_of(indicator_data(), 100, period="2019-03", as_of=date(2019, 12, 31))
    assert indicator_findings.headline(gone) == ("作品著作权登记量 100 件，为目标的 25.0%，3月以后没有再报，当时达序时")
    assert arithmetic(gone) == (
        "最近一期是3月的 100 件，已经过期；进度 100 ÷ 400 = 25.0%；序时进度 365 ÷ 365 天 = 100.0%；"
        "进度 − 序时进度 = −75.0 个百分点；容差 10 个百分点；3月时达序时 → 数据滞后"
    )


def test_an_old_level_says_what_it_said_then() -> None:
    standing = standing_of(level_data(), 2.95, period="2019-02", as_of=date(2019, 12, 31))
    assert arithmetic(standing) == "最近一期是2月的 2.95 件，已经过期；2月时已达标 → 数据滞后"
    assert indicator_findings.headline(standing).endswith("2.95 件，当时已达 2.9 件的目标，2月以后没有再报")
    assert indicator_findings.period_and_age(standing) == "2019年2月"


def test_a_schedule_to_the_due_day_says_so_and_one_by_months_counts_them() -> None:
    standing = standing_of(indicator_data(), 100, period="2019-03", as_of=date(2019, 3, 31), due=date(2019, 6, 30))
    assert "序时进度 90 ÷ 181 天（到应完成日期 6月30日） = 49.7%" in arithmetic(standing)
    assert over_time.trend(standing).endswith("推算到6月30日 201 件")
    by_months = standing_of(indicator_data(), 280, elapsed_by="months")
    assert "序时进度 9 ÷ 12 个月 = 75.0%" in arithmetic(by_months)


def test_a_rate_is_held_against_its_target_alone() -> None:
    growth = indicator_data(kind="rate", unit="%", decimals=1, target=8)
    standing = standing_of(growth, 6.2)
    assert indicator_findings.headline(standing) == "作品著作权登记量 6.2%，距目标差 1.8 个百分点"
    assert arithmetic(standing) == "6.2 − 8 = −1.8 个百分点；容差 10 个百分点 → 略低于目标"
    assert lenses(standing, [])[1][1] == "增长率直接与目标值相比，不判序时。"


def test_a_few_printed_steps_are_no_schedule() -> None:
    standing = standing_of(level_data(target=2.84), 2.83)
    assert arithmetic(standing) == (
        "实际值 2.83 未达目标值 2.84；目标与基期只差 2 个末位单位，分不出快慢 → 尚未达标（暂不判序时）"
    )


@pytest.mark.parametrize(("value", "printed"), [(3999, "99.9%"), (4000, "100.0%"), (3998, "99.9%"), (3000, "75.0%")])
def test_a_target_that_is_not_met_is_never_printed_as_met(value: float, printed: str) -> None:
    standing = standing_of(indicator_data(target=4000), value)
    assert f"为目标的 {printed}" in indicator_findings.headline(standing)


def test_a_projection_is_never_rounded_to_a_target_that_it_does_not_meet() -> None:
    standing = standing_of(indicator_data(), 299.1)
    assert standing.projection is not None
    assert 399.5 < standing.projection < 400
    assert over_time.projected(standing) == "399 件"


@pytest.mark.parametrize(
    ("target", "value", "gap", "lamp"),
    [
        (399.66, 298.96, "+0.01 个百分点", "达序时"),
        (400, 299.178, "−0.00002 个百分点", "略低于序时"),
        (400, 259.18, "−10.0 个百分点", "略低于序时"),
        (400, 259.17, "−10.002 个百分点", "低于序时"),
    ],
)
def test_enough_digits_are_printed_to_see_on_which_side_a_gap_lies(
    target: float, value: float, gap: str, lamp: str
) -> None:
    said = arithmetic(standing_of(indicator_data(target=target, decimals=2), value))
    assert gap in said
    assert said.endswith(lamp)


def test_a_tolerance_that_does_not_come_out_even_is_printed_as_finely_as_the_gap() -> None:
    six_steps = level_data(decimals=0, target=16, baseline={"period": "2018", "value": 10, "source": "白皮书"})
    standing = standing_of(six_steps, 13, period="2019-08", as_of=date(2019, 8, 31), elapsed_by="months")
    assert standing.status == "slightly_behind"
    assert "= −16.67 个百分点；容差 16.67 个百分点" in arithmetic(standing)


def test_the_three_lenses_of_a_total() -> None:
    assert lenses(standing_of(indicator_data(), 352), PUBLISHED) == [
        ("对目标", "目标完成率 352 ÷ 400 = 88.0%，还差 48 件，余下 3 个月平均每月还需 16 件。"),
        ("对序时进度", "进度 88.0%，序时进度 74.8%，快于序时进度 13.2 个百分点。"),
        ("对基期和往年", "2017年 435 件；2018年 超过 1,200 件（只公布了下限）。"),
    ]


def test_the_three_lenses_of_a_level() -> None:
    assert lenses(standing_of(level_data(), 2.86), []) == [
        ("对目标", "2.86 件，目标 ≥ 2.9 件，距目标差 0.04 件。"),
        ("对序时进度", "进度 50.0%，序时进度 74.8%，低于序时进度 24.8 个百分点。"),
        ("对基期和往年", "2018年末（基期）2.82 件，今年以来增加 0.04 件。"),
    ]


def test_the_lenses_without_a_figure_still_say_what_is_known() -> None:
    assert [lens for _, lens in lenses(standing_of(level_data()), [])] == [
        "目标 ≥ 2.9 件；尚无报送。",
        "尚无报送，不判序时。",
        "2018年末（基期）2.82 件。",
    ]
    assert lenses(standing_of(share_data()), [])[2][1] == "没有找到公布的基期值和往年数据。"


@pytest.mark.parametrize(("value", "words"), [(2.8, "今年以来减少 0.02 件"), (2.82, "今年以来持平")])
def test_the_history_says_which_way_it_went(value: float, words: str) -> None:
    assert words in lenses(standing_of(level_data(), value), [])[2][1]


def test_a_baseline_given_for_december_is_named_as_it_is() -> None:
    december = level_data(baseline={"period": "2018-12", "value": 2.82, "source": "白皮书"})
    assert lenses(standing_of(december), [])[2][1] == "2018-12（基期）2.82 件。"


def test_what_is_needed_per_month_is_rounded_up() -> None:
    target_lens = lenses(standing_of(indicator_data(), 360), [])[0][1]
    assert target_lens.endswith("还差 40 件，余下 3 个月平均每月还需 14 件。")


def test_a_projection_is_labelled_as_one() -> None:
    assert over_time.projection(standing_of(indicator_data(), 352)) == (
        "推算全年 471 件（按序时进度等比推算，不是填报数）"
    )
    assert over_time.projection(standing_of(indicator_data(), 50, period="2019-02", as_of=SEPTEMBER)) is None


# whatever the figures

numbers = st.decimals(-5000, 5000, places=3).map(float) | st.integers(-5000, 5000).map(float) | st.just(0.0)
PERIODS = periods_of_year(2019, "monthly") + periods_of_year(2019, "quarterly")


@st.composite
def standings(draw: st.DrawFn) -> IndicatorStanding:
    """Any indicator with any figure."""
    baseline = draw(st.none() | numbers)
    indicator = Indicator.model_validate(
        indicator_data(
            kind=draw(st.sampled_from(["level", "share", "cumulative", "rate"])),
            direction=draw(st.sampled_from(["higher", "lower"])),
            unit=draw(st.sampled_from(["件", "%", "天"])),
            decimals=draw(st.integers(0, 6)),
            target=draw(numbers),
            signed=True,
            baseline=None if baseline is None else {"period": "2018", "value": baseline, "source": "年鉴"},
        )
    )
    tolerance, by = draw(st.sampled_from([0.0, 5.0, 10.0])), draw(st.sampled_from(["days", "months"]))
    rule = {"name": "schedule_gap", "tolerance_points": tolerance, "elapsed_by": by}
    due = draw(st.sampled_from([date(2019, 6, 30), date(2019, 10, 31), date(2019, 12, 31)]))
    tasks = {"1.1.4": {"agencies": ["copyright"], "due": due}}
    plan = make_plan(tasks=tasks, indicators=[indicator.model_dump(exclude_none=True)], status_rule=rule)
    value = draw(st.none() | numbers)
    period = draw(st.sampled_from(PERIODS))
    rows = [] if value is None else [figure(period=period.text, value=value)]
    current = draw(st.sampled_from([one for one in PERIODS if one.end >= period.end]))
    return stand(plan, indicator, rows, current.end, current)


@settings(deadline=None)
@given(standings())
def test_a_sentence_comes_for_every_figure_and_holds_nothing_unsaid(standing: IndicatorStanding) -> None:
    assert said_of(standing)
    for sentence in said_of(standing):
        assert sentence.strip()
        assert not re.search(r"None|nan|inf|[{}]|e[+-]?\d|--|−−|，，|；；|^。", sentence), sentence


def read(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace(",", ""))


@settings(deadline=None)
@given(standings())
def test_the_numbers_of_the_arithmetic_are_right_and_lead_to_its_lamp(standing: IndicatorStanding) -> None:
    said = arithmetic(standing)
    assert said.endswith(f"→ {indicator_findings.lamp(standing).word}")
    if not indicator_findings.says_its_gap(standing) or standing.status == "achieved":
        return
    number = r"([+−]?[\d,.]+)"
    found = re.search(
        rf"= {number}%；序时进度 (\d+) ÷ (\d+) [^=]+= {number}%；.* = {number} 个百分点；容差 {number} 个百分点", said
    )
    assert found, said
    progress, passed, whole, elapsed, gap, tolerance = found.groups()
    assert standing.progress is not None
    assert standing.judged_gap is not None
    # What is less than the whole is never rounded up to it.
    if Decimal("0.9995") <= Decimal(standing.progress) < 1:
        assert progress == "99.9"
    else:
        assert abs(read(progress) - Decimal(standing.progress) * 100) <= Decimal("0.0500001")
    assert standing.judged == (int(passed), int(whole))
    assert abs(read(elapsed) - Decimal(passed) / Decimal(whole) * 100) <= Decimal("0.1000001")
    assert abs(read(gap) - Decimal(standing.judged_gap)) <= Decimal("0.0500001")
    assert abs(read(tolerance) - Decimal(standing.tolerance_points)) <= Decimal("0.0050001")
    gap_is, allowed = standing.judged_gap, standing.tolerance_points
    if abs(abs(gap_is) - allowed) > 1e-5 and abs(gap_is) > 1e-5:
        printed = "on_schedule" if read(gap) >= 0 else "slightly_behind" if read(gap) >= -read(tolerance) else "behind"
        assert printed == standing.status


@pytest.mark.parametrize("example", INDICATOR_EXAMPLES, ids=[example.title for example in INDICATOR_EXAMPLES])
def test_the_examples_can_be_said_in_words(example: Any) -> None:
    (standing,) = example.measures().indicators.values()
    assert said_of(standing)
    for sentence in said_of(standing):
        assert sentence.strip()
        assert "None" not in sentence


def test_a_value_reported_finer_than_the_printed_step_is_shown_as_reported() -> None:
    standing = standing_of(level_data(), 2.8654)
    assert standing.indicator.quantity(standing.actual) == "2.8654 件"
    assert standing.indicator.quantity(2.9) == "2.90 件"
    assert standing.indicator.quantity(None) == formats.MISSING
