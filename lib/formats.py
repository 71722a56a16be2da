"""Numbers, shares and dates as they are printed. Formatting happens here and never in a browser,
so that a picture looks the same everywhere."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from lib.periods import Period

MISSING = "—"

_AMPLE = Context(prec=400)
"""Digits enough for any float: a figure may be absurd and must still be printed."""


def number(value: float | None, decimals: int | None = None) -> str:
    """A number with thousands separators; `decimals` fixes the digits, else as many as the value has (at most 6).

    None is printed as a dash, never as zero.
    """
    if value is None:
        return MISSING
    text = f"{value:,.6f}".rstrip("0").rstrip(".") if decimals is None else f"{_rounded(_decimal(value), decimals):,}"
    return "0" if text in {"-0", "−0"} else text.replace("-", "−")


def percent(share: float | None, decimals: int = 1) -> str:
    """A share between 0 and 1 as a percentage: 0.333 → 33.3%. What is less than the whole is never rounded up to it."""
    if share is None:
        return MISSING
    rounded = _rounded(_decimal(share).scaleb(2), decimals)
    if share < 1 <= rounded / 100:
        rounded -= Decimal(1).scaleb(-decimals)
    return f"{rounded:,}%".replace("-", "−")


def points(value: float, decimals: int = 1) -> str:
    """A difference in 百分点 without its sign: 12.1."""
    return f"{rounded_points(value, decimals):,}"


def rounded_points(value: float, decimals: int = 1) -> Decimal:
    """A difference in 百分点 without its sign, as `points` prints it."""
    return _rounded(_decimal(abs(value)), decimals)


def quantity(value: float | None, unit: str, decimals: int | None = None) -> str:
    """A number with its unit: 352 件, 60.2%."""
    if value is None:
        return MISSING
    return f"{number(value, decimals)}{'' if unit == '%' else ' '}{unit}"


def day(value: date | None) -> str:
    """2021年9月30日."""
    return MISSING if value is None else f"{value.year}年{value.month}月{value.day}日"


def period(value: Period, cumulative: bool = False) -> str:
    """A period in words: 2021年9月, 2021年1—9月累计, 2021年三季度, 2021年."""
    return f"{value.end.year}年{within_year(value, cumulative)}"


def within_year(value: Period, cumulative: bool = False) -> str:
    """A period in words without its year: 9月, 1—9月累计, 三季度; nothing for the year as a whole."""
    last = value.end.month
    if cumulative:
        return "1月" if last == 1 else f"1—{last}月累计"
    if "Q" in value.text:
        return f"{'一二三四'[last // 3 - 1]}季度"
    if "H" in value.text:
        return "上半年"
    return "" if value.text == str(value.end.year) else f"{last}月"


def cut(text: str, most: int) -> str:
    """A text of at most `most` characters, the last of them an ellipsis where something is left out."""
    return text if len(text) <= most else text[: most - 1] + "…"


def joined(name: str, words: str) -> str:
    """A name and the words behind it, with a space where a Latin letter or figure meets a Chinese character: 指标b 尚无报送."""
    is_latin = name[-1:].isascii() and name[-1:].isalnum()
    return f"{name} {words}" if is_latin and words[:1].isalpha() and not words[0].isascii() else name + words


def _decimal(value: float) -> Decimal:
    # The shortest decimal text of a float is what was written in the file.
    return Decimal(repr(float(value)))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    # Half up, as people round by hand.
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _AMPLE)
    return abs(rounded) if rounded == 0 else rounded
