"""What a slide holds, apart from how it is drawn: PowerPoint, the page 简报 and pictures draw the same.

Numbers stand as they are in charts, so that they can be edited there, and as text in tables, as the pages print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.statuses import Look


@dataclass(frozen=True)
class Series:
    """One series of a chart: a value for each category, None where nothing was reported."""

    name: str
    values: tuple[float | None, ...]
    look: Look
    """Its colour; the glyph tells it apart in greyscale, too."""


@dataclass(frozen=True)
class StackedBars:
    """Counts by status, one bar a category, parts in the order of `series`."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    direction: Literal["rows", "columns"] = "rows"


@dataclass(frozen=True)
class TargetBars:
    """Actuals by period as bars, the target as a line across."""

    categories: tuple[str, ...]
    actual: Series
    target: Series
    unit: str
    decimals: int


Chart = StackedBars | TargetBars


@dataclass(frozen=True)
class TableCell:
    """A cell of a table; with a look it is shown by glyph, word and colour."""

    text: str
    look: Look | None = None


Cells = Sequence[TableCell | Look | str]
"""A row of a table as it is written down: a text or a look makes a cell."""


@dataclass(frozen=True)
class Table:
    """A table; `widths` are shares of its width, `numeric` the columns that are right-aligned."""

    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()

    @classmethod
    def of(cls, widths: Mapping[str, float], rows: Iterable[Cells], numeric: Iterable[int] = ()) -> Table:
        """A table from the widths of its columns by their names, and its rows."""
        cells = tuple(tuple(map(_cell, row)) for row in rows)
        return cls(tuple(widths), cells, tuple(widths.values()), tuple(numeric))


def _cell(content: TableCell | Look | str) -> TableCell:
    if isinstance(content, Look):
        return TableCell("", content)
    return TableCell(content) if isinstance(content, str) else content


@dataclass(frozen=True)
class Text:
    """Sentences below one another, the first of them large where `lead`."""

    sentences: tuple[str, ...]
    lead: bool = False


Block = Chart | Table | Text


@dataclass(frozen=True)
class Slide:
    """One slide: the finding as its title, blocks in rows, notes for the speaker.

    `rows` are rows of blocks from top to bottom; a block comes with its share of the row's width, a row with its share
    of the height.
    """

    key: str
    """A stable name in ASCII: what a picture of it is called."""
    title: str
    meta: str
    """Unit, period, source of what is shown."""
    rows: tuple[tuple[float, tuple[tuple[float, Block], ...]], ...]
    notes: tuple[str, ...] = ()
    is_cover: bool = False


def stacked(*blocks: tuple[float, Block]) -> tuple[tuple[float, tuple[tuple[float, Block], ...]], ...]:
    """Blocks below one another, each with its share of the height."""
    return tuple((share, ((1.0, block),)) for share, block in blocks)


def beside(*blocks: tuple[float, Block]) -> tuple[tuple[float, tuple[tuple[float, Block], ...]], ...]:
    """Blocks side by side, each with its share of the width."""
    return ((1.0, blocks),)
