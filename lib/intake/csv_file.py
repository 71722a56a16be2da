"""The text of a CSV → its sheet of cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lib import settings
from lib.intake.damage import damage
from lib.intake.separators import full_width, pieces
from lib.intake.sheet import HEADER_WITHIN, IsHeader, Line, Refused, Sheet, alone, below, check, down_to_header
from lib.problems import Problem, problem

_TOP_CHARS = 100_000
"""Within how many characters from the top a header is looked for."""

_DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号"}


class _Top(NamedTuple):
    """The first lines of a text, the header last where it is among them, and where the text goes on behind them."""

    lines: list[Line]
    end: int


def split(text: str, is_header: IsHeader) -> tuple[Sheet, list[Problem]]:
    """The cells of a CSV with any delimiter. Without a header the sheet is its first line alone, or the first one that is
    damaged, so that the header's own check can say what is the matter.

    Raises Refused for a text that is empty, too large in any direction, or has a quote without its other.
    """
    named, start = _named_delimiter(text)
    for delimiter in [named] if named else _DELIMITERS:
        if top := _down_to_header(text, start, delimiter, is_header):
            notes = _notes(top, delimiter, _DELIMITERS[delimiter], row=1 if named else None)
            header = top.lines[-1]
            body = io.StringIO(text[top.end :], newline="")
            sheet = below(top.lines, _lines(body, delimiter, header.row, header.cells))
            return sheet._replace(delimiter=delimiter), notes
    if top := _down_to_full_width(text, start, is_header):
        raise Refused(full_width(*top.lines[-1]))
    stream = io.StringIO(text[start:], newline="")
    first = list(islice(_lines(stream, named or ",", int(start > 0)), HEADER_WITHIN))
    if not first:
        raise Refused(problem("file_empty"))
    for line in first:
        check(line)
    return alone(next((line for line in first if any(map(damage, line.cells))), first[0])), []


def _notes(top: _Top, delimiter: str, name: str, row: int | None = None) -> list[Problem]:
    notes = []
    if row or delimiter != ",":
        notes.append(problem("delimiter_noted", row=row, delimiter=name))
    if above := len(top.lines) - 1:
        notes.append(problem("lines_above_header", row=top.lines[0].row, count=above))
    return notes


def has_header(text: str, is_header: IsHeader) -> bool:
    """Whether a header stands at the top of a text, whatever its delimiter."""
    found = any(_down_to_header(text, 0, delimiter, is_header) for delimiter in _DELIMITERS)
    return found or bool(_down_to_full_width(text, 0, is_header))


def row_at_end(text: str) -> int:
    """The row in which a text ends, quoted line breaks not counted."""
    rows = sum(1 for _ in _reader(io.StringIO(text, newline=""), ",", strict=False))
    return max(1, rows + text.endswith(("\n", "\r")))


def _named_delimiter(text: str) -> tuple[str | None, int]:
    """The delimiter that a first line such as `sep=;` names, and where the text goes on behind it."""
    first, _, _ = text[:20].partition("\n")
    named = first.strip(" \r").lower()
    if named not in {"sep=,", "sep=;", "sep=\t", "sep="}:
        return None, 0
    return named[4:] or "\t", min(len(first) + 1, len(text))


def _down_to_header(text: str, start: int, delimiter: str, is_header: IsHeader) -> _Top | None:
    """The lines down to the header; None where there is none, or none in good form."""
    stream = io.StringIO(text[start : start + _TOP_CHARS], newline="")
    try:
        lines, is_found = down_to_header(_lines(stream, delimiter, int(start > 0)), is_header)
    except Refused:
        return None
    return _Top(lines, start + stream.tell()) if is_found and stream.tell() != _TOP_CHARS else None


def _down_to_full_width(text: str, start: int, is_header: IsHeader) -> _Top | None:
    """The same for a header that full-width marks separate."""
    found = (_down_to_header(text, start, mark, lambda cells: is_header(pieces(cells))) for mark in _DELIMITERS)
    return next(filter(None, found), None)


def _lines(stream: io.StringIO, delimiter: str, skipped: int, names: Sequence[str] = ()) -> Iterator[Line]:
    """The lines that are not blank. `names` are those of the columns.

    Raises Refused where a quote is not closed, with the row in which it opened; and at the end, where cells begin with
    a quoted phrase.
    """
    row, start = skipped, stream.tell()
    quoted: list[Problem] = []
    while True:
        try:
            for cells in _reader(stream, delimiter, strict=True):
                row, start = row + 1, stream.tell()
                if any(map(str.strip, cells)):
                    yield Line(row, cells)
            break
        except csv.Error:
            row, end = row + 1, stream.tell()
            stream.seek(start)
            quoted += _quote_faults(stream.read(end - start), delimiter, row, names)
            start = end
            if quoted[-1].code == "quote_unclosed":
                break
    if quoted:
        raise Refused(*quoted)


def _quote_faults(record: str, delimiter: str, row: int, names: Sequence[str]) -> list[Problem]:
    """What is wrong with the quotes of a record: phrases in quotes at the beginning of cells, or a quote without its other."""
    rest = f"[^{delimiter}\\r\\n]*"
    cells = re.finditer(f'(?:^|{delimiter})(?:"(?P<whole>[^"]*(?:""[^"]*)*)"(?P<more>{rest})|{rest})', record)
    return [
        problem(
            "quote_inside",
            row=row,
            column=names[at].strip() if at < len(names) else None,
            value=cell[0].removeprefix(delimiter),
        )
        for at, cell in enumerate(cells)
        # What a quote holds over several lines is more likely to lack its other.
        if cell["more"] and not re.search(r"[\r\n]", cell["whole"])
    ] or [problem("quote_unclosed", row=row)]


def _reader(stream: io.StringIO, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    # The csv module has a limit for one cell, per process; ours is checked below it, with a message.
    csv.field_size_limit(settings.MAX_FILE_BYTES)
    return csv.reader(stream, delimiter=delimiter, strict=strict)
