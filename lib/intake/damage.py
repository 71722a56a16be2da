"""Texts that went through a wrong encoding: 乱码, and characters that were lost on the way.

The file itself is in good order; somebody's program read it in the wrong encoding and saved what it saw.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from lib.problems import Problem, problem

LOST = "\ufffd"
"""What programs put where they could not read a character."""

_LOST_BY_GBK = "锟斤拷"
"""Two of them, read as GBK."""

_MARKS = re.compile(rf"{LOST}|\?{{2,}}")
_LATIN = re.compile(r"[\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+")
"""What bytes are to Windows in the West."""

_UTF_8 = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}")
_GB2312 = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]")
_HANZI = re.compile("[\u4e00-\u9fff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

_AS_GBK = "".join(
    bytes([lead, trail]).decode("gbk", "ignore") for lead in range(0xE2, 0xF0) for trail in range(0x80, 0xC0)
)
SUSPECT = re.compile(rf"{LOST}|{_LOST_BY_GBK}|\?\?|[\x80-\xff]{{2}}|[{re.escape(_AS_GBK)}]")
"""Nothing else needs a closer look: of these begins every text of UTF-8 that was read as GBK, or it is none."""


class Damage(NamedTuple):
    """What became of a text. garbled: it is nonsense; lost: it lacks characters."""

    kind: Literal["garbled", "lost"]
    meant: str = ""
    """What can still be read of a garbled one."""


def garbled(value: str, meant: str, row: int | None) -> Problem:
    """The problem of a garbled text."""
    return problem("text_garbled", row=row, value=value, meant=meaning(meant))


def meaning(meant: str) -> str:
    """What a garbled text is likely to have said, in brackets."""
    return f"（原来像是“{meant[:20]}”）" if meant else ""


def header_damage(row: int, cells: list[str]) -> Problem | None:
    """The problem of a header with damaged names; None where there are none."""
    found = [(cell.strip(), damaged) for cell in cells if (damaged := damage(cell))]
    if not found:
        return None
    value = "、".join(cell for cell, _ in found)
    if any(damaged.kind == "garbled" for _, damaged in found):
        return garbled(value, "、".join(damaged.meant for _, damaged in found if damaged.meant), row)
    return problem("key_lost", row=row, value=value)


def damage(text: str) -> Damage | None:
    """What became of a text; None where it is as somebody wrote it."""
    if not SUSPECT.search(text):
        return None
    if meant := _utf_8_as_gbk(text) or _as_latin(text):
        return Damage("garbled", meant)
    marked = text.replace(_LOST_BY_GBK, LOST * 2)
    lost, whole = marked.count(LOST), len(_BEYOND_ASCII.findall(marked))
    if lost > 1 and 2 * lost >= whole:
        return Damage("garbled")
    return Damage("lost") if _MARKS.search(marked) else None


def _utf_8_as_gbk(text: str) -> str:
    """What a text of UTF-8 said before it was read as GBK; blank where it is none."""
    marks = text.count(LOST) + text.count("?")
    # Windows shows the byte 80 as €.
    data = text.replace(LOST, "").encode("gb18030", "ignore").replace("€".encode("gb18030"), b"\x80")
    rest = len(_HIGH.findall(_UTF_8.sub(b"", data)))
    # Of a character that was lost up to two of three bytes are still there.
    return _hanzi(data, "utf-8") if rest <= 2 * marks else ""


def _as_latin(text: str) -> str:
    """What a text of UTF-8 or GBK said before it was read as a Western one; blank where it is none."""
    runs = _LATIN.findall(text)
    if not runs or len("".join(runs)) < len(_BEYOND_ASCII.findall(text.replace(LOST, ""))):
        return ""
    data = b"".join(c.encode("cp1252" if c > "\xff" else "latin-1", "ignore") for c in text.replace(LOST, ""))
    for shape, encoding in ((_UTF_8, "utf-8"), (_GB2312, "gb18030")):
        rest = len(_HIGH.findall(shape.sub(b"", data)))
        if rest <= 2 * text.count(LOST) and (meant := _hanzi(data, encoding)):
            return meant
    return ""


def _hanzi(data: bytes, encoding: str) -> str:
    """The text of these bytes without what was lost; blank where fewer than two Chinese characters are in it."""
    text = data.decode(encoding, "replace").replace(LOST, "")
    return text if len(_HANZI.findall(text)) > 1 else ""
