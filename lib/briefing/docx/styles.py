"""How an official paper is set: typefaces, sizes, lines and margins, in the spirit of GB/T 9704.

Typefaces are named and not shipped: Windows has 仿宋, 黑体, 楷体, 宋体; where 方正小标宋简体 is missing, 宋体 stands in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from lib.statuses import OCHRE

TITLE_FACE, SONG, HEI, KAI, FANG = "方正小标宋简体", "宋体", "黑体", "楷体", "仿宋"
LATIN = "Times New Roman"
GLYPHS = "Segoe UI Symbol"

INSTEAD = {
    TITLE_FACE: "宋体",
    FANG: "FangSong,仿宋_GB2312",
    KAI: "KaiTi,楷体_GB2312",
    HEI: "SimHei",
    SONG: "SimSun",
}
"""What stands in where a typeface is missing, or how else it is called."""

PAGE_MM = (210.0, 297.0)
BLACK = "#000000"
"""Official papers are printed in black, not in the ink of the screen."""


@dataclass(frozen=True)
class Style:
    """A paragraph style. Sizes and lines are points, indents characters."""

    face: str
    size: float
    line: float
    align: Literal["left", "both", "center", "right"] = "left"
    indent: int = 0
    right: int = 0
    before: float = 0
    after: float = 0
    keep_next: bool = False
    new_page: bool = False
    level: int | None = None
    """Its level in the outline, for headings."""
    ink: str = BLACK
    fill: str | None = None
    """Shading behind the text: what a person has to fill."""


@dataclass(frozen=True)
class Setting:
    """The styles of a paper by name, and its margins in mm: top, right, bottom, left."""

    margins: tuple[float, float, float, float]
    styles: dict[str, Style]
    blank_lines: int
    """Empty lines below a blank."""

    @property
    def width_mm(self) -> float:
        """The width of the text."""
        return PAGE_MM[0] - self.margins[1] - self.margins[3]


NAMES = {
    "mark": "示例标记",
    "number": "文号",
    "title": "标题",
    "addressee": "主送",
    "body": "正文",
    "section": "一级标题",
    "heading": "二级标题",
    "blank": "待填写",
    "list": "附表目录",
    "office": "署名",
    "signed": "成文日期",
    "annex": "附表标题",
    "caption": "表题",
    "note": "表注",
    "cell": "单元格",
    "number-cell": "数字单元格",
    "head-cell": "表头",
    "last": "口径",
    "header": "页眉",
    "footer": "单页页码",
    "footer-even": "双页页码",
}
"""What the styles are called in Word, after 通报: names of its own, since Word has a 标题 and a 正文 already."""

_LINE = 28.95
"""22 lines on a page."""

_BODY = Style(FANG, 16, _LINE, "both", indent=2)
_CELL = Style(FANG, 10.5, 14.5)

NOTICE = Setting(
    margins=(37, 26, 35, 28),
    styles={
        "mark": Style(KAI, 14, 22, "center", after=6, ink=OCHRE),
        "number": Style(FANG, 16, _LINE, "center", after=_LINE),
        "title": Style(TITLE_FACE, 22, 35, "center", after=_LINE, level=0),
        "addressee": Style(FANG, 16, _LINE, "both"),
        "body": _BODY,
        "section": Style(HEI, 16, _LINE, "both", indent=2, keep_next=True, level=1),
        "heading": Style(KAI, 16, _LINE, "both", indent=2, keep_next=True, level=2),
        "blank": Style(KAI, 16, _LINE, "both", indent=2, keep_next=True, fill="#fff2cc"),
        "list": replace(_BODY, align="left", keep_next=True),
        "office": Style(FANG, 16, _LINE, "right", right=2, before=_LINE * 2, keep_next=True),
        "signed": Style(FANG, 16, _LINE, "right", right=4),
        "annex": Style(HEI, 16, _LINE, after=6, keep_next=True, new_page=True, level=1),
        "caption": Style(KAI, 14, 24, before=10, after=4, keep_next=True),
        "note": Style(FANG, 10.5, 17, "both", before=4),
        "cell": _CELL,
        "number-cell": replace(_CELL, align="right"),
        "head-cell": replace(_CELL, face=HEI, align="center", keep_next=True),
        "last": Style(FANG, 10.5, 17, "both", before=10),
        "header": Style(KAI, 10.5, 14, "right", ink=OCHRE),
        "footer": Style(SONG, 14, 20, "right", right=1),
        "footer-even": Style(SONG, 14, 20, "left", indent=1),
    },
    blank_lines=3,
)

_SHEET_LINE = 20

SHEET = Setting(
    margins=(20, 20, 18, 20),
    styles=NOTICE.styles
    | {
        "mark": Style(KAI, 12, 18, "center", after=4, ink=OCHRE),
        "title": Style(TITLE_FACE, 18, 26, "center", after=8, level=0),
        "body": Style(FANG, 12, _SHEET_LINE, "both", indent=2),
        "caption": Style(KAI, 12, 18, before=6, after=3, keep_next=True),
        "cell": replace(_CELL, line=14),
        "number-cell": replace(_CELL, line=14, align="right"),
        "head-cell": replace(_CELL, face=HEI, line=14, align="center", keep_next=True),
        "note": Style(FANG, 9, 13, "both"),
        "last": Style(FANG, 9, 13, "both", before=6),
        "footer": Style(SONG, 10.5, 14, "right", right=1),
        "footer-even": Style(SONG, 10.5, 14, "left", indent=1),
    },
    blank_lines=0,
)
"""The sheet of one agency: on one page for up to about ten tasks."""

_SMALL = Style(FANG, 9, 11.5)

SHEET_OF_MANY = replace(
    SHEET,
    margins=(16, 16, 15, 16),
    styles=SHEET.styles
    | {
        "body": Style(FANG, 10.5, 16, "both", indent=2),
        "caption": Style(KAI, 10.5, 16, before=3, after=2, keep_next=True),
        "cell": _SMALL,
        "number-cell": replace(_SMALL, align="right"),
        "head-cell": replace(_SMALL, face=HEI, align="center", keep_next=True),
    },
)
"""The sheet of an agency with more tasks: smaller type; with some twenty tasks it takes a second page."""
