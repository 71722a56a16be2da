"""Number formats: what a cell shows for the number that it holds, as Excel and LibreOffice show it."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from office import converted
from tables import of_every
from workbooks import workbook

from lib.intake.number_formats import BUILT_IN, shown

SEPTEMBER = 43709
"""1 September 2019."""

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '

SHOWN: list[tuple[float, str, str]] = [
    (352, "General", "352"),
    (0.1 + 0.2, "General", "0.3"),
    (-2.5, "General", "-2.5"),
    (0, "General", "0"),
    (5, "", "5"),
    (0.605, "0.0%", "60.5%"),
    (0.605, "0%", "61%"),
    (2.825, "0.00", "2.83"),
    (1234.5, "#,##0.00", "1,234.50"),
    (1234567, "#,##0", "1,234,567"),
    (-5, "0.0;(0.0)", "(5.0)"),
    (-5, "0.0_ ;[Red]-0.0 ", "-5.0 "),
    (352, '0"件"', "352件"),
    (352, "@", "352"),
    (7, "00000", "00007"),
    (12345678, "#,##0,", "12,346"),
    (2.5, "0.##", "2.5"),
    (12345.678, "0.00E+00", "1.23E+04"),
    (5551234, "000-0000", "555-1234"),
    (352, "[$¥-804]#,##0", "¥352"),
    (352, '"已报"', "已报"),
    (-352, '"已报"', "已报"),
    (352, "已报", "已报"),
    (352, '""', ""),
    (3, '[<5]"低";[>=5]0', "低"),
    (7, '[<5]"低";[>=5]0', "7"),
    (352, ACCOUNTING, "352.00"),
    (SEPTEMBER, "yyyy/m/d", "2019/9/1"),
    (SEPTEMBER, "yyyy-mm-dd", "2019-09-01"),
    (SEPTEMBER, "mmm-yy", "Sep-19"),
    (SEPTEMBER, "mmmm", "September"),
    (SEPTEMBER, 'yyyy"年"m"月"', "2019年9月"),
    (SEPTEMBER, '[$-804]yyyy"年"m"月"d"日";@', "2019年9月1日"),
    (SEPTEMBER, "yyyy.mm", "2019.09"),
    (SEPTEMBER + 0.5, "yyyy-mm-dd hh:mm:ss", "2019-09-01 12:00:00"),
    (SEPTEMBER + 0.75, "h:mm AM/PM", "6:00 PM"),
    (1.5, "[h]:mm", "36:00"),
    (0.0007, "mm:ss", "01:00"),
]
"""Number, format, and what is shown; LibreOffice says the same of each."""

SHOWN_BY_EXCEL: list[tuple[float, str, str]] = [
    (12345, '0!.0,"万"', "1.2万"),  # ! stands for \ in Chinese Excel
    (60.493827160493, "General", "60.49382716"),  # nine digits behind the point
    (1234567890.12, "General", "1234567890.12"),  # Excel shows 1234567890, where nobody has rounded
    (1 / 3, "General", "0.333333333"),
    (SEPTEMBER, BUILT_IN[14], "2019/9/1"),
    (SEPTEMBER, BUILT_IN[57], "2019年9月"),
    (SEPTEMBER, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2019年9月1日"),
    (SEPTEMBER, "e/m/d aaaa", "2019/9/1 星期日"),
    (0.75, "上午/下午h:mm", "下午6:00"),
    (0, "0;-0;;@", ""),
    (0, ACCOUNTING, "-"),
    (-3, "yyyy", "#####"),
    (2958465.9999999, "yyyy-mm-dd", "#####"),
    (1e300, "yyyy", "#####"),
    (59, "yyyy-m-d", "1900-2-28"),
    (1e20, "General", "1.00000E+20"),
    (1e-12, "General", "1.00000E-12"),
    (352, "[DBNum1][$-804]General", "352"),  # not 三百五十二: a figure is to be read as one
    (SEPTEMBER, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "2019年9月1日"),
    (0.5, "# ?/?", "0.5"),
    (1e300, "0", f"{10**300}"),
    (5, '"a;b"0', "a;b5"),
    (5, "0" * 300, "0" * 254 + "5"),
    (5, '"not closed', "5"),
    (5, "\\", "5"),
]


@of_every([*SHOWN, *SHOWN_BY_EXCEL], least=50)
def test_a_number_is_shown_as_its_format_says(number: float, code: str, text: str) -> None:
    assert shown(number, code).text == text


def test_libreoffice_shows_the_same(tmp_path: Path) -> None:
    saved = converted(
        workbook(*[[(number, code)] for number, code, _ in SHOWN]), "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path
    )
    texts = [row[0] for row in csv.reader(io.StringIO(saved.decode("utf-8-sig")))][1:]
    # The room that _ leaves is a blank there, and nothing here.
    assert [text.strip() for text in texts] == [text.strip() for _, _, text in SHOWN]


@pytest.mark.parametrize(
    ("number", "code", "stored"),
    [
        (0.605, "0%", "60.5%"),
        (352.4, "0", "352.4"),
        (12345, '0!.0,"万"', "12345"),
        (0, ACCOUNTING, "0"),
        (0, "0;-0;;@", "0"),
        (-352, "0;[Red]0", "-352"),
        (-0.605, "0.0%;[Red]0.0%", "-60.5%"),
        (-352.4, "0;[Red]0", "-352.4"),
        (-352, "#,##0_);(#,##0)", "-352"),
        (-352, "0;-0", None),
        (12000, "#,##0,", "12000"),
        (352, '"已报"', "352"),
        (0.605, "0.0%", None),
        (352, "0.00", None),
        (60.493827160493, "General", None),
        (SEPTEMBER + 0.4, "yyyy/m/d", None),
    ],
)
def test_a_number_that_was_rounded_to_be_shown_says_what_is_stored(
    number: float, code: str, stored: str | None
) -> None:
    assert shown(number, code).stored == stored


def test_a_workbook_may_count_its_days_from_1904() -> None:
    assert shown(SEPTEMBER - 1462, "yyyy/m/d", from_1904=True).text == "2019/9/1"


def test_any_format_shows_something_of_any_number() -> None:
    chance = random.Random(2019)  # noqa: S311
    signs = [*'0#?.,%/-+e@ymdhsa"\\!_*[];$<>=:年', "E+", "AM/PM", "General", "[h]", "[<5]"]
    numbers = [0, -1, 1.5, SEPTEMBER + 0.77, 1e300, -1e-300, 2958465.9999999, -0.5]
    for _ in range(3000):
        code = "".join(chance.choices(signs, k=chance.randrange(1, 20)))
        assert isinstance(shown(chance.choice(numbers), code).text, str), code
