"""A worksheet of an .xlsx → its lines, each cell as the text that Excel shows, and what it hides or merges.

Elements and attributes are those of ECMA-376 part 1, 18.3.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from lib import settings
from lib.intake.cells import read_day
from lib.intake.number_formats import GENERAL, shown
from lib.intake.package import Attributes, Package, damaged, too_large
from lib.intake.sheet import Grid, Line, Mark, Range, column_of

TRUE = {"1", "true", "on"}
"""What an attribute says that holds."""
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})(?::([A-Za-z]{1,3})(\d{1,7}))?")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook writes a character that XML cannot hold."""

_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
"""Digits that stand higher or lower are no digits of the number before them: they count a footnote."""
_STRUCK = {ord(digit): f"{digit}\u0336" for digit in "0123456789"}
"""Neither are those that are crossed out."""
_ALL_DIGITS = re.compile(r"[\d.,%/+\-\s]+")

_LAST_COLUMN = column_of("XFD")
_LAST_ROW = 1_048_576
_MOST_MARKS = 200_000
"""So many cells may be errors, lack their result or be struck through."""


@dataclass(frozen=True)
class Shared:
    """What the worksheets of a workbook have in common."""

    strings: Sequence[str]
    """Texts that cells name by their number."""
    formats: Sequence[str]
    """The number format of each style of cells."""
    struck: Collection[int]
    """The styles that are struck through."""
    from_1904: bool
    """Whether days are counted from 1904 on."""
    awaits_results: bool
    """Whether formulas are still to be computed, when the workbook is opened: a 0 may stand where there is no result yet."""


class Pieces:
    """A text in the making. What is said above Chinese characters to read them aloud is no part of it; digits that stand
    higher or lower beside a number, or are crossed out, are written as such. Those of a name, as in PM2.5, make no difference."""

    def __init__(self) -> None:
        self.clear()
        self._is_open = self._is_reading = False

    def clear(self) -> None:
        """Begin a text."""
        self._pieces: list[str] = []
        self._placed: list[str] = []
        self._size = 0
        self._place: Mapping[int, int | str] = {}

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "rPh":
            self._is_reading = True
        elif tag == "r":
            self._place = {}
        elif tag == "vertAlign":
            self._place = {"superscript": _RAISED, "subscript": _LOWERED}.get(attributes.get("val", ""), self._place)
        elif tag == "strike" and attributes.get("val", "1") in TRUE:
            self._place = _STRUCK
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
            text = text[: settings.MAX_CELL_CHARS + 1]
            self._pieces.append(text)
            self._placed.append(text.translate(self._place))
            self._size += len(text)

    @property
    def text(self) -> str:
        """The text as it is."""
        text = "".join(self._pieces)
        if self._placed != self._pieces and _ALL_DIGITS.fullmatch(text):
            return "".join(self._placed)
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class Reader:
    """A worksheet, line by line. The grid is whole once all lines are read."""

    def __init__(self, shared: Shared, name: str) -> None:
        self._shared = shared
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
        self._value = Pieces()

    def lines(self, package: Package, part: str) -> Iterator[Line]:
        """The lines that are not blank."""
        for _ in package.reading(part, self._start, self._end, self._value.add):
            yield from self._ready
            self._ready.clear()

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "v" or tag == "t":
            self._value.start(tag, attributes)
        elif tag == "f":
            self._is_formula = True
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "col":
            if _is_out_of_sight(attributes, "width") and len(self.grid.hidden_columns) < _LAST_COLUMN:
                columns = whole(attributes.get("min")) - 1, whole(attributes.get("max")) - 1
                self.grid.hidden_columns.append(columns)
        elif tag == "mergeCell":
            found = _range(attributes.get("ref", ""))
            if found and len(self.grid.merged) < settings.MAX_ROWS:
                self.grid.merged.append(found)
        else:
            self._value.start(tag, attributes)

    def _end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        else:
            self._value.end(tag)

    def _begin_row(self, attributes: Attributes) -> None:
        row = whole(attributes.get("r")) if "r" in attributes else self._row + 1
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
            raise too_large(f"出错或划掉的单元格超过 {_MOST_MARKS:,} 个")

    def _begin_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        column = column_of(reference.rstrip("0123456789")) if reference else self._column + 1
        if not 0 <= column <= _LAST_COLUMN or not self._row:
            raise damaged("单元格的位置不对")
        self._column = column
        self._type = attributes.get("t", "n")
        self._style = whole(attributes.get("s"))
        self._is_formula = False
        self._value.clear()

    def _end_cell(self) -> None:
        text = self._value.text
        match self._type:
            case "n":
                text = self._number(text)
            case "s":
                at = whole(text)
                if at >= len(self._shared.strings):
                    raise damaged("缺少单元格的文字")
                text = self._shared.strings[at]
            case "b":
                text = "TRUE" if text in TRUE else "FALSE"
            case "e":
                self._marks[self._column] = Mark("value_excel_error")
            case "d":
                text = text.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
        if text:
            self._cells[self._column] = text
        if self._style in self._shared.struck and text.strip():
            mark = self._marks.get(self._column, Mark("value_shown"))
            if mark.code == "value_shown":
                self._marks[self._column] = mark._replace(code="cell_struck")

    def _number(self, text: str) -> str:
        """What a cell shows for the number that it holds."""
        if self._is_formula and (not text or (text == "0" and self._shared.awaits_results)):
            self._marks[self._column] = Mark("formula_without_result")
            return ""
        if not text:
            return text
        formats = self._shared.formats
        code = formats[self._style] if self._style < len(formats) else GENERAL
        if code == GENERAL and len(text) <= 11 and text.isascii() and text.isdigit() and text[0] != "0":
            return text
        if not _NUMBER.fullmatch(text) or not isfinite(number := float(text)):
            return text
        said = shown(number, code, from_1904=self._shared.from_1904)
        if said.stored is not None:
            self._marks[self._column] = Mark("value_shown", said.stored)
        elif said.day and read_day(said.text).value is None:
            self._marks[self._column] = Mark("value_shown", day=said.day, is_day=said.is_day)
        return said.text


def _is_out_of_sight(attributes: Attributes, size: str) -> bool:
    """Whether a row or column is hidden, or nothing wide or high."""
    return attributes.get("hidden") in TRUE or attributes.get(size) == "0"


def _range(reference: str) -> Range | None:
    """A1:B3 as its rows and columns; None for one cell alone."""
    match = _REFERENCE.fullmatch(reference)
    if match is None or match[3] is None:
        return None
    return Range(int(match[2]), int(match[4]), column_of(match[1]), column_of(match[3]))


def whole(text: str | None) -> int:
    """A whole number of an attribute; 0 where there is none."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else 0
