"""Numbers, shares and dates as they are printed."""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from factories import period_of
from hypothesis import given
from hypothesis import strategies as st

from lib import formats


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (None, None, "—"),
        (None, 2, "—"),
        (0, None, "0"),
        (0, 1, "0.0"),
        (-0.0, None, "0"),
        (-0.0, 0, "0"),
        (-0.04, 1, "0.0"),
        (352, None, "352"),
        (2.9, None, "2.9"),
        (2.82, None, "2.82"),
        (100, None, "100"),
        (1200, None, "1,200"),
        (1234567.5, None, "1,234,567.5"),
        (10099, 0, "10,099"),
        (2.9, 2, "2.90"),
        (-3.5, None, "−3.5"),
        (-1234.5, 1, "−1,234.5"),
        (0.1 + 0.2, None, "0.3"),
        (1 / 3, None, "0.333333"),
        (0.0000001, None, "0"),
    ],
)
def test_a_number_has_separators_and_a_real_minus_and_is_never_invented(
    value: float | None, decimals: int | None, text: str
) -> None:
    assert formats.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (0.125, 2, "0.13"), (2.675, 2, "2.68"), (-0.5, 0, "−1")],
)
def test_halves_are_rounded_up_as_people_do_by_hand(value: float, decimals: int, text: str) -> None:
    assert formats.number(value, decimals) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "—"),
        (0, "0.0%"),
        (1 / 3, "33.3%"),
        (2 / 3, "66.7%"),
        (1, "100.0%"),
        (3, "300.0%"),
        (12.5, "1,250.0%"),
        (-0.25, "−25.0%"),
        (-0.0001, "0.0%"),
        (0.88, "88.0%"),
        (1 / 16, "6.3%"),
        (0.0055, "0.6%"),
        (0.2845, "28.5%"),
        (0.5745, "57.5%"),
    ],
)
def test_a_share_is_printed_as_a_percentage_with_one_decimal(share: float | None, text: str) -> None:
    assert formats.percent(share) == text


@given(st.integers(0, 100_000))
def test_a_share_on_the_half_is_rounded_up_whatever_its_binary_form(tens: int) -> None:
    share = tens / 10_000
    exact = (Decimal(tens) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert formats.percent(share) == f"{exact:,}%"


def test_points_have_no_sign() -> None:
    assert formats.points(-13.2055) == formats.points(13.2055) == "13.2"
    assert formats.points(0.04, 2) == "0.04"
    assert formats.points(0) == "0.0"


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (None, "件", None, "—"),
        (352, "件", None, "352 件"),
        (10099, "件", 0, "10,099 件"),
        (60.2, "%", 1, "60.2%"),
        (60, "%", 1, "60.0%"),
        (2.9, "件", 2, "2.90 件"),
    ],
)
def test_a_quantity_has_its_unit(value: float | None, unit: str, decimals: int | None, text: str) -> None:
    assert formats.quantity(value, unit, decimals) == text


def test_a_day_is_written_out() -> None:
    assert formats.day(date(2019, 9, 3)) == "2019年9月3日"
    assert formats.day(None) == "—"


@pytest.mark.parametrize(
    ("text", "words", "cumulative_words"),
    [
        ("2019-01", "2019年1月", "2019年1月"),
        ("2019-09", "2019年9月", "2019年1—9月累计"),
        ("2019-12", "2019年12月", "2019年1—12月累计"),
        ("2019Q1", "2019年一季度", "2019年1—3月累计"),
        ("2019Q3", "2019年三季度", "2019年1—9月累计"),
        ("2019Q4", "2019年四季度", "2019年1—12月累计"),
        ("2019H1", "2019年上半年", "2019年1—6月累计"),
        ("2019", "2019年", "2019年1—12月累计"),
    ],
)
def test_a_period_is_said_as_people_say_it(text: str, words: str, cumulative_words: str) -> None:
    assert formats.period(period_of(text)) == words
    assert formats.period(period_of(text), cumulative=True) == cumulative_words


@given(st.floats(allow_nan=False, allow_infinity=False), st.none() | st.integers(0, 6))
def test_every_number_can_be_printed(value: float, decimals: int | None) -> None:
    for text in (formats.number(value, decimals), formats.percent(value), formats.quantity(value, "%", decimals)):
        assert text
        assert not set(text) - set("−0123456789,.%")


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_printed_number_is_within_half_a_step(value: float, decimals: int) -> None:
    read = Fraction(formats.number(value, decimals).replace(",", "").replace("−", "-"))
    assert abs(read - Fraction(value)) <= Fraction(1, 2 * 10**decimals) + Fraction(math.ulp(value))


@pytest.mark.parametrize(("text", "shown"), [("", ""), ("五个字以内", "五个字以内"), ("这里有六个字", "这里有六…")])
def test_a_long_text_is_cut_to_its_length_with_an_ellipsis(text: str, shown: str) -> None:
    assert formats.cut(text, 5) == shown


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("登记量", "尚无报送", "登记量尚无报送"),
        ("指标b", "尚无报送", "指标b 尚无报送"),
        ("指标2", "还差 5 件", "指标2 还差 5 件"),
        ("申请量（PCT）", "尚无报送", "申请量（PCT）尚无报送"),
        ("指标b", "，目标", "指标b，目标"),
        ("", "尚无报送", "尚无报送"),
    ],
)
def test_a_space_stands_where_a_latin_letter_or_figure_meets_a_chinese_character(
    name: str, words: str, said: str
) -> None:
    assert formats.joined(name, words) == said
