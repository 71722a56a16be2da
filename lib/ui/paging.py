"""Long lists: what the reader looks for in them, and a page of them at a time. Both live in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urlencode

import streamlit as st

from lib.draw import markup
from lib.ui.choices import PAGE, embedding, typed

ROWS_OF_PAGE = 50
"""Rows that are shown at once; a list of no more is shown whole, without links."""

Row = TypeVar("Row")


class Page(NamedTuple, Generic[Row]):
    """Some rows of a list in its order, and the links to the others as HTML, blank where these are all."""

    rows: Sequence[Row]
    links: str = ""
    at: int = 1

    def around(self, body: str) -> str:
        """The HTML of the rows between the links, which a long page has at both ends."""
        return f"{self.links}{body}{self.links}"


def page_of(rows: Sequence[Row], unit: str, *, name: str = PAGE, size: int = ROWS_OF_PAGE, at: int = 1) -> Page[Row]:
    """The page of a list that the address names under `name`, the nearest that there is; `at` where it names none.

    Two lists on one page have names that begin alike. `unit` is what a row is called: 家, 项.
    """
    if len(rows) <= size:
        return Page(rows)
    pages = -(-len(rows) // size)
    asked = st.query_params.get(name, "")
    at = min(max(int(asked) if asked.isdecimal() else at, 1), pages)
    choices = st.query_params.to_dict() | embedding()

    def href(number: int) -> str:
        return f"?{urlencode(choices | {name: str(number)})}"

    first, last = (at - 1) * size, min(at * size, len(rows))
    said = f"第 {first + 1}–{last} {unit}，共 {len(rows)} {unit}"
    return Page(rows[first:last], markup.pages(said, at, pages, href), at)


def searched(
    label: str,
    rows: Sequence[Row],
    text_of: Callable[[Row], str],
    *,
    name: str = "q",
    placeholder: str = "",
    size: int = ROWS_OF_PAGE,
) -> Sequence[Row]:
    """The rows whose text has every word that the reader typed; where there are no more than `size`, nothing is asked."""
    if len(rows) <= size:
        return rows
    words = typed(label, name, placeholder=placeholder).split()
    return [row for row in rows if has_words(text_of(row), words)]


def has_words(text: str, words: Iterable[str]) -> bool:
    """Whether every word stands in a text."""
    return all(word in text for word in words)
