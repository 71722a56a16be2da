"""Texts of people: made plain, compared, measured, and made fit for XML and for the names of files."""

from __future__ import annotations

import re
import unicodedata

_RADICALS = {
    code: plain for code in range(0x2E80, 0x2FE0) if (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
"""Radicals that PDF files hold in place of the characters that look the same."""

# What cannot be seen and comes along when text is copied: zero-width characters, soft hyphens, marks of direction.
_PLAIN_CHARS: dict[int, str | int | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    0xA0: " ",
    0x2212: "-",
    **_RADICALS,
    **dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2060, 0xFEFF, 0xAD]),
}
_FORCED = re.compile(r'="([^"]*)"')
"""What keeps a spreadsheet from making a number or a date of a text."""

_BRACKETS = str.maketrans("（）()[]【】", "〔〕〔〕〔〕〔〕")

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]|^[.~]')

_WIDE = frozenset("—…“”‘’·×÷≥≤→●◐◔○◉▲▼◆◇✓■")
"""What is drawn as wide as a Chinese character, of those that are none."""


def tidy(text: str) -> str:
    """Full-width characters and radicals made plain; what cannot be seen, spaces, and a spreadsheet's leading apostrophe or
    ="…" taken off."""
    plain = (text if text.isascii() else text.translate(_PLAIN_CHARS)).strip()
    forced = _FORCED.fullmatch(plain)
    return (forced[1] if forced else plain.removeprefix("'")).strip()


def folded(text: str) -> str:
    """A name as it is compared: widths, brackets, spaces, case and a closing stop make no difference."""
    return "".join(tidy(text).translate(_BRACKETS).split()).casefold().rstrip("。.")


def text_width(text: str) -> float:
    """About how much room a text takes in one line, in Chinese characters: Latin letters and figures take 0.58."""
    return sum(1.0 if c > "\u2e7f" or c in _WIDE else 0.58 for c in text)


def xml_safe(text: str) -> str:
    """A text without what XML cannot hold, and without marks that turn the direction of writing around; every break of a
    line is one character."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def file_name_safe(text: str) -> str:
    """A text as part of the name of a file: of its signs only _ and - stay."""
    return "".join(c for c in text if c.isalnum() or c in "_-")


def is_file_name(text: str) -> bool:
    """Whether every system takes a text as the name of a file, and shows it."""
    return bool(text) and not _NOT_IN_FILE_NAMES.search(text)


def stem(file: str) -> str:
    """The last part of the name of somebody's file, without its ending; blank where nothing is left."""
    return re.split(r"[\\/]", file)[-1].rpartition(".")[0]
