"""Text files: .txt, which says only lines, and .md, which marks headings and tables."""

from __future__ import annotations

import re

from lib.drafts.document import Numbered, filled
from lib.errors import DraftError

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*\r?\n")
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_BULLET = re.compile(r"\s*[-*+•]\s+")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")
_STRONG = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")


def decoded(data: bytes) -> str:
    """The text of a file in an encoding that arrives in practice. Raises DraftError."""
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if is_utf_16 else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise DraftError("文件的编码无法识别，或者它不是文字文件。请另存为 UTF-8 的 .txt，或者 .docx。")


def without_front_matter(text: str) -> str:
    """What a site generator wrote above the text is not the document's; its lines stay, blank."""
    found = _FRONT_MATTER.match(text)
    return "\n" * found[0].count("\n") + text[found.end() :] if found else text


def read(data: bytes, into: Numbered) -> None:
    """Lines; where a paragraph ends is seen later, by their lengths."""
    for line in decoded(data).replace("\f", "\n").splitlines():
        into.line(line, ends=False)


def read_markdown(data: bytes, into: Numbered) -> None:
    """Lines, headings by their #, tables by their |."""
    rows: list[list[str]] = []
    lines = without_front_matter(decoded(data)).splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.lstrip().startswith("|") or (rows and "|" in line):
            if not _RULE.match(line):
                rows.append([_marks_off(cell) for cell in line.strip().strip("|").split("|")])
            continue
        rows = _close(rows, into)
        if found := _HEADING.match(line.strip()):
            into.line(_marks_off(found[2]), ends=True, level=len(found[1]), is_title=len(found[1]) == 1)
        else:
            into.line(_marks_off(_BULLET.sub("", line, count=1)), ends=not following.strip() or line.endswith("  "))
    _close(rows, into)


def _close(rows: list[list[str]], into: Numbered) -> list[list[str]]:
    if rows:
        into.table(filled(rows))
    return []


def _marks_off(text: str) -> str:
    text = _STRONG.sub(lambda found: found[1] or found[2], text.strip())
    return _ESCAPED.sub(r"\1", text).replace("<br>", "\n").replace("<br/>", "\n")
