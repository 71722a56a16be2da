"""Texts of people: made plain, and compared."""

from __future__ import annotations

_FULL_WIDTH = {ord(c): ord(c) - 0xFEE0 for c in map(chr, range(0xFF01, 0xFF5F))} | {0x3000: " ", 0xA0: " ", 0x2212: "-"}
# What cannot be seen and comes along when text is copied: zero-width characters, soft hyphens.
_PLAIN_CHARS: dict[int, str | int | None] = {
    **_FULL_WIDTH,
    **dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD]),
}
_BRACKETS = str.maketrans("（）()[]【】", "〔〕〔〕〔〕〔〕")


def tidy(text: str) -> str:
    """Full-width characters made plain; invisible ones, spaces and a spreadsheet's leading apostrophe taken off."""
    plain = text if text.isascii() else text.translate(_PLAIN_CHARS)
    return plain.strip().removeprefix("'").strip()


def folded(text: str) -> str:
    """A name as it is compared: widths, brackets, spaces, case and a closing stop make no difference."""
    return "".join(tidy(text).translate(_BRACKETS).split()).casefold().rstrip("。.")
