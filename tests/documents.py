"""Official documents as they arrive, made for the tests: Word, PDF, Excel."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def word(build: Callable[[Any], None]) -> bytes:
    """A Word file that `build` fills."""
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def number_by_word(document: Any, levels: Sequence[tuple[str, str]]) -> str:
    """A list that Word numbers by itself: (format, text) for each level, such as ("decimal", "%3."). Returns its numId."""
    numbering = document.part.numbering_part.element
    lines = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    first = numbering.find(docx.oxml.ns.qn("w:num"))
    first.addprevious(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{lines}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return "77"


def numbered(document: Any, text: str, list_id: str, level: int) -> None:
    """A paragraph of such a list."""
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')
    )


def sheet(rows: Iterable[Sequence[Any]], merged: Iterable[str] = ()) -> bytes:
    """An Excel file with one sheet."""
    book = openpyxl.Workbook()
    page: Any = book.active
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


Word = tuple[float, float, str]
Rule = tuple[float, float, float, float]


def pdf(pages: Iterable[tuple[Sequence[Word], Sequence[Rule]]]) -> bytes:
    """A PDF: of each page its words (x, y from the bottom, text) in 12 points, and its ruling lines."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", _FONT, _CID_FONT, _DESCRIPTOR]
    kids = []
    for words, rules in pages:
        drawn = [f"{a} {b} m {c} {d} l S" for a, b, c, d in rules]
        drawn += [f"BT /F 12 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in words]
        stream = "\n".join(drawn).encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
            % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.5\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )


_FONT = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>"
_CID_FONT = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 5 0 R/DW 1000"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>"
)
_DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 880/StemV 93>>"
)


def typeset(text: str, per_page: int = 30) -> bytes:
    """Lines of a text as pages of a PDF."""
    lines = text.splitlines()
    parts = [lines[i : i + per_page] for i in range(0, len(lines), per_page)]
    return pdf(([(70, 780 - 24 * n, line) for n, line in enumerate(part) if line.strip()], []) for part in parts)
