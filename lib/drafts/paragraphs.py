"""Lines → paragraphs: what typesetting broke is joined, what stands on every page is dropped.

Text files and PDF say only lines, and whoever copied a page into Word has a paragraph for each of them. A line that fills
the page and stops within a sentence goes on in the next one, also over a page number and the blank lines around it, within
a name as well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lib.drafts.document import Line, Table, is_contents, is_page_number
from lib.drafts.labels import starts_with_label
from lib.drafts.markers import Marker, marker_of
from lib.text import text_width

_STOPS = "。！？；：!?;:…"
_GOES_ON = "、，,（(〔[【《“‘"
_FULL = 0.85
"""Of the usual width of a line: from here on it is full. The next word may have been too long by some characters."""

_NARROWEST = 16
"""Characters that a line of a page holds at least; shorter ones are lines of their own."""

_WIDEST = 60
"""And at most: a paragraph of prose is longer."""

_UNEVEN = 2
"""Characters by which full lines of a page differ: no stop begins a line."""

_MANY_ALIKE = 0.2
"""Of the paragraphs: of prose hardly two are as wide as each other."""

_MOSTLY_BROKEN = 0.85
"""Of those that are: lines of a page end within a sentence, paragraphs at its stop."""

_FEWEST_LINES = 12
"""From so many on it is told whether they are lines of a page."""

_MOST_LINES_OF_A_LEGEND = 3


class Paragraph(NamedTuple):
    """Words that belong together. `starts` holds, for each line in it, where its words begin and its number."""

    text: str
    starts: tuple[tuple[int, int], ...]
    marker: Marker | None
    level: int
    is_title: bool

    @property
    def words(self) -> str:
        """The text without its printed number."""
        return self.text[len(self.marker.printed) :].lstrip("、：: ") if self.marker else self.text

    def line_at(self, offset: int) -> int:
        """The number of the line in which a character of `text` stands."""
        return self.starts[max(bisect_right(self.starts, (offset, 10**9)) - 1, 0)][1]


def paragraphs(blocks: Iterable[Line | Table]) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of a document, in order."""
    blocks = _unended(list(blocks))
    lines = [block for block in blocks if isinstance(block, Line)]
    page = _Page(lines)
    gathered: list[Line] = []
    markers = _Sequence()
    marker: Marker | None = None
    for block in blocks:
        if isinstance(block, Table):
            yield from _closed(gathered, marker)
            gathered, marker = [], None
            yield block
        elif block.text and not is_contents(block.text) and (block.ends or not is_page_number(block.text)):
            found = markers.accept(marker_of(block.text), is_within=bool(gathered) and page.is_broken_off(gathered[-1]))
            if gathered and (found or not page.goes_on(gathered, block)):
                yield from _closed(gathered, marker)
                gathered = []
            if not gathered:
                marker = found
            gathered.append(block)
    yield from _closed(gathered, marker)


def _unended(blocks: list[Line | Table]) -> list[Line | Table]:
    """The same; where paragraphs are lines of a page, as wide as each other and ending within sentences, none ends for certain."""
    ended = [block for block in blocks if isinstance(block, Line) and block.text and block.ends and not block.level]
    if len(ended) < _FEWEST_LINES:
        return blocks
    width = sorted(text_width(line.text) for line in ended)[int(len(ended) * 0.9)]
    alike = [line for line in ended if abs(text_width(line.text) - width) <= _UNEVEN]
    is_broken = sum(_ends_within(line.text) for line in alike) > len(alike) * _MOSTLY_BROKEN
    if not (_NARROWEST <= width <= _WIDEST and len(alike) > len(ended) * _MANY_ALIKE and is_broken):
        return blocks
    return [block._replace(ends=False) if isinstance(block, Line) and not block.level else block for block in blocks]


def _closed(lines: list[Line], marker: Marker | None) -> Iterator[Paragraph]:
    if not lines:
        return
    text, starts = "", []
    for line in lines:
        # Latin words keep the space that the end of a line stands for.
        if text and text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha():
            text += " "
        starts.append((len(text), line.number))
        text += line.text
    yield Paragraph(text, tuple(starts), marker, lines[0].level, lines[0].is_title)


class _Page:
    """How wide the lines of a document are, and whether they were broken by typesetting at all."""

    def __init__(self, lines: list[Line]) -> None:
        widths = sorted(text_width(line.text) for line in lines if line.text and not line.ends)
        self.width = widths[int(len(widths) * 0.9)] if widths else 0.0
        full = [line for line in lines if line.text and self.is_full(line)]
        # Where full lines end as they come, typesetting has broken them; where they end with sentences, people have.
        is_page = self.width >= _NARROWEST and len(full) > 2
        self.is_typeset = is_page and sum(_ends_within(line.text) for line in full) > len(full) / 2

    def is_full(self, line: Line) -> bool:
        # The first line of a paragraph is set in by two characters.
        indent = 2 if marker_of(line.text) else 0
        return not line.ends and text_width(line.text) + indent >= self.width * _FULL

    def is_broken_off(self, line: Line) -> bool:
        """Whether the sentence goes on in the next line."""
        return self.is_full(line) and line.text[-1] not in _STOPS and line.text[-1] not in "）)〕】]"

    def goes_on(self, gathered: list[Line], following: Line) -> bool:
        last = gathered[-1]
        if last.ends or following.level or last.level:
            return False
        if _open_brackets(gathered) > 0:
            return True
        if starts_with_label(following.text):
            return False
        if last.text[-1] in _GOES_ON or (last.text[-1] in "：:" and starts_with_label(last.text)):
            return True
        # A line that is full and ends with a figure has not come to the thing that is counted.
        return self.is_full(last) and (self.is_typeset or (last.text[-1].isdigit() and self.width >= _NARROWEST))


def _ends_within(text: str) -> bool:
    return text[-1].isalnum() or text[-1] in "、，"


def _open_brackets(lines: list[Line]) -> int:
    text = "".join(line.text for line in lines[-_MOST_LINES_OF_A_LEGEND * 4 :])
    return sum(c in "（(〔【[" for c in text) - sum(c in "）)〕】]" for c in text)


class _Sequence:
    """Tells a printed number from a figure that begins a broken line: the number goes on from the one before, or begins."""

    def __init__(self) -> None:
        self.last: dict[str, tuple[int, ...]] = {}

    def accept(self, marker: Marker | None, *, is_within: bool) -> Marker | None:
        if marker is None:
            return None
        last = self.last.get(marker.kind, ())
        is_next = marker.places == (*last[:-1], last[-1] + 1) if last else False
        begins = marker.number == 1
        if marker.kind == "1.1":
            above = self.last.get("1.", self.last.get("一、", ()))[-1:]
            opens = begins and (marker.places[:-1] == above or not above or bool(last))
            if not (is_next or opens):
                return None
        elif is_within and not (is_next or begins):
            return None
        self.last[marker.kind] = marker.places
        return marker
