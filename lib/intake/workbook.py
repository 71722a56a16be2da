"""An .xlsx → its sheet of cells: the first worksheet with a header that is known, each cell as the text that Excel shows.

Elements and attributes are those of ECMA-376 part 1, 18. Worksheets that are hidden are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

from lib import settings
from lib.intake.damage import damage
from lib.intake.number_formats import BUILT_IN, GENERAL, MOST_FORMATS, shown
from lib.intake.package import Attributes, Package, damaged, too_large
from lib.intake.sheet import Grid, IsHeader, Line, Mark, Range, Refused, Sheet, alone, below, column_of, down_to_header
from lib.problems import Problem, problem, quoted

_TRUE = {"1", "true", "on"}
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})(?::([A-Za-z]{1,3})(\d{1,7}))?")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook writes a character that XML cannot hold."""

_LAST_COLUMN = column_of("XFD")
_LAST_ROW = 1_048_576
_TOP_BYTES = 64 * 1024
_MOST_SHEETS = 200
_SHEETS_NAMED = 5
"""So many worksheets are named, and so many words of their first line."""

_MOST_MARKS = 200_000
"""So many cells may be errors or lack their result."""

Styles = list[str]
"""The number format of each cell style."""


class _Worksheet(NamedTuple):
    """A worksheet that can be read: its name, where it stands in the archive, and whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


class _Look(NamedTuple):
    """What is at the top of a worksheet: the lines down to a header, whether there is one, and those behind it."""

    worksheet: _Worksheet
    top: list[Line]
    has_header: bool
    lines: Iterator[Line]
    grid: Grid


def read_workbook(data: bytes, is_header: IsHeader) -> tuple[Sheet, list[Problem]]:
    """The cells of a workbook, and notes on the way. Without a header the sheet is its first line alone, or the first one
    that is damaged, so that the header's own check can say what is the matter.

    Raises Refused for a workbook that is damaged, too large in any direction, or has macros, and where none of several
    worksheets has a header.
    """
    book = _Book(Package(data))
    looks: list[_Look] = []
    refusals: list[Refused] = []
    found = None
    for worksheet in book.worksheets:
        try:
            look = book.look(worksheet, is_header)
        except Refused as refused:
            # A worksheet beside the table may be of any size, but not damaged: a file is taken whole or not at all.
            if refused.problems[0].code.startswith("workbook_"):
                raise
            refusals.append(refused)
            continue
        if look.has_header and not worksheet.is_hidden and found is None:
            found = look
        looks.append(look)
    if found:
        # Lines are made while they are read, and only then the grid is whole.
        sheet = below(found.top, found.lines)._replace(grid=found.grid)
        return sheet, _notes(book, found, looks)
    if refusals:
        raise refusals[0]
    filled = [look for look in looks if look.top and not look.worksheet.is_hidden]
    if not any(look.top for look in looks):
        raise Refused(problem("file_empty"))
    if len(filled) != 1 or any(look.has_header for look in looks):
        raise Refused(problem("workbook_without_header", sheets="；".join(map(_first_words, looks[:_SHEETS_NAMED]))))
    (only,) = filled
    header = next((line for line in only.top if any(map(damage, line.cells))), only.top[0])
    return alone(header)._replace(grid=only.grid), []


def _notes(book: _Book, found: _Look, looks: list[_Look]) -> list[Problem]:
    """Which worksheet is read, and which are not."""
    name = found.worksheet.name
    others = [w for w in book.worksheets if w != found.worksheet]
    named = "".join(quoted(w.name) + "（隐藏）" * w.is_hidden for w in others[:_SHEETS_NAMED])
    more = "等" * (len(others) > _SHEETS_NAMED)
    said = f"另有 {len(others)} 个工作表没有读取：{named}{more}。" if others else ""
    notes = [problem("sheet_read", value=name, detail=said)]
    notes += [
        problem("sheet_not_read", value=look.worksheet.name, read=name)
        for look in looks
        if look is not found and look.has_header and not look.worksheet.is_hidden and next(look.lines, None)
    ]
    if above := len(found.top) - 1:
        notes.append(problem("lines_above_header", row=found.top[0].row, count=above))
    return notes


def _first_words(look: _Look) -> str:
    """A worksheet, and what its first line says."""
    name = f"{quoted(look.worksheet.name)}{'（隐藏）' * look.worksheet.is_hidden}"
    if look.has_header:
        return f"{name}有认得的表头，请取消隐藏"
    if not look.top:
        return f"{name}是空的"
    words = [cell.strip() for cell in look.top[0].cells if cell.strip()]
    return f"{name}第{look.top[0].row}行是{quoted('、'.join(words[:_SHEETS_NAMED]))}"


class _Book:
    """A workbook: its worksheets, texts and number formats. Raises Refused where it is none that can be read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = next((part for kind, part in package.related("").values() if kind == "officeDocument"), "")
        if main not in package:
            raise damaged("没有工作簿的内容")
        if b"macroEnabled" in package.starting("[Content_Types].xml", _TOP_BYTES):
            raise Refused(problem("workbook_macros"))
        if main.endswith(".bin"):
            raise Refused(problem("file_other_format", kind="二进制 Excel 工作簿（xlsb）"))
        related = package.related(main)
        parts = dict(related.values())
        self.from_1904 = False
        self.worksheets: list[_Worksheet] = []
        package.read(main, lambda tag, attributes: self._take(tag, attributes, related))
        self.strings = _strings(package, parts.get("sharedStrings", ""))
        self.styles = _styles(package, parts.get("styles", ""))

    def _take(self, tag: str, attributes: Attributes, related: dict[str, tuple[str, str]]) -> None:
        if tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in _TRUE
        elif tag == "sheet":
            # The prefix of the attribute is whatever the program likes.
            id = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            kind, part = related.get(id, ("", ""))
            if kind == "worksheet" and part in self._package:
                name, state = attributes.get("name", "")[:31], attributes.get("state", "visible")
                self.worksheets.append(_Worksheet(name, part, state != "visible"))
                if len(self.worksheets) > _MOST_SHEETS:
                    raise too_large(f"有 {_MOST_SHEETS} 个以上的工作表")

    def look(self, worksheet: _Worksheet, is_header: IsHeader) -> _Look:
        """The top of a worksheet; lines behind it are read when they are asked for."""
        reader = _Reader(self, worksheet.name)
        lines = reader.lines(self._package, worksheet.part)
        top, has_header = down_to_header(lines, is_header)
        return _Look(worksheet, top, has_header, lines, reader.grid)


def _strings(package: Package, part: str) -> list[str]:
    """The texts that cells share."""
    found: list[str] = []
    pieces = _Pieces()

    def start(tag: str, _: Attributes) -> None:
        if tag == "si":
            pieces.clear()
        pieces.start(tag)

    def end(tag: str) -> None:
        pieces.end(tag)
        if tag == "si":
            found.append(pieces.text)

    package.read(part, start, end, pieces.add)
    return found


class _Pieces:
    """A text in the making. What is said above Chinese characters to read them aloud is no part of it."""

    def __init__(self) -> None:
        self.clear()
        self._is_open = self._is_reading = False

    def clear(self) -> None:
        """Begin a text."""
        self._pieces: list[str] = []
        self._size = 0

    def start(self, tag: str) -> None:
        """An element begins."""
        if tag == "rPh":
            self._is_reading = True
        elif tag == "t" or tag == "v":
            self._is_open = not self._is_reading

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "rPh":
            self._is_reading = False
        elif tag == "t" or tag == "v":
            self._is_open = False

    def add(self, text: str) -> None:
        """Characters between elements. Of a text that is too long no more is kept than tells that it is."""
        if self._is_open and self._size <= settings.MAX_CELL_CHARS:
            self._pieces.append(text[: settings.MAX_CELL_CHARS + 1])
            self._size += len(text)

    @property
    def text(self) -> str:
        """The text as it is."""
        text = "".join(self._pieces)
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _styles(package: Package, part: str) -> Styles:
    codes: dict[int, str] = dict(BUILT_IN)
    numbers: list[int] = []
    inside: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "numFmt":
            codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            if len(codes) > MOST_FORMATS:
                raise too_large(f"有 {MOST_FORMATS:,} 种以上的数字格式")
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            numbers.append(_whole(attributes.get("numFmtId")))
        inside.append(tag)

    package.read(part, start, lambda _: inside.__delitem__(-1))
    return [codes.get(number, GENERAL) for number in numbers]


class _Reader:
    """A worksheet, line by line. The grid is whole once all lines are read."""

    def __init__(self, book: _Book, name: str) -> None:
        self._book = book
        self.grid = Grid(name, set(), [], [], {})
        self._ready: list[Line] = []
        self._row = self._column = 0
        self._is_hidden = False
        self._cells: dict[int, str] = {}
        self._marks: dict[int, Mark] = {}
        self._type = ""
        self._style = 0
        self._is_formula = False
        self._chars = 0
        self._value = _Pieces()

    def lines(self, package: Package, part: str) -> Iterator[Line]:
        """The lines that are not blank."""
        for _ in package.reading(part, self._start, self._end, self._value.add):
            yield from self._ready
            self._ready.clear()

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "v" or tag == "t":
            self._value.start(tag)
        elif tag == "f":
            self._is_formula = True
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "col":
            if _is_out_of_sight(attributes, "width") and len(self.grid.hidden_columns) < _LAST_COLUMN:
                columns = _whole(attributes.get("min")) - 1, _whole(attributes.get("max")) - 1
                self.grid.hidden_columns.append(columns)
        elif tag == "mergeCell":
            found = _range(attributes.get("ref", ""))
            if found and len(self.grid.merged) < settings.MAX_ROWS:
                self.grid.merged.append(found)
        else:
            self._value.start(tag)

    def _end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        else:
            self._value.end(tag)

    def _begin_row(self, attributes: Attributes) -> None:
        row = _whole(attributes.get("r")) if "r" in attributes else self._row + 1
        if not self._row < row <= _LAST_ROW:
            raise damaged("行号不对")
        self._row, self._column = row, -1
        self._is_hidden = _is_out_of_sight(attributes, "ht")
        self._cells.clear()
        self._marks.clear()

    def _end_row(self) -> None:
        last = max((column for column, text in self._cells.items() if text.strip()), default=-1)
        if last < 0 and all(mark.code == "value_shown" for mark in self._marks.values()):
            return
        last = max(last, *self._marks, -1)
        cells = [""] * (last + 1)
        for column, text in self._cells.items():
            if column <= last:
                cells[column] = text
                self._chars += len(text)
        if self._chars > settings.MAX_FILE_BYTES:
            raise too_large(f"各格的文字超过 {settings.MAX_FILE_BYTES:,} 字")
        if self._is_hidden:
            self.grid.hidden_rows.add(self._row)
        for column, mark in self._marks.items():
            self._mark(column, mark)
        self._ready.append(Line(self._row, cells))

    def _mark(self, column: int, mark: Mark) -> None:
        if len(self.grid.marks) < _MOST_MARKS:
            self.grid.marks[self._row, column] = mark
        elif mark.code != "value_shown":
            raise too_large(f"出错的单元格超过 {_MOST_MARKS:,} 个")

    def _begin_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        column = column_of(reference.rstrip("0123456789")) if reference else self._column + 1
        if not 0 <= column <= _LAST_COLUMN or not self._row:
            raise damaged("单元格的位置不对")
        self._column = column
        self._type = attributes.get("t", "n")
        self._style = _whole(attributes.get("s"))
        self._is_formula = False
        self._value.clear()

    def _end_cell(self) -> None:
        text = self._value.text
        match self._type:
            case "n":
                text = self._number(text)
            case "s":
                at = _whole(text)
                if at >= len(self._book.strings):
                    raise damaged("缺少单元格的文字")
                text = self._book.strings[at]
            case "b":
                text = "TRUE" if text in _TRUE else "FALSE"
            case "e":
                self._marks[self._column] = Mark("value_excel_error")
            case "d":
                text = text.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
        if text:
            self._cells[self._column] = text

    def _number(self, text: str) -> str:
        """What a cell shows for the number that it holds."""
        if not text:
            if self._is_formula:
                self._marks[self._column] = Mark("formula_without_result")
            return text
        styles = self._book.styles
        code = styles[self._style] if self._style < len(styles) else GENERAL
        if code == GENERAL and len(text) <= 11 and text.isascii() and text.isdigit() and text[0] != "0":
            return text
        if not _NUMBER.fullmatch(text) or not isfinite(number := float(text)):
            return text
        said = shown(number, code, from_1904=self._book.from_1904)
        if said.stored is not None:
            self._marks[self._column] = Mark("value_shown", said.stored)
        return said.text


def _is_out_of_sight(attributes: Attributes, size: str) -> bool:
    """Whether a row or column is hidden, or nothing wide or high."""
    return attributes.get("hidden") in _TRUE or attributes.get(size) == "0"


def _range(reference: str) -> Range | None:
    """A1:B3 as its rows and columns; None for one cell alone."""
    match = _REFERENCE.fullmatch(reference)
    if match is None or match[3] is None:
        return None
    return Range(int(match[2]), int(match[4]), column_of(match[1]), column_of(match[3]))


def _whole(text: str | None) -> int:
    """A whole number of an attribute; 0 where there is none."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else 0
