"""The empty Word file that papers are written into: its styles, its typefaces, its language; nothing of a theme."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from lib.briefing.docx.styles import FANG, INSTEAD, LATIN, NAMES, PAGE_MM, Setting, Style

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def template(setting: Setting) -> bytes:
    """A .docx without a word in it."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": _document(setting),
        "word/_rels/document.xml.rels": _relations(
            [("styles", "styles.xml"), ("settings", "settings.xml"), ("fontTable", "fontTable.xml")]
        ),
        "word/styles.xml": _styles(setting),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, _HEAD + content)
    return out.getvalue()


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def mm(value: float) -> int:
    """Millimetres in twips."""
    return twips(value / 25.4 * 72)


def typeface(face: str, latin: str = LATIN) -> str:
    """The typefaces of a style or run; quotation marks and dashes are set in the Chinese one."""
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{escape(face)}" w:hint="eastAsia"/>'
    )


def _content_types() -> str:
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_DOCUMENT}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _document(setting: Setting) -> str:
    top, right, bottom, left = map(mm, setting.margins)
    width, height = map(mm, PAGE_MM)
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{_OFFICE}"><w:body><w:sectPr>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{round(top * 0.6)}"'
        f' w:footer="{round(bottom * 0.6)}" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _styles(setting: Setting) -> str:
    lang = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{typeface(FANG)}"
        f'<w:sz w:val="32"/><w:szCs w:val="32"/>{lang}</w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    own = "".join(_style(name, style) for name, style in setting.styles.items())
    return f'<w:styles xmlns:w="{W}">{defaults}{normal}{own}</w:styles>'


def _style(name: str, style: Style) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="通报{NAMES[name]}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_paragraph(style)}</w:pPr>'
        f"<w:rPr>{typeface(style.face)}{ink_and_size(style)}</w:rPr></w:style>"
    )


def style_id(name: str) -> str:
    """The id of a style. Word's own are title, header, caption…, whatever the case."""
    return f"notice-{name}"


def _paragraph(style: Style) -> str:
    """The properties of a paragraph, in the order that the format asks for."""
    flags = "<w:keepNext/>" * style.keep_next + "<w:pageBreakBefore/>" * style.new_page
    return f'{flags}{spacing(style)}{indents(style)}<w:jc w:val="{style.align}"/>' + (
        f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else ""
    )


def spacing(style: Style) -> str:
    """Lines of an exact height, and the room before and after."""
    return (
        f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}"'
        f' w:line="{twips(style.line)}" w:lineRule="exact"/>'
    )


def indents(style: Style) -> str:
    """Indents in characters, with their measure for programs that do not count characters."""
    first, right = style.indent, style.right
    return (
        f'<w:ind w:rightChars="{right * 100}" w:right="{twips(right * style.size)}"'
        f' w:firstLineChars="{first * 100}" w:firstLine="{twips(first * style.size)}"/>'
    )


def ink_and_size(style: Style) -> str:
    """The colour and size of a run."""
    half_points = round(style.size * 2)
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{style.fill[1:].upper()}"/>' if style.fill else ""
    return (
        f'<w:color w:val="{style.ink[1:].upper()}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>{fill}'
    )


def _settings() -> str:
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _fonts() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in INSTEAD.items()
    )
    return f'<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'
