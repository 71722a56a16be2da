"""Bytes → text, in the one encoding they are in, or the reason why there is none.

Strict UTF-8 first: UTF-8 Chinese often decodes as GB18030 without an error, into nonsense. GB18030 is believed only
where a known header is found in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lib import settings
from lib.intake.csv_file import row_at_end
from lib.intake.damage import garbled
from lib.intake.sheet import Refused
from lib.problems import Problem, problem

_SIGNATURES = [
    (b"%PDF", "PDF 文件"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
]

_OLE = b"\xd0\xcf\x11\xe0"
"""How files begin of Office before 2007, and those of today that have a password."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_ZIP = b"PK\x03\x04"
_OF_ARCHIVES = {
    b"word/": "Word 文档（docx）",
    b"ppt/": "演示文稿（pptx）",
    b"opendocument": "OpenDocument 文件（ods、odt 等）",
}

_TOP_BYTES = 64 * 1024
"""Where a header is looked for in bytes that are not all of one encoding."""

_SAVED_AS_GBK = re.compile(rb"[\xe4-\xe9][\x80-\xbf]?\?")
"""A Chinese character of which UTF-8 that was read as GBK and saved as that kept two bytes or one."""

_BEYOND_UTF_8 = re.compile("[\udc80-\udcff]")
_CHINESE = re.compile("[\u2e80-\ud7ff\uf900-\uffff\U00010000-\U0010ffff]")

HasHeader = Callable[[str], bool]
"""Whether a known header stands at the top of a text."""


def check_format(data: bytes) -> None:
    """Raises Refused for bytes that are too many, plainly no text, or nothing but blanks."""
    if len(data) > settings.MAX_FILE_BYTES:
        mega = 1024 * 1024
        size = f"{len(data) / mega:.1f}"
        raise Refused(problem("file_too_large", size=size, limit=settings.MAX_FILE_BYTES // mega))
    if data.startswith(_OLE):
        raise Refused(problem("workbook_encrypted" if _ENCRYPTED in data else "workbook_old"))
    if kind := _other_format(data):
        raise Refused(problem("file_other_format", kind=kind))
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise Refused(problem("file_empty"))


def _other_format(data: bytes) -> str | None:
    """What the bytes are, where they are plainly no text."""
    for start, kind in _SIGNATURES:
        if data.startswith(start):
            return kind
    if is_workbook(data):
        return None
    if data.startswith(_ZIP):
        return next((kind for word, kind in _OF_ARCHIVES.items() if word in data), "压缩包")
    if data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        return "网页"
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "二进制文件"
    return None


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are, or begin as, an .xlsx: names stand in an archive as they are."""
    return data.startswith(_ZIP) and b"xl/" in data


def is_text(data: bytes) -> bool:
    """Whether the bytes may be a text, as far as the first of them tell."""
    return bool(data) and not data.startswith((_OLE, _ZIP)) and _other_format(data) is None


def text_of(data: bytes, has_header: HasHeader) -> tuple[str, list[Problem]]:
    """The text without a byte order mark, and a note where it was not UTF-8. Raises Refused for broken bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf_16(data), [problem("encoding_noted", encoding=" UTF-16 ")]
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        if not _is_gb18030(data, has_header):
            raise _not_utf_8(data, error.start) from None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _broken(data[: error.start].decode("gb18030")) from None
    _check_no_utf_8(data)
    return text, [problem("encoding_noted", encoding=" GBK（GB18030）")]


def _not_utf_8(data: bytes, start: int) -> Refused:
    """Why bytes that should be UTF-8 are none from `start` on."""
    before = data[:start].decode("utf-8")
    if not _SAVED_AS_GBK.search(data):
        return _broken(before)
    line = data[data.rfind(b"\n", 0, start) + 1 :].partition(b"\n")[0]
    return Refused(garbled(line.decode("utf-8", "replace").strip("\ufeff\r"), "", row_at_end(before)))


def _broken(before: str) -> Refused:
    return Refused(problem("encoding_broken", row=row_at_end(before)))


def _utf_16(data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise _broken(data[: error.start].decode("utf-16", "ignore")) from None


def _is_gb18030(data: bytes, has_header: HasHeader) -> bool:
    """Whether bytes that are not UTF-8 are meant as GB18030: the header tells, or, in English, most of the lines."""
    top = data[:_TOP_BYTES]
    if not has_header(top.decode("gb18030", "replace")):
        return False
    return not has_header(top.decode("utf-8", "replace").removeprefix("\ufeff")) or not _is_mostly_utf_8(data)


def _is_mostly_utf_8(data: bytes) -> bool:
    """Whether most lines beyond ASCII are UTF-8: then the others are damage, not an encoding."""
    beyond = [line for line in data.splitlines() if not line.isascii()]
    return sum(map(_is_utf_8, beyond)) * 2 > len(beyond)


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_no_utf_8(data: bytes) -> None:
    """Refuse lines of UTF-8 in a GBK file: GB18030 would read them, as nonsense.

    One character may be a coincidence, of several in one line GBK never looks like UTF-8.
    """
    text = data.replace(b"\r", b"\n").decode("utf-8", "surrogateescape")
    end = 0
    while found := _CHINESE.search(text, end):
        start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
        end = len(text) if end < 0 else end
        second = _CHINESE.search(text, found.end(), end)
        if second and not _BEYOND_UTF_8.search(text, start, end):
            before = text[:start].encode("utf-8", "surrogateescape")
            raise _broken(data[: len(before)].decode("gb18030"))
