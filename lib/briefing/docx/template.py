"""An office's own Word file as the template of a notice: its page, heads and feet, and its styles, found by their names.

A style of ours that the file has is used; of the others those that it has under a name that offices or Word use for the
same thing; what is left comes from our own Word file, and is named by `gaps`.
"""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from functools import cache
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from lib.briefing.docx import TEMPLATE
from lib.briefing.docx.text import NAMES
from lib.errors import BriefingError

ALIKE: dict[str, tuple[str, ...]] = {
    "number": ("公文文号", "发文字号"),
    "title": ("公文标题", "标题", "Title"),
    "addressee": ("公文主送", "主送机关"),
    "body": ("公文正文", "正文文本", "Body Text"),
    "section": ("公文一级标题", "一级标题", "标题 1", "heading 1", "Heading 1"),
    "office": ("公文署名", "署名", "发文机关署名"),
    "signed": ("公文成文日期", "成文日期"),
    "annex": ("公文附件标题", "附件标题"),
    "table": ("公文表格", "网格型", "Table Grid"),
}
"""Names that offices and Word have for a style of ours, the closest first; of other styles only our own name is looked for."""


def opened(template: bytes) -> Any:
    """The template with every style that a notice needs. Raises BriefingError where it is no Word file."""
    document = _read(template)
    own = {style.name: style.element for style in _ours()}
    there = _names(document)
    for role, name in NAMES.items():
        if name in there:
            continue
        alike = next((other for other in ALIKE.get(role, ()) if other in there), None)
        added = deepcopy(own[name])
        if alike:
            _rest_on(added, there[alike])
        else:
            _rest_on_nothing(added)
        document.styles.element.append(added)
    return document


def gaps(template: bytes) -> list[str]:
    """Names of the styles that the template lacks and that come from our own file; those for which there are other names only."""
    there = _names(_read(template))
    return [NAMES[role] for role, names in ALIKE.items() if not there.keys() & {NAMES[role], *names}]


def _read(template: bytes) -> Any:
    try:
        return docx.Document(io.BytesIO(template))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise BriefingError(
            "模板不是 Word 文件（.docx），或者已经损坏。请用 Word 或 WPS 打开它，另存为“Word 文档（.docx）”再用。"
        ) from error


@cache
def _ours() -> Any:
    return docx.Document(str(TEMPLATE)).styles


def _names(document: Any) -> dict[str, Any]:
    """The styles by name, of a kind that ours of the name is of."""
    kinds = {style.name: style.type for style in _ours()}
    wanted = {other: kinds[NAMES[role]] for role, names in ALIKE.items() for other in names} | kinds
    return {
        style.name: style
        for style in document.styles
        if style.type == wanted.get(style.name, WD_STYLE_TYPE.PARAGRAPH) and style.name
    }


def _rest_on(style: Any, base: Any) -> None:
    """Make a style say nothing but that it is as another."""
    for child in list(style):
        if child.tag not in {qn("w:name"), qn("w:qFormat")}:
            style.remove(child)
    based = OxmlElement("w:basedOn")
    based.set(qn("w:val"), base.style_id)
    style.insert(1, based)


def _rest_on_nothing(style: Any) -> None:
    """Take off what a style rests on: in the template it may look otherwise, or be missing."""
    for child in style.findall(qn("w:basedOn")):
        style.remove(child)


def font_size(style: Any, otherwise: Any) -> Any:
    """The size of a style's type, its own or that of what it rests on."""
    while style is not None:
        if style.font.size is not None:
            return style.font.size
        style = style.base_style
    return otherwise
