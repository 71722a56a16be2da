"""A form as an .xlsx: what is given is locked and grey, what is to be filled in is open, and 状态 is chosen from a list.

The sheet is protected without a password, so that nobody writes over a key by mistake and everybody may who means to. Rows
below the given ones are open: whoever reports on another period adds one.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from lib.rows import KIND_WORDS, TEXTS, Kind, title
from lib.statuses import AGENCY_WORDS, HAIRLINE, OFFICE_WORDS, PALE_ACCENT, SECONDARY
from lib.text import text_width

_WIDEST = 24.0
"""Of a column, in Chinese characters; longer texts break into lines."""

_OF_TEXT, _TO_FILL_IN = 14.0, 6.0
"""How wide a column is at least that is to be filled in with free text, or with something short."""

_GIVEN = {"indicator", "task", "agency", "period"}

MADE = datetime(2000, 1, 1)
"""A constant: the same form is the same bytes."""

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Of every workbook that is written: a text is a text."""


class Form(NamedTuple):
    """What a body is to fill in: columns by name, None for those that are shown and not read, and a row for each key."""

    kind: Kind
    columns: Sequence[str | None]
    header: Sequence[str]
    rows: Sequence[Sequence[str | None]]
    is_for_office: bool = False


def as_workbook(form: Form) -> bytes:
    """The form as a workbook of one worksheet, named as its kind."""
    import xlsxwriter  # not for those who only look

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(KIND_WORDS[form.kind])
        _draw(book, sheet, form)
    return file.getvalue()


def _draw(book: Any, sheet: Any, form: Form) -> None:
    plain = {"valign": "top", "text_wrap": True, "border": 1, "border_color": HAIRLINE}
    head = book.add_format(plain | {"bold": True, "bg_color": PALE_ACCENT})
    given = book.add_format(plain | {"font_color": SECONDARY, "bg_color": HAIRLINE})
    for at, (name, words) in enumerate(zip(form.columns, form.header, strict=True)):
        texts = [row[at] or "" for row in form.rows]
        is_given = name is None or name in _GIVEN
        format = {"locked": False, "valign": "top", "text_wrap": True} | _number_format(form.kind, name)
        to_fill_in = book.add_format(plain | format)
        sheet.set_column(at, at, 2 * _width(form.kind, name, words, texts), book.add_format(format))
        sheet.write_string(0, at, words, head)
        for row, text in enumerate(texts, 1):
            if is_given:
                sheet.write_string(row, at, text, given)
            elif not text:
                sheet.write_blank(row, at, None, to_fill_in)
            elif name == "value":
                sheet.write_number(row, at, float(text), to_fill_in)
            else:
                sheet.write_string(row, at, text, to_fill_in)
        if name == "status":
            sheet.data_validation(1, at, 1_048_575, at, _choice(form))
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _number_format(kind: Kind, name: str | None) -> dict[str, str]:
    """Free text stays text, whatever it begins with; a day is shown as one; figures are shown as they are typed."""
    if name in TEXTS[kind]:
        return {"num_format": "@"}
    return {"num_format": "yyyy-mm-dd"} if name == "reported_on" else {}


def _width(kind: Kind, name: str | None, words: str, texts: Sequence[str]) -> float:
    """How wide a column is, in Chinese characters."""
    longest = max(map(text_width, [words, *texts]))
    if name is not None and name not in _GIVEN:
        longest = max(longest, _OF_TEXT if name in TEXTS[kind] else _TO_FILL_IN)
    return min(longest, _WIDEST) + 1


def _choice(form: Form) -> dict[str, Any]:
    """The list of what may stand in 状态."""
    words = OFFICE_WORDS if form.is_for_office else AGENCY_WORDS
    return {
        "validate": "list",
        "source": list(words),
        "error_title": title(form.kind, "status"),
        "error_message": f"请从 {'、'.join(words)} 中选一个；没有新情况的留空。",
    }
