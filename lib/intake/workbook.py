"""An .xlsx → its sheet of cells: the first worksheet with a header that is known, each cell as the text that Excel shows.

Elements and attributes are those of ECMA-376 part 1, 18. Worksheets that are hidden are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lib.intake.damage import damage
from lib.intake.number_formats import BUILT_IN, GENERAL, MOST_FORMATS
from lib.intake.package import Attributes, Package, damaged, too_large
from lib.intake.sheet import Grid, IsHeader, Line, Range, Refused, Sheet, alone, below, down_to_header
from lib.intake.worksheet_lines import TRUE, Pieces, Reader, Shared, whole
from lib.problems import Problem, problem, quoted

_TOP_BYTES = 64 * 1024
_MOST_SHEETS = 200
_SHEETS_NAMED = 5
"""So many worksheets are named, and so many words of their first line."""


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


class Shown(NamedTuple):
    """A worksheet that is not hidden, whole: its lines that are not blank, and the ranges of cells that are merged."""

    name: str
    lines: list[Line]
    merged: list[Range]


def shown_worksheets(data: bytes) -> Iterator[Shown]:
    """The worksheets of a workbook that are not hidden. Raises Refused for one that is damaged, too large, or has macros."""
    book = _Book(Package(data))
    return (book.whole(worksheet) for worksheet in book.worksheets if not worksheet.is_hidden)


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
        if main.endswith(".bin"):
            raise Refused(problem("file_other_format", kind="二进制 Excel 工作簿（xlsb）"))
        if b"macroEnabled" in package.starting("[Content_Types].xml", _TOP_BYTES):
            raise Refused(problem("workbook_macros"))
        related = package.related(main)
        parts = dict(related.values())
        self._from_1904 = self._awaits_results = False
        self.worksheets: list[_Worksheet] = []
        package.read(main, lambda tag, attributes: self._take(tag, attributes, related))
        self._shared = Shared(
            _strings(package, parts.get("sharedStrings", "")),
            *_formats(package, parts.get("styles", "")),
            self._from_1904,
            self._awaits_results,
        )

    def _take(self, tag: str, attributes: Attributes, related: dict[str, tuple[str, str]]) -> None:
        if tag == "workbookPr":
            self._from_1904 = attributes.get("date1904", "") in TRUE
        elif tag == "calcPr":
            self._awaits_results = attributes.get("fullCalcOnLoad", "") in TRUE
        elif tag == "sheet":
            # The prefix of the attribute is whatever the program likes.
            id = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            kind, part = related.get(id, ("", ""))
            if kind == "worksheet" and part in self._package:
                name, state = attributes.get("name", "")[:31], attributes.get("state", "visible")
                self.worksheets.append(_Worksheet(name, part, state != "visible"))
                if len(self.worksheets) > _MOST_SHEETS:
                    raise too_large(f"有 {_MOST_SHEETS} 个以上的工作表")

    def whole(self, worksheet: _Worksheet) -> Shown:
        """All of a worksheet."""
        reader = Reader(self._shared, worksheet.name)
        lines = list(reader.lines(self._package, worksheet.part))
        return Shown(worksheet.name, lines, reader.grid.merged)

    def look(self, worksheet: _Worksheet, is_header: IsHeader) -> _Look:
        """The top of a worksheet; lines behind it are read when they are asked for."""
        reader = Reader(self._shared, worksheet.name)
        lines = reader.lines(self._package, worksheet.part)
        top, has_header = down_to_header(lines, is_header)
        return _Look(worksheet, top, has_header, lines, reader.grid)


def _strings(package: Package, part: str) -> list[str]:
    """The texts that cells share."""
    found: list[str] = []
    pieces = Pieces()

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "si":
            pieces.clear()
        pieces.start(tag, attributes)

    def end(tag: str) -> None:
        pieces.end(tag)
        if tag == "si":
            found.append(pieces.text)

    package.read(part, start, end, pieces.add)
    return found


def _formats(package: Package, part: str) -> tuple[list[str], set[int]]:
    """The number format of each style of cells, and the styles that are struck through."""
    codes: dict[int, str] = dict(BUILT_IN)
    numbers: list[int] = []
    fonts: list[int] = []
    is_struck: list[bool] = []
    inside: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "numFmt":
            codes[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            if len(codes) > MOST_FORMATS:
                raise too_large(f"有 {MOST_FORMATS:,} 种以上的数字格式")
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            numbers.append(whole(attributes.get("numFmtId")))
            fonts.append(whole(attributes.get("fontId")))
        elif tag == "font" and inside[-1:] == ["fonts"]:
            is_struck.append(False)
        elif tag == "strike" and inside[-2:] == ["fonts", "font"]:
            is_struck[-1] = attributes.get("val", "1") in TRUE
        inside.append(tag)

    package.read(part, start, lambda _: inside.__delitem__(-1))
    struck = {style for style, font in enumerate(fonts) if font < len(is_struck) and is_struck[font]}
    return [codes.get(number, GENERAL) for number in numbers], struck
