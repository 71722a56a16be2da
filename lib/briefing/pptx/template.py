"""The template that a deck is made on: its layouts found by their placeholders, with room, sizes and typefaces.

A cover has a title and a subtitle, any other slide a title and one field for content. Files come from outside.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from lib.errors import BriefingError

PLAIN = Path(__file__).parent / "plain.pptx"
"""The template that comes with the board."""

Box = tuple[float, float, float, float]
"""Left, top, width, height in inches."""

SMALLEST = 12
"""Points: nothing on a slide is set smaller."""

LEAST_ROOM = (10.4, 4.3)
"""Inches that a full table takes in its smallest type."""

_META = 0.38
"""Inches of the line under a title."""

_MOST_BYTES = 200_000_000

_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
_CONTENTS = {PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY}
_AT_THE_FOOT = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE}
_SECTIONS = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sectionLst"
_WORDS = {
    PP_PLACEHOLDER.TITLE: "标题", PP_PLACEHOLDER.CENTER_TITLE: "标题", PP_PLACEHOLDER.SUBTITLE: "副标题",
    PP_PLACEHOLDER.OBJECT: "内容", PP_PLACEHOLDER.BODY: "文本", PP_PLACEHOLDER.PICTURE: "图片",
}  # fmt: skip


@dataclass(frozen=True)
class Sizes:
    """The three sizes of type of a deck, in points."""

    title: float
    body: float
    small: float


@dataclass(frozen=True)
class Template:
    """An empty deck with what slides on it need to know."""

    deck: Any
    cover: Any
    """Layout of the cover."""
    content: Any
    """Layout of the other slides."""
    meta: Box
    room: Box
    """Where blocks stand."""
    foot: Box
    number: Box
    sizes: Sizes
    latin: str
    chinese: str


def read(data: bytes | None = None) -> Template:
    """The template of a .pptx or .potx, without its slides; by default the plain one.

    Raises BriefingError, which says what was found and what is missing.
    """
    deck = _opened(PLAIN.read_bytes() if data is None else data)
    _take_slides_out(deck)
    wide, high = deck.slide_width / 914400, deck.slide_height / 914400
    if not 1.7 < wide / high < 1.85:
        raise BriefingError(
            f"模板的页面是 {wide:.1f}×{high:.1f} 英寸，简报要 16:9。请在 PowerPoint 的“设计—幻灯片大小”里改成宽屏，再试一次。"
        )
    cover, content = _layout(deck, "封面", {PP_PLACEHOLDER.SUBTITLE}), _layout(deck, "正文", _CONTENTS)
    meta, room, foot, number = _boxes(content, high)
    if room[2] < LEAST_ROOM[0] or room[3] < LEAST_ROOM[1]:
        raise BriefingError(
            f"模板版式“{content.name}”的内容框太小：标题以下能用 {room[2]:.1f}×{room[3]:.1f} 英寸，"
            f"表格要 {LEAST_ROOM[0]}×{LEAST_ROOM[1]} 英寸。请在“视图—幻灯片母版”里把内容框放大，再试一次。"
        )
    latin, chinese = _typefaces(deck)
    return Template(deck, cover, content, meta, room, foot, number, _sizes(deck, content), latin, chinese)


def _opened(data: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise ValueError("too large")
            kind = archive.read("[Content_Types].xml")
        if b"presentationml.template.main+xml" in kind:
            data = _as_presentation(data)
        return Presentation(io.BytesIO(data))
    except Exception as error:
        raise BriefingError(
            "这个文件打不开，不是 PowerPoint 的 .pptx 或 .potx，或者已经损坏。请在 PowerPoint 里另存为 .pptx，再试一次。"
        ) from error


def _take_slides_out(deck: Any) -> None:
    """Leave masters and layouts only; what names the slides, too: sections and shows, else PowerPoint wants to repair."""
    while len(deck.slides):
        deck.part.drop_rel(deck.slides._sldIdLst[0].rId)
        deck.slides._sldIdLst.remove(deck.slides._sldIdLst[0])
    root = deck.part._element
    named = [*root.iter(qn("p:custShowLst")), *(one.getparent() for one in root.iter(_SECTIONS))]
    for element in named:
        element.getparent().remove(element)


def _as_presentation(data: bytes) -> bytes:
    """A .potx as a .pptx: they differ by one word."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(b"presentationml.template.main+xml", b"presentationml.presentation.main+xml")
            new.writestr(entry.filename, content)
    return out.getvalue()


def _kinds(layout: Any) -> list[Any]:
    return [x.placeholder_format.type for x in layout.placeholders if x.placeholder_format.type not in _AT_THE_FOOT]


def _layout(deck: Any, use: str, beside: set[Any]) -> Any:
    """The first layout with a title and one of these placeholders, and nothing else."""
    for layout in deck.slide_layouts:
        kinds = _kinds(layout)
        if len(kinds) == 2 and any(k in _TITLES for k in kinds) and any(k in beside for k in kinds):
            return layout
    wanted = "副标题" if PP_PLACEHOLDER.SUBTITLE in beside else "内容"
    found = "；".join(
        f"{layout.name}（{'、'.join(_WORDS.get(k, '其他') for k in _kinds(layout)) or '没有占位符'}）"
        for layout in deck.slide_layouts
    )
    raise BriefingError(
        f"模板里没有能作{use}的版式：要一个只有“标题”和“{wanted}”两个占位符的版式。"
        f"现有版式：{found or '没有'}。请在“视图—幻灯片母版”里加上，再试一次。"
    )


def box_of(shape: Any) -> Box:
    """Where a shape stands, in inches."""
    left, top, width, height = (
        round(value / 914400, 4) for value in (shape.left, shape.top, shape.width, shape.height)
    )
    return left, top, width, height


def _boxes(layout: Any, high: float) -> tuple[Box, Box, Box, Box]:
    """The line under the title, the room below it, the foot and the number, all in the width of the content."""
    content = next(x for x in layout.placeholders if x.placeholder_format.type in _CONTENTS)
    left, top, width, height = box_of(content)
    feet = [box_of(x)[1] for x in layout.placeholders if x.placeholder_format.type in _AT_THE_FOOT]
    below = min([high - 0.42, *(y for y in feet if y > top + height / 2)])
    room = (left, round(top + _META, 4), width, round(max(top + height, below - 0.1) - top - _META, 4))
    if room[1] + room[3] > below - 0.05:
        room = (left, room[1], width, round(below - 0.1 - room[1], 4))
    return (left, top, width, 0.3), room, (left, below, width - 0.4, 0.3), (left + width - 0.35, below, 0.35, 0.3)


def _sizes(deck: Any, layout: Any) -> Sizes:
    """Title and text as layout and master have them, the text no larger than tables bear."""
    styles = deck.slide_master._element.find(qn("p:txStyles"))
    title = next((x for x in layout.placeholders if x.placeholder_format.type in _TITLES), None)
    master = next((x for x in deck.slide_master.placeholders if x.placeholder_format.type in _TITLES), None)
    places = [x._element for x in (title, master) if x is not None] + [styles.find(qn("p:titleStyle"))]
    sizes = [_first_size(place) for place in places if place is not None]
    largest = min(32.0, max(24.0, next((s for s in sizes if s), 28.0)))
    body = min(20.0, max(16.0, _first_size(styles.find(qn("p:bodyStyle"))) or 18.0))
    return Sizes(largest, body, 14.0)


def _first_size(element: Any) -> float | None:
    found = None if element is None else element.find(f".//{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    size = None if found is None else found.get("sz")
    return int(size) / 100 if size else None


def _typefaces(deck: Any) -> tuple[str, str]:
    """The theme's typefaces for text, Latin and Chinese."""
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob.decode("utf-8", "replace")
    minor = (re.search(r"<a:minorFont>.*?</a:minorFont>", theme, re.DOTALL) or [""])[0]

    def face(pattern: str) -> str:
        found = re.search(pattern, minor)
        return found[1] if found else ""

    chinese = face(r'<a:ea typeface="([^"]+)"') or face(r'script="Hans" typeface="([^"]+)"')
    return face(r'<a:latin typeface="([^"]+)"') or "Arial", chinese or "Microsoft YaHei"
