"""Web pages: what a reader sees of them, block by block; tables with their merged cells.

Many sites lay whole pages out in tables: one that holds tables or long texts is no table of tasks, and is read as lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from lib.drafts.document import Cell, Numbered
from lib.drafts.readers.plain_text import decoded, without_front_matter
from lib.errors import DraftError

_NOT_SEEN = frozenset([
    "script", "style", "title", "nav", "aside", "form", "button", "select", "noscript", "template", "svg", "iframe",
    "object",
])  # fmt: skip
_BLOCKS = frozenset([
    "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
])  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}

_MOST_BLOCKS_IN_A_CELL = 12
"""A clause in a table of tasks has a few paragraphs; a page laid out in one cell has hundreds."""

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL | re.IGNORECASE)
"""Its tags that close themselves are no HTML: the parser would put the rest of the page inside them."""

_MOST_SPAN = 200
_DEEPEST = 200


def read(data: bytes, into: Numbered) -> None:
    """Blocks and tables in their order."""
    text = _DRAWING.sub("", without_front_matter(decoded(data)))
    try:
        # An encoding that the page declares is that of its bytes, which are decoded already.
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        page: Any = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise DraftError("网页里没有任何文字。") from error
    walk = _Walk(into)
    walk.element(page, 0)  # with the head: where a page begins with its styles, the parser leaves its text in there
    walk.flush(ends=True)


class _Walk:
    """A walk over the page that gathers the words of each block."""

    def __init__(self, into: Numbered) -> None:
        self.into = into
        self.words: list[str] = []
        self.level = 0

    def flush(self, *, ends: bool) -> None:
        text = "".join(self.words)
        self.words = []
        if text.strip():
            self.into.line(text, ends=ends, level=self.level, is_title=self.level == 1)

    def element(self, element: Any, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _NOT_SEEN or depth > _DEEPEST or _is_hidden(element):
            return
        if tag == "br":
            self.flush(ends=False)
            return
        if tag == "table" and not _is_layout(element):
            self.flush(ends=True)
            self.into.table(_grid(element))
            return
        if tag in _BLOCKS:
            self.flush(ends=True)
            self.level = _HEADINGS.get(tag, 0)
        self.words.append(_one_line(element.text))
        for child in element:
            self.element(child, depth + 1)
            self.words.append(_one_line(child.tail))
        if tag in _BLOCKS:
            self.flush(ends=True)
            self.level = 0


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split("\n"))


def _is_layout(table: Any) -> bool:
    if table.find(".//table") is not None:
        return True
    most = max((sum(1 for _ in cell.iter("p", "div", "li", "br")) for cell in table.iter("td", "th")), default=0)
    return most > _MOST_BLOCKS_IN_A_CELL or len(list(table.iter("td", "th"))) < 2


def _grid(table: Any) -> Iterator[list[Cell]]:
    """The rows, each cell repeated over the places that it spans."""
    from_above: dict[int, tuple[int, str]] = {}
    for tr in table.iter("tr"):
        row: list[Cell] = []
        below: dict[int, tuple[int, str]] = {}
        for td in [*tr.iterchildren("td", "th"), None]:
            while (place := len(row)) in from_above or (td is None and from_above):
                left, text = from_above.pop(place, (1, ""))
                if left > 1:
                    below[place] = (left - 1, text)
                row.append(Cell(text, first=False))
            if td is not None:
                text, down = _cell_text(td), _span(td, "rowspan")
                for across in range(_span(td, "colspan")):
                    if down > 1:
                        below[len(row)] = (down - 1, text)
                    row.append(Cell(text, first=across == 0))
        from_above = {place: cell for place, cell in below.items() if place < len(row)}
        if row:
            yield row


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() else 1


def _cell_text(cell: Any) -> str:
    lines = [""]
    for kind, element in etree.iterwalk(cell, events=("start", "end")):
        if not isinstance(element.tag, str) or (element is cell and kind == "end"):
            continue
        is_block = element.tag in _BLOCKS or element.tag == "br"
        if is_block and element is not cell:
            lines.append("")
        if kind == "start":
            lines[-1] += _one_line(element.text)
        elif element is not cell:
            lines[-1] += _one_line(element.tail)
    return "\n".join(line.strip() for line in lines if line.strip())
