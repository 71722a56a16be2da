"""PDF files with text: a page holds characters at places and nothing else, so that lines and tables are put together here.

Words are taken by where they stand, not in the order of the file, which draws each font by itself. A table is what ruling lines
enclose; cells between which a line is missing are one.
"""

from __future__ import annotations

import ctypes
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from lib.drafts.document import Cell, Numbered, is_page_number, squeezed
from lib.errors import DraftError

_MOST_PAGES = 1000
_MOST_CHARS_OF_A_PAGE = 50_000
_MOST_RULES_OF_A_PAGE = 5_000

_FEWEST_CHARS = 20
"""Of the whole file: less is a stamp or a page number on pictures."""

_LEAST_PAGES = 3
"""Of fewer pages nobody can say what stands on every one."""

_SHORT = 8
"""Characters of a cell that holds no sentence."""

_NEAR = 3.0
"""Points: ruling lines that are this close are one, and meet."""

_ONE_AT_A_TIME = threading.Lock()
"""PDFium works for one thread at a time."""


class _Char(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


class _Rule(NamedTuple):
    """A horizontal or vertical line: at `at`, from `start` to `end`."""

    is_level: bool
    at: float
    start: float
    end: float


class _Grid(NamedTuple):
    """A table's lines: `xs` from the left, `ys` from the top, and what separates its places."""

    xs: list[float]
    ys: list[float]
    rules: list[_Rule]


class _Line(NamedTuple):
    top: float
    text: str


class _Page(NamedTuple):
    lines: list[_Line]
    tables: list[tuple[float, list[list[Cell]]]]


def read(data: bytes, into: Numbered) -> None:
    """Lines and tables page by page. Raises DraftError where the pages are pictures, or the file is locked or broken."""
    with _ONE_AT_A_TIME:
        pages = list(_pages(data, into.at))
    chars = sum(len(squeezed(line.text)) for page in pages for line in page.lines)
    chars += sum(len(cell.text) for page in pages for _, rows in page.tables for row in rows for cell in row)
    if chars < _FEWEST_CHARS:
        raise DraftError("PDF 里只有图片，没有文字，不能读取。请用 Word 版的原文，或先做文字识别。")
    everywhere = _on_every_page(pages)
    above: list[list[Cell]] = []
    for page in pages:
        blocks: list[tuple[float, str | list[list[Cell]]]] = [
            (line.top, line.text) for line in page.lines if squeezed(line.text) not in everywhere
        ]
        blocks += page.tables
        for _, block in sorted(blocks, key=lambda block: -block[0]):
            if isinstance(block, str):
                if above and not is_page_number(squeezed(block)):
                    above = _close(above, into)
                into.line(block, ends=False)
            elif above and len(above[0]) == len(block[0]):
                above = _over_the_page(above, block)
            else:
                _close(above, into)
                above = block
    _close(above, into)


def _close(table: list[list[Cell]], into: Numbered) -> list[list[Cell]]:
    if table:
        into.table(table)
    return []


def _over_the_page(above: list[list[Cell]], below: list[list[Cell]]) -> list[list[Cell]]:
    """A table that goes on on the next page; a row that the page parted within a sentence is one again."""
    if [cell.text for cell in below[0]] == [cell.text for cell in above[0]]:
        below = below[1:]  # the head, printed anew
    if not below:
        return above
    last, first = above[-1], below[0]
    longest = max(range(len(last)), key=lambda i: len(last[i].text))
    is_parted = (
        first[longest].text and len(last[longest].text) > _SHORT and last[longest].text[-1] not in "。；！？;：:）"
    )
    if not is_parted:
        return above + below
    # Above a broken line of a cell nothing says whether it goes on; blank cells of merged rows do.
    joined = [Cell(upper.text + lower.text, upper.first) for upper, lower in zip(last, first, strict=True)]
    return [*above[:-1], joined, *below[1:]]


def _pages(data: bytes, at: Callable[[float], None]) -> Iterator[_Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        why = "PDF 有密码，不能读取。请去掉密码后再读。"
        if "password" not in str(error).lower():
            why = "PDF 已损坏或不完整，不能读取。请重新另存一份。"
        raise DraftError(why) from error
    try:
        if len(document) > _MOST_PAGES:
            raise DraftError(f"PDF 有 {len(document)} 页，超过上限 {_MOST_PAGES} 页，没有读取。")
        for n, page in enumerate(document, 1):
            try:
                yield _page(page)
            finally:
                page.close()
            at(n / len(document))
    except pypdfium2.PdfiumError as error:
        raise DraftError("PDF 已损坏或不完整，不能读取。请重新另存一份。") from error
    finally:
        document.close()


def _page(page: Any) -> _Page:
    chars = _chars(page)
    tables = []
    for grid in _grids(list(_rules(page))):
        inside = [c for c in chars if _is_in(grid, c)]
        if inside:
            chars = [c for c in chars if not _is_in(grid, c)]
            tables.append((grid.ys[0], _rows(grid, inside)))
    return _Page([_Line(line[0].middle, _text(line)) for line in _lines(chars)], tables)


def _chars(page: Any) -> list[_Char]:
    words = page.get_textpage()
    try:
        found = []
        for i in range(min(words.count_chars(), _MOST_CHARS_OF_A_PAGE)):
            text = chr(raw.FPDFText_GetUnicode(words, i))
            if not text.isspace() and text.isprintable():
                found.append(_Char(text, *words.get_charbox(i, loose=True)))
        return found
    finally:
        words.close()


def _lines(chars: list[_Char]) -> Iterator[list[_Char]]:
    """Characters that stand on one line, from the left; lines from the top."""
    line: list[_Char] = []
    for char in sorted(chars, key=lambda c: -c.middle):
        # A line is as high as its tallest character: a small one may stand above or below its middle.
        if line and line[0].middle - char.middle > max(line[0].top - line[0].bottom, char.top - char.bottom) / 2:
            yield sorted(line, key=lambda c: c.left)
            line = []
        line.append(char)
    if line:
        yield sorted(line, key=lambda c: c.left)


def _text(line: list[_Char]) -> str:
    text = line[0].text
    for before, char in pairwise(line):
        text += (" " if char.left - before.right > (char.top - char.bottom) * 0.2 else "") + char.text
    return text


# tables


def _rules(page: Any) -> Iterator[_Rule]:
    for drawn in islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3), _MOST_RULES_OF_A_PAGE):
        points = _points(drawn)
        left, bottom, right, top = drawn.get_bounds()
        if top - bottom < _NEAR and right - left > _NEAR:
            yield _Rule(True, (top + bottom) / 2, left, right)  # also a thin bar that is filled
        elif right - left < _NEAR and top - bottom > _NEAR:
            yield _Rule(False, (left + right) / 2, bottom, top)
        else:
            for (x0, y0), (x1, y1) in points:
                if abs(y0 - y1) < 1 and abs(x0 - x1) > _NEAR:
                    yield _Rule(True, y0, min(x0, x1), max(x0, x1))
                elif abs(x0 - x1) < 1 and abs(y0 - y1) > _NEAR:
                    yield _Rule(False, x0, min(y0, y1), max(y0, y1))


_Point = tuple[float, float]


def _points(drawn: Any) -> Iterator[tuple[_Point, _Point]]:
    """The straight parts of a path, on the page."""
    matrix = drawn.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for i in range(min(raw.FPDFPath_CountSegments(drawn), _MOST_RULES_OF_A_PAGE)):
        segment = raw.FPDFPath_GetPathSegment(drawn, i)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield last, point
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            yield last, start


def _grids(rules: list[_Rule]) -> Iterator[_Grid]:
    """Lines that meet each other, from the top of the page; a frame around words has no places to part and is no table."""
    left = rules[:_MOST_RULES_OF_A_PAGE]
    while left:
        together, edge = [left.pop()], 0
        while edge < len(together):
            meeting = [rule for rule in left if _meet(together[edge], rule)]
            left = [rule for rule in left if rule not in meeting]
            together += meeting
            edge += 1
        xs = _places(rule.at for rule in together if not rule.is_level)
        ys = _places(rule.at for rule in together if rule.is_level)[::-1]
        if len(xs) > 2 and len(ys) > 1:
            yield _Grid(xs, ys, together)


def _meet(one: _Rule, other: _Rule) -> bool:
    if one.is_level == other.is_level:
        return abs(one.at - other.at) < _NEAR and one.start < other.end + _NEAR and other.start < one.end + _NEAR
    return one.start - _NEAR < other.at < one.end + _NEAR and other.start - _NEAR < one.at < other.end + _NEAR


def _places(at: Iterator[float]) -> list[float]:
    places: list[float] = []
    for place in sorted(at):
        if not places or place - places[-1] > _NEAR:
            places.append(place)
    return places


def _is_in(grid: _Grid, char: _Char) -> bool:
    return grid.xs[0] < (char.left + char.right) / 2 < grid.xs[-1] and grid.ys[-1] < char.middle < grid.ys[0]


def _rows(grid: _Grid, chars: list[_Char]) -> list[list[Cell]]:
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    cell_of = {(r, c): (r, c) for r in range(rows) for c in range(columns)}
    for r in range(rows):
        for c in range(columns):
            middle = (grid.ys[r] + grid.ys[r + 1]) / 2
            if c and not _separates(grid, False, grid.xs[c], middle):
                cell_of[r, c] = cell_of[r, c - 1]
            elif r and not _separates(grid, True, grid.ys[r], (grid.xs[c] + grid.xs[c + 1]) / 2):
                cell_of[r, c] = cell_of[r - 1, c]
    held: dict[tuple[int, int], list[_Char]] = {}
    for char in chars:
        r = sum(y > char.middle for y in grid.ys) - 1
        c = sum(x < (char.left + char.right) / 2 for x in grid.xs) - 1
        held.setdefault(cell_of.get((r, c), (0, 0)), []).append(char)
    words = {cell: "\n".join(map(_text, _lines(inside))) for cell, inside in held.items()}
    return [
        [Cell(words.get(cell_of[r, c], ""), first=cell_of[r, c] == (r, c)) for c in range(columns)] for r in range(rows)
    ]


def _separates(grid: _Grid, is_level: bool, at: float, place: float) -> bool:
    return any(
        rule.is_level == is_level and abs(rule.at - at) < _NEAR and rule.start - _NEAR < place < rule.end + _NEAR
        for rule in grid.rules
    )


def _on_every_page(pages: list[_Page]) -> set[str]:
    """Running heads and feet: the first or last line of most pages, word for word."""
    filled = [lines for page in pages if (lines := [squeezed(line.text) for line in page.lines])]
    if len(filled) < _LEAST_PAGES:
        return set()
    counted = Counter(line for lines in filled for line in {lines[0], lines[-1]})
    return {line for line, count in counted.items() if count > len(filled) / 2}
