"""Text cells → bytes: a CSV that Excel and WPS open as it was meant. The other way round: `lib.intake.decoding`."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

_FORMULA = frozenset("=+-@−")
_BREAKS = ("\t", "\r")
_UNSEEN = ("C", "Z", "M")
"""Categories of Unicode that a spreadsheet may drop before a formula: controls, marks of direction, spaces, accents."""


def encode(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> bytes:
    """A CSV in UTF-8 with BOM and CRLF, its texts defused; None is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def defused(cell: object) -> object:
    """A text that a spreadsheet would run as a formula with an apostrophe before it; any other cell as it is.

    A formula may begin with a full-width ＝ and behind what cannot be seen: spreadsheets tidy both before they look.
    """
    return "'" + cell if isinstance(cell, str) and (cell.startswith(_BREAKS) or _begin(cell) in _FORMULA) else cell


def _begin(text: str) -> str:
    """The first character that can be seen, in its plain width."""
    seen = next((c for c in text if not unicodedata.category(c).startswith(_UNSEEN)), "")
    return unicodedata.normalize("NFKC", seen)


def fused(text: str) -> str:
    """A text as it was before `defused`: what is handed back with a template must not grow an apostrophe each time."""
    return text[1:] if text.startswith("'") and defused(text[1:]) == text else text
