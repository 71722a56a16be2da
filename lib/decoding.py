"""Bytes → text cells. Whatever the bytes, the answer is a sheet or the reason why there is none.

Strict UTF-8 first: UTF-8 Chinese often decodes as GB18030 without an error, into nonsense. GB18030 is believed only
where a known header is found in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lib import settings
from lib.problems import Problem, problem

IsHeader = Callable[[list[str]], bool]

_HEADER_WITHIN = 12
"""How many lines from the top a header is looked for."""

_DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号"}

_SIGNATURES = [
    (b"\xd0\xcf\x11\xe0", "旧版 Excel 工作簿（xls）"),
    (b"%PDF", "PDF 文件"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
]


class Line(NamedTuple):
    """One record of a CSV; `row` counts as in a spreadsheet."""

    row: int
    cells: list[str]


class Sheet(NamedTuple):
    """A file's text cells: the header and the lines below it, blank lines left out."""

    header: Line
    lines: list[Line]


class _Refused(Exception):
    def __init__(self, found: Problem) -> None:
        self.problem = found
        super().__init__(found.message)


def decode(data: bytes, is_header: IsHeader) -> tuple[Sheet | None, list[Problem]]:
    """The cells of a CSV in any encoding and delimiter, with the problems and notes on the way.

    `is_header` tells whether a record is a header; a sheet without one is returned with its first line as header, so
    that the header's own check can say what is missing.
    """
    try:
        _check_signature(data)
        text, notes = _text(data, is_header)
        lines, more = _lines(text, is_header)
    except _Refused as refused:
        return None, [refused.problem]
    notes += more
    at = next((i for i, line in enumerate(lines[:_HEADER_WITHIN]) if is_header(line.cells)), None)
    if at:
        notes.append(problem("lines_above_header", row=lines[0].row, count=at))
    if not lines:
        return None, [problem("file_empty")]
    return Sheet(lines[at or 0], lines[(at or 0) + 1 :]), notes


def _check_signature(data: bytes) -> None:
    if len(data) > settings.MAX_FILE_BYTES:
        mega = 1024 * 1024
        size = f"{len(data) / mega:.1f}"
        raise _Refused(problem("file_too_large", size=size, limit=settings.MAX_FILE_BYTES // mega))
    if kind := _other_format(data):
        raise _Refused(problem("file_other_format", kind=kind))
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise _Refused(problem("file_empty"))


def _other_format(data: bytes) -> str | None:
    """What the bytes are, where they are plainly no text."""
    for start, kind in _SIGNATURES:
        if data.startswith(start):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return "Excel 工作簿（xlsx）" if b"xl/" in data else "压缩包"
    if data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        return "网页"
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "二进制文件"
    return None


def _text(data: bytes, is_header: IsHeader) -> tuple[str, list[Problem]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), [problem("encoding_noted", encoding=" UTF-16 ")]
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-16", "ignore")
            raise _Refused(problem("encoding_broken", row=_row_at_end(before))) from None
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        broken = error.start
    if not _is_mostly_utf8(data):
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            broken = error.start
        else:
            if any(is_header(line.cells) for line in _lines(text, is_header)[0][:_HEADER_WITHIN]):
                _check_no_utf8(data)
                return text, [problem("encoding_noted", encoding=" GBK（GB18030）")]
    raise _Refused(problem("encoding_broken", row=_row_at_end(data[:broken].decode("utf-8", "replace"))))


def _check_no_utf8(data: bytes) -> None:
    """Refuse lines of UTF-8 in a GBK file: GB18030 would read them, as nonsense.

    One character may be a coincidence, of several in one line GBK never looks like UTF-8.
    """
    at = 0
    for line in data.splitlines(keepends=True):
        if not line.isascii() and _is_utf8(line) and sum(c > "\u2e7f" for c in line.decode("utf-8")) > 1:
            raise _Refused(problem("encoding_broken", row=_row_at_end(data[:at].decode("gb18030"))))
        at += len(line)


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether most lines with Chinese are UTF-8: then the others are damage, not an encoding."""
    beyond_ascii = [line for line in data.splitlines() if not line.isascii()]
    return sum(map(_is_utf8, beyond_ascii)) * 2 > len(beyond_ascii)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _row_at_end(text: str) -> int:
    """The row in which a text ends, quoted line breaks not counted."""
    rows = sum(1 for _ in _records(text))
    return max(1, rows + text.endswith(("\n", "\r")))


def _lines(text: str, is_header: IsHeader) -> tuple[list[Line], list[Problem]]:
    first, _, rest = text.partition("\n")
    if first.strip().lower() in {"sep=,", "sep=;", "sep=\t", "sep="}:
        delimiter = first.strip()[4:] or "\t"
        return _split(rest, delimiter, skipped=1), [problem("delimiter_noted", row=1, delimiter=_DELIMITERS[delimiter])]
    top = text[:20_000]
    for delimiter, name in _DELIMITERS.items():
        head = _records(top, delimiter)
        try:
            found = any(is_header(cells) for cells, _ in zip(head, range(_HEADER_WITHIN * 2), strict=False))
        except csv.Error:
            found = False
        if found:
            notes = [] if delimiter == "," else [problem("delimiter_noted", delimiter=name)]
            return _split(text, delimiter), notes
    return _split(text, ","), []


def _split(text: str, delimiter: str, skipped: int = 0) -> list[Line]:
    lines: list[Line] = []
    row = skipped
    try:
        for row, cells in enumerate(_records(text, delimiter, strict=True), skipped + 1):
            if any(cells) and any(map(str.strip, cells)):
                _check_size(row, cells)
                lines.append(Line(row, cells))
    except csv.Error:
        raise _Refused(problem("quote_unclosed", row=row + 1)) from None
    return lines


def _records(text: str, delimiter: str = ",", *, strict: bool = False) -> Iterator[list[str]]:
    # The csv module has a limit for one cell, per process; ours is checked below it, with a message.
    csv.field_size_limit(settings.MAX_FILE_BYTES)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _check_size(row: int, cells: list[str]) -> None:
    if len(cells) > settings.MAX_COLUMNS:
        raise _Refused(problem("too_many_columns", row=row, count=len(cells), limit=settings.MAX_COLUMNS))
    if any(len(cell) > settings.MAX_CELL_CHARS for cell in cells):
        raise _Refused(problem("cell_too_long", row=row, limit=f"{settings.MAX_CELL_CHARS:,}"))
