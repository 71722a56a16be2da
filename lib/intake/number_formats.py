"""Number formats of Excel: what a cell shows for the number that it holds.

The grammar is that of ECMA-376 part 1, 18.8.31; what a Chinese Excel shows for the numbers of built-in formats is in
18.8.30. What is not read here (fractions, numerals of other scripts) is shown as the plain number.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"

BUILT_IN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: GENERAL, 13: GENERAL,
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0", 42: "¥#,##0;¥-#,##0", 43: "#,##0.00;-#,##0.00", 44: "¥#,##0.00;¥-#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that a workbook names by their number alone, as a Chinese Excel shows them."""

MOST_FORMATS = 4096
"""Of its own in a workbook; Excel makes some hundreds at most."""

_MOST_CHARS = 255
"""Of a format: Excel takes no more."""

_DIGITS = 15
"""What Excel keeps of a number."""

_GENERAL_DECIMALS = 9
"""What is read behind the point where a number has no format. Excel shows 11 characters in all, which of large amounts would
take the cents away."""

_PRECISE = Context(prec=700, rounding=ROUND_HALF_UP)
"""Enough for the largest number in the longest format."""

_LAST_SERIAL = 2_958_466
"""The first day that Excel does not know, in the year 10000."""

_DAYS_FROM_1904 = 1462

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])|(?P<second>s+(?:\.0+)?)|(?P<time>y+|e+|m+|d+|h+|a{3,4})"
    r"|(?P<digit>[0#?])|(?P<mark>[.,%@/])|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CLOSED = re.compile(r'(?:"[^"]*"|[\\!_*].|[^"\\!_*])*', re.DOTALL)
"""A format of which no quotation mark and no sign that takes the next one is left open: Excel knows no other."""
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_LONG_DATE, _LONG_TIME = "$-F800", "$-F400"
"""What stands for the long forms of date and time that are set in Windows."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Shown(NamedTuple):
    """What a cell shows. `stored`: the number itself in the same form, where what is shown was rounded or scaled, or lost its
    sign. `day`: the day itself, 2021-10-08, where less is shown of it, or not its whole year first; `is_day`: whether
    a day of the month is a part of that."""

    text: str
    stored: str | None = None
    day: str = ""
    is_day: bool = False


class _Token(NamedTuple):
    kind: str
    text: str


class _Digits(NamedTuple):
    """How the digits of a section stand: the places of its tokens, and what is done to the number before."""

    whole: list[int]
    decimals: list[int]
    point: int | None
    exponent: int | None
    power_places: int
    scale: int
    """By which power of ten the number is multiplied: 2 for each %, -3 for each comma behind the digits."""
    percents: int
    is_grouped: bool
    least: int
    """So many digits stand before the point at least."""
    literals: dict[int, str]
    step: Decimal
    """What the number is rounded to."""
    plain: tuple[str, str, str] | None
    """What stands before the digits, the digits as Python writes them, and what stands behind: most formats need no more."""


class _Section(NamedTuple):
    """One of up to four parts of a format, and the numbers for which it is."""

    tokens: list[_Token]
    condition: tuple[str, Decimal] | None = None
    digits: _Digits | None = None
    is_moment: bool = False
    is_bare: bool = False
    """Whether it shows a part of a day, or one that does not begin with its whole year."""
    has_day: bool = False
    """Whether the day of the month is shown."""


@lru_cache(maxsize=4096)
def shown(value: float, code: str, *, from_1904: bool = False) -> Shown:
    """What a cell with this format shows for a number; `from_1904` tells on which day the workbook begins to count."""
    number = Decimal(f"{value:.{_DIGITS}g}")
    sections = _sections(code[:_MOST_CHARS])
    section = _section_for(sections, number)
    if section.is_moment:
        serial = number + (_DAYS_FROM_1904 if from_1904 else 0)
        is_bare = section.is_bare and 1 <= serial < _LAST_SERIAL
        day = _moment(serial, _sections("yyyy-mm-dd")[0].tokens) if is_bare else ""
        return Shown(_moment(serial, section.tokens), day=day, is_day=is_bare and section.has_day)
    if section.digits:
        # A section of its own for negative numbers says itself how they are marked.
        has_own = number < 0 and section is not sections[0]
        return _number(number, section.tokens, section.digits, is_marked=not has_own)
    plain = plain_number(number)
    kinds = [token.kind for token in section.tokens]
    if "general" in kinds:
        return Shown("".join(plain if token.kind == "general" else token.text for token in section.tokens))
    if set(kinds) <= {"literal"} and (len(sections) > 1 or _says_something(code, kinds)):
        return Shown("".join(token.text for token in section.tokens), plain)
    return Shown(plain)


def _says_something(code: str, kinds: list[str]) -> bool:
    """Whether a format of one section that has only texts shows these: a blank one in quotation marks is one, too."""
    return bool(kinds or '""' in code) and _CLOSED.fullmatch(code) is not None


def plain_number(number: Decimal) -> str:
    """A number without a format, in all the digits that Excel keeps, and not more than nine of them behind the point."""
    if not number:
        return "0"
    before = max(1, number.adjusted() + 1)
    if before > _DIGITS:
        return f"{number:.5E}"
    rounded = round(number, min(_GENERAL_DECIMALS, _DIGITS - before))
    if not rounded:
        return f"{number:.5E}"
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=MOST_FORMATS)
def _sections(code: str) -> list[_Section]:
    """The sections of a format."""
    found = [_Section([])]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "skipped"
        text = match[0] if match.lastgroup is None else match[match.lastgroup]
        if kind == "literal" and text == ";":
            found.append(_Section([]))
        elif kind == "bracket":
            _take_bracket(found, text)
        elif kind != "skipped":
            found[-1].tokens.append(_Token("literal" if kind in ("quoted", "escaped") else kind, text))
    return list(map(_finished, found))


def _finished(section: _Section) -> _Section:
    """A section without what shows nothing, its minutes told from its months."""
    tokens = [token for token in section.tokens if token.text or token.kind == "end"]
    tokens = tokens[: next((at for at, token in enumerate(tokens) if token.kind == "end"), None)]
    letters = _letters(tokens)
    if letters:
        tokens = [token for token in tokens if token != ("mark", "@")]
        letters = _letters(tokens)
    names = [tokens[at].text[0].lower() for at in letters]
    for n, at in enumerate(letters):
        # Right behind hours, or right before seconds.
        if names[n] == "m" and ("h" in names[max(0, n - 1) : n] or "s" in names[n + 1 : n + 2]):
            tokens[at] = _Token("minute", tokens[at].text)
    shown = {names[n] for n, at in enumerate(letters) if tokens[at].kind == "time"}
    begins_with_year = bool(letters) and (names[0] == "e" or tokens[letters[0]].text.lower().startswith("yyy"))
    is_bare = bool(shown & set("yemda")) and not (begins_with_year and {"m", "d"} <= shown)
    return _Section(tokens, section.condition, _digits(tokens), bool(letters), is_bare, "d" in shown)


def _letters(tokens: list[_Token]) -> list[int]:
    """Where tokens of days and times stand."""
    return [at for at, token in enumerate(tokens) if token.kind in ("time", "second", "elapsed")]


def _take_bracket(found: list[_Section], text: str) -> None:
    """Add what stands in brackets: a condition, elapsed hours, a currency, or what makes no difference here."""
    tokens = found[-1].tokens
    if condition := _CONDITION.fullmatch(text):
        found[-1] = found[-1]._replace(condition=(condition[1], Decimal(condition[2])))
    elif _ELAPSED.fullmatch(text):
        tokens.append(_Token("elapsed", text.lower()))
    elif text.upper() in (_LONG_DATE, _LONG_TIME):
        long = 'yyyy"年"m"月"d"日"' if text.upper() == _LONG_DATE else "h:mm:ss"
        # The rest of such a section only says what it looks like elsewhere.
        tokens.extend([*_sections(long)[0].tokens, _Token("end", "")])
    elif text.startswith("$"):
        tokens.append(_Token("literal", text[1:].partition("-")[0]))


def _section_for(sections: list[_Section], number: Decimal) -> _Section:
    """The section that a number is shown in."""
    if len(sections) == 1:
        return sections[0]
    for section in sections[:3]:
        if section.condition and _holds(*section.condition, number):
            return section
    free = [section for section in sections[:3] if not section.condition]
    if len(free) < len(sections[:3]):
        return free[-1] if free else sections[0]
    if number < 0 and len(free) > 1:
        return free[1]
    return free[2] if number == 0 and len(free) > 2 else free[0]


def _holds(sign: str, limit: Decimal, number: Decimal) -> bool:
    return {
        "<": number < limit,
        ">": number > limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[sign]


def _digits(tokens: list[_Token]) -> _Digits | None:
    """How the digits of a section stand; None where it has none, or is a fraction."""
    marks = {text: [at for at, token in enumerate(tokens) if token == ("mark", text)] for text in ".,%/"}
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    if not digits or marks["/"]:
        return None
    end = len(tokens)
    exponent = next((at for at, token in enumerate(tokens) if token.kind == "exponent"), None)
    point = marks["."][0] if marks["."] else None
    before = min(end if point is None else point, end if exponent is None else exponent)
    whole = [at for at in digits if at < before]
    decimals = [at for at in digits if at not in whole and (exponent is None or at < exponent)]
    between = [at for at in marks[","] if whole and whole[0] < at < whole[-1]]
    thousands = len(marks[","]) - len(between)
    literals = {at: token.text for at, token in enumerate(tokens) if token.kind == "literal" or token.text == "%"}
    least = sum(tokens[at].text == "0" for at in whole)
    is_plain = (
        least == 1
        and exponent is None
        and bool(decimals) == (point is not None)
        and all(tokens[at].text == "0" for at in decimals)
        and not any(digits[0] < at < digits[-1] for at in literals)
    )
    return _Digits(
        whole=whole,
        decimals=decimals,
        point=point,
        exponent=exponent,
        power_places=len(digits) - len(whole) - len(decimals),
        scale=2 * len(marks["%"]) - 3 * thousands,
        percents=len(marks["%"]),
        is_grouped=bool(between),
        least=least,
        literals=literals,
        step=Decimal(1).scaleb(-len(decimals)),
        plain=(
            "".join(text for at, text in literals.items() if at < digits[0]),
            f"{',' * bool(between)}.{len(decimals)}f",
            "".join(text for at, text in literals.items() if at > digits[-1]),
        )
        if is_plain
        else None,
    )


def _number(number: Decimal, tokens: list[_Token], digits: _Digits, *, is_marked: bool) -> Shown:
    """A number in the digits of a section; `is_marked` where a negative one gets its sign before them."""
    scaled = (number if is_marked else abs(number)).scaleb(digits.scale)
    power = scaled.adjusted() if digits.exponent is not None and scaled else 0
    rounded = scaled.scaleb(-power).quantize(digits.step, context=_PRECISE)
    if digits.plain:
        first, plain, last = digits.plain
        text = f"{'-' * (rounded < 0)}{first}{rounded.copy_abs():{plain}}{last}"
    else:
        text = "-" * (rounded < 0) + _composed(rounded, power, tokens, digits)
    is_itself = (
        rounded.scaleb(power) == scaled and ("-" in text) == (number < 0) and digits.scale == 2 * digits.percents
    )
    # A point or a digit of the format itself is read as one of the number: 0!.0000 shows 35200 as 3.5200.
    is_itself = is_itself and not any(c in ".0123456789" for said in digits.literals.values() for c in said)
    if (digits.plain or any(map(str.isdigit, text))) and is_itself:
        return Shown(text)
    return Shown(text, plain_number(number.scaleb(2 * digits.percents)) + "%" * digits.percents)


def _composed(rounded: Decimal, power: int, tokens: list[_Token], digits: _Digits) -> str:
    """A number without its sign, digit by digit, each at its place between the other signs of a section."""
    before, _, behind = f"{rounded.copy_abs():f}".partition(".")
    before = before.lstrip("0").rjust(digits.least, "0")
    if digits.is_grouped and before:
        before = f"{int(before):,}".rjust(digits.least, "0")
    texts = digits.literals | _spread(before, digits.whole, is_grouped=digits.is_grouped)
    filled = len(behind.rstrip("0"))
    texts |= {
        at: c
        for n, (at, c) in enumerate(zip(digits.decimals, behind, strict=False))
        if n < filled or tokens[at].text == "0"
    }
    if digits.point is not None and any(at in texts for at in digits.decimals):
        texts[digits.point] = "."
    if digits.exponent is not None:
        sign = "-" if power < 0 else "+" if tokens[digits.exponent].text[1] == "+" else ""
        texts[digits.exponent] = f"E{sign}{abs(power):0{digits.power_places}d}"
    return "".join([texts[at] for at in sorted(texts)])


def _spread(digits: str, places: list[int], *, is_grouped: bool) -> dict[int, str]:
    """Digits at their places from the right; the first place takes what is left, and grouped ones stand together."""
    if not places:
        return {}
    if is_grouped:
        return {places[0]: digits}
    count = min(len(digits), len(places) - 1)
    texts = dict(zip(places[len(places) - count :], digits[len(digits) - count :], strict=True)) if count else {}
    return texts | {places[0]: digits[: len(digits) - count]}


def _moment(serial: Decimal, tokens: list[_Token]) -> str:
    """A day and time in the letters of a section; what Excel cannot show is #####, as there."""
    if not 0 <= serial < _LAST_SERIAL:
        return "#####"
    kinds = [token.kind for token in tokens]
    finest = max((len(token.text.partition(".")[2]) for token in tokens if token.kind == "second"), default=0)
    seconds = (serial * 86_400).quantize(Decimal(1).scaleb(-min(finest, 3)), context=_PRECISE)
    days = int(seconds // 86_400)
    if days >= _LAST_SERIAL:
        return "#####"
    # Excel knows a 29 February 1900, as Lotus did.
    moment = datetime(1899, 12, 30) + timedelta(days=days + (days < 60), seconds=float(seconds % 86_400))
    is_half = "half" in kinds
    return "".join([_piece(token, moment, seconds, is_half=is_half) for token in tokens])


def _piece(token: _Token, moment: datetime, seconds: Decimal, *, is_half: bool) -> str:
    """What one token of a section says of a moment."""
    text, letter, width = token.text, token.text[:1].lower(), len(token.text)
    if token.kind == "elapsed":
        return f"{int(seconds // {'h': 3600, 'm': 60, 's': 1}[letter]):0{width}d}"
    if token.kind == "second":
        whole, _, fraction = text.partition(".")
        of_second = f"{seconds % 1:.{len(fraction)}f}"[1:] if fraction else ""
        return f"{moment.second:0{min(len(whole), 2)}d}{of_second}"
    if token.kind == "half":
        first, second = text.split("/")
        return first if moment.hour < 12 else second
    if token.kind == "minute":
        return f"{moment.minute:0{min(width, 2)}d}"
    if token.kind != "time":
        return text
    match letter:
        case "y":
            return f"{moment.year % 100:02d}" if width <= 2 else f"{moment.year:04d}"
        case "e":
            return f"{moment.year:04d}"
        case "m":
            return _named(_MONTHS[moment.month - 1], moment.month, width)
        case "d":
            return _named(_DAYS[moment.weekday()], moment.day, width)
        case "a":
            return "星期" * (width == 4) + "一二三四五六日"[moment.weekday()]
        case _:
            hour = (moment.hour % 12 or 12) if is_half else moment.hour
            return f"{hour:0{min(width, 2)}d}"


def _named(name: str, number: int, width: int) -> str:
    """m 9, mm 09, mmm Sep, mmmm September, mmmmm S."""
    if width <= 2:
        return f"{number:0{width}d}"
    return name[: {3: 3, 5: 1}.get(width)]
