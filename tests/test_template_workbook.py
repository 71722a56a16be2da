"""The workbook that a body fills in: what it gives, what it locks, and that the reader takes it as it is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from factories import figure, period_of
from office import converted
from openpyxl import load_workbook
from tables import of_every
from test_templates import KINDS, SEPTEMBER, SHIPPED, YEAR_OVER, filled_in, measures_of
from workbooks import sheet_of

from lib.board.templates import file_name, is_filled_in, kinds_of, template
from lib.intake.reading import Reading, read_file
from lib.rows import KIND_WORDS, Kind
from lib.statuses import AGENCY_WORDS

MEASURES = measures_of(SHIPPED)
BODIES = [SHIPPED.office.id, *(agency.id for agency in SHIPPED.agencies)]
EVERY = [(body, kind) for body in BODIES for kind in kinds_of(SHIPPED, body)]


def made(body: str, kind: Kind, measures: Any = MEASURES) -> bytes:
    return template(measures, body, kind, SEPTEMBER, ".xlsx")


def read(data: bytes, body: str, kind: Kind) -> Reading:
    return read_file(file_name(SHIPPED, body, kind, SEPTEMBER, ".xlsx"), data, SHIPPED, YEAR_OVER)


def filled(data: bytes, cells: dict[str, Any]) -> bytes:
    """The workbook with these cells filled in."""
    book, file = load_workbook(io.BytesIO(data)), io.BytesIO()
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(file)
    return file.getvalue()


@of_every(EVERY, least=27)
def test_every_template_holds_what_the_csv_does_and_is_accepted_as_it_is(body: str, kind: Kind) -> None:
    data = made(body, kind)
    header, *rows = sheet_of(data).iter_rows(values_only=True)
    assert [dict(zip(header, (cell or "" for cell in row), strict=True)) for row in rows] == filled_in(
        MEASURES, body, kind
    )
    reading = read(data, body, kind)
    assert (reading.sender, reading.kind, reading.rows) == (body, kind, [])
    assert not reading.faults, [p.message for p in reading.faults]


@pytest.mark.parametrize("kind", KINDS)
def test_header_and_given_cells_are_locked_without_a_password_and_the_rest_is_open(kind: Kind) -> None:
    sheet = sheet_of(made("ipo", kind))
    assert (sheet.title, sheet.protection.sheet, sheet.protection.password) == (KIND_WORDS[kind], True, None)
    header = [cell.value for cell in sheet[1]]
    open_columns = {header[cell.column - 1] for cell in sheet[2] if not cell.protection.locked}
    assert all(cell.protection.locked for cell in sheet[1])
    wanted = {
        "figures": {"实际值", "填报日期", "说明"},
        "progress": {"状态", "佐证材料", "存在问题", "下一步措施", "填报日期", "进展说明"},
    }
    assert open_columns == wanted[kind]
    # Below the given rows everything is open, so that another period can be reported.
    assert not any(dimension.protection.locked for dimension in sheet.column_dimensions.values())


def test_a_status_is_chosen_from_a_list_which_is_longer_for_the_office() -> None:
    for body, more in (("ipo", []), (SHIPPED.office.id, ["已销号"])):
        (choice,) = sheet_of(made(body, "progress")).data_validations.dataValidation
        words = choice.formula1.strip('"').split(",")
        assert words[: len(AGENCY_WORDS)] == [*AGENCY_WORDS]
        assert {*more} <= {*words} and ("已销号" in words) is bool(more)


def test_what_was_reported_last_stands_beside_in_grey() -> None:
    measures = measures_of(SHIPPED, figures=[figure(period="2019-08", value=311)])
    sheet = sheet_of(made("copyright", "figures", measures))
    last = sheet[2][-1]
    assert (last.value, last.protection.locked) == ("311（2019年8月）", True)
    assert last.font.color.rgb == "FF5B6673"


def test_the_same_template_is_the_same_bytes() -> None:
    assert made("ipo", "progress") == made("ipo", "progress")


def test_an_untouched_template_is_not_filled_in_and_a_touched_one_is() -> None:
    data = made("copyright", "figures")
    assert not is_filled_in(data, SHIPPED)
    assert is_filled_in(filled(data, {"C2": 352}), SHIPPED)


def test_a_template_that_was_filled_in_and_saved_by_libreoffice_is_read(tmp_path: Path) -> None:
    data = made("science", "progress")
    place = {cell.value: f"{cell.column_letter}2" for cell in sheet_of(data)[1]}
    data = filled(data, {place["状态"]: "推进中", place["填报日期"]: YEAR_OVER, place["进展说明"]: "已部署"})
    reading = read(converted(data, "xlsx", tmp_path), "science", "progress")
    assert not reading.faults, [p.message for p in reading.faults]
    (row,) = reading.rows
    assert (row.row, row.period, row.said, row.reported_on) == (2, period_of("2019-09"), "in_progress", YEAR_OVER)


def test_what_was_reported_for_the_period_already_is_in_its_cells_a_figure_as_a_number() -> None:
    sheet = sheet_of(made("copyright", "figures", measures_of(SHIPPED, figures=[figure(value=352.5, note="含补登")])))
    assert (sheet["C2"].value, sheet["E2"].value) == (352.5, "含补登")
    assert not sheet["C2"].protection.locked
