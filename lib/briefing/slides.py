"""What a slide holds, apart from how it is drawn: PowerPoint, the page 简报 and pictures draw the same.

Numbers stand as they are in charts, so that they can be edited there, and as text in tables, as the pages print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lib.statuses import ELAPSED, Look


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
class MonthChart:
    """An indicator by the months of its year: as columns what adds up, else as a line with a gap where nothing was reported;
    over it lines for target, elapsed share, baseline and projection. The axis runs from `low` to `high`."""

    categories: tuple[str, ...]
    actual: Series
    lines: tuple[Series, ...]
    unit: str
    decimals: int
    as_columns: bool
    low: float
    high: float
    step: float
    """Between two marks of the axis."""

    @property
    def series(self) -> tuple[Series, ...]:
        """Everything that is drawn, what was reported first."""
        return (self.actual, *self.lines)

    @property
    def is_below(self) -> bool:
        """Whether the last actual lies below the line of the elapsed share: its numbers are then written below."""
        due = next((one.values for one in self.lines if one.look is ELAPSED), ())
        pairs = [(a, d) for a, d in zip(self.actual.values, due, strict=False) if a is not None and d is not None]
        return bool(pairs) and pairs[-1][0] < pairs[-1][1]

    @property
    def written_below(self) -> tuple[bool, ...]:
        """Of each month whether its number stands below the line: all do, or those from which the line only climbs steeply."""
        values = self.actual.values
        steep = 0.1 * (self.high - self.low)

        def climbs(at: int) -> bool:
            here = values[at]
            beside = [
                v - here
                for v in (*values[max(0, at - 1) : at], *values[at + 1 : at + 2])
                if v is not None and here is not None
            ]
            return max(beside, default=0.0) > steep and min(beside) >= 0

        return tuple(not self.as_columns and (self.is_below or climbs(at)) for at in range(len(values)))


Chart = StackedBars | MonthChart


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
    is_dense: bool = False
    """Whether it is one of several pieces, which are all set in the smaller type."""

    @classmethod
    def of(cls, widths: Mapping[str, float], rows: Iterable[Cells], numeric: Iterable[int] = ()) -> Table:
        """A table from the widths of its columns by their names, and its rows; a column in which nothing stands is left out."""
        return cls.whole(widths, rows, numeric).filled()

    @classmethod
    def whole(cls, widths: Mapping[str, float], rows: Iterable[Cells], numeric: Iterable[int] = ()) -> Table:
        """The same with every column: in a paper that is signed or filed, a blank is to be seen."""
        cells = tuple(tuple(map(_cell, row)) for row in rows)
        return cls(tuple(widths), cells, tuple(widths.values()), tuple(numeric))

    def filled(self) -> Table:
        """The table without columns in which nothing stands."""
        full = [i for i in range(len(self.columns)) if any(row[i].text or row[i].look for row in self.rows)]
        if not self.rows or len(full) == len(self.columns):
            return self
        return replace(
            self,
            columns=tuple(self.columns[i] for i in full),
            rows=tuple(tuple(row[i] for i in full) for row in self.rows),
            widths=tuple(self.widths[i] for i in full),
            numeric=tuple(n for n, i in enumerate(full) if i in self.numeric),
        )


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
    is_annex: bool = False
    """Whether it is a full table or a further indicator, which may be left out."""


def stacked(*blocks: tuple[float, Block]) -> tuple[tuple[float, tuple[tuple[float, Block], ...]], ...]:
    """Blocks below one another, each with its share of the height."""
    return tuple((share, ((1.0, block),)) for share, block in blocks)


def beside(*blocks: tuple[float, Block]) -> tuple[tuple[float, tuple[tuple[float, Block], ...]], ...]:
    """Blocks side by side, each with its share of the width."""
    return ((1.0, blocks),)
