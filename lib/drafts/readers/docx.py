"""Word files: paragraphs and tables in their order, with the numbers that Word makes by itself.

A number that Word counts is not in the text of its paragraph: it is counted here, by the rules of numbering.xml.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from lib.drafts.document import Cell, Numbered, squeezed
from lib.drafts.labels import starts_with_label
from lib.drafts.markers import marker_of
from lib.errors import DraftError

_BROKEN = (
    OpcError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError,
    etree.XMLSyntaxError,
)  # fmt: skip
"""What the libraries below raise for files that are cut off, locked or packed in ways of their own."""

_DIGITS = "〇一二三四五六七八九"
_MOST_SPAN = 200

_W_P, _W_TBL, _W_T, _W_TAB, _W_BR, _W_CR = (qn(f"w:{tag}") for tag in ("p", "tbl", "t", "tab", "br", "cr"))
_CONTAINERS = {qn(f"w:{tag}") for tag in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}
_LEFT_OUT = {qn(f"w:{tag}") for tag in ("del", "moveFrom", "txbxContent", "rt", "pPr", "rPr")}
_HYPHEN = qn("w:noBreakHyphen")


def read(data: bytes, into: Numbered) -> None:
    """Paragraphs, each of which ends, and tables."""
    try:
        document: Any = docx.Document(io.BytesIO(data))
        body = document.element.body
        numbers = _Numbers(document)
        for element in _blocks(body):
            if element.tag == _W_P:
                text, style = _text(element), numbers.style_of(element)
                if style.startswith(("toc ", "目录")):
                    text = ""  # the table of contents says everything a second time
                *before, last = _own_lines(numbers.marker(element, bool(text.strip())) + text)
                level, is_title = numbers.level(element), style in ("title", "标题")
                for line in before:
                    into.line(line, ends=True)
                into.line(last, ends=True, level=0 if before else level, is_title=is_title)
            else:
                into.table(_grid(element, numbers))
    except _BROKEN as error:
        raise DraftError("Word 文件打不开：已损坏，或有密码。请用 Word 或 WPS 打开，另存为 .docx。") from error


def _blocks(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag in (_W_P, _W_TBL):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _blocks(child)


def _own_lines(text: str) -> list[str]:
    """A paragraph's lines: what is broken by hand goes on in the next one, but for labels and numbers, which begin anew."""
    lines = [""]
    for part in text.split("\n"):
        said = squeezed(part)
        if lines[-1].strip() and (starts_with_label(said) or marker_of(said)):
            lines.append(part)
        else:
            lines[-1] += " " + part  # which stays between Latin words alone
    return lines


def _text(paragraph: Any) -> str:
    words: list[str] = []

    def walk(element: Any) -> None:
        for child in element:
            if child.tag in _LEFT_OUT:
                continue
            if child.tag == _W_T:
                words.append(child.text or "")
            elif child.tag == _HYPHEN:
                words.append("-")
            elif child.tag in (_W_BR, _W_CR):
                words.append("\n")
            elif child.tag == _W_TAB:
                words.append(" ")
            else:
                walk(child)

    walk(paragraph)
    return "".join(words)


def _grid(table: Any, numbers: _Numbers) -> Iterator[list[Cell]]:
    above: list[Cell] = []
    for tr in table.iterchildren(qn("w:tr")):
        row = [Cell("")] * _number(tr.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
        for tc in _cells(tr):
            properties = tc.find(qn("w:tcPr"))
            merge = None if properties is None else properties.find(qn("w:vMerge"))
            goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue" and len(row) < len(above)
            lines = [numbers.marker(p, bool(_text(p).strip())) + _text(p) for p in tc.iter(_W_P)]
            text = above[len(row)].text if goes_on else "\n".join(line for line in lines if line.strip())
            across = _number(None if properties is None else properties.find(qn("w:gridSpan")), 1)
            row += [Cell(text, first=not goes_on and n == 0) for n in range(across)]
        above = row
        yield row


def _cells(tr: Any) -> Iterator[Any]:
    for child in tr:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _cells(child)


def _number(element: Any, default: int) -> int:
    text = "" if element is None else element.get(qn("w:val"), "")
    return min(int(text), _MOST_SPAN) if text.isascii() and text.isdigit() else default


class _Numbers:
    """Word's own counting: which list a paragraph belongs to, and how far it has come."""

    def __init__(self, document: Any) -> None:
        self.styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        self.levels: dict[tuple[str, int], tuple[int, str, str]] = {}
        """(list, level) → its start, its format, its text with %1."""
        self.list_of: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = {}
        try:
            numbering: Any = document.part.numbering_part.element
        except (NotImplementedError, KeyError, AttributeError):
            return
        abstract = {a.get(qn("w:abstractNumId")): a for a in numbering.iter(qn("w:abstractNum"))}
        for num in numbering.iter(qn("w:num")):
            id, of = num.get(qn("w:numId")), num.find(qn("w:abstractNumId"))
            base = abstract.get("" if of is None else of.get(qn("w:val")))
            if base is None:
                continue
            overrides = list(num.iter(qn("w:lvlOverride")))
            # Lists of one definition go on counting together, unless one starts anew.
            self.list_of[id] = f"num {id}" if overrides else f"abstract {base.get(qn('w:abstractNumId'))}"
            for level in [*base.iter(qn("w:lvl")), *num.iter(qn("w:lvl"))]:
                self._add(self.list_of[id], level)
            for override in overrides:
                start = override.find(qn("w:startOverride"))
                key = (self.list_of[id], int(override.get(qn("w:ilvl"), "0")))
                if start is not None and key in self.levels:
                    self.levels[key] = (int(start.get(qn("w:val"), "1")), *self.levels[key][1:])

    def _add(self, list_id: str, level: Any) -> None:
        def value(tag: str, default: str) -> str:
            found = level.find(qn(tag))
            return default if found is None else str(found.get(qn("w:val"), default))

        key = (list_id, int(level.get(qn("w:ilvl"), "0")))
        self.levels[key] = (int(value("w:start", "1")), value("w:numFmt", "decimal"), value("w:lvlText", ""))

    def style_of(self, paragraph: Any) -> str:
        """The name of a paragraph's style, in small letters."""
        found = self._properties(paragraph, "w:pStyle")
        style = self.styles.get(found.get(qn("w:val"))) if found is not None else None
        name = None if style is None else style.find(qn("w:name"))
        return "" if name is None else str(name.get(qn("w:val"), "")).lower()

    def level(self, paragraph: Any) -> int:
        """The outline level that the paragraph or its style has, from 1; 0 for none."""
        outline = self._inherited(paragraph, "w:outlineLvl")
        level = int(outline.get(qn("w:val"), "9")) + 1 if outline is not None else 0
        return level if level < 10 else 0

    def marker(self, paragraph: Any, is_filled: bool) -> str:
        """The number that Word shows before a paragraph; blank for none. Counts on."""
        numbering = self._inherited(paragraph, "w:numPr")
        if numbering is None or not is_filled:
            return ""
        id = numbering.find(qn("w:numId"))
        ilvl = _number(numbering.find(qn("w:ilvl")), 0)
        list_id = self.list_of.get("" if id is None else id.get(qn("w:val"), ""), "")
        if (list_id, ilvl) not in self.levels:
            return ""
        counts = self.counts.setdefault(list_id, {})
        start, _, text = self.levels[list_id, ilvl]
        counts[ilvl] = counts.get(ilvl, start - 1) + 1
        for deeper in [level for level in counts if level > ilvl]:
            del counts[deeper]
        for above in range(ilvl + 1):
            if f"%{above + 1}" in text:
                first, format, _ = self.levels.get((list_id, above), (1, "decimal", ""))
                text = text.replace(f"%{above + 1}", _formatted(counts.get(above, first), format))
        # A bullet is a sign of a symbol font, no number.
        return "" if self.levels[list_id, ilvl][1] in ("bullet", "none") else text

    def _properties(self, paragraph: Any, tag: str) -> Any:
        properties = paragraph.find(qn("w:pPr"))
        return None if properties is None else properties.find(qn(tag))

    def _inherited(self, paragraph: Any, tag: str) -> Any:
        """A property of the paragraph, else of its style, else of the style that one is based on."""
        if (found := self._properties(paragraph, tag)) is not None:
            return found
        named = self._properties(paragraph, "w:pStyle")
        for _ in range(10):
            style = None if named is None else self.styles.get(named.get(qn("w:val")))
            if style is None:
                return None
            if (found := self._properties(style, tag)) is not None:
                return found
            named = style.find(qn("w:basedOn"))
        return None


def _formatted(number: int, format: str) -> str:
    if format.startswith(("chinese", "ideograph", "japanese", "taiwanese")):
        return _chinese(number)
    if format in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if format in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((65 if format == "upperLetter" else 97) + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
