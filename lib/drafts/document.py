"""A document as it arrives: its lines and tables in their order, each line with its number.

Every reader of `lib.drafts.readers` gives this; what stands behind it never asks from which format it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lib.errors import DraftError

MOST_BYTES = 30 * 1024 * 1024
"""A document of some hundred pages with pictures has a few megabytes."""

MOST_LINES = 60_000
"""Lines and table rows. A page has some forty."""

MOST_CHARS = 5_000_000
"""Characters of all lines: a page has about a thousand."""

_SPACES = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff]+")
_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")

_PAGE_NUMBER = re.compile(
    r"[-—–－─一~·.•\s]*\d{1,4}[-—–－─一~·.•\s]*|第?\d{1,4}[/／]\d{1,4}页?|第\d{1,4}页(?:[，,/／]?[共总]\d{1,4}页)?|[IVXivx]{1,6}"
)
"""— 12 —, - 3 -, 3/20, 第3页 共20页: alone in its line."""


_CONTENTS = re.compile(r".+(?:[.．·…]{3,}|…{2,})\d{1,3}")
"""A line of the table of contents: dots lead to a page."""


def is_contents(text: str) -> bool:
    """Whether a line belongs to a table of contents, which says everything a second time."""
    return _CONTENTS.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but the number of its page."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def plain(text: str) -> str:
    """A line without the spaces that typesetting left: one stays between Latin words and behind Latin punctuation."""

    def space(found: re.Match[str]) -> str:
        before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
        is_needed = before.isascii() and (before in ",;:" or (before.isalpha() and after.isascii() and after.isalnum()))
        return " " if before and after and is_needed else ""

    text = _BOOKMARK.sub("", text)
    return _SPACES.sub(space, text)


def squeezed(text: str) -> str:
    """A text without any white space: for names and for what is compared."""
    return _SPACES.sub("", text)


class Line(NamedTuple):
    """One printed line. `ends`: a paragraph ends here for certain; a text file does not say. `level`: that of a heading, where the
    file itself calls it one, else 0. `is_title`: the file itself calls it the title."""

    number: int
    text: str
    ends: bool
    level: int = 0
    is_title: bool = False


class Cell(NamedTuple):
    """What shows in one place of a table's grid. `first` is False where a merged cell only goes on."""

    text: str
    first: bool = True


class Row(NamedTuple):
    """One row of a table."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """The row as one printed line."""
        return "｜".join(squeezed(cell.text) for cell in self.cells if cell.first)


class Table(NamedTuple):
    """A table; every row has the places of the grid, merged cells repeated."""

    rows: tuple[Row, ...]


class Document(NamedTuple):
    """A document's blocks in their order. `lines` are numbered through all of them, from 1."""

    name: str
    blocks: tuple[Line | Table, ...]

    @property
    def lines(self) -> dict[int, str]:
        """Every printed line and row by its number."""
        return {line.number: line.text for block in self.blocks for line in _lines_of(block)}


def _lines_of(block: Line | Table) -> Iterable[Line | Row]:
    return block.rows if isinstance(block, Table) else (block,)


class Numbered:
    """Blocks as they are read, numbered and counted. Raises DraftError where there are too many.

    `at` is told how far reading has come, from 0 to 1, by readers that take their time.
    """

    def __init__(self, at: Callable[[float], None] = lambda share: None) -> None:
        self.at = at
        self.blocks: list[Line | Table] = []
        self.count = 0
        self._chars = 0

    def line(self, text: str, *, ends: bool, level: int = 0, is_title: bool = False) -> None:
        """Add a line, also a blank one: it keeps its number."""
        self.blocks.append(Line(self._next(len(text)), plain(text), ends, level, is_title))

    def table(self, rows: Iterable[Iterable[Cell]]) -> None:
        """Add a table, its grid made even."""
        grid = [tuple(row) for row in rows]
        width = max(map(len, grid), default=0)
        self.blocks.append(Table(tuple(self._row(row + (Cell(""),) * (width - len(row))) for row in grid)))

    def _row(self, cells: tuple[Cell, ...]) -> Row:
        return Row(self._next(sum(len(cell.text) for cell in cells)), cells)

    def _next(self, chars: int) -> int:
        self.count += 1
        self._chars += chars
        if self.count > MOST_LINES or self._chars > MOST_CHARS:
            raise DraftError(
                f"文件太长：超过 {MOST_LINES:,} 行或 {MOST_CHARS:,} 字，没有读取。请只留下任务部分，另存后再读。"
            )
        return self.count


def filled(rows: Iterable[Iterable[str]]) -> Iterator[list[Cell]]:
    """Rows of a file that knows nothing of merged cells."""
    for row in rows:
        yield [Cell(text) for text in row]
